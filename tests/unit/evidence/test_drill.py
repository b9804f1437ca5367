"""Falsified sentences: each is another sentence, by a rule, by a seed, on the same passages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.evidence.anchors import make_anchor
from briefing.evidence.checking import OpenSources
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.drill import DrillTally, Falsified, falsified
from briefing.evidence.reviewing import questions
from briefing.evidence.support import bearers
from briefing.evidence.tokens import tokens
from briefing.evidence.verify import remarks_on
from briefing.model.actors import Actor, Name, Source
from briefing.model.briefing import Briefing
from briefing.model.claims import Claim
from briefing.model.text import quotations
from briefing.model.vocabulary import ActorType, Basis, ReviewVerdict
from tests.articles import anchored
from tests.samples import TEXTS, two_towns
from tests.unit.evidence.verify_samples import (
    ACTORS,
    HERALD,
    POST,
    SOURCES,
    Shelf,
    a_briefing,
    claim,
)

LOG = """\
Most of the rafts sank, and many of the rafts were never found.

Hilltop saw three U.S. boats at the pier.
"""
US = Actor(
    id="us", type=ActorType.STATE, names=(Name(text="US"), Name(text="U.S"), Name(text="U.S."))
)


def towns() -> Briefing:
    return anchored(two_towns(), TEXTS)


def drill(number: int, seed: int = 1) -> list[Falsified]:
    examination = Examination(towns(), Corpus(TEXTS))
    return falsified(questions(towns()), OpenSources(examination), number, seed)


@given(st.integers(0, 2**32))
def test_each_is_another_sentence_on_the_same_passages(seed: int) -> None:
    for one in drill(6, seed):
        true = one.question
        assert true.bearer is not None
        assert tokens(one.text) != tokens(true.text)
        assert one.bearer.text == one.text
        assert one.bearer.evidence == true.bearer.evidence
        assert one.bearer.key == true.bearer.key
        if one.bearer.claim is not None:
            assert one.bearer.claim.text == one.text
        # What somebody said is not put into other words.
        assert [words for _, words in quotations(one.text)] == [
            words for _, words in quotations(true.text)
        ]


def test_the_same_seed_falsifies_the_same() -> None:
    assert [one.text for one in drill(5, 3)] == [one.text for one in drill(5, 3)]
    assert [one.text for one in drill(5, 3)] != [one.text for one in drill(5, 4)]


def test_no_sentence_is_taken_twice_and_none_without_its_passages() -> None:
    found = drill(1000)
    keys = [one.question.key for one in found]
    assert len(set(keys)) == len(keys) > 10
    assert not any(one.source == "engineers" for each in found for one in each.question.evidence)


def test_those_come_first_that_no_check_is_certain_of() -> None:
    sources = OpenSources(Examination(towns(), Corpus(TEXTS)))
    caught = [
        any(remark.is_error for remark in remarks_on(one.bearer, sources)) for one in drill(1000)
    ]
    assert caught == sorted(caught)
    assert not caught[0]


def test_nothing_is_falsified_without_texts() -> None:
    examination = Examination(towns(), Corpus(None))
    assert falsified(questions(towns()), OpenSources(examination), 5, 1) == []


def every_way(said: Claim) -> set[tuple[str, str]]:
    """How a sentence is falsified by many seeds: the rule, and what it reads then."""
    shelf = Shelf({"herald": HERALD, "post": POST, "log": LOG})
    log = Source(key="log", type="article-newspaper", title="The log", outlet="The Log")
    actors = [US if one.id == "us" else one for one in ACTORS]
    briefing = a_briefing(said, sources=(*SOURCES, log), actors=actors)
    examination = Examination(briefing, shelf)
    anchored_one = anchor_all(briefing, examination)
    sources = OpenSources(Examination(anchored_one, shelf))
    asked = [one for one in questions(anchored_one) if one.bearer]
    ways = set()
    for seed in range(60):
        ways |= {(one.how, one.text) for one in falsified(asked, sources, 1, seed)}
    return ways


def anchor_all(briefing: Briefing, examination: Examination) -> Briefing:
    anchors = {}
    for bearer in bearers(briefing):
        for one in bearer.evidence:
            text = examination.text(one.source)
            assert text is not None
            anchors[one.place] = make_anchor(text, one)
    return replace(briefing, anchors=tuple(anchors.values()))


@pytest.mark.parametrize(
    ("text", "place", "ways"),
    [
        (
            "Some 90 boats had been moored there.",
            "post 2",
            # That there were 99 is an error, so nobody need be asked.
            {("a “not” put in", "Some 90 boats had not been moored there.")},
        ),
        (
            "Lee said that at least 80 boats were there.",
            "herald 2",
            {
                ("a hedge dropped", "Lee said that 80 boats were there."),
                ("a “not” put in", "Lee said that at least 80 boats were not there."),
            },
        ),
        (
            "Hilltop refused them in October 2022.",
            "herald 3",
            {
                ("a date moved", "Hilltop refused them in November 2022."),
                ("a name exchanged", "Lakeside refused them in October 2022."),
            },
        ),
        (
            "The sluice did not open.",
            "herald 3",
            {("a negation taken out", "The sluice did open.")},
        ),
        (
            "“Many boats” may land.",
            "post 1",
            {
                # That they may not land can be as true as that they may.
                ("a hedge dropped", "“Many boats” will land."),
            },
        ),
        ("They might not land.", "post 1", set()),
        (
            "Most of the rafts sank.",
            "log 1",
            {("a quantity raised", "All of the rafts sank.")},
        ),
        ("No boats were counted.", "post 2", set()),
        # A commitment begins with a small letter.
        (
            "many of the rafts",
            "log 1",
            {("a quantity raised", "all of the rafts")},
        ),
        (
            "Many of the rafts sank.",
            "log 1",
            {("a quantity raised", "All of the rafts sank.")},
        ),
    ],
)
def test_what_a_rule_makes_of_a_sentence(text: str, place: str, ways: set[tuple[str, str]]) -> None:
    assert every_way(claim(text, place)) == ways


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Most of the anglers reject it.", "post 2"),
        ("Some of the anglers reject it.", "log 1"),
        ("They rejected it in October 2022.", "post 2"),
        ("About 12 boats came.", "herald 3"),
        ("Anglers might reject it.", "post 2"),
        ("Anglers hope to reject it.", "post 2"),
        ("The mayor of Lakeside left.", "herald 4"),
        # “They visited US” and “Hilltop. boats” would be no English.
        ("They visited Hilltop.", "log 2"),
        ("They saw U.S. boats.", "log 2"),
    ],
)
def test_what_the_passages_do_not_say_is_not_exchanged(text: str, place: str) -> None:
    assert every_way(claim(text, place)) == set()


def test_an_assumption_is_not_falsified() -> None:
    said = claim("The sluice did not open.", "herald 3")
    assert every_way(said)
    assert not every_way(replace(said, basis=Basis.ASSUMED))


def test_the_tally_counts_what_was_caught_and_names_what_was_signed() -> None:
    one, two, three = drill(3)
    tally = DrillTally([(one, ReviewVerdict.DOES_NOT), (two, ReviewVerdict.CARRIES), (three, None)])
    assert tally.caught == 1
    assert tally.passed == [two]

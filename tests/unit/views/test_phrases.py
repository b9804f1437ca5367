"""Counts, dates, sources and places in words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model.actors import UNKNOWN_ORIGIN, Source
from briefing.model.briefing import Briefing, Verified
from briefing.model.claims import Evidence
from briefing.model.dates import parse_date
from briefing.model.parts import Field
from briefing.model.text import count
from briefing.model.vocabulary import Mode, Support
from briefing.views.phrases import (
    Labelled,
    date_words,
    labelled_evidence,
    say,
    source_name,
    sources_words,
    verified_words,
)
from tests.samples import ALL_FIELDS, VERIFIED


def sourced(*origins: str) -> Briefing:
    """A briefing with a source for each origin, each of an outlet of its own."""
    sources = tuple(
        Source(
            key=f"s{n}",
            type="webpage",
            title=f"T{n}",
            outlet=f"O{n}",
            origin=origin or UNKNOWN_ORIGIN,
        )
        for n, origin in enumerate(origins)
    )
    return Briefing(id="b", title="B", sections=(), sources=sources)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 cards"), (1, "1 card"), (2, "2 cards"), (1200, "1,200 cards")]
)
def test_one_is_singular_and_thousands_are_set_apart(number: int, words: str) -> None:
    assert count(number, "card") == words
    plural = count(number, "card", "of them")
    assert plural == (words if number == 1 else words.replace("cards", "of them"))


@pytest.mark.parametrize(
    ("edtf", "words"),
    [(None, "not given"), ("2024-05?", "probably May 2024"), ("2024~", "about 2024")],
)
def test_a_date_is_said_in_words(edtf: str | None, words: str) -> None:
    assert date_words(parse_date(edtf) if edtf else None) == words


@pytest.mark.parametrize(
    ("origins", "words", "brief"),
    [
        (
            ("",),
            "1 source, origin unknown (it does not say where it got its news)",
            "1 source, origin unknown",
        ),
        (
            ("", ""),
            "2 sources, origins unknown (neither says where it got its news)",
            "2 sources, origins unknown",
        ),
        (
            ("", "", ""),
            "3 sources, origins unknown (none says where it got its news)",
            "3 sources, origins unknown",
        ),
        (("AP",), "1 source, 1 origin", "1 source, 1 origin"),
        (("AP", "AP", "AFP"), "3 sources, 2 origins", "3 sources, 2 origins"),
        (("AP", ""), "2 sources, 1 origin, 1 unknown", "2 sources, 1 origin known"),
        (
            ("AP", "AFP", "", ""),
            "4 sources, 2 origins, 2 unknown",
            "4 sources, 2 origins known",
        ),
    ],
)
def test_origins_are_counted(origins: tuple[str, ...], words: str, brief: str) -> None:
    assert sources_words(sourced(*origins)) == words
    assert sources_words(sourced(*origins), brief=True) == brief


def test_a_source_is_named_by_its_outlet_and_one_that_is_not_there_by_its_key() -> None:
    assert source_name(sourced("", ""), "s1") == "O1"
    assert source_name(sourced(""), "s1") == "unknown source s1"


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        ([3], "O0, paragraph 3"),
        ([3, 3], "O0, paragraph 3"),
        ([5, 3], "O0, paragraphs 5, 3"),
        ([None], "O0, as a whole"),
        ([None, 3], "O0, paragraph 3 and as a whole"),
        ([3, None, 5, None], "O0, paragraphs 3, 5 and as a whole"),
    ],
)
def test_paragraphs_of_a_source_are_named_once_and_the_whole_last(
    paragraphs: list[int | None], words: str
) -> None:
    evidence = [Evidence(source="s0", paragraph=one) for one in paragraphs]
    assert labelled_evidence(sourced(""), evidence) == [("Source", words)]


def test_evidence_is_grouped_by_what_it_does() -> None:
    evidence = [
        Evidence(source="s1", stance=Support.CONTEXT, mode=Mode.SILENCE),
        Evidence(source="s0", paragraph=1, stance=Support.CONTRADICTS),
        Evidence(source="s1", paragraph=2, stance=Support.CONTRADICTS, mode=Mode.QUOTE),
        Evidence(source="s0", paragraph=3),
    ]
    assert labelled_evidence(sourced("", ""), evidence) == [
        ("Source", "O0, paragraph 3"),
        ("Contradicted by", "O0, paragraph 1; O1, paragraph 2 (quoted)"),
        ("Context", "O1, as a whole (does not say)"),
    ]
    assert labelled_evidence(sourced(""), []) == []


def test_only_neighbours_of_one_label_in_a_field_that_is_a_list_are_joined() -> None:
    said: Labelled = []
    for field, label, value in (
        (Field.TAG, "Tags", "a"),
        (Field.TAG, "Tags", "b"),
        (Field.ACTOR, "About", "c"),
        (Field.ACTOR, "About", "d"),
        (Field.TAG, "Tags", "e"),
        (Field.WHY, "Why", "f"),
        (Field.WHY, "Why", "g"),
    ):
        say(said, field, label, value)
    assert said == [
        ("Tags", "a, b"),
        ("About", "c; d"),
        ("Tags", "e"),
        ("Why", "f"),
        ("Why", "g"),
    ]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (None, "not verified against the texts of its sources"),
        (VERIFIED, "verified on 3 May 2024 by briefing 0.3: 70 passages, 30 claims, 1 warning"),
        (
            replace(VERIFIED, by=" a\nprogram\t", passages=1, claims=1200, warnings=0),
            "verified on 3 May 2024 by a program: 1 passage, 1,200 claims",
        ),
    ],
)
def test_what_was_verified_is_said_in_a_line(known: Verified | None, said: str) -> None:
    assert verified_words(replace(ALL_FIELDS, verified=known)) == said

"""Which words two texts share, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.names import Lexicon
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.words import shared_tokens, stem
from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import ActorType


def briefing_of(*actors: Actor) -> Briefing:
    return Briefing(id="b", title="B", sections=(), actors=actors)


def marked(said: str, text: str, *actors: Actor) -> list[str]:
    """The words of a text that are marked as those of a claim."""
    source = SourceText(text)
    passage = Passage(source, 0, len(source.tokens))
    found = shared_tokens([said], passage, Lexicon(briefing_of(*actors)))
    return [source.slice(index, index + 1) for index in sorted(found)]


def test_words_are_shared_whatever_their_endings() -> None:
    said = "Both towns released prisoners and agreed on the treaties."
    assert marked(said, "A town releases a prisoner; they agree, in agreeing on one treaty.") == (
        ["town", "releases", "prisoner", "agree", "agreeing", "treaty"]
    )


def test_small_words_are_not_marked() -> None:
    assert marked("It was not the end of it.", "It was the beginning, and not of it.") == []


def test_numbers_are_shared_in_digits_and_in_words() -> None:
    assert marked("About 32 people and 2 dogs.", "Some thirty-two left with two, not 3.") == (
        ["thirty", "two", "two"]
    )


def test_names_are_shared_in_every_spelling() -> None:
    mayor = Actor(
        id="m", type=ActorType.PERSON, names=(Name(text="Ann Lee-Marsh"), Name(text="Տիկին Լի"))
    )
    assert marked("Lee-Marsh spoke.", "Nobody heard Տիկին Լի there.", mayor) == ["Տիկին", "Լի"]


def test_a_short_name_is_not_a_small_word() -> None:
    state = Actor(id="us", type=ActorType.STATE, names=(Name(text="US"), Name(text="America")))
    assert marked("America agrees.", "The US told us so.", state) == ["US"]


@pytest.mark.parametrize(
    "same",
    [
        ("release", "releases", "released", "releasing"),
        ("free", "frees", "freed", "freeing"),
        ("armenia", "armenian", "armenians"),
        ("azerbaijan", "azerbaijani", "azerbaijanis"),
        ("europe", "european"),
        ("negotiate", "negotiations", "negotiating"),
        ("plan", "plans", "planned", "planning"),
        ("country", "countries"),
        ("process", "processes"),
        ("carry", "carries", "carried"),
        ("meeting", "meet", "meets"),
        ("pass", "passed", "passes"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(same: tuple[str, ...]) -> None:
    assert len({stem(word) for word in same}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("prisoner", "prison"),
        ("protest", "protect"),
        ("state", "statement"),
        ("united", "union"),
        ("cop29", "cop28"),
        ("32", "320"),
        ("nation", "notion"),
        ("bus", "but"),
    ],
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(min_size=1, max_size=12))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word.lower())

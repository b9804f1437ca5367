"""Which words two texts share, however they are written."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.names import Lexicon
from briefing.evidence.numbers import read_numbers
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.words import (
    OurTexts,
    closest_sentences,
    content_stems,
    distinguishing_tokens,
    shared_tokens,
    split_sentences,
    stem,
)
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
    assert marked("The other town.", "Others spoke.") == []


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


@pytest.mark.parametrize(
    ("stems", "words"),
    [
        ("fly ies die part part", "flies ies dies parties party"),
        ("glass sse mass ss kiss", "glasses sses masses ss kiss"),
        ("bus us plus", "bus us plus"),
        ("cat dog gas his yen", "cats dogs gas his yens"),
        ("iraq alib khal ski azerbaij israel", "iraqi alibi khali ski azerbaijani israelis"),
        ("fee nee fre eed", "feed need freed eed"),
        ("carr die tied ied", "carried dies tied ied"),
        ("sing king bring meet do", "sing king bring meeting do"),
        ("shed red add fall pass", "shed red added falling passed"),
        ("plan run put buz pull", "planned running putting buzz pulling"),
        ("fly onl earl dail full", "fly only early daily fully"),
        ("million nation negotiat lion", "million nation negotiation lion"),
        ("german iran korean plan", "german iran korean plan"),
        ("europ roman armen", "european roman armenian"),
        ("toe ide boat sta day", "toe ide boats stay day"),
    ],
)  # fmt: skip
def test_an_ending_is_taken_off_only_where_enough_is_left(stems: str, words: str) -> None:
    assert [stem(word) for word in words.split()] == stems.split()


@given(st.text(min_size=1, max_size=12))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word.lower())


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("The rafts were moored", False, {"raft", "moor"}),
        ("It's an x-ray of a € 7 raft", False, {"ray", "raft"}),
        ("Thirty-two boats and 2 rafts", True, {"#32", "#2", "boat", "raft"}),
        ("Thirty-two boats and 2 rafts", False, {"thirt", "two", "boat", "raft"}),
        ("Two boats and two rafts", True, {"#2", "boat", "raft"}),
    ],
)
def test_what_a_text_is_about(text: str, numbers: bool, expected: set[str]) -> None:
    passage = Passage.of(text)
    assert content_stems(passage, read_numbers(passage) if numbers else ()) == expected


NOBODY = Lexicon(briefing_of())
TOWNS = SourceText(
    "Nobody wants boats. Five dams hold water for towns. Dams hold old towns. Dams hold boats."
)


def parts(passages: Sequence[Passage]) -> list[str]:
    return [one.words for one in passages]


def test_a_passage_is_taken_apart_at_the_ends_of_sentences_in_it() -> None:
    assert parts(split_sentences(TOWNS.whole)) == [
        "Nobody wants boats",
        "Five dams hold water for towns",
        "Dams hold old towns",
        "Dams hold boats",
    ]
    assert parts(split_sentences(Passage(TOWNS, 1, 5))) == ["wants boats", "Five dams"]
    assert parts(split_sentences(Passage(TOWNS, 3, 9))) == ["Five dams hold water for towns"]


@pytest.mark.parametrize(
    ("says", "closest"),
    [
        # Five words in common; three are six tenths of them, two are not.
        ("Five dams hold water for towns", [1, 2]),
        ("Dams hold water", [1, 2, 3]),
        ("Water", [1]),
        ("Zebras sleep", [0]),
    ],
)
def test_the_closest_sentences_have_most_words_in_common(says: str, closest: list[int]) -> None:
    sentences = split_sentences(TOWNS.whole)
    assert closest_sentences(TOWNS.whole, OurTexts([says], NOBODY)) == [
        sentences[number] for number in closest
    ]


def test_words_that_tell_a_text_from_others_are_its_own_and_all_numbers() -> None:
    text = SourceText("So it was. The towns share 7 dams, 12 boats and water.")
    sentence = Passage(text, 3, len(text.tokens))

    def told(says: str, *others: str) -> list[str]:
        found = distinguishing_tokens(sentence, says, others, NOBODY)
        return [text.tokens[index] for index in sorted(found)]

    assert told("Towns share water") == ["towns", "share", "7", "12", "water"]
    assert told("Towns share water", "Towns have 12 rafts") == ["share", "7", "water"]


def test_what_is_shared_is_counted_from_the_beginning_of_the_text() -> None:
    text = SourceText("Nobody spoke. Ann Lee counted thirty-two boats there.")
    mayor = Actor(id="m", type=ActorType.PERSON, names=(Name(text="Ann Lee"),))
    other = Actor(id="o", type=ActorType.PERSON, names=(Name(text="Bo Reyl"),))
    lexicon = Lexicon(briefing_of(mayor, other))
    passage = Passage(text, 2, len(text.tokens))
    assert shared_tokens(["Lee"], passage, lexicon) == {2, 3}
    assert shared_tokens(["Reyl"], passage, lexicon) == frozenset()
    assert shared_tokens(["32 rafts", "a boat"], passage, lexicon) == {5, 6, 7}
    assert shared_tokens([], passage, lexicon) == frozenset()

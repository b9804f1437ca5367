"""What a word does to its sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.cues import Cue, cues_of, has, places
from briefing.evidence.texts import Passage


@pytest.mark.parametrize(
    ("cue", "words", "others"),
    [
        (Cue.NOT, "not never neither nobody cannot without", "note knot now northern notable"),
        (Cue.UNDONE, "refused denies unable unlikely dropped banned", "united until union under"),
        (Cue.POSSIBLE, "may might possibly potential option", "mayor mighty canal posse options"),
        (Cue.WANTED, "plans hoped intends proposes demanded", "plane planet meanwhile like hop"),
        (Cue.HEDGED, "reportedly allegedly unofficial seems", "report legal official seam"),
        (Cue.SPEAKS, "said says according writes noted", "believes claims view"),
        (Cue.SAID, "said says according claims writes", "sad essays accord clam"),
        (Cue.ALL, "all every entirely totally any", "ally very entry many"),
        (Cue.MOST, "most mainly predominantly", "almond main dominant near"),
        (Cue.SOME, "some several parts dozens often", "party severe somewhere offer"),
    ],
)
def test_a_word_is_a_cue(cue: Cue, words: str, others: str) -> None:
    assert [word for word in words.split() if cue not in cues_of(word)] == []
    assert [word for word in others.split() if cue in cues_of(word)] == []


@pytest.mark.parametrize(
    ("word", "undone"),
    [
        ("unpaid", True),
        ("unfinished", True),
        ("unveiled", True),
        ("united", False),
        ("unions", False),
        ("unless", True),
        ("unit", False),
        ("universal", False),
        ("under", False),
    ],
)
def test_un_says_not_but_where_it_belongs_to_the_word(word: str, *, undone: bool) -> None:
    assert (Cue.UNDONE in cues_of(word)) is undone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They did not sign.", [2]),
        ("They didn’t sign.", [2]),
        ("They didn't sign, nor did others.", [2, 4]),
        ("At point T of the line.", []),
        ("In May they signed nothing.", [4]),
        ("No more than nine, no fewer than two, no later than noon.", []),
        ("No boats, no more.", [0]),
        ("It has yet to open, and yet another one has opened.", [2]),
        ("Yet to open.", []),
    ],
)
def test_where_a_text_says_not(text: str, expected: list[int]) -> None:
    assert list(places(Passage.of(text), Cue.NOT)) == expected


def test_a_month_is_no_may() -> None:
    assert not has([Passage.of("They signed in May, on 3 May.")], Cue.POSSIBLE)
    assert has([Passage.of("In May they may sign.")], Cue.POSSIBLE)


def test_any_of_some_cues_in_any_of_some_texts() -> None:
    texts = [Passage.of("They signed."), Passage.of("They may sign.")]
    assert has(texts, Cue.NOT, Cue.POSSIBLE)
    assert not has(texts, Cue.NOT, Cue.ALL)
    assert not has([], *Cue)


@given(st.text())
def test_cues_are_tokens_of_any_text(text: str) -> None:
    passage = Passage.of(text)
    found = list(places(passage, *Cue))
    assert found == sorted(set(found))
    assert all(0 <= at < len(passage.tokens) for at in found)

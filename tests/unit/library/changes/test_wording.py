from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.library.changes.wording import Run, Words, likeness, word_changes, words_of

_blanks = st.text(" \n\t\u00a0", max_size=3)
_words = st.sampled_from(
    ["the", "two", "towns", "share", "water", "dam", "of", "in", "32", "it’s", "Lakeside’s"]
)
texts = st.text(max_size=60) | st.lists(_words | _blanks, max_size=30).map(" ".join)


@given(texts, texts)
def test_nothing_of_two_texts_is_lost(before: str, after: str) -> None:
    found = word_changes(before, after)

    assert "".join(text for run, text in found if run is not Run.NEW) == before
    assert "".join(text for run, text in found if run is not Run.GONE) == after
    assert all(text for _, text in found)


@given(texts, texts)
def test_likeness_is_a_share_and_goes_both_ways(one: str, other: str) -> None:
    words, others = words_of(one), words_of(other)

    assert 0 <= likeness(words, others) == likeness(others, words) <= 1
    assert likeness(words, words) == 1


def test_what_was_replaced_is_told_word_by_word() -> None:
    assert word_changes("Hilltop takes half of it.", "Hilltop takes a third of it.") == [
        Words(Run.SAME, "Hilltop takes"),
        Words(Run.GONE, " half"),
        Words(Run.NEW, " a third"),
        Words(Run.SAME, " of it."),
    ]


def test_a_single_word_between_two_differences_is_not_left_alone() -> None:
    found = word_changes(
        "The deal ends the long lawsuit over the sluice of the dam.",
        "The deal settles the costly lawsuit over the sluice of the dam.",
    )

    assert found[1:3] == [Words(Run.GONE, " ends the long"), Words(Run.NEW, " settles the costly")]


def test_texts_that_have_little_in_common_are_told_whole() -> None:
    before, after = "Nobody has offered to pay.", "The crews come with the turbines to Hilltop."

    assert word_changes(before, after) == [Words(Run.GONE, before), Words(Run.NEW, after)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hilltop takes 12,400 of it.", {"hilltop", "takes", "12,400"}),
        ("It’s not Lakeside’s.", {"lakeside"}),
        ("It is so.", {"it", "is", "so"}),
        ("…", set()),
    ],
    ids=["long words and numbers", "possessive", "short words only", "no words"],
)
def test_a_text_is_known_by_its_long_words(text: str, words: set[str]) -> None:
    assert words_of(text) == words

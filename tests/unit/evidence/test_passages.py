"""Passages: what stands at their edges, between their words and around them; where words stand."""

from __future__ import annotations

import pytest

from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import Span

ABOUT = SourceText("“One two.” (three) 'four, five!'\n\nSix\tseven; eight")


@pytest.mark.parametrize(
    ("first", "last", "span", "printed", "sentence"),
    [
        (0, 1, "One", "“One", "One two.” (three) 'four, five"),
        (0, 2, "One two", "“One two.”", "One two.” (three) 'four, five"),
        (2, 3, "three", "(three)", "One two.” (three) 'four, five"),
        (3, 5, "four, five", "'four, five!'", "One two.” (three) 'four, five"),
        (4, 6, "five!'\n\nSix", "five!'\n\nSix", ABOUT.whole.words),
        (6, 8, "seven; eight", "seven; eight", "Six seven; eight"),
    ],
)  # fmt: skip
def test_a_passage_is_printed_with_the_marks_around_it_and_has_a_sentence(
    first: int, last: int, span: str, printed: str, sentence: str
) -> None:
    passage = Passage(ABOUT, first, last)
    assert ABOUT.text[slice(*passage.span)] == span
    assert ABOUT.text[slice(*passage.printed_span)] == printed
    assert passage.sentences.words == sentence


def test_a_passage_tells_what_stands_between_its_words_and_which_have_a_capital() -> None:
    passage = Passage(ABOUT, 3, 8)
    assert passage.words == "four, five!' Six seven; eight"
    assert passage.tokens == ["four", "five", "six", "seven", "eight"]
    assert [passage.gap(index) for index in range(6)] == [", ", "!'\n\n", "\t", "; ", ".", "."]
    assert [passage.capital(index) for index in range(5)] == [False, False, True, False, False]
    assert [passage.printed(0, 1), passage.printed(1, 4)] == ["four", "five!' Six seven"]
    assert passage.paragraph == 1
    assert Passage(ABOUT, 5, 6).paragraph == 2


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (0, 1, "One"),
        (-3, 2, "One two"),
        (6, 99, "seven; eight"),
        (7, 8, "eight"),
        (8, 9, ""),
        (2, 2, ""),
        (3, 2, ""),
    ],
)
def test_a_slice_has_the_words_that_there_are(first: int, last: int, expected: str) -> None:
    assert ABOUT.slice(first, last) == expected


def test_no_tokens_stand_nowhere() -> None:
    assert ABOUT.span(2, 2) == Span(0, 0)
    assert ABOUT.span(7, 8) == Span(len(ABOUT.text) - 5, len(ABOUT.text))


@pytest.mark.parametrize(
    ("wanted", "first", "last", "expected"),
    [
        ("a b", 0, None, [0, 3, 6]),
        ("a b", 1, None, [3, 6]),
        ("a b", 3, 8, [3, 6]),
        ("a b", 4, 7, []),
        ("a b", 0, 5, [0, 3]),
        ("a b", 0, 4, [0]),
        ("b c a", 0, None, [1, 4]),
        ("b a", 0, None, []),
        ("c", 8, 9, []),
        ("", 0, None, []),
        ("z", 0, None, []),
    ],
)
def test_words_are_found_between_two_places(
    wanted: str, first: int, last: int | None, expected: list[int]
) -> None:
    assert SourceText("a b c a b c a b").find(wanted.split(), first, last) == expected


def test_the_places_of_each_word_are_in_order() -> None:
    assert SourceText("a b a c A").positions == {"a": [0, 2, 4], "b": [1], "c": [3]}


def test_a_byte_order_mark_at_the_beginning_is_left_out() -> None:
    assert SourceText("\ufeffOne\n\nTwo").paragraphs == [Span(0, 3), Span(5, 8)]


def test_a_text_between_marks_is_printed_with_both() -> None:
    text = SourceText('"One two"')
    assert text.whole.span == Span(1, 8)
    assert text.whole.printed_span == Span(0, 9)

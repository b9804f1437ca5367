"""What a typed word matches, and what it does not."""

from __future__ import annotations

import pytest

from briefing.search.folding import fold
from briefing.search.patterns import Term, compile_term, read_terms, spelling_term


def matched(typed: str, text: str, *, whole: bool = False, capitals: bool = False) -> list[str]:
    """The places in a text that match a name as typed."""
    term = spelling_term(typed)
    assert term is not None
    pattern = compile_term(term, whole=whole, capitals=capitals)
    return [text[slice(*span)] for span in pattern.spans(fold(text))]


@pytest.mark.parametrize(
    ("typed", "matching", "others"),
    [
        ("us", ["us", "use", "u's", "u-s", "u.s", "(us)", "_us"], ["u s", "u,s", "bus", "9us"]),
        ("u.s", ["us", "u.s", "u s", "u-s", "u's"], ["u,s", "u--s"]),
        ("o'brien", ["obrien", "o brien", "o-brien", "o.brien"], ["o,brien", "o  brien"]),
        ("cop29", ["cop29", "cop 29", "cop-29", "cop'29", "cop\n29"], ["cop.29", "cop,29"]),
        ("9a", ["9a", "9 a", "9-a", "9'a"], ["9.a", "9,a", "19a"]),
        ("12", ["12", "1,2", "12th", "a12"], ["1 2", "1.2", "012", "1,,2"]),
        ("1,2", ["1,2", "1.2", "1 2", "1'2"], ["12", "1-2", "1;2"]),
        ("1.2", ["1.2", "1,2", "1 2"], ["12", "1-2"]),
        ("1-2", ["12", "1-2", "1 2", "1'2", "1.2"], ["1,2"]),
        ("two towns", ["two towns", "two, towns", "two_towns", "two — townsfolk"], ["twotowns"]),
        ("aliyev", ["aliyev", "əliyev", "aliyevs"], ["eliyev"]),
        ("əe", ["əe", "ae", "ee", "əə", "aə"], ["əa", "oe"]),
    ],
)  # fmt: skip
def test_marks_inside_words_may_be_there_or_not(
    typed: str, matching: list[str], others: list[str]
) -> None:
    assert [text for text in (*matching, *others) if matched(typed, text)] == matching


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("us", "us use US", ["us", "US"]),
        ("us", "us's us9 us_ us.", ["us", "us", "us"]),
        ("two towns", "two townsfolk, two towns", ["two towns"]),
    ],
)
def test_a_whole_name_ends_where_a_word_ends(typed: str, text: str, found: list[str]) -> None:
    assert matched(typed, text, whole=True) == found
    assert Term(("us",), "us").whole is False
    assert compile_term(Term(("us",), "us", whole=True)).regex.search("use") is None
    assert compile_term(Term(("us",), "us")).regex.search("use") is not None


def test_of_an_acronym_only_capitals_match() -> None:
    assert matched("us", "us US Us U.S. u.S", capitals=True) == ["US", "U.S"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b 1,2 1,b a,2", ["a", "b", "1,2", "1", "b", "a", "2"]),
        ("a-b a--b a.b. 'a' a_b", ["a-b", "a", "b", "a.b", "a", "a", "b"]),
    ],
)
def test_words_are_parted_where_people_part_them(text: str, words: list[str]) -> None:
    assert [(term.words, term.typed, term.literal) for term in read_terms(text)] == [
        ((word,), word, False) for word in words
    ]
    assert spelling_term(text) == Term(tuple(words), text)

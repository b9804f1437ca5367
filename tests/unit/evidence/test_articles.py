"""Whole articles: what came, changed, moved and is gone; and texts that are none, or another's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.articles import (
    Told,
    article_changes,
    follow,
    make_mark,
    paragraphs_kept,
    present_numbers,
    second_copy,
)
from briefing.evidence.texts import SourceText
from briefing.evidence.tokens import short_fingerprint
from briefing.model.claims import ArticleMark
from tests.thorough import assert_grows_evenly, often

LONG = " ".join(f"w{number}" for number in range(1, 14))


def text(*paragraphs: str) -> SourceText:
    return SourceText("\n\n".join(paragraphs))


def mark(paragraphs: str) -> ArticleMark:
    """Of an article with a paragraph of one letter for each letter."""
    return make_mark("s", text(*paragraphs))


def changes(before: str, now: str, told: Told | None = None) -> list[str]:
    found = (
        article_changes(mark(before), text(*now))
        if told is None
        else article_changes(mark(before), text(*now), told)
    )
    return [str(one) for one in found]


def test_a_mark_has_a_fingerprint_of_each_paragraph() -> None:
    made = make_mark("s", text("One two.", "* * *", "“ONE\ntwo”"))
    one = short_fingerprint(["one", "two"])
    assert made == ArticleMark(source="s", paragraphs=(one, short_fingerprint([]), one))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("abc", "abc", []),
        ("abc", "abcd", ["¶4 is new: “d”."]),
        ("abc", "xyabc", ["¶1–2 are new: “x”."]),
        ("abc", "ac", ["¶2 of the text as anchored is gone."]),
        ("abcd", "ad", ["¶2–3 of the text as anchored are gone."]),
        ("abc", "axc", ["¶2 changed: “x”."]),
        ("abcd", "axyd", ["¶2–3 changed: “x”."]),
        ("abc", "axyc", ["¶2 changed: “x”.", "¶3 is new: “y”."]),
        ("abcd", "axd", ["¶2 changed: “x”.", "¶3 of the text as anchored is gone."]),
        ("abc", "xaybzc", ["¶1 is new: “x”.", "¶3 is new: “y”.", "¶5 is new: “z”."]),
        # Only moved.
        ("abc", "bca", []),
        ("abcde", "edcba", []),
        ("abc", "cxab", ["¶2 is new: “x”."]),
        # Of paragraphs that are alike one more, one fewer.
        ("aba", "abaa", ["¶4 is new: “a”."]),
        ("abaa", "aba", ["¶4 of the text as anchored is gone."]),
        ("", "a", ["¶1 is new: “a”."]),
        ("ab", "", ["¶1–2 of the text as anchored are gone."]),
    ],
)
def test_what_became_of_an_article(before: str, now: str, said: Sequence[str]) -> None:
    assert changes(before, now) == said


def test_of_what_came_twelve_words_are_shown() -> None:
    (one,) = article_changes(mark("a"), text("a", LONG))
    assert str(one) == f"¶2 is new: “{' '.join(LONG.split()[:12])} …”."
    (one,) = article_changes(mark("a"), text("a", " ".join(LONG.split()[:12])))
    assert not one.words.endswith("…")


@pytest.mark.parametrize(
    ("before", "now", "paragraphs", "cited", "said"),
    [
        ("abc", "axc", {2: 2}, "", []),
        ("abc", "axc", {}, "b", []),
        ("abc", "ac", {}, "b", []),
        ("abc", "axyc", {3: 2}, "", ["¶2 is new: “x”."]),
        ("abc", "axyc", {2: 2}, "", ["¶3 is new: “y”."]),
        ("abc", "axyc", {2: 9}, "", ["¶3 changed: “y”."]),
        # A paragraph that is cited whole is now two.
        ("abc", "axyc", {2: 2, 3: 2}, "b", []),
        ("abcd", "axd", {2: 3}, "", ["¶2 of the text as anchored is gone."]),
    ],
)
def test_what_is_told_already_is_left_out(
    before: str, now: str, paragraphs: dict[int, int], cited: str, said: Sequence[str]
) -> None:
    told = Told(paragraphs, {short_fingerprint([one]) for one in cited})
    assert changes(before, now, told) == said


@pytest.mark.parametrize(
    ("before", "now", "numbers"),
    [
        ("abc", "abc", {1: 1, 2: 2, 3: 3}),
        ("abc", "xabc", {1: 2, 2: 3, 3: 4}),
        ("abc", "ac", {1: 1, 3: 2}),
        ("abc", "cab", {1: 2, 2: 3, 3: 1}),
        # What changed in place is known by what is around it, if nothing came there.
        ("abc", "xayc", {1: 2, 2: 3, 3: 4}),
        ("abc", "xayzc", {1: 2, 3: 5}),
        ("aba", "xaba", {1: 2, 2: 3, 3: 4}),
    ],
)
def test_paragraphs_are_known_by_their_numbers(
    before: str, now: str, numbers: dict[int, int]
) -> None:
    assert present_numbers(mark(before), text(*now)) == numbers


def test_a_mark_that_was_followed_knows_them_by_the_numbers_that_they_had_then() -> None:
    first = follow(mark("abcd"), text(*"xabd"))
    assert (first.paragraphs, first.followed) == (mark("abcd").paragraphs, (2, 3, 0, 4))
    assert present_numbers(first, text(*"xabd")) == {2: 2, 3: 3, 4: 4}
    assert present_numbers(first, text(*"xyabd")) == {2: 3, 3: 4, 4: 5}
    # What came before is still told.
    assert [str(one) for one in article_changes(first, text(*"xabd"))] == [
        "¶1 is new: “x”.",
        "¶3 of the text as anchored is gone.",
    ]
    assert follow(first, text(*"abcd")).followed == (1, 2, 0, 4)
    assert follow(mark("abc"), text(*"abc")).followed == ()
    assert mark("abc").numbers == (1, 2, 3)


@given(
    st.lists(st.sampled_from("abcdefgh"), max_size=12),
    st.lists(st.sampled_from("abcdefghxyz"), max_size=12),
)
def test_each_paragraph_that_came_or_went_is_told_and_no_other(
    before: list[str], now: list[str]
) -> None:
    found = article_changes(make_mark("s", text(*before)), text(*now))
    came = sum(one.last - one.first + 1 for one in found if one.words)
    gone = sum(one.last - one.first + 1 for one in found if not one.words)
    changed = sum(one.last - one.first + 1 for one in found if one.kind.value == "changed")
    for one in set(before) | set(now):
        assert (now.count(one) > before.count(one)) <= bool(came)
        assert (now.count(one) < before.count(one)) <= bool(gone or changed)
    assert came - changed - gone == len(now) - len(before)
    assert bool(found) == (sorted(before) != sorted(now))
    numbers = present_numbers(make_mark("s", text(*before)), text(*now))
    assert len(set(numbers.values())) == len(numbers)
    for old, new in numbers.items():
        came_there = now[new - 1]
        assert before[old - 1] == came_there or now.count(came_there) > before.count(came_there)


def test_what_hyphens_at_line_ends_are_taken_for_changes_no_paragraph() -> None:
    before = text("A so-called example", "of a newspaper on the news of paper")
    broken = text("A so-\ncalled exam-\nple", "of a news-\npaper on the news of paper")
    made = make_mark("s", before)
    assert len(article_changes(made, broken)) == 1
    known = broken.read_as(made.paragraphs)
    assert known.tokens == before.tokens
    assert article_changes(made, known) == []
    assert paragraphs_kept(made, known) == 2
    assert known.read_as(()).tokens == known.tokens
    assert before.read_as(made.paragraphs) is before


# -- an article twice ------------------------------------------------------------------------------

ARTICLE = [
    "Two ports agree on a harbour",
    "The ports of Ostmere and Valdane signed a treaty on Tuesday, nine years after the talks.",
    "Fishers on both sides doubt it, and say that they were promised the same in 2003.",
    "The old rules remain in force until September, and the dues go into a blocked account.",
]


@pytest.mark.parametrize(
    ("paragraphs", "start"),
    [
        (ARTICLE, None),
        ([*ARTICLE, *ARTICLE], 5),
        ([*ARTICLE, *ARTICLE[1:]], 5),
        ([*ARTICLE[1:], *ARTICLE], 5),
        ([*ARTICLE, "Ports agree", *ARTICLE[1:]], 6),
        ([*ARTICLE[1:2], *ARTICLE[1:2]], None),
        ([*ARTICLE[1:3], *ARTICLE[1:3]], 3),
        ([*ARTICLE, *ARTICLE[:3]], None),
        ([*ARTICLE, *ARTICLE[1:2]], None),
        ([*ARTICLE, ARTICLE[0], *(f"Another thing {number}." for number in range(9))], None),
        (["x"] * 40, None),
        ([], None),
    ],
)
def test_an_article_that_stands_twice_in_its_file(
    paragraphs: Sequence[str], start: int | None
) -> None:
    assert second_copy(text(*paragraphs)) == start


def test_any_text_is_compared_in_a_time_that_grows_with_its_length() -> None:
    def compare(size: int) -> None:
        many = text(*(["x"] * size), *map(str, range(size)))
        made = make_mark("s", many)
        second_copy(many)
        article_changes(made, text(*map(str, range(size)), *(["x"] * size)))

    assert_grows_evenly(compare, often(500, 2000))

"""Texts shortened around their first match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from briefing.search.snippets import snippet

TEXT = "Lakeside and Hilltop share the water of the dam between them"


@pytest.mark.parametrize(
    ("word", "width", "expected"),
    [
        ("Lakeside", 100, TEXT),
        ("Lakeside", 25, "Lakeside and Hilltop…"),
        ("water", 25, "…the water of the dam…"),
        ("them", 25, "…of the dam between them"),
        ("Hilltop", 9, "…Hilltop…"),
        ("Hilltop", 6, "…Hill…"),
        ("Hilltop", 2, "…"),
        ("Hilltop", 0, ""),
        ("Hilltop", -3, ""),
    ],
)
def test_what_is_shown(word: str, width: int, expected: str) -> None:
    start = TEXT.index(word)
    shown, spans = snippet(TEXT, [(start, start + len(word))], width)
    assert shown == expected
    for first, last in spans:
        assert shown[first:last] == word[: last - first]
    assert bool(spans) == (width > 2)


@pytest.mark.parametrize("word", ["Lakeside", "share", "water", "them"])
def test_at_each_width_it_is_what_it_was(word: str, snapshot: SnapshotAssertion) -> None:
    start = TEXT.index(word)
    spans = [(start, start + len(word)), (len(TEXT) - 7, len(TEXT) - 5)]
    assert [snippet(TEXT, spans, width) for width in range(len(TEXT) + 2)] == snapshot


@pytest.mark.parametrize(
    ("text", "span", "width", "shown"),
    [
        ("e\u0301e\u0301e\u0301 ab", (0, 2), 4, "e\u0301…"),
        ("ab e\u0301e\u0301e\u0301", (3, 9), 6, "…e\u0301e\u0301…"),
        ("👩\u200d👧 walk", (0, 3), 4, "👩\u200d👧…"),
        ("👩\u200d👧 walk", (0, 3), 3, "👩\u200d…"),
        ("abcdefgh", (4, 5), 5, "…efgh"),
        ("abcdefghi", (4, 5), 5, "…efg…"),
    ],
)
def test_no_character_is_cut(text: str, span: tuple[int, int], width: int, shown: str) -> None:
    assert snippet(text, [span], width)[0] == shown


def test_a_text_without_a_match_is_shown_from_its_start() -> None:
    assert snippet(TEXT, [], 14) == ("Lakeside and…", ())


def test_line_breaks_become_spaces() -> None:
    assert snippet("two\ntowns\tmet", [(4, 9)], 20) == ("two towns met", ((4, 9),))


def test_later_matches_are_marked_as_far_as_they_are_shown() -> None:
    assert snippet("aa bb aa bb aa", [(0, 2), (6, 8), (12, 14)], 9) == (
        "aa bb aa…",
        ((0, 2), (6, 8)),
    )


def test_a_match_within_a_word_is_shown_rather_than_the_beginning_of_the_word() -> None:
    assert snippet("a aaa", [(3, 4)], 3) == ("…aa", ((1, 2),))


def test_marks_stay_with_their_letter() -> None:
    shown, _ = snippet("e\N{COMBINING ACUTE ACCENT}" * 10, [(0, 20)], 8)
    assert shown == "e\N{COMBINING ACUTE ACCENT}" * 3 + "…"


@given(st.text(" ab\n\u0301\u200d", max_size=60), st.integers(-1, 40), st.data())
def test_a_snippet_fits_and_marks_what_was_marked(
    text: str, width: int, data: st.DataObject
) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), unique=True, max_size=6)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    shown, marks = snippet(text, spans, width)
    line = "".join(" " if character.isspace() else character for character in text)
    assert len(shown) <= max(width, 0) or shown == line
    core = shown.strip("…")
    assert core in line
    marked = {line[start:end] for start, end in spans}
    for start, end in marks:
        assert 0 <= start < end <= len(shown)
        assert "…" not in shown[start:end]
        assert any(shown[start:end] in part for part in marked)
    if spans and width >= 3:
        assert marks

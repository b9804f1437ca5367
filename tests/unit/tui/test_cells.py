"""Cells of text, and how sure it is that a terminal gives a character as many as we do."""

from __future__ import annotations

import pytest

from briefing.tui.terminal.cells import Trust, cells_of, most_cells, trust


@pytest.mark.parametrize(
    "first_and_last",
    [
        ("a", "~"),
        ("ə", "Ե"),
        ("\u1100", "\u115f"),  # Hangul initials
        ("\u2e80", "\ua48c"),
        ("\uac00", "\ud7a3"),
        ("\uf900", "\ufad9"),
        ("\ufe30", "\ufe6b"),
        ("\uff01", "\uffe6"),
        ("\U00020000", "\U0002a6df"),
    ],
)
def test_letters_and_old_wide_characters_are_sure(first_and_last: tuple[str, str]) -> None:
    assert [trust(glyph) for glyph in first_and_last] == [Trust.SURE] * 2


@pytest.mark.parametrize("glyph", ["é", "…", "“", "Ω", "e\u0301", "中\u0301"])
def test_what_east_asian_terminals_may_make_wide_is_ambiguous(glyph: str) -> None:
    assert trust(glyph) is Trust.AMBIGUOUS


@pytest.mark.parametrize(
    "glyph",
    [
        *("👍", "👍🏽", "👩\u200d🚀", "❤\ufe0f", "👍\u0301"),
        *("\U0001f1e6", "\U0001f1ff", "🇨🇭"),  # letters of flags
        *("\u0301", "\u0e31", "\u200d", "\ue000"),
    ],
)
def test_on_what_is_joined_new_or_a_mark_terminals_differ(glyph: str) -> None:
    assert trust(glyph) is Trust.DISPUTED


@pytest.mark.parametrize(
    ("text", "cells", "most"),
    [
        ("", (), 0),
        ("abc", ("a", "b", "c"), 3),
        ("中a", ("中", "", "a"), 3),
        ("e\u0301a", ("e\u0301", "a"), 3),
        ("👍🏽!", ("👍🏽", "", "!"), 4),
        ("\u0301a", None, 2),
        ("a\u0301", ("a\u0301",), 2),
    ],
)
def test_a_text_is_laid_out_in_cells(text: str, cells: tuple[str, ...] | None, most: int) -> None:
    assert cells_of(text) == cells
    assert most_cells(text) == most

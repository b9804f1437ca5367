"""A screen in memory: what stands in each cell, and whether terminals agree on its width.

Widths are Rich's, since by these Textual laid the text out.
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import lru_cache
from typing import Final

import msgspec
from rich.cells import get_character_cell_size, split_graphemes

from briefing.tui.terminal.style import PLAIN, CellStyle

CUT: Final = "\0"
"""Stands where half of a wide glyph is left: each terminal makes of it what it likes."""

_CJK: Final = (
    (0x1100, 0x115F),  # Hangul initials
    (0x2E80, 0xA4CF),  # radicals, kana, ideographs, Yi
    (0xAC00, 0xD7A3),  # Hangul syllables
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0xFE30, 0xFE6F),  # vertical and small forms
    (0xFF00, 0xFFE6),  # full-width forms
    (0x20000, 0x3FFFD),  # more ideographs
)
"""Where wide characters are as old as terminals that show them: all give them two cells."""

_EMOJI_STYLE: Final = "\ufe0f"
"""Variation selector 16: a mark that makes some characters wide, in some terminals."""


class CellRow(msgspec.Struct):
    """One line of a screen.

    Attributes:
        glyphs: What stands in each cell: a character with all that combines with it; an empty text
            in the further cells of a wide one; None where it is not known; `CUT`.
        styles: How each cell looks.
    """

    glyphs: list[str | None]
    styles: list[CellStyle]

    def copy(self) -> CellRow:
        return CellRow(self.glyphs.copy(), self.styles.copy())

    def put(self, x: int, cells: tuple[str, ...], style: CellStyle) -> None:
        """Draw over some cells, from column `x` on; the glyphs are as `cells_of` gives them."""
        glyphs, end = self.glyphs, x + len(cells)
        if glyphs[x] == "":
            start = x
            while glyphs[start] == "":
                start -= 1
            glyphs[start:x] = [CUT] * (x - start)
        after = end
        while after < len(glyphs) and glyphs[after] == "":
            glyphs[after] = CUT
            after += 1
        glyphs[x:end] = cells
        self.styles[x:end] = [style] * len(cells)


class Canvas(msgspec.Struct):
    """A whole screen."""

    width: int
    rows: list[CellRow]
    cursor: tuple[int, int] | None = None  # column and row, from 0; None when not known

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self.width, len(self.rows)

    def take(self, rows: dict[int, CellRow]) -> None:
        for y, row in rows.items():
            self.rows[y] = row


def unknown_canvas(width: int, height: int) -> Canvas:
    return Canvas(width, [CellRow([None] * width, [PLAIN] * width) for _ in range(height)])


class Trust(Enum):
    """How sure it is that a terminal gives a glyph the cells that we give it."""

    SURE = "sure"
    """All terminals do, so the cursor is known after it."""

    AMBIGUOUS = "ambiguous"
    """All do but those set up for East Asian widths: do not count from here."""

    DISPUTED = "disputed"
    """Terminals differ, as on joined emoji: nothing is known of its cells and the next ones."""


@lru_cache(maxsize=8192)
def cells_of(text: str) -> tuple[str, ...] | None:
    """Lay a text without control characters out in cells, see `CellRow.glyphs`.

    None if it begins with something without width.
    """
    if text.isascii():
        return tuple(text)
    cells: list[str] = []
    for start, end, width in split_graphemes(text)[0]:
        if not width:
            return None
        cells += [text[start:end], *[""] * (width - 1)]
    return tuple(cells)


@lru_cache(maxsize=8192)
def trust(glyph: str) -> Trust:
    """Say how sure the width of a glyph is that `cells_of` gave."""
    if len(glyph) != 1:
        marks_only = all(unicodedata.category(mark) == "Mn" for mark in glyph[1:])
        plain = trust(glyph[0]) is not Trust.DISPUTED and _EMOJI_STYLE not in glyph
        return Trust.AMBIGUOUS if marks_only and plain else Trust.DISPUTED
    if glyph.isascii():
        return Trust.SURE
    if unicodedata.category(glyph)[0] in "MC":
        return Trust.DISPUTED
    kind, cells = unicodedata.east_asian_width(glyph), get_character_cell_size(glyph)
    if kind in ("W", "F"):
        old = any(first <= ord(glyph) <= last for first, last in _CJK)
        return Trust.SURE if old and cells == 2 else Trust.DISPUTED
    is_flag_letter = "\U0001f1e6" <= glyph <= "\U0001f1ff"
    if cells != 1 or is_flag_letter:
        return Trust.DISPUTED
    return Trust.AMBIGUOUS if kind == "A" else Trust.SURE


def most_cells(glyph: str) -> int:
    """Most cells that a terminal might give a glyph: those of all its parts, none joined."""
    return sum(max(1, get_character_cell_size(character)) for character in glyph)

"""Text in cells: what stands in each, and whether terminals agree on its width.

Widths are Rich's, since by these Textual laid the text out.
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import lru_cache
from typing import Final

from rich.cells import get_character_cell_size, split_graphemes

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
    """Lay a text out in cells.

    Args:
        text: Without control characters.

    Returns:
        For each cell what stands in it: a character with all that combines with it; an empty text
        in the further cells of a wide one. None if the text begins with something without width.
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
    """Say how sure the width of a glyph is.

    Args:
        glyph: What stands in one cell, as `cells_of` gives it.
    """
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
    if cells != 1 or _is_flag_letter(glyph):
        return Trust.DISPUTED
    return Trust.AMBIGUOUS if kind == "A" else Trust.SURE


def most_cells(glyph: str) -> int:
    """Most cells that a terminal might give a glyph: those of all its parts, none of them joined.

    Args:
        glyph: What stands in one cell.
    """
    return sum(max(1, get_character_cell_size(character)) for character in glyph)


def _is_flag_letter(glyph: str) -> bool:
    return "\U0001f1e6" <= glyph <= "\U0001f1ff"

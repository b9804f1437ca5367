"""A screen in memory: for each cell its glyph and its ink."""

from __future__ import annotations

from typing import Final, Self

import msgspec

from briefing.tui.wire.ink import PLAIN, Ink

CUT: Final = "\0"
"""Stands where half of a wide glyph is left: each terminal makes of it what it likes."""


class Row(msgspec.Struct):
    """One line of a screen.

    Attributes:
        glyphs: What stands in each cell: a character with all that combines with it; an empty text
            in the further cells of a wide one; None where it is not known; `CUT`.
        inks: How each cell is drawn.
    """

    glyphs: list[str | None]
    inks: list[Ink]

    @classmethod
    def unknown(cls, width: int) -> Self:
        """Make a row of which nothing is known.

        Args:
            width: Number of its cells.
        """
        return cls([None] * width, [PLAIN] * width)

    def copy(self) -> Row:
        """Make a row of its own that is the same."""
        return Row(self.glyphs.copy(), self.inks.copy())

    def put(self, x: int, cells: tuple[str, ...], ink: Ink) -> None:
        """Draw over some cells.

        Args:
            x: The first cell.
            cells: The glyphs, as `glyphs.cells_of` gives them.
            ink: How they are drawn.
        """
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
        self.inks[x:end] = [ink] * len(cells)


class Canvas:
    """A whole screen.

    Attributes:
        width: Cells of a row.
        height: Number of rows.
        rows: From the top.
        cursor: Column and row of the cursor, from 0; None when not known.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.rows = [Row.unknown(width) for _ in range(height)]
        self.cursor: tuple[int, int] | None = None

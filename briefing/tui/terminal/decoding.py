"""Read what Textual draws with back into cells.

The grammar is that of Textual's updates and Rich's styles (absolute moves, text, SGR, links, and
the newline that ends each row) and of what `difference` writes. Anything else is not a drawing.
"""

from __future__ import annotations

import re
from typing import Final, TypeVar

import msgspec

from briefing.tui.terminal.cells import CUT, Canvas, CellRow, cells_of
from briefing.tui.terminal.style import PLAIN, CellStyle, after_sgr, linked

_T = TypeVar("_T")

_TEXT: Final = "[^\x00-\x1f\x7f-\x9f]+"
_TOKEN: Final = re.compile(
    rf"\x1b\[([0-9;]+)m({_TEXT})\x1b\[0m"  # 1, 2: a piece as Rich writes it
    r"|\x1b\[([0-9]*)(?:;([0-9]+))?(H)"  # 3, 4, 5: a move to a row and a column
    r"|\x1b\[([0-9]*)C"  # 6: a move to the right
    rf"|({_TEXT})"  # 7
    r"|\x1b\[([0-9;]*)m"  # 8
    r"|(\n)"  # 9
    r"|\x1b\]8;[^;\x07\x1b]*;([^\x07\x1b]*)\x1b\\"  # 10: a link, or its end
    r"|(.)",  # 11: anything else
    re.DOTALL,
)
_PIECE, _MOVE, _RIGHT, _PLAIN_TEXT, _SGR, _NEWLINE, _LINK = 2, 5, 6, 7, 8, 9, 10


class Drawing(msgspec.Struct):
    """What one update draws.

    Attributes:
        rows: By their number from the top, the rows that it touches, as they are after it.
        cursor: Column and row where it leaves the cursor; None when that is not sure.
    """

    rows: dict[int, CellRow] = msgspec.field(default_factory=dict)
    cursor: tuple[int, int] | None = None

    @property
    def halves_glyphs(self) -> bool:
        """Whether half of a wide glyph is left somewhere, so that nobody knows what is shown."""
        return any(CUT in row.glyphs for row in self.rows.values())


class _OtherError(Exception):
    """There is something in the text that this grammar does not have."""


def decode(data: str, canvas: Canvas) -> Drawing | None:
    """Read what one update draws on a canvas, which is not changed.

    None when it is not a drawing of the kind known here.
    """
    decoder = _Decoder(canvas)
    try:
        for token in _TOKEN.finditer(data):
            decoder.take(token)
    except _OtherError:
        return None
    return decoder.drawing if decoder.style == PLAIN else None


class _Decoder:
    """Draws token by token on copies of the rows."""

    def __init__(self, canvas: Canvas) -> None:
        self.drawing = Drawing()
        self.style = PLAIN
        self._canvas = canvas
        self._x: int | None = None
        self._y = -1

    def take(self, token: re.Match[str]) -> None:
        kind = token.lastindex
        if kind == _PIECE:
            if self.style._replace(link="") != PLAIN:
                raise _OtherError
            self._draw(token[2], _known(after_sgr(self.style, token[1])))
        elif kind == _MOVE:
            self._move(int(token[4] or 1) - 1, int(token[3] or 1) - 1)
        elif kind == _RIGHT:
            self._move(_known(self._x) + int(token[6] or 1), self._y)
        elif kind == _PLAIN_TEXT:
            self._draw(token[7], self.style)
        elif kind == _SGR:
            self.style = _known(after_sgr(self.style, token[8]))
        elif kind == _NEWLINE:
            self._end_row()
        elif kind == _LINK:
            self.style = linked(self.style, token[10])
        else:
            raise _OtherError

    def _move(self, x: int, y: int) -> None:
        width, height = self._canvas.size
        if not (0 <= x < width and 0 <= y < height):
            raise _OtherError
        self._x, self._y = x, y
        self.drawing.cursor = (x, y)

    def _end_row(self) -> None:
        # On the last row it would scroll; and in which column it leaves the cursor is a setting of
        # the line, so a move has to follow.
        self._y += 1
        self._x = None
        self.drawing.cursor = None
        if not 0 < self._y < len(self._canvas.rows):
            raise _OtherError

    def _draw(self, text: str, style: CellStyle) -> None:
        cells = cells_of(text)
        if cells is None or self._x is None or self._x + len(cells) > self._canvas.width:
            raise _OtherError
        row = self.drawing.rows.get(self._y)
        if row is None:
            row = self.drawing.rows[self._y] = self._canvas.rows[self._y].copy()
        row.put(self._x, cells, style)
        self._x += len(cells)
        self.drawing.cursor = None


def _known(value: _T | None) -> _T:
    if value is None:
        raise _OtherError
    return value

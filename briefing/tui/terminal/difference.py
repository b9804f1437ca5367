"""Turns what the terminal shows into what it should show, in as few bytes as we know how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from briefing.tui.terminal.cells import Canvas, CellRow, Trust, most_cells, trust
from briefing.tui.terminal.decoding import Drawing
from briefing.tui.terminal.style import PLAIN, CellStyle, style_change

_WORTH_BRIDGING: Final = 4
"""Cells that are rather sent again than jumped over: a jump takes as many bytes."""


class _Stroke(NamedTuple):
    """Neighbouring cells of one style."""

    style: CellStyle
    y: int
    x: int  # of the first
    glyphs: tuple[str, ...]  # empty texts in the further cells of wide ones
    text: str  # the glyphs joined
    trust: Trust  # how sure all their widths are


def difference(canvas: Canvas, drawing: Drawing) -> str:
    """Write what turns a screen into what a drawing, which halves no glyphs, makes of it.

    The text begins and ends in plain style; it is empty when there is nothing to change.
    """
    strokes: list[_Stroke] = []
    for y, row in sorted(drawing.rows.items()):
        shown = canvas.rows[y]
        if shown != row:
            for start, end in _changes(shown, row):
                strokes += _strokes(y, start, end, row)
    goes_on = drawing.cursor is not None and (bool(strokes) or drawing.cursor != canvas.cursor)
    cursor = drawing.cursor if goes_on else None
    ways = [strokes]
    if not any(stroke.trust is Trust.DISPUTED for stroke in strokes):
        # Style by style: more jumps, fewer changes of colour. What is disputed may overdraw what
        # follows it, so there the order matters.
        ways.append(sorted(strokes, key=_by_style))
    return min((_Pen(canvas.width).write(way, cursor) for way in ways), key=_bytes)


def _by_style(stroke: _Stroke) -> tuple[str, ...]:
    style = stroke.style
    return (style.link, style.background, ";".join(style.attributes), style.foreground)


def _bytes(text: str) -> int:
    return len(text.encode())


def _strokes(y: int, start: int, end: int, row: CellRow) -> list[_Stroke]:
    """Cut a run of cells where the style changes."""
    strokes = []
    while start < end:
        style = row.styles[start]
        stop = start + 1
        while stop < end and (row.styles[stop] is style or row.styles[stop] == style):
            stop += 1
        glyphs = tuple([glyph or "" for glyph in row.glyphs[start:stop]])
        text = "".join(glyphs)
        trusts = set() if text.isascii() else {trust(glyph) for glyph in set(glyphs) if glyph}
        worst = next((t for t in (Trust.DISPUTED, Trust.AMBIGUOUS) if t in trusts), Trust.SURE)
        strokes.append(_Stroke(style, y, start, glyphs, text, worst))
        start = stop
    return strokes


def _changes(shown: CellRow, wanted: CellRow) -> list[tuple[int, int]]:
    """Runs of cells to send, each from the first to behind the last, never half a glyph."""
    glyphs = wanted.glyphs
    cells = zip(shown.glyphs, glyphs, shown.styles, wanted.styles, strict=True)
    changed = [
        x
        for x, (old, new, old_style, style) in enumerate(cells)
        if old != new or (old_style is not style and old_style != style)
    ]
    runs: list[tuple[int, int]] = []
    start = end = changed[0]
    for x in _with_overdrawn(changed, glyphs):
        if x < end:
            continue
        first = x
        while first and glyphs[first] == "":
            first -= 1
        if first > end and not _is_bridge(wanted, end, first):
            runs.append((start, end))
            start = first
        start = min(start, first)
        end = x + 1
        while end < len(glyphs) and glyphs[end] == "":
            end += 1
    return [*runs, (start, end)]


def _with_overdrawn(changed: list[int], glyphs: list[str | None]) -> list[int]:
    """Add the cells that are overdrawn where a changed glyph is wider than we think."""
    overdrawn: set[int] = set()
    for x in changed:
        glyph = glyphs[x]
        if glyph and not glyph.isascii() and trust(glyph) is Trust.DISPUTED:
            overdrawn.update(range(x + 1, min(len(glyphs), x + most_cells(glyph))))
    if not overdrawn:
        return changed
    return sorted({x for x in overdrawn if glyphs[x] is not None}.union(changed))


def _is_bridge(row: CellRow, start: int, end: int) -> bool:
    """Whether the cells between two runs are shorter to send again than to jump over."""
    if end - start > _WORTH_BRIDGING:
        return False
    before = row.styles[start - 1]
    return all(
        glyph is not None and len(glyph) == 1 and glyph.isascii() and style == before
        for glyph, style in zip(row.glyphs[start:end], row.styles[start:end], strict=True)
    )


class _Pen:
    """Writes one update, from plain style and an unknown place to plain style again."""

    def __init__(self, width: int) -> None:
        self._out: list[str] = []
        self._width = width
        self._style = PLAIN
        self._next: tuple[int, int] | None = None  # row and column in which text would go on
        self._sure = False  # whether all terminals agree on that

    def write(self, strokes: Sequence[_Stroke], cursor: tuple[int, int] | None) -> str:
        """Draw strokes in their order, and leave the cursor in a column and a row, or anywhere."""
        for stroke in strokes:
            self._move(stroke.y, stroke.x)
            self._change_style(stroke.style)
            if stroke.trust is Trust.DISPUTED:
                self._write_glyphs(stroke)
            else:
                self._put(stroke.y, stroke.x + len(stroke.glyphs), stroke.text)
                self._sure = self._sure and stroke.trust is Trust.SURE
        self._change_style(PLAIN)
        if cursor is not None:
            self._move(cursor[1], cursor[0])
        return "".join(self._out)

    def _write_glyphs(self, stroke: _Stroke) -> None:
        """Write glyph by glyph, because of some nobody knows where they leave the cursor."""
        glyphs = stroke.glyphs
        for index, glyph in enumerate(glyphs):
            if glyph:
                stop = index + 1
                while stop < len(glyphs) and not glyphs[stop]:
                    stop += 1
                self._write_glyph(stroke.y, stroke.x + index, stroke.x + stop, glyph)

    def _write_glyph(self, y: int, x: int, stop: int, glyph: str) -> None:
        self._move(y, x)
        certainty = trust(glyph)
        if certainty is Trust.DISPUTED and stop - x > 1:
            # Where it is narrower than we think, nothing old is to stay beside it.
            self._out.append(" " * (stop - x))
            self._next = None
            self._move(y, x)
        self._put(y, stop, glyph)
        self._sure = self._sure and certainty is Trust.SURE
        if certainty is Trust.DISPUTED:
            self._next = None

    def _put(self, y: int, stop: int, text: str) -> None:
        self._out.append(text)
        # Behind the last column some terminals stay on it and others wait for the next line.
        self._next = (y, stop) if stop < self._width else None

    def _change_style(self, style: CellStyle) -> None:
        if style is not self._style:
            self._out.append(style_change(self._style, style))
            self._style = style

    def _move(self, y: int, x: int) -> None:
        if self._next == (y, x):
            return
        if self._sure and self._next is not None and self._next[0] == y and self._next[1] < x:
            self._out.append(f"\x1b[{_unless_one(x - self._next[1])}C")
        elif x:
            self._out.append(f"\x1b[{y + 1};{x + 1}H")
        else:
            self._out.append(f"\x1b[{_unless_one(y + 1)}H")
        self._next, self._sure = (y, x), True


def _unless_one(number: int) -> str:
    """A parameter, left out where it is what a terminal takes when there is none."""
    return "" if number == 1 else str(number)

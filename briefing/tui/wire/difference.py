"""The shortest text, as far as we know, that turns what the terminal shows into what it should."""

from __future__ import annotations

from typing import Final

from briefing.tui.wire.canvas import CUT, Canvas, Row
from briefing.tui.wire.decoding import Drawing
from briefing.tui.wire.glyphs import Trust, most_cells, trust
from briefing.tui.wire.ink import PLAIN, Ink, change

_WORTH_BRIDGING: Final = 4
"""Cells that are rather sent again than jumped over: a jump takes as many bytes."""


def difference(canvas: Canvas, drawing: Drawing) -> str | None:
    """Write what turns a screen into what a drawing makes of it.

    Args:
        canvas: What the terminal shows.
        drawing: What it should show.

    Returns:
        Text for the terminal, which begins and ends with plain ink; empty when there is nothing to
        change. None when the drawing leaves half of a wide glyph.
    """
    pen = _Pen(canvas.width)
    for y, row in sorted(drawing.rows.items()):
        shown = canvas.rows[y]
        if CUT in row.glyphs:
            return None
        if shown != row:
            for start, end in _changes(shown, row):
                pen.write(y, start, end, row)
    if drawing.cursor is not None and (pen.written or drawing.cursor != canvas.cursor):
        pen.leave_at(*drawing.cursor)
    return pen.text()


def _changes(shown: Row, wanted: Row) -> list[tuple[int, int]]:
    """Runs of cells to send, each from the first to behind the last, never half a glyph."""
    glyphs = wanted.glyphs
    cells = zip(shown.glyphs, glyphs, shown.inks, wanted.inks, strict=True)
    changed = [
        x
        for x, (old, new, old_ink, ink) in enumerate(cells)
        if old != new or (old_ink is not ink and old_ink != ink)
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


def _is_bridge(row: Row, start: int, end: int) -> bool:
    """Whether the cells between two runs are shorter to send again than to jump over."""
    if end - start > _WORTH_BRIDGING:
        return False
    before = row.inks[start - 1]
    return all(
        glyph is not None and len(glyph) == 1 and glyph.isascii() and ink == before
        for glyph, ink in zip(row.glyphs[start:end], row.inks[start:end], strict=True)
    )


class _Pen:
    """Writes runs of cells, and knows where the cursor is and which ink is in force."""

    def __init__(self, width: int) -> None:
        self.written = False
        self._out: list[str] = []
        self._width = width
        self._ink = PLAIN
        self._next: tuple[int, int] | None = None  # row and column in which text would go on
        self._sure = False  # whether all terminals agree on that

    def write(self, y: int, start: int, end: int, row: Row) -> None:
        """Write the cells of a row from one to before another."""
        self.written = True
        while start < end:
            ink = row.inks[start]
            stop = start + 1
            while stop < end and (row.inks[stop] is ink or row.inks[stop] == ink):
                stop += 1
            glyphs = [glyph or "" for glyph in row.glyphs[start:stop]]
            self._move(y, start)
            self._take(ink)
            text = "".join(glyphs)
            if text.isascii():
                self._put(y, stop, text)
            else:
                self._write_wide_text(y, start, glyphs)
            start = stop

    def _write_wide_text(self, y: int, x: int, glyphs: list[str]) -> None:
        """Write glyphs of one ink, of some of which terminals may think differently."""
        trusts = {trust(glyph) for glyph in set(glyphs) if glyph}
        if Trust.DISPUTED not in trusts:
            self._put(y, x + len(glyphs), "".join(glyphs))
            self._sure = self._sure and Trust.AMBIGUOUS not in trusts
            return
        for index, glyph in enumerate(glyphs):
            if glyph:
                stop = index + 1
                while stop < len(glyphs) and not glyphs[stop]:
                    stop += 1
                self._write_glyph(y, x + index, x + stop, glyph)

    def _write_glyph(self, y: int, start: int, stop: int, glyph: str) -> None:
        self._move(y, start)
        certainty = trust(glyph)
        if certainty is Trust.DISPUTED and stop - start > 1:
            # Where it is narrower than we think, nothing old is to stay beside it.
            self._out.append(" " * (stop - start))
            self._next = None
            self._move(y, start)
        self._put(y, stop, glyph)
        self._sure = self._sure and certainty is Trust.SURE
        if certainty is Trust.DISPUTED:
            self._next = None

    def leave_at(self, x: int, y: int) -> None:
        """Move the cursor to where the drawing leaves it."""
        self._take(PLAIN)
        self._move(y, x)

    def text(self) -> str:
        """All that was written."""
        self._take(PLAIN)
        return "".join(self._out)

    def _put(self, y: int, stop: int, text: str) -> None:
        self._out.append(text)
        # Behind the last column some terminals stay on it and others wait for the next line.
        self._next = (y, stop) if stop < self._width else None

    def _take(self, ink: Ink) -> None:
        if ink is not self._ink:
            self._out.append(change(self._ink, ink))
            self._ink = ink

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

"""Writes cells for a terminal, and keeps in mind where its cursor is and which ink is in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from briefing.tui.wire.glyphs import Trust, trust
from briefing.tui.wire.ink import PLAIN, Ink, change


class Stroke(NamedTuple):
    """Neighbouring cells of one ink.

    Attributes:
        ink: How they are drawn.
        y: Their row.
        x: Column of the first.
        glyphs: What stands in each; an empty text in the further cells of a wide one.
        text: The glyphs joined.
        trust: How sure the widths of the glyphs are, all of them.
    """

    ink: Ink
    y: int
    x: int
    glyphs: tuple[str, ...]
    text: str
    trust: Trust


def stroke_of(ink: Ink, y: int, x: int, glyphs: tuple[str, ...]) -> Stroke:
    """Make a stroke; see there for the arguments."""
    text = "".join(glyphs)
    trusts = set() if text.isascii() else {trust(glyph) for glyph in set(glyphs) if glyph}
    worst = next((one for one in (Trust.DISPUTED, Trust.AMBIGUOUS) if one in trusts), Trust.SURE)
    return Stroke(ink, y, x, glyphs, text, worst)


class Pen:
    """Writes one update, from plain ink and an unknown place to plain ink again."""

    def __init__(self, width: int) -> None:
        """Begin an update.

        Args:
            width: Cells of a row of the screen.
        """
        self._out: list[str] = []
        self._width = width
        self._ink = PLAIN
        self._next: tuple[int, int] | None = None  # row and column in which text would go on
        self._sure = False  # whether all terminals agree on that

    def write(self, strokes: Sequence[Stroke], cursor: tuple[int, int] | None) -> str:
        """Write some strokes.

        Args:
            strokes: In the order in which they are drawn.
            cursor: Column and row where to leave the cursor; None for anywhere.

        Returns:
            Text for the terminal.
        """
        for stroke in strokes:
            self._move(stroke.y, stroke.x)
            self._take(stroke.ink)
            if stroke.trust is Trust.DISPUTED:
                self._write_glyphs(stroke)
            else:
                self._put(stroke.y, stroke.x + len(stroke.glyphs), stroke.text)
                self._sure = self._sure and stroke.trust is Trust.SURE
        self._take(PLAIN)
        if cursor is not None:
            self._move(cursor[1], cursor[0])
        return "".join(self._out)

    def _write_glyphs(self, stroke: Stroke) -> None:
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

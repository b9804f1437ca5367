"""Turns what the terminal shows into what it should show, in as few bytes as we know how."""

from __future__ import annotations

from typing import Final

from briefing.tui.wire.canvas import Canvas, Row
from briefing.tui.wire.decoding import Drawing
from briefing.tui.wire.glyphs import Trust, most_cells, trust
from briefing.tui.wire.pen import Pen, Stroke, stroke_of

_WORTH_BRIDGING: Final = 4
"""Cells that are rather sent again than jumped over: a jump takes as many bytes."""


def difference(canvas: Canvas, drawing: Drawing) -> str:
    """Write what turns a screen into what a drawing makes of it.

    Args:
        canvas: What the terminal shows.
        drawing: What it should show; it halves no glyphs.

    Returns:
        Text for the terminal, which begins and ends with plain ink; empty when there is nothing to
        change.
    """
    strokes: list[Stroke] = []
    for y, row in sorted(drawing.rows.items()):
        shown = canvas.rows[y]
        if shown != row:
            for start, end in _changes(shown, row):
                strokes += _strokes(y, start, end, row)
    goes_on = drawing.cursor is not None and (bool(strokes) or drawing.cursor != canvas.cursor)
    cursor = drawing.cursor if goes_on else None
    ways = [strokes]
    if not any(stroke.trust is Trust.DISPUTED for stroke in strokes):
        # Ink by ink: more jumps, fewer changes of colour. What is disputed may overdraw what
        # follows it, so there the order matters.
        ways.append(sorted(strokes, key=_by_ink))
    return min((Pen(canvas.width).write(way, cursor) for way in ways), key=_bytes)


def _by_ink(stroke: Stroke) -> tuple[str, ...]:
    ink = stroke.ink
    return (ink.link, ink.background, ";".join(ink.attributes), ink.foreground)


def _bytes(text: str) -> int:
    return len(text.encode())


def _strokes(y: int, start: int, end: int, row: Row) -> list[Stroke]:
    """Cut a run of cells where the ink changes."""
    strokes = []
    while start < end:
        ink = row.inks[start]
        stop = start + 1
        while stop < end and (row.inks[stop] is ink or row.inks[stop] == ink):
            stop += 1
        glyphs = tuple([glyph or "" for glyph in row.glyphs[start:stop]])
        strokes.append(stroke_of(ink, y, start, glyphs))
        start = stop
    return strokes


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

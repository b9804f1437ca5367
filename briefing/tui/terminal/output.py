"""Stands between Textual and the terminal: only what the terminal does not show goes through.

Textual sends a region again whenever anything in it may have changed, each piece with all of its
colours. What it sends is read back into cells (`decoding`), compared with what the terminal shows
(`cells`), and the difference is sent (`difference`). What is not understood is sent as it came, and
then nothing is taken for granted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import RLock
from typing import Final

from briefing.tui.terminal.cells import Canvas, unknown_canvas
from briefing.tui.terminal.decoding import Drawing, decode
from briefing.tui.terminal.difference import difference

SYNC_START: Final = "\x1b[?2026h"
SYNC_END: Final = "\x1b[?2026l"

_LEAVES_CELLS: Final = re.compile(
    "(?:"
    "\x07"  # bell
    "|\x1b\\[\\?(?:7|25|100[0346]|101[56]|2004|2026|2048)[hl]"  # wrap, cursor, mouse, paste, sizes
    "|\x1b\\[\\?[0-9]+\\$p"  # questions about modes
    "|\x1b\\[[<>][0-9]*u"  # kitty's keyboard
    "|\x1b\\](?:2|22|52);[^\x07\x1b]*\x07"  # title, shape of the pointer, clipboard
    "|\x1b\\[2[23];2t"  # put the title aside, take it back
    "|\x1bPtmux;(?:[^\x1b]|\x1b\x1b)*\x1b\\\\"  # what tmux hands on
    ")+"
)
"""Sequences that change no cell, nor where and how the next one is drawn."""


class LeanOutput:
    """Sends drawings as differences and everything else as it came, in order.

    While the terminal is busy with what was sent before, drawings are only noted; once it is ready,
    it gets the difference to the last of them. So a slow line is never behind by more than one.
    Whoever says that the terminal is busy calls `catch_up` when it is no longer.
    """

    def __init__(
        self,
        send: Callable[[str], None],
        screen_size: Callable[[], tuple[int, int]],
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self._send = send
        self._screen_size = screen_size
        self._busy = busy
        self._canvas = unknown_canvas(0, 0)
        self._noted: Drawing | None = None
        self._synchronised = False
        # Keys are read by a thread that asks the terminal for reports, another one catches up; and
        # a signal may come in the middle of a drawing, whose canvas is then no longer in use.
        self._lock = RLock()

    def forget(self) -> None:
        """Take nothing for granted: the next drawing is sent in full."""
        with self._lock:
            self._canvas = unknown_canvas(0, 0)
            self._noted = None

    def assume(self, shown: str) -> None:
        """Take for granted that the terminal shows what somebody else drew on an empty screen."""
        with self._lock:
            canvas = unknown_canvas(*self._screen_size())
            if drawing := decode(shown, canvas):
                canvas.take(drawing.rows)
                self._canvas = canvas

    def frame(self) -> str | None:
        """Write what makes an empty screen show the same; None where a cell is not known."""
        with self._lock:
            drawing = Drawing(dict(enumerate(self._as_noted().rows)))
        unknown = any(None in row.glyphs for row in drawing.rows.values())
        if unknown or drawing.halves_glyphs or not drawing.rows:
            return None
        return difference(unknown_canvas(*self._canvas.size), drawing)

    def write(self, data: str) -> None:
        """Send what Textual writes: one drawing, or control sequences."""
        with self._lock:
            if data in (SYNC_START, SYNC_END):
                # Each drawing that is sent gets a beginning and an end of its own.
                self._synchronised = True
            elif _LEAVES_CELLS.fullmatch(data):
                self._send(data)
            else:
                self._draw(data)

    def catch_up(self) -> None:
        """Send what was drawn while the terminal was busy; for any thread."""
        with self._lock:
            self._send_noted()

    def _draw(self, data: str) -> None:
        size = self._screen_size()
        if size != self._canvas.size:
            self._canvas, self._noted = unknown_canvas(*size), None
        drawing = decode(data, self._as_noted())
        if drawing is None or drawing.halves_glyphs:
            self._send_noted()
            self.forget()
            self._send_drawing(data)
            return
        if self._noted is not None:
            drawing.rows = self._noted.rows | drawing.rows
        self._noted = drawing
        if not self._busy():
            self._send_noted()

    def _as_noted(self) -> Canvas:
        """What the terminal will show, once it has got what is noted."""
        canvas, noted = self._canvas, self._noted
        if noted is None:
            return canvas
        rows = [noted.rows.get(y, row) for y, row in enumerate(canvas.rows)]
        return Canvas(canvas.width, rows)

    def _send_noted(self) -> None:
        drawing, self._noted = self._noted, None
        if drawing is None:
            return
        text = difference(self._canvas, drawing)
        self._canvas.take(drawing.rows)
        self._canvas.cursor = drawing.cursor
        self._send_drawing(text)

    def _send_drawing(self, text: str) -> None:
        if text:
            self._send(f"{SYNC_START}{text}{SYNC_END}" if self._synchronised else text)

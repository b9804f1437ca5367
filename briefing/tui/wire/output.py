"""Stands between Textual and the terminal: only what the terminal does not show goes through."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import RLock
from typing import Final

from briefing.tui.wire.canvas import Canvas
from briefing.tui.wire.decoding import decode
from briefing.tui.wire.difference import difference

SYNC_START: Final = "\x1b[?2026h"
SYNC_END: Final = "\x1b[?2026l"

_LEAVES_CELLS: Final = re.compile(
    "(?:"
    "\x07"  # bell
    "|\x1b\\[\\?(?:7|25|100[0346]|101[56]|2004|2026|2048)[hl]"  # wrap, cursor, mouse, paste, sizes
    "|\x1b\\[\\?[0-9]+\\$p"  # questions about modes
    "|\x1b\\[[<>][0-9]*u"  # kitty's keyboard
    "|\x1b\\](?:22|52);[^\x07\x1b]*\x07"  # shape of the pointer, clipboard
    "|\x1bPtmux;(?:[^\x1b]|\x1b\x1b)*\x1b\\\\"  # what tmux hands on
    ")+"
)
"""Sequences that change no cell, nor where and how the next one is drawn."""


class LeanOutput:
    """Sends drawings as differences and everything else as it came, in order."""

    def __init__(
        self, send: Callable[[str], None], screen_size: Callable[[], tuple[int, int]]
    ) -> None:
        """Begin with a terminal of which nothing is known.

        Args:
            send: Takes text to the terminal.
            screen_size: Tells columns and rows of the screen that is being drawn.
        """
        self._send = send
        self._screen_size = screen_size
        self._canvas = Canvas(0, 0)
        self._held = ""
        # Keys are read by a thread that asks the terminal for reports; and a signal may come in the
        # middle of a drawing, whose canvas is then one that is no longer in use.
        self._lock = RLock()

    def forget(self) -> None:
        """Take nothing for granted: the next drawing is sent in full."""
        with self._lock:
            self._canvas = Canvas(0, 0)

    def assume(self, shown: str) -> None:
        """Take for granted that the terminal shows a drawing.

        Args:
            shown: What was drawn on an empty screen, by somebody else.
        """
        with self._lock:
            canvas = Canvas(*self._screen_size())
            drawing = decode(shown, canvas)
            if drawing is not None:
                for y, row in drawing.rows.items():
                    canvas.rows[y] = row
                self._canvas = canvas

    def write(self, data: str) -> None:
        """Send what Textual writes.

        Args:
            data: One drawing, or control sequences.
        """
        with self._lock:
            if data == SYNC_START:
                # An update that changes nothing needs no beginning and no end.
                self._held = data
            elif data == SYNC_END and self._held:
                self._held = ""
            elif _LEAVES_CELLS.fullmatch(data):
                self._pass(data)
            else:
                self._draw(data)

    def _draw(self, data: str) -> None:
        size = self._screen_size()
        if size != (self._canvas.width, self._canvas.height):
            self._canvas = Canvas(*size)
        canvas = self._canvas
        drawing = decode(data, canvas)
        text = difference(canvas, drawing) if drawing is not None else None
        if drawing is None or text is None:
            self.forget()
            self._pass(data)
            return
        for y, row in drawing.rows.items():
            canvas.rows[y] = row
        canvas.cursor = drawing.cursor
        self._pass(text)

    def _pass(self, text: str) -> None:
        if text:
            held, self._held = self._held, ""
            self._send(held + text)

"""Writes to the terminal: nobody who draws ever waits for it, and one that is gone is noticed.

Textual's own writer takes thirty texts and then stops the whole program until the terminal has
taken one; and for good where the terminal is gone, since nobody takes them any more. A program that
stands still obeys no signal and keeps no marks.
"""

from __future__ import annotations

import os
import select
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TextIO

_PATIENCE: Final = 2.0
"""Seconds in which a terminal takes the last that is written to it."""


class TerminalWriter:
    """Writes in a thread of its own.

    In that thread `drained` is called when the terminal has taken all there was, and `gone` when it
    takes nothing any more.
    """

    def __init__(self, file: TextIO, drained: Callable[[], None], gone: Callable[[], None]) -> None:
        self.written = 0  # bytes that the terminal has taken
        self._file = file
        self._handle = file.fileno()
        self._drained = drained
        self._gone = gone
        self._waiting: deque[str] = deque()
        self._wanted = threading.Condition()
        self._busy = False
        self._ends = False
        self._thread = threading.Thread(target=self._run, name="terminal", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        return self._busy

    def put(self, text: str) -> None:
        with self._wanted:
            if not self._ends:
                self._busy = True
                self._waiting.append(text)
                self._wanted.notify()

    def close(self) -> None:
        """Write what is left, unless the terminal does not take it."""
        with self._wanted:
            self._ends = True
            self._wanted.notify()
        if self._thread is not threading.current_thread():
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        try:
            while (text := self._next()) is not None:
                self._write(text.encode(self._file.encoding, self._file.errors or "strict"))
                with self._wanted:
                    self._busy = bool(self._waiting)
                if not self._busy:
                    self._drained()
        except OSError:
            with self._wanted:
                self._ends, self._busy = True, False
                self._waiting.clear()
            self._gone()

    def _write(self, data: bytes) -> None:
        # Not by the file itself, whose lock nobody could take while this waits.
        while data:
            try:
                count = os.write(self._handle, data)
                data, self.written = data[count:], self.written + count
            except BlockingIOError:
                select.select([], [self._handle], [])

    def _next(self) -> str | None:
        """All that waits, as one text; None at the end."""
        with self._wanted:
            self._wanted.wait_for(lambda: self._waiting or self._ends)
            text = "".join(self._waiting)
            self._waiting.clear()
            return text or None

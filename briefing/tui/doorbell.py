"""Waiting for keys without looking ten times a second whether there are any."""

from __future__ import annotations

import array
import fcntl
import os
import select
import termios
import threading
from typing import Final

from textual import constants

_LOOK: Final = 0.1
"""Seconds that Textual waits for keys in each of its looks."""

_LOOKS: Final = int(constants.ESCAPE_DELAY / _LOOK) + 2
"""Looks after the last key until it is certain that a lone Escape was no beginning of a key."""


class Doorbell(threading.Event):
    """Stands in for the event by which the thread that reads keys is told to end.

    That thread asks before each of its looks whether the event is set. The answer waits until there
    is something to look for: a key, the end, or an Escape that may turn out to be a key of its own.

    Attributes:
        hung_up: Whether the terminal is gone, so that no key will ever come.
    """

    def __init__(self, terminal: int) -> None:
        """Watch a terminal.

        Args:
            terminal: File descriptor that keys come from.
        """
        super().__init__()
        self.hung_up = False
        self._terminal = terminal
        self._listener: int | None = None
        self._looks = 0
        self._wake, self._waker = os.pipe()

    def listen(self) -> None:
        """The thread that calls this is the one that waits."""
        self._listener = threading.get_ident()
        self._looks = _LOOKS

    def set(self) -> None:
        """End the waiting."""
        super().set()
        os.write(self._waker, b"\0")

    def clear(self) -> None:
        """Let it begin again."""
        super().clear()
        while select.select([self._wake], [], [], 0)[0]:
            os.read(self._wake, 1)

    def is_set(self) -> bool:
        """Whether the thread is to end; in that thread, wait until it has something to do."""
        if threading.get_ident() == self._listener and not super().is_set():
            self._wait()
        return self.hung_up or super().is_set()

    def _wait(self) -> None:
        if self._is_ringing(0):
            self._looks = _LOOKS
        elif self._looks:
            self._looks -= 1
        else:
            self._is_ringing(None)
            self._looks = _LOOKS

    def _is_ringing(self, seconds: float | None) -> bool:
        ready, _, _ = select.select([self._terminal, self._wake], [], [], seconds)
        if self._terminal in ready and not self._waiting_bytes():
            self.hung_up = True
        return bool(ready)

    def _waiting_bytes(self) -> int:
        """Bytes that can be read; a terminal from which none can, though it says so, is gone."""
        count = array.array("i", [0])
        try:
            fcntl.ioctl(self._terminal, termios.FIONREAD, count)
        except OSError:
            return 0
        return count[0]

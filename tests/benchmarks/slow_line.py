"""Runs a command over a slow line: what it writes is throttled, and both ways take their time.

``python -m tests.benchmarks.slow_line KBIT_PER_SECOND ROUND_TRIP_MS COMMAND…`` in a terminal.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import sys
import termios
import time
import tty
from collections import deque
from typing import Final

_PACKET: Final = 512
"""Bytes that are read at once: about what a line sends while nobody could see the difference."""


class Way:
    """One direction of a line: what goes in comes out later, and no faster than it may."""

    def __init__(self, to: int, bytes_per_second: float, seconds: float) -> None:
        """Open it.

        Args:
            to: File descriptor at its end.
            bytes_per_second: Its speed.
            seconds: How long each byte is under way.
        """
        self._to = to
        self._speed = bytes_per_second
        self._seconds = seconds
        self._free = 0.0
        self._under_way: deque[tuple[float, bytes]] = deque()

    def send(self, data: bytes) -> None:
        """Put data in."""
        self._free = max(self._free, time.monotonic()) + len(data) / self._speed
        self._under_way.append((self._free + self._seconds, data))

    def deliver(self) -> None:
        """Let out what has arrived."""
        while self._under_way and self._under_way[0][0] <= time.monotonic():
            os.write(self._to, self._under_way.popleft()[1])

    @property
    def next_arrival(self) -> float:
        """Seconds until something arrives."""
        if not self._under_way:
            return 1.0
        return max(0.0, self._under_way[0][0] - time.monotonic())


def main(arguments: list[str]) -> int:
    """Run the command until it ends; give its exit code."""
    bytes_per_second, seconds = float(arguments[0]) * 125, float(arguments[1]) / 2000
    size = fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8)
    child, terminal = pty.fork()
    if not child:
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.execvp(arguments[2], arguments[2:])
    tty.setraw(0)
    keys, screen = Way(terminal, 1e9, seconds), Way(1, bytes_per_second, seconds)
    while True:
        wait = min(keys.next_arrival, screen.next_arrival)
        ready = select.select([0, terminal], [], [], wait)[0]
        try:
            if 0 in ready:
                keys.send(os.read(0, _PACKET))
            if terminal in ready:
                screen.send(os.read(terminal, _PACKET))
        except OSError:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        keys.deliver()
        screen.deliver()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

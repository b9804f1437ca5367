"""Between a file and a channel: bytes go through as fast as the slower side takes them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Final

_AT_ONCE: Final = 1 << 16
_MOST_WAITING: Final = 1 << 16
"""Bytes of keys that wait for a child before the client is asked to wait."""


class Outflow:
    """From a file to a channel; while the channel is full, nothing is read, and the child waits.

    Attributes:
        ended: Whether nothing will come any more.

    Args:
        file: What is read; it is closed at the end.
        write: Takes bytes to the channel.
        end: Called once, when nothing will come any more.
    """

    def __init__(self, file: int, write: Callable[[bytes], None], end: Callable[[], None]) -> None:
        self.ended = False
        self._file = file
        self._write = write
        self._end = end
        self._loop = asyncio.get_running_loop()
        os.set_blocking(file, False)
        self.resume()

    def pause(self) -> None:
        """Read nothing for a while."""
        if not self.ended:
            self._loop.remove_reader(self._file)

    def resume(self) -> None:
        """Read again."""
        if not self.ended:
            self._loop.add_reader(self._file, self._read)

    def close(self) -> None:
        """Read nothing any more, whatever there is."""
        if not self.ended:
            self.ended = True
            self._loop.remove_reader(self._file)
            os.close(self._file)

    def _read(self) -> None:
        try:
            data = os.read(self._file, _AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""  # what Linux says of a terminal that nobody has open any more
        if data:
            self._write(data)
        else:
            self.close()
            self._end()


class Inflow:
    """From a channel to a file; what the file does not take waits, and then the client waits.

    Attributes:
        total: Bytes so far.

    Args:
        file: What is written to; it is not closed here.
        pause: Asks the client to wait.
        resume: Lets it go on.
    """

    def __init__(self, file: int, pause: Callable[[], None], resume: Callable[[], None]) -> None:
        self.total = 0
        self._file = file
        self._pause = pause
        self._resume = resume
        self._waiting = bytearray()
        self._paused = False
        self._closed = False
        self._loop = asyncio.get_running_loop()

    def write(self, data: bytes) -> None:
        """Write what came."""
        if self._closed:
            return
        self.total += len(data)
        if not self._waiting:
            data = data[self._try(data) :]
        if data:
            if not self._waiting:
                self._loop.add_writer(self._file, self._flush)
            self._waiting += data
            if len(self._waiting) > _MOST_WAITING and not self._paused:
                self._paused = True
                self._pause()

    def close(self) -> None:
        """Write nothing any more."""
        if not self._closed:
            self._closed = True
            if self._waiting:
                self._loop.remove_writer(self._file)

    def _try(self, data: bytes | bytearray) -> int:
        try:
            return os.write(self._file, data)
        except BlockingIOError:
            return 0
        except OSError:
            return len(data)  # nobody reads it any more

    def _flush(self) -> None:
        del self._waiting[: self._try(self._waiting)]
        if not self._waiting:
            self._loop.remove_writer(self._file)
        if self._paused and not self._waiting:
            self._paused = False
            self._resume()

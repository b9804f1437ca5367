"""The process of one session, as the front sees it: what goes in, what comes out, how it ends."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import struct
import termios
from contextlib import ExitStack, suppress
from functools import partial
from typing import Final, NamedTuple, Protocol

import msgspec

from briefing.serve.nursery import Nursery
from briefing.serve.plumbing import Inflow, Outflow
from briefing.serve.protocol import (
    Ended,
    Fault,
    Fork,
    Marked,
    Message,
    Visited,
    file_of,
    from_child,
    receive,
    send,
    socket_pair,
)

_PATIENCE: Final = 2.0
"""Seconds that a process gets to end by itself."""

_SIZE: Final = "HHHH"
"""``struct winsize`` of ``ioctl_tty(2)``: rows, columns, and two numbers that nobody uses."""


class Owner(Protocol):
    """Whom a process works for."""

    def output(self, data: bytes, *, error: bool) -> None:
        """Take what the process writes, on standard error or standard output."""

    def said(self, message: Marked | Visited | Fault) -> asyncio.Future[None] | None:
        """Hear what the process says; it may say nothing more until what is returned is done."""

    def pause_typing(self) -> None:
        """Have the reader wait: what they type is not taken."""

    def resume_typing(self) -> None:
        """Let the reader go on."""

    def over(self, ended: Ended) -> None:
        """The process is over, and all that it had to say has been heard."""


class Beginning(NamedTuple):
    """What a process begins with.

    Attributes:
        order: What it is, and what it may have.
        size: Columns and rows of its terminal, if it has one.
        marks: The reader's state as JSON, if there is any.
    """

    order: Fork
    size: tuple[int, int]
    marks: bytes | None = None


class Process:
    """A process that runs for a session.

    Args:
        nursery: Where it comes from.
        beginning: What it begins with.
        owner: Whom it works for.

    Raises:
        NurseryError: There is no process.
        OSError: There are no more terminals or pipes.
    """

    def __init__(self, nursery: Nursery, beginning: Beginning, owner: Owner) -> None:
        order = beginning.order
        self._nursery = nursery
        self._session = order.session
        self._owner = owner
        self._loop = asyncio.get_running_loop()
        self._ended: Ended | None = None
        self._last_resort: asyncio.TimerHandle | None = None
        self._over = False
        with ExitStack() as theirs, ExitStack() as undo:
            ends = _open_ends(beginning.size if order.terminal else None, theirs, undo)
            self._line, line = socket_pair()
            undo.callback(self._line.close)
            theirs.callback(line.close)
            files = [*ends.files, line.fileno()]
            if beginning.marks is not None:
                files.append(file_of(beginning.marks))
                theirs.callback(os.close, files[-1])
            nursery.fork(order, files, self._end)
            undo.pop_all()
        self._keyboard = ends.keyboard
        self._keys = None
        if self._keyboard is not None:
            self._keys = Inflow(self._keyboard, owner.pause_typing, owner.resume_typing)
        self._flows = [
            Outflow(file, partial(owner.output, error=error), self._settle)
            for file, error in zip(ends.outputs, (False, True), strict=False)
        ]
        self._line.setblocking(False)
        self._hears = True
        self._loop.add_reader(self._line, self._hear)

    @property
    def typed(self) -> int:
        """Bytes that went into it."""
        return self._keys.total if self._keys else 0

    def write(self, data: bytes) -> None:
        """Give it what the reader typed; a command has no use for it."""
        if self._keys:
            self._keys.write(data)

    def resize(self, size: tuple[int, int]) -> None:
        """Give its terminal another size.

        Args:
            size: Columns and rows.
        """
        if self._keyboard is not None:
            _set_size(self._keyboard, size)

    def pause(self) -> None:
        """Take nothing more of what it writes, so that it waits before long."""
        for flow in self._flows:
            flow.pause()

    def resume(self) -> None:
        """Take what it writes again."""
        for flow in self._flows:
            flow.resume()

    def tell(self, message: Message) -> None:
        """Say something to it; one that does not listen misses it."""
        with suppress(OSError):
            send(self._line, message)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._nursery.kill(self._session, number)

    def end(self) -> None:
        """Ask it to end, and see to it that it does."""
        self.signal(signal.SIGTERM)
        if self._last_resort is None and self._ended is None:
            self._last_resort = self._loop.call_later(_PATIENCE, self.signal, signal.SIGKILL)

    def hang_up(self) -> None:
        """Nobody reads what it writes any more: let it notice, and see to it that it ends."""
        self._close_keyboard()
        for flow in self._flows:
            flow.close()
        self.end()
        self._settle()

    # -- inside ------------------------------------------------------------------------------------

    def _hear(self) -> None:
        try:
            received = receive(self._line)
        except BlockingIOError:
            return
        if received is None:
            self._stop_hearing()
            return
        for file in received[1]:
            os.close(file)
        try:
            wait = self._owner.said(from_child.decode(received[0]))
        except msgspec.MsgspecError:
            # Whatever it is that speaks there, it is not our program.
            self._stop_hearing()
            self.signal(signal.SIGKILL)
            return
        if wait is not None:
            self._loop.remove_reader(self._line)
            wait.add_done_callback(self._hear_again)

    def _hear_again(self, _: object) -> None:
        if self._hears:
            self._loop.add_reader(self._line, self._hear)

    def _stop_hearing(self) -> None:
        self._hears = False
        self._loop.remove_reader(self._line)
        self._settle()

    def _end(self, ended: Ended) -> None:
        self._ended = ended
        if self._last_resort is not None:
            self._last_resort.cancel()
        self._settle()

    def _settle(self) -> None:
        """Be over, once there is nothing left to come."""
        rests = not self._hears and all(flow.ended for flow in self._flows)
        if self._ended is not None and rests and not self._over:
            self._over = True
            self._close_keyboard()
            self._line.close()
            self._owner.over(self._ended)

    def _close_keyboard(self) -> None:
        if self._keys:
            self._keys.close()
        if self._keyboard is not None:
            os.close(self._keyboard)
            self._keyboard = None


class _Ends(NamedTuple):
    """Ends of a terminal or of pipes.

    Attributes:
        outputs: Ours, that are read.
        keyboard: Ours, that what is typed goes to.
        files: Theirs, for 0, 1 and 2.
    """

    outputs: list[int]
    keyboard: int | None
    files: list[int]


def _open_ends(size: tuple[int, int] | None, theirs: ExitStack, undo: ExitStack) -> _Ends:
    """Make a terminal of a size, or pipes where there is none.

    Args:
        size: Columns and rows.
        theirs: Closes what belongs to the process.
        undo: Closes what is ours.
    """
    if size is not None:
        master, slave = os.openpty()
        theirs.callback(os.close, slave)
        undo.callback(os.close, master)
        _set_size(slave, size)
        keyboard = os.dup(master)
        undo.callback(os.close, keyboard)
        return _Ends([master], keyboard, [slave] * 3)
    nothing = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    theirs.callback(os.close, nothing)
    ends = _Ends([], None, [nothing])
    for _ in range(2):
        ours, other = os.pipe()
        undo.callback(os.close, ours)
        theirs.callback(os.close, other)
        ends.outputs.append(ours)
        ends.files.append(other)
    return ends


def _set_size(file: int, size: tuple[int, int]) -> None:
    columns, rows = size
    with suppress(OSError):
        fcntl.ioctl(file, termios.TIOCSWINSZ, struct.pack(_SIZE, rows, columns, 0, 0))

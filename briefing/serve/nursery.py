"""Where sessions get their processes from: a fork server, or, should that fail, one start for each.

Both give the same. A fork server has a child ready in a few milliseconds; a process of its own
takes as long to start as the reader does at home.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

import msgspec

import briefing
from briefing.library.pinned import PinnedLibrary
from briefing.model.errors import BriefingError
from briefing.serve.protocol import (
    Begin,
    Ended,
    Fork,
    Forked,
    Kill,
    Message,
    NotReady,
    Ready,
    from_fork_server,
    receive,
    send,
    socket_pair,
)

_FORK_SERVER: Final = "briefing.serve.child.fork_server"
_ALONE: Final = "briefing.serve.child.alone"
_ROOT: Final = str(Path(briefing.__file__).parents[1])
_START: Final = "import sys; sys.path.insert(0, sys.argv[1]); import {module} as m; m.main()"
_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TEXTUAL_FPS": "30"}
"""All that a process of ours inherits. What it is started with can be read by others in /proc."""

_LOADING: Final = 60.0
"""Seconds in which everything has been loaded."""

Over = Callable[[Ended], None]
"""Told when a session is over."""


class NurseryError(BriefingError):
    """There are no processes to be had."""


class Nursery(Protocol):
    """Gives processes to sessions.

    Attributes:
        revisions: By id of each briefing, the number of the revision that its sessions read.
        problems: Why briefings cannot be read.
        broken: Whether it gives no more.
    """

    revisions: dict[str, int]
    problems: Sequence[str]
    broken: bool

    async def ready(self) -> None:
        """Wait until there are processes to be had.

        Raises:
            NurseryError: There will be none.
        """

    def fork(self, order: Fork, files: Sequence[int], over: Over) -> None:
        """Begin a session.

        Args:
            order: What it may have.
            files: Its 0, 1 and 2, and the socket to talk over; the caller closes its own.
            over: Told once when it is over.

        Raises:
            NurseryError: There is no process for it.
        """

    def kill(self, session: int, number: int) -> None:
        """End a session by a signal; one that is over is left alone."""

    async def close(self) -> None:
        """Let go of all processes: those of sessions that are left are ended."""


class ForkNursery:
    """A fork server; see `Nursery`.

    Args:
        begin: What it is to load.
        died: Told, with this nursery, when the fork server has ended by itself.

    Raises:
        OSError: No process can be started.
    """

    def __init__(self, begin: Begin, died: Callable[[Nursery], None]) -> None:
        self.revisions: dict[str, int] = {}
        self.problems: Sequence[str] = ()
        self.broken = False
        self._died = died
        self._sessions: dict[int, Over] = {}
        self._loaded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line, other = socket_pair()
        self.process = start_program(_FORK_SERVER, other, apart=True)
        self._line.setblocking(False)
        asyncio.get_running_loop().add_reader(self._line, self._hear)
        with suppress(OSError):  # it is dead already, which is heard on the line
            send(self._line, begin)

    async def ready(self) -> None:
        """Wait until everything is loaded."""
        try:
            await asyncio.wait_for(asyncio.shield(self._loaded), _LOADING)
        except TimeoutError:
            raise NurseryError(f"The reader was not loaded in {_LOADING:.0f} seconds.") from None

    def fork(self, order: Fork, files: Sequence[int], over: Over) -> None:
        """Have a child forked."""
        if self.broken:
            raise NurseryError("No child process is available.")
        self._sessions[order.session] = over
        try:
            send(self._line, order, files)
        except OSError as error:
            del self._sessions[order.session]
            raise NurseryError(f"No child process can be started: {error.strerror}.") from error

    def kill(self, session: int, number: int) -> None:
        """Have a child killed."""
        if session in self._sessions and not self.broken:
            with suppress(OSError):
                send(self._line, Kill(session=session, signal=number))

    async def close(self) -> None:
        """End the fork server, which ends what is left of its children."""
        self._died = lambda _: None
        self._break()
        await ended(self.process)

    def _hear(self) -> None:
        with suppress(BlockingIOError):
            while not self.broken:
                received = receive(self._line)
                if received is None:
                    self._break()
                    self._died(self)
                    return
                try:
                    self._take(from_fork_server.decode(received[0]))
                except msgspec.MsgspecError:
                    # What speaks another language is no fork server of ours.
                    self._break()
                    self._died(self)

    def _take(self, message: Message) -> None:
        match message:
            case Ready(revisions=revisions, problems=problems):
                self.revisions, self.problems = revisions, problems
                if not self._loaded.done():
                    self._loaded.set_result(None)
            case NotReady(why=why):
                if not self._loaded.done():
                    self._loaded.set_exception(NurseryError(why))
            case Ended(session=session) as ended:
                if over := self._sessions.pop(session, None):
                    over(ended)
            case Forked():
                pass

    def _break(self) -> None:
        if self.broken:
            return
        self.broken = True
        asyncio.get_running_loop().remove_reader(self._line)
        self._line.close()
        if not self._loaded.done():
            self._loaded.set_exception(
                NurseryError("The reader cannot be loaded; the reason is above.")
            )
        sessions, self._sessions = self._sessions, {}
        for session, over in sessions.items():
            over(Ended(session=session, status=-signal.SIGKILL))


class ColdNursery:
    """A process of its own for each session, started when it is needed; see `Nursery`.

    Args:
        begin: What each is to load.
    """

    def __init__(self, begin: Begin) -> None:
        self.revisions: dict[str, int] = {}
        self.problems: Sequence[str] = ()
        self.broken = False
        self._begin = begin
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def ready(self) -> None:
        """See what there is to read."""
        try:
            library = await asyncio.to_thread(PinnedLibrary, Path(self._begin.library))
        except BriefingError as error:
            raise NurseryError(str(error)) from error
        self.revisions = dict(library.revisions_read)
        self.problems = library.problems

    def fork(self, order: Fork, files: Sequence[int], over: Over) -> None:
        """Start a process."""
        line, other = socket_pair()
        with line:
            try:
                process = start_program(_ALONE, other)
                send(line, self._begin)
                send(line, order, files)
            except OSError as error:
                raise NurseryError(f"No child process can be started: {error.strerror}.") from error
        self._processes[order.session] = process
        task = asyncio.get_running_loop().create_task(self._await_end(order.session, process, over))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def kill(self, session: int, number: int) -> None:
        """Send it a signal."""
        if process := self._processes.get(session):
            process.send_signal(number)

    async def close(self) -> None:
        """End those that are left."""
        self.broken = True
        for process in self._processes.values():
            process.kill()
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _await_end(self, session: int, process: subprocess.Popen[bytes], over: Over) -> None:
        status = await ended(process)
        del self._processes[session]
        over(Ended(session=session, status=status))


def start_program(
    module: str, line: socket.socket, *, apart: bool = False
) -> subprocess.Popen[bytes]:
    """Start one of our programs, which gets a socket and nothing else; here it is closed.

    Args:
        module: Which.
        line: Its end of the line to us.
        apart: Whether a signal to our whole process group, by `timeout` say, spares it: it is for
            us to end it, when nobody reads any more. What leads a group can begin no session.

    Raises:
        NurseryError: It cannot be started.
    """
    with line:
        # Isolated (-I): no variable, no folder that happens to be the present one, decides on what
        # it imports.
        try:
            return subprocess.Popen(
                [
                    *(sys.executable, "-I", "-X", "utf8", "-c", _START.format(module=module)),
                    *(_ROOT, str(line.fileno())),
                ],
                env=_ENVIRONMENT,
                pass_fds=[line.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                process_group=0 if apart else None,
            )
        except OSError as error:
            raise NurseryError(
                f"“{sys.executable}” cannot be started: {error.strerror}. The user that serves must"
                " be able to run it."
            ) from error


async def ended(process: subprocess.Popen[bytes]) -> int:
    """Wait for the end of a process; give its exit code, negative for a signal."""
    loop = asyncio.get_running_loop()
    over: asyncio.Future[None] = loop.create_future()
    handle = os.pidfd_open(process.pid)
    loop.add_reader(handle, _note_end, loop, handle, over)
    try:
        await over
    finally:
        loop.remove_reader(handle)
        os.close(handle)
    return process.wait()


def _note_end(loop: asyncio.AbstractEventLoop, handle: int, over: asyncio.Future[None]) -> None:
    loop.remove_reader(handle)
    if not over.done():
        over.set_result(None)

"""The pool: loads everything once, and forks a session for each thin client that asks for one.

One thread, no network. It loads, listens, forks and reaps, no more: a session speaks with its thin
client itself, so a pool can hang, be killed or make room for another without disturbing anybody who
reads. Another one takes its place when something is published: it binds its socket under a name of
its own, and renames it when it is ready.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn

from textual.app import App
from textual.driver import Driver
from textual.events import Resize
from textual.geometry import Size
from textual.pilot import Pilot

from briefing.library.library import Library, PinnedLibrary
from briefing.library.past_figures import past_figures
from briefing.library.reader_tables import Place
from briefing.library.since import warm
from briefing.library.state import MemoryKeeper, ReaderState
from briefing.model.errors import BriefingError
from briefing.serve.client import Client, comes_from_sshd, peer_of, variables_of
from briefing.serve.options import SharedSettings
from briefing.serve.sandbox import end_with_parent
from briefing.serve.session import hold_index, run_session
from briefing.serve.thin_client import HELLO, READY, SOCKET
from briefing.tui.app import ReaderApp
from briefing.tui.session import new_session
from briefing.tui.terminal.output import LeanOutput
from briefing.views.indexing import update_index

_SIZE: Final = (80, 24)
"""A terminal for which the reader is drawn once before anybody comes, to fill all caches.

A larger one leaves more behind, of which each session copies what it touches.
"""

_KEYS: Final = ("J", "e", "J", "space", "j", "escape", "slash", "t", "enter", "n", "escape", "b")
"""Keys that are pressed then."""

_LATER: Final = (
    "briefing.serve.served_app",
    *("concurrent.futures.thread", "briefing.tui.screens.library_asking"),
    *("briefing.tui.screens.library_search", "briefing.search.finder", "briefing.search.sounds"),
    *("briefing.search.index.reading", "filelock", "briefing.search.index.building"),
    *("briefing.tui.screens.since_sheet", "briefing.library.past_figures"),
    *("briefing.views.figure_history", "briefing.views.changed"),
)
"""What the reader imports only where it is used: once here, instead of once in each session."""

_FEW: Final = 5
"""Revisions of a briefing that can be read, for what its figures were, before anybody asks."""

_PATIENCE: Final = 0.2
"""Seconds in which a thin client that has come says what it wants."""


class Pool:
    """Forks sessions; the listener is the file with the number of our sshd, if we have one."""

    def __init__(self, shared: SharedSettings, listener: Path | None) -> None:
        self._served = shared
        self._listener = listener
        self._library = PinnedLibrary(Path(shared.library))
        self._ours = (os.getpid(), os.getppid())
        self._wake, self._waker = socket.socketpair()
        for end in (self._wake, self._waker):
            end.setblocking(False)
        _warm_up(shared, self._library)
        # Only now: drawing the reader took the signals of this process and gave them back as if
        # nobody else had use for them.
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the supervisor
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        assert threading.active_count() == 1, "a thread that holds a lock would be lost in a fork"
        gc.collect()
        gc.freeze()
        parent = os.getpid()
        if not os.fork():
            signal.set_wakeup_fd(-1)
            _keep_index(shared, parent)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        os.chdir(shared.state)
        own = f"{SOCKET}.{os.getpid()}"
        with suppress(FileNotFoundError):
            os.unlink(own)  # noqa: PTH108 - of the folder that we are in
        before = os.umask(0o177)
        self._socket.bind(own)
        os.umask(before)
        self._socket.listen(128)
        os.rename(own, SOCKET)  # noqa: PTH104
        os.chdir("/")

    def serve(self) -> None:
        while True:
            ready, _, _ = select.select([self._socket, self._wake], [], [])
            if self._wake in ready:
                with suppress(BlockingIOError):
                    self._wake.recv(4096)
                with suppress(ChildProcessError):
                    while os.waitpid(-1, os.WNOHANG)[0]:
                        pass
            if self._socket in ready:
                end, _ = self._socket.accept()
                with end, suppress(OSError, ValueError):
                    self._answer(end)

    def _answer(self, end: socket.socket) -> None:
        end.settimeout(_PATIENCE)
        end.send(HELLO)
        data, files, _, _ = socket.recv_fds(end, 16, 3)
        try:
            if data != HELLO or len(files) != 3:
                return  # the supervisor asked whether we answer
            pid, user = peer_of(end)
            if user != os.geteuid() or not comes_from_sshd(pid, self._sshd(), self._ours):
                problem = f"Process {pid} wants a session, but sshd has not started it."
                print(problem, file=sys.stderr, flush=True)
                return
            variables = variables_of(pid)
            end.setblocking(True)
            if not os.fork():
                self._run_session(variables, end, files)
        finally:
            for file in files:
                os.close(file)

    def _sshd(self) -> int | None:
        return int(self._listener.read_text()) if self._listener else None

    def _run_session(self, variables: dict[str, str], end: socket.socket, files: list[int]) -> None:
        """Be a session: leave behind what is the pool's."""
        try:
            signal.set_wakeup_fd(-1)
            os.setsid()
            for number, file in enumerate(files):
                os.dup2(file, number)
            line = os.dup2(end.detach(), 3, inheritable=False)
            os.closerange(4, os.sysconf("SC_OPEN_MAX"))
            run_session(
                Client.of(variables), socket.socket(fileno=line), self._served, self._library
            )
        finally:
            os._exit(70)


def _keep_index(shared: SharedSettings, parent: int) -> NoReturn:
    """Bring the index up to date, giving way to all others, and keep it open while the pool runs.

    Sessions may not write anything, not even the shared memory that SQLite puts beside a database
    when the first program opens it.
    """
    try:
        end_with_parent()
        os.nice(19)
        library = Library(shared.places.library)
        update_index(library, shared.places, lambda problem: print(problem, file=sys.stderr))
        sys.stderr.flush()
        held = hold_index(library, shared.places)
        while os.getppid() == parent:
            signal.pause()
        del held
    finally:
        os._exit(0)


class _MemoryDriver(Driver):
    """Draws into nothing, by the way that drawings go to a terminal."""

    def __init__(self, app: App[object], **options: Any) -> None:  # noqa: ANN401 - as Textual gives
        super().__init__(app, **options)
        self._output = LeanOutput(lambda _: None, lambda: app.size)

    def start_application_mode(self) -> None:
        size = Size(*(self._size or _SIZE))
        self.send_message(Resize(size, size))

    def write(self, data: str) -> None:
        self._output.write(data)

    def disable_input(self) -> None: ...

    def stop_application_mode(self) -> None: ...


class _WarmUp(ReaderApp):
    DRIVER = _MemoryDriver


async def _press_keys(pilot: Pilot[object]) -> None:
    await pilot.press(*_KEYS)
    await pilot.pause()
    pilot.app.exit()


def _warm_up(shared: SharedSettings, library: PinnedLibrary) -> None:
    """Draw the reader as it will be drawn, without a terminal; what is done now no session does.

    Of several briefings the one published last is drawn, and the sheet to choose by is not.
    """
    for module in _LATER:
        importlib.import_module(module)
    revisions = library.open_newest()
    if not revisions:
        return
    warm(library, revisions)
    for one in revisions:
        if one.number <= _FEW:
            past_figures(library, one)
    newest = revisions[0].briefing
    section, card = next(iter(newest.cards()))
    state = ReaderState(MemoryKeeper())
    state.remember(newest.id, Place(section=section.id, card=card.id))
    session = new_session(
        library, state, shared.config, shared.texts(), places=shared.places, served=True
    )
    _WarmUp(session, session.begin(None)).run(size=_SIZE, mouse=False, auto_pilot=_press_keys)


def main() -> None:
    """Be a pool; the words are the file of settings and, if there is one, that of sshd's number.

    On standard output it says when it is ready.
    """
    settings, *number = sys.argv[2:]
    try:
        pool = Pool(SharedSettings.read(settings), Path(number[0]) if number else None)
    except (BriefingError, OSError) as error:
        sys.exit(f"The pool cannot start: {error}")
    os.write(1, READY)
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # the number stays in use: 0 to 2 are for sessions
    pool.serve()

"""The fork server: loads everything once, and forks a child for each session.

One thread, no network, no key of the host. It is started by the front (`briefing.serve.nursery`)
with a socket as its only way to speak, and ends when that socket does.
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
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from briefing.evidence.corpus import Corpus
from briefing.library.changes import Place
from briefing.library.memory_keeper import MemoryKeeper
from briefing.library.pinned import PinnedLibrary
from briefing.library.state import ReaderState
from briefing.model.errors import BriefingError
from briefing.serve.child.places import served_places
from briefing.serve.child.session import live
from briefing.serve.protocol import (
    Begin,
    Ended,
    Fork,
    Forked,
    Kill,
    Message,
    NotReady,
    Ready,
    receive,
    send,
    to_fork_server,
)
from briefing.settings.config import Config
from briefing.tui.first_frame import draw_first_frame
from briefing.tui.session import new_session

_SIZES: Final = ((80, 24), (120, 40))
"""Terminals for which the reader is drawn once before anybody comes, to fill all caches."""

_LATER: Final = (
    "briefing.serve.child.reader",
    *("concurrent.futures.thread", "briefing.tui.errands", "briefing.tui.screens.to_library"),
    *("briefing.tui.screens.library_search", "briefing.tui.screens.saved_searches"),
    *("briefing.tui.screens.previewing", "briefing.search.finder", "briefing.search.index.reading"),
)
"""What the reader imports only where it is used: once here, instead of once in each child."""

_LAST_PATIENCE: Final = 2.0
"""Seconds that children get to end when the front is gone."""


class ForkServer:
    """Forks children, and tells when they are over.

    Args:
        front: Socket to the front.
    """

    def __init__(self, front: socket.socket) -> None:
        self._front = front
        self._sessions: dict[int, int] = {}
        """Session by process."""

        self._begin: Begin | None = None
        self._library: PinnedLibrary | None = None
        self._wake, self._waker = socket.socketpair()
        for end in (self._wake, self._waker):
            end.setblocking(False)

    def serve(self) -> None:
        """Obey the front until it is gone, then end all children."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the front to understand
        while True:
            ready, _, _ = select.select([self._front, self._wake], [], [])
            if self._wake in ready:
                self._wake.recv(4096)
                self._reap()
            if self._front in ready:
                received = receive(self._front)
                if received is None:
                    break
                self._obey(*received)
        self._end_all()

    def _obey(self, data: bytes, files: list[int]) -> None:
        try:
            match to_fork_server.decode(data):
                case Begin() as begin:
                    self._load(begin)
                case Fork() as order:
                    self._fork(order, files)
                case Kill(session=session, signal=number):
                    for pid in [pid for pid, one in self._sessions.items() if one == session]:
                        os.kill(pid, number)
        finally:
            for file in files:
                os.close(file)

    def _load(self, begin: Begin) -> None:
        try:
            library = PinnedLibrary(Path(begin.library))
            self._begin, self._library = begin, library
            _warm_up(begin, library)
        except BriefingError as error:
            self._say(NotReady(why=str(error)))
            return
        # Only now: drawing the reader took the signals of this process and gave them back as if
        # nobody else had use for them.
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        assert threading.active_count() == 1, "a thread that holds a lock would be lost in a fork"
        gc.collect()
        gc.freeze()
        revisions = dict(library.revisions_read)
        self._say(Ready(revisions=revisions, problems=tuple(library.problems)))

    def _fork(self, order: Fork, files: list[int]) -> None:
        assert self._begin is not None, "the front begins with Begin"
        assert self._library is not None, "the front waits until this is ready"
        parent = os.getpid()
        pid = os.fork()
        if not pid:
            live(order, files, self._begin, self._library, parent)
        self._sessions[pid] = order.session
        self._say(Forked(session=order.session, pid=pid))

    def _reap(self) -> None:
        while self._sessions:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if not pid:
                return
            self._say(
                Ended(
                    session=self._sessions.pop(pid),
                    status=os.waitstatus_to_exitcode(status),
                    cpu=usage.ru_utime + usage.ru_stime,
                    memory=usage.ru_maxrss * 1024,
                )
            )

    def _say(self, message: Message) -> None:
        try:
            send(self._front, message)
        except OSError:
            return  # the front is gone, as the next look will show

    def _end_all(self) -> None:
        _signal_all(self._sessions, signal.SIGTERM)
        if self._sessions:
            select.select([self._wake], [], [], _LAST_PATIENCE)
        _signal_all(self._sessions, signal.SIGKILL)


def _signal_all(pids: Iterable[int], number: int) -> None:
    for pid in list(pids):
        os.kill(pid, number)


def _warm_up(begin: Begin, library: PinnedLibrary) -> None:
    """Draw the reader as it will be drawn, without a terminal: what a child shares it need not do.

    Of several briefings the one published last is drawn, and the sheet to choose by is not.
    """
    for module in _LATER:
        importlib.import_module(module)
    config = Config(mouse=begin.mouse)
    revisions = library.open_newest()
    if not revisions:
        return
    newest = revisions[0].briefing
    section, card = next(iter(newest.cards()))
    for size in _SIZES:
        state = ReaderState(MemoryKeeper())
        state.remember(newest.id, Place(section=section.id, card=card.id))
        places = served_places(begin)
        session = new_session(library, state, config, Corpus(None), places=places, served=True)
        draw_first_frame(session, *size)


def main() -> None:
    """Be the fork server; the number of its socket is the last word of the command line."""
    ForkServer(socket.socket(fileno=int(sys.argv[-1]))).serve()


if __name__ == "__main__":
    main()

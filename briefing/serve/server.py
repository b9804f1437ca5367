"""The server: everything put together, begun, reloaded and brought to an end."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import signal
import socket
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from briefing.model.errors import BriefingError
from briefing.serve.admission import Admission
from briefing.serve.algorithms import offer_bounded_compression
from briefing.serve.audit import AuditLog
from briefing.serve.authorized_keys import load_authorized_keys
from briefing.serve.faults import FaultLog
from briefing.serve.front import Front
from briefing.serve.generations import Generations
from briefing.serve.host_key import HostKey
from briefing.serve.index import ServedIndex
from briefing.serve.leaving import STOPPING
from briefing.serve.listener import Listener, ssh_options
from briefing.serve.marks import MarkStore
from briefing.serve.options import Address, Options
from briefing.serve.protocol import Begin, Published
from briefing.serve.status import GenerationStatus, Status, StatusSocket

_SESSIONS_END: Final = 3.0
_CONNECTIONS_END: Final = 1.0
"""Seconds that they get, one after the other, when the server stops."""

_STEP: Final = 0.02
_DESCRIPTORS: Final = 4096


class Server:
    """Serves briefings until it is told to stop.

    Args:
        options: How it is set up.
        begin: What sessions read.
        host_key: Its own key.
        sockets: Where it listens already.
        say: Told what whoever started it should know, in sentences.

    Raises:
        BriefingError: It cannot be set up so.
    """

    def __init__(
        self,
        options: Options,
        begin: Begin,
        host_key: HostKey,
        sockets: Sequence[socket.socket],
        say: Callable[[str], None],
    ) -> None:
        self._options = options
        self._host_key = host_key
        self._no_keys: str | None = None
        self._sockets = sockets
        self._where = [str(Address(*opened.getsockname()[:2])) for opened in sockets]
        self._say = say
        self._state = Path(begin.state)
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        audit = AuditLog(options.audit)
        generations = Generations(begin, audit, self._renewed, prefork=options.prefork)
        self._front = Front(
            limits=options.limits,
            admission=Admission(options.limits, self._loop.time),
            audit=audit,
            faults=FaultLog(self._state),
            marks=MarkStore(self._state, options.limits.marks, self._not_kept),
            generations=generations,
            anonymous=options.anonymous,
        )
        self._index = ServedIndex(begin, audit)
        self._status = StatusSocket(self._state, self._report)

    async def run(self) -> None:
        """Serve until a signal says to stop.

        Raises:
            BriefingError: It cannot begin.
        """
        _have_descriptors()
        offer_bounded_compression()
        for name in ("asyncio", "asyncssh"):
            # What they have to say is told by the audit log, or is a fault and told as such.
            logging.getLogger(name).addHandler(logging.NullHandler())
        listener = None
        try:
            self._load_keys(self._say)
            self._status.claim()
            await self._front.generations.start()
            await self._status.open()
            self._obey_signals()
            self._loop.set_exception_handler(self._note_fault)
            options = ssh_options(self._host_key, self._options.limits)
            listener = Listener(self._front, self._sockets, options)
            self._tell_start()
            self._spawn(self._front.generations.watch())
            self._spawn(self._index.refresh())
            await self._stopping.wait()
        finally:
            await self._stop(listener)

    # -- what happens meanwhile --------------------------------------------------------------------

    def _obey_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self._stopping.set)
        self._loop.add_signal_handler(signal.SIGHUP, lambda: self._spawn(self._reload()))

    async def _reload(self) -> None:
        audit = self._front.audit
        try:
            audit.reopen()
        except BriefingError as error:
            audit.write("reload_failed", why=str(error))
        try:
            self._load_keys(lambda problem: audit.write("keys", problem=problem))
            self._front.shut_out_strangers()
        except BriefingError as error:
            # Whom the file was to keep out must not come in because it cannot be read. Those who
            # read are left in peace: a slip of a key in an editor is no reason to end them all.
            self._front.keys = {}
            self._no_keys = f"{error} No key can log in until that is corrected."
            audit.write("reload_failed", why=self._no_keys)
        await self._front.generations.renew()

    def _load_keys(self, tell: Callable[[str], None]) -> None:
        """Read the keys of readers.

        Raises:
            BriefingError: They cannot be read, or nobody could come in.
        """
        path = self._options.authorized_keys
        if path is None:
            return
        loaded = load_authorized_keys(path)
        for problem in loaded.problems:
            tell(problem)
        if not loaded.fingerprints and not self._options.anonymous:
            raise BriefingError(f"There is no key in “{path}”, so nobody could log in.")
        self._front.keys = loaded.fingerprints
        self._no_keys = None

    def _renewed(self) -> None:
        revisions = self._front.generations.revisions
        for session in list(self._front.sessions.values()):
            session.tell(Published(revisions=revisions))
        self._spawn(self._index.refresh())

    def _not_kept(self, fingerprint: str, why: str) -> None:
        self._loop.call_soon_threadsafe(
            lambda: self._front.audit.write("marks", key=fingerprint, why=why)
        )

    def _note_fault(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception") or RuntimeError(context["message"])
        id_ = self._front.faults.write_exception(error)
        self._front.audit.write("fault", id=id_)

    def _spawn(self, work: Coroutine[Any, Any, object]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- begin and end -----------------------------------------------------------------------------

    def _tell_start(self) -> None:
        generations = self._front.generations
        for problem in generations.problems:
            self._say(problem)
        reads = ", ".join(f"{id_} {number}" for id_, number in generations.revisions.items())
        guests = "; guests can log in" if self._options.anonymous else ""
        where = " and ".join(self._where)
        self._say(f"Serving {reads} at {where}{guests}.")
        self._say(f"Host key {self._host_key.fingerprint}: {self._options.host_key}")
        self._front.audit.write(
            "start", listen=self._where, fingerprint=self._host_key.fingerprint, pid=os.getpid()
        )

    async def _stop(self, listener: Listener | None) -> None:
        front = self._front
        if listener is not None:
            await listener.close()
            count = len(front.sessions)
            for session in list(front.sessions.values()):
                session.end("stop", STOPPING)
            await self._until(lambda: not front.sessions, _SESSIONS_END)
            await self._until(lambda: not front.connections, _CONNECTIONS_END)
            for connection in list(front.connections):
                connection.bid_farewell(STOPPING)
            front.audit.write("stop", sessions=count)
            ended = {0: "", 1: "; one session was ended"}.get(
                count, f"; {count} sessions were ended"
            )
            self._say(f"Stopped{ended}.")
        self._status.close()
        for task in list(self._tasks):
            task.cancel()
        self._index.close()
        await front.generations.close()
        await asyncio.to_thread(front.marks.close)
        front.audit.close()

    async def _until(self, done: Callable[[], bool], seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not done():
                    await asyncio.sleep(_STEP)

    # -- what it says of itself --------------------------------------------------------------------

    def _report(self) -> Status:
        front, generations = self._front, self._front.generations
        return Status(
            pid=os.getpid(),
            listen=tuple(self._where),
            fingerprint=self._host_key.fingerprint,
            since=self._loop.time() - self._began,
            guests=front.anonymous,
            keys=len(front.keys),
            connections=len(front.connections),
            handshakes=front.admission.handshakes,
            sessions=len(front.sessions),
            most_sessions=front.limits.sessions,
            opened=dict(front.opened),
            refused=dict(front.refused),
            generations=tuple(
                GenerationStatus(
                    number=one.number, sessions=one.sessions, revisions=one.nursery.revisions
                )
                for one in [generations.current, *generations.before]
            ),
            memory=0,
            problems=generations.problems,
            not_reloaded=tuple(filter(None, (self._no_keys, generations.outdated))),
        )


def _have_descriptors() -> None:
    """Have room for many sessions: each has four descriptors here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _DESCRIPTORS if hard == resource.RLIM_INFINITY else min(_DESCRIPTORS, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

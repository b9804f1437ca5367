"""One session: what the client asks for on a channel, before anything runs there."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from functools import partial
from typing import Final

import asyncssh
import msgspec
from asyncssh.packet import SSHPacket

from briefing.model.errors import BriefingError
from briefing.plain.table import OK, USAGE
from briefing.serve.admission import Refusal
from briefing.serve.front import Front
from briefing.serve.ordering import order_for
from briefing.serve.patience import Patience
from briefing.serve.process import Beginning
from briefing.serve.protocol import Fork
from briefing.serve.request import BUSY, Answer, Reading, Running, help_text, read_request
from briefing.serve.run import Run, Visitor
from briefing.serve.terminal import (
    ACCEPTED,
    Terminal,
    accepted,
    clamped,
    read_terminal,
    why_no_reader,
)

_UNSTARTED: Final = 20.0
"""Seconds that a channel may be open before anything is asked for on it."""

_MOST_EARLY: Final = 4096
"""Bytes of keys that are kept for a process that has not begun yet."""

_SIGNALS: Final = {"INT": signal.SIGTERM, "TERM": signal.SIGTERM, "HUP": signal.SIGHUP}
"""What a client may send; RFC 4254, section 6.9."""


class _Variables(MutableMapping[bytes, bytes]):
    """The variables that a client sends: those are kept that are looked at, and nothing is large.

    Args:
        refused: Told the name of each other one.
    """

    def __init__(self, refused: Callable[[str], object]) -> None:
        self._kept: dict[bytes, bytes] = {}
        self._refused = refused

    def __setitem__(self, name: bytes, value: bytes) -> None:
        text = name[:64].decode("ascii", "replace")
        if text in ACCEPTED:
            self._kept[name] = value[:128]
        elif not text.startswith("LC_"):  # ssh sends all of these on most hosts
            self._refused(text)

    def __getitem__(self, name: bytes) -> bytes:
        return self._kept[name]

    def __delitem__(self, name: bytes) -> None:
        del self._kept[name]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _take_command(channel: asyncssh.SSHServerChannel[bytes], packet: SSHPacket) -> bool:
    """Take a command, whatever bytes it is made of."""
    command = packet.get_string().decode("utf-8", "surrogateescape")
    packet.check_end()
    return channel._start_session(command=command)


class Session(asyncssh.SSHServerSession[bytes]):
    """One session on a channel of its own.

    Args:
        front: What all sessions share.
        visitor: Who sits there.
        reject: Told what is not to be had; gives False.
        closed: Told when the channel is closed.
    """

    def __init__(
        self,
        front: Front,
        visitor: Visitor,
        reject: Callable[[str, str | None], bool],
        closed: Callable[[Session], None],
    ) -> None:
        self.number = front.number()
        self._front = front
        self._visitor = visitor
        self._reject = reject
        self._closed = closed
        self._asked: tuple[str, tuple[int, int]] | None = None
        self._command: str | None = None
        self._run: Run | None = None
        self._beginning: asyncio.Task[None] | None = None
        self._early = bytearray()
        self._held: set[str] = set()
        self._opened = False
        self._gone = False
        self._patience = Patience()

    # -- asking ------------------------------------------------------------------------------------

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """A channel is open."""
        self._channel = chan
        self._opened = True
        if self._gone:
            chan.close()
            return
        # asyncssh takes all variables of whatever size, for as long as they come.
        chan._env = _Variables(lambda name: self._reject("variable", name))  # type: ignore[assignment]
        # It answers a command that is no UTF-8 without a word to anybody.
        chan._process_exec_request = partial(_take_command, chan)  # type: ignore[method-assign]
        self._patience.limit("start", _UNSTARTED, chan.close)

    def pty_requested(
        self,
        term_type: str,
        term_size: tuple[int, int, int, int],
        term_modes: Mapping[int, int],
    ) -> bool:
        """The client has a terminal."""
        del term_modes
        self._asked = term_type, (term_size[0], term_size[1])
        return True

    def shell_requested(self) -> bool:
        """The client wants what there is."""
        return True

    def exec_requested(self, command: str) -> bool:
        """The client wants something in particular."""
        self._command = command
        return True

    def subsystem_requested(self, subsystem: str) -> bool:
        """The client wants sftp, or another thing that is not here."""
        return self._reject("subsystem", subsystem)

    def session_started(self) -> None:
        """All has been asked: answer, or begin."""
        self._patience.cancel()
        sent = accepted(self._channel.get_environment())
        name = terminal = None
        if self._asked is not None:
            name = self._asked[0]
            terminal = read_terminal(*self._asked, sent, self._visitor.user, self._front.limits)
        request = read_request(self._command, self._front.generations.revisions)
        if isinstance(request, Reading) and (problem := why_no_reader(name, terminal)):
            request = Answer(USAGE, f"{problem}\n\n{help_text()}")
        if isinstance(request, Answer):
            self._answer(request)
        else:
            loop = asyncio.get_running_loop()
            self._beginning = loop.create_task(self._begin(request, terminal, sent))

    def _answer(self, answer: Answer) -> None:
        """Say something and end; no process is needed for it."""
        self._front.opened["answer"] += 1
        self._audit("answer", command=self._command, exit=answer.status)
        text = answer.text if answer.text.endswith("\n") else f"{answer.text}\n"
        with suppress(OSError):
            if self._asked is not None:
                self._channel.write(text.replace("\n", "\r\n").encode())
            elif answer.status == OK:
                self._channel.write(text.encode())
            else:
                self._channel.write_stderr(text.encode())
            self._channel.exit(answer.status)

    # -- beginning ---------------------------------------------------------------------------------

    async def _begin(
        self, request: Reading | Running, terminal: Terminal | None, sent: Mapping[str, str]
    ) -> None:
        front, visitor = self._front, self._visitor
        command = isinstance(request, Running)
        refusal = front.admission.enter(visitor.address, visitor.key, command=command)
        if refusal is not None:
            self._refuse(refusal)
            return
        marks = await front.marks.load(visitor.key) if visitor.key else None
        order = msgspec.structs.replace(
            order_for(request, terminal, sent, front.limits),
            session=self.number,
            marks=marks is not None,
            keeps=not command and visitor.key is not None,
            terminal=self._asked is not None,
        )
        try:
            self._run = None if self._gone else self._start(order, marks)
        except (BriefingError, OSError) as error:
            front.faults.write_exception(error)
            sentence = "There is no room for another session; try again later."
            self._refuse(Refusal("no process", sentence))
        if self._run is None:
            front.admission.leave(visitor.address, visitor.key, command=command)

    def _start(self, order: Fork, marks: bytes | None) -> Run:
        front, visitor = self._front, self._visitor
        size = clamped(self._channel.get_terminal_size()[:2], front.limits)

        def leave() -> None:
            front.admission.leave(visitor.address, visitor.key, command=bool(order.verb))

        run = Run(front, visitor, self._channel, Beginning(order, size, marks), leave)
        self._audit(
            "open",
            key=visitor.key,
            command=self._command,
            term=self._asked[0] if self._asked else None,
            colours=order.environment.get("COLORTERM") or order.environment["TERM"],
            size=list(size) if self._asked else None,
            generation=run.generation,
        )
        run.type(bytes(self._early))
        run.hold(self._held)
        return run

    def _refuse(self, refusal: Refusal) -> None:
        visitor = self._visitor
        self._front.refuse(
            refusal,
            connection=visitor.connection,
            session=self.number,
            address=visitor.host,
            key=visitor.key,
        )
        self._answer(Answer(BUSY, refusal.sentence))

    # -- going on ----------------------------------------------------------------------------------

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """The client types."""
        del datatype
        if self._run is not None:
            self._run.type(data)
        elif len(self._early) < _MOST_EARLY:
            self._early += data

    def eof_received(self) -> bool:
        """The client will type no more; it can still read."""
        if self._run is not None:
            self._run.end_of_keys()
        return True

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """The client's window has another size."""
        del pixwidth, pixheight
        if self._run is not None:
            self._run.resize(clamped((width, height), self._front.limits))

    def signal_received(self, signal: str) -> None:
        """The client sends a signal, to end what it began."""
        if self._run is not None and signal in _SIGNALS:
            self._run.signal(_SIGNALS[signal])

    def pause_writing(self) -> None:
        """The channel is full."""
        self.hold("channel")

    def resume_writing(self) -> None:
        """The channel has room again."""
        self.release("channel")

    def hold(self, reason: str) -> None:
        """Send nothing for a while.

        Args:
            reason: What `release` is told later.
        """
        self._held.add(reason)
        if self._run is not None:
            self._run.hold(self._held)

    def release(self, reason: str) -> None:
        """A reason to hold is gone."""
        self._held.discard(reason)
        if self._run is not None:
            self._run.release(reason)

    def end(self, why: str, sentence: str) -> None:
        """End it, whatever it has come to.

        Args:
            why: In a word or two, for the audit log.
            sentence: For the one who sits there.
        """
        if self._run is not None:
            self._run.end(why, sentence)
            return
        self._gone = True
        if self._opened:
            self._channel.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The channel is closed."""
        del exc
        self._gone = True
        self._patience.cancel()
        if self._run is not None:
            self._run.hang_up()
        self._closed(self)

    def _audit(self, event: str, **values: object) -> None:
        self._front.audit.write(
            event, connection=self._visitor.connection, session=self.number, **values
        )

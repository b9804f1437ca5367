"""What runs in a session: the reader or one verb, and all the ways in which it ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NamedTuple, Protocol

from briefing.serve.front import Front
from briefing.serve.leaving import (
    CLEAN,
    FAILED,
    FAULT,
    IDLE,
    IDLE_SOON,
    LONG,
    NOTICE,
    SPENT,
    farewell,
    slow,
)
from briefing.serve.patience import Patience
from briefing.serve.process import Beginning, Process
from briefing.serve.protocol import Ended, Fault, Marked, Message, Visited, Warned
from briefing.serve.request import BUSY


class Visitor(NamedTuple):
    """Somebody who has logged in.

    Attributes:
        connection: Number of their connection.
        host: Address that they come from.
        address: What they are counted to.
        user: The name they gave, which may be any.
        key: Fingerprint of their key; None for a guest.
    """

    connection: int
    host: str
    address: str
    user: str
    key: str | None


class Channel(Protocol):
    """Where a session is shown, as asyncssh has it."""

    def write(self, data: bytes) -> None:
        """Send output."""

    def write_stderr(self, data: bytes) -> None:
        """Send output of errors."""

    def pause_reading(self) -> None:
        """Take nothing more."""

    def resume_reading(self) -> None:
        """Take more."""

    def exit(self, status: int) -> None:
        """Send what is left, then the exit code, and close."""

    def abort(self) -> None:
        """Close at once."""


class Run:
    """A process for a session, with everything that limits it.

    Args:
        front: What all sessions share.
        visitor: Who sits there.
        channel: Where they see it.
        beginning: What the process begins with.
        done: Called when it is over.

    Raises:
        BriefingError: There is no process.
        OSError: There are no more terminals or pipes.
    """

    def __init__(
        self,
        front: Front,
        visitor: Visitor,
        channel: Channel,
        beginning: Beginning,
        done: Callable[[], None],
    ) -> None:
        self._front = front
        self._visitor = visitor
        self._channel = channel
        self._order = order = beginning.order
        self._reads = not order.verb
        self._done = done
        self._why = ""
        self._sentence = ""
        self._sent = 0
        self._held: set[str] = set()
        self._began = time.monotonic()
        self._patience = Patience()
        generation = front.generations.current
        self._process = Process(generation.nursery, beginning, self)
        self.generation = generation.number
        generation.sessions += 1
        front.sessions[order.session] = self
        front.opened["reader" if self._reads else "command"] += 1
        self._be_patient()

    def _be_patient(self) -> None:
        limits, patience = self._front.limits, self._patience
        if self._reads:
            patience.limit("idle", limits.idle, self._end_idle, NOTICE, self._warn)
            patience.limit("longest", limits.longest, lambda: self.end("longest", LONG))
        else:
            patience.limit("time", limits.command_time, self._end_slow)

    # -- what the client does ----------------------------------------------------------------------

    def type(self, data: bytes) -> None:
        """Somebody types."""
        self._patience.renew("idle")
        self._process.write(data)

    def end_of_keys(self) -> None:
        """No more keys will come; without them a reader cannot be left."""
        if self._reads:
            self.end("no keys", "")

    def resize(self, size: tuple[int, int]) -> None:
        """The terminal has another size.

        Args:
            size: Columns and rows.
        """
        self._process.resize(size)

    def signal(self, number: int) -> None:
        """The client sends a signal."""
        self._process.signal(number)

    def hold(self, reasons: Iterable[str]) -> None:
        """Send nothing until the reasons are gone, or the patience is.

        Args:
            reasons: Anything that `release` is told later.
        """
        held, self._held = self._held, self._held | set(reasons)
        if self._held and not held:
            self._process.pause()
            self._patience.limit("stall", self._front.limits.stall, self._end_stalled)

    def release(self, reason: str) -> None:
        """A reason to hold is gone."""
        if self._held == {reason}:
            self._patience.cancel("stall")
            self._process.resume()
        self._held.discard(reason)

    def hang_up(self) -> None:
        """The client is gone."""
        self._why = self._why or "gone"
        self._process.hang_up()

    # -- what the process does ---------------------------------------------------------------------

    def output(self, data: bytes, *, error: bool) -> None:
        """Take what the process writes; of a command no more than it may write."""
        limit = 0 if self._reads else self._front.limits.command_output
        wanted, data = len(data), data[: limit - self._sent] if limit else data
        self._sent += len(data)
        with suppress(OSError):
            if error:
                self._channel.write_stderr(data)
            else:
                self._channel.write(data)
        if len(data) < wanted:
            self.end(
                "output", f"A command can write at most {limit:,} bytes, so the output is cut."
            )

    def pause_typing(self) -> None:
        """The process does not take what is typed."""
        self._channel.pause_reading()

    def resume_typing(self) -> None:
        """The process takes what is typed."""
        self._channel.resume_reading()

    def said(self, message: Marked | Visited | Fault) -> asyncio.Future[None] | None:
        """The process says something."""
        if isinstance(message, Fault):
            self._front.faults.write(message.id, message.report)
            self._front.audit.write("fault", session=self._order.session, id=message.id)
        elif self._order.keeps and self._visitor.key is not None:
            return asyncio.ensure_future(self._keep(self._visitor.key, message))
        return None

    async def _keep(self, key: str, message: Marked | Visited) -> None:
        if (sentence := await self._front.marks.change(key, message.change)) is not None:
            self.tell(Warned(sentence=sentence))

    def tell(self, message: Message) -> None:
        """Tell the process something."""
        self._process.tell(message)

    # -- the end -----------------------------------------------------------------------------------

    def end(self, why: str, sentence: str) -> None:
        """End the process before it does so by itself.

        Args:
            why: In a word or two, for the audit log.
            sentence: For the one who sits there; may be empty.
        """
        if not self._why:
            self._why, self._sentence = why, farewell(sentence, kept=self._order.keeps)
        self._process.end()

    def _warn(self) -> None:
        self.tell(Warned(sentence=IDLE_SOON))

    def _end_idle(self) -> None:
        self.end("idle", IDLE)

    def _end_slow(self) -> None:
        self.end("time", slow(self._front.limits.command_time))

    def _end_stalled(self) -> None:
        self._why = self._why or "stalled"
        self._process.hang_up()
        self._channel.abort()

    def over(self, ended: Ended) -> None:
        """The process is over."""
        self._patience.cancel()
        if ended.status < 0 and not self._why:
            limits = self._front.limits
            cpu = limits.cpu if self._reads else limits.command_cpu
            spent = 0 < cpu <= ended.cpu + 1
            self._why = "cpu" if spent else f"signal {-ended.status}"
            self._sentence = SPENT if spent else FAILED
        code = FAULT if ended.status < 0 else ended.status
        if self._sentence and self._sentence != FAILED:
            code = BUSY
        # Who sees the end of a session finds it in the log already.
        self._audit(ended, code)
        self._take_leave(ended, code)
        self._front.sessions.pop(self._order.session, None)
        self._front.generations.leave(self.generation)
        self._done()

    def _take_leave(self, ended: Ended, code: int) -> None:
        with suppress(OSError):
            if self._order.terminal:
                clean = CLEAN if self._reads and ended.status < 0 else ""
                sentence = f"{self._sentence}\r\n" if self._sentence else ""
                self._channel.write(f"{clean}{sentence}".encode())
            elif self._sentence:
                self._channel.write_stderr(f"{self._sentence}\n".encode())
            self._channel.exit(code)

    def _audit(self, ended: Ended, code: int) -> None:
        self._front.audit.write(
            "close",
            session=self._order.session,
            why=self._why or "left",
            exit=code,
            seconds=round(time.monotonic() - self._began, 1),
            typed=self._process.typed,
            sent=self._sent,
            cpu=round(ended.cpu, 2),
            memory=ended.memory,
        )

"""Generations of processes: each reads the library as it was when the generation began.

Whenever something is published, a new generation is made ready, and new sessions belong to it; the
one before goes when its last session does. So nobody's briefing changes while they read it, and a
publication that cannot be read never reaches anybody.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from briefing.library.library import Library
from briefing.library.storage import Stamp
from briefing.model.errors import BriefingError
from briefing.serve.audit import AuditLog
from briefing.serve.nursery import ColdNursery, ForkNursery, Nursery, NurseryError
from briefing.serve.protocol import Begin

_LOOK: Final = 2.0
"""Seconds between two looks at the library."""

_PAUSE: Final = 0.5
"""Seconds without a change after which a publication is taken to be complete."""

_TWICE: Final = 60.0
"""A fork server that dies twice in so many seconds is not started again."""


@dataclass
class Generation:
    """Processes that read the same.

    Attributes:
        number: From 1 up.
        nursery: Where its processes come from.
        sessions: How many of them run.
    """

    number: int
    nursery: Nursery
    sessions: int = 0


class Generations:
    """The generation for new sessions, and those before it that still have sessions.

    Attributes:
        before: Those that still have sessions.
        outdated: Why what is published now could not be read; None where it is what is read.

    Args:
        begin: What each loads.
        audit: Told what happens.
        renewed: Called when there is another generation.
        prefork: Whether to have a fork server; else every session has a start of its own.
    """

    def __init__(
        self,
        begin: Begin,
        audit: AuditLog,
        renewed: Callable[[], None],
        *,
        prefork: bool,
    ) -> None:
        self.before: list[Generation] = []
        self.outdated: str | None = None
        self._begin = begin
        self._audit = audit
        self._renewed = renewed
        self._prefork = prefork
        self._library = Library(Path(begin.library))
        self._seen: Stamp | None = None
        self._died: float | None = None
        self._current: Generation | None = None
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def current(self) -> Generation:
        """The one for new sessions."""
        assert self._current is not None, "a server begins with a generation"
        return self._current

    @property
    def revisions(self) -> dict[str, int]:
        """By id of each briefing, the number of the revision that new sessions read."""
        return self.current.nursery.revisions

    @property
    def problems(self) -> tuple[str, ...]:
        """Why briefings cannot be read."""
        return tuple(self.current.nursery.problems)

    async def start(self) -> None:
        """Make the first generation ready.

        Raises:
            BriefingError: There is nothing to read.
        """
        self._seen = self._look()
        nursery = await self._nursery()
        if not nursery.revisions:
            await nursery.close()
            why = " ".join(nursery.problems) or "Nothing is published there."
            raise BriefingError(
                f"There is no briefing to serve in “{self._library.folder}”. {why} Publish one with"
                " `briefing publish FOLDER`."
            )
        self._current = Generation(1, nursery)

    async def watch(self) -> None:
        """Look again and again whether something was published."""
        while True:
            await asyncio.sleep(_LOOK)
            if self._look() != self._seen:
                await self._at_rest()
                await self.renew()

    async def renew(self) -> bool:
        """Make a new generation, unless something of it cannot be read that can be read now.

        Returns:
            Whether new sessions belong to it.
        """
        async with self._turn:
            self._seen = self._look()
            now = self.current
            try:
                nursery = await self._nursery()
            except NurseryError as error:
                self._fail(str(error))
                return False
            lost = now.nursery.revisions.keys() - nursery.revisions.keys()
            if not nursery.revisions or (lost and nursery.problems):
                why = " ".join(nursery.problems) or "There is no briefing left."
                self._fail(why)
                await nursery.close()
                return False
            self.outdated = None
            self._replace(nursery)
            return True

    def _fail(self, why: str) -> None:
        self.outdated = why
        self._audit.write("reload_failed", why=why)

    def leave(self, number: int) -> None:
        """A session of a generation is over."""
        for generation in [self.current, *self.before]:
            if generation.number == number:
                generation.sessions -= 1
        self._retire()

    async def close(self) -> None:
        """End all processes."""
        if self._current is not None:
            for generation in [self._current, *self.before]:
                await generation.nursery.close()
        for task in list(self._tasks):
            with suppress(asyncio.CancelledError):
                await task

    # -- inside ------------------------------------------------------------------------------------

    async def _at_rest(self) -> None:
        """Wait until whoever publishes has paused."""
        seen = None
        while seen != (now := self._look()):
            seen = now
            await asyncio.sleep(_PAUSE)

    def _look(self) -> Stamp | None:
        return self._library.last_change()

    async def _nursery(self) -> Nursery:
        nursery: Nursery
        if self._prefork:
            try:
                nursery = ForkNursery(self._begin, self._note_death)
            except OSError as error:
                raise NurseryError(f"No child process can be started: {error.strerror}.") from error
        else:
            nursery = ColdNursery(self._begin)
        try:
            await nursery.ready()
        except NurseryError:
            await nursery.close()
            raise
        return nursery

    def _replace(self, nursery: Nursery) -> None:
        before = self.current
        self._current = Generation(before.number + 1, nursery)
        self.before.append(before)
        self._audit.write(
            "reload",
            generation=self.current.number,
            revisions=[f"{name} {number}" for name, number in self.revisions.items()],
            problems=list(self.problems) or None,
        )
        self._retire()
        self._renewed()

    def _retire(self) -> None:
        for generation in [one for one in self.before if not one.sessions]:
            self.before.remove(generation)
            self._spawn(generation.nursery.close())

    def _note_death(self, nursery: Nursery) -> None:
        """A fork server has ended by itself, and its sessions with it."""
        if self._current is None or nursery is not self._current.nursery:
            return
        now = time.monotonic()
        again = self._died is not None and now - self._died < _TWICE
        self._died = now
        self._audit.write("fork_server_died", again=again)
        # Whatever is wrong with it, sessions can be had at once, if more slowly.
        cold = ColdNursery(self._begin)
        cold.revisions = self.revisions
        self._replace(cold)
        if not again:
            self._spawn(self._recover())

    async def _recover(self) -> None:
        """Have a fork server again."""
        await self.renew()

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

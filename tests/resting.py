"""When an application is at rest: its event loop has nothing to do, and no thread works for it.

Who waits for that does not sit out the moments until Textual draws, which are most of the time that
a test of the reader would take: the clock is put forward.
"""

from __future__ import annotations

import asyncio
import selectors
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

_SOON: Final = 0.04
"""Seconds within which a timer belongs to what is going on: Textual draws 60 times a second, and
lets a turn go for which it is late."""

_GLANCE: Final = 0.002
"""Seconds for which other threads are watched."""

_TASKS: Final = Path("/proc/self/task")


_skipped = 0.0
"""Seconds by which the clock has been put forward; it never goes back, from loop to loop."""


def now() -> float:
    """Seconds of the clock that event loops of tests go by, and Textual's timers in them."""
    return time.monotonic() + _skipped


class _Selector(selectors.DefaultSelector):
    """Knows when its loop would sleep: it is asked to wait for more than a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[tuple[asyncio.Future[None], Callable[[], bool]]] = []

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if not self.waiting:
            return super().select(timeout)
        sleeps = timeout is None or timeout > _SOON
        ready = super().select(0)
        rests = sleeps and not ready
        for future, is_over in self.waiting:
            if not future.done() and (rests or is_over()):
                future.set_result(None)
        self.waiting = [one for one in self.waiting if not one[0].done()]
        if self.waiting and timeout and not sleeps and not ready:
            if _others_would_work():
                return super().select(timeout)
            global _skipped  # noqa: PLW0603
            _skipped += timeout
        return ready


class RestingLoop(asyncio.SelectorEventLoop):
    """An event loop that tells when it has nothing to do."""

    def __init__(self) -> None:
        self._watch = _Selector()
        super().__init__(self._watch)

    def time(self) -> float:
        return now()

    async def rest(self, is_over: Callable[[], bool]) -> None:
        """Wait until nothing is ready to run and no timer is due soon, or it is over."""
        future = self.create_future()
        self._watch.waiting.append((future, is_over))
        await future


async def at_rest(is_over: Callable[[], bool] = lambda: False) -> None:
    """Wait until neither the event loop nor another thread of this process has anything to do.

    Args:
        is_over: Ends the waiting. An application that is being left may never rest: Textual's timer
            of drawing goes on, and does nothing.
    """
    loop = asyncio.get_running_loop()
    assert isinstance(loop, RestingLoop)
    await loop.rest(is_over)
    while not is_over() and _are_others() and await _others_work():
        await loop.rest(is_over)


def _are_others() -> bool:
    """Whether there is another thread than the one that would end a test that hangs."""
    return any(
        thread is not threading.current_thread() and not thread.name.startswith("pytest_timeout")
        for thread in threading.enumerate()
    )


async def _others_work() -> bool:
    """Whether another thread works or would like to. This one lets go of the interpreter."""
    before = time.process_time() - time.thread_time()
    await asyncio.sleep(_GLANCE)
    worked = time.process_time() - time.thread_time() - before
    return worked > _GLANCE / 20 or _others_would_work()


def _others_would_work() -> bool:
    """Whether a thread waits for a processor or a disk; see proc_pid_stat(5)."""
    own = str(threading.get_native_id())
    for task in _TASKS.glob("*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            if task.parent.name != own and task.read_text().rpartition(")")[2].split()[0] in "RD":
                return True
    return False

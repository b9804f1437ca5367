"""Work of a screen that may take its time, done one piece after the other in another thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from textual.screen import Screen
from textual.worker import Worker, WorkerState

T = TypeVar("T")

_Errand = tuple[Callable[[], Any], Callable[[Any], None]]


class Errands:
    """Errands of a screen; of each kind only the newest waits, and the most urgent kind goes first.

    So a reader who types fast is answered for the last key as soon as the work in hand is done, and
    work that piled up meanwhile is not done at all.
    """

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._waiting: dict[int, _Errand] = {}
        self._running: Worker[Any] | None = None
        self._done: Callable[[Any], None] = lambda _: None

    @property
    def idle(self) -> bool:
        """Whether nothing is being done or waits."""
        return self._running is None

    def give(self, kind: int, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Have something done.

        Args:
            kind: What it is; the lower, the more urgent.
            work: Runs in another thread; what it raises is a fault of the program.
            done: Takes what the work gave, in the thread of the screen.
        """
        self._waiting[kind] = (work, done)
        self._next()

    def drop(self, kind: int) -> None:
        """Have nothing of a kind done any more, unless it is being done."""
        self._waiting.pop(kind, None)

    def ended(self, worker: Worker[Any]) -> None:
        """The screen heard that a worker's state has changed.

        Args:
            worker: Any worker of the screen.
        """
        if worker is not self._running or not worker.is_finished:
            return
        self._running = None
        done, result = self._done, worker.result
        if worker.state is WorkerState.SUCCESS:
            done(result)
        self._next()

    def _next(self) -> None:
        if self._running is None and self._waiting and self._screen.is_attached:
            work, self._done = self._waiting.pop(min(self._waiting))
            self._running = self._screen.run_worker(work, thread=True)

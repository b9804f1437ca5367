"""Work of a screen that may take its time, done one piece after the other in another thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from textual.screen import Screen
from textual.worker import Worker, WorkerState

from briefing.model.errors import Stopped

T = TypeVar("T")


class _Task(NamedTuple):
    kind: int
    work: Callable[[], Any]
    done: Callable[[Any], None]


_STOPPED = object()  # the result of a task that made room for a more urgent one


class BackgroundTasks:
    """Tasks of a screen; of each kind only the newest waits, and the most urgent kind goes first.

    So a reader who types fast is answered for the last key as soon as the work in hand is done, and
    work that piled up meanwhile is not done at all. Work that asks `overtaken` need not even be
    waited for: it makes room, and is done again later unless another of its kind came instead. A
    reader who leaves does not wait for it either: the program ends when its threads do.
    """

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._waiting: dict[int, _Task] = {}
        self._task: _Task | None = None
        self._worker: Worker[Any] | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is being done or waits."""
        return self._worker is None

    def give(self, kind: int, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Have work done in another thread, and give its result to the screen's.

        The lower the kind, the more urgent. The work may raise `Stopped` once it is overtaken.
        """
        self._waiting[kind] = _Task(kind, work, done)
        self._next()

    def drop(self, kind: int) -> None:
        """Have nothing of a kind done any more, unless it is being done."""
        self._waiting.pop(kind, None)

    def abandoned(self) -> bool:
        """Whether the screen was left, and nobody waits for what is being done; any thread."""
        worker = self._worker
        return worker is not None and worker.is_cancelled

    def overtaken(self) -> bool:
        """Whether what is being done is to make room for something more urgent; any thread."""
        task = self._task
        urgent = task is not None and any(kind <= task.kind for kind in list(self._waiting))
        return urgent or self.abandoned()

    def ended(self, worker: Worker[Any]) -> None:
        """The screen heard that the state of one of its workers has changed."""
        if worker is not self._worker or not worker.is_finished:
            return
        task, self._worker, self._task = self._task, None, None
        if task is not None and worker.state is WorkerState.SUCCESS:
            if worker.result is not _STOPPED:
                task.done(worker.result)
            else:
                self._waiting.setdefault(task.kind, task)
        self._next()

    def _next(self) -> None:
        if self._worker is None and self._waiting and self._screen.is_attached:
            self._task = task = self._waiting.pop(min(self._waiting))
            self._worker = self._screen.run_worker(lambda: _outcome(task), thread=True)


def _outcome(task: _Task) -> object:
    try:
        return task.work()
    except Stopped:
        return _STOPPED

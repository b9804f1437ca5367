"""What was asked of the library and what is known of the answer; and what is done meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from briefing.model.errors import BriefingError, Stopped
from briefing.search.index.results import Progress, Results, Stage
from briefing.search.language import may_become_field, read_words
from briefing.search.query import Query, QueryError
from briefing.settings.searches import (
    SavedSearch,
    delete_search,
    load_searches,
    save_search,
    searches_file,
)
from briefing.tui.library_pages import MOST_COUNTED, LibrarySearch, ResultPages
from briefing.tui.screens.library_panes import Saved
from briefing.tui.session import Session

T = TypeVar("T")


class TaskKind(IntEnum):
    """Tasks, the most urgent first."""

    PAGE = 0
    COPY = 1
    PREVIEW = 2
    COUNT = 3
    SAVED = 4


class _Task(NamedTuple):
    kind: TaskKind
    work: Callable[[], Any]
    done: Callable[[Any], None]


_STOPPED = object()
"""What came of a task that made room for a more urgent one."""


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
        return self._worker is None

    def give(
        self, kind: TaskKind, work: Callable[[], T], done: Callable[[T | BriefingError], None]
    ) -> None:
        """Have something done in another thread; `done` takes what it gave or raised in this one.

        It may raise `Stopped` once it is overtaken; what else is no `BriefingError` is a fault.
        """
        self._waiting[kind] = _Task(kind, work, done)
        self._next()

    def drop(self, kind: TaskKind) -> None:
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
        """The screen heard that a worker's state has changed."""
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
    except BriefingError as error:
        return error


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of the library, and what is known of the answer.

    What comes of asking is a function from one to the next; what has to be done for it, and shown
    of it, is the screen's business.

    Attributes:
        number: Of the question; what an earlier one led to is passed over.
        asked: Words and query that were asked for last, whether or not they are listed.
        words: What was typed for the cards listed; so is `query`.
        settled: Whether nobody types any more: words are what they are, and no field begun.
        outdated: Whether the index has more by now than when it was asked.
        counted: How many cards there are, up to `MOST_COUNTED`; None where that is not known.
    """

    number: int = 0
    asked: tuple[str, Query] = ("", Query())
    words: str = ""
    query: Query = Query()
    fault: QueryError | None = None
    results: Results = Results()
    pages: ResultPages = msgspec.field(default_factory=ResultPages)
    settled: bool = False
    answered: bool = True
    outdated: bool = False
    progress: Progress = Progress()
    counted: int | None = None
    counting: bool = False
    page_asked: int | None = None

    @property
    def found_by(self) -> Query:
        """What the cards listed were found by: what was typed, or what is similar to it."""
        similar = self.results.similar
        return similar.query if similar else self.query

    @property
    def similar(self) -> str:
        """What is listed instead of what was typed, such as ``similar to Aliyev``."""
        return self.results.similar.said if self.results.similar else ""

    @property
    def under_way(self) -> bool:
        return self.progress.stage in (Stage.CHECKING, Stage.BUILDING)

    @property
    def partial(self) -> bool:
        return self.results.partial

    @property
    def is_behind(self) -> bool:
        """Whether something else is to be listed, now that nobody types any more."""
        return self.answered and self.asked != (self.words, self.query)

    @property
    def total(self) -> str:
        """How many cards there are; empty where that is not known."""
        known, counted = self.pages.total, self.counted
        if known is not None:
            return f"{known:,}"
        if counted is None:
            return ""
        return f"{counted:,}{'+' if counted >= MOST_COUNTED else ''}"

    def position(self, row: int | None) -> str:
        """Say which card of how many a row is; of no row, how many there are."""
        total = self.total
        grows = self.under_way if self.pages.total is None else self.partial
        so_far = " so far" if grows else ""
        if row is None:
            return f"{total} cards{so_far}" if total and total != "0" else ""
        return f"{row + 1:,} of {total}{so_far}" if total else f"{row + 1:,}"

    @property
    def counts_again(self) -> bool:
        """Whether what was counted may be more, the index having more by now."""
        known = self.counting or self.pages.total is not None
        return not known and self.counted is not None and self.counted < MOST_COUNTED

    def page_near(self, row: int) -> int | None:
        """The page to fetch because the cursor is on a row near the end of what is at hand."""
        page = self.pages.wanted(row)
        return page if self.answered and page != self.page_asked else None


def typed(asking: Asking, words: str) -> Asking:
    """Take words to search for; those with a mistake are not asked for."""
    query = read_words(words)
    if isinstance(query, QueryError):
        return replace(asking, fault=query)
    return replace(asking, fault=None, asked=(words, query), settled=False)


def begun(asking: Asking) -> Asking:
    """Ask for the first page; nothing of an older question is taken any more."""
    number = asking.number + 1
    return replace(asking, number=number, page_asked=None, answered=False, outdated=False)


def taken(asking: Asking, results: Results | QueryError, latest: str) -> Asking:
    """List what was found for what was asked, or say what is wrong with it."""
    words, _ = asking.asked
    if isinstance(results, QueryError):
        fault = results if words == latest else asking.fault
        known = _listed(asking, Results()) if words == asking.words else asking
        return replace(known, fault=fault, asked=(asking.words, asking.query))
    return asking if _is_passed_over(asking, results) else _listed(asking, results)


def _is_passed_over(asking: Asking, results: Results) -> bool:
    """Whether the list stays although nothing is found, because a field may be begun."""
    typing = asking.pages.rows and not asking.settled and may_become_field(asking.asked[0])
    return bool(typing) and not (results.rows or results.partial or asking.partial)


def _listed(asking: Asking, results: Results) -> Asking:
    words, query = asking.asked
    pages = ResultPages()
    pages.add(0, results)
    return replace(
        asking,
        words=words,
        query=query,
        results=results,
        pages=pages,
        counted=None,
        counting=False,
    )


class Left(NamedTuple):
    """How the screen was left: words, what was listed, the cursor, how far it was scrolled."""

    words: str
    asking: Asking
    at: str | None
    y: int


def left(asking: Asking, words: str, at: str | None, y: int) -> Left | None:
    """What can be gone on with later; None where the list is no answer to the last words."""
    if not asking.answered or asking.is_behind:
        return None
    kept = replace(asking, progress=Progress(), counting=False, page_asked=None, settled=False)
    return Left(words, kept, at, y)


class SavedSearches:
    """The user's saved searches, each with what it finds now."""

    def __init__(
        self,
        session: Session,
        tasks: BackgroundTasks,
        search: LibrarySearch,
        counted: Callable[[], None],
    ) -> None:
        self._file = searches_file(session.places)
        self._served = session.served
        self.search = search
        self._tasks = tasks
        self._counted = counted
        self.notices: tuple[str, ...] = ()
        self._searches: tuple[SavedSearch, ...] = ()
        self._finds: dict[str, str] = {}

    @property
    def listed(self) -> list[Saved]:
        return [Saved(one, self._finds.get(one.query, "")) for one in self._searches]

    def named(self, name: str) -> SavedSearch:
        return next(one for one in self._searches if one.name == name)

    def read(self) -> None:
        self._searches, self.notices = load_searches(self._file)
        self.count()

    def forget(self) -> None:
        self._finds.clear()

    def count(self) -> None:
        """Count what each search finds, one after the other, once the index is complete."""
        if self.search.progress().stage in (Stage.CHECKING, Stage.BUILDING):
            return
        for search in self._searches:
            if search.query in self._finds:
                continue
            query = read_words(search.query)
            if not isinstance(query, QueryError):
                work = partial(self.search.count, query, self._tasks.overtaken)
                self._tasks.give(TaskKind.SAVED, work, partial(self._take, search.query))
                return
            self._finds[search.query] = "has a mistake"

    def save(self, name: str, query: str) -> str:
        """Save a search; say what came of it."""
        search = SavedSearch(name.strip(), query.strip())
        told = f"Saved as “{search.name}”; it is listed before you type a search."
        return self._change("saved", partial(save_search, self._file, search), told)

    def delete(self, name: str) -> str:
        """Take a search away; say what came of it."""
        change = partial(delete_search, self._file, name)
        return self._change("deleted", change, f"“{name}” is deleted.")

    def _change(self, done: str, change: Callable[[], None], told: str) -> str:
        if self._served:
            return f"Nothing can be {done} on this host."
        try:
            change()
        except BriefingError as error:
            return str(error)
        self.read()
        return told

    def _take(self, query: str, count: int | BriefingError) -> None:
        if isinstance(count, BriefingError):
            return
        self._finds[query] = f"{count:,}+" if count >= MOST_COUNTED else f"{count:,}"
        self.count()
        self._counted()

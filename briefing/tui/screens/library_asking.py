"""What the reader asks of the library: done in the background, page by page; and saved searches."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from briefing.model.errors import BriefingError, Stopped
from briefing.search.index.results import CardRow, Progress, Results, Stage
from briefing.search.language import may_become_field, read_words
from briefing.search.query import Query, QueryError
from briefing.settings.searches import SavedSearch
from briefing.tui.library_search import MOST_COUNTED, LibrarySearch, ResultPages
from briefing.tui.screens.library_panes import Saved, row_number, title_of

T = TypeVar("T")


class _Task(NamedTuple):
    kind: int
    work: Callable[[], Any]
    done: Callable[[Any], None]


_STOPPED = object()
"""What came of an task that made room for a more urgent one."""


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

    def give(self, kind: int, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Have something done.

        Args:
            kind: The lower, the more urgent.
            work: Runs in another thread; it may raise `Stopped` once it is overtaken, anything else
                it raises is an internal error.
            done: Takes what the work gave, in the thread of the screen.
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


_LOOK: Final = 0.5
"""Seconds between two looks at how far the index is, as long as it is being made."""

_PAUSE: Final = 0.3
"""Seconds without typing before all that was found is counted."""


class TaskKind(IntEnum):
    """BackgroundTasks, the most urgent first."""

    PAGE = 0
    PREVIEW = 1
    COUNT = 2
    SAVED = 3


def attempt(work: Callable[[], T]) -> T | BriefingError:
    """Do some work; an error that a person can act on is a result like others."""
    try:
        return work()
    except BriefingError as error:
        return error


class AnswerScreen(Protocol):
    """What shows the answers."""

    def list_anew(self, *, again: bool) -> None:
        """Show another list; ``again`` where it is for the same words."""

    def list_on(self) -> None:
        """Show what else is at hand by now."""

    def list_end(self) -> None:
        """Show the last cards."""

    def index_moved_on(self) -> None:
        """What was counted no longer holds."""

    def say_title(self) -> None: ...

    def say_position(self) -> None: ...

    def say_fault(self) -> None: ...

    def tell(self, message: str) -> None: ...

    @property
    def at_top(self) -> bool:
        """Whether the cursor is on the first page."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer: ...

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer: ...


class Asking:
    """Asks the library page by page; nothing of an older question is shown after a newer one.

    Attributes:
        words: What the cards listed were found by, as typed.
        fault: What is wrong with the words typed since; None where nothing is.
    """

    def __init__(self, screen: AnswerScreen, tasks: BackgroundTasks, search: LibrarySearch) -> None:
        self.screen = screen
        self.search = search
        self.tasks = tasks
        self.words = ""
        self.query = Query()
        self.fault: QueryError | None = None
        self.pages = ResultPages()
        self._asked = (self.words, self.query)
        """What was asked for last, whether or not it is listed."""
        self._settled = False
        """Whether nobody types any more: words are what they are, and no field begun."""
        self._answered = True
        self._outdated = False
        """Whether the index has more by now than when it was asked."""
        self._results = Results()
        self._progress = Progress()
        self._counted: int | None = None
        self._counting = False
        self._number = 0
        self._page_asked: int | None = None
        self._walk = 0
        self._timer: Timer | None = None
        self._looking: Timer | None = None

    # -- what is said ------------------------------------------------------------------------------

    @property
    def notice(self) -> str | None:
        return self._progress.notice

    @property
    def under_way(self) -> bool:
        return self._progress.stage in (Stage.CHECKING, Stage.BUILDING)

    @property
    def title(self) -> str:
        """In what order cards are listed, and whether all of them are."""
        results = self._results
        return title_of(self._progress, ranked=results.ranked, partial=results.partial)

    @property
    def partial(self) -> bool:
        return self._results.partial

    @property
    def total(self) -> str:
        """How many cards there are; empty where that is not known."""
        known, counted = self.pages.total, self._counted
        if known is not None:
            return f"{known:,}"
        if counted is None:
            return ""
        return f"{counted:,}{'+' if counted >= MOST_COUNTED else ''}"

    @property
    def so_far(self) -> str:
        """What to say behind the total, which may grow."""
        counted = self.pages.total is None
        return " so far" if (self.under_way if counted else self.partial) else ""

    # -- asking ------------------------------------------------------------------------------------

    def ask(self, words: str) -> None:
        """Search for words, unless they have a mistake."""
        query = read_words(words)
        if isinstance(query, QueryError):
            self.fault = query
            return
        self.fault = None
        self._asked, self._settled = (words, query), False
        self._ask(again=False)

    def ask_again(self) -> None:
        """Search for the same, because the index has more by now."""
        if self._answered:
            self._ask(again=True)
        else:
            self._outdated = True

    def settle(self) -> None:
        """Nobody types any more: list what the words find, be it nothing."""
        self._settled = True
        if self._answered and self._asked != (self.words, self.query):
            self._ask(again=False)

    def _ask(self, *, again: bool) -> None:
        self._number += 1
        self._page_asked = None
        self._answered = self._outdated = False
        words, query = self._asked
        work = partial(attempt, partial(self.search.first, query, words, self.tasks.overtaken))
        done = partial(self._take, self._number, words, query, again)
        self.tasks.give(TaskKind.PAGE, work, done)

    def _take(
        self,
        number: int,
        words: str,
        query: Query,
        again: bool,
        results: Results | QueryError | BriefingError,
    ) -> None:
        if number != self._number:
            return
        self._answered = True
        self._look()
        if isinstance(results, BriefingError):
            self.screen.tell(str(results))
        elif isinstance(results, QueryError):
            if words == self.search.words:
                self.fault = results
                self.screen.say_fault()
            if words == self.words:
                self._show(words, query, Results(), again=True)
            self._asked = (self.words, self.query)
        elif not self._is_passed_over(words, results):
            self._show(words, query, results, again=again and words == self.words)
        ready = self._progress.stage is Stage.READY and not isinstance(results, BriefingError)
        if self._outdated or (self.partial and ready and self.screen.at_top):
            self.ask_again()

    def _is_passed_over(self, words: str, results: Results) -> bool:
        """Whether the list stays although nothing is found, because a field may be begun."""
        typing = self.pages.rows and not self._settled and may_become_field(words)
        return bool(typing) and not (results.rows or results.partial or self.partial)

    def _show(self, words: str, query: Query, results: Results, *, again: bool) -> None:
        pages = ResultPages()
        pages.add(0, results)
        same = again and pages.rows and pages.rows == self.pages.rows
        self.words, self.query, self.pages, self._results = words, query, pages, results
        if not same:
            self.screen.list_anew(again=again)
        self.screen.say_title()
        self._count_later()

    # -- further pages -----------------------------------------------------------------------------

    def near(self, row: int) -> None:
        """Fetch the page beyond what is at hand, if the cursor is near its end."""
        page = self.pages.wanted(row)
        if page is None or page == self._page_asked or not self._answered:
            return
        self._page_asked = page
        start = self.pages.start(page)
        work = partial(self.search.page, self.query, start, self.tasks.overtaken)
        done = partial(self._take_page, self._number, page)
        self.tasks.give(TaskKind.PAGE, partial(attempt, work), done)

    def _take_page(self, number: int, page: int, results: Results | BriefingError) -> None:
        if number != self._number:
            return
        self._page_asked = None
        if isinstance(results, BriefingError):
            self.screen.tell(str(results))
            return
        self.pages.add(page, results)
        self.screen.list_on()

    def go_to_start(self) -> bool:
        """Go to the first page, if it is not at hand or not complete.

        Returns:
            Whether it has to be fetched.
        """
        stale = self._results.partial and self._progress.stage is Stage.READY
        if self.pages.first == 0 and not stale:
            return False
        self._ask(again=False)
        return True

    def go_to_end(self) -> bool:
        """Go to the last page, if it is not at hand; `stay` stops on the way.

        Returns:
            Whether it has to be fetched.
        """
        if self.pages.complete or not (self.pages.rows and self._answered):
            return False
        self._walk += 1
        walk, pages = self._walk, self.pages.copy()
        stays = lambda: walk != self._walk or self.tasks.abandoned()  # noqa: E731 - said once
        work = partial(self.search.to_end, self.query, pages, stays)
        done = partial(self._take_end, self._number, walk)
        self.tasks.give(TaskKind.PAGE, partial(attempt, work), done)
        return True

    def stay(self) -> None:
        """Go to no end any more."""
        self._walk += 1

    def _take_end(self, number: int, walk: int, pages: ResultPages | BriefingError) -> None:
        if number != self._number or walk != self._walk:
            return
        self._page_asked = None
        if isinstance(pages, BriefingError):
            self.screen.tell(str(pages))
            return
        self.pages = pages
        self.screen.list_end()

    # -- how many there are ------------------------------------------------------------------------

    def _count_later(self) -> None:
        """Count when the reader has stopped typing."""
        self._counted, self._counting = None, False
        self.tasks.drop(TaskKind.COUNT)
        if self._timer is not None:
            self._timer.stop()
        if self.pages.total is None:
            self._timer = self.screen.set_timer(_PAUSE, self._count)

    def _count_again(self) -> None:
        """Count anew, because the index has more by now."""
        counted = None if self._counting or self.pages.total is not None else self._counted
        if counted is not None and counted < MOST_COUNTED:
            self._count()

    def _count(self) -> None:
        self._counting = True
        work = partial(attempt, partial(self.search.count, self.query, self.tasks.overtaken))
        self.tasks.give(TaskKind.COUNT, work, partial(self._take_count, self._number))

    def _take_count(self, number: int, count: int | BriefingError) -> None:
        if number != self._number:
            return
        self._counting = False
        if isinstance(count, int):
            self._counted = count
            self.screen.say_position()

    # -- the index ---------------------------------------------------------------------------------

    def _look(self) -> None:
        """See how far the index is, now and for as long as it is not complete."""
        before, self._progress = self._progress, self.search.progress()
        if self.under_way and self._looking is None:
            self._looking = self.screen.set_interval(_LOOK, self._look_again)
        elif not self.under_way and self._looking is not None:
            self._looking.stop()
            self._looking = None
        if self._progress.stage != before.stage:
            self.screen.index_moved_on()
        if self._progress != before:
            self.screen.say_title()
            self.screen.say_position()
            if self._progress.notice != before.notice:
                self.screen.list_on()

    def _look_again(self) -> None:
        before = self._progress
        self._look()
        if self._progress == before:
            return
        found_all = not self.under_way or self.pages.complete
        # Who reads on below the first page is not taken away from there.
        if self.screen.at_top and found_all:
            self.ask_again()
        else:
            self._count_again()

    def card_at(self, key: str | None) -> CardRow | None:
        """The card of an item of the list; None where the item is no card."""
        number = row_number(key)
        return None if number is None else self.pages.row(number)


class SavedSearches:
    """The user's saved searches, each with what it finds now.

    Attributes:
        notices: What is wrong with their file, in sentences.
    """

    def __init__(
        self, tasks: BackgroundTasks, search: LibrarySearch, counted: Callable[[], None]
    ) -> None:
        """Nothing is read yet."""
        self.search = search
        self._errands = tasks
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
        """Read the file anew, and count what is new in it."""
        self._searches, self.notices = self.search.saved()
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
                tasks = self._errands
                work = partial(attempt, partial(self.search.count, query, tasks.overtaken))
                tasks.give(TaskKind.SAVED, work, partial(self._take, search.query))
                return
            self._finds[search.query] = "has a mistake"

    def save(self, name: str, query: str) -> str:
        """Save a search; say what came of it."""
        try:
            self.search.save(SavedSearch(name.strip(), query.strip()))
        except BriefingError as error:
            return str(error)
        self.read()
        return f"Saved as “{name.strip()}”; it is listed before you type a search."

    def delete(self, name: str) -> str:
        """Take a search away; say what came of it."""
        try:
            self.search.delete(name)
        except BriefingError as error:
            return str(error)
        self.read()
        return f"“{name}” is deleted."

    def _take(self, query: str, count: int | BriefingError) -> None:
        if isinstance(count, BriefingError):
            return
        self._finds[query] = f"{count:,}+" if count >= MOST_COUNTED else f"{count:,}"
        self.count()
        self._counted()

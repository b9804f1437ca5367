"""What the reader asks of the library, and what of the answer is at hand."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from textual.timer import Timer

from briefing.model.errors import BriefingError
from briefing.search.index.results import CardRow, Progress, Results, Stage
from briefing.search.language import may_become_field, read_words
from briefing.search.query import Query, QueryError
from briefing.tui.background import BackgroundTasks
from briefing.tui.library_pages import PAGE, Pages
from briefing.tui.library_search import MOST_COUNTED, LibrarySearch
from briefing.tui.rendering.library_hits import row_number, title_of

if TYPE_CHECKING:
    from briefing.tui.screens.library_search import LibraryScreen

T = TypeVar("T")

_LOOK: Final = 0.5
"""Seconds between two looks at how far the index is, as long as it is being made."""

_PAUSE: Final = 0.3
"""Seconds without typing before all that was found is counted."""


class Kind(IntEnum):
    """Tasks, the most urgent first."""

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


class Asking:
    """Asks the library page by page; nothing of an older question is shown after a newer one.

    Attributes:
        words: What the cards listed were found by, as typed.
        query: The same.
        fault: What is wrong with the words typed since; None where nothing is.
        pages: The cards around the cursor.
    """

    def __init__(self, screen: LibraryScreen, search: LibrarySearch) -> None:
        self.screen = screen
        self.search = search
        self.tasks = BackgroundTasks(screen)
        self.words = ""
        self.query = Query()
        self.fault: QueryError | None = None
        self.pages = Pages()
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
        """What happened to the index."""
        return self._progress.notice

    @property
    def under_way(self) -> bool:
        """Whether the index is being checked or made."""
        return self._progress.stage in (Stage.CHECKING, Stage.BUILDING)

    @property
    def title(self) -> str:
        """In what order cards are listed, and whether all of them are."""
        results = self._results
        return title_of(self._progress, ranked=results.ranked, partial=results.partial)

    @property
    def partial(self) -> bool:
        """Whether what is listed was found before the index was complete."""
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
        self.tasks.give(Kind.PAGE, work, done)

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
        if self._outdated or (self.partial and ready and self._at_top):
            self.ask_again()

    def _is_passed_over(self, words: str, results: Results) -> bool:
        """Whether the list stays although nothing is found, because a field may be begun."""
        typing = self.pages.rows and not self._settled and may_become_field(words)
        return bool(typing) and not (results.rows or results.partial or self.partial)

    def _show(self, words: str, query: Query, results: Results, *, again: bool) -> None:
        pages = Pages()
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
        self.tasks.give(Kind.PAGE, partial(attempt, work), done)

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
        self.tasks.give(Kind.PAGE, partial(attempt, work), done)
        return True

    def stay(self) -> None:
        """Go to no end any more."""
        self._walk += 1

    def _take_end(self, number: int, walk: int, pages: Pages | BriefingError) -> None:
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
        self.tasks.drop(Kind.COUNT)
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
        self.tasks.give(Kind.COUNT, work, partial(self._take_count, self._number))

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
            self.screen.saved.forget()
            self.screen.saved.count()
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
        if self._at_top and found_all:
            self.ask_again()
        else:
            self._count_again()

    @property
    def _at_top(self) -> bool:
        """Whether the cursor is on the first page."""
        return (row_number(self.screen.hits.cursor_key) or 0) < PAGE

    def card_at(self, key: str | None) -> CardRow | None:
        """The card of an item of the list; None where the item is no card."""
        number = row_number(key)
        return None if number is None else self.pages.row(number)

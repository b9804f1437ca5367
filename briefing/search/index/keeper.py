"""Keeping an index up to date in the background, and searching in it meanwhile."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec

from briefing.model.errors import BriefingError, Stopped
from briefing.search.document import SearchedCard, head_of, searched_cards
from briefing.search.evaluate import Evaluator, Judge, refuse
from briefing.search.facts import BriefingValues
from briefing.search.index.database import (
    BusyIndexError,
    CardIndexError,
    DamagedIndexError,
    UnusableIndexError,
    has_full_text_search,
    identity,
    open_to_read,
    stamps,
)
from briefing.search.index.reading import IndexReader
from briefing.search.index.results import (
    Given,
    Instead,
    PageEnd,
    Progress,
    Results,
    Shelf,
    Stage,
    Stop,
    make_row,
    never,
)
from briefing.search.query import Condition, Query, QueryError
from briefing.search.similar import ListedNames, Similar

T = TypeVar("T")

_POLL: Final = 0.5
"""Seconds between two looks at what another program is doing to the index."""

_LONG_POLL: Final = 2.0

_MOST_REPAIRS: Final = 3
_ALL: Final = 1 << 40

_NO_FULL_TEXT: Final = (
    "Python's SQLite has no full-text search (FTS5), so every search reads the whole library."
    " Install a Python whose SQLite has FTS5."
)
_NOWHERE: Final = "Until it can be stored, every search reads the whole library."
_REPAIRED: Final = (
    "The index was damaged, or of another version, and is being rebuilt; the library is safe."
)
_BAD_DISK: Final = (
    "The index was damaged repeatedly; check the disk. Until the program is restarted, every"
    " search reads the whole library."
)


class Currency(NamedTuple):
    """How far the index has come up with the library."""

    done: int  # briefings that it holds as the library has them
    of: int  # briefings in the library
    is_current: bool  # whether it holds these and no others


def currency(path: Path, shelf: Shelf, *, owned: bool = True) -> Currency:
    """Compare an index with its library; raises `BriefingError` where that cannot be read."""
    wanted = shelf.stamps()
    try:
        with closing(open_to_read(path, owned=owned)) as connection:
            indexed = stamps(connection)
    except (CardIndexError, sqlite3.Error):
        indexed = {}
    return Currency(len(wanted.items() & indexed.items()), len(wanted), indexed == dict(wanted))


class IndexKeeper:
    """The index of one library.

    A thread of its own makes the index and brings it up to date. Searching is possible all the
    time, from any thread but the one that draws the screen: in what is indexed so far or, where no
    index can be kept, by reading the library. Nothing that happens to the index is fatal.

    Args:
        paths: Files to keep the index in, each tried where the one before it cannot be written.
        judge: Decides on what the index cannot know: marks of the reader, evidence.
        instead: Gives what is searched instead of what is published and indexed.
        makes: Whether to make the index where it is not up to date, or to wait for somebody else.
    """

    def __init__(
        self,
        shelf: Shelf,
        paths: Sequence[Path],
        judge: Judge = refuse,
        *,
        instead: Instead = dict,
        makes: bool = True,
    ) -> None:
        self._shelf = shelf
        self._paths = list(paths)
        self._judge = judge
        self._instead = instead
        self._makes = makes
        self._progress = Progress()
        self._damaged: int | None = None
        self._vouched: int | None = None
        """The file that was found to be up to date, see `identity`."""
        self._moved: str | None = None
        """Why the index is kept elsewhere, which holds for as long as it is."""
        self._repairs = 0
        self._reader: IndexReader | None = None
        self._reading = threading.Lock()
        self._turn = threading.Lock()
        self._wanted = threading.Event()
        self._ready = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="index", daemon=True)

    def start(self) -> None:
        self._wanted.set()
        self._thread.start()

    def refresh(self) -> None:
        """Check the index again, in the background: something was published."""
        with self._turn:
            self._ready.clear()
            self._wanted.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the index is up to date or cannot be kept; False if that took longer."""
        return self._ready.wait(seconds)

    def close(self) -> None:
        """Leave off; what is indexed so far stays. Waits for the briefing that is in work."""
        self._closed.set()
        self._wanted.set()
        if self._thread.is_alive():
            self._thread.join()
        with self._reading:
            self._drop_reader()

    def progress(self) -> Progress:
        return self._progress

    def search(
        self, query: Query, limit: int = 50, before: PageEnd | None = None, stopped: Stop = never
    ) -> Results:
        """Find a page of cards, which is partial while the index is not up to date.

        What is searched instead of what is published comes first, whatever the order.

        Raises:
            Stopped: Nobody waits for it any more.
            BriefingError: No index can be kept, and the library cannot be read.
        """
        others = self._instead()
        if self._progress.stage is Stage.WITHOUT:
            return self._scan(Given(others, self._shelf), query, limit, before, stopped)
        ready = self._ready_to_read()
        found = self._read(
            lambda reader: reader.search(
                query,
                limit,
                before,
                self._judge,
                without=others,
                stopped=stopped,
            )
        )
        first = Results()
        if before is None:
            first = self._scan(Given(others), query, _ALL, None, stopped)
        if found is None:
            return Results(rows=first.rows, partial=True)
        ready = ready and self._ready_to_read()
        return msgspec.structs.replace(
            found,
            rows=first.rows + found.rows,
            partial=not ready,
            total=found.total + len(first.rows) if ready and found.total is not None else None,
        )

    def count(self, query: Query, most: int = 1000, stopped: Stop = never) -> int:
        """Count the cards that a query finds in what is indexed so far; raises as `search`."""
        others = self._instead()
        if self._progress.stage is Stage.WITHOUT:
            return len(self._scan(Given(others, self._shelf), query, most, None, stopped).rows)
        first = len(self._scan(Given(others), query, most, None, stopped).rows)
        rest = self._read(
            lambda reader: reader.count(
                query,
                most - first,
                self._judge,
                without=others,
                stopped=stopped,
            )
        )
        return first + (rest or 0)

    def unknown(self, query: Query, text: str) -> QueryError | None:
        """Find the first name in a query, also given as typed, that no briefing has."""
        if not self._ready_to_read() or self._instead():
            return None
        found = self._read(lambda reader: reader.unknown(query, text))
        return found if self._ready_to_read() else None

    def similar(self, query: Query, stopped: Stop = never) -> Similar | None:
        """Say what to look for where a query finds nothing, once all is indexed."""
        if (names := self._names()) is None:
            return None
        return names.similar(query, lambda word: self.count(Query(word), 1, stopped) > 0)

    def _scan(
        self, shelf: Shelf, query: Query, limit: int, before: PageEnd | None, stopped: Stop
    ) -> Results:
        """Find cards as an index would, but unranked, in the order of the shelf."""
        if query.condition is None:
            return Results(total=0)
        start = before.row + 1 if before else 0
        meant = _meant(shelf, query.condition, self._judge, start, stopped)
        found = list(islice(meant, limit + 1))
        shown = found[:limit]
        more = PageEnd(row=shown[-1][0]) if len(found) > limit else None
        return Results(
            rows=tuple(make_row(card, evaluator) for _, card, evaluator in shown),
            total=len(found) if more is None and before is None else None,
            more=more,
        )

    def _names(self) -> ListedNames | None:
        others = self._instead()
        if self._progress.stage is Stage.WITHOUT:
            return ListedNames(*_values(Given(others, self._shelf)))
        if not self._ready_to_read():
            return None
        return self._read(lambda reader: reader.names(_values(Given(others))))

    def unreadable(self) -> list[str]:
        return self._read(lambda reader: reader.unreadable()) or []

    def _read(self, ask: Callable[[IndexReader], T]) -> T | None:
        """Ask the index; None where it gives no answer now, whatever the reason."""
        with self._reading:
            try:
                return ask(self._open_reader())
            except DamagedIndexError as error:
                self._damaged = self._reader.identity if self._reader else identity(error.path)
                self._tell(notice=_REPAIRED, stage=Stage.BUILDING)
                self._drop_reader()
                self.refresh()
            except BusyIndexError as error:
                self._tell(notice=str(error))
                self._doubt()
            except UnusableIndexError:
                # It is not there yet, or it was deleted: the thread finds out.
                self._drop_reader()
                self._doubt()
        return None

    def _open_reader(self) -> IndexReader:
        path = self._paths[0]
        if self._reader and self._reader.identity != identity(path):
            self._drop_reader()
        if self._reader is None:
            self._reader = IndexReader(path, owned=self._makes)
        if self._reader.identity != self._vouched:
            # Another program makes it anew, and may not have come far.
            self._doubt()
        return self._reader

    def _ready_to_read(self) -> bool:
        return self._progress.stage is Stage.READY

    def _doubt(self) -> None:
        if self._ready_to_read():
            self._tell(stage=Stage.CHECKING)
            self.refresh()

    def _drop_reader(self) -> None:
        if self._reader:
            self._reader.close()
            self._reader = None

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._closed.is_set():
                return
            self._keep()
            with self._turn:
                if not self._wanted.is_set():
                    self._ready.set()

    def _keep(self) -> None:
        if not has_full_text_search():
            self._tell(stage=Stage.WITHOUT, notice=_NO_FULL_TEXT)
            return
        if not self._makes:
            self._await_index()
            return
        if self._damaged is not None:
            self._repairs += 1
        while self._progress.stage is not Stage.WITHOUT:
            if self._repairs > _MOST_REPAIRS:
                self._tell(stage=Stage.WITHOUT, notice=_BAD_DISK)
                return
            try:
                self._bring_up_to_date(self._paths[0])
                return
            except UnusableIndexError as error:
                self._give_up(error)
            except DamagedIndexError:
                # It was made anew and is damaged already.
                self._repairs = _MOST_REPAIRS + 1
            except BriefingError as error:
                # The library cannot be read: what is indexed of it can still be searched.
                self._tell(notice=str(error))
                return

    def _await_index(self) -> None:
        while not self._closed.is_set():
            found: list[Currency] = []
            for path in self._paths:
                looked_at = identity(path)
                found.append(currency(path, self._shelf, owned=False))
                if found[-1].is_current:
                    with self._reading:
                        self._drop_reader()
                        self._paths.sort(key=lambda one: one != path)
                    self._damaged = None
                    self._vouch(looked_at)
                    return
            self._tell(stage=Stage.BUILDING, done=max(found).done, of=max(found).of)
            self._closed.wait(_LONG_POLL)

    def _give_up(self, error: CardIndexError) -> None:
        if len(self._paths) == 1:
            self._tell(stage=Stage.WITHOUT, notice=f"{error} {_NOWHERE}")
            return
        with self._reading:
            self._drop_reader()
            self._paths.pop(0)
        self._moved = f"{error} It is stored as “{self._paths[0]}” instead."
        self._tell(notice=self._moved)

    def _bring_up_to_date(self, path: Path) -> None:
        while not self._closed.is_set():
            try:
                looked_at = identity(path)
                if self._damaged is not None or not currency(path, self._shelf).is_current:
                    self._update(path)
                    looked_at = identity(path)
                self._vouch(looked_at)
                return
            except BusyIndexError:
                # Another program does it for us, or dies: then the lock is free.
                found = currency(path, self._shelf)
                self._tell(done=found.done, of=found.of)
                self._closed.wait(_POLL)

    def _update(self, path: Path) -> None:
        # Mostly the index is up to date, and what makes it need not be loaded.
        from briefing.search.index.building import update  # noqa: PLC0415

        self._tell(stage=Stage.BUILDING)
        update(
            path,
            self._shelf,
            tell=lambda done, of: self._tell(done=done, of=of),
            stopped=self._closed.is_set,
            damaged=self._damaged,
        )
        self._damaged = None

    def _vouch(self, file: int | None) -> None:
        """The file is up to date; what was in its way is over."""
        self._vouched = file
        self._tell(stage=Stage.READY, notice=self._moved)

    def _tell(self, **changes: object) -> None:
        self._progress = msgspec.structs.replace(self._progress, **changes)


# -- without an index ------------------------------------------------------------------------------


def _meant(
    shelf: Shelf, condition: Condition, judge: Judge, start: int, stopped: Stop
) -> Iterator[tuple[int, SearchedCard, Evaluator]]:
    cards = enumerate(_cards(shelf, condition, judge))
    for number, (card, evaluator) in islice(cards, start, None):
        if stopped():
            raise Stopped
        if evaluator.is_meant(card):
            yield number, card, evaluator


def _cards(
    shelf: Shelf, condition: Condition, judge: Judge
) -> Iterator[tuple[SearchedCard, Evaluator]]:
    for id_ in shelf.stamps():
        if revision := shelf.open(id_):
            head = head_of(revision.briefing, revision.number, revision.day.toordinal())
            values = BriefingValues(revision.briefing)
            wanted = ListedNames(values).with_states(condition)
            evaluator = Evaluator(wanted, values, judge)
            for card, _ in searched_cards(head, revision.briefing, values):
                yield card, evaluator


def _values(shelf: Shelf) -> list[BriefingValues]:
    revisions = map(shelf.open, shelf.stamps())
    return [BriefingValues(one.briefing) for one in revisions if one]

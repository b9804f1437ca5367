"""Searching in an index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from briefing.model.errors import Stopped
from briefing.search.document import BriefingHead, SearchedCard
from briefing.search.evaluate import Evaluator, Judge
from briefing.search.facts import NAME, FieldValue, Numbered, ValueTable
from briefing.search.index.database import (
    FAILURES,
    READ_CARD,
    classify,
    head_decoder,
    identity,
    open_to_read,
    read_card,
)
from briefing.search.index.plan import EVER, Counts, Planner
from briefing.search.index.results import PageEnd, Results, Stop, make_row, never
from briefing.search.query import Condition, Order, Query, QueryError, comparisons
from briefing.search.similar import ListedNames

T = TypeVar("T")

RANKED: Final = 1000
"""Among how many of the newest that may fit the best are looked for."""

_HEADS_KEPT: Final = 256
_READ_HEAD: Final = "SELECT head FROM briefings WHERE key = ?"
_READ_VALUES: Final = (
    "SELECT value, names, is_code FROM field_values WHERE field = ? ORDER BY value"
)
_UNREADABLE: Final = "SELECT id FROM briefings WHERE head IS NULL ORDER BY id"

_names_decoder: Final = msgspec.json.Decoder(tuple[str, ...])

_Found = tuple[int, float, SearchedCard]
"""A card with its number and its rank, less being better."""


class IndexReader:
    """An index, open for queries; for one thread at a time.

    Each method raises `DamagedIndexError` where the index cannot be relied on, `BusyIndexError`
    where another program has locked it, and `UnusableIndexError` where it cannot be read.

    Args:
        path: Its file.
        owned: Whether this process may write it, see `open_to_read`.
    """

    def __init__(self, path: Path, *, owned: bool = True) -> None:
        self.identity = identity(path)
        self._path = path
        self._connection = open_to_read(path, owned=owned)
        self._version: int | None = None
        self._state = _State(self._connection)
        self._head = lru_cache(maxsize=_HEADS_KEPT)(self._read_head)

    def close(self) -> None:
        self._connection.close()

    def search(  # noqa: PLR0913 - as the keeper is asked, and what it searches by itself
        self,
        query: Query,
        limit: int,
        before: PageEnd | None,
        judge: Judge,
        *,
        without: Collection[str] = (),
        stopped: Stop = never,
    ) -> Results:
        """Find cards, on a page of at most ``limit`` after the one before.

        Those of the briefings ``without`` are left out; ``stopped`` is asked at each card.

        Raises:
            Stopped: Nobody waits for it any more.
        """
        condition = query.condition
        if condition is None:
            return Results(total=0)
        ranked = query.order is Order.RELEVANCE

        def first_rows() -> Results:
            wanted = self._state.names.with_states(condition)
            evaluator = Evaluator(wanted, self._state.values, judge)
            planner = self._state.planner(ranked=ranked, judge=judge)
            candidates = (self._ranked if ranked else self._newest)(planner, wanted, before)
            found = list(islice(_meant(candidates, evaluator, without, stopped), limit + 1))
            shown = found[:limit]
            more = None
            if len(found) > limit:
                row, rank, _ = shown[-1]
                more = PageEnd(row=row, rank=rank if ranked else None)
            return Results(
                rows=tuple(make_row(card, evaluator) for _, _, card in shown),
                total=len(found) if more is None and before is None and not ranked else None,
                more=more,
                ranked=RANKED if ranked else None,
            )

        return self._ask(first_rows)

    def count(
        self,
        query: Query,
        most: int,
        judge: Judge,
        *,
        without: Collection[str] = (),
        stopped: Stop = never,
    ) -> int:
        """Count the cards that a query finds, up to a number; see `search`."""
        condition = query.condition
        if condition is None:
            return 0

        def counted() -> int:
            wanted = self._state.names.with_states(condition)
            evaluator = Evaluator(wanted, self._state.values, judge)
            planner = self._state.planner(ranked=False, judge=judge)
            meant = _meant(self._newest(planner, wanted, None), evaluator, without, stopped)
            return sum(1 for _ in islice(meant, most))

        return self._ask(counted)

    def names(self, others: Sequence[ValueTable] = ()) -> ListedNames:
        """Give the names that are listed, those of some more briefings among them."""

        def read() -> ListedNames:
            state = self._state
            state.values.of(NAME)
            return ListedNames(state.values, *others) if others else state.names

        return self._ask(read)

    def unknown(self, query: Query, text: str) -> QueryError | None:
        """Find the first name in a query that no briefing has; the query is given as typed, too."""
        condition = query.condition
        if condition is None:
            return None

        def first_error() -> QueryError | None:
            errors = (self._state.values.unknown(one, text) for one in comparisons(condition))
            return next(filter(None, errors), None)

        return self._ask(first_error)

    def unreadable(self) -> list[str]:
        return self._ask(lambda: [id_ for (id_,) in self._connection.execute(_UNREADABLE)])

    def _ask(self, answer: Callable[[], T]) -> T:
        """Ask the index, in one state of it."""
        try:
            self._connection.execute("BEGIN")
            try:
                (version,) = self._connection.execute("PRAGMA data_version").fetchone()
                if version != self._version:
                    self._version = version
                    self._state = _State(self._connection)
                return answer()
            finally:
                self._connection.execute("COMMIT")
        except FAILURES as error:
            raise classify(error, self._path) from error

    def _newest(
        self, planner: Planner, condition: Condition, before: PageEnd | None
    ) -> Iterator[_Found]:
        row_before = before.row if before else EVER
        for row, rank in self._listed(planner, condition, row_before):
            yield row, rank, self._read(row)

    def _ranked(
        self, planner: Planner, condition: Condition, before: PageEnd | None
    ) -> Iterator[_Found]:
        newest = islice(self._listed(planner, condition, EVER), RANKED)
        last = (before.rank, -before.row) if before and before.rank is not None else None
        for row, rank in sorted(newest, key=lambda one: (one[1], -one[0])):
            if last is None or (rank, -row) > last:
                yield row, rank, self._read(row)

    def _listed(
        self, planner: Planner, condition: Condition, row_before: int
    ) -> Iterator[tuple[int, float]]:
        """List the cards that may be meant, the newest first, each with the best of its ranks."""
        listed = [
            self._connection.execute(one.sql, (*one.parameters, min(row_before, one.newest + 1)))
            for one in planner.statements(condition)
        ]
        together = merge(*listed, key=lambda one: (-one[0], one[1]))
        for _, same in groupby(together, key=lambda one: one[0]):
            yield next(same)

    def _read(self, row: int) -> SearchedCard:
        (stored,) = self._connection.execute(READ_CARD, (row,))
        return read_card(stored, self._head(stored[0]))

    def _read_head(self, key: int) -> BriefingHead:
        ((packed,),) = self._connection.execute(_READ_HEAD, (key,))
        return head_decoder.decode(packed)


class _State:
    """What was read of one state of an index, and what plans were made of."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.values = _StoredValues(connection)
        self.names = ListedNames(self.values)
        self._counts = Counts(connection)

    def planner(self, *, ranked: bool, judge: Judge) -> Planner:
        return Planner(self._counts, self.values, ranked=ranked, judge=judge)


class _StoredValues(ValueTable):
    """The values of fields in one state of an index, read when first asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection
        self._read: dict[str, Numbered] = {}

    def of(self, field: str) -> Numbered:
        if field not in self._read:
            self._read[field] = {
                FieldValue(_names_decoder.decode(names), bool(is_code)): number
                for number, names, is_code in self._connection.execute(_READ_VALUES, (field,))
            }
        return self._read[field]


def _meant(
    candidates: Iterator[_Found], evaluator: Evaluator, without: Collection[str], stopped: Stop
) -> Iterator[_Found]:
    """Which of the cards proposed are meant."""
    for found in candidates:
        if stopped():
            raise Stopped
        card = found[2]
        if card.head.id not in without and evaluator.is_meant(card):
            yield found

"""Searching in an index."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
from contextlib import closing
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from briefing.model.errors import Stopped
from briefing.search.index.database import identity, open_to_read
from briefing.search.index.deciding import Allow, Candidate, Decider
from briefing.search.index.document import unpack
from briefing.search.index.errors import FAILURES, classify
from briefing.search.index.head import Head, unpack_head
from briefing.search.index.plan import propose
from briefing.search.index.results import Mark, Results, Stop, never
from briefing.search.index.rows import make_row
from briefing.search.index.values import Lists
from briefing.search.language import QueryError
from briefing.search.language.nodes import Condition, Order
from briefing.search.language.query import Query

RANKED: Final = 1000
"""Among how many of the newest that may fit the best are looked for."""

_MOST_WORDS: Final = 64
_LAST_CHARACTER: Final = "\U0010ffff"
_HEADS_KEPT: Final = 256
_EVER: Final = 1 << 62

# The join keeps this order: SQLite would otherwise be free to begin with the cards.
_NEWEST: Final = """
SELECT text.rowid, cards.head, cards.document
FROM text CROSS JOIN cards ON cards.row = text.rowid
WHERE text MATCH ? AND text.rowid < ? ORDER BY text.rowid DESC
"""
_RANK: Final = """
SELECT rowid, bm25(text, 4.0, 1.0, 0.5, 0.2) FROM text
WHERE text MATCH ? ORDER BY rowid DESC LIMIT ?
"""
_WORDS: Final = "SELECT word FROM words WHERE word >= ? AND word < ? LIMIT ?"
_UNREADABLE: Final = "SELECT id FROM heads WHERE head IS NULL ORDER BY id"
_CARD: Final = "SELECT head, document FROM cards WHERE row = ?"

_Found = tuple[int, float | None, Candidate]


class IndexReader:
    """An index, open for queries; for one thread at a time."""

    def __init__(self, path: Path, *, owned: bool = True) -> None:
        """Open an index.

        Args:
            path: Its file.
            owned: Whether this process may write it, see `open_to_read`.

        Raises:
            DamagedIndexError: It is no index of this version.
            UnusableIndexError: It cannot be opened, or not now.
        """
        self.identity = identity(path)
        self._path = path
        self._connection = open_to_read(path, owned=owned)
        self._lists = Lists(self._connection)
        self._head = lru_cache(maxsize=_HEADS_KEPT)(self._read_head)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def search(  # noqa: PLR0913 - as the keeper is asked, and what it searches by itself
        self,
        query: Query,
        limit: int,
        before: Mark | None,
        allow: Allow,
        *,
        without: Collection[str] = (),
        stopped: Stop = never,
    ) -> Results:
        """Find cards.

        Args:
            query: What is asked for.
            limit: Most rows to give.
            before: Where the page before this one ended; None for the first.
            allow: Decides on what the index cannot know.
            without: Ids of briefings that are left out.
            stopped: Asked at each card that is looked at.

        Returns:
            A page of results.

        Raises:
            Stopped: Nobody waits for it any more.
            DamagedIndexError: The index cannot be relied on.
            BusyIndexError: Another program has locked it.
            UnusableIndexError: It can no longer be read.
        """
        if query.condition is None or not (expression := self._propose(query.condition)):
            return Results(total=0)
        meant = _Meant(Decider(query.condition, allow), without, stopped)
        ranked = query.order is Order.RELEVANCE
        candidates = (self._ranked if ranked else self._newest)(expression, before)
        found = self._first(candidates, meant, limit + 1)
        shown = found[:limit]
        more = Mark(row=shown[-1][0], rank=shown[-1][1]) if len(found) > limit else None
        return Results(
            rows=tuple(make_row(candidate, meant.decider) for _, _, candidate in shown),
            total=len(found) if more is None and before is None and not ranked else None,
            more=more,
            ranked=RANKED if ranked else None,
        )

    def count(
        self,
        query: Query,
        most: int,
        allow: Allow,
        *,
        without: Collection[str] = (),
        stopped: Stop = never,
    ) -> int:
        """Count the cards that a query finds, up to a number; see `search`.

        Raises:
            Stopped: Nobody waits for it any more.
            DamagedIndexError: The index cannot be relied on.
            BusyIndexError: Another program has locked it.
            UnusableIndexError: It can no longer be read.
        """
        if query.condition is None or not (expression := self._propose(query.condition)):
            return 0
        meant = _Meant(Decider(query.condition, allow), without, stopped)
        return len(self._first(self._newest(expression, None), meant, most))

    def unknown(self, query: Query, text: str) -> QueryError | None:
        """Find the first name in a query that no briefing has.

        Args:
            query: What is asked for.
            text: The same as typed.

        Raises:
            DamagedIndexError: The index cannot be relied on.
            BusyIndexError: Another program has locked it.
            UnusableIndexError: It can no longer be read.
        """
        if query.condition is None:
            return None
        try:
            return self._lists.unknown(query.condition, text)
        except FAILURES as error:
            raise classify(error, self._path) from error

    def unreadable(self) -> list[str]:
        """Give the ids of the briefings that could not be read, so that nobody searches them.

        Raises:
            DamagedIndexError: The index cannot be relied on.
            BusyIndexError: Another program has locked it.
            UnusableIndexError: It can no longer be read.
        """
        try:
            return [id_ for (id_,) in self._connection.execute(_UNREADABLE)]
        except FAILURES as error:
            raise classify(error, self._path) from error

    def _propose(self, condition: Condition) -> str:
        try:
            return propose(condition, self._expand)
        except FAILURES as error:
            raise classify(error, self._path) from error

    def _expand(self, letters: str) -> list[str] | None:
        beyond = f"{letters}{_LAST_CHARACTER}"
        found = self._connection.execute(_WORDS, (letters, beyond, _MOST_WORDS + 1)).fetchall()
        return None if len(found) > _MOST_WORDS else [word for (word,) in found]

    def _first(self, candidates: Iterator[_Found], meant: _Meant, most: int) -> list[_Found]:
        """Take the first candidates that are meant, all from one state of the index."""
        try:
            self._connection.execute("BEGIN")
            try:
                with closing(candidates):  # type: ignore[type-var]
                    return list(islice(meant.among(candidates), most))
            finally:
                self._connection.execute("COMMIT")
        except FAILURES as error:
            raise classify(error, self._path) from error

    def _newest(self, expression: str, before: Mark | None) -> Generator[_Found]:
        row_before = before.row if before else _EVER
        with closing(self._connection.execute(_NEWEST, (expression, row_before))) as cursor:
            for row, head, document in cursor:
                yield row, None, Candidate(self._head(head), unpack(document))

    def _ranked(self, expression: str, before: Mark | None) -> Iterator[_Found]:
        ranks = self._connection.execute(_RANK, (expression, RANKED)).fetchall()
        last = (before.rank, -before.row) if before and before.rank is not None else None
        for row, rank in sorted(ranks, key=lambda one: (one[1], -one[0])):
            if last is not None and (rank, -row) <= last:
                continue
            for head, document in self._connection.execute(_CARD, (row,)):
                yield row, rank, Candidate(self._head(head), unpack(document))

    def _read_head(self, key: int) -> Head:
        ((packed,),) = self._connection.execute("SELECT head FROM heads WHERE key = ?", (key,))
        return unpack_head(packed)


class _Meant(NamedTuple):
    """Which of the cards proposed are meant."""

    decider: Decider
    without: Collection[str]
    stopped: Stop

    def among(self, candidates: Iterator[_Found]) -> Iterator[_Found]:
        for one in candidates:
            if self.stopped():
                raise Stopped
            if one[2].head.id not in self.without and self.decider.meant(one[2]):
                yield one

"""The pages of a search in the library, of which few are kept however many there are."""

from __future__ import annotations

from typing import Final

import msgspec

from briefing.search.index.results import CardRow, PageEnd, Results

PAGE: Final = 50
"""Rows of a page."""

KEPT: Final = 4
"""Most pages kept: some screens of rows on either side of the cursor."""

_NEAR: Final = PAGE // 2
"""Rows from the end of what is kept at which the next page is asked for."""


class Page(msgspec.Struct, frozen=True):
    """One page of what was found.

    Attributes:
        number: Counted from 0.
        first: Number of its first row among all rows.
        rows: The cards.
        more: Where the next page begins; None where there is none.
    """

    number: int
    first: int
    rows: tuple[CardRow, ...]
    more: PageEnd | None

    @property
    def end(self) -> int:
        """Number of the row after its last one."""
        return self.first + len(self.rows)


class Pages:
    """Neighbouring pages of one search, and where every page seen so far begins.

    Attributes:
        total: How many rows there are; None until the last page was seen.
    """

    def __init__(self) -> None:
        self._starts: list[tuple[int, PageEnd | None]] = [(0, None)]
        self._kept: list[Page] = []
        self.total: int | None = None

    def copy(self) -> Pages:
        """The same pages, to go on with while these are still shown."""
        other = Pages()
        other._starts, other._kept, other.total = [*self._starts], [*self._kept], self.total
        return other

    @property
    def first(self) -> int:
        """Number of the first row that is kept."""
        return self._kept[0].first if self._kept else 0

    @property
    def end(self) -> int:
        """Number of the row after the last one that is kept."""
        return self._kept[-1].end if self._kept else 0

    @property
    def rows(self) -> list[CardRow]:
        """The rows that are kept."""
        return [row for page in self._kept for row in page.rows]

    def row(self, number: int) -> CardRow | None:
        """A row by its number; None for one that is not kept."""
        at = number - self.first
        return self.rows[at] if 0 <= at < self.end - self.first else None

    @property
    def last(self) -> int:
        """Number of the last page that is known to be there."""
        return len(self._starts) - 1

    @property
    def complete(self) -> bool:
        """Whether the last row of all is among those kept."""
        return bool(self._kept) and self._kept[-1].more is None

    def start(self, number: int) -> PageEnd | None:
        """Where a page begins, for the search to go on from."""
        return self._starts[number][1]

    def add(self, number: int, results: Results) -> None:
        """Keep a page; those that are no longer its neighbours are let go.

        Args:
            number: Of the page; at most `last`.
            results: What the search gave from its start.
        """
        first, _ = self._starts[number]
        page = Page(number, first, results.rows, results.more)
        if results.more is not None and number == self.last:
            self._starts.append((page.end, results.more))
        if results.more is None:
            self.total = page.end
        kept = [one for one in self._kept if abs(one.number - number) < KEPT]
        before = [one for one in kept if one.number < number]
        after = [one for one in kept if one.number > number]
        if before and before[-1].number != number - 1:
            before = []
        if after and after[0].number != number + 1:
            after = []
        self._kept = [*before, page, *after]
        if len(self._kept) > KEPT:
            # What is farthest from the new page goes.
            self._kept = self._kept[-KEPT:] if len(before) > len(after) else self._kept[:KEPT]

    def wanted(self, number: int) -> int | None:
        """Say which page to ask for, the cursor being on a row.

        Args:
            number: Of the row.

        Returns:
            Number of the page; None where what is kept is enough.
        """
        if not self._kept:
            return None
        if number >= self.end - _NEAR and not self.complete:
            return self._kept[-1].number + 1
        if number < self.first + _NEAR and self.first > 0:
            return self._kept[0].number - 1
        return None

"""Searching without an index, by reading the whole library: slow, but never wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from briefing.model.errors import Stopped
from briefing.search.document import SearchedCard, head_of, searched_cards
from briefing.search.evaluate import Allow, Evaluator
from briefing.search.index.results import PageEnd, Results, Shelf, Stop, make_row, never
from briefing.search.query import Condition, Query
from briefing.search.values import ValueTable


def scan(  # noqa: PLR0913 - as the index is asked, and where
    shelf: Shelf,
    query: Query,
    limit: int,
    before: PageEnd | None,
    allow: Allow,
    *,
    stopped: Stop = never,
) -> Results:
    """Find cards as an index would, but unranked, and in the order in which the shelf lists them.

    Args:
        shelf: The library.
        query: What is asked for.
        limit: Most rows to give.
        before: Where the page before this one ended; None for the first.
        allow: Decides on what the text of a card does not tell.
        stopped: Asked at each card that is looked at.

    Raises:
        Stopped: Nobody waits for it any more.
        BriefingError: The library cannot be read.
    """
    if query.condition is None:
        return Results(total=0)
    start = before.row + 1 if before else 0
    found = list(islice(_meant(shelf, query.condition, allow, start, stopped), limit + 1))
    shown = found[:limit]
    more = PageEnd(row=shown[-1][0]) if len(found) > limit else None
    return Results(
        rows=tuple(make_row(card, evaluator) for _, card, evaluator in shown),
        total=len(found) if more is None and before is None else None,
        more=more,
    )


def count_by_scan(
    shelf: Shelf, query: Query, most: int, allow: Allow, stopped: Stop = never
) -> int:
    """Count cards, up to a number; raises as `scan`."""
    if query.condition is None:
        return 0
    return sum(1 for _ in islice(_meant(shelf, query.condition, allow, 0, stopped), most))


def _meant(
    shelf: Shelf, condition: Condition, allow: Allow, start: int, stopped: Stop
) -> Iterator[tuple[int, SearchedCard, Evaluator]]:
    """The cards that are meant, from one on, each with its number and what decided on it."""
    cards = enumerate(_cards(shelf, condition, allow))
    for number, (card, evaluator) in islice(cards, start, None):
        if stopped():
            raise Stopped
        if evaluator.is_meant(card):
            yield number, card, evaluator


def _cards(
    shelf: Shelf, condition: Condition, allow: Allow
) -> Iterator[tuple[SearchedCard, Evaluator]]:
    for id_ in shelf.stamps():
        if revision := shelf.open(id_):
            head = head_of(revision.briefing, revision.number, revision.day.toordinal())
            values = ValueTable()
            cards = [card for _, card, _ in searched_cards(head, revision.briefing, values)]
            evaluator = Evaluator(condition, values, allow)
            for card in cards:
                yield card, evaluator

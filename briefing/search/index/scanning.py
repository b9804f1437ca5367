"""Searching without an index, by reading the whole library: slow, but never wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from briefing.model.errors import Stopped
from briefing.search.index.deciding import Allow, Candidate, Decider
from briefing.search.index.document import documents
from briefing.search.index.head import head_of
from briefing.search.index.results import Mark, Results, Stop, never
from briefing.search.index.rows import make_row
from briefing.search.index.shelf import Shelf
from briefing.search.language.query import Query


def scan(  # noqa: PLR0913 - as the index is asked, and where
    shelf: Shelf,
    query: Query,
    limit: int,
    before: Mark | None,
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
    decider = Decider(query.condition, allow)
    start = before.row + 1 if before else 0
    found = list(islice(_meant(shelf, decider, start, stopped), limit + 1))
    shown = found[:limit]
    more = Mark(row=shown[-1][0]) if len(found) > limit else None
    return Results(
        rows=tuple(make_row(candidate, decider) for _, candidate in shown),
        total=len(found) if more is None and before is None else None,
        more=more,
    )


def count_by_scan(
    shelf: Shelf, query: Query, most: int, allow: Allow, stopped: Stop = never
) -> int:
    """Count cards, up to a number.

    Raises:
        Stopped: Nobody waits for it any more.
        BriefingError: The library cannot be read.
    """
    if query.condition is None:
        return 0
    decider = Decider(query.condition, allow)
    return sum(1 for _ in islice(_meant(shelf, decider, 0, stopped), most))


def _meant(
    shelf: Shelf, decider: Decider, start: int, stopped: Stop
) -> Iterator[tuple[int, Candidate]]:
    """The cards that are meant, from one on, each with its number."""
    for number, card in islice(enumerate(_cards(shelf)), start, None):
        if stopped():
            raise Stopped
        if decider.meant(card):
            yield number, card


def _cards(shelf: Shelf) -> Iterator[Candidate]:
    for id_ in shelf.stamps():
        if revision := shelf.open(id_):
            head = head_of(revision)
            for document in documents(revision.briefing):
                yield Candidate(head, document)

"""``briefing search``: where words occur, in all briefings or in one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from briefing.model.dates import parse_date
from briefing.plain.context import Context
from briefing.plain.layout import cell_width, field, wrap
from briefing.plain.phrases import count
from briefing.plain.searching import search_briefing, search_library
from briefing.plain.shapes import FoundCard, FoundPlace, SearchResult, as_json
from briefing.plain.table import NOTHING, OK, USAGE
from briefing.search.query import QueryError
from briefing.search.snippets import snippet


def run(context: Context, arguments: Namespace) -> int:
    """Find what a query means.

    Args:
        context: Library, reader's marks, streams and width.
        arguments: ``query`` (words), ``briefing``, ``limit``, ``json``.

    Returns:
        1 where nothing is found, 2 where the query makes no sense.

    Raises:
        BriefingError: The library or the briefing cannot be read.
    """
    text = " ".join(arguments.query)
    found: QueryError | Iterable[FoundCard] = (
        search_briefing(context, text, arguments.briefing)
        if arguments.briefing
        else search_library(context, text)
    )
    if isinstance(found, QueryError):
        context.say("\n".join(fault_lines(text, found, context.width)))
        return USAGE
    cards = iter(found)
    shown = islice(cards, arguments.limit)
    if arguments.json:
        listed = tuple(shown)
        more = next(cards, None) is not None
        context.write(as_json(SearchResult(query=text, more=more, cards=listed)))
        number = len(listed)
    else:
        number = _write(context, shown, whole=bool(arguments.briefing))
        more = next(cards, None) is not None
    context.say(_summary(text, number, more=more))
    return OK if number else NOTHING


def fault_lines(text: str, error: QueryError, width: int) -> list[str]:
    """Say what is wrong with a query, with carets under the token where a line has room for it.

    Args:
        text: The query as typed.
        error: What is wrong with it.
        width: Most cells of a line.

    Returns:
        The query, the carets, and the message.
    """
    lines = wrap(error.message, width)
    if not text.isprintable() or cell_width(text) > width:
        return lines
    start, end = error.span
    carets = "^" * max(1, cell_width(text[start:end]))
    return [text, " " * cell_width(text[:start]) + carets, *lines]


def _write(context: Context, cards: Iterable[FoundCard], *, whole: bool) -> int:
    """Write cards as they are found, and say how many."""
    number = 0
    for index, (_, group) in enumerate(groupby(cards, key=lambda card: card.briefing)):
        for place, card in enumerate(group):
            lines = [] if index == place == 0 else [""]
            if place == 0:
                day = parse_date(card.day.isoformat()).label
                lines += [*field("Briefing", f"{card.briefing_title} ({day})", context.width), ""]
            lines += field("Card", card.title, context.width)
            address = f"{card.briefing}/{card.section}/{card.card}"
            lines += field("Address", address, context.width, "  ")
            for one in card.places:
                lines += _place_lines(one, context.width, whole=whole)
            context.write_lines(lines)
            number += 1
    return number


def _place_lines(place: FoundPlace, width: int, *, whole: bool) -> Iterator[str]:
    """A text that was found: all of it, or as much around the words as fits a line."""
    label = f"Found in {place.field}" if place.spans else place.field.capitalize()
    text = place.text
    if not whole:
        text, _ = snippet(text, place.spans, max(20, width - cell_width(label) - 4))
    yield from field(label, text, width, "  ")


def _summary(query: str, number: int, *, more: bool) -> str:
    if not number:
        return f"Nothing found for “{query}”."
    if more:
        return f"Found more than {count(number, 'card')}."
    return f"Found {count(number, 'card')}."

"""``briefing figures --history``: what each figure was, revision by revision."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta

from briefing.library.changes.history import FigureValue, figure_history
from briefing.library.errors import LibraryError
from briefing.model.briefing import Revision
from briefing.model.claims import Figure
from briefing.model.text import count
from briefing.settings.config import own_environment, wants_ascii
from briefing.views.context import Context
from briefing.views.figures import CELLS, csv_text, listed_figures
from briefing.views.layout import field, fields
from briefing.views.phrases import Labelled, day_words
from briefing.views.shapes import Ordinal, Shape, as_json
from briefing.views.verbs import NOTHING, OK

MOST: Final = 500
"""Revisions that are looked through, the newest: they are read in some seconds."""

_COLUMNS: Final = ("figure", "key", "measure", "qualifier", "value", "low", "high", "unit", "as_of")
_BLOCKS: Final = "▁▂▃▄▅▆▇█"


class PastValue(Shape, frozen=True, kw_only=True):
    """What a figure was, from a revision on."""

    revision: Annotated[Ordinal, Meta(description="The first in which it was that.")]
    published: Annotated[datetime, Meta(tz=True, description="When that was published, UTC.")]
    amount: Annotated[str, Meta(description="Number and qualifier, in words for a reader.")]
    figure: Annotated[Figure, Meta(description="As it stood there.")]


class FigurePast(Shape, frozen=True, kw_only=True):
    """A figure of the present, and what it was."""

    id: str
    card: Annotated[str, Meta(description="Address of its card, NAME/SECTION/CARD.")]
    key: Annotated[bool, Meta(description="Whether it is one of the key figures.")]
    values: Annotated[
        tuple[PastValue, ...], Meta(description="The oldest first, each once; the last is now.")
    ]


class FigureHistoryList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing figures NAME --history --format json``: key figures first."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    revision: Annotated[Ordinal, Meta(description="Up to which revision.")]
    first: Annotated[Ordinal, Meta(description="The earliest revision that was looked at.")]
    figures: tuple[FigurePast, ...]


def print_history(context: Context, arguments: Namespace, last: Revision) -> int:
    """Print what the figures of a revision were; the exit code is 1 where it has none."""
    numbers: list[int] = []
    listed = _listed(last, figure_history(_revisions(context, last, numbers.append)), numbers)
    match arguments.format:
        case "json":
            context.write(as_json(listed))
        case "csv":
            context.write(_csv(last, listed))
        case _:
            context.write_lines(_lines(context, listed))
    if not listed.figures:
        context.say(f"“{listed.briefing}” has no figures.")
    return OK if listed.figures else NOTHING


def _revisions(context: Context, last: Revision, note: Callable[[int], None]) -> Iterator[Revision]:
    """Read the revisions up to one, note their numbers, and tell which are left out."""
    library, name = context.library(), last.briefing.id
    earlier = [one for one in library.revisions(name) if one < last.number]
    if len(earlier) >= MOST:
        context.say(f"{count(len(earlier) + 1 - MOST, 'older revision')} left out.")
    for number in earlier[1 - MOST :]:
        try:
            revision = library.open(name, number)
        except LibraryError as error:
            context.say(f"Revision {number} is left out. {error}")
        else:
            note(number)
            yield revision
    note(last.number)
    yield last


def _listed(
    last: Revision, values: Mapping[str, Sequence[FigureValue]], numbers: Sequence[int]
) -> FigureHistoryList:
    briefing = last.briefing
    return FigureHistoryList(
        briefing=briefing.id,
        revision=last.number,
        first=numbers[0],
        figures=tuple(
            FigurePast(
                id=one.id,
                card=card,
                key=one.id in briefing.key_figures,
                values=tuple(map(_shown, values[one.id])),
            )
            for one, card in listed_figures(briefing)
        ),
    )


def _shown(value: FigureValue) -> PastValue:
    return PastValue(
        revision=value.revision,
        published=value.published,
        amount=value.figure.amount,
        figure=value.figure,
    )


def _lines(context: Context, listed: FigureHistoryList) -> Iterator[str]:
    draws = not wants_ascii(context.config.signs, own_environment())
    for number, one in enumerate(listed.figures, 1):
        yield from [""] if number > 1 else []
        measure = one.values[-1].figure.measure
        yield from field(f"Figure {number} of {len(listed.figures)}", measure, context.width)
        known: Labelled = [
            (
                f"Revision {value.revision}, {day_words(value.published.date())}",
                value.figure.quantity,
            )
            for value in one.values
        ]
        if draws and (line := sparkline([value.figure for value in one.values])):
            known.append(("Course", line))
        if one.key:
            known.append(("Key figure", "yes"))
        yield from fields([*known, ("Card", one.card)], context.width, "  ")


def sparkline(figures: Sequence[Figure]) -> str:
    """Draw how a figure went, a block for each value; empty where that would say nothing.

    The lowest block is the least of the values, the highest the greatest; of a range the middle
    counts. Values of different units, and a single one, are not drawn.
    """
    if len(figures) < 2 or len({one.unit for one in figures}) > 1:
        return ""
    heights = [_middle(one) for one in figures]
    low, high = min(heights), max(heights)
    if low == high:
        return ""
    steps = len(_BLOCKS) - 1
    return "".join(_BLOCKS[round((one - low) / (high - low) * steps)] for one in heights)


def _middle(figure: Figure) -> Decimal:
    ends = [one for one in (figure.value, figure.low, figure.high) if one is not None]
    return sum(ends, Decimal(0)) / len(ends) if ends else Decimal(0)


def _csv(last: Revision, listed: FigureHistoryList) -> str:
    """Write all values, the oldest of each figure first, after a header; as `figures_csv` does."""
    rows = (
        (one.card, str(value.revision), value.published.date().isoformat(), *cells)
        for one in listed.figures
        for value in one.values
        for cells in [[CELLS[column](last.briefing, value.figure) for column in _COLUMNS]]
    )
    return csv_text(("card", "revision", "published", *_COLUMNS), rows)

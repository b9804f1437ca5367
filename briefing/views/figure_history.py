"""``briefing figures --history``: what each figure was, revision by revision."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import asdict

from briefing.library.changes.history import FigureValue, figure_history
from briefing.library.past_figures import revisions_until
from briefing.model.briefing import Revision
from briefing.model.claims import Figure
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
    revisions = revisions_until(context.library(), last, MOST, context.say)
    first = next(revisions)
    listed = _listed(last, first.number, figure_history(chain([first], revisions)))
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


def _listed(
    last: Revision, first: int, values: Mapping[str, Sequence[FigureValue]]
) -> FigureHistoryList:
    briefing = last.briefing
    return FigureHistoryList(
        briefing=briefing.id,
        revision=last.number,
        first=first,
        figures=tuple(
            FigurePast(
                id=figure.id,
                card=card,
                key=figure.id in briefing.key_figures,
                values=tuple(
                    PastValue(**asdict(one), amount=one.figure.amount) for one in values[figure.id]
                ),
            )
            for figure, card in listed_figures(briefing)
        ),
    )


def _lines(context: Context, listed: FigureHistoryList) -> Iterator[str]:
    draws = not wants_ascii(context.config.signs, own_environment())
    for number, one in enumerate(listed.figures, 1):
        yield from [""] if number > 1 else []
        measure = one.values[-1].figure.measure
        yield from field(f"Figure {number} of {len(listed.figures)}", measure, context.width)
        known: Labelled = []
        for value in one.values:
            day = day_words(value.published.date())
            known.append((f"Revision {value.revision}, {day}", value.figure.quantity))
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

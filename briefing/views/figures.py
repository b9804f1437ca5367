"""``briefing figures``: the numbers of a briefing as labelled lines, CSV and JSON."""

from __future__ import annotations

import csv
import io
import re
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta

from briefing.model.briefing import Briefing, Revision
from briefing.model.claims import Evidence, Figure
from briefing.model.errors import UsageError
from briefing.model.vocabulary import Support
from briefing.views.address import open_whole, permanent_address
from briefing.views.context import Context
from briefing.views.layout import field
from briefing.views.shapes import PERMANENT, RevisionNumber, Shape, as_json
from briefing.views.show import figure_lines
from briefing.views.verbs import NOTHING, OK, load

_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")


class ListedFigure(Shape, frozen=True, kw_only=True):
    """A figure, and where it stands."""

    card: Annotated[str, Meta(description="Address of its card, NAME/SECTION/CARD.")]
    permanent: Annotated[str | None, Meta(description=PERMANENT)]
    key: Annotated[bool, Meta(description="Whether it is one of the key figures.")]
    figure: Figure


class FigureList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing figures NAME --format json``: key figures first."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    revision: RevisionNumber
    figures: tuple[ListedFigure, ...]


def run(context: Context, arguments: Namespace) -> int:
    """Print all figures of a briefing; the exit code is 1 where it has none."""
    revision = open_whole(context, arguments)
    briefing = revision.briefing
    if arguments.history:
        if not revision.is_published:
            raise UsageError(f"“{arguments.name}” is a folder, which has no history.")
        return int(
            load("briefing.views.figure_history:print_history")(context, arguments, revision)
        )
    match arguments.format:
        case "json":
            context.write(as_json(_listed(revision)))
        case "csv":
            context.write(figures_csv(briefing))
        case _:
            context.write_lines(figures_lines(revision, context.width))
    if not briefing.figures:
        context.say(f"“{briefing.id}” has no figures.")
    return OK if briefing.figures else NOTHING


def listed_figures(briefing: Briefing) -> list[tuple[Figure, str]]:
    """List the figures, each with the address of its card.

    Those of the panel come first, in the curator's order, then the rest as read.
    """
    cards = {
        figure.id: f"{briefing.id}/{section.id}/{card.id}"
        for section, card in briefing.cards()
        for figure in card.figures
    }
    panel = {figure.id: figure for figure in briefing.panel_figures()}
    return [(one, cards[one.id]) for one in (panel | briefing.figures).values()]


def _listed(revision: Revision) -> FigureList:
    briefing = revision.briefing
    return FigureList(
        briefing=briefing.id,
        revision=revision.number or None,
        figures=tuple(
            ListedFigure(
                card=card,
                permanent=permanent_address(revision, f"{card.rpartition('/')[2]}#figure:{one.id}"),
                key=one.id in briefing.key_figures,
                figure=one,
            )
            for one, card in listed_figures(briefing)
        ),
    )


def figures_lines(revision: Revision, width: int) -> list[str]:
    """Lay out all figures of a briefing; no lines where there is none."""
    listed = _listed(revision).figures
    lines: list[str] = []
    for number, one in enumerate(listed, start=1):
        label = f"Figure {number} of {len(listed)}"
        lines += ["", *figure_lines(revision.briefing, one.figure, label, width)]
        if one.key:
            lines += field("Key figure", "yes", width, "  ")
        lines += field("Card", one.card, width, "  ")
    return lines[1:]


def figures_csv(briefing: Briefing) -> str:
    """Write all figures of a briefing in reading order, after a header."""
    rows = (
        (
            f"{briefing.id}/{section.id}/{card.id}",
            *(cell(briefing, figure) for cell in CELLS.values()),
        )
        for section, card in briefing.cards()
        for figure in card.figures
    )
    return csv_text(CSV_COLUMNS, rows)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows after a header, in the form of RFC 4180, but lines end in a newline alone.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it, for its text
    was written by others.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(cell) for cell in row])
    return text.getvalue()


def _citation(evidence: Evidence) -> str:
    stance = "" if evidence.stance is Support.SUPPORTS else f"{evidence.stance} "
    paragraph = "" if evidence.paragraph is None else f" ¶{evidence.paragraph}"
    return f"{stance}{evidence.source}{paragraph}"


def _guarded(cell: str) -> str:
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


CELLS: Final[Mapping[str, Callable[[Briefing, Figure], str]]] = {
    "figure": lambda _, figure: figure.id,
    "key": lambda briefing, figure: "yes" if figure.id in briefing.key_figures else "no",
    "measure": lambda _, figure: figure.measure,
    "qualifier": lambda _, figure: figure.qualifier,
    "value": lambda _, figure: _number(figure.value),
    "low": lambda _, figure: _number(figure.low),
    "high": lambda _, figure: _number(figure.high),
    "unit": lambda _, figure: figure.unit,
    "as_of": lambda _, figure: figure.as_of.edtf if figure.as_of else "",
    "as_reported": lambda _, figure: figure.as_reported or "",
    "said_by": lambda briefing, figure: briefing.actor_name(figure.said_by or ""),
    "described_by": lambda briefing, figure: briefing.actor_name(figure.described_by or ""),
    "note": lambda _, figure: figure.note or "",
    "parts": lambda _, figure: "; ".join(figure.parts),
    "rivals": lambda _, figure: "; ".join(figure.rivals),
    "citations": lambda briefing, figure: "; ".join(
        f"{_citation(one)}{' (retracted)' if one.source in briefing.retracted else ''}"
        for one in figure.evidence
    ),
    "corrected": lambda briefing, figure: "; ".join(
        one.line for one in briefing.corrections if one.claim.endswith(f"#figure:{figure.id}")
    ),
}
"""What stands in a cell, by its column."""

CSV_COLUMNS: Final = ("card", *CELLS)
"""In order. Dates are in EDTF; a semicolon and a space part several ids or citations."""

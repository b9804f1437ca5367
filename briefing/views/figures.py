"""``briefing figures``: the numbers of a briefing as labelled lines, CSV and JSON."""

from __future__ import annotations

import csv
import io
import re
from argparse import Namespace
from typing import Annotated, Final

from msgspec import Meta

from briefing.model.briefing import Briefing, Revision
from briefing.model.claims import Evidence, Figure
from briefing.model.vocabulary import Support
from briefing.views.address import open_whole
from briefing.views.context import Context
from briefing.views.layout import field
from briefing.views.shapes import RevisionNumber, Shape, as_json
from briefing.views.show import figure_lines
from briefing.views.verbs import NOTHING, OK

CSV_COLUMNS: Final = (
    "card",
    "figure",
    "key",
    "measure",
    "qualifier",
    "value",
    "low",
    "high",
    "unit",
    "as_of",
    "as_reported",
    "said_by",
    "described_by",
    "note",
    "parts",
    "rivals",
    "citations",
)
"""In order. Dates are in EDTF; a semicolon and a space part several ids or citations."""

_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")


class ListedFigure(Shape, frozen=True, kw_only=True):
    """A figure, and where it stands."""

    card: Annotated[str, Meta(description="Address of its card, NAME/SECTION/CARD.")]
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


def _listed(revision: Revision) -> FigureList:
    """List the figures: those of the panel first, in the curator's order, then the rest as read."""
    briefing = revision.briefing
    cards = {
        figure.id: f"{briefing.id}/{section.id}/{card.id}"
        for section, card in briefing.cards()
        for figure in card.figures
    }
    panel = {figure.id: figure for figure in briefing.panel_figures()}
    figures = (panel | briefing.figures).values()
    return FigureList(
        briefing=briefing.id,
        revision=revision.number or None,
        figures=tuple(
            ListedFigure(card=cards[one.id], key=one.id in briefing.key_figures, figure=one)
            for one in figures
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
    """Write all figures of a briefing in reading order, after a header.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it, for its text
    was written by others. The form is that of RFC 4180, but lines end in a newline alone.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for section, card in briefing.cards():
        for figure in card.figures:
            row = (f"{briefing.id}/{section.id}/{card.id}", *_cells(briefing, figure))
            writer.writerow([_guarded(cell) for cell in row])
    return text.getvalue()


def _cells(briefing: Briefing, figure: Figure) -> tuple[str, ...]:
    numbers = (figure.value, figure.low, figure.high)
    return (
        figure.id,
        "yes" if figure.id in briefing.key_figures else "no",
        figure.measure,
        figure.qualifier,
        *("" if number is None else f"{number:f}" for number in numbers),
        figure.unit,
        figure.as_of.edtf if figure.as_of else "",
        figure.as_reported or "",
        *(briefing.actor_name(id_ or "") for id_ in (figure.said_by, figure.described_by)),
        figure.note or "",
        "; ".join(figure.parts),
        "; ".join(figure.rivals),
        "; ".join(map(_citation, figure.evidence)),
    )


def _citation(evidence: Evidence) -> str:
    stance = "" if evidence.stance is Support.SUPPORTS else f"{evidence.stance} "
    paragraph = "" if evidence.paragraph is None else f" ¶{evidence.paragraph}"
    return f"{stance}{evidence.source}{paragraph}"


def _guarded(cell: str) -> str:
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell

"""The figures of a briefing as comma-separated values."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Final

from briefing.model.briefing import Briefing
from briefing.model.claims import Evidence, Figure
from briefing.model.vocabulary import Support

COLUMNS: Final = (
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
"""Names of the columns, in order. Dates are in EDTF; several ids or citations are separated by a
semicolon and a space."""

_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")


def figures_csv(briefing: Briefing) -> str:
    """Write all figures of a briefing, one in a row.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it, for its text
    was written by others.

    Args:
        briefing: Whose figures they are.

    Returns:
        A header and the figures in reading order (RFC 4180, but lines end in a newline alone).
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for section, card in briefing.cards():
        for figure in card.figures:
            row = (f"{briefing.id}/{section.id}/{card.id}", *_cells(briefing, figure))
            writer.writerow([_guarded(cell) for cell in row])
    return text.getvalue()


def _cells(briefing: Briefing, figure: Figure) -> tuple[str, ...]:
    return (
        figure.id,
        "yes" if figure.id in briefing.key_figures else "no",
        figure.measure,
        figure.qualifier,
        _number(figure.value),
        _number(figure.low),
        _number(figure.high),
        figure.unit,
        figure.as_of.edtf if figure.as_of else "",
        figure.as_reported or "",
        *(briefing.actor_name(id_ or "") for id_ in (figure.said_by, figure.described_by)),
        figure.note or "",
        "; ".join(figure.parts),
        "; ".join(figure.rivals),
        "; ".join(map(_citation, figure.evidence)),
    )


def _number(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _citation(evidence: Evidence) -> str:
    stance = "" if evidence.stance is Support.SUPPORTS else f"{evidence.stance} "
    paragraph = "" if evidence.paragraph is None else f" ¶{evidence.paragraph}"
    return f"{stance}{evidence.source}{paragraph}"


def _guarded(cell: str) -> str:
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell

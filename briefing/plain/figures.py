"""Figures as labelled lines."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model.briefing import Briefing
from briefing.model.claims import Figure
from briefing.plain.layout import field
from briefing.plain.phrases import (
    date_words,
    described_by,
    evidence_fields,
    figure_amount,
    figure_said_by,
)


def ordered_figures(briefing: Briefing) -> list[Figure]:
    """All figures: those of the panel first, in the curator's order, then the rest as read."""
    panel = briefing.panel_figures()
    shown = {figure.id for figure in panel}
    return panel + [figure for figure in briefing.figures.values() if figure.id not in shown]


def figure_addresses(briefing: Briefing) -> dict[str, str]:
    """Say where each figure stands: address of its card by figure id."""
    return {
        figure.id: f"{briefing.id}/{section.id}/{card.id}"
        for section, card in briefing.cards()
        for figure in card.figures
    }


def figures_lines(briefing: Briefing, width: int) -> list[str]:
    """Lay out all figures of a briefing.

    Args:
        briefing: Whose figures they are.
        width: Most cells of a line.

    Returns:
        Lines; none where there is no figure.
    """
    addresses = figure_addresses(briefing)
    figures = ordered_figures(briefing)
    lines: list[str] = []
    for number, figure in enumerate(figures, start=1):
        lines += ["", *figure_lines(briefing, figure, f"Figure {number} of {len(figures)}", width)]
        if figure.id in briefing.key_figures:
            lines += field("Key figure", "yes", width, "  ")
        lines += field("Card", addresses[figure.id], width, "  ")
    return lines[1:]


def figure_lines(briefing: Briefing, figure: Figure, label: str, width: int) -> list[str]:
    """Lay out one figure.

    Args:
        briefing: Whose figure it is.
        figure: The figure.
        label: Stands before what is counted, for example ``Figure 1 of 3``.
        width: Most cells of a line.

    Returns:
        A line with what is counted, and indented lines with the rest.
    """
    fields = [
        ("Amount", figure_amount(figure)),
        ("As of", date_words(figure.as_of)),
        ("Said by", figure_said_by(briefing, figure)),
    ]
    if figure.as_reported:
        fields.append(("As reported", f"“{figure.as_reported}”"))
    if figure.note:
        fields.append(("Note", figure.note))
    if figure.parts:
        fields.append(("Made up of", _named(briefing, figure.parts)))
    if figure.rivals:
        fields.append(("Counted differently", _named(briefing, figure.rivals)))
    fields += evidence_fields(briefing, figure.evidence)
    measure = figure.measure + described_by(briefing, figure.described_by)
    lines = field(label, measure, width)
    for name, value in fields:
        lines += field(name, value, width, "  ")
    return lines


def _named(briefing: Briefing, figure_ids: Sequence[str]) -> str:
    return "; ".join(
        f"{figure.measure}, {figure_amount(figure)}" if figure else id_
        for id_, figure in ((id_, briefing.figures.get(id_)) for id_ in figure_ids)
    )

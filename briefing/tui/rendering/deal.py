"""What was agreed: who owes what to whom, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from briefing.evidence.support import Bearer, BearerKind
from briefing.model.cards import Commitment, Deal
from briefing.tui.rendering.gutter import Column
from briefing.tui.rendering.text import hanging, one_line

_ROOMY: Final = 72
"""Cells of text from which the two sides stand in a column of their own."""

_SIDES: Final = 26


def commitment_lines(
    column: Column, deal: Deal, bearers: Sequence[Bearer]
) -> Iterator[tuple[Bearer, list[Content]]]:
    """Draw each commitment of a card: the sides and what is owed, below that the status.

    `bearers` is all that cites evidence in the card.
    """
    room = column.room
    owed_by = [one for one in bearers if one.kind is BearerKind.COMMITMENT]
    for owed, bearer in zip(deal.commitments, owed_by, strict=True):
        sides = _sides(column, owed).stylize_before("strong")
        does, status = column.said(bearer), column.mark(owed.status).stylize_before("label")
        if room >= _ROOMY and sides.cell_length < _SIDES:
            lines = hanging(sides, does, room, _SIDES) + hanging("", status, room, _SIDES)
        else:
            lines = hanging("", sides + Content(": ") + does, room, 0)
            lines += hanging("", status, room, 2)
        yield bearer, column.signed(lines, bearer) + column.corrections(bearer, room, 2)


def _sides(column: Column, owed: Commitment) -> Content:
    """Who owes it to whom; those who owe it to each other without an arrow."""
    named = [
        Content(" and ").join(column.mark(one_line(column.briefing.actor_name(one))) for one in ids)
        for ids in (owed.by, owed.to)
        if ids
    ]
    return Content(" → ").join(named)

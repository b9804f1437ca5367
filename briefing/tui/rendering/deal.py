"""What was agreed: who owes what to whom, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from briefing.evidence.support import Bearer, BearerKind
from briefing.model.briefing import Briefing
from briefing.model.cards import Commitment, Deal
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.gutter import signs, text_width, with_signs
from briefing.tui.rendering.phrases import said
from briefing.tui.rendering.text import Marker, hanging, one_line

_ROOMY: Final = 72
"""Cells of text from which the two sides stand in a column of their own."""

_SIDES: Final = 26


def commitment_lines(
    deal: Deal, bearers: Sequence[Bearer], check: Checked, mark: Marker, width: int
) -> Iterator[tuple[Bearer, list[Content]]]:
    """Draw each commitment of a card: the sides and what is owed, below that the status.

    Args:
        bearers: All that cites evidence in the card.
        width: Cells of text, blank and gutter.
    """
    briefing = check.examination.briefing
    room = text_width(width, briefing)
    owed_by = [one for one in bearers if one.kind is BearerKind.COMMITMENT]
    for owed, bearer in zip(deal.commitments, owed_by, strict=True):
        sides = _sides(owed, briefing, mark).stylize_before("strong")
        does, status = said(bearer, check, mark), mark(owed.status).stylize_before("label")
        if room >= _ROOMY and sides.cell_length < _SIDES:
            lines = hanging(sides, does, room, _SIDES) + hanging("", status, room, _SIDES)
        else:
            lines = hanging("", sides + Content(": ") + does, room, 0)
            lines += hanging("", status, room, 2)
        yield bearer, with_signs(lines, signs(bearer, check), briefing, width)


def _sides(owed: Commitment, briefing: Briefing, mark: Marker) -> Content:
    """Who owes it to whom; those who owe it to each other without an arrow."""
    named = [
        Content(" and ").join(mark(one_line(briefing.actor_name(id_))) for id_ in ids)
        for ids in (owed.by, owed.to)
        if ids
    ]
    return Content(" → ").join(named)

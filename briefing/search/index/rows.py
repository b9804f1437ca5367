"""From a card that is meant to a row of results."""

from __future__ import annotations

from datetime import date
from typing import Final

from briefing.search.index.deciding import Candidate, Decider
from briefing.search.index.results import Row
from briefing.search.places import Field

_TITLE: Final = Field.TITLE.value


def make_row(candidate: Candidate, decider: Decider) -> Row:
    """Make the row of a card that is meant."""
    head, document = candidate.head, candidate.document
    matches = decider.matches(candidate)
    titles = {index for index, (field, _) in enumerate(document.places) if field == _TITLE}
    title_spans = next((spans for index, spans in matches if index in titles), ())
    others = [one for one in matches if one[0] not in titles]
    if not others and len(document.places) > 1:
        others = [(1, ())]
    index, spans = others[0] if others else (0, ())
    return Row(
        briefing_id=head.id,
        briefing_title=head.title,
        revision=head.number,
        section_id=document.section,
        section_title=document.section_title,
        kind=document.kind,
        card_id=document.card,
        card_title=document.title,
        day=date.fromordinal(head.day),
        title_spans=title_spans,
        field=document.places[index][0] if others else "",
        text=document.text(index) if others else "",
        spans=spans,
    )

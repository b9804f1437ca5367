"""From a card that is meant to a row of results."""

from __future__ import annotations

from datetime import date

from briefing.search.index.deciding import Candidate, Decider
from briefing.search.index.results import Row


def make_row(candidate: Candidate, decider: Decider) -> Row:
    """Make the row of a card that is meant."""
    head, document = candidate.head, candidate.document
    matches = dict(decider.matches(candidate))
    # The first place is the title.
    title_spans = matches.pop(0, ())
    shown = next(iter(matches), 1)
    there_is = shown < len(document.places)
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
        field=document.places[shown][0] if there_is else "",
        text=document.text(shown) if there_is else "",
        spans=matches.get(shown, ()),
    )

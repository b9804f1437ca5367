"""Events on a rail. A date that is not exact looks it: open circle, and the words say so."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from briefing.model.cards import Card
from briefing.model.dates import EdtfDate
from briefing.tui.rendering.facts import citations, short_date
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.text import Marker, cell


def is_exact(date: EdtfDate | None) -> bool:
    """Whether a date is one certain day."""
    if date is None or date.approximate or date.uncertain:
        return False
    return date.earliest == date.latest and date.earliest is not None


def event_items(card: Card, width: int, mark: Marker) -> Iterator[Item]:
    """Draw the claims of a card as events.

    Args:
        card: Its claims are the events, in order.
        width: Cells of a line.
        mark: Marks the words searched for.
    """
    dates = [short_date(claim.date) for claim in card.claims]
    column = min(max(map(len, dates), default=0), max(10, width // 4))
    for number, claim in enumerate(card.claims):
        sign = "●" if is_exact(claim.date) else "○"
        body = Content.assemble(mark(claim.text), (f" {citations(claim.evidence)}", "quiet"))
        when = Content.styled(dates[number], "label").wrap(column)
        what = body.wrap(max(1, width - column - 5))
        joint = number + 1 < len(card.claims)
        height = max(len(when), len(what)) + joint
        lines = []
        for y in range(height):
            rail = sign if y == 0 else ("│" if joint else " ")
            left = cell(when[y] if y < len(when) else "", column)
            right = what[y] if y < len(what) else Content("")
            lines.append(Content.assemble(left, (f"  {rail}  ", "quiet"), right))
        yield Item(claim.id, tuple(lines))

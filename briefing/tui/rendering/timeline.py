"""Events on a rail. A date that is not exact looks it: open square, and the words say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from briefing.evidence.support import Bearer
from briefing.model.dates import EdtfDate
from briefing.tui.rendering.facts import short_date
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.support import is_lost, support_lines
from briefing.tui.rendering.text import Marker, cell
from briefing.tui.state import Checked


def is_exact(date: EdtfDate | None) -> bool:
    """Whether a date is one certain day."""
    if date is None or date.approximate or date.uncertain:
        return False
    return date.earliest == date.latest and date.earliest is not None


def event_items(
    events: Sequence[Bearer], check: Checked, width: int, mark: Marker
) -> Iterator[Item]:
    """Draw the claims of a card as events.

    Args:
        events: The claims, in order.
        check: How their briefing stands against its sources.
        width: Cells of a line.
        mark: Marks the words searched for.
    """
    when_each = [event.claim.date if event.claim else None for event in events]
    dates = [short_date(date) for date in when_each]
    column = min(max(map(len, dates), default=0), max(10, width // 4))
    room = max(1, width - column - 5)
    for number, event in enumerate(events):
        sign = "■" if is_exact(when_each[number]) else "□"
        text = mark(event.text)
        body = text.stylize_before("lost") if is_lost(event, check) else text
        when = Content.styled(dates[number], "label").wrap(column)
        what = [*body.wrap(room), *support_lines(event, check, room, brief=True)]
        joint = number + 1 < len(events)
        height = max(len(when), len(what)) + joint
        lines = []
        for y in range(height):
            rail = sign if y == 0 else ("│" if joint else " ")
            left = cell(when[y] if y < len(when) else "", column)
            right = what[y] if y < len(what) else Content("")
            lines.append(Content.assemble(left, (f"  {rail}  ", "quiet"), right))
        yield Item(event.item, tuple(lines))

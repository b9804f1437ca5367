"""Events on one rail: days in a column, spans and uncertainty drawn, gaps told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from textual.content import Content

from briefing.evidence.support import Bearer
from briefing.model.dates import MONTHS, EdtfDate
from briefing.tui.rendering.gutter import Column
from briefing.tui.rendering.text import Item, cell

_POINT: Final = "●"
_SPAN: Final = "║"
_RAIL: Final = "│"
_GAP: Final = "┊"
_UNCERTAIN: Final = "░"

_LONG: Final = 75
"""Days without an event from which a gap is told."""

_MONTH: Final = 30.4
"""Days of a month, on average."""

_YEAR_BESIDE: Final = 50
"""Cells from which the year stands beside the day; in fewer it has a line of its own."""

_DAY_BESIDE: Final = 14
"""Cells of text from which the day stands beside it; fewer would break words."""

_UNDATED: Final = "no date"


def in_order(events: Sequence[Bearer]) -> list[Bearer]:
    """Sort events by the day on which they can have begun; what has no date keeps its place."""
    last = date.min
    keyed = []
    for event in events:
        when = _date(event)
        last = (when and (when.earliest or when.latest)) or last
        keyed.append((last, event))
    return [event for _, event in sorted(keyed, key=lambda pair: pair[0])]


def event_items(
    column: Column, events: Sequence[Bearer], key: Callable[[Bearer], str]
) -> Iterator[Item]:
    """Draw events from the first to the last, each as an item; dates and rail are in the column."""
    days = [_days(_date(event)) for event in events]
    beside = column.width >= _YEAR_BESIDE
    widest = max((len(day) for both in days for day in both), default=0)
    indent = (5 if beside else 0) + widest + 5
    room = column.room - indent
    above = room < _DAY_BESIDE
    if above:
        room, indent, widest = room + widest, indent - widest, 0
    year, before = "", None
    for number, event in enumerate(events):
        when = _date(event)
        lines = []
        if gap := _gap(before, when, indent - 3):
            yield Item(f"gap:{number}", (gap,), selectable=False)
        before = when or before
        this_year = _year(when)
        shown_year = this_year if this_year != year else ""
        year = this_year or year
        heading = [shown_year] if shown_year and not beside else []
        day = () if above else days[number]
        if above:
            heading.append("".join(days[number]))
        if any(heading):
            lines.append(Content.styled(" ".join(filter(None, heading)), "label"))
        last = number + 1 == len(events)
        text = column.said(event).wrap(max(1, room)) + column.corrections(event, room)
        text = [Content(" " * indent) + line for line in text]
        text += [Content("")] * (len(day) - len(text))
        for row, line in enumerate(column.signed(text, event)):
            left = Content.assemble(
                (f"{shown_year if row == 0 else '':4} " if beside else "", "label"),
                cell(Content.styled("".join(day[row : row + 1]), "label"), widest),
                " ",
                _sign(when, row, last=last),
            )
            lines.append(left + line[left.cell_length :])
        yield Item(key(event), tuple(lines))


def _sign(when: EdtfDate | None, row: int, *, last: bool) -> Content:
    """Whether the day is certain, and the rail with the point or span of the event."""
    doubt = when is not None and (when.uncertain or when.approximate)
    if row == 0:
        span = when is not None and "/" in when.edtf
        rail = Content.styled(_SPAN if span else _POINT, "strong")
    else:
        rail = Content.styled(" " if last else _RAIL, "quiet")
    return Content.styled(_UNCERTAIN if doubt and row == 0 else " ", "quiet") + rail + "  "


def _gap(before: EdtfDate | None, when: EdtfDate | None, indent: int) -> Content | None:
    """Say how long nothing is told, where that is long."""
    start = before and (before.latest or before.earliest)
    end = when and (when.earliest or when.latest)
    days = (end - start).days if start and end else 0
    if days < _LONG:
        return None
    months = round(days / _MONTH)
    told = f"{months} months" if months < 24 else f"{round(months / 12)} years"
    return Content.styled(f"{' ' * indent}{_GAP}  {told}", "quiet")


def _date(event: Bearer) -> EdtfDate | None:
    return event.claim.date if event.claim else None


def _year(when: EdtfDate | None) -> str:
    return when.edtf.lstrip("./")[:4] if when else ""


def _days(when: EdtfDate | None) -> tuple[str, ...]:
    """The day without its year: ``Dec 13``, ``Dec 11–12``; of two months on two lines."""
    if when is None:
        return (_UNDATED,)
    start, slash, end = (part.strip("~?%.") for part in when.edtf.partition("/"))
    if not slash:
        return (_point(start),)
    if start[:7] == end[:7] and start[8:]:
        return (f"{_point(start)}–{int(end[8:])}",)
    one_year = not start or not end or start[:4] == end[:4]
    first, last = (_point(start), _point(end)) if one_year else (start[:4], end[:4])
    return (f"{first}–", last) if last else (f"{first}–",)


def _point(edtf: str) -> str:
    if not edtf:
        return ""
    parts = edtf.split("-")
    month = MONTHS[int(parts[1]) - 1][:3] if len(parts) > 1 else ""
    return f"{month} {int(parts[2])}" if len(parts) > 2 else month

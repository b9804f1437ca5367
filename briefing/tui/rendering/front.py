"""The first screen: below the bottom line what is behind it, each line a key away.

Reactions with names, who doubts what, open disputes with both sides, rival counts, what comes next;
and last what was wrong where the short version does not lead.
Where there is little room each has its least; where there is more, all is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from textual.content import Content

from briefing.model.briefing import Briefing
from briefing.model.overview import OverviewLine, Topic, overview
from briefing.tui.rendering.card import CardPage
from briefing.tui.rendering.figures import bar, share_of, short_number
from briefing.tui.rendering.gutter import Column
from briefing.tui.rendering.phrases import outlet_name, stance_sign
from briefing.tui.rendering.text import Item, hanging, one_line, with_gutter

_KEYS: Final = " press the key at the left for more "
_KEYS_SHORT: Final = " key at left: more "
_KEY: Final = 2
_BAR: Final = 10

_LEAST: Final = {Topic.NEXT: 1, Topic.UNKNOWN: 0, Topic.CORRECTED: 1}
"""Lines that a topic has however little room there is; others have two."""


class TopicLines(msgspec.Struct, frozen=True):
    """The lines of a topic, drawn.

    Attributes:
        leads_to: Of each line, the key of what it leads to.
        drawn: Of each line, the lines of the screen.
    """

    leads_to: Sequence[str]
    drawn: Sequence[Sequence[Content]]
    least: int


def front_items(page: CardPage, rows: int) -> Iterator[Item]:
    """Draw what is behind the bottom line, after a rule that says whose the letters are.

    So many rows are left for it on the screen.
    """
    column = page.column
    topics: dict[Topic, list[OverviewLine]] = {}
    for line in overview(column.briefing):
        if line.topic is not Topic.FIGURES or not page.beside_it:
            topics.setdefault(line.topic, []).append(line)
    groups = [_group(column, lines) for lines in topics.values()]
    if not groups:
        return
    sign = None if page.changes is None else Content(" ")
    yield with_gutter(Item("behind", (_legend(column),), selectable=False), sign)
    for group, number in zip(groups, _share(rows, groups), strict=True):
        left = len(group.drawn) - number
        for at in range(number):
            lines = group.drawn[at]
            if left and at == number - 1:
                lines = _with_rest(column, lines, f"  +{left} more")
            yield with_gutter(Item(group.leads_to[at], tuple(lines)), sign)


def _legend(column: Column) -> Content:
    """What the keys and the letters at the edges are, said once."""
    briefing = column.briefing
    labels = " · ".join(
        f"{label} {outlet_name(briefing.sources_by_key[key])}"
        for key, label in briefing.source_labels.items()
        if key not in briefing.retracted
    )
    told = f"{labels} · disp disputed" if briefing.disputes else labels
    told += " · retr retracted" if briefing.retracted else ""
    for left, right in (
        (_KEYS, f" {told} "),
        (_KEYS_SHORT, f" {told} "),
        ("", f" {told} "),
        (_KEYS_SHORT, f" {labels} "),
        ("", f" {labels} "),
        (_KEYS, ""),
        ("", ""),
    ):
        rest = column.edge - len(left) - len(right) - 4
        if rest >= 0:
            break
    parts = [("──", "rule"), (left, "quiet"), ("─" * max(0, rest), "rule"), (right, "quiet")]
    return Content.assemble(*parts, ("──", "rule"))


def _share(rows: int, groups: Sequence[TopicLines]) -> list[int]:
    shown = [min(one.least, len(one.drawn)) for one in groups]
    used = 1 + sum(
        len(lines)
        for one, number in zip(groups, shown, strict=True)
        for lines in one.drawn[:number]
    )
    grows = True
    while grows:
        grows = False
        for at, one in enumerate(groups):
            more = len(one.drawn[shown[at]]) if shown[at] < len(one.drawn) else 0
            if more and used + more <= rows:
                used += more
                shown[at] += 1
                grows = True
    return shown


def _with_rest(column: Column, lines: Sequence[Content], rest: str) -> Sequence[Content]:
    """Say after the last line how many are left out; it gives its end for that if it must."""
    *before, last = lines
    room = column.room
    text = last[:room].rstrip()
    if text.cell_length + len(rest) > room:
        text = text.truncate(max(0, room - len(rest)), ellipsis=True)
    filled = text + Content.styled(rest, "quiet")
    return [*before, filled + " " * (room - filled.cell_length) + last[room:]]


def _group(column: Column, lines: Sequence[OverviewLine]) -> TopicLines:
    """Draw the lines of a topic, the first after its key and what the topic is."""
    topic = lines[0].topic
    named = topic not in (Topic.REACTIONS, Topic.FIGURES)
    drawn = []
    for number, line in enumerate(lines):
        key = Content.styled(_key(column.briefing, line) if number == 0 else "", "key")
        label = Content.styled(f"{topic}: ", "label") if named and not number else ""
        width = (
            max(len(short_number(one.figure)) for one in lines if one.figure) if line.figure else 0
        )
        content = Content.assemble(label, _content(column, line, width))
        drawn.append(column.sourced(hanging(key, content, column.room, _KEY), line.evidence))
    return TopicLines([line.key for line in lines], drawn, _LEAST.get(topic, 2))


def _key(briefing: Briefing, line: OverviewLine) -> str:
    if line.section is None:
        return "f"
    number = briefing.sections.index(line.section) + 1
    return str(number % 10) if number <= 10 else ""


def _content(column: Column, line: OverviewLine, width: int) -> Content:
    """What a line says; a figure after its number, so many cells wide, and its bar."""
    text = column.mark(one_line(line.text))
    if line.topic is Topic.REACTIONS:
        return stance_sign(line.stance) + Content(" ") + text
    if line.figure is None:
        lead = f"{one_line(line.lead)}: " if line.lead else ""
        return Content.styled(lead, "strong") + text
    if not line.rivals:
        return Content.styled(f"{line.lead} ", "number") + text
    number = Content.styled(f"{short_number(line.figure):>{width}} ", "number")
    share = share_of(line.figure, line.rivals)
    drawn = bar(share, _BAR) if share else Content("")
    return number + drawn + Content(" " * (_BAR + 1 - drawn.cell_length if share else 0)) + text

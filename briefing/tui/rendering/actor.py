"""The page of an actor: who that is, what they said, what names them, here and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from textual.content import Content

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.card import BLANK
from briefing.tui.rendering.gutter import MEASURE, Column
from briefing.tui.rendering.phrases import name_facts
from briefing.tui.rendering.text import (
    GUTTER,
    Item,
    between,
    one_line,
    quiet_lines,
    with_gutter,
    wrapped,
)
from briefing.views.actor import ActorPage, Mention
from briefing.views.moments import MOST_BRIEFINGS
from briefing.views.phrases import date_words, described_by

_MOST_ELSEWHERE: Final = 12
"""Entries of another briefing, which has a page of its own for all of them."""

_INDENT: Final = 2
"""Cells before the further lines of an entry, so that its first line stands out."""

_LOOKING: Final = "Looking through the other briefings …"
_NOTHING: Final = "This briefing only lists the name."


def actor_head_items(briefing: Briefing, actor: Actor, width: int) -> Iterator[Item]:
    """Draw the name, what it is the name of, and the role, with whose words that is."""
    name = Content.styled(one_line(actor.name), "title")
    yield wrapped("name", [name + Content.styled(f"  {actor.kind}", "quiet")], width)
    if actor.role:
        role = one_line(actor.role) + described_by(briefing, actor.described_by)
        yield wrapped("role", [Content(role)], min(width, MEASURE))


def mentions(page: ActorPage, others: Sequence[ActorPage]) -> dict[str, Mention]:
    """All that can be gone to from the page, in order, by the key of its item."""
    here = {key: one for part in _keyed(page).values() for key, one in part.items()}
    return here | {key: one for other in others for key, one in _keyed_elsewhere(other).items()}


def _keyed(page: ActorPage) -> Mapping[str, dict[str, Mention]]:
    return {
        heading: {f"{heading} {number} {one.address}": one for number, one in enumerate(part)}
        for heading, part in page.parts.items()
    }


def _keyed_elsewhere(page: ActorPage) -> dict[str, Mention]:
    every = (pair for part in _keyed(page).values() for pair in part.items())
    return dict(islice(every, _MOST_ELSEWHERE))


def actor_items(
    page: ActorPage,
    check: Checked,
    others: Sequence[ActorPage] | None,
    *,
    more: bool,
    width: int,
) -> Iterator[Item]:
    """Draw the page; `others` are the pages elsewhere, None as long as they are looked for.

    Beside each entry of this briefing stand its sources; others have letters of their own.
    """
    column = Column(check, max(1, width - GUTTER))
    yield from map(with_gutter, _items(page, column, others, more))


def _items(
    page: ActorPage, column: Column, others: Sequence[ActorPage] | None, more: bool
) -> Iterator[Item]:
    room = column.room
    for heading, part in _keyed(page).items():
        if part:
            drawn = [_sourced(key, one, column) for key, one in part.items()]
            yield from _headed(heading, len(part), drawn)
    if not any(page.parts.values()):
        yield wrapped("nothing", [Content.styled(_NOTHING, "quiet")], room, selectable=False)
    if spellings := page.actor.names[1:]:
        lines = [line for name in spellings for line in _spelling(name).wrap(room)]
        yield from _headed("Also written", 0, [Item("spellings", tuple(lines), selectable=False)])
    if others is None:
        yield _quiet("looking", _LOOKING, room)
    elif others:
        pages = [item for other in others for item in _elsewhere(other, room)]
        yield from _headed("In other briefings", 0, pages)
    if more:
        yield _quiet("more", f"Only the {MOST_BRIEFINGS} newest were looked through.", room)


def _headed(heading: str, number: int, items: Sequence[Item]) -> Iterator[Item]:
    counted = f"  {number}" if number else ""
    line = Content.assemble((heading, "heading"), (counted, "quiet"))
    yield Item(heading, (line,), selectable=False)
    yield from items
    yield Item(f"after {heading}", (BLANK,), selectable=False)


def _elsewhere(page: ActorPage, room: int) -> Iterator[Item]:
    title = Content.styled(one_line(page.briefing_title), "label")
    yield wrapped(f"briefing {page.briefing}", [title], room, selectable=False)
    shown = _keyed_elsewhere(page)
    for key, mention in shown.items():
        yield Item(key, tuple(_mention_lines(mention, room)))
    if rest := sum(map(len, page.parts.values())) - len(shown):
        yield _quiet(f"rest {page.briefing}", f"{rest} more there, on the page of the name.", room)


def _sourced(key: str, mention: Mention, column: Column) -> Item:
    lines = _mention_lines(mention, column.room)
    return Item(key, tuple(column.sourced(lines, mention.evidence)))


def _mention_lines(mention: Mention, room: int) -> list[Content]:
    """The sentence, and dim at the right edge the section that it stands in."""
    said = one_line(mention.text)
    text = Content(f"“{said}”" if mention.speaker else said)
    facts = [mention.speaker or "", date_words(mention.date) if mention.date else ""]
    if known := ", ".join(filter(None, facts)):
        text += Content.styled(f" — {known}" if mention.speaker else f" ({known})", "quiet")
    first, *rest = text.wrap(max(1, room - _INDENT)) or [BLANK]
    lines = [first, *(Content(" " * _INDENT) + line for line in rest)]
    section = Content.styled(one_line(mention.section_title), "quiet")
    section = section.truncate(room, ellipsis=True)
    if lines[-1].cell_length + 2 + section.cell_length <= room:
        return [*lines[:-1], between(lines[-1], section, room)]
    return [*lines, between(BLANK, section, room)]


def _spelling(name: Name) -> Content:
    facts = name_facts(name)
    return Content.assemble(one_line(name.text), (f"  {facts}" if facts else "", "quiet"))


def _quiet(key: str, text: str, room: int) -> Item:
    return Item(key, tuple(quiet_lines(text, room)), selectable=False)

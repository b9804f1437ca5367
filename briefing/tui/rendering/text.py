"""Text laid out in cells, the items that panes are made of, and the roles that text can have.

All text of a briefing passes through here as `Content`, never as markup: `Content(text)` takes
every character for what it is. No role stands for a colour, and none is told apart by colour alone:
what a role means is also said by a word, a sign or the place where it stands; the style sheet says
how each is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec
from textual.content import Content, Span

from briefing.tui.reader.state import Found

Marker = Callable[[str], Content]
"""Turns a text into content in which the words searched for are marked."""


def unmarked(text: str) -> Content:
    return Content(text)


HERE: Final = "match-here"
"""Role of the match that the reader is at."""


def marker(found: Found | None) -> Marker:
    if found is None:
        return unmarked
    spans = {match.hit.text: match.hit.spans for match in found.matches}
    here = found.match

    def mark(text: str) -> Content:
        at = here.span if here is not None and here.hit.text == text else None
        marks = [Span(*span, HERE if span == at else "match") for span in spans.get(text, ())]
        return Content(text, marks)

    return mark


def one_line(text: str) -> str:
    return " ".join(text.split())


def cell(content: Content | str, width: int) -> Content:
    """Cut or pad a content to a width in cells; less than 1 gives nothing."""
    if width < 1:
        return Content("")
    content = Content(one_line(content)) if isinstance(content, str) else content
    return content.truncate(width, ellipsis=True, pad=True)


def cut(content: Content, width: int) -> Content:
    """Cut a content to a width, with no blank before the sign that something is left out."""
    if content.cell_length <= width:
        return content
    return content.truncate(width - 1).rstrip() + "…" if width > 0 else Content("")


def row(cells: Sequence[tuple[Content | str, int]]) -> Content:
    """Set cells side by side; those without width are left out."""
    shown = [cell(content, width) for content, width in cells if width > 0]
    return Content("  ").join(shown)


def hanging(lead: Content | str, body: Content, width: int, indent: int) -> list[Content]:
    """Wrap a body so that it hangs beside a lead, for which so many cells are kept free."""
    lines = body.wrap(max(1, width - indent)) or [Content("")]
    first = cell(lead, indent) if indent else Content("")
    blank = Content(" " * indent)
    return [(first if number == 0 else blank) + line for number, line in enumerate(lines)]


def between(left: Content, right: Content, width: int) -> Content:
    """Set one content at the left edge and one at the right; the left one is cut if need be."""
    room = width - right.cell_length
    if room < 0:
        return cell(left, width)
    return cell(left, room - 1) + Content(" ") + right if room else right


def quiet_lines(text: str, width: int) -> list[Content]:
    """Wrap a text that may be overlooked; no text gives no line."""
    return Content.styled(text, "quiet").wrap(max(1, width)) if text else []


class Item(msgspec.Struct, frozen=True):
    """One thing in a pane: some lines that belong together.

    Attributes:
        key: What the cursor remembers; unique in the pane.
        aside: Whether the cursor comes to it by keys or mouse only, and never stands on it at once.
    """

    key: str
    lines: tuple[Content, ...]
    selectable: bool = True
    aside: bool = False


GUTTER: Final = 2
"""Cells before a text with a cursor; the sign of what that is on stands there."""


def with_gutter(item: Item, sign: Content | None = None) -> Item:
    """Set an item off from the left edge; with a sign, of one cell, beside its first line."""
    blank = Content(" " * GUTTER)
    if sign is not None:
        lead, blank = Content(" ") + sign + Content(" "), blank + " "
        first, rest = item.lines[:1], item.lines[1:]
        lines = (*(lead + line for line in first), *(blank + line for line in rest))
        return msgspec.structs.replace(item, lines=lines)
    return msgspec.structs.replace(item, lines=tuple(blank + line for line in item.lines))


def first_key(items: Iterable[Item]) -> str | None:
    """The key of the item that a cursor sent nowhere stands on."""
    return next((item.key for item in items if item.selectable and not item.aside), None)


def is_beyond_first(items: Sequence[Item], key: str | None) -> bool:
    """Whether a cursor that was sent nowhere has to be moved to stand on an item."""
    return key != first_key(items) and any(item.selectable and item.key == key for item in items)


class LineName(msgspec.Struct, frozen=True):
    """A line of a pane, named so that it is found again when all has been wrapped anew.

    Attributes:
        lines: How many the item has; where it has others by now, its first line stands for all.
    """

    key: str
    line: int
    lines: int


def spot_at(items: Iterable[Item], y: int) -> LineName | None:
    """Name a line of a pane, counted from 0; None where there is no such line."""
    for item in items:
        if y < len(item.lines):
            return LineName(item.key, y, len(item.lines))
        y -= len(item.lines)
    return None


def find_spot(items: Iterable[Item], spot: LineName) -> int | None:
    """Find the number of a line of a pane by its name; None where its item is gone."""
    start = 0
    for item in items:
        if item.key == spot.key:
            return start + (spot.line if len(item.lines) == spot.lines else 0)
        start += len(item.lines)
    return None


def wrapped(key: str, contents: Sequence[Content], width: int, *, selectable: bool = True) -> Item:
    lines = [line for content in contents for line in content.wrap(max(1, width))]
    return Item(key, tuple(lines), selectable)


ROLES: Final = (
    "title",  # the assertion on top of a card
    "heading",  # names a part
    "label",  # names a value
    "quiet",  # may be overlooked: citations, dates
    "number",  # a figure's number
    "rule",  # a line between parts
    "bar",  # a number drawn
    "source",  # who says so, in the right gutter
    "strong",  # must not be overlooked: numbers, unread
    "good",  # welcomes, agrees
    "bad",  # opposes, contradicts
    "doubt",  # skeptical, open, uncertain
    "earlier",  # says that this is not the newest revision
    "match",  # found by the search
    "match-here",  # the match the reader is at
    "lost",  # rests on nothing that is not set aside; a line below says so
    "key",  # a key to press
    "mark",  # gutter sign of the claim under the cursor
    "cursor",  # line under the cursor of the focused pane
    "cursor-elsewhere",  # line under the cursor of another pane
)


def role_class(role: str) -> str:
    return f"role--{role}"


ROLE_CLASSES: Final = {role_class(role) for role in ROLES}
"""For the component classes of each screen that has panes: they are looked up there, since every
pane with its own would have Textual match each rule once more for each role of each pane."""

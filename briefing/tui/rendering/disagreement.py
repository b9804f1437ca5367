"""The positions of a disagreement: side by side where there is room, else one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from string import ascii_uppercase
from typing import Final

import msgspec
from textual.content import Content

from briefing.evidence.support import Bearer
from briefing.tui.rendering.comparing import excerpt_lines
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.support import is_lost, support_lines
from briefing.tui.rendering.text import Marker, cell, unmarked
from briefing.tui.state import Checked

_COLUMN: Final = 24
"""Cells that a position needs to stand beside another."""

_GAP: Final = 3

_INDENT: Final = 3
"""Cells for the name of a position."""


class Sides(msgspec.Struct, frozen=True):
    """What is needed to draw the positions of a disagreement.

    Attributes:
        positions: What the sources differ on.
        check: How their briefing stands against its sources.
        width: Cells of a line.
        mark: Marks the words searched for.
        comparing: Whether to show what the sources say, below all positions.
    """

    positions: Sequence[Bearer]
    check: Checked
    width: int
    mark: Marker = unmarked
    comparing: bool = False


def position_items(sides: Sides) -> Iterator[Item]:
    """Draw the positions.

    Args:
        sides: The positions and the room for them.

    Yields:
        One item with all positions side by side, keyed ``positions``; or one for each, keyed
        ``position:0`` and so on. Then, if asked for, what the sources say.
    """
    count = len(sides.positions)
    column = (sides.width - _GAP * (count - 1)) // count
    beside = column >= _COLUMN
    width = column if beside else sides.width
    blocks = [_position_lines(sides, number, width) for number in range(count)]
    if beside:
        yield Item("positions", (*_beside(blocks, width), Content("")))
    else:
        for position, lines in zip(sides.positions, blocks, strict=True):
            yield Item(position.item, (*lines, Content("")))
    if sides.comparing:
        yield Item("sources-say", tuple(_sources_say(sides, width, beside)), selectable=False)


def position_name(number: int) -> str:
    """Name a position by its place: A, B, C."""
    return ascii_uppercase[number % len(ascii_uppercase)]


def _sources_say(sides: Sides, width: int, beside: bool) -> Iterator[Content]:
    heading = Content.assemble(
        ("In the sources’ own words", "heading"),
        "; ",
        ("underlined", "match"),
        ": not in the others",
    )
    yield from heading.wrap(sides.width)
    said = excerpt_lines(sides.positions, sides.check, width if beside else width - _INDENT)
    if beside:
        yield from _beside(said, width)
    else:
        for number, lines in enumerate(said):
            name = Content.styled(position_name(number), "heading")
            for line in lines:
                yield cell(name, _INDENT) + line
                name = Content("")
    yield Content("")


def _beside(columns: Sequence[Sequence[Content]], width: int) -> list[Content]:
    gap = Content.styled(" │ ", "quiet")
    return [
        gap.join(cell(line, width) for line in lines)
        for lines in zip_longest(*columns, fillvalue=Content(""))
    ]


def _position_lines(sides: Sides, number: int, width: int) -> list[Content]:
    position = sides.positions[number]
    text = sides.mark(position.text)
    if is_lost(position, sides.check):
        text = text.stylize_before("lost")
    says = Content.assemble((f"{position_name(number)}  ", "heading"), text)
    return says.wrap(width) + support_lines(position, sides.check, width)

"""The positions of a disagreement: side by side where there is room, else one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from string import ascii_uppercase
from typing import Final

from textual.content import Content

from briefing.evidence.bearers import Bearer
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.support import is_lost, support_lines
from briefing.tui.rendering.text import Marker, cell
from briefing.tui.state import Checked

_COLUMN: Final = 24
"""Cells that a position needs to stand beside another."""

_GAP: Final = 3


def position_items(
    positions: Sequence[Bearer], check: Checked, width: int, mark: Marker
) -> Iterator[Item]:
    """Draw the positions.

    Args:
        positions: What the sources differ on, side by side.
        check: How their briefing stands against its sources.
        width: Cells of a line.
        mark: Marks the words searched for.

    Yields:
        One item with all positions side by side, keyed ``positions``; or one for each, keyed
        ``position:0`` and so on.
    """
    column = (width - _GAP * (len(positions) - 1)) // len(positions)
    if column >= _COLUMN:
        yield Item("positions", (*_side_by_side(positions, check, column, mark), Content("")))
        return
    for number, position in enumerate(positions):
        lines = _position_lines(number, position, check, width, mark)
        yield Item(position.item, (*lines, Content("")))


def position_name(number: int) -> str:
    """Name a position by its place: A, B, C."""
    return ascii_uppercase[number % len(ascii_uppercase)]


def _side_by_side(
    positions: Sequence[Bearer], check: Checked, column: int, mark: Marker
) -> list[Content]:
    columns = [
        _position_lines(number, position, check, column, mark)
        for number, position in enumerate(positions)
    ]
    gap = Content.styled(" │ ", "quiet")
    empty = Content("")
    return [
        gap.join(cell(line, column) for line in lines)
        for lines in zip_longest(*columns, fillvalue=empty)
    ]


def _position_lines(
    number: int, position: Bearer, check: Checked, width: int, mark: Marker
) -> list[Content]:
    text = mark(position.text)
    if is_lost(position, check):
        text = text.stylize_before("lost")
    says = Content.assemble((f"{position_name(number)}  ", "heading"), text)
    return says.wrap(width) + support_lines(position, check, width)

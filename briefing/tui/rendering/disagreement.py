"""The positions of a disagreement: side by side where there is room, else one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from string import ascii_uppercase
from typing import Final

from textual.content import Content

from briefing.model.cards import Disagreement, Position
from briefing.tui.rendering.facts import citations
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.text import Marker, cell, quiet_lines

_COLUMN: Final = 24
"""Cells that a position needs to stand beside another."""

_GAP: Final = 3


def position_items(disagreement: Disagreement, width: int, mark: Marker) -> Iterator[Item]:
    """Draw the positions.

    Args:
        disagreement: What the sources differ on.
        width: Cells of a line.
        mark: Marks the words searched for.

    Yields:
        One item with all positions side by side, keyed ``positions``; or one for each, keyed
        ``position:0`` and so on.
    """
    positions = disagreement.positions
    column = (width - _GAP * (len(positions) - 1)) // len(positions)
    if column >= _COLUMN:
        yield Item("positions", (*_side_by_side(positions, column, mark), Content("")))
        return
    for number, position in enumerate(positions):
        lines = _position_lines(number, position, width, mark)
        yield Item(f"position:{number}", (*lines, Content("")))


def position_name(number: int) -> str:
    """Name a position by its place: A, B, C."""
    return ascii_uppercase[number % len(ascii_uppercase)]


def _side_by_side(positions: Sequence[Position], column: int, mark: Marker) -> list[Content]:
    columns = [
        _position_lines(number, position, column, mark) for number, position in enumerate(positions)
    ]
    gap = Content.styled(" │ ", "quiet")
    empty = Content("")
    return [
        gap.join(cell(line, column) for line in lines)
        for lines in zip_longest(*columns, fillvalue=empty)
    ]


def _position_lines(number: int, position: Position, width: int, mark: Marker) -> list[Content]:
    says = Content.assemble((f"{position_name(number)}  ", "heading"), mark(position.says))
    return says.wrap(width) + quiet_lines(citations(position.evidence), width)

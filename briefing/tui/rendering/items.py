"""What panes hold: items, each some lines that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from textual.content import Content


class Item(msgspec.Struct, frozen=True):
    """One thing in a pane: some lines that belong together.

    Attributes:
        key: What the cursor remembers; unique in the pane.
        lines: Content wrapped to the width of the pane.
        selectable: Whether the cursor can stand on it.
    """

    key: str
    lines: tuple[Content, ...]
    selectable: bool = True


class Spot(msgspec.Struct, frozen=True):
    """A line of a pane, named so that it is found again when all has been wrapped anew.

    Attributes:
        key: Of the item that it belongs to.
        line: Its number in the item.
        lines: How many the item has; where it has others by now, its first line stands for all.
    """

    key: str
    line: int
    lines: int


def spot_at(items: Iterable[Item], y: int) -> Spot | None:
    """Name a line of a pane.

    Args:
        items: What the pane holds.
        y: Number of the line, counted from 0.

    Returns:
        Its name; None where there is no such line.
    """
    for item in items:
        if y < len(item.lines):
            return Spot(item.key, y, len(item.lines))
        y -= len(item.lines)
    return None


def find_spot(items: Iterable[Item], spot: Spot) -> int | None:
    """Find a line of a pane by its name.

    Args:
        items: What the pane holds by now.
        spot: The name.

    Returns:
        Number of the line, counted from 0; None where its item is gone.
    """
    start = 0
    for item in items:
        if item.key == spot.key:
            return start + (spot.line if len(item.lines) == spot.lines else 0)
        start += len(item.lines)
    return None


def wrapped(key: str, contents: Sequence[Content], width: int, *, selectable: bool = True) -> Item:
    """Make an item of contents that still have to be wrapped.

    Args:
        key: Key of the item.
        contents: Paragraphs, one after the other.
        width: Cells available for a line.
        selectable: Whether the cursor can stand on it.
    """
    lines = [line for content in contents for line in content.wrap(max(1, width))]
    return Item(key, tuple(lines), selectable)

"""What panes hold: items, each some lines that belong together."""

from __future__ import annotations

from collections.abc import Sequence

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

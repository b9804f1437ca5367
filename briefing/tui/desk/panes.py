"""The panes of the desk beside its editor; what is in them the screen says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from briefing.tui.rendering.text import Item
from briefing.tui.widgets import ItemPane

Fill = Callable[[int], Iterable[Item]]
"""Gives the items of a pane for a width in cells."""


class Below(Enum):
    """What is shown below the card."""

    PROBLEMS = "problems"
    EVIDENCE = "evidence"
    PREVIEW = "preview"


class DeskPane(ItemPane):
    """A pane that is filled by a function."""

    def __init__(self, fill: Fill, id: str) -> None:  # noqa: A002 - as in all widgets
        super().__init__(id=id)
        self._fill = fill

    def items(self, width: int) -> Iterable[Item]:
        return self._fill(width)


class ListPane(DeskPane):
    """Sources and cards."""

    KEEPS_PLACE = True
    STANDS_ON_FIRST = True


class ReadingPane(DeskPane):
    """The text of a source; the sentence under the cursor is drawn in it."""

    GUTTER_SIGN = "▌"

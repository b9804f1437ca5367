"""What follows the open card: its text and its evidence, a little later while a key is held."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from textual.timer import Timer

from briefing.tui.layout import Pane

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen

_HELD: Final = 0.06
"""Seconds between two cards within which nobody presses a key twice: it repeats, being held."""

_PAUSE: Final = 0.08
"""Seconds after the last of such cards until the text follows: a little more than a repeat."""


class Following:
    """Shows the text of the open card at once, or, while a key is held, when it is let go.

    Lists and footer follow each key. Nobody reads a text that is there for the thirtieth part of a
    second, and sending it would fill a slow line with what is out of date when it arrives.

    Attributes:
        behind: Whether the text is still that of another card.
    """

    def __init__(self, reader: ReaderScreen) -> None:
        self.behind = False
        self._reader = reader
        self._hurries = False
        self._last = -1.0
        self._timer: Timer | None = None

    def begin(self, *, hurries: bool) -> None:
        """A command begins: show it the text that is behind.

        Args:
            hurries: Whether it can do without, and without the text of what it opens.
        """
        self._hurries = hurries
        if not hurries:
            self.catch_up()

    def follow(self, item: str | None) -> None:
        """Show the text of the open card.

        Args:
            item: Key of the item to stand on; None for the first.
        """
        now = time.monotonic()
        held, self._last = now - self._last < _HELD, now
        if held and self._hurries and item is None:
            self.behind = True
            self._stop()
            self._timer = self._reader.set_timer(_PAUSE, self.catch_up)
        else:
            self._show(item)

    def catch_up(self) -> None:
        """Show the text now, if it is behind."""
        if self.behind:
            self._show(None)

    def _show(self, item: str | None) -> None:
        self._stop()
        self.behind = False
        reader = self._reader
        reader.text_id = reader.card_id
        pane = reader.pane_of(Pane.CARD)
        if item is not None:
            # Positions stand side by side, as one item, where there is room.
            pane.select(item if item in pane.keys else item.split(":")[0] + "s")
        reader.follow_cursor()
        reader.marking.moved()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

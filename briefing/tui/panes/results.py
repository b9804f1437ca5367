"""The results of a search."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.reactive import var

from briefing.tui.finding import Found, result_items
from briefing.tui.panes.bound import BoundPane
from briefing.tui.rendering.items import Item


class ResultsPane(BoundPane):
    """What the words typed so far lead to, section by section."""

    KEEPS_PLACE = True
    STANDS_ON_FIRST = True

    found: var[Found] = var(Found(""), init=False)
    """The matches."""

    def items(self, width: int) -> Iterable[Item]:
        """One line for each place."""
        route, _, _ = self.shown
        return result_items(route.briefing, self.found, width)

    def watch_found(self) -> None:
        """Other words, other results."""
        self.border_title = Content(f"Found: {len(self.found.matches)}")
        self.select(None)
        self.rebuild(top=True)

"""The base of all panes that show the briefing: what the screen hands down to them."""

from __future__ import annotations

from textual.reactive import var

from briefing.model.cards import Card, Section
from briefing.tui.panes.item_pane import ItemPane
from briefing.tui.rendering.text import Marker, unmarked
from briefing.tui.state import Checked, Marks, Route


class BoundPane(ItemPane):
    """A pane bound to the state of the reader's screen."""

    route: var[Route | None] = var[Route | None](None, init=False)
    """The briefing, and the cards that a narrowing leaves."""

    card_id: var[str] = var("", init=False)
    """The open card."""

    marks: var[Marks] = var(Marks(), init=False)
    """What is read and bookmarked."""

    mark: var[Marker] = var[Marker](lambda: unmarked, init=False)
    """Marks the words searched for."""

    checked: var[Checked | None] = var[Checked | None](None, init=False)
    """How the briefing stands against its sources, and which of them are set aside."""

    @property
    def check(self) -> Checked:
        """How the briefing stands against its sources."""
        assert self.checked is not None, "the screen binds it before the pane is shown"
        return self.checked

    @property
    def shown(self) -> tuple[Route, Section, Card]:
        """The route, and the open card with its section."""
        assert self.route is not None, "the screen binds a route before the pane is shown"
        return (self.route, *self.route.find(self.card_id))

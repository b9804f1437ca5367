"""The panes beside the text: key figures, and the evidence drawer."""

from __future__ import annotations

from collections.abc import Iterable

from textual.reactive import var

from briefing.tui.panes.bound import BoundPane
from briefing.tui.rendering.evidence import evidence_items, grounds
from briefing.tui.rendering.figures import figure_items
from briefing.tui.rendering.items import Item


class FiguresPane(BoundPane):
    """The key figures of the briefing."""

    BORDER_TITLE = "Key figures"
    STANDS_ON_FIRST = True

    def items(self, width: int) -> Iterable[Item]:
        """The figures in the curator's order."""
        in_full = self.figure_id if self.has_focus else None
        return figure_items(self.check, width, self.mark, in_full=in_full)

    @property
    def figure_id(self) -> str | None:
        """The figure under the cursor; before anything is drawn, the first."""
        route, _, _ = self.shown
        return self.cursor_key or next(iter(route.briefing.key_figures), None)

    def select(self, key: str | None, *, reveal: bool = True) -> None:
        """Put the cursor on a figure, which is then shown in full."""
        super().select(key, reveal=False)
        self.rebuild()
        super().select(key, reveal=reveal)

    def on_focus(self) -> None:
        """Show the figure under the cursor in full."""
        self.rebuild()

    def on_blur(self) -> None:
        """Show all figures alike."""
        self.rebuild()

    def watch_route(self) -> None:
        """Another briefing has other figures."""
        self.rebuild()

    def watch_mark(self) -> None:
        """A search marks its words."""
        self.rebuild()


class EvidencePane(BoundPane):
    """The evidence for what the cursor of another pane is on."""

    BORDER_TITLE = "Evidence"
    STANDS_ON_FIRST = True

    about: var[str | None] = var[str | None](None, init=False)
    """Key of the item in the open card, or ``figure:ID`` for one in the panel."""

    def items(self, width: int) -> Iterable[Item]:
        """Each piece of evidence, under what it is for."""
        route, _, card = self.shown
        return evidence_items(route.briefing, grounds(route.briefing, card, self.about), width)

    def refresh_content(self) -> None:
        """Draw from the top, the cursor on the first piece."""
        self.select(None, reveal=False)
        self.rebuild(top=True)

    def watch_about(self) -> None:
        """Follow the cursor."""
        self.refresh_content()

    def watch_card_id(self) -> None:
        """Follow the open card, whose first sentence may have the same id."""
        self.refresh_content()

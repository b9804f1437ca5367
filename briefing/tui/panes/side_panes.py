"""The panes beside the text: key figures, and the evidence drawer."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.reactive import var

from briefing.tui.panes.bound import BoundPane
from briefing.tui.rendering.evidence import Piece, evidence_items, grounds, pieces
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

    def watch_checked(self) -> None:
        """Without a source some figures have less support, or none."""
        self.rebuild()


class EvidencePane(BoundPane):
    """The evidence for what the cursor of another pane is on."""

    STANDS_ON_FIRST = True
    GUTTER_SIGN = "▌"

    about: var[str | None] = var[str | None](None, init=False)
    """Key of the item in the open card, or ``figure:ID`` for one in the panel."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        # The piece is marked whichever pane has focus.
        super().__init__(id=id, classes="-follows")

    @property
    def pieces(self) -> list[Piece]:
        """The pieces of evidence, also while the pane is not shown."""
        route, _, card = self.shown
        return pieces(grounds(route.briefing, card, self.about))

    @property
    def piece(self) -> Piece | None:
        """The piece under the cursor; the first while the pane is not shown."""
        found = self.pieces
        return next((one for one in found if one.key == self.cursor_key), next(iter(found), None))

    def items(self, width: int) -> Iterable[Item]:
        """Each piece of evidence, under what it is for."""
        route, _, card = self.shown
        return evidence_items(self.check, grounds(route.briefing, card, self.about), width)

    def select(self, key: str | None, *, reveal: bool = True) -> None:
        """Put the cursor on a piece, and say which of them it is."""
        super().select(key, reveal=reveal)
        self._entitle()

    def rebuild(self, *, top: bool = False) -> None:
        """Draw the evidence anew, and say which piece the cursor is on."""
        super().rebuild(top=top)
        self._entitle()

    def _entitle(self) -> None:
        keys = self.keys
        counted = f" {keys.index(self.cursor_key) + 1} of {len(keys)}" if self.cursor_key else ""
        self.border_title = Content(f"Evidence{counted}")

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

    def watch_checked(self) -> None:
        """A source was set aside, or is relied on again."""
        self.rebuild()

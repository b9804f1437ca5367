"""Weighing the sources: disagreements, the health of the sourcing, and what hangs on a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.model.cards import SourceNote
from briefing.tui.panes.side_panes import EvidencePane
from briefing.tui.state import Checked

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


class Weighing:
    """Asks on a screen how far the sources carry."""

    def __init__(self, reader: ReaderScreen) -> None:
        self.reader = reader

    def go_to_dispute(self) -> None:
        """Go to the disagreement that the sentence is part of, or back from it."""
        self.reader.tell("Not yet.")

    def toggle_aside(self) -> None:
        """Set the source of the card aside, or that of the evidence shown; again, take it back."""
        key = self._source_here()
        if key is None:
            self.reader.tell(
                "x sets a source aside: on its card in Sources, or where evidence (e) is open."
            )
            return
        self._set_aside(self.reader.check.aside ^ {key})
        if self.reader.check.aside:
            self.reader.tell("Only asked, nothing is stored: x or Esc takes it back.")

    def take_back(self) -> None:
        """Rely on all sources again."""
        self._set_aside(frozenset())

    def _set_aside(self, aside: frozenset[str]) -> None:
        reader = self.reader
        reader.checked = Checked(reader.check.examination, aside)
        # The header needs a line more or less.
        reader.lay_out()

    def _source_here(self) -> str | None:
        reader = self.reader
        if isinstance(reader.card.detail, SourceNote):
            return reader.card.detail.source
        piece = reader.query_one(EvidencePane).piece
        return piece.cited.source if piece is not None and reader.evidence_open else None

    def show_health(self) -> None:
        """Open the counts of the sourcing's health."""
        self.reader.tell("Not yet.")

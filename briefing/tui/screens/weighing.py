"""Weighing the sources: disagreements, the health of the sourcing, and what hangs on a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        """Set the source under the cursor aside, or take it back."""
        self.reader.tell("Not yet.")

    def show_health(self) -> None:
        """Open the counts of the sourcing's health."""
        self.reader.tell("Not yet.")

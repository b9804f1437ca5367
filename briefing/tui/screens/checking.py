"""Going from a claim to its evidence, and from there to the text of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.tui.layout import TWO_PANES, Pane

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


class Checking:
    """Shows on a screen what a claim rests on."""

    def __init__(self, reader: ReaderScreen) -> None:
        self.reader = reader

    def toggle_evidence(self) -> None:
        """Open or close the drawer."""
        reader = self.reader
        reader.evidence_open = not reader.evidence_open
        if reader.evidence_open and reader.size.width < TWO_PANES:
            reader.wanted = Pane.EVIDENCE
        elif reader.wanted is Pane.EVIDENCE:
            reader.wanted = Pane.CARD
        reader.follow_cursor()
        reader.lay_out()

    def step_evidence(self, step: int) -> None:
        """Go to the next piece of evidence (1) or the one before (-1)."""
        self.reader.tell(f"Not yet: {step}")

    def open_source(self) -> None:
        """Open the text of the source at the passage that the evidence names."""
        self.reader.tell("Not yet.")

    def open_claims(self) -> None:
        """List the claims that rest on the source."""
        self.reader.tell("Not yet.")

"""Going from a claim to its evidence, and from there to the text of the source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.evidence.support import Bearer
from briefing.model.cards import Card, SourceNote
from briefing.model.claims import Evidence
from briefing.model.vocabulary import SectionKind
from briefing.tui.layout import TWO_PANES, Pane
from briefing.tui.panes.side_panes import EvidencePane
from briefing.tui.screens.source_text import SourceTextScreen
from briefing.tui.source_use import SourceUse

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


class Checking:
    """Shows on a screen what a claim rests on."""

    def __init__(self, reader: ReaderScreen) -> None:
        self.reader = reader

    def toggle_evidence(self) -> None:
        """Open or close the drawer."""
        reader = self.reader
        if reader.arrangement.list_alone:
            reader.wanted = Pane.CARD
            reader.evidence_open = False
        reader.evidence_open = not reader.evidence_open
        if reader.evidence_open and reader.size.width < TWO_PANES:
            reader.wanted = Pane.EVIDENCE
        elif reader.wanted is Pane.EVIDENCE:
            reader.wanted = Pane.CARD
        reader.follow_cursor()
        if reader.evidence_open:
            # Of a sentence that pages have been turned away from, no evidence could be checked.
            card_pane = reader.pane_of(Pane.CARD)
            card_pane.select(card_pane.cursor_key)
        reader.lay_out()

    def step_evidence(self, step: int) -> None:
        """Go to the next piece of evidence (1) or the one before (-1); show it first."""
        reader = self.reader
        reader.follow_cursor()
        pane = reader.query_one(EvidencePane)
        if not pane.pieces:
            reader.tell("Nothing is cited here.")
        elif not reader.evidence_open:
            self.toggle_evidence()
        elif not pane.display:
            reader.focus_pane(Pane.EVIDENCE)
        elif (key := pane.neighbour(step)) != pane.cursor_key:
            pane.select(key)
        else:
            end = "last" if step > 0 else "first"
            reader.tell(f"This is the {end} piece of evidence.")

    def open_source(self) -> None:
        """Open the text of the source at the passage that the evidence names."""
        self._open(listing=False)

    def open_claims(self) -> None:
        """List the claims that rest on the source."""
        self._open(listing=True)

    def show_source(
        self,
        key: str,
        evidence: Evidence | None = None,
        said: Sequence[str] = (),
        *,
        listing: bool = False,
    ) -> None:
        """Open the text of a source over the reader.

        Args:
            key: Citation key of the source.
            evidence: Names the passage to open at; None for the first paragraph.
            said: Texts that rest on the passage, the words of which are marked in it.
            listing: Whether to begin with the list of what rests on the source.
        """
        reader = self.reader
        source = reader.briefing.sources_by_key.get(key)
        if source is None:
            reader.tell(f"The source “{key}” is not listed.")
            return
        use = SourceUse(reader.check, source)
        keymap = reader.session.keymap
        screen = SourceTextScreen(use, keymap, evidence=evidence, said=said, listing=listing)
        reader.app.push_screen(screen, self.go_to)

    def _open(self, *, listing: bool) -> None:
        reader = self.reader
        reader.follow_cursor()
        piece = reader.query_one(EvidencePane).piece
        detail = reader.card.detail
        if isinstance(detail, SourceNote) and not reader.evidence_open:
            self.show_source(detail.source, listing=listing)
        elif piece is None:
            reader.tell("No source is cited here; move to a sentence that cites one.")
        else:
            self.show_source(piece.cited.source, piece.cited, piece.says, listing=listing)

    def go_to(self, bearer: Bearer | None) -> None:
        """Go to a claim that was chosen; what an actor is called stands on the actor's card."""
        if bearer is None:
            return
        card = bearer.card or self._card_of_actor(bearer.item)
        if card is None:
            self.reader.tell("No card shows this.")
            return
        self.reader.wanted = Pane.CARD
        self.reader.show_card(card.id, bearer.item)

    def _card_of_actor(self, item: str) -> Card | None:
        actor = item.removeprefix("actor:")
        people = (
            card
            for section, card in self.reader.briefing.cards()
            if section.kind is SectionKind.PEOPLE and actor in card.actors
        )
        return next(people, None)

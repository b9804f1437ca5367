"""Which panes are on the screen: a function of its size and of what is open."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

TWO_PANES: Final = 72
"""Columns from which sections stand beside the text; below, one pane fills the screen."""

WIDE: Final = 110
"""Columns from which figures stand beside the text."""

THREE_COLUMNS: Final = 140
"""Columns from which the evidence stands beside the text, above the figures."""

TALL: Final = 30
"""Rows from which list and text stand one above the other, and panes have frames."""

ROOMY: Final = 24
"""Rows from which the header has two lines."""

_FIGURES: Final = 36
_TEXT: Final = 88
"""Columns that a text makes use of: the measure, the gutters, a frame."""

_PREVIEW: Final = 8
"""Rows from which a card is shown below a list that is read."""


class Pane(StrEnum):
    """The panes, in the order in which the focus goes through them."""

    SECTIONS = "sections"
    CARDS = "cards"
    CARD = "card"
    RESULTS = "results"
    EVIDENCE = "evidence"
    FIGURES = "figures"


class Arrangement(msgspec.Struct, frozen=True):
    """What decides which panes are shown.

    Attributes:
        wanted: The pane that the reader went to last.
        finding: Whether search results take the place of the text.
        evidence: Whether the reader opened the evidence.
        several: Whether there is a list of cards to show.
        listing: Whether the list is read, and not a card.
        front: Whether the bottom line is open, which tells what every section holds.
    """

    width: int
    height: int
    wanted: Pane
    finding: bool = False
    evidence: bool = False
    several: bool = True
    listing: bool = False
    front: bool = False

    @property
    def list_alone(self) -> bool:
        """Whether the list is what is read; there may be a card below it to look at."""
        return self.several and self.listing and not self.finding

    @property
    def shows_evidence(self) -> bool:
        """Whether the evidence is shown: asked for, or because there is a column for it."""
        if self.finding or self.list_alone:
            return False
        return self.evidence or self.width >= THREE_COLUMNS

    @property
    def stacked(self) -> bool:
        """Whether the evidence stands below the text, not beside it."""
        return self.shows_evidence and self.width < THREE_COLUMNS

    @property
    def shows_figures(self) -> bool:
        if self.width < WIDE:
            return self.wanted is Pane.FIGURES and not self.finding
        return not (self.finding or self.stacked)

    @property
    def framed(self) -> bool:
        return self.width >= WIDE and self.height >= TALL

    def visible(self) -> frozenset[Pane]:
        if self.width < TWO_PANES:
            return frozenset([self._only()])
        if self.width < WIDE and self.shows_figures:
            return frozenset([Pane.SECTIONS, Pane.FIGURES])
        panes = {Pane.CARD}
        if self.finding:
            panes = {Pane.RESULTS}
        elif self.list_alone:
            panes = {Pane.CARDS}
        elif self.several and self.height >= TALL:
            panes.add(Pane.CARDS)
        if self.shows_figures:
            panes.add(Pane.FIGURES)
        if self.width >= WIDE or self._needs_sections:
            panes.add(Pane.SECTIONS)
        if self.shows_evidence:
            panes.add(Pane.EVIDENCE)
        return frozenset(panes)

    @property
    def _needs_sections(self) -> bool:
        """Whether sections are shown where they take the text its room."""
        return not self.finding and (not self.front or self.wanted is Pane.SECTIONS)

    @property
    def sections_width(self) -> int:
        return 26 if self.width >= WIDE else 21

    @property
    def centre_width(self) -> int:
        """Columns for the cards and the text."""
        visible = self.visible()
        if self.width < TWO_PANES:
            return self.width
        room = self.width - (self.sections_width if Pane.SECTIONS in visible else 0)
        return room - self.aside_width

    @property
    def aside_width(self) -> int:
        """Columns for what stands beside the text: figures, and the evidence above them."""
        if self.width < WIDE or self.stacked or self.finding:
            return 0
        if self.width < THREE_COLUMNS:
            return _FIGURES
        return max(_FIGURES, self.width - self.sections_width - _TEXT)

    def list_height(self, lines: int, rows: int) -> int:
        """Rows for the list of cards, of so many for list and text.

        What is read has what it needs; where that leaves room, a card is shown below it. Beside a
        card that is read it takes no more than a third, or a fifth if the evidence is open too.
        """
        if not self.list_alone:
            return max(2, min(lines, rows // (5 if self.stacked else 3)))
        return lines if self.previews(lines, rows) else rows

    def previews(self, lines: int, rows: int) -> bool:
        """Whether a list of so many lines leaves room for a card below it."""
        return self.list_alone and self.height >= TALL and rows - lines >= _PREVIEW

    def evidence_height(self) -> int:
        """Rows for the evidence below the text: enough for a passage of some sixty words."""
        return max(3, min(18, self.height * 2 // 5))

    def reachable(self) -> frozenset[Pane]:
        """Find the panes that the keys can go to; where one fills the screen, the others too."""
        if self.finding:
            return self.visible()
        panes = {Pane.SECTIONS, Pane.CARD, *self.visible()}
        panes |= {Pane.CARDS} if self.several else set()
        panes |= {Pane.EVIDENCE} if self.evidence else set()
        return frozenset(panes)

    def focus(self) -> Pane:
        """Find the pane to focus: the wanted one, or what stands for it."""
        visible = self.visible()
        if self.wanted in visible:
            return self.wanted
        order = (Pane.RESULTS, Pane.CARDS if self.list_alone else Pane.CARD, *Pane)
        return next((pane for pane in order if pane in visible), Pane.CARD)

    def _only(self) -> Pane:
        if self.finding:
            return Pane.RESULTS
        if self.wanted is Pane.CARDS and not self.several:
            return Pane.CARD
        if self.wanted is Pane.EVIDENCE and not self.evidence:
            return Pane.CARD
        return Pane.CARD if self.wanted is Pane.RESULTS else self.wanted

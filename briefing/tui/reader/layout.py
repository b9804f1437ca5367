"""Which panes are on the screen: a function of its size and of what is open."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from briefing.model.vocabulary import SectionKind

WIDE: Final = 110
"""Columns from which figures stand beside the text."""

TWO_PANES: Final = 60
"""Columns from which sections stand beside the text; below, one pane fills the screen."""

TALL: Final = 30
"""Rows from which list, text and evidence stand one above the other."""

FIGURES_WIDTH: Final = 36

BROAD: Final = frozenset([SectionKind.REACTIONS, SectionKind.DISAGREEMENTS])
"""Kinds of section that are grids or stand side by side."""

ROOMY: Final = 10
"""Rows from which the header shows more than the title."""


class Pane(StrEnum):
    """The panes, in the order in which the focus goes through them."""

    SECTIONS = "sections"
    CARDS = "cards"
    CARD = "card"
    RESULTS = "results"
    FIGURES = "figures"
    EVIDENCE = "evidence"


class Arrangement(msgspec.Struct, frozen=True):
    """What decides which panes are shown.

    Attributes:
        wanted: The pane that the reader went to last.
        finding: Whether search results take the place of the text.
        figures: Whether the reader asked for the figures or sent them away; None for neither.
        broad: Whether the section is best shown across the width that the figures take.
    """

    width: int
    height: int
    wanted: Pane
    finding: bool = False
    evidence: bool = False
    figures: bool | None = None
    several: bool = True
    broad: bool = False
    viewed: bool = False

    @property
    def list_alone(self) -> bool:
        """Whether the list of cards stands alone: the view is read, and no card was opened."""
        return self.viewed and not self.finding and self.wanted not in (Pane.CARD, Pane.EVIDENCE)

    @property
    def shows_figures(self) -> bool:
        """Whether the figures are shown: asked for, or not sent away where there is room."""
        if self.figures is not None:
            return self.figures
        return self.width >= WIDE and not self.broad

    def visible(self) -> frozenset[Pane]:
        """Find the panes to show."""
        if self.width < TWO_PANES:
            return frozenset([self._only()])
        panes = {Pane.RESULTS} if self.finding else {Pane.CARD}
        if self.list_alone:
            panes = {Pane.CARDS}
        elif self.several and not self.finding and not (self.evidence and self.height < TALL):
            panes.add(Pane.CARDS)
        if self.shows_figures and not self.finding:
            panes.add(Pane.FIGURES)
        if self.width >= WIDE or not (self.finding or self.shows_figures):
            panes.add(Pane.SECTIONS)
        if self.evidence and not self.finding and not self.list_alone:
            panes.add(Pane.EVIDENCE)
        return frozenset(panes)

    @property
    def sections_width(self) -> int:
        return 32 if self.width >= WIDE else 28

    @property
    def centre_width(self) -> int:
        """Columns for the cards and the text."""
        visible = self.visible()
        if self.width < TWO_PANES:
            return self.width
        beside = self.sections_width if Pane.SECTIONS in visible else 0
        return self.width - beside - (FIGURES_WIDTH if Pane.FIGURES in visible else 0)

    def list_height(self, lines: int) -> int:
        """Rows for the list of cards: what it needs, but no more than a third of the screen.

        An open drawer leaves it a fifth, so that the text stays in sight.
        """
        return max(2, min(lines + 1, self.height // (5 if self.evidence else 3)))

    def evidence_height(self) -> int:
        """Rows for the evidence drawer: enough for a passage of some sixty words."""
        return max(3, min(18, self.height * 2 // 5))

    def reachable(self) -> frozenset[Pane]:
        """Find the panes that the keys can go to; where one fills the screen, the others too."""
        if self.width >= TWO_PANES or self.finding:
            # Going to the card opens it.
            return self.visible() | ({Pane.CARD} if self.list_alone else set())
        panes = {Pane.SECTIONS, Pane.CARD, *self.visible()}
        panes |= {Pane.CARDS} if self.several else set()
        panes |= {Pane.FIGURES} if self.figures else set()
        return frozenset(panes | ({Pane.EVIDENCE} if self.evidence else set()))

    def focus(self) -> Pane:
        """Find the pane to focus: the wanted one, or what stands for it."""
        visible = self.visible()
        if self.finding and Pane.RESULTS in visible:
            return Pane.RESULTS
        return (
            self.wanted
            if self.wanted in visible
            else Pane.CARD
            if Pane.CARD in visible
            else (next(pane for pane in Pane if pane in visible))
        )

    def _only(self) -> Pane:
        if self.finding:
            return Pane.RESULTS
        if self.wanted is Pane.CARDS and not (self.several or self.viewed):
            return Pane.CARD
        if self.wanted is Pane.EVIDENCE and not self.evidence:
            return Pane.CARD
        return Pane.CARD if self.wanted is Pane.RESULTS else self.wanted

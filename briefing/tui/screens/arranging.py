"""Which panes are on the reader's screen, and how large: `briefing.tui.layout`, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.tui.layout import FIGURES_WIDTH, ROOMY, Arrangement, Pane
from briefing.tui.panes.bars import HeaderBar
from briefing.tui.panes.card_pane import CardPane
from briefing.tui.panes.lists import CardListPane

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


def arrange(reader: ReaderScreen) -> None:
    """Show the panes that have room, give them their sizes, and the keys to one of them.

    Args:
        reader: Tells what decides.
    """
    arrangement = reader.arrangement
    visible = arrangement.visible()
    header = reader.query_one(HeaderBar)
    header.roomy = arrangement.height >= ROOMY
    header.styles.height = max(1, header.lines_at(arrangement.width - 2))
    _size_panes(reader, arrangement, visible)
    reader.query_one("#body").display = visible != {Pane.EVIDENCE}
    for pane in Pane:
        reader.pane_of(pane).display = pane in visible
    reader.query_one("#centre").display = bool(visible & {Pane.CARDS, Pane.CARD, Pane.RESULTS})
    reader.query_one(CardListPane).alone = arrangement.list_alone
    card_pane = reader.query_one(CardPane)
    card_pane.set_class(reader.evidence_open, "-follows")
    card_pane.figures_beside = Pane.FIGURES in visible
    # While the drawer is open, what the sources say stands there. Without texts there is only the
    # reason why nothing is shown: those who read on through the list need not pass it on each card.
    asked = arrangement.focus() is Pane.CARD
    with_texts = reader.session.corpus.folder is not None
    card_pane.comparing = (asked or with_texts) and not reader.evidence_open
    if reader.searching.question is None:
        reader.set_focus(reader.pane_of(arrangement.focus()))


def _size_panes(reader: ReaderScreen, arrangement: Arrangement, visible: frozenset[Pane]) -> None:
    alone = len(visible) == 1
    sizes = {Pane.SECTIONS: arrangement.sections_width, Pane.FIGURES: FIGURES_WIDTH}
    for pane, width in sizes.items():
        reader.pane_of(pane).styles.width = "1fr" if alone else width
    cards = reader.pane_of(Pane.CARDS)
    lines = cards.lines_at(arrangement.centre_width - 2)
    alone = alone or arrangement.list_alone
    cards.styles.height = "1fr" if alone else arrangement.list_height(lines)
    evidence = reader.pane_of(Pane.EVIDENCE)
    evidence.styles.height = "1fr" if alone else arrangement.evidence_height()

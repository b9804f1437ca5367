"""Ways through the briefing and through the panes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from briefing.model.cards import Card
from briefing.tui.commands import key_label
from briefing.tui.layout import TWO_PANES, Pane
from briefing.views.phrases import count

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


class Travel:
    """Moves the reader of a screen."""

    def __init__(self, reader: ReaderScreen) -> None:
        self.reader = reader
        self._ended_at = ""
        """The card at which the reader came to the end of the short version."""

    # -- reading -----------------------------------------------------------------------------------

    def read_on(self) -> None:
        """Turn the page; at the end of a card or view open what comes next."""
        reader = self.reader
        alone = reader.arrangement.list_alone
        pane = reader.pane_of(Pane.CARDS if alone else Pane.CARD)
        reader.marking.see()
        if not pane.display:
            reader.focus_pane(Pane.CARD)
        elif not pane.at_end:
            pane.scroll_pages(1)
        elif stop := reader.way.next_stop(reader.card_id, 1):
            reader.show_stop(stop)
        else:
            self._end()

    def _end(self) -> None:
        """Say that all is read; of the short version, what is left."""
        reader = self.reader
        if not reader.way.short:
            reader.tell("This is the last card.")
            return
        left = reader.marks.unread([card for _, card in reader.briefing.cards()])
        key = key_label(reader.session.keymap["short-or-full"][0])
        self._ended_at = reader.card_id
        reader.tell(
            f"End of the short version. Press {key} for the rest: {count(left, 'unread card')}."
            if left
            else "End of the short version, and all cards are read."
        )

    def read_back(self) -> None:
        """Turn back the page; at the top of a card or view open what comes before."""
        reader = self.reader
        alone = reader.arrangement.list_alone
        pane = reader.pane_of(Pane.CARDS if alone else Pane.CARD)
        if not pane.display:
            reader.focus_pane(Pane.CARD)
        elif not pane.at_start:
            pane.scroll_pages(-1)
        elif reader.way.viewed(reader.section) and not alone:
            reader.focus_pane(Pane.CARDS)
        elif stop := reader.way.next_stop(reader.card_id, -1):
            reader.show_stop(stop)
        else:
            reader.tell("This is the first card.")

    def switch_version(self) -> None:
        """Read the full version from here on, or the short one."""
        reader = self.reader
        goes_on, self._ended_at = self._ended_at == reader.card_id, ""
        reader.route = msgspec.structs.replace(reader.way, full=not reader.way.full)
        reader.lay_out()
        if not reader.way.full:
            reader.tell(f"The short version, {count(reader.briefing.short_minutes, 'minute')}.")
            return
        if goes_on:
            self._open_unread(card for _, card in reader.briefing.cards())
        reader.tell(f"The full version, {count(reader.briefing.reading_minutes, 'minute')}.")

    def step_card(self, step: int) -> None:
        """Open the next card on the way (1) or the one before (-1)."""
        card = next(iter(self.reader.way.along(self.reader.card_id, step)), None)
        if card is not None:
            self.reader.show_card(card.id)
        else:
            self.reader.tell("This is the last card." if step > 0 else "This is the first card.")

    def step_section(self, step: int) -> None:
        """Open the next section (1) or the one before (-1)."""
        card = self.reader.way.section_beyond(self.reader.card_id, step)
        if card is not None:
            self.reader.show_stop(self.reader.way.stop_for(card.id))
        else:
            end = "last" if step > 0 else "first"
            self.reader.tell(f"This is the {end} section.")

    def go_to_section(self, number: int) -> None:
        """Open a section, counted from 0."""
        card = self.reader.way.section_start(number)
        if card is not None:
            self.reader.show_stop(self.reader.way.stop_for(card.id))
        else:
            self.reader.tell("No card of that section has these words.")

    def go_to_bookmark(self) -> None:
        """Open the next bookmarked card."""
        bookmarks = self.reader.marks.bookmarks
        self._go_to_next(lambda card: card.id in bookmarks, "No bookmarks: b sets one.")

    def _go_to_next(self, wanted: Callable[[Card], bool], otherwise: str) -> None:
        """Open the next card of some kind, beginning again at the start.

        Args:
            wanted: Tells whether a card is of the kind.
            otherwise: What to say when there is none.
        """
        way, here = self.reader.way, self.reader.card_id
        after = list(way.beyond(here, 1))
        before = list(way.beyond(here, -1))[::-1]
        card = next((card for card in [*after, *before] if wanted(card)), None)
        if card is not None:
            self.reader.open_card(card.id)
        else:
            only = self.reader.card if wanted(self.reader.card) else None
            self.reader.tell("This is the only one." if only else otherwise)

    def go_to_unread(self) -> None:
        """Open the next unread card on the way, or the view with the next unread row."""
        reader, way, here = self.reader, self.reader.way, self.reader.card_id
        if not self._open_unread([*way.along(here, 1), *list(way.along(here, -1))[::-1]]):
            all_read = "All of the short version is read." if way.short else "All is read."
            reader.tell("This is the only one." if self._is_unread(reader.card) else all_read)

    def _open_unread(self, cards: Iterable[Card]) -> bool:
        card = next(filter(self._is_unread, cards), None)
        if card is not None:
            self.reader.show_stop(self.reader.way.stop_for(card.id))
        return card is not None

    def _is_unread(self, card: Card) -> bool:
        """Whether a card is unread or, where the way leads to a view, its row."""
        section, _ = self.reader.way.find(card.id)
        return card.id not in self.reader.way.read_in(section, self.reader.marks)

    # -- within and between panes ------------------------------------------------------------------

    def move_cursor(self, step: int) -> None:
        """Move the cursor of the pane that has focus; in a text it may only scroll."""
        pane = self.reader.pane
        if pane.id not in (Pane.SECTIONS, Pane.CARDS):
            self.reader.following.catch_up()
        key = pane.neighbour(step)
        if key is None or key == pane.cursor_key:
            pane.scroll_lines(step)
        elif pane.id is not None:
            self.choose(Pane(pane.id), key)

    def move_to_end(self, step: int) -> None:
        """Move the cursor as far down as it goes (1), or as far up (-1)."""
        self.move_cursor(step * len(self.reader.pane.keys))

    def choose(self, pane: Pane, key: str) -> None:
        """Put the cursor of a pane on an item, with all that follows from it."""
        reader = self.reader
        match pane:
            case Pane.SECTIONS:
                numbers = {section.id: n for n, section in enumerate(reader.briefing.sections)}
                self.go_to_section(numbers[key])
            case Pane.CARDS:
                reader.show_card(key)
            case _:
                reader.pane_of(pane).select(key)
                if pane in (Pane.CARD, Pane.FIGURES):
                    reader.follow_cursor()

    def page(self, step: int) -> None:
        """Scroll a text by a page, the cursor staying in sight; move through a list by a page."""
        pane = self.reader.pane
        if pane.id in (Pane.SECTIONS, Pane.CARDS, Pane.RESULTS):
            self.move_cursor(step * pane.page_height)
            return
        self.reader.marking.see()
        if pane.turn_page(step):
            self.reader.follow_cursor()

    def step_pane(self, step: int, *, around: bool = False) -> None:
        """Focus the next pane (1) or the one before (-1)."""
        arrangement = self.reader.arrangement
        panes = [pane for pane in Pane if pane in arrangement.reachable()]
        index = panes.index(arrangement.focus()) + step
        if around:
            index %= len(panes)
        self.reader.focus_pane(panes[max(0, min(len(panes) - 1, index))])

    def step_pane_around(self, step: int) -> None:
        """The same, from the last to the first."""
        self.step_pane(step, around=True)

    def go_deeper(self) -> None:
        """From a section to its cards, to the text, to the evidence, to the text of the source."""
        reader = self.reader
        match reader.arrangement.focus():
            case Pane.SECTIONS:
                listed = reader.arrangement.several or reader.arrangement.viewed
                reader.focus_pane(Pane.CARDS if listed else Pane.CARD)
            case Pane.CARDS:
                reader.focus_pane(Pane.CARD)
            case Pane.CARD if not reader.evidence_open:
                reader.checking.toggle_evidence()
            case Pane.CARD | Pane.EVIDENCE:
                reader.checking.open_source()
            case Pane.RESULTS:
                reader.searching.accept()
            case Pane.FIGURES:
                self._go_to_figure(reader.pane.cursor_key)

    def _go_to_figure(self, figure_id: str | None) -> None:
        for _, card in self.reader.briefing.cards():
            if any(figure.id == figure_id for figure in card.figures):
                self.reader.wanted = Pane.CARD
                self.reader.show_card(card.id, f"figure:{figure_id}")
                return

    def go_back(self) -> None:
        """End what was begun last: question, search, drawer, figures, narrowing; then go left.

        Before that the sources set aside are taken back.
        """
        reader = self.reader
        searching = reader.searching
        one_pane = reader.size.width < TWO_PANES
        if searching.question is not None:
            searching.cancel()
        elif reader.evidence_open and not (searching.found and searching.drawer_before):
            reader.checking.toggle_evidence()
        elif searching.found is not None:
            searching.end()
        elif reader.wanted is Pane.FIGURES and (one_pane or reader.figures_wanted):
            reader.showing.toggle_figures()
        elif searching.narrowing:
            searching.clear_narrowing()
        elif reader.check.aside:
            reader.weighing.take_back()
        elif reader.arrangement.focus() is Pane.SECTIONS:
            reader.tell("Nothing is open; q quits, ? shows all keys.")
        else:
            self.step_pane(-1)

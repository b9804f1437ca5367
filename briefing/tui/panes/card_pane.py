"""The open card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.reactive import var

from briefing.model.cards import Card, Disagreement
from briefing.tui.panes.bound import BoundPane
from briefing.tui.rendering.card import GUTTER, Page, card_items
from briefing.tui.rendering.items import Item, find_spot, spot_at
from briefing.tui.rendering.text import one_line
from briefing.tui.state import Route


class CardPane(BoundPane):
    """The text of the open card; the cursor stands on a sentence, position or figure."""

    GUTTER_SIGN = "▌"
    STANDS_ON_FIRST = True
    UNSEEN_WIDTH = 60  # evidence, copying and the place ask for its cursor before it is seen

    figures_beside: var[bool] = var(False, init=False)
    """Whether the key figures stand beside the text, so that it need not give them."""

    comparing: var[bool] = var(False, init=False)
    """Whether the positions of a disagreement are held against each other in the sources' words."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - as in all widgets
        super().__init__(id=id)
        self._seen = 0
        """So many lines from the top on have been on the screen."""

    def items(self, width: int) -> Iterable[Item]:
        """The card, drawn for its kind."""
        _, section, card = self.shown
        room = max(1, width - GUTTER)
        beside = self.figures_beside
        page = Page(self.check, section, card, room, self.mark, not beside, self.comparing)
        return card_items(page)

    def watch_comparing(self) -> None:
        """Show what the sources say, or no longer."""
        if self.route is not None and isinstance(self.shown[2].detail, Disagreement):
            self.rebuild()

    def watch_figures_beside(self) -> None:
        """The bottom line gives the figures or leaves them out."""
        self.rebuild()

    def note_sight(self) -> bool:
        """Note what of the card is on the screen.

        Only what continues what was seen from the top on counts: who jumps to the end of a card
        has not seen what stands between.

        Returns:
            Whether all of the card, as it is now, has been on the screen since it was opened.
        """
        if self.is_fitted and self.scroll_offset.y <= self._seen:
            self._seen = max(self._seen, self.scroll_offset.y + self.page_height)
        return self._seen >= len(self._lines)

    def rebuild(self, *, top: bool = False) -> None:
        """Draw the card anew, knowing what of it has been seen."""
        unseen = spot_at(self._items, self._seen)
        all_seen = self._seen > 0 and unseen is None
        super().rebuild(top=top)
        found = find_spot(self._items, unseen) if unseen is not None else None
        self._seen = len(self._lines) if all_seen else found or 0

    def show_card(self) -> None:
        """Draw the open card from its top, the cursor on its first sentence."""
        self._begin()
        self._say_which()
        self.rebuild(top=True)

    def _begin(self) -> None:
        """Go to the top of the card; nothing of it has been seen."""
        self._seen = 0
        self.select(None, reveal=False)
        self._scroll(0)

    def watch_route(self, old: Route | None, new: Route) -> None:
        """Another briefing has another card of this id, a new revision perhaps another text.

        A narrowing only changes what the card is counted among.
        """
        if old is None:
            self.show_card()
            return
        self._say_which()
        if old.briefing.id != new.briefing.id:
            self._begin()
        elif old.find(self.card_id)[1] != new.find(self.card_id)[1]:
            self._seen = 0

    def _say_which(self) -> None:
        """Count the card among those that are listed, and, narrowed, among all of the section."""
        route, section, card = self.shown
        if len(section.cards) == 1:
            self.border_title = Content(one_line(section.title))
            return
        among_all = f"Card {_place(card, section.cards)}"
        on_the_way = route.cards_in(section)
        if card not in on_the_way:
            said = f"{among_all}, {'not in short' if route.short else 'does not match'}"
        elif route.visible is not None:
            said = f"Match {_place(card, on_the_way)} ({len(section.cards)} cards in all)"
        elif len(on_the_way) < len(section.cards):
            place, all_cards = _place(card, on_the_way), len(section.cards)
            said = f"{one_line(section.title)}: {place} in short, {all_cards} in full"
        else:
            said = among_all
        self.border_title = Content(said)

    def watch_card_id(self) -> None:
        """Open another card."""
        self.show_card()

    def watch_mark(self) -> None:
        """A search marks its words."""
        self.rebuild()

    def watch_checked(self) -> None:
        """Without a source some things have less support, or none."""
        if self.route is not None:
            self.rebuild_in_place()


def _place(card: Card, cards: Sequence[Card]) -> str:
    return f"{cards.index(card) + 1} of {len(cards)}"

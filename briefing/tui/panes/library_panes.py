"""What a search of the library found, and the card that the cursor is on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual.content import Content

from briefing.settings.searches import SavedSearch
from briefing.tui.library_search import Preview
from briefing.tui.panes.item_pane import ItemPane
from briefing.tui.rendering.card import GUTTER, Page, card_items
from briefing.tui.rendering.items import Item, wrapped
from briefing.tui.rendering.library_hits import Listing, found_items, listing_items
from briefing.tui.rendering.text import one_line
from briefing.tui.state import Checked


class HitsPane(ItemPane):
    """Saved searches and cards; of many cards, those around the cursor."""

    KEEPS_PLACE = True
    STANDS_ON_FIRST = True

    def __init__(self) -> None:
        super().__init__(id="hits")
        self.listing = Listing()

    def items(self, width: int) -> Iterable[Item]:
        """What is listed."""
        return listing_items(self.listing, width)

    def list_anew(self, listing: Listing, at: str | None = None) -> None:
        """List something else, from its top.

        Args:
            listing: What.
            at: Key of the item to stand on; None for the first.
        """
        self.listing = listing
        self.select(at, reveal=False)
        self.rebuild(top=True)
        if self._cursor is not None:
            self._reveal(self._cursor)

    def list_on(self, listing: Listing) -> None:
        """List other cards around the one the cursor is on, which stays where it is seen."""
        before, first = self._cursor_line, self.listing.rows[:1]
        self.listing = listing
        # What is told above the first card is to be seen by who is there.
        stays = self.at_start and listing.rows[:1] == first
        self.rebuild()
        after = self._cursor_line
        if before is not None and after is not None and not stays:
            self._scroll(self.scroll_offset.y + after - before)

    @property
    def _cursor_line(self) -> int | None:
        return None if self._cursor is None else self._starts[self._cursor]


class PreviewPane(ItemPane, can_focus=False):
    """The card that the cursor is on, as the reader would show it; or what a saved search finds."""

    def __init__(self) -> None:
        super().__init__(id="preview")
        self._draw: Callable[[int], Iterable[Item]] = lambda _: ()

    def items(self, width: int) -> Iterable[Item]:
        """What is shown."""
        return self._draw(width)

    def show(self, preview: Preview, checked: Checked) -> None:
        """Show a card.

        Args:
            preview: The card, and what was found in it.
            checked: How its briefing stands against its sources.
        """
        self._show(partial(_card, preview, checked), one_line(preview.section.title))

    def show_search(self, search: SavedSearch, found: Listing) -> None:
        """Show what a saved search is, and the first cards that it finds."""
        self._show(partial(found_items, search, found), "Saved search")

    def show_instead(self, sentence: str) -> None:
        """Say why there is no card, or nothing."""
        content = [Content(sentence)]
        self._show(lambda width: [wrapped("instead", content, width, selectable=False)], "")

    def _show(self, draw: Callable[[int], Iterable[Item]], title: str) -> None:
        self._draw = draw
        self.border_title = Content(title) if title else None
        self.rebuild(top=True)


def _card(preview: Preview, checked: Checked, width: int) -> Iterable[Item]:
    room, mark = max(1, width - GUTTER), preview.found.marker()
    page = Page(checked, preview.section, preview.card, room, mark, key_figures=False)
    return card_items(page)

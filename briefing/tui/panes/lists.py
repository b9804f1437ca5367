"""The list of sections and the list of cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.reactive import var

from briefing.model.cards import Card, Section
from briefing.tui.panes.bound import BoundPane
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.rows import Listing, card_rows
from briefing.tui.rendering.text import between, hanging, one_line
from briefing.tui.state import Marks, Route


def unread_label(route: Route, section: Section, marks: Marks) -> str:
    """Say how much of a section is unread: ``3 of 7 unread``, ``7 read``."""
    cards = route.cards_in(section)
    unread = route.unread(section, marks)
    return f"{unread} of {len(cards)} unread" if unread else f"{len(cards)} read"


class SectionPane(BoundPane):
    """The sections, with how many of their cards are unread, or fall without a source set aside."""

    KEEPS_PLACE = True

    def items(self, width: int) -> Iterator[Item]:
        """One row for each section: number, title, how many of all; the empty are passed over."""
        route, _, _ = self.shown
        for number, section in enumerate(route.briefing.sections, 1):
            lines = tuple(self._lines_of(route, section, number, width))
            yield Item(section.id, lines, selectable=route.section_start(number - 1) is not None)

    def _lines_of(self, route: Route, section: Section, number: int, width: int) -> list[Content]:
        cards = route.cards_in(section)
        if self.check.aside:
            hit = self._hit(cards)
            count = Content.assemble(
                (f"{hit}", "strong") if hit else ("0", "quiet"), (f" of {len(cards)}", "quiet")
            )
        elif cards:
            unread = route.unread(section, self.marks)
            count = Content.styled(f"{unread} new", "strong") if unread else Content("✓")
        else:
            count = Content.styled("in full" if route.short else "none", "quiet")
        key = Content.styled(f"{number % 10}" if number <= 10 else "", "key")
        title = Content(one_line(section.title))
        room = width - count.cell_length - 1
        lines = hanging(key, title, room, 2)
        return [between(lines[0], count, width), *lines[1:]]

    def _hit(self, cards: tuple[Card, ...]) -> int:
        return sum(card.id in self.check.hit for card in cards)

    def refresh_content(self) -> None:
        """Draw the rows anew and stand on the section of the open card."""
        _, section, _ = self.shown
        self.border_title = "Sections: cards affected" if self.check.aside else "Sections"
        self.rebuild()
        self.select(section.id)

    def watch_route(self) -> None:
        """The narrowing changes the counts."""
        self.refresh_content()

    def watch_marks(self) -> None:
        """Reading changes the counts."""
        self.refresh_content()

    def watch_checked(self) -> None:
        """Other sources set aside hit other cards."""
        if self.route is not None:
            self.refresh_content()

    def watch_card_id(self) -> None:
        """Follow the open card."""
        _, section, _ = self.shown
        self.select(section.id)


class CardListPane(BoundPane):
    """The cards of the section, in the columns of its kind."""

    KEEPS_PLACE = True

    alone: var[bool] = var(False, init=False)
    """Whether the list is read as the section's view, with no card below it."""

    def items(self, width: int) -> Iterable[Item]:
        """One row for each card that the way leads to."""
        route, section, card = self.shown
        cards = route.listed(section, card.id)
        if not cards:
            none = Content.styled("No card here has these words.", "quiet")
            return [Item("none", (none,), selectable=False)]
        listing = Listing(
            self.check,
            section.kind,
            cards,
            read=route.read_in(section, self.marks),
            bookmarks=self.marks.bookmarks,
            mark=self.mark,
            whole=self.alone,
        )
        return card_rows(listing, width)

    def refresh_content(self, *, top: bool = False, turn: bool = True) -> None:
        """Draw the rows anew and stand on the open card.

        Args:
            top: Whether to scroll to the first row.
            turn: Whether to scroll to a card that the reader has scrolled away from.
        """
        turn = turn or self.cursor_in_sight
        route, section, card = self.shown
        self.border_title = Content(
            f"{one_line(section.title)}: {unread_label(route, section, self.marks)}"
        )
        self.rebuild(top=top)
        self.select(card.id, reveal=turn)

    def watch_route(self) -> None:
        """The narrowing changes the rows."""
        self.refresh_content()

    def watch_alone(self) -> None:
        """Alone, the rows are shown whole."""
        if self.route is not None:
            self.rebuild(top=True)
            self.select(self.card_id)

    def watch_marks(self) -> None:
        """Reading changes the signs, and reading a row turns no page."""
        self.refresh_content(turn=False)

    def watch_mark(self) -> None:
        """A search marks its words."""
        self.refresh_content()

    def watch_checked(self) -> None:
        """Other sources set aside let other cards fall."""
        if self.route is not None:
            self.refresh_content()

    def watch_card_id(self, old: str, new: str) -> None:
        """Follow the open card; another section has other rows."""
        route, section, card = self.shown
        del new
        if route.find(old)[0] is section and card.id in self.keys:
            self.select(card.id)
        else:
            self.refresh_content(top=True)

"""Read marks and bookmarks, as the reader makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.timer import Timer

from briefing.model.cards import Card
from briefing.tui.panes.card_pane import CardPane
from briefing.tui.panes.lists import CardListPane
from briefing.views.phrases import count

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen

_REST: Final = 0.7
"""Seconds of rest after which what was read, and the place, are written."""


class Marking:
    """Marks cards of the briefing on a screen; writes when the reader rests."""

    def __init__(self, reader: ReaderScreen) -> None:
        self.reader = reader
        self._timer: Timer | None = None
        self._told = set(reader.session.state.notices)
        self._decided: Card | None = None
        """The open card, if the reader has said whether it is read: seeing its end is no news."""

    def look(self) -> None:
        """Mark the open card as read if all of it was seen, once the panes have their sizes."""
        self.reader.call_after_refresh(self.see)

    def see(self) -> None:
        """Note what of the open card is on the screen; mark it as read if that completes it."""
        reader = self.reader
        pane = reader.query_one(CardPane)
        if reader.is_seen and reader.arrangement.list_alone:
            self._see_rows()
        if not reader.is_seen or not pane.display or reader.following.behind:
            return
        seen = pane.note_sight()
        if not seen or reader.card_id in reader.marks.read or reader.card == self._decided:
            return
        reader.session.see(reader.card)
        self.refresh()
        self._write_soon()

    def _see_rows(self) -> None:
        """Note which rows of the section's view are on the screen."""
        reader = self.reader
        shown = reader.query_one(CardListPane).whole_keys()
        cards = [card for card in reader.section.cards if card.id in shown]
        new = [card for card in cards if card.id not in reader.marks.rows]
        if new and self._decided not in new:
            reader.session.see_rows(reader.briefing, reader.section, new)
            self.refresh()
            self._write_soon()

    def moved(self) -> None:
        """Note that the reader went to a card."""
        if self._decided != self.reader.card:
            self._decided = None
        self.look()
        self._write_soon()

    def toggle_read(self) -> None:
        """Mark the open card as unread, or as read; in a view, its row."""
        reader = self.reader
        on = reader.card_id not in self._counted
        self._write()
        self._set_read([reader.card], on)
        self._decided = reader.card
        self.refresh()
        self._tell("Marked as read." if on else "Marked as unread.")

    def toggle_section_read(self) -> None:
        """Mark all cards of the section as read, or, if all are, as unread; in a view, the rows."""
        reader = self.reader
        cards = reader.section.cards
        unread = [card for card in cards if card.id not in self._counted]
        self._write()
        self._set_read(unread or cards, bool(unread))
        self._decided = reader.card
        self.refresh()
        state = "read" if unread else "unread"
        self._tell(f"Marked {count(len(unread or cards), 'card')} as {state}.")

    @property
    def _counted(self) -> frozenset[str]:
        """What is read of the section: cards, or rows where its view is."""
        alone = self.reader.arrangement.list_alone
        return self.reader.marks.rows if alone else self.reader.marks.read

    def _set_read(self, cards: Sequence[Card], on: bool) -> None:
        reader = self.reader
        if on and reader.arrangement.list_alone:
            reader.session.set_rows_read(reader.briefing, reader.section, cards)
        else:
            reader.session.set_read(reader.briefing, cards, on)

    def toggle_bookmark(self) -> None:
        """Bookmark the open card, or take the bookmark away."""
        reader = self.reader
        on = reader.card_id not in reader.marks.bookmarks
        self._write()
        reader.session.set_bookmark(reader.briefing, reader.card, on)
        self.refresh()
        self._tell("Bookmarked." if on else "Bookmark removed.")

    def undo(self) -> None:
        """Take the last change back, and say which."""
        self._write()
        undone = self.reader.session.undo()
        self._decided = self.reader.card
        self.refresh()
        self._tell(f"{undone}." if undone else "There is nothing to undo.")

    def refresh(self) -> None:
        """Show the marks as they are now."""
        self.reader.marks = self.reader.session.marks(self.reader.briefing)
        self.reader.show_position()

    def flush(self) -> None:
        """Write what was read and where the reader is; say so if that fails."""
        self._write()
        self._tell("")

    def _write(self) -> None:
        """Write what was read, so that what the reader does next is undone before it."""
        self.reader.session.flush(self.reader.briefing, self.reader.place)

    def _tell(self, done: str) -> None:
        """Say what was done, and what has come up about the state since it was last said."""
        notices = self.reader.session.state.notices
        news = (notice for notice in notices if notice not in self._told)
        said = " ".join(filter(None, (done, *news)))
        self._told.update(notices)
        if said:
            self.reader.tell(said)

    def _write_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.reader.set_timer(_REST, self.flush)

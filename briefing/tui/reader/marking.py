"""Read marks and bookmarks: what the reader saw or decided, noted in the session."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from briefing.model.cards import Card
from briefing.model.text import count
from briefing.tui.reader.state import ReadingState
from briefing.tui.session import Session


def with_marks(state: ReadingState, session: Session) -> ReadingState:
    marks = session.marks(state.briefing)
    return state if marks == state.marks else replace(state, marks=marks)


def see_card(state: ReadingState, session: Session) -> ReadingState:
    """Note that all of the open card was on the screen."""
    if state.card == state.decided:
        return state
    session.see(state.briefing, state.card)
    return with_marks(state, session)


def see_rows(state: ReadingState, session: Session, shown: Collection[str]) -> ReadingState:
    """Note that the rows of some cards in the section's view were on the screen."""
    cards = [card for card in state.section.cards if card.id in shown]
    new = [card for card in cards if card.id not in state.marks.rows]
    if not new or state.decided in new:
        return state
    session.see_rows(state.briefing, state.section, new)
    return with_marks(state, session)


def toggle_read(state: ReadingState, session: Session) -> ReadingState:
    """Mark the open card as unread, or as read; in a view, its row."""
    on = state.card_id not in state.counted
    _set_read(state, session, [state.card], on)
    return _decided(state, session, "Marked as read." if on else "Marked as unread.")


def toggle_section_read(state: ReadingState, session: Session) -> ReadingState:
    """Mark all cards of the section as read, or, if all are, as unread; in a view, the rows."""
    cards = state.section.cards
    unread = [card for card in cards if card.id not in state.counted]
    _set_read(state, session, unread or cards, bool(unread))
    how = "read" if unread else "unread"
    return _decided(state, session, f"Marked {count(len(unread or cards), 'card')} as {how}.")


def toggle_bookmark(state: ReadingState, session: Session) -> ReadingState:
    on = state.card_id not in state.marks.bookmarks
    session.state.set_bookmark(state.briefing.id, state.card_id, on)
    return with_marks(state, session).told("Bookmarked." if on else "Bookmark removed.")


def undo(state: ReadingState, session: Session) -> ReadingState:
    undone = session.state.undo()
    return _decided(state, session, f"{undone}." if undone else "There is nothing to undo.")


def _set_read(state: ReadingState, session: Session, cards: Sequence[Card], on: bool) -> None:
    if on and state.reads_rows:
        session.set_rows_read(state.briefing, state.section, cards)
    else:
        session.set_read(state.briefing, cards, on)


def _decided(state: ReadingState, session: Session, done: str) -> ReadingState:
    return replace(with_marks(state, session), decided=state.card).told(done)

"""How the reader's state lies in its TinyDB file, and the changes that can be made to it.

Table `places` has one document for each briefing that was opened, tables `read` and `bookmarks` one
for each that has marks: the marked cards by id, each with its digest when it was read or the time
when it was bookmarked. Document 1 of `meta` names the briefing opened last.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, Protocol

import msgspec
from tinydb import TinyDB, where
from tinydb.table import Document

from briefing.library.storage import META, documents
from briefing.model.record import Record

READ: Final = "read"
BOOKMARKS: Final = "bookmarks"
_PLACES: Final = "places"
_LAST: Final = "last"


class Place(Record, frozen=True, kw_only=True):
    """Where a reader is in a briefing.

    Attributes:
        section: Id of the section.
        card: Id of the card.
        claim: Id of the claim; None for the card as a whole.
        view: Whether they are at the card's row in the view of its section, with no card open.
        full: Whether they read the full version of the briefing.
    """

    section: str
    card: str
    claim: str | None = None
    view: bool = False
    full: bool = False


class _Visited(Record, frozen=True, kw_only=True):
    briefing: str
    place: Place


class _Marked(Record, frozen=True, kw_only=True):
    briefing: str
    cards: dict[str, str]


class _Meta(Record, frozen=True, kw_only=True):
    last: str | None = None


_ROWS: Final = {
    META: list[_Meta],
    _PLACES: list[_Visited],
    READ: list[_Marked],
    BOOKMARKS: list[_Marked],
}


class Change(Protocol):
    """Something to do to the state, whatever it is by the time it is done."""

    def apply(self, database: TinyDB) -> dict[str, str | None]:
        """Make the change; nothing is written to the database if it makes no difference.

        Returns:
            The marks that it replaced, by card; None where there was none.
        """


class Visit(NamedTuple):
    """The reader is at a place."""

    briefing: str
    place: Place

    def apply(self, database: TinyDB) -> dict[str, str | None]:
        """Make it the place of the briefing, and the briefing the last one."""
        if place_of(database, self.briefing) != self.place:
            document = {"briefing": self.briefing, "place": msgspec.to_builtins(self.place)}
            database.table(_PLACES).upsert(document, where("briefing") == self.briefing)
        if last_visited(database) != self.briefing:
            database.table(META).upsert(Document({_LAST: self.briefing}, doc_id=1))
        return {}


class Marking(NamedTuple):
    """Marks to set or to take away.

    Attributes:
        table: `READ` or `BOOKMARKS`.
        briefing: Id of the briefing.
        cards: The mark that each card shall have; None for none.
        only_if: The mark that each card must have for this; None to change it in any case.
    """

    table: str
    briefing: str
    cards: dict[str, str | None]
    only_if: dict[str, str | None] | None = None

    def apply(self, database: TinyDB) -> dict[str, str | None]:
        """Set and take away the marks that differ."""
        marks = marks_of(database, self.table, self.briefing)
        replaced = {
            card: marks.get(card)
            for card, mark in self.cards.items()
            if marks.get(card) != mark
            and (self.only_if is None or marks.get(card) == self.only_if.get(card))
        }
        if replaced:
            wanted = marks | {card: self.cards[card] for card in replaced}
            document = {
                "briefing": self.briefing,
                "cards": {card: mark for card, mark in wanted.items() if mark is not None},
            }
            database.table(self.table).upsert(document, where("briefing") == self.briefing)
        return replaced

    def reverse(self, replaced: dict[str, str | None]) -> Marking:
        """Make the change that takes this one back where nobody has changed it since.

        Args:
            replaced: What applying this one gave.
        """
        left = {card: self.cards[card] for card in replaced}
        return Marking(self.table, self.briefing, replaced, left)


def check_state(database: TinyDB) -> str | None:
    """Say what is wrong with a state; None if nothing is."""
    try:
        for table, rows in _ROWS.items():
            msgspec.convert(documents(database, table), rows)
    except msgspec.ValidationError as error:
        return str(error)
    return None


def last_visited(database: TinyDB) -> str | None:
    """Give the id of the briefing opened last; None if there is none."""
    meta = database.table(META).get(doc_id=1)
    return meta.get(_LAST) if meta else None


def place_of(database: TinyDB, briefing: str) -> Place | None:
    """Give the place kept for a briefing; None if there is none."""
    found: Any = database.table(_PLACES).get(where("briefing") == briefing)
    return msgspec.convert(found["place"], Place) if found else None


def marks_of(database: TinyDB, table: str, briefing: str) -> dict[str, str]:
    """Give the marks kept for a briefing, by card."""
    found: Any = database.table(table).get(where("briefing") == briefing)
    return dict(found["cards"]) if found else {}

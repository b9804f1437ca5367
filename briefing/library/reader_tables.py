"""What a reader's state holds, table by table, and the changes that can be made to it.

A change says what to do to the state, whatever it is by the time it is done: several sessions may
be open at once, and each applies its own under the lock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from tinydb import TinyDB, where
from tinydb.table import Document

from briefing.library.storage import META, documents
from briefing.model.record import Record

READ: Final = "read"
BOOKMARKS: Final = "bookmarks"
COPIED: Final = "copied"
_PLACES: Final = "places"
_VISITS: Final = "visits"
_LOST: Final = "lost"
_WATCHES: Final = "watches"
_LAST: Final = "last"
_THEME: Final = "theme"
_ROW: Final = "/row"
_IN_PLACE_OF: Final = "in_place_of"


class Place(Record, frozen=True, kw_only=True):
    """Where a reader is in a briefing.

    Attributes:
        claim: None for the card as a whole.
        view: Whether they are at the card's row in the view of its section, with no card open.
    """

    section: str
    card: str
    claim: str | None = None
    view: bool = False
    full: bool = False


class Visit(Record, frozen=True, kw_only=True):
    """Which revision of a briefing somebody has read, and which before that.

    Attributes:
        revision: The one that was open last.
        read: When, UTC.
        before: The one that was open last before that was published; None where there was none.
    """

    briefing: str
    revision: int
    read: Annotated[datetime, msgspec.Meta(tz=True)]
    before: int | None = None
    before_read: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class LostBookmark(Record, frozen=True, kw_only=True):
    """A bookmark on a card that is no longer in its briefing.

    Attributes:
        card: The id that the card had.
        title: The title that it had.
        revision: The last revision, of those read, that has it.
        marked: When the bookmark was set.
    """

    briefing: str
    card: str
    title: str
    revision: int
    marked: str


class Watch(Record, frozen=True, kw_only=True):
    """What somebody has asked `briefing watch` about, and what it had then told of.

    Attributes:
        query: As typed; empty for all that is published.
        revisions: The revision of each briefing that was looked at last.
        asked: When, UTC.
    """

    query: str
    revisions: dict[str, int]
    asked: Annotated[datetime, msgspec.Meta(tz=True)]


class _Visited(Record, frozen=True, kw_only=True):
    briefing: str
    place: Place


class _Marked(Record, frozen=True, kw_only=True):
    briefing: str
    cards: dict[str, str]


class _Meta(Record, frozen=True, kw_only=True):
    """What is kept once; versions of the same format that do not know a field leave it alone."""

    last: str | None = None
    theme: str | None = None
    in_place_of: str | None = None


_ROWS: Final = {
    META: _Meta,
    _PLACES: _Visited,
    READ: _Marked,
    BOOKMARKS: _Marked,
    COPIED: _Marked,
    _VISITS: Visit,
    _LOST: LostBookmark,
    _WATCHES: Watch,
}

_MOST_WATCHES: Final = 50
"""Watches that are kept: those asked about last."""


class PlaceChange(NamedTuple):
    """The reader is at a place of a briefing, which is the last one from now on.

    Attributes:
        revision: The one that is open; 0 for one that is not published.
    """

    briefing: str
    place: Place
    revision: int
    now: datetime

    def apply(self, database: TinyDB) -> dict[str, str | None]:
        document = {"briefing": self.briefing, "place": msgspec.to_builtins(self.place)}
        _put(database, _PLACES, document)
        database.table(META).upsert(Document({_LAST: self.briefing}, doc_id=1))
        if self.revision:
            _visit(database, self.briefing, self.revision, self.now)
        return {}


class ThemeChange(NamedTuple):
    """The reader has chosen a theme in place of the configured one."""

    theme: str
    in_place_of: str

    def apply(self, database: TinyDB) -> dict[str, str | None]:
        chosen = {_THEME: self.theme, _IN_PLACE_OF: self.in_place_of}
        database.table(META).upsert(Document(chosen, doc_id=1))
        return {}


class MarkChange(NamedTuple):
    """Marks to set or to take away.

    Attributes:
        cards: The mark that each card shall have; None for none.
        only_if: The mark that each card must have for this; None to change it in any case.
    """

    table: str
    briefing: str
    cards: dict[str, str | None]
    only_if: dict[str, str | None] | None = None

    def apply(self, database: TinyDB) -> dict[str, str | None]:
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

    def reverse(self, replaced: dict[str, str | None]) -> MarkChange:
        """Make the change that takes this one back where nobody has changed the marks since."""
        left = {card: self.cards[card] for card in replaced}
        return MarkChange(self.table, self.briefing, replaced, left)


class CarryChange(NamedTuple):
    """What was marked in a revision goes along to a later one, and what cannot is kept as lost.

    Attributes:
        before: The revision that was read; where another session has gone on already, nothing is
            changed.
        since: The revision since which what has changed is still to be told.
        cards: The id of each card by the one that it had; None for what is gone.
        claims: The same of claims, each as ``CARD#CLAIM``.
        digests: Fingerprints of cards by those of before, where all that is read is the same.
        titles: Of the cards that are gone.
        present: Ids of all cards of the later revision.
    """

    briefing: str
    before: int
    after: int
    since: int
    now: datetime
    cards: Mapping[str, str | None]
    claims: Mapping[str, str | None]
    digests: Mapping[str, str]
    titles: Mapping[str, str]
    present: Collection[str]

    def apply(self, database: TinyDB) -> dict[str, str | None]:
        last = visit_of(database, self.briefing)
        if last is not None and last.revision != self.before:
            return {}
        for table in (READ, BOOKMARKS, COPIED):
            marks = marks_of(database, table, self.briefing)
            kept = self.along(
                {
                    key: mark
                    for key, mark in marks.items()
                    if table != BOOKMARKS or self._key(key) is not None
                }
            )
            if table == BOOKMARKS:
                self._keep_lost(database, marks)
                kept |= self._found_again(database)
            if kept != marks:
                _put(database, table, {"briefing": self.briefing, "cards": kept})
        self._carry_place(database)
        read = last.read if last else self.now
        known = Visit(briefing=self.briefing, revision=self.before, read=read)
        _put(database, _VISITS, msgspec.to_builtins(last or known))
        _visit(database, self.briefing, self.after, self.now, self.since)
        return {}

    def along(self, marks: Mapping[str, str]) -> dict[str, str]:
        """What marks become; that of a card which is gone stays as it is."""
        return {self._key(key) or key: self.digests.get(mark, mark) for key, mark in marks.items()}

    def _key(self, key: str) -> str | None:
        """The key of a mark now: of a card, of its row, or of a claim."""
        card, row = key.removesuffix(_ROW), _ROW if key.endswith(_ROW) else ""
        if "#" in key:
            return self.claims.get(key, key)
        now = self.cards.get(card, card)
        return None if now is None else f"{now}{row}"

    def _keep_lost(self, database: TinyDB, bookmarks: Mapping[str, str]) -> None:
        for card, marked in bookmarks.items():
            if self._key(card) is None:
                lost = LostBookmark(
                    briefing=self.briefing,
                    card=card,
                    title=self.titles.get(card, card),
                    revision=self.before,
                    marked=marked,
                )
                database.table(_LOST).insert(msgspec.to_builtins(lost))

    def _found_again(self, database: TinyDB) -> dict[str, str]:
        """Take bookmarks off the list of the lost whose cards are in the briefing again."""
        lost = lost_of(database, self.briefing)
        found = {one.card: one.marked for one in lost if one.card in self.present}
        if found:
            gone = (where("briefing") == self.briefing) & where("card").one_of(list(found))
            database.table(_LOST).remove(gone)
        return found

    def _carry_place(self, database: TinyDB) -> None:
        place = place_of(database, self.briefing)
        if place is None:
            return
        card = self.cards.get(place.card, place.card)
        claim = place.claim and self.claims.get(f"{place.card}#{place.claim}", "")
        if card is not None and (card != place.card or claim):
            item = claim.partition("#")[2] if claim else place.claim
            moved = msgspec.structs.replace(place, card=card, claim=item)
            document = {"briefing": self.briefing, "place": msgspec.to_builtins(moved)}
            _put(database, _PLACES, document)


class WatchChange(NamedTuple):
    """It was told what is new for a query; the watches asked about longest ago are forgotten."""

    watch: Watch

    def apply(self, database: TinyDB) -> dict[str, str | None]:
        table = database.table(_WATCHES)
        table.remove(where("query") == self.watch.query)
        others = sorted(msgspec.convert(table.all(), list[Watch]), key=lambda one: one.asked)
        for one in others[: max(0, len(others) + 1 - _MOST_WATCHES)]:
            table.remove(where("query") == one.query)
        table.insert(msgspec.to_builtins(self.watch))
        return {}


Change = PlaceChange | ThemeChange | MarkChange | CarryChange | WatchChange
"""Something to do to the state, whatever it is by the time it is done.

It gives the marks that it replaced, by card; None where there was none. Nothing is written to the
database if it makes no difference.
"""


def apply_all(changes: Sequence[Change], database: TinyDB) -> dict[str, str | None]:
    """Make changes, and give the marks that the last one replaced."""
    replaced: dict[str, str | None] = {}
    for change in changes:
        replaced = change.apply(database)
    return replaced


def drop_damaged_rows(database: TinyDB) -> str | None:
    """Leave out the rows that cannot be understood; say where, and what is wrong with the first."""
    damaged: dict[str, str] = {}
    for table, kind in _ROWS.items():
        for row in documents(database, table):
            try:
                msgspec.convert(row, kind)
            except msgspec.ValidationError as error:
                database.table(table).remove(doc_ids=[row.doc_id])
                damaged.setdefault(table, str(error))
    if not damaged:
        return None
    return f"in {', '.join(f'“{table}”' for table in damaged)}, {next(iter(damaged.values()))}"


def last_visited(database: TinyDB) -> str | None:
    meta = database.table(META).get(doc_id=1)
    return meta.get(_LAST) if meta else None


def chosen_theme(database: TinyDB) -> ThemeChange | None:
    meta = database.table(META).get(doc_id=1)
    kept = msgspec.convert(meta, _Meta) if meta else _Meta()
    theme, in_place_of = kept.theme, kept.in_place_of
    return None if theme is None or in_place_of is None else ThemeChange(theme, in_place_of)


def place_of(database: TinyDB, briefing: str) -> Place | None:
    found: Any = database.table(_PLACES).get(where("briefing") == briefing)
    return msgspec.convert(found["place"], Place) if found else None


def row_mark(card_id: str) -> str:
    """Name the mark of a card's row in its section's view; no card can have such an id."""
    return f"{card_id}{_ROW}"


def visit_of(database: TinyDB, briefing: str) -> Visit | None:
    found = database.table(_VISITS).get(where("briefing") == briefing)
    return msgspec.convert(found, Visit) if found else None


def lost_of(database: TinyDB, briefing: str) -> list[LostBookmark]:
    found = database.table(_LOST).search(where("briefing") == briefing)
    return msgspec.convert(found, list[LostBookmark])


def watch_of(database: TinyDB, query: str) -> Watch | None:
    found = database.table(_WATCHES).get(where("query") == query)
    return msgspec.convert(found, Watch) if found else None


def _visit(
    database: TinyDB, briefing: str, revision: int, now: datetime, since: int | None = None
) -> None:
    """Note that a revision is open, with the one since which changes are told: the last one."""
    last = visit_of(database, briefing)
    visit = Visit(briefing=briefing, revision=revision, read=now)
    if last is not None and last.revision == revision:
        visit = msgspec.structs.replace(last, read=now)
    elif last is not None and last.revision < revision:
        goes_on = since is not None and since == last.before
        read = last.before_read if goes_on else last.read
        visit = msgspec.structs.replace(visit, before=since or last.revision, before_read=read)
    _put(database, _VISITS, msgspec.to_builtins(visit))


def _put(database: TinyDB, table: str, document: dict[str, Any]) -> None:
    """Have a table hold one document for a briefing, and no field of the one before."""
    rows = database.table(table)
    rows.remove(where("briefing") == document["briefing"])
    rows.insert(document)


def marks_of(database: TinyDB, table: str, briefing: str) -> dict[str, str]:
    found: Any = database.table(table).get(where("briefing") == briefing)
    return dict(found["cards"]) if found else {}

"""Putting briefings into the index and taking them out, each in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final, NamedTuple

from briefing.model.briefing import Revision
from briefing.search.index.columns import Columns, Wording
from briefing.search.index.document import documents, pack, unpack
from briefing.search.index.head import Head, head_of, pack_head, unpack_head
from briefing.search.index.values import packed_values

DAY_SHIFT: Final = 24
"""Binary digits of a card's number that count within its day; the others are the day."""

_INSERT: Final = "INSERT INTO text (rowid, title, body, joined, known) VALUES (?, ?, ?, ?, ?)"
_DELETE: Final = (
    "INSERT INTO text (text, rowid, title, body, joined, known) VALUES ('delete', ?, ?, ?, ?, ?)"
)


class Prepared(NamedTuple):
    """A briefing, ready to be put into the index.

    Attributes:
        id: Its id.
        stamp: State of its file before it was read.
        head: What is kept of it; None for one that cannot be read.
        cards: Bytes and words of each card, in reading order.
        listed: What each field can be compared with, as bytes.
    """

    id: str
    stamp: str
    head: Head | None
    cards: Sequence[tuple[bytes, Columns]] = ()
    listed: Sequence[tuple[str, bytes]] = ()


def prepare(id_: str, stamp: str, revision: Revision | None) -> Prepared:
    """Do all the work that needs no database.

    Args:
        id_: Id of the briefing.
        stamp: State of its file before it was read.
        revision: What was read; None where it cannot be.
    """
    if revision is None:
        return Prepared(id_, stamp, None)
    head = head_of(revision)
    wording = Wording(head)
    cards = [(pack(one), wording.columns(one)) for one in documents(revision.briefing)]
    return Prepared(id_, stamp, head, cards, list(packed_values(revision.briefing)))


def put(connection: sqlite3.Connection, briefings: Sequence[Prepared]) -> None:
    """Put briefings into the index in the place of what it holds of them."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for briefing in briefings:
            _take_out(connection, briefing.id)
            _put_in(connection, briefing)


def take_out(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Take briefings out of the index."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for id_ in ids:
            _take_out(connection, id_)


def _put_in(connection: sqlite3.Connection, briefing: Prepared) -> None:
    count = len(briefing.cards)
    packed = pack_head(briefing.head) if briefing.head else None
    key = connection.execute(
        "INSERT INTO heads (id, stamp, cards, head) VALUES (?, ?, ?, ?)",
        (briefing.id, briefing.stamp, count, packed),
    ).lastrowid
    connection.executemany(
        "INSERT INTO listed (head, field, names) VALUES (?, ?, ?)",
        ((key, field, names) for field, names in briefing.listed),
    )
    if not briefing.head or not count:
        return
    first = _next_row(connection, briefing.head.day)
    # What is to be read first gets the highest number; full-text search wants them ascending.
    rows = list(enumerate(reversed(briefing.cards), start=first))
    connection.executemany(
        "INSERT INTO cards (row, head, document) VALUES (?, ?, ?)",
        ((row, key, data) for row, (data, _) in rows),
    )
    connection.executemany(_INSERT, ((row, *columns) for row, (_, columns) in rows))
    words = {word for _, columns in briefing.cards for text in columns for word in text.split()}
    connection.executemany(
        "INSERT OR IGNORE INTO words (word) VALUES (?)", ((word,) for word in sorted(words))
    )


def _take_out(connection: sqlite3.Connection, id_: str) -> None:
    found = connection.execute("SELECT key, head FROM heads WHERE id = ?", (id_,)).fetchone()
    if found is None:
        return
    key, packed = found
    if packed is not None:
        wording = Wording(unpack_head(packed))
        rows = connection.execute("SELECT row, document FROM cards WHERE head = ?", (key,))
        connection.executemany(
            _DELETE,
            [(row, *wording.columns(unpack(document))) for row, document in rows.fetchall()],
        )
    connection.execute("DELETE FROM cards WHERE head = ?", (key,))
    connection.execute("DELETE FROM listed WHERE head = ?", (key,))
    connection.execute("DELETE FROM heads WHERE key = ?", (key,))


def _next_row(connection: sqlite3.Connection, day: int) -> int:
    start = day << DAY_SHIFT
    (last,) = connection.execute(
        "SELECT max(row) FROM cards WHERE row >= ? AND row < ?", (start, start + (1 << DAY_SHIFT))
    ).fetchone()
    return start if last is None else last + 1

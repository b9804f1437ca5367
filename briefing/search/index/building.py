"""Making the index, and bringing it up to date with the library."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from briefing.model.briefing import Revision
from briefing.search.document import BriefingHead, head_of, searched_cards
from briefing.search.facts import BriefingValues, CardFacts, Named
from briefing.search.index.database import (
    FAILURES,
    BusyIndexError,
    DamagedIndexError,
    checksum,
    classify,
    create,
    encoder,
    facts_decoder,
    identity,
    joined_columns,
    open_to_write,
    pack_texts,
    stamps,
)
from briefing.search.index.results import Shelf
from briefing.search.index.words import Columns, IndexedWords

Tell = Callable[[int, int], None]
"""Told how many briefings are in the index, of how many."""

DAY_SHIFT: Final = 24
"""Binary digits of a card's number that count within its day; the others are the day."""

_CARDS_AT_ONCE: Final = 500
_FEW: Final = 4
"""Briefings that are indexed within the blink of an eye."""

_COLUMNS: Final = ", ".join(Columns._fields)
_PUT_CARD: Final = (
    f"INSERT INTO cards (row, briefing, section, id, checksum, facts, {_COLUMNS}, document)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PUT_NUMBER: Final = (
    "INSERT OR IGNORE INTO card_numbers (field, card, low, high) VALUES (?, ?, ?, ?)"
)
_PUT_TEXT: Final = f"INSERT INTO text (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
_COUNT_WORD: Final = (
    "INSERT INTO words (word, cards) VALUES (?, ?)"
    " ON CONFLICT (word) DO UPDATE SET cards = cards + excluded.cards"
)


class PreparedCard(NamedTuple):
    """A card, ready to be put in; its facts name values by place in `Prepared.values`."""

    section: int
    id: str
    facts: CardFacts
    columns: Columns
    document: bytes


class Prepared(NamedTuple):
    """A briefing, ready to be put in; what cannot be read has no head."""

    id: str
    stamp: str
    head: BriefingHead | None
    values: Sequence[Named] = ()
    cards: Sequence[PreparedCard] = ()


def update(
    path: Path,
    shelf: Shelf,
    *,
    tell: Tell = lambda done, of: None,
    stopped: Callable[[], bool] = lambda: False,
    damaged: int | None = None,
) -> None:
    """Bring an index up to date; make it where it is missing, damaged or of another version.

    One program does this at a time. What is put in stays in: after a kill it goes on from there.

    The file that was found to be ``damaged``, see `identity`, is replaced, unless another program
    has done so. Whether to leave off is asked between briefings.

    Raises:
        BusyIndexError: Another program is doing this.
        UnusableIndexError: The index cannot be written there.
        BriefingError: The library cannot be read.
    """
    with _exclusively(path):
        if damaged is not None and identity(path) == damaged:
            create(path)
        try:
            _update(path, shelf, tell, stopped)
        except DamagedIndexError:
            create(path)
            _update(path, shelf, tell, stopped)


def _update(path: Path, shelf: Shelf, tell: Tell, stopped: Callable[[], bool]) -> None:
    if identity(path) is None:
        create(path)
    try:
        with closing(open_to_write(path)) as connection:
            while not stopped() and _catch_up(connection, shelf, tell, stopped):
                pass
    except FAILURES as error:
        raise classify(error, path) from error


def _catch_up(
    connection: sqlite3.Connection, shelf: Shelf, tell: Tell, stopped: Callable[[], bool]
) -> bool:
    """Index what is not as the library has it; say whether others may have published meanwhile."""
    known, wanted = stamps(connection), shelf.stamps()
    gone = [id_ for id_ in known if id_ not in wanted]
    if gone:
        _put(connection, [], gone)
    missing = [id_ for id_, stamp in wanted.items() if known.get(id_) != stamp]
    done = len(wanted) - len(missing)
    tell(done, len(wanted))
    waiting: list[Prepared] = []
    for id_ in missing:
        if stopped():
            break
        waiting.append(prepare(id_, wanted[id_], shelf.open(id_)))
        # Whoever draws the screen meanwhile shall not wait for the interpreter's lock.
        time.sleep(0)
        if sum(len(one.cards) for one in waiting) >= _CARDS_AT_ONCE:
            _put(connection, waiting)
            done += len(waiting)
            waiting.clear()
            tell(done, len(wanted))
    if waiting:
        _put(connection, waiting)
        tell(done + len(waiting), len(wanted))
    return len(missing) > _FEW


def prepare(id_: str, stamp: str, revision: Revision | None) -> Prepared:
    """Do all the work that needs no database; there is no revision of what cannot be read."""
    if revision is None:
        return Prepared(id_, stamp, None)
    head = head_of(revision.briefing, revision.number, revision.day.toordinal())
    words, values = IndexedWords(head), BriefingValues(revision.briefing)
    cards = []
    for card, _ in searched_cards(head, revision.briefing, values):
        columns = words.columns(card.folded)
        # The dictionary for what is packed is what will be read: no end of a body without words.
        document = pack_texts(card.texts, joined_columns(columns.title, columns.body))
        cards.append(PreparedCard(card.section, card.id, card.facts, columns, document))
    return Prepared(id_, stamp, head, values.all(), cards)


# -- putting in and taking out ---------------------------------------------------------------------


def _put(
    connection: sqlite3.Connection, briefings: Sequence[Prepared], gone: Iterable[str] = ()
) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        counts: Counter[str] = Counter()
        for id_ in (*gone, *(briefing.id for briefing in briefings)):
            _take_out(connection, id_, counts)
        for briefing in briefings:
            _put_in(connection, briefing, counts)
        changes = sorted((word, number) for word, number in counts.items() if number)
        connection.executemany(_COUNT_WORD, changes)
        left = [(word,) for word, number in changes if number < 0]
        connection.executemany("DELETE FROM words WHERE word = ? AND cards <= 0", left)


def _put_in(connection: sqlite3.Connection, briefing: Prepared, counts: Counter[str]) -> None:
    head = encoder.encode(briefing.head) if briefing.head else None
    key = connection.execute(
        "INSERT INTO briefings (id, stamp, cards, head) VALUES (?, ?, ?, ?)",
        (briefing.id, briefing.stamp, len(briefing.cards), head),
    ).lastrowid
    if briefing.head is None:
        return
    values = [_number(connection, named) for named in briefing.values]
    rows = ((key, value) for value in sorted(values))
    connection.executemany("INSERT INTO briefing_values (briefing, value) VALUES (?, ?)", rows)
    # What is to be read first gets the highest number; full-text search wants them ascending.
    first = _next_row(connection, briefing.head.day)
    for row, card in enumerate(reversed(briefing.cards), start=first):
        numbered = frozenset(values[number] for number in card.facts.values)
        facts = encoder.encode(msgspec.structs.replace(card.facts, values=numbered))
        folded = joined_columns(card.columns.title, card.columns.body)
        kept = (row, key, card.section, card.id, checksum(folded, facts), facts)
        connection.execute(_PUT_CARD, (*kept, *card.columns, card.document))
        connection.execute(_PUT_TEXT, (row, *card.columns))
        card_values = ((value, row) for value in sorted(numbered))
        connection.executemany("INSERT INTO card_values (value, card) VALUES (?, ?)", card_values)
        spans = (
            (field, row, float(low), float(high))
            for field, numbers in card.facts.numbers.items()
            for low, high in numbers
        )
        connection.executemany(_PUT_NUMBER, spans)
        counts.update(card.columns.words())


def _take_out(connection: sqlite3.Connection, id_: str, counts: Counter[str]) -> None:
    found = connection.execute("SELECT key FROM briefings WHERE id = ?", (id_,)).fetchone()
    if found is None:
        return
    rows = connection.execute(
        f"SELECT row, facts, {_COLUMNS} FROM cards WHERE briefing = ?", found
    ).fetchall()
    for row, packed, *columns in rows:
        facts = facts_decoder.decode(packed)
        values = ((value, row) for value in facts.values)
        connection.executemany("DELETE FROM card_values WHERE value = ? AND card = ?", values)
        fields = ((field, row) for field in facts.numbers)
        connection.executemany("DELETE FROM card_numbers WHERE field = ? AND card = ?", fields)
        # While the card is still there: full-text search reads in it what to forget.
        connection.execute("DELETE FROM text WHERE rowid = ?", (row,))
        counts.subtract(Columns(*columns).words())
    connection.execute("DELETE FROM cards WHERE briefing = ?", found)
    listed = "FROM briefing_values WHERE briefing = ?"
    gone = connection.execute(f"SELECT value {listed}", found).fetchall()
    connection.execute(f"DELETE {listed}", found)
    connection.executemany(
        "DELETE FROM field_values WHERE value = ?1"
        " AND NOT EXISTS (SELECT 1 FROM briefing_values WHERE value = ?1)",
        gone,
    )
    connection.execute("DELETE FROM briefings WHERE key = ?", found)


def _number(connection: sqlite3.Connection, named: Named) -> int:
    field, value = named
    row = (field, msgspec.json.encode(value.names).decode(), value.is_code)
    connection.execute(
        "INSERT OR IGNORE INTO field_values (field, names, is_code) VALUES (?, ?, ?)", row
    )
    number: int = connection.execute(
        "SELECT value FROM field_values WHERE field = ? AND names = ? AND is_code = ?", row
    ).fetchone()[0]
    return number


def _next_row(connection: sqlite3.Connection, day: int) -> int:
    start = day << DAY_SHIFT
    (last,) = connection.execute(
        "SELECT max(row) FROM cards WHERE row >= ? AND row < ?", (start, start + (1 << DAY_SHIFT))
    ).fetchone()
    return start if last is None else last + 1


@contextmanager
def _exclusively(path: Path) -> Iterator[None]:
    """Hold the lock of an index, which the operating system frees even if we are killed."""
    # Searching takes no lock, and this import is a good part of a start.
    from filelock import FileLock, Timeout  # noqa: PLC0415

    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyIndexError(path) from None
    except OSError as error:
        raise classify(error, path) from error
    try:
        yield
    finally:
        lock.release()

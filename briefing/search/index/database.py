"""The file of the index: an SQLite database in WAL mode, with full-text search (FTS5).

::

    briefings        id, stamp of its file, number of its cards, what is kept of it
    cards            numbered by date: a later day has higher numbers, and so has a card that is to
                     be read earlier, so the newest first is the highest number first
    text             full-text search of the columns of words in ``cards`` (external content)
    words            every word, and in how many cards it is
    field_values     what the fields of a query can be compared with, each with all its names
    briefing_values  which of them each briefing has
    card_values      which of them each card has
    card_numbers     dates as day numbers, figures and counts of each card, by field

In WAL mode a reader does not wait for a writer, nor a writer for a reader (sqlite.org/wal.html).
"""

from __future__ import annotations

import os
import sqlite3
import unicodedata
import zlib
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

import msgspec

from briefing.model.errors import BriefingError
from briefing.model.text import clean
from briefing.search.document import BETWEEN, BriefingHead, SearchedCard
from briefing.search.facts import CardFacts

VERSION: Final = 8

_APPLICATION: Final = 0x62726669
_SIGNATURE: Final = f"{VERSION} {unicodedata.unidata_version}"
_PATIENCE: Final = 5.0
_READER_PATIENCE: Final = 1.0
"""Seconds that whoever waits for an answer is not told why."""

_PAGE: Final = 16_384
"""Bytes of a page: in one of SQLite's usual four thousand the half would often be left empty."""

_READER_CACHE: Final = 24_000
_WRITER_CACHE: Final = 8_000

_SCHEMA: Final = f"""
PRAGMA application_id = {_APPLICATION};
CREATE TABLE about (signature TEXT NOT NULL);
CREATE TABLE briefings (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,
    cards INTEGER NOT NULL,
    head BLOB
);
CREATE TABLE cards (
    row INTEGER PRIMARY KEY,
    briefing INTEGER NOT NULL,
    section INTEGER NOT NULL,
    id TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    facts BLOB NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    joined TEXT NOT NULL,
    names TEXT NOT NULL,
    parts TEXT NOT NULL,
    document BLOB NOT NULL
);
CREATE INDEX cards_of_briefing ON cards (briefing);
CREATE VIRTUAL TABLE text USING fts5 (
    title, body, joined, names, parts, content=cards, content_rowid=row,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N*'"
);
CREATE TABLE words (word TEXT PRIMARY KEY, cards INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE field_values (
    value INTEGER PRIMARY KEY AUTOINCREMENT,
    field TEXT NOT NULL,
    names TEXT NOT NULL,
    is_code INTEGER NOT NULL,
    UNIQUE (field, names, is_code)
);
CREATE TABLE briefing_values (
    briefing INTEGER, value INTEGER, PRIMARY KEY (briefing, value)
) WITHOUT ROWID;
CREATE INDEX briefings_of_value ON briefing_values (value);
CREATE TABLE card_values (value INTEGER, card INTEGER, PRIMARY KEY (value, card)) WITHOUT ROWID;
CREATE TABLE card_numbers (
    field TEXT, card INTEGER, low REAL, high REAL, PRIMARY KEY (field, card, low, high)
) WITHOUT ROWID;
CREATE INDEX numbers ON card_numbers (field, low, high);
CREATE INDEX spans ON card_numbers (field, high, low) WHERE low < high;
"""


class DamagedCardError(Exception):
    """What is kept of a card is not what was put there."""


FAILURES: Final = (sqlite3.Error, OSError, DamagedCardError, msgspec.MsgspecError, zlib.error)
"""What reading or writing the index may raise."""

_PRIMARY: Final = 0xFF
_UNUSABLE: Final = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOLFS,
    }
)
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})


class CardIndexError(BriefingError):
    """None of it is fatal, for the index can be made anew."""

    def __init__(self, message: str) -> None:
        super().__init__(clean(message))  # it names a path


class DamagedIndexError(CardIndexError):
    """The file is no index of this version, and must be made anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"The index “{path}” is damaged or of another version.")


class BusyIndexError(CardIndexError):
    """Another program writes to the index."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Another program is using the index “{path}”.")


class UnusableIndexError(CardIndexError):
    """The index cannot be written, whoever tries."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The index “{path}” cannot be written: {reason}.")


def classify(error: Exception, path: Path) -> CardIndexError:
    if isinstance(error, OSError):
        return UnusableIndexError(path, os.strerror(error.errno or 0).lower())
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & _PRIMARY
    if code in _BUSY:
        return BusyIndexError(path)
    if code in _UNUSABLE:
        return UnusableIndexError(path, str(error))
    return DamagedIndexError(path)


def has_full_text_search() -> bool:
    with closing(sqlite3.connect(":memory:")) as connection, suppress(sqlite3.OperationalError):
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
        return True
    return False


def open_to_read(path: Path, *, owned: bool = True) -> sqlite3.Connection:
    """Open the index for queries; it must be there.

    Args:
        path: Its file.
        owned: Whether this process may write it: then nothing is left beside it by who closes it
            last. SQLite closes no file while another connection holds a lock on it, and opens it
            again where it was to be open in the same way; one to be written that could only be
            read never is, and stays open for each time it was asked for.

    Raises:
        DamagedIndexError: It is no index of this version.
        UnusableIndexError: It cannot be opened, or not now.
    """
    mode = "rw" if owned else "ro"
    connection = _connect(path, _READER_CACHE, _READER_PATIENCE, mode)
    connection.execute("PRAGMA query_only = ON")
    # Whoever only reads leaves nothing on the disk, not even for the time of a query.
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open the index to change it; whoever calls this holds its lock. Raises as `open_to_read`."""
    return _connect(path, _WRITER_CACHE, _PATIENCE)


def create(path: Path) -> None:
    """Put a new, empty index into place of whatever stands there, in a folder that is there.

    Whoever calls this holds the lock of the index. Programs that have the old one open keep it
    until they look again.
    """
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA page_size = {_PAGE}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
            connection.execute("INSERT INTO about VALUES (?)", (_SIGNATURE,))
        # What SQLite left beside the old file must not be taken for the new one's.
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        temporary.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise classify(error, path) from error
    finally:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                temporary.with_name(temporary.name + suffix).unlink()


def identity(path: Path) -> int | None:
    """Number of the file, which tells a new one from the one before; None where there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _connect(path: Path, cache: int, patience: float, mode: str = "rw") -> sqlite3.Connection:
    # The file is not made by opening it: an empty one would be taken for a damaged one.
    connection = None
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute(f"PRAGMA cache_size = -{cache}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA journal_size_limit = 8000000")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != _APPLICATION:
            raise DamagedIndexError(path)
        if connection.execute("SELECT signature FROM about").fetchall() != [(_SIGNATURE,)]:
            raise DamagedIndexError(path)
    except (sqlite3.Error, DamagedIndexError) as error:
        if connection:
            connection.close()
        if isinstance(error, sqlite3.Error):
            raise classify(error, path) from error
        raise
    return connection


def stamps(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT id, stamp FROM briefings"))


# -- cards -----------------------------------------------------------------------------------------

READ_CARD: Final = (
    "SELECT briefing, section, id, checksum, facts, title, body, document FROM cards WHERE row = ?"
)
StoredRow = tuple[int, int, str, int, bytes, str, str, bytes]

Texts = tuple[tuple[str, str], ...]
_NUL: Final = "\0"

encoder: Final = msgspec.msgpack.Encoder()
head_decoder: Final = msgspec.msgpack.Decoder(BriefingHead)
facts_decoder: Final = msgspec.msgpack.Decoder(CardFacts)


def pack_texts(texts: Sequence[tuple[str, str]], folded: str) -> bytes:
    """Pack texts as what differs from the same texts folded, which are a dictionary for zlib.

    The format (RFC 1950) has checksums of both. A NUL stands between texts: none has one, see
    `briefing.model.record`.
    """
    packer = zlib.compressobj(zdict=_dictionary(folded))
    return packer.compress(_NUL.join(chain.from_iterable(texts)).encode()) + packer.flush()


def unpack_texts(packed: bytes, folded: str) -> Texts:
    """Unpack what `pack_texts` packed; raises `zlib.error` or `DamagedCardError`."""
    unpacker = zlib.decompressobj(zdict=_dictionary(folded))
    unpacked = unpacker.decompress(packed) + unpacker.flush()
    if not unpacker.eof:
        raise DamagedCardError
    both = unpacked.decode().split(_NUL)
    return tuple(zip(both[::2], both[1::2], strict=True))


def joined_columns(title: str, body: str) -> str:
    return f"{title}{BETWEEN}{body}" if body else title


def checksum(folded: str, facts: bytes) -> int:
    return zlib.crc32(facts, zlib.crc32(folded.encode()))


def read_card(row: StoredRow, head: BriefingHead) -> SearchedCard:
    """Read a card back; raises `DamagedCardError`."""
    _, section, id_, check, facts, title, body, document = row
    folded = joined_columns(title, body)
    if checksum(folded, facts) != check:
        raise DamagedCardError
    return SearchedCard(
        head=head,
        section=section,
        id=id_,
        folded=folded,
        load_texts=partial(unpack_texts, document, folded),
        load_facts=partial(facts_decoder.decode, facts),
    )


def _dictionary(folded: str) -> bytes:
    return folded.encode() or b" "

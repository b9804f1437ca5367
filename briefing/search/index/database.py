"""The file of the index: an SQLite database in WAL mode, with full-text search (FTS5).

::

    heads   one line for each briefing: id, stamp of its file, what is kept of it
    cards   one line for each card, numbered by date: a later day has higher numbers, and so has a
            card that is to be read earlier; so the newest first is the highest number first
    listed  what each field can be compared with in each briefing
    words   every word that ever was in the text, to be found by its beginning
    text    the words of each card, without content, under the same number

In WAL mode a reader does not wait for a writer, nor a writer for a reader (sqlite.org/wal.html).
"""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from briefing.search.index.errors import DamagedIndexError, classify

VERSION: Final = 4
"""To be raised with every change of what the index holds, words and marks included."""

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
CREATE TABLE heads (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,
    cards INTEGER NOT NULL,
    head BLOB
);
CREATE TABLE cards (row INTEGER PRIMARY KEY, head INTEGER NOT NULL, document BLOB NOT NULL);
CREATE TABLE listed (
    head INTEGER, field TEXT, names BLOB NOT NULL, PRIMARY KEY (head, field)
) WITHOUT ROWID;
CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX cards_of_head ON cards (head);
CREATE VIRTUAL TABLE text USING fts5 (
    title, body, joined, known, content='', prefix='1 2 3 4', tokenize="ascii"
);
"""


def has_full_text_search() -> bool:
    """Whether the SQLite that Python was built with has FTS5."""
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
    """Open the index to change it; whoever calls this holds its lock.

    Raises:
        DamagedIndexError: It is no index of this version.
        UnusableIndexError: It cannot be opened, or not now.
    """
    return _connect(path, _WRITER_CACHE, _PATIENCE)


def create(path: Path) -> None:
    """Put a new, empty index into place of whatever stands there.

    Whoever calls this holds the lock of the index. Programs that have the old one open keep it
    until they look again.

    Raises:
        UnusableIndexError: It cannot be written there.
    """
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
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

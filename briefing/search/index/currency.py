"""Whether an index is up to date with its library; asking takes no lock and writes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from briefing.search.index.database import open_to_read
from briefing.search.index.errors import CardIndexError
from briefing.search.index.shelf import Shelf


class Currency(NamedTuple):
    """How far an index is."""

    done: int  # briefings that it holds as the library has them
    of: int  # briefings in the library
    is_current: bool  # whether it holds these and no others


def currency(path: Path, shelf: Shelf, *, owned: bool = True) -> Currency:
    """Compare an index with its library.

    Args:
        path: Its file.
        shelf: The library.
        owned: Whether this process may write the index, see `open_to_read`.

    Raises:
        BriefingError: The library cannot be read.
    """
    wanted = shelf.stamps()
    try:
        with closing(open_to_read(path, owned=owned)) as connection:
            indexed = stamps(connection)
    except (CardIndexError, sqlite3.Error):
        indexed = {}
    return Currency(len(wanted.items() & indexed.items()), len(wanted), indexed == dict(wanted))


def stamps(connection: sqlite3.Connection) -> dict[str, str]:
    """Say of which files the index holds what they were made of."""
    return dict(connection.execute("SELECT id, stamp FROM heads"))

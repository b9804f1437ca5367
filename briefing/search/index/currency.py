"""Whether an index is up to date with its library; asking takes no lock and writes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from briefing.search.index.database import open_to_read
from briefing.search.index.errors import CardIndexError
from briefing.search.index.shelf import Shelf


def is_current(path: Path, shelf: Shelf) -> bool:
    """Whether an index holds everything as the library has it.

    Raises:
        BriefingError: The library cannot be read.
    """
    wanted = shelf.stamps()
    return _indexed(path) == dict(wanted)


def how_far(path: Path, shelf: Shelf) -> tuple[int, int]:
    """Say how many briefings are in an index that another program is making, of how many.

    Raises:
        BriefingError: The library cannot be read.
    """
    wanted = shelf.stamps()
    return len(wanted.items() & _indexed(path).items()), len(wanted)


def _indexed(path: Path) -> dict[str, str]:
    try:
        with closing(open_to_read(path)) as connection:
            return stamps(connection)
    except (CardIndexError, sqlite3.Error):
        return {}


def stamps(connection: sqlite3.Connection) -> dict[str, str]:
    """Say of which files the index holds what they were made of."""
    return dict(connection.execute("SELECT id, stamp FROM heads"))

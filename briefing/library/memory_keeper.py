"""A reader's state in memory: of a guest, who leaves nothing, or with somebody told of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from briefing.library.changes import Change, check_state
from briefing.library.errors import LibraryError
from briefing.library.storage import Database

Tell = Callable[[Change], None]
"""Told of a change; raises `LibraryError` where it could not be told."""


class MemoryKeeper:
    """Keeps a state in memory; see `briefing.library.state.Keeper`.

    Attributes:
        notices: There are none.

    Args:
        content: The state that there is already, as of `as_json`; None where there is none. One
            that cannot be understood is none.
        tell: Told each change that is made.
    """

    def __init__(self, content: bytes | None = None, tell: Tell | None = None) -> None:
        self.notices: Mapping[type[LibraryError], str] = {}
        self._database = _database(content)
        self._tell = tell

    def load(self) -> TinyDB:
        """Give the state."""
        return self._database

    def write(
        self, changes: Sequence[Change], seconds: float
    ) -> tuple[TinyDB, dict[str, str | None]]:
        """Make changes, and tell them.

        Raises:
            LibraryError: A change could not be told. It has been made nevertheless, which is no
                harm: made once more, it makes no difference.
        """
        del seconds
        replaced: dict[str, str | None] = {}
        for change in changes:
            replaced = change.apply(self._database)
            if self._tell is not None:
                self._tell(change)
        return self._database, replaced


def as_json(database: TinyDB) -> bytes | None:
    """Write a state down, to be read by `MemoryKeeper`; None where there is nothing in it."""
    content = database.storage.read()
    return msgspec.json.encode(content) if content else None


def _database(content: bytes | None) -> TinyDB:
    database = TinyDB(storage=MemoryStorage)
    if content is not None:
        try:
            database.storage.write(msgspec.json.decode(content, type=Database))
        except msgspec.MsgspecError:
            return database
        if check_state(database) is not None:
            return TinyDB(storage=MemoryStorage)
    return database

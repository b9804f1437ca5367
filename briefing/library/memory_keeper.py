"""A reader's state in memory: of somebody who leaves nothing behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from briefing.library.changes import Change
from briefing.library.errors import LibraryError


class MemoryKeeper:
    """Keeps a state in memory; see `briefing.library.state.Keeper`.

    Attributes:
        notices: There are none.
    """

    def __init__(self) -> None:
        self.notices: Mapping[type[LibraryError], str] = {}
        self._database = TinyDB(storage=MemoryStorage)

    def load(self) -> TinyDB:
        """Give the state."""
        return self._database

    def write(
        self, changes: Sequence[Change], seconds: float
    ) -> tuple[TinyDB, dict[str, str | None]]:
        """Make changes."""
        del seconds
        replaced: dict[str, str | None] = {}
        for change in changes:
            replaced = change.apply(self._database)
        return self._database, replaced

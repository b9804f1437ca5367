"""The file of a reader's state: read without a lock, changed under one, replaced as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from briefing.library.changes import Change, check_state
from briefing.library.errors import (
    DamagedFileError,
    FileKind,
    LibraryError,
    NotWrittenError,
    OpenToOthersError,
)
from briefing.library.lock import exclusive
from briefing.library.permissions import others_can_write
from briefing.library.storage import make_folder, read_database, remove_leftovers, transaction

STATE_FILE: Final = FileKind(
    format=2,
    if_damaged="Your place, read marks and bookmarks start empty.",
    elsewhere="choose another folder for the state",
    private=True,
)


class StateFile:
    """Keeps a state in a file; see `briefing.library.state.Keeper`.

    Attributes:
        notices: What became of a damaged file; and that others can write to the folder.

    Args:
        path: The file. It and its folder are made with the first change.
    """

    def __init__(self, path: Path) -> None:
        self.notices: dict[type[LibraryError], str] = {}
        self._path = path
        self._lock = path.with_name(f"{path.name}.lock")

    def load(self) -> TinyDB:
        """Read the file.

        Raises:
            DamagedFileError: It cannot be understood.
            LibraryError: It cannot be read, or a later version of this program wrote it.
        """
        if warning := others_can_write(self._path.parent):
            self.notices[OpenToOthersError] = warning
        found = read_database(self._path, STATE_FILE)
        if found is None:
            return TinyDB(storage=MemoryStorage)
        database, _ = found
        if problem := check_state(database):
            raise DamagedFileError(self._path, problem, STATE_FILE)
        return database

    def write(
        self, changes: Sequence[Change], seconds: float
    ) -> tuple[TinyDB, dict[str, str | None]]:
        """Make changes to the file, and give its content and the marks that the last replaced.

        Raises:
            LibraryError: The file is as it was.
        """
        make_folder(self._path.parent, STATE_FILE)
        with exclusive(self._lock, STATE_FILE, seconds=seconds):
            remove_leftovers(self._path.parent)
            self._set_aside_if_damaged()
            replaced: dict[str, str | None] = {}
            with transaction(self._path, STATE_FILE) as database:
                for change in changes:
                    replaced = change.apply(database)
        return database, replaced

    def _set_aside_if_damaged(self) -> None:
        """Rename a damaged file. The lock keeps us from renaming another session's new one."""
        try:
            self.load()
        except DamagedFileError as damage:
            now = datetime.now(UTC)
            aside = self._path.with_name(f"{self._path.name}.damaged-{now:%Y%m%dT%H%M%S.%fZ}")
            try:
                self._path.rename(aside)
            except OSError as error:
                raise NotWrittenError(self._path, error, STATE_FILE) from error
            self.notices[type(damage)] = f"{damage} The damaged file is kept as “{aside}”."

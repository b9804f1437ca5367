"""The reader's own state: where they stopped, what they read, what they marked.

One TinyDB file in the state folder, never mixed with the library. Several sessions may be open at
once, so a change never writes back what this session believes: under the lock, it reads the file,
changes what it is about, and replaces the file. Keeping state must never be in the way of reading:
what cannot be written is kept in memory and tried again with the next change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from briefing.library.changes import (
    BOOKMARKS,
    READ,
    Change,
    Marking,
    Place,
    Visit,
    last_visited,
    marks_of,
    place_of,
)
from briefing.library.errors import DamagedFileError, LibraryError
from briefing.library.state_file import StateFile

_KEPT: Final = "Meanwhile your place and marks are kept in memory only."
_PATIENCE: Final = 2.0
_HURRY: Final = 0.1
_LAST_PATIENCE: Final = 10.0
"""Seconds to wait for others who write: usually, after one wait in vain, and before leaving."""


class Keeper(Protocol):
    """Where a state is kept."""

    def load(self) -> TinyDB:
        """Give what is kept, in memory; an empty database where nothing is.

        Raises:
            DamagedFileError: It cannot be understood; it is set aside before anything is written.
            LibraryError: It cannot be read for another reason.
        """

    def write(
        self, changes: Sequence[Change], seconds: float
    ) -> tuple[TinyDB, dict[str, str | None]]:
        """Make changes to what is kept, whatever it is by now.

        Args:
            changes: In their order; with none, only what is damaged is set aside.
            seconds: How long to wait for somebody else who is writing.

        Returns:
            What is kept then, in memory, and the marks that the last change replaced.

        Raises:
            LibraryError: Nothing was changed.
        """

    @property
    def notices(self) -> Mapping[type[LibraryError], str]:
        """What happened to what was kept, each a sentence or two."""


class ReaderState:
    """The state of one reader, as one session sees it.

    It shows what was kept when this session last wrote to it, with this session's changes. It
    belongs to one thread. No method raises because of the keeper: see `notices`.

    Args:
        keeper: Where it is kept.
        words: Puts an error into words for a reader who can do nothing about files; None to tell it
            as it is.
    """

    def __init__(self, keeper: Keeper, words: Callable[[LibraryError], str] | None = None) -> None:
        self._keeper = keeper
        self._words = words
        self._view = TinyDB(storage=MemoryStorage)
        self._pending: list[Change] = []
        self._undo: list[tuple[str, Marking]] = []
        self._errors: dict[type[LibraryError], LibraryError] = {}
        try:
            self._view = keeper.load()
        except DamagedFileError as error:
            self._errors[type(error)] = error
            self._try_again(0)
        except LibraryError as error:
            self._notify(error)

    @classmethod
    def open(cls, path: Path) -> ReaderState:
        """Open the state in a file, or begin a new one.

        A file that cannot be understood is set aside under another name, with a notice. A file from
        a later version of this program, or one that we may not read, is left alone, with a notice.

        Args:
            path: The file; it and its folder are made with the first change.
        """
        return cls(StateFile(path))

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader should know, each a sentence or two; one for each kind of trouble."""
        if self._words is not None:
            return tuple(map(self._words, self._errors.values()))
        told = {kind: _in_full(error) for kind, error in self._errors.items()}
        return tuple((told | dict(self._keeper.notices)).values())

    def last_briefing(self) -> str | None:
        """Id of the briefing read last; None at first."""
        return last_visited(self._view)

    def place(self, briefing_id: str) -> Place | None:
        """Where the reader stopped in a briefing; None if they never opened it."""
        return place_of(self._view, briefing_id)

    def remember(self, briefing_id: str, place: Place) -> None:
        """Keep where the reader is. Writes nothing if they are there already."""
        self._change(Visit(briefing_id, place))

    def read_marks(self, briefing_id: str) -> dict[str, str]:
        """Cards that were read, by id, each with its digest as of then."""
        return marks_of(self._view, READ, briefing_id)

    def mark_read(self, briefing_id: str, digests: Mapping[str, str]) -> None:
        """Mark cards as read; one call is one change to undo.

        Args:
            briefing_id: Id of the briefing.
            digests: Digest of each card as it is now, by the card's id.
        """
        self._mark(Marking(READ, briefing_id, dict(digests)), "Unread again")

    def mark_unread(self, briefing_id: str, card_ids: Iterable[str]) -> None:
        """Mark cards as not read; one call is one change to undo."""
        self._mark(
            Marking(READ, briefing_id, dict.fromkeys(card_ids)),
            "Read again",
        )

    def bookmarks(self, briefing_id: str) -> set[str]:
        """Ids of the cards that bear a bookmark."""
        return set(marks_of(self._view, BOOKMARKS, briefing_id))

    def set_bookmark(self, briefing_id: str, card_id: str, on: bool) -> None:
        """Set a bookmark or take it away."""
        if on:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            marking = Marking(BOOKMARKS, briefing_id, {card_id: now}, {card_id: None})
            self._mark(marking, "Bookmark removed again")
        else:
            self._mark(Marking(BOOKMARKS, briefing_id, {card_id: None}), "Bookmark set again")

    def undo(self) -> str | None:
        """Take back this session's last change of marks or bookmarks that is not yet taken back.

        Cards that another session has changed since are left as they are.

        Returns:
            What was done, for the reader; None if there is nothing to take back.
        """
        if not self._undo:
            return None
        done, marking = self._undo.pop()
        count = len(self._change(marking))
        if not count:
            return "Not undone: another session has changed the same cards since."
        return f"{done}: {count} {'card' if count == 1 else 'cards'}"

    def save(self) -> bool:
        """Try once more to write what could not be written, as a last act before leaving.

        Returns:
            Whether everything is on the disk.
        """
        return not self._pending or self._try_again(_LAST_PATIENCE)

    def _try_again(self, seconds: float) -> bool:
        try:
            self._view, _ = self._keeper.write(self._pending, seconds)
        except LibraryError as error:
            self._notify(error)
            return False
        self._pending.clear()
        return True

    def _mark(self, marking: Marking, undone: str) -> None:
        if replaced := self._change(marking):
            self._undo.append((undone, marking.reverse(replaced)))

    def _change(self, change: Change) -> dict[str, str | None]:
        """Make a change, on the disk if possible, and say which marks it replaced."""
        # After one long wait for a session that hangs, the next key should not wait as long.
        seconds = _HURRY if self._pending else _PATIENCE
        try:
            self._view, replaced = self._keeper.write([*self._pending, change], seconds)
        except LibraryError as error:
            self._notify(error)
            self._pending.append(change)
            return change.apply(self._view)
        self._pending.clear()
        return replaced

    def _notify(self, error: LibraryError) -> None:
        self._errors.setdefault(type(error), error)


def _in_full(error: LibraryError) -> str:
    return str(error) if isinstance(error, DamagedFileError) else f"{error} {_KEPT}"

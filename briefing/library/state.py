"""The reader's own state: where they stopped, what they read, what they marked, their theme.

One TinyDB file in the state folder, never mixed with the library. Several sessions may be open at
once, so a change never writes back what this session believes: under the lock, it reads the file,
changes what it is about, and replaces the file. Keeping state must never be in the way of reading:
what cannot be written is kept in memory and tried again with the next change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from briefing.library.errors import (
    DamagedFileError,
    DamagedRowsError,
    FileKind,
    LibraryError,
    NotWrittenError,
    OpenToOthersError,
)
from briefing.library.reader_tables import (
    BOOKMARKS,
    COPIED,
    READ,
    CarryChange,
    Change,
    LostBookmark,
    MarkChange,
    Place,
    PlaceChange,
    ThemeChange,
    Visit,
    Watch,
    WatchChange,
    apply_all,
    chosen_theme,
    drop_damaged_rows,
    last_visited,
    lost_of,
    marks_of,
    place_of,
    visit_of,
    watch_of,
)
from briefing.library.storage import (
    exclusive,
    make_folder,
    others_can_write,
    read_database,
    remove_leftovers,
    replace_file,
    transaction,
)
from briefing.model.briefing import Briefing
from briefing.model.parts import card_digest
from briefing.model.text import count

STATE_FILE: Final = FileKind(
    format=2,
    if_damaged="Your place, read marks and bookmarks start empty.",
    elsewhere="choose another folder for the state",
    private=True,
)
_REST_IS_KEPT: Final = STATE_FILE._replace(if_damaged="All else in it is kept.")
_KEPT: Final = "Meanwhile your place and marks are kept in memory only."
_PATIENCE: Final = 2.0
_HURRY: Final = 0.1
_LAST_PATIENCE: Final = 10.0
"""Seconds to wait for others who write: usually, after one wait in vain, and before leaving."""


class StateFile:
    """Keeps a state in a file, which is read without a lock and replaced as a whole under one.

    A damaged file is set aside before anything is written, and so is a copy of one that has damaged
    rows, which are left out from then on; whatever else is wrong with it or its
    folder raises a `LibraryError`, and nothing is changed.

    Attributes:
        notices: What became of a damaged file; and that others can write to the folder.
    """

    def __init__(self, path: Path) -> None:
        self.notices: dict[type[LibraryError], str] = {}
        self._path = path
        self._lock = path.with_name(f"{path.name}.lock")

    def load(self) -> TinyDB:
        if warning := others_can_write(self._path.parent):
            self.notices[OpenToOthersError] = warning
        found = read_database(self._path, STATE_FILE)
        if found is None:
            return TinyDB(storage=MemoryStorage)
        database, _ = found
        if problem := drop_damaged_rows(database):
            raise DamagedRowsError(self._path, problem, _REST_IS_KEPT)
        return database

    def write(
        self, changes: Sequence[Change], seconds: float
    ) -> tuple[TinyDB, dict[str, str | None]]:
        """Make changes, in their order, to what the file holds by now.

        It gives what the file holds then, and the marks that the last change replaced. With no
        changes, only what is damaged is set aside.
        """
        make_folder(self._path.parent, STATE_FILE)
        with exclusive(self._lock, STATE_FILE, seconds=seconds):
            remove_leftovers(self._path.parent)
            has_damaged_rows = self._set_aside_if_damaged()
            with transaction(self._path, STATE_FILE) as database:
                if has_damaged_rows:
                    drop_damaged_rows(database)
                replaced = apply_all(changes, database)
        return database, replaced

    def _set_aside_if_damaged(self) -> bool:
        """Rename a damaged file, or copy one with damaged rows; tell whether it has such.

        The lock keeps us from renaming another session's new one.
        """
        try:
            self.load()
        except DamagedFileError as damage:
            has_damaged_rows = isinstance(damage, DamagedRowsError)
            now = datetime.now(UTC)
            aside = self._path.with_name(f"{self._path.name}.damaged-{now:%Y%m%dT%H%M%S.%fZ}")
            try:
                if has_damaged_rows:
                    replace_file(aside, self._path.read_bytes(), STATE_FILE)
                else:
                    self._path.rename(aside)
            except OSError as error:
                raise NotWrittenError(self._path, error, STATE_FILE) from error
            self.notices[type(damage)] = f"{damage} The damaged file is kept as “{aside}”."
            return has_damaged_rows
        return False


class MemoryKeeper:
    """Keeps in memory, as `StateFile` does, the state of somebody who leaves nothing behind."""

    def __init__(self) -> None:
        self.notices: Mapping[type[LibraryError], str] = {}
        self._database = TinyDB(storage=MemoryStorage)

    def load(self) -> TinyDB:
        return self._database

    def write(
        self, changes: Sequence[Change], seconds: float
    ) -> tuple[TinyDB, dict[str, str | None]]:
        del seconds
        return self._database, apply_all(changes, self._database)


Keeper = StateFile | MemoryKeeper
"""Where a state is kept."""


class ReaderState:
    """The state of one reader, as one session sees it: what is kept, with this session's changes.

    It belongs to one thread. No method raises because of the keeper: see `notices`. Where the
    reader can do nothing about files, `words` puts an error into words.
    """

    def __init__(self, keeper: Keeper, words: Callable[[LibraryError], str] | None = None) -> None:
        self._keeper = keeper
        self._words = words
        self._view = TinyDB(storage=MemoryStorage)
        self._pending: list[Change] = []
        self._undo: list[tuple[str, MarkChange]] = []
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
        """Open the state in a file, or begin a new one, which is made with the first change.

        A file that cannot be understood is set aside under another name, with a notice. A file from
        a later version of this program, or one that we may not read, is left alone, with a notice.
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
        return last_visited(self._view)

    def place(self, briefing_id: str) -> Place | None:
        return place_of(self._view, briefing_id)

    def remember(self, briefing_id: str, place: Place, revision: int = 0) -> None:
        """Note where the reader is, in which revision; 0 for one that is not published."""
        self._change(PlaceChange(briefing_id, place, revision, datetime.now(UTC)))

    def visit(self, briefing_id: str) -> Visit | None:
        return visit_of(self._view, briefing_id)

    def baseline(self, briefing_id: str, newest: int) -> int | None:
        """The revision that was read before the newest; None where none is known to have been."""
        visit = self.visit(briefing_id)
        if visit is None or visit.revision > newest:
            return None
        return visit.before if visit.revision == newest else visit.revision

    def carry(self, change: CarryChange) -> None:
        """Have the marks go along to a later revision; what was marked before is not undone."""
        self._change(change)
        self._undo.clear()

    def lost(self, briefing_id: str) -> list[LostBookmark]:
        """The bookmarks on cards that are no longer there."""
        return lost_of(self._view, briefing_id)

    def copied(self, briefing_id: str) -> set[str]:
        """What was copied, ``CARD`` or ``CARD#ITEM``."""
        return set(marks_of(self._view, COPIED, briefing_id))

    def note_copied(self, briefing_id: str, key: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._change(MarkChange(COPIED, briefing_id, {key: now}))

    def watch(self, query: str) -> Watch | None:
        """What was known when a query was watched last; None if it never was."""
        return watch_of(self._view, query)

    def note_watch(self, watch: Watch) -> bool:
        """Note what is known now; tell whether that is kept when this session ends."""
        self._change(WatchChange(watch))
        return self.save() and not isinstance(self._keeper, MemoryKeeper)

    def theme(self, configured: str) -> str:
        """The theme chosen last, unless the configuration has named another one since."""
        chosen = chosen_theme(self._view)
        return chosen.theme if chosen and chosen.in_place_of == configured else configured

    def choose_theme(self, theme: str, configured: str) -> None:
        self._change(ThemeChange(theme, configured))

    def read_marks(self, briefing_id: str) -> dict[str, str]:
        """Cards that were read, by id, each with its digest as of then."""
        return marks_of(self._view, READ, briefing_id)

    def mark_read(self, briefing_id: str, digests: Mapping[str, str]) -> None:
        """Mark cards, given with their present digests, as read: one change to undo."""
        self._mark(MarkChange(READ, briefing_id, dict(digests)), "Unread again")

    def mark_unread(self, briefing_id: str, card_ids: Iterable[str]) -> None:
        self._mark(MarkChange(READ, briefing_id, dict.fromkeys(card_ids)), "Read again")

    def bookmarks(self, briefing_id: str) -> set[str]:
        return set(marks_of(self._view, BOOKMARKS, briefing_id))

    def set_bookmark(self, briefing_id: str, card_id: str, on: bool) -> None:
        if on:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            marking = MarkChange(BOOKMARKS, briefing_id, {card_id: now}, {card_id: None})
            self._mark(marking, "Bookmark removed again")
        else:
            self._mark(MarkChange(BOOKMARKS, briefing_id, {card_id: None}), "Bookmark set again")

    def undo(self) -> str | None:
        """Take back this session's last change of marks or bookmarks that is not yet taken back.

        Cards that another session has changed since are left as they are. What was done is told in
        words for the reader; None if there is nothing to take back.
        """
        if not self._undo:
            return None
        done, marking = self._undo.pop()
        undone = self._change(marking)
        if not undone:
            return "Not undone: another session has changed the same cards since."
        return f"{done}: {count(len(undone), 'card')}"

    def save(self) -> bool:
        """Try once more to write what could not be written; tell whether everything is written."""
        return not self._pending or self._try_again(_LAST_PATIENCE)

    def _try_again(self, seconds: float) -> bool:
        try:
            self._view, _ = self._keeper.write(self._pending, seconds)
        except LibraryError as error:
            self._notify(error)
            return False
        self._pending.clear()
        return True

    def _mark(self, marking: MarkChange, undone: str) -> None:
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


def cards_read(briefing: Briefing, marks: Mapping[str, str]) -> set[str]:
    """The ids of the cards that were read as they are now, by the marks that reading left."""
    return {c.id for _, c in briefing.cards() if marks.get(c.id) == card_digest(briefing, c)}


def _in_full(error: LibraryError) -> str:
    return str(error) if isinstance(error, DamagedFileError) else f"{error} {_KEPT}"

"""The library: all published briefings, in one folder.

::

    <library>/briefings/<id>.json         the current revision: the truth about the briefing
    <library>/revisions/<id>/0003.json    earlier revisions, never changed again
    <library>/files/<id>/0003.json        packs of the files that were published, likewise
    <library>/catalogue.json              derived: what a list shows
    <library>/editions.json               derived: which edition of a bundled briefing was seen
    <library>/.lock                       held while publishing

Publishing stores the files that are new, then keeps the current revision among the earlier ones,
then puts the new one into place, which is when it is published, then brings the catalogue up to
date. Each step replaces one file as a whole, so a kill between any two leaves a library that can
be read and published to as if nothing had happened. Reading never waits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from briefing.library.errors import (
    AlreadyWithdrawnError,
    DamagedFileError,
    LibraryError,
    NewerRevisionError,
    NoFilesError,
    NotPublishedError,
)
from briefing.library.files import (
    BRIEFING_FILE,
    CatalogueEntry,
    CatalogueLine,
    StoredRevision,
    is_settled,
    read_catalogue,
    settle,
    summarise,
    write_catalogue,
)
from briefing.library.packs import Files, Manifest
from briefing.library.revisions import CURRENT, SUFFIX, HistoryEntry, Revisions
from briefing.library.storage import Stamp, exclusive, make_folder, read_error, remove_leftovers
from briefing.model.briefing import Briefing, Revision
from briefing.model.errors import BriefingError
from briefing.model.record import Record
from briefing.model.records import Withdrawal
from briefing.model.text import alike

_ID: Final = re.compile("[a-z0-9][a-z0-9-]{0,99}")
_PATIENCE: Final = 30.0
_MANY: Final = 100
"""Briefings that are read in a second or two."""

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)

Say = Callable[[str], None]
"""Takes a sentence for whoever waits."""

_KEPT: Final = 8
"""Revisions that are kept in memory: some megabytes of them."""


def silently(_: str) -> None:
    """Tell nobody."""


class PublishOutcome(StrEnum):
    """What publishing did to a briefing in the library."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Publication(Record, frozen=True, kw_only=True):
    """What came of publishing one briefing."""

    id: str
    number: int
    outcome: PublishOutcome


def _anything(_: StoredRevision) -> bool:
    return True


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """A briefing to publish, and what is kept with it.

    Attributes:
        files: What it was read from.
        note: The curator's line on what is new.
        may_replace: Asked of the current revision, under the lock, whether this may come after it.
        knows: Number of the last revision that its author has seen, 0 for none; it is asked for
            where the current one cannot be read. None where that does not matter.
    """

    briefing: Briefing
    files: Files = MappingProxyType({})
    note: str = ""
    may_replace: Callable[[StoredRevision], bool] = _anything
    knows: int | None = None

    @property
    def id(self) -> str:
        return self.briefing.id


class Library:
    """All published briefings of a folder, which need not exist until something is published."""

    def __init__(self, folder: Path, *, patience: float = _PATIENCE) -> None:
        self.folder = folder
        self._patience = patience
        self._current = folder / CURRENT
        self._catalogue = folder / f"catalogue{SUFFIX}"

    def is_empty(self) -> bool:
        return not self.stamps()

    def stamps(self) -> dict[str, Stamp]:
        """Tell the state of each briefing's current file, by id in order, without reading any."""
        try:
            with os.scandir(self._current) as found:
                files = [file for file in found if _is_briefing(file.name)]
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise read_error(self._current, error, BRIEFING_FILE) from error
        stamps = {}
        for file in sorted(files, key=lambda file: file.name):
            with suppress(FileNotFoundError):
                stamps[file.name.removesuffix(SUFFIX)] = Stamp.of(file.stat())
        return stamps

    def stamp(self, id_: str) -> Stamp | None:
        with suppress(OSError, ValueError):
            return Stamp.of(self._revisions(id_).file.stat())
        return None

    def last_change(self) -> Stamp | None:
        """Tell the state of the library as a whole: another one after each publication."""
        with suppress(OSError):
            return Stamp.of(self._current.stat())
        return None

    def pin(self) -> None:
        """Take what is published now for all there is; here it always is."""

    def instead(self) -> Mapping[str, Revision | None]:
        """Give what is read here instead of what is published now; here nothing is.

        By id of each briefing that is published in another state; None where it cannot be read.
        """
        return {}

    def entries(self, say: Say = silently) -> list[CatalogueEntry]:
        """List all briefings, the one published last first, and last those that cannot be read."""
        lines, broken = self._update_catalogue(say, self._exclusively(0))
        entries = [line.entry for line in lines]
        entries.sort(key=lambda entry: entry.published or _LONG_AGO, reverse=True)
        return entries + broken

    def open(self, id_: str, revision: int | None = None) -> Revision:
        """Read one briefing; `NotPublishedError` where there is none such, or no such revision."""
        return self._stored(id_, revision).revision

    def revisions(self, id_: str) -> list[int]:
        """List the revisions of a briefing by number, the current one last unless it is damaged."""
        if not _ID.fullmatch(id_):
            raise self._not_published(id_)
        return self._revisions(id_).numbers() or [self.open(id_).number]

    def before(self, id_: str, number: int) -> Iterator[Revision]:
        """Read the revisions before a number, the newest first, but for those that cannot be."""
        for earlier in reversed(self.revisions(id_)):
            if earlier < number:
                with suppress(LibraryError):
                    yield self.open(id_, earlier)

    def history(self, id_: str) -> list[HistoryEntry]:
        """Tell of every revision without reading its briefing, the current one last."""
        return self._history(id_)

    def at(self, id_: str, moment: datetime) -> int:
        """Give the number of the revision that was the current one at a moment.

        Raises:
            NotPublishedError: There was none yet.
        """
        history = self.history(id_)
        numbers = [one.number for one in history if one.published and one.published <= moment]
        if not numbers:
            raise NotPublishedError(
                f"“{id_}” was not published yet on {moment:%Y-%m-%d}."
                f" `briefing log {id_}` lists its revisions."
            )
        return max(numbers)

    def files(self, id_: str, revision: int | None = None) -> dict[str, bytes]:
        """Give the files that a revision was published from, byte for byte.

        Raises:
            NotPublishedError: There is no such revision.
            NoFilesError: It has none.
            DamagedFileError: They are not what they were.
        """
        found = self._stored(id_, revision)
        if not found.has_files:
            why = (
                "it says that all before it was withdrawn"
                if found.revision.is_notice
                else "an earlier version of briefing published it"
            )
            raise NoFilesError(f"Revision {found.revision.number} of “{id_}” has no files: {why}.")
        return self._revisions(id_).packs.read(found.manifest)

    def publish(
        self,
        briefings: Sequence[Briefing | Submission],
        now: datetime | None = None,
        say: Say = silently,
    ) -> list[Publication]:
        """Publish briefings, each as a further revision unless it is what is there already.

        Each is published as a whole or not at all. Should one fail, those before it are published;
        publishing them all again is harmless. A briefing by itself has no files.

        Raises:
            NewerRevisionError: One may not replace what is there; none of them is published.
        """
        submissions = [_submission(one) for one in briefings]
        for one in submissions:
            if not _ID.fullmatch(one.id):
                raise LibraryError(
                    f"“{one.id}” cannot be the id of a briefing; use at most 100 lower-case"
                    " letters, digits and hyphens."
                )
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        make_folder(self._current, BRIEFING_FILE)
        with self._exclusively(self._patience):
            self._remove_leftovers()
            for one in submissions:
                self._insist_on_replacing(one)
            publications = [self._publish(one, moment) for one in submissions]
            self._update_catalogue(say, nullcontext())
        return publications

    def withdraw(
        self, id_: str, revision: int | None, reason: str, now: datetime | None = None
    ) -> Publication:
        """Take a revision back, the current one for None, by publishing a further one that says so.

        That has the content and the files of what is current or, where this is what is withdrawn,
        of the newest revision that is not. Where there is none, it says that it was withdrawn.

        Raises:
            NotPublishedError: There is no such revision.
            AlreadyWithdrawnError: It was withdrawn before.
        """
        self.open(id_)  # where there is none, there may be no folder to lock
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        with self._exclusively(self._patience):
            self._remove_leftovers()
            current = self._stored(id_, None)
            number = revision or current.revision.number
            if number not in self.revisions(id_):
                raise self._not_published(id_, number)
            for one in current.revision.withdrawals:
                if one.revision == number:
                    is_all = number == current.revision.number
                    what = f"“{id_}”" if is_all else f"Revision {number} of “{id_}”"
                    raise AlreadyWithdrawnError(
                        f"{what} was withdrawn already, on {one.on.label}: {one.reason}"
                    )
            made = self._revisions(id_).withdraw(current, number, reason, moment)
            self._update_catalogue(silently, nullcontext())
        return Publication(id=id_, number=made.number, outcome=PublishOutcome.CHANGED)

    def wants_edition(self, id_: str, editions: Sequence[str]) -> bool:
        """Tell whether an earlier edition of a bundled briefing is published.

        Whatever else is published under its id is its owner's, and is not looked at again until it
        changes. The editions are beginnings of digests, the present one last.
        """
        stamp = self.stamp(id_)
        if stamp is None or is_settled(self.folder, id_, editions[-1], stamp):
            return False
        with suppress(LibraryError):
            if _is_edition(self._revisions(id_).find(), editions[:-1]):
                return True
        with suppress(LibraryError), self._exclusively(0):
            settle(self.folder, id_, editions[-1], stamp)
        return False

    def renew(self, briefing: Briefing | Submission, editions: Sequence[str]) -> None:
        """Publish a bundled briefing over an earlier edition of it, if that can be done at once."""
        with suppress(LibraryError), self._exclusively(0):
            if _is_edition(self._revisions(briefing.id).find(), editions[:-1]):
                self._publish(_submission(briefing), datetime.now(UTC))
                self._update_catalogue(silently, nullcontext())
                if stamp := self.stamp(briefing.id):
                    settle(self.folder, briefing.id, editions[-1], stamp)

    def _insist_on_replacing(self, submission: Submission) -> None:
        there = self._revisions(submission.id)
        try:
            current = there.find()
        except DamagedFileError as error:
            number = max(there.earlier_numbers(), default=0) + 1
            if submission.knows is not None and submission.knows < number > 1:
                raise LibraryError(
                    f"{error} It is revision {number}, and what you publish comes from before it:"
                    f" `briefing publish FOLDER --over {number}` publishes over it all the same."
                ) from error
            return
        if current is None or _is_same(current, submission.briefing):
            return
        if not submission.may_replace(current):
            raise NewerRevisionError(submission.id, current.revision.number)

    def _publish(self, submission: Submission, moment: datetime) -> Publication:
        id_, there = submission.id, self._revisions(submission.id)
        last = max(there.earlier_numbers(), default=0)
        known: Manifest = ()
        withdrawals: tuple[Withdrawal, ...] = ()
        number = 0
        try:
            if current := there.find():
                number, withdrawals = current.revision.number, current.revision.withdrawals
                if _is_same(current, submission.briefing):
                    return Publication(id=id_, number=number, outcome=PublishOutcome.UNCHANGED)
                known = current.manifest
        except DamagedFileError:
            if not number:
                number, withdrawals = last + 1, there.known_withdrawals()
        revision = Revision(
            number=max(number, last) + 1,
            published=moment,
            briefing=submission.briefing,
            note=submission.note,
            withdrawals=withdrawals,
        )
        manifest = there.packs.store(revision.number, submission.files, known)
        there.add(revision, manifest, before=number)
        outcome = PublishOutcome.NEW if revision.number == 1 else PublishOutcome.CHANGED
        return Publication(id=id_, number=revision.number, outcome=outcome)

    def _stored(self, id_: str, number: int | None) -> StoredRevision:
        found = self._revisions(id_).find(number) if _ID.fullmatch(id_) else None
        if found is None:
            raise self._not_published(id_, number)
        return found

    def _update_catalogue(
        self, say: Say, lock: AbstractContextManager[None]
    ) -> tuple[list[CatalogueLine], list[CatalogueEntry]]:
        """Find out what is there, reading only files that are not as the catalogue knows them."""
        known = read_catalogue(self._catalogue)
        lines: dict[str, CatalogueLine] = {}
        broken: list[CatalogueEntry] = []
        looked_up = {id_: known.line(id_, stamp) for id_, stamp in self.stamps().items()}
        unknown = sum(line is None for line in looked_up.values())
        if unknown > _MANY:
            say(f"{unknown:,} briefings are read first, once.")
        for id_, line in looked_up.items():
            if line:
                lines[id_] = line
                continue
            try:
                found = self._revisions(id_).find()
            except LibraryError as error:
                broken.append(CatalogueEntry(id=id_, title=id_, problem=str(error)))
                continue
            if found:
                lines[id_] = CatalogueLine(entry=summarise(found.revision), stamp=found.stamp)
        if lines != known.lines:
            with suppress(LibraryError), lock:
                write_catalogue(self._catalogue, list(lines.values()))
        return list(lines.values()), broken

    def _history(self, id_: str, until: int | None = None) -> list[HistoryEntry]:
        history = self._revisions(id_).history(until) if _ID.fullmatch(id_) else []
        if not history:
            raise self._not_published(id_)
        return history

    def _revisions(self, id_: str) -> Revisions:
        return Revisions(self.folder, id_)

    def _remove_leftovers(self) -> None:
        remove_leftovers(self.folder)
        remove_leftovers(self._current)

    def _exclusively(self, seconds: float) -> AbstractContextManager[None]:
        return exclusive(self.folder / ".lock", BRIEFING_FILE, seconds=seconds)

    def _not_published(self, id_: str, revision: int | None = None) -> NotPublishedError:
        ids = list(self.stamps())
        if revision is not None and id_ in ids:
            numbers = ", ".join(map(str, self.revisions(id_)))
            return NotPublishedError(f"“{id_}” has no revision {revision}; it has {numbers}.")
        if not ids:
            return NotPublishedError(
                f"There is no briefing “{id_}”: the library “{self.folder}” is empty. Publish one"
                " with `briefing publish FOLDER`, or choose another library with --library."
            )
        near = [known for known in ids if id_ in known] or alike(id_, ids)
        hint = f"Did you mean {' or '.join(near[:3])}?" if near else "`briefing list` shows all."
        return NotPublishedError(f"There is no briefing “{id_}” in the library. {hint}")


def _submission(what: Briefing | Submission) -> Submission:
    return what if isinstance(what, Submission) else Submission(briefing=what)


def _is_same(stored: StoredRevision, briefing: Briefing) -> bool:
    return stored.revision.briefing.digest == briefing.digest


def _is_edition(stored: StoredRevision | None, editions: Sequence[str]) -> bool:
    """Whether an edition is published, and not because its owner has withdrawn a later one."""
    if stored is None or stored.revision.withdrawals:
        return False
    return any(stored.revision.briefing.digest.startswith(edition) for edition in editions)


def _is_briefing(name: str) -> bool:
    return name.endswith(SUFFIX) and bool(_ID.fullmatch(name.removesuffix(SUFFIX)))


class PinnedLibrary(Library):
    """Published briefings, each in the revision that was the current one when they were looked at.

    Earlier revisions are files of their own that never change, so nothing has to be kept in memory.
    The few opened last are: who is forked from a process that has opened them shares them.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._pinned: Sequence[CatalogueEntry] = ()
        self._stamps: Mapping[str, Stamp] = {}
        # Beside each, the one before it, with which it is compared.
        self._opened = lru_cache(maxsize=2 * _KEPT)(super().open)
        self.pin()

    def pin(self) -> None:
        self._stamps = self.stamps()
        self._pinned = tuple(super().entries())

    @property
    def revisions_read(self) -> Mapping[str, int]:
        """Of each briefing that can be read, the number of the revision."""
        return {entry.id: entry.revision for entry in self._pinned if entry.problem is None}

    def open_newest(self) -> list[Revision]:
        """Open as many of the newest as are kept in memory; give those that can be read."""
        opened = []
        for id_ in islice(self.revisions_read, _KEPT):
            with suppress(BriefingError):
                opened.append(self.open(id_))
        return opened

    def instead(self) -> Mapping[str, Revision | None]:
        pinned, now = self._stamps, self.stamps()
        moved = sorted(id_ for id_ in {*pinned, *now} if pinned.get(id_) != now.get(id_))
        found: dict[str, Revision | None] = dict.fromkeys(moved)
        for id_ in found.keys() & self.revisions_read.keys():
            with suppress(BriefingError):
                found[id_] = self.open(id_)
        return found

    def entries(self, say: Say = silently) -> list[CatalogueEntry]:
        del say  # nothing is read
        return list(self._pinned)

    def history(self, id_: str) -> list[HistoryEntry]:
        return self._history(id_, self.revisions_read.get(id_))

    def open(self, id_: str, revision: int | None = None) -> Revision:
        number = revision or self.revisions_read.get(id_)
        return super().open(id_) if number is None else self._opened(id_, number)

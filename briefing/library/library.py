"""The library: all published briefings, in one folder.

::

    <library>/briefings/<id>.json         the current revision: the truth about the briefing
    <library>/revisions/<id>/0003.json    earlier revisions, never changed again
    <library>/catalogue.json              derived: what a list shows
    <library>/editions.json               derived: which edition of a bundled briefing was seen
    <library>/.lock                       held while publishing

Publishing keeps the current revision among the earlier ones, then puts the new one into place, then
brings the catalogue up to date. Each step replaces one file as a whole, so a kill between any two
leaves a library that can be read and published to as if nothing had happened. Reading never waits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

from briefing.library.errors import (
    DamagedFileError,
    LibraryError,
    NewerFormatError,
    NotPublishedError,
    NotReadError,
)
from briefing.library.files import (
    BRIEFING_FILE,
    CatalogueEntry,
    CatalogueLine,
    is_settled,
    read_catalogue,
    read_revision,
    settle,
    summarise,
    write_catalogue,
    write_revision,
)
from briefing.library.storage import (
    Stamp,
    exclusive,
    make_folder,
    read_error,
    remove_leftovers,
    replace_file,
)
from briefing.model.briefing import Briefing, Revision
from briefing.model.errors import BriefingError
from briefing.model.record import Record
from briefing.model.text import alike

_ID: Final = re.compile("[a-z0-9][a-z0-9-]{0,99}")
_PATIENCE: Final = 30.0
_MANY: Final = 100
"""Briefings that are read in a second or two."""

_SUFFIX: Final = ".json"
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


class Library:
    """All published briefings of a folder, which need not exist until something is published."""

    def __init__(self, folder: Path, *, patience: float = _PATIENCE) -> None:
        self.folder = folder
        self._patience = patience
        self._current = folder / "briefings"
        self._earlier = folder / "revisions"
        self._catalogue = folder / f"catalogue{_SUFFIX}"

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
                stamps[file.name.removesuffix(_SUFFIX)] = Stamp.of(file.stat())
        return stamps

    def stamp(self, id_: str) -> Stamp | None:
        with suppress(OSError, ValueError):
            return Stamp.of(self._file(id_).stat())
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
        found = self._find(id_, revision) if _ID.fullmatch(id_) else None
        if found is None:
            raise self._not_published(id_, revision)
        return found

    def revisions(self, id_: str) -> list[int]:
        """List the revisions of a briefing by number, the current one last unless it is damaged."""
        if not _ID.fullmatch(id_):
            raise self._not_published(id_)
        numbers = set()
        # The current one first: should it be replaced meanwhile, it is among the earlier ones.
        with suppress(DamagedFileError, NewerFormatError):
            if current := self._find(id_):
                numbers.add(current.number)
        numbers.update(self._earlier_numbers(id_))
        return sorted(numbers) or [self.open(id_).number]

    def publish(
        self, briefings: Sequence[Briefing], now: datetime | None = None, say: Say = silently
    ) -> list[Publication]:
        """Publish briefings, each as a further revision unless it is what is there already.

        Each is published as a whole or not at all. Should one fail, those before it are published;
        publishing them all again is harmless.
        """
        for briefing in briefings:
            if not _ID.fullmatch(briefing.id):
                raise LibraryError(
                    f"“{briefing.id}” cannot be the id of a briefing; use at most 100 lower-case"
                    " letters, digits and hyphens."
                )
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        make_folder(self._current, BRIEFING_FILE)
        with self._exclusively(self._patience):
            remove_leftovers(self.folder)
            remove_leftovers(self._current)
            publications = [self._publish(briefing, moment) for briefing in briefings]
            self._update_catalogue(say, nullcontext())
        return publications

    def wants_edition(self, id_: str, editions: Sequence[str]) -> bool:
        """Tell whether an earlier edition of a bundled briefing is published.

        Whatever else is published under its id is its owner's, and is not looked at again until it
        changes. The editions are beginnings of digests, the present one last.
        """
        stamp = self.stamp(id_)
        if stamp is None or is_settled(self.folder, id_, editions[-1], stamp):
            return False
        with suppress(LibraryError):
            if _is_edition(self._find(id_), editions[:-1]):
                return True
        with suppress(LibraryError), self._exclusively(0):
            settle(self.folder, id_, editions[-1], stamp)
        return False

    def renew(self, briefing: Briefing, editions: Sequence[str]) -> None:
        """Publish a bundled briefing over an earlier edition of it, if that can be done at once."""
        with suppress(LibraryError), self._exclusively(0):
            if _is_edition(self._find(briefing.id), editions[:-1]):
                self._publish(briefing, datetime.now(UTC))
                self._update_catalogue(silently, nullcontext())
                if stamp := self.stamp(briefing.id):
                    settle(self.folder, briefing.id, editions[-1], stamp)

    def _publish(self, briefing: Briefing, moment: datetime) -> Publication:
        path = self._file(briefing.id)
        last = max(self._earlier_numbers(briefing.id), default=0)
        try:
            current = self._find(briefing.id)
            number = current.number if current else 0
        except DamagedFileError:
            current, number = None, last + 1
        if current and current.briefing.digest == briefing.digest:
            return Publication(id=briefing.id, number=number, outcome=PublishOutcome.UNCHANGED)
        if number:
            self._keep(briefing.id, number)
        revision = Revision(number=max(number, last) + 1, published=moment, briefing=briefing)
        write_revision(path, revision)
        outcome = PublishOutcome.NEW if revision.number == 1 else PublishOutcome.CHANGED
        return Publication(id=briefing.id, number=revision.number, outcome=outcome)

    def _keep(self, id_: str, number: int) -> None:
        """Copy the current file among the earlier revisions, byte for byte, damaged or not."""
        copy = self._earlier_file(id_, number)
        make_folder(copy.parent, BRIEFING_FILE)
        remove_leftovers(copy.parent)
        if copy.exists():
            return
        path = self._file(id_)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise NotReadError(path, error) from error
        replace_file(copy, data, BRIEFING_FILE)

    def _find(self, id_: str, number: int | None = None) -> Revision | None:
        if number is None:
            found = read_revision(self._file(id_), id_)
            return found[0] if found else None
        earlier = self._earlier_file(id_, number)
        if found := read_revision(earlier, id_):
            return found[0]
        current = self._find(id_)
        if current and current.number == number:
            return current
        # It may have been replaced, hence been kept as an earlier one, between the two looks.
        found = read_revision(earlier, id_)
        return found[0] if found else None

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
                found = read_revision(self._file(id_), id_)
            except LibraryError as error:
                broken.append(CatalogueEntry(id=id_, title=id_, problem=str(error)))
                continue
            if found:
                lines[id_] = CatalogueLine(entry=summarise(found[0]), stamp=found[1])
        if lines != known.lines:
            with suppress(LibraryError), lock:
                write_catalogue(self._catalogue, list(lines.values()))
        return list(lines.values()), broken

    def _earlier_numbers(self, id_: str) -> list[int]:
        folder = self._earlier / id_
        try:
            stems = [path.stem for path in folder.iterdir() if path.suffix == _SUFFIX]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise read_error(folder, error, BRIEFING_FILE) from error
        return [int(stem) for stem in stems if stem.isdecimal()]

    def _file(self, id_: str) -> Path:
        return self._current / f"{id_}{_SUFFIX}"

    def _earlier_file(self, id_: str, number: int) -> Path:
        return self._earlier / id_ / f"{number:04}{_SUFFIX}"

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


def _is_edition(revision: Revision | None, editions: Sequence[str]) -> bool:
    if revision is None:
        return False
    return any(revision.briefing.digest.startswith(edition) for edition in editions)


def _is_briefing(name: str) -> bool:
    return name.endswith(_SUFFIX) and bool(_ID.fullmatch(name.removesuffix(_SUFFIX)))


class PinnedLibrary(Library):
    """Published briefings, each in the revision that was the current one when they were looked at.

    Earlier revisions are files of their own that never change, so nothing has to be kept in memory.
    The few opened last are: who is forked from a process that has opened them shares them.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._pinned: Sequence[CatalogueEntry] = ()
        self._stamps: Mapping[str, Stamp] = {}
        self._opened = lru_cache(maxsize=_KEPT)(super().open)
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

    def open(self, id_: str, revision: int | None = None) -> Revision:
        number = revision or self.revisions_read.get(id_)
        return super().open(id_) if number is None else self._opened(id_, number)

"""The revisions of one briefing: where their files are, and how a further one is added."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from briefing.library.errors import DamagedFileError, LibraryError, NewerFormatError, NotReadError
from briefing.library.files import (
    BRIEFING_FILE,
    StoredRevision,
    read_head,
    read_revision,
    write_revision,
)
from briefing.library.packs import Manifest, Packs
from briefing.library.storage import make_folder, read_error, remove_leftovers, replace_file
from briefing.model.briefing import Briefing, Revision, RevisionHead
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim
from briefing.model.dates import parse_date
from briefing.model.record import Record
from briefing.model.records import Withdrawal
from briefing.model.text import shortened
from briefing.model.vocabulary import Basis, SectionKind

CURRENT: Final = "briefings"
"""Folder of the current revision of every briefing, in that of the library."""

SUFFIX: Final = ".json"

_LONGEST_TITLE: Final = 80


class HistoryEntry(Record, frozen=True, kw_only=True):
    """A revision in the history of a briefing; where it cannot be read, its number and why.

    Attributes:
        withdrawn: Whether and why it was taken back, as far as is known now.
        withdraws: Numbers of the revisions that it took back.
    """

    number: int
    published: datetime | None = None
    note: str = ""
    withdrawn: Withdrawal | None = None
    withdraws: tuple[int, ...] = ()
    problem: str | None = None


class Revisions:
    """All revisions of one briefing in the folder of a library; there may be none.

    Who adds one holds the lock of the library.
    """

    def __init__(self, library: Path, id_: str) -> None:
        self.id = id_
        self.file = library / CURRENT / f"{id_}{SUFFIX}"
        self.packs = Packs(library / "files" / id_)
        self._earlier = library / "revisions" / id_

    def find(self, number: int | None = None) -> StoredRevision | None:
        """Read a revision, the current one for None."""
        if number is None:
            return read_revision(self.file, self.id)
        earlier = self._earlier_file(number)
        if found := read_revision(earlier, self.id, number):
            return found
        current = self.find()
        if current and current.revision.number == number:
            return current
        # It may have been replaced, hence been kept as an earlier one, between the two looks.
        return read_revision(earlier, self.id, number)

    def numbers(self) -> list[int]:
        """List those that can be read or are earlier ones, the last one last."""
        numbers = set()
        # The current one first: should it be replaced meanwhile, it is among the earlier ones.
        with suppress(DamagedFileError, NewerFormatError):
            if current := self.find():
                numbers.add(current.revision.number)
        return sorted(numbers.union(self.earlier_numbers()))

    def earlier_numbers(self) -> list[int]:
        try:
            stems = [path.stem for path in self._earlier.iterdir() if path.suffix == SUFFIX]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise read_error(self._earlier, error, BRIEFING_FILE) from error
        return [int(stem) for stem in stems if stem.isdecimal()]

    def history(self, until: int | None = None) -> list[HistoryEntry]:
        """Tell of all up to one, without reading the briefings; of the current even if damaged."""
        heads: dict[int, RevisionHead | LibraryError] = {}
        for number in self._all_numbers():
            if until is not None and number > until:
                break
            try:
                if head := self._head(number):
                    heads[number] = head
            except LibraryError as error:
                heads[number] = error
        read = [one for one in heads.values() if isinstance(one, RevisionHead)]
        withdrawn = {one.revision: one for one in read[-1].withdrawals} if read else {}
        known: tuple[Withdrawal, ...] = ()
        entries = []
        for number, found in heads.items():
            entry = HistoryEntry(number=number, withdrawn=withdrawn.get(number))
            if isinstance(found, LibraryError):
                entries.append(replace(entry, problem=str(found)))
                continue
            new = (one.revision for one in found.withdrawals if one not in known)
            entries.append(
                replace(
                    entry,
                    published=found.published,
                    note=found.note,
                    withdrawn=None if found.is_notice else entry.withdrawn,
                    withdraws=tuple(one for one in new if one != number),
                )
            )
            known = found.withdrawals
        return entries

    def add(self, revision: Revision, manifest: Manifest, before: int) -> None:
        """Put a further revision in the place of the current one, whose number is given; 0 if none.

        It is the one step by which it is published. Where the next fails, all is as it was.
        """
        if before:
            self._keep(before)
        write_revision(self.file, revision, manifest)

    def known_withdrawals(self) -> tuple[Withdrawal, ...]:
        """Those that the newest earlier revision which can be read knows of."""
        for number in sorted(self.earlier_numbers(), reverse=True):
            with suppress(DamagedFileError):
                if head := read_head(self._earlier_file(number), number):
                    return head.withdrawals
        return ()

    def withdraw(
        self, current: StoredRevision, number: int, reason: str, moment: datetime
    ) -> Revision:
        """Add a revision that says that one is withdrawn; see `Library.withdraw`."""
        now, on = current.revision, parse_date(f"{moment:%Y-%m-%d}")
        new = max(now.number, *self.earlier_numbers(), 0) + 1
        # What is the same under another number is not to be read any longer, either.
        digest = self._digest(number)
        known = {one.revision for one in now.withdrawals}
        same = {one for one in self.numbers() if digest and self._digest(one) == digest}
        numbers = ({number} | same) - known
        withdrawn = numbers | known
        manifest, content = current.manifest, now.briefing
        if now.number in withdrawn:
            if standing := self._newest_standing(withdrawn):
                manifest, content = standing.manifest, standing.revision.briefing
            else:
                manifest, content = (), _tombstone(content, reason, on.label)
                numbers.add(new)  # it stands for nothing that could come back
        revision = Revision(
            number=new,
            published=moment,
            briefing=content,
            withdrawals=now.withdrawals
            + tuple(Withdrawal(revision=one, reason=reason, on=on) for one in sorted(numbers)),
        )
        self.add(revision, manifest, now.number)
        return revision

    def _newest_standing(self, withdrawn: set[int]) -> StoredRevision | None:
        """The newest revision that is not withdrawn, nor is the same as one that is."""
        gone = {self._digest(number) for number in withdrawn}
        for number in reversed(self.numbers()):
            if number in withdrawn:
                continue
            with suppress(DamagedFileError):
                found = self.find(number)
                if found and found.revision.briefing.digest not in gone:
                    return found
        return None

    def _digest(self, number: int) -> str | None:
        """The digest of a revision; None where it cannot be read."""
        with suppress(DamagedFileError):
            if found := self.find(number):
                return found.revision.briefing.digest
        return None

    def _all_numbers(self) -> list[int]:
        """As `numbers`, with that of the current one even where its file is damaged."""
        numbers = set(self.earlier_numbers())
        try:
            if head := read_head(self.file):
                numbers.add(head.number)
        except (DamagedFileError, NewerFormatError):
            numbers.add(max(numbers, default=0) + 1)
        return sorted(numbers)

    def _head(self, number: int) -> RevisionHead | None:
        """As `find`, without the briefing."""
        earlier = self._earlier_file(number)
        if head := read_head(earlier, number):
            return head
        head = read_head(self.file)
        return head if head and head.number == number else read_head(earlier, number)

    def _keep(self, number: int) -> None:
        """Copy the current file among the earlier revisions, byte for byte, damaged or not."""
        copy = self._earlier_file(number)
        make_folder(copy.parent, BRIEFING_FILE)
        remove_leftovers(copy.parent)
        if copy.exists():
            return
        try:
            data = self.file.read_bytes()
        except OSError as error:
            raise NotReadError(self.file, error) from error
        replace_file(copy, data, BRIEFING_FILE)

    def _earlier_file(self, number: int) -> Path:
        return self._earlier / f"{number:04}{SUFFIX}"


def _tombstone(briefing: Briefing, reason: str, day: str) -> Briefing:
    """What is read in place of a briefing of which nothing is left."""
    title = shortened(f"Withdrawn: {briefing.title}", _LONGEST_TITLE)
    text = f"“{briefing.title}” was withdrawn on {day}. {reason}"
    claim = Claim(id="withdrawn", text=text, basis=Basis.ASSESSED)
    kind = SectionKind.BOTTOM_LINE
    card = Card(id=kind.value, title=title, claims=(claim,))
    section = Section(id=kind.value, kind=kind, title="Bottom line", cards=(card,))
    return Briefing(id=briefing.id, title=title, sections=(section,), language=briefing.language)

"""How what is published lies in TinyDB files: revisions, and what is derived from them.

Of a revision, table `meta` has one document: format, revision number, time of publication, note,
withdrawals, and the fields of the briefing that are not lists of records. Tables `sections`,
`cards`, `sources` and `actors` have one document for each record, numbered in the curator's order.
A card's document names the number of its section's document. Table `files` is the manifest of what
it was published from (`packs`); formats before 3 have none.

Derived are the catalogue, and which edition of a bundled briefing was seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from tinydb import TinyDB, where

from briefing.library.errors import DamagedFileError, FileKind, LibraryError
from briefing.library.packs import FILES, Manifest, has_manifest, manifest_of
from briefing.library.storage import META, Stamp, documents, read_database, transaction
from briefing.model.briefing import Revision, RevisionHead
from briefing.model.dates import EdtfDate
from briefing.model.record import Record

BRIEFING_FILE: Final = FileKind(
    format=3,
    if_damaged=(
        "Publish the briefing again, or open an earlier revision; what is left of the file is kept."
    ),
    elsewhere="choose another library with --library",
)

_SECTIONS, _CARDS, _SECTION_OF_CARD = "sections", "cards", "section"
_LISTS: Final = ("sources", "actors")


class StoredRevision(NamedTuple):
    """A revision as its file has it; the manifest is read when it is asked for."""

    revision: Revision
    stamp: Stamp
    path: Path
    database: TinyDB

    @property
    def has_files(self) -> bool:
        return has_manifest(self.database)

    @property
    def manifest(self) -> Manifest:
        try:
            return manifest_of(self.database)
        except ValueError as error:
            raise DamagedFileError(self.path, str(error), BRIEFING_FILE) from error


def write_revision(path: Path, revision: Revision, manifest: Manifest) -> None:
    head: dict[str, Any] = msgspec.to_builtins(revision.briefing)
    sections = head.pop(_SECTIONS)
    cards = [section.pop(_CARDS, []) for section in sections]
    lists = {table: head.pop(table, []) for table in _LISTS}
    publication = {
        name: msgspec.to_builtins(value)
        for name in RevisionHead.__struct_fields__
        if (value := getattr(revision, name))
    }
    with transaction(path, BRIEFING_FILE, fresh=True) as database:
        database.table(META).insert(publication | {"briefing": head})
        numbers = database.table(_SECTIONS).insert_multiple(sections)
        database.table(_CARDS).insert_multiple(
            {_SECTION_OF_CARD: number, **card}
            for number, group in zip(numbers, cards, strict=True)
            for card in group
        )
        for table, records in lists.items():
            database.table(table).insert_multiple(records)
        database.table(FILES).insert_multiple(msgspec.to_builtins(manifest))


def read_revision(path: Path, id_: str, number: int | None = None) -> StoredRevision | None:
    """Read a revision, of a number if one is given, and the state of its file; None without one."""
    found = read_database(path, BRIEFING_FILE)
    if found is None:
        return None
    database, stamp = found
    try:
        revision = _decode(database)
    except msgspec.ValidationError as error:
        raise DamagedFileError(path, str(error), BRIEFING_FILE) from error
    except (LookupError, TypeError) as error:
        reason = "its tables do not fit together"
        raise DamagedFileError(path, reason, BRIEFING_FILE) from error
    if revision.briefing.id != id_:
        reason = f"it contains another briefing, “{revision.briefing.id}”"
        raise DamagedFileError(path, reason, BRIEFING_FILE)
    _insist_on(number, revision, path)
    return StoredRevision(revision, stamp, path, database)


def read_head(path: Path, number: int | None = None) -> RevisionHead | None:
    """Read as `read_revision` does, but not the briefing."""
    found = read_database(path, BRIEFING_FILE)
    if found is None:
        return None
    try:
        head = msgspec.convert(documents(found[0], META)[0], RevisionHead)
    except msgspec.ValidationError as error:
        raise DamagedFileError(path, str(error), BRIEFING_FILE) from error
    _insist_on(number, head, path)
    return head


def _insist_on(number: int | None, head: RevisionHead, path: Path) -> None:
    if number not in (None, head.number):
        reason = f"it contains another revision, {head.number}"
        raise DamagedFileError(path, reason, BRIEFING_FILE)


def _decode(database: TinyDB) -> Revision:
    cards = defaultdict(list)
    for card in documents(database, _CARDS):
        cards[card.pop(_SECTION_OF_CARD)].append(card)
    sections = [
        {**section, _CARDS: cards.pop(section.doc_id, [])}
        for section in documents(database, _SECTIONS)
    ]
    if cards:
        raise LookupError(f"no sections {list(cards)}")
    meta = documents(database, META)[0]
    lists = {table: documents(database, table) for table in _LISTS}
    content = {**meta["briefing"], **lists, _SECTIONS: sections}
    return msgspec.convert({**meta, "briefing": content}, Revision)


CATALOGUE_FILE: Final = FileKind(
    format=2,
    oldest=2,
    if_damaged="It is regenerated automatically; you may delete it.",
    elsewhere="choose another library with --library",
)

_TABLE: Final = "briefings"
_COARSEST: Final = 2_000_000_000
"""Nanoseconds between two times that every file system tells apart."""

EDITIONS_FILE: Final = CATALOGUE_FILE._replace(format=1, oldest=1)
_EDITIONS_NAME: Final = "editions.json"
_EDITIONS: Final = "considered"


class CatalogueEntry(Record, frozen=True, kw_only=True):
    """What a list of briefings shows of one of them; where it cannot be read, its id and why."""

    id: str
    title: str
    revision: int = 0
    published: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    cutoff: EdtfDate | None = None
    cards: int = 0
    words: int = 0
    reading_minutes: int = 0
    short_words: int = 0
    short_minutes: int = 0
    sources: int = 0
    problem: str | None = None


class CatalogueLine(msgspec.Struct, frozen=True, kw_only=True):
    """An entry, and the state of the briefing's file that it was taken from."""

    entry: CatalogueEntry
    stamp: Stamp


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """The lines by id of the briefing, and when the file was written: nanoseconds since 1970."""

    lines: Mapping[str, CatalogueLine] = {}
    written: int = 0

    def line(self, id_: str, stamp: Stamp) -> CatalogueLine | None:
        """Give a briefing's line with the present stamp of its file; None if that has to be read.

        Two files of one size and one time that are not the same file may be a copy and what it was
        copied from, or two revisions that were published at once. Only the former can be if that
        time was over when the catalogue was written.
        """
        line = self.lines.get(id_)
        if line is None or line.stamp == stamp:
            return line
        alike = (line.stamp.size, line.stamp.modified) == (stamp.size, stamp.modified)
        over = stamp.modified + _COARSEST < self.written
        return msgspec.structs.replace(line, stamp=stamp) if alike and over else None


def summarise(revision: Revision) -> CatalogueEntry:
    briefing = revision.briefing
    return CatalogueEntry(
        id=briefing.id,
        title=briefing.title,
        revision=revision.number,
        published=revision.published,
        cutoff=briefing.cutoff,
        cards=sum(1 for _ in briefing.cards()),
        words=briefing.word_count,
        reading_minutes=briefing.reading_minutes,
        short_words=briefing.short_word_count,
        short_minutes=briefing.short_minutes,
        sources=len(briefing.sources),
    )


def read_catalogue(path: Path) -> Catalogue:
    """Read the catalogue: an empty one where it is missing, damaged or from a later version."""
    try:
        found = read_database(path, CATALOGUE_FILE)
        if found is None:
            return Catalogue()
        database, stamp = found
        lines = msgspec.convert(documents(database, _TABLE), list[CatalogueLine])
    except (LibraryError, msgspec.ValidationError):
        return Catalogue()
    return Catalogue(lines={line.entry.id: line for line in lines}, written=stamp.modified)


def write_catalogue(path: Path, lines: list[CatalogueLine]) -> None:
    with transaction(path, CATALOGUE_FILE, fresh=True) as database:
        database.table(_TABLE).insert_multiple(msgspec.to_builtins(lines))


class _Considered(Record, frozen=True, kw_only=True):
    briefing: str
    edition: str
    stamp: Stamp


def is_settled(folder: Path, briefing: str, edition: str, stamp: Stamp | None) -> bool:
    """Tell whether an edition has been considered, and the briefing's file is as it was then.

    That spares each start the look whether what is published is an earlier edition, or its owner's.
    """
    try:
        found = read_database(folder / _EDITIONS_NAME, EDITIONS_FILE)
        known = msgspec.convert(documents(found[0], _EDITIONS), list[_Considered]) if found else []
    except (LibraryError, msgspec.ValidationError):
        return False
    return any(
        (one.briefing, one.edition, one.stamp) == (briefing, edition, stamp) for one in known
    )


def settle(folder: Path, briefing: str, edition: str, stamp: Stamp) -> None:
    row = _Considered(briefing=briefing, edition=edition, stamp=stamp)
    with transaction(folder / _EDITIONS_NAME, EDITIONS_FILE, fresh=False) as database:
        database.table(_EDITIONS).upsert(msgspec.to_builtins(row), where("briefing") == briefing)

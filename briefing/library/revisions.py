"""How one revision of a briefing lies in a TinyDB file.

Table `meta` has one document: format, revision number, time of publication, and the fields of the
briefing that are not lists of records. Tables `sections`, `cards`, `sources` and `actors` have one
document for each record, numbered in the curator's order. A card's document names the number of its
section's document.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from tinydb import TinyDB

from briefing.library.errors import DamagedFileError, FileKind
from briefing.library.storage import META, Stamp, documents, read_database, transaction
from briefing.model.briefing import Briefing, Revision
from briefing.model.record import Record

BRIEFING_FILE: Final = FileKind(
    format=2,
    if_damaged=(
        "Publish the briefing again, or open an earlier revision; what is left of the file is kept."
    ),
    elsewhere="choose another library with --library",
)

_SECTIONS, _CARDS, _SECTION_OF_CARD = "sections", "cards", "section"
_LISTS: Final = ("sources", "actors")


class _Publication(Record, frozen=True, kw_only=True):
    number: Annotated[int, msgspec.Meta(ge=1)]
    published: Annotated[datetime, msgspec.Meta(tz=True)]
    briefing: Briefing


def write_revision(path: Path, revision: Revision) -> None:
    head: dict[str, Any] = msgspec.to_builtins(revision.briefing)
    sections = head.pop(_SECTIONS)
    cards = [section.pop(_CARDS, []) for section in sections]
    lists = {table: head.pop(table, []) for table in _LISTS}
    publication = {"number": revision.number, "published": revision.published.isoformat()}
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


def read_revision(path: Path, id_: str) -> tuple[Revision, Stamp] | None:
    """Read a revision and the state of its file; None if there is no file."""
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
    return revision, stamp


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
    found = msgspec.convert({**meta, "briefing": content}, _Publication)
    return Revision(number=found.number, published=found.published, briefing=found.briefing)

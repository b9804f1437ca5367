"""Which edition of a bundled briefing a library was last brought up to.

A briefing that comes with the program is published at the first start. A later version of the
program may bring another edition of it, which is to replace an earlier edition, but never what the
owner of the library has published under that name. The file ``editions.json`` spares each start
the look into the briefing: it says which edition was last considered, and the state of the
briefing's file then.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from tinydb import where

from briefing.library.errors import FileKind, LibraryError
from briefing.library.storage import Stamp, documents, read_database, transaction
from briefing.model.record import Record

EDITIONS_FILE: Final = FileKind(
    format=1,
    if_damaged="It is regenerated automatically; you may delete it.",
    elsewhere="choose another library with --library",
)
FILE_NAME: Final = "editions.json"
_TABLE: Final = "considered"


class _Considered(Record, frozen=True, kw_only=True):
    briefing: str
    edition: str
    stamp: Stamp


def is_settled(folder: Path, briefing: str, edition: str, stamp: Stamp | None) -> bool:
    """Tell whether an edition has been considered, and the briefing's file is as it was then.

    Args:
        folder: The library.
        briefing: Id of the briefing.
        edition: Names the edition that the program brings.
        stamp: State of the briefing's file now; None where there is none.
    """
    try:
        found = read_database(folder / FILE_NAME, EDITIONS_FILE)
        known = msgspec.convert(documents(found[0], _TABLE), list[_Considered]) if found else []
    except (LibraryError, msgspec.ValidationError):
        return False
    return any(
        (one.briefing, one.edition, one.stamp) == (briefing, edition, stamp) for one in known
    )


def settle(folder: Path, briefing: str, edition: str, stamp: Stamp) -> None:
    """Note that an edition has been considered. The caller holds the lock of the library.

    Args:
        folder: The library.
        briefing: Id of the briefing.
        edition: Names the edition that the program brings.
        stamp: State of the briefing's file now.

    Raises:
        LibraryError: It cannot be written.
    """
    row = _Considered(briefing=briefing, edition=edition, stamp=stamp)
    with transaction(folder / FILE_NAME, EDITIONS_FILE, fresh=False) as database:
        database.table(_TABLE).upsert(msgspec.to_builtins(row), where("briefing") == briefing)

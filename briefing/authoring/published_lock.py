"""The file ``published.lock.json``: which revision the folder of a briefing comes from.

It is generated, by ``briefing publish`` and ``briefing checkout``, and goes with every copy of the
folder, so that what others have published since is not published over unawares.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import msgspec

from briefing.authoring.folder import BriefingFolder
from briefing.authoring.generated import Generated, as_file, read_generated
from briefing.authoring.problems import Report
from briefing.authoring.writing import write_files

PUBLISHED_NAME: Final = "published.lock.json"
"""Name of the file."""

_FILE: Final = Generated(
    PUBLISHED_NAME,
    version=1,
    code="bad-published",
    by="`briefing publish`",
    so="So it is not known which revision this folder comes from.",
    fix="Restore it from git; or delete it, and `briefing publish` says how to go on.",
)


class PublishedLock(msgspec.Struct, frozen=True):
    """What the file holds: the number of the revision, and the digest of the briefing in it."""

    revision: Annotated[int, msgspec.Meta(ge=1)]
    digest: str
    version: int = _FILE.version

    @property
    def data(self) -> bytes:
        return as_file(self)


def read_published(folder: BriefingFolder, report: Report) -> PublishedLock | None:
    """Read the file of a folder, if there is one; one that cannot be understood is warned of."""
    return read_generated(folder, _FILE, PublishedLock, report)


def write_published(root: Path, lock: PublishedLock) -> None:
    """Write the file in one step; a `FileNotWrittenError` where that is refused."""
    write_files({root / PUBLISHED_NAME: lock.data})

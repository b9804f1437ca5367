"""The file ``verified.lock.json``: that a briefing was held against the texts of its sources.

It is generated, by ``briefing check`` and ``briefing publish``, and goes with every copy of the
folder, so that who does not have the texts knows that somebody looked. What was verified is bound
to fingerprints of all that is authored and of the anchors; where either is another, it is void.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from briefing.authoring.folder import BriefingFolder
from briefing.authoring.generated import Generated, as_file, read_generated
from briefing.authoring.problems import Report
from briefing.authoring.writing import FileNotWrittenError, write_files
from briefing.model.briefing import Verified

VERIFIED_NAME: Final = "verified.lock.json"
"""Name of the file."""

_FILE: Final = Generated(
    VERIFIED_NAME,
    version=1,
    code="bad-verified",
    by="a check",
    so="So nothing counts as verified.",
    fix="Delete it, and run `briefing check` where the texts are.",
)

_GENERATED: Final = ".lock."
"""Stands in the name of a file that the program writes, beside ``briefing.md``."""
_ANCHORS: Final = f"anchors{_GENERATED}"


class Fingerprints(msgspec.Struct, frozen=True):
    """SHA-256 of the bytes in a briefing's folder: of all that is authored, and of the anchors."""

    content: str
    anchors: str


class VerifiedLock(msgspec.Struct, frozen=True):
    """What the file holds: what was verified, and what it was verified of."""

    of: Fingerprints
    verified: Verified
    version: int = _FILE.version


def fingerprints_of(folder: BriefingFolder) -> Fingerprints:
    return Fingerprints(
        content=folder.fingerprint(lambda path: "/" in path or _GENERATED not in path),
        anchors=folder.fingerprint(lambda path: path.startswith(_ANCHORS)),
    )


def read_verified(folder: BriefingFolder, report: Report) -> VerifiedLock | None:
    """Read the file of a folder, if there is one; one that cannot be understood is warned of."""
    return read_generated(folder, _FILE, VerifiedLock, report)


def write_verified(root: Path, lock: VerifiedLock) -> None:
    """Write the file in one step; a `FileNotWrittenError` where that is refused."""
    write_files({root / VERIFIED_NAME: as_file(lock)})


def remove_verified(root: Path) -> None:
    """Remove the file, if there is one; a `FileNotWrittenError` where that is refused."""
    path = root / VERIFIED_NAME
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FileNotWrittenError(
            f"“{path}” cannot be removed: {error.strerror}. Delete it: it does not hold any more."
        ) from error

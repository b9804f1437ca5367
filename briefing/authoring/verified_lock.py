"""The file ``verified.lock.json``: that a briefing was held against the texts of its sources.

It is generated, by ``briefing check`` and ``briefing publish``, and goes with every copy of the
folder, so that who does not have the texts knows that somebody looked. What was verified is bound
to fingerprints of all that is authored and of the anchors; where either is another, it is void.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from briefing.authoring.folder import SourceFile
from briefing.authoring.lock_files import write_whole
from briefing.authoring.problems import Location, Report
from briefing.model.briefing import Verified

VERIFIED_NAME: Final = "verified.lock.json"
"""Name of the file."""


class Fingerprints(msgspec.Struct, frozen=True):
    """SHA-256 of what a briefing's folder has: of all that is authored, and of the anchors."""

    content: str
    anchors: str


class VerifiedLock(msgspec.Struct, frozen=True):
    """What the file holds: what was verified, and what it was verified of."""

    of: Fingerprints
    verified: Verified


def read_verified(file: SourceFile, report: Report) -> VerifiedLock | None:
    """Read the file; one that cannot be understood is warned of, and says nothing."""
    try:
        return msgspec.json.decode(file.text.encode(), type=VerifiedLock)
    except (msgspec.DecodeError, RecursionError) as error:
        report.warning(
            Location(file.path),
            "bad-verified",
            f"This is not what a check has written: {error}.",
            "Delete the file, and run `briefing check` where the texts are.",
        )
        return None


def write_verified(folder: Path, lock: VerifiedLock) -> None:
    """Write the file in one step; a `LockNotWrittenError` where that is refused."""
    data = msgspec.json.format(msgspec.json.encode(lock), indent=2)
    write_whole(folder / VERIFIED_NAME, data + b"\n")


def remove_verified(folder: Path) -> bool:
    """Remove the file; whether there was one that could be removed."""
    with suppress(OSError):
        (folder / VERIFIED_NAME).unlink()
        return True
    return False

"""What readers mark, kept in a folder for each key, so that nobody is in anybody's way."""

from __future__ import annotations

import base64
import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from briefing.library.errors import DamagedFileError, DamagedRowsError, LibraryError
from briefing.library.state import MemoryKeeper, ReaderState, StateFile

FULL: Final = "This host keeps no more marks for you; remove some before you set others."
NOT_KEPT: Final = "This host cannot store your marks at the moment."
DAMAGED: Final = "Your marks were damaged and begin anew; the administrator has the damaged file."
DAMAGED_ROWS: Final = (
    "Some of your marks were damaged and are left out; the administrator has the damaged file."
)

_FOLDER: Final = "readers"
_FILE: Final = "reader.json"


def folder_of_marks(state: Path, fingerprint: str) -> Path:
    """Say where the marks of a reader are kept, by ``SHA256:…`` of their key in base 64."""
    digest = base64.b64decode(f"{fingerprint.partition(':')[2]}=", validate=True)
    return state / _FOLDER / digest.hex()


def prepare_marks(folder: Path, most: int) -> bool:
    """Make the folder of a reader's marks, unless there are most readers already; may fail.

    Marks that an earlier version kept are moved into it.
    """
    earlier = folder.with_suffix(".json")
    if not folder.is_dir():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        readers = sum("." not in path.name for path in folder.parent.iterdir())
        if 0 < most <= readers and not earlier.exists():
            return False
        folder.mkdir(mode=0o700, exist_ok=True)
    with suppress(FileNotFoundError, FileExistsError):
        # A link replaces nothing: of two sessions one moves them, and newer ones stay.
        os.link(earlier, folder / _FILE)
        earlier.unlink()
        earlier.with_name(f"{earlier.name}.lock").unlink()
    return True


def open_marks(folder: Path | None, report: Callable[[str], object]) -> ReaderState:
    """Open the marks of a reader, who is told nothing of the files of the host; that is reported.

    Without a folder they are forgotten.
    """
    if folder is None:
        return ReaderState(MemoryKeeper())

    def words(error: LibraryError) -> str:
        if getattr(error.__cause__, "errno", None) == errno.EFBIG:
            return FULL
        report(str(error))
        if isinstance(error, DamagedRowsError):
            return DAMAGED_ROWS
        return DAMAGED if isinstance(error, DamagedFileError) else NOT_KEPT

    return ReaderState(StateFile(folder / _FILE), words)

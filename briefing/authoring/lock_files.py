"""Writing the files of a briefing's folder that are generated."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from briefing.model.errors import BriefingError


class LockNotWrittenError(BriefingError):
    """The operating system refuses to write the file."""


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file in one step, or make it; else a `LockNotWrittenError`, and it is unchanged."""
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise LockNotWrittenError(
            f"“{path}” cannot be written: {error.strerror}. It is unchanged; make its folder"
            " writable, and check that the disk has room."
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink()

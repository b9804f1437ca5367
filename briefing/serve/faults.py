"""What went wrong in the program itself, for those who mend it; readers only see a number."""

from __future__ import annotations

import os
import secrets
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_FILE: Final = "errors.log"
_LARGEST: Final = 1 << 20
"""Bytes from which on a new file is begun; the one before is kept, those before that are not."""


def new_id() -> str:
    """Make an id by which a reader may ask about a fault."""
    return secrets.token_hex(4)


class FaultLog:
    """Writes reports to a file of bounded size.

    Args:
        state: Folder of the server's state.
    """

    def __init__(self, state: Path) -> None:
        self.path = state / _FILE

    def write(self, id_: str, report: str) -> None:
        """Write a report; where that is impossible, to standard error.

        Args:
            id_: By which a reader may ask about it.
            report: What is known.
        """
        entry = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC {id_}\n{report}\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(FileNotFoundError):
                if self.path.stat().st_size > _LARGEST:
                    self.path.replace(f"{self.path}.1")
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            with open(os.open(self.path, flags, 0o600), "ab") as file:  # noqa: PTH123 - a handle
                file.write(entry.encode("utf-8", "backslashreplace"))
        except OSError:
            print(entry.encode("ascii", "backslashreplace").decode(), file=sys.stderr)

    def write_exception(self, error: BaseException) -> str:
        """Write what is known of an exception.

        Returns:
            The id under which it is written.
        """
        id_ = new_id()
        self.write(id_, "".join(traceback.format_exception(error)))
        return id_

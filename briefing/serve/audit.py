"""What the server did, one JSON object a line: who came, what was opened, why it ended.

Never what was typed or shown. Text that comes from outside is cut and has its control characters
escaped, so that no line can be made to look like two (CWE-117).
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from briefing.model.errors import BriefingError

_LONGEST: Final = 200
"""Characters of one value that are kept."""

_HANDLE: Final = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC


class AuditError(BriefingError):
    """The audit log cannot be written."""


class AuditLog:
    """Writes the audit log. A disk that is full later on stops nobody from reading.

    Args:
        path: The file, which is begun if need be and then only added to; None for standard error.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file = self._open()
        self._failed = False

    def reopen(self) -> None:
        """Begin a new file where the old one was moved away."""
        if self._path is not None:
            file, self._file = self._file, self._open()
            os.close(file)

    def write(self, event: str, **values: object) -> None:
        """Write a line.

        Args:
            event: What happened, in a word.
            **values: What is to be known of it; those that are None are left out.
        """
        if self._file < 0:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        kept = {name: _kept(value) for name, value in values.items() if value is not None}
        line = msgspec.json.encode({"time": now, "event": event, **kept}) + b"\n"
        try:
            os.write(self._file, line)
            self._failed = False
        except OSError as error:
            if not self._failed and self._path is not None:
                self._failed = True
                print(f"“{self._path}” cannot be written: {error.strerror}.", file=sys.stderr)

    def close(self) -> None:
        """Write no more."""
        if self._path is not None:
            file, self._file = self._file, -1
            os.close(file)

    def _open(self) -> int:
        if self._path is None:
            return sys.__stderr__.fileno() if sys.__stderr__ else 2
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, _HANDLE, 0o600)
        except OSError as error:
            raise AuditError(
                f"The audit log “{self._path}” cannot be written: {error.strerror}."
            ) from error


def _kept(value: object) -> object:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    if isinstance(value, str):
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value[:_LONGEST])
        return shown if len(value) <= _LONGEST else f"{shown}…"
    if isinstance(value, list | tuple):
        return [_kept(one) for one in value]
    return value

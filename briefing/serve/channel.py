"""What a session says to its thin client, and the lines that this writes into the log for it.

The log says who came, what was opened and why it ended, one JSON object a line; never what was
typed or shown. Text from outside is cut and has its control characters escaped, so that no line can
be made to look like two (CWE-117).
"""

from __future__ import annotations

import resource
import secrets
import socket
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import msgspec

from briefing.serve.thin_client import LARGEST

_LONGEST: Final = 200
"""Characters of one value that are logged."""


class Channel:
    """From a session to its thin client."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._began = time.monotonic()
        self._session = ""

    def fileno(self) -> int:
        """When the file can be read, nobody is there any more."""
        return self._end.fileno()

    def say(self, message: bytes) -> None:
        """Say something, as `thin_client` understands it."""
        with suppress(OSError):
            self._end.send(message)

    def begin(self, session: str, event: str, **values: object) -> None:
        """Have it logged that there is a session, or that there is none."""
        self._session = session
        entry = _entry(event, session=session, **values)
        self.say(f"*{session} ".encode() + entry)

    def fault(self, report: str) -> str:
        """Have a fault written down; give the id by which the reader may ask about it."""
        id_ = secrets.token_hex(4)
        text = report.encode("utf-8", "backslashreplace")[-LARGEST // 2 :]
        self.say(f"!{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC {id_}\n".encode() + text)
        return id_

    def end(self, code: int, why: str, sent: int) -> None:
        """Say that the session ends: its exit code, why in a word, and how many bytes it wrote."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        entry = _entry(
            "close",
            session=self._session,
            why=why,
            exit=code,
            seconds=round(time.monotonic() - self._began, 1),
            sent=sent,
            cpu=round(used.ru_utime + used.ru_stime, 2),
            memory=used.ru_maxrss * 1024,
        )
        self.say(b"=" + bytes([code]) + entry)


def _entry(event: str, **values: object) -> bytes:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    kept = {name: _kept(value) for name, value in values.items() if value is not None}
    return msgspec.json.encode({"time": now, "event": event, **kept})


def _kept(value: object) -> object:
    if isinstance(value, str):
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value[:_LONGEST])
        return shown if len(value) <= _LONGEST else f"{shown}…"
    return value

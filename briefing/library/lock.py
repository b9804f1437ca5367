"""One writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from briefing.library.errors import BusyError, FileKind, NotWrittenError

_LOOK: Final = 0.005
"""Seconds between two looks whether the lock is free."""


@contextmanager
def exclusive(path: Path, kind: FileKind, *, seconds: float) -> Iterator[None]:
    """Hold a lock file; the operating system frees it even if we are killed.

    The holder signs the file, so that whoever waits in vain can be told whom for.

    Args:
        path: The lock file, in the folder that it guards. It stays there.
        kind: Advice for the error, should the folder be read-only.
        seconds: How long to wait for another holder; 0 does not wait.

    Raises:
        BusyError: Somebody else held it all the time.
        NotWrittenError: The lock file cannot be made or opened.
    """
    # Readers take no lock, and this import is a good part of their start.
    from filelock import FileLock, Timeout  # noqa: PLC0415

    lock = FileLock(path, mode=0o600 if kind.private else 0o644)
    try:
        # Who looks rarely never finds it free where many take turns.
        lock.acquire(timeout=seconds, poll_interval=_LOOK)
    except Timeout:
        raise BusyError(path, seconds, _signature(path)) from None
    except OSError as error:
        raise NotWrittenError(path, error, kind) from error
    try:
        # Who we are is a help, not a need: a full disk must not stop us here.
        with suppress(OSError):
            now = datetime.now(UTC)
            holder = f"process {os.getpid()} on {os.uname().nodename}, since {now:%H:%M} UTC"
            path.write_text(holder, encoding="utf-8")
        yield
    finally:
        lock.release()


def _signature(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[:200]
    except OSError:
        return ""

"""What can go wrong with the index; none of it is fatal, for the index can be made anew."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

import msgspec

from briefing.model.errors import BriefingError
from briefing.model.text import clean


class DamagedDocumentError(Exception):
    """What is kept of a card is not what was put there."""


Failure = sqlite3.Error | OSError | DamagedDocumentError | msgspec.MsgspecError
"""What reading or writing the index may raise."""

FAILURES: Final = (sqlite3.Error, OSError, DamagedDocumentError, msgspec.MsgspecError)
"""The same, to be caught."""

_PRIMARY: Final = 0xFF
_UNUSABLE: Final = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOLFS,
    }
)
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})


class CardIndexError(BriefingError):
    """Base of all errors here; the message is cleaned, as it names a path."""

    def __init__(self, message: str) -> None:
        super().__init__(clean(message))


class DamagedIndexError(CardIndexError):
    """The file is no index of this version, and must be made anew.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"The index “{path}” is damaged or of another version.")


class BusyIndexError(CardIndexError):
    """Another program has locked the file for too long."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Another program is using the index “{path}”.")


class UnusableIndexError(CardIndexError):
    """The file cannot be opened or written where it is."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The index “{path}” cannot be written: {reason}.")


def classify(error: Failure, path: Path) -> CardIndexError:
    """Say what an error means for the index.

    Args:
        error: As it was raised.
        path: The index.

    Returns:
        The error to raise.
    """
    if isinstance(error, OSError):
        return UnusableIndexError(path, os.strerror(error.errno or 0).lower())
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & _PRIMARY
    if code in _BUSY:
        return BusyIndexError(path)
    if code in _UNUSABLE:
        return UnusableIndexError(path, str(error))
    return DamagedIndexError(path)

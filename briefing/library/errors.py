"""What can go wrong with files, each as a sentence that says what happened and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final, NamedTuple

from briefing.model.errors import BriefingError
from briefing.model.text import clean

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class FileKind(NamedTuple):
    """What our code knows of one kind of file.

    Attributes:
        format: The highest format number that this version reads; `oldest` is the lowest.
        if_damaged: What to do about a file that cannot be understood; a sentence.
        elsewhere: How to keep such files in another place; ends the sentence "…, or …".
        private: Whether it is nobody else's business what stands there.
    """

    format: int
    if_damaged: str
    elsewhere: str
    private: bool = False
    oldest: int = 1


class LibraryError(BriefingError):
    """Base of all errors here; cleaned, as it may repeat what stands in a damaged file."""

    def __init__(self, message: str) -> None:
        super().__init__(clean(message))


class NotPublishedError(LibraryError):
    """There is no such briefing, or no such revision of it."""


class NoFilesError(LibraryError):
    """A revision has no files, having been published without any."""


class NewerRevisionError(LibraryError):
    """What is published now is not what whoever publishes meant to take the place of."""

    def __init__(self, id_: str, number: int) -> None:
        super().__init__(f"“{id_}” has a newer revision, {number}; nothing was published.")
        self.id = id_
        self.number = number


class AlreadyWithdrawnError(LibraryError):
    """A revision cannot be withdrawn twice."""


class DamagedFileError(LibraryError):
    """A file is there, and is not what it should be."""

    def __init__(self, path: Path, reason: str, kind: FileKind) -> None:
        super().__init__(f"“{path}” is damaged: {reason.rstrip('.')}. {kind.if_damaged}")


class DamagedRowsError(DamagedFileError):
    """Some of what a file has is not what it should be; all else can be read."""


class NewerFormatError(LibraryError):
    """A later version of the program wrote the file."""

    def __init__(self, path: Path, found: int, kind: FileKind) -> None:
        super().__init__(
            f"“{path}” was written by a newer version of briefing (format {found}; this one reads"
            f" {kind.format}). Update briefing, or {kind.elsewhere}."
        )


class NotReadError(LibraryError):
    """The system does not let us read a file."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"“{path}” cannot be read: {_reason(error)}. Check its permissions and the disk."
        )


class NotAFolderError(LibraryError):
    """A file stands where a folder is needed."""

    def __init__(self, path: Path, kind: FileKind) -> None:
        super().__init__(
            f"“{path}” is a file, but a folder is needed. Move it away, or {kind.elsewhere}."
        )


class NotWrittenError(LibraryError):
    """The file is unchanged."""

    def __init__(self, path: Path, error: OSError, kind: FileKind) -> None:
        if error.errno in _FULL:
            message = (
                f"The disk is full: “{path}” could not be written and is unchanged."
                " Free some space, then try again."
            )
        elif error.errno in _READ_ONLY:
            message = (
                f"“{path.parent}” cannot be written to ({_reason(error)}): “{path.name}” is as it"
                f" was before. Make the folder writable, or {kind.elsewhere}."
            )
        else:
            message = (
                f"“{path}” could not be written and is unchanged: {_reason(error)}."
                " Check the disk, then try again."
            )
        super().__init__(message)


class UnconfirmedError(LibraryError):
    """The disk did not confirm that a replaced file would survive a power cut."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"“{path}” was replaced, but the disk did not confirm it: {_reason(error)}."
            " Check the disk, then try again."
        )


class OpenToOthersError(LibraryError):
    """Others can write where something is kept, so it may not be what we wrote."""


class BusyError(LibraryError):
    """Another program has held the lock for too long."""

    def __init__(self, lock: Path, seconds: float, holder: str) -> None:
        who = f"Another program ({holder})" if holder else "Another program"
        super().__init__(
            f"{who} is writing to “{lock.parent}” and has not finished within {seconds:g} s."
            " Wait for it or end it, then try again."
        )


def _reason(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else str(error)

"""Reading from a folder that somebody else may have filled: its own regular files, nothing else.

A link could lead to a private file, a named pipe would keep us waiting for ever, and a device or a
huge file would fill the memory. So nothing is opened by a path that could mean another file by the
time it is opened: a link is resolved first, then each folder on the way and the file itself are
opened without following any link, and what was opened is looked at before it is read.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Final

from briefing.model.errors import BriefingError

LARGEST_FILE: Final = 2 * 1024 * 1024
"""Most bytes of one file; no card and no article comes near it."""

_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
_NO_OPENING: Final = frozenset({errno.ENXIO, errno.EOPNOTSUPP})
"""What opening a socket gives, on Linux and on macOS."""


class Refusal(Enum):
    """Why something is not read."""

    OUTSIDE = "a link leads out of the folder"
    NOT_REGULAR = "it is a folder, a pipe, a socket or a device"
    TOO_LARGE = "it is larger than what was asked for"
    TOO_MANY = "the folder has more names than what was asked for"


class RefusedError(BriefingError):
    """Something in the folder is not to be read; callers put `why` into words of their own."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(f"It is not read: {why.value}.")
        self.why = why


def read_inside(folder: Path, *parts: str, most: int = LARGEST_FILE) -> bytes:
    """Read a regular file of at most so many bytes; never wait for it.

    The folder may be a link itself, since the user named it. A link on the way from there to the
    file is followed within the folder only.

    Raises:
        RefusedError: It is outside the folder, no regular file, or too large.
        OSError: It cannot be opened or read.
        ValueError: No file can have such a name.
    """
    with _opened(folder, parts) as file:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise RefusedError(Refusal.NOT_REGULAR)
        with open(file, "rb", closefd=False) as stream:
            data = stream.read(most + 1)
    if len(data) > most:
        raise RefusedError(Refusal.TOO_LARGE)
    return data


def names_inside(folder: Path, *parts: str, most: int) -> list[str]:
    """List at most so many names in a folder inside a folder, in no order; see `read_inside`.

    Raises:
        RefusedError: It is outside the outer folder, or has too many names.
        OSError: It cannot be opened or read.
        ValueError: No folder can have such a name.
    """
    with _opened(folder, parts) as inner, os.scandir(inner) as entries:
        names = [entry.name for entry in islice(entries, most + 1)]
    if len(names) > most:
        raise RefusedError(Refusal.TOO_MANY)
    return names


@contextmanager
def _opened(folder: Path, parts: tuple[str, ...]) -> Iterator[int]:
    outer = os.path.realpath(folder)
    wanted = Path(os.path.realpath(Path(outer, *parts)))
    if not wanted.is_relative_to(outer):
        raise RefusedError(Refusal.OUTSIDE)
    opened = os.open(outer, _FLAGS)
    try:
        for name in wanted.relative_to(outer).parts:
            above, opened = opened, _open_in(opened, name)
            os.close(above)
        yield opened
    finally:
        os.close(opened)


def _open_in(folder: int, name: str) -> int:
    try:
        return os.open(name, _FLAGS, dir_fd=folder)
    except OSError as error:
        if error.errno in _NO_OPENING:
            raise RefusedError(Refusal.NOT_REGULAR) from error
        raise

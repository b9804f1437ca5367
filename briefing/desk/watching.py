"""Noticing that a file of a briefing, or of the texts it rests on, was saved: by asking for stamps.

No library tells of a save on every system and over every mount; a stamp costs some microseconds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from briefing.authoring.folder import MOST_FILES
from briefing.authoring.published_lock import PUBLISHED_NAME
from briefing.authoring.verified_lock import VERIFIED_NAME

PAUSE: Final = 0.5
"""Seconds between two looks."""

_MOST_NAMED: Final = 3

_RECORDS: Final = frozenset([VERIFIED_NAME, PUBLISHED_NAME])

Stamps = Mapping[str, tuple[int, int, int]]
"""By path of each file, what tells one state of it from another."""


def stamps(folder: Path, corpus: Path | None) -> Stamps:
    """Stamp the files that a briefing is made of and the texts at hand. Nothing is raised.

    Hidden files and editors' copies are none of them, nor are the records that the program writes.
    """
    found: dict[str, tuple[int, int, int]] = {}
    sections: list[str] = []
    _stamp(str(folder), found, [])
    _stamp(str(folder / "cards"), found, sections)
    for inner in sections:
        _stamp(inner, found, [])
    if corpus is not None:
        _stamp(str(corpus), found, [])
    return found


def _stamp(folder: str, found: dict[str, tuple[int, int, int]], inner: list[str]) -> None:
    """Stamp the files that stand in a folder, and note the folders in it."""
    with suppress(OSError, ValueError), os.scandir(folder) as entries:
        for entry in islice(entries, MOST_FILES):
            if entry.name[0] == "." or entry.name[-1] in "~#" or entry.name in _RECORDS:
                continue
            with suppress(OSError):
                if entry.is_dir():
                    inner.append(entry.path)
                    continue
                status = entry.stat()
                found[entry.path] = (status.st_mtime_ns, status.st_size, status.st_ino)


def changed(before: Stamps, now: Stamps) -> list[str]:
    """The paths of files that are new, gone or not what they were."""
    return sorted(path for path in {*before, *now} if before.get(path) != now.get(path))


def names_of(paths: Sequence[str]) -> str:
    """Name some files, and of many the first ones: ``share.md, herald.txt, 2 more``."""
    names = [os.path.basename(path) for path in paths[:_MOST_NAMED]]  # noqa: PTH119
    more = [f"{len(paths) - len(names)} more"] if len(paths) > len(names) else []
    return ", ".join([*names, *more])


def watch(
    look: Callable[[], Stamps], pause: Callable[[], None] = lambda: time.sleep(PAUSE)
) -> Iterator[list[str]]:
    """Yield at once, and then whenever something has changed, the paths of what has.

    What changes while the one who asked is busy is not missed.
    """
    known = look()
    yield []
    while True:
        pause()
        if (now := look()) == known:
            continue
        while True:  # who saves several files, or a long one, is not done at the first
            pause()
            if (later := look()) == now:
                break
            now = later
        yield changed(known, now)
        known = now

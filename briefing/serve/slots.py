"""How many sessions there are at a time: in all, for each key, for each address.

Each session holds a lock on a file of its own, whose name says whose it is; the operating system
frees it however the session ends. So sessions are counted in the same way whoever has started them,
and nobody must be there to count.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from briefing.serve.options import Limits

_FOLDER: Final = "sessions"
_LOCK: Final = "turn"
"""Whoever counts holds the lock of this file, which says how many were logged in this minute."""

_MOST_LOGGED: Final = 600
"""Sessions that are logged in a minute."""

_FLAGS: Final = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW


class Slot(NamedTuple):
    """A session that is open."""

    id: str  # eight hexadecimal digits
    key: str  # what stands for it
    address: str  # what stands for it
    pid: int


class Admission(NamedTuple):
    """What somebody gets who wants a slot."""

    slot: Slot
    refused: str  # the limit for which there is none; empty where it is taken
    sentence: str  # the same for who wanted it
    logged: bool  # whether it is to be
    unlogged: int  # how many of the last minute were not


def take_slot(state: Path, key: str, address: str, limits: Limits) -> Admission:
    """Take a slot, which is held until this process ends; `OSError` where it cannot be."""
    folder = state / _FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = Slot(secrets.token_hex(4), digest_of(key), digest_of(address), os.getpid())
    with _locked(folder) as lock:
        logged, unlogged = _count_logged(lock)
        others = list(_taken(folder))
        counts = (
            ("sessions", len(others), limits.sessions, "This host"),
            ("sessions-per-key", [one.key for one in others].count(mine.key),
             limits.sessions_per_key, "Your key"),
            ("sessions-per-address", [one.address for one in others].count(mine.address),
             limits.sessions_per_address, "Your address"),
        )  # fmt: skip
        for why, count, most, whose in counts:
            if 0 < most <= count:
                full = f"{whose} has as many sessions open as are allowed: {count}."
                return Admission(mine, why, full, logged, unlogged)
        name = ".".join(map(str, mine))
        fcntl.flock(os.open(folder / name, _FLAGS | os.O_CREAT, 0o600), fcntl.LOCK_EX)
    return Admission(mine, "", "", logged, unlogged)


def taken_slots(state: Path) -> list[Slot]:
    """List the sessions that are open; `OSError` where the folder cannot be read."""
    folder = state / _FOLDER
    if not (folder / _LOCK).exists():
        return []
    with _locked(folder):
        return list(_taken(folder))


def digest_of(text: str) -> str:
    """What stands for a key or an address in the name of a file."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    file = os.open(folder / _LOCK, _FLAGS | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _taken(folder: Path) -> Iterator[Slot]:
    for path in folder.iterdir():
        id_, *rest = path.name.split(".")
        if len(rest) != 3:
            continue
        with suppress(FileNotFoundError):
            file = os.open(path, _FLAGS)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield Slot(id_, rest[0], rest[1], int(rest[2]))
            else:
                path.unlink()  # whoever held it is gone
            finally:
                os.close(file)


def _count_logged(lock: int) -> tuple[bool, int]:
    """Count one more of this minute; see `Admission`."""
    minute, told, count = int(time.time() / 60), 0, 0
    with suppress(ValueError):
        told, count = map(int, os.pread(lock, 100, 0).split())
    unlogged = max(0, count - _MOST_LOGGED) if told != minute else 0
    count = count if told == minute else 0
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{minute} {count + 1}".encode(), 0)
    return count < _MOST_LOGGED, unlogged

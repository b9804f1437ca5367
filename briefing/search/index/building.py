"""Making the index, and bringing it up to date with the library."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from briefing.search.index.currency import stamps
from briefing.search.index.database import create, identity, open_to_write
from briefing.search.index.errors import (
    FAILURES,
    BusyIndexError,
    DamagedIndexError,
    classify,
)
from briefing.search.index.shelf import Shelf
from briefing.search.index.store import Prepared, prepare, put, take_out

Tell = Callable[[int, int], None]
"""Told how many briefings are in the index, of how many."""

_CARDS_AT_ONCE: Final = 500
_FEW: Final = 4
"""Briefings that are indexed within the blink of an eye."""


def update(
    path: Path,
    shelf: Shelf,
    *,
    tell: Tell = lambda done, of: None,
    stopped: Callable[[], bool] = lambda: False,
    damaged: int | None = None,
) -> None:
    """Bring an index up to date; make it where it is missing, damaged or of another version.

    One program does this at a time. What is put in stays in: after a kill it goes on from there.

    Args:
        path: The file of the index.
        shelf: The library.
        tell: Told of progress, in this thread.
        stopped: Asked between briefings whether to leave off.
        damaged: The file that was found to be damaged, see `identity`; it is replaced, unless
            another program has done so.

    Raises:
        BusyIndexError: Another program is doing this.
        UnusableIndexError: The index cannot be written there.
        BriefingError: The library cannot be read.
    """
    with _exclusively(path):
        if damaged is not None and identity(path) == damaged:
            create(path)
        try:
            _update(path, shelf, tell, stopped)
        except DamagedIndexError:
            create(path)
            _update(path, shelf, tell, stopped)


def _update(path: Path, shelf: Shelf, tell: Tell, stopped: Callable[[], bool]) -> None:
    if identity(path) is None:
        create(path)
    try:
        with closing(open_to_write(path)) as connection:
            while not stopped() and _catch_up(connection, shelf, tell, stopped):
                pass
    except FAILURES as error:
        raise classify(error, path) from error


def _catch_up(
    connection: sqlite3.Connection, shelf: Shelf, tell: Tell, stopped: Callable[[], bool]
) -> bool:
    """Index what is not as the library has it, and say whether to look again.

    While many briefings are indexed, others may be published; whoever did so has found us busy.
    """
    known, wanted = stamps(connection), shelf.stamps()
    gone = [id_ for id_ in known if id_ not in wanted]
    if gone:
        take_out(connection, gone)
    missing = [id_ for id_, stamp in wanted.items() if known.get(id_) != stamp]
    done = len(wanted) - len(missing)
    tell(done, len(wanted))
    waiting: list[Prepared] = []
    for id_ in missing:
        if stopped():
            break
        waiting.append(prepare(id_, wanted[id_], shelf.open(id_)))
        # Whoever draws the screen meanwhile shall not wait for the interpreter's lock.
        time.sleep(0)
        if sum(len(one.cards) for one in waiting) >= _CARDS_AT_ONCE:
            put(connection, waiting)
            done += len(waiting)
            waiting.clear()
            tell(done, len(wanted))
    if waiting:
        put(connection, waiting)
        tell(done + len(waiting), len(wanted))
    return len(missing) > _FEW


@contextmanager
def _exclusively(path: Path) -> Iterator[None]:
    """Hold the lock of an index, which the operating system frees even if we are killed."""
    # Searching takes no lock, and this import is a good part of a start.
    from filelock import FileLock, Timeout  # noqa: PLC0415

    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyIndexError(path) from None
    except OSError as error:
        raise classify(error, path) from error
    try:
        yield
    finally:
        lock.release()

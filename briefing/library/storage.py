"""TinyDB on files that are never half written.

TinyDB's own storage rewrites its file in place, on every operation, so that a kill or a full disk
in between leaves a torn file. `transaction` reads the file once, keeps every change in memory, and
puts the whole into place at its end: written to a temporary file in the same folder, flushed to
the disk, then renamed over the old one, which POSIX does in one step (rename(2)). A reader
therefore sees the old or the new content, never a mixture, and needs no lock.

Reading raises `DamagedFileError`, `NewerFormatError` or `NotReadError`; writing `NotWrittenError`,
the file being unchanged, or `UnconfirmedError`: it was replaced, but perhaps not for good.

Every file, now and in all later formats, is a TinyDB file whose table `meta` has a document 1 with
the number of its `format`: this is what lets an old program tell a newer file from a damaged one.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from tinydb import TinyDB
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from briefing.library.errors import (
    BusyError,
    DamagedFileError,
    FileKind,
    LibraryError,
    NewerFormatError,
    NotAFolderError,
    NotReadError,
    NotWrittenError,
    UnconfirmedError,
)
from briefing.model.text import clean

META: Final = "meta"
"""The table that every file has; its document 1 holds the format number."""

_TEMPORARY: Final = ".briefing-tmp"
_NO_FOLDER_SYNC: Final = frozenset({errno.EINVAL, errno.ENOTSUP})

DocumentId = Annotated[str, msgspec.Meta(pattern="^[1-9][0-9]{0,17}$")]
Tables = dict[DocumentId, dict[str, Any]]
Database = dict[str, Tables]
_LOOK: Final = 0.005
"""Seconds between two looks whether the lock is free."""


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What tells one state of a file from another without reading it; times are nanoseconds."""

    size: int
    modified: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        return cls(size=status.st_size, modified=status.st_mtime_ns, inode=status.st_ino)


def read_database(path: Path, kind: FileKind) -> tuple[TinyDB, Stamp] | None:
    """Read a file into memory, without a lock; None if there is no file."""
    found = _read(path, kind)
    return found and (TinyDB(storage=lambda: _in_memory(found[0])), found[1])


def _in_memory(database: Database | None) -> MemoryStorage:
    storage = MemoryStorage()  # type: ignore[no-untyped-call]  # TinyDB gives no types
    storage.memory = database
    return storage


@contextmanager
def transaction(path: Path, kind: FileKind, *, fresh: bool = False) -> Iterator[TinyDB]:
    """Change a file as a whole, or not at all. The caller holds the lock of the folder.

    Leaving the block puts changes into place; an error in the block leaves the file alone. With
    `fresh` the database is empty at first, whatever the file holds.
    """
    found = None if fresh else _read(path, kind)
    content = _in_memory(found and found[0])
    before = msgspec.json.encode(content.memory)
    yield TinyDB(storage=lambda: content)
    if fresh or msgspec.json.encode(content.memory) != before:
        database = content.memory or {}
        database.setdefault(META, {}).setdefault("1", {})["format"] = kind.format
        replace_file(path, msgspec.json.encode(database), kind)


def _read(path: Path, kind: FileKind) -> tuple[Database, Stamp] | None:
    try:
        with path.open("rb") as file:
            stamp = Stamp.of(os.fstat(file.fileno()))
            data = file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise read_error(path, error, kind) from error
    try:
        database = msgspec.json.decode(data, type=Database)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFileError(path, str(error), kind) from error
    number = database.get(META, {}).get("1", {}).get("format")
    if type(number) is not int or number < 1:
        raise DamagedFileError(path, "it does not name its format", kind)
    if number < kind.oldest:
        raise DamagedFileError(path, "its format is too old", kind)
    if number > kind.format:
        raise NewerFormatError(path, number, kind)
    return database, stamp


def documents(database: TinyDB, table: str) -> list[Document]:
    return sorted(database.table(table).all(), key=lambda document: document.doc_id)


def read_error(path: Path, error: OSError, kind: FileKind) -> LibraryError:
    if isinstance(error, NotADirectoryError):
        # Nothing can exist below a file, so the nearest that does exist is that file.
        return NotAFolderError(next(above for above in path.parents if above.exists()), kind)
    return NotReadError(path, error)


def replace_file(path: Path, data: bytes, kind: FileKind) -> None:
    """Put the whole content of a file into place in one step, and have the disk confirm it."""
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}{_TEMPORARY}")
    try:
        _write_new(temporary, data, 0o600 if kind.private else 0o666)
        temporary.replace(path)
    except OSError as error:
        raise NotWrittenError(path, error, kind) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    try:
        _sync_folder(path.parent)
    except OSError as error:
        raise UnconfirmedError(path, error) from error


def make_folder(folder: Path, kind: FileKind) -> None:
    """Make a folder and those above it, each confirmed by the disk."""
    try:
        if folder.is_dir():
            return
        if folder.parent != folder:
            make_folder(folder.parent, kind)
        folder.mkdir(exist_ok=True, mode=0o700 if kind.private else 0o777)
        _sync_folder(folder.parent)
    except (FileExistsError, NotADirectoryError):
        raise NotAFolderError(folder, kind) from None
    except OSError as error:
        raise NotWrittenError(folder, error, kind) from error


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of writers that were killed. The caller holds the lock."""
    with suppress(OSError):
        for leftover in folder.glob(f".*{_TEMPORARY}"):
            leftover.unlink(missing_ok=True)


def _write_new(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some file systems know no fsync of a folder; there is nothing more one could do there.
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


@contextmanager
def exclusive(path: Path, kind: FileKind, *, seconds: float) -> Iterator[None]:
    """Hold a lock file for a block; the operating system frees it even if we are killed.

    The holder signs the file, for whoever waits in vain; 0 seconds are no wait.
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


# -- who else can write there ----------------------------------------------------------------------


def others_can_write(path: Path) -> str | None:
    """Say that others can change what is kept in a folder, and what to do about it; None if not.

    Root can write everywhere and does not count. Nor does the group that Debian, Fedora and others
    give to each user alone. Those who can write to the folders above are not looked for.
    """
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    if status.st_uid not in (0, os.geteuid()):
        return _sentence(
            f"“{path}” belongs to another user ({_user(status.st_uid)}), who can change what is"
            " kept there: use a folder of your own."
        )
    by_all = bool(status.st_mode & stat.S_IWOTH)
    by_group = bool(status.st_mode & stat.S_IWGRP) and not _is_private_group(status)
    if not (by_all or by_group):
        return None
    # A sticky folder such as /tmp is meant to be written to by everybody.
    if status.st_mode & stat.S_ISVTX or status.st_uid != os.geteuid():
        fix = "use a folder of your own"
    else:
        # Hardly any folder is written to by others, so the rest do not pay for this.
        from shlex import quote  # noqa: PLC0415

        fix = f"run `chmod go-w {quote(str(path))}`"
    return _sentence(f"Others can write to “{path}” and change what is kept there: {fix}.")


def _is_private_group(status: os.stat_result) -> bool:
    """Whether a file's group is that of its owner alone: of the same name, with nobody else in it.

    A group that is merely somebody's own may still be that of all users, which is not told without
    asking for each of them.
    """
    import grp  # noqa: PLC0415 - needed only where a group can write
    import pwd  # noqa: PLC0415

    try:
        owner, group = pwd.getpwuid(status.st_uid), grp.getgrgid(status.st_gid)
    except KeyError:
        return False
    return (
        owner.pw_gid == status.st_gid
        and owner.pw_name == group.gr_name
        and set(group.gr_mem) <= {owner.pw_name}
    )


def _user(number: int) -> str:
    import pwd  # noqa: PLC0415 - needed only for a folder of somebody else

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"number {number}"


def _sentence(text: str) -> str:
    return clean(text).replace("\n", " ")

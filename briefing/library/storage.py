"""TinyDB on files that are never half written.

TinyDB's own storage rewrites its file in place, on every operation, so that a kill or a full disk
in between leaves a torn file. `Transaction` reads the file once, keeps every change in memory, and
puts the whole into place when told to: written to a temporary file in the same folder, flushed to
the disk, then renamed over the old one, which POSIX does in one step (rename(2)). A reader
therefore sees the old or the new content, never a mixture, and needs no lock.

Every file, now and in all later formats, is a TinyDB file whose table `meta` has a document 1 with
the number of its `format`: this is what lets an old program tell a newer file from a damaged one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
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

META: Final = "meta"
"""The table that every file has; its document 1 holds the format number."""

_TEMPORARY: Final = ".briefing-tmp"
_NO_FOLDER_SYNC: Final = frozenset({errno.EINVAL, errno.ENOTSUP})

DocumentId = Annotated[str, msgspec.Meta(pattern="^[1-9][0-9]{0,17}$")]
Tables = dict[DocumentId, dict[str, Any]]
Database = dict[str, Tables]


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What tells one state of a file from another without reading it.

    Attributes:
        size: Bytes.
        modified: Time of last change in nanoseconds since 1970.
        inode: Number of the file; every replacement is a new file.
    """

    size: int
    modified: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """Take the stamp from what the operating system says of a file."""
        return cls(size=status.st_size, modified=status.st_mtime_ns, inode=status.st_ino)


class Transaction(Storage):
    """A TinyDB storage that reads its file once and writes it when committed.

    Attributes:
        path: The file. It need not exist.
        kind: Its format, and what to advise when something is wrong with it.
        stamp: State of the file when it was read; None before reading and where there is no file.
    """

    def __init__(self, path: Path, kind: FileKind) -> None:
        self.path = path
        self.kind = kind
        self.stamp: Stamp | None = None
        self._database: Database | None = None
        self._loaded = False
        self._changed = False

    def read(self) -> Database | None:
        """Give the content as changed so far; None where there is none.

        Raises:
            DamagedFileError: The file is not a TinyDB file of ours.
            NewerFormatError: A later version of this program wrote it.
            NotReadError: The operating system refuses to let us read it.
        """
        if not self._loaded:
            self._database = self._load()
            self._loaded = True
        return self._database

    def write(self, data: Database) -> None:
        """Take over changed content; nothing reaches the disk yet."""
        self._database = data
        self._loaded = True
        self._changed = True

    def commit(self) -> None:
        """Put the content into place durably; does nothing if nothing changed.

        Raises:
            NotWrittenError: The file is unchanged.
            UnconfirmedError: The file was replaced, but perhaps not for good.
        """
        if not self._changed:
            return
        assert self._database is not None
        meta = self._database.setdefault(META, {}).setdefault("1", {})
        meta["format"] = self.kind.format
        replace_file(self.path, msgspec.json.encode(self._database), self.kind)
        self._changed = False

    def _load(self) -> Database | None:
        try:
            with self.path.open("rb") as file:
                stamp = Stamp.of(os.fstat(file.fileno()))
                data = file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise read_error(self.path, error, self.kind) from error
        try:
            database = msgspec.json.decode(data, type=Database)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise DamagedFileError(self.path, str(error), self.kind) from error
        self._check_format(database)
        self.stamp = stamp
        return database

    def _check_format(self, database: Database) -> None:
        number = database.get(META, {}).get("1", {}).get("format")
        if type(number) is not int or number < 1:
            raise DamagedFileError(self.path, "it does not name its format", self.kind)
        if number < self.kind.oldest:
            raise DamagedFileError(self.path, "its format is too old", self.kind)
        if number > self.kind.format:
            raise NewerFormatError(self.path, number, self.kind)


def read_database(path: Path, kind: FileKind) -> tuple[TinyDB, Stamp] | None:
    """Read a file into memory, without a lock.

    Args:
        path: The file.
        kind: Its format and advice.

    Returns:
        The database and the state of the file that it was read from; None if there is no file.

    Raises:
        DamagedFileError: The file is not one of ours.
        NewerFormatError: A later version wrote it.
        NotReadError: It cannot be read.
    """
    storage = Transaction(path, kind)
    if storage.read() is None or storage.stamp is None:
        return None
    return TinyDB(storage=lambda: storage), storage.stamp


@contextmanager
def transaction(path: Path, kind: FileKind, *, fresh: bool = False) -> Iterator[TinyDB]:
    """Change a file as a whole, or not at all.

    Whoever calls this holds the lock of the folder.

    Args:
        path: The file; it is made if need be, its folder is not.
        kind: Its format and advice.
        fresh: Whether to begin with an empty database, whatever the file holds.

    Yields:
        The database. Leaving the block commits; an error in the block leaves the file alone.

    Raises:
        DamagedFileError: The file is not one of ours.
        NewerFormatError: A later version wrote it.
        NotReadError: It cannot be read.
        NotWrittenError: It cannot be written and is unchanged.
        UnconfirmedError: It was replaced, but perhaps not for good.
    """
    storage = Transaction(path, kind)
    if fresh:
        storage.write({})
    else:
        storage.read()
    yield TinyDB(storage=lambda: storage)
    storage.commit()


def documents(database: TinyDB, table: str) -> list[Document]:
    """List the documents of a table in the order of their numbers."""
    return sorted(database.table(table).all(), key=lambda document: document.doc_id)


def read_error(path: Path, error: OSError, kind: FileKind) -> LibraryError:
    """Put into words why something cannot be read.

    Args:
        path: The file or folder.
        error: What the operating system says.
        kind: Advice.

    Returns:
        The error to raise.
    """
    if isinstance(error, NotADirectoryError):
        # Nothing can exist below a file, so the nearest that does exist is that file.
        return NotAFolderError(next(above for above in path.parents if above.exists()), kind)
    return NotReadError(path, error)


def replace_file(path: Path, data: bytes, kind: FileKind) -> None:
    """Put content into place in one step, and have the disk confirm it.

    Args:
        path: The file to make or to replace.
        data: Its whole content.
        kind: Says who may read it, and gives advice for the error, should there be one.

    Raises:
        NotWrittenError: The file is unchanged.
        UnconfirmedError: The file was replaced, but perhaps not for good.
    """
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
    """Make a folder and those above it, each confirmed by the disk.

    Args:
        folder: The folder; nothing is done if it is there.
        kind: Says who may look into it, and gives advice for the error, should there be one.

    Raises:
        NotAFolderError: Something on the way is a file.
        NotWrittenError: A folder cannot be made.
    """
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
    """Remove the temporary files of writers that were killed.

    Whoever calls this holds the lock, so no such file is in use.

    Args:
        folder: The folder to tidy; nothing happens if it is not there.
    """
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

"""Writing files of a briefing's folder: each in one step, and several of them all or not at all."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from briefing.model.errors import BriefingError

JOURNAL_NAME: Final = ".desk-edit"
"""Name of the file that says, while several files of a folder change, what becomes of each."""


class FileNotWrittenError(BriefingError):
    """The operating system refuses to write a file, or what has to be done before or after it."""


def write_files(contents: Mapping[Path, bytes | None]) -> None:
    """Put the whole content of some files into place, or leave all as they were.

    None deletes a file, and its folder where that is empty then. What is a link becomes a file of
    its own: nothing outside of the folder is written.

    Raises:
        FileNotWrittenError: One of them cannot be written; all are as they were.
    """
    temporary: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    begun: list[Path] = []
    at = Path()
    try:
        for path, data in contents.items():
            at = path
            before[path] = path.read_bytes() if path.is_file() else None
            if data is not None:
                temporary[path] = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
                _write_new(temporary[path], data, like=path)
        for path in contents:
            at = path
            begun.append(path)
            if path in temporary:
                temporary[path].replace(path)
            else:
                path.unlink(missing_ok=True)
    except BaseException as error:  # also where somebody presses Ctrl-C
        for path in begun:
            if path not in temporary or not temporary[path].exists():
                _put_back(path, before[path])
        if not isinstance(error, OSError):
            raise
        raise FileNotWrittenError(
            f"“{at}” cannot be written: {error.strerror}. It is unchanged; make its folder"
            " writable, and check that the disk has room."
        ) from error
    finally:
        for path in temporary.values():
            with suppress(OSError):
                path.unlink()
        _remove_empty({path.parent for path in contents})


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with some files, by their paths in it, as a whole or not at all.

    Whoever calls knows that no path leads out of it. It may be there already, if it is empty.

    Raises:
        FileNotWrittenError: It cannot be made; nothing is left of it.
    """
    # Few verbs make a folder, so the others do not pay for this.
    from shutil import rmtree  # noqa: PLC0415

    made = folder.with_name(f".{folder.name}.{os.urandom(8).hex()}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made.mkdir()
        if folder.is_dir():
            made.chmod(stat.S_IMODE(folder.stat().st_mode))
        paths = {made / path: data for path, data in files.items()}
        for path, data in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_new(path, data, like=path)
        flush_folders({one for path in paths for one in path.parents if one.is_relative_to(made)})
        made.rename(folder)
        flush_folders([folder.parent])
    except OSError as error:
        raise FileNotWrittenError(
            f"The folder “{folder}” cannot be made: {error.strerror}. Name one where you may write,"
            " and check that the disk has room."
        ) from error
    finally:
        rmtree(made, ignore_errors=True)


def is_taken(folder: Path) -> bool:
    """Whether something stands where `write_folder` would make a folder.

    Raises:
        FileNotWrittenError: That cannot be found out.
    """
    try:
        if folder.is_symlink() or not folder.is_dir():
            return os.path.lexists(folder)
        return any(folder.iterdir())
    except OSError as error:
        raise FileNotWrittenError(f"“{folder}” cannot be looked into: {error.strerror}.") from error


def remove_temporary(paths: Iterable[Path]) -> None:
    """Remove what a process that was killed while it wrote some files left beside them."""
    for path in paths:
        for left in path.parent.glob(f".{path.name}.{'[0-9a-f]' * 16}"):
            left.unlink(missing_ok=True)


def flush_folders(folders: Iterable[Path]) -> None:
    """Have the disk keep which names are in some folders; those that are gone are passed over."""
    for folder in folders:
        with suppress(FileNotFoundError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep others who change the same briefing's files from doing so meanwhile."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise FileNotWrittenError(f"“{folder}” cannot be opened: {error.strerror}.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write_new(path: Path, data: bytes, *, like: Path) -> None:
    with path.open("xb") as file:
        if like.is_file():
            os.fchmod(file.fileno(), stat.S_IMODE(like.stat().st_mode))
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_back(path: Path, data: bytes | None) -> None:
    with suppress(OSError):
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()  # which the system refuses where something is in it

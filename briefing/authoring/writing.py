"""Writing files of a briefing's folder: each in one step, and several of them all or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from briefing.model.errors import BriefingError


class FileNotWrittenError(BriefingError):
    """The operating system refuses to write a file, or what has to be done before or after it."""


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Put the whole content of some files into place, or leave all as they were.

    What is a link becomes a file of its own: nothing outside of the folder is written.

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
            temporary[path] = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
            _write_new(temporary[path], data, like=path)
        for path in contents:
            at = path
            begun.append(path)
            temporary[path].replace(path)
    except BaseException as error:  # also where somebody presses Ctrl-C
        for path in begun:
            if not temporary[path].exists():
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

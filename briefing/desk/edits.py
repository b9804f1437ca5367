"""An edit of a briefing's folder: what some files have before it and after it.

It is written whole or not at all, even where the process is killed: where several files change, a
journal in the folder says first what becomes of each, and whoever comes next finishes it. It is
undone byte for byte, and refused where a file is not as it was when the edit was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from briefing.authoring.writing import (
    JOURNAL_NAME,
    FileNotWrittenError,
    alone,
    flush_folders,
    remove_temporary,
    write_files,
)
from briefing.model.errors import BriefingError
from briefing.model.untrusted_files import RefusedError, read_inside

Contents = Mapping[str, bytes | None]
"""Of files, by their paths within the folder with forward slashes; None for one not there."""

_LARGEST_JOURNAL: Final = 256 * 1024 * 1024
_SET_ASIDE: Final = f"{JOURNAL_NAME}-unfinished"


class EditRefusedError(BriefingError):
    """An edit that cannot be made; nothing is written."""


class Edit(NamedTuple):
    """What some files of a folder have before and after, and what was done, in a sentence."""

    before: Contents
    after: Contents
    says: str


def reversed_(edit: Edit) -> Edit:
    """The edit that undoes one."""
    return Edit(edit.after, edit.before, f"Undone: {edit.says}")


def read_file(folder: Path, path: str) -> bytes | None:
    """The content of a file in a folder; None where there is none.

    Raises:
        EditRefusedError: It is outside of the folder, no regular file, or cannot be read.
    """
    try:
        return read_inside(folder, *path.split("/"))
    except FileNotFoundError:
        return None
    except (RefusedError, OSError, ValueError) as error:
        raise EditRefusedError(
            f"“{path}” cannot be read, so nothing was changed. `briefing check` says why."
        ) from error


def apply(folder: Path, edit: Edit) -> None:
    """Write an edit's files.

    Raises:
        EditRefusedError: A file is not as before the edit; nothing is written.
        FileNotWrittenError: One cannot be written; all are as they were.
    """
    with alone(folder):
        _recover(folder)
        for path, data in edit.before.items():
            if read_file(folder, path) != data:
                raise EditRefusedError(
                    f"“{path}” was changed meanwhile; nothing was written. Look at it, and do it"
                    " again."
                )
        _write(folder, edit)


def recover(folder: Path) -> str:
    """Finish an edit of a process that was killed; say so in a sentence, which may be empty.

    Raises:
        FileNotWrittenError: What is left to write cannot be written.
    """
    if not (folder / JOURNAL_NAME).is_file():
        return ""
    with alone(folder):
        return _recover(folder)


def _write(folder: Path, edit: Edit) -> None:
    if len(edit.after) < 2:
        _put_into_place(folder, edit)
        return
    journal = folder / JOURNAL_NAME
    write_files({journal: msgspec.json.encode(edit)})
    try:
        flush_folders([folder])
        _put_into_place(folder, edit)
    except FileNotWrittenError:
        if all(read_file(folder, path) == data for path, data in edit.before.items()):
            _remove(journal)
        raise
    _remove(journal)


def _put_into_place(folder: Path, edit: Edit) -> None:
    folders = {(folder / path).parent for path in edit.after}
    try:
        for path, data in edit.after.items():
            if data is not None:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_files({folder / path: data for path, data in edit.after.items()})
        flush_folders({folder, folder / "cards", *folders})
    except OSError as error:
        raise FileNotWrittenError(
            f"“{folder}” cannot be written: {error.strerror}. Make it writable, and check that the"
            " disk has room."
        ) from error


def _recover(folder: Path) -> str:
    journal = folder / JOURNAL_NAME
    remove_temporary([journal])
    if not journal.is_file():
        return ""
    try:
        data = read_inside(folder, JOURNAL_NAME, most=_LARGEST_JOURNAL)
        edit = msgspec.json.decode(data, type=Edit)
        if edit.before.keys() != edit.after.keys() or any(map(_is_hidden, edit.after)):
            return _set_aside(journal, "This program did not write it.")
        remove_temporary(folder / path for path in edit.after)
        now = {path: read_file(folder, path) for path in edit.after}
    except (msgspec.DecodeError, BriefingError, OSError, RecursionError):
        return _set_aside(journal, "It cannot be understood.")
    changed = [one for one, data in now.items() if data not in (edit.before[one], edit.after[one])]
    if changed:
        return _set_aside(journal, f"“{changed[0]}” was changed since.")
    _put_into_place(folder, edit)
    _remove(journal)
    return f"An edit that was interrupted is finished. {edit.says}"


def _is_hidden(path: str) -> bool:
    """Whether a path leads to a hidden file or out of the folder, as that of no edit does."""
    return any(part[:1] in ("", ".") for part in path.split("/"))


def _remove(journal: Path) -> None:
    write_files({journal: None})
    flush_folders([journal.parent])


def _set_aside(journal: Path, why: str) -> str:
    journal.replace(journal.with_name(_SET_ASIDE))
    return (
        f"An edit was interrupted and is left as it is. {why} What it was to write is in"
        f" “{_SET_ASIDE}”; run `briefing check`, correct what it finds, and delete that file."
    )


class History:
    """What was done to a folder, to be undone and done again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    def do(self, edit: Edit) -> str:
        """Apply an edit, and say what was done; see `apply` for what is raised."""
        apply(self._folder, edit)
        self._done.append(edit)
        self._undone.clear()
        return edit.says

    def undo(self) -> Edit:
        """Undo the last edit, and give what that did; refused where a file was changed since."""
        if not self._done:
            raise EditRefusedError("There is nothing to undo.")
        back = reversed_(self._done[-1])
        apply(self._folder, back)
        self._undone.append(self._done.pop())
        return back

    def redo(self) -> Edit:
        """Do again what was undone last, and give that; refused where a file was changed since."""
        if not self._undone:
            raise EditRefusedError("There is nothing to do again.")
        edit = self._undone[-1]
        apply(self._folder, edit)
        self._done.append(self._undone.pop())
        return edit._replace(says=f"Done again: {edit.says}")

"""The folder of a briefing: all that is read of it is read here, and only so much of it.

Anybody may have filled it, so nothing in it leads out of it, keeps us waiting or fills the memory.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from briefing.authoring.problems import Location, Report, Value
from briefing.model.record import sha256
from briefing.model.text import REPLACEMENT, unsafe_characters
from briefing.model.untrusted_files import (
    LARGEST_FILE,
    Refusal,
    RefusedError,
    names_inside,
    read_inside,
)

_SEPARATORS: Final = {
    "\u2028": "U+2028",
    "\u2029": "U+2029",
    "\ufffe": "U+FFFE",
    "\uffff": "U+FFFF",
}
_MOST_UNSAFE: Final = 100
"""Most characters reported one by one; a file with more of them is no text."""

LARGEST_BRIEFING: Final = 64 * 1024 * 1024
"""Most bytes of all files of a briefing."""

MOST_FILES: Final = 10_000
"""Most files of a briefing, and most names in its folders of cards."""

_LATIN: Final = "A-Za-z\u00c0-\u024f"
_CYRILLIC: Final = "\u0400-\u04ff"
_GREEK: Final = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"  # those that look like Latin ones: kΩ and TNFα are well spelt
_MIXED: Final = re.compile(
    rf"\b[^\W\d_]*(?:[{_LATIN}][{_CYRILLIC}{_GREEK}]|[{_CYRILLIC}{_GREEK}][{_LATIN}])[^\W\d_]*"
)
"""A word that is spelt with letters of another script, and reads as if it were not."""

_MEGABYTE: Final = 1024 * 1024


class SourceFile(msgspec.Struct, frozen=True):
    """A file as problems name it, with newlines as line ends and no control characters."""

    path: str
    text: str


def as_source_file(data: bytes, name: str, report: Report) -> SourceFile | None:
    """Take the content of a file as UTF-8; None where it is no text.

    Characters that must not reach a terminal are reported and replaced, so that what else is
    wrong in the file can be found in the same run.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        message = f"The byte 0x{data[error.start]:02X} is not UTF-8 text."
        fix = "Save the file in the encoding UTF-8."
        report.error(_place(name, _with_newlines(before), None), "not-utf-8", message, fix)
        return None
    checked = _checked(name, _with_newlines(text), report)
    return None if checked is None else SourceFile(name, checked)


def decoded(line: str | bytes, kind: type[Value]) -> Value | None:
    """Read JSON of a kind; None where it is another kind, or none."""
    with suppress(msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return msgspec.json.decode(line, type=kind)
    return None


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _checked(name: str, text: str, report: Report) -> str | None:
    found = unsafe_characters(text)
    found += [(i, _SEPARATORS[char]) for i, char in enumerate(text) if char in _SEPARATORS]
    if len(found) > _MOST_UNSAFE:
        message = f"The first of {len(found):,} characters that are not allowed is here."
        fix = "Save the file as plain text."
        report.error(_place(name, text, min(found)[0]), "control-character", message, fix)
        return None
    characters = list(text)
    for offset, code_point in found:
        characters[offset] = REPLACEMENT
        message = f"The character {code_point} is not allowed: it could control the terminal."
        fix = "Delete it."
        report.error(_place(name, text, offset), "control-character", message, fix)
    for mixed in _MIXED.finditer(text):
        message = f"“{mixed.group()}” has letters of two scripts that look alike."
        fix = "Type the word anew, in letters of one script."
        report.error(_place(name, text, mixed.start()), "mixed-scripts", message, fix)
    return "".join(characters)


def _place(name: str, text: str, offset: int | None) -> Location:
    before = text[:offset]
    return Location(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


Contents = Mapping[tuple[str, ...], bytes | None]
"""Of files, by the parts of their paths within the folder; None for one that is not there."""


class BriefingFolder:
    """Reads files and lists folders; whatever is wrong with one becomes a problem.

    Files may be given a content that they do not have yet, to see what it would come to.
    """

    def __init__(
        self, root: Path, report: Report, instead: Contents = MappingProxyType({})
    ) -> None:
        self.files = 0
        self._root = root
        self._report = report
        self._instead = instead
        self._bytes_left = LARGEST_BRIEFING
        self._names_left = MOST_FILES
        self._names: dict[tuple[str, ...], list[str]] = {}
        self._fingerprints: dict[str, str] = {}
        self._contents: dict[str, bytes] = {}
        self._failed: set[tuple[str, ...]] = set()
        self._is_full = False

    @property
    def contents(self) -> Mapping[str, bytes]:
        """The bytes of all files read so far, by their paths in the folder."""
        return self._contents

    def beside(self, report: Report) -> BriefingFolder:
        """The same folder, read without being counted, and with problems of its own."""
        other = copy(self)
        other._report = report
        return other

    def has(self, name: str) -> bool:
        """Whether something of this name stands in the folder, even a link to nothing."""
        if (name,) in self._instead:
            return self._instead[(name,)] is not None
        return os.path.lexists(self._root / name)

    def name(self, *parts: str) -> str:
        """What problems call a file or a folder."""
        return "/".join((self._root.name, *parts))

    def read(self, *parts: str) -> SourceFile | None:
        if self._is_full:
            return None
        name = self.name(*parts)
        if self.files >= MOST_FILES:
            self._fill(name, f"The briefing has more than {MOST_FILES:,} files.")
            return None
        data = self._data(name, parts)
        return None if data is None else as_source_file(data, name, self._report)

    def fingerprint(self, counts: Callable[[str], bool]) -> str:
        """Fingerprint the bytes of all files read so far whose path in the folder counts."""
        files = sorted(self._fingerprints.items())
        lines = (f"{path} {digest}\n" for path, digest in files if counts(path))
        return sha256("".join(lines).encode())

    def count_only(self, text: str, *parts: str) -> None:
        """Fingerprint a file that was read as if it had this text alone; not at all without any."""
        self._fingerprints["/".join(parts)] = sha256(text.encode())
        if not text:
            del self._fingerprints["/".join(parts)]

    def names(self, *parts: str) -> list[str]:
        """Sorted names in a folder, if there is one, without hidden files and editors' copies."""
        if parts not in self._names:
            found = self._with_given(parts, self._listed(parts))
            kept = (one for one in found if not one.startswith(".") and one[-1] not in "~#")
            self._names[parts] = sorted(kept)
        return self._names[parts]

    def lists(self, *parts: str) -> bool:
        """Whether a folder is as `names` says; not where there is a problem with it."""
        self.names(*parts)
        return parts not in self._failed

    def _data(self, name: str, parts: tuple[str, ...]) -> bytes | None:
        self.files += 1
        try:
            data = self._content(parts)
        except FileNotFoundError:
            self.files -= 1
            self._report.error(
                Location(name), "missing-file", "There is no such file.", "Write it."
            )
        except (RefusedError, OSError, ValueError) as error:
            self._report_unread(name, "file", error)
        else:
            self._bytes_left -= len(data)
            self._fingerprints["/".join(parts)] = sha256(data)
            self._contents["/".join(parts)] = data
            return data
        return None

    def _content(self, parts: tuple[str, ...]) -> bytes:
        if parts not in self._instead:
            most = min(LARGEST_FILE, self._bytes_left)
            return read_inside(self._root, *parts, most=most)
        data = self._instead[parts]
        if data is None:
            raise FileNotFoundError
        return data

    def _with_given(self, parts: tuple[str, ...], found: list[str]) -> set[str]:
        """The names in a folder, with those of files that are given and without those taken out."""
        names = set(found)
        for path, data in self._instead.items():
            if path[: len(parts)] != parts or len(path) == len(parts):
                continue
            if data is not None:
                names.add(path[len(parts)])
            elif len(path) == len(parts) + 1:
                names.discard(path[-1])
        return names

    def _listed(self, parts: tuple[str, ...]) -> list[str]:
        if self._is_full or parts[:-1] in self._failed:
            self._failed.add(parts)
            return []
        try:
            names = names_inside(self._root, *parts, most=self._names_left)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except (RefusedError, OSError, ValueError) as error:
            self._failed.add(parts)
            self._report_unread(self.name(*parts), "folder", error)
            return []
        self._names_left -= len(names)
        return names

    def _report_unread(
        self, name: str, what: str, error: RefusedError | OSError | ValueError
    ) -> None:
        """Say why a “file”, or a “folder” of cards, was not read."""
        code = f"unreadable-{what}"
        match error.why if isinstance(error, RefusedError) else None:
            case Refusal.OUTSIDE:
                code, message = f"outside-{what}", "This leads out of the briefing's folder."
                fix = f"Put the {what} itself here, not a link."
            case Refusal.NOT_REGULAR:
                message = "This is not a regular file."
                fix = "Put a text file here, or remove it."
            case Refusal.TOO_MANY:
                self._fill(name, f"The folders of cards have more than {MOST_FILES:,} files.")
                return
            case Refusal.TOO_LARGE if self._bytes_left < LARGEST_FILE:
                size = LARGEST_BRIEFING // _MEGABYTE
                self._fill(name, f"The files of the briefing have more than {size} MB in all.")
                return
            case Refusal.TOO_LARGE:
                code, message = (
                    "large-file",
                    f"The file has more than {LARGEST_FILE // _MEGABYTE} MB.",
                )
                fix = "Remove what is not text, or split it."
            case _:
                reason = getattr(error, "strerror", None) or str(error)
                message = f"The {what} cannot be read: {reason}."
                kind = "regular file" if what == "file" else "folder"
                fix = f"Make it a {kind} that you can read."
        self._report.error(Location(name), code, message, fix)

    def _fill(self, name: str, message: str) -> None:
        """Say once that there is too much, and look at nothing after it."""
        self._is_full = True
        fix = "Nothing from here on was looked at: remove files, or make it several briefings."
        self._report.error(Location(name), "large-briefing", message, fix)

"""Files as text; whatever is wrong with one becomes a problem."""

from __future__ import annotations

from typing import Final

import msgspec

from briefing.authoring.problems import Place, Report
from briefing.model.text import REPLACEMENT, unsafe_characters

_SEPARATORS: Final = {
    "\u2028": "U+2028",
    "\u2029": "U+2029",
    "\ufffe": "U+FFFE",
    "\uffff": "U+FFFF",
}
_MOST_UNSAFE: Final = 100
"""Most characters reported one by one; a file with more of them is no text."""


class SourceFile(msgspec.Struct, frozen=True):
    """A file of a briefing.

    Attributes:
        path: As problems name it.
        text: Its text with newlines as line ends and without control characters.
    """

    path: str
    text: str


def as_source_file(data: bytes, name: str, report: Report) -> SourceFile | None:
    """Take the content of a file as UTF-8.

    Characters that must not reach a terminal are reported and replaced, so that what else is
    wrong in the file can be found in the same run.

    Args:
        data: What stands in the file.
        name: What problems call it.
        report: Takes the problems.

    Returns:
        The file; None where it is no text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        report.error(
            _place(name, _with_newlines(before), None),
            "not-utf-8",
            f"The byte 0x{data[error.start]:02X} is not UTF-8 text.",
            "Save the file in the encoding UTF-8.",
        )
        return None
    checked = _checked(name, _with_newlines(text), report)
    return None if checked is None else SourceFile(name, checked)


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _checked(name: str, text: str, report: Report) -> str | None:
    found = unsafe_characters(text)
    found += [(i, _SEPARATORS[char]) for i, char in enumerate(text) if char in _SEPARATORS]
    if len(found) > _MOST_UNSAFE:
        report.error(
            _place(name, text, min(found)[0]),
            "control-character",
            f"The first of {len(found):,} characters that are not allowed is here.",
            "Save the file as plain text.",
        )
        return None
    characters = list(text)
    for offset, code_point in found:
        characters[offset] = REPLACEMENT
        report.error(
            _place(name, text, offset),
            "control-character",
            f"The character {code_point} is not allowed: it could control the terminal.",
            "Delete it.",
        )
    return "".join(characters)


def _place(name: str, text: str, offset: int | None) -> Place:
    before = text[:offset]
    return Place(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)

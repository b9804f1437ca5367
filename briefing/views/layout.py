"""Lines of a given width, measured in terminal cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^ \t\n]+")
_SINGLE: Final = re.compile("[\0-\u02ff\u2010-\u2027]*")
"""Characters, nearly all of an English text, of which each takes one cell."""

_JOINER: Final = "\u200d"
_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_SMALLEST_ROOM: Final = 2
"""A wide character takes two cells, so a line has room for one whatever the width."""


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines at white space; a text of nothing is one line.

    A word too long for a line is broken between characters, never before a combining mark; an
    address, of the web or a permanent one, stays whole, so that it can be copied.
    Runs of blanks and newlines count as one space, no-break spaces stay. `first` stands before the
    first line, `rest` before each further one.
    """
    room_first = max(width - cell_width(first), _SMALLEST_ROOM)
    room_rest = max(width - cell_width(rest), _SMALLEST_ROOM)
    words = _WORD.findall(text)
    joined = " ".join(words)
    if _SINGLE.fullmatch(joined) and max(map(len, words), default=0) <= min(room_first, room_rest):
        lines = _cut(joined, room_first, room_rest)
    else:
        lines = _measured(words, room_first, room_rest)
    prefixes = [first, *[rest] * (len(lines) - 1)]
    return [f"{prefix}{line}".rstrip(" ") for prefix, line in zip(prefixes, lines, strict=True)]


def _cut(text: str, room: int, room_rest: int) -> list[str]:
    """Break a text of which each character takes one cell, and no word is too long."""
    lines, start = [], 0
    while len(text) - start > room:
        end = text.rindex(" ", start, start + room + 1)
        lines.append(text[start:end])
        start, room = end + 1, room_rest
    return [*lines, text[start:]]


def _measured(words: Iterable[str], room_first: int, room_rest: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for word in words:
        for piece in _pieces(word, min(room_first, room_rest)):
            size = cell_width(piece)
            if line and used + 1 + size > (room_rest if lines else room_first):
                lines.append(line)
                line, used = piece, size
            else:
                line, used = (f"{line} {piece}", used + 1 + size) if line else (piece, size)
    return [*lines, line]


def field(label: str, value: str, width: int, indent: str = "") -> list[str]:
    """Lay out what a label says; further lines stand two blanks in."""
    return wrap(f"{label}: {value}", width, first=indent, rest=f"{indent}  ")


def fields(labelled: Iterable[tuple[str, str]], width: int, indent: str = "") -> list[str]:
    return [line for label, value in labelled for line in field(label, value, width, indent)]


def cell_width(text: str) -> int:
    """Measure one line of text in terminal cells (Unicode Standard Annex #11).

    Wide and full-width characters take two cells, combining marks and joiners none.
    """
    return len(text) if text.isascii() else sum(map(_char_width, text))


def _pieces(word: str, room: int) -> Iterator[str]:
    if cell_width(word) <= room or "://" in word or ("/" in word and "@" in word):
        yield word
        return
    start, used = 0, 0
    for index, char in enumerate(word):
        size = _char_width(char)
        if used + size > room and size and word[index - 1] != _JOINER:
            yield word[start:index]
            start, used = index, 0
        used += size
    yield word[start:]


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me") or char in _INVISIBLE:
        return 0
    if "\u1160" <= char <= "\u11ff":  # vowels and finals that join the Hangul syllable before them
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1

"""The part of a long text that shows a match, for lists of one line each."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

ELLIPSIS: Final = "…"
_ZERO_WIDTH_JOINER: Final = "\N{ZERO WIDTH JOINER}"

Spans = tuple[tuple[int, int], ...]


def snippet(text: str, spans: Sequence[tuple[int, int]], width: int) -> tuple[str, Spans]:
    """Shorten a text around its first match, to one line of at most ``width`` code points.

    Words stay whole where they fit, and a character is not cut from its combining marks. An
    ellipsis stands for each part left out.

    Returns:
        The shortened text and the matches, or parts of them, that it shows.
    """
    line = "".join(" " if character.isspace() else character for character in text)
    if len(line) <= width:
        return line, tuple(spans)
    if width < 3:
        return ELLIPSIS[: max(width, 0)], ()
    match_start, match_end = spans[0] if spans else (0, 0)
    for start in (_start(line, match_start, width), match_start):
        head = ELLIPSIS if start > 0 else ""
        end = _end(line, start, match_end, width - len(head))
        if end > match_start:
            break  # else the beginning of the word leaves no room for the match
    tail = ELLIPSIS if end < len(line) else ""
    shift = len(head) - start
    shown = tuple(
        (max(first, start) + shift, min(last, end) + shift)
        for first, last in spans
        if first < end and last > start
    )
    return f"{head}{line[start:end]}{tail}", shown


def _start(line: str, match_start: int, width: int) -> int:
    """Begin at a word, at most a third of the width before the match, or so that the end fits."""
    earliest = min(match_start - width // 3, len(line) - (width - 1))
    if earliest <= 0:
        return 0
    for offset in range(earliest, match_start):
        if line[offset - 1] == " " != line[offset] and _may_cut(line, offset):
            return offset
    return match_start


def _end(line: str, start: int, match_end: int, room: int) -> int:
    """End after a word, but not before the match; leave room for an ellipsis."""
    if len(line) - start <= room:
        return len(line)
    latest = start + room - 1
    for offset in range(latest, max(start, match_end - 1), -1):
        if line[offset] == " " != line[offset - 1]:
            return offset
    for offset in range(latest, start, -1):
        if _may_cut(line, offset):
            return offset
    return latest


def _may_cut(line: str, offset: int) -> bool:
    """Whether the character at an offset begins something that a reader sees as one character."""
    character = line[offset]
    return (
        not unicodedata.category(character).startswith("M")
        and character != _ZERO_WIDTH_JOINER
        and line[offset - 1] != _ZERO_WIDTH_JOINER
    )

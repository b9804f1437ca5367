"""Words as the index keeps them, and as it looks for them.

A pattern of `briefing.search.patterns` begins at the beginning of a word and may skip what people
write inside words. The index keeps, for every place where a word can begin, what stands from there
on without such marks: *prisoner-of-war* is kept as *prisoner*, *of*, *war*, and as
*prisonerofwar* and *ofwar*. Whatever a pattern finds is then found as the prefix of a kept word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

LONGEST: Final = 40
"""Most letters of a word that the index tells apart."""

PIECE: Final = re.compile(r"[^\W_]+")
"""A run of letters and digits in a folded text."""

_SIGNS: Final = re.compile(r"[\d',.ə-]")
_SCHWA: Final = "ə"
_MOST_SCHWAS: Final = 6
_MOSTPIECES: Final = 4


def pieces(folded: str) -> list[str]:
    """Split a folded text at everything that is no letter and no digit.

    Args:
        folded: What `briefing.search.folding.fold` gives.

    Returns:
        The pieces in order, the long ones cut.
    """
    return [piece[:LONGEST] for piece in PIECE.findall(folded)]


def joined(folded: str) -> set[str]:
    """Find the words that arise where marks inside words are skipped.

    Args:
        folded: A folded text.

    Returns:
        The words that differ from the pieces of the text; mostly none.
    """
    if not _has_marks(folded):
        return set()
    found: set[str] = set()
    spans = [match.span() for match in PIECE.finditer(folded)]
    for index, (start, end) in enumerate(spans):
        run = _run(folded, spans, index)
        for offset in _beginnings(folded, start, end):
            word = run[offset - start :][:LONGEST]
            if offset > start or len(word) > end - start:
                found.add(word)
            if offset > start:
                found.add(folded[offset:end][:LONGEST])
            found.update(_without_schwa(word))
    return found


def segmentations(word: str) -> list[list[str]]:
    """Say in which ways a typed word may stand in a text, as whole pieces one after the other.

    Args:
        word: Folded, perhaps with marks inside: ``prisoner-of-war``.

    Returns:
        Each way as a list of pieces; where there would be too many ways, the first piece alone,
        which is in all of them.
    """
    parts = pieces(word)
    if len(parts) > _MOSTPIECES:
        return [parts[:1]]
    ways = []
    for cuts in product((False, True), repeat=len(parts) - 1):
        way = [parts[0]]
        for cut, part in zip(cuts, parts[1:], strict=True):
            if cut:
                way.append(part)
            else:
                way[-1] += part
        ways.append([piece[:LONGEST] for piece in way])
    return ways


def spellings(piece: str) -> list[str]:
    """Spell a typed piece without ``ə``, which the index keeps as *a* and as *e* as well.

    Args:
        piece: Letters and digits.

    Returns:
        The piece itself where it has no such letter.
    """
    if _SCHWA not in piece:
        return [piece]
    parts = piece.split(_SCHWA)
    if len(parts) > _MOST_SCHWAS + 1:
        parts = parts[: _MOST_SCHWAS + 1]
    return list(_spelled(parts))


def _has_marks(folded: str) -> bool:
    """Whether a text has a mark before a letter, a digit or ``ə``: most texts have none."""
    for match in _SIGNS.finditer(folded):
        if match.group().isalnum() or folded[match.end() : match.end() + 1].isalnum():
            return True
    return False


def _run(folded: str, spans: list[tuple[int, int]], index: int) -> str:
    """What stands from a piece on, across marks that may be skipped."""
    start, end = spans[index]
    run = folded[start:end]
    for following, stop in spans[index + 1 :]:
        mark = folded[end:following]
        if len(mark) != 1 or len(run) > LONGEST or not _skipped(run[-1], mark, folded[following]):
            break
        run += folded[following:stop]
        end = stop
    return run


def _skipped(left: str, mark: str, right: str) -> bool:
    digits = left.isdecimal() + right.isdecimal()
    if digits == 2:
        return mark == ","
    if digits == 1:
        return mark in "'-" or mark.isspace()
    return mark in "'.-"


def _beginnings(folded: str, start: int, end: int) -> Iterator[int]:
    """Where a word can begin inside a piece: at its start, and where digits follow letters."""
    yield start
    for offset in range(start + 1, end):
        if folded[offset].isdecimal() and not folded[offset - 1].isdecimal():
            yield offset


def _without_schwa(word: str) -> Iterator[str]:
    if _SCHWA in word:
        parts = word.split(_SCHWA)
        # What follows the last schwa that is spelled out cannot be told apart.
        yield from _spelled(parts[: _MOST_SCHWAS + 1])


def _spelled(parts: list[str]) -> Iterator[str]:
    for letters in product("ae", repeat=len(parts) - 1):
        yield parts[0] + "".join(map("".join, zip(letters, parts[1:], strict=True)))

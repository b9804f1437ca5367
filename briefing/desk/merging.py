"""Merging two versions of a briefing's folder that come from one: by file, and lists by line.

A file that one side alone changed is taken from it. A card that both changed is for a person to
look at. In the files that list things, lines merge where the two sides changed different ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import Final, NamedTuple

from briefing.authoring.published_lock import PUBLISHED_NAME
from briefing.authoring.verified_lock import VERIFIED_NAME

_SET_ENDS: Final = ".lock.jsonl"
"""Ends the name of a generated file whose lines stand each for itself."""

_CARDS: Final = "cards/"
_RECORDS: Final = frozenset([VERIFIED_NAME, PUBLISHED_NAME])
"""Are about one side, and so not about what both come to."""


class Conflict(NamedTuple):
    """A file that both sides changed; what each did is “new”, “changed” or “gone”."""

    path: str
    mine: str
    theirs: str


class Merged(NamedTuple):
    """What two sides come to: all files; where there are conflicts, those without any."""

    files: Mapping[str, bytes]
    conflicts: Sequence[Conflict]


def merge_folders(
    base: Mapping[str, bytes], mine: Mapping[str, bytes], theirs: Mapping[str, bytes]
) -> Merged:
    """Merge the files of two sides by their paths, given those that both began with."""
    files: dict[str, bytes] = {}
    conflicts: list[Conflict] = []
    for path in sorted({*base, *mine, *theirs} - _RECORDS):
        before, our, their = base.get(path), mine.get(path), theirs.get(path)
        if before in (our, their) or our == their:
            merged = their if before == our else our
        else:
            merged = _merge_file(path, before, our, their)
            if merged is None:
                conflicts.append(Conflict(path, _did(before, our), _did(before, their)))
        if merged is not None:
            files[path] = merged
    return Merged(files, conflicts)


def _merge_file(
    path: str, before: bytes | None, mine: bytes | None, theirs: bytes | None
) -> bytes | None:
    """Merge a file that both sides changed; None where that is for a person."""
    if path.startswith(_CARDS) or mine is None or theirs is None:
        return None
    sides = (_lines(before or b""), _lines(mine), _lines(theirs))
    lines = merge_sets(*sides) if path.endswith(_SET_ENDS) else merge_lines(*sides)
    return None if lines is None else b"".join(lines)


def _did(before: bytes | None, now: bytes | None) -> str:
    if before is None:
        return "new"
    return "gone" if now is None else "changed"


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


class _Change(NamedTuple):
    """Lines from one number up to another, of what both sides began with, became other lines."""

    start: int
    end: int
    lines: Sequence[bytes]


def merge_lines(
    base: Sequence[bytes], mine: Sequence[bytes], theirs: Sequence[bytes]
) -> list[bytes] | None:
    """Merge lines, each with its end; None where both sides changed the same ones differently.

    Where both insert at one point, both are kept, ours after theirs.
    """
    merged: list[Sequence[bytes]] = []
    at = 0
    last: _Change | None = None
    # The sort is stable, and puts what is inserted before a line first.
    changes = sorted(chain(_changes(base, theirs), _changes(base, mine)), key=lambda one: one[:2])
    for change in changes:
        if change == last:
            continue
        if change.start < at:
            return None
        merged += (base[at : change.start], change.lines)
        at, last = change.end, change
    merged.append(base[at:])
    return _closed(list(chain.from_iterable(merged)))


def _changes(base: Sequence[bytes], side: Sequence[bytes]) -> list[_Change]:
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    return [
        _Change(start, end, side[first:last])
        for what, start, end, first, last in matcher.get_opcodes()
        if what != "equal"
    ]


def merge_sets(
    base: Sequence[bytes], mine: Sequence[bytes], theirs: Sequence[bytes]
) -> list[bytes]:
    """Merge lines whose order says nothing: theirs, without what we took out, with what we added.

    What we added stands after the line that it stands after with us.
    """
    gone = set(base) - set(mine)
    merged = [line for line in theirs if line not in gone]
    known = {*base, *theirs}
    place = 0
    for line in mine:
        if line not in known:
            merged.insert(place, line)
            place += 1
        elif line in merged:
            place = merged.index(line) + 1
    return _closed(merged)


def _closed(lines: list[bytes]) -> list[bytes]:
    """End each line but the last, as the last one of a side need not have an end."""
    return [
        line if line.endswith((b"\n", b"\r")) or number == len(lines) else line + b"\n"
        for number, line in enumerate(lines, 1)
    ]

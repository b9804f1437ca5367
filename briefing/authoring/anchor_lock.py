"""The file ``anchors.lock.json``: what is kept of each cited passage, so that it is found again.

It is generated, never written by hand, and stands in the briefing's folder beside ``briefing.md``.
One anchor stands in one line, in the order of sources and paragraphs, so that a difference between
two versions shows which passages were anchored anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import Location, Report
from briefing.model.briefing import Briefing
from briefing.model.claims import Anchor, CitedPlace, Evidence
from briefing.model.errors import BriefingError
from briefing.model.parts import card_evidence

LOCK_NAME: Final = "anchors.lock.json"
"""Name of the file."""

LOCK_VERSION: Final = 1
"""Version of its format."""

_PROBLEM: Final = "bad-anchors"
_ANEW: Final = "Run “briefing anchor” to regenerate the file."


class LockNotWrittenError(BriefingError):
    """The operating system refuses to write the file."""


class LockedAnchor(NamedTuple):
    """An anchor, and where it stands in the file."""

    anchor: Anchor
    location: Location


class _LockVersion(msgspec.Struct, frozen=True):
    version: int


class _Lock(msgspec.Struct, frozen=True):
    anchors: list[msgspec.Raw]


def read_lock(file: SourceFile, report: Report) -> tuple[LockedAnchor, ...]:
    """Read the anchors in the order written; those that cannot be understood are problems."""
    data = file.text.encode()
    try:
        version = msgspec.json.decode(data, type=_LockVersion).version
        if version != LOCK_VERSION:
            message = f"The file has version {version}; this program knows {LOCK_VERSION}."
            fix = "Update the program, or run “briefing anchor” to regenerate the file."
            report.error(Location(file.path), _PROBLEM, message, fix)
            return ()
        typed = msgspec.json.decode(data, type=_Lock).anchors
    except msgspec.ValidationError as error:
        message = f"The file was changed by hand: {error}."
        report.error(Location(file.path), _PROBLEM, message, _ANEW)
        return ()
    except (msgspec.DecodeError, RecursionError):
        report.error(_json_location(file), _PROBLEM, "This is not JSON.", _ANEW)
        return ()
    found: dict[CitedPlace, LockedAnchor] = {}
    for raw, location in _located_anchors(file, typed):
        anchor = _anchor(raw, location, report)
        if anchor is None:
            continue
        first = found.setdefault(anchor.place, LockedAnchor(anchor, location))
        if first.location != location:
            message = f"The passage has an anchor in line {first.location.line} already."
            report.error(location, _PROBLEM, message, _ANEW)
    return tuple(found.values())


def live_anchors(
    locked: Iterable[LockedAnchor], briefing: Briefing, report: Report
) -> tuple[Anchor, ...]:
    """Take the anchors that a briefing's citations name, and warn of the others."""
    cited = {evidence.place for evidence in _evidence(briefing)}
    live = []
    for anchor, location in locked:
        if anchor.place in cited:
            live.append(anchor)
            continue
        if anchor.source in briefing.sources_by_key:
            message = f"No citation names this passage of “{anchor.source}” any more."
        else:
            message = f"The anchor is of “{anchor.source}”, which is not in sources.yaml."
        report.warning(location, "stale-anchor", message, _ANEW)
    return tuple(live)


def write_lock(folder: Path, anchors: Iterable[Anchor]) -> None:
    """Write the file in one step, the same for the same anchors; else `LockNotWrittenError`."""
    path = folder / LOCK_NAME
    temporary = folder / f".{LOCK_NAME}.{os.urandom(8).hex()}"
    try:
        with temporary.open("xb") as file:
            file.write(_encode(anchors))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise LockNotWrittenError(
            f"“{path}” cannot be written: {error.strerror}. It is unchanged; make its folder"
            " writable, and check that the disk has room."
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _encode(anchors: Iterable[Anchor]) -> bytes:
    ordered = sorted(anchors, key=lambda one: (one.source, one.paragraph or 0, one.passage or ""))
    lines = b",\n    ".join(msgspec.json.encode(anchor) for anchor in ordered)
    between = b"\n    %b\n  " % lines if ordered else b""
    return b'{\n  "version": %d,\n  "anchors": [%b]\n}\n' % (LOCK_VERSION, between)


def _anchor(raw: msgspec.Raw, location: Location, report: Report) -> Anchor | None:
    try:
        return msgspec.json.decode(raw, type=Anchor)
    except msgspec.DecodeError as error:
        report.error(location, _PROBLEM, f"The anchor was changed by hand: {error}.", _ANEW)
        return None


def _located_anchors(
    file: SourceFile, typed: Iterable[msgspec.Raw]
) -> Iterator[tuple[msgspec.Raw, Location]]:
    """Each anchor as written, with the location where it begins."""
    offset = file.text.find("[")
    line = 1 + file.text.count("\n", 0, offset)
    for raw in typed:
        text = bytes(raw).decode()
        start = file.text.index(text, offset)
        line += file.text.count("\n", offset, start)
        yield raw, Location(file.path, line, start - file.text.rfind("\n", 0, start))
        offset = start + len(text)
        line += text.count("\n")


def _json_location(file: SourceFile) -> Location:
    """Where a text stops being JSON; its start where that cannot be told."""
    try:
        json.loads(file.text)
    except json.JSONDecodeError as error:
        return Location(file.path, error.lineno, error.colno)
    except (ValueError, RecursionError):
        pass
    return Location(file.path)


def _evidence(briefing: Briefing) -> Iterator[Evidence]:
    for _, card in briefing.cards():
        yield from card_evidence(card)
    for actor in briefing.actors:
        yield from actor.evidence
        for name in actor.names:
            yield from name.evidence

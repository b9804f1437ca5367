"""The file ``anchors.lock.jsonl``: what is kept of articles and of the passages cited of them.

It is generated, never written by hand, and stands in the briefing's folder beside ``briefing.md``.
Its first line says the version. Then each article, and each anchor, has a line of its own, in the
order of sources and paragraphs, so that git merges what two curators added by taking the lines of
both (``merge=union``). What no merge can settle, two different lines for one citation, is an error.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Final, Generic, NamedTuple, TypeVar

import msgspec

from briefing.authoring.folder import BriefingFolder, SourceFile, decoded
from briefing.authoring.problems import Location, Report
from briefing.authoring.writing import write_files
from briefing.model.briefing import Briefing
from briefing.model.claims import Anchor, ArticleMark, CitedPlace, Evidence, cited_place
from briefing.model.parts import card_evidence
from briefing.model.untrusted_files import RefusedError, read_inside

LOCK_NAME: Final = "anchors.lock.jsonl"
"""Name of the file."""

LOCK_VERSION: Final = 2
"""Version of its format."""

EARLIER_NAME: Final = "anchors.lock.json"
"""Name of the file of version 1, one JSON object."""

DAMAGED: Final = "bad-anchors"
"""Code of what is wrong with the file, which `--renew` makes anew."""

NEWER: Final = "newer-anchors"
"""Code of a file that a later version of this program wrote; it is left alone."""

STALE: Final = "stale-anchor"
"""Code of what is kept of a passage or an article that the briefing does not cite any more."""

_ATTRIBUTES_NAME: Final = ".gitattributes"
_ATTRIBUTES: Final = "*.lock.jsonl merge=union"
_MERGES: Final = re.compile(r"^[^#\n]*lock\.jsonl[^\n]*\bmerge=union\b", re.MULTILINE)

_RENEW: Final = "or read the passages again and run `briefing anchor --renew`."
_RESTORE: Final = f"Restore the line from git, {_RENEW}"
_DELETE: Final = f"Delete the line that is not meant, {_RENEW}"
_LEAVE_OUT: Final = "Run `briefing anchor`, which leaves it out."

_FIRST_LINE: Final = b'{"version":%d}' % LOCK_VERSION
_CONFLICT: Final = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: |$)")
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_SHORT_DIGEST: Final = re.compile("[0-9a-f]{16}")


Mark = TypeVar("Mark", bound=Anchor | ArticleMark)


class Locked(NamedTuple, Generic[Mark]):
    """What is kept of a passage or of an article, and where it stands in the file."""

    mark: Mark
    location: Location


class Lock(NamedTuple):
    """What could be read of the file."""

    anchors: tuple[Locked[Anchor], ...] = ()
    articles: tuple[Locked[ArticleMark], ...] = ()


class _Version(msgspec.Struct, frozen=True):
    version: int


class _VersionLine(_Version, frozen=True, forbid_unknown_fields=True):
    pass


class _Version1(msgspec.Struct, frozen=True):
    anchors: list[msgspec.Raw]


class _Cited(msgspec.Struct, frozen=True):
    """What of an anchor tells which citation it belongs to, if nothing else can be read."""

    source: str
    paragraph: int | None = None
    passage: str | None = None
    number: int | None = None


# -- reading ---------------------------------------------------------------------------------------


def load_lock(folder: BriefingFolder, report: Report) -> Lock:
    """Read the file of a folder, or that of version 1 where there is no newer one."""
    is_new, is_old = folder.has(LOCK_NAME), folder.has(EARLIER_NAME)
    if is_new and is_old:
        message = f"This file does not count any more: {LOCK_NAME} is there."
        fix = "Delete it."
        report.warning(Location(folder.name(EARLIER_NAME)), "old-anchors", message, fix)
    name, read = (LOCK_NAME, read_lock) if is_new else (EARLIER_NAME, read_version_1)
    file = folder.read(name) if is_new or is_old else None
    return Lock() if file is None else read(file, report)


def read_lock(file: SourceFile, report: Report) -> Lock:
    """Read what is kept, in the order written; what is damaged is a problem, and left out."""
    lines = [line for line in enumerate(file.text.split("\n"), 1) if line[1].strip()]
    version = _version(lines[0][1]) if lines else None
    if version is not None and version > LOCK_VERSION:
        message = f"The file has version {version}; this program knows {LOCK_VERSION}."
        report.error(Location(file.path), NEWER, message, "Update the program.")
        return Lock()
    if version != LOCK_VERSION:
        message = f"The first line of the file is not {_FIRST_LINE.decode()}."
        report.error(Location(file.path), DAMAGED, message, _RESTORE)
    anchors: list[Locked[Anchor]] = []
    articles: list[Locked[ArticleMark]] = []
    for number, text in lines:
        location = Location(file.path, number, len(text) - len(text.lstrip()) + 1)
        if _version(text, _VersionLine) is not None or _is_conflict(text, location, report):
            continue
        fields = decoded(text, dict[str, msgspec.Raw])
        if fields is None:
            report.error(location, DAMAGED, "This line is not JSON.", _RESTORE)
        elif "paragraphs" in fields:
            if mark := _mark(text, fields, ArticleMark, location, report):
                articles.append(Locked(mark, location))
        elif anchor := _mark(text, fields, Anchor, location, report):
            anchors.append(Locked(anchor, location))
    return Lock(_single(anchors, report), _single(articles, report))


def _version(line: str, kind: type[_Version] = _Version) -> int | None:
    found = decoded(line, kind)
    return None if found is None else found.version


def _is_conflict(text: str, location: Location, report: Report) -> bool:
    """Whether a line is a mark that git left; each conflict is told once, where it begins."""
    mark = _CONFLICT.match(text)
    if mark is not None and mark[1][0] == "<":
        report.error(
            location,
            DAMAGED,
            "Git could not merge the lines that begin here.",
            "Delete git’s marks and, of two lines for one citation, the one that is not meant,"
            f" {_RENEW}",
        )
    return mark is not None


def _mark(
    text: str, fields: Iterable[str], kind: type[Mark], location: Location, report: Report
) -> Mark | None:
    unknown = [name for name in fields if name not in kind.__struct_fields__]
    try:
        value = msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        wrong = str(error)
    else:
        if not unknown and _is_sound(value):
            return value
        wrong = f"there is no field “{unknown[0]}”" if unknown else "a fingerprint is none"
    report.error(location, DAMAGED, f"{_named(text, kind)} is damaged: {wrong}.", _RESTORE)
    return None


def _is_sound(value: Anchor | ArticleMark) -> bool:
    if isinstance(value, ArticleMark):
        return (
            all(map(_SHORT_DIGEST.fullmatch, value.paragraphs))
            and len(value.numbers) == len(value.paragraphs)
            and all(number >= 0 for number in value.numbers)
        )
    short = [value.sentences, value.numbers, *filter(None, (value.leading, value.trailing))]
    return bool(_DIGEST.fullmatch(value.sha256)) and all(map(_SHORT_DIGEST.fullmatch, short))


def _named(text: str, kind: type[object]) -> str:
    """Say whose line it is, as far as that can be read."""
    cited = decoded(text, _Cited)
    if cited is None:
        return "This line"
    if kind is ArticleMark:
        return f"What is kept of the article @{cited.source}"
    place = (cited.source, cited.paragraph, cited.passage, cited.number)
    return f"The anchor of {cited_place(place)}"


def _single(found: Iterable[Locked[Mark]], report: Report) -> tuple[Locked[Mark], ...]:
    """Take what has one line only, or the same line several times; the others are problems."""
    kept: dict[str | CitedPlace, Locked[Mark]] = {}
    two: set[str | CitedPlace] = set()
    for one in found:
        key = one.mark.place if isinstance(one.mark, Anchor) else one.mark.source
        first = kept.setdefault(key, one)
        if first.mark != one.mark:
            two.add(key)
            name = f"The article @{key}" if isinstance(key, str) else cited_place(key)
            message = f"{name} has another line already, line {first.location.line}."
            report.error(one.location, DAMAGED, message, _DELETE)
    return tuple(one for key, one in kept.items() if key not in two)


def live_marks(
    lock: Lock, briefing: Briefing, report: Report
) -> tuple[tuple[Anchor, ...], tuple[ArticleMark, ...]]:
    """Take what the briefing's citations and sources name, and warn of the rest."""
    cited = {evidence.place for evidence in all_evidence(briefing)}
    anchors, articles = [], []
    for anchor, location in lock.anchors:
        if anchor.place in cited:
            anchors.append(anchor)
        elif anchor.source in briefing.sources_by_key:
            message = f"No citation names this passage of “{anchor.source}” any more."
            report.warning(location, STALE, message, _LEAVE_OUT)
        else:
            message = f"The anchor is of “{anchor.source}”, which is not in sources.yaml."
            report.warning(location, STALE, message, _LEAVE_OUT)
    for mark, location in lock.articles:
        if mark.source in briefing.sources_by_key:
            articles.append(mark)
        else:
            message = f"The article is “{mark.source}”, which is not in sources.yaml."
            report.warning(location, STALE, message, _LEAVE_OUT)
    return tuple(anchors), tuple(articles)


def all_evidence(briefing: Briefing) -> Iterator[Evidence]:
    """All that a briefing cites, of cards and of actors."""
    for _, card in briefing.cards():
        yield from card_evidence(card)
    for actor in briefing.actors:
        yield from actor.evidence
        for name in actor.names:
            yield from name.evidence


# -- reading version 1 -----------------------------------------------------------------------------

_RESTORE_FILE: Final = f"Restore the file from git, {_RENEW}"


def read_version_1(file: SourceFile, report: Report) -> Lock:
    """Read ``anchors.lock.json``, in which all anchors are one list."""
    data = file.text.encode()
    try:
        version = msgspec.json.decode(data, type=_Version).version
        if version != 1:
            message = f"The file has version {version}; in {EARLIER_NAME} it must be 1."
            report.error(Location(file.path), DAMAGED, message, _RESTORE_FILE)
            return Lock()
        typed = msgspec.json.decode(data, type=_Version1).anchors
    except msgspec.ValidationError as error:
        message = f"The file was changed by hand: {error}."
        report.error(Location(file.path), DAMAGED, message, _RESTORE_FILE)
        return Lock()
    except (msgspec.DecodeError, RecursionError):
        report.error(_json_location(file), DAMAGED, "This is not JSON.", _RESTORE_FILE)
        return Lock()
    anchors = []
    for raw, location in _located_anchors(file, typed):
        text = bytes(raw).decode()
        if anchor := _mark(
            text, decoded(raw, dict[str, msgspec.Raw]) or (), Anchor, location, report
        ):
            anchors.append(Locked(anchor, location))
    return Lock(_single(anchors, report))


def _located_anchors(
    file: SourceFile, typed: Iterable[msgspec.Raw]
) -> Iterator[tuple[msgspec.Raw, Location]]:
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


# -- writing ---------------------------------------------------------------------------------------


def lock_content(anchors: Iterable[Anchor], articles: Iterable[ArticleMark]) -> bytes:
    """The content of the file, the same for the same anchors and articles."""
    ordered: list[Anchor | ArticleMark] = sorted([*anchors, *articles], key=_order)
    return b"".join(b"%b\n" % line for line in (_FIRST_LINE, *map(msgspec.json.encode, ordered)))


def _order(one: Anchor | ArticleMark) -> tuple[str, bool, int, str, int]:
    if isinstance(one, ArticleMark):
        return one.source, False, 0, "", 0
    return one.source, True, one.paragraph or 0, one.passage or "", one.number or 0


def write_lock(
    folder: Path,
    anchors: Iterable[Anchor],
    articles: Iterable[ArticleMark],
    others: Mapping[Path, bytes | None] = MappingProxyType({}),
) -> None:
    """Write the file and some others; a file of version 1 that was read in its place is removed.

    Raises:
        FileNotWrittenError: One cannot be written; all are as they were.
    """
    path = folder / LOCK_NAME
    takes_over = not os.path.lexists(path)
    write_files({**others, path: lock_content(anchors, articles)})
    if takes_over:
        with suppress(OSError):
            (folder / EARLIER_NAME).unlink()


def write_attributes(folder: Path) -> str:
    """Have git merge the file line by line.

    Returns:
        What the user should know, in a sentence; empty where all is as it should be.
    """
    path = folder / _ATTRIBUTES_NAME
    try:
        known = read_inside(folder, _ATTRIBUTES_NAME).decode("utf-8", "replace")
    except FileNotFoundError:
        write_files({path: f"{_ATTRIBUTES}\n".encode()})
        return ""
    except (RefusedError, OSError):
        known = ""
    if _MERGES.search(known):
        return ""
    return (
        f"“{path}” was left alone. For git to merge anchors by itself, add this line to it:"
        f" {_ATTRIBUTES}"
    )

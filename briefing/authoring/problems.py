"""What is wrong with a briefing, and where: reported as a compiler does, all in one run."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

import msgspec

from briefing.model.actors import Actor
from briefing.model.claims import Figure
from briefing.model.record import Record
from briefing.model.text import nearest
from briefing.model.vocabulary import Severity

Value = TypeVar("Value")

_MOST_OPTIONS = 12


class Location(NamedTuple):
    """One character of one file.

    Attributes:
        path: File, relative to the parent of the briefing's folder, with forward slashes.
        line: Counted from 1.
        column: In characters, counted from 1.
    """

    path: str
    line: int = 1
    column: int = 1


class Problem(Record, frozen=True, kw_only=True):
    """One mistake: where it is (see `Location`), what is wrong, and what to write instead.

    Attributes:
        code: Stable slug of the kind of problem, for example ``unknown-citation``.
        message: What is wrong, as a sentence.
        fix: What to do about it, as a sentence.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    fix: str

    @classmethod
    def at(
        cls, location: Location, severity: Severity, code: str, message: str, fix: str
    ) -> Problem:
        place = location._asdict()
        return cls(**place, severity=severity, code=code, message=message, fix=fix)

    @property
    def location(self) -> Location:
        return Location(self.path, self.line, self.column)

    def __str__(self) -> str:
        """One line, in the form that editors know how to jump to."""
        location = f"{self.path}:{self.line}:{self.column}"
        return f"{location}: {self.severity}: {self.message} {self.fix} [{self.code}]"


class MistakeError(Exception):
    """What was typed has no value; made of what `Report.error` takes."""

    def __init__(self, location: Location, code: str, message: str, fix: str) -> None:
        super().__init__(location, code, message, fix)


class Report:
    """Collects the problems of one run, each once; those in a draft are told as a draft's."""

    def __init__(self) -> None:
        self._problems: set[Problem] = set()
        self._drafts: dict[str, tuple[Location, Location]] = {}

    def mark_draft(self, key: str, start: Location, end: Location | None = None) -> None:
        """Note where a draft stands, up to its end, or to that of the file.

        The key is that of `Locations`.
        """
        self._drafts[key] = start, end or start._replace(line=sys.maxsize)

    @property
    def drafts(self) -> frozenset[str]:
        return frozenset(self._drafts)

    def draft_at(self, location: Location) -> str | None:
        """The key of the draft that a location is in."""
        for key, (start, end) in self._drafts.items():
            if start.path == location.path and start <= location < end:
                return key
        return None

    def broken_drafts(self) -> set[str]:
        """The drafts with an error, which may lack what could not be read."""
        errors = (one for one in self._problems if one.severity is Severity.ERROR)
        keys = (self.draft_at(one.location) for one in errors)
        return {key for key in keys if key is not None}

    def text_but_drafts(self, path: str, text: str) -> str:
        lines = text.splitlines(keepends=True)
        for start, end in self._drafts.values():
            if start.path == path:
                last = min(end.line - 1, len(lines))
                lines[start.line - 1 : last] = [""] * (last - start.line + 1)
        return "".join(lines)

    def error(self, location: Location, code: str, message: str, fix: str) -> None:
        self._problems.add(Problem.at(location, Severity.ERROR, code, message, fix))

    def warning(self, location: Location, code: str, message: str, fix: str) -> None:
        self._problems.add(Problem.at(location, Severity.WARNING, code, message, fix))

    def value(self, typed: Located | None, convert: Callable[[Located], Value]) -> Value | None:
        """Make a value of what was typed, if anything was; None where it is a mistake."""
        if typed is None:
            return None
        try:
            return convert(typed)
        except* MistakeError as mistakes:
            for mistake in mistakes.exceptions:
                self.error(*mistake.args)
        return None

    def duplicates(self, typed: Iterable[Located], kind: IdKind) -> list[Located]:
        """Report the ids that a list names a second time, and give the list without them."""
        found: dict[str, Located] = {}
        for one in typed:
            if found.setdefault(one.text, one) is not one:
                message = f"The {kind} “{one.text}” is in this list already."
                fix = "Name it once."
                self.error(one.at(), "duplicate-id", message, fix)
        return list(found.values())

    def has_errors(self, *, but: str | None = None) -> bool:
        """Whether there is any error, or any of another code than one."""
        return any(
            problem.severity is Severity.ERROR and problem.code != but
            for problem in self.problems()
        )

    def problems(self) -> tuple[Problem, ...]:
        """All problems by path, line and column."""
        found = map(self._as_draft, self._problems) if self._drafts else self._problems
        return tuple(sorted(found, key=lambda p: (p.path, p.line, p.column, p.code, p.message)))

    def _as_draft(self, problem: Problem) -> Problem:
        if self.draft_at(problem.location) is None:
            return problem
        return msgspec.structs.replace(problem, severity=Severity.DRAFT)


def write_instead(word: str, options: Iterable[str]) -> str:
    """Name the option most similar to an unknown word, or else all of them where they are few."""
    known = list(options)
    if match := nearest(word, known):
        return f"Write “{match}”."
    if not known:
        return "Remove it; there is none yet."
    if len(known) > _MOST_OPTIONS:
        return f"Write one of: {', '.join(known[:_MOST_OPTIONS])} … ({len(known)} in all)."
    return f"Write one of: {', '.join(known)}."


class Run(NamedTuple):
    """Characters that stand one after the other in one line of a file.

    Attributes:
        offset: Index of the first in the text.
    """

    offset: int
    line: int
    column: int


class Located(msgspec.Struct, frozen=True):
    """A text together with the location of each of its characters.

    Attributes:
        runs: Where its stretches stand, by offset; at least one, the first at offset 0.
        exact: Whether characters map one to one; False where escapes were resolved, and then
            every location is that of the first character.
    """

    text: str
    path: str
    runs: tuple[Run, ...]
    exact: bool = True

    def at(self, offset: int = 0) -> Location:
        """The location of a character; for the length of the text, that after its end."""
        if not self.exact:
            offset = 0
        run = self.runs[bisect_right(self.runs, offset, key=lambda run: run.offset) - 1]
        return Location(self.path, run.line, run.column + offset - run.offset)

    def part(self, start: int, end: int | None = None) -> Located:
        """Cut out a part, without the white space around it."""
        cut = self.text[start:end]
        start += len(cut) - len(cut.lstrip())
        location = self.at(start)
        later = (
            Run(run.offset - start, run.line, run.column) for run in self.runs if run.offset > start
        )
        runs = (Run(0, location.line, location.column), *later)
        return Located(cut.strip(), self.path, runs, self.exact)

    def resolved(self, text: str) -> Located:
        """The same location with the text that its escapes stand for."""
        return self if text == self.text else Located(text, self.path, self.runs[:1], exact=False)


def joined(path: str, lines: list[tuple[str, int, int]]) -> Located:
    """Join soft-wrapped lines by single spaces; blank lines leave no trace.

    Each line is given as its text, its number and the column of its first character.
    """
    runs: list[Run] = []
    parts: list[str] = []
    offset = 0
    for text, line, column in lines:
        stripped = text.strip()
        if not stripped:
            continue
        runs.append(Run(offset, line, column + len(text) - len(text.lstrip())))
        parts.append(stripped)
        offset += len(stripped) + 1
    if not runs:
        _, line, column = lines[0]
        runs.append(Run(0, line, column))
    return Located(" ".join(parts), path, tuple(runs))


OUTLINE: Final = "briefing.md"
"""The file of what a briefing is, with its sections and bottom line."""

_START: Final = Location(OUTLINE)


class PartLocation(msgspec.Struct, frozen=True):
    """Where one part of a briefing was typed.

    Attributes:
        text: Its text with the location of each character; None where it is no text.
        fields: Locations of the values of its fields or attributes, by name as typed.
        citations: Locations of its citation keys, in the order of its evidence.
        end: Of a claim, where its block ends: after citations, attributes and id.
    """

    location: Location
    text: Located | None = None
    fields: Mapping[str, Location] = msgspec.field(default_factory=dict)
    citations: tuple[Location, ...] = ()
    end: Location | None = None


class Locations(msgspec.Struct, frozen=True):
    """Where each part of a briefing was typed, so that a later check can point at the very token.

    A part is named by a key:

    - ``share``: a card; its text is its title. The bottom line's card is ``bottom-line``;
    - ``share#summer``: a claim or quote of a card;
    - ``share#figure:water-share``: a figure;
    - ``day-of-signature#position:0``: a position of a disagreement, counted from 0; its text is
      what is said;
    - ``actor:mayor`` and ``actor:mayor#name:0``: an actor, and its names, counted from 0;
    - ``source:herald`` and ``source:herald#slip:0``: a source, and its slips, counted from 0;
    - ``correction:0`` and ``retraction:herald``: an entry of ``corrections.yaml``.

    For a key that is not known the location is the start of ``briefing.md``.
    """

    start: Location = _START
    parts: Mapping[str, PartLocation] = msgspec.field(default_factory=dict)

    def at(self, key: str, offset: int = 0) -> Location:
        """The location of a part, or of one character of its text where it has one."""
        part = self.parts.get(key)
        if part is None:
            return self.start
        if part.text is None:
            return part.location
        return part.text.at(min(max(offset, 0), len(part.text.text)))

    def field(self, key: str, name: str) -> Location:
        """The location of a field's value; that of the part where the field is not given."""
        part = self.parts.get(key)
        return self.at(key) if part is None else part.fields.get(name, self.at(key))

    def citation(self, key: str, number: int) -> Location:
        """The location of the citation of this index; that of the part where there is none."""
        part = self.parts.get(key)
        if part is None or not 0 <= number < len(part.citations):
            return self.at(key)
        return part.citations[number]


class IdKind(StrEnum):
    """What an id names; ids are unique among those of one kind."""

    SOURCE = "source"
    DOCUMENT = "document"
    ACTOR = "actor"
    FIGURE = "figure"
    SECTION = "section"
    CARD = "card"
    CLAIM = "claim"


DRAFT_NAMED: Final = "draft-named"
"""Code of the problem that what is named is there, but not for readers."""

_UNKNOWN: Final = {
    IdKind.SOURCE: ("unknown-citation", "The citation key “{}” is not in sources.yaml."),
    IdKind.ACTOR: ("unknown-actor", "The actor “{}” is not in actors.yaml."),
    IdKind.FIGURE: ("unknown-figure", "No card has a figure “{}”."),
    IdKind.CLAIM: ("unknown-claim", "No card has a claim or figure “{}”."),
}

_UNUSED: Final = {
    IdKind.SOURCE: (
        "The source “{}” is cited nowhere.",
        "Cite it, or remove it from sources.yaml.",
    ),
    IdKind.ACTOR: (
        "The actor “{}” is named by no card.",
        "Name it in a card's actors, or remove it from actors.yaml.",
    ),
    IdKind.FIGURE: (
        "The figure “{}” is neither a key figure nor a part or rival of another.",
        "Add it to key-figures in briefing.md, or remove it.",
    ),
}


class Ledger:
    """Ids as they are defined and as they are named, across all files of a briefing."""

    def __init__(self) -> None:
        self._defined: dict[IdKind, dict[str, Location]] = {kind: {} for kind in IdKind}
        self._named: dict[IdKind, list[tuple[str, Location]]] = {kind: [] for kind in IdKind}
        self._recalled: dict[IdKind, list[tuple[str, Location]]] = {kind: [] for kind in IdKind}
        self._former: dict[IdKind, dict[str, Location]] = {kind: {} for kind in IdKind}
        self._incomplete: set[IdKind] = set()
        self._apart: list[Ledger] = []

    def define(self, kind: IdKind, id_: str, location: Location, report: Report) -> None:
        """Enter an id where it is defined; a second definition is a problem, if need be a draft's.

        Of two cards it is one of the other, since nothing could tell them apart.
        """
        first = self._defined[kind].setdefault(id_, location)
        if first == location:
            return
        drafted = report.draft_at(first) is not None, report.draft_at(location) is not None
        if drafted == ((False, True) if kind is IdKind.CARD else (True, False)):
            first, location = location, first
            self._defined[kind][id_] = first
        message = f"The {kind} id “{id_}” is taken by {first.path}:{first.line}."
        fix = "Give one of the two another id."
        report.error(location, "duplicate-id", message, fix)

    def name(self, kind: IdKind, named: Located) -> str:
        """Enter an id where it is named, and hand it on."""
        self._named[kind].append((named.text, named.at()))
        return named.text

    def recall(self, kind: IdKind, named: Located) -> str:
        """Enter an id where a record names it, be it still there or not, and hand it on."""
        self._recalled[kind].append((named.text, named.at()))
        return named.text

    def define_former(self, kind: IdKind, id_: str, location: Location, report: Report) -> None:
        """Enter an id that something had before; two things cannot both have had it."""
        first = self._former[kind].setdefault(id_, location)
        if first != location:
            message = f"{first.path}:{first.line} was the {kind} “{id_}” already."
            report.error(location, "duplicate-id", message, "Take it out of one of the two.")

    def former(self, kind: IdKind) -> Mapping[str, Location]:
        """Where it is said what had each id before, also in cards that no section lists."""
        return ChainMap(self._former[kind], *(ledger._former[kind] for ledger in self._apart))

    def defines(self, kind: IdKind, id_: str) -> bool:
        return id_ in self._defined[kind]

    def definitions(self, kind: IdKind) -> Mapping[str, Location]:
        """Where each id of a kind is defined, also in cards that no section lists.

        A card is defined at the start of its file.
        """
        apart = (ledger._defined[kind] for ledger in self._apart)
        return ChainMap(self._defined[kind], *apart)

    def names(self, kind: IdKind, *, recalled: bool = True) -> Iterator[tuple[str, Location]]:
        """All ids of a kind where they are named, also in cards that no section lists.

        Those that are only `recalled` need not be there.
        """
        yield from self._named[kind]
        if recalled:
            yield from self._recalled[kind]
        for ledger in self._apart:
            yield from ledger.names(kind, recalled=recalled)

    def apart(self) -> Ledger:
        """A ledger of what readers do not see: it counts only for those who ask where."""
        self._apart.append(Ledger())
        return self._apart[-1]

    def leave_open(self, *kinds: IdKind) -> None:
        """Note that not all ids of some kinds could be read, so that none can be called unknown."""
        self._incomplete.update(kinds)

    def drafts_left_out(self, report: Report) -> set[str]:
        """The drafts with an error, and those that name what is defined in one of them."""
        out = report.broken_drafts()
        leaning = [
            (key, report.draft_at(self._defined[kind][id_]), id_, location)
            for kind, named in self._named.items()
            for id_, location in named
            if id_ in self._defined[kind] and (key := report.draft_at(location))
        ]
        while more := [one for one in leaning if one[0] not in out and one[1] in out]:
            for key, _, id_, location in more:
                message = f"“{id_}” is in a draft with errors, so this one is not looked at either."
                report.warning(location, DRAFT_NAMED, message, "Correct that one first.")
                out.add(key)
        return out

    def check(self, report: Report) -> None:
        """Report what is named but not defined, and what is defined but not named.

        Nothing is called unused where a name could not be resolved or a file could not be read:
        the use may be in there.
        """
        for kind in (IdKind.CARD, IdKind.CLAIM):
            self._report_former(kind, report)
        for kind in _UNKNOWN:
            self._report_drafts(kind, report)
            if kind not in self._incomplete and not self._report_unknown(kind, report):
                self._warn_unused(kind, report)

    def _report_former(self, kind: IdKind, report: Report) -> None:
        """Report what is said to have had an id before that something has now."""
        for id_, location in self._former[kind].items():
            if id_ in self._defined[kind]:
                message = f"There is a {kind} “{id_}”, so this cannot have been it."
                fix = f"Take it out of “was”, or give that {kind} another id."
                report.error(location, "former-id", message, fix)

    def _report_drafts(self, kind: IdKind, report: Report) -> None:
        """Report what is named outside of drafts and defined in one: it is not published."""
        for id_, location in self._named[kind]:
            first = self._defined[kind].get(id_)
            if first and report.draft_at(first) and not report.draft_at(location):
                report.error(
                    location,
                    DRAFT_NAMED,
                    f"The {kind} “{id_}” is a draft, or in one, so readers will not see it.",
                    f"Remove “status: draft” there ({first.path}:{first.line}), or do not name it.",
                )

    def _report_unknown(self, kind: IdKind, report: Report) -> bool:
        code, unknown_id = _UNKNOWN[kind]
        known = self._defined[kind]
        unknown = [(id_, location) for id_, location in self._named[kind] if id_ not in known]
        for id_, location in unknown:
            if kind is IdKind.SOURCE and self.defines(IdKind.DOCUMENT, id_):
                message = f"The text of “{id_}” is marked “held: no”, so it cannot be cited."
                fix = "Cite the source that reports what it says."
                report.error(location, "not-held", message, fix)
            else:
                report.error(location, code, unknown_id.format(id_), write_instead(id_, known))
        return any(report.draft_at(location) is None for _, location in unknown)

    def _warn_unused(self, kind: IdKind, report: Report) -> None:
        if kind not in _UNUSED:
            return
        message, fix = _UNUSED[kind]
        used = {id_ for id_, _ in self._named[kind]}
        for id_, location in self._defined[kind].items():
            if id_ not in used and not self._incomplete and not report.draft_at(location):
                report.warning(location, f"unused-{kind}", message.format(id_), fix)


class ParseContext(msgspec.Struct):
    """What those who read one briefing's files share.

    Attributes:
        totals: Figures that have parts, each with the location where the parts are named.
        parts: Where each part of the briefing was typed, by the keys of `Locations`.
        card: Id of the card that is being read; empty outside of cards.
    """

    report: Report
    ledger: Ledger = msgspec.field(default_factory=Ledger)
    quote_limit: int = 12
    actors: dict[str, Actor] = msgspec.field(default_factory=dict)
    totals: list[tuple[Figure, Location]] = msgspec.field(default_factory=list)
    parts: dict[str, PartLocation] = msgspec.field(default_factory=dict)
    card: str = ""

    def within(self, card: str) -> ParseContext:
        return msgspec.structs.replace(self, card=card)

    def to_actor(self, named: Located) -> str:
        """Take the id of an actor; whether there is one is checked when all files are read."""
        return self.ledger.name(IdKind.ACTOR, named)

    def enter(self, item: str, part: PartLocation) -> None:
        """Note where a part was typed; `item` is its key within its card, if it is in one."""
        self.parts[f"{self.card}#{item}" if self.card else item] = part

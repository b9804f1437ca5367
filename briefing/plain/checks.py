"""What is wrong with the folder of a briefing: in its text, and against its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from briefing.authoring.problems import Location, Problem, Severity
from briefing.evidence.checking import Derivation, Remark, Tally
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.verify import verify
from briefing.model.briefing import Briefing
from briefing.plain.authored import Authored, place_key


class Noted(msgspec.Struct, frozen=True):
    """One thing that a check has to say.

    Attributes:
        problem: What it is, and where.
        reason: Why the curator lets it stand; None where nothing is said.
    """

    problem: Problem
    reason: str | None = None

    def __str__(self) -> str:
        """The problem as one line, with the reason where the fix would stand."""
        if self.reason is None:
            return str(self.problem)
        one = self.problem
        place = f"{one.path}:{one.line}:{one.column}"
        return f"{place}: explained: {one.message} {self.reason} [{one.code}]"


class Derived(msgspec.Struct, frozen=True):
    """A date that follows from when its source speaks, and where it was typed."""

    place: Location
    derivation: Derivation

    def __str__(self) -> str:
        """The derivation as one line."""
        path, line, column = self.place
        one = self.derivation
        return f"{path}:{line}:{column}: derived: {one.date} from @{one.source}: {one.how}."


class Checked(msgspec.Struct, frozen=True):
    """What came of checking a folder.

    Attributes:
        noted: Errors and warnings by path, line and column; those explained among them.
        derived: How dates were reckoned, in reading order.
        tallies: By kind, how much of the briefing agrees with its sources.
    """

    noted: tuple[Noted, ...]
    derived: tuple[Derived, ...] = ()
    tallies: Mapping[str, Tally] = msgspec.field(default_factory=dict)


def check_authored(authored: Authored, corpus: Corpus) -> Checked:
    """Check a folder that was read.

    Args:
        authored: What came of reading it.
        corpus: The texts of its sources, as far as they are at hand.

    Returns:
        What is wrong with its text and, where that has no error, what does not agree with the
        sources.
    """
    noted = [Noted(problem) for problem in authored.problems]
    briefing = authored.briefing
    if briefing is None:
        return Checked(tuple(noted))
    verification = verify(Examination(briefing, corpus))
    noted += (_noted(one, authored, briefing) for one in verification.remarks)
    derived = (
        Derived(authored.as_typed(_date_place(one, authored, briefing)), one)
        for one in verification.derivations
    )
    return Checked(tuple(sorted(noted, key=_by_place)), tuple(derived), verification.tallies)


def add_tallies(tallies: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """Add up the tallies of several briefings, kind by kind."""
    sums: dict[str, Tally] = {}
    for kind, one in _items(tallies):
        so_far = sums.get(kind, Tally())
        sums[kind] = Tally(
            so_far.total + one.total,
            so_far.verified + one.verified,
            so_far.unchecked + one.unchecked,
        )
    return sums


def _items(tallies: Iterable[Mapping[str, Tally]]) -> Iterator[tuple[str, Tally]]:
    for mapping in tallies:
        yield from mapping.items()


def _noted(remark: Remark, authored: Authored, briefing: Briefing) -> Noted:
    severity = Severity.ERROR if remark.error else Severity.WARNING
    place = _remark_place(remark, authored, briefing)
    problem = authored.problem(place, severity, remark.code, remark.message, remark.fix)
    return Noted(problem, None if remark.stands_out else remark.reason)


def _remark_place(remark: Remark, authored: Authored, briefing: Briefing) -> Location:
    """The very word or value that a remark is about, else the citation, else all of it."""
    places = authored.places
    if remark.bearer is None:
        return places.at(f"source:{remark.source}")
    key = place_key(briefing, remark.bearer)
    if remark.offset is not None:
        return places.at(key, remark.offset)
    if remark.field is not None:
        return places.field(key, remark.field)
    if remark.citation is not None:
        return places.citation(key, remark.citation)
    return places.at(key)


def _date_place(derivation: Derivation, authored: Authored, briefing: Briefing) -> Location:
    key = place_key(briefing, derivation.bearer)
    return authored.places.field(key, "as-of" if derivation.bearer.figure else "date")


def _by_place(noted: Noted) -> tuple[str, int, int, str, str]:
    one = noted.problem
    return one.path, one.line, one.column, one.code, one.message

"""``briefing check``: what is wrong with the text of briefings, and against their sources."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from briefing.authoring.problems import Location, Locations, Problem
from briefing.evidence.checking import Derivation, Remark, Tally
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.verify import verify
from briefing.model.briefing import Briefing
from briefing.views.authored import BY_PLACE, Authored, count_errors, load_as_typed, place_key
from briefing.views.context import NAME_THE_CORPUS, Context
from briefing.views.phrases import count
from briefing.views.shapes import NonNegative, Ordinal, Shape, as_json
from briefing.views.verbs import NOTHING, OK

_KINDS: Final = ("claim", "quote", "figure", "number", "name", "date")
"""What is verified, in the order of the summary; the tallies have them in the plural."""


class CheckedProblem(Shape, frozen=True, kw_only=True):
    """One mistake in the text of a briefing, or one thing that does not agree with its sources."""

    path: str
    line: Ordinal
    column: Annotated[int, Meta(ge=1, description="In characters.")]
    severity: Annotated[str, Meta(pattern="^(error|warning)$")]
    code: Annotated[str, Meta(description="Stable name of the kind of mistake.")]
    message: Annotated[str, Meta(description="What is wrong.")]
    fix: Annotated[str, Meta(description="What to do about it.")]
    reason: Annotated[
        str | None, Meta(description="Why the curator allows a warning; null if not allowed.")
    ]

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        if self.reason is not None:
            return f"{place}: explained: {self.message} {self.reason} [{self.code}]"
        return f"{place}: {self.severity}: {self.message} {self.fix} [{self.code}]"


class DerivedDate(Shape, frozen=True, kw_only=True):
    """A date that a source does not print but that follows from when it speaks."""

    path: str
    line: Ordinal
    column: Annotated[int, Meta(ge=1, description="In characters.")]
    date: Annotated[str, Meta(description="As the briefing has it, for a reader.")]
    source: Annotated[str, Meta(description="Citation key.")]
    how: Annotated[str, Meta(description="Out of what it follows, in words.")]

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: derived: {self.date} from @{self.source}: {self.how}."


class CheckedTally(Shape, frozen=True, kw_only=True):
    """How many things of a kind there are, and what came of checking them."""

    total: NonNegative
    verified: Annotated[int, Meta(ge=0, description="How many agree with their sources.")]
    unchecked: Annotated[int, Meta(ge=0, description="How many lack a text to check them in.")]


class CheckResult(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing check --format json``."""

    files: Annotated[int, Meta(ge=0, description="Files looked at.")]
    errors: NonNegative
    warnings: Annotated[int, Meta(ge=0, description="Those not explained.")]
    explained: Annotated[int, Meta(ge=0, description="Warnings that the curator allows.")]
    problems: Annotated[
        tuple[CheckedProblem, ...],
        Meta(description="Those explained are among them only with --explained."),
    ]
    derived_dates: tuple[DerivedDate, ...]
    verified: Annotated[
        dict[str, CheckedTally],
        Meta(description="By kind: claims, quotes, figures, numbers, names, dates."),
    ]


class CheckedFolder(msgspec.Struct, frozen=True):
    """What came of checking a folder.

    Attributes:
        problems: By path, line and column; those explained among them.
        derived: How dates were reckoned, in reading order.
        tallies: By kind, how much of the briefing agrees with its sources.
    """

    problems: Sequence[CheckedProblem]
    derived: Sequence[DerivedDate] = ()
    tallies: Mapping[str, Tally] = msgspec.field(default_factory=dict)


def run(context: Context, arguments: Namespace) -> int:
    """Check folders of briefings; the exit code is 1 where there is an error, not for a warning."""
    corpus = context.corpus()
    folders = [load_as_typed(Path(path)) for path in arguments.paths]
    checked = [_check(folder, corpus) for folder in folders]
    problems = [one for each in checked for one in each.problems]
    tallies = _sum(each.tallies for each in checked)
    errors = count_errors(problems)
    explained = sum(one.reason is not None for one in problems)
    result = CheckResult(
        files=sum(folder.files for folder in folders),
        errors=errors,
        warnings=len(problems) - errors - explained,
        explained=explained,
        problems=tuple(one for one in problems if one.reason is None or arguments.explained),
        derived_dates=tuple(one for each in checked for one in each.derived),
        verified={
            kind: CheckedTally(**msgspec.structs.asdict(one)) for kind, one in tallies.items()
        },
    )
    if arguments.format == "json":
        context.write(as_json(result))
    else:
        context.write_lines(map(str, result.problems))
        if arguments.explained:
            context.write_lines(map(str, result.derived_dates))
    context.say(_summary(result))
    if tallies:
        context.say(_verified(tallies, with_texts=corpus.folder is not None))
    return NOTHING if errors else OK


def _summary(result: CheckResult) -> str:
    found = [count(result.errors, "error"), count(result.warnings, "warning")]
    if result.explained:
        found.append(f"{result.explained:,} explained")
    return f"{', '.join(found)} in {count(result.files, 'file')}"


def _verified(tallies: Mapping[str, Tally], *, with_texts: bool) -> str:
    """Say how much agrees with its sources, or how that is found out."""
    if not with_texts:
        claims = count(tallies["claims"].unchecked, "claim")
        return f"{claims} not checked. {NAME_THE_CORPUS}"
    found = ", ".join(count(tallies[f"{kind}s"].verified, kind) for kind in _KINDS)
    unchecked = sum(tally.unchecked for tally in tallies.values())
    return f"{found} verified; {unchecked:,} not checked."


def _check(authored: Authored, corpus: Corpus) -> CheckedFolder:
    """Check the text of a folder and, if it has no error, whether it agrees with its sources."""
    problems = [_checked(problem) for problem in authored.problems]
    briefing = authored.briefing
    if briefing is None:
        return CheckedFolder(problems)
    verification = verify(Examination(briefing, corpus))
    problems += (_of_remark(one, authored, briefing) for one in verification.remarks)
    derived = [_derived(one, authored, briefing) for one in verification.derivations]
    return CheckedFolder(sorted(problems, key=BY_PLACE), derived, verification.tallies)


def _checked(problem: Problem, reason: str | None = None) -> CheckedProblem:
    return CheckedProblem(**msgspec.structs.asdict(problem), reason=reason)


def _of_remark(remark: Remark, authored: Authored, briefing: Briefing) -> CheckedProblem:
    place = _remark_place(remark, authored.places, briefing)
    problem = authored.problem(place, remark.severity, remark.code, remark.message, remark.fix)
    return _checked(problem, None if remark.stands_out else remark.reason)


def _remark_place(remark: Remark, places: Locations, briefing: Briefing) -> Location:
    """The very word or value that a remark is about, else the citation, else all of it."""
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


def _derived(derivation: Derivation, authored: Authored, briefing: Briefing) -> DerivedDate:
    bearer = derivation.bearer
    key = place_key(briefing, bearer)
    typed = authored.places.field(key, "as-of" if bearer.figure else "date")
    path, line, column = authored.as_typed(typed)
    return DerivedDate(
        path=path,
        line=line,
        column=column,
        date=derivation.date,
        source=derivation.source,
        how=derivation.how,
    )


def _sum(tallies: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for of_one in tallies:
        for kind, one in of_one.items():
            so_far = sums.get(kind, Tally())
            sums[kind] = Tally(
                so_far.total + one.total,
                so_far.verified + one.verified,
                so_far.unchecked + one.unchecked,
            )
    return sums

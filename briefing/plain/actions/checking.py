"""``briefing check``: everything that is wrong with briefings, in one run."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from briefing.evidence.checking import Tally
from briefing.plain.authored import count_errors, load_as_typed
from briefing.plain.checks import Checked, Derived, Noted, add_tallies, check_authored
from briefing.plain.context import Context
from briefing.plain.opening import NAME_THE_CORPUS
from briefing.plain.phrases import count
from briefing.plain.shapes import CheckedProblem, CheckedTally, CheckResult, DerivedDate, as_json
from briefing.plain.table import NOTHING, OK

_KINDS: Final = ("claim", "quote", "figure", "number", "name", "date")
"""What is verified, in the order of the summary; the tallies have them in the plural."""


def run(context: Context, arguments: Namespace) -> int:
    """Check folders of briefings.

    Args:
        context: Source texts and streams.
        arguments: ``paths``, ``format``, ``explained``.

    Returns:
        1 where there is an error; warnings do not count.
    """
    corpus = context.corpus()
    folders = [load_as_typed(Path(path)) for path in arguments.paths]
    checked = [check_authored(folder, corpus) for folder in folders]
    noted = [one for each in checked for one in each.noted]
    shown = [one for one in noted if one.reason is None or arguments.explained]
    files = sum(folder.files for folder in folders)
    tallies = add_tallies(each.tallies for each in checked)
    if arguments.format == "json":
        context.write(as_json(_result(checked, shown, files, tallies)))
    else:
        context.write_lines(map(str, shown))
        if arguments.explained:
            context.write_lines(str(one) for each in checked for one in each.derived)
    context.say(_summary(noted, files))
    if tallies:
        context.say(_verified(tallies, with_texts=corpus.folder is not None))
    return NOTHING if _errors(noted) else OK


def _errors(noted: Sequence[Noted]) -> int:
    return count_errors(one.problem for one in noted)


def _warnings(noted: Sequence[Noted]) -> int:
    return len(noted) - _errors(noted) - _explained(noted)


def _explained(noted: Sequence[Noted]) -> int:
    return sum(one.reason is not None for one in noted)


def _summary(noted: Sequence[Noted], files: int) -> str:
    found = [count(_errors(noted), "error"), count(_warnings(noted), "warning")]
    if explained := _explained(noted):
        found.append(f"{explained:,} explained")
    return f"{', '.join(found)} in {count(files, 'file')}"


def _verified(tallies: Mapping[str, Tally], *, with_texts: bool) -> str:
    """Say how much agrees with its sources, or how that is found out."""
    if not with_texts:
        claims = count(tallies["claims"].unchecked, "claim")
        return f"{claims} not checked. {NAME_THE_CORPUS}"
    found = ", ".join(count(tallies[f"{kind}s"].verified, kind) for kind in _KINDS)
    unchecked = sum(tally.unchecked for tally in tallies.values())
    return f"{found} verified; {unchecked:,} not checked."


def _result(
    checked: Sequence[Checked], shown: Sequence[Noted], files: int, tallies: Mapping[str, Tally]
) -> CheckResult:
    noted = [one for each in checked for one in each.noted]
    return CheckResult(
        files=files,
        errors=_errors(noted),
        warnings=_warnings(noted),
        explained=_explained(noted),
        problems=tuple(map(_problem, shown)),
        derived_dates=tuple(_derived(one) for each in checked for one in each.derived),
        verified={
            kind: CheckedTally(
                total=tally.total, verified=tally.verified, unchecked=tally.unchecked
            )
            for kind, tally in tallies.items()
        },
    )


def _problem(noted: Noted) -> CheckedProblem:
    problem = noted.problem
    return CheckedProblem(
        path=problem.path,
        line=problem.line,
        column=problem.column,
        severity=problem.severity,
        code=problem.code,
        message=problem.message,
        fix=problem.fix,
        reason=noted.reason,
    )


def _derived(derived: Derived) -> DerivedDate:
    path, line, column = derived.place
    one = derived.derivation
    return DerivedDate(
        path=path, line=line, column=column, date=one.date, source=one.source, how=one.how
    )

"""``briefing check``: everything that is wrong with the text of briefings, in one run."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from briefing.authoring.problems import Problem
from briefing.plain.authored import count_errors, load_as_typed
from briefing.plain.context import Context
from briefing.plain.phrases import count
from briefing.plain.shapes import CheckedProblem, CheckResult, as_json
from briefing.plain.table import NOTHING, OK

_FILES: Final = ("briefing.md", "*.yaml", "cards/*/*.md")
"""What is looked at, in a briefing's folder."""


def run(context: Context, arguments: Namespace) -> int:
    """Check folders of briefings.

    Args:
        context: Streams.
        arguments: ``paths``, ``format``.

    Returns:
        1 where there is an error; warnings do not count.
    """
    folders = [Path(path) for path in arguments.paths]
    problems = [problem for folder in folders for problem in load_as_typed(folder).problems]
    files = sum(map(_count_files, folders))
    if arguments.format == "json":
        context.write(as_json(_result(problems, files)))
    else:
        context.write_lines(map(str, problems))
    context.say(_summary(problems, files))
    return NOTHING if count_errors(problems) else OK


def _summary(problems: Sequence[Problem], files: int) -> str:
    errors = count_errors(problems)
    found = f"{count(errors, 'error')}, {count(len(problems) - errors, 'warning')}"
    return f"{found} in {count(files, 'file')}"


def _count_files(folder: Path) -> int:
    if not os.path.isdir(folder):  # noqa: PTH112  # unlike Path.is_dir, it never raises
        return 0
    return sum(1 for pattern in _FILES for _ in folder.glob(pattern))


def _result(problems: Sequence[Problem], files: int) -> CheckResult:
    errors = count_errors(problems)
    return CheckResult(
        files=files,
        errors=errors,
        warnings=len(problems) - errors,
        problems=tuple(
            CheckedProblem(
                path=problem.path,
                line=problem.line,
                column=problem.column,
                severity=problem.severity,
                code=problem.code,
                message=problem.message,
                fix=problem.fix,
            )
            for problem in problems
        ),
    )

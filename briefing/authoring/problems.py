"""What is wrong with a briefing, and where: reported as a compiler does, all in one run."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from briefing.model.likeness import nearest
from briefing.model.record import Record

_MOST_OPTIONS = 12


class Severity(StrEnum):
    """Whether a problem blocks publishing."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
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
    """One mistake: where it is, what is wrong, and what to write instead.

    Attributes:
        path: File, relative to the parent of the briefing's folder, with forward slashes.
        line: Counted from 1.
        column: In characters, counted from 1.
        severity: Whether it blocks publishing.
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

    def __str__(self) -> str:
        """The problem as one line, in the form that editors know how to jump to."""
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.severity}: {self.message} {self.fix} [{self.code}]"


class Report:
    """Collects the problems of one run."""

    def __init__(self) -> None:
        self._problems: set[Problem] = set()

    def error(self, place: Place, code: str, message: str, fix: str) -> None:
        """Add a problem that blocks publishing."""
        self._add(Severity.ERROR, place, code, message, fix)

    def warning(self, place: Place, code: str, message: str, fix: str) -> None:
        """Add a problem that does not block publishing."""
        self._add(Severity.WARNING, place, code, message, fix)

    @property
    def has_errors(self) -> bool:
        """Whether anything found so far blocks publishing."""
        return any(problem.severity is Severity.ERROR for problem in self._problems)

    def problems(self) -> tuple[Problem, ...]:
        """All problems by path, line and column."""
        return tuple(
            sorted(self._problems, key=lambda p: (p.path, p.line, p.column, p.code, p.message))
        )

    def _add(self, severity: Severity, place: Place, code: str, message: str, fix: str) -> None:
        self._problems.add(
            Problem(
                path=place.path,
                line=place.line,
                column=place.column,
                severity=severity,
                code=code,
                message=message,
                fix=fix,
            )
        )


def write_instead(word: str, options: Iterable[str]) -> str:
    """Say what to write instead of a word that is not known.

    Args:
        word: What was written.
        options: What could have been written.

    Returns:
        A sentence that names the most similar option, or else all of them where they are few.
    """
    known = list(options)
    if match := nearest(word, known):
        return f"Write “{match}”."
    if not known:
        return "Remove it; there is none yet."
    if len(known) > _MOST_OPTIONS:
        return f"Write one of: {', '.join(known[:_MOST_OPTIONS])} … ({len(known)} in all)."
    return f"Write one of: {', '.join(known)}."

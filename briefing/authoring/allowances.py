"""Warnings that may stand, each with its reason: ``number-not-in-passage: the two are the towns``.

Several are parted by semicolons. Which codes there are is known to the checker, not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefing.authoring.located import Located
from briefing.authoring.problems import Report
from briefing.authoring.values import is_id, slug
from briefing.model.claims import Allowance
from briefing.model.text import words

REASON_WORDS: Final = 3
"""Fewest words of a reason; "ok" explains nothing to a reader."""

_PROBLEM: Final = "bad-allowance"


def read_allowances(text: Located | None, report: Report) -> tuple[Allowance, ...]:
    """Read which warnings may stand.

    Args:
        text: What was typed; None where nothing was.
        report: Takes the problems, each at the token that is wrong.

    Returns:
        Those that could be read, in order.
    """
    found: dict[str, Allowance] = {}
    for code, reason in _pairs(text, report) if text is not None else ():
        if code.text in found:
            report.error(
                code.at(),
                _PROBLEM,
                f"The warning “{code.text}” is allowed twice.",
                "Keep one of the two, with one reason for both.",
            )
        elif _is_code(code, report) and _is_reason(reason, report):
            found[code.text] = Allowance(code=code.text, reason=reason.text)
    return tuple(found.values())


def _pairs(text: Located, report: Report) -> Iterator[tuple[Located, Located]]:
    """Each code with its reason."""
    start = 0
    for typed in text.text.split(";"):
        end = start + len(typed)
        code, colon, _ = typed.partition(":")
        if colon:
            yield text.part(start, start + len(code)), text.part(start + len(code) + 1, end)
        else:
            report.error(
                text.part(start, end).at(),
                _PROBLEM,
                "A warning can be allowed only by its code and a reason.",
                "Write “code: reason”; a semicolon separates two, so use commas within a reason.",
            )
        start = end + 1


def _is_code(code: Located, report: Report) -> bool:
    if is_id(code.text):
        return True
    proposal = slug(code.text) or "number-not-in-passage"
    report.error(
        code.at(),
        _PROBLEM,
        f"“{code.text}” is not the code of a warning: codes are lower-case words with hyphens.",
        f"Write it as the warning has it in brackets, for example “{proposal}”.",
    )
    return False


def _is_reason(reason: Located, report: Report) -> bool:
    count = len(words(reason.text))
    if count >= REASON_WORDS:
        return True
    report.error(
        reason.at(),
        _PROBLEM,
        f"“{reason.text}” does not explain why the warning is allowed."
        if count
        else "The reason for allowing the warning is missing.",
        f"Say it in {REASON_WORDS} words or more, so that a reader can judge.",
    )
    return False

"""The passage that a citation names by its first and last words: ``"the two … by the end"``."""

from __future__ import annotations

import re
from typing import Final

from briefing.authoring.located import Located
from briefing.authoring.problems import Place, Report
from briefing.model.text import words

END_LIMIT: Final = 4
"""Most words at either end: the texts of articles are copyrighted and stay out of the briefing."""

UNBROKEN_LIMIT: Final = 2 * END_LIMIT
"""Most words of a passage that is named as a whole."""

MARK: Final = re.compile("[\"“”„«»‘’']")
"""What somebody may begin a passage with; only “ and \" are right."""

QUOTED: Final = '"[^"]*"|“[^“”]*”'
"""Pattern of a stretch between quotation marks, in which brackets and semicolons are text."""

_PASSAGE: Final = re.compile(f"(?P<quoted>{QUOTED})(?P<rest>.*)")
_DOUBLE: Final = re.compile('["“”„«»]')
_ELLIPSIS: Final = re.compile(r"…|\.{3,}")
_CODE: Final = "bad-passage"


def read_passage(text: Located, report: Report) -> str | None:
    """Read a passage.

    Args:
        text: What stands after a citation's paragraph; it begins with a quotation mark.
        report: Takes the problems, each at the character that is wrong.

    Returns:
        Its words with single spaces, the ellipsis ``…`` between its ends; None where there is a
        problem.
    """
    match = _PASSAGE.fullmatch(text.text)
    if match is None:
        report.error(
            text.at(),
            _CODE,
            "The passage is not between two quotation marks.",
            'Write “first words … last words”, or the same between two ".',
        )
        return None
    rest = text.part(match.start("rest"))
    if rest.text:
        report.error(
            rest.at(),
            _CODE,
            f"“{rest.text}” follows the passage.",
            "End the passage with one quotation mark, and write a semicolon before the next"
            " citation.",
        )
        return None
    return _read_words(text.part(1, match.end("quoted") - 1), report)


def _read_words(text: Located, report: Report) -> str | None:
    if mark := _DOUBLE.search(text.text):
        report.error(
            text.at(mark.start()),
            _CODE,
            "The passage contains a quotation mark.",
            "Leave it out; marks do not count when the passage is looked for.",
        )
        return None
    gaps = list(_ELLIPSIS.finditer(text.text))
    if len(gaps) > 1:
        report.error(
            text.at(gaps[1].start()),
            _CODE,
            "The passage has a second “…”.",
            "Write its first words, one “…” and its last words.",
        )
        return None
    if not gaps:
        return _read_unbroken(text, report)
    start, end = gaps[0].span()
    head, tail = text.part(0, start), text.part(end)
    if not words(head.text) or not words(tail.text):
        report.error(
            text.at(start),
            _CODE,
            f"There are no words {'after' if words(head.text) else 'before'} the “…”.",
            "Write the passage's first words, “…” and its last words.",
        )
        return None
    return _joined(head, tail, report)


def _read_unbroken(text: Located, report: Report) -> str | None:
    found = words(text.text)
    if not found:
        report.error(
            text.at(),
            _CODE,
            "The passage has no words.",
            "Write its first and last words, or remove the marks to cite the whole paragraph.",
        )
        return None
    if len(found) <= UNBROKEN_LIMIT:
        return _spaced(text.text)
    ends = f"{' '.join(found[:END_LIMIT])} … {' '.join(found[-END_LIMIT:])}"
    report.error(
        text.at(_word_offset(text.text, UNBROKEN_LIMIT)),
        _CODE,
        f"The passage has {len(found)} words; {UNBROKEN_LIMIT} in a row are the most.",
        f"Write “{ends}”.",
    )
    return None


def _joined(head: Located, tail: Located, report: Report) -> str | None:
    """The two ends with the ellipsis between them; None where one of them is too long."""
    first, last = words(head.text), words(tail.text)
    if len(first) > END_LIMIT:
        place = head.at(_word_offset(head.text, END_LIMIT))
        fix = f"Write “{' '.join(first[:END_LIMIT])}” before the “…”."
        _report_long_end(place, len(first), "before", fix, report)
    if len(last) > END_LIMIT:
        fix = f"Write “{' '.join(last[-END_LIMIT:])}” after the “…”."
        _report_long_end(tail.at(), len(last), "after", fix, report)
    if len(first) > END_LIMIT or len(last) > END_LIMIT:
        return None
    return f"{_spaced(head.text)} … {_spaced(tail.text)}"


def _report_long_end(place: Place, count: int, side: str, fix: str, report: Report) -> None:
    message = f"{count} words are {side} the “…”; {END_LIMIT} are the most."
    report.error(place, _CODE, message, fix)


def _word_offset(text: str, number: int) -> int:
    """Where the word of a number, counted from 0, begins."""
    starts = [match.start() for match in re.finditer(r"\S+", text) if words(match[0])]
    return starts[number]


def _spaced(text: str) -> str:
    return " ".join(text.split())

"""Dates as precise as they are known: a subset of EDTF.

Extended Date/Time Format (ISO 8601-2:2019, Library of Congress levels 0 and 1), of which we take:
``2023``, ``2023-12``, ``2023-12-13``, each optionally followed by ``~`` (approximate), ``?``
(uncertain) or ``%`` (both); intervals ``2023-12-11/2023-12-12``; open ends ``../2023`` and
``2023-09/..``. What was written is kept; the bounds are derived from it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from briefing.model.errors import BriefingError
from briefing.model.record import Record

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""In English, whatever the locale of the process."""

_WORDS: Final = {"": "", "~": "about ", "?": "probably ", "%": "probably about "}
"""What a date's mark says, before it."""

_POINT: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%])?")


class DateError(BriefingError):
    """A text that is no date, or a date that no calendar has."""


class EdtfDate(Record, frozen=True, kw_only=True):
    """A date, a period, or an interval, with its bounds.

    Attributes:
        edtf: The date as written, for example ``2023-12~``.
        earliest: First day it can mean; None where the start is open.
        latest: Last day it can mean; None where the end is open.
        approximate: Whether any part is marked ``~`` or ``%``.
        uncertain: Whether any part is marked ``?`` or ``%``.
    """

    edtf: str
    earliest: date | None = None
    latest: date | None = None
    approximate: bool = False
    uncertain: bool = False

    @property
    def label(self) -> str:
        """The date for a reader: ``probably 13 Dec 2023``, ``about 2023``, ``11–12 Dec 2023``."""
        start, slash, end = self.edtf.partition("/")
        if not slash:
            return _label(start)
        if start == "..":
            return f"until {_label(end)}"
        if end == "..":
            return f"since {_label(start)}"
        marks = start.lstrip("0123456789-"), end.lstrip("0123456789-")
        if marks[0] == marks[1]:
            # What is true of both ends is said once.
            return f"{_WORDS[marks[0]]}{_span(start.rstrip('~?%'), end.rstrip('~?%'))}"
        return _span(start, end)


def parse_date(text: str) -> EdtfDate:
    """Read a date in our subset of EDTF.

    Raises:
        DateError: The text is not in the subset, names a day that does not exist, or is an
            interval that ends before it begins.
    """
    edtf = text.strip()
    start, slash, end = edtf.partition("/")
    earliest = None if slash and start == ".." else _bounds(start)[0]
    latest = None if slash and end == ".." else _bounds(end if slash else start)[1]
    if earliest is None and latest is None:
        raise DateError(f"“{edtf}” has neither a start nor an end; write one of them.")
    if earliest is not None and latest is not None and latest < earliest:
        raise DateError(f"“{edtf}” ends before it begins; swap the two dates.")
    return EdtfDate(
        edtf=edtf,
        earliest=earliest,
        latest=latest,
        approximate="~" in edtf or "%" in edtf,
        uncertain="?" in edtf or "%" in edtf,
    )


def last_day(year: int, month: int) -> int:
    """Say how many days a month has: of a year from 1 to 9999, of a month from 1 to 12."""
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - timedelta(days=1)).day


def _bounds(text: str) -> tuple[date, date]:
    match = _POINT.fullmatch(text)
    if match is None:
        raise DateError(
            f"“{text}” is not a date; write 2023, 2023-12, 2023-12-13, with ~ for about and"
            " ? for uncertain, or an interval such as 2023-12-11/2023-12-12."
        )
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        last_month = month or 12
        return first, date(year, last_month, last_day(year, last_month))
    except ValueError:
        raise DateError(f"“{text}” is not in the calendar; check the month and the day.") from None


def _label(point: str) -> str:
    match = _POINT.fullmatch(point)
    if match is None:
        return point
    year, month, day, mark = match.groups()
    label = year
    if month:
        label = f"{MONTHS[int(month) - 1][:3]} {year}"
    if day:
        label = f"{int(day)} {label}"
    return f"{_WORDS[mark or '']}{label}"


def _span(start: str, end: str) -> str:
    """Two dates; month and year, or the year alone, once where they are the same."""
    first, last = _label(start).split(" "), _label(end).split(" ")
    if first[:-1] and last[:-1] and first[-1] == last[-1]:
        first = first[:-1]
        if len(first) == len(last[:-1]) == 2 and first[-1] == last[-2] and last[0].isdigit():
            return f"{first[0]}–{' '.join(last)}"
    return f"{' '.join(first)} – {' '.join(last)}"

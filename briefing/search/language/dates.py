"""The dates that a query names: those of the calendar, and those counted from today."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from briefing.model.dates import DateError, last_day, parse_date
from briefing.search.language.errors import FieldValueError

Bounds = tuple[date | None, date | None]
"""First and last day; None where that end is open."""

_NAMED: Final = (
    "today",
    "yesterday",
    "this week",
    "this month",
    "this year",
    "last week",
    "last month",
    "last year",
)
_COUNTED: Final = re.compile(r"last ([1-9]\d{0,3}) (day|week|month|year)s?")
_UNFINISHED_COUNT: Final = re.compile(r"last [1-9]\d{0,3}( [a-z]*)?")
_UNFINISHED_POINT: Final = re.compile(r"(.*(\.|/))?(\d{1,3}|\d{4}-([01]|\d\d-[0-3]?)?)?")
_MONTHS: Final = {"month": 1, "year": 12}
_DAYS: Final = {"day": 1, "week": 7}
_HELP: Final = (
    "write 2023, 2023-12, 2023-12-13, 2023-11..2023-12, ..2020, 2020.., today, last-week,"
    " last-month or last-30-days"
)


def read_dates(text: str, today: date) -> Bounds:
    """Read a date or a period.

    Weeks begin on Monday (ISO 8601). “last week” is the week before the present one, “last 7 days”
    the seven days that end today.

    Args:
        text: In small letters with single spaces: ``2023-12``, ``2023-11..2023-12-13``, ``..2020``,
            ``last month``, ``last 30 days``, or any date of `briefing.model.dates`.
        today: What “last” is counted from.

    Returns:
        The bounds, at least one of which is known.

    Raises:
        FieldValueError: It is none of these, or ends before it begins.
    """
    if text[:1].isalpha():
        return _relative(text, today)
    try:
        return _absolute(text)
    except DateError as error:
        unfinished = _UNFINISHED_POINT.fullmatch(text) is not None
        apart = ".." in text and not unfinished
        reason = str(error) if apart else f"“{text}” is not a date; {_HELP}."
        raise FieldValueError(reason, unfinished=unfinished) from None


def _absolute(text: str) -> Bounds:
    start, dots, end = text.partition("..")
    if not dots or "/" in text:
        point = parse_date(text)
        return point.earliest, point.latest
    earliest = parse_date(start).earliest if start else None
    latest = parse_date(end).latest if end else None
    if earliest is None and latest is None:
        raise DateError(f"“{text}” has neither a start nor an end; write one of them.")
    if earliest is not None and latest is not None and latest < earliest:
        raise DateError(f"“{text}” ends before it begins; swap the two dates.")
    return earliest, latest


def _relative(text: str, today: date) -> Bounds:
    if counted := _COUNTED.fullmatch(text):
        return _back(today, int(counted[1]), counted[2]), today
    if text in _NAMED:
        return _named(text, today)
    unfinished = any(name.startswith(text) for name in _NAMED) or _UNFINISHED_COUNT.fullmatch(text)
    raise FieldValueError(f"“{text}” is not a date; {_HELP}.", unfinished=bool(unfinished))


def _named(text: str, today: date) -> Bounds:
    if text in ("today", "yesterday"):
        day = today - timedelta(days=text == "yesterday")
        return day, day
    which, unit = text.split()
    first = _first_day(today, unit)
    after = _first_day(first + timedelta(days=31 * _MONTHS.get(unit, 1)), unit)
    if unit == "week":
        after = first + timedelta(days=7)
    if which == "this":
        return first, after - timedelta(days=1)
    last = first - timedelta(days=1)
    return _first_day(last, unit), last


def _first_day(day: date, unit: str) -> date:
    """The first day of the week, month or year that a day is in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _back(today: date, number: int, unit: str) -> date:
    """The first of so many days, weeks, months or years that end today."""
    try:
        if unit in _DAYS:
            return today - timedelta(days=number * _DAYS[unit] - 1)
        months = today.year * 12 + today.month - 1 - number * _MONTHS[unit]
        year, month = months // 12, months % 12 + 1
        day = min(today.day, last_day(year, month))
        return date(year, month, day) + timedelta(days=1)
    except (ValueError, OverflowError):
        return date.min

"""The fields of a query: one table gives the parser, the help, the known names and the index.

A field reads a value, is compared with what `briefing.search.facts` yields under its name, and is
stored as such by the index. A new field is a line here, a fact there, and a line of the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Final, get_args

import msgspec

from briefing.model import text as model_text
from briefing.model.cards import Detail, kind_of_detail
from briefing.model.dates import DateError, last_day, parse_date
from briefing.model.errors import BriefingError
from briefing.model.vocabulary import Stance
from briefing.search.patterns import extent
from briefing.search.query import ChangedSince, Comparison, Order, QueryError, Range, Span, State

_LIKENESS: Final = 0.7
"""Least likeness of words, 0 to 1: ``stnace`` is like ``stance``, ``note`` is not like ``date``."""

Read = Callable[[str, date], str | Range | ChangedSince]
"""Reads a value, with single spaces; relative dates are counted from the day given."""


class QueryField(msgspec.Struct, frozen=True):
    """A field of the query language.

    Attributes:
        help: What may stand after the colon.
        read: Raises `FieldValueError`.
        other_names: What other programs call it.
        is_open: Whether its values are names that only the briefings know.
        is_whole: Whether a value must be given in full; else the beginning of any word does.
    """

    name: str
    help: str
    read: Read
    other_names: tuple[str, ...] = ()
    is_open: bool = False
    is_whole: bool = True


class ParseError(BriefingError):
    """Carries an error out of the parser, which returns it."""

    def __init__(self, error: QueryError) -> None:
        super().__init__(error.message)
        self.error = error


class FieldValueError(BriefingError):
    """The value of a field makes no sense; it may be ``unfinished``, or near one that does."""

    def __init__(
        self, message: str, suggestion: str | None = None, *, unfinished: bool = False
    ) -> None:
        super().__init__(message)
        self.suggestion = suggestion
        self.unfinished = unfinished


def read_field(name: str, value: str, at: Span, today: date, *, last: bool) -> Comparison | Order:
    """Read a field and its value; ``last`` says that it may still be being typed.

    Raises:
        ParseError: The value is missing, or makes no sense for the field.
    """
    offset, length = at[0], at[1] - at[0]
    text = " ".join(value.split())
    field = FIELDS[name]
    if not text:
        message = f"“{name}:” needs a value right after the colon: {field.help}."
        raise ParseError(QueryError(offset, length, message, incomplete=last))
    try:
        read = field.read(text, today)
    except FieldValueError as fault:
        suggestion = fault.suggestion and f"{name}:{fault.suggestion}"
        unfinished = last and fault.unfinished
        message = f"“{name}:{text}”: {fault}"
        raise ParseError(QueryError(offset, length, message, suggestion, unfinished)) from None
    return read if isinstance(read, Order) else Comparison(name, read, at)


def meant_field(word: str) -> str | None:
    return _OTHER_NAMES.get(word.lower()) or nearest(word, FIELDS)


def nearest(word: str, known: Collection[str]) -> str | None:
    return model_text.nearest(word, known, _LIKENESS)


def beginning(word: str, known: Collection[str]) -> str | None:
    """Find the first known word, in small letters, that begins with an unfinished one."""
    start = word.lower()
    return next((one for one in known if one.startswith(start) and one != start), None)


# -- names and words -------------------------------------------------------------------------------


def _name(text: str, _: date) -> str:
    if extent(text) is None:
        raise FieldValueError("this is not a name; write letters or digits.")
    return text.rstrip("*")


def _one_of(known: Mapping[str, str], text: str, _: date) -> str:
    typed = text.lower()
    if typed in known:
        return known[typed]
    longer = beginning(typed, known)
    near = nearest(typed, known) or longer
    hint = f"did you mean “{near}”?" if near else f"write one of {', '.join(known)}."
    raise FieldValueError(f"there is no such value; {hint}", near, unfinished=longer is not None)


# -- numbers ---------------------------------------------------------------------------------------

_NUMBER: Final = r"-?\d[\d,]{0,29}(?:\.\d{1,15})?"
_COMPARED: Final = re.compile(rf"(>=|<=|>|<|=)?({_NUMBER})")
_RANGE: Final = re.compile(rf"({_NUMBER})?\.\.({_NUMBER})?")
_UNFINISHED: Final = re.compile(rf"[<>]=?|=|-|\.\.?|(?:[<>=]=?)?-|{_NUMBER}\.")


def _numbers(text: str, _: date) -> Range:
    if compared := _COMPARED.fullmatch(text):
        number = _number(compared[2])
        match compared[1]:
            case ">" | ">=":
                return Range(low=number, above=compared[1] == ">")
            case "<" | "<=":
                return Range(high=number, below=compared[1] == "<")
        return Range(number, number)
    ends = _RANGE.fullmatch(text)
    if ends is None or not any(ends.groups()):
        raise FieldValueError(
            f"“{text}” is not a number to compare with; write 32, >30, >=30, <60 or 30..60.",
            unfinished=_UNFINISHED.fullmatch(text) is not None,
        )
    low, high = (_number(end) if end else None for end in ends.groups())
    if low is not None and high is not None and high < low:
        raise FieldValueError(
            f"“{text}” ends before it begins; swap the two numbers.", f"{ends[2]}..{ends[1]}"
        )
    return Range(low, high)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _count(text: str, today: date) -> Range:
    if extent(text) is not None and text[0].isalpha():
        raise FieldValueError("this counts sources, such as >=2; a name goes with “source:”.")
    numbers = _numbers(text, today)
    for number in (numbers.low, numbers.high):
        if number is not None and (number < 0 or number != number.to_integral_value()):
            raise FieldValueError("sources are counted in whole numbers, such as >=2.")
    return numbers


# -- dates -----------------------------------------------------------------------------------------

_Bounds = tuple[date | None, date | None]
"""First and last day; None where that end is open."""

_NAMED_PERIODS: Final = (
    *("today", "yesterday", "this week", "this month", "this year"),
    *("last week", "last month", "last year"),
)
_COUNTED: Final = re.compile(r"last ([1-9]\d{0,3}) (day|week|month|year)s?")
_UNFINISHED_COUNT: Final = re.compile(r"last [1-9]\d{0,3}( [a-z]*)?")
_UNFINISHED_POINT: Final = re.compile(r"(.*(\.|/))?(\d{1,3}|\d{4}-([01]|\d\d-[0-3]?)?)?")
_MONTHS: Final = {"month": 1, "year": 12}
_DAYS: Final = {"day": 1, "week": 7}
_DATES: Final = (
    "write 2023, 2023-12, 2023-12-13, 2023-11..2023-12, ..2020, 2020.., today, last-week,"
    " last-month or last-30-days"
)


def _period(text: str, today: date) -> Range:
    """Read a date or a period, as days.

    Weeks begin on Monday (ISO 8601). “last week” is the week before the present one, “last 7 days”
    the seven days that end today.
    """
    value = text.lower()
    if value[:1].isalpha():
        first, last = _relative(value.replace("-", " "), today)
    else:
        first, last = _absolute(value)
    return Range(_number_of(first), _number_of(last))


def _number_of(day: date | None) -> Decimal | None:
    return Decimal(day.toordinal()) if day else None


def _absolute(text: str) -> _Bounds:
    try:
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
    except DateError as error:
        unfinished = _UNFINISHED_POINT.fullmatch(text) is not None
        apart = ".." in text and not unfinished
        reason = str(error) if apart else f"“{text}” is not a date; {_DATES}."
        raise FieldValueError(reason, unfinished=unfinished) from None
    return earliest, latest


def _relative(text: str, today: date) -> _Bounds:
    if counted := _COUNTED.fullmatch(text):
        return _back(today, int(counted[1]), counted[2]), today
    if text in _NAMED_PERIODS:
        return _named_period(text, today)
    unfinished = _UNFINISHED_COUNT.fullmatch(text) is not None or any(
        name.startswith(text) for name in _NAMED_PERIODS
    )
    raise FieldValueError(f"“{text}” is not a date; {_DATES}.", unfinished=unfinished)


def _named_period(text: str, today: date) -> _Bounds:
    if text in ("today", "yesterday"):
        day = today - timedelta(days=text == "yesterday")
        return day, day
    which, unit = text.split()
    first = _first_day(today, unit)
    if which == "last":
        last = first - timedelta(days=1)
        return _first_day(last, unit), last
    after = first + timedelta(days=7 if unit == "week" else 31 * _MONTHS[unit])
    return first, _first_day(after, unit) - timedelta(days=1)


def _first_day(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _back(today: date, number: int, unit: str) -> date:
    try:
        if unit in _DAYS:
            return today - timedelta(days=number * _DAYS[unit] - 1)
        months = today.year * 12 + today.month - 1 - number * _MONTHS[unit]
        year, month = months // 12, months % 12 + 1
        day = min(today.day, last_day(year, month))
        return date(year, month, day) + timedelta(days=1)
    except (ValueError, OverflowError):
        return date.min


# -- since when ------------------------------------------------------------------------------------

_LAST: Final = "last"
_REVISION: Final = re.compile(r"[1-9][0-9]{0,8}")
_MOMENTS: Final = "write last, the number of a revision, or a day such as 2023-12-13"
_UNFINISHED_MOMENT: Final = re.compile(r"\d{4}-([01]|\d\d-[0-3]?)?")


def _moment(text: str, _: date) -> ChangedSince:
    """Read the last visit, a revision, or a day; of a month its last day is meant."""
    if text.lower() == _LAST:
        return ChangedSince()
    if _REVISION.fullmatch(text):
        return ChangedSince(int(text))
    with suppress(DateError):
        found = parse_date(text)
        if found.latest and "/" not in text and not (found.approximate or found.uncertain):
            return ChangedSince(found.latest)
    begun = _LAST.startswith(text.lower()) or _UNFINISHED_MOMENT.fullmatch(text) is not None
    raise FieldValueError(f"that is no time to look back to; {_MOMENTS}.", unfinished=begun)


# -- the table -------------------------------------------------------------------------------------


def _open_field(name: str, help_: str, *other_names: str, is_whole: bool = False) -> QueryField:
    return QueryField(name, help_, _name, other_names, is_open=True, is_whole=is_whole)


def _listed_field(name: str, words: Iterable[str], *other_names: str) -> QueryField:
    known = {str(word): word for word in words}
    return QueryField(name, f"one of {', '.join(known)}", partial(_one_of, known), other_names)


CARD_KINDS: Final = ("claim", "quote", "figure", *map(kind_of_detail, get_args(Detail)))
"""What a card is, or holds at least one of."""

FIELDS: Final = {
    field.name: field
    for field in (
        _open_field("in", "a section, such as in:reactions", "section", is_whole=True),
        _open_field("by", "who speaks, such as by:aliyev", "speaker", "author"),
        _open_field("actor", "who it is about, such as actor:aliyev", "party", "who"),
        _open_field("country", "a code or a name, such as country:AM", "state"),
        _listed_field("stance", Stance),
        _open_field("source", "a key or an outlet, such as source:weekly", "outlet"),
        _open_field("tag", "a tag, such as tag:water"),
        _listed_field("kind", CARD_KINDS, "type"),
        QueryField(
            "date", "such as 2023-12, 2023-11..2023-12, ..2020 or last-month", _period, ("year",)
        ),
        QueryField(
            "fig", "such as >30, <=60, 30..60 or 32", _numbers, ("figure", "figures", "number")
        ),
        _open_field("unit", "such as unit:people"),
        _listed_field("is", State, "status"),
        QueryField(
            "since",
            "changed since your last visit, a revision or a day: last, 3 or 2023-12-13",
            _moment,
            ("changed",),
        ),
        QueryField("sources", "such as >=2", _count),
        _open_field("briefing", "the name of a briefing"),
        _listed_field("sort", Order, "order"),
    )
}

_OTHER_NAMES: Final = {
    other: field.name for field in FIELDS.values() for other in field.other_names
}

"""Reading dates in an English text: those it prints, and those it leaves to be reckoned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, Protocol

import msgspec

from briefing.evidence.texts import Passage
from briefing.model.dates import MONTHS, EdtfDate, last_day

_MONTHS: Final = {
    spelling.casefold(): number
    for number, name in enumerate(MONTHS, start=1)
    for spelling in (name, name[:3])
} | {"sept": 9}
_AMBIGUOUS: Final = {"may", "march", "mar", "jan"}
"""Also plain words or names: months only beside a day or a year, or after a preposition."""

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In the order of `datetime.date.weekday`."""

_BEFORE_MONTH: Final = {
    *("in", "of", "since", "until", "till", "by", "from", "during", "early", "late", "mid"),
    *("last", "this", "next", "before", "after", "through", "between"),
}
_BESIDE_MONTH: Final = {"and", "to", "or"}
"""Between two months these make a month of the second."""

_OF_MONTH: Final = {"the", "a", "its", "their", "his", "her", "our", "that", "each", "every"}
"""In a source, where nothing comes of a name that is taken for a month: “the March accord”."""

_DAY: Final = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/((?:1[5-9]|20)\d\d)")
_DECADE: Final = re.compile(r"((?:1[5-9]|20)\d)0s")
_DASH: Final = re.compile(r"\s?[-\u2010-\u2015]\s?")
_LOOSE: Final = re.compile(r"[.,]?\s*")
_COUNTING: Final = {"least", "than", "about", "nearly", "$", "€", "£"}
_SMALL: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "several": 9}
_SHIFTS: Final = {"this": 0, "current": 0, "last": -1, "previous": -1, "past": -1, "next": 1}
_MOVES: Final = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_RECKONED: Final = range(1000, 9000)
"""Years from which days can be counted on and back without leaving the calendar."""

_Days = tuple[date, date]
"""A first and a last day."""

_DAYS_IN: Final = {"day": 1, "week": 7, "month": 31, "year": 366}


class Period(Protocol):
    """Some days: a date of the model, or one that a text mentions."""

    @property
    def earliest(self) -> date | None: ...

    @property
    def latest(self) -> date | None: ...


def lies_in(one: Period, other: Period) -> bool:
    """Whether all days of one are days of the other; never where the ends of the one are open."""
    if one.earliest is None or one.latest is None:
        return False
    return (other.earliest is None or other.earliest <= one.earliest) and (
        other.latest is None or one.latest <= other.latest
    )


def overlap(one: Period, other: Period) -> bool:
    """Whether some day may be one of both; what has no date may be any."""
    return not (
        (one.latest is not None and other.earliest is not None and one.latest < other.earliest)
        or (other.latest is not None and one.earliest is not None and other.latest < one.earliest)
    )


class DateMention(msgspec.Struct, frozen=True):
    """A date as it stands in a text, from one token up to another.

    Attributes:
        earliest: First day it can mean; None where the year is not known, as is `latest`.
        day: Its first day of the month, where it names one.
        reckoned: Whether it follows only from when the text was written.
    """

    first: int
    last: int
    earliest: date | None = None
    latest: date | None = None
    month: int | None = None
    day: int | None = None
    reckoned: bool = False

    def confirms(self, wanted: DateMention) -> bool:
        """Whether it says what another date says, or says it more exactly."""
        if wanted.earliest is not None:
            return lies_in(self, wanted)
        if self.month == wanted.month and wanted.day in (None, self.day):
            return True
        # "Today", "next month" and "the end of the year" name no month.
        first, last = self.earliest, self.latest
        if first is None or last is None or (first.year, first.month) != (last.year, last.month):
            return False
        if wanted.day is None:
            return first.month == wanted.month
        return first == last and (first.month, first.day) == (wanted.month, wanted.day)

    def contradicts(self, wanted: DateMention) -> bool:
        """Whether it gives the same month of another year, or another day of the same month."""
        if self.month is None or self.month != wanted.month or self.confirms(wanted):
            return False
        if self.earliest and wanted.earliest and self.earliest.year != wanted.earliest.year:
            return self.day is None or wanted.day in (None, self.day)
        return None not in (self.day, wanted.day) and self.day != wanted.day


def read_dates(passage: Passage, speaks_on: EdtfDate | None) -> list[DateMention]:
    """Read the dates of a text, in order: of "November 9" without a year, both that it may mean.

    "Today" and its like are read only where it is known when the text speaks.
    """
    return list(_DateReader(passage, speaks_on).read())


class _DateReader:
    def __init__(self, passage: Passage, speaks_on: EdtfDate | None) -> None:
        self._passage = passage
        self._tokens = passage.tokens
        self._now = _bounds(speaks_on)

    def read(self) -> Iterator[DateMention]:
        index = 0
        while index < len(self._tokens):
            found = self._at(index)
            for mention in found:
                yield mention
                if self._is_end_of(mention.first) and mention.latest:
                    first = mention.first - 2
                    yield msgspec.structs.replace(
                        mention, first=first, earliest=mention.latest, month=None
                    )
            index = found[0].last if found else index + 1

    def _token(self, index: int) -> str:
        """The token with an index; an empty one before the first and after the last."""
        return self._tokens[index] if 0 <= index < len(self._tokens) else ""

    def _at(self, index: int) -> Sequence[DateMention]:
        token = self._tokens[index]
        if token in _MONTHS:
            return self._from_month(index)
        if token[0].isdigit():
            return self._from_digits(index)
        return self._relative(index, self._now) if self._now else ()

    # -- printed -----------------------------------------------------------------------------------

    def _from_digits(self, index: int) -> Sequence[DateMention]:
        token = self._tokens[index]
        if iso := self._iso(index):
            return [iso]
        if slashed := _SLASHED.fullmatch(token):
            return list(_both_ways(index, *map(int, slashed.groups())))
        if day := self._day(index):
            return self._from_day(index, day)
        if decade := _DECADE.fullmatch(token):
            start = int(decade[1]) * 10
            return [DateMention(index, index + 1, date(start, 1, 1), date(start + 9, 12, 31))]
        if (year := self._year(index)) and self._token(index - 1) not in _COUNTING:
            return [DateMention(index, index + 1, date(year, 1, 1), date(year, 12, 31))]
        return ()

    def _iso(self, index: int) -> DateMention | None:
        gap = self._passage.gap
        if not self._year(index) or gap(index) != "-" or gap(index + 1) != "-":
            return None
        try:
            day = date.fromisoformat("-".join(self._tokens[index : index + 3]))
        except ValueError:
            return None
        return DateMention(index, index + 3, day, day, day.month, day.day)

    def _from_month(self, index: int) -> Sequence[DateMention]:
        """Read "October 7", "December 11-12, 2023", "October 2023", "in October"."""
        month, after = _MONTHS[self._tokens[index]], index + 1
        if _LOOSE.fullmatch(self._passage.gap(index)) and (day := self._day(after)):
            until, last = self._second_day(day, after + 1)
            return self._dated(index, last, month, (day, until))
        if self._year_after(index) is None:
            if not self._passage.capital(index):
                return ()
            if self._tokens[index] in _AMBIGUOUS and not self._means_month(index):
                return ()
        return self._dated(index, after, month, None)

    def _means_month(self, index: int) -> bool:
        """Whether the word before it says that “March” or “May” is a month."""
        before = self._token(index - 1)
        if before in _BEFORE_MONTH or (before in _OF_MONTH and self._now is not None):
            return True
        return before in _MONTHS or (before in _BESIDE_MONTH and self._token(index - 2) in _MONTHS)

    def _from_day(self, index: int, day: int) -> Sequence[DateMention]:
        """Read "7 October", "the 7th of October 2023", "11-12 December", "from 3 to 12 March"."""
        until, at = self._second_day(day, index + 1)
        end = self._day(index + 2) if self._token(index + 1) == "to" else None
        apart = end is not None and end > day + 1
        at += 2 * apart
        at += self._token(at) == "of"
        if self._token(at) not in _MONTHS:
            return ()
        if self._passage.gap(at - 1).strip(" \n\u00a0-") or not self._passage.capital(at):
            return ()
        month = _MONTHS[self._tokens[at]]
        found = self._dated(index, at + 1, month, (day, until))
        if end is None or not apart:
            return found
        return [*found, *self._dated(index + 2, at + 1, month, (end, end))]

    def _dated(
        self, first: int, last: int, month: int, days: tuple[int, int] | None
    ) -> Sequence[DateMention]:
        """Give a month, or days of a month, the year that stands after it or follows."""
        day = days and days[0]
        year = self._year_after(last - 1)
        if year is not None:
            found = _of_month(year, month, days)
            return [DateMention(first, last + 1, *found, month, day)] if found else ()
        if self._now is None:
            return [DateMention(first, last, month=month, day=day)]
        shift = _SHIFTS.get(self._token(last))
        if shift is not None and self._token(last + 1) == "year":
            last += 2
            years: Sequence[int] = [year + shift for year in _years(self._now)]
        else:
            years = _likely_years(self._now, month, days)
        bounds = [found for one in years if (found := _of_month(one, month, days))]
        return [DateMention(first, last, *one, month, day, reckoned=True) for one in bounds]

    def _is_end_of(self, index: int) -> bool:
        return (self._token(index - 2), self._token(index - 1)) == ("end", "of")

    def _day(self, index: int) -> int | None:
        match = _DAY.fullmatch(self._token(index))
        return int(match[1]) if match else None

    def _second_day(self, day: int, after: int) -> tuple[int, int]:
        """The last of two days parted by a dash, or of two in a row, and the index after it."""
        if self._token(after) in ("and", "to") and self._day(after + 1) == day + 1:
            return day + 1, after + 2
        until = self._day(after)
        if until is None or until <= day or not _DASH.fullmatch(self._passage.gap(after - 1)):
            return day, after
        return until, after + 1

    def _year(self, index: int) -> int | None:
        token = self._token(index)
        return int(token) if _YEAR.fullmatch(token) else None

    def _year_after(self, index: int) -> int | None:
        return self._year(index + 1) if _LOOSE.fullmatch(self._passage.gap(index)) else None

    # -- reckoned from when the text speaks --------------------------------------------------------

    def _relative(self, index: int, now: _Days) -> Sequence[DateMention]:
        """Read "yesterday", "on Tuesday", "this year", "the year"."""
        token, (earliest, latest) = self._tokens[index], now
        if token in _MOVES:
            move = timedelta(_MOVES[token])
            return [DateMention(index, index + 1, earliest + move, latest + move, reckoned=True)]
        if token in _WEEKDAYS and self._passage.capital(index) and earliest == latest:
            back = timedelta((earliest.weekday() - _WEEKDAYS.index(token)) % 7)
            days = [earliest - back, earliest - back + timedelta(7)]
            return [DateMention(index, index + 1, day, day, reckoned=True) for day in days]
        if token in _SHIFTS and self._token(index + 1):
            return self._shifted(index, _SHIFTS[token], now)
        if token == "ago":
            return self._ago(index, now)
        if token == "the" and self._token(index + 1) == "year" and self._is_end_of(index):
            return [_of_years(0, now, index)]
        return ()

    def _shifted(self, index: int, shift: int, now: _Days) -> Sequence[DateMention]:
        """Read "this year", "last month", "the last two months"."""
        unit, (earliest, latest) = self._tokens[index + 1], now
        if unit == "night":
            move = timedelta(shift)
            return [DateMention(index, index + 2, earliest + move, latest + move, reckoned=True)]
        if unit == "year":
            return [_of_years(shift, now, index)]
        if unit == "month":
            first, end = _month_off(earliest, shift), _month_off(latest, shift + 1) - timedelta(1)
            return [DateMention(index, index + 2, first, end, reckoned=True)]
        if unit == "week":
            first, end = earliest + timedelta(7 * shift - 6), latest + timedelta(7 * shift + 6)
            return [DateMention(index, index + 2, first, end, reckoned=True)]
        noun = self._token(index + 2).removesuffix("s")
        count = _SMALL.get(unit) or (int(unit) if re.fullmatch(r"\d{1,2}", unit) else None)
        if count is None or noun not in _DAYS_IN or shift >= 0:
            return ()
        start = earliest - timedelta(count * _DAYS_IN[noun])
        return [DateMention(index, index + 3, start, latest, reckoned=True)]

    def _ago(self, index: int, now: _Days) -> Sequence[DateMention]:
        """Read "a month ago", "two years ago": so exactly as its unit is."""
        unit, count = self._token(index - 1).removesuffix("s"), self._token(index - 2)
        back = 1 if count in ("a", "an") else _SMALL.get(count) if count != "several" else None
        back = int(count) if re.fullmatch(r"\d{1,2}", count) else back
        if back is None or unit not in _DAYS_IN:
            return ()
        earliest, latest = now
        if unit == "year":
            return [_of_years(-back, now, index - 1)]
        if unit == "month":
            first, end = _month_off(earliest, -back), _month_off(latest, 1 - back) - timedelta(1)
        else:
            days, about = back * _DAYS_IN[unit], 3 if unit == "week" else 0
            first = earliest - timedelta(days + about)
            end = latest - timedelta(days - about)
        return [DateMention(index - 1, index + 1, first, end, reckoned=True)]


def _both_ways(index: int, one: int, other: int, year: int) -> Iterator[DateMention]:
    """Read ``04/03/2024`` as Britain writes it, and as the United States do."""
    for month, day in {(other, one), (one, other)}:
        if 1 <= month <= 12 and day and (found := _of_month(year, month, (day, day))):
            yield DateMention(index, index + 1, *found, month, day)


def _bounds(speaks_on: EdtfDate | None) -> _Days | None:
    if speaks_on is None or speaks_on.earliest is None or speaks_on.latest is None:
        return None
    if speaks_on.earliest.year not in _RECKONED or speaks_on.latest.year not in _RECKONED:
        return None
    return speaks_on.earliest, speaks_on.latest


def _years(now: _Days) -> range:
    return range(now[0].year, now[1].year + 1)


def _likely_years(now: _Days, month: int, days: tuple[int, int] | None) -> Sequence[int]:
    """The last such month or day before the text was written, and the next one after it."""
    if now[0] != now[1]:
        return _years(now)
    year = now[0].year
    this = _of_month(year, month, days)
    if this is None:
        return [year - 1, year + 1]
    return [year, year + 1] if this[0] <= now[0] else [year - 1, year]


def _of_years(shift: int, now: _Days, index: int) -> DateMention:
    years = _years(now)
    first, last = date(years[0] + shift, 1, 1), date(years[-1] + shift, 12, 31)
    return DateMention(index, index + 2, first, last, reckoned=True)


def _of_month(year: int, month: int, days: tuple[int, int] | None) -> _Days | None:
    """The bounds of a month or of days in it; None where there is no such day."""
    length = last_day(year, month)
    first, last = days or (1, length)
    return (date(year, month, first), date(year, month, last)) if last <= length else None


def _month_off(day: date, shift: int) -> date:
    """The first day of the month that lies some months from a day's."""
    months = day.year * 12 + day.month - 1 + shift
    return date(months // 12, months % 12 + 1, 1)

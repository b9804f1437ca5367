"""Marks: what a card is and has, as words beside its text, so that one look-up finds both.

A mark is a name and a word, ``§by·aliyev``; the sign keeps it apart from every word of a text.
Dates and numbers have marks of coarse boxes, whole months and powers of ten; whoever is in the box
is looked at more closely by `briefing.search.index.deciding`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Final

from briefing.search.folding import fold
from briefing.search.index.document import Facts
from briefing.search.index.head import Head
from briefing.search.index.words import joined, pieces

EVERY: Final = "§"
"""The mark of every card."""

_TEXTS_KEPT: Final = 1024
_Family = tuple[tuple[int, str], ...]
"""Boxes of dates that are equally precise: months in a box and its name, the widest first."""

_DAILY: Final[_Family] = ((120, "decade"), (12, "year"), (1, "month"))
_MONTHLY: Final[_Family] = ((120, "decades"), (12, "years"), (1, "months"))
_YEARLY: Final[_Family] = ((120, "longdecades"), (12, "longyears"))
_MOST_DAYS: Final = 4
_MOST_MONTHS: Final = 3
_MOST_YEARS: Final = 5
_EARLY: Final = 1900 * 12
_LATE: Final = 2100 * 12
_MOST_COUNTED: Final = 9
_LOWEST_POWER: Final = -3
_HIGHEST_POWER: Final = 12
_BOXES: Final = 48
"""Boxes of numbers to each power of ten."""

_LAST_BOX: Final = (_HIGHEST_POWER - _LOWEST_POWER) * _BOXES - 1


def mark(name: str, word: str) -> str:
    """Make a mark.

    Args:
        name: Of the field.
        word: Letters and digits.
    """
    return f"{EVERY}{name}·{word}"


@lru_cache(maxsize=_TEXTS_KEPT)
def code(name: str, value: str) -> str:
    """Make the mark of a value out of a closed list, or of an id."""
    return mark(name, "·".join(pieces(fold(value).text)))


def card_marks(head: Head, facts: Facts) -> set[str]:
    """List all marks of a card.

    Args:
        head: Its briefing.
        facts: What it is and holds.
    """
    return {
        EVERY,
        *(code("in", section) for section in facts.sections),
        *(code("kind", kind) for kind in facts.kinds),
        *([code("stance", facts.stance)] if facts.stance else ()),
        *_words("by", facts.speakers),
        *_words("actor", facts.actors),
        *_words("country", (*facts.codes, *facts.states)),
        *_words("source", facts.sources),
        *_words("tag", facts.tags),
        *_words("unit", facts.units),
        *_words("briefing", (head.id, head.title)),
        *chain.from_iterable(map(_of_dates, facts.dates)),
        *chain.from_iterable(map(_of_amount, facts.amounts)),
        *count_marks(facts.source_count, facts.source_count),
        *([mark("is", "disputed")] if facts.disputed else ()),
    }


def date_marks(first: date | None, last: date | None) -> list[str]:
    """List the boxes that a date within these bounds can be in, the widest that fit.

    Args:
        first: None where the start is open.
        last: None where the end is open.

    Returns:
        The marks, of which a card has at least one if it has such a date.
    """
    start, stop = first or date.min, last or date.max
    return [
        mark("date", "long"),
        *_cover_days(start, stop),
        *_cover(_month(start), _month(stop), _MONTHLY),
        *_cover(start.year * 12, stop.year * 12 + 11, _YEARLY),
    ]


def amount_marks(low: float | None, high: float | None) -> list[str]:
    """List the boxes that a number between two can be in, the widest that fit.

    Args:
        low: None where there is no lower end.
        high: None where there is no upper end.

    Returns:
        The marks, of which a card has at least one if it has such a number.
    """
    marks = [mark("size", "wide")]
    if low is None or low <= 0:
        marks.append(mark("size", "less"))
    box = _box(low) if low is not None and low > 0 else 0
    last = _LAST_BOX if high is None else _box(high)
    while box <= last:
        if box % _BOXES == 0 and box + _BOXES - 1 <= last:
            marks.append(mark("power", str(box // _BOXES)))
            box += _BOXES
        else:
            marks.append(mark("size", str(box)))
            box += 1
    return marks


def count_marks(low: int, high: int | None) -> list[str]:
    """List the boxes of so many sources."""
    top = _MOST_COUNTED if high is None else min(high, _MOST_COUNTED)
    return [mark("sources", str(number)) for number in range(min(low, _MOST_COUNTED), top + 1)]


def _words(name: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _marked(name, text)


@lru_cache(maxsize=_TEXTS_KEPT)
def _marked(name: str, text: str) -> tuple[str, ...]:
    folded = fold(text).text
    return tuple(mark(name, word) for word in (*pieces(folded), *joined(folded)))


def _of_dates(bounds: tuple[date | None, date | None]) -> Iterator[str]:
    """The boxes of a date: from days, from months or from years upwards, as it is precise."""
    first, last = bounds[0] or date.min, bounds[1] or date.max
    start, stop = _month(first), _month(last)
    if (last - first).days < _MOST_DAYS:
        for day in range(first.toordinal(), last.toordinal() + 1):
            yield mark("day", str(day))
        yield from _boxes(start, stop, _DAILY)
    elif stop - start < _MOST_MONTHS:
        yield from _boxes(start, stop, _MONTHLY)
    elif stop - start < _MOST_YEARS * 12:
        yield from _boxes(start, stop, _YEARLY)
    else:
        yield mark("date", "long")


def _boxes(start: int, stop: int, family: _Family) -> Iterator[str]:
    if start < _EARLY:
        yield mark(family[0][1], "early")
    if stop >= _LATE:
        yield mark(family[0][1], "late")
    for months, name in family:
        for number in range(start // months, stop // months + 1):
            yield mark(name, str(number))


def _cover_days(start: date, stop: date) -> Iterator[str]:
    """Cover days: whole months by months, and what is left at either end by days."""
    first, last = _month(start), _month(stop)
    if start.day > 1:
        first += 1
    if (stop + timedelta(days=1) if stop < date.max else stop).day > 1:
        last -= 1
    if first > last:
        days = [*range(start.toordinal(), stop.toordinal() + 1)]
    else:
        yield from _cover(first, last, _DAILY)
        before = range(start.toordinal(), _first_day(first))
        after = range(_first_day(last + 1), stop.toordinal() + 1)
        days = [*before, *after]
    yield from (mark("day", str(day)) for day in days)


def _cover(start: int, stop: int, family: _Family) -> Iterator[str]:
    """Cover months by boxes; all before 1900 is one box, as is all from 2100 on."""
    if start < _EARLY:
        yield mark(family[0][1], "early")
    if stop >= _LATE:
        yield mark(family[0][1], "late")
    number, stop = max(start, _EARLY), min(stop, _LATE - 1)
    while number <= stop:
        months, name = next(
            (months, name)
            for months, name in family
            if months == family[-1][0] or (number % months == 0 and number + months - 1 <= stop)
        )
        yield mark(name, str(number // months))
        number += months


def _first_day(month: int) -> int:
    if month >= (date.max.year + 1) * 12:
        return date.max.toordinal() + 1
    return date(month // 12, month % 12 + 1, 1).toordinal()


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _of_amount(bounds: tuple[Decimal, Decimal]) -> Iterator[str]:
    low, high = map(float, bounds)
    if low <= 0:
        yield mark("size", "less")
    if high <= 0:
        return
    boxes = range(_box(low) if low > 0 else 0, _box(high) + 1)
    if len(boxes) > _BOXES:
        yield mark("size", "wide")
        return
    for box in boxes:
        yield mark("size", str(box))
        yield mark("power", str(box // _BOXES))


def _box(number: float) -> int:
    """Number of the box of a number, by its logarithm; one end box holds all that is beyond."""
    if number <= 0:
        return 0
    box = math.floor((math.log10(number) - _LOWEST_POWER) * _BOXES)
    return max(0, min(_LAST_BOX, box))

"""Marks: what a card is and has, as words beside its text, so that one look-up finds both.

A mark is a name and a word, ``§by·aliyev``; the sign keeps it apart from every word of a text.
Dates and numbers have marks of coarse boxes, whole months and powers of ten; whoever is in the box
is looked at more closely by `briefing.search.index.deciding`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
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
_MOST_MONTHS: Final = 3
_MOST_YEARS: Final = 5
_EARLY: Final = 1900 * 12
_LATE: Final = 2100 * 12
_MOST_COUNTED: Final = 9
_LOWEST_POWER: Final = -3
_HIGHEST_POWER: Final = 12


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
    start, stop = _month(first or date.min), _month(last or date.max)
    return [
        mark("date", "long"),
        *_cover(start, stop, "month", "year", "decade"),
        *_cover(start // 12 * 12, stop // 12 * 12 + 11, "", "years", "decades"),
    ]


def amount_marks(low: float | None, high: float | None) -> list[str]:
    """List the boxes that a number between two can be in."""
    bottom = _LOWEST_POWER if low is None or low <= 0 else _power(low)
    top = _HIGHEST_POWER if high is None else _power(high)
    if low is None or low <= 0:
        return [mark("size", "less"), *(mark("size", _size(one)) for one in range(bottom, top + 1))]
    return [mark("size", _size(one)) for one in range(bottom, top + 1)]


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
    """The months, years and decades of a date; of one of some years no months."""
    first, last = _month(bounds[0] or date.min), _month(bounds[1] or date.max)
    if last - first < _MOST_MONTHS:
        yield from _boxes(first, last, 1, "month")
        yield from _boxes(first, last, 12, "year")
        yield from _boxes(first, last, 120, "decade")
    elif last - first < _MOST_YEARS * 12:
        yield from _boxes(first, last, 12, "years")
        yield from _boxes(first, last, 120, "decades")
    else:
        yield mark("date", "long")


def _boxes(first: int, last: int, months: int, name: str) -> Iterator[str]:
    if months == 120 and first < _EARLY:
        yield mark(name, "early")
    if months == 120 and last >= _LATE:
        yield mark(name, "late")
    for number in range(first // months, last // months + 1):
        yield mark(name, str(number))


def _cover(start: int, stop: int, month: str, year: str, decade: str) -> Iterator[str]:
    """Cover months with as few boxes as possible; all before 1900 is one box, as is the far end."""
    if start < _EARLY:
        yield mark(decade, "early")
    if stop >= _LATE:
        yield mark(decade, "late")
    number, stop = max(start, _EARLY), min(stop, _LATE - 1)
    while number <= stop:
        months, name = next(
            (size, name)
            for size, name in ((120, decade), (12, year), (1, month))
            if size == 1 or (number % size == 0 and number + size - 1 <= stop)
        )
        yield mark(name, str(number // months))
        number += months


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _of_amount(bounds: tuple[Decimal, Decimal]) -> Iterator[str]:
    low, high = map(float, bounds)
    if low <= 0:
        yield mark("size", "less")
    if high > 0:
        bottom = _power(low) if low > 0 else _LOWEST_POWER
        for power in range(bottom, _power(high) + 1):
            yield mark("size", _size(power))


def _power(number: float) -> int:
    if number <= 0:
        return _LOWEST_POWER
    return max(_LOWEST_POWER, min(_HIGHEST_POWER, math.floor(math.log10(number))))


def _size(power: int) -> str:
    return str(power - _LOWEST_POWER)

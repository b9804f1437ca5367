"""Numbers that a text does not print and that follow from those that it does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Final, NamedTuple

from briefing.evidence.numbers import Number, Value
from briefing.evidence.surroundings import PER_CENT, TIME, Unit, duration, unit_of
from briefing.evidence.texts import Passage
from briefing.model.vocabulary import Qualifier

_HALF: Final = Fraction(1, 2)


def is_same_amount(
    value: Value, unit: Unit | None, found: Sequence[tuple[Passage, Number]]
) -> bool:
    """Whether one of some numbers is the same amount in another unit: a week is seven days.

    Args:
        value: The number.
        unit: What it counts.
        found: The others, each with its passage.
    """
    if isinstance(value, str):
        return False
    ours = duration(value, unit)
    if ours and any(duration(one.value, unit_of(text, one)) == ours for text, one in found):
        return True
    if unit is not None and unit.kind == PER_CENT:
        return any(one.value == value / 100 for _, one in found)
    if not 0 < value < 1:
        return False
    theirs = [(one.value, unit_of(text, one)) for text, one in found]
    return any(
        amount == value * 100 and counted is not None and counted.kind == PER_CENT
        for amount, counted in theirs
    )


class Grounds(NamedTuple):
    """What a number may follow from.

    Attributes:
        numbers: Those of the passages, each with its passage.
        days: Those that the passages give, and those on which their sources speak.
    """

    numbers: Sequence[tuple[Passage, Number]]
    days: Sequence[date]


def is_derived(number: Number, unit: Unit | None, grounds: Grounds) -> bool:
    """Whether a number follows as a share, a sum, a part, a multiple or a time between two days."""
    value = number.value
    if isinstance(value, str):
        return False
    values = {one.value for _, one in grounds.numbers if isinstance(one.value, Fraction)}
    share = value / 100 if unit is not None and unit.kind == PER_CENT else value
    if 0 < share < 1:
        return (
            _is_share(share, values)
            or (share == _HALF and any(_halves(text) for text, _ in grounds.numbers))
            or (number.hedge is not Qualifier.EXACT and is_about(share, number.hedge, values))
        )
    if unit is not None and unit.kind == TIME and _is_between(value, unit, grounds.days):
        return True
    hedged = number.hedge is not Qualifier.EXACT and value <= _MOST_TIMES
    if hedged and is_about(value, number.hedge, values):
        return True
    # "A boat" and "no boats" would make any number follow from the next one, or from itself.
    counts = values - {0, 1}
    return any(
        (a < b and value in (a + b, b - a)) or (0 < a < 1 < b and a * b == value)
        for a, b in product(counts, counts)
    )


_MOST_TIMES: Final = 20
"""Greatest number that is looked for as a multiple of another."""

_NEARLY: Final = Fraction(1, 12)
"""Share of itself by which a number may differ from one that it is about."""

_WIDELY: Final = Fraction(1, 6)
"""The same, where it is said to be a bound."""


def is_about(value: Fraction, hedge: Qualifier, values: set[Fraction]) -> bool:
    """Whether two numbers, or one per cent, make about so many times, or such a share."""
    low, high = {
        Qualifier.AT_LEAST: (Fraction(0), _WIDELY),
        Qualifier.AT_MOST: (_WIDELY, Fraction(0)),
    }.get(hedge, (_NEARLY, _NEARLY))
    least, most = value * (1 - low), value * (1 + high)
    found = {one / 100 for one in values if one <= 100} if value < 1 else set()
    found |= {a / b for a, b in product(values, values) if b > 1 and a > 1}
    return any(least <= one <= most for one in found)


def _is_between(value: Fraction, unit: Unit, days: Sequence[date]) -> bool:
    """Whether so many units of time lie between two of some days."""
    for one, other in product(days, days):
        if other <= one:
            continue
        months = (other.year - one.year) * 12 + other.month - one.month
        apart = Fraction((other - one).days)
        if duration(value, unit) in (("days", apart), ("months", Fraction(months))):
            return True
        if unit.word == "year" and value == other.year - one.year:
            return True
    return False


def _is_share(share: Fraction, values: set[Fraction]) -> bool:
    """Whether it is a share that is given, the rest of one, or by how much one number is more."""
    given = {one for one in values if 0 < one < 1} | {one / 100 for one in values if one <= 100}
    return bool({share, 1 - share} & given) or any(
        a < b and b - a in (share * a, share * b) for a, b in product(values, values)
    )


def _halves(text: Passage) -> bool:
    return any(token.startswith("halv") for token in text.tokens)

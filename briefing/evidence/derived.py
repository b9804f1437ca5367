"""Numbers that a text does not print and that follow from those that it does."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Final

from briefing.evidence.numbers import Number, Value
from briefing.evidence.surroundings import PER_CENT, Unit, duration, unit_of
from briefing.evidence.texts import Passage

_HALF: Final = Fraction(1, 2)


def is_derived(value: Value, unit: Unit | None, found: Sequence[tuple[Passage, Number]]) -> bool:
    """Whether a number follows from some numbers: as a duration, a share, a sum or a part.

    Args:
        value: The number.
        unit: What it counts.
        found: Those that it may follow from, each with its passage.
    """
    if isinstance(value, str):
        return False
    ours = duration(value, unit)
    if ours and any(duration(one.value, unit_of(text, one)) == ours for text, one in found):
        return True
    values = {one.value for _, one in found if isinstance(one.value, Fraction)}
    share = value / 100 if unit is not None and unit.kind == PER_CENT else value
    if 0 < share < 1:
        return _is_share(share, values) or (
            share == _HALF and any(_halves(text) for text, _ in found)
        )
    # "A boat" and "no boats" would make any number follow from the next one, or from itself.
    counts = values - {0, 1}
    return any(
        (a < b and value in (a + b, b - a)) or (0 < a < 1 < b and a * b == value)
        for a, b in product(counts, counts)
    )


def _is_share(share: Fraction, values: set[Fraction]) -> bool:
    """Whether it is a share that is given, the rest of one, or by how much one number is more."""
    given = {one for one in values if 0 < one < 1} | {one / 100 for one in values if one <= 100}
    return bool({share, 1 - share} & given) or any(
        a < b and b - a in (share * a, share * b) for a, b in product(values, values)
    )


def _halves(text: Passage) -> bool:
    return any(token.startswith("halv") for token in text.tokens)

"""What stands around a number in a text: its unit, and what or whom it may count."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from briefing.evidence.names import Named
from briefing.evidence.numbers import CURRENCIES, Number
from briefing.evidence.texts import Passage
from briefing.evidence.words import is_telling, stem

# -- units -----------------------------------------------------------------------------------------

PER_CENT: Final = "percent"
TIME: Final = "time"
"""What some units measure."""

_DAYS: Final = {
    **{"second": Fraction(1, 86400), "minute": Fraction(1, 1440), "hour": Fraction(1, 24)},
    **{"day": Fraction(1), "week": Fraction(7), "fortnight": Fraction(14)},
}
_MONTHS: Final = {
    **{"month": Fraction(1), "quarter": Fraction(3), "year": Fraction(12)},
    **{"decade": Fraction(120), "century": Fraction(1200), "centurie": Fraction(1200)},
}
_OTHERS: Final = (
    ("dollar", "euro", "crown", "franc", "pound", "yen", "ruble", "rouble", "dinar", "peso"),
    ("litre", "liter", "tonne", "ton", "barrel", "gallon", "kilogram"),
    ("metre", "meter", "km", "kilometre", "kilometer", "mile", "hectare", "acre"),
    ("percent", "cent", "point"),
)
_SAME_UNIT: Final = {
    **{"km": "kilometre", "kilometer": "kilometre", "meter": "metre", "liter": "litre"},
    **{"ton": "tonne", "rouble": "ruble"},
}
"""Units by other spellings."""

_KIND: Final = {
    **dict.fromkeys(_DAYS, TIME),
    **dict.fromkeys(_MONTHS, TIME),
    **{word: group[0] for group in _OTHERS for word in group},
}
"""What a unit measures, by the word without its plural."""

TIMES: Final = frozenset((*_DAYS, *_MONTHS))
"""Units of time, without their plural."""

_UNIT_AT: Final = 3
"""Tokens after a number in which its unit may stand: ``40 per cent``, ``12 more months``."""


class Unit(NamedTuple):
    """A unit beside a number: what it measures, and its word."""

    kind: str
    word: str


def unit_of(passage: Passage, number: Number) -> Unit | None:
    """Find the unit of a number; a per cent sign and a currency sign are units, too."""
    words = passage.tokens
    if number.first and (currency := CURRENCIES.get(words[number.first - 1])):
        return Unit(_KIND[currency], currency)
    for at in range(number.last, min(number.last + _UNIT_AT, len(words))):
        if set(passage.gap(at - 1)) & set(",;.()"):
            return None
        word = words[at]
        if word in ("%", PER_CENT, "percentage") or words[at : at + 2] == ["per", "cent"]:
            return Unit(PER_CENT, "per cent")
        single = word.removesuffix("s")
        if single in _KIND:
            return Unit(_KIND[single], _SAME_UNIT.get(single, single))
    return None


def duration(value: Fraction | str, unit: Unit | None) -> tuple[str, Fraction] | None:
    """A number of days or of months that a number of units of time makes."""
    if unit is None or unit.kind != TIME or isinstance(value, str):
        return None
    if unit.word in _DAYS:
        return "days", value * _DAYS[unit.word]
    return "months", value * _MONTHS[unit.word]


# -- what a number counts --------------------------------------------------------------------------

_NEAR: Final = 6
"""Tokens on either side that may say what a number counts."""


def surroundings(passage: Passage, number: Number, names: Sequence[Named]) -> dict[str, float]:
    """Stems, and actors by ``@ID``, near a number in its sentence, the nearer the heavier.

    Units are left out: what is counted in litres is not told by that from what else is.
    """
    found: dict[str, float] = {}
    named = {at: one.actors for one in names for at in range(one.first, one.last)}
    for step, edge in ((1, number.last), (-1, number.first - 1)):
        weight = 1.0
        for far in range(_NEAR):
            at = edge + far * step
            if not 0 <= at < len(passage.tokens):
                break
            between = set(passage.gap(at - 1 if step > 0 else at))
            if between & set(".;:?!"):
                break
            token = passage.tokens[at]
            if between & set(",()—–") or token[0].isdigit():
                weight *= 0.5
            for key in _keys(token, named.get(at, frozenset())):
                found[key] = max(found.get(key, 0.0), weight / (1 + far * 0.3))
    return found


def _keys(token: str, actors: frozenset[str]) -> list[str]:
    if actors:
        return [f"@{actor}" for actor in actors]
    if token[0].isdigit() or not is_telling(token) or token.removesuffix("s") in _KIND:
        return []
    return [stem(token)]

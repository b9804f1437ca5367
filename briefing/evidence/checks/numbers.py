"""Whether numbers stand in the passages cited, and count there what they count here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final

from briefing.evidence.checking import FIX, Cited, Excerpt, Remark, Verdict
from briefing.evidence.derived import Grounds, is_derived, is_same_amount
from briefing.evidence.foreign import in_english
from briefing.evidence.numbers import Number, Value, read_numbers, scale
from briefing.evidence.support import BearerKind
from briefing.evidence.surroundings import unit_of
from briefing.evidence.texts import Passage
from briefing.model.claims import Figure, Quote
from briefing.model.vocabulary import Qualifier, Severity

_SMALL: Final = 12
"""Up to here number words are ordinary English: "the two sides", "six of them"."""

_PER_CENT: Final = re.compile(r"(?:per ?cent|%)", re.IGNORECASE)
_DEFINITE: Final = {"the", "these", "those"}


def check_numbers(cited: Cited) -> Iterator[Verdict]:
    """Look for each number of a claim, a position, a role or a figure in the passages cited.

    Warn where a passage hedges what is given as exact, or the reverse. A number that is not there
    is an error where it is given as reported, in digits or as a figure, else a warning. Of hedges
    only those in English are known.
    """
    cited = in_english(cited)
    figure = cited.bearer.figure
    if figure is not None:
        yield from _check_figure(cited, figure)
    elif cited.bearer.kind is not BearerKind.NAME and not isinstance(cited.bearer.claim, Quote):
        yield from _check_words(cited)


def _check_figure(cited: Cited, figure: Figure) -> Iterator[Verdict]:
    factor = scale(figure.unit)
    for field in ("value", "low", "high"):
        amount: Decimal | None = getattr(figure, field)
        if amount is None:
            continue
        # "Two to three million" gives the lower end without its million.
        values: set[Value] = {Fraction(amount) * factor, Fraction(amount)}
        if _PER_CENT.match(figure.unit):
            values |= {share for share in _shares(cited) if _rounds_to(share * 100, amount)}
        found = _places(cited, values)
        if figure.parts and not found and cited.complete:
            continue  # it follows from its parts
        missing = partial(_number_missing, cited, f"{amount:,}", severity=Severity.ERROR, at=field)
        yield cited.verdict("numbers", bool(found), missing)
        hedged = _qualified(found, figure.number, figure.qualifier)
        if hedged and not figure.parts and not cited.is_foreign:
            code, message, source = hedged
            fix = f"Write `qualifier: {source}`."
            yield Verdict(remark=cited.remark(code, message, fix, at="qualifier"))


def _check_words(cited: Cited) -> Iterator[Verdict]:
    text = cited.own_words
    other = {index for one in cited.dates for index in range(one.first, one.last)}
    other |= {index for one in cited.names for index in range(one.first, one.last)}
    grounds = grounds_in(cited)
    for number in read_numbers(text):
        if number.first in other or _is_plain_english(number, text):
            continue
        printed = text.printed(number.first, number.last)
        found = _places(cited, {number.value})
        large = number.digits or (isinstance(number.value, Fraction) and number.value > _SMALL)
        severity = Severity.ERROR if large and cited.is_certain else Severity.WARNING
        unit = unit_of(text, number)
        stands = bool(found) or is_same_amount(number.value, unit, grounds.numbers)
        stands = stands or _is_about_a_dozen(number, text, grounds)
        if not stands and (
            is_derived(number, unit, grounds) or _counts_what_is_listed(number, cited)
        ):
            severity = Severity.LOOK
        missing = partial(_number_missing, cited, printed, severity=severity, at=number.first)
        yield cited.verdict("numbers", stands, missing)
        hedged = _qualified(found, printed, number.hedge)
        if hedged and cited.is_certain and not number.ordinal and not cited.is_foreign:
            code, message, _ = hedged
            fix = "Give the number as the passage has it."
            severity = Severity.LOOK if code == "qualifier-added" else Severity.WARNING
            remark = cited.remark(code, message, fix, severity=severity, at=number.first)
            yield Verdict(remark=remark)


def _is_about_a_dozen(number: Number, text: Passage, grounds: Grounds) -> bool:
    """Whether so many dozens are hedged, and a number of the passages is about so many."""
    if text.tokens[number.last - 1] != "dozen" or isinstance(number.value, str):
        return False
    low, high = {
        Qualifier.AT_LEAST: (0, 11),
        Qualifier.AT_MOST: (-11, 0),
        Qualifier.ABOUT: (-2, 2),
    }.get(number.hedge, (0, 0))
    counts = [one.value for _, one in grounds.numbers if isinstance(one.value, Fraction)]
    return any(low <= one - number.value <= high for one in counts)


_LISTED: Final = 3
"""Up to here a number in words may count what the passage names one by one."""


def _counts_what_is_listed(number: Number, cited: Cited) -> bool:
    if number.digits or number.ordinal or isinstance(number.value, str):
        return False
    if 1 < number.value <= _LISTED:
        return True
    return number.value in range(_LISTED, _SMALL) and any(
        _lists(one.passage, int(number.value)) for one in cited.excerpts
    )


def _lists(passage: Passage, count: int) -> bool:
    """Whether it has so many things parted by commas and an *and*: “A, B, C and D”."""
    item = r"[^,.;:]{1,40}"
    several = rf"(?:{item}, ){{{count - 2}}}{item},? and \w"
    return re.search(several, passage.text.text[slice(*passage.span)]) is not None


def grounds_in(cited: Cited) -> Grounds:
    """What a number may follow from: numbers that date nothing, and days."""
    numbers = [
        (excerpt.passage, one)
        for excerpt in cited.excerpts
        for one in (*excerpt.numbers, *excerpt.implied)
        if not one.ordinal and not excerpt.dates_at(one.first)
    ]
    days = {one.earliest for excerpt in cited.excerpts for one in excerpt.dates}
    days |= {one.source.speaks_on.earliest for one in cited.excerpts if one.source.speaks_on}
    return Grounds(numbers, [day for day in days if day is not None])


def _is_plain_english(number: Number, text: Passage) -> bool:
    """Whether it counts nothing: "one of them", "the first", "the second", "between the two"."""
    if number.digits:
        return False
    before = text.tokens[number.first - 1] if number.first else ""
    return number.value == 1 or (number.value == 2 and (number.ordinal or before in _DEFINITE))


def _places(cited: Cited, values: set[Value]) -> list[Number]:
    """Where any of some values stands in the passages; else where it may be implied."""
    for numbers in (
        [one for e in cited.excerpts for one in e.numbers if not _dates(e, one)],
        [one for e in cited.excerpts for one in e.implied if not _dates(e, one)],
    ):
        if found := [one for one in numbers if one.value in values]:
            return found
    return []


def _dates(excerpt: Excerpt, number: Number) -> bool:
    """Whether a number is part of a date, and counts nothing: not that of “the last two months”."""
    return any(
        one.first <= number.first < one.last and (one.month is not None or not one.reckoned)
        for one in excerpt.dates
    )


def _shares(cited: Cited) -> Iterator[Fraction]:
    """The numbers under one of the passages: two thirds are 66.7 per cent."""
    for excerpt in cited.excerpts:
        for one in excerpt.numbers:
            if isinstance(one.value, Fraction) and one.value < 1:
                yield one.value


def _rounds_to(value: Fraction, amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(value - Fraction(amount)) < Fraction(10) ** min(exponent, 0)


def _qualified(
    found: list[Number], printed: str, given: Qualifier
) -> tuple[str, str, Qualifier] | None:
    """Compare how exactly a number is given with how exactly the passages have it.

    Where they differ: code and message of a warning, and how the passages have it.
    """
    hedges = sorted({one.hedge for one in found})
    if not hedges or given in hedges:
        return None
    source = hedges[0]
    if given is Qualifier.EXACT:
        return "qualifier-dropped", f"The passage has {source} {printed}, not {printed}.", source
    if source is Qualifier.EXACT:
        return "qualifier-added", f"The passage has {printed}, without “{given}”.", source
    return "qualifier-changed", f"The passage has {source} {printed}, not {given} it.", source


def _number_missing(
    cited: Cited, printed: str, *, severity: Severity, at: int | str | None
) -> Remark:
    return cited.remark(
        "number-not-in-passage",
        f"“{printed}” is not in the passage cited, neither in digits nor in words.",
        FIX,
        severity=severity,
        at=at,
    )

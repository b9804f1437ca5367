"""Whether the numbers of claims and figures stand in the passages, as exactly as they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from briefing.evidence.bearers import BearerKind
from briefing.evidence.checks.verdicts import Verdict
from briefing.evidence.excerpts import Cited
from briefing.evidence.numbers import Number, read_numbers, scale
from briefing.evidence.remarks import Remark
from briefing.evidence.wording import Wording
from briefing.model.claims import Figure, Quote
from briefing.model.vocabulary import Qualifier

_SMALL: Final = 12
"""Up to here number words are ordinary English: "the two sides", "six of them"."""

_PER_CENT: Final = re.compile(r"(?:per ?cent|%)", re.IGNORECASE)
_DEFINITE: Final = {"the", "these", "those"}
_FIX: Final = "Correct it, or cite the passage that has it."


def check_numbers(cited: Cited) -> Iterator[Verdict]:
    """Look for each number of a claim, a position, a role or a figure in the passages cited.

    Args:
        cited: What gives the numbers, with its passages.

    Yields:
        One verdict for each number, and a warning where a passage hedges what is given as exact,
        or the reverse. A number that should be there and is not is an error where it is given as
        reported, in digits or as a figure, else a warning.
    """
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
        values = {Fraction(amount) * factor, Fraction(amount)}
        if _PER_CENT.match(figure.unit):
            values |= {share for share in _shares(cited) if _rounds_to(share * 100, amount)}
        found = _places(cited, values)
        if found:
            yield Verdict(tally="numbers", verified=True)
            hedged = _qualified(found, figure.number, figure.qualifier)
            if hedged and not figure.parts:
                code, message, source = hedged
                fix = f"Write `qualifier: {source}`."
                yield Verdict(
                    remark=Remark(
                        code=code, message=message, fix=fix, bearer=cited.bearer, field="qualifier"
                    )
                )
        elif not cited.complete:
            yield Verdict(tally="numbers")
        elif not figure.parts:
            yield _missing(cited, f"{amount:,}", error=True, field=field)


def _check_words(cited: Cited) -> Iterator[Verdict]:
    wording = cited.own_words
    other = {index for one in cited.dates for index in range(one.first, one.last)}
    other |= {index for one in cited.names for index in range(one.first, one.last)}
    for number in read_numbers(wording):
        if number.first in other or _is_plain_english(number, wording):
            continue
        printed = wording.printed(number.first, number.last)
        offset = cited.offset(number.first)
        found = _places(cited, {number.value})
        if found:
            yield Verdict(tally="numbers", verified=True)
            hedged = _qualified(found, printed, number.hedge)
            if hedged and cited.is_certain and not number.ordinal:
                code, message, _ = hedged
                fix = "Give the number as the passage has it."
                yield Verdict(
                    remark=Remark(
                        code=code, message=message, fix=fix, bearer=cited.bearer, offset=offset
                    )
                )
        elif not cited.complete:
            yield Verdict(tally="numbers")
        else:
            large = number.digits or (isinstance(number.value, Fraction) and number.value > _SMALL)
            yield _missing(cited, printed, error=large and cited.is_certain, offset=offset)


def _is_plain_english(number: Number, wording: Wording) -> bool:
    """Whether it counts nothing: "one of them", "the first", "the second", "between the two"."""
    if number.digits:
        return False
    before = wording.tokens[number.first - 1] if number.first else ""
    return number.value == 1 or (number.value == 2 and (number.ordinal or before in _DEFINITE))


def _places(cited: Cited, values: set[Fraction | str] | set[Fraction]) -> list[Number]:
    """Where any of some values stands in the passages; else where it may be implied."""
    for numbers in (
        [one for excerpt in cited.excerpts for one in excerpt.numbers],
        [one for excerpt in cited.excerpts for one in excerpt.implied],
    ):
        if found := [one for one in numbers if one.value in values]:
            return found
    return []


def _shares(cited: Cited) -> Iterator[Fraction]:
    """The numbers under one of the passages: two thirds are 66.7 per cent."""
    for excerpt in cited.excerpts:
        for one in excerpt.numbers:
            if isinstance(one.value, Fraction) and 0 < one.value < 1:
                yield one.value


def _rounds_to(value: Fraction, amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(value - Fraction(amount)) < Fraction(10) ** min(exponent, 0)


def _qualified(
    found: list[Number], printed: str, given: Qualifier
) -> tuple[str, str, Qualifier] | None:
    """Compare how exactly a number is given with how exactly the passages have it.

    Returns:
        The code of a warning, its message, and how the passages have it; None where they agree.
    """
    hedges = sorted({one.hedge for one in found})
    if given in hedges:
        return None
    source = hedges[0]
    if given is Qualifier.EXACT:
        return "qualifier-dropped", f"The passage has {source} {printed}, not {printed}.", source
    if source is Qualifier.EXACT:
        return "qualifier-added", f"The passage has {printed}, without “{given}”.", source
    return "qualifier-changed", f"The passage has {source} {printed}, not {given} it.", source


def _missing(
    cited: Cited,
    printed: str,
    *,
    error: bool,
    offset: int | None = None,
    field: str | None = None,
) -> Verdict:
    remark = Remark(
        code="number-not-in-passage",
        message=f"“{printed}” is not in the passage cited, neither in digits nor in words.",
        fix=_FIX,
        error=error,
        bearer=cited.bearer,
        offset=offset,
        field=field,
    )
    return Verdict(tally="numbers", verified=False, remark=remark)

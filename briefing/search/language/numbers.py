"""The numbers that a query compares with."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from briefing.search.language.errors import FieldValueError
from briefing.search.language.nodes import Range

_NUMBER: Final = r"-?\d[\d,]{0,29}(?:\.\d{1,15})?"
_COMPARED: Final = re.compile(rf"(>=|<=|>|<|=)?({_NUMBER})")
_RANGE: Final = re.compile(rf"({_NUMBER})?\.\.({_NUMBER})?")
_UNFINISHED: Final = re.compile(rf"[<>]=?|=|-|\.\.?|(?:[<>=]=?)?-|{_NUMBER}\.")


def read_range(text: str) -> Range:
    """Read what a number is compared with.

    Args:
        text: ``32``, ``>30``, ``>=30``, ``<60``, ``<=60``, ``30..60``, ``30..`` or ``..60``;
            numbers may have commas between their digits, and a decimal point.

    Returns:
        The range.

    Raises:
        FieldValueError: It is none of these, or the range ends before it begins.
    """
    if compared := _COMPARED.fullmatch(text):
        return _compared(compared[1] or "=", _number(compared[2]))
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


def _compared(sign: str, number: Decimal) -> Range:
    match sign:
        case ">":
            return Range(low=number, above=True)
        case ">=":
            return Range(low=number)
        case "<":
            return Range(high=number, below=True)
        case "<=":
            return Range(high=number)
    return Range(number, number)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))

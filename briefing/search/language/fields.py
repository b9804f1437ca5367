"""The fields of a query, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Final, TypeVar

from briefing.model.vocabulary import Stance
from briefing.search.language.dates import read_dates
from briefing.search.language.errors import FieldValueError, ParseError, QueryError
from briefing.search.language.near import beginning, nearest
from briefing.search.language.nodes import (
    About,
    Amount,
    By,
    Comparison,
    Dated,
    FromSource,
    In,
    InBriefing,
    InUnit,
    Is,
    Kind,
    OfCountry,
    OfKind,
    Order,
    Sort,
    SourceCount,
    State,
    Tagged,
    WithStance,
)
from briefing.search.language.numbers import read_range
from briefing.search.terms import extent

Span = tuple[int, int]
_Read = Callable[[str, Span, date], Comparison]
_Word = TypeVar("_Word", bound=StrEnum)


def read_comparison(name: str, value: str, at: Span, today: date, *, last: bool) -> Comparison:
    """Read a field and its value.

    Args:
        name: One of `FIELDS`.
        value: As typed, without quotation marks.
        at: Where the token stands in the text.
        today: What relative dates are counted from.
        last: Whether the token may still be being typed, so that it may be unfinished.

    Returns:
        The node.

    Raises:
        ParseError: The value is missing, or makes no sense for the field.
    """
    offset, length = at[0], at[1] - at[0]
    text = " ".join(value.split())
    if not text:
        message = f"“{name}:” needs a value right after the colon: {HELP[name]}."
        raise ParseError(QueryError(offset, length, message, incomplete=last))
    try:
        return FIELDS[name](text, at, today)
    except FieldValueError as fault:
        suggestion = fault.suggestion and f"{name}:{fault.suggestion}"
        unfinished = last and fault.unfinished
        message = f"“{name}:{text}”: {fault}"
        raise ParseError(QueryError(offset, length, message, suggestion, unfinished)) from None


def meant_field(word: str) -> str | None:
    """Find the field that somebody may have meant by an unknown one.

    Args:
        word: What stood before a colon.

    Returns:
        The name of the field; None where none is near.
    """
    return _OTHER_NAMES.get(word.lower()) or nearest(word, FIELDS)


def choose(text: str, known: Collection[str]) -> str:
    """Find a value in a closed list.

    Args:
        text: As typed.
        known: The list, in small letters.

    Returns:
        The value.

    Raises:
        FieldValueError: It is not in the list.
    """
    word = text.lower()
    if word in known:
        return word
    longer = beginning(word, known)
    near = nearest(word, known) or longer
    hint = f"did you mean “{near}”?" if near else f"write one of {', '.join(known)}."
    raise FieldValueError(f"there is no such value; {hint}", near, unfinished=longer is not None)


def _named(make: Callable[..., Comparison], text: str, at: Span, today: date) -> Comparison:
    """A name, or the beginning of one; nothing but the briefings themselves can tell more."""
    if extent(text) is None:
        raise FieldValueError("this is not a name; write letters or digits.")
    return make(text.rstrip("*"), at=at)


def _listed(
    make: Callable[..., Comparison], words: type[_Word], text: str, at: Span, today: date
) -> Comparison:
    return make(words(choose(text, _VALUES[words])), at=at)


def _dated(text: str, at: Span, today: date) -> Comparison:
    value = text.lower()
    if value[:1].isalpha():
        value = value.replace("-", " ")
    return Dated(value, *read_dates(value, today), at=at)


def _amount(text: str, at: Span, today: date) -> Comparison:
    return Amount(read_range(text), at=at)


def _source_count(text: str, at: Span, today: date) -> Comparison:
    if extent(text) is not None and text[0].isalpha():
        raise FieldValueError("this counts sources, such as >=2; a name goes with “source:”.")
    numbers = read_range(text)
    for number in (numbers.low, numbers.high):
        if number is not None and (number < 0 or number != number.to_integral_value()):
            raise FieldValueError("sources are counted in whole numbers, such as >=2.")
    return SourceCount(numbers, at=at)


_VALUES: Final[dict[type[StrEnum], tuple[str, ...]]] = {
    words: tuple(word.value for word in words) for words in (Kind, Stance, State, Order)
}

FIELDS: Final[dict[str, _Read]] = {
    "in": partial(_named, In),
    "by": partial(_named, By),
    "actor": partial(_named, About),
    "country": partial(_named, OfCountry),
    "stance": partial(_listed, WithStance, Stance),
    "source": partial(_named, FromSource),
    "tag": partial(_named, Tagged),
    "kind": partial(_listed, OfKind, Kind),
    "date": _dated,
    "fig": _amount,
    "unit": partial(_named, InUnit),
    "is": partial(_listed, Is, State),
    "sources": _source_count,
    "briefing": partial(_named, InBriefing),
    "sort": partial(_listed, Sort, Order),
}
"""What reads the value of each field; in the order of the documentation."""

HELP: Final = {
    "in": "a section, such as in:reactions",
    "by": "who speaks, such as by:aliyev",
    "actor": "who it is about, such as actor:aliyev",
    "country": "a code or a name, such as country:AM",
    "stance": f"one of {', '.join(_VALUES[Stance])}",
    "source": "a key or an outlet, such as source:weekly",
    "tag": "a tag, such as tag:water",
    "kind": f"one of {', '.join(_VALUES[Kind])}",
    "date": "such as 2023-12, 2023-11..2023-12, ..2020 or last-month",
    "fig": "such as >30, <=60, 30..60 or 32",
    "unit": "such as unit:people",
    "is": f"one of {', '.join(_VALUES[State])}",
    "sources": "such as >=2",
    "briefing": "the name of a briefing",
    "sort": f"one of {', '.join(_VALUES[Order])}",
}
"""What may stand after the colon of each field."""

_OTHER_NAMES: Final = {
    "section": "in",
    "speaker": "by",
    "author": "by",
    "party": "actor",
    "who": "actor",
    "state": "country",
    "status": "is",
    "type": "kind",
    "figure": "fig",
    "figures": "fig",
    "number": "fig",
    "outlet": "source",
    "year": "date",
    "order": "sort",
}
"""What other programs call our fields."""

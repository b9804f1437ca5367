"""Reading numbers in a text, in digits and in English words, with what hedges them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import msgspec

from briefing.evidence.numerals import NUMERALS, ORDINALS, SCALES, joined, read_numeral
from briefing.evidence.wording import Wording
from briefing.model.vocabulary import Qualifier

Value = Fraction | str
"""What a number amounts to; the token itself where it is a code such as ``cop29``."""

_SHORT_SCALES: Final = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_DENOMINATORS: Final = {
    "quarter": 4,
    **{word: number for word, number in ORDINALS.items() if number >= 3},
}
_HALF: Final = Fraction(1, 2)
_COUNTS: Final = {
    **dict.fromkeys(("both", "twice", "pair", "couple", "double"), 2),
    **dict.fromkeys(("a", "an", "another", "once", "single", "sole"), 1),
    **dict.fromkeys(("no", "none", "nobody", "never"), 0),
    "trio": 3,
}
_HEDGES: Final = {
    "at least": Qualifier.AT_LEAST,
    "more than": Qualifier.AT_LEAST,
    "over": Qualifier.AT_LEAST,
    "no fewer than": Qualifier.AT_LEAST,
    "no less than": Qualifier.AT_LEAST,
    "at most": Qualifier.AT_MOST,
    "up to": Qualifier.AT_MOST,
    "fewer than": Qualifier.AT_MOST,
    "less than": Qualifier.AT_MOST,
    "no more than": Qualifier.AT_MOST,
    **dict.fromkeys(
        ("about", "around", "roughly", "approximately", "some", "circa", "almost", "nearly"),
        Qualifier.ABOUT,
    ),
    **dict.fromkeys(("close to", "estimated", "perhaps"), Qualifier.ABOUT),
}
_BEFORE: Final = sorted(
    ((hedge.split(), kind) for hedge, kind in _HEDGES.items()), key=lambda one: -len(one[0])
)
_AFTER: Final = ((["or", "more"], Qualifier.AT_LEAST), (["or", "so"], Qualifier.ABOUT))

_BEGIN: Final = NUMERALS | {"a", "an", "half"}

_DIGITS: Final = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]*)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUP: Final = re.compile(r"\d{3}")
_GROUP_GAPS: Final = (" ", "\u00a0", "\u2009", "\u202f", "'", "’")
_ORDINAL_ENDS: Final = ("st", "nd", "rd", "th")


class Number(msgspec.Struct, frozen=True):
    """A number as it stands in a text.

    Attributes:
        value: What it amounts to.
        first: Index of its first token.
        last: Index after its last token.
        digits: Whether it is printed in digits.
        ordinal: Whether it says which, and not how many.
        hedge: What the words beside it make of it; exact where there are none.
    """

    value: Value
    first: int
    last: int
    digits: bool = False
    ordinal: bool = False
    hedge: Qualifier = Qualifier.EXACT


def read_numbers(wording: Wording) -> list[Number]:
    """Read the numbers of a text.

    Args:
        wording: Any text.

    Returns:
        Each number once, in order; the whole of digits parted by a space, as in ``1 200``.
        "Decades" and "dozens" are no numbers.
    """
    found = []
    index = 0
    while index < len(wording.tokens):
        number = _number_at(wording, index)
        if number is None:
            index += 1
            continue
        found.append(msgspec.structs.replace(number, hedge=_hedge(wording, number)))
        index = number.last
    return found


def implied_numbers(wording: Wording) -> Iterator[Number]:
    """Read what may be meant for a number in a source, though `read_numbers` takes it for none.

    Args:
        wording: Text of a source.

    Yields:
        Words such as "both" and "a pair" for two, and the parts of digits parted by a space.
    """
    for index, token in enumerate(wording.tokens):
        if token in _COUNTS:
            yield Number(Fraction(_COUNTS[token]), index, index + 1)
        elif token.isascii() and token.isdigit():
            yield Number(Fraction(token), index, index + 1, digits=True)


def scale(unit: str) -> int:
    """The number that a unit such as "million francs" multiplies with; 1 where it has none."""
    first = unit.casefold().split(maxsplit=1)[:1]
    return SCALES.get(first[0], 1) if first else 1


def _hedge(wording: Wording, number: Number) -> Qualifier:
    words = wording.tokens
    for hedge, kind in _BEFORE:
        start = number.first - len(hedge)
        if start < 0 or list(words[start : number.first]) != hedge:
            continue
        # "It takes over two turbines" is no "more than two".
        if hedge != ["over"] or number.digits:
            return kind
    after = list(words[number.last : number.last + 2])
    return next((kind for hedge, kind in _AFTER if after == hedge), Qualifier.EXACT)


def _number_at(wording: Wording, index: int) -> Number | None:
    token = wording.tokens[index]
    if token[0].isdigit():
        return _from_digits(wording, index)
    if token in _BEGIN:
        return _from_fraction(wording, index) or _from_words(wording, index)
    if any(char.isnumeric() and not char.isalpha() for char in token):
        return Number(token, index, index + 1, digits=True)
    return None


def _from_digits(wording: Wording, index: int) -> Number:
    token = wording.tokens[index]
    match = _DIGITS.fullmatch(token) if token.isascii() else None
    digits, ending = match.groups() if match else (token, "?")
    if ending in _ORDINAL_ENDS:
        return Number(_plain(digits), index, index + 1, digits=True, ordinal=True)
    if ending in _SHORT_SCALES:
        return Number(_plain(digits) * _SHORT_SCALES[ending], index, index + 1, digits=True)
    if ending:
        return Number(token, index, index + 1, digits=True)
    last = index + 1
    if digits.isdigit() and len(digits) <= 3:
        last = _end_of_groups(wording, index)
        digits = "".join(wording.tokens[index:last])
    return _scaled(wording, Number(_plain(digits), index, last, digits=True))


def _plain(digits: str) -> Fraction:
    if _THOUSANDS.fullmatch(digits) or digits.count(",") > 1:
        return Fraction(digits.replace(",", ""))
    if digits.count(".") > 1:
        return Fraction(digits.replace(".", "").replace(",", "."))
    return Fraction(digits.replace(",", "."))


def _end_of_groups(wording: Wording, index: int) -> int:
    last = index + 1
    while (
        last < len(wording.tokens)
        and _GROUP.fullmatch(wording.tokens[last])
        and wording.gap(last - 1) in _GROUP_GAPS
    ):
        last += 1
    return last


def _scaled(wording: Wording, number: Number) -> Number:
    """Take in the "million" that follows a number."""
    assert isinstance(number.value, Fraction)
    last = number.last
    if last < len(wording.tokens) and joined(wording, last - 1):
        factor = SCALES.get(wording.tokens[last])
        if factor:
            return msgspec.structs.replace(number, value=number.value * factor, last=last + 1)
    return number


def _from_words(wording: Wording, index: int) -> Number | None:
    numeral = read_numeral(wording, index)
    if numeral is None:
        return None
    value, last, ordinal = Fraction(numeral.value), numeral.last, numeral.ordinal
    if not ordinal and list(wording.tokens[last : last + 3]) == ["and", "a", "half"]:
        return _scaled(wording, Number(value + _HALF, index, last + 3))
    return Number(value, index, last, ordinal=ordinal)


def _from_fraction(wording: Wording, index: int) -> Number | None:
    """Read "half", "half a million", "a third", "two thirds", "three-quarters"."""
    words = wording.tokens
    if words[index] == "half":
        noun = (
            words[index + 2]
            if words[index + 1 : index + 2] == ["a"] and len(words) > index + 2
            else ""
        )
        size = 12 if noun == "dozen" else SCALES.get(noun)
        if size is None:
            return Number(_HALF, index, index + 1)
        return Number(_HALF * size, index, index + 3)
    if index + 1 >= len(words) or not joined(wording, index):
        return None
    noun = words[index + 1]
    if words[index] in ("a", "one"):
        part = 2 if noun == "half" else _DENOMINATORS.get(noun)
        return Number(Fraction(1, part), index, index + 2) if part else None
    part = _DENOMINATORS.get(noun.removesuffix("s")) if noun.endswith("s") else None
    count = read_numeral(wording, index) if part else None
    if part is None or count is None or count.ordinal or count.last != index + 1:
        return None
    return Number(Fraction(count.value, part), index, index + 2)

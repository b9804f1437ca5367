"""Reading numbers in a text, in digits and in English words, with what hedges them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

import msgspec

from briefing.evidence.texts import Passage
from briefing.model.vocabulary import Qualifier

Value = Fraction | str
"""What a number amounts to; the token itself where it is a code such as ``cop29``."""

_UNIT_WORDS: Final = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_ORDINAL_WORDS: Final = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_UNITS: Final = {word: number for number, word in enumerate(_UNIT_WORDS.split())}
_TEN_WORDS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS: Final = {word: 10 * number for number, word in enumerate(_TEN_WORDS.split(), start=2)}
_SMALL_ORDINALS: Final = {
    word: number for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)
}
_ORDINALS: Final = {
    **_SMALL_ORDINALS,
    **{f"{word[:-1]}ieth": number for word, number in _TENS.items()},
}
_SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SIZES: Final = [[size] for size in ("hundred", "dozen", *_SCALES)]
_MORE: Final = 10**15

_SHORT_SCALES: Final = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_DENOMINATORS: Final = {
    "quarter": 4,
    **{word: number for word, number in _SMALL_ORDINALS.items() if number >= 3},
}
_HALF: Final = Fraction(1, 2)
_COUNTS: Final = {
    **dict.fromkeys(("both", "twice", "pair", "couple", "double"), 2),
    **dict.fromkeys(("a", "an", "another", "once", "single", "sole"), 1),
    **dict.fromkeys(("no", "none", "nobody", "never"), 0),
    "trio": 3,
}
_HEDGES: Final = {
    Qualifier.AT_LEAST: (
        *("at least", "more than", "over", "no fewer than", "no less than", "upwards of"),
        *("well over", "just over"),
    ),
    Qualifier.AT_MOST: (
        *("at most", "up to", "fewer than", "less than", "no more than", "as many as"),
        "as much as",
    ),
    Qualifier.ABOUT: (
        *("about", "around", "roughly", "approximately", "some", "circa", "almost", "nearly"),
        *("close to", "estimated", "perhaps", "just under", "a good"),
    ),
}
_BEFORE: Final = sorted(
    ((hedge.split(), kind) for kind, hedges in _HEDGES.items() for hedge in hedges),
    key=lambda one: -len(one[0]),
)
_AFTER: Final = ((["or", "more"], Qualifier.AT_LEAST), (["or", "so"], Qualifier.ABOUT))

_BEGIN: Final = {*_UNITS, *_TENS, *_ORDINALS, "a", "an", "half"}

_DIGITS: Final = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]*)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUP: Final = re.compile(r"\d{3}")
_GROUP_GAPS: Final = (" ", "\u00a0", "\u2009", "\u202f", "'", "’")
_ORDINAL_ENDS: Final = ("st", "nd", "rd", "th")


class Number(msgspec.Struct, frozen=True):
    """A number as it stands in a passage, from one token up to another.

    Attributes:
        ordinal: Whether it says which, and not how many.
        hedge: What the words beside it make of it; exact where there are none.
    """

    value: Value
    first: int
    last: int
    digits: bool = False
    ordinal: bool = False
    hedge: Qualifier = Qualifier.EXACT


def read_numbers(passage: Passage) -> list[Number]:
    """Read the numbers of a text, in order; "decades" and "dozens" are none, ``1 200`` is one."""
    found = []
    index = 0
    while index < len(passage.tokens):
        number = _number_at(passage, index)
        if number is None:
            index += 1
            continue
        found.append(msgspec.structs.replace(number, hedge=_hedge(passage, number)))
        index = number.last
    return found


def implied_numbers(passage: Passage) -> Iterator[Number]:
    """Read what may be meant for a number: "both", "a pair", digits on one side of a space."""
    for index, token in enumerate(passage.tokens):
        if token in _COUNTS:
            yield Number(Fraction(_COUNTS[token]), index, index + 1)
        elif token.isascii() and token.isdigit():
            yield Number(Fraction(token), index, index + 1, digits=True)


def scale(unit: str) -> int:
    """The number that a unit such as "million francs" multiplies with; 1 where it has none."""
    first = next(iter(unit.casefold().split()), "")
    return _SCALES.get(first, 1)


def _hedge(passage: Passage, number: Number) -> Qualifier:
    words = passage.tokens
    for hedge, kind in _BEFORE:
        start = number.first - len(hedge)
        if start < 0 or words[start : number.first] != hedge:
            continue
        # "It takes over two turbines" is no "more than two".
        if hedge != ["over"] or number.digits:
            return kind
    after = words[number.last : number.last + 2]
    return next((kind for hedge, kind in _AFTER if after == hedge), Qualifier.EXACT)


def _number_at(passage: Passage, index: int) -> Number | None:
    token = passage.tokens[index]
    if token[0].isdigit():
        return _from_digits(passage, index)
    if token in _BEGIN:
        return _from_fraction(passage, index) or _from_words(passage, index)
    if not token.isalpha() and any(char.isnumeric() and not char.isalpha() for char in token):
        return Number(token, index, index + 1, digits=True)
    return None


# -- in digits -------------------------------------------------------------------------------------


def _from_digits(passage: Passage, index: int) -> Number:
    token = passage.tokens[index]
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
        last = _end_of_groups(passage, index)
        digits = "".join(passage.tokens[index:last])
    return _scaled(passage, _plain(digits), index, last, digits=True)


def _plain(digits: str) -> Fraction:
    if _THOUSANDS.fullmatch(digits) or digits.count(",") > 1:
        return Fraction(digits.replace(",", ""))
    if digits.count(".") > 1:
        return Fraction(digits.replace(".", "").replace(",", "."))
    return Fraction(digits.replace(",", "."))


def _end_of_groups(passage: Passage, index: int) -> int:
    last = index + 1
    while (
        last < len(passage.tokens)
        and _GROUP.fullmatch(passage.tokens[last])
        and passage.gap(last - 1) in _GROUP_GAPS
    ):
        last += 1
    return last


def _scaled(passage: Passage, value: Fraction, first: int, last: int, *, digits: bool) -> Number:
    """Take in the "million" that follows a number."""
    if last < len(passage.tokens) and _joined(passage, last - 1):
        factor = _SCALES.get(passage.tokens[last])
        if factor:
            return Number(value * factor, first, last + 1, digits)
    return Number(value, first, last, digits)


# -- in words: "thirty-two", "a hundred and five", "twenty-first", "two thirds" --------------------


class _Numeral(NamedTuple):
    """A number in words, with the index of the token after its last one."""

    value: int
    last: int
    ordinal: bool = False


def _read_numeral(passage: Passage, index: int) -> _Numeral | None:
    """Read the longest numeral that English allows at a token; None where no number begins."""
    words = passage.tokens
    total = group = 0
    room = ceiling = _MORE  # what may follow: a unit after "thirty", but no unit after "two"
    last = index
    if words[index] in ("a", "an") and words[index + 1 : index + 2] in _SIZES:
        group, last = 1, index + 1
    while (here := _next(passage, index, last, total + group)) is not None:
        word, adjacent = words[here], here == last
        if _ORDINALS.get(word, _MORE) < room:
            return _Numeral(total + group + _ORDINALS[word], here + 1, ordinal=True)
        if _UNITS.get(word, _MORE) < room:
            group, room = group + _UNITS[word], 0
        elif word in _TENS and room > 10:
            group, room = group + _TENS[word], 10
        elif word == "hundred" and adjacent and 0 < group < 100:
            group, room = group * 100, 100
        elif word == "dozen" and adjacent and 0 < group < 100:
            return _Numeral(group * 12, here + 1)
        elif _SCALES.get(word, _MORE) < ceiling and adjacent and group:
            ceiling = room = _SCALES[word]
            total, group = total + group * ceiling, 0
        else:
            break
        last = here + 1
    return _Numeral(total + group, last) if last > index else None


def _joined(passage: Passage, index: int) -> bool:
    """Whether only white space or a hyphen stands between a token and the next one."""
    return not passage.gap(index).strip(" \t\n\u00a0-\u2010\u2011")


def _next(passage: Passage, index: int, last: int, value: int) -> int | None:
    """Where a numeral would go on: over "and" after hundreds, over a comma after thousands."""
    words = passage.tokens
    if last >= len(words):
        return None
    if last == index or _joined(passage, last - 1):
        if words[last] == "and" and value >= 100 and last + 1 < len(words):
            return last + 1
        return last
    thousands = words[last - 1] in _SCALES and passage.gap(last - 1).strip() == ","
    return last if thousands else None


def _from_words(passage: Passage, index: int) -> Number | None:
    numeral = _read_numeral(passage, index)
    if numeral is None:
        return None
    value, last = Fraction(numeral.value), numeral.last
    if not numeral.ordinal and passage.tokens[last : last + 3] == ["and", "a", "half"]:
        # Half of the million in "a million and a half".
        half = _HALF * _SCALES.get(passage.tokens[last - 1], 1)
        return _scaled(passage, value + half, index, last + 3, digits=False)
    return Number(value, index, last, ordinal=numeral.ordinal)


def _from_fraction(passage: Passage, index: int) -> Number | None:
    """Read "half", "half a million", "a third", "two thirds", "three-quarters"."""
    words = passage.tokens
    if words[index] == "half":
        article, noun = [*words[index + 1 : index + 3], "", ""][:2]
        size = 12 if noun == "dozen" else _SCALES.get(noun)
        if article != "a" or size is None:
            return Number(_HALF, index, index + 1)
        return Number(_HALF * size, index, index + 3)
    if index + 1 >= len(words) or not _joined(passage, index):
        return None
    noun = words[index + 1]
    if words[index] in ("a", "one"):
        part = 2 if noun == "half" else _DENOMINATORS.get(noun)
        return Number(Fraction(1, part), index, index + 2) if part else None
    part = _DENOMINATORS.get(noun.removesuffix("s")) if noun.endswith("s") else None
    count = _read_numeral(passage, index) if part else None
    if part is None or count is None or count.ordinal or count.last != index + 1:
        return None
    return Number(Fraction(count.value, part), index, index + 2)

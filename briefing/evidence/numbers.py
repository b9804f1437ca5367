"""Reading numbers in a text, in digits and in English words, with what hedges them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
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
    **{"duo": 2, "trio": 3, "quartet": 4},
}
_HEDGES: Final = {
    Qualifier.AT_LEAST: (
        *("at least", "more than", "over", "no fewer than", "no less than", "upwards of"),
        *("well over", "just over", "little more than", "in excess of", "a minimum of"),
        *("not less than", "exceeding", "above"),
    ),
    Qualifier.AT_MOST: (
        *("at most", "up to", "fewer than", "less than", "no more than", "as many as"),
        *("as much as", "not more than", "a maximum of", "capped at", "limited to", "a cap of"),
        *("a limit of", "not exceeding", "as long as"),
    ),
    Qualifier.ABOUT: (
        *("about", "around", "roughly", "approximately", "some", "circa", "almost", "nearly"),
        *("close to", "closer to", "nearer", "nearer to", "estimated", "perhaps", "just under"),
        "a good",
    ),
}
_BEFORE: Final = sorted(
    ((hedge.split(), kind) for kind, hedges in _HEDGES.items() for hedge in hedges),
    key=lambda one: -len(one[0]),
)
_AFTER: Final = (
    (["or", "more"], Qualifier.AT_LEAST),
    (["or", "so"], Qualifier.ABOUT),
    (["at", "least"], Qualifier.AT_LEAST),
    (["at", "most"], Qualifier.AT_MOST),
    (["at", "the", "most"], Qualifier.AT_MOST),
)

_EACH: Final = ("every", "each", "per")
_PERIODS: Final = [["day"], ["week"], ["fortnight"], ["month"], ["quarter"], ["year"]]
"""After *every* and its like these count one of themselves; *once a quarter* is no fourth part."""

_BEGIN: Final = {*_UNITS, *_TENS, *_ORDINALS, "a", "an", "half"}

_DIGITS: Final = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]*)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SEPARATORS: Final = re.compile("[.,]")
_GROUP: Final = re.compile(r"\d{3}")
_GROUP_GAPS: Final = (" ", "\u00a0", "\u2009", "\u202f", "'", "’")
_ORDINAL_ENDS: Final = ("st", "nd", "rd", "th")
_MEASURED: Final = re.compile(r"(\d+)([a-z]*)", re.ASCII)
"""Digits, alone or with their unit: “60fps”."""
_NO_UNITS: Final = (*_ORDINAL_ENDS, *_SHORT_SCALES)


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


@lru_cache(maxsize=4096)
def read_numbers(passage: Passage) -> Sequence[Number]:
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
    return tuple(found)


def implied_numbers(passage: Passage) -> Iterator[Number]:
    """Read what may be meant for a number: "both", "a pair", digits before a space or a unit."""
    for index, token in enumerate(passage.tokens):
        if token in _COUNTS:
            yield Number(Fraction(_COUNTS[token]), index, index + 1)
        elif token == "score" and (count := _scores(passage, index)):
            yield Number(count, index - 1, index + 1)
        elif token in _SIZED and passage.tokens[index - 1 : index] in _ONLY:
            yield Number(Fraction(_SIZED[token]), index, index + 1)
        elif token in _EACH and passage.tokens[index + 1 : index + 2] in _PERIODS:
            yield Number(Fraction(1), index, index + 1)
        elif (found := _MEASURED.fullmatch(token)) and found[2] not in _NO_UNITS:
            yield Number(Fraction(found[1]), index, index + 1, digits=True)
    yield from _sharing_scales(passage)


_SIZED: Final = {"dozen": 12, "hundred": 100}
_ONLY: Final = [["the"], ["this"], ["that"], ["these"], ["another"]]
"""Before a size of a group these leave its *one* out: “the dozen boats”."""


def _scores(passage: Passage, index: int) -> Fraction | None:
    """How many a *score* is: “a score of anglers”, “two score”; none of a game."""
    words = passage.tokens
    before, after = words[index - 1 : index], words[index + 1 : index + 3]
    if before in (["a"], ["one"]) and after[:1] == ["of"] and not after[-1][0].isdigit():
        return Fraction(20)
    count = _UNITS.get(before[0], 0) if before and after[:1] != ["of"] else 0
    return Fraction(20 * count) if count > 1 else None


def _sharing_scales(passage: Passage) -> Iterator[Number]:
    """Read the first of “2 to 3 million” as so many millions."""
    for one, other in pairwise(read_numbers(passage)):
        between = passage.tokens[one.last : other.first]
        factor = _SCALES.get(passage.tokens[other.last - 1])
        joined = between in _TO or (not between and not passage.gap(one.last - 1).strip(_DASHES))
        if factor and joined and isinstance(one.value, Fraction) and one.value < 1000:
            yield Number(one.value * factor, one.first, one.last, one.digits)


_TO: Final = [["to"], ["and"], ["or"]]
_DASHES: Final = " \u00a0-\u2010\u2011\u2012\u2013\u2014"


def scale(unit: str) -> int:
    """The number that a unit such as "million francs" multiplies with; 1 where it has none."""
    first = next(iter(unit.casefold().split()), "")
    return _SCALES.get(first, 1)


CURRENCIES: Final = {"$": "dollar", "€": "euro", "£": "pound"}
"""Signs that stand between a number and the words before it."""

_BEFORE_OVER: Final = ("for", "of", "to", "in", "after", "with", "than", "and", "at", "by")


def hedge_before(passage: Passage, index: int, *, digits: bool = False) -> Qualifier:
    """What the words before a token make of the number that begins there."""
    if index and passage.tokens[index - 1] in CURRENCIES:
        index -= 1
    for hedge, kind in _BEFORE:
        start = index - len(hedge)
        if start < 0 or passage.tokens[start:index] != hedge:
            continue
        # "It takes over two turbines" is no "more than two".
        if (
            hedge not in (["over"], ["above"])
            or digits
            or not start
            or passage.tokens[start - 1] in _BEFORE_OVER
        ):
            return kind
    return Qualifier.EXACT


def _hedge(passage: Passage, number: Number) -> Qualifier:
    words = passage.tokens
    before = hedge_before(passage, number.first, digits=number.digits)
    if before is not Qualifier.EXACT:
        return before
    for at in range(number.last, min(number.last + _HEDGED_WITHIN, len(words))):
        if set(passage.gap(at - 1)) & set(",;.:()") or words[at][0].isdigit():
            break
        for hedge, kind in _AFTER:
            if words[at : at + len(hedge)] == hedge and (at == number.last or hedge[0] == "at"):
                return kind
    return Qualifier.EXACT


_HEDGED_WITHIN: Final = 6
"""Tokens after a number in which its hedge may stand: “6 per cent a year at the most”."""


def _number_at(passage: Passage, index: int) -> Number | None:
    token = passage.tokens[index]
    if token[0].isdigit():
        return _from_digits(passage, index)
    if token in _BEGIN:
        words = passage.tokens
        if token in _ONE and _and_a_half(words, index + 1):
            return Number(1 + _HALF, index, index + 1)  # "a year and a half"
        if any(_and_a_half(words, index - at) for at in (2, 3)) and _counts(words, index):
            return None  # taken in with what it is a half of
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
    """Read digits with commas and full stops: one that stands twice parts thousands only."""
    if _THOUSANDS.fullmatch(digits):
        return Fraction(digits.replace(",", ""))
    once = [sign for sign in ",." if digits.count(sign) == 1]
    whole, _, part = digits.partition(max(once, key=digits.find)) if once else (digits, "", "0")
    return Fraction(".".join(_SEPARATORS.sub("", one) for one in (whole, part)))


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
    if numeral.ordinal:
        return Number(value, index, last, ordinal=True)
    if passage.tokens[last : last + 3] == _AND_A_HALF:
        # Half of the million in "a million and a half".
        half = _HALF * _SCALES.get(passage.tokens[last - 1], 1)
        return _scaled(passage, value + half, index, last + 3, digits=False)
    if last < len(passage.tokens) and _and_a_half(passage.tokens, last):
        return Number(value + _HALF, index, last)  # "two years and a half"
    if passage.tokens[last : last + 1] == ["in"] and last + 1 < len(passage.tokens):
        whole = _read_numeral(passage, last + 1)
        if whole is not None and not whole.ordinal and numeral.value < whole.value <= _SHARED:
            return Number(Fraction(numeral.value, whole.value), index, whole.last)
    return Number(value, index, last)


_ONE: Final = ("a", "an", "one")


def _and_a_half(words: Sequence[str], index: int) -> bool:
    """Whether a noun that may be counted has half of itself after it."""
    return (
        index > 0
        and list(words[index + 1 : index + 4]) == _AND_A_HALF
        and [words[index]] not in _SIZES
        and words[index] not in _ORDINALS
    )


def _counts(words: Sequence[str], index: int) -> bool:
    """Whether what stands before the noun of an “and a half” is a number."""
    before = [words[at] for at in (index - 3, index - 4) if at >= 0]
    return any(one in _ONE or one in _UNITS or one[0].isdigit() for one in before)


_AND_A_HALF: Final = ["and", "a", "half"]

_SHARED: Final = 10
"""Up to here "seven in ten" is a share."""


def _size(words: Sequence[str], index: int) -> int:
    """How many a group is of which there may be half a one; 0 where none is named."""
    word = words[index] if index < len(words) else ""
    return 12 if word == "dozen" else _SCALES.get(word, 0)


_HOW_OFTEN: Final = [["once"], ["twice"], ["times"], ["every"]]


def _from_fraction(passage: Passage, index: int) -> Number | None:
    """Read "half", "half a million", "a half-dozen", "a third", "two thirds"."""
    words = passage.tokens
    half = index + (words[index : index + 2] == ["a", "half"])
    if words[half] == "half":
        last = half + 1 + (words[half + 1 : half + 2] == ["a"])
        if size := _size(words, last):
            return Number(_HALF * size, index, last + 1)
    if words[index] == "half":
        return Number(_HALF, index, index + 1)
    if index + 1 >= len(words) or not _joined(passage, index):
        return None
    noun = words[index + 1]
    if words[index] in ("a", "one"):
        often = noun == "quarter" and words[index - 1 : index] in _HOW_OFTEN
        part = 2 if noun == "half" else None if often else _DENOMINATORS.get(noun)
        return Number(Fraction(1, part), index, index + 2) if part else None
    part = _DENOMINATORS.get(noun.removesuffix("s")) if noun.endswith("s") else None
    count = _read_numeral(passage, index) if part else None
    if part is None or count is None or count.ordinal or count.last != index + 1:
        return None
    return Number(Fraction(count.value, part), index, index + 2)

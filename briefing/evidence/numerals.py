"""English number words: "thirty-two", "a hundred and five", "twenty-first", "two million"."""

from __future__ import annotations

from typing import Final, NamedTuple

from briefing.evidence.wording import Wording

_UNIT_WORDS: Final = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_ORDINAL_WORDS: Final = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_UNITS: Final = {word: number for number, word in enumerate(_UNIT_WORDS.split())}
_TENS: Final = {
    word: 10 * number
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
ORDINALS: Final = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_TENTHS: Final = {f"{word[:-1]}ieth": number for word, number in _TENS.items()}
NUMERALS: Final = _UNITS.keys() | _TENS.keys() | ORDINALS.keys() | _TENTHS.keys()
"""Words that a number can begin with, beside the article."""

SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MORE: Final = 10**15


class Numeral(NamedTuple):
    """A number in words.

    Attributes:
        value: What it amounts to.
        last: Index of the token after its last one.
        ordinal: Whether it says which, and not how many.
    """

    value: int
    last: int
    ordinal: bool = False


def read_numeral(wording: Wording, index: int) -> Numeral | None:
    """Read the number words that begin at a token.

    Args:
        wording: Any text.
        index: Of the token.

    Returns:
        The longest numeral that English allows there; None where no number begins.
    """
    words = wording.tokens
    total = group = 0
    room = ceiling = _MORE  # what may follow: a unit after "thirty", but no unit after "two"
    last = index
    if words[index] in ("a", "an") and words[index + 1 : index + 2] in _SIZES:
        group, room, last = 1, 1, index + 1
    while (here := _next(wording, index, last, total + group)) is not None:
        word, adjacent = words[here], here == last
        if _ORDINALS.get(word, _MORE) < room:
            return Numeral(total + group + _ORDINALS[word], here + 1, ordinal=True)
        if _UNITS.get(word, _MORE) < room:
            group, room = group + _UNITS[word], 1
        elif word in _TENS and room > 10:
            group, room = group + _TENS[word], 10
        elif word == "hundred" and adjacent and 0 < group < 100:
            group, room = group * 100, 100
        elif word == "dozen" and adjacent and 0 < group < 100:
            return Numeral(group * 12, here + 1)
        elif SCALES.get(word, _MORE) < ceiling and adjacent and group:
            ceiling = room = SCALES[word]
            total, group = total + group * ceiling, 0
        else:
            break
        last = here + 1
    return Numeral(total + group, last) if last > index else None


def joined(wording: Wording, index: int) -> bool:
    """Whether only white space or a hyphen stands between a token and the next one."""
    return not wording.gap(index).strip(" \t\n\u00a0-\u2010\u2011")


_SIZES: Final = [[size] for size in ("hundred", "dozen", *SCALES)]
_ORDINALS: Final = ORDINALS | _TENTHS


def _next(wording: Wording, index: int, last: int, value: int) -> int | None:
    """Where a numeral would go on: over "and" after hundreds, over a comma after thousands."""
    words = wording.tokens
    if last >= len(words):
        return None
    if last == index or joined(wording, last - 1):
        if words[last] == "and" and value >= 100 and last + 1 < len(words):
            return last + 1
        return last
    thousands = words[last - 1] in SCALES and wording.gap(last - 1).strip() == ","
    return last if thousands else None

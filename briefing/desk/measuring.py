"""The numbers and dates of a source that may belong on a card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final

import msgspec

from briefing.desk.naming import mentions
from briefing.evidence.dates import DateMention, lies_in, read_dates
from briefing.evidence.names import Lexicon
from briefing.evidence.numbers import Number, read_numbers, scale
from briefing.evidence.states import state_of
from briefing.evidence.surroundings import unit_of
from briefing.evidence.texts import Passage
from briefing.evidence.words import is_telling, word_set
from briefing.model.dates import EdtfDate, last_day
from briefing.model.vocabulary import Qualifier

# -- numbers ---------------------------------------------------------------------------------------


class NumberFound(msgspec.Struct, frozen=True):
    """A number that counts something.

    Attributes:
        value: In digits, with a full stop; None where there are `low` and `high`.
        unit: As a figure would have it; of what is only counted, the noun.
        measure: What it counts, in words of the text.
        words: As reported, from what hedges it up to what it counts.
        passage: The sentence that it stands in.
    """

    value: str | None
    unit: str | None
    measure: str
    qualifier: str | None
    words: str
    passage: Passage
    low: str | None = None
    high: str | None = None


_NOT_COUNTED: Final = word_set(
    "countries country sides side nations parties states comment comments"
)
_LONGEST: Final = 6
"""Most tokens of what a number counts."""

_LENGTHS: Final = word_set("long old")
"""After a unit these belong to it: “three-decade-long”."""

_OF: Final = word_set("of")
_THE: Final = word_set("the a an its their")
_SCALES: Final = word_set("thousand million billion trillion")
_OWN: Final = word_set("more other additional new further last next past first")
_LARGEST_IN_NAME: Final = 20
_PLURAL: Final = {"per cent": "per cent", "century": "centuries"}


def numbers_in(passage: Passage, lexicon: Lexicon) -> list[NumberFound]:
    """Find the numbers in a passage that count or measure something, but for dates and names."""
    taken = {at for one in read_dates(passage, None) for at in range(one.first, one.last)}
    for one in mentions(passage, lexicon):
        taken |= {at - passage.first for at in range(one.first, one.last)}
    numbers = [
        one
        for one in read_numbers(passage)
        if not one.ordinal and one.first not in taken and not isinstance(one.value, str)
    ]
    found = []
    for at, number in enumerate(numbers):
        other = numbers[at + 1] if at + 1 < len(numbers) else None
        is_low = other is not None and _is_range(passage, number, other)
        if at and _is_range(passage, numbers[at - 1], number):
            continue
        if counted := _counted(passage, number, other if is_low else None):
            found.append(counted)
    return found


def ends_name(passage: Passage, number: Number) -> bool:
    """Whether a small number is the end of a name, as in “Apollo 11”, and counts nothing."""
    at = number.first
    if at < 2 or not number.digits or _value(number) > _LARGEST_IN_NAME:
        return False
    before = passage.printed(at - 1, at)
    if not before[0].isupper() or not before.isalpha():
        return False
    after = (
        passage.printed(number.last, number.last + 1) if number.last < len(passage.tokens) else ""
    )
    return unit_of(passage, number) is None and not (after.islower() and _is_plural(after))


def _is_range(passage: Passage, low: Number, high: Number) -> bool:
    between = passage.tokens[low.last : high.first]
    before = passage.tokens[low.first - 1] if low.first else ""
    dash = not between and passage.gap(low.last - 1).strip() in ("-", "–")
    joined = dash or between == ["and" if before == "between" else "to"]
    return joined and before != "from" and _value(low) < _value(high)


def _counted(passage: Passage, number: Number, high: Number | None) -> NumberFound | None:
    """What a number, or a range up to another, says of what; None where it counts nothing."""
    top = high or number
    unit, last, is_share = unit_of(passage, top), top.last, False
    if passage.tokens[last + 1 : last + 2] == ["per"]:
        unit = None  # “60 frames per second”
    if unit is not None:
        last = _unit_end(passage, top)
        noun = _measured(passage, last)
        word = _PLURAL.get(unit.word, f"{unit.word}s")
    else:
        is_share = not number.digits and _value(number) < 1
        noun = _measured(passage, last) if is_share else _noun(passage, last)
        if _is_no_count(passage, number, noun):
            return None
        word = "per cent" if is_share else _head(passage, *noun)
        if noun[1] - noun[0] > 1 and not is_share and not _is_plural(word):
            noun, word = (noun[0] + 1, noun[1]), f"{passage.printed(noun[0], noun[0] + 1)}s"
    size = _scale(passage, top)
    factor = Fraction(1, 100) if is_share else Fraction(scale(size))
    low, most = (_plain(_value(one) / factor) for one in (number, top))
    end = noun[1] if noun[0] < noun[1] else last
    return NumberFound(
        value=None if high else low,
        unit=f"{size} {word}".strip(),
        measure=passage.printed(*noun) if noun[0] < noun[1] else "",
        qualifier=None if number.hedge is Qualifier.EXACT else number.hedge.value,
        words=passage.printed(_hedged_from(passage, number), end),
        passage=Passage(passage.text, passage.first + number.first, passage.first + last).sentences,
        low=low if high else None,
        high=most if high else None,
    )


def _is_no_count(passage: Passage, number: Number, noun: tuple[int, int]) -> bool:
    """Whether it counts nothing of note: “one of them”, “two sides”, “4K video”."""
    nouns = passage.tokens[noun[0] : noun[1]]
    before = passage.tokens[number.first - 1] if number.first else ""
    is_joined = bool(number.first) and passage.gap(number.first - 1) in ("-", "\u2011")
    is_plain = number.value == 1 or (number.value == 2 and before == "the")
    token = passage.tokens[number.first]
    is_sharpness = token.endswith("k") and token != "k" and not any(map(_is_plural, nouns))
    return (
        (is_plain and not number.digits)
        or is_sharpness
        or (is_joined and passage.printed(number.first, number.first + 1).istitle())
        or ends_name(passage, number)
        or all(state_of(one) and not one.endswith("s") for one in nouns)
        or (_value(number) <= 2 and not _NOT_COUNTED.isdisjoint(nouns))
    )


def _scale(passage: Passage, number: Number) -> str:
    """The word such as “million” that a number ends in, which is said with the unit."""
    word = passage.tokens[number.last - 1]
    return word if word in _SCALES and number.digits else ""


def _value(number: Number) -> Fraction:
    assert isinstance(number.value, Fraction)
    return number.value


def _plain(value: Fraction) -> str:
    """A number in digits; one that has no end, such as two thirds, to one decimal place."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(exact) != value:
        exact = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{exact.normalize():f}"


def _noun(passage: Passage, first: int) -> tuple[int, int]:
    """The words from a token on that may say what is counted: up to a small word or a mark."""
    last = first
    while last < len(passage.tokens) and last - first < _LONGEST:
        gap = passage.gap(last - 1) if last else ""
        token = passage.tokens[last]
        if set(gap) & set(',.;:()?!—–“”"') or "\n\n" in gap or token[0].isdigit():
            break
        if last > first and _is_plural(passage.tokens[last - 1]) and token != "of":
            break  # what follows a plural is mostly a verb
        joins = token == "of" and last > first and last + 1 < len(passage.tokens)
        if not (is_telling(token) or token in _OWN or joins):
            break
        last += 1
    while last > first and not is_telling(passage.tokens[last - 1]):
        last -= 1
    return first, last


def _head(passage: Passage, first: int, last: int) -> str:
    """The noun of some words: that before *of*, else the first in the plural, else the last."""
    words = passage.tokens[first:last]
    end = words.index("of") if "of" in words else len(words)
    plural = next((at for at in range(end) if _is_plural(words[at])), end - 1)
    return passage.printed(first + plural, first + plural + 1)


def _is_plural(word: str) -> bool:
    return word.endswith(("s", "men", "women", "children", "people")) and not word.endswith("ss")


def _unit_end(passage: Passage, number: Number) -> int:
    """The token after the unit of a number; that after the number where a sign says it."""
    unit = unit_of(passage, number)
    for at in range(number.last, min(number.last + 3, len(passage.tokens))):
        if unit_of(passage, msgspec.structs.replace(number, last=at + 1)) != unit:
            return at + 1 + (passage.tokens[at] == "per")
    return number.last


def _measured(passage: Passage, end: int) -> tuple[int, int]:
    """What is measured in a unit that ends at a token: “per cent of the water”."""
    at = end
    for words in (_LENGTHS, _OF, _THE):
        if words is _THE and passage.tokens[at - 1] not in _OF:
            break
        if passage.tokens[at : at + 1] and passage.tokens[at] in words:
            if passage.gap(at - 1) not in (" ", "-"):
                break
            at += 1
    return _noun(passage, at)


def _hedged_from(passage: Passage, number: Number) -> int:
    """The first token of what hedges a number before it; else the number's own."""
    if number.hedge is Qualifier.EXACT:
        return number.first
    for first in range(number.first - 1, max(-1, number.first - _HEDGE), -1):
        part = Passage(passage.text, passage.first + first, passage.first + number.last)
        if any(one.hedge is number.hedge for one in read_numbers(part)):
            return first
    return number.first


_HEDGE: Final = 5
"""More tokens than any hedge has."""


# -- dates -----------------------------------------------------------------------------------------


class DateFound(msgspec.Struct, frozen=True):
    """A date that a text gives, or that follows from when it speaks.

    Attributes:
        date: In EDTF; ``?`` after it where it is only probable.
        how: Out of what it follows, in words.
        passage: The sentence that it stands in.
        words: As printed.
    """

    date: str
    how: str
    passage: Passage
    words: str


def dates_in(passage: Passage, speaks_on: EdtfDate | None) -> list[DateFound]:
    """Find the dates in a passage; those are left out of which the year cannot be told."""
    found = []
    read = read_dates(passage, speaks_on)
    inside = {(one.first, one.last) for one in read if _is_inside(one, read)}
    for (first, last), several in groupby(read, key=lambda one: (one.first, one.last)):
        likely = list(several)
        best = _likeliest(likely, passage, speaks_on)
        edtf = _edtf(best) if best else None
        if best is None or edtf is None or (first, last) in inside or _is_vague(best, passage):
            continue
        printed = passage.printed(first, last)
        how = f"“{printed}” in ¶{passage.text.paragraph_of(passage.first + first)}"
        if best.reckoned and speaks_on is not None:
            how += f"; the source speaks on {speaks_on.label}"
            doubtful = len(likely) > 1 or speaks_on.uncertain
            edtf = "/".join(f"{one}?" for one in edtf.split("/")) if doubtful else edtf
        part = Passage(passage.text, passage.first + first, passage.first + last)
        found.append(DateFound(edtf, how, part.sentences, printed))
    return found


def _is_inside(mention: DateMention, others: Sequence[DateMention]) -> bool:
    """Whether it is part of another, or a bare year of which another tells the month."""
    is_year = mention.last - mention.first == 1 and mention.month is None
    return any(
        (one.last == mention.last and one.first < mention.first)
        or (is_year and one.month is not None and lies_in(one, mention))
        for one in others
    )


def _is_vague(mention: DateMention, passage: Passage) -> bool:
    """Whether nothing is told by it: “today” of a year, or the years of a copyright."""
    around = passage.tokens[max(0, mention.first - 3) : mention.first]
    if "©" in around or "copyright" in around:
        return True
    if not mention.reckoned or mention.earliest is None or mention.latest is None:
        return False
    is_year = "year" in passage.tokens[mention.first : mention.last]
    return (mention.latest - mention.earliest).days > _MONTH and not is_year


_MONTH: Final = 31


def _likeliest(
    likely: Sequence[DateMention], passage: Passage, speaks_on: EdtfDate | None
) -> DateMention | None:
    """Of the days that a date may mean the one that is clearly the nearest; None for neither.

    A day of the week is the last one, unless what stands before it speaks of what is to come.
    """
    now = speaks_on.latest if speaks_on else None
    if len(likely) == 1 or now is None:
        return likely[0]
    far = [(abs((_first_day(one) - now).days), one) for one in likely]
    (near, best), (other, _) = sorted(far, key=lambda one: one[0])[:2]
    if other < _MONTH:
        before = passage.tokens[max(0, best.first - _CLAUSE) : best.first]
        is_coming = not _COMING.isdisjoint(before)
        return max(likely, key=_first_day) if is_coming else min(likely, key=_first_day)
    return best if near < _CLEARLY * other else None


def _first_day(one: DateMention) -> date:
    return one.earliest or date.min


_CLAUSE: Final = 8
_COMING: Final = word_set("will shall by until due next to")
_CLEARLY: Final = 0.75
"""How much nearer one of two days must be to be the one that is meant."""


def _edtf(mention: DateMention) -> str | None:
    first, last = mention.earliest, mention.latest
    if first is None or last is None:
        return None
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = f"{first.year:04}", f"{last.year:04}"
        return years[0] if years[0] == years[1] else "/".join(years)
    is_month = first.day == 1 and last.day == last_day(last.year, last.month)
    if is_month and (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04}-{first.month:02}"
    return f"{first.isoformat()}/{last.isoformat()}"

"""Whether a number counts here what it counts in the passages cited: its unit, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Final, NamedTuple

from briefing.evidence.checking import FIX, Cited, OpenSources, Verdict
from briefing.evidence.names import Named
from briefing.evidence.numbers import Number, read_numbers
from briefing.evidence.surroundings import PER_CENT, TIMES, Unit, duration, surroundings, unit_of
from briefing.evidence.texts import Passage
from briefing.model.vocabulary import Severity


def check_quantities(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Hold the unit of each number, and what it counts, against the passages that have it."""
    if not cited.complete or not cited.excerpts:
        return
    text = cited.own_words
    if cited.bearer.figure is not None:
        text = Passage.of(cited.bearer.text)
    passages = [one.passage for one in cited.excerpts]
    theirs = [
        _Counted(one.passage, number, around)
        for one in cited.excerpts
        for number, around in one.counted
    ]
    dated = {index for one in cited.dates for index in range(one.first, one.last)}
    counted = []
    for number in read_numbers(text):
        if number.first in dated or number.ordinal:
            continue
        same = [(one.passage, one.number) for one in theirs if one.number.value == number.value]
        if not same:
            continue
        counted.append(number)
        printed = text.printed(number.first, number.last)
        at = None if cited.bearer.figure else number.first
        if wrong := _other_unit(text, number, same):
            ours, other = wrong
            message = f"“{printed}” counts {ours} here; in the passage it counts {other}."
            yield Verdict(remark=cited.remark("unit", message, FIX, at=at))
    names = cited.names if text is cited.own_words else sources.lexicon.read(text)
    fits = _Fits(text, theirs, names)
    if exchanged := fits.exchanged(counted):
        one, other = (text.printed(n.first, n.last) for n in exchanged)
        message = f"“{one}” and “{other}” count each what the other counts in the passage."
        yield Verdict(
            remark=cited.remark(
                "number-of-another",
                message,
                FIX,
                at=exchanged[0].first if not cited.bearer.figure else None,
            )
        )
        return
    yield from _vague(cited, passages)
    yield from _times(cited, passages)


def _times(cited: Cited, passages: Sequence[Passage]) -> Iterator[Verdict]:
    """Point at a unit of time with an article before it that no passage has: “a week later”."""
    theirs = {token.removesuffix("s") for one in passages for token in one.tokens}
    tokens = cited.own_words.tokens
    for at, token in enumerate(tokens):
        if at and tokens[at - 1] in ("a", "an", "per", "one") and token in TIMES:
            others = theirs & TIMES
            if token not in theirs and others:
                message = f"No passage cited says “{token}”, but “{min(others)}”."
                yield Verdict(
                    remark=cited.remark("unit", message, FIX, at=at, severity=Severity.LOOK)
                )
                return


def _other_unit(
    text: Passage, number: Number, same: Sequence[tuple[Passage, Number]]
) -> tuple[str, str] | None:
    ours = unit_of(text, number)
    theirs = [unit_of(passage, one) for passage, one in same]
    if ours is None:
        if theirs and all(one is not None and one.kind == PER_CENT for one in theirs):
            return "things", "per cent"
        return None
    if ours in theirs:
        return None
    if ours.kind == PER_CENT:
        return (ours.word, theirs[0].word if theirs[0] else "things")
    alike = [one for one in theirs if one is not None and one.kind == ours.kind]
    if alike and ours.kind == "time":
        return ours.word, alike[0].word
    if alike and None not in theirs:
        return ours.word, alike[0].word
    others = [one for one in theirs if one is not None]
    if len(others) == len(theirs) and others:
        return ours.word, others[0].word
    return None


# -- what a number counts --------------------------------------------------------------------------

_CLEARLY: Final = 0.9
_LITTLE: Final = 0.35


class _Counted(NamedTuple):
    """A number of a passage, with what stands around it."""

    passage: Passage
    number: Number
    around: dict[str, float]


class _Fits:
    """How well each number of a text fits each of its passages, by what stands around them."""

    def __init__(self, text: Passage, theirs: Sequence[_Counted], names: Sequence[Named]) -> None:
        self._text = text
        self._names = names
        self._theirs = theirs

    def score(self, number: Number, value: object) -> float:
        """How well it fits where a value stands, at best."""
        ours = surroundings(self._text, number, self._names)
        return max(
            (_common(ours, one.around) for one in self._theirs if one.number.value == value),
            default=0.0,
        )

    def exchanged(self, numbers: Sequence[Number]) -> tuple[Number, Number] | None:
        for one, other in combinations(numbers, 2):
            if one.value == other.value:
                continue
            straight = self.score(one, one.value) + self.score(other, other.value)
            crossed = self.score(one, other.value) + self.score(other, one.value)
            if crossed > straight + _CLEARLY:
                return one, other
        return None


def _common(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(min(weight, other[key]) for key, weight in one.items() if key in other)


# -- numbers without a number ----------------------------------------------------------------------

_HALF: Final = Fraction(1, 2)

_VAGUE: Final = {
    "dozens": (24, 199),
    "scores": (40, 199),
    "hundreds": (200, 1999),
    "thousands": (2000, 199_999),
    "millions": (2_000_000, 10**9),
    "billions": (2 * 10**9, 10**12),
}
_TIMES: Final = (
    ("twice", "double", "doubled", "doubling", "doubles"),
    ("thrice", "triple", "tripled", "treble", "trebled", "threefold"),
    ("once",),
    ("halved", "halve", "halving"),
    ("quadruple", "quadrupled", "fourfold"),
)
_ONCE: Final = ("once",)


def _vague(cited: Cited, passages: Sequence[Passage]) -> Iterator[Verdict]:
    words = {token for one in passages for token in one.tokens}
    values = {
        n.value for one in cited.excerpts for n in one.numbers if isinstance(n.value, Fraction)
    }
    for at, token in enumerate(cited.own_words.tokens):
        missing = False
        if token in _VAGUE:
            low, high = _VAGUE[token]
            missing = token not in words and not any(low <= value <= high for value in values)
        for group in _TIMES:
            if token in group and not set(group) & words:
                number = {
                    "twice": 2,
                    "thrice": 3,
                    "once": 1,
                    "halved": Fraction(1, 2),
                    "quadruple": 4,
                }[group[0]]
                # "Once he has paid" counts nothing.
                counts = bool(
                    group != _ONCE
                    or at + 1 == len(cited.own_words.tokens)
                    or cited.own_words.gap(at).strip()
                )
                missing = counts and number not in values
        if missing:
            message = f"“{token}” is not in the passage cited, nor a number that makes it."
            yield Verdict(remark=cited.remark("number-not-in-passage", message, FIX, at=at))


def derivable(value: Fraction | str, unit: Unit | None, cited: Cited) -> bool:
    """Whether a number follows from those of the passages: as a sum, a part, the rest, in days."""
    if isinstance(value, str):
        return False
    found = [(one.passage, n) for one in cited.excerpts for n in (*one.numbers, *one.implied)]
    values = {n.value for _, n in found if isinstance(n.value, Fraction)}
    ours = duration(value, unit)
    if ours and any(duration(n.value, unit_of(p, n)) == ours for p, n in found):
        return True
    shares = {v for v in values if 0 < v < 1} | {v / 100 for v in values if 0 < v <= 100}
    share = value / 100 if unit and unit.kind == PER_CENT else value
    if 0 < share < 1 and {share, 1 - share} & shares:
        return True
    if value in (_HALF, _HALF * 3) and any(
        token.startswith("halv") for one in cited.excerpts for token in one.passage.tokens
    ):
        return True
    for a, b in product(values, values):
        if 0 < share < 1 and a < b and b - a in (share * a, share * b):
            return True
        if a < b and value in (a + b, b - a):
            return True
        if 0 < a < 1 < b and a * b == value:
            return True
    return False

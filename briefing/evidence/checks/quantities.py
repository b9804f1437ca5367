"""Whether a number counts here what it counts in the passages cited: its unit, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final, NamedTuple

from briefing.evidence.checking import FIX, Cited, OpenSources, Verdict
from briefing.evidence.checks.numbers import grounds_in
from briefing.evidence.derived import is_about, is_same_amount
from briefing.evidence.names import Named
from briefing.evidence.numbers import Number, hedge_before, implied_numbers, read_numbers
from briefing.evidence.support import BearerKind
from briefing.evidence.surroundings import PER_CENT, TIME, TIMES, Unit, surroundings, unit_of
from briefing.evidence.texts import Passage
from briefing.model.vocabulary import Severity


def check_quantities(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Hold the unit of each number, and what it counts, against the passages that have it."""
    if not cited.is_readable:
        return
    is_figure = cited.bearer.figure is not None
    text = Passage.of(cited.bearer.text) if is_figure else cited.own_words
    names = sources.lexicon.read(text) if is_figure else cited.names
    theirs = [
        _Counted(one.passage, number, around)
        for one in cited.excerpts
        for number, around in one.counted
    ]
    dated = {at for one in cited.dates for at in range(one.first, one.last)}
    values = {one.number.value for one in theirs}
    numbers = [
        one
        for one in read_numbers(text)
        if one.value in values and not one.ordinal and one.first not in dated
    ]
    for number in numbers:
        same = [one.unit for one in theirs if one.number.value == number.value]
        if unit_of(text, number) is None and _in_per_cent(text):
            continue  # "29 per cent, from 38"
        if units := _other_unit(unit_of(text, number), same):
            printed = text.printed(number.first, number.last)
            message = f"“{printed}” counts {units[0]} here; in the passage it counts {units[1]}."
            at = None if is_figure else number.first
            yield Verdict(remark=cited.remark("unit", message, FIX, at=at))
    if exchanged := _Fits(text, theirs, names).exchanged(numbers):
        one, other = (text.printed(n.first, n.last) for n in exchanged)
        message = f"“{one}” and “{other}” count each what the other counts in the passage."
        at = None if is_figure else exchanged[0].first
        yield Verdict(remark=cited.remark("number-of-another", message, FIX, at=at))
    else:
        yield from _misfits(cited, text, numbers, theirs, names)
    yield from _vague(cited)
    yield from _times(cited)


# -- units -----------------------------------------------------------------------------------------

_THINGS: Final = "things"
"""What a number without a unit counts."""


def _in_per_cent(text: Passage) -> bool:
    units = (unit_of(text, one) for one in read_numbers(text))
    return any(one is not None and one.kind == PER_CENT for one in units)


def _other_unit(ours: Unit | None, theirs: Sequence[Unit | None]) -> tuple[str, str] | None:
    """Name the units of a number here and in its passages, where they cannot be the same.

    A passage need not repeat a unit, so one without says nothing; but per cent are no things, and
    an hour is no day.
    """
    given = [one for one in theirs if one is not None]
    if ours in theirs:
        return None
    if ours is None:
        only_shares = given and all(one.kind == PER_CENT for one in given)
        return (_THINGS, "per cent") if only_shares and len(given) == len(theirs) else None
    if ours.kind == PER_CENT:
        return ours.word, given[0].word if given else _THINGS
    alike = [one for one in given if one.kind == ours.kind]
    if alike and ours.kind == TIME:
        return ours.word, alike[0].word
    return (ours.word, (alike or given)[0].word) if given and len(given) == len(theirs) else None


def _times(cited: Cited) -> Iterator[Verdict]:
    """Point at a unit of time with an article before it that no passage has: “a week later”."""
    tokens = cited.own_words.tokens
    theirs = {token.removesuffix("s") for one in cited.excerpts for token in one.passage.tokens}
    others = theirs & TIMES
    for at in range(1, len(tokens)):
        # "A second round" is the next one.
        counted = tokens[at] in TIMES - {"second"} and tokens[at - 1] in ("a", "an", "per", "one")
        if counted and others and tokens[at] not in theirs and not _same_time(cited, at):
            message = f"No passage cited says “{tokens[at]}”, but “{min(others)}”."
            remark = cited.remark("unit", message, FIX, severity=Severity.LOOK, at=at)
            yield Verdict(remark=remark)
            return


def _same_time(cited: Cited, at: int) -> bool:
    """Whether the time that a unit is part of is given in another unit: “half a year”."""
    text, theirs = cited.own_words, grounds_in(cited).numbers
    for one in (*read_numbers(text), *implied_numbers(text)):
        unit = unit_of(text, one)
        near = one.first <= at <= one.last + 2
        if near and unit is not None and is_same_amount(one.value, unit, theirs):
            return True
    return False


# -- what a number counts --------------------------------------------------------------------------

_CLEARLY: Final = 0.9
"""By how much two numbers must fit each other's place better than their own."""


class _Counted(NamedTuple):
    """A number of a passage, with what stands around it."""

    passage: Passage
    number: Number
    around: dict[str, float]

    @property
    def unit(self) -> Unit | None:
        return unit_of(self.passage, self.number)


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

    def _kind(self, number: Number) -> str:
        unit = unit_of(self._text, number)
        return "" if unit is None else unit.kind

    def exchanged(self, numbers: Sequence[Number]) -> tuple[Number, Number] | None:
        """Two numbers that each fit far better where the other stands."""
        for one, other in combinations(numbers, 2):
            if one.value == other.value or self._kind(one) != self._kind(other):
                continue
            straight = self.score(one, one.value) + self.score(other, other.value)
            crossed = self.score(one, other.value) + self.score(other, one.value)
            if crossed > straight + _CLEARLY:
                return one, other
        return None


_SMALL: Final = (0, 1, 2, Fraction(1, 2))
"""Numbers that are used for much else than counting."""

_FITS: Final = 0.7
"""From here the words around a number speak for another that stands among them."""


def _misfits(
    cited: Cited,
    text: Passage,
    numbers: Sequence[Number],
    theirs: Sequence[_Counted],
    names: Sequence[Named],
) -> Iterator[Verdict]:
    """Point at a number around which nothing is alike, where another would fit that is not said."""
    figure = cited.bearer.figure
    if cited.bearer.kind is BearerKind.POSITION or (figure is not None and figure.rivals):
        return  # what others count is said beside it
    fits = _Fits(text, theirs, names)
    said = {one.value for one in read_numbers(text)}
    for number in numbers:
        own = fits.score(number, number.value)
        if (own > 0 and figure is None) or number.value in _SMALL:
            continue
        unit = unit_of(text, number)
        others = [
            one
            for one in theirs
            if one.number.value not in said
            and not one.number.ordinal
            and (one.unit and one.unit.kind) == (unit and unit.kind)
            and fits.score(number, one.number.value) >= own + _FITS
        ]
        if others:
            printed = text.printed(number.first, number.last)
            other = others[0].passage.printed(others[0].number.first, others[0].number.last)
            message = f"“{printed}” counts here what “{other}” counts in the passage."
            at = None if figure is not None else number.first
            remark = cited.remark("number-of-another", message, FIX, severity=Severity.LOOK, at=at)
            yield Verdict(remark=remark)


def _common(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(min(weight, other[key]) for key, weight in one.items() if key in other)


# -- numbers without a number ----------------------------------------------------------------------

_VAGUE: Final = {
    "tens": (20, 199),
    "dozens": (24, 199),
    "scores": (40, 199),
    "hundreds": (200, 1999),
    "thousands": (2000, 199_999),
    "millions": (2_000_000, 10**9),
    "billions": (2 * 10**9, 10**12),
}
"""Words for many, each with the least and the greatest number that it may stand for."""

_TIMES_OF: Final = {"thousands": 10**3, "millions": 10**6, "billions": 10**9}
"""Words for many of which there may be tens or hundreds: “tens of thousands”."""

_SOME: Final = ("several", "few", "many")
"""Before *dozen* and its like these make as many as *dozens*."""


class _Many(NamedTuple):
    """A word for many in a text, with the least and the greatest number that it may mean."""

    at: int
    printed: str
    low: int
    high: int


def _many(text: Passage) -> Iterator[_Many]:
    """Read “dozens”, “tens of thousands”, “several hundred”."""
    words = text.tokens
    taken = 0
    for at, word in enumerate(words):
        if at < taken:
            continue
        some = at and words[at - 1] in _SOME
        low, high = _VAGUE.get(word) or (_VAGUE.get(f"{word}s", (0, 0)) if some else (0, 0))
        factor = _TIMES_OF.get("".join(words[at + 2 : at + 3]), 0)
        last = at + 1
        if factor and words[at + 1] == "of" and word not in _TIMES_OF:
            low, high, last = low * factor, (high + 1) * factor - 1, at + 3
        elif word == "tens":
            continue
        if low:
            taken = last
            yield _Many(at, text.printed(at, last), low, high)


_TIMES: Final[dict[str, int | Fraction]] = {
    **dict.fromkeys(("twice", "double", "doubled", "doubling", "doubles"), 2),
    **dict.fromkeys(("thrice", "triple", "tripled", "treble", "trebled", "threefold"), 3),
    **dict.fromkeys(("quadruple", "quadrupled", "fourfold"), 4),
    **dict.fromkeys(("halved", "halve", "halving"), Fraction(1, 2)),
    "once": 1,
}


def _vague(cited: Cited) -> Iterator[Verdict]:
    """Warn of “dozens” and “twice” where no passage has the word, nor a number that makes it."""
    words = {token for one in cited.excerpts for token in one.passage.tokens}
    values = {one.value for excerpt in cited.excerpts for one in excerpt.numbers}
    plain = {one for one in values if isinstance(one, Fraction)}
    theirs = [many for one in cited.excerpts for many in _many(one.passage)]
    text = cited.own_words
    for many in _many(text):
        stands = any(many.low <= one <= many.high for one in plain) or any(
            many.low <= one.low and one.high <= many.high for one in theirs
        )
        if not stands and text.tokens[many.at].endswith("s"):
            yield _no_such_number(cited, many.printed, many.at)
    for at, token in enumerate(text.tokens):
        if token in _TIMES and not (token == "once" and _is_no_count(text, at)):
            same = {word for word, times in _TIMES.items() if times == _TIMES[token]}
            if not same & words and _TIMES[token] not in plain:
                derived = is_about(Fraction(_TIMES[token]), hedge_before(text, at), plain)
                yield _no_such_number(cited, token, at, look=derived)


def _no_such_number(cited: Cited, printed: str, at: int, *, look: bool = False) -> Verdict:
    message = f"“{printed}” is not in the passage cited, nor a number that makes it."
    severity = Severity.LOOK if look else Severity.WARNING
    return Verdict(
        remark=cited.remark("number-not-in-passage", message, FIX, severity=severity, at=at)
    )


def _is_no_count(text: Passage, at: int) -> bool:
    """Whether *once* is no number, as in “once he has paid”."""
    return at + 1 < len(text.tokens) and not text.gap(at).strip()

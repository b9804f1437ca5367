"""Falsified sentences for a drill: each says what its passages do not, and is taken back.

A falsified sentence exists in memory only, for as long as somebody is asked whether its passages
carry it. Which sentences are taken, and how they are falsified, follows from a seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from briefing.evidence.checking import Cited, OpenSources
from briefing.evidence.cues import Cue, has
from briefing.evidence.numbers import Number, read_numbers
from briefing.evidence.reviewing import Question, why_not_signed
from briefing.evidence.support import SENTENCES, Bearer
from briefing.evidence.tokens import tokens
from briefing.evidence.verify import remarks_on
from briefing.model.dates import MONTHS
from briefing.model.text import with_capital
from briefing.model.vocabulary import Qualifier, ReviewVerdict


class Edit(NamedTuple):
    """Some characters of a sentence, and what is to stand there instead."""

    start: int
    end: int
    new: str


class Falsified(msgspec.Struct, frozen=True):
    """A sentence made false.

    Attributes:
        question: The true sentence.
        how: What was done to it, in words.
        was: The words that were there, and what stands around them.
    """

    question: Question
    text: str
    how: str
    was: str
    now: str

    @property
    def bearer(self) -> Bearer:
        """What the sentence would be if it were true; it cites the same passages."""
        bearer = self.question.bearer
        assert bearer is not None, "only what cites passages is falsified"
        claim = bearer.claim and replace(bearer.claim, text=self.text)
        return replace(bearer, text=self.text, claim=claim)


class DrillTally(msgspec.Struct, frozen=True):
    """What came of a drill: each falsified sentence, and what was said of it, if anything."""

    answers: Sequence[tuple[Falsified, ReviewVerdict | None]] = ()

    @property
    def caught(self) -> int:
        return sum(verdict is ReviewVerdict.DOES_NOT for _, verdict in self.answers)

    @property
    def passed(self) -> list[Falsified]:
        """Those that were signed."""
        return [one for one, verdict in self.answers if verdict is ReviewVerdict.CARRIES]


def falsified(
    found: Sequence[Question], sources: OpenSources, number: int, seed: int
) -> list[Falsified]:
    """Falsify as many of some sentences, chosen by a seed; fewer where no rule applies to more.

    Those come first of which no check says with certainty that they are wrong: these need a reader.
    """
    random = Random(seed)
    shuffled = [one for one in found if one.bearer and one.bearer.kind in SENTENCES]
    random.shuffle(shuffled)
    plain: list[Falsified] = []
    subtle: list[Falsified] = []
    for question in shuffled:
        if len(subtle) == number:
            break
        if why_not_signed(question, sources.examination):
            continue
        if (made := _falsify(question, sources, random)) is not None:
            one, is_caught = made
            (plain if is_caught else subtle).append(one)
    return [*subtle, *plain][:number]


def _falsify(
    question: Question, sources: OpenSources, random: Random
) -> tuple[Falsified, bool] | None:
    """Falsify a sentence by one rule, the first in a random order that gives one no check knows.

    Returns:
        The sentence, and whether a check knows it to be wrong; None where no rule applies.
    """
    assert question.bearer is not None, "it is a sentence"
    cited = sources.cited(question.bearer)
    if not cited.is_told:
        return None
    found = []
    for how, rule in random.sample(_RULES, len(_RULES)):
        edits = [one for one in rule(cited, sources) if _changes(one, question.text)]
        if not edits:
            continue
        one = _edited(question, random.choice(edits), how)
        if not any(remark.is_error for remark in remarks_on(one.bearer, sources)):
            return one, False
        found.append(one)
    return (found[0], True) if found else None


def _changes(edit: Edit, text: str) -> bool:
    return tokens(text[edit.start : edit.end]) != tokens(edit.new)


_AROUND: Final = 24
"""Characters that are shown around a change, at least."""


def _edited(question: Question, edit: Edit, how: str) -> Falsified:
    text = question.text
    start = text.rfind(" ", 0, max(0, edit.start - _AROUND)) + 1
    end = text.find(" ", min(len(text), edit.end + _AROUND))
    end = len(text) if end < 0 else end
    now = f"{text[start : edit.start]}{edit.new}{text[edit.end : end]}"
    false = " ".join(f"{text[: edit.start]}{edit.new}{text[edit.end :]}".split())
    cut = ("… " if start else "", " …" if end < len(text) else "")
    was, now = (" ".join(f"{cut[0]}{one}{cut[1]}".split()) for one in (text[start:end], now))
    if not start and text[:1].isupper():
        false, now = with_capital(false), with_capital(now)
    return Falsified(question, false, how, was, now)


# -- the rules -------------------------------------------------------------------------------------

Rule = Callable[[Cited, OpenSources], Iterator[Edit]]
"""Yields ways to make a sentence false, all in its own words and none in quotation marks.

The passages say what is taken away or exchanged: else no reader could find that it is wrong.
"""

_YEARS: Final = range(1000, 2101)


def _other_numbers(cited: Cited, _sources: OpenSources) -> Iterator[Edit]:
    """Put another number of the passages, or the next one, in the place of a number."""
    words = cited.own_words
    ours = read_numbers(words)
    known = {one.value for one in ours}
    told = {one.value for excerpt in cited.excerpts for one in excerpt.numbers}
    for one in ours:
        if one.value not in told:
            continue
        span = words.text.span(one.first, one.last)
        for excerpt in cited.excerpts:
            for other in excerpt.numbers:
                if other.value not in known and _kind(one) == _kind(other):
                    yield Edit(*span, excerpt.passage.printed(other.first, other.last))
        printed = words.printed(one.first, one.last)
        if one.digits and printed.isdigit():
            step = 1 if one.value in _YEARS else max(1, int(printed) // 10)
            yield Edit(*span, str(int(printed) + step))


def _kind(number: Number) -> tuple[bool, ...]:
    """What two numbers must have in common, so that the sentence stays good English."""
    value = number.value
    whole = isinstance(value, Fraction) and value.denominator == 1
    return number.digits, number.ordinal, whole, value == 1, value in _YEARS


def _by_pattern(
    *pairs: tuple[str, str], unless: str = "$.", told: Callable[[Cited, str], bool] | None = None
) -> Rule:
    """A rule that replaces what matches a pattern, in sentences without another.

    Args:
        told: Whether the passages say what matches as well.
    """
    compiled = [(re.compile(pattern), new) for pattern, new in pairs]
    kept = re.compile(unless)

    def rule(cited: Cited, _sources: OpenSources) -> Iterator[Edit]:
        text = cited.own_words.text.text
        for pattern, new in compiled if not kept.search(text) else ():
            for match in pattern.finditer(text):
                if told is None or told(cited, match[0]):
                    yield Edit(*match.span(), match.expand(new))

    return rule


def _passages_have(*cues: Cue) -> Callable[[Cited, str], bool]:
    return lambda cited, _: has([one.passage for one in cited.excerpts], *cues)


def _passages_limit(cited: Cited, _: str) -> bool:
    """Whether a number of the passages has a limit, or is about so many."""
    return any(
        one.hedge is not Qualifier.EXACT for excerpt in cited.excerpts for one in excerpt.numbers
    )


def _in_passages(cited: Cited, words: str) -> bool:
    """Whether a passage has the same words, in capitals or small letters."""
    wanted = tokens(words)
    passages = (one.passage for one in cited.excerpts)
    return any(one.text.find(wanted, one.first, one.last) for one in passages)


_AUXILIARY: Final = "is|are|was|were|will|would|can|should|must"
"""Not *may, might* or *could*: what may be so may as well not be so."""

_PERFECT: Final = "has|have|had"
_PARTICIPLE: Final = r"(?:been|met|made|sold|said|had|led|\w+ed|\w+en)\b"
_put_in: Final = _by_pattern(
    (rf"\b({_AUXILIARY})\b(?= \w)", r"\1 not"),
    (rf"\b({_PERFECT})\b(?= {_PARTICIPLE})", r"\1 not"),
    unless=r"(?i)\b(?:not|no|none|nobody|nothing|neither|nor|never|without|either)\b",
)
_taken_out: Final = _by_pattern(
    (rf"\b({_AUXILIARY}|{_PERFECT}) not\b", r"\1"),
    (r"\b(do|does|did) not\b", r"\1"),
    (r"\b(has|have|had|is|are|was|were) no\b", r"\1"),
    (r"\bnever ", ""),
    (r"\bno longer\b", "still"),
    (r"\bwithout\b", "with"),
)
_A_NUMBER: Final = r"(?=\d|(?:two|three|four|five|six|seven|eight|nine|ten|half)\b)"
_limits: Final = _by_pattern(
    (rf"\b(?i:at least|at most|about|around|nearly|almost|roughly|up to) {_A_NUMBER}", ""),
    (rf"\b(?i:more than|fewer than) {_A_NUMBER}", ""),
    told=_passages_limit,
)
_doubts: Final = _by_pattern(
    (r"\b(?i:reportedly|allegedly|apparently|probably|perhaps|unofficially),? ", ""),
    (r"\b(?:may|might|could)\b(?! (?:not|have)\b)", "will"),
    told=_passages_have(Cue.POSSIBLE, Cue.HEDGED),
)
_plans: Final = _by_pattern(
    (r"\b(?:hopes?|plans?|wants?|intends?) to\b", "will"), told=_passages_have(Cue.WANTED)
)
_quantifiers: Final = _by_pattern(
    (r"\b(?i:some)\b(?! \d)", "all"),
    (r"\b(?i:many|several)\b", "all"),
    (r"\bMost\b|\bmost(?= of\b)", "all"),
    (r"\b(?i:a few)\b", "many"),
    (r"\bpart(?= of the\b)", "all"),
    (r"\b(?:sometimes|often|usually)\b", "always"),
    told=_in_passages,
)

_MONTH: Final = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_SHORTEST_MONTH: Final = 28


def _other_dates(cited: Cited, _sources: OpenSources) -> Iterator[Edit]:
    """Move a day, a month or a year on by one."""
    text = cited.own_words.text.text
    for match in _MONTH.finditer(text):
        if not _in_passages(cited, match[2]):
            continue
        if match[1] and _in_passages(cited, match[1]):
            day = int(match[1])
            yield Edit(*match.span(1), str(day - 1 if day >= _SHORTEST_MONTH else day + 1))
        following = MONTHS[(MONTHS.index(match[2]) + 1) % len(MONTHS)]
        yield Edit(*match.span(2), following)
    for match in _YEAR.finditer(text):
        if _in_passages(cited, match[0]):
            yield Edit(*match.span(), str(int(match[0]) + 1))


_ARTICLES: Final = frozenset(["a", "an", "the"])
"""Another name would not stand after one as well."""


def _other_names(cited: Cited, sources: OpenSources) -> Iterator[Edit]:
    """Put another actor of the passages, of the same type, in the place of one.

    Initials stand for initials only: “the US” has an article where “Armenia” has none.
    """
    words, actors = cited.own_words, sources.briefing.actors_by_id
    named = sources.lexicon.actors_in(words)
    there = {actor for excerpt in cited.excerpts for actor in excerpt.actors}
    for one in cited.names:
        article = one.first > 0 and words.tokens[one.first - 1] in _ARTICLES
        start, end = words.text.span(one.first, one.last)
        printed = words.text.text[start:end]
        dotted = "." in printed and words.text.text[end : end + 1] == "."
        if len(one.actors) != 1 or one.sources or article or dotted:
            continue
        (id_,) = one.actors
        for other in sorted(there - named if id_ in there else ()):
            name = sources.briefing.actor_in_short(other)
            alike = name[:1].isupper() and name.isupper() is printed.isupper()
            if alike and actors[other].type is actors[id_].type:
                yield Edit(start, end, name)


_RULES: Final[Sequence[tuple[str, Rule]]] = (
    ("a number changed", _other_numbers),
    ("a “not” put in", _put_in),
    ("a negation taken out", _taken_out),
    ("a hedge dropped", _limits),
    ("a hedge dropped", _doubts),
    ("a hedge dropped", _plans),
    ("a name exchanged", _other_names),
    ("a date moved", _other_dates),
    ("a quantity raised", _quantifiers),
)

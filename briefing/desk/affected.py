"""What of a briefing a source speaks of: what it contradicts, agrees with, or only touches.

Only the checker's own means are used: words for the same, names in any spelling, numbers with what
stands around them, dates, exact words. So the result is a list of places to read, the likeliest
first. What is said in other words they miss: of each paragraph of which nothing else is told, the
nearest that the briefing says is listed, too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

import msgspec

from briefing.desk.measuring import ends_name
from briefing.evidence.checking import OpenSources
from briefing.evidence.corpus import Examination
from briefing.evidence.dates import DateMention, read_dates
from briefing.evidence.derived import is_same_amount
from briefing.evidence.names import Lexicon
from briefing.evidence.numbers import Number, read_numbers
from briefing.evidence.support import Bearer, BearerKind, bearers
from briefing.evidence.surroundings import Unit, surroundings, unit_of
from briefing.evidence.texts import Passage
from briefing.evidence.tokens import tokens
from briefing.evidence.words import is_telling, same_in_sense, split_sentences, stem
from briefing.model.claims import Quote
from briefing.model.dates import EdtfDate
from briefing.model.text import quotations
from briefing.model.vocabulary import Mode, Qualifier


class Effect(StrEnum):
    """What a source does to something that a briefing says; the gravest first."""

    CONTRADICTS = "contradicts"
    AGREES = "agrees"
    TOUCHES = "touches"
    NEAREST = "nearest"


class Affected(msgspec.Struct, frozen=True):
    """Something that a source speaks of.

    Attributes:
        passage: The sentence of the source that does.
        why: What the two have in common, or in what they differ.
        strength: Which of one effect is the likelier.
    """

    bearer: Bearer
    effect: Effect
    passage: Passage
    why: str
    strength: float


_ENOUGH: Final = 0.3
"""Share of what something says, rare words counting more, that a sentence must have to touch it."""

_FEWEST: Final = 3
"""Words and names that the two must have in common."""

_FEWEST_NEAR: Final = 2
"""Those of them that are not in the briefing's title, which all of it has in common."""

_NEAR: Final = 0.1
"""How alike they must be, from 0 to 1."""

_TITLE: Final = 0.3
"""How much the words of a card's title count beside those of its claims."""

_FITS: Final = 1.0
"""How well what stands around two equal numbers must agree to tell that they count the same."""

_FITS_WELL: Final = 2.0
"""The same of two that differ: of our two articles none that counts something else comes so far."""

_SAME_WORDS: Final = 4
"""Fewest words of a quotation that is recognised in another text."""

_SHOWN: Final = 6
"""Most words in common that are named."""

_NO_NEWS: Final = (BearerKind.ROLE, BearerKind.NAME)


def affected(examination: Examination, key: str) -> Sequence[Affected]:
    """Find what a source affects, by effect and likelihood; empty where there is no text of it.

    What cites the source already is left out; so is what tells of the sources themselves, and what
    they do not say.
    """
    text = examination.text(key)
    if text is None:
        return ()
    sources = OpenSources(examination)
    speaking = sources.lexicon.speaking(one.key for one in examination.briefing.sources)
    speaks_on = examination.briefing.sources_by_key[key].speaks_on
    said = [_Said(one, sources, speaking) for one in bearers(examination.briefing) if _counts(one)]
    paragraphs = map(text.paragraph, range(1, len(text.paragraphs) + 1))
    sentences = [
        _Text(one, sources.lexicon, speaking, speaks_on)
        for each in paragraphs
        for one in split_sentences(each)
    ]
    topic = _Text(Passage.of(examination.briefing.title), sources.lexicon, speaking).features
    found = _Comparison(said, sentences, topic)
    new = [one for one in said if key not in {e.source for e in one.bearer.evidence}]
    told = [one for one in map(found.best, new) if one]
    cited = {
        e.paragraph for one in said for e in one.bearer.evidence if e.source == key and e.paragraph
    }
    told += found.nearest(new, told, cited)
    order = list(Effect)
    return sorted(told, key=lambda one: (order.index(one.effect), -one.strength))


def _counts(bearer: Bearer) -> bool:
    if bearer.is_about_sources or bearer.kind in _NO_NEWS:
        return False
    return any(one.mode is not Mode.SILENCE for one in bearer.evidence)


class _Count(msgspec.Struct, frozen=True):
    """A number of a text, with its unit and what stands around it there, or where it is cited."""

    passage: Passage
    number: Number
    unit: Unit | None
    around: Sequence[dict[str, float]]

    @property
    def printed(self) -> str:
        return self.passage.printed(self.number.first, self.number.last)

    def fit(self, other: _Count) -> float:
        if (self.unit and self.unit.kind) != (other.unit and other.unit.kind):
            return 0.0
        return max(
            sum(min(weight, theirs[key]) for key, weight in ours.items() if key in theirs)
            for ours in self.around
            for theirs in other.around
        )

    def equals(self, other: _Count) -> bool:
        found = [(other.passage, other.number)]
        same = self.number.value == other.number.value
        return same or is_same_amount(self.number.value, self.unit, found)

    def excludes(self, other: _Count) -> bool:
        """Whether not both can be right, each hedged as it is."""
        (low, high), (least, most) = _bounds(self.number), _bounds(other.number)
        return high < least or most < low


_NEARLY: Final = Fraction(1, 10)


def _bounds(number: Number) -> tuple[float, float]:
    value = number.value
    if isinstance(value, str):
        return -math.inf, math.inf
    match number.hedge:
        case Qualifier.AT_LEAST:
            return float(value), math.inf
        case Qualifier.AT_MOST:
            return -math.inf, float(value)
        case Qualifier.ABOUT:
            return float(value * (1 - _NEARLY)), float(value * (1 + _NEARLY))
    return float(value), float(value)


class _Text:
    """A text as it is compared: stems of its words, actors by ``@ID``, dates, and what it counts.

    Dates such as “next year” are reckoned from the day on which the text speaks, if it is known.
    """

    def __init__(
        self,
        passage: Passage,
        lexicon: Lexicon,
        speaking: set[str],
        speaks_on: EdtfDate | None = None,
    ) -> None:
        self.passage = passage
        self.names = lexicon.read(passage)
        named = {at for one in self.names for at in range(one.first, one.last)}
        printed = read_dates(passage, None)
        dates = printed if speaks_on is None else read_dates(passage, speaks_on)
        dated = {at for one in printed for at in range(one.first, one.last)}
        numbers = [one for one in read_numbers(passage) if not one.ordinal]
        parts = {one.first - 1 for one in dates if _is_part(passage, one.first - 1)}
        self.words = {
            at: stem(token)
            for at, token in enumerate(passage.tokens)
            if at not in named | parts and token[0].isalpha() and is_telling(token)
        }
        actors = {f"@{one}" for one in lexicon.actors_in(passage) - speaking}
        values = {f"#{one.value}" for one in numbers if one.first not in dated}
        self.dates = {
            feature: passage.printed(one.first, one.last)
            for one in dates
            for feature in _date_features(one)
        }
        self.features = frozenset((*self.words.values(), *actors, *values, *self.dates))
        self.meant = self.features.union(*map(same_in_sense, self.words.values()))
        self.counts = [
            _Count(passage, one, unit_of(passage, one), [surroundings(passage, one, self.names)])
            for one in numbers
            if one.first not in named | dated and not isinstance(one.value, str)
            if not ends_name(passage, one)
        ]


def _day(month: int, day: int) -> str:
    """A day as one of the things that two texts may have in common; many name no year."""
    return f"~{month}-{day}"


def _date_features(mention: DateMention) -> Iterator[str]:
    """A date, likewise: its day, or else the days that it can mean."""
    if mention.month and mention.day:
        yield _day(mention.month, mention.day)
    elif mention.earliest and mention.latest:
        first, last = mention.earliest, mention.latest
        yield _day(first.month, first.day) if first == last else f"~{first}/{last}"


_PARTS: Final = frozenset(["early", "late", "mid"])


def _is_part(passage: Passage, before: int) -> bool:
    """Whether the word before a date only says in which part of it."""
    return before >= 0 and passage.tokens[before] in _PARTS


class _Said(_Text):
    """What the briefing says somewhere."""

    def __init__(self, bearer: Bearer, sources: OpenSources, speaking: set[str]) -> None:
        source = sources.briefing.sources_by_key.get(bearer.evidence[0].source)
        speaks_on = None if source is None else source.speaks_on
        super().__init__(Passage.of(bearer.text), sources.lexicon, speaking, speaks_on)
        self.bearer = bearer
        said_on = bearer.claim and bearer.claim.date
        if said_on and (day := said_on.earliest) and day == said_on.latest:
            self.features |= {_day(day.month, day.day)}
        title = bearer.card.title if bearer.card else ""
        self.title = _Text(Passage.of(title), sources.lexicon, speaking).features - self.features
        excerpts = list(filter(None, map(sources.excerpt, bearer.evidence)))
        cited = [counted for one in excerpts for counted in one.counted]
        self.counts = [
            msgspec.structs.replace(
                one,
                around=[*one.around, *(a for n, a in cited if n.value == one.number.value)],
            )
            for one in self.counts
        ]

    @property
    def quoted(self) -> Iterator[str]:
        """The exact words that it has."""
        if isinstance(self.bearer.claim, Quote):
            yield self.bearer.text
        else:
            yield from (words for _, words in quotations(self.bearer.text))


class _Comparison:
    """All that is said beside all sentences: what is rare in both tells the most."""

    def __init__(
        self, said: Sequence[_Said], sentences: Sequence[_Text], topic: frozenset[str]
    ) -> None:
        """Compare what is said in a briefing on a topic."""
        self._topic = topic
        texts = [*said, *sentences]
        self._sentences = sentences
        self._often = Counter(feature for one in texts for feature in one.features)
        self._number = len(texts)
        self._taken: dict[tuple[Passage, int], float] = {}
        for ours in (count for one in said for count in one.counts):
            for theirs in (count for one in sentences for count in one.counts):
                if ours.equals(theirs):
                    place = theirs.passage, theirs.number.first
                    self._taken[place] = max(self._taken.get(place, 0.0), ours.fit(theirs))

    def best(self, said: _Said) -> Affected | None:
        """What the sentence that says most of it does to it; None where none says enough."""
        return self._by_number(said) or self._by_words(said)

    def _by_number(self, said: _Said) -> Affected | None:
        pairs = [
            (ours.fit(theirs), ours, theirs)
            for ours in said.counts
            for sentence in self._sentences
            for theirs in sentence.counts
        ]
        same = [one for one in pairs if one[1].equals(one[2]) and one[0] >= _FITS]
        settled = {one[1].number for one in same}
        other = [
            one
            for one in pairs
            if one[1].number not in settled
            and one[0] >= _FITS_WELL
            and one[0] > self._taken.get((one[2].passage, one[2].number.first), 0.0)
            and one[1].excludes(one[2])
        ]
        if not other and not same:
            return None
        fit, ours, theirs = max(other or same, key=lambda one: one[0])
        effect = Effect.CONTRADICTS if other else Effect.AGREES
        where = f"¶{theirs.passage.paragraph} has {theirs.printed}"
        why = f"{where}, the card {ours.printed}" if other else f"{where} too"
        return Affected(said.bearer, effect, theirs.passage, why, fit)

    def _by_words(self, said: _Said) -> Affected | None:
        ranked = [(self._share(said, one), one) for one in self._sentences]
        share, sentence = max(ranked, key=lambda one: one[0], default=(0.0, None))
        for words in said.quoted:
            for one in self._sentences if len(tokens(words)) >= _SAME_WORDS else ():
                passage = one.passage
                if passage.text.find(tokens(words), passage.first, passage.last):
                    why = f"¶{passage.paragraph} has the words “{words}”"
                    return Affected(said.bearer, Effect.AGREES, passage, why, 1.0)
        if sentence is None or share < _ENOUGH:
            return None
        passage = sentence.passage
        why = f"¶{passage.paragraph} has {', '.join(self._in_common(said, sentence))}"
        return Affected(said.bearer, Effect.TOUCHES, passage, why, share)

    def nearest(
        self, said: Sequence[_Said], told: Sequence[Affected], cited: Collection[int]
    ) -> Iterator[Affected]:
        """What is nearest to each paragraph of which nothing is told yet, and that nothing cites.

        Where that is told already, of another paragraph, nothing is.
        """
        done = {one.passage.paragraph for one in told} | set(cited)
        listed = {one.bearer.key for one in told}
        ranked = sorted(
            (
                (self._nearness(one, sentence), one, sentence)
                for sentence in self._sentences
                if sentence.passage.paragraph not in done
                for one in said
            ),
            key=lambda pair: -pair[0],
        )
        for near, one, sentence in ranked:
            number = sentence.passage.paragraph
            if near < _NEAR:
                break
            if number in done:
                continue
            if one.bearer.key not in listed:
                why = f"¶{number} has {', '.join(self._in_common(one, sentence))}"
                yield Affected(one.bearer, Effect.NEAREST, sentence.passage, why, near)
            done.add(number)
            listed.add(one.bearer.key)

    def _nearness(self, said: _Said, sentence: _Text) -> float:
        """The cosine of the two by what they have in common, rare words counting more."""
        if len((said.features & sentence.meant) - self._topic) < _FEWEST_NEAR:
            return 0.0
        lengths = self._weight_of(said) * self._weight(sentence.features)
        return self._weight_in(said, sentence) / math.sqrt(lengths)

    def _weight(self, features: Iterable[str]) -> float:
        return sum(math.log(1 + self._number / (1 + self._often[one])) for one in features)

    def _weight_of(self, said: _Said) -> float:
        """How much something says; its card's title counts less."""
        return self._weight(said.features) + _TITLE * self._weight(said.title)

    def _weight_in(self, said: _Said, sentence: _Text) -> float:
        """How much of that a sentence has."""
        own, beside = said.features & sentence.meant, said.title & sentence.meant
        return self._weight(own) + _TITLE * self._weight(beside)

    def _share(self, said: _Said, sentence: _Text) -> float:
        common = (said.features | said.title) & sentence.meant
        if len(common) < _FEWEST or len(common - self._topic) < _FEWEST_NEAR:
            return 0.0
        return self._weight_in(said, sentence) / self._weight_of(said)

    def _in_common(self, said: _Said, sentence: _Text) -> list[str]:
        """The words of a sentence for which it was chosen, the rarest first."""
        passage, wanted = sentence.passage, said.features | said.title
        found = {
            words: self._weight([day]) for day, words in sentence.dates.items() if day in wanted
        }
        dated = set(tokens(" ".join(found)))
        found |= {
            passage.printed(at, at + 1): self._weight([one])
            for at, one in sentence.words.items()
            if passage.tokens[at] not in dated and not same_in_sense(one).isdisjoint(wanted)
        }
        for named in sentence.names:
            ours = [actor for actor in named.actors if f"@{actor}" in wanted]
            if ours:
                words = passage.printed(named.first, named.last)
                found[words] = self._weight([f"@{ours[0]}"])
        return sorted(found, key=lambda one: -found[one])[:_SHOWN]

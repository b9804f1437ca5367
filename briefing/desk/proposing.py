"""What one source may give a briefing that it does not have yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

import msgspec

from briefing.desk.recognising import (
    ActorFound,
    DateFound,
    NumberFound,
    QuotationFound,
    ReactionFound,
    actors_in,
    dates_in,
    numbers_in,
    quotations_in,
    reactions_in,
)
from briefing.evidence.checking import Excerpt, OpenSources
from briefing.evidence.corpus import Examination
from briefing.evidence.dates import Period, read_dates
from briefing.evidence.numbers import Number, read_numbers, scale
from briefing.evidence.support import Bearer, bearers
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import tokens
from briefing.model.cards import Reaction
from briefing.model.claims import Quote
from briefing.model.dates import parse_date
from briefing.model.text import quotations

Found = QuotationFound | NumberFound | DateFound | ActorFound | ReactionFound


class Proposal(msgspec.Struct, frozen=True):
    """Something that a source may give the briefing.

    Attributes:
        passage: The sentences to cite.
        by: The program that proposes it, with its version; None for the checker's recognisers.
    """

    found: Found
    passage: Passage
    by: str | None = None

    @property
    def cite(self) -> str:
        """The passage as a citation names it, without the key of the source."""
        text = self.passage.text
        return text.cite(self.passage) or text.cited(self.passage.paragraph)


def name_passage(text: SourceText, found: ActorFound) -> Passage:
    """Where a text has the first of an actor's names for the first time."""
    places = text.find(tokens(found.names[0]))
    first = places[0] if places else 0
    return Passage(text, first, first + 1).sentences


def propose(
    examination: Examination, key: str, others: Iterable[Proposal] = ()
) -> Sequence[Proposal]:
    """Find what a source may give the briefing, but for what that has from it already.

    What others propose comes after what is recognised; of two that are the same the first counts.
    """
    text = examination.text(key)
    if text is None:
        return ()
    known = Known(examination, key)
    found: dict[object, Proposal] = {}
    for one in (*recognised(examination, key, text, known.sources), *others):
        if not known.has(one):
            found.setdefault(_identity(one), one)
    return list(found.values())


def recognised(
    examination: Examination, key: str, text: SourceText, sources: OpenSources
) -> Iterator[Proposal]:
    """What the checker's own recognisers find in a source."""
    source, lexicon = examination.briefing.sources_by_key[key], sources.lexicon
    passages = map(text.paragraph, range(1, len(text.paragraphs) + 1))
    for found in actors_in(text.whole, lexicon):
        yield Proposal(found, name_passage(text, found))
    for passage in passages:
        yield from (Proposal(one, one.passage) for one in quotations_in(passage, lexicon))
        yield from (Proposal(one, one.passage) for one in numbers_in(passage, lexicon))
        yield from (Proposal(one, one.passage) for one in dates_in(passage, source.speaks_on))
        yield from (Proposal(one, one.passage) for one in reactions_in(passage, lexicon))


def _identity(proposal: Proposal) -> object:
    found = proposal.found
    match found:
        case QuotationFound():
            return "quotation", tuple(tokens(found.words))
        case NumberFound():
            return "number", found.value, found.low, found.high, tuple(tokens(found.measure))
        case DateFound():
            return "date", found.date, proposal.passage
        case ActorFound():
            return "actor", found.actor or tuple(tokens(found.names[0]))
        case ReactionFound():
            return "reaction", found.actor or found.name.split()[-1], proposal.passage


class Known:
    """What the briefing has from a source, by where it stands there."""

    def __init__(self, examination: Examination, key: str) -> None:
        self.sources = OpenSources(examination)
        self._citing: list[tuple[Bearer, list[Excerpt]]] = []
        for bearer in bearers(examination.briefing):
            excerpts = [
                found
                for one in bearer.evidence
                if one.source == key and one.paragraph is not None
                if (found := self.sources.excerpt(one)) is not None
            ]
            if excerpts:
                self._citing.append((bearer, excerpts))

    def has(self, proposal: Proposal) -> bool:
        """Whether something says it that cites its very passage, or a part of that."""
        found = proposal.found
        if isinstance(found, ActorFound):
            return found.actor is not None
        return any(
            self._says(bearer, found)
            for bearer, excerpts in self._citing
            if any(_overlap(one.passage, proposal.passage) for one in excerpts)
        )

    def _says(self, bearer: Bearer, found: Found) -> bool:
        match found:
            case QuotationFound():
                return any(_within(words, found.words) for words in _exact_words(bearer))
            case NumberFound():
                numbers = read_numbers(Passage.of(bearer.text))
                given = [one for one in (found.value, found.low, found.high) if one is not None]
                factor = scale(found.unit or "")
                return any(_is_number(Fraction(one) * factor, numbers) for one in given)
            case DateFound():
                return _says_date(bearer, found)
            case ReactionFound():
                return bearer.card is not None and isinstance(bearer.card.detail, Reaction)
            case _:
                return False


def _overlap(one: Passage, other: Passage) -> bool:
    return one.first < other.last and other.first < one.last


def _exact_words(bearer: Bearer) -> Iterator[str]:
    if isinstance(bearer.claim, Quote):
        yield bearer.text
    yield from (words for _, words in quotations(bearer.text))


def _within(words: str, quoted: str) -> bool:
    """Whether what is quoted is part of a quotation, by its words."""
    part, whole = tokens(words), SourceText(quoted)
    return bool(part) and bool(whole.find(part))


_NEARLY: Final = Fraction(1, 1000)


def _is_number(value: Fraction, numbers: Iterable[Number]) -> bool:
    """Whether it is one of some numbers, or as per cent a share that is."""
    plain = [one.value for one in numbers if isinstance(one.value, Fraction)]
    return any(one == value or abs(one - value / 100) < _NEARLY for one in plain)


def _says_date(bearer: Bearer, found: DateFound) -> bool:
    wanted = parse_date(found.date)
    given: list[Period] = list(read_dates(Passage.of(bearer.text), None))
    if bearer.claim is not None and bearer.claim.date is not None:
        given.append(bearer.claim.date)
    return any((one.earliest, one.latest) == (wanted.earliest, wanted.latest) for one in given)

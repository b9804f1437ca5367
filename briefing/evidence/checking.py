"""What the checks work with: the passages at hand for each thing said, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

import msgspec

from briefing.evidence.anchors import Outcome
from briefing.evidence.corpus import Examination
from briefing.evidence.dates import DateMention, read_dates
from briefing.evidence.names import Lexicon, Named
from briefing.evidence.numbers import Number, implied_numbers, read_numbers
from briefing.evidence.states import states_in
from briefing.evidence.support import SENTENCES, Bearer, BearerKind
from briefing.evidence.surroundings import surroundings
from briefing.evidence.texts import Passage, PassageError
from briefing.evidence.tokens import tokens
from briefing.evidence.words import content_stems
from briefing.model.actors import Source
from briefing.model.claims import Evidence
from briefing.model.text import quotations
from briefing.model.vocabulary import ActorType, Basis, Mode, Severity

FIX: Final = "Correct it, or cite the passage that has it."

# -- what comes of a check -------------------------------------------------------------------------


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not agree with its source, or that could not be checked.

    Attributes:
        bearer: What it is about; None where it is about a source or the whole briefing.
        offset: Index into the claim's text or the position's words; None for all of it.
        field: Name of the field of a figure's or a source's entry, as typed; None for the entry.
    """

    code: str
    message: str
    fix: str
    severity: Severity = Severity.WARNING
    bearer: Bearer | None = None
    source: str | None = None
    offset: int | None = None
    field: str | None = None
    citation: int | None = None
    reason: str | None = None

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def stands_out(self) -> bool:
        """Whether it is an error, or a warning that nobody has explained."""
        return self.is_error or (self.severity is Severity.WARNING and self.reason is None)


class Derivation(msgspec.Struct, frozen=True):
    """A date that a source does not print but that follows from when it speaks.

    Attributes:
        how: In words: ``“today” in ¶3; the article was published on 13 Dec 2023``.
    """

    bearer: Bearer
    date: str
    source: str
    how: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What came of holding one quotation, number, name or date against the passages cited.

    Attributes:
        tally: Which count it belongs to; None where it is not counted.
        verified: Whether it agrees with its source; None where a text is missing.
    """

    tally: str | None = None
    verified: bool | None = None
    remark: Remark | None = None
    derivation: Derivation | None = None


class Tally(msgspec.Struct, frozen=True):
    """How many things of a kind there are, agree with their sources, and lack a text to check."""

    total: int = 0
    verified: int = 0
    unchecked: int = 0


class Verification(msgspec.Struct, frozen=True):
    """What came of checking a whole briefing; remarks and derivations are in reading order.

    Attributes:
        tallies: By kind: ``passages``, ``claims``, ``quotes``, ``figures``, ``numbers``, ``names``,
            ``dates``. Of passages those are verified that are as they were anchored, of claims and
            figures those about which no remark stands out.
    """

    remarks: Sequence[Remark] = ()
    tallies: dict[str, Tally] = msgspec.field(default_factory=dict)
    derivations: Sequence[Derivation] = ()


# -- what is checked -------------------------------------------------------------------------------


class Excerpt:
    """A passage of a source; what stands in it is read once, when asked for."""

    def __init__(self, passage: Passage, source: Source, lexicon: Lexicon) -> None:
        self.passage = passage
        self.source = source
        self._lexicon = lexicon

    @cached_property
    def numbers(self) -> Sequence[Number]:
        return read_numbers(self.passage)

    @cached_property
    def implied(self) -> Sequence[Number]:
        """What may be meant for a number in it."""
        return list(implied_numbers(self.passage))

    @cached_property
    def dates(self) -> Sequence[DateMention]:
        """Its dates, those that need it reckoned from when the source speaks."""
        return read_dates(self.passage, self.source.speaks_on)

    def dates_at(self, index: int) -> bool:
        return any(one.first <= index < one.last for one in self.dates)

    @cached_property
    def actors(self) -> frozenset[str]:
        """Ids of the actors that it names, in any spelling or as an adjective."""
        return self._lexicon.actors_in(self.passage)

    @cached_property
    def states(self) -> frozenset[str]:
        """Codes of the states that it names, by their capitals and adjectives, too."""
        return frozenset(code for _, code in states_in(self.passage))

    @cached_property
    def names(self) -> Sequence[Named]:
        """The names in it, no adjectives."""
        return self._lexicon.read(self.passage)

    @cached_property
    def stems(self) -> frozenset[str]:
        return content_stems(self.passage, self.numbers)

    @cached_property
    def counted(self) -> Sequence[tuple[Number, dict[str, float]]]:
        """Its numbers, each with what stands around it; see `surroundings`."""
        return [(one, surroundings(self.passage, one, self.names)) for one in self.numbers]


_UNCERTAIN: Final = (Mode.INFERENCE, Mode.SILENCE)


class Cited(msgspec.Struct, frozen=True, dict=True):
    """Something that rests on evidence, with as much of the evidence as is at hand.

    Attributes:
        own_words: What it says outside quotation marks.
        names: The names in its own words, no adjectives.
        complete: Whether those are all: only then does it count that something is not in them.
    """

    bearer: Bearer
    own_words: Passage
    names: Sequence[Named]
    excerpts: Sequence[Excerpt]
    complete: bool
    unchecked: bool

    @property
    def is_certain(self) -> bool:
        """Whether all it says must be in its passages: reported, not inferred, and no silence."""
        claim = self.bearer.claim
        if claim is not None and claim.basis is not Basis.REPORTED:
            return False
        return any(one.mode not in _UNCERTAIN for one in self.bearer.evidence)

    @property
    def is_foreign(self) -> bool:
        """Whether a passage is in another language than English, of which the checks know words."""
        return not all(one.source.is_english for one in self.excerpts)

    @property
    def is_readable(self) -> bool:
        """Whether its words can be held against all its passages: they are there, in English."""
        return self.complete and bool(self.excerpts) and not self.is_foreign

    @property
    def is_told(self) -> bool:
        """Whether its passages are to tell of it: it is no assumption, nor what they do not say."""
        claim = self.bearer.claim
        if claim is not None and claim.basis is Basis.ASSUMED:
            return False
        return any(one.mode is not Mode.SILENCE for one in self.bearer.evidence)

    @cached_property
    def dates(self) -> Sequence[DateMention]:
        return read_dates(self.own_words, None)

    def verdict(self, tally: str, stands: bool, wrong: Callable[[], Remark | None]) -> Verdict:
        """Count something that stands in the passages, or does not; with a text missing, neither.

        What is wrong with it is asked for only where it counts that it does not stand there.
        """
        if stands:
            return Verdict(tally=tally, verified=True)
        if not self.complete:
            return Verdict(tally=tally)
        return Verdict(tally=tally, verified=False, remark=wrong())

    def remark(
        self,
        code: str,
        message: str,
        fix: str,
        *,
        severity: Severity = Severity.WARNING,
        at: int | str | None = None,
    ) -> Remark:
        """Remark on all of it, on the token of its own words with an index, or on a named field."""
        offset = None
        # The text of a figure or an actor is not written as such anywhere.
        kinds = (*SENTENCES, BearerKind.QUOTE)
        if isinstance(at, int) and self.bearer.kind in kinds:
            offset = self.own_words.text.spans[at].start
        return Remark(
            code=code,
            message=message,
            fix=fix,
            severity=severity,
            bearer=self.bearer,
            offset=offset,
            field=at if isinstance(at, str) else None,
        )


class OpenSources:
    """A briefing with its sources open beside it."""

    def __init__(self, examination: Examination) -> None:
        self.examination = examination
        self.briefing = examination.briefing
        self.lexicon = Lexicon(examination.briefing)
        self._excerpts: dict[tuple[str, Passage], Excerpt] = {}

    @cached_property
    def outlet_words(self) -> frozenset[str]:
        return frozenset(word for one in self.briefing.sources for word in tokens(one.outlet))

    @cached_property
    def topic(self) -> frozenset[str]:
        """The words with capitals of the briefing's title: what all of it is about."""
        title = Passage.of(self.briefing.title)
        return frozenset(one for at, one in enumerate(title.tokens) if title.capital(at))

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Words that the sources write in small letters."""
        texts = (self.examination.text(one.key) for one in self.briefing.sources)
        return frozenset(
            token
            for text in texts
            if text is not None
            for at, token in enumerate(text.tokens)
            if not text.text[text.spans[at].start].isupper()
        )

    def are_people(self, named: Named) -> bool:
        """Whether a name may be that of a person."""
        known = self.briefing.actors_by_id
        return any(known[one].type is ActorType.PERSON for one in named.actors)

    def cited(self, bearer: Bearer) -> Cited:
        found = [self._nearest(bearer, one) for one in bearer.evidence]
        at_hand = [one for one in found if one is not None]
        texts = {self.examination.text(one.source) for one in bearer.evidence}
        words = Passage.of(own_words(bearer.text))
        return Cited(
            bearer,
            words,
            [one for one in self.lexicon.read(words) if not self._is_a_word(words, one)],
            at_hand,
            complete=len(at_hand) == len(found),
            unchecked=texts == {None},
        )

    def _is_a_word(self, words: Passage, named: Named) -> bool:
        """Whether a name may be a plain word as a sentence begins: “Early reviews”."""
        at = named.first
        if named.last - at > 1 or words.tokens[at] not in self.small_words:
            return False
        return at == 0 or not {*".!?:;"}.isdisjoint(words.gap(at - 1))

    def _nearest(self, bearer: Bearer, evidence: Evidence) -> Excerpt | None:
        """The passage cited; of an article cited as a whole, the paragraph that is closest.

        What an article says of itself, or does not say, is looked for in all of it.
        """
        found = self.excerpt(evidence)
        if found is None or evidence.paragraph is not None or bearer.is_about_sources:
            return found
        if evidence.mode is Mode.SILENCE or bearer.kind not in SENTENCES:
            return found
        own = content_stems(Passage.of(bearer.text))
        return max(self.paragraphs(found), key=lambda one: len(own & one.stems), default=found)

    def excerpt(self, evidence: Evidence) -> Excerpt | None:
        """The passage cited; None where it is not at hand or could be in several places."""
        finding = self.examination.finding(evidence)
        if finding.outcome in (Outcome.AMBIGUOUS, Outcome.MISSING):
            return None
        if finding.passage is not None:
            return self._excerpt(finding.passage, evidence.source)
        text = self.examination.text(evidence.source)
        if text is None:
            return None
        try:
            passage = text.passage(evidence.paragraph, evidence.passage, evidence.number)
        except PassageError:
            return None
        return self._excerpt(passage, evidence.source)

    def around(self, excerpt: Excerpt) -> Excerpt:
        """A passage with the paragraphs that it touches, the one before and the one after."""
        text = excerpt.passage.text
        first = max(1, excerpt.passage.paragraph - 1)
        last = min(len(text.paragraphs), text.paragraph_of(excerpt.passage.last - 1) + 1)
        wider = Passage(text, text.paragraph(first).first, text.paragraph(last).last)
        return self._excerpt(wider, excerpt.source.key)

    @cached_property
    def texts(self) -> Sequence[Excerpt]:
        """All texts that are at hand, each as one passage."""
        texts = [(one.key, self.examination.text(one.key)) for one in self.briefing.sources]
        return [self._excerpt(text.whole, key) for key, text in texts if text is not None]

    def whole(self, excerpt: Excerpt) -> Excerpt:
        return self._excerpt(excerpt.passage.text.whole, excerpt.source.key)

    def paragraphs(self, excerpt: Excerpt) -> list[Excerpt]:
        text, key = excerpt.passage.text, excerpt.source.key
        numbers = range(1, len(text.paragraphs) + 1)
        return [self._excerpt(text.paragraph(number), key) for number in numbers]

    def _excerpt(self, passage: Passage, source: str) -> Excerpt:
        key = (source, passage)
        if key not in self._excerpts:
            known = self.briefing.sources_by_key[source]
            self._excerpts[key] = Excerpt(passage, known, self.lexicon)
        return self._excerpts[key]


def own_words(text: str) -> str:
    """Blank out what stands between double quotation marks, in as many characters.

    A full stop stands for each mark: words before and after a quotation do not go together.
    """
    for offset, words in quotations(text):
        end = offset + len(words)
        text = f"{text[: offset - 1]}.{' ' * len(words)}.{text[end + 1 :]}"
    return text

"""The passages that something rests on, read for their numbers, dates, names and words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import msgspec

from briefing.evidence.anchors import Outcome
from briefing.evidence.bearers import Bearer, BearerKind
from briefing.evidence.days import Mention, read_dates
from briefing.evidence.examination import Examination
from briefing.evidence.names import Lexicon, Named
from briefing.evidence.numbers import Number, implied_numbers, read_numbers
from briefing.evidence.texts import Passage, PassageError
from briefing.evidence.wording import Wording, own_words
from briefing.evidence.words import content_stems
from briefing.model.actors import Source
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Basis, Mode


class Excerpt:
    """A passage of a source; what stands in it is read once, when asked for.

    Attributes:
        passage: Where it stands.
        source: Whose it is.
    """

    def __init__(self, passage: Passage, source: Source, lexicon: Lexicon) -> None:
        self.passage = passage
        self.source = source
        self._lexicon = lexicon

    @cached_property
    def wording(self) -> Wording:
        """Its tokens."""
        return Wording.of_passage(self.passage)

    @cached_property
    def numbers(self) -> Sequence[Number]:
        """Its numbers."""
        return read_numbers(self.wording)

    @cached_property
    def implied(self) -> Sequence[Number]:
        """What may be meant for a number in it."""
        return list(implied_numbers(self.wording))

    @cached_property
    def dates(self) -> Sequence[Mention]:
        """Its dates, those that need it reckoned from when the source speaks."""
        return read_dates(self.wording, self.source.speaks_on)

    @cached_property
    def actors(self) -> frozenset[str]:
        """Ids of the actors that it names, in any spelling or as an adjective."""
        return self._lexicon.actors_in(self.wording)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its content words and numbers."""
        return content_stems(self.wording, self.numbers)

    def paragraph(self, token: int) -> int:
        """The paragraph that one of its tokens stands in."""
        return self.passage.text.paragraph_of(self.passage.first + token)


_UNCERTAIN: Final = (Mode.INFERENCE, Mode.SILENCE)


class Cited(msgspec.Struct, frozen=True, dict=True):
    """Something that rests on evidence, with as much of the evidence as is at hand.

    Attributes:
        bearer: What rests on it.
        own_words: What it says outside quotation marks.
        names: The names in its own words, no adjectives.
        excerpts: The passages at hand, in the order cited.
        complete: Whether that is all of them: only then does it say anything that something is
            not to be found.
        unchecked: Whether no text at all is at hand.
    """

    bearer: Bearer
    own_words: Wording
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

    def offset(self, token: int) -> int | None:
        """Where a token of its own words stands in its text; None where no text is written so."""
        if self.bearer.kind in (BearerKind.CLAIM, BearerKind.QUOTE, BearerKind.POSITION):
            return self.own_words.spans[token].start
        return None

    @cached_property
    def dates(self) -> Sequence[Mention]:
        """The dates that it gives in its own words."""
        return read_dates(self.own_words, None)


class Desk:
    """A briefing with its sources open beside it.

    Attributes:
        examination: Of the briefing's passages.
        lexicon: Of the names in the briefing.
    """

    def __init__(self, examination: Examination) -> None:
        self.examination = examination
        self.briefing = examination.briefing
        self.lexicon = Lexicon(examination.briefing)
        self._excerpts: dict[tuple[str, int, int], Excerpt] = {}

    def cited(self, bearer: Bearer) -> Cited:
        """Collect what something rests on."""
        found = [self.excerpt(one) for one in bearer.evidence]
        at_hand = [one for one in found if one is not None]
        texts = {self.examination.text(one.source) for one in bearer.evidence}
        words = Wording.of(own_words(bearer.text))
        return Cited(
            bearer,
            words,
            self.lexicon.read(words),
            at_hand,
            complete=len(at_hand) == len(found),
            unchecked=texts == {None},
        )

    def excerpt(self, evidence: Evidence) -> Excerpt | None:
        """The passage that a piece of evidence cites; None where it is not at hand."""
        passage = self.passage(evidence)
        return None if passage is None else self._excerpt(passage, evidence.source)

    def passage(self, evidence: Evidence) -> Passage | None:
        """Where the passage stands: where its anchor is found, else as the citation names it."""
        finding = self.examination.finding(evidence)
        if finding.outcome in (Outcome.AMBIGUOUS, Outcome.MISSING):
            return None
        if finding.passage is not None:
            return finding.passage
        text = self.examination.text(evidence.source)
        if text is None:
            return None
        try:
            return text.passage(evidence.paragraph, evidence.passage)
        except PassageError:
            return None

    def around(self, excerpt: Excerpt) -> Excerpt:
        """A passage with the paragraphs that it touches, the one before and the one after."""
        text = excerpt.passage.text
        first = max(1, excerpt.passage.paragraph - 1)
        last = min(len(text.paragraphs), text.paragraph_of(excerpt.passage.last - 1) + 1)
        wider = Passage(text, text.tokens_of(first)[0], text.tokens_of(last)[1])
        return self._excerpt(wider, excerpt.source.key)

    def paragraph(self, excerpt: Excerpt, number: int) -> Excerpt:
        """A paragraph of the text that a passage is part of, counted from 1."""
        text = excerpt.passage.text
        return self._excerpt(Passage(text, *text.tokens_of(number)), excerpt.source.key)

    def _excerpt(self, passage: Passage, source: str) -> Excerpt:
        key = (source, passage.first, passage.last)
        if key not in self._excerpts:
            known = self.briefing.sources_by_key[source]
            self._excerpts[key] = Excerpt(passage, known, self.lexicon)
        return self._excerpts[key]

"""Cards, and what a card of each kind holds beside its claims."""

from __future__ import annotations

from briefing.model.claims import Allowance, Claim, Evidence, Figure, Quote
from briefing.model.dates import EdtfDate
from briefing.model.record import Record
from briefing.model.text import quoted_phrases, words
from briefing.model.vocabulary import (
    Confidence,
    Dimension,
    DisagreementState,
    Likelihood,
    SectionKind,
    Stance,
)


class Reaction(Record, frozen=True, kw_only=True, tag_field="type", tag="reaction"):
    """One actor's position.

    Attributes:
        actor: Id of the state, bloc or organisation whose position it is.
        stance: The position in one word.
        country: ISO 3166-1 alpha-2 code; None for a bloc or an organisation.
        speaker: Id of the person who spoke for the actor.
        date: When the position was stated; None where the source gives no date.
    """

    actor: str
    stance: Stance
    country: str | None = None
    speaker: str | None = None
    date: EdtfDate | None = None


class Position(Record, frozen=True, kw_only=True):
    """One side of a disagreement.

    Attributes:
        says: What is said.
        evidence: Where.
        allowed: Warnings of the checker that may stand.
    """

    says: str
    evidence: tuple[Evidence, ...]
    allowed: tuple[Allowance, ...] = ()


class Disagreement(Record, frozen=True, kw_only=True, tag_field="type", tag="disagreement"):
    """A question that the sources answer differently.

    Attributes:
        question: What is at issue.
        dimension: In what respect the answers differ.
        positions: Two or more answers.
        matters: Whether the difference changes what a reader should conclude.
        why: Why it matters, or why it does not.
        state: Open, explained or resolved.
        claims: What in other cards takes a side in it, as ``CARD#ITEM``.
    """

    question: str
    dimension: Dimension
    positions: tuple[Position, ...]
    matters: bool
    why: str
    state: DisagreementState = DisagreementState.OPEN
    claims: tuple[str, ...] = ()


class Unknown(Record, frozen=True, kw_only=True, tag_field="type", tag="unknown"):
    """A question that no source answers.

    Attributes:
        question: What is not known.
        why: Why it matters.
        settled_by: What would answer it.
    """

    question: str
    why: str
    settled_by: str


class Judgement(Record, frozen=True, kw_only=True, tag_field="type", tag="judgement"):
    """An assessment; its confidence stands in a sentence of its own (ICD 203, D.6.e(2)(b)).

    Attributes:
        statement: The sentence, with the likelihood term in it.
        likelihood: The term; None for a judgement about a fact.
        confidence: How sound the basis is.
        confidence_basis: What the confidence rests on.
    """

    statement: str
    confidence: Confidence
    confidence_basis: str
    likelihood: Likelihood | None = None


class SourceNote(Record, frozen=True, kw_only=True, tag_field="type", tag="source"):
    """Marks a card as the description of one source."""

    source: str


Detail = Reaction | Disagreement | Unknown | Judgement | SourceNote


class Card(Record, frozen=True, kw_only=True):
    """What is read at once.

    Attributes:
        id: Unique in the briefing.
        title: An assertion of at most 80 characters.
        claims: The text, block by block.
        detail: What a card of this kind holds beside its text.
        figures: The numbers that the card gives as data.
        actors: Ids of those whom the card is about.
        tags: Free words to find it by.
    """

    id: str
    title: str
    claims: tuple[Claim | Quote, ...] = ()
    detail: Detail | None = None
    figures: tuple[Figure, ...] = ()
    actors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def texts(self) -> list[str]:
        """All that a reader reads in the card, title included, in reading order."""
        texts = [self.title]
        match self.detail:
            case Disagreement(question=question, positions=positions, why=why):
                texts += [question, *(position.says for position in positions), why]
            case Unknown(question=question, why=why, settled_by=settled_by):
                texts += [question, why, settled_by]
            case Judgement(statement=statement, confidence_basis=basis):
                texts += [statement, basis]
        return texts + [claim.text for claim in self.claims]

    @property
    def word_count(self) -> int:
        """Number of words in the card without its title."""
        return sum(len(words(text)) for text in self.texts()[1:])

    @property
    def exact_words(self) -> str | None:
        """The first phrase given in the speaker's own words; None where all is paraphrase."""
        for claim in self.claims:
            if isinstance(claim, Quote):
                return claim.text
            if phrases := quoted_phrases(claim.text):
                return phrases[0]
        return None


class Section(Record, frozen=True, kw_only=True):
    """An ordered list of cards of one kind.

    Attributes:
        id: Unique in the briefing; the folder of its cards.
        kind: What its cards are about.
        title: As shown in the list of sections.
        cards: In reading order.
    """

    id: str
    kind: SectionKind
    title: str
    cards: tuple[Card, ...] = ()

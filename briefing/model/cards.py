"""Cards, and what a card of each kind holds beside its claims."""

from __future__ import annotations

from typing import Final

from briefing.model.claims import Allowance, Claim, Evidence, Figure, Quote
from briefing.model.dates import EdtfDate
from briefing.model.record import Record
from briefing.model.text import quotations
from briefing.model.vocabulary import (
    Confidence,
    Dimension,
    DisagreementState,
    Likelihood,
    SectionKind,
    ShortForm,
    Stance,
)

VIEWED: Final = frozenset(
    [
        SectionKind.REACTIONS,
        SectionKind.SKEPTICS,
        SectionKind.DISAGREEMENTS,
        SectionKind.UNKNOWNS,
        SectionKind.TIMELINE,
    ]
)
"""Kinds of section of which the short version has the view, unless the curator says otherwise."""


class Reaction(Record, frozen=True, kw_only=True, tag_field="type", tag="reaction"):
    """One actor's position.

    Attributes:
        actor: Id of the state, bloc or organisation whose position it is.
        stance: The position in one word; None where none of them fits what is reported.
        verb: What the actor does, as reported: ``urges an early treaty``.
        country: ISO 3166-1 alpha-2 code; None for a bloc or an organisation.
        speaker: Id of the person who spoke for the actor.
        date: When the position was stated; None where the source gives no date.
    """

    actor: str
    stance: Stance | None = None
    verb: str | None = None
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
        why: Why it matters, or why it does not; empty where that is plain.
        state: Open, explained or resolved.
        claims: What in other cards takes a side in it, as ``CARD#ITEM``.
    """

    question: str
    dimension: Dimension
    positions: tuple[Position, ...]
    matters: bool
    why: str = ""
    state: DisagreementState = DisagreementState.OPEN
    claims: tuple[str, ...] = ()


class Commitment(Record, frozen=True, kw_only=True):
    """What one side owes another, and how far it has come.

    Attributes:
        by: Ids of those who are to do it.
        to: Ids of those to whom they owe it; empty where that is not said, or is each other.
        does: What they are to do: ``free 32 Armenians``.
        status: Promised, done, by whose account: ``to come; done, says the Weekly``.
        evidence: Where.
        allowed: Warnings of the checker that may stand.
    """

    by: tuple[str, ...]
    does: str
    status: str
    to: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]
    allowed: tuple[Allowance, ...] = ()


class Deal(Record, frozen=True, kw_only=True, tag_field="type", tag="deal"):
    """Who owes what to whom."""

    commitments: tuple[Commitment, ...]


class Doubt(Record, frozen=True, kw_only=True, tag_field="type", tag="doubt"):
    """A doubt or a complaint; its ground is the first claim of the card.

    Attributes:
        by: Id of whoever has it.
        doubts: What they doubt or complain of, without their name.
    """

    by: str
    doubts: str


class Unknown(Record, frozen=True, kw_only=True, tag_field="type", tag="unknown"):
    """A question that no source answers.

    Attributes:
        question: What is not known.
        why: Why it matters; empty where that is plain.
        settled_by: What would answer it.
    """

    question: str
    why: str = ""
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


Detail = Reaction | Disagreement | Deal | Doubt | Unknown | Judgement | SourceNote


def kind_of_detail(detail: type[Detail]) -> str:
    """The word for a kind of detail: in files, and in queries after ``kind:``."""
    return str(detail.__struct_config__.tag)


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
        written_by: Names of those who wrote it; none where the briefing says who did.
        was: Ids that it had before, the last one first.
    """

    id: str
    title: str
    claims: tuple[Claim | Quote, ...] = ()
    detail: Detail | None = None
    figures: tuple[Figure, ...] = ()
    actors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    written_by: tuple[str, ...] = ()
    was: tuple[str, ...] = ()

    @property
    def exact_words(self) -> str | None:
        """A quotation, else the first phrase that its title quotes; None for neither.

        What a sentence quotes may be the words of somebody else.
        """
        for claim in self.claims:
            if isinstance(claim, Quote):
                return claim.text
        return next((phrase for _, phrase in quotations(self.title)), None)


class Section(Record, frozen=True, kw_only=True):
    """An ordered list of cards of one kind.

    Attributes:
        id: Unique in the briefing; the folder of its cards.
        kind: What its cards are about.
        title: As shown in the list of sections.
        cards: In reading order.
        short: What of it is in the short version: its view, nothing, or the cards with these ids.
            None where the curator did not say.
    """

    id: str
    kind: SectionKind
    title: str
    cards: tuple[Card, ...] = ()
    short: ShortForm | tuple[str, ...] | None = None

    @property
    def short_form(self) -> ShortForm | tuple[str, ...]:
        """What of it is in the short version; by default the view of some kinds, else one card."""
        if self.short is not None:
            return self.short
        return ShortForm.VIEW if self.kind in VIEWED else tuple(card.id for card in self.cards[:1])

    @property
    def is_viewed(self) -> bool:
        return self.short_form is ShortForm.VIEW

    @property
    def is_in_short(self) -> bool:
        return self.is_viewed or bool(self.short_cards)

    @property
    def short_cards(self) -> tuple[Card, ...]:
        """The cards that are read whole in the short version."""
        form = self.short_form
        return tuple(one for one in self.cards if one.id in form) if type(form) is tuple else ()

"""The one walk over a card: all that it tells, part by part, for every view and for the search.

Whoever adds a kind of card, or a field to one, says here what is read of it. Texts that are
searched come in the order in which matches are stepped through.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from briefing.model.actors import NOT_HELD, UNKNOWN_ORIGIN, Actor, Name
from briefing.model.cards import (
    Card,
    Commitment,
    Deal,
    Detail,
    Disagreement,
    Doubt,
    Judgement,
    Position,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import EdtfDate
from briefing.model.record import sha256
from briefing.model.text import count_words
from briefing.model.vocabulary import SectionKind

if TYPE_CHECKING:
    from briefing.model.briefing import Briefing


class Field(StrEnum):
    """What a part is: a word for a reader, and a key for views."""

    TITLE = "title"
    QUESTION = "question"
    POSITION = "position"
    COMMITMENT = "commitment"
    STATUS = "status"
    DOUBTS = "doubts"
    WHY = "why"
    SETTLED_BY = "settled by"
    STATEMENT = "statement"
    CONFIDENCE_BASIS = "confidence basis"
    CLAIM = "claim"
    SPEAKER = "speaker"
    MEASURE = "measure"
    AMOUNT = "amount"
    AS_REPORTED = "as reported"
    NOTE = "note"
    SAID_BY = "said by"
    ACTOR = "actor"
    NAME = "name"
    ROLE = "role"
    SOURCE_TITLE = "source title"
    OUTLET = "outlet"
    AUTHOR = "author"
    ORIGIN = "origin"
    DESCRIPTOR = "descriptor"
    TAG = "tag"

    # Shown, never searched.
    COUNTRY = "country"
    BY = "by"
    TO = "to"
    STANCE = "stance"
    VERB = "verb"
    DATE = "date"
    DIMENSION = "dimension"
    MATTERS = "matters"
    STATE = "state"
    LIKELIHOOD = "likelihood"
    CONFIDENCE = "confidence"
    AS_OF = "as of"
    COMPONENT = "component"
    RIVAL = "rival"
    ACTOR_TYPE = "actor type"
    SOURCE = "source"
    CITATION_KEY = "citation key"
    SOURCE_TYPE = "source type"
    PUBLISHED = "published"
    RETRIEVED = "retrieved"
    LANGUAGE = "language"
    URL = "url"
    NOT_HELD = "not held"
    SLIP = "slip"
    RETRACTED = "retracted"
    CORRECTED = "corrected"


PROSE: Final = frozenset(
    [
        *(Field.TITLE, Field.CLAIM, Field.QUESTION, Field.POSITION, Field.WHY, Field.SETTLED_BY),
        *(Field.STATEMENT, Field.CONFIDENCE_BASIS, Field.VERB, Field.DOUBTS),
        *(Field.COMMITMENT, Field.STATUS),
        *(Field.MEASURE, Field.AMOUNT, Field.AS_REPORTED, Field.NOTE),
    ]
)
"""What is read as text, so that its words count."""


class Part(msgspec.Struct, frozen=True):
    """One thing that a card tells.

    Attributes:
        field: What it is.
        label: Words to print before it, without a colon: ``Position 1 of 2``. Neighbours of one
            label, such as authors, are a list. Empty where nothing need be said.
        text: As the model holds it: a date in EDTF, an actor by name. Empty where it is not given.
        searched: Whether words are looked for in it.
        item: What it belongs to, as evidence and disputes name it: a claim's id, ``position:N``
            or ``commitment:N`` counted from 0, ``figure:ID`` or ``actor:ID``.
        refers: Id of the actor or figure, or citation key of the source, that it names.
        date: The date that it is, or that a claim is about.
        bearer: What holds the evidence for it; given with one part of each item.
    """

    field: Field
    label: str
    text: str
    searched: bool = True
    item: str | None = None
    refers: str | None = None
    date: EdtfDate | None = None
    bearer: Position | Commitment | Claim | Figure | Name | Actor | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What it rests on, in the order cited."""
        return self.bearer.evidence if self.bearer is not None else ()

    @property
    def described_by(self) -> str | None:
        """Id of the actor in whose words it is given, where we do not adopt them."""
        return self.bearer.described_by if isinstance(self.bearer, Figure | Actor) else None


def card_parts(briefing: Briefing, section: Section, card: Card) -> Iterator[Part]:
    """Walk over a card: title, what its kind holds, claims, figures, actors, tags."""
    yield Part(Field.TITLE, "Card", card.title)
    yield from item_parts(card, briefing)
    yield from actors_parts(briefing, section, card)
    yield from tag_parts(card)


def item_parts(card: Card, briefing: Briefing | None = None) -> Iterator[Part]:
    """Walk over what may rest on evidence: what a card's kind holds, its claims, its figures."""
    yield from detail_parts(card.detail, briefing)
    if briefing:
        yield from correction_parts(briefing, card)
    for claim in card.claims:
        label = "Quote" if isinstance(claim, Quote) else ""
        yield Part(Field.CLAIM, label, claim.text, item=claim.id, date=claim.date, bearer=claim)
        if isinstance(claim, Quote):
            yield _named(Field.SPEAKER, "Speaker", claim.speaker, briefing, claim.id)
        if briefing:
            yield from correction_parts(briefing, card, claim.id)
    for figure in card.figures:
        yield from figure_parts(figure, briefing)
        if briefing:
            yield from correction_parts(briefing, card, f"figure:{figure.id}")


def correction_parts(briefing: Briefing, card: Card, item: str | None = None) -> Iterator[Part]:
    """Walk over what was wrong with a claim or figure; without one, with what else the card says.

    That are its positions and commitments.
    """
    items = [item] if item else [*_items(card.detail)]
    for one in items:
        label = "Corrected" if item else f"Corrected ({_place_words(one)})"
        for correction in briefing.corrections_by_claim.get(f"{card.id}#{one}", ()):
            yield _fact(Field.CORRECTED, label, correction.line, one)


def _items(detail: Detail | None) -> Iterator[str]:
    """What a card's kind holds, as evidence and corrections name it."""
    if isinstance(detail, Disagreement):
        yield from (f"position:{number}" for number in range(len(detail.positions)))
    elif isinstance(detail, Deal):
        yield from (f"commitment:{number}" for number in range(len(detail.commitments)))


def _place_words(item: str) -> str:
    """Name one of several, counted from 1: ``position 2``."""
    kind, _, number = item.partition(":")
    return f"{kind} {int(number) + 1}"


def card_evidence(card: Card) -> list[Evidence]:
    """All evidence of a card, in reading order: positions, claims, figures."""
    return [evidence for part in item_parts(card) for evidence in part.evidence]


def detail_parts(detail: Detail | None, briefing: Briefing | None = None) -> Iterator[Part]:
    """Walk over what a card of some kind holds; without a briefing, ids stand for names."""
    match detail:
        case Reaction():
            yield from _reaction_parts(detail, briefing)
        case Disagreement():
            yield from _disagreement_parts(detail)
        case Deal():
            for number, owed in enumerate(detail.commitments):
                yield from _commitment_parts(owed, f"commitment:{number}", briefing)
        case Doubt():
            yield _named(Field.BY, "Doubted by", detail.by, briefing)
            yield Part(Field.DOUBTS, "Doubts", detail.doubts)
        case Unknown():
            yield Part(Field.QUESTION, "Question", detail.question)
            if detail.why:
                yield Part(Field.WHY, "Why it matters", detail.why)
            yield Part(Field.SETTLED_BY, "What would settle it", detail.settled_by)
        case Judgement():
            yield Part(Field.STATEMENT, "Judgement", detail.statement)
            if detail.likelihood:
                yield _fact(Field.LIKELIHOOD, "Likelihood", detail.likelihood)
            yield _fact(Field.CONFIDENCE, "Confidence", detail.confidence)
            basis = detail.confidence_basis
            yield Part(Field.CONFIDENCE_BASIS, "Basis of the confidence", basis)
        case SourceNote():
            yield from source_parts(detail.source, briefing)


def _reaction_parts(detail: Reaction, briefing: Briefing | None) -> Iterator[Part]:
    yield _named(Field.ACTOR, "Actor", detail.actor, briefing, f"actor:{detail.actor}")
    if detail.country:
        yield _fact(Field.COUNTRY, "Country", detail.country)
    if detail.stance:
        yield _fact(Field.STANCE, "Stance", detail.stance)
    if detail.verb:
        yield _fact(Field.VERB, "As reported", detail.verb)
    yield _named(Field.SPEAKER, "Speaker", detail.speaker, briefing)
    yield _day(Field.DATE, "Date", detail.date)


def _disagreement_parts(detail: Disagreement) -> Iterator[Part]:
    yield Part(Field.QUESTION, "Question", detail.question)
    yield _fact(Field.DIMENSION, "Differs in", detail.dimension)
    yield _fact(Field.STATE, "State", detail.state)
    for number, position in enumerate(detail.positions):
        label = f"Position {number + 1} of {len(detail.positions)}"
        yield Part(Field.POSITION, label, position.says, item=f"position:{number}", bearer=position)
    yield _fact(Field.MATTERS, "Matters", "yes" if detail.matters else "no")
    if detail.why:
        yield Part(Field.WHY, "Why", detail.why)


def _commitment_parts(owed: Commitment, item: str, briefing: Briefing | None) -> Iterator[Part]:
    for id_ in owed.by:
        yield _named(Field.BY, "By", id_, briefing, item)
    for id_ in owed.to:
        yield _named(Field.TO, "To", id_, briefing, item)
    yield Part(Field.COMMITMENT, "Is to", owed.does, item=item, bearer=owed)
    yield Part(Field.STATUS, "Status", owed.status, item=item)


def figure_parts(figure: Figure, briefing: Briefing | None = None) -> Iterator[Part]:
    """Walk over a figure; its evidence is with what it counts."""
    item = f"figure:{figure.id}"
    yield Part(Field.MEASURE, "Figure", figure.measure, item=item, bearer=figure)
    yield Part(Field.AMOUNT, "Amount", figure.quantity, item=item)
    yield _day(Field.AS_OF, "As of", figure.as_of, item)
    if figure.as_reported:
        yield Part(Field.AS_REPORTED, "As reported", figure.as_reported, item=item)
    if figure.note:
        yield Part(Field.NOTE, "Note", figure.note, item=item)
    if figure.said_by:
        yield _named(Field.SAID_BY, "Said by", figure.said_by, briefing, item)
    else:
        yield _fact(Field.SAID_BY, "Said by", "the article itself", item)
    for field, label, ids in (
        (Field.COMPONENT, "Made up of", figure.parts),
        (Field.RIVAL, "Counted differently", figure.rivals),
    ):
        for id_ in ids:
            other = briefing.figures.get(id_) if briefing else None
            name = f"{other.measure}, {other.quantity}" if other else id_
            yield _fact(field, label, name, item, id_)


def actors_parts(briefing: Briefing, section: Section, card: Card) -> Iterator[Part]:
    """Walk over those whom a card is about: among people with all that is known of each."""
    for id_ in card.actors:
        if section.kind is SectionKind.PEOPLE:
            yield from actor_parts(id_, briefing)
        else:
            yield _named(Field.ACTOR, "About", id_, briefing, f"actor:{id_}")


def actor_parts(actor_id: str, briefing: Briefing) -> Iterator[Part]:
    """Walk over an actor: all names, each with its evidence, then what it is."""
    item = f"actor:{actor_id}"
    actor = briefing.actors_by_id.get(actor_id)
    if actor is None:
        yield _fact(Field.NAME, "Name", actor_id, item, actor_id)
        return
    label = "Name"
    for name in actor.names:
        yield Part(Field.NAME, label, name.text, item=item, refers=actor_id, bearer=name)
        label = "Also called"
    yield _fact(Field.ACTOR_TYPE, "Kind", actor.type, item)
    if actor.country:
        yield _fact(Field.COUNTRY, "Country", actor.country, item)
    if actor.role:
        yield Part(Field.ROLE, "Role", actor.role, item=item, refers=actor_id, bearer=actor)


def source_parts(key: str, briefing: Briefing | None) -> Iterator[Part]:
    """Walk over a source or a document that is not held; the latter is not searched."""
    source = briefing.document(key) if briefing else None
    if briefing is None or source is None:
        yield _fact(Field.SOURCE, "Source", f"unknown source {key}", None, key)
        return
    held = key in briefing.sources_by_key
    origin = "" if source.origin == UNKNOWN_ORIGIN else source.origin

    def said(field: Field, label: str, text: str | None) -> Part:
        return Part(field, label, text or "", held and bool(text), refers=key)

    yield said(Field.SOURCE_TITLE, "Title", source.title)
    yield said(Field.OUTLET, "Outlet", source.outlet)
    yield _fact(Field.CITATION_KEY, "Citation key", key)
    yield _fact(Field.SOURCE_TYPE, "Type", source.type)
    for author in source.authors or ("",):
        yield said(Field.AUTHOR, "Authors", author)
    yield _day(Field.PUBLISHED, "Published", source.published)
    yield _day(Field.RETRIEVED, "Retrieved", source.retrieved)
    yield _fact(Field.LANGUAGE, "Language", source.language or "")
    yield _fact(Field.URL, "Address", source.url or "")
    yield said(Field.ORIGIN, "First reported by", origin)
    yield said(Field.DESCRIPTOR, "Quality", source.descriptor)
    for one in briefing.retractions:
        if one.source == key:
            yield _fact(Field.RETRACTED, "Retracted", one.line)
    if source in briefing.not_held:
        yield _fact(Field.NOT_HELD, "Text", NOT_HELD)
    for slip in source.slips:
        yield _fact(Field.SLIP, f"Probable slip in paragraph {slip.paragraph}", slip.note)


def tag_parts(card: Card) -> Iterator[Part]:
    """Walk over the tags of a card."""
    for tag in card.tags:
        yield Part(Field.TAG, "Tags", tag)


def _fact(
    field: Field, label: str, text: str, item: str | None = None, refers: str | None = None
) -> Part:
    return Part(field, label, text, False, item, refers)


def _day(field: Field, label: str, date: EdtfDate | None, item: str | None = None) -> Part:
    return Part(field, label, date.edtf if date else "", False, item, date=date)


def _named(
    field: Field, label: str, id_: str | None, briefing: Briefing | None, item: str | None = None
) -> Part:
    """Name an actor: by its id where it is not listed, which is not searched."""
    actor = briefing.actors_by_id.get(id_) if briefing and id_ else None
    name = actor.name if actor else id_ or ""
    return Part(field, label, name, actor is not None, item, id_)


def card_texts(card: Card) -> list[str]:
    """All that a reader reads in a card but its figures, title first."""
    detail = (part.text for part in detail_parts(card.detail) if part.field in PROSE)
    return [card.title, *filter(None, detail), *(claim.text for claim in card.claims)]


def count_text_words(card: Card) -> int:
    """Count the words of a card without its title and figures."""
    return count_words(card_texts(card)[1:])


def count_card_words(card: Card) -> int:
    """Count the words of a card, title and figures included."""
    parts = (part for figure in card.figures for part in figure_parts(figure))
    figures = [part.text for part in parts if part.field in PROSE]
    return count_words([*card_texts(card), *figures])


def row_lines(briefing: Briefing, section: Section, card: Card) -> list[str]:
    """Say what a section's view tells of a card.

    Returns:
        Texts in reading order. Of a reaction: who, what they do, and their words. Of a deal: each
        commitment. Of a doubt: who has it, then its ground. Of a disagreement: the question with
        its state, then each position. Of what is not known: the question, then what would settle
        it. Of a card of a timeline: its title, then each event with its date. Of any other card:
        its title.
    """
    detail = card.detail
    lines = [card.title]
    match detail:
        case Reaction():
            told = {part.field: part.text for part in detail_parts(detail, briefing)}
            lines = [_reaction_line(told, card)]
        case Deal():
            lines = [commitment_line(briefing, owed) for owed in detail.commitments]
        case Doubt():
            doubt = f"{briefing.actor_name(detail.by)}: {detail.doubts}"
            lines = [doubt, *(claim.text for claim in card.claims[:1])]
        case Disagreement():
            question = f"{detail.question} ({detail.state})"
            lines = [question, *(one.says for one in detail.positions)]
        case Unknown():
            settled = f"Would be settled by: {detail.settled_by}"
            lines = [f"{detail.question} {card.title}", settled]
        case _ if section.kind is SectionKind.TIMELINE:
            lines += (
                f"{one.date.label}: {one.text}" if one.date else one.text for one in card.claims
            )
    return lines


def commitment_line(briefing: Briefing, owed: Commitment) -> str:
    """A commitment in a line: ``Azerbaijan to Armenia: free 32 Armenians (to come)``."""
    sides = [" and ".join(map(briefing.actor_name, ids)) for ids in (owed.by, owed.to) if ids]
    return f"{' to '.join(sides)}: {owed.does} ({owed.status})"


def _reaction_line(told: dict[Field, str], card: Card) -> str:
    who = told[Field.ACTOR]
    if speaker := told[Field.SPEAKER]:
        who += f" ({speaker})"
    verb = told.get(Field.VERB)
    does = f"{who}, {verb or told.get(Field.STANCE)}"
    if card.exact_words:
        return f"{does}: “{card.exact_words}”"
    return does if verb else f"{does}: {card.title}"


def card_digest(briefing: Briefing, card: Card) -> str:
    """Fingerprint what is read of a card, to tell whether it changed since.

    To that belongs what was wrong in it, and which of its sources are no longer relied on; who
    wrote it, and what it and its claims were called before, does not.

    Returns:
        Sixteen hexadecimal digits of SHA-256.
    """
    if card.written_by or card.was or any(claim.was for claim in card.claims):
        claims = tuple(msgspec.structs.replace(claim, was=()) for claim in card.claims)
        card = msgspec.structs.replace(card, written_by=(), was=(), claims=claims)
    wrong = what_was_wrong(briefing, card)
    return sha256(msgspec.json.encode((card, wrong) if wrong else card, order="deterministic"))[:16]


def what_was_wrong(briefing: Briefing, card: Card) -> list[tuple[str, str]]:
    """What a card said that was corrected, each with why, and its sources that are retracted."""
    corrected = [(one.was, one.reason) for one in briefing.corrections if one.card == card.id]
    if not briefing.retracted:
        return corrected
    cited = {one.source for one in card_evidence(card)}
    lost = [(one.source, one.reason) for one in briefing.retractions if one.source in cited]
    return corrected + lost


def row_digest(briefing: Briefing, section: Section, card: Card) -> str:
    """Fingerprint what a section's view tells of a card, to tell whether it changed since.

    Returns:
        Sixteen hexadecimal digits of SHA-256.
    """
    return sha256(msgspec.json.encode(row_lines(briefing, section, card)))[:16]

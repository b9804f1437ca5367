"""What in a briefing rests on which sources: how well, and what would fall without some of them.

Origins are counted, not outlets: ten outlets that carry one agency's report are one origin, and a
source that does not say where it got it counts as none. Two named origins are not thereby
independent of each other; only a person could establish that, so it is never said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from briefing.evidence.anchors import WORST_FIRST, Finding, Outcome
from briefing.evidence.corpus import Examination
from briefing.model.actors import UNKNOWN_ORIGIN, Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Commitment, Disagreement, Position, Reaction, Section
from briefing.model.claims import Allowance, Claim, Evidence, Figure, Quote
from briefing.model.parts import item_parts
from briefing.model.vocabulary import Basis, SectionKind, Support

# -- what rests on evidence ------------------------------------------------------------------------


class BearerKind(StrEnum):
    """What it is that cites evidence."""

    CLAIM = "claim"
    QUOTE = "quote"
    FIGURE = "figure"
    POSITION = "position"
    COMMITMENT = "commitment"
    ROLE = "role"
    NAME = "name"


SENTENCES: Final = (BearerKind.CLAIM, BearerKind.POSITION, BearerKind.COMMITMENT)
"""What says something in our own words."""


class Bearer(msgspec.Struct, frozen=True):
    """Something that cites evidence.

    Attributes:
        item: Its id in its card: a claim's id, ``figure:ID``, ``position:N`` or ``commitment:N``
            counted from 0; for a role or a name ``actor:ID``.
        section: Where it stands; None for a role or a name, as is `card`.
    """

    kind: BearerKind
    item: str
    text: str
    evidence: Sequence[Evidence]
    section: Section | None = None
    card: Card | None = None
    claim: Claim | None = None
    figure: Figure | None = None
    allowed: Sequence[Allowance] = ()

    @property
    def key(self) -> str:
        """What it is known by in its briefing: ``CARD#ITEM``, or the item where it has no card."""
        return self.item if self.card is None else f"{self.card.id}#{self.item}"

    @property
    def address(self) -> str:
        """Where a reader finds it: ``SECTION/CARD#ITEM``, or the item where it has no card."""
        return self.key if self.section is None else f"{self.section.id}/{self.key}"

    @property
    def is_aside(self) -> bool:
        """Whether a card says it without a citation of its own: its title, a note, why."""
        return self.kind is BearerKind.CLAIM and self.claim is None

    @property
    def is_about_sources(self) -> bool:
        return self.section is not None and self.section.kind is SectionKind.SOURCES

    @property
    def is_claim(self) -> bool:
        """Whether it is a claim or a quote."""
        return self.claim is not None


def bearers(briefing: Briefing) -> Iterator[Bearer]:
    """Walk through all that rests on evidence: cards in reading order, then roles and names."""
    for section, card in briefing.cards():
        yield from card_bearers(section, card)
    for actor in briefing.actors:
        yield from actor_bearers(actor)


def actor_bearers(actor: Actor) -> Iterator[Bearer]:
    """Walk through what rests on evidence of an actor: its role, then its names."""
    if actor.role and actor.evidence:
        item, role = f"actor:{actor.id}", f"{actor.name}: {actor.role}"
        yield Bearer(BearerKind.ROLE, item, role, actor.evidence, allowed=actor.allowed)
    yield from (name_bearer(actor, name) for name in actor.names if name.evidence)


def name_bearer(actor: Actor, name: Name) -> Bearer:
    item = f"actor:{actor.id}"
    return Bearer(BearerKind.NAME, item, name.text, name.evidence, allowed=actor.allowed)


def card_bearers(section: Section, card: Card) -> Iterator[Bearer]:
    """Walk through what rests on evidence in a card: positions, claims, figures."""
    for part in item_parts(card):
        said = part.bearer
        if part.item is None or not isinstance(said, Position | Commitment | Claim | Figure):
            continue
        kind, text = BearerKind.POSITION, part.text
        if isinstance(said, Commitment):
            kind = BearerKind.COMMITMENT
        elif isinstance(said, Claim):
            kind = BearerKind.QUOTE if isinstance(said, Quote) else BearerKind.CLAIM
        elif isinstance(said, Figure):
            kind, text = BearerKind.FIGURE, said.line
        yield Bearer(
            kind,
            part.item,
            text,
            said.evidence,
            section,
            card,
            claim=said if isinstance(said, Claim) else None,
            figure=said if isinstance(said, Figure) else None,
            allowed=said.allowed,
        )


# -- on a source, paragraph by paragraph -----------------------------------------------------------

WHOLE: Final = 0
"""Stands for a paragraph where the source is cited as a whole."""


class Citing(msgspec.Struct, frozen=True):
    """Something that rests on a source, and where."""

    bearer: Bearer
    evidence: Evidence
    finding: Finding

    @property
    def paragraphs(self) -> Sequence[int]:
        """The paragraphs cited: where the passage stands, or else where it is said to stand."""
        if self.evidence.paragraph is None:
            return [WHOLE]
        passage = self.finding.passage
        if passage is None:
            return [self.evidence.paragraph]
        return range(passage.paragraph, passage.text.paragraph_of(passage.last - 1) + 1)

    @property
    def order(self) -> tuple[int, int]:
        passage = self.finding.passage
        return self.paragraphs[0], passage.first if passage else 0


def citing(examination: Examination, key: str) -> Sequence[Citing]:
    """Find what rests on a source, in the order of its text; all citations of something apart."""
    found = (
        Citing(bearer, one, examination.finding(one))
        for bearer in bearers(examination.briefing)
        for one in bearer.evidence
        if one.source == key
    )
    return sorted(found, key=lambda one: one.order)


def by_paragraph(found: Iterable[Citing]) -> Mapping[int, Sequence[Citing]]:
    """What rests on each paragraph, and under `WHOLE` on the source as a whole."""
    paragraphs: dict[int, list[Citing]] = defaultdict(list)
    for one in found:
        for number in one.paragraphs:
            paragraphs[number].append(one)
    return dict(paragraphs)


# -- how well --------------------------------------------------------------------------------------


class Standing(msgspec.Struct, frozen=True):
    """How well something is supported.

    Attributes:
        sources: Keys of those that support it, in the order cited.
        origins: Names of those who first reported it, where its sources say.
        unrecorded: How many of its sources do not say where they have it from.
        disputed_in: Ids of the cards of open disagreements that it takes a side in.
        retracted: Keys of those that are no longer relied on, and do not count.
    """

    sources: tuple[str, ...]
    origins: frozenset[str]
    unrecorded: int
    contradicted_by: tuple[str, ...]
    outcomes: Counter[Outcome]
    assumed: bool = False
    disputed_in: tuple[str, ...] = ()
    retracted: tuple[str, ...] = ()

    @property
    def contested(self) -> bool:
        """Whether a source is cited against it, or it takes a side in an open disagreement."""
        return bool(self.contradicted_by or self.disputed_in)

    @property
    def unsupported(self) -> bool:
        """Whether it is no assumption and yet nothing supports it."""
        return not self.sources and not self.assumed

    @property
    def fallen(self) -> bool:
        """Whether all that ever supported it is retracted."""
        return not self.sources and bool(self.retracted)

    @property
    def worst(self) -> Outcome:
        return next((one for one in WORST_FIRST if self.outcomes[one]), Outcome.EXACT)


def standing(
    bearer: Bearer, examination: Examination, aside: Collection[str] = frozenset()
) -> Standing:
    """Say how well something is supported.

    Sources that are retracted are left out of account, and those with the keys given.
    """
    briefing = examination.briefing
    out = briefing.retracted.union(aside)
    counted = [one for one in bearer.evidence if one.source not in out]
    sources = supporting(bearer, out)
    reported = [_origin(briefing, key) for key in sources]
    against = (one.source for one in counted if one.stance is Support.CONTRADICTS)
    return Standing(
        sources=sources,
        origins=frozenset(reported) - {UNKNOWN_ORIGIN},
        unrecorded=reported.count(UNKNOWN_ORIGIN),
        contradicted_by=tuple(dict.fromkeys(against)),
        disputed_in=tuple(card.id for card in briefing.open_disputes(bearer.key)),
        outcomes=Counter(examination.finding(one).outcome for one in counted),
        assumed=bearer.claim is not None and bearer.claim.basis is Basis.ASSUMED,
        retracted=tuple(key for key in sources_of(bearer.evidence) if key in briefing.retracted),
    )


def supporting(bearer: Bearer, aside: Collection[str] = frozenset()) -> tuple[str, ...]:
    """Find the sources that support something: their keys, each once, in the order cited."""
    return tuple(key for key in sources_of(bearer.evidence) if key not in aside)


def sources_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Keys of the sources of what supports, each once, in the order cited."""
    return tuple(dict.fromkeys(one.source for one in evidence if one.stance is Support.SUPPORTS))


def _origin(briefing: Briefing, key: str) -> str:
    source = briefing.sources_by_key.get(key)
    return UNKNOWN_ORIGIN if source is None else source.origin


# -- what would fall without some sources ----------------------------------------------------------


class Fate(StrEnum):
    """What becomes of something when sources are set aside."""

    LOST = "loses all support"
    SINGLE = "falls to one source"
    KEPT = "stands"


class Radius(msgspec.Struct, frozen=True):
    """What depends on some sources: their blast radius.

    Attributes:
        lost: What loses all support, in reading order.
        single: What had several sources and is left with one, in reading order.
        cards: Cards of which every claim, figure and position loses all support.
        disagreements: Cards of disagreements that are none any more, one side or none being left.
    """

    aside: frozenset[str]
    lost: tuple[Bearer, ...]
    single: tuple[Bearer, ...]
    cards: tuple[Card, ...]
    reactions: tuple[Card, ...]
    disagreements: tuple[Card, ...]

    @property
    def claims_lost(self) -> tuple[Bearer, ...]:
        return tuple(one for one in self.lost if one.is_claim)

    @property
    def figures_lost(self) -> tuple[Bearer, ...]:
        return tuple(one for one in self.lost if one.kind is BearerKind.FIGURE)

    @property
    def claims_single(self) -> tuple[Bearer, ...]:
        return tuple(one for one in self.single if one.is_claim)


def without(briefing: Briefing, aside: Collection[str]) -> Radius:
    """Find what depends on the sources with some keys. It is a question: nothing is changed.

    What those that are retracted support counts as it is without them.
    """
    gone = briefing.retracted
    touched = [one for one in bearers(briefing) if supporting(one, gone)]
    by_card: dict[str, list[Bearer]] = {}
    for one in touched:
        if one.card is not None:
            by_card.setdefault(one.card.id, []).append(one)
    concerned = [(card, by_card[card.id]) for _, card in briefing.cards() if card.id in by_card]
    cards = tuple(
        card
        for card, group in concerned
        if all(fate_of(one, aside, gone) is Fate.LOST for one in group)
    )
    return Radius(
        aside=frozenset(aside),
        lost=tuple(one for one in touched if fate_of(one, aside, gone) is Fate.LOST),
        single=tuple(one for one in touched if fate_of(one, aside, gone) is Fate.SINGLE),
        cards=cards,
        reactions=tuple(card for card in cards if isinstance(card.detail, Reaction)),
        disagreements=tuple(
            card
            for card, group in concerned
            if isinstance(card.detail, Disagreement) and _sides_left(group, gone.union(aside)) < 2
        ),
    )


def fate_of(bearer: Bearer, aside: Collection[str], gone: Collection[str]) -> Fate:
    """Say what becomes of something without some sources; what nothing supports is kept.

    Args:
        gone: Keys of sources that do not count before either.
    """
    before = supporting(bearer, gone)
    after = tuple(key for key in before if key not in aside)
    if before and not after:
        return Fate.LOST
    return Fate.SINGLE if len(after) == 1 < len(before) else Fate.KEPT


def _sides_left(group: list[Bearer], aside: Collection[str]) -> int:
    sides = [one for one in group if one.kind is BearerKind.POSITION]
    return sum(bool(supporting(one, aside)) for one in sides)

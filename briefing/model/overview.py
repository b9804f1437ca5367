"""What stands behind the bottom line, in a line each.

Who reacted, who doubts what, what is disputed, rival counts, what comes next, what is not known;
and what was wrong where the short version does not lead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from briefing.model.cards import Card, Disagreement, Doubt, Reaction, Section, Unknown
from briefing.model.claims import Evidence, Figure
from briefing.model.parts import card_evidence, item_parts
from briefing.model.records import Correction
from briefing.model.text import with_capital
from briefing.model.vocabulary import Dimension, DisagreementState, SectionKind, Stance

if TYPE_CHECKING:
    from briefing.model.briefing import Briefing

_LEADS: Final = "to:"
"""Begins the keys of lines: ``to:TOPIC/CARD``, ``to:figures/FIGURE``."""

T = TypeVar("T", Disagreement, Doubt, Reaction, Unknown)

IN_FAVOUR: Final = frozenset([Stance.WELCOMES, Stance.SUPPORTS])
RESERVED: Final = frozenset([Stance.CONDITIONAL, Stance.SKEPTICAL])
AGAINST: Final = frozenset([Stance.OPPOSES])

_SIDES: Final = {
    IN_FAVOUR: ("welcomes or supports", "welcome or support"),
    RESERVED: ("has reservations", "have reservations"),
    AGAINST: ("opposes", "oppose"),
}
"""What one actor does, and what several do."""


class Topic(StrEnum):
    """What a line is about."""

    REACTIONS = "reactions"
    DOUBTS = "doubts"
    DISPUTED = "disputed"
    FIGURES = "figures"
    NEXT = "next"
    UNKNOWN = "unknown"
    CORRECTED = "corrected"


class OverviewLine(msgspec.Struct, frozen=True):
    """Something that stands behind the bottom line.

    Attributes:
        lead: Who, when or how many; empty where the text says it.
        section: Where more is said; None for a figure.
        card: The card that says more, or gives the figure.
        evidence: What it rests on.
        stance: Of reactions, one of what they amount to; None where no stance fits.
        figure: The figure that it gives.
        rivals: Figures that count the same thing differently, itself among them.
        item: The claim that it is about; empty where it is about the card, or a claim that is gone.
        number: Which line it is of those that lead to the same card.
    """

    topic: Topic
    text: str
    card: Card
    evidence: Sequence[Evidence]
    lead: str = ""
    section: Section | None = None
    stance: Stance | None = None
    figure: Figure | None = None
    rivals: Sequence[Figure] = ()
    item: str = ""
    number: int = 0

    @property
    def key(self) -> str:
        """What the line leads to."""
        more = f"/{self.number}" if self.number else ""
        return f"{_LEADS}{self.topic}/{self.figure.id if self.figure else self.card.id}{more}"

    @property
    def words(self) -> str:
        return f"{self.lead}: {self.text}" if self.lead else self.text


def overview(briefing: Briefing) -> Iterator[OverviewLine]:
    """All lines, topic by topic, in each the most important first."""
    yield from _reactions(briefing)
    for section, card, doubt in _details(briefing, SectionKind.SKEPTICS, Doubt):
        lead = with_capital(briefing.actor_in_short(doubt.by))
        yield _line(Topic.DOUBTS, section, card, doubt.doubts, lead)
    yield from _disputed(briefing)
    yield from _figures(briefing)
    yield from _coming(briefing)
    for section, card, _ in _details(briefing, SectionKind.UNKNOWNS, Unknown):
        yield _line(Topic.UNKNOWN, section, card, card.title)
    yield from _corrected(briefing)


def _corrected(briefing: Briefing) -> Iterator[OverviewLine]:
    """What was wrong off the short way, the latest first; what is gone altogether, too.

    It leads to the card, or to the bottom line where that is gone as well.
    """
    places = {card.id: (section, card) for section, card in briefing.cards()}
    lines = dict[str, int]()
    for one in reversed(briefing.corrections):
        section, card = places.get(one.card, (briefing.sections[0], briefing.sections[0].cards[0]))
        item = one.claim.partition("#")[2] if _has(card, one) else ""
        if item and section.is_in_short and card in section.short_cards:
            continue
        number = lines[card.id] = lines.get(card.id, -1) + 1
        about = card.title if item else f"withdrawn from “{card.title}”"
        lead = f"{one.on.label}, {about if one.card == card.id else 'withdrawn'}"
        text = one.line.partition(": ")[2]
        yield OverviewLine(Topic.CORRECTED, text, card, (), lead, section, item=item, number=number)


def _has(card: Card, correction: Correction) -> bool:
    items = {part.item for part in item_parts(card)}
    return correction.card == card.id and correction.claim.partition("#")[2] in items


def line_at(briefing: Briefing, key: str | None) -> OverviewLine | None:
    """The line of a key; None where it is that of something else, or of nothing."""
    lines = overview(briefing) if key and key.startswith(_LEADS) else ()
    return next((line for line in lines if line.key == key), None)


def _details(
    briefing: Briefing, kind: SectionKind, detail: type[T]
) -> Iterator[tuple[Section, Card, T]]:
    for section, card in briefing.cards():
        if section.kind is kind and isinstance(card.detail, detail):
            yield section, card, card.detail


def _line(topic: Topic, section: Section, card: Card, text: str, lead: str = "") -> OverviewLine:
    return OverviewLine(topic, text, card, card_evidence(card), lead, section)


def _reactions(briefing: Briefing) -> Iterator[OverviewLine]:
    """Those that amount to the same in one line; those that no stance fits in the last."""
    found = list(_details(briefing, SectionKind.REACTIONS, Reaction))
    for stances, (does, do) in _SIDES.items():
        if cards := [card for _, card, one in found if one.stance in stances]:
            who = list(_who(briefing, cards))
            text = f"{', '.join(who)} {do if len(who) > 1 else does}"
            yield _together(found[0][0], cards, text, next(iter(stances)))
    told = IN_FAVOUR | RESERVED | AGAINST
    if cards := [card for _, card, one in found if one.stance not in told]:
        yield _together(found[0][0], cards, "; ".join(_verb(briefing, card) for card in cards))


def _together(
    section: Section, cards: Sequence[Card], text: str, stance: Stance | None = None
) -> OverviewLine:
    evidence = [one for card in cards for one in card_evidence(card)]
    return OverviewLine(Topic.REACTIONS, text, cards[0], evidence, section=section, stance=stance)


def _who(briefing: Briefing, cards: Sequence[Card]) -> Iterator[str]:
    """Each actor once; those who spoke are named where there are several."""
    speakers: dict[str, list[str]] = {}
    for card in cards:
        if isinstance(card.detail, Reaction):
            speakers.setdefault(card.detail.actor, []).append(card.detail.speaker or "")
    for actor, spoke in speakers.items():
        name = briefing.actor_in_short(actor)
        names = [briefing.actor_in_short(one) for one in spoke if one]
        yield f"{name} ({', '.join(names)})" if len(spoke) > 1 and names else name


def _verb(briefing: Briefing, card: Card) -> str:
    reaction = card.detail
    if not isinstance(reaction, Reaction):
        return card.title
    name = briefing.actor_in_short(reaction.actor)
    return f"{name} {reaction.verb}" if reaction.verb else f"{name}: {reaction.stance or ''}"


def _disputed(briefing: Briefing) -> Iterator[OverviewLine]:
    """Open disagreements: what matters first, then what rival figures do not show by themselves."""
    found = [
        (section, card, one)
        for section, card, one in _details(briefing, SectionKind.DISAGREEMENTS, Disagreement)
        if one.state is DisagreementState.OPEN
    ]
    shown = Dimension.NUMBER if _rivals(briefing) else None
    last = (Dimension.WORDING, shown)
    found.sort(key=lambda one: (not one[2].matters, one[2].dimension in last))
    for section, card, _ in found:
        yield _line(Topic.DISPUTED, section, card, card.title)


def _figures(briefing: Briefing) -> Iterator[OverviewLine]:
    """Rival counts side by side, then the other key figures."""
    giving = {figure.id: card for _, card in briefing.cards() for figure in card.figures}
    groups = _rivals(briefing)
    rivals = {figure.id: group for group in groups for figure in group}
    in_groups = [figure for group in groups for figure in group]
    others = [figure for figure in briefing.panel_figures() if figure.id not in rivals]
    for figure in (*in_groups, *others):
        said_by = f" ({briefing.actor_in_short(figure.said_by)})" if figure.said_by else ""
        yield OverviewLine(
            Topic.FIGURES,
            f"{figure.measure}{said_by}",
            giving[figure.id],
            figure.evidence,
            figure.quantity,
            figure=figure,
            rivals=rivals.get(figure.id, ()),
        )


def _rivals(briefing: Briefing) -> list[list[Figure]]:
    """Key figures that count the same thing differently, in groups."""
    groups: list[list[Figure]] = []
    for figure in briefing.panel_figures():
        mates = next((one for one in groups if any(figure.id in it.rivals for it in one)), None)
        if mates is not None:
            mates.append(figure)
        elif figure.rivals:
            groups.append([figure])
    return [group for group in groups if len(group) > 1]


def _coming(briefing: Briefing) -> Iterator[OverviewLine]:
    """Events of the timeline that can only be after the cut-off, the next one first."""
    last = briefing.cutoff.latest if briefing.cutoff else None
    found = [
        (claim.date, section, card, claim)
        for section, card in briefing.cards()
        if section.kind is SectionKind.TIMELINE
        for claim in card.claims
        if last and claim.date and claim.date.earliest and claim.date.earliest > last
    ]
    for when, section, card, claim in sorted(found, key=lambda one: str(one[0].earliest)):
        yield OverviewLine(Topic.NEXT, claim.text, card, claim.evidence, when.label, section)

"""Later revisions of a briefing: one edit of it, or many at random."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final, NamedTuple, TypeVar

from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.library.changes.things import Key, ThingKind, card_key, claim_key
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Quote
from briefing.model.dates import parse_date
from briefing.model.records import Correction, Retraction
from tests.samples import ALL_FIELDS, two_towns
from tests.strategies import briefings

T = TypeVar("T")

_WORDS: Final = ("water", "dam", "lawsuit", "harvest", "ferry", "refuses", "12", "40", "in", "of")
_DAY: Final = parse_date("2024-06-01")


def edited(old: Briefing, card: str, change: Callable[[Card], Card | None]) -> Briefing:
    """Change a card, or leave it out where nothing is given for it."""

    def changed(one: Card) -> tuple[Card, ...]:
        found = change(one) if one.id == card else one
        return () if found is None else (found,)

    return replace(
        old,
        sections=tuple(
            replace(one, cards=tuple(new for each in one.cards for new in changed(each)))
            for one in old.sections
        ),
    )


def with_claim(old: Briefing, key: str, **fields: Any) -> Briefing:  # noqa: ANN401
    """Change fields of a claim or figure, ``CARD#ITEM``."""
    card, _, item = key.partition("#")
    figure = item.removeprefix("figure:")
    of = "claims" if figure == item else "figures"

    def change(one: Card) -> Card:
        parts = getattr(one, of)
        found = tuple(replace(p, **fields) if p.id == figure else p for p in parts)
        assert found != parts
        return replace(one, **{of: found})

    return edited(old, card, change)


def without_claim(old: Briefing, key: str) -> Briefing:
    card, _, item = key.partition("#")
    return edited(
        old, card, lambda one: replace(one, claims=tuple(c for c in one.claims if c.id != item))
    )


def with_claims(old: Briefing, card: str, *claims: Claim) -> Briefing:
    return edited(old, card, lambda one: replace(one, claims=(*one.claims, *claims)))


def with_detail(old: Briefing, card: str, **fields: Any) -> Briefing:  # noqa: ANN401
    return edited(old, card, lambda one: replace(one, detail=replace(one.detail, **fields)))  # type: ignore[type-var]


def with_cards(old: Briefing, section: str, *cards: Card) -> Briefing:
    return replace(
        old,
        sections=tuple(
            replace(one, cards=(*one.cards, *cards)) if one.id == section else one
            for one in old.sections
        ),
    )


def claim_of(briefing: Briefing, key: str) -> Claim:
    card_id, _, id_ = key.partition("#")
    return next(
        claim
        for _, card in briefing.cards()
        for claim in card.claims
        if (card.id, claim.id) == (card_id, id_)
    )


def card_of(briefing: Briefing, id_: str) -> Card:
    return next(card for _, card in briefing.cards() if card.id == id_)


def _with_ids(briefing: Briefing) -> Briefing:
    """The same with ids that are unique where they must be: cards and figures in all of it."""
    cards: set[str] = set()
    figures: set[str] = set()

    def unique(found: tuple[T, ...], taken: set[str]) -> tuple[T, ...]:
        return tuple(one for one in found if not (one.id in taken or taken.add(one.id)))  # type: ignore[attr-defined, func-returns-value]

    def sound(card: Card) -> Card:
        claims = unique(card.claims, set())
        return replace(card, claims=claims, figures=unique(card.figures, figures))

    sections = (
        replace(one, cards=tuple(map(sound, unique(one.cards, cards)))) for one in briefing.sections
    )
    return replace(briefing, sections=tuple(sections))


any_briefings: Final = briefings.map(_with_ids)
"""Any briefing that authoring would let through, as far as ids go."""


class Revised(NamedTuple):
    """A briefing, a later revision, and what those who wrote it say was what."""

    old: Briefing
    new: Briefing
    said: Mapping[Key, Key]
    seed: int

    def __repr__(self) -> str:
        return f"<{self.old.id} revised by {self.seed}>"


@st.composite
def revisions(draw: st.DrawFn) -> Revised:
    """A briefing, and what a curator could make of it in a day or a year."""
    old = draw(st.sampled_from([ALL_FIELDS, two_towns()]))
    return revised(old, draw(st.integers(0, 10**6)))


def revised(old: Briefing, seed: int) -> Revised:
    """Give a later revision, the same for the same seed."""
    return _Curator(seed, old).revised()


class _Curator:
    def __init__(self, seed: int, old: Briefing) -> None:
        self.seed, self.old = seed, old
        self.chance = Random(seed)
        self.said: dict[Key, Key] = {}
        self.moving: list[tuple[str, Claim]] = []
        self.written = 0

    def revised(self) -> Revised:
        sections = [self._section(one) for one in self.old.sections]
        if len(sections) > 1 and self._happens(0.3):
            self._move_a_card(sections)
        sections = [replace(one, cards=tuple(map(self._taking_in, one.cards))) for one in sections]
        if self._happens(0.1):
            self.chance.shuffle(sections)
        new = replace(
            self.old,
            sections=tuple(sections),
            sources=tuple(one for one in self.old.sources if not self._happens(0.1)),
            retractions=tuple(
                Retraction(source=one.key, reason="It was made up.", on=_DAY)
                for one in self.old.sources
                if self._happens(0.1)
            ),
        )
        corrected = tuple(
            Correction(claim=f"{card.id}#{claim.id}", was="Else.", reason="Misread.", on=_DAY)
            for _, card in new.cards()
            for claim in card.claims
            if self._happens(0.05)
        )
        return Revised(self.old, replace(new, corrections=corrected), self.said, self.seed)

    def _section(self, section: Section) -> Section:
        cards = [self._card(one) for one in section.cards if not self._happens(0.1)]
        if self._happens(0.1):
            self.chance.shuffle(cards)
        if self._happens(0.2):
            cards.append(Card(id=self._id(), title=self._words(), claims=(self._claim(),)))
        return replace(section, cards=tuple(cards))

    def _card(self, old: Card) -> Card:
        card = old
        if self._happens(0.2):
            card = replace(card, id=self._id(), was=(old.id,))
            self.said[card_key(old.id)] = card_key(card.id)
        if self._happens(0.2):
            card = replace(card, title=f"{card.title} {self._words()}")
        claims = [self._edited(old.id, card.id, one) for one in card.claims]
        card = replace(card, claims=tuple(one for one in claims if one is not None))
        figures = tuple(
            replace(one, value=self.chance.randint(1, 99)) if self._happens(0.2) else one
            for one in card.figures
        )
        return replace(card, figures=figures)

    def _edited(self, before: str, card: str, claim: Claim) -> Claim | None:
        new = claim
        if self._happens(0.2):
            new = replace(new, text=f"{new.text} {self._words()}")
        elif self._happens(0.1):
            new = replace(new, text=self._words())
        if self._happens(0.1):
            new = replace(new, evidence=new.evidence[1:])
        if self._happens(0.15):
            new = replace(new, id=self._id(), was=(claim.id,))
            self.said[claim_key(before, claim.id)] = claim_key(card, new.id)
        elif self._happens(0.1):
            self.moving.append((before, claim))
            return None
        return None if self._happens(0.1) and new is claim else new

    def _taking_in(self, card: Card) -> Card:
        """A card with what was taken out of others, and at times with something new."""
        if self.moving and self._happens(0.5):
            before, claim = self.moving.pop()
            moved = replace(claim, id=self._id(), was=(f"{before}#{claim.id}",))
            self.said[claim_key(before, claim.id)] = claim_key(card.id, moved.id)
            card = replace(card, claims=(*card.claims, moved))
        if self._happens(0.1):
            card = replace(card, claims=(self._claim(), *card.claims))
        return card

    def _move_a_card(self, sections: list[Section]) -> None:
        one, other = self.chance.sample(range(len(sections)), 2)
        if sections[one].cards:
            card, *rest = sections[one].cards
            sections[one] = replace(sections[one], cards=tuple(rest))
            sections[other] = replace(sections[other], cards=(*sections[other].cards, card))

    def _claim(self) -> Claim:
        if self._happens(0.3):
            return Quote(id=self._id(), text=self._words(), speaker="mayor")
        return Claim(id=self._id(), text=self._words())

    def _id(self) -> str:
        self.written += 1
        return f"written-{self.seed}-{self.written}"

    def _words(self) -> str:
        return " ".join(self.chance.choices(_WORDS, k=self.chance.randint(1, 9)))

    def _happens(self, how_often: float) -> bool:
        return self.chance.random() < how_often


def keys_of(briefing: Briefing) -> set[str]:
    """What an address may name: ``CARD``, ``CARD#ITEM`` and ``source:KEY``, of a revision."""
    return {
        *(card.id for _, card in briefing.cards()),
        *(f"{card.id}#{one.id}" for _, card in briefing.cards() for one in card.claims),
        *(f"{card.id}#figure:{one.id}" for _, card in briefing.cards() for one in card.figures),
        *(f"{ThingKind.SOURCE}:{one.key}" for one in (*briefing.sources, *briefing.not_held)),
    }

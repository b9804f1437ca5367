"""The changes from one revision of a briefing to another.

The same two revisions always give the same changes. Whatever is different is in one of them, be it
nothing that is read: what they say is edited makes of the earlier revision the later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from msgspec.structs import replace

from briefing.library.changes.differences import Sides, differences, item_said, spoken
from briefing.library.changes.kinds import Change, ChangeKind
from briefing.library.changes.pairing import Pairs, pair
from briefing.library.changes.things import (
    Key,
    Thing,
    ThingKind,
    Things,
    Value,
    card_key,
    claim_key,
    inside,
    taken_apart,
)
from briefing.model.actors import Actor, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Detail, Disagreement, Section, Unknown
from briefing.model.claims import Claim, Figure, Quote
from briefing.model.parts import detail_parts
from briefing.model.records import Correction
from briefing.model.vocabulary import DisagreementState

_ORDER: Final = {kind: number for number, kind in enumerate(ChangeKind)}
_CORRECTABLE: Final = (
    *(ChangeKind.REWORDED, ChangeKind.NUMBER),
    *(ChangeKind.QUOTATION_ALTERED, ChangeKind.FIGURE),
)
CLAIMED: Final = ("claim", "amount", "position", "commitment")
"""What of a thing may have been wrong."""

_ITEMS: Final = (ThingKind.CLAIM, ThingKind.FIGURE)
_IN_CARDS: Final = (*_ITEMS, ThingKind.DETAIL)
"""What stands in cards, and rests on evidence."""

_OF_ARRIVAL: Final = {
    **dict.fromkeys((ThingKind.CARD, *_ITEMS), ChangeKind.NEW),
    ThingKind.DETAIL: ChangeKind.REWORDED,
    ThingKind.SOURCE: ChangeKind.SOURCE_ADDED,
}
_OF_DEPARTURE: Final = {
    **dict.fromkeys((ThingKind.CARD, *_ITEMS, ThingKind.SOURCE), ChangeKind.WITHDRAWN),
    ThingKind.DETAIL: ChangeKind.REWORDED,
}
"""Of other things, it is nothing that is read."""


class Comparison:
    """Two revisions of a briefing, held against each other."""

    def __init__(self, old: Briefing, new: Briefing) -> None:
        self.old, self.new = old, new
        self._same = _same_cards(old, new)
        self._before, self._after = taken_apart(old, self._same), taken_apart(new, self._same)
        self._pairs = pair(self._before, self._after)
        self._cards_before, self._cards_after = _by_id(old), _by_id(new)
        self._counts_otherwise = old.retracted != new.retracted

    @cached_property
    def pairs(self) -> Pairs:
        """What became of each thing."""
        same = {key: key for card in self._same.values() for key in inside(card)}
        return Pairs({**self._pairs.after, **same}, {**self._pairs.before, **same})

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The most important kinds first; of a kind, in the reading order of the new revision."""
        found = [*self._of_the_present(), *self._of_the_past(), *self._of_retractions()]
        return tuple(sorted(self._corrected(found), key=lambda one: _ORDER[one.kind]))

    @cached_property
    def told(self) -> tuple[Change, ...]:
        """The changes that a reader is told of, each once."""
        return tuple(
            one for one in self.changes if one.kind is not ChangeKind.UNSEEN and not one.within
        )

    @cached_property
    def by_item(self) -> Mapping[str, tuple[Change, ...]]:
        """What is marked in the text: changes by ``CARD#ITEM``, or ``CARD`` for its title."""
        found: dict[str, tuple[Change, ...]] = {}
        for one in self.changes:
            if one.card in self._cards_after and one.kind.sign:
                found[one.key] = (*found.get(one.key, ()), one)
        return found

    @cached_property
    def cards(self) -> frozenset[str]:
        """Ids of the cards of the new revision in which something has changed that is read."""
        return frozenset(key.partition("#")[0] for key in self.by_item)

    def card_after(self, before: str) -> str | None:
        """What became of a card: its id now, or that of the card it was merged into, if any."""
        return self._pairs.card(before) or self._merged.get(before)

    @cached_property
    def _merged(self) -> dict[str, str]:
        """Cards that say that they were others, by the ids of those that are gone."""
        present = self._cards_after
        return {
            was: id_ for id_, (_, card) in present.items() for was in card.was if was not in present
        }

    # -- thing by thing ----------------------------------------------------------------------------

    def _of_the_present(self) -> Iterator[Change]:
        for key in self._after:
            earlier = self._pairs.before.get(key)
            if earlier is None:
                yield self._arrival(key)
            else:
                yield from self._of_pair(earlier, key)

    def _of_the_past(self) -> Iterator[Change]:
        return (self._departure(key) for key in self._before if key not in self._pairs.after)

    def _of_pair(self, before: Key, after: Key) -> list[Change]:
        old, new = self._before[before], self._after[after]
        same = before == after and (before.card in self._same or old.is_same(new))
        found = self._moved(before, after)
        # What it rests on may count no longer, or again.
        if not same or (self._counts_otherwise and after.kind in _IN_CARDS):
            found += differences(old.value, new.value, self._sides)
        if not found and not same:
            found = [Change(kind=ChangeKind.UNSEEN)]
        edited = None if same else (after, new)
        return [self._located(one, after, before, edited) for one in found]

    def _moved(self, before: Key, after: Key) -> list[Change]:
        """Say where it was before; nobody reads the ids of claims, which follow their words."""
        found: list[Change] = []
        if after.kind is ThingKind.CARD:
            old, new = self._cards_before[before.card][0], self._cards_after[after.card][0]
            key = Key(ThingKind.SECTION, "", old.id)
            if self._pairs.after.get(key, key).id != new.id:
                found.append(Change(kind=ChangeKind.MOVED, old=old.title, new=new.title))
            if before.card != after.card:
                found.append(Change(kind=ChangeKind.RENAMED, old=before.card, new=after.card))
        elif after.kind in _ITEMS and self._pairs.card(before.card) != after.card:
            (_, was), (_, now) = self._place(before.card), self._place(after.card)
            found.append(Change(kind=ChangeKind.MOVED, old=was, new=now))
        return found

    def _arrival(self, key: Key) -> Change:
        thing, within = self._after[key], _is_within(key, self._pairs.before)
        included = within and key.kind is ThingKind.DETAIL
        one = Change(
            kind=ChangeKind.UNSEEN if included else _kind_of_arrival(key, thing),
            what=key.kind.value,
            new=_text(thing, self.new),
            within=within,
        )
        return self._located(one, key, None, (key, thing))

    def _departure(self, key: Key) -> Change:
        """Tell of what is gone; where its card is still there, it is told of that."""
        thing, within = self._before[key], _is_within(key, self._pairs.after)
        said = _text(thing, self.old)
        card = self.card_after(key.card) or key.card
        here = key if card == key.card else replace(key, card=card)
        if key.kind is ThingKind.CARD and here is not key:
            _, into = self._place(card)
            one = Change(kind=ChangeKind.MOVED, what="card", old=said, new=into)
            return self._located(one, here, key)
        included = within and key.kind is ThingKind.DETAIL
        one = Change(
            kind=ChangeKind.UNSEEN if included else _kind_of_departure(key, thing),
            what=key.kind.value,
            old=said,
            within=within,
            gone=within or key.kind is not ThingKind.DETAIL,
        )
        return self._located(one, here, key)

    def _located(
        self, one: Change, key: Key, before: Key | None, edited: tuple[Key, Thing] | None = None
    ) -> Change:
        """Say where a difference is, and in what it is."""
        section, title = self._place(key.card)
        return replace(
            one,
            section=section,
            card=key.card,
            item=one.item or (key.item if key.card else f"{key.kind}:{key.id}"),
            was=before and before.name,
            name=title if key.card else self._said_at(key),
            edited=edited,
        )

    def _said_at(self, key: Key) -> str:
        """What stands at a key, now or, of what is gone, before."""
        return _text(self._after.get(key) or self._before[key], self.new)

    def _place(self, card: str) -> tuple[str, str]:
        """The section and title of a card as they are now or, if it is gone, were."""
        found = self._cards_after.get(card) or self._cards_before.get(card)
        return (found[0].id, found[1].title) if found else ("", card)

    @cached_property
    def _sides(self) -> Sides:
        pairs = self._pairs.after.items()
        sources = {old.id: new.id for old, new in pairs if old.kind is ThingKind.SOURCE}
        return Sides(self.old, self.new, sources)

    # -- records -----------------------------------------------------------------------------------

    def _of_retractions(self) -> Iterator[Change]:
        known = self.old.retracted
        for one in self.new.retractions:
            if one.source not in known:
                yield Change(
                    kind=ChangeKind.RETRACTED,
                    item=f"source:{one.source}",
                    what="source",
                    name=self._sides.outlet(one.source),
                    reason=one.reason,
                    gone=self.new.document(one.source) is None,
                )

    def _corrected(self, found: Iterable[Change]) -> Iterator[Change]:
        """Say which changes are corrections, then tell of the corrections that are none."""
        known = set(self.old.corrections)
        waiting: dict[str, list[Correction]] = {}
        for record in self.new.corrections:
            if record not in known:
                waiting.setdefault(record.claim, []).append(record)
        for one in found:
            if one.kind in _CORRECTABLE and one.what in CLAIMED and one.key in waiting:
                reasons = [record.reason for record in waiting.pop(one.key)]
                yield replace(one, kind=ChangeKind.CORRECTED, reason="; ".join(reasons))
            else:
                yield one
        yield from (self._correction(one) for several in waiting.values() for one in several)

    def _correction(self, one: Correction) -> Change:
        """Tell of a correction that has changed nothing here: of what is gone, or was right."""
        card, _, item = one.claim.partition("#")
        was = _said(self._before, self.old, card, item)
        now = _said(self._after, self.new, card, item)
        section, title = self._place(card)
        return Change(
            kind=ChangeKind.CORRECTED,
            section=section,
            card=card,
            item=item or None,
            was=None if was is None else one.claim,
            what="claim",
            old=one.was,
            new=now or "",
            name=title,
            reason=one.reason,
            gone=now is None,
        )


def _by_id(briefing: Briefing) -> dict[str, tuple[Section, Card]]:
    return {card.id: (section, card) for section, card in briefing.cards()}


def _same_cards(old: Briefing, new: Briefing) -> dict[str, Card]:
    """The cards of which nothing has to be told, by id: comparing spares itself what is in them."""
    if new.retracted != old.retracted:
        return {}
    corrected = {one.claim.partition("#")[0] for one in new.corrections}
    before = {card.id: card for _, card in old.cards()}
    return {
        card.id: card
        for _, card in new.cards()
        if card.id not in corrected and before.get(card.id) == card
    }


def _kind_of_arrival(key: Key, thing: Thing) -> ChangeKind:
    detail = _detail(thing)
    if isinstance(detail, Disagreement) and detail.state is DisagreementState.OPEN:
        return ChangeKind.OPENED
    if isinstance(thing.value, Quote):
        return ChangeKind.QUOTATION_ADDED
    return _OF_ARRIVAL.get(key.kind, ChangeKind.UNSEEN)


def _kind_of_departure(key: Key, thing: Thing) -> ChangeKind:
    if isinstance(_detail(thing), Unknown):
        return ChangeKind.SETTLED
    return _OF_DEPARTURE.get(key.kind, ChangeKind.UNSEEN)


def _detail(thing: Thing) -> Value | None:
    """What a card holds beside its claims; of anything else, itself."""
    return thing.value.detail if isinstance(thing.value, Card) else thing.value


def _is_within(key: Key, paired: Mapping[Key, Key]) -> bool:
    """Whether it stands in a card that has come, or gone, as a whole."""
    return key.kind in _IN_CARDS and card_key(key.card) not in paired


def _text(thing: Thing, briefing: Briefing) -> str:
    """What a thing says, in a line."""
    match thing.value:
        case Claim() as claim:
            return spoken(claim, briefing)
        case Figure() as figure:
            return figure.line
        case Card() | Section() | Briefing() as titled:
            return titled.title
        case Source() as source:
            return f"{source.outlet}, “{source.title}”"
        case Actor() as actor:
            return actor.name
        case detail:
            return _text_of_detail(detail, briefing)


def _text_of_detail(detail: Detail, briefing: Briefing) -> str:
    if isinstance(detail, Disagreement | Unknown):
        return detail.question
    return " ".join(part.text for part in detail_parts(detail, briefing) if part.text)


def _said(things: Things, briefing: Briefing, card: str, item: str) -> str | None:
    """What stands at ``CARD#ITEM``; None where nothing does."""
    if item.startswith(("position:", "commitment:")):
        detail = things.get(Key(ThingKind.DETAIL, card))
        return (
            item_said(detail.value, item) if detail and isinstance(detail.value, Detail) else None
        )
    figure = item.removeprefix("figure:")
    key = claim_key(card, item) if figure == item else Key(ThingKind.FIGURE, card, figure)
    return _text(things[key], briefing) if key in things else None

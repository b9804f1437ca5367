"""The changes from one revision of a briefing to another, and how to apply them.

The same two revisions always give the same changes. Whatever is different is in one of them, be it
nothing that is read: applied to the earlier revision, they give the later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from msgspec.structs import replace

from briefing.library.changes.differences import Difference, Sides, differences, item_said, spoken
from briefing.library.changes.kinds import Change, ChangeKind, Edited
from briefing.library.changes.pairing import Pairs, pair
from briefing.library.changes.things import (
    Key,
    Thing,
    ThingKind,
    Things,
    card_key,
    claim_key,
    inside,
    joined,
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

_RESTS_ON_EVIDENCE: Final = (ThingKind.CLAIM, ThingKind.FIGURE, ThingKind.DETAIL)


class Comparison:
    """Two revisions of a briefing, held against each other.

    Attributes:
        changes: The most important kinds first; of a kind, in the reading order of the new one.
    """

    def __init__(self, old: Briefing, new: Briefing) -> None:
        self.old, self.new = old, new
        self._same = _same_cards(old, new)
        self._before, self._after = taken_apart(old, self._same), taken_apart(new, self._same)
        self._pairs = pair(self._before, self._after)
        self._sections = _sections_of(old), _sections_of(new)
        sources = {a.id: b.id for a, b in self._pairs.after.items() if a.kind is ThingKind.SOURCE}
        self._sides = Sides(old, new, sources)
        found = [*self._of_the_present(), *self._of_the_past(), *self._of_retractions()]
        self.changes = tuple(sorted(self._corrected(found), key=lambda one: _ORDER[one.kind]))

    @cached_property
    def pairs(self) -> Pairs:
        """What became of each thing."""
        same = {key: key for card in self._same.values() for key in inside(card)}
        return Pairs({**self._pairs.after, **same}, {**self._pairs.before, **same})

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
            if one.card in self._sections[1] and one.kind.sign:
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
        present = {card.id for _, card in self.new.cards()}
        return {
            was: card.id for _, card in self.new.cards() for was in card.was if was not in present
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

    def _of_pair(self, before: Key, after: Key) -> Iterator[Change]:
        old, new = self._before[before], self._after[after]
        same = before == after and old == new
        edited = None if same else Edited((before, old), (after, new))
        found = list(self._moved(before, after))
        # What it rests on may count no longer, or again.
        other = self.old.retracted != self.new.retracted and after.kind in _RESTS_ON_EVIDENCE
        if other or not same:
            found += differences(old.value, new.value, self._sides)
        if not found and not same:
            found = [Difference(kind=ChangeKind.UNSEEN)]
        for one in found:
            yield self._located(one, after, before, edited)

    def _moved(self, before: Key, after: Key) -> Iterator[Difference]:
        """Say where it was before; nobody reads the ids of claims, which follow their words."""
        match after.kind:
            case ThingKind.CARD:
                old, new = self._sections[0][before.card], self._sections[1][after.card]
                key = Key(ThingKind.SECTION, "", old.id)
                if self._pairs.after.get(key, key).id != new.id:
                    yield Difference(kind=ChangeKind.MOVED, old=old.title, new=new.title)
                if before.card != after.card:
                    yield Difference(kind=ChangeKind.RENAMED, old=before.card, new=after.card)
            case ThingKind.CLAIM | ThingKind.FIGURE:
                if self._pairs.card(before.card) != after.card:
                    said = self._title(before.card), self._title(after.card)
                    yield Difference(kind=ChangeKind.MOVED, old=said[0], new=said[1])

    def _title(self, card: str) -> str:
        """The title of a card as it is now or, if it is gone, was."""
        found = self._after.get(card_key(card)) or self._before.get(card_key(card))
        return found.value.title if found and isinstance(found.value, Card) else card

    # -- records -----------------------------------------------------------------------------------

    @cached_property
    def _newly_retracted(self) -> frozenset[str]:
        return self.new.retracted - self.old.retracted

    def _of_retractions(self) -> Iterator[Change]:
        for one in self.new.retractions:
            if one.source in self._newly_retracted:
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
        return Change(
            kind=ChangeKind.CORRECTED,
            section=self._section_id(card),
            card=card,
            item=item or None,
            was=None if was is None else one.claim,
            what="claim",
            old=one.was,
            new=now or "",
            name=self._title(card),
            reason=one.reason,
            gone=now is None,
        )

    # -- where it is -------------------------------------------------------------------------------

    def _arrival(self, key: Key) -> Change:
        thing = self._after[key]
        kind, said = _kind_of_arrival(thing, self._after), _text(thing, self.new)
        one = Difference(kind=kind, what=key.kind.value, new=said)
        found = self._located(one, key, None, Edited(None, (key, thing)))
        return _with_its_card(found, key, self._pairs.before)

    def _departure(self, key: Key) -> Change:
        """Tell of what is gone; where its card is still there, it is told of that."""
        thing = self._before[key]
        kind, said = _kind_of_departure(thing, self._before), _text(thing, self.old)
        card = self.card_after(key.card) or key.card
        if key == card_key(key.card) and card != key.card:
            one = Difference(kind=ChangeKind.MOVED, what="card", old=said, new=self._title(card))
            return self._located(one, card_key(card), key, Edited((key, thing), None))
        one = Difference(kind=kind, what=key.kind.value, old=said)
        found = self._located(one, key._replace(card=card), key, Edited((key, thing), None))
        found = _with_its_card(found, key, self._pairs.after)
        return replace(found, gone=found.within or key.kind is not ThingKind.DETAIL)

    def _located(
        self, one: Difference, key: Key, before: Key | None, edited: Edited | None
    ) -> Change:
        """Say where a difference is; `edited` has the thing."""
        side = edited and (edited.after or edited.before)
        return Change(
            kind=one.kind,
            section=self._section_id(key.card),
            card=key.card,
            item=one.item or (key.item if key.card else f"{key.kind}:{key.id}"),
            was=_name(before) if before else None,
            what=one.what,
            old=one.old,
            new=one.new,
            name=self._title(key.card) if key.card else _text(side[1], self.new) if side else "",
            reason=one.reason,
            edited=edited,
        )

    def _section_id(self, card: str) -> str:
        section = self._sections[1].get(card) or self._sections[0].get(card)
        return section.id if section else ""


def applied(changes: Iterable[Change], old: Briefing) -> Briefing:
    """Give the later revision of the earlier one and all changes between them."""
    things = taken_apart(old)
    edits = (one.edited.after for one in changes if one.edited is not None)
    things.update(edit for edit in edits if edit is not None)
    # What is gone is in there still, but nothing holds it any more.
    return joined(things)


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


def _sections_of(briefing: Briefing) -> dict[str, Section]:
    return {card.id: section for section, card in briefing.cards()}


def _kind_of_arrival(thing: Thing, things: Things) -> ChangeKind:
    match thing.value:
        case Card():
            detail = _detail(thing, things)
            return ChangeKind.OPENED if _is_open(detail) else ChangeKind.NEW
        case detail if isinstance(detail, Detail):
            return ChangeKind.OPENED if _is_open(detail) else ChangeKind.REWORDED
        case Quote():
            return ChangeKind.QUOTATION_ADDED
        case Claim() | Figure():
            return ChangeKind.NEW
        case Source():
            return ChangeKind.SOURCE_ADDED
        case _:
            return ChangeKind.UNSEEN


def _kind_of_departure(thing: Thing, things: Things) -> ChangeKind:
    match thing.value:
        case Card():
            unknown = isinstance(_detail(thing, things), Unknown)
            return ChangeKind.SETTLED if unknown else ChangeKind.WITHDRAWN
        case Claim() | Figure() | Source():
            return ChangeKind.WITHDRAWN
        case detail if isinstance(detail, Detail):
            unknown = isinstance(detail, Unknown)
            return ChangeKind.SETTLED if unknown else ChangeKind.REWORDED
        case _:
            return ChangeKind.UNSEEN


def _is_open(detail: object) -> bool:
    return isinstance(detail, Disagreement) and detail.state is DisagreementState.OPEN


def _with_its_card(found: Change, key: Key, paired: Mapping[Key, Key]) -> Change:
    """Say whether it stands in a card that has come, or gone, as a whole, what that is included."""
    within = bool(key.card) and key != card_key(key.card) and card_key(key.card) not in paired
    included = within and key.kind is ThingKind.DETAIL
    return replace(found, within=within, kind=ChangeKind.UNSEEN if included else found.kind)


def _detail(card: Thing, things: Things) -> object:
    return next((things[key].value for key in card.holds if key.kind is ThingKind.DETAIL), None)


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
    detail = things.get(Key(ThingKind.DETAIL, card))
    if item.startswith(("position:", "commitment:")):
        return item_said(detail.value, item) if detail else None  # type: ignore[arg-type]  # what is of that kind
    thing = things.get(_key_of(card, item))
    return _text(thing, briefing) if thing else None


def _key_of(card: str, item: str) -> Key:
    figure = item.removeprefix("figure:")
    return claim_key(card, item) if figure == item else Key(ThingKind.FIGURE, card, figure)


def _name(key: Key) -> str:
    if not key.card:
        return key.id
    return key.card if key.item is None else f"{key.card}#{key.item}"

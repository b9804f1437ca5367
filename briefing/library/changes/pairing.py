"""Which thing of a revision is which of a later one, though it may be called otherwise by then.

What says of itself what it was (``was``) is that. Otherwise cards are paired by id, and what stands
in them first by its text, then by id, then by likeness; what is left, across cards, only where
nothing else comes near. A wrong pair is worse than none: it would tell of a change where there is a
new claim and an old one that is gone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from briefing.library.changes.things import Key, Thing, ThingKind, Things
from briefing.library.changes.wording import likeness, words_of
from briefing.model.actors import Actor, Source
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Figure
from briefing.model.parts import PROSE, detail_parts

_ALIKE: Final = 0.4
"""Least likeness of two claims of one card that are the same, reworded."""

_NAMED_ALIKE: Final = 0.15
"""The same of two with one id, which is mostly made of the first words."""

_SURE: Final = 0.6
"""The same of two things that nothing else speaks for: of other cards, or cards of other ids."""

_MARGIN: Final = 0.15
"""By how much the best must be better than the second best there."""

_RARE: Final = 8
"""Things that may have a word for it to tell them apart from others."""


class Pairs(NamedTuple):
    """What became of each thing: keys before and after."""

    after: Mapping[Key, Key]
    before: Mapping[Key, Key]

    def card(self, before: str) -> str | None:
        """The id of a card by its earlier id; None where it is gone."""
        found = self.after.get(Key(ThingKind.CARD, before))
        return found.card if found else None


def pair(old: Things, new: Things) -> Pairs:
    """Pair the things of two revisions; each is in one pair at most."""
    pairing = _Pairing(old, new)
    pairing.pair_top()
    pairing.pair_cards()
    pairing.pair_inside()
    pairing.pair_across()
    return Pairs(pairing.after, pairing.before)


class _Pairing:
    def __init__(self, old: Things, new: Things) -> None:
        self.old, self.new = old, new
        self.after: dict[Key, Key] = {}
        self.before: dict[Key, Key] = {}

    def _pair(self, before: Key, after: Key) -> None:
        if before not in self.after and after not in self.before:
            self.after[before], self.before[after] = after, before

    def _left(self, *kinds: ThingKind) -> tuple[list[Key], list[Key]]:
        """What has no pair yet of some kinds, before and after."""
        return (
            [key for key in self.old if key.kind in kinds and key not in self.after],
            [key for key in self.new if key.kind in kinds and key not in self.before],
        )

    def pair_top(self) -> None:
        """Pair what stands in no card: by name, then by what is the same under another name."""
        for key in self.old:
            if not key.card and key in self.new:
                self._pair(key, key)
        for kind in (ThingKind.SECTION, ThingKind.SOURCE, ThingKind.ACTOR):
            before, after = self._left(kind)
            self._pair_unique(before, after, _renamed)

    def _pair_unique(
        self, before: Iterable[Key], after: Iterable[Key], name: Callable[[Thing], object]
    ) -> None:
        """Pair what has one name that nothing else has, None being no name."""
        named: list[dict[object, list[Key]]] = []
        for keys, things in ((before, self.old), (after, self.new)):
            groups: dict[object, list[Key]] = defaultdict(list)
            for key in keys:
                groups[name(things[key])].append(key)
            named.append(groups)
        for said, keys in named[0].items():
            others = named[1].get(said, [])
            if said is not None and len(keys) == len(others) == 1:
                self._pair(keys[0], others[0])

    def pair_cards(self) -> None:
        before, after = self._left(ThingKind.CARD)
        for key in after:
            card = self.new[key].value
            if isinstance(card, Card):
                for was in (key.card, *card.was):
                    earlier = Key(ThingKind.CARD, was)
                    if earlier in self.old and (was == key.card or earlier not in self.new):
                        self._pair(earlier, key)
        before, after = self._left(ThingKind.CARD)
        whole = lru_cache(None)(lambda key: _card_words(self.old, key))
        whole_after = lru_cache(None)(lambda key: _card_words(self.new, key))
        self._pair_sure(before, after, whole, whole_after)

    def pair_inside(self) -> None:
        """Pair what stands in cards that are the same."""
        for before, after in list(self.after.items()):
            if before.kind is ThingKind.CARD:
                self._pair_in(self.old[before].holds, self.new[after].holds)
        # A figure has its id in all of the briefing.
        before_left, after_left = self._left(ThingKind.FIGURE)
        ids = {key.id: key for key in after_left}
        for key in before_left:
            if key.id in ids:
                self._pair(key, ids[key.id])

    def _pair_in(self, before: Sequence[Key], after: Sequence[Key]) -> None:
        if before == after and all(self.old[key] == self.new[key] for key in before):
            for key in before:
                self._pair(key, key)
            return
        for kind in ThingKind:
            ours = [key for key in before if key.kind is kind]
            theirs = [key for key in after if key.kind is kind]
            if kind is ThingKind.DETAIL:
                for one, other in zip(ours, theirs, strict=False):
                    self._pair(one, other)
            elif ours and theirs:
                self._pair_items(ours, theirs)

    def _pair_items(self, before: list[Key], after: list[Key]) -> None:
        self._pair_by_was(before, after)
        self._pair_unique(*self._unpaired(before, after), _text)
        ours, theirs = self._unpaired(before, after)
        ids = {key.id: key for key in theirs}
        for key in ours:
            other = ids.get(key.id)
            if other is not None and self._likeness(key, other) >= _NAMED_ALIKE:
                self._pair(key, other)
        ours, theirs = self._unpaired(before, after)
        found = [(self._likeness(one, other), one, other) for one in ours for other in theirs]
        for how, one, other in sorted(found, key=lambda each: -each[0]):
            if how >= _ALIKE:
                self._pair(one, other)

    def _unpaired(self, before: list[Key], after: list[Key]) -> tuple[list[Key], list[Key]]:
        ours = [key for key in before if key not in self.after]
        return ours, [key for key in after if key not in self.before]

    def _pair_by_was(self, before: Iterable[Key], after: Iterable[Key]) -> None:
        known = set(before)
        for key in after:
            for was in _was(self.new[key], key.card):
                if was in known and (was not in self.new or was == key):
                    self._pair(was, key)
                elif was.card == key.card:
                    # The card may have had another id when the claim had that one.
                    earlier = self.before.get(Key(ThingKind.CARD, key.card))
                    moved = was._replace(card=earlier.card) if earlier else was
                    if moved in known:
                        self._pair(moved, key)

    def _likeness(self, before: Key, after: Key) -> float:
        return likeness(_words(self.old[before]), _words(self.new[after]))

    def pair_across(self) -> None:
        """Pair what went from one card to another."""
        for kind in (ThingKind.CLAIM, ThingKind.FIGURE):
            before, after = self._left(kind)
            if not before or not after:
                continue
            self._pair_by_was(before, after)
            self._pair_unique(*self._left(kind), _text)
            before, after = self._left(kind)
            self._pair_sure(
                before,
                after,
                lambda key: _words(self.old[key]),
                lambda key: _words(self.new[key]),
            )

    def _pair_sure(
        self,
        before: Sequence[Key],
        after: Sequence[Key],
        words: Callable[[Key], Counter[str]],
        words_after: Callable[[Key], Counter[str]],
    ) -> None:
        """Pair what is alike, and like nothing else; candidates share a rare word."""
        having: dict[str, list[Key]] = defaultdict(list)
        for key in after:
            for word in words_after(key):
                having[word].append(key)
        best: dict[Key, list[tuple[float, Key]]] = defaultdict(list)
        for key in before:
            shared = {
                other
                for word in words(key)
                if len(having.get(word, ())) <= _RARE
                for other in having.get(word, ())
            }
            for other in shared:
                how = likeness(words(key), words_after(other))
                best[key].append((how, other))
                best[other].append((how, key))
        for key in before:
            found = _clearly_best(best[key])
            if found is not None and _clearly_best(best[found]) == key:
                self._pair(key, found)


def _clearly_best(found: list[tuple[float, Key]]) -> Key | None:
    ranked = sorted(found, key=lambda each: -each[0])
    if not ranked or ranked[0][0] < _SURE:
        return None
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    return ranked[0][1] if ranked[0][0] >= second + _MARGIN else None


def _was(thing: Thing, card: str) -> Iterator[Key]:
    """The keys that a claim says that it had, the last one first."""
    if isinstance(thing.value, Claim):
        for one in thing.value.was:
            before, mark, claim = one.partition("#")
            yield Key(ThingKind.CLAIM, before if mark else card, claim if mark else one)


def _renamed(thing: Thing) -> object:
    """By what else than its name a section, source or actor is known."""
    match thing.value:
        case Section() as section:
            return section.kind, section.title
        case Source() as source:
            return source.url or (source.outlet, source.title)
        case Actor() as actor:
            return actor.type, actor.name
        case _:
            return None


def _text(thing: Thing) -> object:
    match thing.value:
        case Claim() as claim:
            return type(claim), claim.text
        case Figure() as figure:
            return figure.measure, figure.unit
        case _:
            return None


def _words(thing: Thing) -> Counter[str]:
    match thing.value:
        case Claim() as claim:
            return words_of(claim.text)
        case Figure() as figure:
            return words_of(f"{figure.measure} {figure.unit}")
        case _:
            return Counter()


def _card_words(things: Things, key: Key) -> Counter[str]:
    card = things[key].value
    words = words_of(card.title) if isinstance(card, Card) else Counter()
    for one in things[key].holds:
        value = things[one].value
        if one.kind is ThingKind.DETAIL:
            parts = detail_parts(value)  # type: ignore[arg-type]  # what is of that kind
            words = sum((words_of(part.text) for part in parts if part.field in PROSE), words)
        else:
            words = words + _words(things[one])
    return words

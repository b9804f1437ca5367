"""Which thing of a revision is which of a later one, though it may be called otherwise by then.

What says of itself what it was (``was``), or what a correction says that it was, is that. Otherwise
cards are paired by id, then by likeness; claims in a card by their text, by id, by likeness; those
that are left across cards, only where nothing else comes near; figures by id or by what they count,
since what is counted beside it is called much the same.

A wrong pair is worse than none: it would tell of a change where there is a new claim and an old one
that is gone. The thresholds are those that told right pairs from wrong ones in revisions by others
(docs/performance.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Final, NamedTuple

from briefing.library.changes.things import (
    BRIEFING,
    Key,
    Thing,
    ThingKind,
    Things,
    card_key,
    claim_key,
)
from briefing.library.changes.wording import ALIKE, likeness, words_of
from briefing.model.actors import Actor, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Figure, Quote
from briefing.model.parts import PROSE, detail_parts

_PLAINLY_ALIKE: Final = 0.4
"""Least likeness of two claims of one card that are the same though more like others."""

_CARDS_ALIKE: Final = 0.35
"""The same of two cards for which nothing but their words speaks."""

_ANYWHERE_ALIKE: Final = 0.7
"""The same of two claims of different cards."""

_MARGIN: Final = 0.15
"""By how much two must be more alike there than either is to anything else."""

_MARGIN_IN_CARD: Final = 0.05
"""The same of two claims of one card that are not plainly alike."""

_TELLING: Final = 8
"""How many words of a thing, the rarest ones, tell what may be the same."""

_FREQUENT: Final = 32
"""In how many things a word tells nothing any more."""

_NEAREST: Final = 4
"""How many of the things that share most of these words are looked at."""


_Likely = tuple[float, Key, Key]
"""How alike a thing and a later one are."""


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
        self._words_before = cache(partial(_words, old))
        self._words_after = cache(partial(_words, new))

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
        """Pair cards by what they were, unless one has its id still, by id, then by likeness."""
        before, after = self._left(ThingKind.CARD)
        for key in after:
            if key not in self.old:
                self._pair_by_was(key, map(card_key, _was(self.new[key])))
        for key in before:
            if key in self.new:
                self._pair(key, key)
        self._pair_sure(ThingKind.CARD, _CARDS_ALIKE)

    def pair_inside(self) -> None:
        """Pair what stands in cards that are the same, and what says where it stood."""
        for key in self._left(ThingKind.CLAIM)[1]:
            if was := _was(self.new[key]):
                known = _was(self.old.get(self._in_earlier_card(key)))
                self._pair_by_was(key, (_claim_of(one, key) for one in was if one not in known))
        self._pair_corrected()
        for before, after in list(self.after.items()):
            if before.kind is ThingKind.CARD:
                self._pair_in(self.old[before].holds, self.new[after].holds)
        # A figure has its id in all of the briefing.
        before_left, after_left = self._left(ThingKind.FIGURE)
        self._pair_named(before_left, after_left)

    def _pair_corrected(self) -> None:
        """Pair what was corrected with what said the words that the correction names."""
        briefing = self.new[BRIEFING].value
        for one in briefing.corrections if isinstance(briefing, Briefing) else ():
            card, _, item = one.claim.partition("#")
            key = claim_key(card, item)
            earlier = self.before.get(card_key(card))
            for was in self.old[earlier].holds if earlier and key in self.new else ():
                value = self.old[was].value
                if isinstance(value, Claim) and value.text == one.was:
                    self._pair(was, key)

    def _pair_by_was(self, key: Key, names: Iterable[Key]) -> None:
        """Pair what says what it was; its card, too, may have had another id then."""
        for was in names:
            for earlier in (was, self._in_earlier_card(was)):
                if earlier in self.old:
                    self._pair(earlier, key)

    def _in_earlier_card(self, key: Key) -> Key:
        card = self.before.get(card_key(key.card))
        return key._replace(card=card.card) if card else key

    def _pair_in(self, before: Sequence[Key], after: Sequence[Key]) -> None:
        if before == after and all(self.old[key] == self.new[key] for key in before):
            for key in before:
                self._pair(key, key)
            return
        for kind in ThingKind:
            ours, theirs = self._unpaired(
                [key for key in before if key.kind is kind],
                [key for key in after if key.kind is kind],
            )
            if kind is ThingKind.DETAIL:
                for one, other in zip(ours, theirs, strict=False):
                    self._pair(one, other)
            elif ours and theirs:
                self._pair_unique(ours, theirs, _text)
                if kind is ThingKind.CLAIM:
                    self._pair_claims(*self._unpaired(ours, theirs))

    def _pair_claims(self, before: list[Key], after: list[Key]) -> None:
        self._pair_named(before, after)
        near = self._near(*self._unpaired(before, after))
        found = {each for each in near if each[0] >= _PLAINLY_ALIKE}
        found |= {each for each in _unrivalled(near, _MARGIN_IN_CARD) if each[0] >= ALIKE}
        for _, one, other in sorted(found, reverse=True):
            self._pair(one, other)

    def _pair_named(self, before: list[Key], after: list[Key]) -> None:
        ids = {key.id: key for key in after}
        for key in before:
            if key.id in ids:
                self._pair(key, ids[key.id])

    def _unpaired(self, before: list[Key], after: list[Key]) -> tuple[list[Key], list[Key]]:
        ours = [key for key in before if key not in self.after]
        return ours, [key for key in after if key not in self.before]

    def _likeness(self, before: Key, after: Key) -> float:
        """Say how alike two things are; what two people said is never the same."""
        if _speaker(self.old[before]) != _speaker(self.new[after]):
            return 0.0
        return likeness(self._words_before(before), self._words_after(after))

    def pair_across(self) -> None:
        """Pair what went from one card to another; a figure by what it counts, not by likeness."""
        for kind in (ThingKind.CLAIM, ThingKind.FIGURE):
            self._pair_unique(*self._left(kind), _text)
        self._pair_sure(ThingKind.CLAIM, _ANYWHERE_ALIKE)

    def _pair_sure(self, kind: ThingKind, least: float) -> None:
        """Pair what is alike, and like nothing else."""
        for how, one, other in _unrivalled(self._near(*self._left(kind)), _MARGIN):
            if how >= least:
                self._pair(one, other)

    def _near(self, before: Sequence[Key], after: Sequence[Key]) -> list[_Likely]:
        """Give what may be the same, with its likeness: what shares most of the telling words."""
        known = frozenset[str]().union(*map(self._words_before, before))
        having: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(after):
            for word in self._words_after(key) & known:
                having[word].append(number)
        rare = sorted(
            (len(numbers), word) for word, numbers in having.items() if len(numbers) <= _FREQUENT
        )
        ranks = {word: rank for rank, (_, word) in enumerate(rare)}
        found: list[_Likely] = []
        for key in before:
            telling = sorted(ranks[word] for word in self._words_before(key) if word in ranks)
            sharing = Counter(
                chain.from_iterable(having[rare[rank][1]] for rank in telling[:_TELLING])
            )
            for number, _ in sharing.most_common(_NEAREST):
                found.append((self._likeness(key, after[number]), key, after[number]))
        return found


def _unrivalled(found: Sequence[_Likely], margin: float) -> Iterator[_Likely]:
    """Give those that are more alike, by a margin, than either is to anything else."""
    before: dict[Key, list[float]] = defaultdict(list)
    after: dict[Key, list[float]] = defaultdict(list)
    for how, one, other in found:
        before[one].append(how)
        after[other].append(how)
    for how, one, other in found:
        best, *rivals = sorted([*before[one], *after[other]], reverse=True)[1:]
        if how == best and (not rivals or how >= rivals[0] + margin):
            yield how, one, other


def _was(thing: Thing | None) -> tuple[str, ...]:
    """What a card or a claim says that it was, the last one first."""
    return thing.value.was if thing and isinstance(thing.value, Card | Claim) else ()


def _claim_of(was: str, now: Key) -> Key:
    card, mark, claim = was.partition("#")
    return claim_key(card, claim) if mark else claim_key(now.card, was)


def _speaker(thing: Thing) -> str | None:
    return thing.value.speaker if isinstance(thing.value, Quote) else None


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


def _words(things: Things, key: Key) -> frozenset[str]:
    """The words of a thing, those of what stands in it included."""
    thing = things[key]
    match thing.value:
        case Claim() as claim:
            return words_of(claim.text)
        case Figure() as figure:
            return words_of(f"{figure.measure} {figure.unit}")
        case Card() as card:
            return words_of(card.title).union(*(_words(things, one) for one in thing.holds))
        case detail if key.kind is ThingKind.DETAIL:
            parts = detail_parts(detail)  # type: ignore[arg-type]  # what is of that kind
            return frozenset().union(*(words_of(one.text) for one in parts if one.field in PROSE))
        case _:
            return frozenset()

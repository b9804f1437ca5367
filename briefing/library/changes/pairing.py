"""Which thing of a revision is which of a later one, though it may be called otherwise by then.

What says of itself what it was (``was``), or what a correction says that it was, is that. Otherwise
cards are paired by id, by their text, by likeness; claims in a card by their text, by id, by
likeness; those that are left across cards, only where nothing else comes near; figures by id or by
what they count, since what is counted beside it is called much the same.

A wrong pair is worse than none: it would tell of a change where there is a new claim and an old one
that is gone. The thresholds are those that told right pairs from wrong ones in revisions by others
(docs/performance.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from msgspec.structs import replace

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
from briefing.model.cards import Card, Detail, Section
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


class _Likely(NamedTuple):
    """How alike a thing and a later one are."""

    how: float
    before: Key
    after: Key


class Pairs(NamedTuple):
    """What became of each thing: keys before and after."""

    after: Mapping[Key, Key]
    before: Mapping[Key, Key]

    def card(self, before: str) -> str | None:
        """The id of a card by its earlier id; None where it is gone."""
        found = self.after.get(card_key(before))
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
        self._kinds = _by_kind(old), _by_kind(new)
        self._words_of = cache(words_of)

    def _pair(self, before: Key, after: Key) -> None:
        if before not in self.after and after not in self.before:
            self.after[before], self.before[after] = after, before

    def _unpaired(self, before: Iterable[Key], after: Iterable[Key]) -> tuple[list[Key], list[Key]]:
        ours = [key for key in before if key not in self.after]
        return ours, [key for key in after if key not in self.before]

    def _left(self, kind: ThingKind) -> tuple[list[Key], list[Key]]:
        """What has no pair yet of a kind, before and after."""
        before, after = self._kinds
        return self._unpaired(before[kind], after[kind])

    def pair_top(self) -> None:
        """Pair what stands in no card: by id, then by what is the same under another id."""
        for kind in (ThingKind.BRIEFING, ThingKind.SECTION, ThingKind.SOURCE, ThingKind.ACTOR):
            self._pair_named(*self._left(kind))
            self._pair_told_apart(*self._left(kind))

    def _pair_named(self, before: Iterable[Key], after: Iterable[Key]) -> None:
        ids = {key.id: key for key in after}
        for key in before:
            if key.id in ids:
                self._pair(key, ids[key.id])

    def _pair_told_apart(self, before: Iterable[Key], after: Iterable[Key]) -> None:
        """Pair what is known by something by which nothing else is."""
        theirs = _told_apart(self.new, after)
        for known, key in _told_apart(self.old, before).items():
            if known in theirs:
                self._pair(key, theirs[known])

    def pair_cards(self) -> None:
        """Pair cards by what they were, unless one has its id still, by id, text, likeness."""
        before, after = self._left(ThingKind.CARD)
        for key in after:
            if key not in self.old:
                self._pair_by_was(key, map(card_key, _was(self.new[key])))
        for key in before:
            if key in self.new:
                self._pair(key, key)
        self._pair_told_apart(*self._left(ThingKind.CARD))
        self._pair_sure(ThingKind.CARD, _CARDS_ALIKE)

    def pair_inside(self) -> None:
        """Pair what stands in cards that are the same, and what says where it stood."""
        for key in self._left(ThingKind.CLAIM)[1]:
            if was := _was(self.new[key]):
                known = _was(self.old.get(self._in_earlier_card(key)))
                self._pair_by_was(key, (_claim_of(one, key) for one in was if one not in known))
        self._pair_corrected()
        for card in self._kinds[0][ThingKind.CARD]:
            if card in self.after and self.old[card].holds:
                self._pair_in(self.old[card].holds, self.new[self.after[card]].holds)
        # A figure has its id in all of the briefing.
        self._pair_named(*self._left(ThingKind.FIGURE))

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
        return replace(key, card=card.card) if card else key

    def _pair_in(self, before: Iterable[Key], after: Iterable[Key]) -> None:
        self._pair_told_apart(*self._unpaired(before, after))
        ours, theirs = (
            [key for key in keys if key.kind is ThingKind.CLAIM]
            for keys in self._unpaired(before, after)
        )
        if ours and theirs:
            self._pair_named(ours, theirs)
            self._pair_alike(*self._unpaired(ours, theirs))

    def _pair_alike(self, before: Sequence[Key], after: Sequence[Key]) -> None:
        """Pair claims of one card that are plainly alike, or like nothing else there."""
        near = self._near(before, after, ALIKE - _MARGIN_IN_CARD)
        found = {one for one in near if one.how >= _PLAINLY_ALIKE}
        found.update(_unrivalled(near, ALIKE, _MARGIN_IN_CARD))
        for _, one, other in sorted(found, reverse=True):
            self._pair(one, other)

    def pair_across(self) -> None:
        """Pair what went from one card to another; a figure by what it counts, not by likeness."""
        for kind in (ThingKind.CLAIM, ThingKind.FIGURE):
            self._pair_told_apart(*self._left(kind))
        self._pair_sure(ThingKind.CLAIM, _ANYWHERE_ALIKE)

    def _pair_sure(self, kind: ThingKind, least: float) -> None:
        """Pair what is alike, and like nothing else."""
        near = self._near(*self._left(kind), least - _MARGIN)
        for _, one, other in _unrivalled(near, least, _MARGIN):
            self._pair(one, other)

    def _near(self, before: Sequence[Key], after: Sequence[Key], least: float) -> list[_Likely]:
        """Give what may be the same, with its likeness: what shares most of the telling words.

        What two people said is never the same; what is less alike than that is left out.
        """
        if not before or not after:
            return []
        ours = [self._words(self.old, key) for key in before]
        theirs = [self._words(self.new, key) for key in after]
        telling = list(_telling_words(ours, theirs, least))
        having = _having(theirs, frozenset(chain.from_iterable(telling)))
        found: list[_Likely] = []
        for key, words, rarest in zip(before, ours, telling, strict=True):
            sharing = Counter(chain.from_iterable(having[word] for word in rarest))
            for number in sorted(sharing, key=sharing.__getitem__, reverse=True)[:_NEAREST]:
                how, other = likeness(words, theirs[number]), after[number]
                if how >= least and _speaker(self.old[key]) == _speaker(self.new[other]):
                    found.append(_Likely(how, key, other))
        return found

    def _words(self, things: Things, key: Key) -> frozenset[str]:
        """The words of a thing, those of what stands in it included."""
        thing = things[key]
        match thing.value:
            case Claim() as claim:
                return self._words_of(claim.text)
            case Figure() as figure:
                return self._words_of(f"{figure.measure} {figure.unit}")
            case Card() as card:
                held = (self._words(things, one) for one in thing.holds)
                return self._words_of(card.title).union(*held)
            case detail if isinstance(detail, Detail):
                parts = (one.text for one in detail_parts(detail) if one.field in PROSE)
                return frozenset().union(*map(self._words_of, parts))
            case _:
                return frozenset()


def _by_kind(things: Things) -> Mapping[ThingKind, Sequence[Key]]:
    found: dict[ThingKind, list[Key]] = {kind: [] for kind in ThingKind}
    for key in things:
        found[key.kind].append(key)
    return found


def _told_apart(things: Things, keys: Iterable[Key]) -> dict[object, Key]:
    """What nothing else is known by, and whose key that is."""
    found: dict[object, Key | None] = {}
    for key in keys:
        known = _known_by(things[key])
        found[known] = None if known in found else key
    return {known: key for known, key in found.items() if key}


def _telling_words(
    texts: Sequence[frozenset[str]], others: Sequence[frozenset[str]], least: float
) -> Iterator[list[str]]:
    """Give of each text the rarest of the words that it shares with others.

    Where it shares so few that it cannot be alike to any of them, it gives none.
    """
    known = frozenset().union(*texts)
    often = Counter(chain.from_iterable(map(known.intersection, others)))
    rare = frozenset([word for word, count in often.items() if count <= _FREQUENT])
    there = frozenset(often)
    for words in texts:
        shared = words & there
        is_enough = likeness(words, shared) >= least
        yield sorted(sorted(shared & rare), key=often.__getitem__)[:_TELLING] if is_enough else []


def _having(texts: Iterable[frozenset[str]], wanted: frozenset[str]) -> Mapping[str, Sequence[int]]:
    """Which of some texts, by number, have each of some words."""
    having: dict[str, list[int]] = {word: [] for word in wanted}
    for number, words in enumerate(texts):
        for word in words & wanted:
            having[word].append(number)
    return having


def _unrivalled(found: Sequence[_Likely], least: float, margin: float) -> Iterator[_Likely]:
    """Give those alike enough that are more so, by a margin, than either is to anything else."""
    before: dict[Key, list[float]] = defaultdict(list)
    after: dict[Key, list[float]] = defaultdict(list)
    for how, one, other in found:
        before[one].append(how)
        after[other].append(how)
    for likely in found:
        if likely.how >= least:
            # Its own likeness is in there twice.
            best, _, *rivals = sorted(before[likely.before] + after[likely.after], reverse=True)
            if likely.how == best and all(best >= rival + margin for rival in rivals[:1]):
                yield likely


def _was(thing: Thing | None) -> tuple[str, ...]:
    """What a card or a claim says that it was, the last one first."""
    return thing.value.was if thing and isinstance(thing.value, Card | Claim) else ()


def _claim_of(was: str, now: Key) -> Key:
    card, mark, claim = was.partition("#")
    return claim_key(card, claim) if mark else claim_key(now.card, was)


def _speaker(thing: Thing) -> str | None:
    return thing.value.speaker if isinstance(thing.value, Quote) else None


def _known_by(thing: Thing) -> object:
    """By what else than its id a thing is known, among those of its kind."""
    known: object = None  # where there is one of it, as of the detail of a card
    match thing.value:
        case Claim() as claim:
            known = type(claim), claim.text
        case Figure() as figure:
            known = figure.measure, figure.unit
        case Card() as card:
            known = card.title, card.detail, *((type(one), one.text) for one in card.claims)
        case Section() as section:
            known = section.kind, section.title
        case Source() as source:
            known = source.url or (source.outlet, source.title)
        case Actor() as actor:
            known = actor.type, actor.name
    return known

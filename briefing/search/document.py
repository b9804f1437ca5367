"""A card as a query sees it: its folded texts, and what is true of it as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import count
from typing import Final

import msgspec

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.parts import Part, card_parts
from briefing.search.facts import BriefingValues, CardFacts
from briefing.search.folding import Folded, fold
from briefing.search.patterns import Pattern
from briefing.search.query import Span
from briefing.search.spellings import Spellings

BETWEEN: Final = "\nª\n"
"""Stands between folded texts: a letter that no folded text has, since it is folded to *a*, with
no word before or behind it, so that no pattern matches across the end of a text."""

Matches = Sequence[tuple[int, tuple[Span, ...]]]
"""By the number of a text in reading order, the matches in it from left to right."""


class SectionHead(msgspec.Struct, frozen=True, array_like=True):
    """A section as a query and a row of results see it."""

    id: str
    title: str
    kind: str


class BriefingHead(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """A briefing without its cards.

    Attributes:
        day: Last day that its cut-off can mean, else the day of its publication (UTC), as
            `datetime.date.toordinal` counts.
        names: All names of its actors, folded and joined.
        packed_actors: Its actors as MessagePack: few queries ask for them.
    """

    id: str
    title: str
    number: int
    day: int
    sections: tuple[SectionHead, ...]
    names: str
    packed_actors: msgspec.Raw

    @cached_property
    def spellings(self) -> Spellings:
        return Spellings(_decoder.decode(self.packed_actors))


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(tuple[Actor, ...])


def head_of(briefing: Briefing, number: int = 0, day: int = 0) -> BriefingHead:
    actors = [
        Actor(id=actor.id, type=actor.type, names=tuple(Name(text=one.text) for one in actor.names))
        for actor in briefing.actors
    ]
    return BriefingHead(
        id=briefing.id,
        title=briefing.title,
        number=number,
        day=day,
        sections=tuple(SectionHead(one.id, one.title, one.kind) for one in briefing.sections),
        names=join(fold(name.text).text for actor in actors for name in actor.names),
        packed_actors=msgspec.Raw(_encoder.encode(actors)),
    )


class SearchedCard(msgspec.Struct, frozen=True, dict=True):
    """A card that may be meant.

    Attributes:
        section: Number of its section in the briefing, from 0.
        folded: All its texts in reading order, folded and joined; the first is the title.
        load_texts: Gives its texts as they are, each with what it is called.
    """

    head: BriefingHead
    section: int
    id: str
    folded: str
    load_texts: Callable[[], Sequence[tuple[str, str]]]
    load_facts: Callable[[], CardFacts]

    @cached_property
    def texts(self) -> Sequence[tuple[str, str]]:
        return self.load_texts()

    @cached_property
    def facts(self) -> CardFacts:
        return self.load_facts()

    @cached_property
    def _folded_texts(self) -> list[str]:
        return self.folded.split(BETWEEN)

    @cached_property
    def _with_offsets(self) -> dict[int, Folded]:
        return {}

    def has(self, pattern: Pattern) -> bool:
        if not pattern.capitals:
            return pattern.regex.search(self.folded) is not None
        return next(self.matches([pattern]), None) is not None

    def matches(self, patterns: Sequence[Pattern]) -> Iterator[tuple[int, tuple[Span, ...]]]:
        """Give the number of each text in which patterns occur, and where in it they do."""
        for number, folded in enumerate(self._folded_texts):
            occurring = [one for one in patterns if one.regex.search(folded)]
            if not occurring:
                continue
            if number not in self._with_offsets:
                self._with_offsets[number] = fold(self.texts[number][1])
            text = self._with_offsets[number]
            if spans := sorted(span for pattern in occurring for span in pattern.spans(text)):
                yield number, merged(spans)


def searched_cards(
    head: BriefingHead, briefing: Briefing, values: BriefingValues
) -> Iterator[tuple[SearchedCard, list[Part]]]:
    """Give the cards of a briefing, in reading order, each with the parts that are searched."""
    numbers = count()
    for number, section in enumerate(briefing.sections):
        for card in section.cards:
            parts = [one for one in card_parts(briefing, section, card) if one.searched]
            texts = [(part.field.value, part.text) for part in parts]
            searched = SearchedCard(
                head=head,
                section=number,
                id=card.id,
                folded=join(fold(text).text for _, text in texts),
                load_texts=partial(tuple, texts),
                load_facts=partial(values.facts_of, next(numbers)),
            )
            yield searched, parts


def join(folded: Iterable[str]) -> str:
    return BETWEEN.join(folded)


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Make one of spans that overlap; they are sorted by their start."""
    found: list[Span] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)

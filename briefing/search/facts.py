"""What the fields of a query are compared with: values and numbers of cards, by field.

Values are numbered; which of them a query means is decided here, in a briefing and in a library.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import count
from typing import Final

import msgspec

from briefing.model.actors import Actor
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Section, kind_of_detail
from briefing.model.claims import Evidence, Quote
from briefing.model.parts import Field, Part, card_evidence, item_parts
from briefing.model.vocabulary import ActorType, DisagreementState, SectionKind, Support
from briefing.search.countries import codes_of, key_of
from briefing.search.fields import FIELDS, beginning, nearest
from briefing.search.folding import fold
from briefing.search.patterns import Pattern, compile_term, spelling_term
from briefing.search.query import Comparison, QueryError, State

Numbers = dict[str, tuple[tuple[Decimal, Decimal], ...]]
"""By field, low and high end of each number; days count from 1 January 1 (1)."""

NAME: Final = "name"
"""What no query compares with: names that may be meant by what sounds like them."""

_MOST_NAMED: Final = 8

_BEFORE_ALL: Final = 0
_AFTER_ALL: Final = date.max.toordinal() + 1


class FieldValue(msgspec.Struct, frozen=True):
    """One thing that a field can be compared with, such as an actor.

    Attributes:
        names: All that it is called.
        is_code: Whether a name must be given in full, whatever the field says.
    """

    names: tuple[str, ...]
    is_code: bool = False


Named = tuple[str, FieldValue]
"""A field and a value of it."""


Numbered = dict[FieldValue, int]


class CardFacts(msgspec.Struct, frozen=True, array_like=True):
    """What is true of a card as a whole.

    Attributes:
        values: Numbers of the values of all its fields, see `ValueTable`.
        numbers: Its dates, figures and counts.
    """

    values: frozenset[int]
    numbers: Numbers


def card_values(briefing: Briefing, section: Section, card: Card) -> Iterator[Named]:
    """Give the values of a card; references that lead nowhere are left out."""
    parts = list(item_parts(card))
    evidence = [one for part in parts for one in part.evidence]
    speakers = _referred(parts, Field.ACTOR, Field.SPEAKER, Field.SAID_BY)
    actors = dict.fromkeys([*card.actors, *speakers])
    known = (briefing.actors_by_id[id_] for id_ in actors if id_ in briefing.actors_by_id)
    codes = {part.text for part in parts if part.field is Field.COUNTRY}
    sources = dict.fromkeys([*_referred(parts, Field.SOURCE), *(one.source for one in evidence)])
    yield "in", FieldValue((section.id, section.kind))
    yield "briefing", FieldValue((briefing.id, briefing.title))
    yield from _actors(briefing, "by", speakers)
    yield from _actors(briefing, "actor", actors)
    yield from _countries(briefing, codes | {one.country for one in known if one.country})
    yield from _outlets(briefing, sources)
    words = {
        "stance": [one.text for one in parts if one.field is Field.STANCE],
        "tag": card.tags,
        "kind": dict.fromkeys(_kinds(card)),
        "unit": [figure.unit for figure in card.figures],
        "is": list(_states(briefing, card, evidence)),
    }
    for field, names in words.items():
        for name in names:
            yield field, FieldValue((name,))


def briefing_values(briefing: Briefing) -> Iterator[Named]:
    """Give the values that a briefing knows by itself, whether or not a card has them."""
    for name in (*(section.id for section in briefing.sections), *SectionKind):
        yield "in", FieldValue((name,))
    for field in ("by", "actor"):
        yield from _actors(briefing, field, briefing.actors_by_id)
    for actor in briefing.actors:
        if names := tuple(_names_alone(actor)):
            yield NAME, FieldValue(names)
    codes = {actor.country for actor in briefing.actors if actor.country}
    yield from _countries(briefing, codes)
    yield from _outlets(briefing, briefing.sources_by_key)
    yield "briefing", FieldValue((briefing.id, briefing.title))


def card_numbers(briefing: Briefing, card: Card) -> Numbers:
    dates = dict.fromkeys(
        (part.date.earliest, part.date.latest) for part in item_parts(card) if part.date
    )
    count = Decimal(_source_count(briefing, card_evidence(card)))
    found = {
        "date": tuple((_day(first, _BEFORE_ALL), _day(last, _AFTER_ALL)) for first, last in dates),
        "fig": tuple(_amounts(card)),
        "sources": ((count, count),),
    }
    return {field: numbers for field, numbers in found.items() if numbers}


def _referred(parts: Iterable[Part], *fields: Field) -> dict[str, None]:
    """What parts of some fields name, by id or key, each once."""
    return dict.fromkeys(one.refers for one in parts if one.field in fields and one.refers)


def _actors(briefing: Briefing, field: str, ids: Iterable[str]) -> Iterator[Named]:
    for id_ in ids:
        if actor := briefing.actors_by_id.get(id_):
            yield field, FieldValue((id_, *_names(actor)))


def _names(actor: Actor) -> Iterator[str]:
    return (name.text for name in actor.names)


def _names_alone(actor: Actor) -> Iterator[str]:
    """The names that are names word by word; those of bodies are mostly made of other words."""
    is_body = actor.type in (ActorType.ORGANISATION, ActorType.BLOC)
    return (name for name in _names(actor) if not is_body or len(name.split()) == 1)


def _outlets(briefing: Briefing, keys: Iterable[str]) -> Iterator[Named]:
    for key in keys:
        if source := briefing.sources_by_key.get(key):
            yield "source", FieldValue((key, source.outlet))


def _countries(briefing: Briefing, codes: set[str]) -> Iterator[Named]:
    """ISO 3166-1 alpha-2 codes, and all names of these states."""
    for code in sorted(codes):
        yield "country", FieldValue((code,), is_code=True)
    for actor in briefing.actors:
        if actor.type is ActorType.STATE and actor.country in codes:
            yield "country", FieldValue(tuple(_names(actor)))


def _source_count(briefing: Briefing, evidence: Iterable[Evidence]) -> int:
    """Count those that support something and are relied on."""
    supporting = {one.source for one in evidence if one.stance is Support.SUPPORTS}
    return len(supporting - briefing.retracted)


def _kinds(card: Card) -> Iterator[str]:
    if card.detail is not None:
        yield kind_of_detail(type(card.detail))
    for claim in card.claims:
        yield "quote" if isinstance(claim, Quote) else "claim"
    if card.figures:
        yield "figure"


def _day(day: date | None, otherwise: int) -> Decimal:
    return Decimal(day.toordinal() if day else otherwise)


def _amounts(card: Card) -> Iterator[tuple[Decimal, Decimal]]:
    for figure in card.figures:
        numbers = [one for one in (figure.value, figure.low, figure.high) if one is not None]
        if numbers:
            yield min(numbers), max(numbers)


def _states(briefing: Briefing, card: Card, evidence: Sequence[Evidence]) -> Iterator[State]:
    if _is_disputed(briefing, card, evidence):
        yield State.DISPUTED
    if _source_count(briefing, evidence) == 1:
        yield State.SINGLE_SOURCE


def _is_disputed(briefing: Briefing, card: Card, evidence: Iterable[Evidence]) -> bool:
    detail = card.detail
    if isinstance(detail, Disagreement) and detail.state is DisagreementState.OPEN:
        return True
    items = (*(claim.id for claim in card.claims), *(f"figure:{one.id}" for one in card.figures))
    against = (one.source for one in evidence if one.stance is Support.CONTRADICTS)
    return not briefing.retracted.issuperset(against) or any(
        briefing.open_disputes(f"{card.id}#{item}") for item in items
    )


# -- values, numbered ------------------------------------------------------------------------------


class ValueTable(ABC):
    """All values of each field that some cards, or their briefings, have."""

    def __init__(self) -> None:
        self._meant: dict[tuple[str, str], frozenset[int]] = {}

    @abstractmethod
    def of(self, field: str) -> Numbered: ...

    def meant(self, field: str, typed: str) -> frozenset[int]:
        """Give the numbers of the values that are called so, or have a word that begins so."""
        key = field, typed
        if key not in self._meant:
            name, pattern, whole = fold(typed).text, _pattern(typed), FIELDS[field].is_whole
            codes = codes_of(key_of(typed)) if field == "country" else ()
            self._meant[key] = frozenset(
                number
                for value, number in self.of(field).items()
                if _is_called(value, name, None if whole or value.is_code else pattern)
                or (value.is_code and value.names[0] in codes)
            )
        return self._meant[key]

    def unknown(self, comparison: Comparison, text: str) -> QueryError | None:
        """Say what is wrong with a comparison where its field takes names and nothing is so called.

        The message has the name that was probably meant. ``text`` is the query as typed.
        """
        field, typed = comparison.field, comparison.value
        if not isinstance(typed, str) or not FIELDS[field].is_open:
            return None
        # Of those that are folded alike, the last is shown.
        names = {_folded(name): name for value in self.of(field) for name in value.names}
        if _is_known(field, typed, names) or self.meant(field, typed):
            return None
        return _unknown_value(comparison, typed, text, names)


class BriefingValues(ValueTable):
    """The values of one briefing and of its cards, gathered when they are first asked for."""

    def __init__(self, briefing: Briefing) -> None:
        super().__init__()
        self._briefing = briefing

    def of(self, field: str) -> Numbered:
        fields, _ = self._gathered
        return fields.get(field, {})

    def all(self) -> list[Named]:
        """Give all values, in the order of their numbers, which count from 0."""
        fields, _ = self._gathered
        found = {
            number: (field, value)
            for field, numbered in fields.items()
            for value, number in numbered.items()
        }
        return [found[number] for number in range(len(found))]

    def facts_of(self, card: int) -> CardFacts:
        _, cards = self._gathered
        return cards[card]

    @cached_property
    def _gathered(self) -> tuple[dict[str, Numbered], list[CardFacts]]:
        briefing, numbers = self._briefing, count()
        fields: dict[str, Numbered] = {}

        def number(named: Named) -> int:
            field, value = named
            numbered = fields.setdefault(field, {})
            if value not in numbered:
                numbered[value] = next(numbers)
            return numbered[value]

        for named in briefing_values(briefing):
            number(named)
        return fields, [
            CardFacts(
                frozenset(map(number, card_values(briefing, *place))),
                card_numbers(briefing, place[1]),
            )
            for place in briefing.cards()
        ]


def comparison_error(
    comparison: Comparison,
    text: str,
    message: str,
    suggestion: str | None = None,
    *,
    unfinished: bool = False,
) -> QueryError:
    start, end = comparison.at
    incomplete = unfinished and end == len(text)
    return QueryError(start, end - start, message, suggestion, incomplete)


def _is_called(value: FieldValue, name: str, pattern: Pattern | None) -> bool:
    if pattern is None:
        return any(_folded(one) == name for one in value.names)
    return any(pattern.regex.search(_folded(one)) for one in value.names)


def _is_known(field: str, typed: str, names: Collection[str]) -> bool:
    if FIELDS[field].is_whole:
        return fold(typed).text in names
    pattern = _pattern(typed)
    return pattern is not None and any(map(pattern.regex.search, names))


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name).text


@lru_cache(maxsize=64)
def _pattern(typed: str) -> Pattern | None:
    term = spelling_term(typed)
    return compile_term(term) if term else None


def _unknown_value(
    comparison: Comparison, typed: str, text: str, names: dict[str, str]
) -> QueryError:
    words = {word for name in names for word in name.split()}
    longer = beginning(typed, names)
    near = nearest(fold(typed).text, names) or nearest(fold(typed).text, words) or longer
    meant = near and names.get(near, near)
    said = f"“{comparison.field}:{typed}” is not known here"
    if meant is not None:
        value = f'"{meant}"' if " " in meant else meant
        message = f"{said}; did you mean “{meant}”?"
        suggestion = f"{comparison.field}:{value}"
        return comparison_error(
            comparison, text, message, suggestion, unfinished=longer is not None
        )
    # An id and the name that it was made of are one thing to read.
    different = list({name.replace("-", " "): value for name, value in names.items()}.values())
    listed = ", ".join(different[:_MOST_NAMED]) or "nothing"
    rest = " …" if len(different) > _MOST_NAMED else "."
    return comparison_error(comparison, text, f"{said}. There is: {listed}{rest}")

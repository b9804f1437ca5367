"""The syntax tree of a query.

Nodes are equal where they mean the same: where in the text a comparison stood does not count.
Names and other values are kept as typed, with single spaces; whoever evaluates them folds them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

import msgspec

from briefing.model.vocabulary import Stance


class Kind(StrEnum):
    """What a card is, or holds at least one of."""

    CLAIM = "claim"
    QUOTE = "quote"
    FIGURE = "figure"
    REACTION = "reaction"
    DISAGREEMENT = "disagreement"
    UNKNOWN = "unknown"
    JUDGEMENT = "judgement"
    SOURCE = "source"


class State(StrEnum):
    """What may be true of a card."""

    DISPUTED = "disputed"
    SINGLE_SOURCE = "single-source"
    UNVERIFIED = "unverified"
    BOOKMARKED = "bookmarked"
    UNREAD = "unread"
    NEW = "new"


class Order(StrEnum):
    """In what order cards are listed."""

    NEWEST = "newest"
    RELEVANCE = "relevance"
    READING = "order"


class Word(msgspec.Struct, frozen=True):
    """A word, at the beginning of a word of the text.

    Attributes:
        text: As typed, from a letter or digit to a letter or digit. Punctuation within may part it
            into several words, all of which are meant: ``and/or``, ``10:30``.
        literal: Whether a star followed: then it means these letters, and no other name of anybody.
    """

    text: str
    literal: bool = False


class Phrase(msgspec.Struct, frozen=True):
    """Words one after the other, whole and as they are, and no other name of anybody.

    Attributes:
        text: As typed, with single spaces, from a letter or digit to a letter or digit.
        prefix: Whether the last word may go on; so it is while the quotation is not closed.
    """

    text: str
    prefix: bool = False


class Range(msgspec.Struct, frozen=True):
    """Numbers from one to another, both of them included unless it says otherwise.

    Attributes:
        low: None where there is no lower end; then there is an upper one.
        high: None where there is no upper end.
        above: Whether ``low`` itself is left out; only without ``high``.
        below: Whether ``high`` itself is left out; only without ``low``.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    above: bool = False
    below: bool = False


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """Something that stands in the text of a query.

    Attributes:
        at: Start and end of its token in the text, in code points.
    """

    at: tuple[int, int] = (0, 0)


class Comparison(Placed, frozen=True, eq=False):
    """A field with a value; it holds of a card as a whole.

    Attributes:
        value: What it is compared with.
    """

    name: ClassVar[str]
    """The field as typed, without its colon."""

    value: str | StrEnum | Range

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Comparison) and self._meaning() == other._meaning()

    def __hash__(self) -> int:
        return hash(self._meaning())

    def _meaning(self) -> tuple[object, ...]:
        fields = (field for field in self.__struct_fields__ if field != "at")
        return (type(self), *(getattr(self, field) for field in fields))


class In(Comparison, frozen=True):
    """The card stands in a section of this id or kind."""

    name: ClassVar[str] = "in"
    value: str


class By(Comparison, frozen=True):
    """Somebody of this name says something in it: a speaker, or whose reaction it is."""

    name: ClassVar[str] = "by"
    value: str


class About(Comparison, frozen=True):
    """It is about an actor of this name, or the actor speaks in it."""

    name: ClassVar[str] = "actor"
    value: str


class OfCountry(Comparison, frozen=True):
    """It is about somebody of this country: an ISO 3166-1 alpha-2 code, or a name of the state."""

    name: ClassVar[str] = "country"
    value: str


class WithStance(Comparison, frozen=True):
    """It is a reaction of this stance."""

    name: ClassVar[str] = "stance"
    value: Stance


class FromSource(Comparison, frozen=True):
    """It cites a source of this key or outlet."""

    name: ClassVar[str] = "source"
    value: str


class Tagged(Comparison, frozen=True):
    """It has this tag."""

    name: ClassVar[str] = "tag"
    value: str


class OfKind(Comparison, frozen=True):
    """It is, or holds, something of this kind."""

    name: ClassVar[str] = "kind"
    value: Kind


class Dated(Comparison, frozen=True):
    """Something in it may have happened, or holds for, a day within these bounds.

    Attributes:
        value: As typed, for example ``2023-12``, ``..2020`` or ``last month``.
        earliest: First day; None where the start is open.
        latest: Last day; None where the end is open.
    """

    name: ClassVar[str] = "date"
    value: str
    earliest: date | None = None
    latest: date | None = None


class Amount(Comparison, frozen=True):
    """It has a figure whose number, or a part of whose range, lies in a range."""

    name: ClassVar[str] = "fig"
    value: Range


class InUnit(Comparison, frozen=True):
    """It has a figure in this unit."""

    name: ClassVar[str] = "unit"
    value: str


class Is(Comparison, frozen=True):
    """This is true of it."""

    name: ClassVar[str] = "is"
    value: State


class SourceCount(Comparison, frozen=True):
    """As a whole it rests on so many sources; the numbers are whole and not negative."""

    name: ClassVar[str] = "sources"
    value: Range


class InBriefing(Comparison, frozen=True):
    """Its briefing has this id, or this in its title."""

    name: ClassVar[str] = "briefing"
    value: str


class Sort(Comparison, frozen=True):
    """How to list what is found. No condition: a tree holds none, its query has the order."""

    name: ClassVar[str] = "sort"
    value: Order


class And(msgspec.Struct, frozen=True):
    """All of the parts; two or more, none of them an `And`."""

    parts: tuple[Condition, ...]


class Or(msgspec.Struct, frozen=True):
    """Any of the parts; two or more, none of them an `Or`."""

    parts: tuple[Condition, ...]


class Not(msgspec.Struct, frozen=True):
    """All but the part, which is no `Not`."""

    part: Condition


Condition = And | Or | Not | Word | Phrase | Comparison


def all_of(parts: list[Condition]) -> Condition:
    """Join conditions, at least one, by AND."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: list[Condition]) -> Condition:
    """Join conditions, at least one, by OR."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def none_of(part: Condition) -> Condition:
    """Turn a condition round."""
    return part.part if isinstance(part, Not) else Not(part)

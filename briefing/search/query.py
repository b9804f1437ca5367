"""The syntax tree of a query, and what is wrong with a text that is none.

Nodes are equal where they mean the same: where in the text a comparison stood does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

import msgspec

Span = tuple[int, int]
"""Start and end in a text, in code points."""


class State(StrEnum):
    """What can be asked for by ``is:``."""

    DISPUTED = "disputed"
    SINGLE_SOURCE = "single-source"
    UNVERIFIED = "unverified"
    BOOKMARKED = "bookmarked"
    UNREAD = "unread"
    NEW = "new"
    CHANGED = "changed"


class ChangedSince(msgspec.Struct, frozen=True):
    """What ``since:`` asks for: cards in which something has changed since a time, seen or not.

    Attributes:
        moment: Number of a revision; a day, at its end (UTC); None for the reader's last visit.
    """

    moment: int | date | None = None


Asked = State | ChangedSince
"""What may be asked of a card that its briefing, as it is, need not tell."""


class Order(StrEnum):
    """In which order results come."""

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
    """Numbers from one to another; at least one end is given. Days count from 1 January 1 (1).

    Attributes:
        above: Whether ``low`` itself is left out; only without ``high``.
        below: Whether ``high`` itself is left out; only without ``low``.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    above: bool = False
    below: bool = False

    def meets(self, low: Decimal, high: Decimal) -> bool:
        """Whether a number from ``low`` to ``high``, both included, may lie in it."""
        if self.low is not None and (high < self.low or (self.above and high == self.low)):
            return False
        too_high = self.high is not None and (low > self.high or (self.below and low == self.high))
        return not too_high


class Comparison(msgspec.Struct, frozen=True, eq=False):
    """A field with a value; it holds of a card as a whole.

    Attributes:
        field: One of `briefing.search.fields.FIELDS`.
        at: Start and end of its token in the text.
    """

    field: str
    value: str | Range | ChangedSince
    at: Span = (0, 0)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Comparison):
            return NotImplemented
        return (self.field, self.value) == (other.field, other.value)

    def __hash__(self) -> int:
        return hash((self.field, self.value))


class And(msgspec.Struct, frozen=True):
    """Two or more parts, none of them an `And`."""

    parts: tuple[Condition, ...]


class Or(msgspec.Struct, frozen=True):
    """Two or more parts, none of them an `Or`."""

    parts: tuple[Condition, ...]


class Not(msgspec.Struct, frozen=True):
    """The part is no `Not`."""

    part: Condition


Condition = And | Or | Not | Word | Phrase | Comparison


class Query(msgspec.Struct, frozen=True):
    """Everything that was typed; without a condition it finds nothing."""

    condition: Condition | None = None
    order: Order | None = None


class QueryError(msgspec.Struct, frozen=True):
    """Why a text is no query; a value, since a query is wrong at every other keystroke.

    Attributes:
        length: Of the token at fault, from ``offset`` on; at least 1.
        suggestion: What to write in the token's place, where something known is near.
        incomplete: Whether the token ends the text and may become right by typing on.
    """

    offset: int
    length: int
    message: str
    suggestion: str | None = None
    incomplete: bool = False

    @property
    def span(self) -> Span:
        return self.offset, self.offset + self.length


def all_of(parts: Iterable[Condition]) -> Condition:
    flat = [one for part in parts for one in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Condition]) -> Condition:
    flat = [one for part in parts for one in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def none_of(part: Condition) -> Condition:
    return part.part if isinstance(part, Not) else Not(part)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    match condition:
        case Comparison():
            yield condition
        case Not(part=part):
            yield from comparisons(part)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from comparisons(part)


def in_groups(parts: Sequence[Condition]) -> Iterator[list[Word] | Condition]:
    """The parts of an `And`: first comparisons; words that stand side by side are together."""
    yield from (part for part in parts if isinstance(part, Comparison))
    others = (part for part in parts if not isinstance(part, Comparison))
    for is_word, run in groupby(others, lambda part: isinstance(part, Word)):
        if is_word:
            yield [part for part in run if isinstance(part, Word)]
        else:
            yield from run

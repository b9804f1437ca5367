"""Hypothesis strategies for the model: any briefing that the types allow, its ids unique."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeVar, Union, get_args, get_origin

from hypothesis import strategies as st
from msgspec import structs

from briefing.model.actors import UNKNOWN_ORIGIN, Actor, Name, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Position, Section
from briefing.model.claims import Anchor, ArticleMark
from briefing.model.dates import EdtfDate, parse_date
from briefing.model.reviews import SignOff

T = TypeVar("T")

slugs = st.from_regex(re.compile("[a-z0-9][a-z0-9-]{0,11}"), fullmatch=True)
texts = st.text(max_size=40)
numbers = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False)


def digests(digits: int) -> st.SearchStrategy[str]:
    """Fingerprints."""
    return st.text("0123456789abcdef", min_size=digits, max_size=digits)


def few(strategy: st.SearchStrategy[T], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    """Up to three of something."""
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


def distinct(
    strategy: st.SearchStrategy[T], key: Callable[[T], Any]
) -> st.SearchStrategy[tuple[T, ...]]:
    """Up to three of something, no two with the same key."""
    return st.lists(strategy, max_size=3, unique_by=key).map(tuple)


@st.composite
def edtf_dates(draw: st.DrawFn) -> EdtfDate:
    """Dates of every shape in our subset of EDTF."""
    start, end = sorted(draw(st.tuples(st.dates(), st.dates())))
    day, mark = start.isoformat(), draw(st.sampled_from(("", "~", "?", "%")))
    shapes = (day[:4], day[:7], day, f"{day}/{end}", f"../{end}", f"{day}/..")
    shape = draw(st.sampled_from(shapes))
    return parse_date(shape if ".." in shape else shape + mark)


_VALUES: Final[Mapping[object, st.SearchStrategy[Any]]] = {
    bool: st.booleans(),
    int: st.integers(1, 99),
    Decimal: numbers,
    date: st.dates(),
    EdtfDate: edtf_dates(),
    type(None): st.none(),
}
_SLUGS: Final = frozenset(
    [
        *("id", "key", "source", "actor", "speaker", "said_by", "described_by", "code", "short"),
        *("parts", "rivals", "actors", "key_figures"),
    ]
)
"""Fields whose texts are ids."""

_GIVEN: Final[Mapping[str, Callable[[], st.SearchStrategy[Any]]]] = {
    "Anchor.sha256": lambda: digests(64),
    "Anchor.sentences": lambda: digests(16),
    "Anchor.numbers": lambda: digests(16),
    "Anchor.leading": lambda: digests(16),
    "Anchor.trailing": lambda: digests(16),
    "ArticleMark.paragraphs": lambda: few(digests(16)),
    "ArticleMark.followed": lambda: st.just(()),
    "Reaction.country": lambda: st.sampled_from((None, "CH", "NO")),
    "Disagreement.positions": lambda: few(any_of(Position), least=2),
    "Section.cards": lambda: distinct(any_of(Card), lambda card: card.id),
    "Source.origin": lambda: st.just(UNKNOWN_ORIGIN) | texts,
    "Actor.names": lambda: few(any_of(Name), least=1),
    "Actor.country": lambda: st.sampled_from((None, "CH", "NO")),
    "Briefing.language": lambda: st.sampled_from(("en", "fr")),
    "Briefing.sections": lambda: distinct(any_of(Section), lambda section: section.id),
    "Briefing.sources": lambda: distinct(any_of(Source), lambda source: source.key),
    "Briefing.not_held": lambda: distinct(any_of(Source), lambda source: source.key),
    "Briefing.actors": lambda: distinct(any_of(Actor), lambda actor: actor.id),
}
"""Fields that may not be anything that their types allow."""


def any_of(kind: Any, text: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Any]:  # noqa: ANN401
    """Any value of a type of the model; of a struct, those of tomorrow's fields included."""
    if kind is str:
        return text
    if kind in _VALUES:
        return _VALUES[kind]
    if get_origin(kind) is tuple:
        return few(any_of(get_args(kind)[0], text))
    if get_origin(kind) in (Union, types.UnionType):
        return st.one_of([any_of(member, text) for member in get_args(kind)])
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return st.builds(kind, **{one.name: _any_in(kind, one) for one in structs.fields(kind)})


def _any_in(kind: type, field: structs.FieldInfo) -> st.SearchStrategy[Any]:
    given = _GIVEN.get(f"{kind.__name__}.{field.name}")
    return given() if given else any_of(field.type, slugs if field.name in _SLUGS else texts)


anchors: st.SearchStrategy[Anchor] = any_of(Anchor)
sign_offs: st.SearchStrategy[SignOff] = any_of(SignOff)
articles: st.SearchStrategy[ArticleMark] = any_of(ArticleMark)
briefings: st.SearchStrategy[Briefing] = any_of(Briefing)

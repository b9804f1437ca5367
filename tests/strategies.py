"""Hypothesis strategies for the model: any briefing that the types allow, its ids unique."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

from briefing.model.actors import UNKNOWN_ORIGIN, Actor, Dateline, Name, Slip, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import (
    Card,
    Detail,
    Disagreement,
    Judgement,
    Position,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Allowance, Anchor, Claim, Evidence, Figure, Quote
from briefing.model.dates import EdtfDate, parse_date
from briefing.model.vocabulary import (
    ActorType,
    Basis,
    Confidence,
    Dimension,
    DisagreementState,
    Likelihood,
    Mode,
    NameKind,
    Qualifier,
    SectionKind,
    ShortForm,
    Stance,
    Support,
)

T = TypeVar("T")

slugs = st.from_regex(re.compile("[a-z0-9][a-z0-9-]{0,11}"), fullmatch=True)
texts = st.text(max_size=40)
maybe_text = st.none() | texts
numbers = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False)


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


dates = st.none() | edtf_dates()
evidence = st.builds(
    Evidence,
    source=slugs,
    paragraph=st.none() | st.integers(1, 99),
    passage=maybe_text,
    stance=st.sampled_from(Support),
    mode=st.sampled_from(Mode),
)
allowances = few(st.builds(Allowance, code=slugs, reason=texts))
anchors = st.builds(
    Anchor,
    source=slugs,
    paragraph=st.none() | st.integers(1, 99),
    passage=maybe_text,
    head=texts,
    tail=texts,
    before=texts,
    after=texts,
    words=st.integers(1, 999),
    sha256=slugs,
    sentences=slugs,
    numbers=slugs,
    occurrences=st.integers(1, 9),
    norm=st.integers(1, 9),
)
claims = st.builds(
    Claim,
    id=slugs,
    text=texts,
    evidence=few(evidence),
    basis=st.sampled_from(Basis),
    item=st.booleans(),
    date=dates,
    allowed=allowances,
)
quotes = st.builds(
    Quote,
    id=slugs,
    text=texts,
    evidence=few(evidence),
    date=dates,
    allowed=allowances,
    speaker=slugs,
)
figures = st.builds(
    Figure,
    id=slugs,
    measure=texts,
    unit=texts,
    value=st.none() | numbers,
    low=st.none() | numbers,
    high=st.none() | numbers,
    qualifier=st.sampled_from(Qualifier),
    as_of=dates,
    as_reported=maybe_text,
    said_by=st.none() | slugs,
    described_by=st.none() | slugs,
    note=maybe_text,
    parts=few(slugs),
    rivals=few(slugs),
    evidence=few(evidence),
    allowed=allowances,
)
details: st.SearchStrategy[Detail] = st.one_of(
    st.builds(
        Reaction,
        actor=slugs,
        stance=st.none() | st.sampled_from(Stance),
        verb=maybe_text,
        country=st.sampled_from((None, "CH", "NO")),
        speaker=st.none() | slugs,
        date=dates,
    ),
    st.builds(
        Disagreement,
        question=texts,
        dimension=st.sampled_from(Dimension),
        positions=few(
            st.builds(Position, says=texts, evidence=few(evidence), allowed=allowances), least=2
        ),
        matters=st.booleans(),
        why=texts,
        state=st.sampled_from(DisagreementState),
        claims=few(texts),
    ),
    st.builds(Unknown, question=texts, why=texts, settled_by=texts),
    st.builds(
        Judgement,
        statement=texts,
        confidence=st.sampled_from(Confidence),
        confidence_basis=texts,
        likelihood=st.none() | st.sampled_from(Likelihood),
    ),
    st.builds(SourceNote, source=slugs),
)
cards = st.builds(
    Card,
    id=slugs,
    title=texts,
    claims=few(claims | quotes),
    detail=st.none() | details,
    figures=few(figures),
    actors=few(slugs),
    tags=few(texts),
)
sections = st.builds(
    Section,
    id=slugs,
    kind=st.sampled_from(SectionKind),
    title=texts,
    cards=distinct(cards, lambda card: card.id),
    short=st.none() | st.sampled_from(ShortForm) | few(slugs),
)
sources = st.builds(
    Source,
    key=slugs,
    type=texts,
    title=texts,
    outlet=texts,
    authors=few(texts),
    published=dates,
    retrieved=dates,
    language=maybe_text,
    url=maybe_text,
    origin=st.just(UNKNOWN_ORIGIN) | texts,
    corpus=maybe_text,
    descriptor=maybe_text,
    dateline=st.none() | st.builds(Dateline, date=edtf_dates(), paragraph=st.integers(1, 99)),
    slips=few(st.builds(Slip, paragraph=st.integers(1, 99), note=texts)),
)
names = st.builds(
    Name,
    text=texts,
    kind=st.sampled_from(NameKind),
    language=maybe_text,
    evidence=few(evidence),
)
actors = st.builds(
    Actor,
    id=slugs,
    type=st.sampled_from(ActorType),
    names=few(names, least=1),
    country=st.sampled_from((None, "CH", "NO")),
    role=maybe_text,
    described_by=st.none() | slugs,
    evidence=few(evidence),
    allowed=allowances,
)
briefings = st.builds(
    Briefing,
    id=slugs,
    title=texts,
    sections=distinct(sections, lambda section: section.id),
    sources=distinct(sources, lambda source: source.key),
    actors=distinct(actors, lambda actor: actor.id),
    cutoff=dates,
    language=st.sampled_from(("en", "fr")),
    key_figures=few(slugs),
    quote_limit=st.integers(1, 30),
    anchors=few(anchors),
    not_held=distinct(sources, lambda source: source.key),
)

"""The query language: what a text means, and what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.vocabulary import Stance
from briefing.search.fields import CARD_KINDS, FIELDS
from briefing.search.language import may_become_field, parse
from briefing.search.query import (
    And,
    ChangedSince,
    Comparison,
    Condition,
    Not,
    Or,
    Order,
    Phrase,
    Query,
    QueryError,
    Range,
    State,
    Word,
    all_of,
    any_of,
    none_of,
)

TODAY = date(2026, 11, 22)
"""A Sunday."""


def read(text: str) -> Query:
    query = parse(text, TODAY)
    assert isinstance(query, Query), query
    return query


def fault(text: str) -> QueryError:
    error = parse(text, TODAY)
    assert isinstance(error, QueryError), error
    return error


def number_of(day: str) -> Decimal:
    return Decimal(date.fromisoformat(day).toordinal())


A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("", None),
        ('  "" — ?! () - ', None),
        ("Peace", Word("Peace")),
        ("a b", And((A, B))),
        ("a and b AND c", And((A, B, C))),
        ("a or b c", Or((A, And((B, C))))),
        ("(a or b) c", And((Or((A, B)), C))),
        ("a (b c)", And((A, B, C))),
        ("a or (b or c)", Or((A, B, C))),
        ("(a or b", Or((A, B))),
        ("-a not b", And((Not(A), Not(B)))),
        ("not not a", A),
        ("-(-a)", A),
        ("-(a b)", Not(And((A, B)))),
        ('-"a b"', Not(Phrase("a b"))),
        ("a - b -- c", And((A, B, C))),
        ("peace*", Word("peace", literal=True)),
        ('"peace  treaty"', Phrase("peace treaty")),
        ("“peace treaty” «a»", And((Phrase("peace treaty"), Phrase("a")))),
        ('"peace tre', Phrase("peace tre", prefix=True)),
        ('"peace tre*"', Phrase("peace tre", prefix=True)),
        ('a"b"', And((A, Phrase("b")))),
        ('"or" or or*', Or((Phrase("or"), Word("or", literal=True)))),
        (
            "‘quoted’ O’Brien's, (e.g. U.S.)",
            And((Word("quoted"), Word("O’Brien's"), Word("e.g"), Word("U.S"))),
        ),
        ("state(s)", And((Word("state"), Word("s")))),
    ],
)
def test_what_words_mean(text: str, condition: Condition | None) -> None:
    assert read(text).condition == condition


@pytest.mark.parametrize(
    "text",
    ["10:30", "https://example.org/a", "and/or", "note:this", "Armenia:", "stnace:", "120,000"],
)
def test_a_colon_or_slash_in_ordinary_text_is_ordinary_text(text: str) -> None:
    assert read(text).condition == Word(text.rstrip(":"))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("in:side-deals", Comparison("in", "side-deals")),
        ("IN:terms", Comparison("in", "terms")),
        ('by:"Ilham  Aliyev"', Comparison("by", "Ilham Aliyev")),
        ("by:“Ilham Al", Comparison("by", "Ilham Al")),
        ("actor:aliyev*", Comparison("actor", "aliyev")),
        ("country:AM", Comparison("country", "AM")),
        ("stance:Opposes", Comparison("stance", Stance.OPPOSES)),
        ("source:weekly", Comparison("source", "weekly")),
        ("tag:water", Comparison("tag", "water")),
        ("kind:quote", Comparison("kind", "quote")),
        ("unit:people", Comparison("unit", "people")),
        ("is:single-source", Comparison("is", State.SINGLE_SOURCE)),
        ("briefing:two-towns", Comparison("briefing", "two-towns")),
        ("fig:>30", Comparison("fig", Range(low=Decimal(30), above=True))),
        ("fig:>=55.5", Comparison("fig", Range(low=Decimal("55.5")))),
        ("fig:<1,200", Comparison("fig", Range(high=Decimal(1200), below=True))),
        ("fig:<=-3", Comparison("fig", Range(high=Decimal(-3)))),
        ("fig:30..60", Comparison("fig", Range(Decimal(30), Decimal(60)))),
        ("fig:30..", Comparison("fig", Range(low=Decimal(30)))),
        ("fig:..60", Comparison("fig", Range(high=Decimal(60)))),
        ("fig:32", Comparison("fig", Range(Decimal(32), Decimal(32)))),
        ("fig:=32", Comparison("fig", Range(Decimal(32), Decimal(32)))),
        ("sources:>=2", Comparison("sources", Range(low=Decimal(2)))),
        ("in:a in:b", Or((Comparison("in", "a"), Comparison("in", "b")))),
        ("in:a c in:b", And((Or((Comparison("in", "a"), Comparison("in", "b"))), C))),
        ("in:a and in:b", And((Comparison("in", "a"), Comparison("in", "b")))),
        ("-in:a -in:b", And((Not(Comparison("in", "a")), Not(Comparison("in", "b"))))),
        ("in:a by:a", And((Comparison("in", "a"), Comparison("by", "a")))),
        ("-in:a", Not(Comparison("in", "a"))),
    ],
)
def test_what_fields_mean(text: str, condition: Condition) -> None:
    assert read(text).condition == condition


def test_where_it_stands_makes_no_other_comparison() -> None:
    alike = {Comparison("in", "a"), Comparison("in", "a", (3, 7))}
    assert len(alike | {Comparison("in", "b"), Comparison("by", "a")}) == 3
    assert Comparison("in", "a") != Word("a")


@pytest.mark.parametrize(
    ("value", "earliest", "latest"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12-13", "2023-12-13", "2023-12-13"),
        ("2023-12~", "2023-12-01", "2023-12-31"),
        ("2023-11..2023-12-13", "2023-11-01", "2023-12-13"),
        ("2023-11/2023-12-13", "2023-11-01", "2023-12-13"),
        ("..2020", None, "2020-12-31"),
        ("2020..", "2020-01-01", None),
        ("today", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-21", "2026-11-21"),
        ("this-week", "2026-11-16", "2026-11-22"),
        ("last-week", "2026-11-09", "2026-11-15"),
        ('"Last week"', "2026-11-09", "2026-11-15"),
        ("this-month", "2026-11-01", "2026-11-30"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("this-year", "2026-01-01", "2026-12-31"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("last-7-days", "2026-11-16", "2026-11-22"),
        ("last-2-weeks", "2026-11-09", "2026-11-22"),
        ("last-1-month", "2026-10-23", "2026-11-22"),
        ("last-2-years", "2024-11-23", "2026-11-22"),
        ("last-9999-years", "0001-01-01", "2026-11-22"),
    ],
)
def test_dates_by_their_bounds(value: str, earliest: str | None, latest: str | None) -> None:
    low, high = (number_of(day) if day else None for day in (earliest, latest))
    assert read(f"date:{value}").condition == Comparison("date", Range(low, high))


@pytest.mark.parametrize(
    ("today", "value", "earliest"),
    [("2026-03-31", "last-1-month", "2026-03-01"), ("2026-01-15", "last-month", "2025-12-01")],
)
def test_months_of_different_lengths(today: str, value: str, earliest: str) -> None:
    query = parse(f"date:{value}", date.fromisoformat(today))
    assert isinstance(query, Query)
    assert isinstance(query.condition, Comparison)
    assert isinstance(query.condition.value, Range)
    assert query.condition.value.low == number_of(earliest)


def test_an_order_stands_anywhere_and_is_no_condition() -> None:
    assert read("a or sort:newest b") == Query(Or((A, B)), Order.NEWEST)
    assert read("sort:order") == Query(None, Order.READING)


@pytest.mark.parametrize(
    ("text", "token", "said", "suggestion"),
    [
        ("war stnace:opposes", "stnace:", "did you mean “stance:”", "stance:"),
        ('speaker:"a b"', "speaker:", "did you mean “by:”", "by:"),
        ("war stance:opposed x", "stance:opposed", "did you mean “opposes”", "stance:opposes"),
        ("is:foo", "is:foo", "write one of disputed", None),
        ("stance: opposes", "stance:", "needs a value right after the colon", None),
        ("by:— x", "by:—", "this is not a name", None),
        ("a date:2023-13 b", "date:2023-13", "is not a date", None),
        ("date:2023..2020", "date:2023..2020", "ends before it begins", None),
        ("date:.. x", "date:..", "is not a date", None),
        ("date:someday", "date:someday", "is not a date", None),
        ("fig:60..30", "fig:60..30", "swap the two numbers", "fig:30..60"),
        ("fig:many", "fig:many", "is not a number", None),
        ("fig:.. x", "fig:..", "is not a number", None),
        ("sources:herald", "sources:herald", "a name goes with “source:”", None),
        ("sources:1.5", "sources:1.5", "whole numbers", None),
        ("sources:-1", "sources:-1", "whole numbers", None),
        ("or b", "or", "“or” needs something before it", None),
        ("a or or b", "or", "“or” needs something after it", None),
        ("(a and) b", "and", "“and” needs something after it", None),
        ("a not or b", "not", "“not” needs something after it", None),
        ("-() a", "-", "“-” needs something after it", None),
        ("a) b", ")", "closes nothing", None),
        ("-sort:newest", "sort:newest", "cannot be negated", None),
        ("sort:newest sort:order", "sort:order", "given twice", None),
        ("(" * 51 + "a", "(", "too deep", None),
    ],
)
def test_errors_quote_the_token_and_say_what_to_do(
    text: str, token: str, said: str, suggestion: str | None
) -> None:
    error = fault(text)
    assert text[slice(*error.span)] == token
    assert said in error.message
    assert token in error.message or "sort" in token
    assert error.suggestion == suggestion
    assert not error.incomplete


@pytest.mark.parametrize(
    "text",
    [
        "war stance:",
        "stance:opp",
        'stance:"opp',
        "is:dis",
        "date:2",
        "date:2023-1",
        "date:2023-12-",
        "date:2023..20",
        "date:2023.",
        "date:..",
        "date:last",
        "date:last-3",
        "date:last-3-d",
        "fig:>",
        "fig:-",
        "fig:3.",
        "sources:>=",
        "a or",
        "a or ",
        "a and",
        "not",
        "or",
    ],
)
def test_what_is_being_typed_is_incomplete(text: str) -> None:
    assert fault(text).incomplete


@pytest.mark.parametrize("text", ["stance:opp x", "a or )", 'stance:"opp"', "stance: "])
def test_what_something_follows_is_not(text: str) -> None:
    assert not fault(text).incomplete


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("war sta", True),
        ("-stance", True),
        ("(is", True),
        ("", False),
        ("war ", False),
        ("x", False),
    ],
)
def test_half_a_field_is_known_before_its_colon(text: str, may: bool) -> None:
    assert may_become_field(text) is may


def written(query: Query) -> str:
    """A query as the shortest text that means the same."""
    condition = "" if query.condition is None else written_condition(query.condition)
    order = "" if query.order is None else f"sort:{query.order}"
    return " ".join(filter(None, (condition, order)))


def written_condition(condition: Condition) -> str:
    match condition:
        case Word(text=text, literal=literal):
            return f"{text}*" if literal else text
        case Phrase(text=text, prefix=prefix):
            return f'"{text}*"' if prefix else f'"{text}"'
        case Not(part=part):
            return f"-{grouped(part, And, Or)}"
        case And(parts=parts):
            # Side by side, the same field twice would be OR.
            fields = Counter(part.field for part in parts if isinstance(part, Comparison))
            joint = " and " if max(fields.values(), default=0) > 1 else " "
            return joint.join(grouped(part, Or) for part in parts)
        case Or(parts=parts):
            return " or ".join(written_condition(part) for part in parts)
        case Comparison(field=field, value=value):
            text = written_value(field, value)
            bare = text and not any(character.isspace() or character in "()" for character in text)
            return f"{field}:{text}" if bare else f'{field}:"{text}"'


def grouped(part: Condition, *weaker: type[And | Or]) -> str:
    text = written_condition(part)
    return f"({text})" if isinstance(part, weaker) else text


def written_value(field: str, value: str | Range | ChangedSince) -> str:
    match value:
        case Range():
            return written_range(field, value)
        case ChangedSince(moment=moment):
            return "last" if moment is None else str(moment)
    return value


def written_range(field: str, wanted: Range) -> str:
    low, high = (
        end and (date.fromordinal(int(end)).isoformat() if field == "date" else f"{end:f}")
        for end in (wanted.low, wanted.high)
    )
    if wanted.above or wanted.below:
        return f">{low}" if wanted.above else f"<{high}"
    return f"{'' if low is None else low}..{'' if high is None else high}"


LEAVES = st.sampled_from(
    [
        A,
        Word("U.S", literal=True),
        Word("and/or"),
        Word("10:30"),
        Word("Əliyev"),
        Phrase("or"),
        Phrase("peace tre", prefix=True),
        Comparison("in", "terms"),
        Comparison("since", ChangedSince()),
        Comparison("since", ChangedSince(3)),
        Comparison("since", ChangedSince(date(2023, 12, 31))),
        Comparison("in", "side-deals"),
        Comparison("by", "Ilham Aliyev"),
        Comparison("actor", "(x) y"),
        Comparison("country", "AM"),
        Comparison("stance", Stance.SILENT),
        Comparison("stance", Stance.OPPOSES),
        Comparison("source", "weekly"),
        Comparison("tag", "water"),
        Comparison("kind", "claim"),
        Comparison("date", Range(number_of("2026-10-01"), number_of("2026-10-31"))),
        Comparison("date", Range(high=number_of("2020-12-31"))),
        Comparison("fig", Range(low=Decimal("30.5"), above=True)),
        Comparison("fig", Range(Decimal(30), Decimal(60))),
        Comparison("sources", Range(high=Decimal(2), below=True)),
        Comparison("unit", "per cent"),
        Comparison("is", State.NEW),
        Comparison("briefing", "two-towns"),
    ]
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(all_of),
        st.lists(inner, min_size=2, max_size=4).map(any_of),
        inner.map(none_of),
    ),
    max_leaves=12,
)
QUERIES = st.builds(Query, st.none() | CONDITIONS, st.none() | st.sampled_from(Order))


@given(QUERIES)
def test_what_is_written_is_read_as_the_same(query: Query) -> None:
    assert parse(written(query), TODAY) == query


PIECES = st.sampled_from(
    [
        *'()-*:"“ ,.’_aÉ10ﷺ㏂＂',
        *("or", "and", "not", "in:", "date:", "fig:>", "last-", "\u0301", "\u200d"),
        *("stance:opposes", "stnace:x", "sort:newest", "https://x"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join))


@given(TEXTS)
def test_any_text_is_read_and_what_it_means_can_be_written(text: str) -> None:
    result = parse(text, TODAY)
    if isinstance(result, Query):
        assert parse(written(result), TODAY) == result
        return
    start, end = result.span
    assert 0 <= start < end <= len(text)
    assert result.message.endswith((".", "?"))


DOCUMENT = Path(__file__).parents[3] / "docs" / "searching.md"
EXAMPLES = sorted(set(re.findall(r"`(-?[a-z]+:[^`]+)`", DOCUMENT.read_text(encoding="utf-8"))))
BLOCKS = re.findall(r"```\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[:2]


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_field_in_the_document_is_one(text: str) -> None:
    if text.endswith(":opposed"):
        assert fault(text).suggestion == "stance:opposes"
    else:
        assert not isinstance(read(text).condition, Word) or "…" in text


@pytest.mark.parametrize("text", [line for block in BLOCKS for line in block.splitlines()])
def test_every_query_in_the_document_is_one(text: str) -> None:
    read(re.split(r"\s{3,}", text)[0])


def test_every_field_and_value_is_in_the_document() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    for name in FIELDS:
        assert f"| `{name}:` |" in document
    for value in (*Stance, *CARD_KINDS, *State, *Order):
        assert f"`{value}`" in document

"""How queries are read, whole: conditions, orders and every word of what is wrong with them.

Where that changed on purpose, read the difference, run ``pytest tests/unit/search
--snapshot-update``, and commit it with the change.
"""

from __future__ import annotations

from datetime import date
from itertools import chain

import msgspec
from syrupy.assertion import SnapshotAssertion

from briefing.search.fields import FIELDS
from briefing.search.finder import Finder
from briefing.search.language import may_become_field, parse, read_words
from briefing.search.query import QueryError
from tests.samples import two_towns

TODAY = date(2026, 11, 22)
"""A Sunday."""

OPERATORS = (
    *("a", "a b", "a or b", "a and b or c d", "(a or b) (c or d)", "not a", "-a", "--a", "- a"),
    *("a-", "-(a or b)", "-(not a)", "not not a", "not not not a", "a not b or not c", "((a))"),
    *("(a", "a)", ")", "()", "( )", "-()", "()a", "a or", "a or ", "or a", "a or or b"),
    *("a and or b", "and", "not", "a not", "a not)", "(a or) b", '-"a b"', '-""', "-—"),
    *('-"—" a', "-)", "a -- b", "a and", "(or", "a (or b)", "not and a", '"a', '"a b"'),
    *('"a b*"', '"a b*', '"—"', '""', '"', "“a", "a*", "or*", "OR", "Not a", '"or"', "a,b"),
    *("a.b", "a…", "…a", "a:b", "http://a.b", "10:30", "a\tb\nc", "  a  ", "-a*", "a*b", "a**"),
    *("(" * 50 + "a", "(" * 51 + "a", "a sort:newest", "sort:newest", "sort:relevance a or b"),
    *("-sort:order", "not sort:order", "sort:order sort:order", "sort:", "sort:new"),
    *("sort:new ", "sort:x", "a or sort:order", "sort:order or a", "(sort:order)"),
)  # fmt: skip

FIELDS_TYPED = (
    *("in:a in:b", "in:a x in:b", "in:a and in:b", "in:a or in:b", "-in:a -in:b"),
    *("in:a by:b in:c by:d", "in:", "in: a", 'in:""', 'in:"', 'in:"a b"', 'in:"a b', "in:“a”"),
    *("in:a*", "in:—", "in:(a)", "in:*", "IN:a", "section:a", "Author:b", "stance:welcomes"),
    *("stance:Welcomes", "stance:wel", "stance:wel ", "stance:welcoms", "stance:xyzzy"),
    *("stance:xyzzy a", "kind:quote", "kind:qu", "is:new", "is:ne", "is:x", "stnace:x"),
    *("stnace:", "note:x", "xyzzy:a", "speaker:x", "years:x", "figures:x", 'stnace:"a b"'),
    *("sources:2", "sources:>=2", "sources:>2", "sources:<1", "sources:0..2", "sources:2..0"),
    *("sources:-1", "sources:1.5", "sources:1.0", "sources:..1.5", "sources:-1..1", "sources:a"),
    *("sources:9a", "sources:>"),
)  # fmt: skip

NUMBERS = (
    *("1", "=1", ">1", ">=1", "<1", "<=1", "-1", ">-1", "1,200", "1.5", "1.", "1..", "..1"),
    *("1..2", "2..1", "1..1", "-2..-1", "..", ".", ">", ">=", "<", "<=", "=", "-", ">-", "<=-"),
    *("=-", "x", "1x", ">>1", "1..2..3", "1.5..1.25", "1,000..999", "1.123456789012345"),
    *("1.1234567890123456", "9" * 31, "1" + "0" * 29),
)  # fmt: skip

DATES = (
    *("2023", "2023-12", "2023-12-13", "2023?", "2023-12~", "2023/2024", "2023..2024"),
    *("2024..2023", "2023..", "..2023", "..", "2023-13", "2023-02-30", "../2023", "2023/.."),
    *("2023/2024..", "x", "202", "20231", "2023-", "2023-1", "2023-1x", "2023-12-", "2023-12-3"),
    *("2023-12-4", "2023.", "2023..20", "2023..2023-1", "2023/20", "today", "yesterday", "tod"),
    *("Today", "tomorrow", "this-week", "this-month", "this-year", "last-week", "last-month"),
    *("last-year", "this", "last", "last-", "last-0-days", "last-1-day", "last-1-days"),
    *("last-7-days", "last-2-weeks", "last-1-month", "last-3-months", "last-1-year"),
    *("last-12-months", "last-13-months", "last-9999-days", "last-10000-days"),
    *("last-9999-years", "last-3", "last-3-", "last-3-da", "last-3-days-ago", "this-day"),
    *("this-quarter", '"last 7 days"', '"this  week"'),
)  # fmt: skip

MOMENTS = (
    *("last", "Last", "la", "l", "last-week", "x", "today", "1", "3", "03", "0", "-1", "1.5"),
    *("1234567890", "9" * 30, "2023", "2023-12-13", "2023-12", "2023-02", "2023-13", "2023-"),
    *("2023-1", "2023-12-", "2023-12-1", "2023-02-30", "2023-12-13?", "2023-12~", ">2"),
    *("2023-12-11/2023-12-13", "2023-12-11..2023-12-13", "..2023", "2023-12-13 "),
)  # fmt: skip


def told(text: str, today: date = TODAY) -> str:
    """What a text is read as, on one line."""
    read = parse(text, today)
    if not isinstance(read, QueryError):
        return repr(read)
    return f"{text[slice(*read.span)]!r} at {read.offset}: {read.message} → {read.suggestion}" + (
        " (unfinished)" if read.incomplete else ""
    )


def test_operators_are_read_as_they_were(snapshot: SnapshotAssertion) -> None:
    assert {text: told(text) for text in OPERATORS} == snapshot


def test_fields_are_read_as_they_were(snapshot: SnapshotAssertion) -> None:
    assert {text: told(text) for text in FIELDS_TYPED} == snapshot
    assert {text: told(f"{text}:") for text in FIELDS} == snapshot


def test_numbers_and_dates_are_read_as_they_were(snapshot: SnapshotAssertion) -> None:
    assert {text: told(f"fig:{text}") for text in NUMBERS} == snapshot
    assert {text: told(f"since:{text}") for text in MOMENTS} == snapshot
    assert {text: told(f"date:{text} x") for text in NUMBERS[:4]} == snapshot


def test_periods_are_read_as_they_were(snapshot: SnapshotAssertion) -> None:
    assert {text: told(f"date:{text}") for text in DATES} == snapshot
    days = [date(2024, 2, 29), date(2024, 3, 31), date(2024, 12, 31), date(2025, 1, 1)]
    assert {
        f"{text} on {day}": told(f"date:{text}", day)
        for day in days
        for text in DATES
        if text[:4] in {"this", "last"}
    } == snapshot


def test_names_are_held_against_those_of_the_briefing_as_they_were(
    snapshot: SnapshotAssertion,
) -> None:
    finder = Finder(two_towns(), today=lambda: TODAY)
    names = ("a", "summer", "sumer", "lake", "lakesid", "lakside", "ann", "lee-marsh", "two-towns")
    texts = [
        *(f"{field}:{name}" for field in FIELDS if FIELDS[field].is_open for name in names),
        *('by:"anne lee"', "in:reac", "in:reac x", "country:C", "country:CH", "is:new"),
        *("is:disputed", "source:Institute", "source:Instituet", "unit:per", "a or -(tag:sumer)"),
    ]  # fmt: skip
    found = {}
    for text in texts:
        read = finder.read(text)
        found[text] = (
            msgspec.structs.astuple(read)
            if isinstance(read, QueryError)
            else len(finder.find(read))
        )
    assert found == snapshot


def test_a_search_of_all_means_every_card_where_nothing_is_asked() -> None:
    for text in ("", "  ", "sort:newest"):
        read = read_words(text, TODAY)
        every = read_words("sources:>=0 " + text, TODAY)
        assert read == every
    assert read_words("a", TODAY) == parse("a", TODAY)
    assert isinstance(read_words("a or", TODAY), QueryError)


def test_half_a_field_is_known_at_each_letter() -> None:
    for name in FIELDS:
        for length in range(1, len(name) + 1):
            assert may_become_field(f"war -({name[:length].upper()}")
    ends = chain.from_iterable((f"{name}x", f"{name}:") for name in FIELDS)
    assert not any(map(may_become_field, [*ends, "", "-", "war "]))

"""What stands around a number: its unit, and what or whom it may count."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.derived import Grounds, is_derived, is_same_amount
from briefing.evidence.names import Lexicon
from briefing.evidence.numbers import Number, implied_numbers, read_numbers
from briefing.evidence.surroundings import Unit, duration, surroundings, unit_of
from briefing.evidence.texts import Passage
from briefing.model.vocabulary import Qualifier
from tests.unit.evidence.verify_samples import a_briefing


def unit(text: str) -> tuple[str, str] | None:
    passage = Passage.of(text)
    number = read_numbers(passage)[0]
    found = unit_of(passage, number)
    return found and (found.kind, found.word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for 12 days", ("time", "day")),
        ("a 12-day visit", ("time", "day")),
        ("12 more months", ("time", "month")),
        ("three decades", ("time", "decade")),
        ("two centuries", ("time", "centurie")),
        ("40 per cent", ("percent", "per cent")),
        ("40 percent", ("percent", "per cent")),
        ("40% of it", ("percent", "per cent")),
        ("$40 of it", ("dollar", "dollar")),
        ("€40 of it", ("dollar", "euro")),
        ("40 US dollars", ("dollar", "dollar")),
        ("40 tonnes", ("litre", "tonne")),
        ("40 boats", None),
        ("40, days before", None),
        ("the 40 (days later)", None),
        ("40 of the many boats that sank in days", None),
        ("so 40", None),
    ],
)
def test_the_unit_of_a_number(text: str, expected: tuple[str, str] | None) -> None:
    assert unit(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("three decades", "30 years", True),
        ("two weeks", "14 days", True),
        ("48 hours", "two days", True),
        ("18 months", "one and a half years", True),
        ("three decades", "31 years", False),
        ("four weeks", "one month", False),
        ("30 litres", "30 litres", False),
        ("COP29 days", "29 days", False),
    ],
)
def test_how_long_some_units_of_time_are(one: str, other: str, *, same: bool) -> None:
    lengths = []
    for text in (one, other):
        passage = Passage.of(text)
        number = read_numbers(passage)[0]
        lengths.append(duration(number.value, unit_of(passage, number)))
    assert (lengths[0] is not None and lengths[0] == lengths[1]) is same


def around(text: str) -> dict[str, float]:
    passage = Passage.of(text)
    names = Lexicon(a_briefing()).read(passage)
    return surroundings(passage, read_numbers(passage)[0], names)


def test_what_a_number_may_count() -> None:
    found = around("Upper Town freed 32 wooden boats, some rafts. Lakeside waits.")
    assert set(found) == {"@hilltop", "fre", "wooden", "boat", "raft"} | (found.keys() & {"freed"})
    assert found["wooden"] > found["boat"] > found["raft"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("They had 32 days and litres.", {"day", "litr"}),
        ("They had 32; boats sank.", {"boat"}),
        ("They had 32 of 14.", {"14"}),
        ("They had 32 or so very different and many more leaky boats.", {"boat"}),
    ],
)
def test_what_a_number_does_not_count(text: str, missing: set[str]) -> None:
    assert not missing & set(around(text))


@given(st.text(alphabet="ab 12$%.,;() days“”", max_size=30))
def test_any_text_has_surroundings(text: str) -> None:
    passage = Passage.of(text)
    for number in read_numbers(passage):
        unit_of(passage, number)
        assert all(0 < one <= 1 for one in surroundings(passage, number, []).values())


KINDS = {"per cent": Unit("percent", "per cent"), "years": Unit("time", "year")}


def derived(value: str, unit: str, text: str, *days: date, hedge: str = "exact") -> bool:
    passage = Passage.of(text)
    number = Number(Fraction(value), 0, 1, hedge=Qualifier(hedge))
    found = [(passage, one) for one in read_numbers(passage)]
    return is_derived(number, KINDS.get(unit), Grounds(found, days))


@pytest.mark.parametrize(
    ("value", "unit", "text", "follows"),
    [
        ("14", "", "of 16 boats two left", True),
        ("18", "", "16 boats and two rafts", True),
        ("32", "", "two thirds of 48 boats", True),
        ("25", "per cent", "a quarter of the boats", True),
        ("75", "per cent", "a quarter of the boats", True),
        ("25", "per cent", "from 80 to 100 boats", True),
        ("50", "per cent", "the 90 boats were halved", True),
        ("15", "", "of 16 boats two left", False),
        ("17", "", "16 boats and one raft", False),
        ("16", "", "of 15 boats none left", False),
        ("26", "per cent", "a quarter of the boats", False),
        ("14", "", "no number at all", False),
    ],
)
def test_a_number_follows_from_others(value: str, unit: str, text: str, *, follows: bool) -> None:
    assert derived(value, unit, text) is follows


@pytest.mark.parametrize(
    ("value", "hedge", "text", "follows"),
    [
        ("2", "at least", "31 boats against 14", True),
        ("4", "about", "240 boats, and 62 rafts", True),
        ("4", "exact", "240 boats, and 62 rafts", False),
        ("2", "at most", "31 boats against 14", False),
        ("7/10", "about", "71 per cent of the boats", True),
        ("2/3", "at most", "22 of 38 pages", True),
        ("2/3", "at least", "22 of 38 pages", False),
        ("200", "about", "400 boats, and two rafts", False),
    ],
)
def test_what_is_said_to_be_about_so_much(
    value: str, hedge: str, text: str, *, follows: bool
) -> None:
    assert derived(value, "", text, hedge=hedge) is follows


@pytest.mark.parametrize(
    ("value", "days", "follows"),
    [
        ("5", [date(2019, 6, 1), date(2024, 10, 1)], True),
        ("4", [date(2019, 6, 1), date(2024, 10, 1)], False),
        ("5", [date(2019, 6, 1)], False),
        ("5", [], False),
    ],
)
def test_so_many_years_lie_between_two_days(value: str, days: list[date], *, follows: bool) -> None:
    assert derived(value, "years", "no number", *days) is follows


@pytest.mark.parametrize(
    ("said", "text", "same"),
    [
        ("30 years", "three decades", True),
        ("seven days", "a week", True),
        ("half a year", "six months", True),
        ("a year and a half", "18 months", True),
        ("25 per cent", "a quarter of the boats", True),
        ("three fifths", "60 per cent of it", True),
        ("31 years", "three decades", False),
        ("30 boats", "three decades", False),
        ("two fifths", "60 per cent of it", False),
        ("three fifths", "60 boats", False),
        ("26 per cent", "a quarter of the boats", False),
        ("COP29", "29 boats", False),
    ],
)
def test_the_same_amount_in_another_unit(said: str, text: str, *, same: bool) -> None:
    ours, theirs = Passage.of(said), Passage.of(text)
    number = read_numbers(ours)[0]
    found = [(theirs, one) for one in (*read_numbers(theirs), *implied_numbers(theirs))]
    assert is_same_amount(number.value, unit_of(ours, number), found) is same


def test_a_code_follows_from_nothing() -> None:
    passage = Passage.of("COP29 and 29 boats")
    code, *others = read_numbers(passage)
    assert not is_derived(code, None, Grounds([(passage, one) for one in others], []))

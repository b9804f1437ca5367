from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.numbers import Number, implied_numbers, read_numbers, scale
from briefing.evidence.texts import Passage
from briefing.model.claims import Figure
from briefing.model.vocabulary import Basis, Qualifier
from tests.unit.evidence.verify_samples import a_briefing, cite, claim, only, told, verified

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"


def values(text: str) -> list[Fraction | str]:
    return [number.value for number in read_numbers(Passage.of(text))]


def spelt(number: int, *, hyphen: str = "-", conjunction: str = " and ") -> str:
    """Spell a number out, as English does."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= size:
            rest = spelt(number % size, hyphen=hyphen, conjunction=conjunction)
            joint = conjunction if number % size < 100 else ", "
            head = f"{spelt(number // size, hyphen=hyphen, conjunction=conjunction)} {name}"
            return head if number % size == 0 else f"{head}{joint}{rest}"
    if number >= 100:
        rest = spelt(number % 100, hyphen=hyphen, conjunction=conjunction)
        head = f"{UNITS.split()[number // 100]} hundred"
        return head if number % 100 == 0 else f"{head}{conjunction}{rest}"
    if number >= 20:
        head = TENS.split()[number // 10]
        return head if number % 10 == 0 else f"{head}{hyphen}{UNITS.split()[number % 10]}"
    return UNITS.split()[number]


@given(
    st.integers(0, 10**12 - 1),
    st.sampled_from(["-", " ", "\n"]),
    st.sampled_from([" and ", " "]),
)
def test_a_number_in_words_is_read_back(number: int, hyphen: str, conjunction: str) -> None:
    text = f"There were {spelt(number, hyphen=hyphen, conjunction=conjunction)} of them."
    assert values(text) == [number]


@given(st.integers(0, 10**12), st.sampled_from(["", ",", " ", "\u00a0", "\u202f", "’"]))
def test_digits_are_read_with_any_separator(number: int, separator: str) -> None:
    assert values(f"It had {number:,} boats.".replace(",", separator)) == [number]


@given(st.decimals(0, 10**6, places=2))
def test_decimals_are_read_exactly(number: Decimal) -> None:
    assert values(f"{number:,} metres") == [Fraction(number)]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    passage = Passage.of(text)
    ends = [(one.first, one.last) for one in read_numbers(passage)]
    assert all(first < last <= len(passage.tokens) for first, last in ends)
    assert all(one[1] <= other[0] for one, other in pairwise(ends))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an 18-year term", [18]),
        ("the 29th session", [29]),
        ("a twenty-first birthday", [21]),
        ("half a million francs", [500_000]),
        ("two and a half million", [2_500_000]),
        ("2.5 million", [2_500_000]),
        ("5m litres and 2bn", [5_000_000, 2 * 10**9]),
        ("a hundred and five", [105]),
        ("that is exactly a hundred boats, or a thousand", [100, 1000]),
        ("a boat and an hour", []),
        ("five million, two hundred thousand and one", [5_200_001]),
        ("12 345 678 litres", [12_345_678]),
        ("3,4 metres", [Fraction(17, 5)]),
        ("half a dozen, half the boats, one half", [6, Fraction(1, 2), Fraction(1, 2)]),
        ("three and a half", [Fraction(7, 2)]),
        ("a dozen, two dozen", [12, 24]),
        (
            "two thirds, a third and three-quarters",
            [Fraction(2, 3), Fraction(1, 3), Fraction(3, 4)],
        ),
        ("three-decade-long", [3]),
        ("two, three and four", [2, 3, 4]),
        ("decades and dozens of them", []),
        ("no one, everyone", [1]),
        ("COP29 at 10:30", ["cop29", "10:30"]),
        ("2014-2025", [2014, 2025]),
        ("in 1, 200 and 3", [1, 200, 3]),
        ("twenty and two", [20, 2]),
        ("“twenty.” Two", [20, 2]),
    ],
)
def test_numbers_are_read_as_they_are_meant(text: str, expected: list[Fraction | str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("at least 80 boats", Qualifier.AT_LEAST),
        ("more than eighty boats", Qualifier.AT_LEAST),
        ("no fewer than 80", Qualifier.AT_LEAST),
        ("no less than 80", Qualifier.AT_LEAST),
        ("no more than 80", Qualifier.AT_MOST),
        ("less than 80", Qualifier.AT_MOST),
        ("close to 80", Qualifier.ABOUT),
        ("80 or so", Qualifier.ABOUT),
        ("80 boats or more", Qualifier.EXACT),
        ("fewer than 80", Qualifier.AT_MOST),
        ("up to 80 boats", Qualifier.AT_MOST),
        ("nearly 80 boats", Qualifier.ABOUT),
        ("80 or more", Qualifier.AT_LEAST),
        ("least of all 80 boats", Qualifier.EXACT),
        ("over 80 boats", Qualifier.AT_LEAST),
        ("it takes over two turbines", Qualifier.EXACT),
    ],
)
def test_a_hedge_stands_beside_its_number(text: str, hedge: Qualifier) -> None:
    (number,) = read_numbers(Passage.of(text))
    assert number.hedge is hedge


def test_a_source_may_imply_a_number() -> None:
    assert list(implied_numbers(Passage.of("Both towns, 12 345 boats"))) == [
        Number(Fraction(2), 0, 1),
        Number(Fraction(12), 2, 3, digits=True),
        Number(Fraction(345), 3, 4, digits=True),
    ]


@pytest.mark.parametrize(("unit", "factor"), [("million francs", 10**6), ("people", 1), ("", 1)])
def test_a_unit_may_multiply(unit: str, factor: int) -> None:
    assert scale(unit) == factor


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        ("At least 80 boats and 32 rafts had been moored.", ["herald 2"], []),
        ("At least 80 boats and 33 rafts had been moored.", ["herald 2"], ["error number"]),
        ("Thirty-three rafts and boats had been moored.", ["herald 2"], ["error number"]),
        ("Three rafts and boats had been moored.", ["herald 2"], ["look number"]),
        ("More than 80 boats and rafts had been moored.", ["herald 2"], []),
        ("They moored 80 boats and rafts.", ["herald 2"], ["warning dropped"]),
        ("At least 32 rafts had been moored with boats.", ["herald 2"], ["look added"]),
        ("At most 80 boats had been moored with rafts.", ["herald 2"], ["warning changed"]),
        ("Councils of two towns announced a deal signed over the dam.", ["herald 1"], []),
        ("The two engineers welcomed the signing.", ["herald 4"], []),
        ("The two sluices stayed shut; Hilltop refused talks.", ["herald 3"], []),
        ("Two sluices stayed shut; Hilltop refused talks.", ["herald 3"], ["look number"]),
        ("A second sluice stayed shut; Hilltop refused talks.", ["herald 3"], []),
        ("One sluice stayed shut; Hilltop refused talks.", ["herald 3"], []),
        ("The four sluices stayed shut; Hilltop refused talks.", ["herald 3"], ["warning number"]),
        ("One engineer was the first who welcomed the signing.", ["herald 4"], []),
        ("The 5th meeting since the drought emptied ponds.", ["herald 5"], []),
        ("80 boats had been moored, “at least 80”.", ["herald 2"], ["warning dropped"]),
        ("Boats were moored; the paper prints 77.", ["herald 2", "engineers"], []),
    ],
)
def test_numbers_of_claims(text: str, places: list[str], expected: list[str]) -> None:
    codes = {
        "number": "number-not-in-passage",
        "dropped": "qualifier-dropped",
        "added": "qualifier-added",
        "changed": "qualifier-changed",
    }
    wanted = [(grade, codes[code]) for grade, _, code in (one.partition(" ") for one in expected)]
    assert told(verified(a_briefing(claim(text, *places))), looks=True) == wanted


def test_an_assessed_number_is_only_a_warning() -> None:
    one = claim("That makes 113 boats and rafts.", "herald 2", basis=Basis.ASSESSED)
    remark = only(verified(a_briefing(one)))
    assert (remark.is_error, remark.code, remark.offset) == (False, "number-not-in-passage", 11)


def figure(value: str, *, unit: str = "rafts", place: str = "herald 2", **more: object) -> Figure:
    number = Decimal(value)
    return Figure(
        id="f",
        measure="Rafts",
        value=number,
        unit=unit,
        evidence=cite(place),
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (figure("32"), []),
        (figure("33"), [("error", "number-not-in-passage")]),
        (figure("33", parts=("g",)), []),
        (figure("80"), [("warning", "qualifier-dropped")]),
        (figure("80", qualifier=Qualifier.AT_LEAST), []),
        (figure("32", qualifier=Qualifier.ABOUT), [("warning", "qualifier-added")]),
        (figure("66.6", unit="per cent", place="herald 5"), []),
        (figure("66.7", unit="%", place="herald 5"), []),
        (figure("65", unit="per cent", place="herald 5"), [("error", "number-not-in-passage")]),
        (figure("33", place="engineers"), []),
    ],
)
def test_numbers_of_figures(one: Figure, expected: list[tuple[str, str]]) -> None:
    assert told(verified(a_briefing(figures=[one]))) == expected


def test_both_ends_of_a_range_must_be_there() -> None:
    one = Figure(
        id="f",
        measure="Boats and rafts",
        low=Decimal(32),
        high=Decimal(81),
        unit="boats",
        evidence=cite("herald 2"),
    )
    remark = only(verified(a_briefing(figures=[one])))
    assert (remark.code, remark.field) == ("number-not-in-passage", "high")


def test_numbers_are_counted() -> None:
    one = claim("At least 80 boats and 33 rafts had been moored.", "herald 2")
    other = claim("They have 12 boats.", "engineers")
    tally = verified(a_briefing(one, other)).tallies["numbers"]
    assert (tally.total, tally.verified, tally.unchecked) == (3, 1, 1)

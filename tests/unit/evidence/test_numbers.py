"""Which words and digits of a text are one number, which are not, and what it amounts to."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.numbers import Number, implied_numbers, read_numbers, scale
from briefing.evidence.texts import Passage
from briefing.model.vocabulary import Qualifier

HALF = Fraction(1, 2)
UNITS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""


def read(text: str) -> list[tuple[str, object]]:
    """The numbers of a text: how each is printed, and what it amounts to."""
    passage = Passage.of(text)
    return [(passage.printed(one.first, one.last), one.value) for one in read_numbers(passage)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two hundred and five", [("two hundred and five", 205)]),
        ("nine hundred ninety-nine", [("nine hundred ninety-nine", 999)]),
        ("one hundred and", [("one hundred", 100)]),
        ("ninety and five", [("ninety", 90), ("five", 5)]),
        ("a hundred, a thousand", [("a hundred", 100), ("a thousand", 1000)]),
        ("an hundred years", [("an hundred", 100)]),
        ("twelve hundred", [("twelve hundred", 1200)]),
        ("twenty-one hundred", [("twenty-one hundred", 2100)]),
        ("two hundred hundred", [("two hundred", 200)]),
        ("zero hundred", [("zero", 0)]),
        ("hundred boats, a million, dozen", [("a million", 10**6)]),
        ("one hundred million", [("one hundred million", 10**8)]),
        ("a hundred thousand and five", [("a hundred thousand and five", 100_005)]),
        ("two million three thousand", [("two million three thousand", 2_003_000)]),
        ("two thousand three million", [("two thousand three", 2003)]),
        ("two thousand thousand", [("two thousand", 2000)]),
        ("six trillion, five billion", [("six trillion, five billion", 6_005 * 10**9)]),
        ("five hundred, five", [("five hundred", 500), ("five", 5)]),
        ("five thousand, five", [("five thousand, five", 5005)]),
        ("five thousand; five", [("five thousand", 5000), ("five", 5)]),
        ("two three", [("two", 2), ("three", 3)]),
        ("twenty nine", [("twenty nine", 29)]),
        ("twenty ten", [("twenty", 20), ("ten", 10)]),
        ("two one, two zero", [("two", 2), ("one", 1), ("two", 2), ("zero", 0)]),
        ("thirty twenty", [("thirty", 30), ("twenty", 20)]),
        ("a dozen dozen", [("a dozen", 12)]),
        ("one dozen, ninety-nine dozen", [("one dozen", 12), ("ninety-nine dozen", 1188)]),
        ("one hundred dozen, zero dozen", [("one hundred", 100), ("zero", 0)]),
        ("two; dozen", [("two", 2)]),
        ("twenty first", [("twenty first", 21)]),
        ("twenty-tenth", [("twenty", 20), ("tenth", 10)]),
        ("one hundred and first", [("one hundred and first", 101)]),
        ("two hundred thirtieth", [("two hundred thirtieth", 230)]),
        ("twenty-first second", [("twenty-first", 21), ("second", 2)]),
        ("a first", [("first", 1)]),
        ("the two hundredth", [("two", 2)]),
    ],
)
def test_words_that_english_joins_are_one_numeral(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert read(text) == expected


def test_every_unit_and_ordinal_amounts_to_itself() -> None:
    for number, word in enumerate(UNITS.split()):
        assert read(word) == [(word, number)]
    for number, word in enumerate(ORDINALS.split(), start=1):
        assert read(word) == [(word, number)]
    assert read("twentieth, thirtieth, ninetieth") == [
        *(("twentieth", 20), ("thirtieth", 30), ("ninetieth", 90)),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("half", [("half", HALF)]),
        ("half a", [("half", HALF)]),
        ("half a boat", [("half", HALF)]),
        ("half a dozen", [("half a dozen", 6)]),
        ("half the dozen", [("half", HALF)]),
        ("a half-dozen, half dozen", [("a half-dozen", 6), ("half dozen", 6)]),
        ("a half million, a half boat", [("a half million", 500_000), ("a half", HALF)]),
        ("half a thousand of them", [("half a thousand", 500)]),
        ("half a billion", [("half a billion", 5 * 10**8)]),
        ("half a trillion", [("half a trillion", 5 * 10**11)]),
        ("a half, one half", [("a half", HALF), ("one half", HALF)]),
        ("a third, one third", [("a third", Fraction(1, 3)), ("one third", Fraction(1, 3))]),
        ("an third", [("third", 3)]),
        ("a second, one second", [("second", 2), ("one", 1), ("second", 2)]),
        ("a quarter, quarter", [("a quarter", Fraction(1, 4))]),
        ("two quarters", [("two quarters", HALF)]),
        ("two thirds", [("two thirds", Fraction(2, 3))]),
        ("two third", [("two", 2), ("third", 3)]),
        ("two, thirds", [("two", 2)]),
        ("a, third", [("third", 3)]),
        ("five nineteenths", [("five nineteenths", Fraction(5, 19))]),
        ("three seconds, three halves", [("three", 3), ("three", 3)]),
        ("twenty thirds", [("twenty thirds", Fraction(20, 3))]),
        ("twenty-one thirds", [("twenty-one", 21)]),
        ("first thirds", [("first", 1)]),
        ("two and a half", [("two and a half", Fraction(5, 2))]),
        ("two and a half thousand", [("two and a half thousand", 2500)]),
        ("two and a half, thousand", [("two and a half", Fraction(5, 2))]),
        ("two and a", [("two", 2)]),
        ("a million and a half", [("a million and a half", 1_500_000)]),
        ("a hundred and a half", [("a hundred and a half", Fraction(201, 2))]),
        ("second and a half", [("second", 2), ("a half", HALF)]),
        ("a year and a half", [("a", Fraction(3, 2))]),
        ("two years and a half", [("two", Fraction(5, 2))]),
        ("the year and a half", [("a half", HALF)]),
        ("seven in ten", [("seven in ten", Fraction(7, 10))]),
        ("ten in seven", [("ten", 10), ("seven", 7)]),
        ("seven in forty", [("seven", 7), ("forty", 40)]),
        ("once a quarter, a quarter", [("a quarter", Fraction(1, 4))]),
    ],
)  # fmt: skip
def test_parts_of_a_whole_are_fractions(
    text: str, expected: list[tuple[str, Fraction | int]]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5k boats", [("5k", 5000)]),
        ("2m, 3mn", [("2m", 2 * 10**6), ("3mn", 3 * 10**6)]),
        ("4bn and 6tn", [("4bn", 4 * 10**9), ("6tn", 6 * 10**12)]),
        ("2.5k boats", [("2.5k", 2500)]),
        ("12x boats", [("12x", "12x")]),
        ("½ and ²³", [("½", "½"), ("²³", "²³")]),
        ("x½", [("x½", "x½")]),
        ("٣ boats", [("٣", "٣")]),
        ("1,5 or 12,34", [("1,5", Fraction(3, 2)), ("12,34", Fraction(617, 50))]),
        ("1,234 or 1234,567", [("1,234", 1234), ("1234,567", Fraction(1234567, 1000))]),
        ("1,234,567.5", [("1,234,567.5", Fraction(2469135, 2))]),
        ("1.234.567 or 1.234", [("1.234.567", 1234567), ("1.234", Fraction(1234, 1000))]),
        ("1.234.567,5", [("1.234.567,5", Fraction(2469135, 2))]),
        ("12 345", [("12 345", 12345)]),
        ("123 456 7890", [("123 456", 123456), ("7890", 7890)]),
        ("1234 567", [("1234", 1234), ("567", 567)]),
        ("1.5 567", [("1.5", Fraction(3, 2)), ("567", 567)]),
        ("12-345", [("12", 12), ("345", 345)]),
        ("3 million boats", [("3 million", 3 * 10**6)]),
        ("3-million, 12 345 thousand", [("3-million", 3 * 10**6), ("12 345 thousand", 12_345_000)]),
        ("3, million", [("3", 3)]),
        ("3 million million, 3 hundred", [("3 million", 3 * 10**6), ("3", 3)]),
    ],
)  # fmt: skip
def test_digits_amount_to_what_is_meant(
    text: str, expected: list[tuple[str, Fraction | str]]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1st", Number(Fraction(1), 0, 1, digits=True, ordinal=True)),
        ("22nd", Number(Fraction(22), 0, 1, digits=True, ordinal=True)),
        ("3rd", Number(Fraction(3), 0, 1, digits=True, ordinal=True)),
        ("1,000th", Number(Fraction(1000), 0, 1, digits=True, ordinal=True)),
        ("5k", Number(Fraction(5000), 0, 1, digits=True)),
        ("5x", Number("5x", 0, 1, digits=True)),
        ("½", Number("½", 0, 1, digits=True)),
        ("5", Number(Fraction(5), 0, 1, digits=True)),
        ("5 million", Number(Fraction(5 * 10**6), 0, 2, digits=True)),
        ("five million", Number(Fraction(5 * 10**6), 0, 2)),
        ("five and a half million", Number(Fraction(5_500_000), 0, 5)),
        ("half a million", Number(Fraction(500_000), 0, 3)),
        ("fifth", Number(Fraction(5), 0, 1, ordinal=True)),
        ("two thirds", Number(Fraction(2, 3), 0, 2)),
    ],
)
def test_a_number_tells_how_it_is_written_and_whether_it_says_which(
    text: str, expected: Number
) -> None:
    assert read_numbers(Passage.of(text)) == (expected,)


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("it takes over two, over 2", [Qualifier.EXACT, Qualifier.AT_LEAST]),
        ("more than two", [Qualifier.AT_LEAST]),
        ("no more than two", [Qualifier.AT_MOST]),
        ("up to two", [Qualifier.AT_MOST]),
        ("to two", [Qualifier.EXACT]),
        ("about 80, 90", [Qualifier.ABOUT, Qualifier.EXACT]),
        ("80 or", [Qualifier.EXACT]),
        ("80 or more than that", [Qualifier.AT_LEAST]),
        ("80 or so, 90", [Qualifier.ABOUT, Qualifier.EXACT]),
        ("more 80 or fewer", [Qualifier.EXACT]),
        ("twenty or more", [Qualifier.AT_LEAST]),
    ],
)
def test_only_the_words_right_beside_a_number_hedge_it(text: str, hedges: list[Qualifier]) -> None:
    assert [one.hedge for one in read_numbers(Passage.of(text))] == hedges


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", Fraction(12345, 10)),
        ("14.372,4", Fraction(143724, 10)),
        ("12,34.5", Fraction(12345, 10)),
        ("1,2.3,4", Fraction(1234, 100)),
    ],
)
def test_of_commas_and_full_stops_the_last_parts_the_fraction(text: str, value: Fraction) -> None:
    assert read(text) == [(text, value)]


@given(st.from_regex(r"[0-9]([.,]?[0-9]){0,9}", fullmatch=True))
def test_no_commas_and_full_stops_stop_the_reading(text: str) -> None:
    assert [one.digits for one in read_numbers(Passage.of(text))] == [True]


def test_words_that_imply_a_number() -> None:
    text = "both twice pair couple double a an another once single sole no none nobody never duo"
    passage = Passage.of(text)
    counts = [(passage.tokens[one.first], one) for one in implied_numbers(passage)]
    assert {word: one.value for word, one in counts} == {
        **dict.fromkeys(("both", "twice", "pair", "couple", "double", "duo"), 2),
        **dict.fromkeys(("a", "an", "another", "once", "single", "sole"), 1),
        **dict.fromkeys(("no", "none", "nobody", "never"), 0),
    }
    assert all(one.last == one.first + 1 and not one.digits for _, one in counts)
    assert list(implied_numbers(Passage.of("²3 b1 7"))) == [
        Number(Fraction(7), 2, 3, digits=True),
    ]


@pytest.mark.parametrize(
    ("text", "printed", "value"),
    [
        ("the quartet", "quartet", 4),
        ("a score of anglers", "a score", 20),
        ("two score boats", "two score", 40),
        ("the dozen boats", "dozen", 12),
        ("another hundred boats", "hundred", 100),
        ("from 228.4 to 211.5 million", "228.4", 228_400_000),
        ("two or three million", "two", 2_000_000),
        ("2-3 billion", "2", 2 * 10**9),
    ],
)
def test_a_number_that_is_given_in_another_way_is_implied(
    text: str, printed: str, value: int
) -> None:
    passage = Passage.of(text)
    found = [(passage.printed(one.first, one.last), one.value) for one in implied_numbers(passage)]
    assert (printed, Fraction(value)) in found


@pytest.mark.parametrize(
    "text",
    [
        *("a score of 20 to 3", "the score", "score two", "two dozen", "few dozen", "dozen"),
        *("2 boats and 3 million", "2 of 3 million", "5,000 and 2 million", "one hundred"),
    ],
)
def test_nothing_more_than_digits_is_implied(text: str) -> None:
    passage = Passage.of(text)
    given = {one.value for one in read_numbers(passage)} | {1, 2, 3, 20}
    assert {one.value for one in implied_numbers(passage)} <= given


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("Thousand", 10**3),
        ("million", 10**6),
        ("billion francs a year", 10**9),
        ("trillion", 10**12),
        ("francs, in million", 1),
        ("  ", 1),
    ],
)
def test_a_unit_multiplies_by_its_first_word(unit: str, factor: int) -> None:
    assert scale(unit) == factor


def test_digits_before_their_unit_may_be_meant() -> None:
    passage = Passage.of("In 4k and at 60fps on the 2nd day, a COP29 of 1080p.")
    found = {passage.tokens[one.first]: str(one.value) for one in implied_numbers(passage)}
    assert found == {"60fps": "60", "a": "1", "1080p": "1080"}

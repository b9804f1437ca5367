"""Whether a number counts what it counts in the passage, beside one that does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.model.claims import Figure
from tests.unit.evidence.verify_samples import (
    a_briefing,
    about_bearers,
    answers,
    cite,
    told,
    verified,
)


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "The talks took 12 days in the hall.",
            "The talks took 12 hours in the hall of the council.",
            "warning unit",
        ),
        (
            "The keeper served 12 years in the hall.",
            "The keeper served 12 months in the hall of the council.",
            "warning unit",
        ),
        (
            "In the storm 40 per cent of the boats sank.",
            "In the storm of the spring 40 boats sank at the pier.",
            "warning unit",
        ),
        (
            "In the storm 40 boats sank.",
            "In the storm of the spring 40 per cent of the boats sank.",
            "warning unit",
        ),
        (
            "The dam holds 40 tonnes of sand.",
            "The dam holds 40 litres of sand, the engineer says.",
            "warning unit",
        ),
        (
            "The sluice cost 40 euros.",
            "The sluice cost $40, the keeper of the dam writes.",
            "warning unit",
        ),
        (
            "The talks took 12 days in the hall.",
            "After 12 more days the talks in the hall ended.",
            "",
        ),
        (
            "The talks took 12 days in the hall.",
            "The 12-day talks in the hall of the council ended.",
            "",
        ),
        ("The talks took 12 days.", "The talks took 12, not ten, of the days of May.", ""),
        (
            "In the storm 40% of the boats sank.",
            "In the storm of the spring 40 percent of the boats sank.",
            "",
        ),
        ("The sluice cost 40 dollars.", "The sluice cost $40, the keeper of the dam writes.", ""),
        ("The sluice cost £40.", "The sluice cost 40 pounds, the keeper of the dam writes.", ""),
        (
            "The talks took 12 days and 12 hours.",
            "The talks took 12 hours on each of the 12 days of May.",
            "",
        ),
    ],
)
def test_the_unit_of_a_number(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "unit") == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("They met a week later.", "They met a day later in the hall of the council.", "look unit"),
        ("They met once a year.", "They met once a month in the hall of the council.", "look unit"),
        ("They met a week later.", "They met weeks later in the hall of the council.", ""),
        ("They met a week later.", "They met again, in the hall of the council.", ""),
        ("They met a second time.", "They met a year later in the hall of the council.", ""),
        ("They met in the week.", "They met on that day in the hall of the council.", ""),
    ],
)
def test_a_unit_of_time_with_an_article(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "unit") == expected


BOTH = "Lakeside moored 90 boats at the dam; Hilltop moored 80 rafts."


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "Lakeside moored 80 boats, Hilltop 90 rafts.",
            BOTH,
            "warning number-of-another",
        ),
        (
            "There were 32 boats and 14 rafts.",
            "There were 14 boats and 32 rafts at the dam.",
            "warning number-of-another",
        ),
        ("Lakeside moored 90 boats, Hilltop 80 rafts.", BOTH, ""),
        ("Hilltop moored 80 rafts, and Lakeside moored 90 boats.", BOTH, ""),
        (
            "There were 14 rafts beside the 32 boats.",
            "There were 32 boats and 14 rafts at the dam.",
            "",
        ),
        ("At the dam were 80 and 90.", BOTH, ""),
    ],
)
def test_two_numbers_exchanged(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "number-of-another") == expected


SANK = "In the storm of the spring 30 boats sank at the pier."
NO_NUMBER = "warning number-not-in-passage"


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("12 boats sank.", "A dozen boats sank in the storm of the spring.", ""),
        ("A dozen boats sank.", "Twelve boats sank in the storm of the spring.", ""),
        ("Six boats sank.", "A half-dozen boats sank in the storm of the spring.", ""),
        ("20 boats sank.", "A score of boats sank in the storm of the spring.", ""),
        ("30 boats sank.", "A score of boats sank in the storm of the spring.", "error"),
        ("Two boats sank.", "A pair of boats sank in the storm of the spring.", ""),
        ("Three boats sank.", "A dozen boats sank in the storm of the spring.", "look"),
        ("More than a dozen boats sank.", "Thirteen boats sank in the storm of the spring.", ""),
        ("More than a dozen boats sank.", "Eleven boats sank in the storm there.", "warning"),
        ("More than a dozen boats sank.", "In the storm there 24 boats sank.", "warning"),
        ("About two dozen boats sank.", "In the storm of the spring 23 boats sank.", ""),
        ("About two dozen boats sank.", "In the storm of the spring 30 boats sank.", "error"),
        ("A dozen boats sank.", "In the storm of the spring 11 boats sank.", "warning"),
        ("Up to a dozen boats sank.", "In the storm of the spring 10 boats sank.", ""),
        ("It fell from 2.4 to 2.1 million.", "It fell from 2.4 million to 2.1 million.", "error"),
        ("It fell from 2.4 million to 2 million.", "It fell from 2.4 to 2 million there.", ""),
    ],
)
def test_dozens_and_scores(text: str, passage: str, expected: str) -> None:
    found = answers(text, passage, "number-not-in-passage")
    assert found == (f"{expected} number-not-in-passage" if expected else "")


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("Dozens of boats sank in the storm.", "Boats sank in the storm of the spring.", NO_NUMBER),
        ("Hundreds of boats sank in the storm.", SANK, NO_NUMBER),
        ("Millions of boats sank in the storm.", SANK, NO_NUMBER),
        (
            "Hilltop asked twice for talks.",
            "Hilltop asked for talks in the spring of the drought.",
            NO_NUMBER,
        ),
        (
            "The tally doubled in the spring.",
            "The tally rose in the spring of the year.",
            NO_NUMBER,
        ),
        ("The tally tripled in the spring.", "The tally doubled in the spring there.", NO_NUMBER),
        (
            "The tally was halved in the spring.",
            "The tally fell in the spring of the year.",
            NO_NUMBER,
        ),
        (
            "Hilltop asked for talks once.",
            "Hilltop asked for talks several times in the drought.",
            NO_NUMBER,
        ),
        ("Dozens of boats sank in the storm.", SANK, ""),
        (
            "Hundreds of boats sank in the storm.",
            "Hundreds of boats sank in the storm of the spring.",
            "",
        ),
        (
            "Hilltop asked twice for talks.",
            "Hilltop asked for talks two times in the drought.",
            "",
        ),
        (
            "The tally doubled in the spring.",
            "The tally rose to double in the spring of the year.",
            "",
        ),
        (
            "Once the sluice is shut the ponds are dry.",
            "When the sluice is shut the ponds are dry again.",
            "",
        ),
        ("Dozens of boats sank.", "Several dozen boats sank in the storm there.", ""),
        ("Dozens of boats sank.", "Scores of boats sank in the storm there.", ""),
        ("Scores of boats sank.", "Dozens of boats sank in the storm there.", NO_NUMBER),
        ("Hundreds of boats sank.", "A dozen boats sank in the storm there.", NO_NUMBER),
        ("Tens of thousands fled.", "About 40,000 people fled from the storm there.", ""),
        ("Thousands fled.", "Tens of thousands of people fled from the storm.", ""),
        ("Hundreds of thousands fled.", "Some 300,000 people fled from the storm.", ""),
        ("Hundreds of thousands fled.", "Tens of thousands fled from the storm there.", NO_NUMBER),
        ("Tens of thousands fled.", "About 4,000 people fled from the storm there.", NO_NUMBER),
        ("They counted in tens.", "They counted the boats in the harbour by night.", ""),
        ("Billions of people fled.", "Some billions of people fled from the storm.", ""),
    ],
)
def test_many_and_times_without_a_number(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "number-not-in-passage") == expected


@pytest.mark.parametrize(
    ("value", "unit", "passage", "expected"),
    [
        ("40", "per cent", "In the storm 40 boats sank at the pier.", [("warning", "unit")]),
        ("40", "days", "The talks took 40 hours in the hall.", [("warning", "unit")]),
        ("40", "per cent", "In the storm 40 percent of the boats sank.", []),
        ("40", "days", "The talks took 40 days in the hall.", []),
        ("40", "US dollars", "The sluice cost $40, the keeper says.", []),
    ],
)
def test_the_unit_of_a_figure(
    value: str, unit: str, passage: str, expected: list[tuple[str, str]]
) -> None:
    figure = Figure(
        id="f", measure="Tally", value=Decimal(value), unit=unit, evidence=cite("herald 1")
    )
    verification = verified(a_briefing(figures=[figure]), herald=passage)
    assert told(verification) == expected
    assert all(one.offset is None for one in about_bearers(verification))


HOUSES = "She said that 40 houses are wet. The firm has paid the owners of 112 so far."


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("It is 140 miles away.", "It is 140 km from the dam.", "warning unit"),
        ("It is 140 kilometres away.", "It is 140 km from the dam.", ""),
        ("It fell to 29 per cent, from 38.", "It fell from 38 to 29 per cent there.", ""),
        ("He may be held half a year.", "He may be held for six months there.", ""),
        ("By her count 112 houses are wet.", HOUSES, "look number-of-another"),
        ("By her count 40 houses are wet.", HOUSES, ""),
    ],
)
def test_units_and_what_is_counted(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "number-of-another", "unit") == expected

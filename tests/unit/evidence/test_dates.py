"""What the dates of a text are, printed in any way or reckoned from when it speaks."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.evidence.dates import DateMention, lies_in, overlap, read_dates
from briefing.evidence.texts import Passage
from briefing.model.dates import EdtfDate, parse_date

OPEN = EdtfDate(edtf="..", earliest=None, latest=None)


def read(text: str, speaks_on: EdtfDate | None = None) -> list[str]:
    """The dates of a text: what is printed, its days (month and day without a year)."""
    passage = Passage.of(text)
    return [_shown(passage, one) for one in read_dates(passage, speaks_on)]


def _shown(passage: Passage, one: DateMention) -> str:
    when = f"{one.earliest}" if one.earliest == one.latest else f"{one.earliest}/{one.latest}"
    if one.earliest is None:
        when = f"{one.month}-{one.day or 'any'}"
    printed = passage.printed(one.first, one.last)
    return f"{printed}: {when}{' reckoned' if one.reckoned else ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-01", ["2024-05-01: 2024-05-01"]),
        ("2024-5-01", ["2024: 2024-01-01/2024-12-31"]),
        ("2024-05", ["2024: 2024-01-01/2024-12-31"]),
        ("2024/05/01", []),
        ("2024-05 01", ["2024: 2024-01-01/2024-12-31"]),
        ("2024 05-01", ["2024: 2024-01-01/2024-12-31"]),
        ("1499-05-01", []),
        ("on 07 October", ["07 October: 10-7"]),
        ("on 0 October", ["October: 10-any"]),
        ("on 31 October", ["31 October: 10-31"]),
        ("on 32 October", ["October: 10-any"]),
        ("the 30th of October", ["30th of October: 10-30"]),
        ("the 11th of boats", []),
        ("October 31st", ["October 31st: 10-31"]),
        ("October, 7", ["October, 7: 10-7"]),
        ("October. 2023", ["October. 2023: 2023-10-01/2023-10-31"]),
        ("October – 2023", ["October: 10-any", "2023: 2023-01-01/2023-12-31"]),
        ("October 2099", ["October 2099: 2099-10-01/2099-10-31"]),
        ("October 2100", ["October: 10-any"]),
        ("October 1500", ["October 1500: 1500-10-01/1500-10-31"]),
        ("October 1499", ["October: 10-any"]),
        ("7-October", ["7-October: 10-7"]),
        ("7, October", ["October: 10-any"]),
        ("7. October 2023", ["October 2023: 2023-10-01/2023-10-31"]),
        ("7 october", []),
        ("october 7", ["october 7: 10-7"]),
        ("in october", []),
        ("between May and March", ["May: 5-any", "March: 3-any"]),
        ("from January to March", ["January: 1-any", "March: 3-any"]),
        ("from January-March", ["January: 1-any", "March: 3-any"]),
        ("from 3 to 12 March", ["3 to 12 March: 3-3", "12 March: 3-12"]),
        (
            "from 3 to 12 of March 2024",
            ["3 to 12 of March 2024: 2024-03-03", "12 of March 2024: 2024-03-12"],
        ),
        ("from 3 to 4 March", ["3 to 4 March: 3-3"]),
        ("from 12 to 3 March", ["3 March: 3-3"]),
        ("from 3 to 12 boats", []),
        ("the March accord", []),
        ("Lee and March", []),
        ("04/03/2024", ["04/03/2024: 2024-03-04", "04/03/2024: 2024-04-03"]),
        ("05/05/2024", ["05/05/2024: 2024-05-05"]),
        ("31/12/2024", ["31/12/2024: 2024-12-31"]),
        ("31/13/2024, 0/5/2024", []),
        ("OCTOBER 2023", ["OCTOBER 2023: 2023-10-01/2023-10-31"]),
        ("last May, In May, the May", ["May: 5-any", "May: 5-any"]),
        ("may 2023", ["may 2023: 2023-05-01/2023-05-31"]),
        ("Jan said, since Jan, Jan 5", ["Jan: 1-any", "Jan 5: 1-5"]),
        ("on Mar 5, by Mar, a Mar", ["Mar 5: 3-5", "Mar: 3-any"]),
        ("December 11-12", ["December 11-12: 12-11"]),
        ("December 11-11", ["December 11: 12-11"]),
        ("December 11-10", ["December 11: 12-11"]),
        ("December 11, 12", ["December 11: 12-11"]),
        ("11 - 12 December", ["11 - 12 December: 12-11"]),
        ("11–12 of December", ["11–12 of December: 12-11"]),
        ("11/12 December", ["December: 12-any"]),
        ("October 30-31, 2023", ["October 30-31, 2023: 2023-10-30/2023-10-31"]),
        ("February 28-29, 2023", ["2023: 2023-01-01/2023-12-31"]),
        ("February 28-29, 2024", ["February 28-29, 2024: 2024-02-28/2024-02-29"]),
        ("€2000, £2000, nearly 2000, than 2000", []),
        ("least of 2000", ["2000: 2000-01-01/2000-12-31"]),
        (
            "the 1490s, 1500s, 2090s and 2100s",
            ["1500s: 1500-01-01/1509-12-31", "2090s: 2090-01-01/2099-12-31"],
        ),
        (
            "end 2020, ends of 2020, end of a 2020",
            [
                "2020: 2020-01-01/2020-12-31",
                "2020: 2020-01-01/2020-12-31",
                "2020: 2020-01-01/2020-12-31",
            ],
        ),
        ("end of October", ["October: 10-any"]),
        (
            "the end of October 2023",
            ["October 2023: 2023-10-01/2023-10-31", "end of October 2023: 2023-10-31"],
        ),
        ("on 2023-12-31 and 2024", ["2023-12-31: 2023-12-31", "2024: 2024-01-01/2024-12-31"]),
        ("in 2024-02-30 boats", ["2024: 2024-01-01/2024-12-31"]),
    ],
)
def test_printed_dates(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thursday", ["Thursday: 2024-04-25 reckoned", "Thursday: 2024-05-02 reckoned"]),
        ("Sunday, monday", ["Sunday: 2024-04-28 reckoned", "Sunday: 2024-05-05 reckoned"]),
        ("current year", ["current year: 2024-01-01/2024-12-31 reckoned"]),
        (
            "previous year, past year",
            [
                "previous year: 2023-01-01/2023-12-31 reckoned",
                "past year: 2023-01-01/2023-12-31 reckoned",
            ],
        ),
        ("current month", ["current month: 2024-05-01/2024-05-31 reckoned"]),
        (
            "previous month, past month",
            [
                "previous month: 2024-04-01/2024-04-30 reckoned",
                "past month: 2024-04-01/2024-04-30 reckoned",
            ],
        ),
        (
            "next week, current week",
            [
                "next week: 2024-05-02/2024-05-14 reckoned",
                "current week: 2024-04-25/2024-05-07 reckoned",
            ],
        ),
        ("the last one day", ["last one day: 2024-04-30/2024-05-01 reckoned"]),
        ("the last one days", ["last one days: 2024-04-30/2024-05-01 reckoned"]),
        ("the last three weeks", ["last three weeks: 2024-04-10/2024-05-01 reckoned"]),
        ("the last four months", ["last four months: 2023-12-29/2024-05-01 reckoned"]),
        ("the last five years", ["last five years: 2019-04-28/2024-05-01 reckoned"]),
        ("the last six days", ["last six days: 2024-04-25/2024-05-01 reckoned"]),
        ("the last several days", ["last several days: 2024-04-22/2024-05-01 reckoned"]),
        ("the last 99 days", ["last 99 days: 2024-01-23/2024-05-01 reckoned"]),
        ("the last zero days, the last seven days", []),
        ("this 2 days", []),
        ("the last two hours, the last two", []),
        ("last", []),
        ("the end of year, ends of the year, a year", []),
        (
            "end of last month",
            [
                "last month: 2024-04-01/2024-04-30 reckoned",
                "end of last month: 2024-04-30 reckoned",
            ],
        ),
        (
            "end of next year",
            ["next year: 2025-01-01/2025-12-31 reckoned", "end of next year: 2025-12-31 reckoned"],
        ),
        (
            "end of May",
            [
                "May: 2024-05-01/2024-05-31 reckoned",
                "end of May: 2024-05-31 reckoned",
                "May: 2025-05-01/2025-05-31 reckoned",
                "end of May: 2025-05-31 reckoned",
            ],
        ),
        ("on May 3 last year too", ["May 3 last year: 2023-05-03 reckoned"]),
        ("on May 3 next year", ["May 3 next year: 2025-05-03 reckoned"]),
        ("on May 3 this year", ["May 3 this year: 2024-05-03 reckoned"]),
        ("on May 3 the year", ["May 3: 2023-05-03 reckoned", "May 3: 2024-05-03 reckoned"]),
        (
            "on May 3 last month",
            [
                "May 3: 2023-05-03 reckoned",
                "May 3: 2024-05-03 reckoned",
                "last month: 2024-04-01/2024-04-30 reckoned",
            ],
        ),
        ("in May last year too", ["May last year: 2023-05-01/2023-05-31 reckoned"]),
        ("April 30", ["April 30: 2024-04-30 reckoned", "April 30: 2025-04-30 reckoned"]),
        ("May 1", ["May 1: 2024-05-01 reckoned", "May 1: 2025-05-01 reckoned"]),
        ("May 2", ["May 2: 2023-05-02 reckoned", "May 2: 2024-05-02 reckoned"]),
        ("February 30", []),
        ("February 29 last year", ["last year: 2023-01-01/2023-12-31 reckoned"]),
        (
            "on May 3-4",
            ["May 3-4: 2023-05-03/2023-05-04 reckoned", "May 3-4: 2024-05-03/2024-05-04 reckoned"],
        ),
        ("on 3 May 2023", ["3 May 2023: 2023-05-03"]),
        (
            "the March accord",
            ["March: 2024-03-01/2024-03-31 reckoned", "March: 2025-03-01/2025-03-31 reckoned"],
        ),
        ("Lee and March", []),
        ("a month ago", ["month ago: 2024-04-01/2024-04-30 reckoned"]),
        ("two months ago", ["months ago: 2024-03-01/2024-03-31 reckoned"]),
        ("12 years ago", ["years ago: 2012-01-01/2012-12-31 reckoned"]),
        ("three days ago", ["days ago: 2024-04-28 reckoned"]),
        ("two weeks ago", ["weeks ago: 2024-04-14/2024-04-20 reckoned"]),
        ("several months ago, ago, long ago, two hours ago", []),
    ],
)
def test_dates_of_an_article_of_a_wednesday_in_may(text: str, expected: list[str]) -> None:
    assert read(text, parse_date("2024-05-01")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", ["today: 2023-12-01/2024-01-31 reckoned"]),
        ("tomorrow", ["tomorrow: 2023-12-02/2024-02-01 reckoned"]),
        ("this year", ["this year: 2023-01-01/2024-12-31 reckoned"]),
        ("last year", ["last year: 2022-01-01/2023-12-31 reckoned"]),
        ("this month", ["this month: 2023-12-01/2024-01-31 reckoned"]),
        ("last month", ["last month: 2023-11-01/2023-12-31 reckoned"]),
        ("next month", ["next month: 2024-01-01/2024-02-29 reckoned"]),
        ("this week", ["this week: 2023-11-25/2024-02-06 reckoned"]),
        ("last two weeks", ["last two weeks: 2023-11-17/2024-01-31 reckoned"]),
        (
            "in November",
            [
                "November: 2023-11-01/2023-11-30 reckoned",
                "November: 2024-11-01/2024-11-30 reckoned",
            ],
        ),
        ("January 5", ["January 5: 2023-01-05 reckoned", "January 5: 2024-01-05 reckoned"]),
        ("February 29", ["February 29: 2024-02-29 reckoned"]),
        (
            "end of the year",
            ["the year: 2023-01-01/2024-12-31 reckoned", "end of the year: 2024-12-31 reckoned"],
        ),
        ("Friday", []),
    ],
)
def test_dates_of_an_article_of_some_time_in_two_months(text: str, expected: list[str]) -> None:
    assert read(text, parse_date("2023-12/2024-01")) == expected


@pytest.mark.parametrize(
    ("speaks_on", "text", "expected"),
    [
        ("1000", "this year", ["this year: 1000-01-01/1000-12-31 reckoned"]),
        ("0999", "this year", []),
        ("8999", "tomorrow", ["tomorrow: 8999-01-02/9000-01-01 reckoned"]),
        ("9000", "tomorrow", []),
        ("0999/1000", "today", []),
        ("8999/9000", "today", []),
        ("../2024", "today", []),
        ("2024/..", "today", []),
        ("2024-01-15", "last month", ["last month: 2023-12-01/2023-12-31 reckoned"]),
        ("2024-01-15", "this month", ["this month: 2024-01-01/2024-01-31 reckoned"]),
        ("2024-11-15", "next month", ["next month: 2024-12-01/2024-12-31 reckoned"]),
        ("2024-12-15", "this month", ["this month: 2024-12-01/2024-12-31 reckoned"]),
        ("2024-12-15", "next month", ["next month: 2025-01-01/2025-01-31 reckoned"]),
        ("2023-06-15", "February 29", ["February 29: 2024-02-29 reckoned"]),
        ("2021-06-15", "February 29", ["February 29: 2020-02-29 reckoned"]),
        ("2022-06-15", "February 29", []),
        ("2024-02-28", "February 29", ["February 29: 2024-02-29 reckoned"]),
        ("2024-02-29", "February 29", ["February 29: 2024-02-29 reckoned"]),
        (
            "2023-06-15",
            "in February",
            [
                "February: 2023-02-01/2023-02-28 reckoned",
                "February: 2024-02-01/2024-02-29 reckoned",
            ],
        ),
    ],
)
def test_dates_at_the_ends_of_years_and_of_what_can_be_reckoned(
    speaks_on: str, text: str, expected: list[str]
) -> None:
    assert read(text, parse_date(speaks_on)) == expected


@pytest.mark.parametrize(
    ("one", "other", "inside", "shared"),
    [
        ("2024-05", "2024-05", True, True),
        ("2024-05-02/2024-05-30", "2024-05", True, True),
        ("2024-05-01/2024-06-01", "2024-05", False, True),
        ("2024-04-30/2024-05-31", "2024-05", False, True),
        ("2024-04-30", "2024-05", False, False),
        ("2024-06-01", "2024-05", False, False),
        ("2024-05-31", "2024-05-31/2024-06-01", True, True),
        ("2024-05-31/2024-06-02", "2024-05-01/2024-05-31", False, True),
        ("2024-05-01", "../2024-05-01", True, True),
        ("2024-05-02", "../2024-05-01", False, False),
        ("2024-05-01", "2024-05-01/..", True, True),
        ("2024-04-30", "2024-05-01/..", False, False),
        ("../2024-05-01", "2024-05-01", False, True),
        ("../2024-04-30", "2024-05-01", False, False),
        ("2024-05-01/..", "2024-05-01", False, True),
        ("2024-05-02/..", "2024-05-01", False, False),
        ("../2024-05-01", "../2024-05-01", False, True),
        ("2024-05-01/..", "2024-05-01/..", False, True),
    ],
)
def test_a_date_lies_in_another_or_shares_a_day_with_it(
    one: str, other: str, inside: bool, shared: bool
) -> None:
    assert lies_in(parse_date(one), parse_date(other)) is inside
    assert overlap(parse_date(one), parse_date(other)) is shared


def test_what_has_no_days_lies_in_nothing_and_may_be_any() -> None:
    day = parse_date("2024-05-01")
    assert lies_in(day, OPEN)
    assert not lies_in(OPEN, OPEN)
    assert overlap(day, OPEN)
    assert overlap(OPEN, day)


@pytest.mark.parametrize(
    ("wanted", "found", "confirmed", "contradicted"),
    [
        ("October 2023", "October 7, 2023", True, False),
        ("October 7, 2023", "October 2023", False, False),
        ("October 7, 2023", "October 7", False, False),
        ("October 7", "October 7, 2022", True, False),
        ("October 7", "October 7", True, False),
        ("October 7", "November 7", False, False),
        ("October 7", "October", False, False),
        ("October 7", "October 8", False, True),
        ("October 7", "October 8, 2022", False, True),
        ("October", "October 8", True, False),
        ("October", "November", False, False),
        ("October 2023", "2023", False, False),
        ("2023", "October 2023", True, False),
        ("October 2023", "October 2022", False, True),
        ("October 2023", "October 7, 2022", False, True),
        ("October 7, 2023", "October 2022", False, True),
        ("October 7, 2023", "October 7, 2022", False, True),
        ("October 7, 2023", "October 8, 2022", False, False),
        ("October 7, 2023", "October 8, 2023", False, True),
        ("October 7, 2023", "November 7, 2022", False, False),
        ("2023", "2022", False, False),
    ],
)
def test_a_date_confirms_or_contradicts_another(
    wanted: str, found: str, confirmed: bool, contradicted: bool
) -> None:
    (one,), (other,) = read_dates(Passage.of(wanted), None), read_dates(Passage.of(found), None)
    assert (other.confirms(one), other.contradicts(one)) == (confirmed, contradicted)


def test_a_day_at_the_end_of_a_month_is_in_no_month_that_could_be_contradicted() -> None:
    month, end = read_dates(Passage.of("the end of October 2023"), None)
    assert month == DateMention(3, 5, date(2023, 10, 1), date(2023, 10, 31), month=10)
    assert end == DateMention(1, 5, date(2023, 10, 31), date(2023, 10, 31))

"""Dates in our subset of EDTF: what days they can mean, how they are shown, what is no date."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.model.dates import DateError, last_day, parse_date


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("9999-11", date(9999, 11, 1), date(9999, 11, 30)),
        (" 2023-12-13~ ", date(2023, 12, 13), date(2023, 12, 13)),
        ("2023-12-11/2023-12-12", date(2023, 12, 11), date(2023, 12, 12)),
        ("2023-12-11/2023-12-11", date(2023, 12, 11), date(2023, 12, 11)),
        ("2023/2023-02", date(2023, 1, 1), date(2023, 2, 28)),
        ("../2023-12", None, date(2023, 12, 31)),
        ("2023-12/..", date(2023, 12, 1), None),
    ],
)
def test_first_and_last_day_that_a_date_can_mean(
    edtf: str, earliest: date | None, latest: date | None
) -> None:
    parsed = parse_date(edtf)
    assert parsed.edtf == edtf.strip()
    assert (parsed.earliest, parsed.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("edtf", "approximate", "uncertain"),
    [
        ("2023", False, False),
        ("2023~", True, False),
        ("2023-12?", False, True),
        ("2023-12-13%", True, True),
        ("2023~/2024?", True, True),
    ],
)
def test_what_is_marked_is_approximate_or_uncertain(
    edtf: str, approximate: bool, uncertain: bool
) -> None:
    parsed = parse_date(edtf)
    assert (parsed.approximate, parsed.uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("edtf", "label"),
    [
        ("2023", "2023"),
        ("2023-01", "Jan 2023"),
        ("2023-12-03", "3 Dec 2023"),
        ("2023-12-13?", "probably 13 Dec 2023"),
        ("2023-12~", "about Dec 2023"),
        ("2023%", "probably about 2023"),
        ("2023-12-11/2023-12-12", "11–12 Dec 2023"),
        ("2023-12-11?/2023-12-12?", "probably 11–12 Dec 2023"),
        ("2023-11-20?/2023-12-13?", "probably 20 Nov – 13 Dec 2023"),
        ("2023-11-30/2023-12-01", "30 Nov – 1 Dec 2023"),
        ("2023-12-11~/2023-12-12", "about 11 Dec – 12 Dec 2023"),
        ("2023-12-11/2023-12-12?", "11 Dec – probably 12 Dec 2023"),
        ("2022/2023", "2022 – 2023"),
        ("2023-11/2023-12", "Nov – Dec 2023"),
        ("2023-12/2023-12", "Dec – Dec 2023"),
        ("../2023-12", "until Dec 2023"),
        ("2023-09-19/..", "since 19 Sep 2023"),
    ],
)
def test_a_date_is_shown_as_precisely_as_it_is_known(edtf: str, label: str) -> None:
    assert parse_date(edtf).label == label


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "“” is not a date; write 2023"),
        ("13.12.2023", "is not a date; write 2023"),
        ("2023-1", "is not a date; write 2023"),
        ("2023-12-13 ~", "is not a date; write 2023"),
        ("..", "“..” is not a date; write 2023"),
        ("2023/", "“” is not a date; write 2023"),
        ("2022/2023/2024", "“2023/2024” is not a date; write 2023"),
        ("2023-13", "“2023-13” is not in the calendar; check the month and the day."),
        ("2023-02-29", "“2023-02-29” is not in the calendar; check the month and the day."),
        ("0000", "“0000” is not in the calendar; check the month and the day."),
        ("../..", "“../..” has neither a start nor an end; write one of them."),
        ("2024/2023", "“2024/2023” ends before it begins; swap the two dates."),
        ("2023-12-12/2023-12-11", "ends before it begins; swap the two dates."),
    ],
)
def test_what_is_no_date_says_what_to_write(text: str, why: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("year", "month", "days"), [(2023, 2, 28), (2024, 2, 29), (2023, 11, 30), (9999, 12, 31)]
)
def test_a_month_has_its_days(year: int, month: int, days: int) -> None:
    assert last_day(year, month) == days

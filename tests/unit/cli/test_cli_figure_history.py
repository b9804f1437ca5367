"""figures --history: what the figures were, revision by revision."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.library.library import Library
from briefing.model.claims import Figure
from briefing.views.figure_history import sparkline
from tests.revising import publish_three
from tests.samples import TWO_TOWNS
from tests.strategies import numbers

from .conftest import Run
from .test_cli_reading_verbs import valid


@pytest.fixture(autouse=True)
def library(home: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    library = Library(home / "library")
    publish_three(library)
    return library


HOUSEHOLDS = """\
Figure 2 of 8: Households that drink from the dam
  Revision 1, 2 May 2024: at least 12,400 households
  Revision 2, 3 May 2024: at least 13,100 households
  Revision 3, 4 May 2024: at least 13,400 households
  Course: ▁▆█
  Key figure: yes
  Card: two-towns/terms/duration
"""


def test_each_value_has_its_revision_and_day(run: Run) -> None:
    code, out, err = run("figures", "two-towns", "--history")
    assert (code, err) == (0, "")
    assert HOUSEHOLDS in out
    assert out.count("Course: ") == 1


def test_where_signs_are_ascii_there_are_numbers_only(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    out = run("figures", "two-towns", "--history").out
    assert HOUSEHOLDS.replace("  Course: ▁▆█\n", "") in out


def test_as_of_a_revision_later_values_are_not_known(run: Run) -> None:
    out = run("figures", "two-towns", "--history", "--as-of", "2").out
    assert "Revision 2, 3 May 2024: at least 13,100 households\n" in out
    assert "Revision 3" not in out


def test_as_csv_and_as_json(run: Run) -> None:
    text = run("figures", "two-towns", "--history", "--format", "csv").out
    rows = [one for one in csv.DictReader(io.StringIO(text)) if one["figure"] == "households"]
    assert [(one["revision"], one["published"], one["value"]) for one in rows] == [
        ("1", "2024-05-02", "12400"),
        ("2", "2024-05-03", "13100"),
        ("3", "2024-05-04", "13400"),
    ]
    printed = run("figures", "two-towns", "--history", "--format", "json").out
    found = valid("figures-history", printed)
    (households,) = [one for one in found["figures"] if one["id"] == "households"]
    assert [one["amount"] for one in households["values"]] == [
        "at least 12,400",
        "at least 13,100",
        "at least 13,400",
    ]


def test_a_damaged_revision_is_left_out_and_told(run: Run, home: Path) -> None:
    (home / "library" / "revisions" / "two-towns" / "0001.json").write_text("{")
    code, out, err = run("figures", "two-towns", "--history")
    assert code == 0
    assert err.startswith("Revision 1 is left out. ")
    assert "Revision 2, 3 May 2024: at least 13,100 households\n  Revision 3" in out


def test_of_many_revisions_the_newest_are_looked_through(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.views.figure_history.MOST", 2)
    done = run("figures", "two-towns", "--history")
    assert done.err == "1 older revision left out.\n"
    assert "Revision 1" not in done.out


def test_a_folder_has_no_history(run: Run) -> None:
    code, out, err = run("figures", str(TWO_TOWNS), "--history")
    assert (code, out) == (2, "")
    assert "is a folder, which has no history" in err


def figure(value: Decimal, unit: str = "people") -> Figure:
    return Figure(id="a", measure="b", unit=unit, value=value)


def test_a_course_is_drawn_of_several_numbers_of_one_unit() -> None:
    assert sparkline([figure(Decimal(one)) for one in (55, 80, 120)]) == "▁▄█"
    low_and_high = Figure(id="a", measure="b", unit="people", low=Decimal(100), high=Decimal(140))
    assert sparkline([figure(Decimal(55)), low_and_high]) == "▁█"
    assert sparkline([figure(Decimal(5))]) == ""
    assert sparkline([figure(Decimal(5)), figure(Decimal(5))]) == ""
    assert sparkline([figure(Decimal(5)), figure(Decimal(6), "families")]) == ""


@given(st.lists(numbers, min_size=2))
def test_a_course_has_a_block_for_each_number(values: list[Decimal]) -> None:
    drawn = sparkline([figure(one) for one in values])
    assert len(drawn) == (len(values) if len(set(values)) > 1 else 0)
    if drawn:
        assert (drawn[values.index(min(values))], drawn[values.index(max(values))]) == ("▁", "█")

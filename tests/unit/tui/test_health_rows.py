"""The counts of the sourcing's health, and the lists behind them."""

from __future__ import annotations

import pytest

from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.health import Case, Count, Grade, Group, health
from briefing.model.briefing import Briefing
from briefing.tui.screens.sheets import case_items, count_items

COUNTS = [
    Count("exact", Group.PASSAGES, "exact", Grade.SOUND, [Case("one")] * 1200),
    Count("altered", Group.PASSAGES, "altered", Grade.WRONG, []),
    Count("single", Group.CLAIMS, "on a single source", Grade.DOUBT, [Case("two")] * 7),
    Count("assessed", Group.CLAIMS, "assessed", Grade.PLAIN, [Case("three")]),
    Count("errors", Group.CHECKS, "errors", Grade.WRONG, [Case("four")], "error"),
    Count("warnings", Group.CHECKS, "warnings", Grade.DOUBT, [], "warning", checked=False),
]
KNOWN = ["Verified on 2 Dec 2026: 70 passages, 30 claims, 1 warning.", "No text here."]


def test_numbers_stand_in_a_column_and_grades_have_a_word() -> None:
    lines = [line.plain for item in count_items(COUNTS, KNOWN, 60) for line in item.lines]
    assert [line.rstrip() for line in lines] == [
        *KNOWN,
        "",
        "Citations",
        "1,200  sound  exact",
        "    0         altered",
        "",
        "Claims",
        "    7  doubt  on a single source",
        "    1         assessed",
        "",
        "Checks",
        "    1  wrong  error",
        "    –         warnings (not checked)",
    ]


def test_what_is_nought_leads_nowhere() -> None:
    items = list(count_items(COUNTS, KNOWN, 60))
    assert [item.key for item in items if item.selectable] == [
        "exact",
        "single",
        "assessed",
        "errors",
    ]


@pytest.mark.parametrize("width", [20, 34, 80])
def test_counts_and_cases_of_the_fixture_fit(briefing: Briefing, width: int) -> None:
    counts = health(Examination(briefing, Corpus(None)), [])
    items = list(count_items(counts, KNOWN, width))
    for one in counts:
        cases = list(case_items(one.cases, width))
        assert [item.key for item in cases] == [str(n) for n in range(len(one.cases))]
        items += cases
    assert all(line.cell_length <= width for item in items for line in item.lines)


def test_a_case_says_where_it_stands_and_what_is_to_be_said(briefing: Briefing) -> None:
    counts = health(Examination(briefing, Corpus(None)), [])
    unchecked = next(one for one in counts if one.key == "unchecked")
    case = unchecked.cases[0]
    assert case.bearer is not None
    text = " ".join(line.plain.strip() for line in next(iter(case_items([case], 300))).lines)
    assert text.strip() == (
        f"{case.text} {case.bearer.address}, {case.source} ¶{case.paragraph} · {case.note}"
    )

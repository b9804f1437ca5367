"""Falsifications that were caught once are caught again; what is true is not accused."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.articles import ARTICLES
from tests.falsifications.sets import (
    HARMLESS,
    SILENT,
    Falsification,
    Said,
    Subject,
    gravest,
    subjects,
)
from tests.thorough import spread

SUBJECTS: Final = list(subjects(ARTICLES if ARTICLES.is_dir() else None))
CASES: Final = [(subject, one) for subject in SUBJECTS for one in subject.falsifications]


def named(case: object) -> str:
    return case.id if isinstance(case, Falsification) else ""


@pytest.fixture(scope="module")
def before() -> dict[Path, Said]:
    return {}


def new(subject: Subject, one: Falsification, folder: Path, before: dict[Path, Said]) -> str:
    """The gravest that is said of a falsification and not of the briefing as it is."""
    if subject.folder not in before:
        before[subject.folder] = subject.said(subject.folder)
    known = before[subject.folder]
    return gravest(subject.said(subject.changed(one, folder)) - known)


KEPT: Final = {
    line.split()[0]: line.split()[1]
    for line in (Path(__file__).with_name("falsifications.txt"))
    .read_text(encoding="utf-8")
    .splitlines()
}
"""By id, what is said of each falsification; a change of the checker may only say more."""

_WEIGHT: Final = {SILENT: 0, "look": 1, "warning": 2, "error": 3}


@pytest.mark.parametrize(("subject", "one"), spread(CASES, 30), ids=named)
def test_a_falsification_is_told_at_least_as_it_was(
    subject: Subject, one: Falsification, tmp_path: Path, before: dict[Path, Said]
) -> None:
    if one.id not in KEPT:
        pytest.skip("the bundled briefing has been edited since")
    told = new(subject, one, tmp_path, before)
    if one.kind == HARMLESS:
        assert _WEIGHT[told] <= _WEIGHT[KEPT[one.id]], f"{one.new}: {told}"
    else:
        assert _WEIGHT[told] >= _WEIGHT[KEPT[one.id]], f"{one.note}: {told}"


def test_no_harmless_rewording_is_an_error() -> None:
    harmless = {one.id for _, one in CASES if one.kind == HARMLESS}
    assert not {id_ for id_ in harmless & KEPT.keys() if KEPT[id_] == "error"}

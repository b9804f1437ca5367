"""What verbs print, whole, as it was: of the two towns, and of a briefing with every field.

Where that changed on purpose, read the difference, run ``pytest tests/unit/cli/test_cli_printed.py
--snapshot-update``, and commit it with the change.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from briefing.library.library import Library
from briefing.library.state import ReaderState
from tests.articles import anchored
from tests.samples import ALL_FIELDS, TEXTS, TWO_TOWNS, two_towns
from tests.unit.library.samples import NOON

from .conftest import Run


@pytest.fixture(autouse=True)
def library(home: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Two briefings, published at noon and an hour later, and some marks."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("COLUMNS", "72")
    library = Library(home / "library")
    library.publish([anchored(two_towns(), TEXTS)], NOON)
    library.publish([replace(ALL_FIELDS, id="all-fields")], NOON + timedelta(hours=1))
    state = ReaderState.open(home / "state" / "reader.json")
    state.set_bookmark("two-towns", "turbines", on=True)
    return library


@pytest.fixture
def texts(home: Path) -> Path:
    """The texts of the sources: of one a passage was changed since, and one was taken away."""
    folder = Path(shutil.copytree(TEXTS, home / "texts"))
    post = folder / "post.txt"
    text = post.read_text()
    assert text.count("two readers at the gauge") == 1
    gone = next(part for part in text.split("\n\n") if "lawsuit over the sluice" in part)
    text = text.replace("two readers at the gauge", "three readers at the gauge")
    post.write_text(text.replace(f"{gone}\n\n", ""))
    return folder


def printed(run: Run, line: str) -> str:
    """The exit code, what stands on standard output, and what the user was told."""
    code, out, err = run(*line.split())
    return f"{code}\n{out}---\n{err}"


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "list --json",
        "show two-towns",
        "show two-towns --short",
        "show two-towns/people",
        "show two-towns/terms/share --format md",
        "show two-towns/terms/share --format json",
        "show two-towns/reactions --short --format json",
        "show two-towns/disagreements --short --format md",
        "show all-fields",
        "export two-towns",
        "export two-towns --short",
        "export two-towns --format csv",
        "export all-fields",
        "export all-fields --format csl",
        "actor mayor",
        "actor seestadt two-towns --all",
        "actor engineer two-towns --json",
        "figures two-towns",
        "figures all-fields --format json",
        "without two-towns herald",
        "without two-towns post engineers --format json",
        "without all-fields herald",
        "search gauge",
        "search gauge --json",
        "search gauge --briefing two-towns",
        "search half or seestadt or share --briefing all-fields --json",
        "search is:bookmarked",
        "search half or lakeside --limit 3 --json",
        "evidence two-towns/terms/share",
        "evidence all-fields/terms",
        "evidence all-fields/people --format json",
        "health two-towns",
        "health all-fields --format json",
    ],
)
def test_verbs_print_what_they_did(run: Run, line: str, snapshot: SnapshotAssertion) -> None:
    assert printed(run, line) == snapshot


@pytest.mark.parametrize(
    "line",
    [
        "evidence two-towns",
        "evidence two-towns/disagreements --format json",
        "health two-towns",
        "health two-towns --list altered",
        "health two-towns --list missing --format json",
        "health two-towns --list uncited",
        "health two-towns --list single-source",
        "search is:unverified",
    ],
)
def test_with_the_texts_verbs_print_what_they_did(
    run: Run, texts: Path, line: str, snapshot: SnapshotAssertion
) -> None:
    assert printed(run, f"{line} --corpus {texts}") == snapshot


def test_anchors_and_checks_of_a_draft_are_told_as_they_were(
    run: Run, texts: Path, home: Path, snapshot: SnapshotAssertion
) -> None:
    shutil.copytree(TWO_TOWNS, home / "towns")
    assert [
        printed(run, line)
        for line in (
            f"anchor towns --corpus {TEXTS}",
            "anchor towns --corpus texts",
            "check towns --corpus texts",
            "check towns --corpus texts --explained --format json",
            "anchor towns --corpus texts --renew",
            "check towns --corpus texts",
            "publish towns",
        )
    ] == snapshot

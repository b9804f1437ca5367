"""Sessions that mark at the same time, of one reader or of many, are in nobody's way (D7)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from briefing.library.state import ReaderState
from briefing.serve.marks import folder_of_marks
from tests.thorough import often
from tests.unit.serve.marking_child import key
from tests.waiting import HANGS

ROOT = Path(__file__).parents[3]
SESSIONS, CARDS = 8, 4


def mark_together(state: Path, whose: str, *counts: int) -> list[dict[str, Any]]:
    """Have sessions mark, each on cards of its own; say what each has seen."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.serve.marking_child", state, whose, *map(str, counts)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def marks_of(state: Path, keys: Sequence[int]) -> dict[str, str]:
    """All that is kept of some readers."""
    files = [folder_of_marks(state, key(number)) / "reader.json" for number in keys]
    found = [ReaderState.open(file).read_marks("dam") for file in files]
    return {card: mark for marks in found for card, mark in marks.items()}


@pytest.mark.parametrize(
    ("whose", "keys", "marks"),
    [("one", [1], often(40, 1000)), ("each", range(SESSIONS), often(20, 200))],
)
def test_eight_sessions_that_make_many_marks_each_lose_none(
    tmp_path: Path, whose: str, keys: Sequence[int], marks: int
) -> None:
    told = mark_together(tmp_path, whose, SESSIONS, marks, CARDS)
    assert [(one["prepared"], one["saved"], one["lost"]) for one in told] == [
        (True, True, 0)
    ] * SESSIONS
    assert marks_of(tmp_path, keys) == {
        f"card-{number}-{turn % CARDS}": str(turn)
        for number in range(SESSIONS)
        for turn in range(marks - CARDS, marks)
    }
    for number in keys:
        left = {path.name for path in folder_of_marks(tmp_path, key(number)).iterdir()}
        assert left == {"reader.json", "reader.json.lock"}


def test_many_cards_are_kept_as_well_as_a_few(tmp_path: Path) -> None:
    told = mark_together(tmp_path, "one", SESSIONS, 20, 20)
    assert all(one["saved"] and not one["lost"] for one in told)
    assert len(marks_of(tmp_path, [1])) == SESSIONS * 20


def test_sessions_that_come_at_once_move_the_marks_of_an_earlier_version_once(
    tmp_path: Path,
) -> None:
    folder = folder_of_marks(tmp_path, key(1))
    ReaderState.open(folder.with_suffix(".json")).mark_read("dam", {"from before": "1"})
    told = mark_together(tmp_path, "one", SESSIONS, 3, 3)
    assert all(one["prepared"] and one["saved"] and not one["told"] for one in told)
    kept = marks_of(tmp_path, [1])
    assert kept["from before"] == "1"
    assert len(kept) == 1 + SESSIONS * 3
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]

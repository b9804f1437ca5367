"""What is wrong with a folder, by the part that it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.views.folder_state import FolderState, read_state
from tests.curating import Desk, lay_out


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return lay_out(tmp_path)


def after(desk: Desk, name: str, before: str, now: str) -> FolderState:
    path = desk.draft / name
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, now, 1))
    return read_state(desk.draft, desk.corpus)


def codes(state: FolderState) -> dict[str, list[str]]:
    return {key: [one.code for one in found] for key, found in state.by_key.items()}


def test_of_a_folder_without_problems_there_are_none(desk: Desk) -> None:
    state = read_state(desk.draft, desk.corpus)
    assert (state.problems, state.by_key) == ([], {})
    assert state.briefing is not None


@pytest.mark.parametrize(
    ("name", "before", "now", "expected"),
    [
        (
            "cards/terms/share.md",
            "takes two thirds of",
            "takes 56 per cent of",
            {"share#summer": ["number-not-in-passage"]},
        ),
        ("cards/terms/share.md", "value: 66.6", "value: x", {"share#line-8": ["not-a-number"]}),
        ("cards/terms/share.md", "tags:", "tgas:", {"share#line-4": ["unknown-field"]}),
        ("sources.yaml", "title:", "titel:", None),
    ],
)
def test_each_is_with_what_it_is_about(
    desk: Desk, name: str, before: str, now: str, expected: dict[str, list[str]] | None
) -> None:
    state = after(desk, name, before, now)
    if expected is None:
        assert state.briefing is None
        assert {key.partition(":")[0] for key in codes(state)} == {"source"}
    else:
        assert codes(state) == expected


def test_nothing_is_written(desk: Desk) -> None:
    def files() -> dict[Path, bytes]:
        return {one: one.read_bytes() for one in desk.draft.rglob("*") if one.is_file()}

    before = files()
    read_state(desk.draft, desk.corpus)
    assert files() == before


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    state = read_state(tmp_path / "nowhere", None)
    assert state.briefing is None
    assert codes(state) == {"": ["missing-folder"]}

"""briefing preview on a real terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.samples import TEXTS, TWO_TOWNS
from tests.terminal.conftest import Start

pytestmark = pytest.mark.terminal


def test_what_is_saved_appears_and_nothing_is_published(start: Start, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TWO_TOWNS, tmp_path / "two-towns"))
    before = sorted(tmp_path.rglob("*"))
    with start("preview", str(folder), "--corpus", str(TEXTS)) as terminal:
        terminal.wait_for("Every save is followed")
        terminal.press("3", "l")
        terminal.wait_for("Card 1 of 3")
        card = folder / "cards" / "terms" / "share.md"
        card.write_text(card.read_text().replace("In winter", "In deep winter"))
        terminal.wait_for("In deep winter", "share.md loaded")
        card.write_text(card.read_text().replace("title:", "titel:", 1))
        terminal.wait_for("! share.md:2: There is no field “titel”")
        terminal.press("q")
        assert terminal.wait_end() == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_what_cannot_be_shown_at_all_is_told_as_check_does(start: Start, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TWO_TOWNS, tmp_path / "two-towns"))
    (folder / "sources.yaml").write_text("- x\n")
    with start("preview", str(folder)) as terminal:
        assert terminal.wait_end() == 1
        said = "".join(line.strip() for line in terminal.lines)
    assert "sources.yaml:1:1: error: There are no fields here." in said
    assert "Nothing of it can be shown before this is corrected." in said

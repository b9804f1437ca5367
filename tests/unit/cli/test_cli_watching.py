"""briefing check --watch, with saves in place of the pauses between its looks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import TWO_TOWNS

from .conftest import Run


@pytest.fixture
def folder(home: Path) -> Path:
    shutil.copytree(TWO_TOWNS, home / "two-towns")
    return home / "two-towns"


def pauses(monkeypatch: pytest.MonkeyPatch, *saves: Callable[[], object]) -> None:
    """Have something saved in each pause, and Ctrl-C pressed in the last."""
    left = list(saves)

    def pause(_: float) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    monkeypatch.setattr("briefing.desk.watching.time.sleep", pause)


def nothing() -> None:
    """Save nothing."""


def test_it_checks_after_each_save_until_ctrl_c(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outline, right = folder / "briefing.md", (folder / "briefing.md").read_text()
    pauses(
        monkeypatch,
        nothing,
        lambda: outline.write_text(right.replace("title: L", "title:\nx: L", 1)),
        nothing,
        nothing,
        lambda: outline.write_text(right),
        nothing,
    )
    code, out, err = run("check", str(folder), "--watch")
    assert code == 130
    lines = [re.sub(r"^\d\d:\d\d:\d\d ", "", line) for line in out.splitlines()]
    headings = [line for line in lines if not line.startswith(str(folder))]
    assert headings == [
        "0 errors, 0 warnings in 22 files",
        "after briefing.md: 2 errors, 0 warnings in 22 files",
        "after briefing.md: 0 errors, 0 warnings in 22 files",
    ]
    assert [line.rpartition(" ")[2] for line in lines if line.startswith(str(folder))] == [
        "[empty-field]",
        "[unknown-field]",
    ]
    assert err.startswith("Folders and texts are checked after each save; Ctrl-C ends it.\n")


def test_many_files_are_named_by_number(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = sorted((folder / "cards").rglob("*.md"))[:5]
    pauses(
        monkeypatch, lambda: [card.write_text(f"{card.read_text()}\n") for card in cards], nothing
    )
    out = run("check", str(folder), "--watch").out
    assert f"after {', '.join(card.name for card in cards[:3])}, 2 more: " in out


def test_a_text_counts_and_the_record_of_the_check_does_not(
    run: Run, folder: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = corpus / "herald.txt"
    pauses(monkeypatch, nothing, lambda: text.write_text(f"{text.read_text()} More."), nothing)
    out = run("check", str(folder), "--watch", "--corpus", str(corpus)).out
    assert out.count(" errors, ") == 2
    assert "after herald.txt: " in out


@pytest.mark.parametrize("other", [("--format", "json"), ("--ask", "cat")])
def test_it_prints_lines_only(run: Run, folder: Path, other: tuple[str, str]) -> None:
    refused = run("check", str(folder), "--watch", *other)
    assert (refused.code, refused.out) == (2, "")
    assert "--watch prints lines after each save" in refused.err

"""check, publish and anchor on a folder that somebody else has filled."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import TWO_TOWNS

from .conftest import Run

SECRET = "The secret is 4711"


@pytest.fixture
def draft(home: Path) -> Path:
    """A folder of a briefing that is not to be trusted."""
    return Path(shutil.copytree(TWO_TOWNS, home / "drafts" / "two-towns"))


def _link_out(card: Path) -> None:
    secret = card.parents[4] / "secret.md"
    secret.write_text(f"---\ntitle: {SECRET}\n---\n{SECRET}. [@herald, ¶2]\n", "utf-8")
    card.symlink_to(secret)


def _link_to_device(card: Path) -> None:
    card.symlink_to("/dev/zero")


def _pipe(card: Path) -> None:
    os.mkfifo(card)


def _large(card: Path) -> None:
    card.write_bytes(b"a" * 3_000_000)


SPOILED = pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_link_out, "outside-file"),
        (_link_to_device, "outside-file"),
        (_pipe, "unreadable-file"),
        (_large, "large-file"),
    ],
)


@SPOILED
def test_check_tells_of_it_and_goes_on(
    run: Run, draft: Path, spoil: Callable[[Path], None], code: str
) -> None:
    card = draft / "cards" / "terms" / "share.md"
    card.unlink()
    spoil(card)
    outcome = run("check", str(draft))
    assert outcome.code == 1
    assert outcome.out.startswith(f"{card}:1:1: error: ")
    assert outcome.out.endswith(f" [{code}]\n")
    assert outcome.err.startswith("1 error, 0 warnings in ")
    assert SECRET not in outcome.out + outcome.err


@SPOILED
def test_publish_publishes_nothing_of_it(
    run: Run, home: Path, draft: Path, spoil: Callable[[Path], None], code: str
) -> None:
    card = draft / "cards" / "terms" / "share.md"
    card.unlink()
    spoil(card)
    outcome = run("publish", str(draft))
    assert (outcome.code, outcome.out) == (1, "")
    assert f" [{code}]\n" in outcome.err
    assert "Nothing was published; first correct 1 error." in outcome.err
    assert not (home / "library").exists()


def test_cards_in_a_folder_outside_are_not_published(run: Run, home: Path, draft: Path) -> None:
    (draft / "cards" / "terms").rename(home / "terms")
    (draft / "cards" / "terms").symlink_to(home / "terms")
    outcome = run("publish", str(draft))
    assert outcome.code == 1
    assert f"{draft}/cards/terms:1:1: error: This leads out" in outcome.err
    assert not (home / "library").exists()


def test_check_stops_where_the_files_are_too_much_in_all(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.authoring.folder.LARGEST_BRIEFING", 5_000)
    outcome = run("check", str(draft))
    assert outcome.code == 1
    assert outcome.out.count("[large-briefing]") == outcome.out.count("\n") == 1


def test_anchor_writes_no_file_for_it(run: Run, draft: Path, corpus: Path) -> None:
    card = draft / "cards" / "terms" / "share.md"
    card.unlink()
    os.mkfifo(card)
    outcome = run("anchor", str(draft), "--corpus", str(corpus))
    assert outcome.code == 1
    assert "[unreadable-file]" in outcome.err
    assert not list(draft.glob("anchors.lock.*"))

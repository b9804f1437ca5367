"""``briefing edit``, as its user types it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.authoring.writing import JOURNAL_NAME
from briefing.views.verb_table import EDITS, VERBS
from tests.samples import TWO_TOWNS
from tests.unit.cli.conftest import Run
from tests.unit.desk.folders import contents, copied

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(TWO_TOWNS, tmp_path)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("rename source:herald the-herald", "Renamed herald to the-herald; 37 references follow."),
        ("rename share#summer hot", "Renamed summer to hot; 1 reference follows."),
        ("move share section:background 2", "Moved share to background, position 2."),
        ("move share 3", "Moved share to terms, position 3."),
        ("move share background", "Moved share to background."),
        ("merge duration share", "Merged duration into share; its title is gone."),
        (
            "merge section:side-deals section:background",
            "Merged side-deals into background; 1 card moved.",
        ),
        (
            "split share#in-winter-the-shares winter 'In winter'",
            "Split share: 3 of its claims are in winter now.",
        ),
        ("delete gauge", "Deleted the card “gauge”."),
        ("order section:terms turbines", "Put section:terms in order: turbines."),
        ("order sections terms people", "Put sections in order: terms, people."),
        ("order key-figures years", "Put key-figures in order: years."),
        ("short section:terms view", "In the short version of terms: view."),
        ("short terms turbines share", "In the short version of terms: turbines, share."),
        ("key-figures years figure:dam-cost", "Key figures: years, dam-cost."),
        ("key-figures", "Key figures: none."),
        ("set share title 'A title'", "Set title of the card “share”."),
        ("set source:herald origin ''", "Removed origin of the source “herald”."),
    ],
)
def test_an_action_says_what_it_did(run: Run, folder: Path, words: str, says: str) -> None:
    before = contents(folder)
    action, *what = shlex.split(words)
    dry = run("edit", str(folder), action, *what, "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert dry.out.startswith(("--- ", "rename "))
    assert contents(folder) == before
    assert run("edit", str(folder), action, *what) == (0, f"{says}\n", "")
    assert contents(folder) != before
    assert load_briefing(folder).briefing is not None


def test_a_dry_run_prints_what_would_change(run: Run, folder: Path) -> None:
    assert run("edit", str(folder), "rename", "anglers", "fishers", "--dry-run").out == (
        f"--- {folder}/briefing.md\n+++ {folder}/briefing.md\n@@ -10,3 +10,3 @@\n"
        "   - {id: side-deals, title: What was agreed on the side, short: none}\n"
        "-  - {id: reactions, title: Who says what, cards: [hilltop-council, rivers-union, anglers,"
        " lakeside-council], short: view}\n"
        "+  - {id: reactions, title: Who says what, cards: [hilltop-council, rivers-union, fishers,"
        " lakeside-council], short: view}\n"
        "   - {id: doubts, kind: skeptics, title: Who doubts it and why, short: view}\n"
        f"--- {folder}/cards/reactions/anglers.md\n+++ {folder}/cards/reactions/fishers.md\n"
        "@@ -5,2 +5,3 @@\n date: 2024-04-28\n+was: [anglers]\n ---\n"
    )
    assert run("edit", str(folder), "move", "dam", "side-deals", "--dry-run").out.endswith(
        "rename cards/background/dam.md to cards/side-deals/dam.md\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ("delete share", 1, "is still referred to in cards/disagreements/share-or-level.md:12"),
        ("rename shares x", 1, "There is no card “shares”. Write “share”."),
        ("accept share", 1, "“share” is no draft."),
        ("rename share", 2, "Write `briefing edit FOLDER rename WHAT NEW-ID`."),
        ("move share", 2, "Write `briefing edit FOLDER move CARD SECTION-OR-POSITION [POSITION]`."),
        ("move share 2 x", 2, "“x” is not a position from 1 up."),
        ("split share#summer x", 2, "split CARD#CLAIM NEW-CARD TITLE"),
        ("order sections", 2, "order section:ID|sections|key-figures ID …"),
        ("paint share", 2, "invalid choice: 'paint'"),
        ("merge a b c", 2, "merge WHAT INTO-WHAT"),
        ("merge actor:mayor actor:engineer", 1, "its country"),
        ("merge source:post source:herald", 1, "have the same text"),
    ],
)
def test_what_cannot_be_done_is_told(
    run: Run, folder: Path, words: str, code: int, why: str
) -> None:
    before = contents(folder)
    done = run("edit", str(folder), *words.split())
    assert (done.code, done.out) == (code, "")
    assert why in done.err
    assert contents(folder) == before


def test_an_interrupted_edit_is_recovered(run: Run, folder: Path) -> None:
    assert run("edit", str(folder), "recover") == (0, "", "No edit was interrupted.\n")
    (folder / JOURNAL_NAME).write_text(
        '[{"briefing.md":null,"a.md":null},{"briefing.md":"eA==","a.md":"eA=="},"Renamed a to b."]'
    )
    check = run("check", str(folder))
    assert check.code == 1
    assert f"{folder}/{JOURNAL_NAME}:1:1: error: An edit of several files" in check.out
    done = run("edit", str(folder), "rename", "share", "x")
    assert (done.code, done.out) == (0, "Renamed share to x; 4 references follow.\n")
    assert "An edit was interrupted and is left as it is. “briefing.md” was changed" in done.err
    assert not (folder / JOURNAL_NAME).exists()


def test_a_folder_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    done = run("edit", str(tmp_path / "none"), "rename", "a", "b")
    assert (done.code, done.out) == (1, "")
    assert "There is no folder" in done.err


def test_every_action_has_an_example() -> None:
    (verb,) = [verb for verb in VERBS if verb.name == "edit"]
    assert verb.local
    assert {line.split()[3] for line in verb.examples} == set(EDITS)
    assert all(len(line) <= 76 for line in verb.examples)

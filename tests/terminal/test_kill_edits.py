"""Kill a process that edits a folder at many instants: the edit is whole, or can be made whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.authoring.writing import JOURNAL_NAME
from briefing.desk.edits import apply, recover
from briefing.desk.renaming import rename
from tests.samples import TWO_TOWNS
from tests.thorough import often
from tests.unit.desk.folders import contents, copied

pytestmark = pytest.mark.terminal

KILLS = often(6, 300)
LONGEST_SECONDS = 0.4
ROOT = Path(__file__).parents[2]


def start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.terminal.edit_writer", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def states(folder: Path) -> list[dict[str, bytes]]:
    """All files before and after the section is renamed, and after it is named back; all load."""
    found = [contents(folder)]
    for old, new in (("terms", "deal"), ("deal", "terms")):
        apply(folder, rename(folder, f"section:{old}", new))
        assert load_briefing(folder).briefing is not None
        found.append(contents(folder))
    return found


def seen_whole(folder: Path, whole: list[dict[str, bytes]]) -> str:
    """Recover a folder, and tell what the kill hit; the folder is in one of some states then."""
    found = contents(folder)
    is_told = any(one.code == "unfinished-edit" for one in load_briefing(folder).problems)
    assert is_told == (JOURNAL_NAME in found)
    hidden = {name for name in found if Path(name).name.startswith(".")}
    said = recover(folder)
    assert bool(said) == is_told
    if not is_told:  # of a single file only what is beside it may be left
        found = {name: data for name, data in found.items() if name not in hidden}
        assert found in whole
        return "between two edits, or while writing the journal"
    assert contents(folder) in whole
    return "while writing the files" if found else "never"


def test_an_editor_that_dies_at_any_step_leaves_what_can_be_finished(tmp_path: Path) -> None:
    whole = states(copied(TWO_TOWNS, tmp_path))[:2]
    target = tmp_path / "each"
    with start("die", str(target)) as writer:
        assert writer.wait() == 0
    hit = Counter(seen_whole(one / "two-towns", whole) for one in sorted(target.iterdir()))
    print(f"\nEditor: died at {hit.total()} steps; {dict(hit)}")
    assert len(hit) == 2
    assert hit.total() > 40


def test_a_killed_editor_leaves_the_folder_before_or_after_an_edit(tmp_path: Path) -> None:
    folder = copied(TWO_TOWNS, tmp_path)
    whole = states(folder)
    chance = random.Random(20240502)
    hit: Counter[str] = Counter()
    for _ in range(KILLS):
        with start("edit", str(folder)) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(chance.uniform(0, LONGEST_SECONDS))
            writer.kill()
        hit[seen_whole(folder, whole)] += 1
    print(f"\nEditor: {hit.total()} kills; {dict(hit)}")

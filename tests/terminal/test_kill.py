"""Kill a writing process at many instants, and look at what it left.

A kill takes the process, not what the kernel already holds for the disk; that the disk is asked in
the right order, which is what counts in a power cut, is tested in ``test_storage.py``.
Run with ``-s`` to see what the kills hit.
"""

from __future__ import annotations

import itertools
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from briefing.authoring.published_lock import PUBLISHED_NAME, PublishedLock
from briefing.cli.main import main
from briefing.library.files import read_catalogue
from briefing.library.library import Library
from briefing.library.state import ReaderState
from tests.samples import TWO_TOWNS
from tests.terminal.writer import IDS, merging_words, submission, title_of, topic
from tests.thorough import often

pytestmark = pytest.mark.terminal

KILLS = often(8, 1000)
LONGEST_RUN_SECONDS = 0.12
ROOT = Path(__file__).parents[2]
VARIANTS = {id_: (topic(id_, "A"), topic(id_, "B")) for id_ in IDS}
SUBMISSIONS = {
    one.briefing: one for id_ in IDS for one in (submission(id_, "A"), submission(id_, "B"))
}


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.terminal.writer", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_after(seconds: float, *arguments: str) -> list[str]:
    """Start a writer, kill it so long after its first change, and give the lines it printed."""
    with start(*arguments) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(seconds)
        writer.kill()
        return [first, *writer.stdout.read().splitlines()]


def kill_many(once: Callable[[float], str], title: str) -> None:
    """Kill at spread instants; print what was hit."""
    chance = random.Random(20240502)
    hit = Counter(once(chance.uniform(0, LONGEST_RUN_SECONDS)) for _ in range(KILLS))
    print(f"\n{title}: {hit.total()} kills, nothing lost")
    for instant, count in hit.most_common():
        print(f"  {count:4}  {instant}")


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob("*.briefing-tmp"))


def instant_of(folder: Path) -> str:
    """Tell from what lies about in a library what its publisher was doing when it was killed."""
    for left in leftovers(folder):
        if left.parent == folder:
            return "while writing the catalogue"
        inside = {"briefings": "the new revision", "files": "its files"}.get(
            left.relative_to(folder).parts[0], "the copy of the old one"
        )
        return f"while writing {inside}, before it takes its place"
    library = Library(folder)
    known = read_catalogue(folder / "catalogue.json").lines
    behind = False
    for id_ in IDS:
        number = library.open(id_).number
        if (folder / "revisions" / id_ / f"{number:04}.json").exists():
            return "after the old revision was copied, before the new one was begun"
        behind |= known[id_].entry.revision != number
    return "after a replacement, before the catalogue" if behind else "between two publications"


def check_library(folder: Path, printed: list[str]) -> None:
    library = Library(folder)
    entries = {entry.id: entry for entry in library.entries()}
    assert set(entries) == set(IDS)
    confirmed = [int(number) for number in printed[-1].split()] if printed else [0] * len(IDS)
    flipped = []
    for id_, least in zip(IDS, confirmed, strict=True):
        revision = library.open(id_)
        assert revision.briefing in VARIANTS[id_]
        assert least <= revision.number <= least + 1
        assert library.files(id_) == SUBMISSIONS[revision.briefing].files
        assert entries[id_].problem is None
        assert entries[id_].revision == revision.number
        assert library.revisions(id_) == list(range(1, revision.number + 1))
        if revision.number > 1:
            earlier = library.open(id_, revision.number - 1)
            assert library.files(id_, earlier.number) == SUBMISSIONS[earlier.briefing].files
            assert {earlier.briefing, revision.briefing} == set(VARIANTS[id_])
        flipped.append(next(other for other in VARIANTS[id_] if other != revision.briefing))

    publications = library.publish([SUBMISSIONS[one] for one in flipped])

    assert [publication.number for publication in publications] == [
        entries[id_].revision + 1 for id_ in IDS
    ]
    assert leftovers(folder) == []


def test_a_killed_publisher_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    def once(seconds: float) -> str:
        printed = kill_after(seconds, "publish", str(tmp_path))
        instant = instant_of(tmp_path)
        check_library(tmp_path, [line for line in printed if line.count(" ") == len(IDS) - 1])
        return instant

    kill_many(once, "Publisher")
    library = Library(tmp_path)
    for id_ in IDS:
        contents = [library.open(id_, number).briefing for number in library.revisions(id_)]
        assert set(contents) == set(VARIANTS[id_])
        assert all(one != next_ for one, next_ in itertools.pairwise(contents))
        for number, content in zip(library.revisions(id_), contents, strict=True):
            assert library.files(id_, number) == SUBMISSIONS[content].files


def test_a_folder_that_was_being_published_goes_on_from_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is stored is what was published, and the folder says so, or says what was before."""
    folder = Path(shutil.copytree(TWO_TOWNS, tmp_path / "two-towns"))
    library = Library(tmp_path / "library")
    monkeypatch.setenv("BRIEFING_STATE", str(tmp_path / "state"))
    words = ["publish", str(folder), "--library", str(library.folder)]
    published: dict[int, dict[str, bytes]] = {}

    def once(seconds: float) -> str:
        printed = kill_after(4 * seconds, "publish-folder", str(tmp_path))
        confirmed = [int(number) for number in re.findall("revision ([0-9]+)", str(printed))]
        current = library.open("two-towns")
        number, title = current.number, title_of((folder / "briefing.md").read_bytes())
        assert max(confirmed) <= number <= max(confirmed) + 1
        lock = msgspec.json.decode((folder / PUBLISHED_NAME).read_bytes(), type=PublishedLock)
        assert lock.digest == library.open("two-towns", lock.revision).briefing.digest
        assert number - 1 <= lock.revision <= number
        files = library.files("two-towns")
        assert title_of(files["briefing.md"]) == current.briefing.title
        for path, data in files.items():
            assert data == (folder / path).read_bytes() or path == "briefing.md"
        if lock.revision < number:
            assert title == current.briefing.title
            instant = "published, but the folder does not say so yet"
        elif title != current.briefing.title:
            instant = "before it was published"
        else:
            instant = "after the folder said so"

        assert main(words) == 0
        again = library.open("two-towns")
        lock = msgspec.json.decode((folder / PUBLISHED_NAME).read_bytes(), type=PublishedLock)
        assert lock == PublishedLock(again.number, again.briefing.digest)
        assert again.briefing.title == title
        for one in range(max(published, default=0) + 1, again.number + 1):
            published[one] = library.files("two-towns", one)
            assert title_of(published[one]["briefing.md"]) == f"No {one}"
        assert leftovers(library.folder) == []
        return instant

    kill_many(once, "Folder")
    for number, files in published.items():
        assert library.files("two-towns", number) == files


def test_a_killed_session_leaves_every_mark_it_was_told_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "state.json"

    def once(seconds: float) -> str:
        printed = kill_after(seconds, "mark", str(file))
        instant = "while writing" if leftovers(tmp_path) else "before or after a replacement"
        state = ReaderState.open(file)
        confirmed = int(printed[-1])
        marks, place = state.read_marks("dam"), state.place("dam")
        assert state.notices == ()
        assert set(marks) == {f"card-{n}" for n in range(len(marks))}
        assert confirmed + 1 <= len(marks) <= confirmed + 2
        assert place is not None
        assert confirmed <= int(place.card.removeprefix("card-")) < len(marks)
        state.mark_read("dam", {f"card-{len(marks)}": "d"})
        assert state.notices == ()
        assert leftovers(tmp_path) == []
        return instant

    kill_many(once, "Session")


def test_a_publisher_that_dies_at_any_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    with start("publish-and-die", str(tmp_path)) as writer:
        assert writer.wait() == 0

    numbers = []
    for folder in sorted(tmp_path.iterdir()):
        library = Library(folder)
        found = [library.open(id_) for id_ in IDS[:2]]
        numbers.append([revision.number for revision in found])
        for revision in found:
            assert revision.briefing == VARIANTS[revision.briefing.id][revision.number - 1]
            assert library.files(revision.briefing.id) == SUBMISSIONS[revision.briefing].files
        assert sorted(entry.revision for entry in library.entries()) == sorted(numbers[-1])
        again = library.publish([submission(id_, "B") for id_ in IDS[:2]])
        assert [publication.number for publication in again] == [2, 2]
        assert [library.open(id_, 1).briefing for id_ in IDS[:2]] == [
            VARIANTS[id_][0] for id_ in IDS[:2]
        ]
        for id_ in IDS[:2]:
            assert library.files(id_, 1) == submission(id_, "A").files
            assert library.files(id_, 2) == submission(id_, "B").files
        assert leftovers(folder) == []
    assert [numbers[0], numbers[-1]] == [[1, 1], [2, 2]]
    assert [2, 1] in numbers
    print(f"\nPublisher: died at {len(numbers)} steps, nothing lost")


def test_a_merge_that_dies_at_any_step_loses_nothing_of_either_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_STATE", str(tmp_path / "state"))
    with start("merge-and-die", str(tmp_path / "merges")) as writer:
        assert writer.wait() == 0

    found = Counter[str]()
    for folder in sorted((tmp_path / "merges").iterdir()):
        library, mine = Library(folder / "library"), folder / "mine" / "two-towns"
        found["published" if library.open("two-towns").number == 3 else "not published"] += 1
        if (mine / ".desk-edit").exists():
            found["an edit to finish"] += 1
            assert main(["edit", str(mine), "recover"]) == 0
        assert main(merging_words(folder)) == 0
        merged = library.open("two-towns")
        assert merged.number == 3
        assert merged.briefing.title == "No 1"
        cards = {card.id: card for _, card in merged.briefing.cards()}
        assert "towns" not in cards
        for id_ in ("duration", "turbines"):
            assert cards[id_].claims[-1].text == "So it is said again."
        lock = msgspec.json.decode((mine / PUBLISHED_NAME).read_bytes(), type=PublishedLock)
        assert lock == PublishedLock(3, merged.briefing.digest)
        for path, data in library.files("two-towns").items():
            assert (mine / path).read_bytes() == data
    print(f"\nMerge: nothing lost where it died: {dict(found)}")
    assert all(found[one] for one in ("published", "not published", "an edit to finish"))


def test_a_session_that_dies_at_any_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    with start("mark-and-die", str(tmp_path)) as writer:
        assert writer.wait() == 0

    sizes = []
    for folder in sorted(tmp_path.iterdir()):
        state = ReaderState.open(folder / "state.json")
        sizes.append(len(state.read_marks("dam")))
        state.mark_read("dam", {"new": "d"})
        assert state.notices == ()
        assert ReaderState.open(folder / "state.json").read_marks("dam") == {"old": "d", "new": "d"}
        assert leftovers(folder) == []
    assert set(sizes) == {1, 2}
    print(f"\nSession: died at {len(sizes)} steps, nothing lost")

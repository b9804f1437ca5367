"""A library comes by later editions of the bundled briefing, and its owner's own are left alone."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import msgspec
import pytest

from briefing.authoring.load import load_briefing
from briefing.evidence.support import bearers
from briefing.library.files import BRIEFING_FILE, read_revision
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.library.storage import exclusive
from briefing.model.briefing import Briefing
from briefing.settings.config import bundled_content
from briefing.tui.reader.state import marks_of
from briefing.views.context import EDITIONS, open_to_read

ROOT = Path(__file__).parents[3]
WRITTEN = ROOT / "tests" / "fixtures" / "format-1"
JOINT = "armenia-azerbaijan-joint-statement"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with the edition of version 0.1."""
    return Path(shutil.copytree(WRITTEN / "library", tmp_path / "library"))


@pytest.fixture(scope="module")
def content() -> Path:
    """The folder of the briefing that comes with the program."""
    (folder,) = bundled_content()
    return folder


@pytest.fixture(scope="module")
def present(content: Path) -> Briefing:
    """The edition that comes with the program."""
    briefing = load_briefing(content).briefing
    assert briefing is not None
    return briefing


def start(folder: Path) -> Library:
    """Open a library as each start does; nobody is told anything."""
    return open_to_read(folder, pytest.fail)


def test_the_last_edition_listed_is_the_present_one(present: Briefing) -> None:
    digest = present.digest[:16]
    assert EDITIONS[JOINT][-1] == digest, (
        f"Add “{digest}” to the end of EDITIONS in views/context.py."
    )


def test_what_comes_with_the_program_is_verified(content: Path, present: Briefing) -> None:
    assert present.verified is not None, (
        "The bundled briefing has changed since it was verified. Where the articles are, run:"
        f" briefing check content/{content.name} --corpus DIR"
    )
    cited = sum(len(one.evidence) for one in bearers(present))
    assert (present.verified.passages, present.verified.warnings) == (cited, 0)


def test_what_is_installed_has_all_of_the_content() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"content": "briefing/content"}
    assert "exclude" not in wheel


def test_an_earlier_edition_becomes_a_new_revision(folder: Path, present: Briefing) -> None:
    before = Library(folder).open(JOINT).briefing
    library = start(folder)
    revision = library.open(JOINT)
    assert (revision.number, revision.briefing) == (2, present)
    assert library.open(JOINT, 1).briefing == before
    assert library.open("two-towns").number == 2
    assert {entry.id: entry.revision for entry in library.entries()}[JOINT] == 2
    assert start(folder).open(JOINT).number == 2


def test_marks_stay_with_cards_that_keep_their_ids(folder: Path) -> None:
    state = ReaderState.open(WRITTEN / "state" / "reader.json")
    briefing = start(folder).open(JOINT).briefing
    marks = marks_of(briefing, state.read_marks(JOINT), state.bookmarks(JOINT))
    assert marks.bookmarks == {"treaty"}
    assert marks.read == set()  # every text was written anew


@pytest.mark.parametrize("own", ["a change of its own", "nothing but another title"])
def test_what_the_owner_published_is_left_alone(folder: Path, own: str) -> None:
    library = Library(folder)
    earlier = library.open(JOINT).briefing
    library.publish([msgspec.structs.replace(earlier, title=own)])
    assert start(folder).open(JOINT).briefing.title == own
    assert library.open(JOINT).number == 2


def test_what_the_owner_took_away_stays_away(folder: Path) -> None:
    (folder / "briefings" / f"{JOINT}.json").unlink()
    assert start(folder).stamp(JOINT) is None


def test_once_looked_at_it_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(folder)
    earlier = library.open(JOINT).briefing
    library.publish([msgspec.structs.replace(earlier, title="My own")])
    start(folder)

    read: list[str] = []

    def noted(path: Path, id_: str) -> object:
        read.append(id_)
        return read_revision(path, id_)

    monkeypatch.setattr("briefing.library.revisions.read_revision", noted)
    start(folder)
    assert read == []
    library.publish([msgspec.structs.replace(earlier, title="My own, again")])
    read.clear()
    start(folder)
    assert read == [JOINT]


def test_who_publishes_meanwhile_is_not_waited_for(folder: Path) -> None:
    with exclusive(folder / ".lock", BRIEFING_FILE, seconds=0):
        assert start(folder).open(JOINT).number == 1
    assert start(folder).open(JOINT).number == 2


def test_a_damaged_briefing_is_left_to_its_owner(folder: Path) -> None:
    file = folder / "briefings" / f"{JOINT}.json"
    file.write_text("{")
    start(folder)
    assert file.read_text() == "{"


def test_the_edition_after_this_one_will_come_too(
    tmp_path: Path, present: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert start(tmp_path / "new").open(JOINT).briefing == present
    later = msgspec.structs.replace(present, title="The edition after this one")
    monkeypatch.setattr("briefing.views.context._bundled", lambda: [later])
    monkeypatch.setitem(EDITIONS, JOINT, (*EDITIONS[JOINT], later.digest[:16]))
    assert start(tmp_path / "new").open(JOINT).briefing == later


def test_a_program_without_content_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.views.context._bundled", list)
    assert start(folder).open(JOINT).number == 1

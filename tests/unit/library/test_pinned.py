"""The library as it was when it was looked at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing.library.errors import NotPublishedError
from briefing.library.files import read_revision
from briefing.library.library import Library, PinnedLibrary
from tests.unit.library.samples import NOON
from tests.unit.search.index_shelves import simple_briefing


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of one briefing."""
    library = Library(tmp_path / "library")
    library.publish([simple_briefing("a", "one")])
    return library


def test_it_reads_what_was_current_whatever_is_published_since(library: Library) -> None:
    pinned = PinnedLibrary(library.folder)
    library.publish([simple_briefing("a", "two"), simple_briefing("b", "new")])
    library.publish([simple_briefing("a", "three")])
    assert pinned.open("a").number == 1
    assert [entry.revision for entry in pinned.entries()] == [1]
    assert pinned.open("a", 2).number == 2
    assert pinned.revisions_read == {"a": 1}
    pinned.pin()
    assert pinned.open("a").number == 3
    assert pinned.revisions_read == {"a": 3, "b": 1}


def test_what_is_new_since_can_be_opened_by_name(library: Library) -> None:
    pinned = PinnedLibrary(library.folder)
    library.publish([simple_briefing("b", "new")])
    assert pinned.open("b").number == 1
    with pytest.raises(NotPublishedError):
        pinned.open("c")


def test_what_cannot_be_read_is_listed_and_not_pinned(library: Library) -> None:
    (library.folder / "briefings" / "torn.json").write_text("{")
    pinned = PinnedLibrary(library.folder)
    assert [entry.id for entry in pinned.entries() if entry.problem] == ["torn"]
    assert "torn" not in pinned.revisions_read


def test_the_stamp_of_a_briefing_changes_with_it(library: Library) -> None:
    before = library.stamp("a")
    assert before == library.stamp("a")
    assert library.stamp("b") is None
    assert library.stamp("\0") is None
    library.publish([simple_briefing("a", "two")])
    assert library.stamp("a") != before


def test_the_sixteen_opened_last_are_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(tmp_path)
    for number in range(18):
        library.publish([simple_briefing(f"b{number}", "x")], NOON + timedelta(hours=number))
    pinned = PinnedLibrary(tmp_path)
    read: list[str] = []

    def note(path: Path, id_: str, number: int | None = None) -> Any:  # noqa: ANN401
        read.append(id_)
        return read_revision(path, id_, number)

    monkeypatch.setattr("briefing.library.revisions.read_revision", note)
    newest = [f"b{number}" for number in range(17, 1, -1)]
    assert [revision.briefing.id for revision in pinned.open_newest()] == newest[:8]
    for id_ in newest[8:]:
        pinned.open(id_)
    read.clear()
    pinned.open("b17")  # is the one opened last now, so b16 goes first
    pinned.open("b0")
    assert set(read) == {"b0"}
    read.clear()
    for id_ in (*newest[:1], *newest[2:], "b0"):
        pinned.open(id_)
    assert read == []
    pinned.open("b16")
    assert set(read) == {"b16"}


def test_what_cannot_be_opened_is_left_out_of_the_newest(library: Library) -> None:
    library.publish([simple_briefing("b", "new")])
    pinned = PinnedLibrary(library.folder)
    (library.folder / "briefings" / "b.json").write_text("{")
    assert [revision.briefing.id for revision in pinned.open_newest()] == ["a"]


def test_what_has_changed_since_is_read_as_it_was(library: Library) -> None:
    library.publish([simple_briefing("same", "x"), simple_briefing("gone", "x")])
    pinned = PinnedLibrary(library.folder)
    assert pinned.instead() == {}
    before = pinned.open("a")
    library.publish([simple_briefing("a", "two"), simple_briefing("b", "new")])
    (library.folder / "briefings" / "gone.json").unlink()
    assert list(pinned.instead().items()) == [("a", before), ("b", None), ("gone", None)]
    assert pinned.entries() == pinned.entries(pytest.fail)
    assert library.instead() == {}


def test_an_earlier_revision_can_be_opened_too(library: Library) -> None:
    library.publish([simple_briefing("a", "two")])
    pinned = PinnedLibrary(library.folder)
    assert [pinned.open("a", number).number for number in (1, 2, 1)] == [1, 2, 1]
    with pytest.raises(NotPublishedError):
        pinned.open("a", 3)

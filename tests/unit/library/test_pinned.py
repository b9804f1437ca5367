"""The library as it was when it was looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.library.errors import NotPublishedError
from briefing.library.library import Library, PinnedLibrary
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

"""Where the index of a library is kept, what it reads, and what becomes of it after publishing."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from briefing.library.library import Library
from briefing.model.errors import BriefingError
from briefing.search.index.database import BusyIndexError, UnusableIndexError
from briefing.settings.config import Places
from briefing.views.indexing import LibraryShelf, index_files, update_index
from tests.unit.search.index_shelves import simple_briefing

BUSY = BusyIndexError(Path("index"))
NOT_HERE = UnusableIndexError(Path("here"), "no space")
NOR_HERE = UnusableIndexError(Path("there"), "no space")
STAYS_SLOW = "What was published is safe; searching all briefings will be slower."


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library")
    library.publish([simple_briefing("a", "one"), simple_briefing("b", "two")])
    return library


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "library", tmp_path / "state", tmp_path / "config.toml")


def test_it_reads_what_was_published_last_first_and_knows_a_file_by_size_and_time(
    library: Library,
) -> None:
    for name, time in (("a", 1_000), ("b", 2_000)):
        os.utime(library.folder / "briefings" / f"{name}.json", (time, time))
    sizes = {id_: stamp.size for id_, stamp in library.stamps().items()}
    assert list(LibraryShelf(library).stamps().items()) == [
        ("b", f"{sizes['b']} 2000000000000"),
        ("a", f"{sizes['a']} 1000000000000"),
    ]


def test_what_is_damaged_or_gone_is_not_read(library: Library) -> None:
    shelf = LibraryShelf(library)
    found = shelf.open("a")
    assert found is not None
    assert found.briefing == simple_briefing("a", "one")
    (library.folder / "briefings" / "a.json").write_text("{")
    assert shelf.open("a") is None
    assert shelf.open("c") is None


def test_it_stands_in_the_library_else_in_the_state_folder(
    library: Library, places: Places
) -> None:
    name = f"{zlib.crc32(os.fsencode(library.folder)):08x}"
    assert index_files(library, places) == [
        library.folder / "index.sqlite3",
        places.state / f"index-{name}.sqlite3",
    ]


@pytest.mark.parametrize(
    ("outcomes", "tried", "told"),
    [
        ([None], 1, []),
        ([BUSY], 1, []),
        ([NOT_HERE, None], 2, []),
        ([NOT_HERE, BUSY], 2, []),
        (
            [NOT_HERE, NOR_HERE],
            2,
            [f"{NOR_HERE} {STAYS_SLOW}"],
        ),
        ([BriefingError("The library is gone.")], 1, [f"The library is gone. {STAYS_SLOW}"]),
    ],
)
def test_after_publishing_it_is_made_where_it_can_be_and_else_that_is_told(
    outcomes: list[Exception | None],
    tried: int,
    told: list[str],
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[Path] = []

    def update(path: Path, _: LibraryShelf) -> None:
        tries.append(path)
        if (outcome := outcomes[len(tries) - 1]) is not None:
            raise outcome

    monkeypatch.setattr("briefing.search.index.building.update", update)
    places = Places(library.folder, library.folder.parent / "state", Path("config.toml"))
    said: list[str] = []
    update_index(library, places, said.append)
    assert (tries, said) == (index_files(library, places)[:tried], told)


def test_without_full_text_search_none_is_made_and_nothing_is_said(
    library: Library, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.views.indexing.has_full_text_search", lambda: False)
    update_index(library, places, pytest.fail)
    assert not index_files(library, places)[0].exists()

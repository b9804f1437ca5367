"""The library as sessions see it: pinned, and honest about what cannot be read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from briefing.library.errors import LibraryError
from briefing.library.library import Library, PinnedLibrary
from briefing.model.errors import BriefingError
from briefing.serve.options import Limits, SharedSettings
from tests.unit.library.samples import make_briefing


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of two briefings, one of them in its second revision."""
    library = Library(tmp_path / "library")
    library.publish([make_briefing("dam", "one"), make_briefing("strike")])
    library.publish([make_briefing("dam", "two")])
    return library


def words(library: Library, id_: str) -> str:
    return library.open(id_).briefing.sections[0].cards[0].claims[0].text


def problems(library: Library) -> list[str]:
    return [entry.problem for entry in library.entries() if entry.problem]


def test_a_session_reads_what_it_began_with(library: Library) -> None:
    pinned = PinnedLibrary(library.folder)
    assert pinned.revisions_read == {"dam": 2, "strike": 1}
    library.publish([make_briefing("dam", "three")])
    assert words(pinned, "dam") == "two"
    assert words(PinnedLibrary(library.folder), "dam") == "three"


def test_what_cannot_be_read_is_a_problem_and_no_revision(library: Library) -> None:
    assert problems(PinnedLibrary(library.folder)) == []
    for name in ("torn", "dam"):
        (library.folder / "briefings" / f"{name}.json").write_text("{")
    pinned = PinnedLibrary(library.folder)
    assert pinned.revisions_read == {"strike": 1}
    assert len(problems(pinned)) == 2
    for name in ("torn", "dam"):
        assert sum(f"{name}.json" in problem for problem in problems(pinned)) == 1
        with pytest.raises(LibraryError):
            pinned.open(name)
    assert len(pinned.entries()) == 3


def test_what_is_mended_is_read_once_it_is_looked_at_again(library: Library) -> None:
    file = library.folder / "briefings" / "dam.json"
    sound = file.read_bytes()
    file.write_text("{")
    pinned = PinnedLibrary(library.folder)
    file.write_bytes(sound)
    assert problems(pinned)
    pinned.pin()
    assert problems(pinned) == []
    assert pinned.revisions_read == {"dam": 2, "strike": 1}


def test_what_is_taken_away_is_not_there_for_the_next_session(library: Library) -> None:
    pinned = PinnedLibrary(library.folder)
    (library.folder / "briefings" / "strike.json").unlink()
    assert "strike" in pinned.revisions_read
    assert "strike" not in PinnedLibrary(library.folder).revisions_read


def test_a_library_of_nothing_has_nothing_to_read(tmp_path: Path) -> None:
    pinned = PinnedLibrary(tmp_path / "none")
    assert (pinned.revisions_read, pinned.entries()) == ({}, [])


def test_a_library_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="file"):
        PinnedLibrary(tmp_path / "file")


@pytest.mark.parametrize("corpus", [None, "/srv/texts"])
def test_nothing_of_the_host_is_anywhere_for_a_session(tmp_path: Path, corpus: str | None) -> None:
    places = SharedSettings(library="/srv/library", state=str(tmp_path), corpus=corpus).places
    assert (places.library, places.state) == (Path("/srv/library"), tmp_path)
    assert places.corpus == (Path(corpus) if corpus else None)
    assert not places.config.exists()
    assert not places.config.parent.exists()


def test_what_sessions_share_is_read_from_its_file_or_told(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    with pytest.raises(BriefingError, match=r"session\.json” cannot be read .* Start the server\."):
        SharedSettings.read(str(file))
    file.write_text('{"library": "/srv/library", "state": 7}')
    with pytest.raises(BriefingError, match=r"cannot be read \(Expected `str`, got `int`"):
        SharedSettings.read(str(file))
    served = SharedSettings(
        library="/srv/library", state="/srv/state", limits=Limits(idle=3, marks=7)
    )
    file.write_bytes(msgspec.json.encode(served))
    assert SharedSettings.read(str(file)) == served

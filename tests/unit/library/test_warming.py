"""What a pool works out once for all sessions that are forked from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.library import past_figures, since
from briefing.library.library import Library, PinnedLibrary
from briefing.library.reader_tables import Place
from briefing.library.since import since_read, warm
from briefing.library.state import MemoryKeeper, ReaderState
from tests.revising import NAME, publish_three
from tests.unit.search.index_shelves import simple_briefing


@pytest.fixture(autouse=True)
def _nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(since, "_compared", {})
    monkeypatch.setattr(past_figures, "_known", {})


@pytest.fixture
def pinned(tmp_path: Path) -> PinnedLibrary:
    """The two towns in three revisions, and more briefings than are kept, each in two."""
    library = Library(tmp_path / "library")
    for text in ("peace", "no peace"):
        library.publish([simple_briefing(f"b{number}", text) for number in range(12)])
    publish_three(library)
    library.publish([simple_briefing("new", "war")])
    return PinnedLibrary(library.folder)


def forget_files(library: Library) -> None:
    """Leave nothing of what is published but what is in memory."""
    for path in library.folder.rglob("*.json"):
        path.write_text("{")


def compare_nothing(*_: object) -> None:
    raise AssertionError("it was compared before")


def test_who_has_read_the_revision_before_finds_it_compared(
    pinned: PinnedLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = pinned.open_newest()
    warm(pinned, newest)
    monkeypatch.setattr(since, "Comparison", compare_nothing)
    forget_files(pinned)
    for revision in newest:
        name = revision.briefing.id
        state = ReaderState(MemoryKeeper())
        state.remember(name, Place(section="s", card="c0"), revision.number - 1)
        found = since_read(pinned, state, pinned.open(name))
        assert (found is None) is (revision.number == 1)
        assert found is None or found.comparison.told


def test_memory_is_bounded(pinned: PinnedLibrary) -> None:
    for _ in range(3):
        warm(pinned, pinned.open_newest())
        warm(pinned, (pinned.open(f"b{number}") for number in range(12)))
        for number in range(12):
            past_figures.past_figures(pinned, pinned.open(f"b{number}"))
        past_figures.past_figures(pinned, pinned.open("b1", 1))
    assert len(since._compared) <= 16
    assert len(past_figures._known) <= 16


def test_what_cannot_be_read_is_left_to_those_who_ask(pinned: PinnedLibrary) -> None:
    (pinned.folder / "revisions" / NAME / "0002.json").write_text("{")
    warm(pinned, pinned.open_newest())
    assert not [key for key in since._compared if key[0] == NAME]


def test_figures_are_known_by_library_revision_and_nothing_else(
    pinned: PinnedLibrary, tmp_path: Path
) -> None:
    towns = pinned.open(NAME)
    assert past_figures.known_past_figures(pinned, towns) is None
    past = past_figures.past_figures(pinned, towns)
    assert [one.figure.number for one in past["households"]] == ["12,400", "13,100", "13,400"]
    assert past_figures.known_past_figures(pinned, towns) is past
    assert past_figures.known_past_figures(Library(tmp_path / "other"), towns) is None
    assert past_figures.known_past_figures(pinned, pinned.open("new")) == {}
    assert set(past) == {"households"}, "of others there is nothing to say"

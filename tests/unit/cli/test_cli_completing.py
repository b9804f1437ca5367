from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

import pytest

from briefing.cli.completing import addresses, complete, completers, counts
from briefing.library.library import Library
from briefing.views.verbs import Completes
from tests.samples import TWO_TOWNS, two_towns
from tests.shell import asks_what_comes_next
from tests.unit.library.samples import make_briefing


@pytest.fixture
def library(home: Path) -> Library:
    library = Library(home / "library")
    library.publish([two_towns()])
    return library


def test_addresses_are_offered_step_by_step(library: Library) -> None:
    assert addresses(library, "two") == ["two-towns", "two-towns/"]
    sections = [section.id for section in two_towns().sections]
    assert addresses(library, "two-towns/te") == [
        f"two-towns/{section}{end}" for section in sections for end in ("", "/")
    ]
    assert addresses(library, "two-towns/terms/") == [
        "two-towns/terms/share",
        "two-towns/terms/duration",
        "two-towns/terms/turbines",
    ]
    assert addresses(library, "two-towns/nope/") == []
    assert addresses(library, "two-towns/share#summer@") == ["two-towns/share#summer@1"]
    assert addresses(library, "two-towns@") == ["two-towns@1"]


def test_the_keys_of_the_counts_are_offered() -> None:
    assert {"altered", "single-source", "uncited"} <= set(counts())


def test_the_saved_searches_are_offered(home: Path) -> None:
    assert list(completers()[Completes.SAVED]()) == []
    (home / "searches.txt").write_text("# mine\nnew doubts: in:skeptics is:unread\nwater: water\n")
    assert list(completers()[Completes.SAVED]()) == ["new doubts", "water"]


@pytest.mark.usefixtures("library")
def test_names_and_sources_come_from_the_library_that_was_typed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers, typed = completers(), Namespace(library=None, name="two-towns")
    assert list(offers[Completes.NAME](parsed_args=typed)) == ["two-towns"]
    assert "two-towns/terms" in offers[Completes.ADDRESS](prefix="two-towns/")
    offered = list(offers[Completes.ACTOR](parsed_args=typed))
    assert {"engineer", "Orkhan Aliyev", "Orxan Əliyev"} <= set(offered)
    assert list(offers[Completes.SOURCE](parsed_args=typed)) == ["herald", "post", "engineers"]
    assert "altered" in offers[Completes.COUNT]()
    folder = Namespace(library=None, folder=str(TWO_TOWNS))
    assert list(offers[Completes.KEY](parsed_args=folder)) == ["herald", "post", "engineers"]
    (home / "config.toml").write_text(f'library = "{home / "nowhere"}"')
    assert list(offers[Completes.NAME](parsed_args=typed)) == ["two-towns"]
    monkeypatch.delenv("BRIEFING_LIBRARY")
    assert list(offers[Completes.NAME](parsed_args=typed)) == []
    here = Namespace(library=str(home / "library"), name="two-towns")
    assert list(offers[Completes.NAME](parsed_args=here)) == ["two-towns"]
    elsewhere = Namespace(library=str(home / "nowhere"), name="two-towns")
    assert list(offers[Completes.NAME](parsed_args=elsewhere)) == []


def test_what_a_folder_has_is_offered_to_be_edited() -> None:
    offer, typed = completers()[Completes.PART], Namespace(folder=str(TWO_TOWNS))
    parts = {"share", "section:terms", "source:herald", "actor:mayor", "figure:years"}
    assert parts <= set(offer(prefix="s", parsed_args=typed))
    assert "share#summer" in offer(prefix="share#", parsed_args=typed)
    assert list(offer(prefix="s", parsed_args=Namespace(folder="/nowhere"))) == []


def completed(line: str, answer: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a shell is offered at the end of a line; the answer leaves the interpreter."""
    for name, value in asks_what_comes_next(line, answer).items():
        monkeypatch.setenv(name, value)
    child = os.fork()
    if not child:
        try:
            complete()
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    return [word.strip() for word in answer.read_text().splitlines()]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("line", "offered", "withheld"),
    [
        ("briefing ", {"two-towns", "list"}, {"--library", "--version"}),
        ("briefing -", {"--library", "--version"}, {"two-towns"}),
        ("briefing --library {elsewhere} ", {"other", "list"}, {"two-towns"}),
        ("briefing --corpus {elsewhere} ", {"two-towns"}, {"other"}),
    ],
)
def test_a_shell_is_offered_names_of_the_library_typed_and_options_when_they_begin(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    offered: set[str],
    withheld: set[str],
) -> None:
    Library(home / "elsewhere").publish([make_briefing("other")])
    # A file that somebody named like a verb stands in nobody's way.
    Library(home / "library").publish([make_briefing("list")])
    words = completed(line.format(elsewhere=home / "elsewhere"), home / "answer", monkeypatch)
    assert offered <= set(words)
    assert not withheld & set(words)


@pytest.mark.usefixtures("library")
def test_whatever_goes_wrong_nothing_is_offered(home: Path) -> None:
    offers = completers()
    assert list(offers[Completes.SOURCE](parsed_args=Namespace(name="gone"))) == []
    assert list(offers[Completes.SOURCE]()) == []
    (home / "file").touch()
    assert list(offers[Completes.NAME](parsed_args=Namespace(library=str(home / "file")))) == []

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from briefing.cli.completing import addresses, completers, counts
from briefing.library.library import Library
from briefing.views.verbs import Completes
from tests.samples import two_towns


@pytest.fixture
def library(home: Path) -> Library:
    library = Library(home / "library")
    library.publish([two_towns()])
    return library


def test_addresses_are_offered_step_by_step(library: Library) -> None:
    assert addresses(library, "two") == ["two-towns", "two-towns/"]
    assert {"two-towns/terms", "two-towns/terms/"} <= set(addresses(library, "two-towns/te"))
    assert addresses(library, "two-towns/terms/") == [
        "two-towns/terms/share",
        "two-towns/terms/duration",
        "two-towns/terms/turbines",
    ]
    assert addresses(library, "two-towns/nope/") == []


def test_the_keys_of_the_counts_are_offered() -> None:
    assert {"altered", "single-source", "uncited"} <= set(counts())


@pytest.mark.usefixtures("library")
def test_names_and_sources_come_from_the_library_that_was_typed(home: Path) -> None:
    offers, typed = completers(), Namespace(library=None, name="two-towns")
    assert list(offers[Completes.NAME](parsed_args=typed)) == ["two-towns"]
    assert "two-towns/terms" in offers[Completes.ADDRESS](prefix="two-towns/")
    assert list(offers[Completes.SOURCE](parsed_args=typed)) == ["herald", "post", "engineers"]
    assert "altered" in offers[Completes.COUNT]()
    elsewhere = Namespace(library=str(home / "nowhere"), name="two-towns")
    assert list(offers[Completes.NAME](parsed_args=elsewhere)) == []


@pytest.mark.usefixtures("library")
def test_whatever_goes_wrong_nothing_is_offered(home: Path) -> None:
    offers = completers()
    assert list(offers[Completes.SOURCE](parsed_args=Namespace(name="gone"))) == []
    assert list(offers[Completes.SOURCE]()) == []
    (home / "file").touch()
    assert list(offers[Completes.NAME](parsed_args=Namespace(library=str(home / "file")))) == []

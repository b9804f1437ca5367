from __future__ import annotations

from pathlib import Path

import pytest

from briefing.cli.completing import addresses, counts
from briefing.library.library import Library
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

"""A library for hosts, and one host for tests that leave it as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.library.library import Library
from briefing.model.briefing import Briefing
from tests.served.host import Host
from tests.terminal.conftest import TWO_TOWNS

FREE = {
    **{"connections-per-minute": 0, "handshakes": 0, "handshakes-per-address": 0},
    **{"sessions": 0, "sessions-per-address": 0, "sessions-per-key": 0},
    "commands-per-address": 0,
}
"""No limits on how many may come; 0 means no limit."""


@pytest.fixture(scope="session", autouse=True)
def _clients() -> None:
    """Those who come use OpenSSH's client."""
    if not (shutil.which("ssh") and shutil.which("ssh-keygen")):
        pytest.skip("there is no ssh here")


def load_two_towns() -> Briefing:
    """The briefing of the fixtures."""
    briefing = load_briefing(TWO_TOWNS).briefing
    assert briefing is not None
    return briefing


def new_home(folder: Path) -> Path:
    """Make a home in which a library has two towns."""
    folder.mkdir(parents=True, exist_ok=True)
    Library(folder / "library").publish([load_two_towns()])
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home for a host of its own."""
    return new_home(tmp_path / "home")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host for guests and for one key, which has no limits; for a whole file of tests."""
    with Host(new_home(tmp_path_factory.mktemp("host") / "home"), limits=FREE) as running:
        running.await_index()
        yield running

"""A library for hosts, places for them, and hosts for tests that leave them as they were."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, NamedTuple

import pytest

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from tests.programs import need, unable
from tests.samples import two_towns
from tests.served.host import Host
from tests.thorough import spread

FREE: Final = {"sessions": 0, "sessions-per-address": 0, "sessions-per-key": 0}
"""No limits on how many may read; 0 means no limit."""

FREE_SSHD: Final = ("MaxStartups 1000", "PerSourceMaxStartups none")
"""No limits on how many may log in at a time."""

as_root: Final = pytest.mark.skipif(os.geteuid() != 0, reason="only root can do that")


class Way(NamedTuple):
    """How readers come in, and how their sessions start."""

    any_key: bool
    pool: bool


LISTED: Final = pytest.param(Way(any_key=False, pool=True), id="listed, from a pool")
LISTED_COLD: Final = pytest.param(Way(any_key=False, pool=False), id="listed, cold")
ANY: Final = pytest.param(Way(any_key=True, pool=True), id="any key, from a pool", marks=as_root)
ANY_COLD: Final = pytest.param(Way(any_key=True, pool=False), id="any key, cold", marks=as_root)


@pytest.fixture(scope="session", autouse=True)
def _openssh() -> None:
    """All of these tests are of OpenSSH's server and client."""
    need("ssh", "sshd", "ssh-keygen", "ssh-agent")


@pytest.fixture(scope="session")
def homes() -> Iterator[Path]:
    """A folder for homes: sshd takes key lists only where nobody else can write, unlike /tmp."""
    above = Path(pwd.getpwuid(os.geteuid()).pw_dir)
    try:
        folder = Path(mkdtemp(prefix=".briefing-tests-", dir=above))
    except OSError as error:
        unable(f"the home of who runs this cannot be written: {error}")
    if above.stat().st_mode & 0o022:
        folder.rmdir()
        unable("others can write to the home of who runs this")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def new_home(homes: Path, *briefings: Briefing, name: str = "home") -> Path:
    """Make a home in which a library has two towns, or other briefings."""
    folder = Path(mkdtemp(prefix=f"{name}-", dir=homes))
    Library(folder / "library").publish(briefings or [two_towns()])
    (folder / "library").chmod(0o755)  # whatever the umask
    return folder


@pytest.fixture
def home(homes: Path) -> Path:
    """A home for a host of its own."""
    return new_home(homes)


@pytest.fixture(scope="session")
def host(homes: Path) -> Iterator[Host]:
    """A host without limits of ours, for all tests that leave it as it is."""
    with Host(new_home(homes), limits=FREE) as running:
        running.await_index()
        yield running


@pytest.fixture(scope="session", params=spread([ANY_COLD, LISTED], 1))
def served(homes: Path, request: pytest.FixtureRequest) -> Iterator[Host]:
    """The same, in both ways of coming in and both ways of starting."""
    way: Way = request.param
    with Host(new_home(homes), any_key=way.any_key, pool=way.pool, limits=FREE) as running:
        yield running


@pytest.fixture
def way(homes: Path, request: pytest.FixtureRequest) -> Iterator[Host]:
    """A host for one of the other ways, for one test."""
    given: Way = request.param
    with Host(new_home(homes), any_key=given.any_key, pool=given.pool, limits=FREE) as running:
        yield running

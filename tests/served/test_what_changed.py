"""What has changed, told at the other end of a line, to each reader by their own marks."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.library.library import Library
from tests.revising import publish_three, second
from tests.samples import two_towns
from tests.served.conftest import FREE, new_home
from tests.served.host import Host, client_environment
from tests.waiting import HANGS, until

pytestmark = pytest.mark.terminal

FIRST = "Lakeside and Hilltop agreed on 1 May"
FLOOD = "two-towns/duration@1 " * 400_000


@pytest.fixture(scope="module")
def host(homes: Path) -> Iterator[Host]:
    """A host that has three revisions of the two towns."""
    home = new_home(homes, two_towns())
    shutil.rmtree(home / "library")
    publish_three(Library(home / "library"))
    (home / "library").chmod(0o755)
    with Host(home, limits=FREE) as running:
        running.await_index()
        yield running


def resolve(host: Host, text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        host.ssh("--", "resolve -"),
        input=text,
        env=client_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )


def test_a_mail_is_resolved_at_the_other_end(host: Host) -> None:
    done = resolve(host, "He says so (two-towns/share#summer@1), and two-towns/duration@3.\n")
    assert (done.returncode, done.stderr) == (1, "Of 2 addresses 1 is as it was.\n")
    assert "What became of it: corrected; its source was retracted\n" in done.stdout


def test_a_flood_is_cut(host: Host) -> None:
    done = resolve(host, FLOOD)
    assert "Only the first 4,000,000 characters were read." in done.stderr
    assert done.stdout.count("What became of it") == 1


@pytest.mark.parametrize(
    "words",
    ["log two-towns", "diff two-towns 1 3", "figures two-towns --history", "show two-towns@2"],
)
def test_what_is_told_at_home_is_told_here(host: Host, words: str) -> None:
    done = host.run(words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_no_saved_search_of_the_host_is_watched(host: Host) -> None:
    done = host.run("watch --saved x")
    assert (done.returncode, done.stdout) == (2, "")


def test_each_reader_watches_by_themselves_once_they_have_read(homes: Path) -> None:
    with Host(new_home(homes, two_towns()), limits=FREE) as host:
        unknown = host.run("watch households")
        assert (unknown.returncode, unknown.stdout) == (1, "")
        assert "could not be noted" in unknown.stderr
        with host.reader() as terminal:
            terminal.wait_for(FIRST)
            terminal.press("q")
            assert terminal.wait_end() == 0
        assert host.run("watch households").stderr.startswith("Watching “households”")
        Library(host.home / "library").publish([second()])

        def told() -> bool:
            return "Figure changed: 1\n" in host.run("watch households").stdout

        until(told, "what is new is never told")
        again = host.run("watch households")
        assert (again.returncode, again.stdout) == (1, "")
        changed = host.run("changes two-towns")
        assert (changed.returncode, changed.stderr) == (0, "")
        assert "Stance moved: 1\n" in changed.stdout

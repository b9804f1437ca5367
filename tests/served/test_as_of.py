"""Earlier revisions over SSH: read in sessions that may read nothing but the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.library.library import Library, Submission
from tests.revising import second, third
from tests.served.conftest import FREE
from tests.served.host import Host

pytestmark = pytest.mark.terminal


@pytest.fixture
def revised(home: Path) -> Path:
    """A home whose library has two towns in three revisions."""
    for briefing in (second(), third()):
        Library(home / "library").publish([Submission(briefing=briefing, note="What is new.")])
    return home


@pytest.mark.parametrize("pool", [False, True], ids=["cold", "from a pool"])
def test_a_reader_goes_to_an_earlier_revision_and_back_without_a_trace(
    revised: Path, pool: bool
) -> None:
    with Host(revised, pool=pool, limits=FREE) as host:
        with host.reader("-t", "--", "two-towns/share", "--as-of", "1") as terminal:
            terminal.wait_for("as of revision 1")
            terminal.wait_for("takes two thirds of the water")
            terminal.press("b")
            terminal.wait_for("Marks are for the newest revision")
            terminal.press("R")
            terminal.wait_for("Revision 3 is loaded.")
            terminal.press(":")
            terminal.wait_for("Go to, or do")
            terminal.press("As of revision 2")
            terminal.wait_for("What is new.")
            terminal.press("\r")
            terminal.wait_for("as of revision 2")
            terminal.press("q")
            assert terminal.wait_end() == 0
        answer = host.run("search", "is:bookmarked")
        assert answer.returncode == 1, "nothing was marked"


def test_what_there_is_not_is_told(revised: Path) -> None:
    with Host(revised, limits=FREE) as host:
        with host.reader("-t", "--", "two-towns", "--as-of", "7") as terminal:
            terminal.wait_for("has no revision 7; it has 1, 2, 3.")
            assert terminal.wait_end() == 1
        answer = host.run("two-towns", "--as-of", "soon")
        assert answer.returncode == 2
        assert "is neither the number of a revision nor a day" in answer.stderr

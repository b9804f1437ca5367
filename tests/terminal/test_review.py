"""briefing review on a real terminal: what is signed is in the file, and said when it is left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing.authoring.review_lock import REVIEWS_NAME
from tests.articles import copy_towns
from tests.samples import TEXTS
from tests.terminal.conftest import Start
from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

BEGUN = "passages carry it"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_towns(tmp_path)


def signed(folder: Path) -> list[tuple[str, str, str]]:
    lines = (folder / REVIEWS_NAME).read_text().splitlines()[1:]
    found = map(json.loads, lines)
    return [(one["about"], one["by"], one.get("remark", "")) for one in found]


def begun(start: Start, folder: Path, *options: str, **more: str | int | None) -> Terminal:
    return start("review", str(folder), "--corpus", str(TEXTS), *options, **more)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45)], ids=str)
def test_what_is_signed_by_keys_is_in_the_file(
    start: Start, folder: Path, size: tuple[int, int]
) -> None:
    columns, rows = size
    with begun(start, folder, columns=columns, rows=rows) as terminal:
        terminal.wait_for("You sign as:")
        # In one go, as over a slow line: the name, a signature, a remark with keys in it.
        terminal.press("\x15Ann Lee\rprnot p, q or U\rq")
        assert terminal.wait_end() == 0
        assert "Ann Lee signed 1 thing and remarked on 1; all of i" in "".join(terminal.lines)
    assert signed(folder) == [
        ("bottom-line#lakeside-and-hilltop-agreed", "Ann Lee", ""),
        ("bottom-line#so-what", "Ann Lee", "not p, q or U"),
    ]


def test_a_lost_line_loses_nothing_that_was_said(start: Start, folder: Path) -> None:
    with begun(start, folder, "--by", "Ann Lee") as terminal:
        terminal.wait_for(BEGUN)
        terminal.press("p")
        terminal.wait_for("Signed; U takes it back.")
        terminal.hang_up()
        assert terminal.wait_end() == 129
    assert len(signed(folder)) == 1


def test_ascii_alone_reaches_a_terminal_that_has_no_more(start: Start, folder: Path) -> None:
    with begun(start, folder, "--by", "Ann", LC_ALL="C", LANG=None) as terminal:
        terminal.wait_for(BEGUN)
        assert "> Lakeside and Hilltop agreed" in terminal.text
        terminal.press("?")
        terminal.wait_for("While you review")
        terminal.press("\x1b")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert max(terminal.raw) <= 0x7E

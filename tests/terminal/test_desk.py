"""briefing desk on a real terminal: what is typed is in the files, whoever ends the program."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.articles import copy_towns
from tests.samples import TEXTS
from tests.terminal.conftest import Start
from tests.terminal.pty import Terminal
from tests.waiting import until

pytestmark = pytest.mark.terminal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_towns(tmp_path)


def begun(start: Start, folder: Path, **more: str | int | None) -> Terminal:
    return start("desk", str(folder), "--corpus", str(TEXTS), **more)


def typing(terminal: Terminal, folder: Path) -> None:
    """Go to the editor of the bottom line and type a line, and the beginning of another."""
    terminal.wait_for("¶1 ×")
    terminal.press("\t\tA first line.\rand the next")
    until(lambda: "A first line.\n" in (folder / "briefing.md").read_text(), "it is not saved")
    terminal.wait_for("and the next")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45)], ids=str)
def test_a_sentence_is_cited_by_keys_alone(
    start: Start, folder: Path, size: tuple[int, int]
) -> None:
    columns, rows = size
    before = (folder / "briefing.md").read_text()
    with begun(start, folder, columns=columns, rows=rows) as terminal:
        terminal.wait_for("¶1 ×")
        terminal.press("\t}}.\r")  # in one go, as over a slow line
        terminal.wait_for("takes it back")
        terminal.press("q")
        assert terminal.wait_end() == 0
    after = (folder / "briefing.md").read_text()
    assert "; @herald, ¶3 “The deal runs for …" in after
    assert len(after.splitlines()) == len(before.splitlines())


def test_a_kill_takes_the_line_that_is_typed_and_no_more(start: Start, folder: Path) -> None:
    with begun(start, folder) as terminal:
        typing(terminal, folder)
        terminal.process.send_signal(signal.SIGKILL)
        terminal.process.wait()
    after = (folder / "briefing.md").read_text()
    assert "A first line.\n" in after
    assert "and the next" not in after


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_who_ends_it_otherwise_takes_nothing(
    start: Start, folder: Path, number: signal.Signals
) -> None:
    with begun(start, folder) as terminal:
        typing(terminal, folder)
        terminal.process.send_signal(number)
        terminal.process.wait()
    assert "A first line.\nand the next" in (folder / "briefing.md").read_text()


def test_what_is_no_folder_of_a_briefing_says_how_to_begin_one(
    start: Start, tmp_path: Path
) -> None:
    with begun(start, tmp_path / "my-topic") as terminal:
        assert terminal.wait_end() == 1
        assert "briefing new" in " ".join(terminal.lines)


def test_no_character_of_a_file_controls_the_terminal(start: Start, folder: Path) -> None:
    path = folder / "briefing.md"
    hostile = "\x1b]0;owned\x07\x1b[31m\u202e\x9b5m\u2066[/x] [sic]"
    fields, _, text = path.read_text().rpartition("---\n")
    path.write_text(f"{fields}---\nHere {hostile} stands no command.\n\n{text}")
    with begun(start, folder) as terminal:
        terminal.wait_for("¶1 ×")
        terminal.press("\t")
        terminal.wait_for("stands no command")
        assert b"owned\x07" not in terminal.raw
        assert b"\x1b[31m\xef" not in terminal.raw
        assert not {"\u202e", "\u2066", "\x9b"} & {*terminal.raw.decode()}
        assert "[/x] [sic]" in terminal.text
    assert hostile in path.read_text()


def test_ascii_alone_reaches_a_terminal_that_has_no_more(start: Start, folder: Path) -> None:
    with begun(start, folder, LC_ALL="C", LANG=None) as terminal:
        terminal.wait_for("P1 x")
        terminal.press("\t}.,")
        terminal.wait_for("quotation")
        terminal.press("n")
        terminal.wait_for("section *")
        terminal.press("\x1b")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert max(terminal.raw) <= 0x7E

"""The reader on a terminal that has ASCII only: nothing else may reach it."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.terminal.conftest import FULL, Start
from tests.terminal.held import BOTTOM_LINE, Held, frame_of, let_go, wait_for_file
from tests.terminal.test_reader import opened, pressed

pytestmark = [pytest.mark.terminal, pytest.mark.usefixtures("library")]

C: dict[str, str | None] = {"LC_ALL": "C", "LANG": None}
EVERYWHERE = (
    *("j", "e", "e", "f", "escape", "2", "enter", "l", "3", "4", "5", "6", "7", "8", "9", "0"),
    *("?", "pagedown", "pagedown", "escape", "o", "escape", "H", "escape", ":", "escape"),
    *("/", "dam", "enter", "escape", "F", "towns", "enter", "escape", "escape", "a", "t", "t"),
)


@pytest.mark.parametrize(
    ("output", "columns", "rows"), [("lean", 80, 24), ("stock", 80, 24), ("lean", 120, 40)]
)
def test_nothing_but_ascii_is_sent(
    start: Start, tmp_path: Path, output: str, columns: int, rows: int
) -> None:
    (tmp_path / "config.toml").write_text(f'{FULL}output = "{output}"\n')
    with opened(start("two-towns", columns=columns, rows=rows, **C)) as terminal:
        assert "> Lakeside" in terminal.text
        pressed(terminal, *EVERYWHERE, "q")
        assert terminal.wait_end() == 0
        assert max(terminal.raw) <= 0x7E


def test_looks_as_it_did(start: Start, snapshot: SnapshotAssertion) -> None:
    with opened(start("two-towns", **C)) as terminal:
        first = terminal.lines
        pressed(terminal, "9")
        terminal.wait_for("Two rounds of")
        terminal.settle()
        assert {"first": first, "timeline": terminal.lines} == snapshot


def test_the_configuration_or_a_flag_asks_for_it_whatever_the_locale(
    start: Start, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text('signs = "ascii"\n')
    with opened(start("two-towns")) as terminal:
        assert max(terminal.raw) <= 0x7E
    with opened(start("two-towns", "--signs", "unicode", **C)) as terminal:
        assert "▌" in terminal.text


def test_the_first_frame_is_of_the_same_form(start: Start, held: Held, tmp_path: Path) -> None:
    with opened(start(**C)) as terminal:
        pressed(terminal, "q")
        assert terminal.wait_end() == 0
    wait_for_file(frame_of(tmp_path))
    with held(columns=60, rows=20, **C) as terminal:
        assert BOTTOM_LINE in terminal.text, "title and bottom line, for another size"
        assert max(terminal.raw) <= 0x7E
        let_go(tmp_path)
    with held(**C) as terminal:
        assert "> Lakeside" in terminal.text
        let_go(tmp_path)
        opened(terminal)
        assert max(terminal.raw) <= 0x7E
    with held() as terminal:
        assert terminal.written == "", "that was of another locale"

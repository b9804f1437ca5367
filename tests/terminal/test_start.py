"""The first frame: what is shown before the reader is loaded, and what is left of it."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.terminal.conftest import Start
from tests.terminal.held import (
    BOTTOM_LINE,
    READY,
    Held,
    frame_of,
    let_go,
    wait_for_file,
)
from tests.terminal.pty import Terminal
from tests.thorough import spread

pytestmark = [pytest.mark.terminal, pytest.mark.usefixtures("library")]


def is_clean(terminal: Terminal) -> bool:
    """Whether the terminal is as it was before the program, with nothing left on the screen."""
    switched = [terminal.written.count(f"\x1b[?1049{letter}") for letter in "hl"]
    return (
        terminal.attributes == terminal.before
        and switched[0] == switched[1]
        and not terminal.cursor_hidden
    )


# -- what is shown ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", spread([(), ("two-towns",), ("read",), ("read", "two-towns")], 2))
def test_what_the_reader_will_show_is_there_before_it_and_stays(
    kept: Path, held: Held, tmp_path: Path, words: tuple[str, ...]
) -> None:
    del kept
    with held(*words) as terminal:
        first = terminal.cells
        assert BOTTOM_LINE in terminal.text
        assert READY not in terminal.written
        sent = len(terminal.raw)
        let_go(tmp_path)
        terminal.wait_until(lambda: READY in terminal.written, "the reader never takes over")
        terminal.settle()
        assert terminal.cells == first
        assert terminal.written.count("\x1b[?1049h") == 1, "some terminals clear the screen"
        assert len(terminal.raw) - sent < 1000, "what stands there is sent again"
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert is_clean(terminal)


COLOURS: Final[Mapping[str, dict[str, str | None]]] = {
    "truecolor": {},
    "no colour": {"NO_COLOR": "1"},
    "16": {"TERM": "xterm-16color", "COLORTERM": None},
    "256": {"COLORTERM": None},
}
SIZES: Final = ((40, 12), (120, 40), (200, 60))
ALL: Final = [(name, size) for name in COLOURS for size in SIZES]


@pytest.mark.parametrize(("colours", "size"), spread(ALL, 2))
def test_it_is_the_same_cell_by_cell(
    start: Start, held: Held, tmp_path: Path, colours: str, size: tuple[int, int]
) -> None:
    changes, (columns, rows) = COLOURS[colours], size
    with start(columns=columns, rows=rows, **changes) as terminal:
        terminal.wait_for("Lakeside")
        terminal.settle()
        terminal.press("space", "space", "space", "e")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_end() == 0
    wait_for_file(frame_of(tmp_path))
    with held(columns=columns, rows=rows, **changes) as terminal:
        first = terminal.cells
        assert "Lakeside" in terminal.text
        let_go(tmp_path)
        terminal.wait_until(lambda: READY in terminal.written, "the reader never takes over")
        terminal.settle()
        assert terminal.cells == first


def test_keys_pressed_meanwhile_are_not_lost(kept: Path, held: Held, tmp_path: Path) -> None:
    """Each does what it does once the reader is there: so Ctrl-Z suspends it."""
    del kept
    with held() as terminal:
        before = terminal.text
        terminal.press("?", "escape", "\x1a", "/", "sluice", "enter")
        terminal.settle()
        assert terminal.text == before, "keys are echoed"
        let_go(tmp_path)
        stat = Path(f"/proc/{terminal.process.pid}/stat")
        terminal.wait_until(lambda: b") T " in stat.read_bytes(), "Ctrl-Z is lost")
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for("match 1 of 4: sluice")


# -- what is left behind ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_who_ends_it_before_it_is_loaded_gets_the_terminal_back(
    kept: Path, held: Held, number: signal.Signals
) -> None:
    del kept
    with held() as terminal:
        assert terminal.cursor_hidden
        terminal.process.send_signal(number)
        code = terminal.wait_end()
        assert code == (130 if number is signal.SIGINT else -number)
        assert is_clean(terminal)


def test_ctrl_c_before_it_is_loaded_gets_the_terminal_back(kept: Path, held: Held) -> None:
    del kept
    with held() as terminal:
        terminal.press("\x03")
        assert terminal.wait_end() == 130
        assert is_clean(terminal)


def test_a_line_that_is_cut_ends_it(kept: Path, held: Held) -> None:
    del kept
    with held() as terminal:
        terminal.hang_up()
        assert terminal.wait_end() == -signal.SIGHUP


@pytest.mark.parametrize(
    ("then", "code", "said"),
    [
        ("raise ImportError('no textual here')", 70, "internal error"),
        ("raise RuntimeError('broken')", 70, "internal error"),
        ("raise MemoryError", 70, "internal error"),
        ("raise SystemExit(3)", 3, ""),
    ],
)
def test_what_fails_while_it_is_loaded_is_said_on_a_clean_terminal(
    kept: Path, hooked: Held, then: str, code: int, said: str
) -> None:
    del kept
    with hooked(then=then) as terminal:
        assert terminal.wait_end() == code
        assert is_clean(terminal)
        after = terminal.written.rpartition("\x1b[?1049l")[2]
        assert said in after


def test_it_ends_cleanly_at_any_moment(kept: Path, start: Start) -> None:
    del kept
    for delay in spread((0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7), 4):
        with start() as terminal:
            while b"\x1b[?1049h" not in terminal.raw:
                terminal.pump(0.01)
            terminal.pump_for(delay)
            terminal.process.send_signal(signal.SIGTERM)
            assert terminal.wait_end() in (-signal.SIGTERM, 128 + signal.SIGTERM), delay
            assert is_clean(terminal), delay


def test_a_size_that_changes_meanwhile_is_drawn_anew(
    kept: Path, held: Held, start: Start, tmp_path: Path
) -> None:
    del kept
    with held() as terminal:
        terminal.resize(100, 30)
        let_go(tmp_path)
        terminal.wait_until(lambda: "read on" in terminal.lines[-1], "it is never drawn anew")
        terminal.wait_until(
            lambda: "1 of 20, 19 unread" in terminal.lines[-1], "it is not marked as read"
        )
        terminal.settle()
        resized = terminal.cells
        terminal.press("q")
        terminal.wait_end()
    wait_for_file(frame_of(tmp_path))
    with start(columns=100, rows=30) as terminal:
        terminal.wait_until(lambda: READY in terminal.written, "the reader never starts")
        terminal.wait_until(lambda: "read on" in terminal.lines[-1], "nothing is drawn")
        terminal.wait_until(
            lambda: "1 of 20, 19 unread" in terminal.lines[-1], "it is not marked as read"
        )
        terminal.settle()
        assert terminal.cells == resized


def test_at_another_size_title_and_bottom_line_are_there_before_it(
    kept: Path, held: Held, tmp_path: Path
) -> None:
    del kept
    with held(columns=60, rows=20) as terminal:
        assert terminal.lines[0].strip() == "Lakeside and Hilltop agree to share the dam"
        assert BOTTOM_LINE in terminal.text
        assert READY not in terminal.written
        let_go(tmp_path)
        terminal.wait_until(lambda: READY in terminal.written, "the reader never takes over")
        terminal.wait_for("Bottom line")
        terminal.settle()
        taken_over = terminal.cells
        terminal.press("ctrl+l")
        terminal.settle()
        assert terminal.cells == taken_over, "something of the text was left"
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert is_clean(terminal)


def test_the_reader_leaves_at_once(start: Start) -> None:
    """The next frame is drawn meanwhile; nothing of it reaches the terminal."""
    with start() as terminal:
        terminal.wait_for(BOTTOM_LINE)
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert is_clean(terminal)
        terminal.pump_for(0.5)
        assert terminal.written.endswith(terminal.written.rpartition("\x1b[?1049l")[2])

"""The reader in a real pseudo-terminal: what it writes, what it leaves, what it does at rest."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from briefing.library.library import Library
from briefing.library.state import ReaderState
from tests.programs import need
from tests.terminal.conftest import COMMAND, ROOT, Start
from tests.terminal.pty import Terminal
from tests.thorough import paired, spread
from tests.waiting import HANGS, until

pytestmark = [pytest.mark.terminal, pytest.mark.usefixtures("library")]

SGR = re.compile("\x1b\\[([0-9;]*)m")
BOTTOM_LINE = "Lakeside and Hilltop agreed on 1 May"


def opened(terminal: Terminal) -> Terminal:
    terminal.wait_for(BOTTOM_LINE)
    terminal.settle()
    return terminal


def pressed(terminal: Terminal, *keys: str) -> None:
    for key in keys:
        terminal.press(key)
        terminal.settle()


def modes_on(terminal: Terminal) -> set[int]:
    """Private modes that were set and not reset since."""
    modes: set[int] = set()
    for numbers, what in re.findall("\x1b\\[\\?([0-9;]+)([hl])", terminal.written):
        change = modes.add if what == "h" else modes.discard
        for number in numbers.split(";"):
            change(int(number))
    return modes


def colours_of(terminal: Terminal) -> set[str]:
    """Every SGR parameter that sets a colour other than the terminal's own."""
    found = set()
    for sequence in SGR.findall(terminal.written):
        parameters = sequence.split(";")
        while parameters:
            first = parameters.pop(0)
            if first in ("38", "48"):
                found.add(f"{first};{parameters[0]}")
                del parameters[: 2 if parameters[0] == "5" else 4]
            elif re.fullmatch("3[0-7]|4[0-7]|9[0-7]|10[0-7]", first):
                found.add(first)
    return found


# -- start, size and end ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "rows", "answers"),
    spread([(80, 24, False), (120, 40, False), (40, 24, False), (80, 24, True)], 1),
)
def test_keys_go_in_and_the_briefing_comes_out(
    start: Start, columns: int, rows: int, answers: bool
) -> None:
    with start("two-towns", columns=columns, rows=rows, answers=answers) as terminal:
        terminal.wait_for("Lakeside and Hilltop", "Space read on")
        terminal.settle()
        assert terminal.cursor_hidden
        pressed(terminal, "J")
        terminal.wait_for("The text that the towns signed")
        pressed(terminal, "/", "sluice", "enter")
        terminal.wait_for("match 1 of")
        # Where the terminal can, what belongs together is shown at once.
        assert ("\x1b[?2026h" in terminal.written) is answers


def test_the_size_may_change_at_any_time(start: Start) -> None:
    with opened(start("two-towns")) as terminal:
        for columns, rows in [(120, 40), (40, 20), (10, 5), (1, 1), (200, 60), (80, 24)]:
            terminal.resize(columns, rows)
            terminal.settle(0.1)
            assert terminal.process.poll() is None
        terminal.wait_for(BOTTOM_LINE, "Space read on")
        terminal.resize(120, 40)
        terminal.wait_for("Sections", "Figures", "12,400")


@pytest.mark.parametrize("way", spread(["sheet open", "q", "prompt open", "palette open"], 1))
def test_it_leaves_the_terminal_as_it_was(start: Start, way: str) -> None:
    keys = {"q": (), "palette open": (":", "escape"), "sheet open": ("?", "q")}
    with opened(start("two-towns")) as terminal:
        assert {1049, 1000, 2004} <= modes_on(terminal)
        assert terminal.attributes != terminal.before
        pressed(terminal, *keys.get(way, ("/", "dam", "escape")), "q")
        assert terminal.wait_end() == 0
        # What a terminal has set to begin with: wrapping, and a cursor that can be seen.
        assert modes_on(terminal) <= {7, 25}
        assert not terminal.cursor_hidden
        assert terminal.attributes == terminal.before
        assert terminal.written.count("\x1b[>") == terminal.written.count("\x1b[<u")
        assert "Traceback" not in terminal.written


@pytest.mark.parametrize(
    ("over", "number"),
    paired(spread([(), ("?",), ("/", "dam")], 2), [signal.SIGTERM, signal.SIGHUP]),
)
def test_who_ends_it_loses_nothing(
    start: Start, tmp_path: Path, over: tuple[str, ...], number: signal.Signals
) -> None:
    with opened(start("two-towns")) as terminal:
        pressed(terminal, "space", "space", "3", "J", "J", "l", "G", *over)
        terminal.process.send_signal(number)
        assert terminal.wait_end() == 128 + number
        assert terminal.attributes == terminal.before
        assert modes_on(terminal) <= {7, 25}
        assert "Traceback" not in terminal.written
    kept = ReaderState.open(tmp_path / "state" / "reader.json")
    place = kept.place("two-towns")
    assert place is not None
    assert place.card == "turbines"
    assert {"bottom-line", "turbines"} <= set(kept.read_marks("two-towns"))


def test_a_line_that_is_cut_loses_nothing(start: Start, tmp_path: Path) -> None:
    with opened(start("two-towns")) as terminal:
        pressed(terminal, "3", "J", "J")
        terminal.hang_up()
        terminal.wait_end()
    place = ReaderState.open(tmp_path / "state" / "reader.json").place("two-towns")
    assert place is not None
    assert place.card == "turbines"


def test_it_opens_where_the_reader_left(start: Start) -> None:
    with opened(start("two-towns")) as terminal:
        pressed(terminal, "3", "J", "q")
        assert terminal.wait_end() == 0
    with start() as terminal:
        terminal.wait_for("The deal runs for ten years")


def test_a_terminal_that_is_gone_without_a_signal_loses_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with Terminal((*COMMAND, "two-towns"), environment, controls=False) as terminal:
        pressed(opened(terminal), "J", "b")
        terminal.hang_up()
        assert terminal.wait_end() != 0
    kept = ReaderState.open(tmp_path / "state" / "reader.json")
    place = kept.place("two-towns")
    assert place is not None
    assert kept.bookmarks("two-towns") == {place.card}


def test_a_terminal_that_takes_nothing_does_not_keep_the_reader_from_obeying(
    start: Start, tmp_path: Path
) -> None:
    with opened(start("two-towns")) as terminal:
        pressed(terminal, "3", "J")
        for _ in range(60):  # each draws the whole screen, and nobody takes it
            terminal.press("ctrl+l")
            terminal.wait_calm(0.02)
        terminal.press("J")
        terminal.wait_calm()
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(timeout=HANGS) == 128 + signal.SIGTERM
    place = ReaderState.open(tmp_path / "state" / "reader.json").place("two-towns")
    assert place is not None
    assert place.card == "turbines"


FAULTY = """
import sys

class Hook:
    def find_spec(self, name, path=None, target=None):
        if name == "briefing.tui.app":
            sys.meta_path.remove(self)
            import briefing.tui.reader.navigation as navigation
            def fail(state, step): raise ValueError("a secret of the reader")
            navigation.step_section = fail

sys.meta_path.insert(0, Hook())
"""


def test_a_fault_is_told_in_a_sentence_and_logged(start: Start, tmp_path: Path) -> None:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(FAULTY)
    path = os.pathsep.join((str(tmp_path / "hook"), str(ROOT)))
    with start("two-towns", PYTHONPATH=path) as terminal:
        pressed(opened(terminal), "b", ">")
        assert terminal.wait_end() == 70
        assert terminal.attributes == terminal.before
        assert not modes_on(terminal) - {7, 25}
        after = terminal.written.rpartition("\x1b[?1049l")[2]
        assert "briefing stopped because of an internal error" in after
        assert "secret" not in terminal.written
        assert "Traceback" not in terminal.written
    log = (tmp_path / "state" / "errors.log").read_text()
    assert "a secret of the reader" in log
    assert ReaderState.open(tmp_path / "state" / "reader.json").bookmarks("two-towns")


def test_two_sittings_at_once_keep_the_marks_of_both(start: Start, tmp_path: Path) -> None:
    with opened(start("two-towns")) as one, opened(start("two-towns")) as other:
        pressed(one, "3", "b")
        pressed(other, "4", "b")
        pressed(one, "J", "b", "q")
        pressed(other, "q")
        assert one.wait_end() == other.wait_end() == 0
    kept = ReaderState.open(tmp_path / "state" / "reader.json")
    assert kept.bookmarks("two-towns") == {"share", "duration", "ferry"}


# -- at rest ---------------------------------------------------------------------------------------


def test_at_rest_nothing_is_sent(start: Start) -> None:
    with ExitStack() as stack:
        resting = {
            keys: stack.enter_context(opened(start("two-towns")))
            for keys in spread([(), ("/", "dam"), (":", "dam"), ("?",)], 2)
        }
        for keys, terminal in resting.items():
            pressed(terminal, *keys)
        time.sleep(1)
        for terminal in resting.values():
            terminal.settle()
        time.sleep(2)
        assert [keys for keys, terminal in resting.items() if terminal.pump(0)] == []


def test_at_rest_nothing_is_done(start: Start) -> None:
    with start("two-towns") as terminal:
        pressed(opened(terminal), "j", "escape")
        for _ in range(5):  # on a busy machine what follows a key may take its time
            terminal.pump_for(1.0)
            before = terminal.wake_ups
            terminal.pump_for(2.0)
            if (more := terminal.wake_ups - before) <= 1:
                break
        assert more <= 1, "Textual looks ten times a second for keys"


# -- the title -------------------------------------------------------------------------------------

TITLED = "\x1b[22;2t\x1b]2;Lakeside and Hilltop agree to share the dam – briefing\a"
GIVEN_BACK = "\x1b]2;\a\x1b[23;2t"


@pytest.mark.parametrize("output", ["lean", "stock"])
def test_the_title_says_what_is_open_until_the_reader_leaves(
    start: Start, tmp_path: Path, output: str
) -> None:
    (tmp_path / "config.toml").write_text(f'output = "{output}"\n')
    with start("two-towns") as terminal:
        terminal.wait_until(lambda: TITLED in terminal.written, "no title:")
        terminal.settle()
        pressed(terminal, "j", "J", "5")
        assert terminal.written.count("\x1b]2;") == 1, "sent when it changes"
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert terminal.written.count(GIVEN_BACK) == 1


def test_a_terminal_without_a_title_gets_none(start: Start) -> None:
    with start("two-towns", TERM="linux") as terminal:
        terminal.wait_for(BOTTOM_LINE[:12])
        terminal.settle()
        pressed(terminal, "j")
        terminal.press("q")
        terminal.wait_end()
        assert "\x1b]2;" not in terminal.written
        assert ";2t" not in terminal.written


# -- colours and mouse -----------------------------------------------------------------------------


@pytest.mark.parametrize("theme", spread(["auto", "light"], 1))
def test_no_color_means_none(start: Start, theme: str) -> None:
    with opened(start("--theme", theme, "two-towns", NO_COLOR="1")) as terminal:
        pressed(terminal, "5", "e", "e", "f", "f", "?", "q", "/", "dam", "enter", "t")
        assert colours_of(terminal) == set()


def test_without_colour_the_cursor_can_be_seen(start: Start) -> None:
    with opened(start("two-towns", NO_COLOR="1")) as terminal:
        pressed(terminal, "5")
        terminal.wait_for("▌• ◆ Hilltop")
        pressed(terminal, "tab")
        terminal.wait_for("▌ Hilltop asks")


@pytest.mark.parametrize("term", spread(["screen", "xterm", "linux"], 1))
def test_sixteen_colours_are_enough(start: Start, term: str) -> None:
    with opened(start("two-towns", TERM=term, COLORTERM=None)) as terminal:
        pressed(terminal, "5")
        # Words and signs say what colours repeat.
        terminal.wait_for("▼ Anglers", "oppose", "· RU", "◆ Hilltop", "conditional:", "•")
        pressed(terminal, "7")
        terminal.wait_for(" open", " explained")
        pressed(terminal, "e")
        terminal.wait_for("supports")
        # Names of the terminal's own colours only, and all of them on its own background.
        assert not [colour for colour in colours_of(terminal) if re.match("4|10|.*;", colour)]


def test_the_mouse_may_stay_with_the_terminal(start: Start) -> None:
    mouse = {9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016}
    with opened(start("two-towns")) as terminal:
        assert modes_on(terminal) & mouse
    with opened(start("two-towns", "--no-mouse")) as terminal:
        pressed(terminal, "5", "?", "q")
        assert not {int(mode) for mode in re.findall("\x1b\\[\\?([0-9]+)h", terminal.written)} & (
            mouse
        )


@pytest.mark.parametrize("term", ["dumb", None])
def test_on_a_terminal_that_can_do_nothing_it_says_so(start: Start, term: str | None) -> None:
    with start("two-towns", TERM=term) as terminal:
        assert terminal.wait_end() == 2
        assert "`briefing show two-towns`" in terminal.written
        assert "\x1b" not in terminal.written


# -- under tmux ------------------------------------------------------------------------------------


class Tmux:
    """A tmux server of its own."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        self._environment = environment
        self._server = ["tmux", "-L", name, "-f", "/dev/null"]

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [*self._server, *words],
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            timeout=HANGS,
            check=False,
        )
        return done.stdout

    def wait_for(self, text: str) -> str:
        until(lambda: text in self.screen, lambda: f"never shown: {text}\n{self.screen}")
        return self.screen

    @property
    def screen(self) -> str:
        """What it shows."""
        return self.run("capture-pane", "-p")


@pytest.fixture
def tmux(environment: dict[str, str], tmp_path: Path) -> Iterator[Tmux]:
    need("tmux")
    server = Tmux(f"briefing-test-{tmp_path.name}", {**environment, "TMUX_TMPDIR": str(tmp_path)})
    yield server
    server.run("kill-server")


def test_under_tmux(tmux: Tmux, library: Library) -> None:
    del library
    tmux.run("new-session", "-d", "-x", "80", "-y", "24", shlex.join((*COMMAND, "two-towns")))
    tmux.wait_for(BOTTOM_LINE)
    tmux.run("set-option", "-g", "set-clipboard", "on")
    tmux.run("send-keys", "Space")
    tmux.wait_for("The text that the towns signed")
    tmux.run("send-keys", "y")
    tmux.wait_for("clipboard")
    assert "The signed text has six articles." in tmux.run("show-buffer")
    tmux.run("resize-window", "-x", "120", "-y", "40")
    tmux.wait_for("12,400")
    tmux.run("send-keys", "q")

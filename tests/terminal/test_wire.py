"""What the reader sends to a pseudo-terminal: the same screen as stock output, in few bytes."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from briefing.library.library import Library
from tests.terminal.conftest import FULL, Start
from tests.terminal.pty import Terminal
from tests.terminal.watching import KEYS, Look, Watched
from tests.thorough import often, spread
from tests.unit.tui.wire_emulator import Emulator
from tests.waiting import until

pytestmark = pytest.mark.terminal

BOTTOM_LINE = "Lakeside and Hilltop agreed on 1 May"


@pytest.mark.parametrize(
    "look",
    spread(
        [
            Look(40, 12, "truecolor", "light", "wide"),
            Look(10, 5, "16", "auto", "wide"),
            Look(120, 40, "256", "auto", "wide"),
            Look(80, 24, "none", "auto", "two-towns"),
        ],
        2,
    ),
    ids=str,
)
def test_whatever_is_typed_the_screen_is_that_of_stock_output(tmp_path: Path, look: Look) -> None:
    random_ = random.Random(look.columns)
    bursts = [random_.choices(KEYS, k=random_.randrange(1, 5)) for _ in range(often(6, 60))]
    with Watched(tmp_path, look) as watched:
        assert watched.type(bursts) == []


def test_another_size_and_what_was_there_before(tmp_path: Path) -> None:
    with Watched(tmp_path, Look()) as watched:
        watched.terminal.wait_for(BOTTOM_LINE, "19 unread")
        for size in ((40, 12), (120, 40), (80, 24), (10, 5), (80, 24)):
            watched.resize(*size)
            assert watched.differences() == []
        assert BOTTOM_LINE in "\n".join(watched.show())


def test_the_same_size_told_again_may_mean_that_nothing_is_left(tmp_path: Path) -> None:
    with Watched(tmp_path, Look()) as watched:
        watched.terminal.wait_for(BOTTOM_LINE, "19 unread")
        watched.show()
        watched.blank(80, 24)
        watched.terminal.process.send_signal(signal.SIGWINCH)
        watched.terminal.settle()
        assert watched.type([["J"], ["tab"], ["?"]]) == []


def test_links_are_those_of_stock_output(tmp_path: Path) -> None:
    with Watched(tmp_path, Look(120, 40)) as watched:
        watched.terminal.wait_for(BOTTOM_LINE, "19 unread")
        assert watched.type([["3", "enter"], ["e"], ["j"], ["k"], ["escape"]]) == []
        assert b"\x1b]8;id=" in watched.terminal.raw


def test_on_request_the_whole_screen_is_sent(tmp_path: Path) -> None:
    with Watched(tmp_path, Look()) as watched:
        watched.terminal.wait_for(BOTTOM_LINE, "19 unread")
        before = watched.show()
        watched.blank(80, 24)
        watched.terminal.press("ctrl+l")
        assert watched.show() == before
        assert watched.differences() == []


def test_what_a_first_frame_shows_already_is_not_sent_again(tmp_path: Path) -> None:
    look = Look()
    with Watched(tmp_path, look) as watched:
        watched.terminal.wait_for(BOTTOM_LINE, "19 unread")
        watched.terminal.press("q")
        watched.terminal.wait_end()
    with Watched(tmp_path, look) as watched:
        watched.terminal.wait_for(BOTTOM_LINE, "19 unread")
        assert watched.differences() == []
        watched.terminal.press("J")
        assert watched.differences() == []


@pytest.mark.parametrize("stop", spread([signal.SIGSTOP, signal.SIGTSTP], 1))
def test_back_from_a_suspension_the_whole_screen_is_sent(
    tmp_path: Path, stop: signal.Signals
) -> None:
    with Watched(tmp_path, Look()) as watched:
        watched.terminal.wait_for(BOTTOM_LINE, "19 unread")
        before = watched.show()
        process = watched.terminal.process
        process.send_signal(stop)
        stat = Path(f"/proc/{process.pid}/stat")
        while stat.read_text().rpartition(")")[2].split()[0] != "T":
            watched.terminal.pump(0.02)
        watched.blank(80, 24)
        process.send_signal(signal.SIGCONT)
        while stat.read_text().rpartition(")")[2].split()[0] == "T":
            watched.terminal.pump(0.02)
        until(lambda: watched.show() == before, "the screen does not come back")
        assert watched.differences() == []


def sent_for(terminal: Terminal, *keys: str) -> int:
    """Bytes that some keys cost."""
    before = len(terminal.raw)
    terminal.press(*keys)
    terminal.settle()
    return len(terminal.raw) - before


def test_a_key_costs_no_more_than_it_should(start: Start, library: Library) -> None:
    del library
    with start("two-towns", answers=True) as terminal:
        terminal.wait_for(BOTTOM_LINE, "19 unread")
        terminal.settle()
        assert len(terminal.raw) <= 8_000
        sent_for(terminal, "3")
        assert sent_for(terminal, "tab") <= 2_000
        assert sent_for(terminal, "pagedown") <= 2_500
        assert sent_for(terminal, ">") <= 3_000
        assert sent_for(terminal, "J") <= 1_500
        assert sent_for(terminal, "ctrl+l") >= 2_000


def test_at_rest_nothing_is_sent_by_a_search_either(start: Start, library: Library) -> None:
    del library
    with start("two-towns") as terminal:
        terminal.wait_for(BOTTOM_LINE, "19 unread")
        terminal.press("/", "d", "a", "m")
        terminal.wait_for("Found", "9 matches")
        terminal.settle(0.5)  # longer than any pause after which the reader goes on
        assert terminal.pump_for(1.5) == 0


def test_it_can_be_switched_off(start: Start, library: Library, tmp_path: Path) -> None:
    del library
    shown, sent = [], []
    for output in ("lean", "stock"):
        (tmp_path / "config.toml").write_text(f'{FULL}output = "{output}"\n')
        with start("two-towns") as terminal:
            terminal.wait_for(BOTTOM_LINE, "19 unread")
            terminal.settle()
            emulator = Emulator(80, 24)
            emulator.write(terminal.written)
        shown.append(emulator.cells)
        sent.append(len(terminal.raw))
    assert shown[0] == shown[1]
    assert sent[0] < sent[1] / 3

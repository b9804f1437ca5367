"""The reader at the other end of a line: what it shows, in which colours, and what it leaves."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.served.host import ACCOUNT, Host
from tests.served.raw import Channel, Packets, text
from tests.terminal.pty import Terminal
from tests.terminal.test_reader import colours_of, modes_on
from tests.thorough import spread

pytestmark = pytest.mark.terminal

BOTTOM_LINE: Final = "Lakeside and Hilltop agreed on 1 May"
NO_READER: Final = "cannot show the reader. Without it there are these commands:"
FEW: Final = {"31", "33", "34", "90"}
"""Colours by their names, as a terminal has them; none as a background."""


@pytest.fixture(autouse=True)
def _anew(request: pytest.FixtureRequest) -> None:
    """Nobody has read anything yet."""
    name = "served" if "served" in request.fixturenames else "host"
    request.getfixturevalue(name).forget()


def leave(terminal: Terminal) -> None:
    """Leave, and see that the terminal is unchanged."""
    terminal.press("q")
    assert terminal.wait_end() == 0
    assert_clean(terminal)


def assert_clean(terminal: Terminal) -> None:
    """Whether nothing is left that the reader set: what a terminal begins with is, and no more."""
    assert modes_on(terminal) <= {7, 25}
    assert terminal.written.count("\x1b[?1049h") == terminal.written.count("\x1b[?1049l")
    assert terminal.written.count("\x1b[>") == terminal.written.count("\x1b[<u")
    assert not terminal.cursor_hidden
    assert terminal.attributes == terminal.before


# -- reading ---------------------------------------------------------------------------------------


def test_it_reads_like_at_home(served: Host) -> None:
    before = len(served.events("close"))
    with served.reader() as terminal:
        terminal.wait_for(BOTTOM_LINE, "read on")
        assert {1049, 1000, 2004} <= modes_on(terminal)
        terminal.press("J")
        terminal.wait_for("The text that the towns signed")
        terminal.press("/")
        terminal.wait_for("Find:")
        terminal.press("sluice")
        terminal.wait_for("4 matches")
        terminal.press("enter")
        terminal.wait_for("match 1 of 4: sluice")
        terminal.press("\x1a")
        terminal.wait_for("There is no shell to return to; q quits.")
        leave(terminal)
    close = served.wait_for("close", before + 1)
    assert (close["why"], close["exit"]) == ("left", 0)
    assert 1000 < close["sent"] <= len(terminal.raw)


def test_the_window_may_change_at_any_time(served: Host) -> None:
    with served.reader() as terminal:
        terminal.wait_for(BOTTOM_LINE)
        terminal.press("j")
        for columns, rows in ((120, 40), (60, 20), (40, 12), (200, 60), (80, 24)):
            terminal.resize(columns, rows)
            terminal.wait_until(
                lambda rows=rows: (  # type: ignore[misc]
                    terminal.lines[0].startswith(" Lakeside and Hilltop")
                    and "1 of 20" in terminal.lines[rows - 1]
                ),
                f"it does not fit in {columns} by {rows}",
            )
        leave(terminal)


@pytest.mark.parametrize(
    ("key", "shown"), spread([("?", "Keys"), ("/", "Find:"), ("o", "Library")], 2)
)
def test_it_leaves_the_terminal_clean_whatever_was_open(host: Host, key: str, shown: str) -> None:
    with host.reader() as terminal:
        terminal.wait_for(BOTTOM_LINE)
        terminal.press(key)
        terminal.wait_for(shown)
        (session,) = host.sessions
        os.kill(session, signal.SIGTERM)
        assert terminal.wait_end() == 75
        assert_clean(terminal)


@pytest.mark.parametrize(
    ("address", "shown"),
    spread(
        [
            ("two-towns/terms", "In winter the shares are equal."),
            ("two-towns/terms/duration", "The deal runs for ten years"),
            ("read two-towns", BOTTOM_LINE),
        ],
        2,
    ),
)
def test_it_opens_where_it_is_told(host: Host, address: str, shown: str) -> None:
    with host.reader("-t", "--", address) as terminal:
        terminal.wait_for(shown)
        leave(terminal)


def test_an_address_that_leads_nowhere_is_a_sentence(host: Host) -> None:
    with host.reader("-t", "--", "two-towns/nowhere") as terminal:
        assert terminal.wait_end() == 1
        assert "nowhere" in terminal.text
        assert "\x1b" not in terminal.written


# -- colours ---------------------------------------------------------------------------------------


def kind_of(colours: set[str]) -> str:
    """How many colours somebody has who is sent these."""
    kinds = {"38;2": "all", "48;2": "all", "38;5": "256", "48;5": "256"}
    (kind,) = {kinds.get(one, "16" if one in FEW else one) for one in colours} or {"none"}
    return kind


@pytest.mark.parametrize(
    ("term", "sent", "kind"),
    spread(
        [
            ("xterm-256color", {}, "256"),
            ("alacritty", {}, "all"),
            ("tmux-256color", {}, "256"),
            ("linux", {}, "16"),
            ("vt100", {}, "none"),
            ("xterm-256color", {"COLORTERM": "truecolor"}, "all"),
            ("linux", {"COLORTERM": "yes"}, "16"),
            ("xterm-kitty", {"NO_COLOR": "1"}, "none"),
            ("foot", {"NO_COLOR": "1", "COLORTERM": "truecolor"}, "none"),
        ],
        4,
    ),
    ids=lambda value: " ".join(value) if isinstance(value, Mapping) else str(value),
)
def test_colours_are_those_of_the_terminal(
    host: Host, term: str, sent: dict[str, Any], kind: str
) -> None:
    options = (f"-oSendEnv={' '.join(sent)}",) if sent else ()
    with host.reader(*options, TERM=term, **sent) as terminal:
        terminal.wait_for(BOTTOM_LINE)
        terminal.press("5")
        terminal.wait_for("opposes")
        leave(terminal)
        assert kind_of(colours_of(terminal)) == kind


@pytest.mark.parametrize(
    "term",
    spread(["dumb", "", "x" * 500, "$(id)"], 2),
    ids=lambda term: term[:10],
)
def test_a_terminal_that_shows_no_reader_gets_help(host: Host, term: str) -> None:
    with host.reader(TERM=term) as terminal:
        assert terminal.wait_end() == 2
        assert "\x1b" not in terminal.written
        told = " ".join(terminal.written.split())
        assert NO_READER in told
        assert f"ssh {ACCOUNT}@HOST VERB" in told
        assert "uid=" not in told
        assert terminal.written.count("\n") == terminal.written.count("\r\n")
        assert_clean(terminal)


# -- what else a client says of itself -------------------------------------------------------------


def test_a_terminal_with_a_name_of_control_characters_gets_none_back(host: Host) -> None:
    with Packets(host) as line:
        channel = line.session()
        assert line.terminal(channel, name=b"\x1b]0;title\x07xterm\x7f\r\n")
        line.begin(channel)
        assert line.wait_end(channel) == 2
    told = channel.output.decode()
    assert NO_READER in told
    assert told.replace("\r\n", "").isprintable()


HOSTILE: Final = {
    "TEXTUAL_DRIVER": "os:system",
    "TEXTUAL_LOG": "{home}/injected",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL": "debug,devtools",
    "PYTHONPATH": "{home}",
    "PYTHONSTARTUP": "{home}/sitecustomize.py",
    "LD_PRELOAD": "{home}/there.so",
    "COLUMNS": "200",
    "LINES": "60",
    "BRIEFING_LIBRARY": "/nonexistent",
    "BRIEFING_STATE": "{home}/injected",
    "HOME": "{home}",
    "PATH": "{home}",
    "TMUX": "there",
    "FORCE_COLOR": "1",
}


def test_variables_of_a_client_change_nothing(host: Host, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"open({str(tmp_path / 'injected')!r}, 'w')")
    values = " ".join(f"{name}={value.format(home=tmp_path)}" for name, value in HOSTILE.items())
    screens = []
    for options in ((), ("-o", f"SetEnv={values} LC_ALL=xx_XX.UTF-8 LC_NOBODY=1")):
        host.forget()
        with host.reader(*options) as terminal:
            terminal.wait_for(BOTTOM_LINE)
            terminal.settle(0.3)
            screens.append(terminal.cells)
            leave(terminal)
    assert screens[0] == screens[1]
    assert not (tmp_path / "injected").exists()
    assert host.run("list", options=options).stdout == host.run("list").stdout


@pytest.mark.parametrize(
    "value",
    spread([b"C\nCOLORTERM=truecolor", b"../ x.UTF-8", b"x" * 100_000, b"\x1b[2J", b"\xff"], 3),
    ids=spread(["line end", "space", "long", "control characters", "no UTF-8"], 3),
)
def test_a_value_that_is_none_counts_as_not_sent(host: Host, value: bytes) -> None:
    with Packets(host) as line:
        channel = line.session()
        for name in (b"LC_ALL", b"COLORTERM", b"NO_COLOR"):
            assert line.ask(channel, b"env", text(name) + text(value))
        sit_down(line, channel)
        line.type(channel, b"q")
        assert line.wait_end(channel) == 0
    assert b"\x1b[38;5;" in channel.output
    assert b"\x1b[38;2;" not in channel.output


# -- sizes -----------------------------------------------------------------------------------------

HUGE: Final = (4_000_000_000, 4_000_000_000)


def sit_down(line: Packets, channel: Channel, size: tuple[int, int] = (80, 24)) -> None:
    """Begin to read, and wait until the reader is on the screen."""
    assert line.terminal(channel, size)
    assert line.begin(channel)
    line.wait_for(channel, BOTTOM_LINE.encode() if min(size) > 20 else b"\x1b[?2004h")


def private_memory(pid: int) -> int:
    """Bytes that no other process shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Private_"))


@pytest.mark.parametrize(
    ("size", "then", "typed", "rows"),
    spread(
        [
            ((80, 24), HUGE, b"", 150),
            ((80, 24), None, b"\x1b[48;20000;20000;1;1t", 24),
            (HUGE, HUGE, b"\x1b[48;20000;20000;1;1t" * 100, 150),
        ],
        2,
    ),
    ids=spread(["told", "typed", "all"], 2),
)
def test_no_window_is_larger_than_a_large_screen(
    served: Host, size: tuple[int, int], then: tuple[int, int] | None, typed: bytes, rows: int
) -> None:
    with Packets(served) as line:
        channel = line.session()
        sit_down(line, channel, size)
        (child,) = served.sessions
        if then:
            line.resize(channel, then)
            line.wait_for(channel, f"\x1b[{rows};".encode())
        line.type(channel, typed + b"?")
        line.wait_for(channel, b"Keys")
        assert private_memory(child) < 64 << 20
        line.type(channel, b"qq")
        assert line.wait_end(channel) == 0
    served.wait_for_sessions(0)
    moved = re.findall(rb"\x1b\[(\d+);(\d+)H", channel.output)
    assert moved
    assert max(int(row) for row, _ in moved) <= rows
    assert max(int(column) for _, column in moved) <= 400


@pytest.mark.parametrize("size", [(0, 0), (1, 1)])
def test_a_window_may_be_and_become_as_small_as_it_likes(host: Host, size: tuple[int, int]) -> None:
    with Packets(host) as line:
        channel = line.session()
        sit_down(line, channel, size)
        for other in ((80, 24), size, (80, 24), size):
            line.resize(channel, other)
        line.type(channel, b"q")
        assert line.wait_end(channel) == 0


def test_a_window_may_change_while_the_reader_begins(host: Host) -> None:
    with host.reader() as terminal:
        terminal.wait_until(lambda: len(terminal.raw) > 50, "nothing comes")
        terminal.resize(120, 40)
        terminal.wait_until(
            lambda: not terminal.pump(0.3) or len(terminal.raw) > 50_000, "it never rests"
        )
        assert len(terminal.raw) < 50_000, "it is drawn again and again"
        terminal.wait_until(lambda: "1 of 20" in terminal.lines[39], "it has another size")
        leave(terminal)


# -- signals ---------------------------------------------------------------------------------------


def test_a_break_and_signals_do_nothing(host: Host) -> None:
    with Packets(host) as line:
        channel = line.session()
        sit_down(line, channel)
        line.tell(channel, b"break", b"\0\0\0\x64")
        for name in (
            b"KILL",
            b"TERM",
            b"HUP",
            b"INT",
            b"USR1",
            b"SEGV",
            b"WINCH",
            b"",
            b"x" * 1000,
        ):
            line.tell(channel, b"signal", text(name))
        line.type(channel, b"?")
        line.wait_for(channel, b"Keys")
        line.type(channel, b"qq")
        assert line.wait_end(channel) == 0


def test_keys_of_the_terminal_for_signals_are_keys(host: Host) -> None:
    with host.reader() as terminal:
        terminal.wait_for(BOTTOM_LINE)
        terminal.press("\x1c", "\x1a")
        terminal.wait_for("There is no shell to return to; q quits.")
        leave(terminal)

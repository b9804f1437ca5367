"""The reader at the other end of a line: what it shows, in which colours, and what it leaves."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import asyncssh
import pytest

from tests.served.clients import connect, written
from tests.served.host import Host, descendants
from tests.terminal.pty import Terminal
from tests.terminal.test_reader import colours_of, modes_on

pytestmark = pytest.mark.terminal

BOTTOM_LINE: Final = "Lakeside and Hilltop agreed on 1 May"
GUEST: Final = "You are a guest: your marks are lost when you leave."
NO_READER: Final = "cannot show the reader. Without it there are these commands:"
FEW: Final = {"31", "33", "34", "90"}
"""Colours by their names, as a terminal has them; none as a background."""


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


def test_it_reads_like_at_home(host: Host) -> None:
    with host.reader() as terminal:
        terminal.wait_for(BOTTOM_LINE, "Sections", "Key figures", GUEST)
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
    close = host.wait_for("close", sent=host.events("close")[-1]["sent"])
    assert (close["why"], close["exit"]) == ("left", 0)


def test_the_window_may_change_at_any_time(host: Host) -> None:
    with host.reader() as terminal:
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


@pytest.mark.parametrize("keys", [("?", "q"), (":", "escape"), ("/", "dam", "escape"), ("e",)])
def test_it_leaves_the_terminal_clean_whatever_was_open(host: Host, keys: tuple[str, ...]) -> None:
    with host.reader() as terminal:
        terminal.wait_for(BOTTOM_LINE)
        before = terminal.cells
        for key in keys:
            terminal.press(key)
            terminal.wait_until(lambda: terminal.cells != before, f"{key} does nothing")  # noqa: B023
            before = terminal.cells
        leave(terminal)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("two-towns/terms", "In winter the shares are equal."),
        ("two-towns/terms/duration", "The deal runs for ten years"),
        ("read two-towns", BOTTOM_LINE),
    ],
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
    ("term", "user", "sent", "kind"),
    [
        ("xterm-256color", "analyst", {}, "256"),
        ("alacritty", "analyst", {}, "all"),
        ("foot", "analyst", {}, "all"),
        ("xterm-ghostty", "analyst", {}, "all"),
        ("xterm-kitty", "analyst", {}, "all"),
        ("tmux-256color", "analyst", {}, "256"),
        ("screen", "analyst", {}, "16"),
        ("linux", "analyst", {}, "16"),
        ("vt100", "analyst", {}, "none"),
        ("nobody-knows-it", "analyst", {}, "16"),
        ("xterm-256color", "analyst", {"COLORTERM": "truecolor"}, "all"),
        ("tmux-256color", "analyst", {"COLORTERM": "24bit"}, "all"),
        ("linux", "analyst", {"COLORTERM": "truecolor"}, "all"),
        ("linux", "analyst", {"COLORTERM": "yes"}, "16"),
        ("xterm-kitty", "analyst", {"NO_COLOR": "1"}, "none"),
        ("foot", "analyst", {"NO_COLOR": "1", "COLORTERM": "truecolor"}, "none"),
        ("xterm-256color", "mono", {}, "none"),
        ("xterm-kitty", "mono", {"COLORTERM": "truecolor"}, "none"),
        ("xterm-kitty", "16", {}, "16"),
        ("vt100", "256", {}, "256"),
        ("screen", "truecolor", {"NO_COLOR": "1"}, "all"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, Mapping) else str(value),
)
def test_colours_are_those_of_the_terminal(
    host: Host, term: str, user: str, sent: dict[str, Any], kind: str
) -> None:
    options = (f"-oSendEnv={' '.join(sent)}",) if sent else ()
    with host.reader(*options, user=user, TERM=term, **sent) as terminal:
        terminal.wait_for(BOTTOM_LINE, GUEST)
        terminal.press("5")
        terminal.wait_for("opposes")
        leave(terminal)
        assert kind_of(colours_of(terminal)) == kind


@pytest.mark.parametrize(
    "term",
    ["dumb", "unknown", "", "x" * 500, "$(id)", "../../etc/passwd", "a b", "-x"],
    ids=lambda term: term[:10],
)
def test_a_terminal_that_shows_no_reader_gets_help(host: Host, term: str) -> None:
    with host.reader(TERM=term) as terminal:
        assert terminal.wait_end() == 2
        assert "\x1b" not in terminal.written
        told = " ".join(terminal.written.split())
        assert NO_READER in told
        assert "ssh HOST VERB …" in told
        assert "uid=" not in told
        assert terminal.written.count("\n") == terminal.written.count("\r\n")
        assert_clean(terminal)


def test_without_a_terminal_there_is_help(host: Host) -> None:
    done = host.run()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Reading needs a terminal, as with `ssh -t`;")
    assert "ssh HOST VERB …" in done.stderr


# -- what else a client says of itself -------------------------------------------------------------


async def test_a_terminal_with_a_name_of_control_characters_gets_none_back(host: Host) -> None:
    async with connect(host) as connection:
        name = "\x1b]0;title\x07xterm\x7f\r\n"
        done = await connection.run("", term_type=name, encoding=None)
    assert done.returncode == 2
    assert isinstance(done.stdout, bytes)
    told = done.stdout.decode()
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
    for options in ((), ("-o", f"SetEnv={values} LC_ALL=xx_XX.unheard-of LC_NOBODY=1")):
        with written(host) as events, host.reader(*options) as terminal:
            terminal.wait_for(BOTTOM_LINE, GUEST)
            terminal.settle(0.3)
            screens.append(terminal.cells)
            leave(terminal)
    assert screens[0] == screens[1]
    assert not (tmp_path / "injected").exists()
    assert host.run("list", options=options).stdout == host.run("list").stdout
    assert [one["what"] for one in events if one["event"] == "reject"] == ["variable"]


@pytest.mark.parametrize(
    "value", ["C\nCOLORTERM=truecolor", "C\0NO_COLOR=1", "../ x.UTF-8", "x" * 100_000, "\x1b[2J"]
)
@pytest.mark.parametrize("name", ["LC_ALL", "COLORTERM", "NO_COLOR"])
async def test_a_value_that_is_none_counts_as_not_sent(host: Host, name: str, value: str) -> None:
    async with connect(host) as connection, sitting(connection, env={name: value}) as process:
        process.stdin.write(b"q")
        written_ = await process.stdout.read()
    assert b"\x1b[38;5;" in written_
    assert b"\x1b[38;2;" not in written_


async def test_a_thousand_variables_are_too_many_for_nobody(host: Host) -> None:
    variables = {f"NAME{number}": "x" * 1000 for number in range(1000)}
    with written(host) as events:
        async with connect(host) as connection:
            assert (await connection.run("version", env=variables)).returncode == 0
    assert [one.get("detail") for one in events if one["event"] == "reject"] == ["NAME0"]


# -- sizes -----------------------------------------------------------------------------------------

HUGE: Final = (4_000_000_000, 4_000_000_000)


@asynccontextmanager
async def sitting(
    connection: asyncssh.SSHClientConnection,
    size: tuple[int, int] = (80, 24),
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[asyncssh.SSHClientProcess[bytes]]:
    """Sit before a reader that is on the screen."""
    process = await connection.create_process(
        term_type="xterm-256color", term_size=size, env=env or {}, encoding=None
    )
    async with process:
        await process.stdout.readuntil(BOTTOM_LINE.encode())
        yield process


def sessions_of(host: Host) -> set[int]:
    """Processes of sessions: those that come from one that comes from the host."""
    return {pid for one in descendants(host.process.pid) for pid in descendants(one)}


def private_memory(pid: int) -> int:
    """Bytes that no other process shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Private_"))


@pytest.mark.parametrize(
    ("size", "then", "typed", "rows"),
    [
        (HUGE, None, b"", 150),
        ((80, 24), HUGE, b"", 150),
        ((80, 24), None, b"\x1b[48;20000;20000;1;1t", 24),
        (HUGE, HUGE, b"\x1b[48;20000;20000;1;1t" * 100, 150),
    ],
    ids=["asked for", "told", "typed", "all"],
)
async def test_no_window_is_larger_than_a_large_screen(
    host: Host,
    size: tuple[int, int],
    then: tuple[int, int] | None,
    typed: bytes,
    rows: int,
) -> None:
    before = sessions_of(host)
    async with connect(host) as connection, sitting(connection, size) as process:
        (child,) = sessions_of(host) - before
        if then:
            process.change_terminal_size(*then)
            await process.stdout.readuntil(f"\x1b[{rows};".encode())
        process.stdin.write(typed + b"?")
        await process.stdout.readuntil(b"Keys")
        assert private_memory(child) < 64 << 20
        process.stdin.write(b"qq")
        rest = await process.stdout.read()
        assert (await process.wait()).returncode == 0
    moved = re.findall(rb"\x1b\[(\d+);(\d+)H", rest)
    assert moved
    assert max(int(row) for row, _ in moved) <= rows


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((0, 0), [80, 24]),
        ((1, 1), [20, 5]),
        ((0, 1), [80, 5]),
        ((1, 0), [20, 24]),
        (HUGE, [400, 150]),
        ((399, 149), [399, 149]),
    ],
)
async def test_every_size_is_brought_into_bounds(
    host: Host, size: tuple[int, int], kept: list[int]
) -> None:
    with written(host) as events:
        async with connect(host, keys=[str(host.key)]) as connection:
            process = await connection.create_process(
                term_type="xterm", term_size=size, encoding=None
            )
            await process.stdout.readuntil(b"\x1b[?2004h")
            process.stdin.write(b"q")
            assert (await process.wait()).returncode == 0
    assert [one["size"] for one in events if one["event"] == "open"] == [kept]


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (20, 5)])
async def test_a_window_may_become_as_small_as_it_likes(host: Host, size: tuple[int, int]) -> None:
    async with connect(host, keys=[str(host.key)]) as connection, sitting(connection) as process:
        process.change_terminal_size(*size)
        process.change_terminal_size(80, 24)
        process.change_terminal_size(*size)
        process.stdin.write(b"q")
        assert (await process.wait()).returncode == 0


def test_a_window_may_change_while_the_reader_begins(host: Host) -> None:
    with host.reader() as terminal:
        terminal.wait_until(lambda: len(terminal.raw) > 50, "nothing comes")
        terminal.resize(120, 40)
        terminal.wait_until(
            lambda: not terminal.pump(0.3) or len(terminal.raw) > 50_000, "it never rests"
        )
        assert len(terminal.raw) < 50_000, "it is drawn again and again"
        terminal.wait_until(lambda: "guest" in terminal.lines[39], "it is drawn for another size")
        leave(terminal)


# -- signals ---------------------------------------------------------------------------------------


async def test_a_break_and_most_signals_do_nothing(host: Host) -> None:
    async with connect(host) as connection, sitting(connection) as process:
        process.channel.send_break(100)
        for name in ("KILL", "QUIT", "USR1", "SEGV", "STOP", "WINCH", "", "x" * 1000):
            process.channel.send_signal(name)
        process.stdin.write(b"?")
        await process.stdout.readuntil(b"Keys")
        process.stdin.write(b"qq")
        assert (await process.wait()).returncode == 0


@pytest.mark.parametrize(("name", "code"), [("TERM", 143), ("HUP", 129), ("INT", 143)])
async def test_a_client_may_end_what_it_began(host: Host, name: str, code: int) -> None:
    async with connect(host) as connection, sitting(connection) as process:
        process.channel.send_signal(name)
        rest = await process.stdout.read()
        assert (await process.wait()).returncode == code
    assert b"\x1b[?1049l" in rest
    assert b"fault" not in rest

"""The end of the server and of clients, in all the ways in which they may come."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.served.conftest import FREE
from tests.served.ends import assert_given_back
from tests.served.host import Host, descendants, wait_until_gone
from tests.served.raw import Packets, elsewhere, knock
from tests.terminal.pty import Terminal
from tests.thorough import long, spread
from tests.waiting import HANGS, idle_seconds, until

pytestmark = pytest.mark.terminal

STOPPING = "The server is shutting down. Your place is kept."
BUSY = 75


# -- the server ends -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kill", "how", "pool"),
    [
        pytest.param(os.kill, signal.SIGTERM, True, id="SIGTERM, from a pool"),
        pytest.param(os.killpg, signal.SIGINT, False, id="Ctrl-C, cold", marks=long),
    ],
)
def test_a_stop_gives_every_terminal_back(
    home: Path, kill: Callable[[int, int], None], how: signal.Signals, pool: bool
) -> None:
    with (
        Host(home, pool=pool, limits=FREE) as host,
        host.reader() as first,
        host.reader(columns=120, rows=40) as second,
        host.reader("-C", "-t", "--", "read", "two-towns/terms") as third,
        host.reader() as away,
        knock(host, elsewhere()),
    ):
        for terminal in (first, second, third, away):
            terminal.wait_for("read on")
        second.press("?")
        second.wait_for("Keys")
        os.kill(away.process.pid, signal.SIGSTOP)
        processes = descendants(host.process.pid)
        assert len(host.sessions) == 4
        idle = idle_seconds()
        kill(host.process.pid, how)
        for terminal in (first, second, third):
            assert terminal.wait_end() == BUSY
            assert_given_back(terminal, STOPPING)
        assert host.process.wait(HANGS) == 0
        assert idle_seconds() - idle < 10, "five seconds, and what a busy machine takes"
        wait_until_gone(processes)
        assert {event["why"] for event in host.events("close")} <= {"stop", "killed"}
        assert len(host.events("close")) >= 3
        assert host.faults == ""
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", host.port))
        os.kill(away.process.pid, signal.SIGCONT)
        away.wait_end()


def test_a_stop_ends_commands_and_connections_without_a_session(home: Path) -> None:
    with (
        Host(home, pool=False, limits=FREE) as host,
        Packets(host) as line,
        Packets(host) as other,
    ):
        channel = line.session(window=10)
        line.begin(channel, b"export two-towns --format json")
        other.session()
        host.wait_for("open")
        processes = descendants(host.process.pid)
        assert host.stop() == 0
        wait_until_gone(processes)
        for one in (line, other):
            with suppress(EOFError, OSError):
                while True:
                    one.take()
            until(lambda one=one: one.master.poll() is not None, "it stays")  # type: ignore[misc]


@long
def test_a_stop_while_a_pool_loads_is_quiet(home: Path) -> None:
    with Host(home) as host:
        host.reload()
        until(lambda: len(host.pools) == 2, "nothing is loaded")
        processes = descendants(host.process.pid)
        assert host.stop() == 0
        wait_until_gone(processes)
        assert "Traceback" not in host.said.read_text()


@pytest.mark.parametrize("pool", spread([False, True], 1))
def test_a_server_that_is_killed_is_in_nobodys_way(home: Path, pool: bool) -> None:
    with Host(home, pool=pool) as host, host.reader() as terminal:
        terminal.wait_for("read on")
        ours = [*host.pools, host.sshd]
        host.process.kill()
        host.process.wait()
        wait_until_gone(ours)
        with Host(home, pool=pool) as again:
            assert again.run("list").returncode == 0
            assert len(again.sessions) == 1
            terminal.press("J", "q")
            assert terminal.wait_end() == 0, "whoever reads reads on"
            again.wait_for_sessions(0)


# -- a client ends ---------------------------------------------------------------------------------


def kill(terminal: Terminal) -> None:
    terminal.process.kill()


def close_its_window(terminal: Terminal) -> None:
    terminal.hang_up()


def type_the_escape(terminal: Terminal) -> None:
    terminal.press("\r", "~", ".")


@pytest.mark.parametrize("leave", spread([kill, close_its_window, type_the_escape], 2))
def test_a_client_that_goes_takes_its_session_with_it(
    served: Host, leave: Callable[[Terminal], None]
) -> None:
    before = len(served.events("close"))
    with served.reader("-e", "~") as terminal:
        terminal.wait_for("read on")
        children = served.wait_for_sessions(1)
        leave(terminal)
        wait_until_gone(children)
    assert served.wait_for("close", before + 1)["why"] == "gone"
    served.wait_for_sessions(0)
    until(lambda: not descendants(served.sshd), "the connection stays")


def test_a_connection_that_is_cut_takes_all_its_sessions_with_it(served: Host) -> None:
    before = len(served.events("close"))
    with Packets(served) as line:
        for _ in range(3):
            channel = line.session()
            line.terminal(channel)
            line.begin(channel)
            line.wait_for(channel, b"read on")
        children = served.wait_for_sessions(3)
    wait_until_gone(children)
    served.wait_for("close", before + 3)
    assert {event["why"] for event in served.events("close")[before:]} == {"gone"}


def test_a_channel_that_is_closed_takes_its_session_with_it(served: Host) -> None:
    with Packets(served) as line:
        channel = line.session()
        line.terminal(channel)
        line.begin(channel)
        line.wait_for(channel, b"read on")
        children = served.wait_for_sessions(1)
        line.say(97, channel.theirs.to_bytes(4, "big"))
        wait_until_gone(children)


def test_a_client_that_stops_for_good_is_not_waited_for(home: Path) -> None:
    # What is said first counts, in sshd's own table of the account too.
    lines = ("Match all", "ClientAliveInterval 1", "ClientAliveCountMax 1", "Match all")
    with Host(home, pool=False, sshd=lines) as host, host.reader() as terminal:
        terminal.wait_for("read on")
        children = host.wait_for_sessions(1)
        os.kill(terminal.process.pid, signal.SIGSTOP)
        wait_until_gone(children)
        assert host.wait_for("close")["why"] == "gone"
        until(lambda: not descendants(host.sshd), "the connection stays")


# -- many who come and go --------------------------------------------------------------------------


def test_many_connections_leave_nothing_behind(served: Host) -> None:
    until(lambda: not descendants(served.sshd), "somebody is there")
    processes = sorted(descendants(served.process.pid))
    files = served.files
    for number in range(12):
        if number % 3 == 0:
            knock(served, elsewhere()).close()
        elif number % 3 == 1:
            assert served.run("version").returncode == 0
        else:
            with Packets(served) as line:
                channel = line.session()
                line.begin(channel, b"list")
                assert number % 2 or line.wait_end(channel) == 0
    until(lambda: sorted(descendants(served.process.pid)) == processes, "a process stays")
    assert served.files == files
    assert served.sessions == []
    assert [path.name for path in (served.state / "sessions").iterdir()] == ["turn"]

"""The end of sessions, of clients and of the server, in all the ways in which they may come."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import asyncssh
import pytest
from asyncssh.auth import KbdIntPrompts, KbdIntResponse
from msgspec.structs import replace

from briefing.library.library import Library
from tests.served.conftest import FREE, load_two_towns, new_home
from tests.served.host import Host, client_environment, descendants, is_there, until
from tests.terminal.pty import Terminal, cut

pytestmark = pytest.mark.terminal

GUEST = "You are a guest"
STOPPING = "The server is shutting down."
KEPT = "Your place is kept."
IDLE_SOON = "is idle and ends in a minute"
IDLE = "The session was idle for too long and has ended."
LONGEST = "The session has reached its time limit; log in again."
BUSY = 75
_MODE = re.compile(r"\x1b\[\?([0-9;]+)([hl])")
_COLOUR = re.compile(r"\x1b\[[0-9;:]*m")
_KITTY = re.compile(r"\x1b\[([<>=])[0-9;]*u")


def helpers_of(pid: int) -> list[int]:
    """Numbers of the processes that a server itself has started."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def fork_servers_of(pid: int) -> list[int]:
    """Numbers of the fork servers of a server."""
    found = []
    for helper in helpers_of(pid):
        with suppress(OSError):
            if b"fork_server" in Path(f"/proc/{helper}/cmdline").read_bytes():
                found.append(helper)
    return found


def children_of(host: Host) -> list[int]:
    """Numbers of the processes of sessions: what comes from the fork servers of a host."""
    helpers = helpers_of(host.process.pid)
    return [pid for pid in descendants(host.process.pid) if pid not in helpers]


def files_of(host: Host) -> list[str]:
    """What a server has open when nobody is there, and it is at rest after its start."""
    until(lambda: host.status().connections == 0, "somebody stays")
    host.await_index()
    before: list[str] = []
    while before != (before := host.open_files):
        time.sleep(0.1)
    return before


def left_on(written: str) -> set[str]:
    """What a program has switched on at a terminal and not off again."""
    on = {"7", "25"}  # as every terminal begins: lines wrap, and there is a cursor
    for numbers, letter in _MODE.findall(written):
        on = on - set(numbers.split(";")) if letter == "l" else on | set(numbers.split(";"))
    left = on ^ {"7", "25"}
    if _COLOUR.findall(written)[-1:] not in ([], ["\x1b[m"], ["\x1b[0m"]):
        left.add("colour")
    if _KITTY.findall(written)[-1:] not in ([], ["<"]):
        left.add("keys")
    return left


def bells_of(terminal: Terminal) -> int:
    """How often a terminal's bell was rung; the same character ends titles and the like."""
    return sum(part.count("\a") for part, is_sequence in cut(terminal.written) if not is_sequence)


def assert_given_back(terminal: Terminal, sentence: str) -> None:
    """Prove that a terminal is as it was, with a sentence on it and nothing behind that."""
    assert terminal.written.endswith(f"{sentence}\r\n" if sentence else "l")
    assert left_on(terminal.written) == set()
    assert terminal.attributes == terminal.before


def wait_until_gone(pids: list[int]) -> None:
    assert pids
    until(lambda: not any(map(is_there, pids)), f"still there: {pids}")


# -- the server ends -------------------------------------------------------------------------------


@pytest.mark.parametrize("kill", [os.kill, os.killpg], ids=["server", "its group"])
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_a_stop_gives_every_terminal_back(
    home: Path, how: signal.Signals, kill: Callable[[int, int], None]
) -> None:
    with (
        Host(home, limits=FREE) as host,
        host.reader() as first,
        host.reader(key=True, columns=120, rows=40) as second,
        host.reader("-C", "-t", "--", "read", "two-towns/terms") as third,
        host.reader() as away,
    ):
        first.wait_for(GUEST)
        second.wait_for("Lakeside and Hilltop agreed")
        second.press("?")
        second.wait_for("Keys")
        third.wait_for("What was agreed")
        away.wait_for(GUEST)
        os.kill(away.process.pid, signal.SIGSTOP)
        processes = descendants(host.process.pid)
        assert len(children_of(host)) == 4
        kill(host.process.pid, how)
        for terminal, kept in ((first, ""), (second, f" {KEPT}"), (third, "")):
            assert terminal.wait_end() == BUSY
            assert_given_back(terminal, f"{STOPPING}{kept}")
        assert host.process.wait(20) == 0
        wait_until_gone(processes)
        assert host.said.read_text().endswith("Stopped; 4 sessions were ended.\n")
        assert {event["why"] for event in host.events("close")} == {"stop"}
        assert len(host.events("close")) == 4
        assert [event["sessions"] for event in host.events("stop")] == [4]
        assert host.events("fork_server_died", "reload") == []
        assert not (host.state / "errors.log").exists()
        os.kill(away.process.pid, signal.SIGCONT)
        away.wait_end()


def test_a_stop_while_something_is_loaded_is_quiet(home: Path) -> None:
    with Host(home) as host:
        host.reload()
        until(lambda: len(fork_servers_of(host.process.pid)) == 2, "nothing is loaded")
        processes = descendants(host.process.pid)
        assert host.stop() == 0
        wait_until_gone(processes)
        assert host.said.read_text().endswith("Stopped.\n")


@pytest.mark.parametrize("prefork", [(), ("--no-prefork",)], ids=["fork server", "without"])
def test_a_server_that_is_killed_leaves_no_process_and_nothing_in_the_way(
    home: Path, prefork: tuple[str, ...]
) -> None:
    with Host(home, *prefork) as host, host.reader() as one, host.reader() as other:
        one.wait_for(GUEST)
        other.wait_for(GUEST)
        processes = descendants(host.process.pid)
        host.process.kill()
        host.process.wait()
        wait_until_gone(processes)
        assert one.wait_end() == 255
    with Host(home, *prefork) as again:
        assert again.run("list").returncode == 0


# -- a client ends ---------------------------------------------------------------------------------


def kill(terminal: Terminal) -> None:
    terminal.process.kill()


def close_its_window(terminal: Terminal) -> None:
    terminal.hang_up()


def type_the_escape(terminal: Terminal) -> None:
    terminal.press("\r", "~", ".")


@pytest.mark.parametrize("leave", [kill, close_its_window, type_the_escape])
def test_a_client_that_goes_takes_its_session_with_it(
    host: Host, leave: Callable[[Terminal], None]
) -> None:
    before = len(host.events("close"))
    with host.reader("-e", "~") as terminal:
        terminal.wait_for(GUEST)
        children = children_of(host)
        leave(terminal)
        wait_until_gone(children)
    host.wait_for("close", before + 1)
    assert host.events("close")[-1]["why"] == "gone"
    host.wait_for_sessions(0)
    until(lambda: host.status().connections == 0, "the connection stays")


class Deaf(asyncssh.SSHClientSession[bytes]):
    """A session that takes nothing, or something."""

    def __init__(self, *, takes: bool) -> None:
        self.takes = takes
        self.came = asyncio.Event()

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        if not self.takes:
            chan.pause_reading()

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        del data, datatype
        self.came.set()


class Guest(asyncssh.SSHClient):
    """Somebody without a key, who answers what nobody asks."""

    def kbdint_auth_requested(self) -> str:
        return ""

    def kbdint_challenge_received(
        self, name: str, instructions: str, lang: str, prompts: KbdIntPrompts
    ) -> KbdIntResponse:
        del name, instructions, lang, prompts
        return []


async def connected(host: Host) -> asyncssh.SSHClientConnection:
    """Come as a guest, with a client that does what one tells it."""
    return await asyncssh.connect(
        "127.0.0.1",
        host.port,
        client_factory=Guest,
        known_hosts=None,
        username="analyst",
        config=None,
        client_keys=None,
        agent_path=None,
        preferred_auth="keyboard-interactive",
    )


async def opened(
    connection: asyncssh.SSHClientConnection, *, takes: bool = True
) -> asyncssh.SSHClientChannel[bytes]:
    """Have the reader begin; wait for its first bytes, unless none are taken."""
    channel, session = await connection.create_session(
        lambda: Deaf(takes=takes),
        "two-towns",
        term_type="xterm-256color",
        term_size=(80, 24),
        encoding=None,
        window=1 << 10,
        max_pktsize=1 << 10,
    )
    assert isinstance(session, Deaf)
    if takes:
        await asyncio.wait_for(session.came.wait(), 20)
    return channel


async def test_a_connection_that_is_reset_takes_its_sessions_with_it(host: Host) -> None:
    before = len(host.events("close"))
    connection = await connected(host)
    for _ in range(3):
        await opened(connection)
    children = children_of(host)
    assert len(children) == 3
    line = connection.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.abort()
    await asyncio.to_thread(wait_until_gone, children)
    await asyncio.to_thread(host.wait_for, "close", before + 3)
    assert {event["why"] for event in host.events("close")[before:]} == {"gone"}
    await asyncio.to_thread(host.wait_for_sessions, 0)


# -- somebody is ended -----------------------------------------------------------------------------


def sit_down(host: Host) -> Terminal:
    """Come in as a guest who knows what to read."""
    return host.reader("-t", "--", "two-towns")


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host without patience, but for those who sit there and do nothing: they are warned."""
    limits = {"stall": 1, "keepalive": 1, "keepalives": 1, "login": 1, "idle": 61}
    home = tmp_path_factory.mktemp("strict") / "home"
    long = "Much was written about it. " * (3 << 20 >> 4)
    towns = load_two_towns()
    source = replace(towns.sources[0], descriptor=long)
    Library(home / "library").publish(
        [replace(towns, id="long", sources=(source, *towns.sources[1:]))]
    )
    with Host(new_home(home), limits=FREE | limits) as running:
        yield running


def test_who_does_nothing_is_warned(strict: Host) -> None:
    with sit_down(strict) as reads, sit_down(strict) as looks:
        looks.wait_for(GUEST)
        looks.press("?")
        looks.wait_for("Keys")
        reads.wait_for(IDLE_SOON)
        assert bells_of(reads) == 1
        looks.wait_until(lambda: bells_of(looks) > 0, "no bell")
        looks.press("q")
        looks.wait_for(IDLE_SOON)
        for terminal in (reads, looks):
            terminal.press("q")
            assert terminal.wait_end() == 0
            assert_given_back(terminal, "")


def test_who_does_nothing_and_who_never_leaves_are_ended(home: Path) -> None:
    with (
        Host(home, limits=FREE | {"idle": 2, "longest": 3}) as host,
        host.reader() as idle,
        host.reader() as busy,
    ):
        busy.wait_for(GUEST)
        while idle.process.poll() is None:
            busy.press("J")
            busy.pump_for(0.2)
            idle.pump(0)
        assert idle.wait_end() == BUSY
        assert_given_back(idle, IDLE)
        assert busy.wait_end() == BUSY
        assert LONGEST in busy.written
        assert left_on(busy.written) == set()
        assert [event["why"] for event in host.events("close")] == ["idle", "longest"]
        assert children_of(host) == []


def test_a_client_that_stops_for_good_is_not_waited_for(strict: Host) -> None:
    files = files_of(strict)
    with sit_down(strict) as terminal:
        terminal.wait_for(GUEST)
        children = children_of(strict)
        os.kill(terminal.process.pid, signal.SIGSTOP)
        wait_until_gone(children)
        assert files_of(strict) == files
    assert "keepalive" in strict.events("end")[-1]["why"]


def test_a_client_that_stops_reading_is_not_waited_for(strict: Host) -> None:
    files = files_of(strict)
    with subprocess.Popen(
        strict.ssh("--", "export", "long", "--format", "json"),
        env=client_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    ) as client:
        assert client.stdout is not None
        assert client.stdout.read(10)
        os.kill(client.pid, signal.SIGSTOP)
        closed = strict.wait_for("close", why="stalled")
        assert children_of(strict) == []
        assert files_of(strict) == files
        client.kill()
    assert closed["sent"] < 8 << 20


async def test_a_reader_whose_channel_stays_full_is_not_waited_for(strict: Host) -> None:
    before = len(strict.events("close"))
    async with await connected(strict) as connection:
        channel = await opened(connection, takes=False)
        for _ in range(400):
            if len(strict.events("close")) > before:
                break
            with suppress(OSError):
                channel.write(b"\x0c")  # have the whole screen sent
            await asyncio.sleep(0.05)
        assert [event["why"] for event in strict.events("close")[before:]] == ["stalled"]
        channel.resume_reading()
        await asyncio.wait_for(channel.wait_closed(), 20)
        assert (await connection.run("version")).exit_status == 0


def test_who_does_not_log_in_is_cut_off(strict: Host) -> None:
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", strict.port), timeout=20))
            for _ in range(2)
        ]
        lines[0].sendall(b"SSH-2.0-slow\r\n")
        for line in lines:
            while line.recv(4096):
                pass
            accepted = strict.wait_for("accept", port=line.getsockname()[1])
            ended = strict.wait_for("end", connection=accepted["connection"])
            assert not ended["logged_in"]
    until(lambda: strict.status().handshakes == 0, "it still counts")

"""What a client does not get, by whatever way it asks: what it is told, and what is written of it.

The real ``ssh`` asks for what it can ask for, asyncssh's client for the rest.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import asyncssh
import pytest

from tests.served.clients import connect, run, ssh, written
from tests.served.conftest import FREE, new_home
from tests.served.host import Host, client_environment, descendants, until

pytestmark = pytest.mark.terminal

NO_MORE: Final = "This host serves briefings only."


def rejected(events: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """What was not to be had, as it was written."""
    return [(one["what"], one.get("detail")) for one in events if one["event"] == "reject"]


# -- ways out of a session -------------------------------------------------------------------------

LISTENING: Final = ("-R", "0:localhost:80")
OR_END: Final = ("-o", "ExitOnForwardFailure=yes")


@pytest.mark.parametrize(
    ("options", "code", "told", "what"),
    [
        (LISTENING, 0, "Warning: remote port forwarding failed", ("listening", "localhost:0")),
        ((*OR_END, *LISTENING), 255, "port forwarding failed", ("listening", "localhost:0")),
        (("-R", "/socket:localhost:80"), 0, "forwarding failed", ("listening", "/socket")),
        (("-W", "there:80"), 255, "stdio forwarding failed", ("forwarding", "there:80")),
        (("-X",), 0, "X11 forwarding request failed", ("X11", None)),
        (("-Y",), 0, "X11 forwarding request failed", ("X11", None)),
        (("-s",), 255, "subsystem request failed", ("subsystem", "version")),
    ],
    ids=["-R", "-R or end", "-R socket", "-W", "-X", "-Y", "-s"],
)
def test_ssh_is_told_that_there_is_no_such_thing(
    host: Host, options: tuple[str, ...], code: int, told: str, what: tuple[str, str | None]
) -> None:
    asked = () if "-W" in options else ("--", "version")
    with written(host) as events:
        command = ["ssh", "-o", "LogLevel=INFO", *host.ssh(*options, *asked)[1:]]
        done = run(command, DISPLAY=":0")
    assert done.returncode == code
    assert told in done.stderr
    assert done.stdout.startswith("briefing ") is (code == 0)
    assert rejected(events) == [what]


def test_an_agent_is_not_forwarded(host: Host, tmp_path: Path) -> None:
    where = tmp_path / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", where], stdout=subprocess.DEVNULL) as agent:
        until(where.exists, "no agent")
        with written(host) as events:
            # OpenSSH does not wait for the answer, and tells nobody.
            assert ssh(host, "-A", "-o", f"IdentityAgent={where}").returncode == 0
        agent.terminate()
    assert rejected(events) == [("agent", None)]


@pytest.mark.parametrize("way", ["-L", "-D"])
def test_a_forwarded_port_is_refused_and_written_once(host: Host, tmp_path: Path, way: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address: Any = free.getsockname()
    if way == "-L":
        address = str(tmp_path / "local")
    where = f"{address}:there:80" if way == "-L" else str(address[1])
    command = ["ssh", "-o", "LogLevel=INFO", *host.ssh("-N", way, where)[1:]]
    with written(host) as events:
        before = len(host.events("login"))
        process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env=client_environment()
        )
        with process:
            host.wait_for("login", before + 1)
            until(lambda: knocks(address), "it does not listen")
            assert knocks(address)
            process.kill()
            assert process.stderr is not None
            assert process.stderr.read().count(f"administratively prohibited: {NO_MORE}") == 2
    assert rejected(events) == [("forwarding", "there:80")]


def knocks(address: Any) -> bool:  # noqa: ANN401 - as sockets have it
    """Whether something listens; what is forwarded there is closed at once."""
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as line:
        line.settimeout(20)
        with suppress(OSError):
            line.connect(address)
            if not isinstance(address, str):
                line.sendall(b"\4\1\0\x50\0\0\0\1\0there\0")  # SOCKS 4A, to port 80
            assert line.recv(100) == b""
            return True
    return False


@pytest.mark.parametrize(
    ("program", "code", "what"),
    [
        (("sftp", "HOST"), 255, [("subsystem", "sftp")]),
        (("scp", "FILE", "HOST:/there"), 255, [("subsystem", "sftp")]),
        (("scp", "-O", "FILE", "HOST:/there"), 1, []),
        (("scp", "-O", "HOST:/etc/passwd", "FILE"), 1, []),
    ],
    ids=["sftp", "scp", "scp -O there", "scp -O back"],
)
def test_no_file_is_copied(
    host: Host, tmp_path: Path, program: tuple[str, ...], code: int, what: list[tuple[str, str]]
) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    *options, name = ["-P" if word == "-p" else word for word in host.ssh()[1:]]
    words = [word.replace("HOST", name).replace("FILE", str(file)) for word in program[1:]]
    with written(host) as events:
        done = run([program[0], *options, *words])
    assert done.returncode == code
    assert file.read_text() == "mine"
    assert rejected(events) == what
    answers = [one for one in events if one["event"] == "answer"]
    if what:
        assert answers == []
    else:  # it would have run on the host by this name
        assert "is not offered here" in done.stderr
        assert [(one["command"][:4], one["exit"]) for one in answers] == [("scp ", 126)]


@pytest.mark.parametrize(
    ("ask", "what"),
    [
        (lambda c: c.open_tun(3), ("tunnel", "tun 3")),
        (lambda c: c.open_tap(), ("tunnel", "tap None")),
        (lambda c: c.open_connection("there", 80), ("forwarding", "there:80")),
        (lambda c: c.open_connection("a\nb\x1b", 1), ("forwarding", "a\\nb\\x1b:1")),
        (lambda c: c.open_unix_connection("/run/there"), ("forwarding", "/run/there")),
        (lambda c: c.start_server(lambda *_: None, "there", 80), ("listening", "there:80")),
        (lambda c: c.start_unix_server(lambda: None, "/run/x"), ("listening", "/run/x")),
    ],
    ids=["tun", "tap", "port", "control characters", "socket", "port there", "socket there"],
)
async def test_a_channel_of_another_kind_is_refused_and_written_once(
    host: Host,
    ask: Callable[[asyncssh.SSHClientConnection], Awaitable[object]],
    what: tuple[str, str],
) -> None:
    with written(host) as events:
        async with connect(host) as connection:
            for _ in range(3):
                with pytest.raises((asyncssh.ChannelOpenError, asyncssh.ChannelListenError)) as no:
                    await ask(connection)
                if isinstance(no.value, asyncssh.ChannelOpenError):
                    assert no.value.reason == NO_MORE
                    assert no.value.code == asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED
            assert (await connection.run("version")).returncode == 0
    assert rejected(events) == [what]


async def test_a_connection_has_four_channels_and_no_more(host: Host) -> None:
    with written(host) as events:
        async with connect(host) as connection:
            opened = await asyncio.gather(
                *(connection.create_process(term_type="xterm") for _ in range(80)),
                return_exceptions=True,
            )
            refused = [one for one in opened if isinstance(one, asyncssh.ChannelOpenError)]
            assert len(refused) == 76
            assert {one.code for one in refused} == {asyncssh.OPEN_RESOURCE_SHORTAGE}
            (told,) = {one.reason for one in refused}
            assert told == "A connection can have at most 4 sessions."
            host.wait_for_sessions(4)
    host.wait_for_sessions(0)
    assert {one["why"] for one in events if one["event"] == "refuse"} == {"channels"}


# -- before anybody has logged in ------------------------------------------------------------------

GREETING: Final = b"SSH-2.0-nobody\r\n"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host that gives little to those who have not logged in; each test has its own addresses."""
    limits = FREE | {"connections-per-minute": 1, "burst": 3, "login": 1}
    limits |= {"handshakes": 2, "handshakes-per-address": 1}
    with Host(new_home(tmp_path_factory.mktemp("guarded") / "home"), limits=limits) as host:
        yield host


def from_address(host: Host, address: str) -> socket.socket:
    """Come from an address of our own; on Linux all of 127.0.0.0/8 is."""
    return socket.create_connection(("127.0.0.1", host.port), 20, (address, 0))


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (1, b"GET / HTTP/1.1\r\nHost: there\r\n\r\n"),
        (2, b"SSH-2.0-" + b"x" * 100_000 + b"\r\n"),
        (3, b"x" * 100_000),
        (4, b"SSH-1.5-old\r\n"),
        (5, b"hello\r\n" * 10_000),
        (6, bytes.fromhex("16030102000100") + bytes(500)),
        (7, GREETING + b"\xff" * 1000),
        (8, GREETING + bytes(1000)),
        (9, b""),
        (10, b"SSH-2.0"),
        (11, GREETING + b"\0\0\1\0\5\x14"),
        (12, b"SSH-2.0-\x1b]0;title\7\r\n" + b"\xff" * 1000),
    ],
    ids=[
        *("HTTP", "long version", "long line", "SSH 1", "many lines", "TLS", "no packet", "zeros"),
        *("nothing", "half a version", "half a packet", "control characters"),
    ],
)
def test_who_does_not_speak_ssh_is_hung_up_on(guarded: Host, last: int, said: bytes) -> None:
    faults = len(guarded.events("fault"))
    with written(guarded) as events, from_address(guarded, f"127.0.1.{last}") as line:
        heard = b""
        with suppress(ConnectionError):  # it may have had enough
            line.sendall(said)
        with suppress(ConnectionError):
            while data := line.recv(1 << 16):
                heard += data
        assert heard.startswith(b"SSH-2.0-briefing\r\n")
    assert [one["event"] for one in events] == ["accept", "end"]
    assert events[-1]["logged_in"] is False
    until(lambda: guarded.status().handshakes == 0, "they are never forgotten")
    assert len(guarded.events("fault")) == faults


def test_few_may_be_logging_in_at_a_time(guarded: Host) -> None:
    with from_address(guarded, "127.0.2.1"):
        one_more = ssh(guarded, "-b", "127.0.2.1")
        with from_address(guarded, "127.0.2.2"):
            another = ssh(guarded, "-b", "127.0.2.3")
    assert (one_more.returncode, another.returncode) == (255, 255)
    assert "Too many of your connections are logging in." in one_more.stderr
    assert "Too many are logging in; try again in a moment." in another.stderr
    refusals = [(one["why"], one["address"]) for one in guarded.events("refuse")]
    assert refusals[-2:] == [("handshakes of address", "127.0.2.1"), ("handshakes", "127.0.2.3")]
    until(lambda: guarded.status().handshakes == 0, "they are never forgotten")
    assert ssh(guarded, "-b", "127.0.2.3").returncode == 0


def test_an_address_may_connect_so_often(guarded: Host) -> None:
    codes = [ssh(guarded, "-b", "127.0.3.1").returncode for _ in range(3)]
    assert codes == [0, 0, 0]
    one_more = ssh(guarded, "-b", "127.0.3.1")
    assert one_more.returncode == 255
    assert "Too many connections from your address; try again in " in one_more.stderr
    assert guarded.wait_for("refuse", why="rate")["address"] == "127.0.3.1"
    assert ssh(guarded, "-b", "127.0.3.2").returncode == 0


# -- how many may be in ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host that has few places."""
    limits = FREE | {"sessions": 3, "sessions-per-address": 2}
    limits |= {"sessions-per-key": 1, "commands-per-address": 1}
    with Host(new_home(tmp_path_factory.mktemp("tight") / "home"), limits=limits) as host:
        yield host


def test_there_are_so_many_places(tight: Host) -> None:
    one, other = ("-b", "127.0.0.1"), ("-b", "127.0.0.2")
    with tight.reader(*one, key=True), tight.reader(*other):
        tight.wait_for_sessions(2)
        assert_refused(tight, other, "sessions of key", "Your key has too many sessions open.")
        with tight.reader(*one):
            tight.wait_for_sessions(3)
            assert_refused(tight, ("-b", "127.0.0.3"), "sessions", "The server is full; try")
    tight.wait_for_sessions(0)
    with tight.reader(*one), tight.reader(*one):
        tight.wait_for_sessions(2)
        assert_refused(tight, one, "sessions of address", "Your address has too many sessions")
        assert tight.run("list", options=other).returncode == 0
    tight.wait_for_sessions(0)


def assert_refused(host: Host, options: tuple[str, ...], why: str, told: str) -> None:
    """Whether a reader and a command hear in a sentence that they cannot come in now."""
    key = "key" in why
    refusals = len(host.events("refuse"))
    with host.reader(*options, key=key) as terminal:
        assert terminal.wait_end() == 75
        assert terminal.text.startswith(told)
        assert "\x1b" not in terminal.written
    done = host.run("list", key=key, options=options)
    assert (done.returncode, done.stdout) == (75, "")
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1
    refused = host.events("refuse")[refusals:]
    assert [one["why"] for one in refused] == [why, why]
    assert all(one["address"].startswith("127.0.0.") for one in refused), "for fail2ban"


def test_one_command_runs_at_a_time(tight: Host) -> None:
    command = tight.ssh("--", "list")
    signal_all(tight, signal.SIGSTOP)  # whoever would begin it
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=client_environment()) as first:
            tight.wait_for_sessions(1)
            done = tight.run("list")
            assert (done.returncode, done.stdout) == (75, "")
            assert done.stderr == "Your other commands are still running; wait until one ends.\n"
            assert tight.run("help").returncode == 0, "help is an answer, not a command"
            signal_all(tight, signal.SIGCONT)
            assert first.wait(20) == 0
    finally:
        signal_all(tight, signal.SIGCONT)
    tight.wait_for("refuse", why="commands of address")
    assert tight.run("list").returncode == 0


def signal_all(host: Host, number: signal.Signals) -> None:
    """Send a signal to all processes of a host but the one that speaks SSH."""
    for pid in descendants(host.process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, number)

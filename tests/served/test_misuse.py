"""What one client, with a key or without, can do to others: D1 to D6 and D12 of the attack.

Each connection is a process of sshd's, which the system gives its share and no more; before login
it has a time limit, and their number is limited in all and for each address. So what froze the
server that was one process for all (D1, D2) costs whoever does it. Of the rest:

* D3, attempts without number on one connection: sshd counts them (`MaxAuthTries`).
* D8, a weak group and new keys without end: key exchange is sshd's.
* D7 is in `test_identity`, D9 (what `check` and `publish` open) is not of a server, D10 and D15 are
  in `test_faults`, D11 in `test_boundary`, D13 in `test_starting`.
* D14, short writes of the log: whoever writes it goes on until all is written, in one place
  (`thin._append`), and a full disk ends nothing (`test_faults`).
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest

from briefing.library.library import Library
from tests.served.conftest import FREE, new_home
from tests.served.host import Host, children_of, descendants, new_key
from tests.served.raw import GREETING, Packets, elsewhere, is_hung_up_on, knock, packet, text
from tests.thorough import long, spread
from tests.unit.library.samples import make_briefing
from tests.waiting import until

pytestmark = pytest.mark.terminal


_IGNORE: Final = 2
_SECONDS: Final = 1.0
"""How long others are disturbed."""


@pytest.fixture(scope="module")
def host(homes: Path) -> Iterator[Host]:
    """A host as it comes, that also has a briefing of a megabyte."""
    home = new_home(homes)
    Library(home / "library").publish([make_briefing("long", "A town says so. " * 700, cards=100)])
    with Host(home, limits=FREE) as running:
        yield running


def assert_nobody_else_notices(host: Host, seconds: float = _SECONDS) -> None:
    """Whether somebody who reads gets an answer to each key, and others can log in, for a while."""
    with host.reader("-b", elsewhere(), "-t", "--", "two-towns/terms") as terminal:
        terminal.wait_for("Card 1 of 3")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            terminal.press("J")
            terminal.wait_for("Card 2 of 3")
            terminal.press("K")
            terminal.wait_for("Card 1 of 3")
            done = host.run("version", options=("-b", elsewhere()))
            assert done.returncode == 0, done.stderr
        terminal.press("q")
        assert terminal.wait_end() == 0


@contextmanager
def meanwhile(count: int, what: Callable[[threading.Event], object]) -> Iterator[None]:
    """Have something done by so many, again and again."""
    stop = threading.Event()

    def repeat() -> None:
        with suppress(OSError, EOFError):
            while not stop.is_set():
                what(stop)

    threads = [threading.Thread(target=repeat) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


# -- D1: packets of one byte -----------------------------------------------------------------------


@long
def test_who_wants_packets_of_one_byte_gets_them_and_nobody_else_notices(host: Host) -> None:
    def export(stop: threading.Event) -> None:
        with Packets(host) as line:
            channel = line.session(most=1)
            line.begin(channel, b"export long --format json")
            while not stop.is_set():
                came.append(line.drain())

    came: list[int] = []
    with meanwhile(3, export):
        assert_nobody_else_notices(host)
    assert sum(came) > 10_000, "sshd sends them, so that this is a test"


# -- D2: a flood before login ----------------------------------------------------------------------


@long
def test_a_flood_of_tiny_packets_before_login_is_not_noticed(host: Host) -> None:
    address, sent = elsewhere(), []

    def flood(stop: threading.Event) -> None:
        with knock(host, address) as line:
            line.sendall(GREETING)
            while not stop.is_set():
                line.sendall(packet(_IGNORE, text(b"")) * 1000)
                sent.append(1)

    with meanwhile(5, flood):
        assert_nobody_else_notices(host)
    assert len(sent) > 5, "sshd takes them, so that this is a test"


# -- D3: attempts ----------------------------------------------------------------------------------


def test_so_many_keys_may_be_tried_and_no_more(host: Host, tmp_path: Path) -> None:
    keys = [str(new_key(tmp_path / f"key{number}")) for number in range(8)]
    options = [word for key in keys for word in ("-i", key)]
    done = host.run("version", options=("-b", elsewhere(), *options))
    assert (done.returncode, done.stdout) == (255, "")
    assert "Too many authentication failures" in done.stderr
    few = host.run("version", options=("-b", elsewhere(), *options[:6]))
    assert few.returncode == 0


# -- D4: idle connections --------------------------------------------------------------------------


def test_twenty_idle_connections_lock_nobody_out(host: Host) -> None:
    with ExitStack() as stack:
        for _ in range(4):
            address = elsewhere()
            for _ in range(5):
                stack.enter_context(knock(host, address))
        until(
            lambda: len(children_of(host.sshd)) >= 19,
            lambda: f"they are not waited for: {len(children_of(host.sshd))}",
        )
        # From the twentieth on sshd drops three of ten at random.
        tries = (host.run("version", options=("-b", elsewhere())) for _ in range(12))
        assert any(done.returncode == 0 for done in tries)
    until(lambda: not children_of(host.sshd), "they are never forgotten")


def test_one_address_takes_its_own_places_only(host: Host) -> None:
    mine = elsewhere()
    with ExitStack() as stack:
        for _ in range(5):
            line = stack.enter_context(knock(host, mine))
            assert line.recv(4) == b"SSH-"
        refused = host.run("version", options=("-b", mine))
        assert (refused.returncode, refused.stdout) == (255, "")
        assert host.run("version", options=("-b", elsewhere())).returncode == 0


def test_who_does_not_log_in_is_cut_off(homes: Path) -> None:
    with Host(new_home(homes), pool=False, sshd=("LoginGraceTime 1",)) as host:
        with knock(host, elsewhere()) as silent, knock(host, elsewhere()) as slow:
            slow.sendall(GREETING)
            assert is_hung_up_on(silent)
            assert is_hung_up_on(slow)
        until(lambda: not descendants(host.sshd), "it still waits")


# -- D5: what is written ---------------------------------------------------------------------------


def test_of_a_connection_that_asks_for_much_our_log_has_nothing(host: Host) -> None:
    with Packets(host) as line:
        channel = line.session()
        for number in range(500):
            line.tell(channel, b"env", text(b"NAME%d" % number) + text(b"x" * 100))
            line.tell(channel, b"subsystem", text(b"sftp%d" % number))
            line.tell(channel, b"auth-agent-req@openssh.com")
        before = len(host.events())
        assert line.begin(channel, b"version")
        assert line.wait_end(channel) == 0
    assert [one["event"] for one in host.events()[before:]] == ["open", "close"]


# -- D6: channels that nobody uses -----------------------------------------------------------------


def test_a_connection_has_few_channels_and_unused_ones_take_nobodys_place(host: Host) -> None:
    with Packets(host) as line:
        opened = [channel for channel in (line.open() for _ in range(80)) if channel]
        assert len(opened) == 4
        assert host.sessions == []
        assert host.run("version").returncode == 0
        assert line.begin(opened[0], b"version")
        assert line.wait_end(opened[0]) == 0


# -- D12: who does not speak SSH -------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    spread(
        [
            b"GET / HTTP/1.1\r\nHost: there\r\n\r\n",
            b"SSH-2.0-" + b"x" * 100_000 + b"\r\n",
            b"x" * 100_000,
            b"SSH-1.5-old\r\n",
            b"hello\r\n" * 10_000,
            bytes.fromhex("16030102000100") + bytes(500),
            GREETING + b"\xff" * 1000,
            GREETING + bytes(1000),
            GREETING + packet(20, bytes(16) + b"\xff\xff\xff\xff"),
            GREETING + packet(30) * 3,
            b"SSH-2.0-\x1b]0;title\7\r\n" + b"\xff" * 1000,
        ],
        6,
    ),
    ids=spread(
        [
            *("HTTP", "long version", "long line", "SSH 1", "many lines", "TLS", "no packet"),
            *("zeros", "wrong lengths", "out of turn", "control characters"),
        ],
        6,
    ),
)
def test_who_does_not_speak_ssh_is_hung_up_on(host: Host, said: bytes) -> None:
    before = host.faults
    with knock(host, elsewhere()) as line:
        with suppress(OSError):  # it may have had enough, and be gone already
            line.sendall(said)
            line.shutdown(socket.SHUT_WR)
        assert is_hung_up_on(line)
    assert host.faults == before
    assert "Traceback" not in host.said.read_text()


def test_who_resets_the_connection_is_forgotten(host: Host) -> None:
    for said in (b"", GREETING, GREETING + packet(20)[:9]):
        line = knock(host, elsewhere())
        line.sendall(said)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()
    until(lambda: not descendants(host.sshd), "they are never forgotten")
    assert host.run("version").returncode == 0

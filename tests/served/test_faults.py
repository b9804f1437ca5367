"""What goes wrong inside, and what must not get out: faults, full disks, hostile text, leaks."""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import shutil
import signal
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.library.library import Library
from tests.hostile import NEEDLE, STRINGS, hostile_briefing
from tests.served.conftest import FREE
from tests.served.host import Host, descendants, until
from tests.served.test_stopping import (
    GUEST,
    children_of,
    connected,
    files_of,
    fork_servers_of,
    left_on,
    wait_until_gone,
)
from tests.terminal.conftest import ROOT
from tests.terminal.pty import Terminal
from tests.terminal.test_hostile import assert_clean, kinds_in, read_all

pytestmark = pytest.mark.terminal

SCREENS = (
    (("3", "e"), "Evidence"),
    (("H",), "Health"),
    (("q", "o"), "Library"),
    (("q", "Y"), "clipboard"),
    (("/", NEEDLE, "enter"), NEEDLE),
)
"""Keys that lead to screens beside the text, and what is then on them."""

WRAPPING = "7"
FAULT = 70
FAILED = "An internal error ended the session; log in again."
SECRET = "what only those who mend it may see"


def assert_cleaned(terminal: Terminal) -> None:
    """Prove that the front gave back a terminal whose process was killed."""
    assert terminal.written.endswith(f"{FAILED}\r\n")
    assert left_on(terminal.written) <= {WRAPPING}
    assert terminal.attributes == terminal.before


# -- processes that die ----------------------------------------------------------------------------


def test_a_session_whose_process_is_killed_gives_the_terminal_back(host: Host) -> None:
    with host.reader() as other:
        other.wait_for(GUEST)
        (untouched,) = children_of(host)
        with host.reader() as terminal:
            terminal.wait_for(GUEST)
            (child,) = set(children_of(host)) - {untouched}
            os.kill(child, signal.SIGKILL)
            assert terminal.wait_end() == FAULT
            assert_cleaned(terminal)
        assert host.wait_for("close", why="signal 9")["exit"] == FAULT
        other.press("q")
        assert other.wait_end() == 0


def test_a_terminal_whose_process_was_killed_wraps_lines(host: Host) -> None:
    with host.reader() as terminal:
        terminal.wait_for(GUEST)
        for child in children_of(host):
            os.kill(child, signal.SIGKILL)
        terminal.wait_end()
        assert WRAPPING not in left_on(terminal.written)


def test_after_the_death_of_a_fork_server_there_are_sessions_again(home: Path) -> None:
    with Host(home, limits=FREE) as host:
        with host.reader() as terminal:
            terminal.wait_for(GUEST)
            (first,) = fork_servers_of(host.process.pid)
            children = children_of(host)
            os.kill(first, signal.SIGKILL)
            assert terminal.wait_end() == FAULT
            assert_cleaned(terminal)
            wait_until_gone(children)
        assert host.run("list").returncode == 0
        assert not host.wait_for("fork_server_died")["again"]
        host.wait_for("reload", 2)
        (second,) = fork_servers_of(host.process.pid)
        assert second != first
        assert host.status().generations[0].revisions == {"two-towns": 1}
        with host.reader() as terminal:
            terminal.wait_for(GUEST)
            assert children_of(host)
            os.kill(second, signal.SIGKILL)
            assert terminal.wait_end() == FAULT
        assert host.wait_for("fork_server_died", 2)["again"]
        with host.reader() as terminal:
            terminal.wait_for(GUEST)
            assert fork_servers_of(host.process.pid) == []
            terminal.press("q")
            assert terminal.wait_end() == 0
        host.wait_for_sessions(0)
        assert len(host.status().generations) == 1
        assert not (host.state / "errors.log").exists()


# -- faults of the program -------------------------------------------------------------------------


def spoil(package: Path, name: str, place: str) -> None:
    """Have a module of a copy of the program fail at a place."""
    path = package / name
    text = path.read_text()
    assert text.count(place) == 1
    indent = re.search(rf"^( *){re.escape(place)}", text, re.MULTILINE)
    assert indent
    path.write_text(text.replace(place, f"raise RuntimeError({SECRET!r})\n{indent[1]}{place}"))


@pytest.fixture
def faulty(home: Path, tmp_path: Path) -> Iterator[Host]:
    """A host of a copy of the program that fails at the key R, and at the verb `list`."""
    shutil.copytree(ROOT / "briefing", tmp_path / "copy" / "briefing")
    spoil(tmp_path / "copy" / "briefing", "tui/screens/news.py", "reader, before = self._reader")
    spoil(tmp_path / "copy" / "briefing", "serve/child/verb.py", "code = verb.run(")
    variables = {"PYTHONPATH": str(tmp_path / "copy"), "PYTHONSAFEPATH": "1"}
    with Host(home, limits=FREE, variables=variables) as host:
        yield host


def test_of_a_fault_a_reader_sees_a_number_and_the_log_has_the_rest(faulty: Host) -> None:
    log = faulty.state / "errors.log"
    with faulty.reader() as terminal:
        terminal.wait_for(GUEST)
        terminal.press("R")
        assert terminal.wait_end() == FAULT
        shown = terminal.written
        assert left_on(shown) == set()
        assert terminal.attributes == terminal.before
    answer = faulty.run("list")
    assert answer.returncode == FAULT
    assert answer.stdout == ""
    faults = faulty.events("fault")
    for fault, said in zip(faults, (shown, answer.stderr), strict=True):
        assert fault["id"] in said
        assert fault["id"] in log.read_text()
        assert SECRET not in said
        assert "Traceback" not in said
    assert log.read_text().count(f"RuntimeError: {SECRET}") == 2
    assert SECRET not in faulty.audit.read_text()
    assert log.stat().st_mode & 0o777 == 0o600

    log.unlink()
    log.symlink_to("/dev/full")
    assert faulty.run("list").returncode == FAULT
    until(lambda: SECRET in faulty.said.read_text(), "it is told nowhere")
    assert faulty.run("version").returncode == 0


def test_without_room_for_the_audit_log_readers_read_on(home: Path) -> None:
    with Host(home, "--audit", "/dev/full", limits=FREE) as host:
        assert host.run("list").returncode == 0
        host.reload()
        until(lambda: host.status().generations[0].number == 2, "nothing is read again")
        assert host.run("list").returncode == 0
    assert host.process.returncode == 0
    said = host.said.read_text()
    assert said.count("“/dev/full” cannot be written: No space left on device.") == 1
    assert said.endswith("Stopped.\n")


# -- text that is written to do harm ---------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host that serves a briefing full of hostile text, and one that harms nobody."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    words = itertools.cycle(text for text in STRINGS if len(text) < 100)
    briefings = [
        hostile_briefing("harmless", "plain words".__str__),
        hostile_briefing("hostile", words.__next__),
    ]
    home.mkdir()
    Library(home / "library").publish(briefings)
    with Host(home, limits=FREE) as host:
        yield host


def harmful_in(text: str) -> set[str]:
    """Characters that do something at a terminal, or turn the direction of what follows."""
    turning = range(0x202A, 0x202F), range(0x2066, 0x206A)
    return {
        char
        for char in text
        if (unicodedata.category(char) == "Cc" and char not in "\n\t")
        or any(ord(char) in turn for turn in turning)
    }


def written(host: Host, id_: str) -> str:
    """All that a reader is sent who reads a briefing to its end and looks into other screens."""
    with host.reader("-t", "--", id_, key=True, rows=60) as terminal:
        read_all(terminal)
        for keys, seen in SCREENS:
            for key in keys:
                terminal.press(key)
                terminal.settle()
            terminal.wait_for(seen)
        return terminal.written


def test_hostile_text_is_harmless_in_the_reader(hostile: Host) -> None:
    allowed = kinds_in(written(hostile, "harmless"))
    assert_clean(written(hostile, "hostile"), STRINGS, allowed)


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "hostile"),
        ("search", NEEDLE),
        ("figures", "hostile"),
        ("evidence", "hostile"),
        ("health", "hostile"),
        ("export", "hostile"),
    ],
    ids=lambda words: words[0],
)
def test_hostile_text_is_harmless_in_what_is_printed(hostile: Host, words: tuple[str, ...]) -> None:
    for options in ((), ("-tt",)):
        answer = hostile.run(*words, options=options)
        assert NEEDLE in answer.stdout
        assert harmful_in(answer.stdout.replace("\r\n", "\n")) == set()


# -- what a session has ----------------------------------------------------------------------------


SOCKET = re.compile(r"socket:\[\d+\]")


def open_in(pid: int) -> list[str]:
    """What a process has open."""
    folder = Path(f"/proc/{pid}/fd")
    return [str(file.readlink()) for file in folder.iterdir() if file.is_symlink()]


def sockets_of(*pids: int) -> set[str]:
    return {file for pid in pids for file in open_in(pid) if SOCKET.fullmatch(file)}


@pytest.mark.parametrize("prefork", [(), ("--no-prefork",)], ids=["fork server", "without"])
def test_a_session_has_nothing_that_it_does_not_need(home: Path, prefork: tuple[str, ...]) -> None:
    variables = {"SECRET": SECRET, "PYTHONWARNINGS": "ignore"}
    with Host(home, *prefork, limits=FREE, variables=variables) as host:
        host.await_index()
        with host.reader(key=True) as terminal, host.reader() as other:
            terminal.wait_for("read on")
            other.wait_for(GUEST)
            sessions = sessions_of(host)
            assert len(sessions) == 2
            helpers = [pid for pid in descendants(host.process.pid) if pid not in sessions]
            assert len(helpers) == (0 if prefork else 1)
            seen = sockets_of(host.process.pid, *helpers)
            for pid in sessions:
                assert_bare(pid, host)
                assert not sockets_of(pid) & seen
                seen |= sockets_of(pid)
            for pid in helpers:
                assert SECRET.encode() not in Path(f"/proc/{pid}/environ").read_bytes()
                assert "cryptography" not in Path(f"/proc/{pid}/maps").read_text()


def sessions_of(host: Host) -> list[int]:
    """Numbers of the processes that have terminals."""
    pids = descendants(host.process.pid)
    return [pid for pid in pids if any(file.startswith("/dev/pts/") for file in open_in(pid))]


def assert_bare(pid: int, host: Host) -> None:
    """Prove that the process of a session has what it needs and nothing else."""
    process = Path(f"/proc/{pid}")
    environment = (process / "environ").read_bytes()
    assert {name.partition(b"=")[0] for name in environment.split(b"\0") if name} == {
        *(b"PATH", b"LANG", b"TEXTUAL_FPS")
    }
    for file in open_in(pid):
        assert re.fullmatch(r"/dev/pts/\d+|socket:\[\d+\]|anon_inode:\[eventpoll\]", file)
    status = dict(
        line.split(":\t") for line in (process / "status").read_text().splitlines() if ":\t" in line
    )
    assert status["NoNewPrivs"] == "1"
    assert status["Umask"] == "0077"
    assert int(status["SigBlk"], 16) == 0
    limits = (process / "limits").read_text()
    for name, soft, hard in (
        ("Max cpu time", 600, 602),
        ("Max file size", 0, 0),
        ("Max data size", 384 << 20, 384 << 20),
        ("Max core file size", 0, 0),
        ("Max open files", 64, 64),
    ):
        assert re.search(rf"^{name} +{soft} +{hard} ", limits, re.MULTILINE), limits
    assert str((process / "cwd").readlink()) == "/"
    assert os.getsid(pid) == pid
    assert str(host.state / "host_ed25519").encode() not in (process / "cmdline").read_bytes()
    assert "cryptography" not in (process / "maps").read_text()


# -- many who come and go --------------------------------------------------------------------------


async def test_sixty_connections_leave_nothing_behind(host: Host) -> None:
    files, processes = files_of(host), descendants(host.process.pid)
    before = len(host.events("accept"))
    for number in range(60):
        kind = number % 3
        if kind == 0:
            _, writer = await asyncio.open_connection("127.0.0.1", host.port)
            writer.close()
            continue
        async with await connected(host) as connection:
            answer = await connection.run("list" if kind == 1 else "version")
            assert answer.exit_status == 0
    assert len(host.events("accept")) - before == 60
    assert await asyncio.to_thread(files_of, host) == files
    assert descendants(host.process.pid) == processes
    assert host.status().handshakes == 0

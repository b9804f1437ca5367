"""The pool: whom it believes, and that nobody who reads depends on it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefing.serve.client import status_of
from briefing.serve.slots import taken_slots
from briefing.serve.supervisor import pool_answers
from briefing.serve.thin_client import HELLO, LARGEST
from tests.unit.serve.server_folder import make_server, proof, variables
from tests.unit.serve.thin_clients import Listener, RunningPool, words_of
from tests.waiting import HANGS, until

CARDS = 2000
"""So many that a pipe does not hold what is printed of them."""

ASKS = """\
import os, socket, sys
line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
os.chdir(sys.argv[1])
line.connect("pool.sock")
assert line.recv(1) == b"+"
null = os.open(os.devnull, os.O_RDWR)
socket.send_fds(line, [b"+"], [null] * 3)
print(line.recv(100).decode() or "refused", flush=True)
"""
"""A thin client of somebody's own making, which says whether it has got a session."""


LEAVES = """\
import os
parent = os.getpid()
if os.fork():
    os._exit(0)
while os.getppid() == parent:
    pass
"""


class Serving:
    """A pool, and what stands in the place of sshd."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.settings = make_server(home, cards=CARDS)
        self.state = home / "state"
        self.listener = Listener(home / "serve")
        self.pool = RunningPool(self.settings, self.listener.number)

    def close(self) -> None:
        with self.listener:
            self.pool.kill()

    @property
    def log(self) -> list[dict[str, Any]]:
        file = self.state / "sessions.log"
        lines = file.read_text().splitlines() if file.exists() else []
        return [json.loads(line) for line in lines]

    def thin(self) -> list[str]:
        return words_of(self.settings)

    def forged(self) -> list[str]:
        return [sys.executable, "-I", str(script(self.home, "asks", ASKS)), str(self.state)]


def script(folder: Path, name: str, text: str) -> Path:
    """Write a program."""
    file = folder / f"{name}.py"
    file.write_text(text)
    return file


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    serving = Serving(tmp_path_factory.mktemp("server"))
    yield serving
    serving.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Serving]:
    """A server for a test that does something to its pool."""
    serving = Serving(tmp_path)
    yield serving
    serving.close()


@contextmanager
def silent(state: Path) -> Iterator[socket.socket]:
    """A peer that has come and says nothing."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as line:
        folder = os.open(state, os.O_PATH)
        line.connect(f"/proc/self/fd/{folder}/pool.sock")
        os.close(folder)
        yield line


def run(words: list[str], sent: dict[str, str]) -> str:
    """Run a program that is ours, and not sshd's; give what it prints."""
    done = subprocess.run(
        words, env=sent, capture_output=True, text=True, timeout=HANGS, check=True
    )
    return done.stdout


# -- whom it believes ------------------------------------------------------------------------------


def test_whom_sshd_has_started_is_served_by_the_key_that_sshd_names(
    serving: Serving, tmp_path: Path
) -> None:
    file, fingerprint = proof(tmp_path, 3)
    done = serving.listener.run(serving.thin(), variables(file, "list"))
    assert (done.code, done.err) == (0, "")
    assert "dam agreed" in done.out
    begun, left = serving.log[-2:]
    assert (begun["key"], begun["address"]) == (fingerprint, "192.0.2.7")
    assert (left["why"], left["exit"]) == ("left", 0)


def test_a_session_comes_from_the_pool_and_not_from_the_thin_client(serving: Serving) -> None:
    file, _ = proof(serving.home, 4)
    log = serving.log
    answers: list[str] = []

    def is_given_one() -> bool:
        answers.append(serving.listener.run(serving.forged(), variables(file, "list")).out)
        return answers[-1].startswith("#")

    # On a busy machine somebody may take longer to ask than the pool waits.
    until(is_given_one, lambda: f"{answers}")
    number = int(answers[-1][1:])
    pool = str(serving.pool.process.pid)
    assert status_of(number).get("PPid", pool) == pool
    # Whoever was given it is gone, and has not let it begin.
    assert pool_answers(serving.state)
    assert serving.log == log


def test_whom_sshd_has_not_started_gets_no_session_whatever_it_brings(
    serving: Serving, tmp_path: Path
) -> None:
    file, _ = proof(tmp_path, 5)
    before = serving.pool.said.read_text()
    done = run(serving.forged(), variables(file, "list"))
    assert done == "refused\n"
    said = serving.pool.said.read_text().removeprefix(before)
    assert said.startswith("Process ")
    assert said.endswith(" wants a session, but sshd has not started it.\n")
    assert "SHA256" not in said


def test_a_process_that_lost_its_way_from_sshd_gets_no_session(
    serving: Serving, tmp_path: Path
) -> None:
    file, _ = proof(tmp_path, 6)
    program = script(tmp_path, "leaves", LEAVES + ASKS)
    words = [sys.executable, "-I", str(program), str(serving.state)]
    output = tmp_path / "pipe"
    os.mkfifo(output)
    serving.listener.start(words, variables(file, "list"), str(output))
    assert output.read_text() == "refused\n"
    assert serving.listener.wait() == 0


def test_whom_sshd_has_started_without_a_key_gets_no_session_to_read_in(
    serving: Serving, tmp_path: Path
) -> None:
    done = serving.listener.run(serving.thin(), variables(tmp_path / "none", "list"))
    assert (done.code, done.out) == (126, "")
    assert done.err == "You have not proved a key, and this account is for readers with a key.\n"


@pytest.mark.parametrize("message", [b"", b"x", HELLO, HELLO * 2, b"+" * 100])
def test_who_says_something_else_gets_nothing_and_harms_nobody(
    serving: Serving, message: bytes
) -> None:
    with silent(serving.state) as line:
        line.settimeout(HANGS)
        assert line.recv(1) == HELLO
        line.send(message)
        assert line.recv(LARGEST) == b""
    assert pool_answers(serving.state)


def test_more_files_than_three_are_closed(serving: Serving) -> None:
    def count() -> int:
        return len(os.listdir(f"/proc/{serving.pool.process.pid}/fd"))  # noqa: PTH208

    assert pool_answers(serving.state)
    before = count()
    for _ in range(5):
        with silent(serving.state) as line:
            line.settimeout(HANGS)
            assert line.recv(1) == HELLO
            socket.send_fds(line, [b"?"], [0] * 20)
            assert line.recv(LARGEST) == b""
    assert pool_answers(serving.state)
    assert count() <= before + 1


def test_only_its_own_user_may_ask(serving: Serving) -> None:
    assert (serving.state / "pool.sock").stat().st_mode & 0o777 == 0o600


def test_a_peer_that_says_nothing_does_not_keep_others_waiting(
    serving: Serving, tmp_path: Path
) -> None:
    file, _ = proof(tmp_path, 7)
    before = len(serving.log)
    with silent(serving.state), silent(serving.state):
        assert pool_answers(serving.state)
        done = serving.listener.run(serving.thin(), variables(file, "list"))
    assert done.code == 0
    assert len(serving.log) == before + 2


def test_sessions_that_have_ended_are_taken_leave_of(serving: Serving, tmp_path: Path) -> None:
    file, _ = proof(tmp_path, 10)
    pool = serving.pool.process.pid

    def children() -> list[str]:
        return Path(f"/proc/{pool}/task/{pool}/children").read_text().split()

    for _ in range(2):
        assert serving.listener.run(serving.thin(), variables(file, "list")).code == 0
    # One is left, who keeps the index.
    until(lambda: len(children()) == 1, lambda: f"{[status_of(int(one)) for one in children()]}")


# -- that nobody depends on it ---------------------------------------------------------------------


def test_a_pool_that_is_killed_takes_no_session_with_it(own: Serving, tmp_path: Path) -> None:
    file, fingerprint = proof(tmp_path, 8)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    own.listener.start(own.thin(), variables(file, "show dam"), str(pipe))
    with pipe.open() as output:
        first = output.read(1)
        (seat,) = taken_slots(own.state)
        assert status_of(seat.pid)["PPid"] == str(own.pool.process.pid)
        own.pool.kill()
        assert not pool_answers(own.state)
        assert taken_slots(own.state) == [seat]
        text = first + output.read()
    assert own.listener.wait() == 0
    assert text.count("Two towns share a dam.") == CARDS
    assert own.log[-1]["why"] == "left"
    done = own.listener.run(own.thin(), variables(file, "list"))
    assert done.code == 0
    assert own.log[-2]["key"] == fingerprint


def test_a_new_pool_takes_the_place_of_the_one_before(own: Serving, tmp_path: Path) -> None:
    file, _ = proof(tmp_path, 9)
    before = own.pool
    socket_before = (own.state / "pool.sock").stat().st_ino
    own.pool = RunningPool(own.settings, own.listener.number)
    assert (own.state / "pool.sock").stat().st_ino != socket_before
    before.kill()
    assert pool_answers(own.state)
    assert own.listener.run(own.thin(), variables(file, "list")).code == 0
    assert own.pool.said.read_text() == ""

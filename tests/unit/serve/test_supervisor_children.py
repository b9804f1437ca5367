"""What the supervisor knows of real processes: who answers, who has ended, who descends from it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from briefing.serve import supervisor
from briefing.serve.setup import Sshd, check_configuration
from briefing.serve.supervisor import pool_answers
from briefing.serve.thin_client import HELLO, SOCKET
from tests.unit.serve.test_supervisor import Machine, machine

__all__ = ["machine"]  # a fixture


@contextmanager
def saying(folder: Path, words: bytes) -> Iterator[None]:
    """A pool that has said something to whoever comes next, in a child of ours."""
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)) as door:
        before = Path.cwd()
        os.chdir(folder)
        door.bind(SOCKET)
        os.chdir(before)
        door.listen(1)
        child = os.fork()
        if not child:
            end, _ = door.accept()
            if words:
                end.send(words)
            signal.pause()
            os._exit(0)
        try:
            yield
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


@pytest.mark.parametrize(
    ("words", "answers"), [(HELLO, True), (HELLO + b"x", True), (b"x", False), (b"", False)]
)
def test_a_pool_answers_that_says_hello_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: bytes, answers: bool
) -> None:
    monkeypatch.setattr(supervisor, "_ANSWER", 20.0 if words else 0.05)
    files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    with saying(tmp_path, words):
        assert pool_answers(tmp_path) is answers
    assert len(os.listdir("/proc/self/fd")) == files  # noqa: PTH208


def test_where_there_is_no_pool_nobody_answers(tmp_path: Path) -> None:
    assert pool_answers(tmp_path) is False
    assert pool_answers(tmp_path / "none") is False


def test_who_has_ended_is_taken_leave_of_but_for_those_whose_owner_does_so() -> None:
    mine = subprocess.Popen(["false"])
    os.waitid(os.P_PID, mine.pid, os.WEXITED | os.WNOWAIT)
    supervisor._reap_others([mine.pid])
    assert mine.wait() == 1
    orphan = subprocess.Popen(["false"])
    os.waitid(os.P_PID, orphan.pid, os.WEXITED | os.WNOWAIT)
    supervisor._reap_others([])
    with pytest.raises(ChildProcessError):
        os.waitpid(orphan.pid, os.WNOHANG)
    orphan.returncode = 1
    supervisor._reap_others([])


def test_descendants_are_children_and_theirs() -> None:
    code = (
        "import subprocess, sys\n"
        "print(subprocess.Popen(['sleep', '600']).pid, flush=True)\n"
        "sys.stdin.read()"
    )
    words = [sys.executable, "-I", "-S", "-c", code]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        grandchild = int(child.stdout.readline())
        assert supervisor._descendants(child.pid) == [grandchild]
        assert {child.pid, grandchild} <= set(supervisor._descendants(os.getpid()))
        os.kill(grandchild, signal.SIGKILL)
    assert supervisor._descendants(child.pid) == []


def test_a_reload_goes_without_an_sshd_of_ours(machine: Machine) -> None:
    machine.setup = machine.setup._replace(sshd=None)
    machine.serve(signal.SIGHUP)
    assert machine.said == ["Reloaded."]
    assert [one.is_pool for one in machine.started] == [True, True]


@pytest.mark.parametrize(("user", "made"), [(0, [("/run/sshd", 0o755)]), (4711, [])])
def test_only_root_makes_the_folder_that_sshd_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, made: list[tuple[str, int]]
) -> None:
    folders: list[tuple[str, int]] = []

    def mkdir(path: Path, *, mode: int, parents: bool, exist_ok: bool) -> None:
        assert (parents, exist_ok) == (True, True)
        folders.append((str(path), mode))

    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setattr(Path, "mkdir", mkdir)
    check_configuration(Sshd("/bin/true", (9, 2)), tmp_path / "sshd_config")
    assert folders == made

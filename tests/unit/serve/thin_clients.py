"""Thin clients as sshd starts them, a process in the place of sshd, and one in that of a pool."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from briefing.serve import thin_client
from briefing.serve.setup import python
from briefing.serve.thin_client import HELLO, LARGEST
from tests.closing import Closing
from tests.waiting import HANGS


class Ended(NamedTuple):
    """What a client got."""

    code: int
    out: str
    err: str


def words_of(settings: Path) -> list[str]:
    """The command that sshd runs."""
    state = settings.parent.parent / "state"
    return [sys.executable, "-I", "-S", thin_client.__file__, str(state), str(settings)]


class Client(subprocess.Popen[bytes]):
    """A process that does not outlive a test that fails."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.kill()
        super().__exit__(kind, error, trace)


def start_thin(settings: Path, variables: Mapping[str, str]) -> Client:
    """Start a thin client that no sshd has started; it waits soon where nobody reads."""
    return Client(
        words_of(settings),
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pipesize=4096,
    )


def run_thin(settings: Path, variables: Mapping[str, str]) -> Ended:
    with start_thin(settings, variables) as process:
        return ended(process)


def ended(process: subprocess.Popen[bytes]) -> Ended:
    """Wait for the end of a thin client, and give what it got."""
    out, err = process.communicate(timeout=HANGS)
    return Ended(process.returncode, out.decode(), err.decode())


class Listener(Closing):
    """A process that is taken for sshd, and starts what it is told to."""

    def __init__(self, folder: Path) -> None:
        self.number = folder / "sshd.pid"
        self._folder = folder
        self._count = 0
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", 'while read -r line; do eval "$line"; done'],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.number.write_text(f"{self._process.pid}\n")

    def close(self) -> None:
        """End it."""
        self._process.kill()
        with self._process:
            pass

    def start(self, words: Sequence[str], variables: Mapping[str, str], output: str) -> None:
        """Start a program whose output goes to a file, or to a pipe that has a name."""
        given = [f"{name}={value}" for name, value in variables.items()]
        line = shlex.join(["env", "-i", *given, *words])
        files = f"</dev/null >{shlex.quote(output)} 2>{shlex.quote(output)}.err"
        self._tell(f"({line} {files}; echo $?) &")

    def wait(self) -> int:
        """Wait for the end of a program, and give its exit code."""
        assert self._process.stdout
        return int(self._process.stdout.readline())

    def run(self, words: Sequence[str], variables: Mapping[str, str]) -> Ended:
        """Run a program as sshd runs a session."""
        self._count += 1
        output = self._folder / f"output-{self._count}"
        self.start(words, variables, str(output))
        code = self.wait()
        return Ended(code, output.read_text(), output.with_name(f"{output.name}.err").read_text())

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


class RunningPool:
    """A pool, as the supervisor runs it."""

    def __init__(self, settings: Path, number: Path) -> None:
        self.said = settings.parent / "pool.err"
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                python("briefing.serve.pool", settings, number),
                env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                start_new_session=True,
            )
        assert self.process.stdout
        assert self.process.stdout.read(5) == b"ready", self.said.read_text()

    def kill(self) -> None:
        self.process.kill()
        with self.process:
            pass


class FakePool(Closing):
    """A process in the place of a pool: this one."""

    def __init__(self, state: Path) -> None:
        self.door = at_the_place_of_a_pool(state)
        self._lines: list[socket.socket] = []

    def close(self) -> None:
        """Close its door and all lines."""
        for one in (self.door, *self._lines):
            one.close()

    def accept(self) -> socket.socket:
        """Wait for a thin client; give the line to it."""
        self.door.settimeout(HANGS)
        line, _ = self.door.accept()
        line.settimeout(HANGS)
        self._lines.append(line)
        return line

    def answer(self, session: int) -> tuple[socket.socket, list[int]]:
        """Answer as a session does, until it may begin; give the line and the files."""
        line = self.accept()
        line.send(HELLO)
        data, files, _, _ = socket.recv_fds(line, LARGEST, 3)
        assert (data, len(files)) == (HELLO, 3)
        line.send(f"#{session}".encode())
        assert line.recv(LARGEST) == HELLO
        return line, files


def at_the_place_of_a_pool(state: Path) -> socket.socket:
    """Listen where thin clients look for a pool."""
    door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    folder = os.open(state, os.O_PATH)
    door.bind(f"/proc/self/fd/{folder}/pool.sock")
    os.close(folder)
    door.listen()
    return door

"""A host that serves briefings, and clients that come to it: the real ``ssh``, in a terminal."""

from __future__ import annotations

import base64
import ctypes
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from briefing.serve.slots import taken_slots
from briefing.views.indexing import INDEX_FILE
from tests.closing import Closing
from tests.terminal.conftest import COMMAND, FULL, environment_of
from tests.terminal.pty import Terminal
from tests.waiting import HANGS, until

ACCOUNT: Final = pwd.getpwuid(os.geteuid()).pw_name
"""Whom readers log in as: whoever runs the tests."""

_TRIES: Final = 5
_LIBC: Final = ctypes.CDLL(None)
_TAKEN: Final = b"Address already in use"


class Host(Closing):
    """``briefing serve`` on a port of its own on loopback. Leave the context, and it has stopped.

    Attributes:
        home: Its home; the library, the state, the key list and sshd's folder are in it.
        process: The server.
        port: Where sshd listens.
        key: A private key that it lets in.
    """

    def __init__(
        self,
        home: Path,
        *options: str,
        any_key: bool = False,
        pool: bool = True,
        limits: Mapping[str, int] | None = None,
        sshd: tuple[str, ...] = (),
        variables: Mapping[str, str] | None = None,
    ) -> None:
        """Start it, and wait until sshd listens.

        Args:
            home: Its home, where nobody else can write; there is a library in it.
            *options: More flags.
            any_key: Whether everybody's key lets in, or those that are listed.
            pool: Whether sessions come from a pool.
            limits: Those that differ from the defaults.
            sshd: Lines of sshd_config(5) that count before ours.
            variables: More variables of its process.
        """
        self.home = home
        self.key = new_key(home / "id")
        self.said = home / "said"
        self._line: Path | None = None
        self._variables = environment_of(home) | dict(variables or {})
        if sshd:
            lines = json.dumps(sshd)
            (home / "config.toml").write_text(f"{FULL}[serve]\nsshd = {lines}\n")
        if not self.keys.exists():
            self.keys.write_text(self.key.with_suffix(".pub").read_text())
            self.keys.chmod(0o600)
        words = ["--any-key"] if any_key else ["--authorized-keys", str(self.keys)]
        words += [] if pool else ["--no-pool"]
        if limits:
            words += ["--limits", ",".join(f"{name}={value}" for name, value in limits.items())]
        for _ in range(_TRIES):  # somebody may take the port before sshd does
            self.port = free_port()
            self._start(*words, *options)
            if self._is_up():
                return
            if _TAKEN not in self.said.read_bytes():
                break
        raise AssertionError(f"it did not start:\n{self.tail()}")

    def _start(self, *words: str) -> None:
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", *self.where, *words],
                env=self._variables,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_us,  # noqa: PLW1509 - it calls the kernel, and nothing else
            )

    def _is_up(self) -> bool:
        up = f"Server listening on 127.0.0.1 port {self.port}.".encode()
        until(
            lambda: up in self.said.read_bytes() or self.process.poll() is not None,
            lambda: f"it does not start:\n{self.tail()}",
        )
        return self.process.poll() is None

    def close(self) -> None:
        """Stop it."""
        self.stop()

    def stop(self) -> int:
        """Stop it as systemd does; give its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(HANGS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise
        return self.process.returncode

    def reload(self) -> str:
        """Have it read everything again; give what it says when it has."""
        before = len(self.said.read_text())
        self.process.send_signal(signal.SIGHUP)

        def said() -> str:
            lines = self.said.read_text()[before:].splitlines()
            return next((one for one in lines if one.startswith(("Reloaded", "Not reloaded"))), "")

        until(said, lambda: f"it never reloads:\n{self.tail()}")
        return said()

    # -- what belongs to it ------------------------------------------------------------------------

    @property
    def where(self) -> list[str]:
        """The flags by which it is found, and set up anew."""
        return [
            *("--listen", f"127.0.0.1:{self.port}", "--user", ACCOUNT),
            *("--folder", str(self.folder)),
        ]

    @property
    def keys(self) -> Path:
        """The list of the keys of its readers."""
        return self.home / "authorized_keys"

    @property
    def folder(self) -> Path:
        """The folder of sshd's configuration."""
        return self.home / "serve"

    @property
    def state(self) -> Path:
        """The folder of its state."""
        return self.home / "state"

    @property
    def sshd(self) -> int:
        """The number of sshd's process."""
        return int((self.folder / "sshd.pid").read_text())

    @property
    def pools(self) -> list[int]:
        """Numbers of the pools' processes: one, but while another loads."""
        # Sessions of a pool that is gone are the server's own children, and have its name.
        ours = set(children_of(self.process.pid)) - set(self.sessions)
        return [pid for pid in sorted(ours) if "briefing.serve.pool" in words_of(pid)]

    @property
    def sessions(self) -> list[int]:
        """Numbers of the processes of sessions that have a seat."""
        return [seat.pid for seat in taken_slots(self.state)]

    @property
    def files(self) -> list[str]:
        """What the server and its sshd have open."""
        return sorted([*files_of(self.process.pid), *files_of(self.sshd)])

    def await_index(self) -> None:
        """Wait until the pool has the index open."""
        index = str(self.home / "library" / INDEX_FILE)
        until(
            lambda: any(index in files_of(pid) for pid in descendants(self.process.pid)),
            "the index is never made",
        )

    def new_reader(self, name: str) -> Path:
        """Have another key let in; give the private one."""
        key = new_key(self.home / name)
        with self.keys.open("a") as file:
            file.write(key.with_suffix(".pub").read_text())
        return key

    def marks_of(self, key: Path | None = None) -> Path:
        """The file of the marks of a key; that of the host without one."""
        digest = base64.b64decode(
            f"{fingerprint_of((key or self.key).with_suffix('.pub')).partition(':')[2]}="
        )
        return self.state / "readers" / digest.hex() / "reader.json"

    def forget(self) -> None:
        """Forget all marks, so that everybody begins anew."""
        shutil.rmtree(self.state / "readers", ignore_errors=True)

    # -- what it says ------------------------------------------------------------------------------

    @property
    def log(self) -> Path:
        """The log of its sessions."""
        return self.state / "sessions.log"

    @property
    def faults(self) -> str:
        """What it has written down of faults."""
        path = self.state / "errors.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def events(self, *names: str) -> list[dict[str, Any]]:
        """Read the log.

        Args:
            *names: Of the events to give; all without any.
        """
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.is_file() else []
        events = [json.loads(line) for line in lines]
        return [event for event in events if not names or event["event"] in names]

    def wait_for(self, name: str, count: int = 1, **values: object) -> dict[str, Any]:
        """Wait until an event has been written so often; give the last one."""

        def found() -> list[dict[str, Any]]:
            return [
                event
                for event in self.events(name)
                if all(event.get(key) == value for key, value in values.items())
            ]

        until(
            lambda: len(found()) >= count, lambda: f"never written: {name} {values}\n{self.tail()}"
        )
        return found()[-1]

    def wait_for_sessions(self, count: int) -> list[int]:
        """Wait until so many sessions are open; give the numbers of their processes."""
        until(lambda: len(self.sessions) == count, lambda: f"not {count} sessions: {self.tail()}")
        return self.sessions

    def tail(self) -> str:
        """The end of all that it says, for a test that fails."""
        return "\n".join(
            [self.said.read_text(), *map(str, self.events()[-12:]), self.faults[-2000:]]
        )

    # -- who comes to it ---------------------------------------------------------------------------

    def ssh(self, *words: str, key: Path | None = None, user: str = ACCOUNT) -> list[str]:
        """The command by which somebody comes.

        Args:
            *words: Options of `ssh`, then what follows the name of the host after ``--``.
            key: The private key that they come with; that of the host without one.
            user: The name they give.
        """
        options, asked = list(words), []
        if "--" in options:
            where = options.index("--")
            options, asked = options[:where], options[where + 1 :]
        return [
            "ssh",
            *options,
            *options_of(self.port, key or self.key),
            f"{user}@127.0.0.1",
            *asked,
        ]

    def run(
        self,
        *asked: str,
        key: Path | None = None,
        options: tuple[str, ...] = (),
        variables: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Ask for something without a terminal, and wait for the answer.

        Args:
            *asked: What follows the name of the host.
            key: As for `ssh`.
            options: Of `ssh`.
            variables: Of the client.
        """
        if self._line and not options and not key:
            options = ("-S", str(self._line))
        return run(self.ssh(*options, "--", *asked, key=key), **dict(variables or {}))

    @contextmanager
    def one_line(self) -> Iterator[None]:
        """Have what comes by `run`, unless told how, come over one connection: it is quick."""
        line = self.home / "line"
        master = subprocess.Popen(self.ssh("-M", "-S", str(line), "-N"), env=client_environment())
        try:
            until(line.exists, "it never logs in")
            self._line = line
            yield
        finally:
            self._line = None
            master.terminate()
            master.wait()

    def reader(
        self,
        *words: str,
        key: Path | None = None,
        user: str = ACCOUNT,
        columns: int = 80,
        rows: int = 24,
        **variables: str,
    ) -> Terminal:
        """Sit down before a terminal and come in.

        Args:
            *words: As for `ssh`.
            key: As for `ssh`.
            user: The name they give.
            columns: Width of the terminal.
            rows: Height of the terminal.
            **variables: Of the client.
        """
        command = self.ssh(*words, user=user, key=key)
        return Terminal(
            command,
            client_environment() | variables,
            columns,
            rows,
            others=lambda: descendants(self.process.pid),
        )


def _end_with_us() -> None:
    """Have a server stop when whoever runs the tests is killed."""
    _LIBC.prctl(1, signal.SIGTERM, 0, 0, 0)


# -- clients ---------------------------------------------------------------------------------------


def options_of(port: int, key: Path) -> list[str]:
    """Options of `ssh` for one port and one key, and nothing of whoever runs the tests."""
    return [
        *("-F", "none", "-p", str(port), "-i", str(key)),
        *("-o", "UserKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=no"),
        *("-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"),
        *("-o", "PreferredAuthentications=publickey"),
    ]


def client_environment() -> dict[str, str]:
    """Variables of somebody who has set nothing up."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TERM": "xterm-256color"}


def run(command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a client to its end."""
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        input="",
        env=client_environment() | variables,
        timeout=HANGS,
        check=False,
    )


def new_key(path: Path, kind: str = "ed25519", *options: str) -> Path:
    """Make a key, unless it is there."""
    if not path.exists():
        subprocess.run(
            ["ssh-keygen", "-q", "-t", kind, *options, "-N", "", "-C", path.name, "-f", str(path)],
            check=True,
        )
    return path


def fingerprint_of(key: Path) -> str:
    """The fingerprint of a key, as OpenSSH tells it."""
    listed = subprocess.run(
        ["ssh-keygen", "-lf", str(key)], capture_output=True, text=True, check=True
    )
    return listed.stdout.split()[1]


# -- processes and time ----------------------------------------------------------------------------


def free_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> list[int]:
    """Numbers of the processes that one has started itself."""
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    return children


def descendants(pid: int) -> list[int]:
    """Numbers of all processes that come from one."""
    children = children_of(pid)
    return [*children, *(one for child in children for one in descendants(child))]


def words_of(pid: int) -> str:
    """The command of a process; nothing if it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def files_of(pid: int) -> list[str]:
    """What a process has open; nothing if it is gone."""
    files = []
    with suppress(OSError):
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                files.append(str(file.readlink()))
    return files


def is_there(pid: int) -> bool:
    """Whether a process runs, and is more than an entry in a table."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def wait_until_gone(pids: list[int]) -> None:
    """Wait until none of some processes is there."""
    assert pids
    until(lambda: not any(map(is_there, pids)), lambda: f"there: {[*filter(is_there, pids)]}")

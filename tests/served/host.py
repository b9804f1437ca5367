"""A host that serves briefings, and clients that come to it: the real ``ssh``, in a terminal."""

from __future__ import annotations

import json
import os
import pwd
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from briefing.plain.indexing import INDEX_FILE
from briefing.serve.status import Status, ask_status
from tests.terminal.conftest import COMMAND, environment_of
from tests.terminal.pty import Terminal

_LONGEST: Final = 20.0
"""Seconds to wait for anything before a test fails."""

_WHERE: Final = re.compile(rb" at \S*?:(\d+)")


class Host:
    """``briefing serve`` on a port of its own on loopback. Leave the context, and it has stopped.

    Attributes:
        home: Its home; the library, the state and the audit log are in it.
        process: The server.
        port: Where it listens.
        key: A private key that it lets in.
    """

    def __init__(
        self,
        home: Path,
        *options: str,
        anonymous: bool = True,
        keys: bool = True,
        limits: Mapping[str, int] | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        """Start it, and wait until it listens.

        Args:
            home: Its home; there is a library in it.
            *options: More flags.
            anonymous: Whether guests can log in.
            keys: Whether `key` may.
            limits: Those that differ from the defaults.
            variables: More variables of its process.
        """
        self.home = home
        self.key = new_key(home / "id")
        (home / "authorized_keys").write_text((home / "id.pub").read_text())
        command = [*COMMAND, "serve", "--listen", "127.0.0.1:0", "--audit", str(self.audit)]
        command += ["--user", pwd.getpwuid(os.geteuid()).pw_name]
        command += ["--anonymous"] if anonymous else []
        command += ["--authorized-keys", str(home / "authorized_keys")] if keys else []
        if limits:
            command += ["--limits", ",".join(f"{name}={value}" for name, value in limits.items())]
        self.said = home / "said"
        environment = environment_of(home) | dict(variables or {})
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, *options],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.port = self._await_port()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> int:
        """Stop it as systemd does; give its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_LONGEST)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise
        return self.process.returncode

    def reload(self) -> None:
        """Have it read keys and content again."""
        self.process.send_signal(signal.SIGHUP)

    @property
    def open_files(self) -> list[str]:
        """What the server has open."""
        files = list(Path(f"/proc/{self.process.pid}/fd").iterdir())
        return sorted(str(file.readlink()) for file in files if file.is_symlink())

    def await_index(self) -> None:
        """Wait until the server has the index open: what makes it has ended then."""
        index = str(self.home / "library" / INDEX_FILE)
        until(lambda: index in self.open_files, "the index is never made")

    # -- what it says ------------------------------------------------------------------------------

    @property
    def audit(self) -> Path:
        """Its audit log."""
        return self.home / "audit.log"

    @property
    def state(self) -> Path:
        """The folder of its state."""
        return self.home / "state"

    def events(self, *names: str) -> list[dict[str, Any]]:
        """Read the audit log.

        Args:
            *names: Of the events to give; all without any.
        """
        lines = self.audit.read_text(encoding="utf-8").splitlines() if self.audit.exists() else []
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

    def status(self) -> Status:
        """Ask it how it is doing."""
        return ask_status(self.state)

    def wait_for_sessions(self, count: int) -> None:
        """Wait until so many sessions are open."""
        until(
            lambda: self.status().sessions == count, lambda: f"not {count} sessions: {self.tail()}"
        )

    def tail(self) -> str:
        """The end of all that it says, for a test that fails."""
        errors = self.state / "errors.log"
        parts = [self.said.read_text(), *map(str, self.events()[-12:])]
        if errors.exists():
            parts.append(errors.read_text(encoding="utf-8")[-2000:])
        return "\n".join(parts)

    def _await_port(self) -> int:
        until(
            lambda: b"Host key" in self.said.read_bytes() or self.process.poll() is not None,
            "it does not start",
        )
        match = _WHERE.search(self.said.read_bytes())
        assert match, f"it did not start:\n{self.tail()}"
        return int(match[1])

    # -- who comes to it ---------------------------------------------------------------------------

    def ssh(self, *words: str, user: str = "analyst", key: bool = False) -> list[str]:
        """The command by which somebody comes.

        Args:
            *words: Options of `ssh`, then what follows the name of the host after ``--``.
            user: The name they give.
            key: Whether they come with the key that is let in, or as a guest.
        """
        options, asked = list(words), []
        if "--" in options:
            where = options.index("--")
            options, asked = options[:where], options[where + 1 :]
        kind = "publickey" if key else "keyboard-interactive"
        return [
            *("ssh", "-F", "none", "-p", str(self.port), "-o", "UserKnownHostsFile=/dev/null"),
            *("-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR"),
            *("-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-i", str(self.key)),
            *("-o", f"PreferredAuthentications={kind}"),
            *options,
            f"{user}@127.0.0.1",
            *asked,
        ]

    def run(
        self,
        *asked: str,
        key: bool = False,
        options: tuple[str, ...] = (),
        variables: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Ask for something without a terminal, and wait for the answer.

        Args:
            *asked: What follows the name of the host.
            key: Whether with the key that is let in.
            options: Of `ssh`.
            variables: Of the client.
        """
        return subprocess.run(
            self.ssh(*options, "--", *asked, key=key),
            capture_output=True,
            text=True,
            input="",
            env=client_environment() | dict(variables or {}),
            timeout=_LONGEST,
            check=False,
        )

    def reader(
        self,
        *words: str,
        user: str = "analyst",
        key: bool = False,
        columns: int = 80,
        rows: int = 24,
        **variables: str,
    ) -> Terminal:
        """Sit down before a terminal and come in.

        Args:
            *words: As for `ssh`.
            user: The name they give.
            key: Whether they come with the key that is let in, or as a guest.
            columns: Width of the terminal.
            rows: Height of the terminal.
            **variables: Of the client.
        """
        environment = client_environment() | variables
        command = self.ssh(*words, user=user, key=key)
        return Terminal(command, environment, columns, rows)


def client_environment() -> dict[str, str]:
    """Variables of somebody who has set nothing up."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TERM": "xterm-256color"}


def new_key(path: Path, kind: str = "ed25519", *options: str) -> Path:
    """Make a key, unless it is there."""
    if not path.exists():
        subprocess.run(
            ["ssh-keygen", "-q", "-t", kind, *options, "-N", "", "-C", path.name, "-f", str(path)],
            check=True,
        )
    return path


def until(condition: Callable[[], object], otherwise: str | Callable[[], str]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + _LONGEST
    while not condition():
        text = otherwise if isinstance(otherwise, str) else otherwise()
        assert time.monotonic() < end, text
        time.sleep(0.02)


def descendants(pid: int) -> list[int]:
    """Numbers of all processes that come from one."""
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    return [*children, *(one for child in children for one in descendants(child))]


def is_there(pid: int) -> bool:
    """Whether a process runs, and is more than an entry in a table."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False

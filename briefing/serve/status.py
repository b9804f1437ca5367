"""What a running server says of itself, over a socket that only its own user can open."""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from briefing.model.errors import BriefingError
from briefing.model.record import Record

_SOCKET: Final = "serve.sock"
_LOCK: Final = "serve.lock"
_PATIENCE: Final = 3.0
_LARGEST: Final = 1 << 20


class StatusError(BriefingError):
    """No server answers, or one is there already."""


class GenerationStatus(Record, frozen=True, kw_only=True):
    """One generation of processes.

    Attributes:
        number: Which.
        sessions: How many run.
        revisions: What it reads: numbers of revisions by id.
    """

    number: int
    sessions: int
    revisions: dict[str, int]


class Status(Record, frozen=True, kw_only=True):
    """What a server says of itself.

    Attributes:
        pid: Number of its process.
        listen: Where it listens.
        fingerprint: Of its host key.
        since: Seconds since it was started.
        guests: Whether guests can log in.
        keys: How many keys may.
        connections: Those that are open.
        handshakes: Of them, those that have not logged in.
        sessions: Those that are open.
        most_sessions: How many there may be; 0 for any number.
        opened: How many there have been, by kind.
        refused: How often something was refused, by reason.
        generations: The one for new sessions first.
        memory: Bytes of memory of all processes, shared ones counted once (PSS).
        problems: Why briefings cannot be read.
        not_reloaded: Why the keys, or what is published, could not be read again.
    """

    pid: int
    listen: tuple[str, ...]
    fingerprint: str
    since: float
    guests: bool
    keys: int
    connections: int
    handshakes: int
    sessions: int
    most_sessions: int
    opened: dict[str, int]
    refused: dict[str, int]
    generations: tuple[GenerationStatus, ...]
    memory: int
    problems: tuple[str, ...] = ()
    not_reloaded: tuple[str, ...] = ()


class StatusSocket:
    """Answers whoever asks for the status of this server.

    Args:
        state: Folder of the server's state.
        ask: Gives the status; it is called in the thread of the loop.
    """

    def __init__(self, state: Path, ask: Callable[[], Status]) -> None:
        self._state = state
        self._ask = ask
        self._server: asyncio.AbstractServer | None = None
        self._lock = -1

    def claim(self) -> None:
        """Be the only server with this state folder.

        Raises:
            StatusError: There is one already, or the folder cannot be used.
        """
        path = self._state / _LOCK
        try:
            self._state.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StatusError(
                f"A server with the state folder “{self._state}” is running already. Ask it:"
                " `briefing serve --status`."
            ) from None
        except OSError as error:
            raise StatusError(f"“{path}” cannot be made: {error.strerror}.") from error

    async def open(self) -> None:
        """Begin to answer.

        Raises:
            StatusError: No socket can be made.
        """
        try:
            self._state.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(FileNotFoundError):
                (self._state / _SOCKET).unlink()
            self._server = await asyncio.start_unix_server(self._answer, sock=_bound(self._state))
        except OSError as error:
            raise StatusError(
                f"“{self._state / _SOCKET}” cannot be made: {error.strerror}."
            ) from error

    def close(self) -> None:
        """Answer no more."""
        if self._server is not None:
            self._server.close()
            with suppress(OSError):
                (self._state / _SOCKET).unlink()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    async def _answer(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status = self._ask()
        memory = await asyncio.to_thread(memory_of, status.pid)
        with suppress(OSError):
            writer.write(msgspec.json.encode(msgspec.structs.replace(status, memory=memory)))
            writer.close()
            await writer.wait_closed()


def ask_status(state: Path) -> Status:
    """Ask a running server.

    Args:
        state: Folder of its state.

    Raises:
        StatusError: None answers.
    """
    data = b""
    try:
        with socket.socket(socket.AF_UNIX) as line, _reachable(state) as path:
            line.settimeout(_PATIENCE)
            line.connect(path)
            while (part := line.recv(_LARGEST)) and len(data) < _LARGEST:
                data += part
        return msgspec.json.decode(data, type=Status)
    except PermissionError as error:
        raise StatusError(
            f"“{state / _SOCKET}” is another user's. Ask as the user that serves, for example with"
            " `sudo -u USER`."
        ) from error
    except (OSError, msgspec.MsgspecError) as error:
        raise StatusError(f"No server answers at “{state / _SOCKET}”.") from error


def memory_of(pid: int) -> int:
    """Say how much memory a process and all that come from it have, in bytes.

    What several have in common is counted once (proportional set size, see ``proc(5)``).

    Args:
        pid: Number of the process.
    """
    total = 0
    for one in [pid, *_descendants(pid)]:
        with suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            (line,) = (line for line in text.splitlines() if line.startswith("Pss:"))
            total += int(line.split()[1]) * 1024
    return total


def _descendants(pid: int) -> list[int]:
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text(encoding="ascii").split())
    return [*children, *(one for child in children for one in _descendants(child))]


def _bound(state: Path) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        with _reachable(state) as path:
            line.bind(path)
    except OSError:
        line.close()
        raise
    finally:
        os.umask(before)
    return line


@contextmanager
def _reachable(state: Path) -> Iterator[str]:
    """A name of the socket that is short enough, however long its path (``unix(7)``)."""
    folder = os.open(state, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{_SOCKET}"
    finally:
        os.close(folder)

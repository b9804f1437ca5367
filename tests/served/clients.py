"""Clients of a host: the real ``ssh``, and asyncssh's for what that will not send."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import asyncssh

from tests.served.host import Host, client_environment


class Guest(asyncssh.SSHClient):
    """Somebody without a key, who is asked nothing."""

    def kbdint_auth_requested(self) -> str:
        return ""

    def kbdint_challenge_received(self, *_: object) -> list[str]:
        return []


@asynccontextmanager
async def connect(
    host: Host, *, user: str = "analyst", keys: Sequence[object] = (), **options: object
) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """Come in by asyncssh, with keys or as a guest, and not for ever."""
    known = {"known_hosts": None, "config": None, "agent_path": None, "client_keys": keys or None}
    where = {"host": "127.0.0.1", "port": host.port, "username": user}
    async with (
        asyncio.timeout(20),
        asyncssh.connect(**where, **known, client_factory=Guest, **options) as connection,
    ):
        yield connection


def run(command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a client to its end."""
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        input="",
        env=client_environment() | variables,
        timeout=20,
        check=False,
    )


def ssh(host: Host, *options: str) -> subprocess.CompletedProcess[str]:
    """Ask for the version, with options that come before all others, and so count."""
    return run(["ssh", "-o", "LogLevel=INFO", *options, *host.ssh("--", "version")[1:]])


@contextmanager
def written(host: Host) -> Iterator[list[dict[str, Any]]]:
    """What is written of the one connection that comes meanwhile; the list is filled at the end."""
    before = len(host.events("accept"))
    events: list[dict[str, Any]] = []
    yield events
    number = host.wait_for("accept", before + 1)["connection"]
    host.wait_for("end", connection=number)
    events += [event for event in host.events() if event.get("connection") == number]

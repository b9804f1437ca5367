"""Where the processes of sessions come from."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from briefing.serve import nursery
from briefing.serve.nursery import ForkNursery, NurseryError
from briefing.serve.protocol import Begin


def start_what_ends_at_once(
    module: str, other: socket.socket, **options: object
) -> subprocess.Popen[bytes]:
    """Start a program that has ended before it is told anything."""
    del module, options
    other.close()
    process = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    return process


async def test_a_fork_server_that_is_dead_before_it_is_told_anything_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nursery, "start_program", start_what_ends_at_once)
    died: list[object] = []
    forks = ForkNursery(Begin(library="/", state="/"), died.append)
    with pytest.raises(NurseryError, match="The reader cannot be loaded"):
        await forks.ready()
    assert forks.broken
    assert died == [forks]
    await forks.close()

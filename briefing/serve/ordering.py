"""From what a reader wants to what a process for it may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from briefing.serve.limits import Limits
from briefing.serve.protocol import Fork
from briefing.serve.request import Reading, Running
from briefing.serve.terminal import Terminal, read_encoding

_NO_TERMINAL: Final = {"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TERM": "dumb"}
_WITHOUT: Final = 80
"""Columns of the lines of a command that has no terminal."""


def order_for(
    request: Reading | Running, terminal: Terminal | None, sent: Mapping[str, str], limits: Limits
) -> Fork:
    """Say what a process may have; marks, and whether it has a terminal, are for the caller to add.

    Args:
        request: What is wanted.
        terminal: Where it is shown; None where the client has none, or one that nobody knows.
        sent: Variables of the client.
        limits: How much everyone gets.
    """
    reads = isinstance(request, Reading)
    return Fork(
        session=0,
        verb=() if isinstance(request, Reading) else request.words,
        environment=terminal.environment() if terminal else _NO_TERMINAL,
        encoding=terminal.encoding if terminal else read_encoding(sent),
        columns=terminal.columns if terminal else _WITHOUT,
        address=request.address if isinstance(request, Reading) else None,
        memory=limits.memory,
        cpu=limits.cpu if reads else limits.command_cpu,
        files=limits.files,
    )

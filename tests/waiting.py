"""Waiting for what a test is about: as long as it takes, however busy the machine is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

HANGS: Final = 300.0
"""Seconds after which what a test waits for never comes."""

_IDLE: Final = 20.0
"""Seconds without work for the processors after which it never comes either."""

_STAT: Final = Path("/proc/stat")


class Patience:
    """Ends when what is waited for cannot just be slow.

    On a busy machine that takes minutes. On an idle one nothing that has work to do waits for a
    processor: once that was so for some seconds, nothing more will come.
    """

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._idle = idle_seconds()

    @property
    def over(self) -> bool:
        """Whether waiting is of no use any more."""
        waited = time.monotonic() - self._began
        return waited > _IDLE and (waited > HANGS or idle_seconds() - self._idle > _IDLE)


def idle_seconds() -> float:
    """Seconds that a processor had no work since the machine started, on average (proc_stat(5)).

    0 where the system does not tell.
    """
    if not _STAT.exists():
        return 0.0
    ticks = int(_STAT.read_text().split(maxsplit=5)[4])
    return ticks / os.sysconf("SC_CLK_TCK") / (os.cpu_count() or 1)


def until(condition: Callable[[], object], otherwise: str | Callable[[], str]) -> None:
    """Wait until something holds; fail with a message if it never does."""
    patience = Patience()
    while not condition():
        if patience.over:
            pytest.fail(otherwise if isinstance(otherwise, str) else otherwise())
        time.sleep(0.01)

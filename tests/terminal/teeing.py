"""Starts the reader, and keeps in a file what it would send with stock output.

``python -m tests.terminal.teeing FILE ARGUMENTS…``
"""

from __future__ import annotations

import sys
from pathlib import Path

from briefing.__main__ import start
from briefing.tui.terminal.output import LeanOutput

_kept = Path(sys.argv.pop(1)).open("ab", buffering=0)  # noqa: SIM115  # until the process ends
_send = LeanOutput.write


def _keep_and_send(self: LeanOutput, data: str) -> None:
    _kept.write(data.encode())
    _send(self, data)


if __name__ == "__main__":
    LeanOutput.write = _keep_and_send  # type: ignore[method-assign]
    start()

"""The way in: ``briefing`` and ``python -m briefing``."""

from __future__ import annotations

import sys

_INTERRUPTED = 130
"""What a shell reports for a program ended by SIGINT."""


def start() -> None:
    """Run the command; an interrupt while it is still being imported ends it silently."""
    try:
        # Importing takes the better part of a short run, so it has to stand within the guard.
        from briefing.cli.main import run  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    run()


if __name__ == "__main__":
    start()

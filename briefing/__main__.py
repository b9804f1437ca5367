"""The way in: ``briefing`` and ``python -m briefing``."""

from __future__ import annotations

import gc
import os
import sys

from briefing.tui.terminal.first_frame import find

_INTERRUPTED = 130
"""What a shell reports for a program ended by SIGINT."""


def start() -> None:
    """Show the first frame if the reader is wanted, then load and run the command.

    An interrupt while it is still being loaded ends it silently.
    """
    # Next to nothing of what is imported can be collected, so looking for it is time lost.
    gc.disable()
    close = None
    try:
        if frame := find(sys.argv[1:], os.environ):
            # Only the reader needs to know of the terminal so early.
            from briefing.tui.terminal.early_screen import EARLY_SCREEN  # noqa: PLC0415

            close = EARLY_SCREEN.close
            drawing, is_frame = frame
            EARLY_SCREEN.show(drawing, is_frame=is_frame)
        # Importing takes the better part of a short run, so it has to stand within the guard.
        from briefing.cli.main import run  # noqa: PLC0415

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    finally:
        if close is not None:
            close()


if __name__ == "__main__":
    start()

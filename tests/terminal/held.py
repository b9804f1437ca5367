"""The reader held at a place of the test's choosing while it starts, or broken there.

A module of the name `sitecustomize` does it, so that nothing depends on the speed of the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tests.terminal.pty import Terminal
from tests.waiting import until

BOTTOM_LINE = "Lakeside and Hilltop agreed on"
READY = "\x1b[?2004h"
"""What only Textual sends."""

HOOK = """
import os, sys, time
from pathlib import Path

class Hook:
    def find_spec(self, name, path=None, target=None):
        if name != "textual" or not sys.argv[0].endswith("__main__.py"):
            return None
        sys.meta_path.remove(self)
        {then}

sys.meta_path.insert(0, Hook())
"""
HELD = "Path({held!r}).touch()\n        while Path({held!r}).exists(): time.sleep(0.01)"

Held = Callable[..., AbstractContextManager[Terminal]]


def frame_of(home: Path) -> Path:
    """File of the first frame."""
    return home / "state" / "first-frame"


def wait_for_file(path: Path) -> None:
    """Wait until a file is there."""
    until(path.exists, f"never there: {path}")


def let_go(home: Path) -> None:
    """Let the reader go on that is held."""
    (home / "held").unlink()


def settle_in(frame: Path, before: Path, now: Path) -> None:
    """Have a frame that was copied with its home name the files of the copy, as they are there."""
    head, _, drawn = frame.read_bytes().partition(b"\n\n")
    lines = head.decode().replace(str(before), str(now)).split("\n")
    for number, line in enumerate(lines):
        stamp, _, path = line.partition(" ")
        if path.startswith(str(now)) and stamp != "-":
            status = Path(path).stat()
            lines[number] = f"{status.st_size}.{status.st_mtime_ns}.{status.st_ino} {path}"
    frame.write_bytes("\n".join(lines).encode() + b"\n\n" + drawn)

"""What a session is told at its end, and how its terminal is given back."""

from __future__ import annotations

from typing import Final

FAULT: Final = 70
"""``EX_SOFTWARE`` of sysexits.h."""

NOTICE: Final = 60
"""Seconds before the end of an idle session at which the reader is warned."""

CLEAN: Final = (
    # All that a reader may have set: synchronised output, pasting, focus, the mouse, kitty's keys,
    # the other screen, lines that do not wrap, colours, the cursor.
    "\x1b[?2026l\x1b[?2004l\x1b[?1004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l"
    "\x1b[<u\x1b[?1049l\x1b[?7h\x1b[0m\x1b[?25h"
)
"""Gives a terminal back as it was, when the process could not."""

FULL: Final = "This host keeps no more marks for you; remove some before you set others."
NOT_KEPT: Final = "Your marks cannot be stored at the moment; they last for this session only."
IDLE: Final = "The session was idle for too long and has ended."
KEY_GONE: Final = "Your key has been revoked."
IDLE_SOON: Final = "The session is idle and ends in a minute; any key keeps it."
LONG: Final = "The session has reached its time limit; log in again."
STOPPING: Final = "The server is shutting down."
SPENT: Final = "The session has used all the processor time it is allowed."
FAILED: Final = "An internal error ended the session; log in again."
_KEPT: Final = "Your place is kept."


def farewell(sentence: str, *, kept: bool) -> str:
    """Say that a session ends, and, if that is so, that the reader's place is kept.

    Args:
        sentence: Why it ends; may be empty.
        kept: Whether the place is kept.
    """
    comes_back = kept and sentence in (IDLE, LONG, STOPPING)
    return f"{sentence} {_KEPT}" if comes_back else sentence


def slow(seconds: int) -> str:
    """Say that a command takes too long."""
    return f"The command was ended after {seconds} seconds, the most it may take."


def failed(id_: str) -> str:
    """Say that there is a fault, and by what those find it who can mend it."""
    return f"This stopped because of an internal error; the administrator can look up {id_}."

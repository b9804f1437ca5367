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

FULL: Final = "Your marks are as many as this host keeps; take some away before you set others."
NOT_KEPT: Final = "This host cannot keep what you mark at the moment; here it is as you set it."
IDLE: Final = "Nothing was typed for long, so this has ended."
KEY_GONE: Final = "Your key lets you in here no more."
IDLE_SOON: Final = "Nothing was typed for long; without a key this ends in a minute."
LONG: Final = "No session is longer than this one was; come again."
STOPPING: Final = "This host is stopping."
SPENT: Final = "All the processor time that one may take has been used up."
FAILED: Final = "This failed, and it is not your fault; come again."
_KEPT: Final = "Your place is where you left it."


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
    return f"A command may take {seconds} seconds, so this one was ended."


def failed(id_: str) -> str:
    """Say that there is a fault, and by what those find it who can mend it."""
    return f"This failed, and it is not your fault. Whoever runs this host may look for {id_}."

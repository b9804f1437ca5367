"""What we say to the terminal past Textual: text for its clipboard, wrapped for tmux."""

from __future__ import annotations

import base64
from typing import Final

_ESCAPE: Final = "\x1b"
CLIPBOARD_LIMIT: Final = 74_994
"""Longest text in bytes that xterm and others take by OSC 52 (100,000 characters of base64)."""


def clipboard_sequence(text: str) -> str:
    """Make the sequence that puts a text into the terminal's clipboard (xterm's OSC 52).

    Args:
        text: Any text; what goes beyond `CLIPBOARD_LIMIT` is cut off.
    """
    payload = text.encode("utf-8", "replace")[:CLIPBOARD_LIMIT]
    return f"{_ESCAPE}]52;c;{base64.b64encode(payload).decode('ascii')}\a"


def tmux_passthrough(sequence: str) -> str:
    """Wrap a sequence so that tmux hands it to the terminal outside, if it is allowed to.

    Args:
        sequence: What the outer terminal is to receive.
    """
    return f"{_ESCAPE}Ptmux;{sequence.replace(_ESCAPE, _ESCAPE * 2)}{_ESCAPE}\\"

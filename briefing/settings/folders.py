"""The folders of a user, as the XDG Base Directory Specification (0.8) has them.

On macOS they default to ``~/Library/Application Support``. Knows the standard library only, and
little of that: the first frame is shown before anything else is imported.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # as `typing` has it; importing that would cost a fifth of a start
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

_PROGRAM: Final = "briefing"
_ON_MACOS: Final = "Library/Application Support"


_DEFAULTS: Final = {"data": ".local/share", "state": ".local/state", "config": ".config"}


def own_folder(kind: str, environment: Mapping[str, str]) -> str | None:
    """Where ``data``, ``state`` or ``config`` belong.

    That is an absolute path; None for somebody without a home.
    """
    folder = environment.get(f"XDG_{kind.upper()}_HOME", "").strip()
    if folder[:1] != "/":  # a relative path counts as none
        # Those of another user are asked for too: their home is in the variables that are given.
        home = environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - costs less
        folder = f"{home}/{_ON_MACOS if sys.platform == 'darwin' else _DEFAULTS[kind]}"
    return f"{folder}/{_PROGRAM}" if folder[:1] == "/" else None

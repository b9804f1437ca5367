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


def data_folder(environment: Mapping[str, str]) -> str | None:
    """Where what was published belongs: an absolute path; None for somebody without a home."""
    return _folder(environment, "XDG_DATA_HOME", ".local/share")


def state_folder(environment: Mapping[str, str]) -> str | None:
    """Where what the reader left behind belongs; as `data_folder`."""
    return _folder(environment, "XDG_STATE_HOME", ".local/state")


def config_folder(environment: Mapping[str, str]) -> str | None:
    """Where the configuration belongs; as `data_folder`."""
    return _folder(environment, "XDG_CONFIG_HOME", ".config")


def _folder(environment: Mapping[str, str], variable: str, default: str) -> str | None:
    folder = environment.get(variable, "").strip()
    if folder[:1] != "/":  # a relative path counts as none
        # Those of another user are asked for too: their home is in the variables that are given.
        home = environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - costs less
        folder = f"{home}/{_ON_MACOS if sys.platform == 'darwin' else default}"
    return f"{folder}/{_PROGRAM}" if folder[:1] == "/" else None

"""All that the reader can be told to do, and by which key. Imports no Textual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from briefing.tui.commands.checking import CHECKING
from briefing.tui.commands.command import Command, Group
from briefing.tui.commands.keymap import KeyLine, Keymap, build_keymap, key_lines
from briefing.tui.commands.moving import MOVING
from briefing.tui.commands.working import FINDING, WORKING

COMMANDS: Final[tuple[Command, ...]] = (*MOVING, *FINDING, *CHECKING, *WORKING)
"""Every command, in the order of the help."""

__all__ = [
    "COMMANDS",
    "Command",
    "Group",
    "KeyLine",
    "Keymap",
    "build_keymap",
    "key_lines",
    "listing",
    "notices",
]


def listing(wishes: Mapping[str, tuple[str, ...]]) -> list[KeyLine]:
    """List all commands with the keys they have under a configuration.

    Args:
        wishes: Keys by command id, from the configuration.
    """
    keymap, _ = build_keymap(COMMANDS, wishes)
    return key_lines(COMMANDS, keymap)


def notices(wishes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Say which of the user's keys cannot be granted, or may not work everywhere.

    Args:
        wishes: Keys by command id, from the configuration.
    """
    return build_keymap(COMMANDS, wishes)[1]

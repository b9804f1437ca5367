"""Which key does what: the defaults, and what the user changed in the configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from briefing.model.likeness import nearest
from briefing.tui.commands.command import Command

NAMED_KEYS: Final = frozenset(
    ["space", "enter", "tab", "shift+tab", "escape", "backspace", "delete", "insert"]
    + ["up", "down", "left", "right", "home", "end", "pageup", "pagedown"]
    + [f"f{number}" for number in range(1, 13)]
    + [f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
)

SWALLOWED: Final = {
    "ctrl+a": "GNU screen",
    "ctrl+b": "tmux",
    "ctrl+h": "terminals, as backspace",
    "ctrl+i": "terminals, as tab",
    "ctrl+j": "terminals, as enter",
    "ctrl+m": "terminals, as enter",
    "ctrl+s": "terminals, to stop output",
}
"""Keys that do not reach a program everywhere, and who takes them."""

Keymap = dict[str, tuple[str, ...]]
"""Keys of each command, by command id."""


class KeyLine(NamedTuple):
    """One command in a listing of keys."""

    id: str
    group: str
    keys: tuple[str, ...]
    label: str
    help: str


def build_keymap(
    commands: Sequence[Command], wishes: Mapping[str, tuple[str, ...]]
) -> tuple[Keymap, tuple[str, ...]]:
    """Apply the user's keys to the defaults.

    Args:
        commands: All commands.
        wishes: Keys by command id, from the configuration.

    Returns:
        A keymap in which no key does two things, and a sentence for each wish that cannot be
        granted or that may not work everywhere.
    """
    defaults = {command.id: command.keys for command in commands}
    notices: list[str] = []
    granted: Keymap = {}
    for id_, keys in wishes.items():
        if id_ not in defaults:
            notices.append(f"There is no command “{id_}”{_suggestion(id_, defaults)}")
            continue
        usable = tuple(key for key in keys if _is_key(key))
        notices += [
            f"“{key}” is not a key: write a character or one of space, enter, f1, ctrl+d …"
            f" (command {id_})."
            for key in keys
            if key not in usable
        ]
        notices += [
            f"{key} (command {id_}) may not arrive: it is used by {SWALLOWED[key]}."
            for key in usable
            if key in SWALLOWED
        ]
        if usable:
            granted[id_] = usable
    while clash := _first_clash({**defaults, **granted}):
        key, owners = clash
        loser = next(id_ for id_ in reversed(owners) if id_ in granted)
        rival = next(id_ for id_ in owners if id_ != loser)
        del granted[loser]
        notices.append(
            f"“{key}” cannot be {loser}: it is {rival} already. {loser} keeps"
            f" {' '.join(defaults[loser])}."
        )
    return {**defaults, **granted}, tuple(notices)


def key_lines(commands: Sequence[Command], keymap: Keymap) -> list[KeyLine]:
    """List all commands with their keys, in the order of the help."""
    return [
        KeyLine(command.id, command.group, keymap[command.id], command.label, command.help)
        for command in commands
    ]


def _first_clash(keymap: Keymap) -> tuple[str, list[str]] | None:
    owners: dict[str, list[str]] = {}
    for id_, keys in keymap.items():
        for key in dict.fromkeys(keys):
            owners.setdefault(key, []).append(id_)
    return next(((key, ids) for key, ids in owners.items() if len(ids) > 1), None)


def _is_key(key: str) -> bool:
    return key in NAMED_KEYS or (len(key) == 1 and key.isprintable() and key != " ")


def _suggestion(id_: str, known: Mapping[str, object]) -> str:
    near = nearest(id_, known)
    return f"; did you mean {near}?" if near else "; `briefing keys` lists all."


def key_label(key: str) -> str:
    """A key as a reader knows it: ``pagedown`` is ``PgDn``."""
    if key.startswith("ctrl+"):
        return f"Ctrl-{key.removeprefix('ctrl+').upper()}"
    return key.upper() if _FUNCTION_KEY.fullmatch(key) else _LABELS.get(key, key)


_FUNCTION_KEY: Final = re.compile(r"f\d+")

_LABELS: Final = {
    "space": "Space",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift-Tab",
    "escape": "Esc",
    "backspace": "Backspace",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}

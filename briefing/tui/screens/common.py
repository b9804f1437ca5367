"""What all screens share: keys bound to commands, what help and footer say of them, and size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.message_pump import MessagePump

from briefing.tui.commands import COMMANDS, Command, KeyLine, Keymap, key_label

REDRAW: Final = Binding("ctrl+l", "app.redraw", "Redraw.", id="redraw", show=False)
"""For the screens that lie over the reader."""

HELP: Final = Binding("question_mark,f1", "help", "Show this help.", id="help", show=False)
"""For the screens over the reader that have keys of their own; they open it with `own_keys`."""

INTERRUPT: Final = Binding(
    "ctrl+c",
    "app.interrupt",
    "Quit, when pressed twice.",
    id="interrupt",
    show=False,
    priority=True,
)
"""For the application: fields to type in would copy with this key."""


FAR: Final = 1_000_000
"""A step beyond the end of any list or text."""


def moves(top: str, bottom: str, ends: tuple[str, str] = ("first", "last")) -> list[BindingType]:
    """Bind the keys that move about a screen over the reader, to its actions `move` and `page`.

    Args:
        top: Action that goes as far up as there is something.
        bottom: Action that goes as far down.
        ends: What it finds there.
    """
    return [
        Binding("j,down", "move(1)", "Move down.", id="down", show=False),
        Binding("k,up", "move(-1)", "Move up.", id="up", show=False),
        Binding("g,home", top, f"Go to the {ends[0]}.", id="top", show=False),
        Binding("G,end", bottom, f"Go to the {ends[1]}.", id="bottom", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down.", id="page-down", show=False),
        Binding("space", "page(1)", "Page down.", id="read-on", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up.", id="page-up", show=False),
        Binding("backspace", "page(-1)", "Page up.", id="read-back", show=False),
    ]


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Bind every command to its default keys; `textual_keymap` changes them at start."""
    return [
        Binding(
            _joined(command.keys),
            f"command('{command.id}')",
            command.label,
            show=False,
            id=command.id,
        )
        for command in commands
    ]


def textual_keymap(keymap: Keymap) -> dict[str, str]:
    """Put what a user changed of the keys the way `App.set_keymap` wants it.

    Textual goes through all of a keymap for each key that is pressed: with the defaults in it, a
    seventh of the time that a key takes would be spent there.
    """
    defaults = {command.id: command.keys for command in COMMANDS}
    return {id_: _joined(keys) for id_, keys in keymap.items() if keys != defaults.get(id_)}


def own_keys(title: str, bound: Iterable[BindingType], keymap: Keymap) -> list[KeyLine]:
    """List the keys of a screen over the reader, as the help shows them.

    Args:
        bound: Bindings of the screen, each described in a sentence; those with the id of a command
            go by its keys.

    Returns:
        A line for each thing that can be done, in the order of the bindings.
    """
    keys: dict[str, list[str]] = {}
    for one in [*bound, INTERRUPT]:
        if isinstance(one, Binding):
            keys.setdefault(one.description, []).extend(
                keymap[one.id] if one.id else one.key.split(",")
            )
    return [KeyLine(help_, title, tuple(all_), help_, help_) for help_, all_ in keys.items()]


def hints(keymap: Keymap) -> list[tuple[str, str]]:
    """The keys that the footer names, the most important first."""
    named = sorted((command for command in COMMANDS if command.footer), key=lambda c: c.footer)
    return [(key_label(keymap[command.id][0]), command.label) for command in named]


def _joined(keys: Iterable[str]) -> str:
    # Textual parts keys at commas, so the comma itself goes by its name.
    return ",".join("comma" if key == "," else key for key in keys)


class Fitting(MessagePump):
    """For a screen: it takes the size that the terminal has now, and none that it had before.

    Laid out for a size, Textual's screen tells itself that size once more. Where another one has
    come meanwhile, the two would be laid out in turn, for ever, each sent to the terminal.
    """

    def on_resize(self, event: Resize) -> None:
        """Pass over a size that is out of date; the one that is not has come or will."""
        if event.size != self.app.size:
            event.prevent_default()

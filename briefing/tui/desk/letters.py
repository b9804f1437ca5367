"""The desk's letters: the key after the desk's own key says what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events
from textual.binding import Binding, BindingType

from briefing.tui.commands import DESK_COMMANDS, Command
from briefing.tui.desk.choosing import Chooser
from briefing.tui.screens.keyed import KeyedScreen
from briefing.tui.session import Session
from briefing.tui.widgets import FooterBar


class Letters(KeyedScreen[None], inherit_bindings=False):
    """Takes the letters; the desk's screen inherits it, and has the method of each."""

    session: Session
    _leading = False  # whether the next key is one of the letters

    def open_listed(self) -> None:
        """Where the list has focus, open what its cursor is on."""
        raise NotImplementedError

    def action_leader(self) -> None:
        """Have the next key be one of the desk's letters; it is of what the list is at."""
        self.open_listed()
        self._leading = True
        footer = self.query_one(FooterBar)
        footer.message, footer.position = "", ""
        footer.hints = [
            *((keys[0][-1], command.label) for command, keys in self._letters),
            (self.key("help"), "all"),
        ]

    @property
    def _letters(self) -> list[tuple[Command, tuple[str, ...]]]:
        return [(one, self.session.keymap[one.id]) for one in DESK_COMMANDS if one.is_letter]

    def on_key(self, event: events.Key) -> None:
        """Take the letter after the desk's key; any other key takes that back."""
        if not self._leading:
            return
        self._leading = False
        event.stop()
        event.prevent_default()
        character = event.character or ""
        for command, keys in self._letters:
            if character in {key[-1] for key in keys}:
                self.run_command(command.id)
                return
        if character == "?":
            lines = {
                command.id: f"{' '.join(keys)}  {command.help}" for command, keys in self._letters
            }
            self.choose("What is to be done?", lines, self.run_command)
        else:
            self.tell("")

    @property
    def letter_bindings(self) -> list[BindingType]:
        """The letters as if they were bound, for the help and the palette."""
        return [
            Binding(keys[0], f"letter('{command.id}')", command.help, id=command.id)
            for command, keys in self._letters
        ]

    def action_letter(self, id_: str) -> None:
        self.run_command(id_)

    def run_command(self, id_: str) -> None:
        """Do what a letter is for."""
        self.tell("")
        command = next(one for one in DESK_COMMANDS if one.id == id_)
        getattr(self, command.does)(*command.arguments)

    def choose(
        self,
        title: str,
        lines: Mapping[str, str],
        chosen: Callable[[str], None],
        *,
        finds: bool | None = None,
    ) -> None:
        """Ask for one of some lines, by their keys; see `Chooser`."""

        def taken(key: str | None) -> None:
            if key is None:
                self.tell("")
            else:
                chosen(key)

        self.app.push_screen(Chooser(title, lines, finds=finds), taken)

"""What the palette offers on the reader screen: commands, settings, themes, and places to go to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from briefing.model.text import count
from briefing.tui.commands import COMMANDS, Command, key_label
from briefing.tui.reader import navigation
from briefing.tui.reader.earlier import EarlierRevisions
from briefing.tui.reader.state import ReadingState
from briefing.tui.rendering.text import one_line
from briefing.tui.screens.common import Entry, theme_entries

_HELP: Final = {command.id: command.help for command in COMMANDS}
_VERSION: Final = "short-or-full"


class Offers(EarlierRevisions, inherit_bindings=False):
    """The reader screen as the palette sees it."""

    def can(self, command: Command) -> bool:
        raise NotImplementedError

    def palette_entries(self) -> Iterator[Entry]:
        keymap = self.session.keymap
        for command in COMMANDS:
            if self.can(command):
                keys = " ".join(map(key_label, keymap[command.id]))
                run = partial(self.action_command, command.id)
                yield Entry(f"{command.label}  ({keys})", command.help, run)
        yield from self._settings()
        yield from self.revisions()
        yield from theme_entries(self)
        yield from self.places()

    def _settings(self) -> Iterator[Entry]:
        version = "short version" if self.state.route.full else "full version"
        run = partial(self.action_command, _VERSION)
        yield Entry(f"Setting: {version}", _HELP[_VERSION], run)

    def places(self) -> Iterator[Entry]:
        briefing = self.briefing
        for number, section in enumerate(briefing.sections):
            kind = section.kind.value.replace("-", " ")
            said = f"{kind} · section {number + 1} · {count(len(section.cards), 'card')}"
            run = partial(self._go, navigation.go_to_section, number)
            yield Entry(one_line(section.title), said, run, named=True)
        for actor in briefing.actors:
            named = one_line(", ".join(name.text for name in actor.names[1:])) or "One spelling"
            run = partial(self.open_actor, actor.id)
            yield Entry(one_line(actor.name), named, run, named=True)
        for section, card in briefing.cards():
            run = partial(self._go, navigation.read_card, card.id)
            yield Entry(one_line(card.title), one_line(section.title), run)

    def _go(self, way: Callable[..., ReadingState], *there: object) -> None:
        self.leap(way(self.state, *there))

"""Screens over the reader with keys of their own, of which footer, palette and help tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, TypeVar

from textual import on
from textual.events import Resize
from textual.screen import Screen

from briefing.tui.commands import Keymap, main_key
from briefing.tui.rendering.text import ROLE_CLASSES
from briefing.tui.screens.common import Entry, Fitting, ReaderProvider, offered_over
from briefing.tui.screens.sheets import help_over
from briefing.tui.widgets import FooterBar, ItemPane, Prompt

T = TypeVar("T")


class KeyedScreen(Fitting, Screen[T], inherit_bindings=False):
    """A screen with a footer that says where one is and what the keys do; some have a prompt."""

    HEADING: ClassVar[str]
    """Above the keys of the screen in the help."""

    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES
    COMMANDS = {ReaderProvider}  # noqa: RUF012  # Textual declares it so

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap

    @property
    def pane(self) -> ItemPane:
        """Where the keys move."""
        raise NotImplementedError

    def key(self, id_: str) -> str:
        return main_key(self._keymap, id_)

    def palette_entries(self) -> Iterator[Entry]:
        return offered_over(self, self.BINDINGS, self._keymap)

    def action_help(self) -> None:
        self.app.push_screen(help_over(self.HEADING, self.BINDINGS, self._keymap))

    def action_move(self, step: int) -> None:
        self.pane.move(step)
        self.tell("")

    def action_page(self, step: int) -> None:
        self.pane.turn_page(step)
        self.tell("")

    def tell(self, message: str) -> None:
        """Say something in the footer, or in the prompt that has its place, until the next key."""
        asking = self.has_class("-asking")
        for prompt in self.query(Prompt):
            prompt.notice(message if asking else "")
        self.query_one(FooterBar).message = "" if asking else message
        self.say_where()

    def say_where(self) -> None:
        raise NotImplementedError

    def say_keys(self, hints: Iterable[tuple[str, str]]) -> None:
        """Say in the footer what keys do, by the ids of their commands."""
        self.query_one(FooterBar).hints = [(self.key(id_), label) for id_, label in hints]

    def ask_words(self, label: str, words: str = "") -> None:
        """Ask for words in the place of the footer, until `end_asking`."""
        self.add_class("-asking")
        self.query_one(Prompt).ask(label, words)

    def end_asking(self) -> None:
        self.remove_class("-asking")
        self.query_one(Prompt).display = False


class Paging(KeyedScreen[T], inherit_bindings=False):
    """A head, below it a page with a cursor, and the footer."""

    _head: ItemPane
    _pane: ItemPane

    @property
    def pane(self) -> ItemPane:
        return self._pane

    def on_resize(self, event: Resize) -> None:
        del event
        self._head.styles.height = max(1, self._head.lines_at(self.size.width - 2))

    def action_choose(self) -> None:
        """Go where the cursor leads to."""
        raise NotImplementedError

    def action_close(self) -> None:
        self.dismiss(None)

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        self._pane.select(message.key)
        self.tell("")
        if message.again:
            self.action_choose()

    @on(ItemPane.Shown)
    def note_shown(self) -> None:
        """Say where the reader is, once the page is laid out."""
        self.say_where()

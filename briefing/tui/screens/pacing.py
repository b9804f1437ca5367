"""When a command runs: one that turns pages needs the screen as the command before it left it."""

from __future__ import annotations

from collections import deque
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual.widget import Widget

from briefing.tui.layout import Pane
from briefing.tui.panes.bars import Prompt
from briefing.tui.panes.item_pane import ItemPane
from briefing.tui.terminal.key_queue import KeyDone

if TYPE_CHECKING:
    from briefing.tui.commands import Command
    from briefing.tui.screens.reader import ReaderScreen


class Pacing:
    """Runs the commands of a screen, each at once or when what it must see has been laid out.

    Keys that arrive in a burst would otherwise judge the end of a card by the sizes that the panes
    had before it. What follows a command that waits in the burst waits its turn.
    """

    def __init__(self, reader: ReaderScreen) -> None:
        self._reader = reader
        self._waiting: deque[Command] = deque()
        self._layouts = 0

    @property
    def holds_keys(self) -> bool:
        """Whether a command that a key means has still to run; `KeyDone` is sent when it has."""
        return bool(self._waiting)

    def take(self, command: Command) -> None:
        """Run a command, now or in its turn."""
        if self._waiting or not self._may_run(command):
            self._waiting.append(command)
        else:
            self._run(command)

    def _may_run(self, command: Command) -> bool:
        if command.waits and self._reader.following.behind:
            self._reader.following.catch_up()
            self._await_layout()
        return not (command.waits and self._layouts)

    def _run(self, command: Command) -> None:
        # A key that came late, on a busy machine, may find another screen over the reader: then it
        # was meant for that.
        if self._reader.is_active:
            self._reader.run(command)
        self._await_layout()

    def _await_layout(self) -> None:
        """Note that a layout is under way until the text has its size.

        A widget asks for a layout when it has nothing else to do, in a turn of its own, and what
        Textual remembers of the last layout holds until it has asked. So each widget is given
        something to do first; whoever has done it asks before the screen has its next turn.
        """
        self._layouts += 1
        asked = 0

        def has_asked() -> None:
            nonlocal asked
            asked += 1
            if asked == len(self._widgets):
                # After the layout the panes that pages are turned in still have to hear of their
                # sizes, each in a turn of its own.
                text, rows = self._reader.pane_of(Pane.CARD), self._reader.pane_of(Pane.CARDS)
                self._reader.call_after_refresh(
                    text.call_later, partial(rows.call_later, self._laid_out)
                )

        for widget in self._widgets:
            widget.call_later(has_asked)

    @cached_property
    def _widgets(self) -> list[Widget]:
        """All whose size or presence decides how high the text is."""
        query = self._reader.query_one
        boxes = [query("#body"), query("#centre"), query(Prompt)]
        return [*boxes, *self._reader.query(ItemPane)]

    def _laid_out(self) -> None:
        self._layouts -= 1
        if self._waiting and not self._layouts and self._may_run(self._waiting[0]):
            self._run(self._waiting.popleft())
            if not self._waiting:
                self._reader.post_message(KeyDone())

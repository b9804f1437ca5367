"""A sheet over the reader: something to look at or to choose from, closed with Escape."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen

from briefing.tui.bindings import FAR, REDRAW, moves
from briefing.tui.panes.item_pane import ItemPane
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.roles import ROLE_CLASSES
from briefing.tui.rendering.text import one_line
from briefing.tui.screens.fitting import Fitting

_WIDEST: Final = 96
"""Most columns of a sheet; longer lines are hard to read."""

_FRAME: Final = 7
"""Columns of a sheet that its frame, padding and scroll bar take."""

Fill = Callable[[int], Iterable[Item]]
"""Gives the items of a sheet for a width in cells."""


class _SheetPane(ItemPane):
    """The items of a sheet."""

    STANDS_ON_FIRST = True

    def __init__(self, title: str, fill: Fill) -> None:
        super().__init__(id="sheet-pane")
        self.border_title = Content(title)
        self._fill = fill

    def items(self, width: int) -> Iterable[Item]:
        """What the sheet was made to show."""
        return self._fill(width)


class Sheet(Fitting, ModalScreen[str | None], inherit_bindings=False):
    """A scrolling sheet; it ends with the key of the item chosen, or None.

    Where an item can be selected the cursor moves, else the text scrolls. The keys have the ids of
    the reader's commands, so that the user's keymap holds here too.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(f"move(-{FAR})", f"move({FAR})"),
        Binding("enter", "choose", "Choose.", id="open", show=False),
        Binding("l,right", "choose", "Choose.", id="right", show=False),
        Binding("escape", "close", "Go back.", id="back", show=False),
        Binding("h,left", "close", "Go back.", id="left", show=False),
        Binding("q,ctrl+q", "close", "Go back.", id="quit", show=False),
        Binding("question_mark,f1", "app.help", "Show all keys.", id="help", show=False),
        REDRAW,
    ]

    def __init__(
        self,
        title: str,
        fill: Fill,
        hint: str = "Esc closes",
        *,
        at: str | None = None,
        id: str | None = None,  # noqa: A002 - as in all widgets
    ) -> None:
        """Make a sheet.

        Args:
            title: Stands in its frame.
            fill: Gives its items.
            hint: Says in its frame what can be done.
            at: Key of the item to stand on; None for the first.
            id: Tells one kind of sheet from others; None where that need not be.
        """
        super().__init__(id=id)
        self._pane = _SheetPane(title, fill)
        self._pane.select(at)
        self._hint = hint
        self.tell("")

    def compose(self) -> ComposeResult:
        """One pane."""
        with Vertical(id="sheet"):
            yield self._pane

    def on_resize(self, event: Resize) -> None:
        """Take the height that the items need, as far as there is room."""
        del event
        width, height = self.size
        sheet = self.query_one("#sheet")
        sheet.styles.width = min(_WIDEST, max(1, width - 4))
        lines = self._pane.lines_at(min(_WIDEST, width - 4) - _FRAME)
        sheet.styles.height = max(1, min(lines + 2, height - 2))

    def tell(self, message: str) -> None:
        """Say something in the frame, in place of what can be done; nothing says that again."""
        self._pane.border_subtitle = Content(one_line(message or self._hint))

    def action_move(self, step: int) -> None:
        """Move the cursor, or scroll where there is nothing to choose."""
        self._pane.move(step)

    def action_page(self, step: int) -> None:
        """Scroll by a page."""
        if self._pane.keys:
            self.action_move(step * self._pane.page_height)
        else:
            self._pane.scroll_pages(step)

    def action_choose(self) -> None:
        """End with the item under the cursor."""
        if self._pane.keys:
            self.dismiss(self._pane.cursor_key)

    def action_close(self) -> None:
        """End without a choice."""
        self.dismiss(None)

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        """A click chooses."""
        self.dismiss(message.key)

"""Panes of items shown by themselves, for what needs a window."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from briefing.tui.app import ReaderApp
from briefing.tui.rendering.text import ROLE_CLASSES, Item
from briefing.tui.themes import THEMES
from briefing.tui.widgets import ItemPane
from tests.resting import at_rest


def item(key: str, lines: int = 2, *, selectable: bool = True) -> Item:
    """An item of some lines: ``a0``, ``a1`` and so on."""
    return Item(key, tuple(Content(f"{key}{number}") for number in range(lines)), selectable)


class Rows(ItemPane):
    """A pane of given items, for however many cells."""

    UNSEEN_WIDTH = 9

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(id="rows")
        self.given = items
        self.widths: list[int] = []

    def items(self, width: int) -> Iterable[Item]:
        self.widths.append(width)
        return self.given

    @property
    def top(self) -> int:
        return self.scroll_offset.y


class _Screen(Screen[None]):
    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES
    AUTO_FOCUS = "ItemPane"


class PaneApp(App[None]):
    CSS = """
    .role--cursor { text-style: reverse; }
    .role--cursor-elsewhere { text-style: underline; }
    .role--mark { text-style: bold; }
    .role--label { text-style: dim; }
    .role--doubt { color: red; }
    .role--lost { text-style: strike; }
    .role--match-here { text-style: reverse; }
    """

    def __init__(self, pane: ItemPane) -> None:
        super().__init__()
        self.pane = pane
        self.chosen: list[tuple[str, bool]] = []
        self.shown = 0
        self.pilot: Pilot[None] | None = None

    async def resized(self, height: int) -> None:
        """Give the pane another height."""
        assert self.pilot is not None
        await self.pilot.resize_terminal(20, height + 1)
        await at_rest()

    async def clicked(self, line: int) -> None:
        """Click on a line of the window, counted from 0."""
        assert self.pilot is not None
        await self.pilot.click(self.pane, offset=(3, line))
        await at_rest()

    def get_default_screen(self) -> _Screen:
        return _Screen()

    def compose(self) -> ComposeResult:
        yield self.pane
        yield Input(id="other", compact=True)

    def on_item_pane_chosen(self, message: ItemPane.Chosen) -> None:
        self.chosen.append((message.key, message.again))

    def on_item_pane_shown(self) -> None:
        self.shown += 1


@asynccontextmanager
async def shown(pane: ItemPane, height: int = 5) -> AsyncIterator[PaneApp]:
    """Show a pane of some lines, above a field to type in."""
    app = PaneApp(pane)
    async with app.run_test(size=(20, height + 1)) as pilot:
        await at_rest()
        assert pane.page_height == height
        app.pilot = pilot
        yield app


class StyledApp(App[None]):
    """Has the style sheet of the reader, for screens that lie over it."""

    CSS_PATH = ReaderApp.CSS_PATH

    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = next(iter(THEMES.values())).name

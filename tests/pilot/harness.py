"""Drives the reader by keys, and sees what its user sees. Uses no private part of Textual."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar, cast

from textual import events
from textual.command import CommandPalette
from textual.css.query import NoMatches
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.settings.config import Config, Places, Version
from briefing.tui.app import ReaderApp
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.panes import unread_label
from briefing.tui.reader.screen import ReaderScreen
from briefing.tui.screens.source_text import SourceTextScreen
from briefing.tui.session import new_session
from briefing.tui.session_app import SessionApp
from briefing.tui.widgets import FooterBar, ItemPane
from briefing.views.moments import AsOf
from tests.resting import at_rest
from tests.waiting import Patience

_NAMES = {"\r": "enter", "\x1b": "escape", "/": "slash", "\\": "backslash"}
"""Keys that Textual has another name for than Unicode."""

_FRAME: Final = re.compile("^[│┃]|[│┃]$")

Size = tuple[int, int]
"""Columns and rows of the terminal."""


def words_of(text: str) -> set[str]:
    """The words of a text, which wrapping leaves whole, without marks before and after them."""
    words = {word.strip("“”‘’.,;:!?()[]") for word in text.split()}
    return words - {""}


def lines_of(text: str) -> list[str]:
    """The lines of a text, without the blanks around them and without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def text_of(widget: Widget) -> str:
    """All lines that a widget draws, those outside its scrolled window and its frame excluded."""
    size = widget.outer_size
    strips = widget.render_lines(Region(0, 0, size.width, size.height))
    return "\n".join(_FRAME.sub("", strip.text).rstrip() for strip in strips)


def key_of(key: str) -> events.Key:
    """A key: a character, or one by its name at Textual."""
    if len(key) > 1:
        return events.Key(key, " " if key == "space" else None)
    other = key if key.isalnum() else re.sub("[ -]", "_", unicodedata.name(key, "").lower())
    return events.Key(_NAMES.get(key, other), key if key.isprintable() else None)


Driven = TypeVar("Driven", bound=SessionApp)


@dataclass(frozen=True)
class Keyed(Generic[Driven]):
    """A program for one folder that runs without a terminal, and is driven by keys."""

    app: Driven
    pilot: Pilot[None]
    folder: Path

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.app.post_message(key_of(key))
            await self.rest()

    async def type(self, words: str) -> None:
        names = {" ": "space", "\n": "enter"}
        await self.press(*(names.get(letter, letter) for letter in words))

    async def rest(self) -> None:
        patience = Patience()
        await at_rest(lambda: not self.app.is_running)
        while self.app.is_running and self.app.keys_wait:
            assert not patience.over
            await at_rest(lambda: not self.app.is_running)


_LOW: Final = 12
"""Lines of a terminal so low that no pane need be seen."""


@dataclass(frozen=True)
class Reading:
    """A reader that runs without a terminal.

    Attributes:
        app: The application.
        pilot: Presses its keys.
    """

    app: ReaderApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, and wait until all they lead to is done."""
        for key in keys:
            self.app.post_message(key_of(key))
            await self.caught_up()

    async def caught_up(self) -> None:
        """Wait until all keys have had their way, and the text is that of the open card."""
        await self._rest()
        while self.app.is_running and not self._is_caught_up():
            await self.until(self._is_caught_up)
            await self._rest()

    def _is_caught_up(self) -> bool:
        behind = self.app.keys_wait or self.screen.state.behind
        return not behind and self._is_laid_out()

    def _is_laid_out(self) -> bool:
        """Whether what has focus has its place on the screen, where there is room for it."""
        focused = self.top.focused
        if focused is None or self.app.size.height < _LOW:
            return True
        return isinstance(self.top, CommandPalette) or self.sees(focused)

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is so, or the application has ended."""
        patience = Patience()
        while self.app.is_running and not true():
            assert not patience.over, self._where()
            await asyncio.sleep(0.005)
            await self._rest()

    def _where(self) -> str:
        """What might keep something from coming true."""
        state, focused = self.screen.state, self.top.focused
        at = None if focused is None else (focused, focused.region)
        keys, behind = self.app.keys_wait, state.behind
        return f"never true: keys wait: {keys}, behind: {behind}, focus: {state.focus}, {at}"

    async def _rest(self) -> None:
        """Wait until the application has nothing to do, or has ended."""
        await at_rest(lambda: not self.app.is_running)

    async def type(self, words: str) -> None:
        """Type words into the prompt."""
        await self.press(*("space" if letter == " " else letter for letter in words))

    async def resize(self, size: Size) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(*size)
        # The panes hear of their own new sizes only after the screen has been laid out.
        await self._rest()

    # -- what the reader is at ---------------------------------------------------------------------

    def in_source(self) -> bool:
        """Whether the text of a source lies over the screen."""
        return isinstance(self.top, SourceTextScreen)

    @property
    def screen(self) -> ReaderScreen:
        """The screen of the briefing, whether or not a sheet lies over it."""
        found = [screen for screen in self.app.screen_stack if isinstance(screen, ReaderScreen)]
        return found[-1]

    @property
    def top(self) -> Screen[object]:
        """The screen that has focus."""
        return self.app.screen

    @property
    def sheet(self) -> ItemPane | None:
        """The pane of the sheet that lies over the screen, if any."""
        try:
            return self.top.query_one("#sheet-pane", ItemPane)
        except NoMatches:
            return None

    @property
    def card(self) -> str:
        """Id of the open card."""
        return self.screen.state.card_id

    @property
    def section(self) -> str:
        """Id of the section of the open card."""
        return self.screen.state.section.id

    @property
    def item(self) -> str | None:
        """Key of the item under the cursor of the open card."""
        return self.pane(Pane.CARD).cursor_key

    @property
    def focus(self) -> str | None:
        """Id of the widget that has focus."""
        focused = self.top.focused
        return None if focused is None else focused.id

    @property
    def visible(self) -> set[Pane]:
        """The panes of which at least a cell can be seen."""
        return {pane for pane in Pane if self.sees(self.pane(pane))}

    @property
    def read(self) -> set[str]:
        """Ids of the cards that count as read."""
        return set(self.screen.state.marks.read)

    @property
    def bookmarks(self) -> set[str]:
        """Ids of the cards that bear a bookmark."""
        return set(self.screen.state.marks.bookmarks)

    @property
    def message(self) -> str:
        """What the reader was told last."""
        return self.screen.query_one(FooterBar).message

    @property
    def prompt(self) -> str | None:
        """The words in the prompt; None where nothing is asked."""
        entry = self.screen.query_one(Input)
        return None if self.screen.state.question is None else entry.value

    def unread_in(self, section_id: str) -> str:
        """What the list of cards says of a section."""
        section = next(one for one in self.screen.briefing.sections if one.id == section_id)
        return unread_label(self.screen.state.route, section, self.screen.state.marks)

    # -- what is on the screen ---------------------------------------------------------------------

    def pane(self, pane: Pane) -> ItemPane:
        """The widget of a pane."""
        return self.screen.pane_of(pane)

    def sees(self, widget: Widget) -> bool:
        """Whether at least a cell of a widget can be seen."""
        shown = all(cast("Widget", node).display for node in widget.ancestors_with_self[:-2])
        return shown and bool(widget.region.intersection(self.screen.region))

    def text(self, pane: Pane | str | None = None) -> str:
        """The text of a pane, of a widget by its id, or of all that can be seen."""
        if pane is not None:
            return text_of(self.screen.query_one(f"#{pane}"))
        return "\n".join(text_of(widget) for widget in self._leaves())

    def _leaves(self) -> Iterator[Widget]:
        for widget in self.top.query("*"):
            if not widget.children and self.sees(widget):
                yield widget

    def sheet_text(self) -> str:
        """What can be seen of the sheet, without its frame."""
        assert self.sheet is not None
        lines = text_of(self.sheet).splitlines()[1:-1]
        return "\n".join(line.strip("┃ ") for line in lines)

    def reversed_text(self, pane: Pane | str) -> list[str]:
        """What a pane shows in reverse: the match that the reader is at."""
        widget = self.screen.query_one(f"#{pane}")
        strips = widget.render_lines(Region(0, 0, *widget.outer_size))
        return [
            segment.text
            for strip in strips
            for segment in strip
            if segment.style is not None and segment.style.reverse
        ]

    def assert_in_order(self) -> None:
        """The keys go somewhere, and what has them can be seen."""
        focused = self.top.focused
        assert focused is not None
        assert focused.is_attached
        if min(self.app.size) > 3 and not isinstance(self.top, CommandPalette):
            assert self.sees(focused), f"{focused} has focus but is hidden at {self.app.size}"
        if self.top is self.screen:
            asking = self.screen.state.question is not None
            assert focused.id == ("prompt-entry" if asking else self.screen.state.focus)
        assert self.card in {card.id for _, card in self.screen.briefing.cards()}

    async def click(self, pane: Pane, words: str) -> None:
        """Click on the first line of a pane that has some words."""
        lines = self.text(pane).splitlines()
        y = next(number for number, line in enumerate(lines) if words in line)
        await self.pilot.click(self.pane(pane), offset=(4, y))
        await self._rest()

    async def wheel(self, pane: Pane, lines: int) -> None:
        """Turn the wheel over a pane by one notch; only the sign of ``lines`` matters."""
        turn = events.MouseScrollDown if lines > 0 else events.MouseScrollUp
        widget = self.pane(pane)
        widget.post_message(
            turn(
                widget=widget,
                x=1,
                y=1,
                delta_x=0,
                delta_y=1 if lines > 0 else -1,
                button=0,
                shift=False,
                meta=False,
                ctrl=False,
            )
        )
        await self._rest()


@dataclass(frozen=True)
class Shelf:
    """A library and a reader's state in folders of their own.

    Attributes:
        folder: Holds both.
    """

    folder: Path

    @property
    def library(self) -> Library:
        """The library."""
        return Library(self.folder / "library")

    @property
    def state_file(self) -> Path:
        """File of the reader's state."""
        return self.folder / "state" / "state.json"

    @property
    def places(self) -> Places:
        """Where things live."""
        return Places(self.folder / "library", self.folder / "state", self.folder / "config.toml")

    def publish(self, *briefings: Briefing) -> None:
        """Put briefings into the library."""
        self.library.publish(briefings)

    @asynccontextmanager
    async def open(
        self,
        size: Size = (80, 24),
        *,
        config: Config | None = None,
        address: str | None = None,
        notices: Sequence[str] = (),
        corpus: Path | None = None,
        version: Version = "full",
        as_of: AsOf | None = None,
    ) -> AsyncIterator[Reading]:
        """Start the reader, as the command does, and leave it at the end.

        Args:
            size: Of the terminal.
            config: What the user configured.
            address: ``NAME[/SECTION[/CARD]]``; by default the briefing read last.
            notices: Sentences to show at start.
            corpus: Folder of the sources' texts; None where the reader has none.
            version: Which version is read until the reader switches.
            as_of: The revision of the address, by number or day.
        """
        state = ReaderState.open(self.state_file)
        config = (config or Config())._replace(version=version)
        session = new_session(
            self.library, state, config, Corpus(corpus), notices, places=self.places
        )
        app = ReaderApp(session, session.begin(address, as_of=as_of))
        async with app.run_test(size=size) as pilot:
            await at_rest()
            yield Reading(app, pilot)
        session.close()

"""The screen that searches the library by itself, and an index that finds what it is told to."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input, Label

from briefing.model.errors import BriefingError
from briefing.search.index.results import PageEnd, Results, Stop, never
from briefing.search.query import Query
from briefing.tui.library_pages import Choice
from briefing.tui.screens.library_search import LibraryScreen
from briefing.tui.widgets import FooterBar
from tests.pilot.harness import text_of
from tests.pilot.test_library_growing import GrowingKeeper
from tests.resting import at_rest
from tests.unit.tui.panes import StyledApp
from tests.waiting import Patience


class Keeper(GrowingKeeper):
    """Notes how often it was asked; may fail.

    Attributes:
        above: How many cards have come above those that it found at first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unknown_words = "by:nobody"
        self.searched = 0
        self.fails: BriefingError | None = None
        self.above = 0

    def search(
        self,
        query: Query,
        limit: int = 50,
        before: PageEnd | None = None,
        stopped: Stop = never,
    ) -> Results:
        self.searched += 1
        if self.fails is not None:
            raise self.fails
        found = super().search(query, limit, before, stopped)
        newer = tuple(replace(self.row(n), briefing_id="newer") for n in range(self.above))
        return replace(found, rows=(newer + found.rows)[:limit])


class Host(StyledApp):
    """Shows the screen."""

    def __init__(self, screen: LibraryScreen) -> None:
        super().__init__()
        self.search = screen
        self.ended: list[Choice | None] = []

    async def on_mount(self) -> None:
        await self.push_screen(self.search, self.ended.append)


class Desk:
    """The screen, and what it says."""

    def __init__(self, app: Host, pilot: Pilot[None], keeper: Keeper) -> None:
        self.app = app
        self.pilot = pilot
        self.keeper = keeper
        self.screen = app.search

    async def rest(self) -> None:
        await at_rest()
        while not self.screen.tasks.idle:
            await self.pilot.pause(0.005)
        await at_rest()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so, by a timer of the screen."""
        patience = Patience()
        while not true():
            assert not patience.over
            await self.pilot.pause(0.01)
        await self.rest()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.rest()

    async def ask(self, words: str) -> None:
        """Have words in the prompt, and what they find in the list."""
        self.entry.value = words
        await self.rest()

    @property
    def entry(self) -> Input:
        return self.screen.query_one(Input)

    @property
    def footer(self) -> FooterBar:
        return self.screen.query_one(FooterBar)

    @property
    def at(self) -> str | None:
        return self.screen.hits.cursor_key

    @property
    def position(self) -> str:
        return self.footer.position

    @property
    def told(self) -> str:
        return self.footer.message

    @property
    def title(self) -> str:
        return Content.from_markup(str(self.screen.hits.border_title)).plain

    @property
    def fault(self) -> str:
        return text_of(self.screen.query_one("#prompt-fault", Label)).strip()

    @property
    def listed(self) -> list[str]:
        pane = self.screen.hits
        return [line.plain.strip() for item in pane.items(60) for line in item.lines]

    @property
    def previewed(self) -> list[str]:
        pane = self.screen.preview
        return [line.plain.strip() for item in pane.items(60) for line in item.lines]

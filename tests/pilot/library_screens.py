"""What the tests of searches in all briefings share: what is listed, told and counted there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date

from textual.geometry import Region

from briefing.model.errors import BriefingError, Stopped
from briefing.search.index.results import CardRow, PageEnd, Progress, Results, Stage, Stop, never
from briefing.search.query import Query, QueryError
from briefing.search.similar import Similar
from briefing.tui.screens.library_search import LibraryScreen
from briefing.tui.widgets import FooterBar
from tests.pilot.harness import Reading, text_of
from tests.unit.search.index_shelves import simple_briefing
from tests.waiting import HANGS

OLD = simple_briefing(
    "old-treaty",
    "A treaty of peace.",
    "No word of it.",
    cutoff="2019-05-01",
    title="The old treaty",
)
NEW = simple_briefing(
    "new-treaty",
    "Another treaty, signed in peace.",
    "What was signed is no treaty.",
    cutoff="2025-03-02",
    title="The new treaty",
)


def screen_of(reading: Reading) -> LibraryScreen:
    """The screen that searches the library."""
    assert isinstance(reading.top, LibraryScreen)
    return reading.top


async def until(reading: Reading, true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    await reading.until(true)


async def search(reading: Reading, words: str = "") -> LibraryScreen:
    """Open the search, type words, wait for what they find."""
    await reading.press("F")
    screen = screen_of(reading)
    await until(reading, lambda: screen.tasks.idle and not screen.asking.under_way)
    await reading.type(words)
    await until(reading, lambda: screen.tasks.idle)
    return screen


def listed(screen: LibraryScreen) -> list[str]:
    """The lines of the list, without its frame."""
    return [line.strip() for line in text_of(screen.hits).splitlines()[1:] if line.strip()]


def position(screen: LibraryScreen) -> str:
    """Where in the list the cursor is, as the footer says it."""
    return screen.query_one(FooterBar).position


def told(screen: LibraryScreen) -> str:
    """What the footer says."""
    return screen.query_one(FooterBar).message


def marked(screen: LibraryScreen) -> set[str]:
    """What is underlined in the list."""
    strips = screen.hits.render_lines(Region(0, 0, *screen.hits.outer_size))
    return {
        segment.text
        for strip in strips
        for segment in strip
        if segment.style is not None and segment.style.underline
    }


class LongKeeper:
    """Finds a hundred thousand cards for every query.

    Attributes:
        asked: The page sizes that were asked for.
        stage: Of the index.
        notice: Of the index.
        error: Raised in place of an answer, if any.
        brake: Pages are given while it is set.
        counting: Whether something is being counted.
        slow_count: Whether counting goes on until it is stopped.
        given_up: How often counting made room for something else.
    """

    TOTAL = 100_000

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.stage = Stage.READY
        self.done = 0
        self.notice: str | None = None
        self.error: BriefingError | None = None
        self.brake = threading.Event()
        self.brake.set()
        self.counting = False
        self.slow_count = False
        self.given_up = 0

    def progress(self) -> Progress:
        return Progress(stage=self.stage, done=self.done, of=1000, notice=self.notice)

    def wait(self, seconds: float | None = None) -> bool:
        return self.stage is Stage.READY

    def refresh(self) -> None:
        """Nothing is published here."""

    def close(self) -> None:
        self.brake.set()

    def count(self, query: Query, most: int = 1000, stopped: Stop = never) -> int:
        self.counting = True
        while self.slow_count:
            if stopped():
                self.counting = False
                self.given_up += 1
                raise Stopped
            time.sleep(0.01)
        self.counting = False
        return most

    def unknown(self, query: Query, text: str) -> QueryError | None:
        return None

    def similar(self, query: Query, stopped: Stop = never) -> Similar | None:
        return None

    def search(
        self,
        query: Query,
        limit: int = 50,
        before: PageEnd | None = None,
        stopped: Stop = never,
    ) -> Results:
        assert self.brake.wait(HANGS)
        if self.error is not None:
            raise self.error
        self.asked.append(limit)
        first = 0 if before is None else before.row
        end = min(self.TOTAL, first + limit)
        rows = tuple(self.row(number) for number in range(first, end))
        more = PageEnd(row=end) if end < self.TOTAL else None
        return Results(rows=rows, more=more, partial=self.stage is not Stage.READY)

    @staticmethod
    def row(number: int) -> CardRow:
        return CardRow(
            briefing_id=f"b{number // 100}",
            briefing_title=f"Briefing {number // 100}",
            revision=1,
            section_id="s",
            section_title="Terms",
            kind="terms",
            card_id=f"c{number}",
            card_title=f"Card {number}",
            day=date(2024, 1, 1),
            text=f"What card {number} says.",
        )

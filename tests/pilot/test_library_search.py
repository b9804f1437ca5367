"""Searching in all briefings: as one types, at any length, with and without an index."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.geometry import Region

from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError, Stopped
from briefing.search.index import keeper as keeper_module
from briefing.search.index.results import Mark, Progress, Results, Row, Stage, Stop, never
from briefing.search.language import Query, QueryError
from briefing.settings.searches import SavedSearch, load_searches, save_search, searches_file
from briefing.tui import library_search
from briefing.tui.layout import Pane
from briefing.tui.library_pages import KEPT, PAGE
from briefing.tui.panes.bars import FooterBar
from briefing.tui.screens.library_search import LibraryScreen
from tests.pilot.harness import Reading, Shelf, Size, text_of
from tests.unit.search.index_shelves import simple_briefing

PATIENCE = 10.0
"""Seconds that a busy machine may take for what takes milliseconds."""

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


@pytest.fixture
def three(shelf: Shelf) -> Shelf:
    """A library of three briefings; the one of two towns is dated between the others."""
    shelf.publish(OLD, NEW)
    return shelf


def screen_of(reading: Reading) -> LibraryScreen:
    """The screen that searches the library."""
    assert isinstance(reading.top, LibraryScreen)
    return reading.top


async def until(reading: Reading, true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await reading.pilot.pause(0.01)


async def search(reading: Reading, words: str = "") -> LibraryScreen:
    """Open the search, type words, wait for what they find."""
    await reading.press("F")
    screen = screen_of(reading)
    await until(reading, lambda: screen.asking.errands.idle and not screen.asking.under_way)
    await reading.type(words)
    await until(reading, lambda: screen.asking.errands.idle)
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


# -- asking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_cards_of_all_briefings_come_as_one_types_the_newest_first(
    three: Shelf, size: Size
) -> None:
    async with three.open(size, address="two-towns") as reading:
        screen = await search(reading, "treaty")
        assert listed(screen) == [
            f"The new treaty{'2 Mar 2025'.rjust(screen.hits.content_size.width - 14)}",
            "Card 0",
            "Section · Another treaty, signed in peace.",
            "Card 1",
            "Section · What was signed is no treaty.",
            f"The old treaty{'1 May 2019'.rjust(screen.hits.content_size.width - 14)}",
            "Card 0",
            "Section · A treaty of peace.",
        ]
        assert marked(screen) == {"treaty"}
        assert position(screen) == "1 of 3"
        assert "Newest first" in text_of(screen.hits)
        await reading.type(" -peace")
        await until(reading, lambda: position(screen) == "1 of 1")
        assert "Section · What was signed is no treaty." in listed(screen)


async def test_without_words_the_newest_cards_of_all_are_listed(
    three: Shelf, briefing: Briefing
) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading)
        assert position(screen) == f"1 of {4 + sum(1 for _ in briefing.cards())}"
        assert listed(screen)[0].startswith("The new treaty")
        assert listed(screen)[5].startswith(briefing.title)


async def test_what_is_wrong_is_told_and_the_list_stays(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "signed stance:")
        before = listed(screen)
        await reading.type("opposed x")
        await until(reading, lambda: screen.asking.errands.idle)
        assert "did you mean “opposes”?" in text_of(screen.query_one("#prompt-fault"))
        (strip,) = screen.query_one("#prompt-entry").render_lines(Region(0, 0, 60, 1))
        underlined = [one.text for one in strip if one.style and one.style.underline]
        assert "".join(underlined) == "stance:opposed"
        assert listed(screen) == before
        await reading.press("enter")
        assert reading.focus == "prompt-entry"


async def test_an_answer_that_comes_late_is_not_shown(
    three: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked = threading.Event(), threading.Event()
    page = library_search.LibrarySearch.page

    def slow(
        self: library_search.LibrarySearch, query: Query, start: Mark | None, stopped: Stop
    ) -> Results:
        found = page(self, query, start, stopped)
        if str(query) == "another":
            asked.set()
            assert held.wait(PATIENCE)
        return found

    monkeypatch.setattr(library_search.LibrarySearch, "page", slow)
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "word")
        before = listed(screen)
        screen.query_one("#prompt-entry").value = "another"  # type: ignore[attr-defined]
        await until(reading, asked.is_set)
        screen.query_one("#prompt-entry").value = "no such"  # type: ignore[attr-defined]
        await reading.pilot.pause()
        shown: list[list[str]] = []
        anew = screen.list_anew

        def note(*, again: bool) -> None:
            anew(again=again)
            shown.append(listed(screen))

        monkeypatch.setattr(screen, "list_anew", note)
        held.set()
        await until(reading, lambda: screen.asking.errands.idle)
        assert before != ["No card is found."]
        assert shown == [["No card is found."]]


async def test_the_card_under_the_cursor_is_shown_beside_where_there_is_room(
    three: Shelf, briefing: Briefing
) -> None:
    async with three.open((120, 40), address="two-towns") as reading:
        screen = await search(reading, "treaty")
        preview = screen.previewing.pane
        await until(reading, lambda: "Another treaty, signed" in text_of(preview))
        await reading.press("down", "G")
        await until(reading, lambda: "A treaty of peace." in text_of(preview))
        await reading.resize((80, 24))
        assert not preview.display
        assert "A treaty of peace." in " ".join(listed(screen))


# -- reading what was found ------------------------------------------------------------------------


async def test_enter_opens_the_card_at_the_match_in_its_briefing(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        await search(reading, "treaty")
        await reading.press("down", "j", "enter")
        assert reading.top is reading.screen
        assert (reading.screen.briefing.id, reading.card) == ("new-treaty", "c1")
        assert reading.reversed_text(Pane.CARD) == ["treaty"]
        assert "2 of 2" in reading.text("footer")
        await reading.press("N")
        assert reading.card == "c0"


async def test_a_card_of_the_open_briefing_is_opened_without_leaving_it(
    three: Shelf, briefing: Briefing
) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        await search(reading, "turbines in:terms")
        await reading.press("enter", "enter")
        assert (reading.screen.briefing.id, reading.card) == ("two-towns", "turbines")
        assert [word.casefold() for word in reading.reversed_text(Pane.CARD)] == ["turbines"]


async def test_escape_goes_back_to_the_words_and_then_to_where_the_reader_was(
    three: Shelf,
) -> None:
    async with three.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("j")
        before = (reading.card, reading.item, reading.focus, reading.text())
        screen = await search(reading, "treaty")
        await reading.press("down", "j", "escape")
        assert reading.focus == "prompt-entry"
        assert screen.hits.cursor_key == "1"
        await reading.press("escape")
        assert (reading.card, reading.item, reading.focus, reading.text()) == before
        again = await search(reading)
        assert position(again) == "1 of 3"
        await reading.press("down", "q")
        assert reading.top is reading.screen


async def test_a_briefing_that_is_gone_is_told(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        await search(reading, "treaty")
        (three.library.folder / "briefings" / "new-treaty.json").unlink()
        await reading.press("enter", "enter")
        assert reading.screen.briefing.id == "two-towns"
        assert "new-treaty" in reading.message


async def test_marks_of_the_reader_count_in_every_briefing(three: Shelf) -> None:
    async with three.open((80, 24), address="new-treaty") as reading:
        await reading.press("b", "J", "m")
        screen = await search(reading, "is:bookmarked")
        assert position(screen) == "1 of 1"
        assert "Section · Another treaty, signed in peace." in listed(screen)
        await reading.press("escape")
        screen = await search(reading, "is:unread briefing:treaty")
        read = reading.read
        assert read
        await until(reading, lambda: position(screen) == f"1 of {4 - len(read)}")


# -- a long list -----------------------------------------------------------------------------------


class LongKeeper:
    """Finds a hundred thousand cards for every query.

    Attributes:
        asked: The page sizes that were asked for.
        stage: Of the index.
        notice: Of the index.
        error: Raised in place of an answer, if any.
        brake: Pages are given while it is set.
        counting: Set once something is being counted.
        slow_count: Whether counting goes on for ever.
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
        self.counting = threading.Event()
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
        self.counting.set()
        while self.slow_count:
            if stopped():
                self.given_up += 1
                raise Stopped
            time.sleep(0.01)
        return most

    def unknown(self, query: Query, text: str) -> QueryError | None:
        return None

    def search(
        self,
        query: Query,
        limit: int = 50,
        before: Mark | None = None,
        stopped: Stop = never,
    ) -> Results:
        assert self.brake.wait(PATIENCE)
        if self.error is not None:
            raise self.error
        self.asked.append(limit)
        first = 0 if before is None else before.row
        end = min(self.TOTAL, first + limit)
        rows = tuple(self.row(number) for number in range(first, end))
        more = Mark(row=end) if end < self.TOTAL else None
        return Results(rows=rows, more=more, partial=self.stage is not Stage.READY)

    @staticmethod
    def row(number: int) -> Row:
        return Row(
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


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> LongKeeper:
    """The library is taken for one with a hundred thousand cards."""
    keeper = LongKeeper()
    monkeypatch.setattr(library_search, "open_index", lambda *_, **__: keeper)
    return keeper


async def test_of_a_hundred_thousand_cards_only_those_around_the_cursor_are_fetched(
    shelf: Shelf, long: LongKeeper
) -> None:
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading)
        assert long.asked == [PAGE]
        await until(reading, lambda: position(screen) == "1 of 1,000+")
        await reading.press("enter")
        for _ in range(3 * PAGE):
            await reading.press("j")
            await until(reading, lambda: screen.asking.errands.idle)
        assert position(screen).startswith(f"{3 * PAGE + 1} of ")
        assert any(line == f"Card {3 * PAGE}" for line in listed(screen))
        assert long.asked == [PAGE] * 4
        for _ in range(30):
            await reading.press("pagedown")
            await until(reading, lambda: screen.asking.errands.idle)
        number = int(screen.hits.cursor_key or 0)
        assert number > 6 * PAGE
        assert len(long.asked) <= number // PAGE + 2
        assert len(screen.hits.keys) <= KEPT * PAGE
        for _ in range(30):
            await reading.press("pageup")
            await until(reading, lambda: screen.asking.errands.idle)
        assert int(screen.hits.cursor_key or 0) == 3 * PAGE
        assert f"Card {3 * PAGE}" in listed(screen)


async def test_the_cursor_stays_where_it_is_seen_when_other_cards_are_fetched(
    shelf: Shelf, long: LongKeeper
) -> None:
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading)
        await reading.press("enter")
        for _ in range(KEPT * PAGE):
            before = listed(screen)
            await reading.press("j")
            await until(reading, lambda: screen.asking.errands.idle)
            after = listed(screen)
            # A step scrolls by a card at most, a heading before it included.
            assert any(after[: len(before) - s] == before[s:] for s in range(4))


async def test_the_last_card_is_gone_to_page_by_page_and_the_first_one_again(
    shelf: Shelf, long: LongKeeper
) -> None:
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading)
        await reading.press("enter", "G")
        await until(reading, lambda: position(screen) == "100,000 of 100,000")
        assert listed(screen)[-1] == "Terms · What card 99999 says."
        assert set(long.asked) == {PAGE}
        assert len(screen.hits.keys) <= KEPT * PAGE
        await reading.press("g")
        await until(reading, lambda: position(screen).startswith("1 of"))
        assert listed(screen)[1] == "Card 0"


async def test_any_key_stops_the_way_to_the_last_card(shelf: Shelf, long: LongKeeper) -> None:
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading)
        await reading.press("enter")
        long.brake.clear()
        await reading.press("G")
        assert "any key stops" in told(screen)
        await reading.press("j")
        long.brake.set()
        # How many there are is counted later, when the reader has stopped typing.
        await until(reading, lambda: position(screen).startswith("2 of"))
        assert len(long.asked) < 10


async def test_counting_makes_room_for_words_and_pages_and_is_done_again(
    shelf: Shelf, long: LongKeeper
) -> None:
    long.slow_count = True
    async with shelf.open((80, 24)) as reading:
        await reading.press("F")
        screen = screen_of(reading)
        await until(reading, long.counting.is_set)
        await reading.type("peace")
        await until(reading, lambda: screen.asking.words == "peace")
        assert long.given_up
        long.counting.clear()
        await until(reading, long.counting.is_set)
        given_up = long.given_up
        await reading.press("enter", *["pagedown"] * 8)
        await until(reading, lambda: len(long.asked) > 3)
        assert long.given_up > given_up
        assert "of" not in position(screen)
        long.slow_count = False
        await until(reading, lambda: "of 1,000+" in position(screen))


# -- the index -------------------------------------------------------------------------------------


async def test_what_is_partial_is_said_and_made_good(shelf: Shelf, long: LongKeeper) -> None:
    long.stage, long.done = Stage.BUILDING, 0
    async with shelf.open((80, 24)) as reading:
        await reading.press("F")
        screen = screen_of(reading)
        await until(reading, lambda: "partial: 0 % of 1,000 briefings" in text_of(screen.hits))
        await reading.press("enter", "j", "j")
        long.done = 615
        await until(reading, lambda: "partial: 61 % of 1,000 briefings" in text_of(screen.hits))
        asked = len(long.asked)
        await asyncio.sleep(0.7)
        assert len(long.asked) == asked
        long.stage = Stage.READY
        await until(reading, lambda: "partial" not in text_of(screen.hits))
        assert screen.hits.cursor_key == "2"


async def test_what_happened_to_the_index_and_to_the_library_is_told(
    shelf: Shelf, long: LongKeeper
) -> None:
    long.notice = "The index was damaged [/x]."
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading)
        assert "The index was damaged [/x]." in listed(screen)
        assert "Card 0" in listed(screen)
        long.error = BriefingError("The library cannot be read.")
        await reading.type("x")
        await until(reading, lambda: "The library cannot be read." in told(screen))
        assert "Card 0" in listed(screen)
        long.error = None
        await reading.type("y")
        await until(reading, lambda: told(screen) == "")


async def test_without_full_text_search_the_library_is_read(
    three: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "has_full_text_search", lambda: False)
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "peace")
        assert position(screen) == "1 of 2"
        assert "No index" in text_of(screen.hits)
        assert "no full-text search" in " ".join(listed(screen))


async def test_a_library_of_one_briefing_is_searched_as_well(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading, "gauge")
        assert listed(screen)[0].startswith("Lakeside and Hilltop")


# -- saved searches --------------------------------------------------------------------------------


async def test_a_search_is_saved_listed_with_its_count_run_and_deleted(three: Shelf) -> None:
    file = searches_file(three.places)
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "treaty")
        await reading.press("enter", "S")
        assert "Save as:" in text_of(screen.query_one("#prompt-label"))
        await reading.type("all treaties")
        await reading.press("enter")
        assert "Saved as “all treaties”" in told(screen)
        assert load_searches(file) == ((SavedSearch("all treaties", "treaty"),), ())
        await reading.press("s")
        await until(reading, lambda: listed(screen)[1].endswith("3"))
        assert listed(screen)[0] == "Saved searches"
        assert listed(screen)[1].split() == ["all", "treaties", "treaty", "3"]
        assert reading.focus == "hits"
        await reading.press("enter")
        await until(reading, lambda: position(screen) == "1 of 3")
        await reading.press("s")
        await until(reading, lambda: "Saved searches" in listed(screen))
        await reading.press("D", "escape")
        assert load_searches(file)[0]
        await reading.press("D")
        assert "Delete “all treaties”?" in told(screen)
        await reading.press("y")
        assert load_searches(file) == ((), ())
        assert "Saved searches" not in listed(screen)
        await reading.press("y")
        assert told(screen) == ""


async def test_beside_a_saved_search_stand_its_words_and_the_first_cards_it_finds(
    three: Shelf,
) -> None:
    for search_of in (SavedSearch("all treaties", "treaty"), SavedSearch("odd", "stance:opposed")):
        save_search(searches_file(three.places), search_of)
    async with three.open((120, 40), address="two-towns") as reading:
        screen = await search(reading)
        pane = screen.previewing.pane
        await until(reading, lambda: "treaty" in text_of(pane))
        shown = [line.strip() for line in text_of(pane).splitlines() if line.strip()]
        assert "Saved search" in shown[0]
        assert shown[1:3] == ["all treaties", "treaty"]
        assert shown[3].startswith("The new treaty")
        await reading.press("enter", "j")
        await until(reading, lambda: "“opposes”" in text_of(pane))
        await reading.press("D", "y", "k", "D", "y")
        await until(reading, lambda: "Saved search" not in text_of(pane))


async def test_bad_lines_and_queries_of_the_file_are_told(three: Shelf) -> None:
    file = searches_file(three.places)
    save_search(file, SavedSearch("mine", "stance:opposed"))
    with file.open("a") as lines:
        lines.write("odd\n")
    async with three.open((120, 40), address="two-towns") as reading:
        screen = await search(reading)
        await until(reading, lambda: "to be mended" in " ".join(listed(screen)))
        assert f"{file}:2" in "".join(listed(screen)).replace(" ", "")
        await reading.press("enter", "enter")
        await until(reading, lambda: screen.asking.fault is not None)
        assert "opposes" in text_of(screen.query_one("#prompt-fault"))


async def test_nothing_is_saved_where_nothing_is_asked_or_it_cannot_be_written(
    three: Shelf, tmp_path: Path
) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading)
        await reading.press("enter", "S")
        assert "Nothing is asked for" in told(screen)
        await reading.press("slash")
        await reading.type("peace")
        searches_file(three.places).mkdir()
        await reading.press("enter", "S", "a", "enter")
        assert "cannot be read" in told(screen)
        await reading.press("S", "a", "escape")
        assert (reading.focus, screen.search.words) == ("hits", "peace")


@pytest.mark.parametrize("size", [(120, 40), (40, 10), (10, 5), (1, 1)], ids=str)
async def test_no_size_brings_it_down(three: Shelf, size: Size) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        await search(reading, "treaty")
        await reading.press("down")
        await reading.resize(size)
        await reading.press("j", "space", "G", "g", "escape", "escape")
        assert reading.top is reading.screen

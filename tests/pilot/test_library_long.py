"""Searching in all briefings: lists of any length, with and without an index."""

from __future__ import annotations

import asyncio

import pytest

from briefing.model.errors import BriefingError
from briefing.search.index import keeper as keeper_module
from briefing.search.index.results import Stage
from briefing.tui import library_pages
from briefing.tui.library_pages import KEPT, PAGE
from briefing.tui.screens import library_search as library_screen
from tests.pilot.harness import Shelf, text_of
from tests.pilot.library_screens import (
    LongKeeper,
    listed,
    position,
    screen_of,
    search,
    told,
    until,
)
from tests.thorough import often

FEW = often(12, PAGE)
"""Cards on a page where keys lead over some: fewer than there are, so that fewer keys do."""


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages have few cards."""
    for module in (library_pages, library_screen):
        monkeypatch.setattr(module, "PAGE", FEW)
    monkeypatch.setattr(library_pages, "_NEAR", FEW // 2)


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> LongKeeper:
    """The library is taken for one with a hundred thousand cards."""
    keeper = LongKeeper()
    monkeypatch.setattr(library_pages, "open_index", lambda *_, **__: keeper)
    return keeper


# -- a long list -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("few")
async def test_of_a_hundred_thousand_cards_only_those_around_the_cursor_are_fetched(
    shelf: Shelf, long: LongKeeper
) -> None:
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading)
        assert long.asked == [FEW]
        await until(reading, lambda: position(screen) == "1 of 1,000+")
        await reading.press("enter")
        for _ in range(3 * FEW):
            await reading.press("j")
            await until(reading, lambda: screen.tasks.idle)
        assert position(screen).startswith(f"{3 * FEW + 1} of ")
        assert any(line == f"Card {3 * FEW}" for line in listed(screen))
        assert long.asked == [FEW] * 4
        for _ in range(15):
            await reading.press("pagedown")
            await until(reading, lambda: screen.tasks.idle)
        number = int(screen.hits.cursor_key or 0)
        assert number > 6 * FEW
        assert len(long.asked) <= number // FEW + 2
        assert len(screen.hits.keys) <= KEPT * FEW
        for _ in range(15):
            await reading.press("pageup")
            await until(reading, lambda: screen.tasks.idle)
        assert int(screen.hits.cursor_key or 0) == 3 * FEW
        assert f"Card {3 * FEW}" in listed(screen)


@pytest.mark.usefixtures("few")
async def test_the_cursor_stays_where_it_is_seen_when_other_cards_are_fetched(
    shelf: Shelf, long: LongKeeper
) -> None:
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading)
        await reading.press("enter")
        for _ in range(KEPT * FEW):
            before = listed(screen)
            await reading.press("j")
            await until(reading, lambda: screen.tasks.idle)
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
        await until(reading, lambda: long.counting)
        await reading.type("peace")
        await until(reading, lambda: screen.asking.words == "peace")
        assert long.given_up
        await until(reading, lambda: long.counting)
        given_up = long.given_up
        await reading.press("enter", *["pagedown"] * 8)
        await until(reading, lambda: len(long.asked) > 3)
        assert long.given_up > given_up
        assert "of" not in position(screen)
        long.slow_count = False
        await until(reading, lambda: "of 1,000+" in position(screen))


async def test_who_leaves_does_not_wait_for_a_count(shelf: Shelf, long: LongKeeper) -> None:
    long.slow_count = True
    async with shelf.open((80, 24)) as reading:
        await reading.press("F")
        await until(reading, lambda: long.counting)
    while long.counting:
        await asyncio.sleep(0.01)
    assert long.given_up == 1


async def test_who_leaves_does_not_wait_for_the_last_card(shelf: Shelf, long: LongKeeper) -> None:
    async with shelf.open((80, 24)) as reading:
        await search(reading)
        await reading.press("enter")
        long.brake.clear()
        await reading.press("G")
    asked = len(long.asked)
    long.brake.set()
    await asyncio.get_running_loop().shutdown_default_executor()
    assert len(long.asked) <= asked + 1


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

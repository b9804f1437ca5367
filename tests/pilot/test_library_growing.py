"""Searching in all briefings while their index is made: nothing stays that is no longer so."""

from __future__ import annotations

from functools import partial

import msgspec
import pytest
from textual.widgets import Input

from briefing.search.index.results import PageEnd, Results, Stage, Stop, never
from briefing.search.language import read_words
from briefing.search.query import Query, QueryError
from briefing.tui import library_pages
from briefing.tui.screens.library_search import LibraryScreen
from tests.pilot.harness import Reading, Shelf, text_of
from tests.pilot.library_screens import (
    LongKeeper,
    listed,
    position,
    screen_of,
    search,
    until,
)
from tests.waiting import HANGS


class GrowingKeeper(LongKeeper):
    """Finds as many cards for each query as it is told to.

    Attributes:
        finds: How many, by the words of the query.
        unknown_words: Words that name somebody whom nobody knows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.finds: dict[str, int] = {}
        self.unknown_words = ""

    def count(self, query: Query, most: int = 1000, stopped: Stop = never) -> int:
        return min(most, self.found_by(query)[1])

    def found_by(self, query: Query) -> tuple[str, int]:
        """The words of a query, and how many cards they find."""
        known = (pair for pair in self.finds.items() if read_words(pair[0]) == query)
        return next(known, ("", 0))

    def unknown(self, query: Query, text: str) -> QueryError | None:
        known = text != self.unknown_words or self.stage is not Stage.READY
        return None if known else QueryError(0, len(text), "Nobody knows it.")

    def search(
        self,
        query: Query,
        limit: int = 50,
        before: PageEnd | None = None,
        stopped: Stop = never,
    ) -> Results:
        assert self.brake.wait(HANGS)
        words, total = self.found_by(query)
        first = 0 if before is None else before.row
        end = min(total, first + limit)
        rows = (self.row(number) for number in range(first, end))
        return Results(
            rows=tuple(msgspec.structs.replace(row, card_title=words) for row in rows),
            more=PageEnd(row=end) if end < total else None,
            partial=self.stage is not Stage.READY,
        )


@pytest.fixture
def growing(monkeypatch: pytest.MonkeyPatch) -> GrowingKeeper:
    """The index is taken for one that is being made."""
    keeper = GrowingKeeper()
    keeper.stage = Stage.BUILDING
    monkeypatch.setattr(library_pages, "open_index", lambda *_, **__: keeper)
    return keeper


async def ask(reading: Reading, words: str) -> LibraryScreen:
    """Open the search while the index is being made, type words, wait for what they find."""
    await reading.press("F")
    screen = screen_of(reading)
    await reading.type(words)
    await until(reading, lambda: screen.asking.words == words)
    return screen


def says(screen: LibraryScreen, words: str) -> bool:
    """Whether some words stand in the list or in its title."""
    return words in text_of(screen.hits)


async def test_words_that_find_nothing_yet_are_asked_for_again_once_there_is_more(
    shelf: Shelf, growing: GrowingKeeper
) -> None:
    growing.finds = {"the prisoners": 2}
    async with shelf.open((80, 24)) as reading:
        screen = await ask(reading, "the prisoners")
        assert position(screen) == "1 of 2 so far"
        await reading.type(" t")
        await until(reading, lambda: listed(screen) == ["No card is found so far."])
        growing.finds["the prisoners t"] = 1
        growing.stage = Stage.READY
        await until(reading, lambda: position(screen) == "1 of 1")
        assert "the prisoners t" in listed(screen)


async def test_words_whose_answer_takes_long_are_answered_although_the_index_grows(
    shelf: Shelf, growing: GrowingKeeper
) -> None:
    growing.finds = {"prisoners": 1, "prisoners peace": 2}
    async with shelf.open((80, 24)) as reading:
        screen = await ask(reading, "prisoners")
        growing.brake.clear()
        screen.query_one(Input).value = "prisoners peace"
        for done in (100, 200):
            growing.done = done
            await until(reading, partial(says, screen, f"{done // 10} %"))
        growing.brake.set()
        await until(reading, lambda: position(screen) == "1 of 2 so far")
        assert "prisoners peace" in listed(screen)
        growing.finds["prisoners peace"] = 3
        growing.stage = Stage.READY
        await until(reading, lambda: position(screen) == "1 of 3")


async def test_enter_before_anything_is_listed_opens_the_first_card_once_there_is_one(
    shelf: Shelf, growing: GrowingKeeper
) -> None:
    growing.finds = {"": 0, "prisoners": 2}
    growing.stage = Stage.READY
    async with shelf.open((80, 24)) as reading:
        screen = await ask(reading, "")
        growing.brake.clear()
        screen.query_one(Input).value = "prisoners"
        await reading.press("enter", "enter")
        assert reading.top is screen
        growing.brake.set()
        await until(reading, lambda: reading.top is reading.screen)


async def test_how_many_cards_are_found_is_counted_while_the_index_grows(
    shelf: Shelf, growing: GrowingKeeper
) -> None:
    growing.finds = {"peace": 89}
    async with shelf.open((80, 24)) as reading:
        screen = await ask(reading, "peace")
        await until(reading, lambda: position(screen) == "1 of 89 so far")
        growing.finds, growing.done = {"peace": 720}, 700
        await until(reading, lambda: position(screen) == "1 of 720 so far")
        growing.stage = Stage.READY
        await until(reading, lambda: position(screen) == "1 of 720")


async def test_nothing_is_found_so_far_until_the_index_is_complete(
    shelf: Shelf, growing: GrowingKeeper
) -> None:
    async with shelf.open((80, 24)) as reading:
        screen = await ask(reading, "peace")
        assert listed(screen) == ["No card is found so far."]
        growing.stage = Stage.READY
        await until(reading, lambda: listed(screen) == ["No card is found."])


async def test_a_name_that_turns_out_to_be_unknown_is_told_once_the_index_is_complete(
    shelf: Shelf, growing: GrowingKeeper
) -> None:
    growing.unknown_words = "by:zzz"
    async with shelf.open((80, 24)) as reading:
        screen = await ask(reading, "by:zzz")
        assert "so far" in listed(screen)[0]
        growing.stage = Stage.READY
        await until(reading, lambda: screen.asking.fault is not None)
        await until(reading, lambda: listed(screen) == ["No card is found."])
        fault = screen.query_one("#prompt-fault")
        await until(reading, lambda: "Nobody knows it." in text_of(fault))


async def test_what_may_become_a_field_is_taken_for_words_once_nobody_types(
    shelf: Shelf, growing: GrowingKeeper
) -> None:
    growing.stage = Stage.READY
    growing.finds = {"prisoners": 2}
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading, "prisoners t")
        assert position(screen) == "1 of 2"
        await reading.press("enter")
        await until(reading, lambda: listed(screen) == ["No card is found."])


async def test_pages_of_an_older_question_are_not_mixed_with_a_newer_answer(
    shelf: Shelf, growing: GrowingKeeper
) -> None:
    growing.stage = Stage.READY
    growing.finds = {"prisoners": 200, "prisoners peace": 3}
    async with shelf.open((80, 24)) as reading:
        screen = await search(reading, "prisoners")
        growing.brake.clear()
        screen.query_one(Input).value = "prisoners peace"
        await reading.press("enter", *["pagedown"] * 5)
        growing.brake.set()
        await until(reading, lambda: position(screen) == "1 of 3")
        await until(reading, lambda: screen.tasks.idle)
        assert {row.card_title for row in screen.asking.pages.rows} == {"prisoners peace"}

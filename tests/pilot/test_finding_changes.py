"""Searching for what has changed since the reader read a briefing, on the screen."""

from __future__ import annotations

import pytest

from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf
from tests.pilot.library_screens import search
from tests.revising import second


async def come_back(shelf: Shelf) -> None:
    """Read the two towns, which then are published anew."""
    async with shelf.open(address="two-towns/terms/share") as reading:
        await reading.press("q")
    shelf.publish(second())


async def close_sheet(reading: Reading) -> None:
    """Close what tells of the changes when somebody comes back."""
    assert reading.sheet is not None
    await reading.press("escape")


def visible(reading: Reading) -> set[str]:
    return set(reading.screen.state.route.visible or ())


async def narrow(reading: Reading, words: str) -> set[str]:
    await reading.press("backslash")
    await reading.type(words)
    found = visible(reading)
    await reading.press("escape")
    return found


async def test_what_has_changed_is_found_until_it_is_read_and_since_then_still(
    shelf: Shelf,
) -> None:
    await come_back(shelf)
    async with shelf.open((120, 40)) as reading:
        await close_sheet(reading)
        since = reading.screen.state.since
        assert since is not None
        changed = set(since.comparison.cards)
        assert "share" in reading.read, "all of the open card is on the screen"
        assert await narrow(reading, "since:last") == changed
        assert await narrow(reading, "is:changed") == changed - {"share"}
        assert await narrow(reading, "since:1") == changed
        assert await narrow(reading, "since:2 or in:terms is:changed") == {"duration"}
        await reading.press("slash")
        await reading.type("is:changed")
        question = reading.screen.state.question
        assert question is not None
        assert question.count == f"{len(changed) - 1} matches"
        await reading.press("enter")
        assert reading.card in changed


async def test_a_revision_that_there_is_not_keeps_the_list_and_says_so(shelf: Shelf) -> None:
    await come_back(shelf)
    async with shelf.open((80, 24)) as reading:
        await close_sheet(reading)
        await reading.press("backslash")
        await reading.type("since:1")
        before = visible(reading)
        assert before
        await reading.type("2 ")
        assert visible(reading) == before
        assert "“two-towns” has no revision 12; it has 1, 2." in " ".join(reading.text().split())


async def test_a_first_visit_has_nothing_to_look_back_to(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        await reading.press("slash")
        await reading.type("since:last or is:changed")
        assert reading.screen.state.results.matches == ()


@pytest.mark.parametrize("asked", ["is:changed", "since:last"])
async def test_all_briefings_are_searched_by_the_same_marks(shelf: Shelf, asked: str) -> None:
    await come_back(shelf)
    async with shelf.open((120, 40)) as reading:
        await close_sheet(reading)
        since = reading.screen.state.since
        assert since is not None
        expected = set(since.comparison.cards) - ({"share"} if asked == "is:changed" else set())
        screen = await search(reading, f"{asked} briefing:two-towns")
        assert {row.card_id for row in screen.asking.pages.rows} == expected
        await reading.press("enter", "enter")
        assert reading.card in expected
        assert reading.focus == Pane.CARD

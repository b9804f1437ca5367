"""Back and forward over leaps, whatever they were, and also to other briefings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.tui.reader.layout import Pane
from tests.articles import anchored
from tests.pilot.harness import Reading, Shelf
from tests.pilot.library_screens import search, until
from tests.pilot.test_health import take_stock
from tests.pilot.test_program import chosen_in_palette
from tests.samples import TEXTS

Where = tuple[str, str, str | None]
Way = Callable[[Reading], Awaitable[None]]


def where(reading: Reading) -> Where:
    return reading.screen.briefing.id, reading.card, reading.item


async def by_figure(reading: Reading) -> None:
    await reading.press("f", "j", "enter")


async def by_dispute(reading: Reading) -> None:
    await reading.press("d")


async def by_palette(reading: Reading) -> None:
    await chosen_in_palette(reading, "Three turbines")


async def by_search(reading: Reading) -> None:
    await reading.press("/")
    await reading.type("anglers")
    await reading.press("enter", "n", "n")


async def by_source(reading: Reading) -> None:
    await reading.press("s", "c", "j", "j", "j", "j", "enter")


async def by_health(reading: Reading) -> None:
    await take_stock(reading)
    await reading.press("j", "j", "enter", "j", "enter")


WAYS: dict[str, Way] = {
    "figure": by_figure,
    "dispute": by_dispute,
    "palette": by_palette,
    "search": by_search,
    "source": by_source,
    "health": by_health,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
async def test_each_leap_is_gone_back_over_and_forward_again(
    tmp_path: Path, briefing: Briefing, way: Way
) -> None:
    shelf = Shelf(tmp_path)
    shelf.publish(anchored(briefing, TEXTS))
    async with shelf.open((120, 40), address="two-towns/terms/share", corpus=TEXTS) as reading:
        start = where(reading)
        await way(reading)
        there = where(reading)
        assert there != start
        await reading.press("z")
        assert where(reading) == start
        assert reading.message.startswith("Back at “Hilltop gets two thirds")
        assert reading.message.endswith("; Z goes forward.")
        await reading.press("z")
        assert reading.message == "Nothing to go back to."
        await reading.press("Z")
        assert where(reading) == there
        assert reading.message.endswith("; z goes back.")
        await reading.press("Z")
        assert reading.message == "Nothing to go forward to."
        reading.assert_in_order()


async def test_ordinary_steps_are_no_leaps(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/terms/share") as reading:
        await reading.press("l", "h", "j", "J", "K", "5", "space", ">", "u", "a", "e", "z")
        assert reading.message == "Nothing to go back to."


async def test_a_leap_after_going_back_begins_anew(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/terms/share") as reading:
        await by_palette(reading)
        await reading.press("z")
        await chosen_in_palette(reading, "The anglers")
        await reading.press("Z")
        assert reading.message == "Nothing to go forward to."
        await reading.press("z")
        assert reading.card == "share"


@pytest.fixture
def two(shelf: Shelf, briefing: Briefing) -> Shelf:
    sections = briefing.sections[:4]
    shelf.publish(replace(briefing, id="three-towns", title="Three quarrel", sections=sections))
    return shelf


async def test_leaps_lead_back_to_other_briefings(two: Shelf) -> None:
    async with two.open((120, 40), address="two-towns/reactions/anglers") as reading:
        await reading.press("o", "g", "enter")
        assert reading.screen.briefing.id == "three-towns"
        await by_palette(reading)
        await reading.press("z", "z")
        assert where(reading)[:2] == ("two-towns", "anglers")
        await reading.press("Z", "Z")
        assert where(reading)[:2] == ("three-towns", "turbines")


async def test_what_is_found_in_all_briefings_is_one_leap(two: Shelf) -> None:
    async with two.open((120, 40), address="two-towns/reactions/anglers") as reading:
        screen = await search(reading, "briefing:three-towns turbines")
        await until(reading, lambda: screen.tasks.idle)
        await reading.press("enter", "enter")
        await reading.until(lambda: reading.top is reading.screen)
        there = where(reading)
        assert there[0] == "three-towns"
        await reading.press("z")
        assert where(reading)[:2] == ("two-towns", "anglers")
        await reading.press("Z")
        assert where(reading)[:2] == there[:2]


async def test_a_list_is_gone_back_to_as_a_list(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns", version="short") as reading:
        await reading.press("5")
        assert reading.screen.state.list_alone
        await by_palette(reading)
        await reading.press("z")
        assert reading.screen.state.list_alone
        assert reading.message == "Back at “Who says what”; Z goes forward."


async def test_a_place_that_is_gone_says_so_and_is_left_out(two: Shelf, briefing: Briefing) -> None:
    async with two.open((120, 40), address="two-towns/terms/share") as reading:
        await by_palette(reading)
        terms = replace(briefing.sections[2], cards=briefing.sections[2].cards[1:])
        sections = (*briefing.sections[:2], terms, *briefing.sections[3:])
        two.publish(replace(briefing, sections=sections))
        await reading.press("R", "escape", "z")
        assert reading.message == "This card is no longer in its briefing."
        assert reading.card == "turbines"
        await reading.press("z")
        assert reading.message == "Nothing to go back to."


async def test_a_briefing_that_is_gone_says_so_and_is_left_out(two: Shelf) -> None:
    async with two.open((120, 40), address="two-towns/terms/share") as reading:
        await reading.press("o", "g", "enter")
        (two.folder / "library" / "briefings" / "two-towns.json").unlink()
        await reading.press("z")
        assert reading.message.startswith("There is no briefing “two-towns”")
        assert reading.screen.briefing.id == "three-towns"
        await reading.press("z")
        assert reading.message == "Nothing to go back to."


async def test_a_place_goes_along_with_a_card_that_is_renamed(
    two: Shelf, briefing: Briefing
) -> None:
    async with two.open((120, 40), address="two-towns/terms/share") as reading:
        await by_palette(reading)
        share, *rest = briefing.sections[2].cards
        renamed = replace(briefing.sections[2], cards=(replace(share, id="water"), *rest))
        sections = (*briefing.sections[:2], renamed, *briefing.sections[3:])
        two.publish(replace(briefing, sections=sections))
        await reading.press("R", "escape", "z")
        assert reading.card == "water"


async def test_in_another_briefing_a_card_that_is_gone_leaves_the_reader_there(
    two: Shelf, briefing: Briefing
) -> None:
    async with two.open((120, 40), address="two-towns/reactions/anglers") as reading:
        await reading.press("o", "g", "enter")
        two.publish(replace(briefing, sections=briefing.sections[:3]))
        await reading.press("z")
        assert reading.message == "This card is no longer in its briefing."
        assert reading.screen.briefing.id == "two-towns"
        await reading.press("escape", "Z")
        assert reading.screen.briefing.id == "three-towns"
        assert Pane.CARD in reading.visible


async def test_the_choice_at_the_start_is_no_leap(two: Shelf) -> None:
    async with two.open((120, 40)) as reading:
        assert reading.sheet is not None
        other = "two-towns" if reading.screen.briefing.id == "three-towns" else "three-towns"
        await reading.press(*(["G"] if other == "two-towns" else ["g"]), "enter")
        assert reading.screen.briefing.id == other
        await reading.press("z")
        assert reading.message == "Nothing to go back to."

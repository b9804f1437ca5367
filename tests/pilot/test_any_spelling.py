"""Names as people spell them: what is found instead is marked as such."""

from __future__ import annotations

import pytest

from briefing.model.briefing import Briefing
from briefing.search.finder import Finder
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, text_of
from tests.pilot.library_screens import listed, search, until
from tests.samples import joint_statement


@pytest.fixture(scope="module")
def statement() -> Briefing:
    return joint_statement()


@pytest.fixture
def bundled(shelf: Shelf, statement: Briefing) -> Shelf:
    shelf.publish(statement)
    return shelf


def count_said(reading: Reading) -> str:
    return reading.text("prompt-count").strip()


async def test_words_in_another_script_find_what_is_similar(
    bundled: Shelf, statement: Briefing
) -> None:
    matches = Finder(statement).matches("aliyev")
    async with bundled.open((80, 24), address=statement.id) as reading:
        await reading.press("/")
        await reading.type("Алие")
        assert count_said(reading) == "0 matches"
        await reading.type("в")
        assert count_said(reading) == f"{len(matches)} similar to Aliyev"
        await reading.press("enter")
        assert (reading.card, reading.focus) == (matches[0].hit.card_id, Pane.CARD)
        assert f"match 1 of {len(matches)}: similar to Aliyev" in reading.text("footer")
        await reading.press("n")
        assert reading.card == matches[1].hit.card_id
        assert ": similar to Aliyev" in reading.text("footer")


async def test_what_is_found_as_typed_is_not_called_similar(
    bundled: Shelf, statement: Briefing
) -> None:
    number = Finder(statement).count("turkey")
    async with bundled.open((80, 24), address=statement.id) as reading:
        await reading.press("/")
        await reading.type("Турция")
        assert count_said(reading) == f"{number} matches"
        await reading.type("s")
        assert count_said(reading) == "0 matches"


async def test_the_list_is_narrowed_to_what_is_similar(bundled: Shelf, statement: Briefing) -> None:
    cards = Finder(statement).cards("sahakyan")
    async with bundled.open((80, 24), address=statement.id) as reading:
        await reading.press("\\")
        await reading.type("Սահակյան")
        assert count_said(reading) == f"{len(cards)} similar to Sahakyan"
        await reading.press("enter")
        assert reading.card in cards
        assert "narrowed to: similar to Sahakyan" in reading.text("footer")
        await reading.press("\\")
        await reading.type("x")
        await reading.press("escape")
        assert "narrowed to: similar to Sahakyan" in reading.text("footer")
        await reading.press("escape")
        assert "similar" not in reading.text("footer")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_a_search_of_all_lists_what_is_similar_under_that_head(
    bundled: Shelf, statement: Briefing, size: tuple[int, int]
) -> None:
    cards = Finder(statement).cards("zakharova")
    async with bundled.open(size, address="two-towns") as reading:
        screen = await search(reading, "Zakharowa")
        assert str(screen.hits.border_title) == "Similar to Zakharova · Newest first"
        assert {row.card_id for row in screen.asking.pages.rows} == cards
        assert any("Zakharova" in line for line in listed(screen))
        if screen.preview.display:
            await until(reading, lambda: "Zakharova" in text_of(screen.preview))
        await reading.press("enter", "enter")
        assert reading.card in cards
        assert "match 1 of 6: similar to Zakharova" in reading.text("footer")
        screen = await search(reading)
        await reading.press("ctrl+u")
        await reading.type("Türkiye")
        await until(reading, lambda: screen.tasks.idle)
        assert str(screen.hits.border_title) == "Newest first"
        assert {row.card_id for row in screen.asking.pages.rows} == Finder(statement).cards(
            "turkey"
        )

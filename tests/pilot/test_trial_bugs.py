"""What readers who tried the program stumbled over stays mended."""

from __future__ import annotations

import pytest

from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Shelf, words_of


@pytest.mark.parametrize("width", [40, 60, 62, 80])
async def test_at_no_width_a_reaction_lacks_its_stance(shelf: Shelf, width: int) -> None:
    async with shelf.open((width, 60)) as reading:
        await reading.press("5")
        rows = {item.key: item.lines for item in reading.pane(Pane.CARDS).items(width - 2)}
        assert rows["anglers"][0].plain.split()[1] == "▼"
        assert rows["lakeside-council"][0].plain.split()[1] == "▲"
        text = reading.text(Pane.CARDS)
        assert {"welcomes", "oppose"} <= words_of(text)


async def test_a_digit_leads_from_the_list_of_sections_into_the_section(shelf: Shelf) -> None:
    async with shelf.open((40, 20)) as reading:
        await reading.press("h")
        assert reading.visible == {Pane.SECTIONS}
        await reading.press("5")
        assert reading.visible == {Pane.CARDS}
        assert (reading.section, reading.focus) == ("reactions", Pane.CARDS)
    async with shelf.open((120, 40)) as reading:
        await reading.press("f", "3", "j")
        assert (reading.focus, reading.card) == (Pane.CARDS, "duration")


async def test_going_to_the_figures_and_back_leaves_no_trace(shelf: Shelf) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press("1", "f", "f", "7")
        visible = reading.visible
    async with shelf.open((120, 40)) as reading:
        await reading.press("7")
        assert reading.visible == visible


@pytest.mark.parametrize("width", [80, 120, 200])
async def test_no_date_of_the_timeline_is_cut(shelf: Shelf, width: int) -> None:
    async with shelf.open((width, 60)) as reading:
        await reading.press("9")
        text = reading.text(Pane.CARD)
        assert "…" not in text
        assert {"2020", "Mar", "Sep–", "Nov", "May", "Jun"} <= set(text.split())

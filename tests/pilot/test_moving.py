"""Every key that moves, in every pane; the mouse does as the keys."""

from __future__ import annotations

import random

import pytest

from briefing.model.briefing import Briefing
from briefing.tui.commands import COMMANDS
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Shelf, Size
from tests.thorough import spread

SIZES = [(120, 40), (40, 24), (10, 5)]
KEYS_PRESSED = 30


async def test_it_opens_at_the_bottom_line_with_the_keys_in_a_pane(
    shelf: Shelf, briefing: Briefing
) -> None:
    async with shelf.open((80, 24)) as reading:
        assert reading.card == briefing.sections[0].cards[0].id
        assert reading.visible == {Pane.CARD}
        assert briefing.title in reading.text("header")
        assert "66.6" in reading.text(Pane.CARD)
        reading.assert_in_order()


async def test_the_figures_have_a_cursor_before_they_have_the_keys(shelf: Shelf) -> None:
    async with shelf.open((120, 40)) as reading:
        assert reading.pane(Pane.FIGURES).cursor_key == "water-share"


async def test_down_and_up_in_each_pane(shelf: Shelf) -> None:
    down, up = "j", "k"
    async with shelf.open((120, 40)) as reading:
        await reading.press("3")
        assert reading.focus == Pane.CARDS
        await reading.press(down)
        assert reading.card == "duration"
        await reading.press(down, down, down)
        assert reading.card == "turbines"
        await reading.press(up, up, up)
        assert reading.card == "share"
        await reading.press("l", down)
        claims = reading.screen.card.claims
        assert (reading.focus, reading.item) == (Pane.CARD, claims[1].id)
        await reading.press(up, up)
        assert (reading.card, reading.item) == ("share", claims[0].id)
        await reading.press("h", "h", down)
        assert (reading.focus, reading.section) == (Pane.SECTIONS, "side-deals")
        await reading.press(up, up)
        assert reading.section == "judgements"


async def test_first_and_last_in_each_pane(shelf: Shelf) -> None:
    first, last = "g", "G"
    async with shelf.open((120, 40)) as reading:
        await reading.press("3", last)
        assert reading.card == "turbines"
        await reading.press(first)
        assert reading.card == "share"
        await reading.press("l", last)
        assert reading.item == reading.pane(Pane.CARD).keys[-1]
        await reading.press(first)
        assert reading.item == reading.pane(Pane.CARD).keys[0]
        await reading.press("h", "h", last)
        assert reading.section == "sources"
        await reading.press(first)
        assert reading.section == reading.screen.briefing.sections[0].id


async def test_paging_scrolls_a_text_and_goes_to_the_ends_of_a_list(shelf: Shelf) -> None:
    async with shelf.open((60, 12), address="two-towns/terms/share") as reading:
        await reading.press("pagedown")
        pane = reading.pane(Pane.CARD)
        assert reading.card == "share"
        assert pane.scroll_offset.y > 0
        assert pane.cursor_key in pane.visible_keys()
        await reading.press("pageup", "pageup")
        assert pane.scroll_offset.y == 0
        await reading.press("h", "h", "pagedown")
        assert reading.focus == Pane.SECTIONS
        assert reading.section not in ("terms", "side-deals")
        reading.assert_in_order()


async def test_the_other_keys_of_a_command_do_the_same(shelf: Shelf) -> None:
    async with shelf.open((60, 12), address="two-towns/terms/share") as reading:
        await reading.press("h")
        for key, card in (("down", "duration"), ("up", "share"), ("end", "turbines")):
            await reading.press(key)
            assert reading.card == card
        await reading.press("home", "right", "ctrl+d")
        assert reading.card == "share"
        assert reading.pane(Pane.CARD).scroll_offset.y > 0
        await reading.press("ctrl+u", "ctrl+u")
        assert reading.pane(Pane.CARD).scroll_offset.y == 0
        await reading.press("left")
        assert reading.focus == Pane.CARDS


async def test_sections_by_number_and_step_by_step(shelf: Shelf, briefing: Briefing) -> None:
    ids = [section.id for section in briefing.sections]
    async with shelf.open((80, 24)) as reading:
        for key in "1234567890":
            await reading.press(key)
            assert reading.section == ids[int(key) - 1 if key != "0" else 9]
        await reading.press(">", ">")
        assert reading.section == ids[11]
        await reading.press(">")
        assert (reading.section, reading.message) == (ids[11], "This is the last section.")
        await reading.press("<")
        assert reading.section == ids[10]
        await reading.press("1", "<")
        assert (reading.section, reading.message) == (ids[0], "This is the first section.")


async def test_cards_step_by_step_wherever_the_keys_are(shelf: Shelf, briefing: Briefing) -> None:
    order = [card.id for _, card in briefing.cards()]
    async with shelf.open((120, 40)) as reading:
        for number in range(1, 4):
            await reading.press("J")
            assert reading.card == order[number]
        await reading.press("tab", "tab")
        focus = reading.focus
        await reading.press("K", "K")
        assert reading.card == order[1]
        assert reading.focus == focus
        await reading.press("K", "K")
        assert reading.message == "This is the first card."


async def test_tab_goes_round_all_panes_and_h_l_stop_at_the_ends(shelf: Shelf) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press("3", "g")
        around = [str(reading.focus)]
        for _ in range(5):
            await reading.press("tab")
            around.append(str(reading.focus))
        panes = [Pane.CARDS, Pane.CARD, Pane.FIGURES, Pane.SECTIONS, Pane.CARDS, Pane.CARD]
        assert around == [str(pane) for pane in panes]
        for pane in panes[-2::-1]:
            await reading.press("shift+tab")
            assert reading.focus == pane
        for keys, end in (("llll", Pane.FIGURES), ("hhhhh", Pane.SECTIONS)):
            await reading.press(*keys)
            assert reading.focus == end
        await reading.press("left", "right", "right")
        assert reading.focus == Pane.CARD


async def test_one_pane_at_a_time_goes_through_the_same_panes(shelf: Shelf) -> None:
    async with shelf.open((40, 24)) as reading:
        await reading.press("3")
        for key, pane in (("h", Pane.SECTIONS), ("l", Pane.CARDS), ("l", Pane.CARD)):
            await reading.press(key)
            assert reading.visible == {pane}
            assert reading.focus == pane
        await reading.press("tab")
        assert reading.visible == {Pane.SECTIONS}


@pytest.mark.parametrize("size", [(120, 40), (40, 24)], ids=str)
async def test_enter_goes_deeper_and_escape_comes_back(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size) as reading:
        await reading.press("3", "h")
        assert reading.focus == Pane.SECTIONS
        await reading.press("enter")
        assert reading.focus == Pane.CARDS
        await reading.press("enter")
        assert reading.focus == Pane.CARD
        await reading.press("enter")
        assert Pane.EVIDENCE in reading.visible
        await reading.press("escape")
        assert Pane.EVIDENCE not in reading.visible
        assert reading.focus == Pane.CARD
        await reading.press("escape")
        assert reading.focus == Pane.CARDS
        await reading.press("escape")
        assert reading.focus == Pane.SECTIONS
        await reading.press("escape")
        assert reading.focus == Pane.SECTIONS
        assert "q quits" in reading.message
        assert reading.card == "share"


async def test_clicks_do_as_keys(shelf: Shelf) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.click(Pane.SECTIONS, "What was agreed")
        assert (reading.focus, reading.section) == (Pane.SECTIONS, "terms")
        await reading.click(Pane.CARDS, "hand over two")
        assert (reading.focus, reading.card) == (Pane.CARDS, "turbines")
        await reading.click(Pane.CARDS, "hand over two")
        assert reading.focus == Pane.CARD
        await reading.click(Pane.CARD, "Hilltop takes over two")
        assert (reading.focus, reading.item) == (Pane.CARD, "crews")
        await reading.click(Pane.CARD, "Hilltop takes over two")
        assert "with their crews" in reading.text(Pane.EVIDENCE)
        await reading.press("e")
        await reading.click(Pane.FIGURES, "12,400")
        await reading.click(Pane.FIGURES, "12,400")
        assert (reading.card, reading.focus) == ("duration", Pane.CARD)
        reading.assert_in_order()


async def test_the_wheel_scrolls_a_text_and_moves_no_cursor(shelf: Shelf) -> None:
    async with shelf.open((60, 12)) as reading:
        await reading.press("3", "l")
        pane, item = reading.pane(Pane.CARD), reading.item
        await reading.wheel(Pane.CARD, 3)
        assert (pane.scroll_offset.y, reading.item) == (3, item)
        await reading.wheel(Pane.CARD, -3)
        assert (pane.scroll_offset.y, reading.item) == (0, item)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("size", spread(SIZES, 1), ids=str)
async def test_no_sequence_of_keys_loses_the_focus_or_the_card(shelf: Shelf, size: Size) -> None:
    keys = [key for command in COMMANDS for key in command.keys if command.id != "quit"]
    chance = random.Random(f"{size}")
    pressed: list[str] = []
    async with shelf.open(size) as reading:
        for _ in range(KEYS_PRESSED):
            key = chance.choice(keys)
            pressed.append(key)
            await reading.press(key)
            try:
                reading.assert_in_order()
            except AssertionError as error:
                raise AssertionError(f"after {' '.join(pressed)}: {error}") from error
        await reading.press("escape", "escape", "escape")
        assert reading.top is reading.screen

"""Narrowing the briefing to the cards that have some words."""

from __future__ import annotations

import pytest

from briefing.model.briefing import Briefing
from briefing.search.finder import Finder
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, Size
from tests.thorough import spread

WORD = "dam"


def left(briefing: Briefing) -> list[str]:
    """Ids of the cards that the narrowing leaves, in order."""
    found = Finder(briefing).cards(WORD)
    return [card.id for _, card in briefing.cards() if card.id in found]


async def narrow(reading: Reading, words: str = WORD) -> None:
    """Narrow by keys."""
    await reading.press("\\")
    await reading.type(words)
    await reading.press("enter")


async def test_list_and_counts_follow_the_words_as_they_are_typed(
    shelf: Shelf, briefing: Briefing
) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("3")
        assert "What was agreed · 2 of 3 unread" in reading.text(Pane.CARDS)
        await reading.press("\\")
        await reading.type("census")
        assert "1 card" in reading.text("prompt-count")
        assert "3 What was agreed 1" in reading.text(Pane.SECTIONS)
        assert reading.pane(Pane.CARDS).keys == ["duration"]
        assert "What was agreed · unread" in reading.text(Pane.CARDS)
        await reading.press("enter")
        assert reading.card == "duration"
        assert "narrowed to: census" in reading.text("footer")
        await reading.press("escape")
        assert len(reading.pane(Pane.CARDS).keys) == 3
        assert reading.card == "duration"
        assert "narrowed" not in reading.text("footer")


@pytest.mark.parametrize("key", spread(["J", "space", ">", "u"], 2))
async def test_going_on_stays_among_the_cards_left(
    shelf: Shelf, briefing: Briefing, key: str
) -> None:
    wanted = left(briefing)
    assert len(wanted) >= 4
    async with shelf.open((80, 40)) as reading:
        await narrow(reading)
        seen = [reading.card]
        for _ in range(12):
            await reading.press(key)
            if reading.card != seen[-1]:
                seen.append(reading.card)
            if reading.message:
                break
        assert reading.message
        if key in ("J", "space"):
            assert seen == wanted
        assert len(seen) >= 3
        assert set(seen) <= set(wanted)
        await reading.press(*["K"] * (len(wanted) - 1), "K")
        assert reading.card == wanted[0]


async def test_sections_without_a_card_left_are_passed_over(
    shelf: Shelf, briefing: Briefing
) -> None:
    wanted = left(briefing)
    sections = [s.id for s in briefing.sections if any(card.id in wanted for card in s.cards)]
    async with shelf.open((80, 40)) as reading:
        await narrow(reading)
        number = next(n for n, s in enumerate(briefing.sections, 1) if s.id not in sections)
        await reading.press(str(number))
        assert reading.card == wanted[0]
        assert "No card of that section" in reading.message
        await reading.press("h", "h", "g")
        assert reading.focus == Pane.SECTIONS
        seen = [reading.section]
        for _ in range(len(sections) - 1):
            await reading.press("j")
            seen.append(reading.section)
        assert seen == sections
        await reading.press("k")
        assert reading.section == sections[-2]


async def test_cancelling_restores_what_was_listed(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await narrow(reading, "hilltop")
        cards = reading.pane(Pane.CARDS).keys
        place = (reading.card, reading.item)
        await reading.press("\\")
        assert reading.prompt == "hilltop"
        await reading.type(" zzz")
        assert reading.pane(Pane.CARDS).keys == []
        await reading.press("escape")
        assert (reading.card, reading.item) == place
        assert reading.pane(Pane.CARDS).keys == cards
        assert "narrowed to: hilltop" in reading.text("footer")


async def test_no_words_list_all_again(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await narrow(reading, "dam")
        await reading.press("\\", *["backspace"] * 3, "enter")
        assert len(reading.pane(Pane.CARDS).keys) == 3
        assert "narrowed" not in reading.text("footer")


async def test_narrowing_to_nothing_lists_all_again_and_says_so(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await narrow(reading, "zzz")
        assert "No card has these words" in reading.message
        assert reading.card == "share"
        assert len(reading.pane(Pane.CARDS).keys) == 3
        reading.assert_in_order()


async def test_a_click_in_the_list_keeps_the_narrowing_and_goes_there(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("3", "\\")
        await reading.type("council")
        title = "The deal runs for ten years"
        assert title in reading.text(Pane.CARDS)
        await reading.click(Pane.CARDS, title)
        assert reading.prompt is None
        assert reading.card == "duration"
        assert "narrowed to: council" in reading.text("footer")


@pytest.mark.parametrize("size", [(80, 14), (60, 14)], ids=str)
async def test_the_heading_of_the_card_counts_as_that_of_the_list_does(
    shelf: Shelf, size: Size
) -> None:
    def heading() -> str:
        return reading.text(Pane.CARD).splitlines()[0].strip("─━ ")

    async with shelf.open(size, address="two-towns/terms/duration") as reading:
        assert heading() == "Card 2 of 3"
        await narrow(reading, "census")
        assert "What was agreed · unread" in reading.text(Pane.CARDS)
        await reading.press("enter")
        assert heading() == "Match 1 of 1, of 3 in this section"
        await reading.press("escape")
        assert "Esc all cards" in reading.text("footer")
        await reading.press("escape", "enter")
        assert heading() == "Card 2 of 3"
        await reading.press("\\")
        await reading.type("turbines")
        assert heading().startswith("Card 2 of 3, does not match")
        await reading.press("enter")
        assert reading.card == "turbines"
        await reading.press("<", ">", "enter")
        assert heading().startswith("Match 1 of 1")


async def test_the_only_card_of_a_section_is_headed_by_the_section(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/bottom-line") as reading:
        before = reading.text(Pane.CARD).splitlines()[0]
        await narrow(reading, "hilltop")
        await reading.press("g")
        assert reading.section == "bottom-line"
        assert reading.text(Pane.CARD).splitlines()[0].strip("─━") == before.strip("─━")

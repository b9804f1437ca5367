"""The space bar alone reads the whole briefing, in every size."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from textual import events

from briefing.model.briefing import Briefing
from briefing.model.parts import card_texts
from briefing.tui.reader import view
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import ReadingState
from tests.pilot.harness import Reading, Shelf, Size, words_of
from tests.resting import at_rest
from tests.thorough import spread

SIZES = spread([(120, 40), (80, 24), (40, 24), (30, 8)], 2)
MOST_KEYS = 400


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_space_alone_shows_every_line_and_every_word_of_every_card(
    shelf: Shelf, briefing: Briefing, size: Size
) -> None:
    cards = [card for _, card in briefing.cards()]
    words: dict[str, set[str]] = defaultdict(set)
    lines: dict[str, set[int]] = defaultdict(set)
    heights: dict[str, int] = {}
    async with shelf.open(size) as reading:
        pane = reading.pane(Pane.CARD)
        for _ in range(MOST_KEYS):
            if Pane.CARD in reading.visible:
                first = pane.scroll_offset.y
                words[reading.card] |= words_of(reading.text(Pane.CARD))
                lines[reading.card] |= set(range(first, first + pane.page_height))
                heights[reading.card] = pane.virtual_size.height
            if reading.message == "This is the last card.":
                break
            await reading.press("space")
        assert reading.message == "This is the last card."
        assert reading.message in reading.text("footer")
        assert reading.read == {card.id for card in cards}
    assert list(heights) == [card.id for card in cards]
    for card in cards:
        assert set(range(heights[card.id])) - lines[card.id] == set()
        # The bottom line has no title of its own: it stands under that of the briefing.
        texts = card_texts(card) if card is not cards[0] else card_texts(card)[1:]
        assert words_of(" ".join(texts)) - words[card.id] == set()


async def test_backspace_reads_back_page_by_page_to_the_start(
    shelf: Shelf, briefing: Briefing
) -> None:
    order = [card.id for _, card in briefing.cards()][:7]
    async with shelf.open((40, 10)) as reading:
        await reading.press("4")
        seen = [reading.card]
        for _ in range(40):
            await reading.press("backspace")
            if reading.card != seen[-1]:
                seen.append(reading.card)
            if reading.message == "This is the first card.":
                break
        assert reading.message == "This is the first card."
    assert seen == order[::-1]


async def test_a_card_counts_as_read_only_once_its_end_was_on_the_screen(shelf: Shelf) -> None:
    async with shelf.open((60, 12)) as reading:
        await reading.press("3", "enter")
        pane = reading.pane(Pane.CARD)
        assert reading.card == "share"
        for _ in range(60):
            if pane.scroll_offset.y == pane.max_scroll_y:
                break
            assert "share" not in reading.read
            await reading.press("space")
        assert pane.scroll_offset.y > 0
        assert reading.card == "share"
        assert "share" in reading.read


@pytest.mark.parametrize("size", spread([(80, 16), (40, 12)], 1), ids=str)
async def test_no_way_of_opening_a_long_card_reads_it_at_once(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size) as reading:
        await reading.press("/")
        await reading.type("thirds")
        await reading.press("enter")
        assert reading.card == "share"
        assert not reading.pane(Pane.CARD).at_end
        assert "share" not in reading.read
        await reading.press("escape", "2", "3", "l", "J", "K")
        assert reading.card == "share"
        assert "share" not in reading.read


@pytest.mark.parametrize(("height", "whole"), [(30, False), (32, False), (34, True)])
async def test_the_height_that_the_text_had_before_reads_nothing(
    shelf: Shelf, height: int, whole: bool
) -> None:
    # The list of this section is lower than that of the next, and its text higher.
    async with shelf.open((76, height), address="two-towns/judgements/will-it-hold") as reading:
        pane = reading.pane(Pane.CARD)
        higher = pane.page_height
        await reading.press("J")
        assert reading.card == "share"
        assert pane.page_height < higher
        assert pane.virtual_size.height <= higher
        assert ("share" in reading.read, pane.at_end) == (whole, whole)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 24)], ids=str)
async def test_a_long_message_is_shown_to_its_end_and_then_makes_room_again(
    shelf: Shelf, size: Size
) -> None:
    notices = ["The configuration has no “colour”; write theme.", "The state begins anew."]
    async with shelf.open(size, notices=notices) as reading:
        assert " ".join(reading.text("footer").split()).startswith(" ".join(notices))
        await reading.press("j")
        assert len(reading.text("footer").splitlines()) == 1
        assert "Space read on" in reading.text("footer")


@pytest.mark.parametrize("size", spread([(120, 40), (80, 24), (40, 24)], 1), ids=str)
async def test_a_burst_of_spaces_turns_as_many_pages_as_single_ones(
    shelf: Shelf, size: Size
) -> None:
    presses = 12

    def place(reading: Reading) -> tuple[str, int, set[str]]:
        return reading.card, reading.pane(Pane.CARD).scroll_offset.y, reading.read

    async with shelf.open(size) as reading:
        for _ in range(presses):
            await reading.press("space")
        single = place(reading)
    shelf.state_file.unlink(missing_ok=True)
    async with shelf.open(size) as reading:
        for _ in range(presses):
            reading.app.post_message(events.Key("space", " "))
        await reading.caught_up()
        assert place(reading) == single


async def test_a_page_is_as_high_as_the_text_though_the_list_is_slow_to_ask_for_room(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "_HELD", 60.0)
    async with shelf.open((76, 30)) as reading:
        await reading.press("3", "enter", "space")
        pane = reading.pane(Pane.CARD)
        page = pane.scroll_offset.y
        assert page > 0
        await reading.press("2", "enter")
        higher = pane.page_height
        show = reading.screen.show
        go_on = asyncio.Event()

        def hold_list_and_show(state: ReadingState) -> None:
            if state.card_id != reading.card:
                reading.pane(Pane.CARDS).call_later(go_on.wait)
            show(state)

        monkeypatch.setattr(reading.screen, "show", hold_list_and_show)
        for key in ("J", "J", "space"):
            reading.app.post_message(events.Key(key, " "))
        await at_rest()
        go_on.set()
        await reading.caught_up()
        assert pane.page_height < higher, "the list of the next section has more lines"
        assert (reading.card, pane.scroll_offset.y) == ("share", page)


async def test_the_end_of_a_card_is_judged_when_all_panes_have_asked_for_room(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The text of a section with one card is higher than that of a section with a list.
    async with shelf.open((80, 30), address="two-towns/side-deals/ferry") as reading:
        await reading.press("e", "l")
        pane = reading.pane(Pane.CARD)
        higher = pane.page_height
        assert reading.focus == Pane.EVIDENCE, "the panes that are held get no keys"
        show = reading.screen.show
        go_on = asyncio.Event()

        def hold_panes_and_show(state: ReadingState) -> None:
            for slow in (Pane.CARDS, Pane.CARD) if state.card_id != reading.card else ():
                reading.pane(slow).call_later(go_on.wait)
            show(state)

        monkeypatch.setattr(reading.screen, "show", hold_panes_and_show)
        for key in ("K", "space"):
            reading.app.post_message(events.Key(key, " "))
        await at_rest()
        go_on.set()
        await reading.caught_up()
        assert pane.page_height < pane.virtual_size.height <= higher
        assert (reading.card, pane.at_start, pane.at_end) == ("turbines", False, True)

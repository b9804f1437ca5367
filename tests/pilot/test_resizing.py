"""The terminal may take any size at any time, whatever is open."""

from __future__ import annotations

import itertools
import time

import pytest
from textual.events import Resize
from textual.geometry import Size

from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Shelf
from tests.thorough import spread

SIZES = [(40, 24), (1, 1), (60, 20), (10, 5), (5, 20)]

OPENED: dict[str, tuple[str, ...]] = {
    "the card": ("j", "j"),
    "evidence": ("j", "j", "e"),
    "evidence and figures": ("j", "j", "e", "f"),
    "the find prompt": ("j", "j", "/", "d", "a", "m"),
    "the narrow prompt": ("j", "j", "\\", "s"),
    "the help": ("j", "j", "?"),
    "the library": ("j", "j", "o"),
    "the palette": ("j", "j", ":", "b"),
    "the text to copy": ("j", "j", "y", "y"),
}


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("opened", spread([*OPENED], 3))
async def test_resizing_keeps_card_claim_and_what_is_open(shelf: Shelf, opened: str) -> None:
    async with shelf.open((120, 40), address="two-towns/terms/share") as reading:
        await reading.press(*OPENED[opened])
        before = (reading.card, reading.item, reading.prompt, type(reading.top))
        assert reading.item != reading.pane(Pane.CARD).keys[0]
        for size in SIZES:
            await reading.resize(size)
            assert reading.app.size == size
            reading.assert_in_order()
            assert reading.text() is not None
        await reading.resize((120, 40))
        assert (reading.card, reading.item, reading.prompt, type(reading.top)) == before
        await reading.press("escape")
        assert (reading.card, reading.item) == before[:2]


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("size", spread([(1, 1), (2, 2), (10, 5)], 1), ids=str)
async def test_all_keys_work_in_the_smallest_terminals(shelf: Shelf, size: tuple[int, int]) -> None:
    async with shelf.open(size) as reading:
        await reading.press("3", "e", "f", "l", "j", "tab", "space", "b", "m", "y")
        await reading.press("/", "d", "enter", "n", "escape", "\\", "d", "enter", "escape")
        await reading.press("?", "space", "escape", "o", "escape")
        reading.assert_in_order()
        await reading.resize((80, 24))
        await reading.press("3")
        assert (reading.focus, Pane.CARDS in reading.visible) == (Pane.CARDS, True)
        await reading.press("enter")
        assert Pane.CARD in reading.visible
        assert reading.screen.card.title.split()[0] in reading.text(Pane.CARD)


async def test_nothing_counts_as_read_that_had_no_room_to_be_seen(shelf: Shelf) -> None:
    async with shelf.open((1, 1)) as reading:
        await reading.press("J", "J", "J", "K")
        assert reading.read == set()


async def test_positions_stand_side_by_side_only_where_there_is_room(shelf: Shelf) -> None:
    async with shelf.open((160, 45), address="two-towns/disagreements/share-or-level") as reading:
        assert reading.item == "positions"
        assert " │ " in reading.text(Pane.CARD)
        await reading.resize((40, 24))
        assert reading.item == "position:0"
        assert " │ " not in reading.text(Pane.CARD)
        await reading.resize((160, 45))
        assert reading.item == "positions"


async def test_the_keys_find_a_way_out_of_figures_that_narrowed_to_one_pane(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/terms/share") as reading:
        await reading.press("tab")
        assert reading.focus == Pane.FIGURES
        await reading.resize((40, 24))
        reading.assert_in_order()
        await reading.press("tab", "h", "l")
        reading.assert_in_order()
        assert Pane.FIGURES not in reading.visible


async def test_a_low_screen_has_the_title_alone_above_the_text(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        assert "news until 2 May 2024" in reading.text("header")
        await reading.resize((80, 23))
        assert reading.text("header").strip() == reading.screen.briefing.title
        await reading.resize((80, 24))
        assert "news until 2 May 2024" in reading.text("header")


# -- what is in sight ------------------------------------------------------------------------------


@pytest.mark.parametrize("others", [[(80, 14)], [(76, 12)], [(50, 14), (90, 12)]], ids=str)
async def test_who_has_turned_pages_stays_at_the_page(
    shelf: Shelf, others: list[tuple[int, int]]
) -> None:
    async with shelf.open((80, 12), address="two-towns/terms/share") as reading:
        pane = reading.pane(Pane.CARD)
        await reading.press("space")
        assert reading.item == pane.keys[0]
        assert pane.keys[0] not in pane.visible_keys()
        at_top = pane.visible_keys()[0]
        for size in [*others, (80, 12)]:
            await reading.resize(size)
            assert not pane.at_start
            assert pane.visible_keys()[0] == at_top
            assert reading.item == pane.keys[0]


@pytest.mark.parametrize("start", [(80, 20), (120, 24)], ids=str)
async def test_the_sentence_under_the_cursor_stays_in_sight(
    shelf: Shelf, start: tuple[int, int]
) -> None:
    async with shelf.open(start, address="two-towns/terms/share") as reading:
        pane = reading.pane(Pane.CARD)
        await reading.press("j", "j", "j")
        assert reading.item in pane.visible_keys()
        for size in [(80, 14), (64, 24), (120, 40), (40, 10), start]:
            await reading.resize(size)
            assert reading.item in pane.visible_keys()


async def test_the_drawer_shows_evidence_for_a_sentence_that_is_in_sight(shelf: Shelf) -> None:
    async with shelf.open((80, 14), address="two-towns/terms/share") as reading:
        pane = reading.pane(Pane.CARD)
        await reading.press("space")
        assert reading.item not in pane.visible_keys()
        await reading.press("e")
        assert reading.item in pane.visible_keys()
        await reading.press("e", "j", "j", "e")
        assert reading.item in pane.visible_keys()


async def test_no_size_is_lost_where_the_machine_is_busy(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shelf.open((120, 40)) as reading:
        lost = itertools.chain(range(6), itertools.repeat(6))
        # Whoever asks for the time waits for a processor: so Textual's timer is late, and ends.
        monkeypatch.setattr("textual._time.get_time", lambda: time.monotonic() + next(lost) / 50)
        for size in (Size(60, 20), Size(100, 30)):
            reading.app.post_message(Resize(size, size))
            await reading.until(lambda size=size: reading.screen.outer_size == size)  # type: ignore[misc]
        await reading.press("J")
        reading.assert_in_order()

"""The match that the reader is at can be seen, wherever in a card it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, Size
from tests.samples import TWO_TOWNS
from tests.thorough import LONG, spread

BUNDLED = Path(__file__).parents[2] / "content" / "armenia-azerbaijan-joint-statement"
SIZES = [(80, 24), (40, 12)]


def in_sight(reading: Reading) -> bool:
    """Whether the text shows the match; the title of the bottom line stands in the header."""
    shown = [pane for pane in (Pane.CARD, "header") if reading.reversed_text(pane)]
    return bool(shown) and Pane.CARD in reading.visible


async def out_of_sight(reading: Reading, word: str, step: str) -> list[str]:
    """Walk through all matches of a word; tell those that could not be seen."""
    await reading.press("/")
    await reading.type(word)
    await reading.press("enter")
    found = reading.screen.state.found
    assert found is not None
    unseen = []
    for _ in found.matches:
        found = reading.screen.state.found
        assert found is not None
        assert found.match is not None
        if not in_sight(reading):
            unseen.append(f"{found.count} {found.match.hit.card_id} {found.match.hit.field}")
        await reading.press(step)
    assert found.count.endswith(f"of {len(found.matches)}")
    return unseen


@pytest.mark.parametrize(
    ("folder", "word", "step", "size"),
    [
        (TWO_TOWNS, "hilltop", "N", SIZES[1]),
        *([(TWO_TOWNS, "hilltop", "n", SIZES[0])] if LONG else []),
        *((BUNDLED, "armenia", "n", size) for size in spread(SIZES, 1)),
    ],
)
async def test_each_match_is_on_the_screen(
    tmp_path: Path, folder: Path, word: str, step: str, size: Size
) -> None:
    briefing = load_briefing(folder).briefing
    assert briefing is not None
    shelf = Shelf(tmp_path)
    shelf.publish(briefing)
    async with shelf.open(size) as reading:
        assert await out_of_sight(reading, word, step) == []


@pytest.mark.parametrize("size", spread(SIZES, 1), ids=str)
async def test_each_match_of_what_is_not_known_is_on_the_screen(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size) as reading:
        assert await out_of_sight(reading, "in:unknowns the", "n") == []


@pytest.mark.parametrize("size", spread(SIZES[::-1], 1), ids=str)
async def test_each_match_is_on_the_screen_beside_the_evidence(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size, address="two-towns/terms/share") as reading:
        await reading.press("e")
        assert await out_of_sight(reading, "hilltop", "n") == []


async def test_the_match_stays_in_sight_when_the_window_shrinks(shelf: Shelf) -> None:
    async with shelf.open((120, 50), address="two-towns/terms/share") as reading:
        await reading.press("/")
        await reading.type("in:terms hilltop")
        await reading.press("enter", "n", "n", "n", "n")
        assert (reading.card, in_sight(reading)) == ("share", True)
        await reading.resize((80, 14))
        assert in_sight(reading)
        await reading.press("g")
        assert not in_sight(reading)

"""What follows the open card while a key is held, and when it is let go."""

from __future__ import annotations

import pytest

from briefing.tui.reader import view
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf

pytestmark = pytest.mark.usefixtures("drawn")

CARDS = ["share", "duration", "turbines", "committee"]
"""The first cards from the section of terms on, where section 3 begins."""


class Clock:
    """Stands still between the keys of one who holds a key, whatever the machine is busy with."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(view, "time", clock)
    return clock


def hold(reading: Reading, command: str, times: int) -> None:
    """Have a command run as often as a held key does before anything else comes to pass."""
    for _ in range(times):
        reading.screen.action_command(command)


async def test_a_key_pressed_once_has_its_text_at_once(shelf: Shelf, clock: Clock) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press("3")
        clock.now += 1
        hold(reading, "next-card", 1)
        assert not reading.screen.state.behind
        assert reading.screen.state.text_id == reading.card == "duration"


async def test_while_a_key_is_held_lists_and_footer_follow_and_the_text_comes_after(
    shelf: Shelf, clock: Clock
) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press("3")
        clock.now += 1
        hold(reading, "next-card", 2)
        assert reading.screen.state.behind
        assert reading.card == "turbines"
        assert reading.screen.state.text_id == "duration"
        assert reading.pane(Pane.CARDS).cursor_key == "turbines"
        assert reading.screen.place.claim is None
        await reading.caught_up()
        assert reading.screen.state.text_id == "turbines"
        assert reading.item == "commitment:0"


@pytest.mark.parametrize(
    ("command", "done"),
    [("bookmark", {"turbines"}), ("next-pane", set())],
)
async def test_what_asks_for_the_text_finds_it_whole(
    shelf: Shelf, command: str, done: set[str]
) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press("3")
        hold(reading, "next-card", 2)
        hold(reading, command, 1)
        assert not reading.screen.state.behind
        assert reading.screen.state.text_id == "turbines"
        assert reading.bookmarks == done


async def test_cards_that_were_passed_over_do_not_count_as_read(shelf: Shelf) -> None:
    async with shelf.open((120, 60)) as reading:
        await reading.press("3")
        before = reading.read
        hold(reading, "next-card", 6)
        await reading.caught_up()
        await reading.caught_up()
        assert reading.read - before <= {CARDS[1], reading.card}


async def test_in_a_text_the_cursor_moves_through_the_card_that_is_open(shelf: Shelf) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press("3", "l")
        hold(reading, "next-card", 2)
        hold(reading, "down", 1)
        assert reading.screen.state.text_id == "turbines"
        assert reading.focus == Pane.CARD

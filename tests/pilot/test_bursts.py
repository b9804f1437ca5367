"""Keys that come all at once do what they do one by one."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from textual import events
from textual.command import CommandPalette
from textual.widgets import Input

from briefing.tui.commands import COMMANDS
from briefing.tui.reader.layout import Pane
from briefing.tui.screens.library_search import LibraryScreen
from tests.pilot.harness import Reading, Shelf, key_of
from tests.thorough import often, spread

pytestmark = pytest.mark.usefixtures("drawn")


@pytest.fixture(autouse=True)
def _no_key_is_held() -> None:
    """Keys that come at once are those of one who holds a key."""


def burst(reading: Reading, keys: str) -> None:
    """Have keys come all at once."""
    for key in keys:
        reading.app.post_message(key_of(key))


async def comes_true(reading: Reading, what: Callable[[], object], wanted: object) -> object:
    """Wait until something is what it should be; give what it is at last."""
    await reading.until(lambda: what() == wanted)
    return what()


@pytest.mark.parametrize("late", spread(["help", "quit", "library", "read-on"], 2))
async def test_a_command_that_comes_late_leaves_the_screen_over_the_reader_alone(
    shelf: Shelf, late: str
) -> None:
    async with shelf.open((80, 24)) as reading:
        before = reading.text("card")
        await reading.press("?")
        sheet = reading.app.screen
        reading.app.reader.action_command(late)  # as when its key waited too long for its turn
        await reading.caught_up()
        assert reading.app.screen is sheet
        await reading.press("escape")
        assert reading.text("card") == before
        await reading.press("J")
        assert reading.text("card") != before


@pytest.mark.parametrize("over", ["?q", "sh"])
async def test_a_screen_that_comes_and_goes_at_once_leaves_the_keys_alive(
    shelf: Shelf, over: str
) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        burst(reading, f"{over}  ")
        assert await comes_true(reading, lambda: reading.card != "share", wanted=True)


@pytest.mark.parametrize("key", ["/", "\\"])
async def test_words_after_the_key_of_the_prompt_are_in_the_prompt(shelf: Shelf, key: str) -> None:
    async with shelf.open((80, 24)) as reading:
        burst(reading, f"J{key}water")
        assert await comes_true(reading, lambda: reading.prompt, "water") == "water"


async def test_after_enter_keys_are_commands_again(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        burst(reading, "/water\rnn")
        footer = lambda: "match 3 of 9" in reading.text("footer")  # noqa: E731 - said once
        assert await comes_true(reading, footer, wanted=True)


async def test_words_after_a_page_that_waits_are_in_the_prompt(shelf: Shelf) -> None:
    async with shelf.open((40, 12)) as reading:
        burst(reading, "   /water")
        assert await comes_true(reading, lambda: reading.prompt, "water") == "water"


async def test_words_after_the_key_of_a_screen_are_on_it(shelf: Shelf) -> None:
    def typed(kind: type) -> str:
        top = reading.top
        entries = top.query(Input).results() if isinstance(top, kind) else ()
        return next((entry.value for entry in entries), "")

    async with shelf.open((80, 24)) as reading:
        burst(reading, "Fwater")
        assert await comes_true(reading, lambda: typed(LibraryScreen), "water") == "water"
        await reading.press("escape", "escape")
        burst(reading, ":next")
        assert await comes_true(reading, lambda: typed(CommandPalette), "next") == "next"


async def test_something_pasted_comes_in_its_turn(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        burst(reading, "/")
        reading.app.post_message(events.Paste("wat"))
        burst(reading, "er")
        assert await comes_true(reading, lambda: reading.prompt, "water") == "water"


async def test_a_screen_that_goes_takes_no_key_with_it(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        burst(reading, "?\x1bJ?\x1bJ/water")
        assert await comes_true(reading, lambda: reading.prompt, "water") == "water"


@pytest.mark.parametrize("seed", range(often(1, 20)))
async def test_any_keys_lead_to_the_same_place_at_once_and_one_by_one(
    shelf: Shelf, seed: int
) -> None:
    chance = random.Random(seed)
    # The palette and the health of the sourcing take their time, and leave the keys free meanwhile.
    spared = {"quit", "copy-card", "redraw", "interrupt", "reload", "suspend", "palette", "health"}
    keys = [key for one in COMMANDS if one.id not in spared for key in one.keys]
    pressed = [chance.choice(keys) for _ in range(25)]

    def place(reading: Reading) -> tuple[object, ...]:
        return (
            *(type(reading.top).__name__, reading.card, reading.focus, reading.prompt),
            *(sorted(reading.bookmarks), reading.screen.state.evidence_open),
            reading.pane(Pane.CARD).cursor_key,
        )

    async with shelf.open((100, 30)) as reading:
        for key in pressed:
            await reading.press(key)
        single = place(reading)
    shelf.state_file.unlink(missing_ok=True)
    async with shelf.open((100, 30)) as reading:
        for key in pressed:
            reading.app.post_message(key_of(key))
        await reading.caught_up()
        assert await comes_true(reading, lambda: place(reading), single) == single

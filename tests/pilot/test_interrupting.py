"""Ctrl-C says how to leave, and pressed again leaves, on whichever screen."""

from __future__ import annotations

import pytest

from briefing.library.state import ReaderState
from briefing.settings.config import Config
from tests.pilot.harness import Reading, Shelf, Size, text_of
from tests.thorough import paired, spread

SAID = "Ctrl-C again quits."
SHARE = "two-towns/terms/share"

WAYS = {
    "reader": (),
    "find": ("/",),
    "find, with results": ("/", "d", "a", "m"),
    "find, with a fault": ("/", "x", ":", "y", "space"),
    "narrow": ("\\",),
    "source text": ("e", "s"),
    "claims on a source": ("e", "c"),
    "page of an actor": ("5", "l", "k", "enter"),
    "library search, words": ("F",),
    "library search, list": ("F", "down"),
    "library search, a name": ("F", "d", "a", "m", "down", "S"),
    "help": ("?",),
    "health": ("H",),
    "sources of the library": ("o",),
    "palette": (":",),
    "palette, with words": (":", "h", "e"),
    "a text to copy": ("Y", "Y"),
}
"""Keys that lead to each screen."""


async def opened(reading: Reading, way: str) -> None:
    """Go to a screen."""
    await reading.press(*WAYS[way])
    if way == "health":
        await reading.app.workers.wait_for_complete()
        await reading.caught_up()


def seen(reading: Reading) -> str:
    """All that can be seen, on one line, with the frame of the palette."""
    frames = [text_of(frame) for frame in reading.top.query("#--input")]
    return " ".join(" ".join([reading.text(), *frames]).split())


async def left(reading: Reading) -> bool:
    """Whether the program ends; it takes a moment."""
    await reading.until(lambda: not reading.app.is_running)
    return True


@pytest.mark.parametrize(("way", "size"), paired(spread([*WAYS], 8), [(80, 24), (40, 12)]))
async def test_the_first_press_says_how_to_leave_another_key_takes_it_back_and_the_second_leaves(
    shelf: Shelf, way: str, size: Size
) -> None:
    said = "Ctrl-C again, or q, quits." if way == "reader" else SAID
    async with shelf.open(size, address=SHARE) as reading:
        await opened(reading, way)
        before = seen(reading)
        assert said not in before
        await reading.press("ctrl+c")
        assert said in seen(reading)
        await reading.press("f12")
        assert said not in seen(reading)
        assert "F12 does nothing here." in seen(reading)
        await reading.press("ctrl+c")
        assert said in seen(reading)
        assert reading.app.is_running
        await reading.press("ctrl+c")
        assert await left(reading)
        assert reading.app.return_code == 0
    place = ReaderState.open(shelf.state_file).place("two-towns")
    assert place is not None
    assert place.card == "share"


async def test_a_screen_that_was_left_between_the_two_does_not_count(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        await reading.press("?", "ctrl+c", "escape", "ctrl+c")
        assert reading.top is reading.screen
        assert reading.message == "Ctrl-C again, or q, quits."
        await reading.press("ctrl+c")
        assert await left(reading)


async def test_the_key_can_be_changed_and_is_named(shelf: Shelf) -> None:
    config = Config(keys={"interrupt": ("ctrl+g",), "quit": ("Q",)})
    async with shelf.open((80, 24), config=config) as reading:
        await reading.press("ctrl+c", "ctrl+c", "ctrl+g")
        assert reading.message == "Ctrl-G again, or Q, quits."
        await reading.press("?", "ctrl+g")
        assert "Ctrl-G again quits." in seen(reading)
        await reading.press("ctrl+g")
        assert await left(reading)

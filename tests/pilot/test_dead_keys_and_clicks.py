"""No key is silent, and what the footer names can be clicked."""

from __future__ import annotations

import re

import pytest

from briefing.settings.config import Config
from briefing.tui.commands import NAMED_KEYS, key_label, key_of_label
from briefing.tui.reader.layout import Pane
from briefing.tui.widgets import FooterBar
from tests.pilot.harness import Reading, Shelf, text_of
from tests.pilot.library_screens import search, told
from tests.samples import TEXTS

SHARE = "two-towns/terms/share"


def footer(reading: Reading) -> FooterBar:
    return reading.top.query_one(FooterBar)


async def click_hint(reading: Reading, key: str) -> None:
    """Click on the key of a hint in the footer."""
    bar = footer(reading)
    hint = re.search(rf"(?<!\S){re.escape(key)} ", text_of(bar))
    assert hint is not None
    await reading.pilot.click(bar, offset=(hint.start(), 0))
    await reading.caught_up()


@pytest.mark.parametrize(
    ("key", "named"), [("X", "X"), ("f5", "F5"), ("ctrl+e", "Ctrl-E"), ("%", "%")]
)
async def test_a_key_without_a_command_says_which_ones_have_one(
    shelf: Shelf, key: str, named: str
) -> None:
    async with shelf.open() as reading:
        await reading.press(key)
        assert reading.message.startswith(f"{named} does nothing here. Space read on, ")
        assert reading.message.endswith(", ? all keys")
        await reading.press("j")
        assert reading.message == ""


async def test_a_dead_key_says_so_once_and_never_to_leave(shelf: Shelf) -> None:
    async with shelf.open() as reading:
        await reading.press("ctrl+c", "X", "ctrl+c")
        assert "again" in reading.message
        assert reading.app.is_running


async def test_a_dead_key_says_so_on_the_text_of_a_source(shelf: Shelf) -> None:
    async with shelf.open(address=SHARE, corpus=TEXTS) as reading:
        await reading.press("s", "X")
        assert footer(reading).message.startswith("X does nothing here. Esc back, c claims, ")
        await reading.press("j")
        assert footer(reading).message == ""


async def test_a_dead_key_says_so_in_the_list_of_all_briefings(shelf: Shelf) -> None:
    async with shelf.open() as reading:
        screen = await search(reading, "dam")
        await reading.press("X")
        assert screen.search.words == "damX", "among the words it is a letter"
        await reading.press("f5")
        assert told(screen) == "F5 does nothing here. Esc back, Enter to the list, F1 all keys"
        await reading.press("backspace", "down", "X")
        assert told(screen).startswith("X does nothing here. Esc words, Enter read, ")


async def test_a_dead_key_says_so_in_the_frame_of_a_sheet(shelf: Shelf) -> None:
    async with shelf.open() as reading:
        await reading.press("?", "X")
        assert reading.sheet is not None
        hint = "Space pages, Esc closes"
        assert str(reading.sheet.border_subtitle) == f"X does nothing here. {hint}"
        await reading.press("j")
        assert str(reading.sheet.border_subtitle) == hint


async def test_letters_typed_into_a_prompt_are_letters(shelf: Shelf) -> None:
    async with shelf.open() as reading:
        await reading.press("/")
        await reading.type("wXz")
        assert reading.prompt == "wXz"
        assert reading.message == ""
        await reading.press("f5")
        assert reading.message.startswith("F5 does nothing here. ")
        assert reading.message.endswith(", F1 all keys"), "the other key is a letter here"


async def test_a_key_that_the_reader_has_chosen_is_not_dead(shelf: Shelf) -> None:
    async with shelf.open(config=Config(keys={"help": ("X",)})) as reading:
        await reading.press("%")
        assert reading.message.endswith(", X all keys")
        await reading.press("X")
        assert reading.sheet is not None


@pytest.mark.parametrize("key", sorted(NAMED_KEYS - {"delete", "insert"}) + list("aZ/?,:"))
def test_a_label_leads_back_to_its_key(key: str) -> None:
    assert key_of_label(key_label(key)) == key


async def test_a_click_on_a_hint_presses_its_key(shelf: Shelf) -> None:
    async with shelf.open((139, 40), address=SHARE, corpus=TEXTS) as reading:
        await click_hint(reading, "e")
        assert Pane.EVIDENCE in reading.visible
        await click_hint(reading, "/")
        assert reading.prompt == ""
        await reading.press("escape")
        await click_hint(reading, "e")
        assert Pane.EVIDENCE not in reading.visible
        await click_hint(reading, "Space")
        assert reading.card == "duration"
        await click_hint(reading, "?")
        assert reading.sheet is not None


async def test_a_click_on_a_hint_works_over_the_reader_too(shelf: Shelf) -> None:
    async with shelf.open(address=SHARE, corpus=TEXTS) as reading:
        await reading.press("s")
        await click_hint(reading, "c")
        assert "What cites the source" in reading.text()
        await click_hint(reading, "Esc")
        assert not reading.in_source()
        screen = await search(reading, "dam")
        await click_hint(reading, "Enter")
        assert screen.hits.has_focus


async def test_a_click_beside_the_hints_or_on_a_message_presses_nothing(shelf: Shelf) -> None:
    def panes() -> list[str]:
        return [str(reading.focus), *(reading.text(pane) for pane in sorted(reading.visible))]

    async with shelf.open((120, 40)) as reading:
        bar = footer(reading)
        before = panes()
        assert len(before) > 2
        await reading.pilot.click(bar, offset=(bar.size.width - 2, 0))
        await reading.press("X")
        said = reading.message
        assert said.startswith("X does nothing here. ")
        for x in range(3, len(said), 7):
            await reading.pilot.click(bar, offset=(x, 0))
        await reading.caught_up()
        assert reading.top is reading.screen
        assert reading.message == said
        assert panes() == before

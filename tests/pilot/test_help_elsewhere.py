"""The help opens on the screens that lie over the reader too, with their own keys first."""

from __future__ import annotations

import pytest

from briefing.settings.config import Config
from tests.pilot.harness import Reading, Shelf, Size
from tests.pilot.library_screens import search, told
from tests.thorough import paired

SHARE = "two-towns/terms/share"
SIZES = [(80, 24), (40, 12)]
SOURCE = "In the text of a source"
LIBRARY = "Searching all briefings"


def helped(reading: Reading) -> str:
    """What the top of the help says, on one line; nothing where no sheet is open."""
    return "" if reading.sheet is None else " ".join(reading.sheet_text().split())


@pytest.mark.parametrize(("key", "size"), paired(["?", "f1"], SIZES))
async def test_the_help_opens_over_the_text_of_a_source(shelf: Shelf, key: str, size: Size) -> None:
    async with shelf.open(size, address=SHARE) as reading:
        await reading.press("e", "s", key)
        assert SOURCE in helped(reading)
        assert "Move down." in helped(reading)
        await reading.press("escape")
        assert reading.sheet is None
        assert reading.in_source()
        reading.assert_in_order()


@pytest.mark.parametrize(("keys", "size"), paired([("down", "?"), ("down", "f1"), ("f1",)], SIZES))
async def test_the_help_opens_over_the_search_of_all_briefings(
    shelf: Shelf, keys: tuple[str, ...], size: Size
) -> None:
    async with shelf.open(size) as reading:
        screen = await search(reading, "dam")
        await reading.press(*keys)
        assert LIBRARY in helped(reading)
        await reading.press("escape")
        assert reading.top is screen
        assert screen.hits.has_focus == (keys[0] == "down")
        assert screen.search.words == "dam"
        reading.assert_in_order()


async def test_a_question_mark_among_the_words_is_one(shelf: Shelf) -> None:
    async with shelf.open() as reading:
        screen = await search(reading, "dam")
        await reading.press("?")
        assert reading.sheet is None
        assert screen.search.words == "dam?"


async def test_each_thing_is_listed_once_with_all_its_keys_as_they_are_bound(shelf: Shelf) -> None:
    config = Config(keys={"next-evidence": (")",)})
    async with shelf.open((100, 60), address=SHARE, config=config) as reading:
        await reading.press("e", "s", "?")
        text = helped(reading)
        own = text[text.index(SOURCE) : text.index("The rest is about the reader.")]
        assert ") Go to the next passage that is cited." in own
        assert "PgDn Ctrl-D Page down. Space" in own
        assert "Ctrl-C Quit, when pressed twice." in own
        assert own.count("Page down.") == 1
        await reading.press("escape", "escape", "?")
        assert SOURCE not in helped(reading)
        assert "The rest is about" not in helped(reading)


@pytest.mark.parametrize("key", ["?", "ctrl+c"])
async def test_a_search_is_kept_if_its_deletion_was_not_confirmed_at_once(
    shelf: Shelf, key: str
) -> None:
    async with shelf.open() as reading:
        screen = await search(reading, "dam")
        await reading.press("down", "S")
        await reading.type("dams")
        await reading.press("enter", "s", "g", "D")
        assert "y deletes it" in told(screen)
        await reading.press(key, *(["escape"] if key == "?" else []), "y")
        assert [one.search.name for one in screen.saved.listed] == ["dams"]


@pytest.mark.parametrize("opening", ["H", "o"])
async def test_the_help_opens_over_a_sheet_and_never_over_itself(
    shelf: Shelf, opening: str
) -> None:
    async with shelf.open((80, 60)) as reading:
        await reading.press(opening)
        await reading.app.workers.wait_for_complete()
        await reading.caught_up()
        under = reading.sheet
        assert under is not None
        await reading.press("?")
        assert helped(reading).startswith("In dialogs")
        assert "Choose." in helped(reading)
        assert "F1" in helped(reading)
        await reading.press("?", "f1", "escape")
        assert reading.sheet is under
        reading.assert_in_order()

"""Help, palette, library, themes, and the user's own keys."""

from __future__ import annotations

import msgspec
import pytest
from textual.command import CommandList, CommandPalette

from briefing.model.briefing import Briefing
from briefing.settings.config import Config, Theme
from briefing.tui.commands import COMMANDS, key_label
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, Size
from tests.thorough import spread


async def whole_sheet(reading: Reading) -> str:
    """All text of the sheet, read page by page, its lines joined by a blank."""
    pane = reading.sheet
    assert pane is not None
    lines: dict[int, str] = {}
    for _ in range(40):
        for number, line in enumerate(reading.sheet_text().splitlines()):
            lines[pane.scroll_offset.y + number] = line
        if pane.at_end:
            break
        await reading.press("space")
    return " ".join(" ".join(lines[number].split()) for number in sorted(lines))


async def chosen_in_palette(reading: Reading, words: str) -> None:
    """Open the palette, type words and take the first of what it offers."""
    await reading.press(":")
    await reading.type(words)
    await reading.app.workers.wait_for_complete()
    await reading.press("enter")
    await reading.until(lambda: reading.top is reading.screen)
    await reading.caught_up()


# -- help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", spread([(120, 40), (80, 24), (40, 24)], 2), ids=str)
async def test_the_help_lists_every_command_with_its_keys(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size) as reading:
        await reading.press("?")
        text = await whole_sheet(reading)
        words = set(text.split())
        for command in COMMANDS:
            if not command.id.startswith("section-"):
                keys = " ".join(key_label(key) for key in command.keys)
                # Where they are many for their column they go on beside the next line.
                assert set(f"{keys} {command.help}".split()) <= words
                assert f"{keys} {command.help}" in text or size[0] == 40
        assert "1 … 0 Go to the section of this number." in text
        await reading.press("escape")
        reading.assert_in_order()


async def test_the_help_opens_and_closes_by_several_keys(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        for opening in ("?", "f1"):
            for closing in ("escape", "q", "h", "left"):
                await reading.press(opening)
                assert reading.sheet is not None
                await reading.press(closing)
                assert reading.sheet is None, closing


async def test_the_footer_offers_what_is_open(shelf: Shelf) -> None:
    async with shelf.open((160, 40), address="two-towns/terms/share") as reading:
        assert "e evidence" in reading.text("footer")
        await reading.press("3")
        assert "Enter open" in reading.text("footer")
        await reading.press("enter", "e")
        assert "] next passage" in reading.text("footer")
        await reading.press("f")
        assert "j next figure" in reading.text("footer")


# -- palette ---------------------------------------------------------------------------------------


async def test_the_palette_runs_a_command(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await chosen_in_palette(reading, "bookmark  (b)")
        assert reading.bookmarks == {"share"}
        assert reading.message == "Bookmarked."
        reading.assert_in_order()


async def test_the_palette_goes_to_a_card_by_its_title(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        await chosen_in_palette(reading, "Three turbines")
        assert reading.card == "turbines"
        assert "Three turbines" in reading.text(Pane.CARD)
        reading.assert_in_order()


async def test_the_palette_leaves_all_as_it_was_when_it_is_closed(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("ctrl+p")
        assert reading.top is not reading.screen
        await reading.press("escape")
        assert reading.top is reading.screen
        assert (reading.card, reading.focus) == ("share", Pane.CARD)


# -- library ---------------------------------------------------------------------------------------


@pytest.fixture
def other(briefing: Briefing) -> Briefing:
    """A second briefing, with fewer sections."""
    return msgspec.structs.replace(
        briefing, id="three-towns", title="Three towns quarrel", sections=briefing.sections[:4]
    )


@pytest.mark.parametrize("opening", spread(["right", "enter", "l"], 1))
async def test_the_library_opens_another_briefing_and_comes_back_to_the_place(
    shelf: Shelf, other: Briefing, opening: str
) -> None:
    shelf.publish(other)
    async with shelf.open((80, 24), address="two-towns/terms/duration") as reading:
        await reading.press("b", "o")
        shown = reading.sheet_text()
        for words in ("Three towns quarrel", "Lakeside and Hilltop agree", "revision 1"):
            assert words in shown
        await reading.press("g", opening)
        assert reading.screen.briefing.id == "three-towns"
        assert "Three towns quarrel" in reading.text("header")
        assert reading.bookmarks == set()
        reading.assert_in_order()
        await reading.press("J", "o", "j", "enter")
        assert (reading.screen.briefing.id, reading.card) == ("two-towns", "duration")
        assert reading.bookmarks == {"duration"}
        await reading.press("q")
    async with shelf.open((80, 24)) as reading:
        assert (reading.screen.briefing.id, reading.card) == ("two-towns", "duration")


async def test_the_library_with_one_briefing_keeps_it_open(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("o")
        assert "Lakeside and Hilltop agree" in reading.sheet_text()
        await reading.press("enter")
        assert (reading.sheet, reading.card) == (None, "share")


async def test_a_first_start_with_several_briefings_offers_a_choice(
    shelf: Shelf, other: Briefing
) -> None:
    shelf.publish(other)
    async with shelf.open((80, 24)) as reading:
        assert reading.sheet is not None
        await reading.press("escape")
        assert reading.screen.briefing.id == "three-towns"


async def test_a_damaged_briefing_is_listed_with_its_problem_and_cannot_be_opened(
    shelf: Shelf, other: Briefing
) -> None:
    shelf.publish(other)
    (shelf.folder / "library" / "briefings" / "three-towns.json").write_text("{ not JSON")
    async with shelf.open((80, 24)) as reading:
        await reading.press("o")
        assert "damaged:" in reading.sheet_text()
        await reading.press("G", "enter")
        assert reading.screen.briefing.id == "two-towns"
        assert "three-towns" in reading.message


async def test_searching_and_narrowing_end_with_the_briefing(shelf: Shelf, other: Briefing) -> None:
    shelf.publish(other)
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("\\", "d", "a", "m", "enter", "/", "d", "a", "m", "enter")
        await reading.press("o", "g", "enter")
        assert reading.screen.briefing.id == "three-towns"
        assert "dam" not in reading.text("footer")
        assert reading.screen.state.route.visible is None
        await reading.press("escape", "n", "J")
        reading.assert_in_order()


# -- themes ----------------------------------------------------------------------------------------


async def test_themes_go_round_and_name_themselves(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        names = []
        for _ in range(3):
            await reading.press("t")
            names.append(reading.app.theme)
            named = names[-1].removeprefix("briefing-")
            assert reading.message == f"Theme: {named}, from now on."
        assert names == ["briefing-light", "briefing-terminal", "briefing-dark"]


async def test_a_theme_is_kept_until_the_configuration_names_another(shelf: Shelf) -> None:
    async with shelf.open((80, 24), config=Config(theme="dark")) as reading:
        await reading.press("t")
        assert reading.app.theme == "briefing-light"
    async with shelf.open((80, 24), config=Config(theme="dark")) as reading:
        assert reading.app.theme == "briefing-light"
    async with shelf.open((80, 24), config=Config(theme="terminal")) as reading:
        assert reading.app.theme == "briefing-terminal"
    async with shelf.open((80, 24), config=Config(theme="dark")) as reading:
        assert reading.app.theme == "briefing-light", "what was configured then holds again"


@pytest.mark.parametrize(
    ("environment", "wish", "theme"),
    [
        ({"COLORTERM": "truecolor"}, "auto", "briefing-dark"),
        ({"COLORTERM": "", "TERM": "xterm-256color"}, "auto", "briefing-dark"),
        ({"COLORTERM": "", "TERM": "xterm"}, "auto", "briefing-terminal"),
        ({"COLORTERM": "truecolor"}, "light", "briefing-light"),
        ({"NO_COLOR": "1"}, "auto", "briefing-terminal"),
        ({"NO_COLOR": "1"}, "light", "briefing-terminal"),
        ({"NO_COLOR": ""}, "auto", "briefing-dark"),
    ],
)
async def test_the_theme_suits_the_terminal(
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    wish: Theme,
    theme: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    config = Config(theme=wish)
    async with shelf.open((80, 24), config=config) as reading:
        assert reading.app.theme == theme


async def test_without_colour_the_theme_stays_and_the_cursor_can_be_told(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("t")
        assert "NO_COLOR is set" in reading.message
        assert reading.app.theme == "briefing-terminal"
        await reading.press("3")
        assert "▌  Hilltop gets two thirds" in reading.text(Pane.CARDS)
        await reading.press("/", "d", "a", "m", "enter")
        assert reading.reversed_text("header") == ["dam"]
        await reading.press("n")
        assert reading.reversed_text(Pane.CARD)[:1] == ["dam"]


# -- the user's own keys ---------------------------------------------------------------------------


async def test_remapped_keys_hold_on_the_screen_in_the_sheets_in_footer_and_help(
    shelf: Shelf,
) -> None:
    keys = {
        "find": ("i", ","),
        "desk": ("f8",),
        "down": ("ctrl+n",),
        "back": ("f9",),
        "help": ("E", "ə"),
    }
    async with shelf.open((160, 40), config=Config(keys=keys)) as reading:
        assert reading.message == ""
        assert "i find" in reading.text("footer")
        assert "E help" in reading.text("footer")
        for key in ("/", "?"):
            await reading.press(key)
            assert (reading.prompt, reading.sheet) == (None, None)
        for key in ("i", ","):
            await reading.press(key)
            assert reading.prompt == ""
            await reading.press("f9")
            assert reading.prompt is None
        await reading.press("3", "j")
        assert reading.card == "share"
        await reading.press("ctrl+n")
        assert reading.card == "duration"
        for key in ("E", "ə"):
            await reading.press(key)
            pane = reading.sheet
            assert pane is not None
            await reading.press("ctrl+n", "ctrl+n")
            assert pane.scroll_offset.y == 2
            await reading.press("escape")
            assert reading.sheet is not None
            text = await whole_sheet(reading)
            assert "i , Find words" in text
            assert "Ctrl-N Move down" in text
            await reading.press("f9")
            assert reading.sheet is None


@pytest.mark.parametrize(
    ("keys", "notice"),
    [
        ({"find": ("j",)}, "“j” cannot be find: it is down already"),
        ({"fnd": ("F",)}, "There is no command “fnd”; did you mean find"),
        ({"find": ("hyper+x",)}, "“hyper+x” is not a key"),
        ({"find": ("ctrl+b",)}, "ctrl+b (command find) may not arrive: it is used by tmux."),
    ],
)
async def test_wishes_that_cannot_be_granted_are_told_at_start(
    shelf: Shelf, keys: dict[str, tuple[str, ...]], notice: str
) -> None:
    async with shelf.open((40, 24), config=Config(keys=keys)) as reading:
        assert notice in " ".join(reading.text("footer").split())
        await reading.press("3", "j")
        assert reading.card == "duration"
        await reading.press("ctrl+b" if "ctrl+b" in keys.get("find", ()) else "/")
        assert reading.prompt == ""


async def test_no_key_pages_through_a_palette_that_has_no_lines_yet(shelf: Shelf) -> None:
    async with shelf.open() as reading:
        await reading.press(":", "d", "a", "m")
        palette = reading.top
        assert isinstance(palette, CommandPalette)
        commands = palette.query_one(CommandList)
        assert palette.check_action("command_list", ("page_down",))
        commands.styles.height = 0
        await reading.caught_up()
        assert not palette.check_action("command_list", ("page_down",))
        await reading.press("pagedown", "escape")
        assert reading.top is reading.screen


@pytest.mark.parametrize(
    "keys",
    [(), ("question_mark",), ("F",), ("colon",), ("3", "tab", "s")],
    ids=["reader", "help", "library", "palette", "source"],
)
async def test_every_screen_is_drawn_anew_by_its_key(
    shelf: Shelf, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shelf.open((100, 30)) as reading:
        await reading.press(*keys)
        assert (reading.top is reading.screen) == (not keys)
        forgotten: list[bool] = []
        monkeypatch.setattr(reading.app, "forget_screen", lambda: forgotten.append(True))
        await reading.press("ctrl+l")
        assert forgotten == [True]

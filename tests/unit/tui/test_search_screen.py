"""The screen that searches the library, over an index that finds what it is told to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.search.index.results import Stage
from briefing.settings.config import Config, Places
from briefing.settings.searches import SavedSearch, save_search, searches_file
from briefing.tui import library_pages
from briefing.tui.library_pages import PAGE, LibrarySearch
from briefing.tui.reader.layout import WIDE
from briefing.tui.screens import library_search
from briefing.tui.screens.library_search import LibraryScreen
from briefing.tui.session import new_session
from briefing.tui.widgets import Prompt
from tests.pilot.test_library_growing import GrowingKeeper
from tests.unit.tui.search_desk import Desk, Host, Keeper

Open = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Keeper:
    keeper = Keeper()
    monkeypatch.setattr(library_pages, "open_index", lambda *_, **__: keeper)
    for pause in ("_PAUSE", "_PREVIEW_REST"):
        monkeypatch.setattr(library_search, pause, 0.01)  # at rest is who has no timer so soon
    monkeypatch.setattr(library_search, "_LOOK", 0.1)
    return keeper


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "library", tmp_path / "state", tmp_path / "config.toml")


@pytest.fixture
def opened(places: Places, keeper: Keeper, briefing: Briefing) -> Open:
    library = Library(places.library)
    library.publish([briefing])

    @asynccontextmanager
    async def open_(size: tuple[int, int] = (80, 14), words: str = "") -> AsyncIterator[Desk]:
        state = ReaderState.open(places.state / "state.json")
        session = new_session(library, state, Config(), Corpus(None), places=places)
        search = LibrarySearch(session)
        search.words = words
        app = Host(LibraryScreen(session, search))
        async with app.run_test(size=size) as pilot:
            desk = Desk(app, pilot, keeper)
            await desk.rest()
            yield desk

    return open_


# -- asking ----------------------------------------------------------------------------------------


async def test_it_goes_on_with_the_words_asked_for_last_which_typing_replaces(
    opened: Open, keeper: Keeper
) -> None:
    keeper.finds = {"peace": 2, "w": 1}
    async with opened(words="peace") as desk:
        assert (desk.entry.value, desk.position, desk.title) == ("peace", "1 of 2", "Newest first")
        assert desk.entry.has_focus
        await desk.press("w")
        assert (desk.entry.value, desk.screen.search.words) == ("w", "w")
        assert (desk.position, keeper.searched) == ("1 of 1", 2)


async def test_what_is_wrong_is_pointed_at_unless_it_may_become_right(
    opened: Open, keeper: Keeper
) -> None:
    keeper.finds = {"peace": 2}
    async with opened() as desk:
        prompt = desk.screen.query_one(Prompt)
        await desk.ask("peace stance:opposed x")
        assert "“opposes”" in desk.fault
        assert not prompt.query_one("#prompt-fault").has_class("-hint")
        searched = keeper.searched
        await desk.press("enter")
        assert desk.entry.has_focus
        await desk.ask("peace stance:")
        assert desk.fault
        assert prompt.query_one("#prompt-fault").has_class("-hint")
        assert keeper.searched == searched
        await desk.press("enter")
        assert desk.screen.hits.has_focus
        await desk.ask("peace")
        assert (desk.fault, desk.position) == ("", "1 of 2")


async def test_an_answer_that_fails_is_told_until_the_next_words(
    opened: Open, keeper: Keeper
) -> None:
    keeper.finds = {"peace": 60, "war": 1}
    async with opened(words="peace") as desk:
        keeper.fails = BriefingError("It cannot be read.")
        await desk.ask("war")
        assert (desk.told, desk.screen.asking.words) == ("It cannot be read.", "peace")
        keeper.fails = None
        await desk.ask("war ")
        assert (desk.told, desk.position) == ("", "1 of 1")
        await desk.ask("peace")
        keeper.fails = BriefingError("No further.")
        await desk.press("enter", "G")
        assert desk.told == "No further."
        await desk.press("g", *["j"] * 25)
        assert desk.at == "25"
        assert len(desk.screen.asking.pages.rows) == PAGE
        keeper.fails = None
        await desk.press("j")
        assert len(desk.screen.asking.pages.rows) == 60


async def test_what_may_become_a_field_is_listed_once_the_reader_goes_to_the_list(
    opened: Open, keeper: Keeper
) -> None:
    keeper.finds = {"prisoners": 2}
    async with opened(words="prisoners") as desk:
        await desk.ask("prisoners t")
        assert desk.position == "1 of 2"
        await desk.press("enter")
        assert desk.listed == ["No card is found."]
        searched = keeper.searched
        await desk.press("/", "enter")
        assert keeper.searched == searched


# -- saving ----------------------------------------------------------------------------------------


async def test_a_name_is_asked_for_without_searching_for_it_and_a_deletion_is_confirmed(
    opened: Open, keeper: Keeper, places: Places
) -> None:
    save_search(searches_file(places), SavedSearch("old", "war"))
    keeper.finds = {"peace": 2, "": 2, "war": 1}
    async with opened(words="peace") as desk:
        await desk.press("enter", "S", "n", "e", "w")
        assert (desk.screen.search.words, desk.position) == ("peace", "1 of 2")
        await desk.press("enter")
        assert desk.told == "Saved as “new”; it is listed before you type a search."
        assert (desk.screen.hits.has_focus, desk.entry.value) == (True, "peace")
        await desk.press("s")
        assert [" ".join(line.split()) for line in desk.listed[:3]] == [
            "Saved searches",
            "old war 1",
            "new peace 2",
        ]
        await desk.press("D")
        assert desk.told == "Delete “old”? y deletes it, any other key keeps it."
        await desk.press("escape", "y")
        copies = "There is no card here to copy."
        assert (desk.told, len(desk.screen.saved.listed)) == (copies, 2)
        assert desk.screen.hits.has_focus
        await desk.press("D", "y")
        assert (desk.told, desk.at) == ("“old” is deleted.", "saved:new")
        assert [one.search.name for one in desk.screen.saved.listed] == ["new"]


# -- moving ----------------------------------------------------------------------------------------


async def test_keys_lead_over_all_that_is_found(opened: Open, keeper: Keeper) -> None:
    keeper.finds = {"peace": 120}
    async with opened((80, 14), words="peace") as desk:
        assert desk.screen.hits.page_height == 11
        await desk.press("j")
        assert (desk.screen.hits.has_focus, desk.entry.value) == (False, "j")
        await desk.ask("peace")
        await desk.press("down")
        assert (desk.screen.hits.has_focus, desk.at) == (True, "0")
        places = []
        for key in ("j", "down", "k", "space", "pagedown", "backspace", "G", "k", "g"):
            await desk.press(key)
            places.append(desk.position)
        assert places == [
            "2 of 120",
            "3 of 120",
            "2 of 120",
            "6 of 120",
            "10 of 120",
            "6 of 120",
            "120 of 120",
            "119 of 120",
            "1 of 120",
        ]
        await desk.press("/")
        assert desk.entry.has_focus
        await desk.press("escape")
        assert desk.app.ended == [None]


async def test_in_a_list_of_one_page_the_ends_are_at_hand(opened: Open, keeper: Keeper) -> None:
    keeper.finds = {"peace": 30}
    async with opened(words="peace") as desk:
        searched = keeper.searched
        await desk.press("enter", "G")
        assert (desk.position, desk.told) == ("30 of 30", "")
        await desk.press("g")
        assert (desk.position, keeper.searched) == ("1 of 30", searched)
        await desk.press("q")
        assert desk.app.ended == [None]


async def test_a_page_of_a_low_list_is_a_card(opened: Open, keeper: Keeper) -> None:
    keeper.finds = {"peace": 30}
    async with opened((80, 6), words="peace") as desk:
        assert desk.screen.hits.page_height == 3
        await desk.press("enter", "space")
        assert desk.at == "1"


async def test_enter_and_a_second_click_open_the_card(opened: Open, keeper: Keeper) -> None:
    keeper.finds = {"peace": 3}
    row = GrowingKeeper.row(1)
    async with opened(words="peace") as desk:
        await desk.pilot.click(desk.screen.hits, offset=(5, 4))
        await desk.rest()
        assert (desk.at, desk.app.ended) == ("1", [])
        await desk.pilot.click(desk.screen.hits, offset=(5, 4))
        await desk.rest()
        (choice,) = desk.app.ended
        assert choice is not None
        assert (choice.row.card_id, choice.words) == (row.card_id, "peace")
    async with opened((WIDE, 20), words="peace") as desk:
        await desk.press("enter", "j")
        await desk.pilot.click(desk.screen.preview, offset=(5, 1))
        await desk.rest()
        assert (desk.at, desk.app.ended) == ("1", [])
        await desk.press("k", "l")
        (choice,) = desk.app.ended
        assert choice is not None
        assert choice.row.card_id == "c0"


# -- what is said ----------------------------------------------------------------------------------


async def test_the_footer_names_the_keys_that_do_something_now(
    opened: Open, keeper: Keeper, places: Places
) -> None:
    save_search(searches_file(places), SavedSearch("one", "peace"))
    keeper.finds = {"peace": 2, "": 2}
    async with opened() as desk:
        assert desk.footer.hints == [("Esc", "back"), ("Enter", "to the list")]
        await desk.press("enter")
        assert desk.at == "saved:one"
        assert desk.footer.hints == [("Esc", "words"), ("Enter", "search"), ("D", "delete")]
        assert desk.position == "2 cards"
        await desk.press("j")
        assert desk.footer.hints == [
            ("Esc", "words"),
            ("Enter", "read"),
            ("S", "save"),
            ("s", "saved"),
            ("Space", "page"),
            ("y", "copy"),
        ]
        await desk.press("k", "enter")
        assert (desk.entry.value, desk.entry.cursor_position) == ("peace", 5)
        await desk.press("S")
        assert desk.footer.hints == [("Esc", "back"), ("Enter", "keep")]
        assert desk.fault == ""
        await desk.press("escape")
        assert (desk.screen.hits.has_focus, desk.entry.value) == (True, "peace")
        await desk.press("s")
        assert (desk.entry.value, desk.told) == ("", "")
        assert desk.listed[0] == "Saved searches"


async def test_keys_that_have_nothing_to_do_say_so(opened: Open, keeper: Keeper) -> None:
    keeper.finds = {"": 2}
    async with opened() as desk:
        told = []
        await desk.press("enter")
        for key in ("S", "s", "D", "j"):
            await desk.press(key)
            told.append(desk.told)
        assert told == [
            "There is no search to save; / begins one.",
            "No search is saved; S saves the present one.",
            "Only saved searches can be deleted; s lists them.",
            "",
        ]


async def test_without_a_card_no_position_is_said(opened: Open, keeper: Keeper) -> None:
    async with opened(words="peace") as desk:
        assert (desk.position, desk.listed) == ("", ["No card is found."])
        await desk.ask("")
        assert (desk.position, desk.listed) == ("", ["There is no card."])
        await desk.press("enter", "enter", "G", "g", "j")
        assert desk.app.ended == []


# -- the card under the cursor ---------------------------------------------------------------------


@pytest.mark.parametrize(("width", "beside"), [(WIDE - 1, False), (WIDE, True)])
async def test_a_wide_screen_shows_what_the_cursor_is_on(
    opened: Open, keeper: Keeper, places: Places, width: int, beside: bool
) -> None:
    save_search(searches_file(places), SavedSearch("one", "peace"))
    save_search(searches_file(places), SavedSearch("odd", "by:"))
    keeper.finds = {"peace": 60, "": 2}
    async with opened((width, 30)) as desk:
        assert desk.screen.preview.display is beside
        if not beside:
            assert desk.previewed == []
            return
        assert desk.previewed[:3] == ["one", "peace", ""]
        assert desk.previewed[-1].endswith("What card 19 says.")
        await desk.press("enter", "j")
        assert desk.previewed[:2] == ["odd", "by:"]
        assert " ".join(desk.previewed[3:]).startswith("“by:” needs a value right after")
        keeper.finds["zzz"] = 0
        await desk.ask("zzz")
        assert desk.previewed == [""]


# -- an index that is being made -------------------------------------------------------------------


async def test_an_index_that_grows_is_looked_at_until_it_is_ready(
    opened: Open, keeper: Keeper
) -> None:
    keeper.stage, keeper.finds = Stage.BUILDING, {"peace": 3}
    async with opened(words="peace") as desk:
        assert desk.position == "1 of 3 so far"
        assert desk.title == "Newest first · partial: 0 % of 1,000 briefings read"
        await desk.press("enter", "j")
        searched = keeper.searched
        keeper.done, keeper.finds = 500, {"peace": 5}
        keeper.notice = "A notice."
        await desk.until(lambda: "of 5" in desk.position)
        assert (desk.position, desk.at) == ("2 of 5 so far", "1")
        assert desk.listed[0] == "A notice."
        assert desk.title == "Newest first · partial: 50 % of 1,000 briefings read"
        assert keeper.searched == searched + 1
        keeper.stage = Stage.READY
        await desk.until(lambda: "partial" not in desk.title)
        assert (desk.position, desk.title) == ("2 of 5", "Newest first")


async def test_the_cursor_stays_on_its_card_when_others_come_above_it(
    opened: Open, keeper: Keeper
) -> None:
    keeper.stage, keeper.finds = Stage.BUILDING, {"peace": 3}
    async with opened(words="peace") as desk:
        await desk.press("enter", "j")
        assert (desk.at, desk.position) == ("1", "2 of 3 so far")
        keeper.done, keeper.above = 500, 2
        await desk.until(lambda: "of 5" in desk.position)
        assert (desk.at, desk.position) == ("3", "4 of 5 so far")
        keeper.done, keeper.above, keeper.finds = 600, 0, {"peace": 1}
        await desk.until(lambda: "of 1" in desk.position)
        assert (desk.at, desk.position) == ("0", "1 of 1 so far")


async def test_who_reads_below_the_first_page_is_not_taken_away_while_the_index_grows(
    opened: Open, keeper: Keeper
) -> None:
    keeper.stage, keeper.finds = Stage.BUILDING, {"peace": 200}
    async with opened(words="peace") as desk:
        await desk.press("enter", *["space"] * 14)
        assert (desk.at, desk.position) == ("56", "57 of 200 so far")
        keeper.done, keeper.finds = 500, {"peace": 300}
        await desk.until(lambda: "300" in desk.position)
        assert desk.position == "57 of 300 so far"
        keeper.stage = Stage.READY
        await desk.until(lambda: "complete" in desk.title)
        assert desk.at == "56"
        assert desk.title == "Newest first · partial: the index is complete; g lists again"
        await desk.press("g")
        assert (desk.at, desk.title) == ("0", "Newest first")

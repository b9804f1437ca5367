"""Searching in all briefings: as one types, reading what was found, saved searches."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.geometry import Region

from briefing.model.briefing import Briefing
from briefing.search.index.results import PageEnd, Results, Stop
from briefing.search.language import read_words
from briefing.search.query import Query
from briefing.settings.searches import SavedSearch, load_searches, save_search, searches_file
from briefing.tui import library_pages
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Shelf, Size, text_of
from tests.pilot.library_screens import (
    listed,
    marked,
    position,
    search,
    told,
    until,
)
from tests.thorough import spread
from tests.waiting import HANGS

# -- asking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", spread([(120, 40), (80, 24)], 1), ids=str)
async def test_cards_of_all_briefings_come_as_one_types_the_newest_first(
    three: Shelf, size: Size
) -> None:
    async with three.open(size, address="two-towns") as reading:
        screen = await search(reading, "treaty")
        assert listed(screen) == [
            f"The new treaty{'2 Mar 2025'.rjust(screen.hits.content_size.width - 14)}",
            "Card 0",
            "Section · Another treaty, signed in peace.",
            "Card 1",
            "Section · What was signed is no treaty.",
            f"The old treaty{'1 May 2019'.rjust(screen.hits.content_size.width - 14)}",
            "Card 0",
            "Section · A treaty of peace.",
        ]
        assert marked(screen) == {"treaty"}
        assert position(screen) == "1 of 3"
        assert "Newest first" in text_of(screen.hits)
        await reading.type(" -peace")
        await until(reading, lambda: position(screen) == "1 of 1")
        assert "Section · What was signed is no treaty." in listed(screen)


async def test_without_words_the_newest_cards_of_all_are_listed(
    three: Shelf, briefing: Briefing
) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading)
        # What is listed before the index is whole is listed again when it is.
        await until(reading, lambda: not screen.asking.partial)
        assert position(screen) == f"1 of {4 + sum(1 for _ in briefing.cards())}"
        assert listed(screen)[0].startswith("The new treaty")
        assert listed(screen)[5].startswith(briefing.title)


async def test_what_is_wrong_is_told_and_the_list_stays(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "signed stance:")
        before = listed(screen)
        await reading.type("opposed x")
        await until(reading, lambda: screen.tasks.idle)
        assert "did you mean “opposes”?" in text_of(screen.query_one("#prompt-fault"))
        (strip,) = screen.query_one("#prompt-entry").render_lines(Region(0, 0, 60, 1))
        underlined = [one.text for one in strip if one.style and one.style.underline]
        assert "".join(underlined) == "stance:opposed"
        assert listed(screen) == before
        await reading.press("enter")
        assert reading.focus == "prompt-entry"


async def test_an_answer_that_comes_late_is_not_shown(
    three: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked = threading.Event(), threading.Event()
    page = library_pages.LibrarySearch.page

    def slow(
        self: library_pages.LibrarySearch, query: Query, start: PageEnd | None, stopped: Stop
    ) -> Results:
        found = page(self, query, start, stopped)
        if query == read_words("another"):
            asked.set()
            assert held.wait(HANGS)
        return found

    monkeypatch.setattr(library_pages.LibrarySearch, "page", slow)
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "word")
        before = listed(screen)
        screen.query_one("#prompt-entry").value = "another"  # type: ignore[attr-defined]
        await until(reading, asked.is_set)
        screen.query_one("#prompt-entry").value = "no such"  # type: ignore[attr-defined]
        await reading.caught_up()
        shown: list[list[str]] = []
        anew = screen.list_anew

        def note(*, again: bool) -> None:
            anew(again=again)
            shown.append(listed(screen))

        monkeypatch.setattr(screen, "list_anew", note)
        held.set()
        await until(reading, lambda: screen.tasks.idle)
        assert before != ["No card is found."]
        assert shown == [["No card is found."]]


async def test_the_card_under_the_cursor_is_shown_beside_where_there_is_room(
    three: Shelf, briefing: Briefing
) -> None:
    async with three.open((120, 40), address="two-towns") as reading:
        screen = await search(reading, "treaty")
        preview = screen.preview
        await until(reading, lambda: "Another treaty, signed" in text_of(preview))
        await reading.press("down", "G")
        await until(reading, lambda: "A treaty of peace." in text_of(preview))
        await reading.resize((80, 24))
        assert not preview.display
        assert "A treaty of peace." in " ".join(listed(screen))


# -- reading what was found ------------------------------------------------------------------------


async def test_enter_opens_the_card_at_the_match_in_its_briefing(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        await search(reading, "treaty")
        await reading.press("down", "j", "enter")
        assert reading.top is reading.screen
        assert (reading.screen.briefing.id, reading.card) == ("new-treaty", "c1")
        assert reading.reversed_text(Pane.CARD) == ["treaty"]
        assert "2 of 2" in reading.text("footer")
        await reading.press("N")
        assert reading.card == "c0"


async def test_a_card_of_the_open_briefing_is_opened_without_leaving_it(
    three: Shelf, briefing: Briefing
) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        await search(reading, "turbines in:terms")
        await reading.press("enter", "enter")
        assert (reading.screen.briefing.id, reading.card) == ("two-towns", "turbines")
        assert [word.casefold() for word in reading.reversed_text(Pane.CARD)] == ["turbines"]


async def test_escape_goes_back_to_the_words_and_then_to_where_the_reader_was(
    three: Shelf,
) -> None:
    async with three.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("j")
        before = (reading.card, reading.item, reading.focus, reading.text())
        screen = await search(reading, "treaty")
        await reading.press("down", "j", "escape")
        assert reading.focus == "prompt-entry"
        assert screen.hits.cursor_key == "1"
        await reading.press("escape")
        assert (reading.card, reading.item, reading.focus, reading.text()) == before
        again = await search(reading)
        assert position(again) == "2 of 3"
        await reading.press("down", "q")
        assert reading.top is reading.screen


async def test_a_briefing_that_is_gone_is_told(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        await search(reading, "treaty")
        (three.library.folder / "briefings" / "new-treaty.json").unlink()
        await reading.press("enter", "enter")
        assert reading.screen.briefing.id == "two-towns"
        assert "new-treaty" in reading.message


async def test_marks_of_the_reader_count_in_every_briefing(three: Shelf) -> None:
    async with three.open((80, 24), address="new-treaty") as reading:
        await reading.press("b", "J", "m")
        screen = await search(reading, "is:bookmarked")
        assert position(screen) == "1 of 1"
        assert "Section · Another treaty, signed in peace." in listed(screen)
        await reading.press("escape")
        screen = await search(reading, "is:unread briefing:treaty")
        read = reading.read
        assert read
        await until(reading, lambda: position(screen) == f"1 of {4 - len(read)}")


async def test_what_is_listed_beside_a_mistake_is_said_to_be_no_answer(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "s stance:opposed")
        title = str(screen.hits.border_title)
        assert title == "Not understood: “stance:opposed” · still listed: “s stan”"
        await reading.press("enter")
        assert "until that is mended; Esc goes back" in told(screen)
        await reading.press(*["backspace"] * len("d"))
        await reading.type("s")
        await until(reading, lambda: screen.tasks.idle)
        assert "Newest first" in str(screen.hits.border_title)


@pytest.mark.parametrize("leaving", [("q",), ("escape", "escape"), ("enter",)])
async def test_the_list_is_as_it_was_when_it_is_opened_again(
    three: Shelf, leaving: tuple[str, ...]
) -> None:
    async with three.open((80, 16), address="two-towns") as reading:
        screen = await search(reading, "in:terms or treaty or water")
        await reading.press("down", *["j"] * 9, "k", "k")
        place = (position(screen), screen.hits.scroll_offset.y, listed(screen))
        assert place[1] > 0
        await reading.press(*leaving)
        assert reading.top is reading.screen
        again = await search(reading)
        assert again is not screen
        assert again.search.words == "in:terms or treaty or water"
        assert (position(again), again.hits.scroll_offset.y, listed(again)) == place
        await reading.type("dam")
        await until(reading, lambda: again.tasks.idle)
        assert again.search.words == "dam", "what is typed takes the place of the words"


async def test_the_list_left_in_a_mistake_says_so_again(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        await search(reading, "treaty stance:opposed")
        await reading.press("escape")
        again = await search(reading)
        assert again.search.words == "treaty stance:opposed"
        assert "Not understood" in str(again.hits.border_title)
        assert "The new treaty" in listed(again)[0]


async def test_the_card_under_the_cursor_is_copied_with_its_citations(three: Shelf) -> None:
    async with three.open((80, 24), address="new-treaty") as reading:
        screen = await search(reading, "dam in:terms")
        await reading.press("down", "y")
        await until(reading, lambda: screen.tasks.idle)
        assert "clipboard" in told(screen)
        assert "two-towns/duration@1" in reading.app.clipboard
        await reading.press("y")
        await until(reading, lambda: reading.sheet is not None)


async def test_theme_and_palette_work_in_the_list(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "treaty")
        await reading.press("down", "t")
        assert told(screen) == "Theme: light, from now on."
        await reading.press(":")
        await reading.type("who doubts")
        await reading.app.workers.wait_for_complete()
        await reading.press("enter")
        await reading.until(lambda: reading.top is reading.screen)
        assert reading.section == "doubts"


# -- saved searches --------------------------------------------------------------------------------


async def test_a_search_is_saved_listed_with_its_count_run_and_deleted(three: Shelf) -> None:
    file = searches_file(three.places)
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "treaty")
        await reading.press("enter", "S")
        assert "Save as:" in text_of(screen.query_one("#prompt-label"))
        await reading.type("all treaties")
        await reading.press("enter")
        assert "Saved as “all treaties”" in told(screen)
        assert load_searches(file) == ((SavedSearch("all treaties", "treaty"),), ())
        await reading.press("s")
        await until(reading, lambda: listed(screen)[1].endswith("3"))
        assert listed(screen)[0] == "Saved searches"
        assert listed(screen)[1].split() == ["all", "treaties", "treaty", "3"]
        assert reading.focus == "hits"
        await reading.press("enter")
        await until(reading, lambda: position(screen) == "1 of 3")
        await reading.press("s")
        await until(reading, lambda: "Saved searches" in listed(screen))
        await reading.press("D", "escape")
        assert load_searches(file)[0]
        await reading.press("D")
        assert "Delete “all treaties”?" in told(screen)
        await reading.press("y")
        assert load_searches(file) == ((), ())
        assert "Saved searches" not in listed(screen)
        await reading.press("y")
        assert "deleted" not in told(screen), "it copies the card under the cursor"


async def test_words_typed_after_a_saved_search_was_chosen_stand_behind_its_own(
    three: Shelf,
) -> None:
    save_search(searches_file(three.places), SavedSearch("peace", "treaty peace"))
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading, "dam")
        await reading.press("down", "s", "g", "enter")
        assert screen.search.words == "treaty peace"
        await reading.press("/")
        await reading.type(" signed")
        assert screen.search.words == "treaty peace signed"


async def test_beside_a_saved_search_stand_its_words_and_the_first_cards_it_finds(
    three: Shelf,
) -> None:
    for search_of in (SavedSearch("all treaties", "treaty"), SavedSearch("odd", "stance:opposed")):
        save_search(searches_file(three.places), search_of)
    async with three.open((120, 40), address="two-towns") as reading:
        screen = await search(reading)
        pane = screen.preview
        # What it found of half an index comes first, where the machine is busy.
        await until(reading, lambda: "The new treaty" in text_of(pane))
        shown = [line.strip() for line in text_of(pane).splitlines() if line.strip()]
        assert "Saved search" in shown[0]
        assert shown[1:3] == ["all treaties", "treaty"]
        assert shown[3].startswith("The new treaty")
        await reading.press("enter", "j")
        await until(reading, lambda: "“opposes”" in text_of(pane))
        await reading.press("D", "y", "k", "D", "y")
        await until(reading, lambda: "Saved search" not in text_of(pane))


async def test_bad_lines_and_queries_of_the_file_are_told(three: Shelf) -> None:
    file = searches_file(three.places)
    save_search(file, SavedSearch("mine", "stance:opposed"))
    with file.open("a") as lines:
        lines.write("odd\n")
    async with three.open((120, 40), address="two-towns") as reading:
        screen = await search(reading)
        await until(reading, lambda: "has a mistake" in " ".join(listed(screen)))
        assert f"{file}:2" in "".join(listed(screen)).replace(" ", "")
        await reading.press("enter", "enter")
        await until(reading, lambda: screen.asking.fault is not None)
        assert "opposes" in text_of(screen.query_one("#prompt-fault"))


async def test_nothing_is_saved_where_nothing_is_asked_or_it_cannot_be_written(
    three: Shelf, tmp_path: Path
) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        screen = await search(reading)
        await reading.press("enter", "S")
        assert "There is no search to save" in told(screen)
        await reading.press("slash")
        await reading.type("peace")
        searches_file(three.places).mkdir()
        await reading.press("enter", "S", "a", "enter")
        assert "cannot be read" in told(screen)
        await reading.press("S", "a", "escape")
        assert (reading.focus, screen.search.words) == ("hits", "peace")


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("size", spread([(120, 40), (40, 10), (10, 5), (1, 1)], 1), ids=str)
async def test_no_size_brings_it_down(three: Shelf, size: Size) -> None:
    async with three.open((80, 24), address="two-towns") as reading:
        await search(reading, "treaty")
        await reading.press("down")
        await reading.resize(size)
        await reading.press("j", "space", "G", "g", "escape", "escape")
        assert reading.top is reading.screen

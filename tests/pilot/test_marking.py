"""Read marks, bookmarks and the place, and that they outlive the sitting."""

from __future__ import annotations

import shutil

import msgspec
import pytest

from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.cards import Card
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, Size
from tests.thorough import spread


def retitled(briefing: Briefing, card_id: str, title: str) -> Briefing:
    """The same briefing with another title of one card."""

    def changed(card: Card) -> Card:
        return msgspec.structs.replace(card, title=title) if card.id == card_id else card

    sections = tuple(
        msgspec.structs.replace(section, cards=tuple(changed(card) for card in section.cards))
        for section in briefing.sections
    )
    return msgspec.structs.replace(briefing, sections=sections)


async def test_u_goes_through_all_unread_cards_and_says_when_all_is_read(
    shelf: Shelf, briefing: Briefing
) -> None:
    order = [card.id for _, card in briefing.cards()]
    async with shelf.open((120, 60), address="two-towns/sources/about-herald") as reading:
        seen = [reading.card]
        for _ in order[1:]:
            await reading.press("u")
            seen.append(reading.card)
        assert seen == [*order[-2:], *order[:-2]]
        await reading.press("u")
        assert reading.message == "All is read."
        assert reading.card == seen[-1]


async def test_sections_and_list_say_how_many_are_unread(shelf: Shelf) -> None:
    async with shelf.open((120, 60), address="two-towns/terms/share") as reading:
        row = next(line for line in reading.text(Pane.SECTIONS).splitlines() if "agreed " in line)
        assert row.endswith("2")
        assert "What was agreed · 2 of 3 unread" in reading.text(Pane.CARDS)
        await reading.press("J", "J")
        assert "What was agreed · read" in reading.text(Pane.CARDS)
        row = next(line for line in reading.text(Pane.SECTIONS).splitlines() if "agreed " in line)
        assert row.endswith("✓")
        await reading.press("m")
        assert "What was agreed · 1 of 3 unread" in reading.text(Pane.CARDS)
        assert "•" in reading.text(Pane.CARDS)


async def test_m_marks_and_the_mark_stays_though_the_end_is_in_sight(shelf: Shelf) -> None:
    async with shelf.open((120, 60), address="two-towns/terms/share") as reading:
        assert reading.read == {"share"}
        await reading.press("m")
        assert reading.read == set()
        await reading.press("j", "tab")
        await reading.resize((100, 50))
        assert reading.read == set()
        await reading.press("m")
        assert reading.read == {"share"}


async def test_marking_a_section_and_undoing_it(shelf: Shelf) -> None:
    async with shelf.open((120, 60), address="two-towns/terms/share") as reading:
        before = reading.read
        await reading.press("M")
        assert reading.read == {"share", "duration", "turbines"}
        await reading.press("U")
        assert reading.read == before
        await reading.press("M", "M")
        assert reading.read == set()
        assert "as unread" in reading.message
        await reading.press("U")
        assert reading.read == {"share", "duration", "turbines"}


@pytest.mark.parametrize(("key", "attribute"), [("b", "bookmarks"), ("m", "read")])
async def test_undo_takes_back_the_last_thing_done_not_a_card_seen_before_it(
    shelf: Shelf, key: str, attribute: str
) -> None:
    async with shelf.open((120, 60), address="two-towns/terms/share") as reading:
        read, marks = reading.read, getattr(reading, attribute)
        await reading.press(key)
        assert getattr(reading, attribute) != marks
        await reading.press("U")
        assert getattr(reading, attribute) == marks
        assert reading.read == read


async def test_there_is_an_end_to_undoing(shelf: Shelf) -> None:
    async with shelf.open((40, 10)) as reading:
        await reading.press("h", "U", "U", "U")
        assert reading.message == "There is nothing to undo."


async def test_bookmarks_are_shown_found_and_taken_away(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("B")
        assert reading.message == "No bookmarks: b sets one."
        await reading.press("J", "b")
        assert reading.bookmarks == {"duration"}
        await reading.press("h")
        row = next(line for line in reading.text(Pane.CARDS).splitlines() if "ten years" in line)
        assert "*" in row
        await reading.press("1", "B")
        assert reading.card == "duration"
        await reading.press("b")
        assert reading.bookmarks == set()
        assert reading.message == "Bookmark removed."
        await reading.press("U")
        assert reading.bookmarks == {"duration"}


@pytest.mark.parametrize("size", spread([(120, 40), (80, 24), (40, 24)], 1), ids=str)
async def test_place_marks_and_bookmarks_outlive_the_sitting(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size) as reading:
        await reading.press("3", "b", "l", "j", "j")
        item = reading.item
        assert item is not None
        read = reading.read
        await reading.press("q")
    for _ in range(2):
        async with shelf.open(size) as reading:
            assert (reading.section, reading.card, reading.item) == ("terms", "share", item)
            assert reading.bookmarks == {"share"}
            assert reading.read >= read
            await reading.press("q")


async def test_an_address_goes_before_the_place_where_the_reader_left(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        await reading.press("3", "q")
    async with shelf.open((80, 24), address="two-towns/sources") as reading:
        assert reading.card == "about-herald"


async def test_a_card_that_changed_is_unread_again(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((120, 60), address="two-towns/terms/share") as reading:
        await reading.press("M", "b", "1", "q")
    shelf.publish(retitled(briefing, "duration", "The deal runs for eleven years"))
    async with shelf.open((120, 60)) as reading:
        assert "revision 2" in reading.text("header")
        assert "duration" not in reading.read
        assert {"share", "turbines"} <= reading.read
        assert reading.unread_in("terms") == "1 of 3 unread"
        assert reading.bookmarks == {"share"}


async def test_a_card_that_is_gone_does_not_keep_the_reader_from_opening(
    shelf: Shelf, briefing: Briefing
) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("b", "q")
    sections = tuple(section for section in briefing.sections if section.id != "terms")
    shelf.publish(msgspec.structs.replace(briefing, sections=sections))
    async with shelf.open((80, 24)) as reading:
        assert reading.card == briefing.sections[0].cards[0].id
        assert reading.bookmarks == set()


async def test_two_sittings_at_once_lose_nothing(shelf: Shelf) -> None:
    async with shelf.open((120, 60), address="two-towns/terms/share") as one:
        await one.press("b")
        async with shelf.open((120, 60), address="two-towns/sources/about-post") as other:
            assert other.bookmarks == {"share"}
            await other.press("b", "q")
        await one.press("J", "b", "q")
    async with shelf.open((120, 60)) as reading:
        assert reading.bookmarks == {"share", "about-post", "duration"}
        assert {"share", "duration", "about-post"} <= reading.read


# -- when the state cannot be kept -----------------------------------------------------------------


FILE = "a file where a folder should be"


async def all_is_written(reading: Reading, shelf: Shelf) -> None:
    """Wait until what was read is written, a moment after it was seen."""

    def is_written() -> bool:
        kept = ReaderState.open(shelf.state_file) if shelf.state_file.exists() else None
        return kept is not None and set(kept.read_marks("two-towns")) == reading.read

    await reading.until(is_written)


async def test_a_state_that_cannot_be_read_is_told_at_start_and_reading_goes_on(
    shelf: Shelf,
) -> None:
    shelf.state_file.parent.write_text(FILE)
    async with shelf.open((120, 40), address="two-towns/terms/share") as reading:
        assert "kept in memory only" in " ".join(reading.text("footer").split())
        await reading.press("J", "b", "space")
        assert reading.message == ""
        assert reading.card == "turbines"
        assert reading.bookmarks == {"duration"}
        await reading.press("q")


@pytest.mark.parametrize("keys", spread([("b",), ("m",), ("M",), ("J", "U")], 2), ids=" ".join)
async def test_a_state_that_cannot_be_written_is_told_with_the_first_mark(
    shelf: Shelf, keys: tuple[str, ...]
) -> None:
    *before, mark = keys
    async with shelf.open((120, 60), address="two-towns/terms/share") as reading:
        await reading.press(*before)
        await all_is_written(reading, shelf)
        shutil.rmtree(shelf.state_file.parent)
        shelf.state_file.parent.write_text(FILE)
        await reading.press(mark)
        assert "kept in memory only" in " ".join(reading.text("footer").split())
        await reading.press("J", "b")
        assert reading.message == "Bookmarked."
        await reading.press("q")


async def test_a_damaged_state_is_set_aside_and_told(shelf: Shelf) -> None:
    shelf.state_file.parent.mkdir()
    shelf.state_file.write_text("{ not JSON")
    async with shelf.open((80, 24)) as reading:
        told = " ".join(reading.text("footer").split())
        assert "start empty" in told
        assert "kept as" in told
        await reading.press("3", "b")
        assert reading.bookmarks == {"share"}
        await reading.press("q")
    assert len(list(shelf.state_file.parent.glob("*damaged*"))) == 1
    async with shelf.open((80, 24)) as reading:
        assert reading.bookmarks == {"share"}
        assert reading.message == ""


async def test_that_others_can_write_to_the_state_is_told_and_not_in_place_of_later_trouble(
    shelf: Shelf,
) -> None:
    folder = shelf.state_file.parent
    folder.mkdir()
    folder.chmod(0o777)
    async with shelf.open((120, 24)) as reading:
        assert "chmod go-w" in " ".join(reading.text("footer").split())
        await all_is_written(reading, shelf)
        shutil.rmtree(folder)
        folder.write_text(FILE)
        await reading.press("b")
        told = " ".join(reading.text("footer").split())
        assert "kept in memory only" in told
        assert "chmod" not in told
        await reading.press("q")


# -- while something lies over the reader ----------------------------------------------------------


async def test_nothing_is_read_of_a_briefing_while_another_can_be_chosen(
    three: Shelf, briefing: Briefing
) -> None:
    async with three.open((120, 40)) as reading:
        sheet = reading.sheet
        assert sheet is not None
        first = reading.screen.briefing.id
        assert reading.read == set()
        await reading.resize((120, 60))
        assert reading.read == set()
        assert sheet.keys[0] == first
        await reading.press(*["j"] * sheet.keys.index(briefing.id), "enter")
        assert reading.sheet is None
        assert reading.screen.briefing.id == briefing.id
        assert reading.read == {briefing.sections[0].cards[0].id}
        await reading.press("q")
    kept = ReaderState.open(three.state_file)
    assert kept.read_marks(briefing.id)
    assert kept.read_marks(first) == {}


async def test_who_closes_the_choice_reads_what_was_behind_it(three: Shelf) -> None:
    async with three.open((120, 40)) as reading:
        assert reading.read == set()
        await reading.press("escape")
        assert reading.sheet is None
        assert reading.read == {reading.card}


@pytest.mark.parametrize("keys", spread([("?",), ("o",), (":",), ("s",), ("F",)], 2), ids=" ".join)
async def test_nothing_is_read_behind_a_sheet_or_another_screen(
    shelf: Shelf, keys: tuple[str, ...]
) -> None:
    async with shelf.open((80, 14), address="two-towns/terms/share") as reading:
        await reading.press(*keys)
        assert reading.top is not reading.screen
        await reading.resize((120, 60))
        assert reading.read == set()
        await reading.press("escape")
        assert reading.read == {"share"}

"""The short version: what Space leads through, views, and the way to the full version."""

from __future__ import annotations

import msgspec
import pytest

from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, words_of
from tests.pilot.library_screens import NEW

STOPS = (
    "bottom-line",
    "text-is-final",
    "share",
    "duration",
    *("hilltop-council", "gauge", "day-of-signature", "winter-level", "years"),
)
"""The cards, and the first cards of the views, that the short version leads through."""

VIEWS = {"hilltop-council", "gauge", "day-of-signature", "winter-level", "years"}


def alone(reading: Reading) -> bool:
    """Whether the rows of a view are read, and no card."""
    return Pane.CARDS in reading.visible and Pane.CARD not in reading.visible


def rows_are_read(reading: Reading) -> bool:
    """Whether the rows of a view are read; there may be a card below them to look at."""
    return reading.screen.state.reads_rows and reading.focus == Pane.CARDS


def reworded(briefing: Briefing, card_id: str, **fields: object) -> Briefing:
    """The briefing with other words in one card."""

    def card(one: Card) -> Card:
        return msgspec.structs.replace(one, **fields) if one.id == card_id else one

    def section(one: Section) -> Section:
        return msgspec.structs.replace(one, cards=tuple(map(card, one.cards)))

    return msgspec.structs.replace(briefing, sections=tuple(map(section, briefing.sections)))


async def read_to_the_end(reading: Reading) -> list[str]:
    """Press Space until it leads no further; give what it led to."""
    seen = [reading.card]
    for _ in range(100):
        await reading.press("space")
        if reading.card != seen[-1]:
            seen.append(reading.card)
        if reading.message:
            return seen
    raise AssertionError("there is no end")


# -- the way ---------------------------------------------------------------------------------------


async def test_a_briefing_opens_short_and_says_so(shelf: Shelf) -> None:
    async with shelf.open((120, 40), version="short") as reading:
        assert not reading.screen.state.route.full
        assert "short 2 min, full 4" in reading.text("header")
        assert "part 1 of 9, 8 unread" in reading.text("footer")


async def test_space_leads_through_its_cards_and_views_alone(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        seen = [(reading.card, alone(reading))]
        while not reading.message:
            await reading.press("space")
            if reading.card != seen[-1][0]:
                seen.append((reading.card, alone(reading)))
        assert seen == [(card, card in VIEWS) for card in STOPS]


async def test_at_the_end_a_line_says_what_is_left_and_a_goes_on(shelf: Shelf) -> None:
    async with shelf.open((120, 40), version="short") as reading:
        await read_to_the_end(reading)
        left = reading.screen.state.marks.unread(
            [card for _, card in reading.screen.briefing.cards()]
        )
        assert left == 16
        assert reading.message == "End of the short version. a: the full version, 4 min."
        assert "part 9 of 9, all read" in reading.text("footer")
        await reading.press("space")
        assert (reading.card, rows_are_read(reading)) == ("years", True)
        await reading.press("a")
        assert reading.screen.state.route.full
        assert reading.card == "will-it-hold"
        assert "The full version, 4 minutes" in reading.message


async def test_an_end_that_was_left_is_no_end(shelf: Shelf) -> None:
    async with shelf.open((120, 40), version="short") as reading:
        await read_to_the_end(reading)
        await reading.press("1", "a")
        assert (reading.screen.state.route.full, reading.card) == (True, "bottom-line")


async def test_backspace_leads_back_the_same_way(shelf: Shelf) -> None:
    async with shelf.open((120, 60), version="short") as reading:
        forth = await read_to_the_end(reading)
        back = [reading.card]
        while reading.card != "bottom-line":
            await reading.press("backspace")
            if reading.card != back[-1]:
                back.append(reading.card)
        assert back == forth[::-1]
        await reading.press("backspace")
        assert reading.message == "This is the first card."


async def test_one_pane_at_a_time_leads_the_same_way(shelf: Shelf) -> None:
    async with shelf.open((40, 20), version="short") as reading:
        assert tuple(await read_to_the_end(reading)) == STOPS
        assert alone(reading)


async def test_u_goes_to_what_is_unread_of_it(shelf: Shelf) -> None:
    async with shelf.open((120, 60), version="short") as reading:
        seen = []
        for _ in range(len(STOPS)):
            await reading.press("u")
            seen.append(reading.card)
        assert tuple(seen) == (*STOPS[1:], STOPS[-1])
        assert reading.message == "All of the short version is read."


# -- views -----------------------------------------------------------------------------------------


async def test_the_rows_of_a_view_are_whole_and_count_when_they_were_seen(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("4")
        sections = reading.text(Pane.SECTIONS)
        assert (
            next(line for line in sections.splitlines() if "Who says what" in line).rstrip("│ ")[-1]
            == "4"
        )
        await reading.press("5")
        assert alone(reading)
        _, *rows = reading.text(Pane.CARDS).splitlines()
        text = " ".join(" ".join(rows).split())
        assert words_of("The anglers oppose any change of level in spring") <= words_of(text)
        assert "…" not in text
        assert reading.unread_in("reactions") == "read"
        assert reading.read.isdisjoint({"anglers", "rivers-union"})
        sections = reading.text(Pane.SECTIONS)
        assert "✓" in next(line for line in sections.splitlines() if "Who says what" in line)
        assert "full" in next(line for line in sections.splitlines() if "Background" in line)


@pytest.mark.parametrize("rows", [7, 11])
async def test_a_view_that_is_longer_than_the_screen_is_read_page_by_page(
    shelf: Shelf, rows: int
) -> None:
    async with shelf.open((80, rows), version="short") as reading:
        await reading.press("5")
        assert alone(reading)
        state = reading.screen.state
        assert 0 < state.route.unread(state.section, state.marks) <= 4
        tops = []
        while reading.section == "reactions":
            tops.append(reading.pane(Pane.CARDS).scroll_offset.y)
            await reading.press("space")
        assert len(tops) > 1
        assert tops == sorted(set(tops))
        assert reading.unread_in("reactions") == "read", "rows on two pages count too"
        await reading.press("backspace")
        assert (reading.section, reading.pane(Pane.CARDS).scroll_offset.y) == (
            "reactions",
            tops[-1],
        )


async def test_enter_opens_the_card_of_a_row_and_escape_shows_the_rows(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("5", "j", "j", "enter")
        assert (reading.card, alone(reading)) == ("anglers", False)
        assert Pane.CARD in reading.visible
        assert "anglers" in reading.read
        await reading.press("escape")
        assert (reading.card, alone(reading)) == ("anglers", True)


@pytest.mark.parametrize("key", ["space", "backspace"])
async def test_from_the_figures_space_and_backspace_lead_back_to_the_list(
    shelf: Shelf, key: str
) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("5", "f", key)
        assert (reading.section, rows_are_read(reading)) == ("reactions", True)


async def test_from_a_card_opened_before_the_end_of_its_list_space_leads_back_to_that(
    shelf: Shelf,
) -> None:
    async with shelf.open((80, 11), version="short") as reading:
        await reading.press("5", "enter")
        assert not rows_are_read(reading)
        for _ in range(9):
            if not rows_are_read(reading):
                await reading.press("space")
        assert (reading.section, rows_are_read(reading)) == ("reactions", True)
        for _ in range(9):
            await reading.press("space")
        assert reading.section != "reactions"


async def test_from_an_opened_card_space_goes_on_and_backspace_to_the_rows(shelf: Shelf) -> None:
    async with shelf.open((120, 60), version="short") as reading:
        await reading.press("5", "j", "enter", "backspace")
        assert (reading.card, rows_are_read(reading)) == ("rivers-union", True)
        await reading.press("enter", "space")
        assert (reading.section, rows_are_read(reading)) == ("doubts", True)


async def test_e_on_a_row_opens_its_card_with_the_evidence(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("5", "j", "j", "e")
        assert {Pane.CARD, Pane.EVIDENCE} <= reading.visible
        assert reading.card == "anglers"
        await reading.press("e", "escape")
        assert alone(reading)


async def test_y_on_a_row_copies_its_card(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("5", "j", "j", "y", "y")
        assert "The anglers fear for the spawning grounds." in reading.sheet_text()


async def test_m_and_undo_are_about_rows(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("5", "m")
        assert reading.unread_in("reactions") == "1 of 4 unread"
        await reading.press("m")
        assert reading.unread_in("reactions") == "read"
        await reading.press("M")
        assert reading.unread_in("reactions") == "4 of 4 unread"
        await reading.press("U")
        assert reading.unread_in("reactions") == "read"
        assert reading.read.isdisjoint({"anglers"})


async def test_a_row_that_says_something_else_is_unread_again(
    shelf: Shelf, briefing: Briefing
) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("5", "1", "q")
    title = "The anglers no longer oppose it"
    shelf.publish(reworded(briefing, "anglers", title=title))
    async with shelf.open((80, 24), version="short") as reading:
        assert reading.unread_in("reactions") == "1 of 4 unread"
        shelf.publish(reworded(briefing, "anglers", title=title, tags=("spring",)))
        await reading.press("escape", "5", "R", "1")
        assert reading.unread_in("reactions") == "read"


# -- short or full ---------------------------------------------------------------------------------


async def test_a_switches_and_each_briefing_keeps_it(three: Shelf) -> None:
    async with three.open((80, 24), address="two-towns/terms/share", version="short") as reading:
        await reading.press("h")
        assert reading.pane(Pane.CARDS).keys == ["share", "duration"]
        await reading.press("a")
        assert reading.card == "share"
        assert reading.pane(Pane.CARDS).keys == ["share", "duration", "turbines"]
        await reading.press("q")
    async with three.open((80, 24), address="two-towns", version="short") as reading:
        assert reading.screen.state.route.full
        await reading.press("a", "q")
    async with three.open((80, 24), address="two-towns", version="full") as reading:
        assert not reading.screen.state.route.full
    async with three.open((80, 24), address=NEW.id, version="short") as reading:
        assert not reading.screen.state.route.full


async def test_it_is_kept_over_a_new_revision(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("a")
        shelf.publish(msgspec.structs.replace(briefing, title="Another title"))
        await reading.press("R")
        assert reading.screen.state.revision.number == 2
        assert reading.screen.state.route.full


async def test_what_a_state_of_the_version_before_tells_opens_short(shelf: Shelf) -> None:
    ReaderState.open(shelf.state_file).remember(
        "two-towns", Place(section="reactions", card="anglers", claim="the-anglers-fear-for")
    )
    async with shelf.open((80, 24), version="full") as reading:
        assert not reading.screen.state.route.full
        assert (reading.card, alone(reading)) == ("anglers", False)


async def test_the_next_start_shows_the_rows_or_the_card_that_was_left(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("5", "j", "q")
    async with shelf.open((80, 24), version="short") as reading:
        assert (reading.card, alone(reading)) == ("rivers-union", True)
        await reading.press("enter", "q")
    async with shelf.open((80, 24), version="short") as reading:
        assert (reading.card, alone(reading)) == ("rivers-union", False)


async def test_where_the_card_that_was_left_is_gone_its_section_is_shown(shelf: Shelf) -> None:
    state = ReaderState.open(shelf.state_file)
    for section, first, rows in [("reactions", "hilltop-council", True), ("terms", "share", False)]:
        state.remember("two-towns", Place(section=section, card="not-there", claim="nor-this"))
        async with shelf.open((80, 24), version="short") as reading:
            assert (reading.card, alone(reading)) == (first, rows)
            await reading.press("q")


# -- cards outside of it ---------------------------------------------------------------------------


async def test_any_card_can_be_found_and_the_version_stays_short(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("/")
        await reading.type("crews")
        await reading.press("enter")
        assert (reading.card, alone(reading)) == ("turbines", False)
        assert not reading.screen.state.route.full
        assert "Card 3 of 3, not in short" in reading.text(Pane.CARD)
        listed = [card.id for card in reading.screen.state.listed]
        assert listed == ["share", "duration", "turbines"]
        await reading.press("z")
        assert reading.card == "bottom-line"


async def test_from_a_card_outside_of_it_space_goes_to_its_next_stop(shelf: Shelf) -> None:
    async with shelf.open(
        (120, 60), address="two-towns/terms/turbines", version="short"
    ) as reading:
        assert "not in short, " in reading.text("footer")
        await reading.press("space")
        assert (reading.section, rows_are_read(reading)) == ("reactions", True)


async def test_an_address_opens_the_card_of_a_row(shelf: Shelf) -> None:
    address = "two-towns/reactions/anglers"
    async with shelf.open((80, 24), address=address, version="short") as reading:
        assert (reading.card, alone(reading)) == ("anglers", False)


async def test_a_bookmark_opens_the_card_of_a_row(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("5", "j", "j", "b", "1", "B")
        assert (reading.card, alone(reading)) == ("anglers", False)


async def test_a_section_that_it_has_nothing_of_can_be_gone_to(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("4")
        assert reading.section == "side-deals"
        assert Pane.CARD in reading.visible
        while reading.section == "side-deals":
            await reading.press("space")
        assert (reading.section, alone(reading)) == ("reactions", True)


async def test_narrowing_lists_all_cards_that_match(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("\\")
        await reading.type("turbines")
        await reading.press("enter")
        assert reading.card == "turbines"
        assert "narrowed to: turbines" in reading.text("footer")
        await reading.press("escape")
        assert "narrowed" not in reading.text("footer")


async def test_a_search_begun_on_rows_leads_back_there(shelf: Shelf) -> None:
    async with shelf.open((80, 24), version="short") as reading:
        await reading.press("5", "/")
        await reading.type("crews")
        await reading.press("enter", "z")
        assert (reading.section, alone(reading)) == ("reactions", True)

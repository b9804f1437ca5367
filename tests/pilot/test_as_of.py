"""Reading a briefing as it stood in an earlier revision: plainly so, and without a trace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.model.errors import BriefingError
from briefing.tui.reader.layout import Pane
from briefing.tui.rendering.text import one_line
from tests.pilot.harness import Reading, Shelf, Size
from tests.pilot.library_screens import search
from tests.revising import NAME, publish_three, third
from tests.samples import TEXTS, two_towns
from tests.unit.library.changes.revising import edited
from tests.unit.library.samples import NOON

FIRST = "as of revision 1, 2 May 2024; R: newest"
SHARE = f"{NAME}/terms/share"


@pytest.fixture
def towns(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The two towns in three revisions."""
    shelf = Shelf(tmp_path_factory.mktemp("towns"))
    publish_three(shelf.library)
    return shelf


def header(reading: Reading) -> str:
    return one_line(reading.text("header"))


def state_of(shelf: Shelf) -> bytes:
    return shelf.state_file.read_bytes() if shelf.state_file.exists() else b""


async def choose(reading: Reading, title: str) -> None:
    """Choose what the palette offers."""
    entries = [one for one in reading.screen.palette_entries() if one.title.startswith(title)]
    assert entries, title
    entries[0].run()
    await reading.caught_up()


def offered(reading: Reading) -> list[str]:
    return [one.title for one in reading.screen.palette_entries() if one.title.startswith("As of")]


# -- what is shown ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10), (80, 23)], ids=str)
async def test_the_header_says_first_which_revision_it_is(towns: Shelf, size: Size) -> None:
    async with towns.open(size, address=SHARE, as_of=1) as reading:
        assert header(reading).startswith(FIRST[: size[0] - 3])
        await reading.press("x" if size[0] > 40 else "j")
        assert header(reading).startswith(FIRST[: size[0] - 3]), "whatever else is said there"


@pytest.mark.parametrize("as_of", [2, date(2024, 5, 3), 1, date(2024, 5, 2)])
async def test_the_text_is_that_of_the_revision_or_day(towns: Shelf, as_of: int | date) -> None:
    async with towns.open((120, 40), address=SHARE, as_of=as_of) as reading:
        text = " ".join(reading.text(Pane.CARD).split())
        assert "takes two thirds" in text
        assert "three fifths" not in text
        assert reading.screen.state.revision.number == (1 if as_of in (1, date(2024, 5, 2)) else 2)


async def test_a_permanent_address_of_it_leads_to_what_it_says(towns: Shelf) -> None:
    async with towns.open((120, 40), address=f"{NAME}/share#summer@1", as_of=1) as reading:
        assert header(reading).startswith(FIRST)
        assert (reading.card, reading.item) == ("share", "summer")


@pytest.mark.parametrize("as_of", [3, date(2024, 5, 4), date(2030, 1, 1)])
async def test_the_newest_is_read_as_ever(towns: Shelf, as_of: int | date) -> None:
    async with towns.open((120, 40), address=SHARE, as_of=as_of) as reading:
        assert "as of" not in header(reading)
        assert reading.read == {"share"}


async def test_what_there_is_not_is_told(towns: Shelf) -> None:
    for as_of in (7, date(2020, 1, 1)):
        with pytest.raises(BriefingError, match=r"revision 7|not published yet"):
            async with towns.open(address=SHARE, as_of=as_of):
                pass


async def test_search_figures_evidence_and_copies_are_of_it(towns: Shelf) -> None:
    async with towns.open((120, 40), address=f"{NAME}/terms/duration", as_of=1) as reading:
        assert "12,400" in reading.text(Pane.FIGURES)
        assert "13,400" not in reading.text()
        await reading.press("y")
        assert f"{NAME}/duration#" in reading.app.clipboard
        assert "@1" in reading.app.clipboard
        await reading.press("slash")
        await reading.type('"in winter the two"')
        first = two_towns()
        expected = any(
            "in winter the two" in claim.text.lower()
            for _, card in first.cards()
            for claim in card.claims
        )
        assert bool(reading.screen.state.results.matches) is expected
        await reading.press("escape", "slash")
        await reading.type('"three fifths"')
        assert not reading.screen.state.results.matches
        await reading.press("escape", "e")
        assert Pane.EVIDENCE in reading.visible


async def test_a_source_retracted_later_and_a_card_taken_away_are_there(towns: Shelf) -> None:
    async with towns.open((120, 40), address=f"{NAME}/unknowns/winter-level", as_of=1) as reading:
        assert reading.card == "winter-level"
        assert not reading.screen.briefing.retracted


async def test_health_and_the_text_of_a_source_are_of_it(towns: Shelf) -> None:
    async with towns.open((120, 40), address=SHARE, as_of=1, corpus=TEXTS) as reading:
        await reading.press("s")
        assert reading.in_source()
        await reading.press("escape", "H")
        await reading.until(lambda: reading.sheet is not None)
        assert reading.screen.state.revision.number == 1


async def test_a_card_is_found_under_the_name_it_had(towns: Shelf) -> None:
    towns.publish(edited(third(), "duration", lambda one: replace(one, id="term")))
    async with towns.open((120, 40), address=f"{NAME}/term") as reading:
        await choose(reading, "As of revision 1")
        assert (reading.card, reading.screen.state.revision.number) == ("duration", 1)
        await reading.press("R")
        assert reading.card == "term"


# -- nothing is marked -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_nothing_is_written_whatever_is_read(towns: Shelf, size: Size) -> None:
    async with towns.open(size, address=SHARE) as reading:
        await reading.press("b", "J", "q")
    before = state_of(towns)
    place = ReaderState.open(towns.state_file).place(NAME)
    async with towns.open(size, address=f"{NAME}/terms/duration", as_of=2) as reading:
        read = reading.read
        await reading.press("J", "space", "space", "2", "space", "j", "G", "w", "v", "q")
        assert reading.read == read
    assert state_of(towns) == before
    assert ReaderState.open(towns.state_file).place(NAME) == place


@pytest.mark.parametrize("key", ["b", "m", "M", "U"])
async def test_marks_are_for_the_newest(towns: Shelf, key: str) -> None:
    async with towns.open((80, 24), address=SHARE, as_of=1) as reading:
        await reading.press(key)
        assert reading.message == "Marks are for the newest revision; R leads there."
    assert state_of(towns) == b""


async def test_it_neither_tells_of_changes_nor_of_news(towns: Shelf) -> None:
    async with towns.open((120, 40), address=SHARE) as reading:
        await reading.press("q")
    async with towns.open((120, 40), address=SHARE, as_of=2) as reading:
        towns.library.publish([two_towns()], NOON + timedelta(days=9))
        reading.screen.look_for_news()
        await reading.caught_up()
        state = reading.screen.state
        assert (state.since, state.newer, dict(state.change_signs)) == (None, "", {})
        assert reading.sheet is None
        await reading.press("w")
        assert reading.message == "What has changed is told of the newest revision."


async def test_coming_back_by_it_does_not_count_as_a_visit(towns: Shelf) -> None:
    state = ReaderState.open(towns.state_file)
    state.remember(NAME, Place(section="terms", card="share"), 2)
    async with towns.open((120, 40), address=SHARE, as_of=1) as reading:
        await reading.press("R")
        assert reading.screen.state.since is not None, "of what was read before"
        assert reading.screen.state.since.before.number == 2
    visit = ReaderState.open(towns.state_file).visit(NAME)
    assert visit is not None
    assert (visit.revision, visit.before) == (3, 2)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_nothing_counts_as_unread_and_no_mark_is_offered(towns: Shelf, size: Size) -> None:
    async with towns.open(size, address=SHARE, as_of=1) as reading:
        await reading.press("h", "l")
        for key in ("j", "2", "a", "h"):
            assert "unread" not in reading.text()
            assert "bookmark" not in reading.text("footer")
            assert "✓" not in reading.text(Pane.SECTIONS)
            await reading.press(key)
        await reading.press("R")
        assert "unread" in reading.text()


# -- in and out ------------------------------------------------------------------------------------


async def test_the_palette_offers_each_earlier_revision_and_leads_there(towns: Shelf) -> None:
    towns.library.publish([two_towns()], NOON + timedelta(days=5))
    towns.library.withdraw(NAME, 2, "The numbers were a draft.", NOON + timedelta(days=6))
    async with towns.open((120, 40), address=SHARE) as reading:
        assert offered(reading) == [
            "As of revision 4, 7 May 2024",
            "As of revision 3, 4 May 2024",
            "As of revision 2, 3 May 2024, withdrawn",
            "As of revision 1, 2 May 2024",
        ]
        await choose(reading, "As of revision 2")
        assert header(reading).startswith(
            "as of revision 2, 3 May 2024; R: newest; withdrawn 8 May 2024: The numbers were a"
        )
        assert (
            reading.message == "Nothing that you see here is marked as read; R leads to the newest."
        )
        assert not any(title.startswith("As of revision 2") for title in offered(reading))


async def test_r_leads_back_to_where_the_reader_was(towns: Shelf) -> None:
    async with towns.open((120, 40), address=SHARE) as reading:
        await choose(reading, "As of revision 1")
        assert reading.card == "share", "the same card, as it stood"
        await reading.press("J", "J")
        assert reading.card != "share"
        await reading.press("R")
        assert reading.card == "share"
        assert reading.screen.state.revision.number == 3
        assert reading.message == "Revision 3 is loaded."
        assert "as of" not in header(reading)
        await reading.press("b")
        assert reading.bookmarks == {"share"}


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)], ids=str)
async def test_escape_at_the_top_leads_back(towns: Shelf, size: Size) -> None:
    async with towns.open(size, address=SHARE) as reading:
        await choose(reading, "As of revision 2")
        for _ in range(6):
            await reading.press("escape")
        assert reading.screen.state.revision.number == 3


async def test_the_footer_offers_the_way_back(towns: Shelf) -> None:
    async with towns.open((120, 40), address=SHARE, as_of=1) as reading:
        await reading.press("j")
        assert "R newest" in one_line(reading.text("footer"))


async def test_a_card_found_in_all_briefings_is_that_of_the_newest(towns: Shelf) -> None:
    async with towns.open((120, 40), address=SHARE, as_of=1) as reading:
        await search(reading, '"three fifths"')
        await reading.press("enter", "enter")
        assert reading.screen.state.revision.number == 3
        assert reading.card == "share"


async def test_the_way_back_over_leaps_stays_in_it(towns: Shelf) -> None:
    async with towns.open((120, 40), address=SHARE, as_of=1) as reading:
        await reading.press("slash")
        await reading.type("ferry")
        await reading.press("enter", "z")
        assert reading.card == "share"
        assert reading.screen.state.revision.number == 1


async def test_what_is_published_meanwhile_is_what_r_loads(towns: Shelf) -> None:
    async with towns.open((120, 40), address=SHARE, as_of=3) as reading:
        towns.library.publish([two_towns()], NOON + timedelta(days=9))
        await choose(reading, "As of revision 1")
        await reading.press("R")
        assert reading.screen.state.revision.number == 4

"""A revision that is published while the briefing is being read."""

from __future__ import annotations

import msgspec
import pytest

from briefing.evidence.corpus import Corpus
from briefing.library.pinned import PinnedLibrary
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.settings.config import Config
from briefing.tui.app import ReaderApp
from briefing.tui.screens import news
from briefing.tui.screens.library_search import LibraryScreen
from briefing.tui.session import new_session
from tests.pilot.harness import Reading, Shelf, Size, text_of
from tests.pilot.library_screens import until
from tests.unit.search.index_shelves import simple_briefing


def retitled(briefing: Briefing, title: str) -> Briefing:
    """The next revision."""
    return msgspec.structs.replace(briefing, title=title)


@pytest.fixture(autouse=True)
def at_each_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for something newer at each key."""
    monkeypatch.setattr(news, "_PAUSE", 0.0)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)], ids=str)
async def test_it_is_said_at_the_next_key_and_loaded_on_request_at_the_same_place(
    shelf: Shelf, briefing: Briefing, size: Size
) -> None:
    async with shelf.open(size) as reading:
        await reading.press("3", "J", "J")
        card = reading.card
        shelf.publish(retitled(briefing, "Another title"))
        assert "is out" not in reading.text("header")
        await reading.press("u", "K")
        assert "Revision 2 is out: R loads it" in " ".join(reading.text("header").split())
        await reading.press("R")
        assert "Another title" in reading.text("header")
        assert "is out" not in reading.text("header")
        assert "revision 2" in reading.text("header")
        assert reading.message == "Revision 2 is loaded."
        assert reading.card != card or reading.screen.current.number == 2
        await reading.press("R")
        assert reading.message == "Revision 2 is the newest."


async def test_the_place_stays(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press("3", "J", "l", "j")
        before = (reading.card, reading.item)
        shelf.publish(retitled(briefing, "Another title"))
        await reading.press("R")
        assert reading.screen.current.number == 2
        assert (reading.card, reading.item) == before


async def test_nothing_is_read_while_nothing_is_published(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shelf.open((80, 24)) as reading:
        monkeypatch.setattr(type(reading.screen.session.library), "open", None)
        await reading.press("j", "k")
        assert reading.screen.newer == ""


async def test_what_cannot_be_read_is_not_newer_and_is_not_loaded(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        (shelf.folder / "library" / "briefings" / "two-towns.json").write_text("{")
        await reading.press("j")
        assert reading.screen.newer == ""
        await reading.press("R")
        assert "is damaged" in reading.message
        assert reading.screen.current.number == 1
        await reading.press("J")
        assert reading.card


async def test_the_key_is_the_one_that_the_user_wishes(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((80, 24), config=Config(keys={"reload": ("f5",)})) as reading:
        shelf.publish(retitled(briefing, "Another title"))
        await reading.press("j")
        assert reading.screen.newer.endswith("f5 loads it")
        await reading.press("f5")
        assert reading.screen.current.number == 2


async def test_of_a_pinned_library_somebody_else_tells(shelf: Shelf, briefing: Briefing) -> None:
    library = PinnedLibrary(shelf.folder / "library")
    state = ReaderState.open(shelf.state_file)
    session = new_session(library, state, Config(), Corpus(None), places=shelf.places)
    app = ReaderApp(session, session.begin(None))
    async with app.run_test(size=(80, 24)) as pilot:
        reading = Reading(app, pilot)
        reading.screen.news.looks = False
        shelf.publish(retitled(briefing, "Another title"))
        await reading.press("j")
        assert reading.screen.newer == ""
        assert session.open("two-towns").number == 1
        reading.screen.news.tell({"two-towns": 2})
        await reading.press("j")
        assert reading.screen.newer.startswith("Revision 2 is out")
        await reading.press("R")
        assert reading.screen.current.number == 2
        assert session.open("two-towns").number == 2
    session.close()


async def test_a_pinned_library_is_searched_in_the_revisions_that_are_read(shelf: Shelf) -> None:
    shelf.publish(simple_briefing("dams", "A treaty on dams."))
    library = PinnedLibrary(shelf.folder / "library")
    state = ReaderState.open(shelf.state_file)
    session = new_session(library, state, Config(), Corpus(None), places=shelf.places)
    app = ReaderApp(session, session.begin("two-towns"))
    shelf.publish(simple_briefing("dams", "Another treaty on dams."))
    async with app.run_test(size=(80, 24)) as pilot:
        reading = Reading(app, pilot)
        await reading.press("F", *"treaty")
        screen = reading.top
        assert isinstance(screen, LibraryScreen)
        await until(reading, lambda: "A treaty on dams" in text_of(screen.hits))
        await until(reading, lambda: screen.asking.errands.idle)
        assert "Another treaty" not in text_of(screen.hits)
        await reading.press("escape")
        session.library.pin()
        await reading.press("F")
        await until(reading, lambda: "Another treaty" in text_of(reading.top.query_one("#hits")))
    session.close()

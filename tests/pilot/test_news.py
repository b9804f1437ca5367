"""A revision that is published while the briefing is being read."""

from __future__ import annotations

import msgspec
import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from briefing.evidence.corpus import Corpus
from briefing.library.library import PinnedLibrary
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing, Revision
from briefing.settings.config import Config
from briefing.tui.app import ReaderApp
from briefing.tui.reader import screen
from briefing.tui.screens.library_search import LibraryScreen
from briefing.tui.session import Session, new_session
from briefing.tui.widgets import ItemPane
from tests.pilot.harness import Reading, Shelf, Size, text_of
from tests.pilot.library_screens import until
from tests.thorough import spread
from tests.unit.search.index_shelves import simple_briefing


def retitled(briefing: Briefing, title: str) -> Briefing:
    """The next revision."""
    return msgspec.structs.replace(briefing, title=title)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for something newer without a long wait."""
    monkeypatch.setattr(screen, "_NEWS", 0.05)  # a timer due sooner is no rest


@pytest.fixture(autouse=True)
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the revisions that were read each time the reader looked."""
    looks: list[int] = []
    newer = Session.newer

    def note_and_look(session: Session, revision: Revision) -> int | None:
        looks.append(revision.number)
        return newer(session, revision)

    monkeypatch.setattr(Session, "newer", note_and_look)
    return looks


def header(reading: Reading) -> str:
    """What the header says, on one line."""
    return " ".join(reading.text("header").split())


async def looked(reading: Reading, looks: list[int]) -> None:
    """Wait until the reader has looked for something newer a few times."""
    looks.clear()
    await until(reading, lambda: len(looks) > 2)


@pytest.mark.parametrize("size", spread([(120, 40), (80, 24), (40, 12)], 2), ids=str)
async def test_it_is_said_without_a_key_and_loaded_on_request_at_the_same_place(
    shelf: Shelf, briefing: Briefing, size: Size, looks: list[int]
) -> None:
    async with shelf.open(size) as reading:
        await reading.press("3", "J", "J")
        await looked(reading, looks)
        card, item = reading.card, reading.item
        assert "is out" not in reading.text("header")
        shelf.publish(retitled(briefing, "Another title"))
        await until(reading, lambda: "Revision 2 is out: R loads it" in header(reading))
        await reading.press("R")
        assert "Another title" in reading.text("header")
        assert "is out" not in reading.text("header")
        assert reading.message == "Revision 2 is loaded."
        assert (reading.card, reading.item) == (card, item)
        assert reading.screen.state.revision.number == 2
        await reading.press("R")
        assert reading.message == "Revision 2 is the newest."


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (30, 30)], ids=str)
async def test_it_takes_the_place_of_other_facts_and_moves_nothing(
    shelf: Shelf, briefing: Briefing, size: Size
) -> None:
    async with shelf.open(size) as reading:
        pane = reading.screen.query_one("#header", ItemPane)
        before = pane.page_height, header(reading)
        shelf.publish(retitled(briefing, briefing.title.replace("dam", "sea")))
        await until(reading, lambda: "Revision 2 is out: R loads it" in header(reading))
        assert pane.page_height == pane.virtual_size.height == before[0]
        await reading.press("R")
        assert pane.page_height == pane.virtual_size.height == before[0]
        assert header(reading) == before[1].replace("dam", "sea").replace("ion 1", "ion 2")


async def test_the_place_stays(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press("3", "J", "l", "j")
        before = (reading.card, reading.item)
        shelf.publish(retitled(briefing, "Another title"))
        await reading.press("R")
        assert reading.screen.state.revision.number == 2
        assert (reading.card, reading.item) == before


async def test_nothing_is_read_while_nothing_is_published(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, looks: list[int]
) -> None:
    async with shelf.open((80, 24)) as reading:
        monkeypatch.setattr(type(reading.screen.session.library), "open", None)
        await looked(reading, looks)
        assert reading.screen.state.newer == ""


async def test_while_nothing_is_published_nothing_is_drawn(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, looks: list[int]
) -> None:
    drawn: list[Widget] = []
    render_lines = ItemPane.render_lines

    def note_and_render(pane: ItemPane, crop: Region) -> list[Strip]:
        drawn.append(pane)
        return render_lines(pane, crop)

    async with shelf.open((80, 24)) as reading:
        await looked(reading, looks)
        monkeypatch.setattr(ItemPane, "render_lines", note_and_render)
        await looked(reading, looks)
        assert drawn == []


@pytest.mark.parametrize("keys", spread([("?",), ("F",), ("s",), ("/", "d")], 2), ids=" ".join)
async def test_it_is_said_whatever_lies_over_the_reader_and_takes_no_keys_away(
    shelf: Shelf, briefing: Briefing, keys: tuple[str, ...]
) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press(*keys)
        before = (reading.top, reading.focus, reading.prompt, reading.card, reading.item)
        shelf.publish(retitled(briefing, "Another title"))
        await until(reading, lambda: reading.screen.state.newer != "")
        assert (reading.top, reading.focus, reading.prompt, reading.card, reading.item) == before
        await reading.press("escape")
        await until(reading, lambda: "Revision 2 is out: R loads it" in header(reading))


async def test_what_cannot_be_read_is_not_newer_and_is_not_loaded(
    shelf: Shelf, looks: list[int]
) -> None:
    async with shelf.open((80, 24)) as reading:
        (shelf.folder / "library" / "briefings" / "two-towns.json").write_text("{")
        await looked(reading, looks)
        assert reading.screen.state.newer == ""
        await reading.press("R")
        assert "is damaged" in reading.message
        assert reading.screen.state.revision.number == 1
        await reading.press("J")
        assert reading.card


async def test_the_key_is_the_one_that_the_user_wishes(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((80, 24), config=Config(keys={"reload": ("f5",)})) as reading:
        shelf.publish(retitled(briefing, "Another title"))
        await until(reading, lambda: reading.screen.state.newer.endswith("F5 loads it"))
        await reading.press("f5")
        assert reading.screen.state.revision.number == 2


async def test_of_a_pinned_library_a_reader_is_told_and_goes_on_reading_what_they_read(
    shelf: Shelf, briefing: Briefing
) -> None:
    library = PinnedLibrary(shelf.folder / "library")
    state = ReaderState.open(shelf.state_file)
    session = new_session(library, state, Config(), Corpus(None), places=shelf.places)
    app = ReaderApp(session, session.begin(None))
    async with app.run_test(size=(80, 24)) as pilot:
        reading = Reading(app, pilot)
        shelf.publish(retitled(briefing, "Another title"))
        await until(reading, lambda: reading.screen.state.newer.startswith("Revision 2 is out"))
        assert session.open("two-towns").number == 1
        await until(reading, lambda: "Revision 2 is out: R loads it" in header(reading))
        await reading.press("R")
        assert reading.screen.state.revision.number == 2
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
        await until(reading, lambda: screen.tasks.idle)
        assert "Another treaty" not in text_of(screen.hits)
        await reading.press("escape")
        session.library.pin()
        await reading.press("F")
        await until(reading, lambda: "Another treaty" in text_of(reading.top.query_one("#hits")))
    session.close()

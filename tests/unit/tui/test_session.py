"""A session: what it opens first, what it says of files, what of the reading it keeps."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus
from briefing.library.errors import LibraryError, NotPublishedError
from briefing.library.library import Library
from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card
from briefing.model.errors import BriefingError
from briefing.settings.config import Config, Places
from briefing.tui.session import Beginning, Session, new_session
from tests.samples import published
from tests.unit.search.index_shelves import simple_briefing

OLD = simple_briefing("old", "peace", "war")
NEW = simple_briefing("new", "peace")


class Desk:
    """A library and a reader's state in folders of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = Library(folder / "library")

    def publish(self, *briefings: Briefing) -> None:
        for briefing in briefings:
            self.library.publish([briefing])

    def damage(self, name: str) -> None:
        (self.library.folder / "briefings" / f"{name}.json").write_text("{")

    def session(
        self, *, served: bool = False, config: Config | None = None, state: object = None
    ) -> Session:
        file = self.folder / "state" / "state.json"
        places = Places(self.library.folder, file.parent, self.folder / "config.toml")
        return new_session(
            self.library,
            cast("ReaderState", state) if state else ReaderState.open(file),
            config or Config(),
            Corpus(None),
            ["said before"],
            places=places,
            served=served,
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# -- what is opened --------------------------------------------------------------------------------


def test_without_an_address_the_briefing_read_last_is_opened_while_it_can_be_read(
    desk: Desk,
) -> None:
    desk.publish(OLD, NEW)
    session = desk.session()
    assert session.begin(None) == Beginning(session.open("new"), choosing=True)
    session.state.remember("old", Place(section="s", card="c0"))
    assert session.begin(None) == Beginning(session.open("old"), choosing=False)
    desk.damage("old")
    assert session.begin(None) == Beginning(session.open("new"), choosing=False)
    desk.damage("new")
    with pytest.raises(BriefingError, match="There is no briefing to read in "):
        session.begin(None)


@pytest.mark.parametrize(
    ("address", "card"),
    [("old", None), ("old/", None), ("old/s", "c0"), ("old/s/c1", "c1"), ("old/none", None)],
)
def test_an_address_names_a_card_or_a_section_and_so_its_first_card(
    desk: Desk, address: str, card: str | None
) -> None:
    empty = replace(OLD.sections[0], id="none", cards=())
    desk.publish(replace(OLD, sections=(*OLD.sections, empty)), NEW)
    session = desk.session()
    assert session.begin(address) == Beginning(session.open("old"), card)


def test_a_briefing_without_cards_is_not_opened(desk: Desk) -> None:
    empty = replace(OLD, sections=(replace(OLD.sections[0], cards=()),))
    desk.publish(empty)
    with pytest.raises(BriefingError, match="“old” has no card to read"):
        desk.session().open("old")
    with pytest.raises(BriefingError, match="“old” has no card to read"):
        desk.session().begin("old/s")


def test_what_is_wrong_with_a_file_is_told_to_those_who_run_the_host(desk: Desk) -> None:
    desk.publish(OLD, NEW)
    desk.damage("old")
    at_home, served = desk.session(), desk.session(served=True)
    with pytest.raises(LibraryError, match="is damaged"):
        at_home.open("old")
    with pytest.raises(BriefingError) as told:
        served.open("old")
    assert str(told.value) == "“old” cannot be read here at the moment."
    with pytest.raises(NotPublishedError):
        served.open("other")
    new, old = at_home.entries()
    assert (new.id, new.problem, old.id) == ("new", None, "old")
    assert "is damaged" in (old.problem or "")
    assert served.entries() == [
        new,
        replace(old, problem="It cannot be read here at the moment."),
    ]


def test_a_revision_is_newer_if_it_was_published_since_and_can_be_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.publish(OLD)
    session = desk.session()
    first = session.open("old")
    opened = []
    open_ = Library.open

    def note(self: Library, name: str) -> Revision:
        opened.append(name)
        return open_(self, name)

    monkeypatch.setattr(Library, "open", note)
    assert session.newer(first) is None
    assert opened == []
    desk.publish(replace(OLD, title="Another title"))
    assert [session.newer(first), session.newer(first)] == [2, 2]
    assert opened == ["old"]
    second = session.reopen("old")
    assert session.newer(second) is None
    desk.damage("old")
    assert session.newer(second) is None
    assert session.newer(first) == 2
    assert opened == ["old", "old", "old"]


def test_a_briefing_read_anew_is_that_of_a_library_pinned_to_now(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.publish(OLD)
    pinned = []
    monkeypatch.setattr(desk.library, "pin", lambda: pinned.append(1))
    assert desk.session().reopen("old").briefing.id == "old"
    assert pinned == [1]


# -- what is said ----------------------------------------------------------------------------------


def test_notices_come_in_order_and_what_came_up_later_is_told_once(desk: Desk) -> None:
    state = SimpleNamespace(notices=("of the state",))
    session = desk.session(config=Config(keys={"fnd": ("F",)}), state=state)
    *first, last = session.notices
    assert first == ["said before", "of the state"]
    assert "“fnd”" in last
    assert session.keymap["find"] == ("/",)
    assert session.untold() == []
    state.notices = ("of the state", "new")
    assert session.untold() == ["new"]
    assert session.untold() == []


def test_what_is_to_be_done_at_the_end_is_done_in_order(desk: Desk) -> None:
    session, done = desk.session(), []
    session.at_end += [lambda: done.append(1), lambda: done.append(2)]
    session.close()
    assert done == [1, 2]


# -- marks -----------------------------------------------------------------------------------------

PLACE = Place(section="s", card="c1")


def cards_of(briefing: Briefing) -> list[Card]:
    return [card for _, card in briefing.cards()]


def marked(session: Session) -> tuple[set[str], set[str], set[str]]:
    """Cards that are read, cards and rows that are, and bookmarks."""
    marks = session.marks(OLD)
    return set(marks.read), set(marks.rows), set(marks.bookmarks)


@pytest.mark.parametrize("writes", [True, False])
def test_what_is_seen_counts_at_once_and_is_written_with_the_place(
    desk: Desk, writes: bool
) -> None:
    desk.publish(OLD)
    session, (first, second) = desk.session(), cards_of(OLD)
    session.writes = writes
    assert session.state.place(OLD.id) is None
    session.see(OLD, first)
    session.see_rows(OLD, OLD.sections[0], [second])
    assert marked(session) == ({"c0"}, {"c0", "c1"}, set())
    assert marked(desk.session()) == (set(), set(), set())
    session.flush(published(OLD), PLACE)
    after = desk.session()
    assert marked(session) == ({"c0"}, {"c0", "c1"}, set())
    assert marked(after) == (marked(session) if writes else (set(), set(), set()))
    assert after.state.place(OLD.id) == (PLACE if writes else None)
    assert after.state.last_briefing() == ("old" if writes else None)
    if writes:
        assert after.state.undo() is None
        assert session.state.undo() == "Unread again: 2 cards"
        session.flush(published(OLD), PLACE)
        assert session.state.undo() is None


def test_marks_set_by_hand_take_the_place_of_what_was_seen(desk: Desk) -> None:
    desk.publish(OLD)
    session, (first, second) = desk.session(), cards_of(OLD)
    session.see(OLD, first)
    session.see_rows(OLD, OLD.sections[0], [first, second])
    session.set_read(OLD, iter([first]), False)
    assert marked(session) == (set(), {"c1"}, set())
    session.set_read(OLD, iter([second]), True)
    assert marked(session) == ({"c1"}, {"c1"}, set())
    session.set_rows_read(OLD, OLD.sections[0], [first])
    assert marked(session) == ({"c1"}, {"c0", "c1"}, set())
    session.state.set_bookmark(OLD.id, first.id, True)
    assert marked(session)[2] == {"c0"}
    session.state.set_bookmark(OLD.id, first.id, False)
    assert marked(session)[2] == set()
    assert session.state.undo() == "Bookmark set again: 1 card"
    assert marked(desk.session()) == ({"c1"}, {"c0", "c1"}, {"c0"})


def test_passages_are_looked_up_in_the_corpus_of_the_session(desk: Desk) -> None:
    checked = desk.session().check(OLD)
    assert checked.examination.briefing is OLD
    assert checked.aside == frozenset()

"""Tasks of the screen that searches the library, and the saved searches counted by them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.errors import BriefingError, Stopped
from briefing.search.index.results import Progress, Stage, Stop
from briefing.search.language import read_words
from briefing.search.query import Query
from briefing.settings.config import Config, Places
from briefing.settings.searches import SavedSearch, load_searches, save_search, searches_file
from briefing.tui.library_pages import MOST_COUNTED, LibrarySearch
from briefing.tui.screens.library_asking import BackgroundTasks, SavedSearches, TaskKind
from briefing.tui.screens.library_panes import Saved
from briefing.tui.session import new_session

PAGE, _, PREVIEW, COUNT, SAVED = TaskKind


class Thread:
    """Stands for a thread at work, which ends when the test says so."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work = work
        self.state = WorkerState.RUNNING
        self.result: object = None
        self.is_cancelled = False

    @property
    def is_finished(self) -> bool:
        return self.state in {WorkerState.SUCCESS, WorkerState.CANCELLED, WorkerState.ERROR}


class Desk:
    """A screen with tasks, and what came of them."""

    def __init__(self) -> None:
        self.is_attached = True
        self.threads: list[Thread] = []
        self.took: list[object] = []
        self.tasks = BackgroundTasks(cast("Screen[Any]", self))

    def run_worker(self, work: Callable[[], object], *, thread: bool) -> Thread:
        assert thread
        self.threads.append(Thread(work))
        return self.threads[-1]

    def give(self, kind: TaskKind, work: str | Exception) -> None:
        """Have something done that gives a text or raises an error."""

        def do() -> str:
            if isinstance(work, Exception):
                raise work
            return work

        self.tasks.give(kind, do, self.took.append)

    def heard(self, state: WorkerState, thread: Thread | None = None) -> None:
        """The thread begun last, or another, has come to a state."""
        thread = thread or self.threads[-1]
        if state is WorkerState.SUCCESS:
            thread.result = thread.work()
        thread.state = state
        self.tasks.ended(cast("Worker[Any]", thread))

    def work_off(self) -> None:
        """Have everything done."""
        while not self.tasks.idle:
            self.heard(WorkerState.SUCCESS)


@pytest.fixture
def desk() -> Desk:
    return Desk()


# -- tasks -----------------------------------------------------------------------------------------


def test_one_thing_is_done_at_a_time_the_most_urgent_first(desk: Desk) -> None:
    desk.give(COUNT, "count")
    assert not desk.tasks.idle
    for kind, work in ((SAVED, "saved"), (PREVIEW, "preview"), (PAGE, "page")):
        desk.give(kind, work)
    assert len(desk.threads) == 1
    desk.work_off()
    assert desk.took == ["count", "page", "preview", "saved"]


def test_of_each_kind_only_the_newest_is_done_and_nothing_that_is_dropped(desk: Desk) -> None:
    desk.give(PAGE, "in hand")
    for work in ("old", "new"):
        desk.give(PREVIEW, work)
    desk.give(COUNT, "count")
    desk.tasks.drop(COUNT)
    desk.tasks.drop(SAVED)
    desk.work_off()
    assert desk.took == ["in hand", "new"]


def test_an_error_is_handed_over_as_what_came_of_it_and_a_fault_is_raised(desk: Desk) -> None:
    error = BriefingError("It cannot be read.")
    desk.give(PAGE, error)
    desk.work_off()
    assert desk.took == [error]
    desk.give(PAGE, KeyError("a fault"))
    with pytest.raises(KeyError):
        desk.threads[-1].work()


@pytest.mark.parametrize("state", [WorkerState.CANCELLED, WorkerState.ERROR])
def test_of_what_did_not_succeed_nothing_is_taken_and_the_next_begins(
    desk: Desk, state: WorkerState
) -> None:
    desk.give(PAGE, "page")
    desk.give(COUNT, "count")
    desk.heard(state)
    desk.work_off()
    assert desk.took == ["count"]


def test_what_has_not_ended_or_is_of_somebody_else_ends_nothing(desk: Desk) -> None:
    desk.give(PAGE, "page")
    desk.heard(WorkerState.RUNNING)
    desk.heard(WorkerState.SUCCESS, Thread(lambda: "of somebody else"))
    assert not desk.tasks.idle
    assert desk.took == []
    desk.heard(WorkerState.SUCCESS)
    desk.heard(WorkerState.SUCCESS)
    assert desk.took == ["page"]


@pytest.mark.parametrize(
    ("waiting", "makes_room"),
    [(PAGE, True), (PREVIEW, True), (COUNT, True), (SAVED, False), (None, False)],
)
def test_work_makes_room_for_what_is_as_urgent_or_more(
    desk: Desk, waiting: TaskKind | None, makes_room: bool
) -> None:
    assert not desk.tasks.overtaken()
    desk.give(COUNT, "count")
    if waiting is not None:
        desk.give(waiting, "waiting")
    assert desk.tasks.overtaken() is makes_room
    assert desk.tasks.abandoned() is False


def test_who_has_left_waits_for_nothing(desk: Desk) -> None:
    assert desk.tasks.abandoned() is False
    desk.give(PAGE, "page")
    desk.threads[-1].is_cancelled = True
    assert desk.tasks.abandoned() is True
    assert desk.tasks.overtaken() is True
    desk.heard(WorkerState.CANCELLED)
    assert desk.tasks.overtaken() is False


def test_what_made_room_is_done_again_unless_another_of_its_kind_has_come(desk: Desk) -> None:
    desk.give(COUNT, Stopped())
    desk.give(PAGE, "page")
    desk.heard(WorkerState.SUCCESS)
    assert len(desk.threads) == 2
    desk.heard(WorkerState.SUCCESS)
    assert desk.took == ["page"]
    assert len(desk.threads) == 3
    desk.give(COUNT, "another")
    desk.work_off()
    assert desk.took == ["page", "another"]


def test_nothing_begins_on_a_screen_that_is_gone(desk: Desk) -> None:
    desk.is_attached = False
    desk.give(PAGE, "page")
    assert desk.threads == []
    desk.is_attached = True
    desk.give(COUNT, "count")
    desk.work_off()
    assert desk.took == ["page", "count"]


# -- saved searches --------------------------------------------------------------------------------

ONE, TWO, ODD = SavedSearch("one", "peace"), SavedSearch("two", "war"), SavedSearch("odd", "by:")


class Shelves:
    """Counts cards; knows the index to be at some stage."""

    def __init__(self) -> None:
        self.stage = Stage.READY
        self.finds: dict[str, int | Exception] = {}
        self.counted: list[Query] = []

    def progress(self) -> Progress:
        return Progress(stage=self.stage)

    def count(self, query: Query, stopped: Stop) -> int:
        if stopped():
            raise Stopped
        self.counted.append(query)
        found = next(n for words, n in self.finds.items() if read_words(words) == query)
        if isinstance(found, Exception):
            raise found
        return found


class Searches:
    """Saved searches, how many cards they find, and how often somebody was told of a count."""

    def __init__(self, folder: Path, *, served: bool = False) -> None:
        places = Places(folder / "library", folder / "state", folder / "config.toml")
        self.file = searches_file(places)
        state = ReaderState.open(folder / "state.json")
        session = new_session(
            Library(places.library), state, Config(), Corpus(None), places=places, served=served
        )
        self.shelves = Shelves()
        self.desk = Desk()
        self.told = 0
        search = cast("LibrarySearch", self.shelves)
        self.saved = SavedSearches(session, self.desk.tasks, search, self._tell)

    def _tell(self) -> None:
        self.told += 1

    def write(self, *searches: SavedSearch) -> None:
        for one in searches:
            save_search(self.file, one)


@pytest.fixture
def searches(tmp_path: Path) -> Searches:
    return Searches(tmp_path)


def test_each_saved_search_is_counted_once_one_after_the_other(searches: Searches) -> None:
    searches.write(ONE, ODD, TWO)
    searches.shelves.finds = {"peace": 1234, "war": MOST_COUNTED - 1}
    searches.saved.read()
    assert searches.saved.listed == [Saved(ONE), Saved(ODD), Saved(TWO)]
    assert len(searches.desk.threads) == 1
    searches.desk.work_off()
    counted = [Saved(ONE, "1,234+"), Saved(ODD, "has a mistake"), Saved(TWO, "999")]
    assert searches.saved.listed == counted
    assert searches.told == 2
    searches.saved.read()
    assert searches.desk.tasks.idle
    searches.saved.forget()
    assert searches.saved.listed == [Saved(ONE), Saved(ODD), Saved(TWO)]
    searches.shelves.finds = {"peace": MOST_COUNTED, "war": 0}
    searches.saved.count()
    searches.desk.work_off()
    assert [one.finds for one in searches.saved.listed] == ["1,000+", "has a mistake", "0"]


@pytest.mark.parametrize(
    ("stage", "counts"),
    [
        (Stage.CHECKING, False),
        (Stage.BUILDING, False),
        (Stage.READY, True),
        (Stage.WITHOUT, True),
    ],
)
def test_nothing_is_counted_in_an_index_that_is_not_complete(
    searches: Searches, stage: Stage, counts: bool
) -> None:
    searches.write(ONE)
    searches.shelves.stage = stage
    searches.shelves.finds = {"peace": 2}
    searches.saved.read()
    searches.desk.work_off()
    assert searches.saved.listed == [Saved(ONE, "2" if counts else "")]


def test_a_count_that_fails_is_left_out_and_nobody_is_told(searches: Searches) -> None:
    searches.write(ONE, TWO)
    searches.shelves.finds = {"peace": BriefingError("It cannot be read."), "war": 2}
    searches.saved.read()
    searches.desk.work_off()
    assert searches.saved.listed == [Saved(ONE), Saved(TWO)]
    assert searches.told == 0


def test_a_search_is_saved_and_deleted_and_each_is_said(searches: Searches) -> None:
    searches.shelves.finds = {"peace": 2, "war": 3}
    told = searches.saved.save(" one ", " peace ")
    assert told == "Saved as “one”; it is listed before you type a search."
    assert load_searches(searches.file) == ((ONE,), ())
    searches.saved.save("two", "war")
    searches.desk.work_off()
    assert searches.saved.listed == [Saved(ONE, "2"), Saved(TWO, "3")]
    assert searches.saved.named("two") == TWO
    assert searches.saved.delete("one") == "“one” is deleted."
    assert searches.saved.listed == [Saved(TWO, "3")]
    assert load_searches(searches.file) == ((TWO,), ())


def test_what_cannot_be_saved_is_said_and_what_is_wrong_in_the_file_too(
    searches: Searches,
) -> None:
    assert "needs a name" in searches.saved.save("#", "peace")
    searches.file.write_text("one: peace\nodd\n")
    searches.saved.read()
    assert searches.saved.listed == [Saved(ONE)]
    (notice,) = searches.saved.notices
    assert notice.startswith(f"{searches.file}:2: ")


def test_on_another_s_host_nothing_is_saved_or_deleted(tmp_path: Path) -> None:
    searches = Searches(tmp_path, served=True)
    searches.write(ONE)
    assert searches.saved.save("two", "war") == "Nothing can be saved on this host."
    assert searches.saved.delete("one") == "Nothing can be deleted on this host."
    assert load_searches(searches.file) == ((ONE,), ())

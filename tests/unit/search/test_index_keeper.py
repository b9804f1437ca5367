"""An index is made, kept up to date, and done without where it cannot be."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from briefing.model.errors import BriefingError
from briefing.search.index import database, keeper
from briefing.search.index.building import update
from briefing.search.index.database import BusyIndexError
from briefing.search.index.keeper import IndexKeeper
from briefing.search.index.reading import IndexReader
from briefing.search.index.results import Stage
from tests.unit.search.index_shelves import (
    MANY,
    MemoryShelf,
    built,
    found,
    keeping,
    query,
    simple_briefing,
)
from tests.waiting import HANGS


def test_a_missing_index_is_made(path: Path) -> None:
    with keeping(MemoryShelf(*MANY), path) as kept:
        assert len(found(kept, "peace")) == 12
        assert kept.progress().stage is Stage.READY
        assert kept.progress().notice is None
        assert (kept.progress().done, kept.progress().of) == (12, 12)


def test_the_folders_of_an_index_are_made(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "index.sqlite3"
    update(deep, MemoryShelf(*MANY))
    assert sorted(file.name for file in deep.parent.iterdir()) == [
        *("index.sqlite3", "index.sqlite3.lock"),
    ]


def test_an_index_that_is_up_to_date_is_neither_written_nor_is_the_library_read(
    path: Path,
) -> None:
    shelf = built(path)
    before = path.read_bytes()
    with keeping(shelf, path) as kept:
        assert len(found(kept, "peace")) == 12
    assert shelf.opened == []
    assert path.read_bytes() == before


def test_what_changed_is_indexed_and_nothing_else(path: Path) -> None:
    shelf = built(path)
    shelf.publish(simple_briefing("b03", "truce"))
    shelf.publish(simple_briefing("new", "truce", "peace"))
    del shelf.revisions["b05"]
    with keeping(shelf, path) as kept:
        assert sorted(found(kept, "truce")) == ["b03/c0", "new/c0"]
        assert "b03/c0" not in found(kept, "peace")
        assert len(found(kept, "peace")) == 11
        assert found(kept, "number5") == []
    assert sorted(shelf.opened) == ["b03", "new"]


def test_what_is_replaced_leaves_no_word_behind(path: Path) -> None:
    shelf = built(path)
    for briefing in MANY:
        shelf.publish(simple_briefing(briefing.id, "truce"))
    update(path, shelf)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, text, row)")
        left = {word for (word,) in connection.execute("SELECT term FROM temp.words")}
    assert {"peace", "war"} & left == set()
    assert "truce" in left


@pytest.mark.parametrize("texts", [("truce",), ("truce", "peace number3"), ()])
def test_words_are_counted_as_if_all_had_been_put_in_at_once(
    path: Path, texts: tuple[str, ...]
) -> None:
    shelf = built(path)
    shelf.publish(simple_briefing("b03", *texts))
    update(path, shelf)
    fresh = MemoryShelf(*(one for one in MANY if one.id != "b03"), simple_briefing("b03", *texts))
    update(path.with_name("fresh.sqlite3"), fresh)
    counted = []
    for file in (path, path.with_name("fresh.sqlite3")):
        with closing(sqlite3.connect(file)) as connection:
            counted.append(dict(connection.execute("SELECT word, cards FROM words")))
    assert counted[0] == counted[1]


def test_a_briefing_that_cannot_be_read_is_left_out_and_not_tried_again(path: Path) -> None:
    shelf = MemoryShelf(*MANY)
    shelf.revisions["b03"] = None
    with keeping(shelf, path) as kept:
        assert len(found(kept, "peace")) == 11
        shelf.opened.clear()
        kept.refresh()
        assert kept.wait(HANGS)
        assert shelf.opened == []


def test_while_it_is_being_made_what_is_there_is_found(path: Path) -> None:
    halted, goes_on = threading.Event(), threading.Event()

    def halt(opened: int) -> None:
        if opened == 3:
            halted.set()
            assert goes_on.wait(HANGS)

    with closing(IndexKeeper(MemoryShelf(*MANY, before=halt), [path])) as kept:
        assert kept.search(query("peace")).partial
        kept.start()
        assert halted.wait(HANGS)
        results = kept.search(query("peace"), 99)
        assert results.partial
        assert results.total is None
        assert kept.progress().stage is Stage.BUILDING
        assert kept.progress().of == 12
        goes_on.set()
        assert kept.wait(HANGS)
        assert len(found(kept, "peace")) == 12


def test_a_program_that_ends_does_not_wait_for_its_index(path: Path) -> None:
    with keeping(MemoryShelf(), path):
        (worker,) = (one for one in threading.enumerate() if one.name == "index")
        assert worker.daemon


def test_leaving_off_keeps_what_is_done(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.search.index.building._CARDS_AT_ONCE", 2)
    shelf = MemoryShelf(*MANY, before=lambda opened: time.sleep(0 if opened < 5 else 0.5))
    with closing(IndexKeeper(shelf, [path])) as kept:
        kept.start()
        while len(shelf.opened) < 5:
            time.sleep(0.01)
    done = len(shelf.opened)
    assert done < 12
    shelf.opened.clear()
    update(path, shelf)
    assert len(shelf.opened) == 12 - done


def test_a_folder_that_cannot_be_written_is_passed_over(path: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with keeping(MemoryShelf(*MANY), blocked / "index.sqlite3", path) as kept:
        assert len(found(kept, "peace")) == 12
        assert str(path) in str(kept.progress().notice)
    assert path.exists()


def test_without_any_place_the_library_is_read(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with keeping(MemoryShelf(*MANY), blocked / "a", blocked / "b") as kept:
        assert len(found(kept, "peace")) == 12
        assert kept.progress().stage is Stage.WITHOUT
        assert "reads the whole library" in str(kept.progress().notice)
        first = kept.search(query("peace"), 5)
        assert first.more
        rest = kept.search(query("peace"), 99, first.more)
        assert len(first.rows) + len(rest.rows) == 12
        assert kept.count(query("peace or war"), 20) == 20


def test_a_full_disk_sends_it_elsewhere(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_small(place: Path) -> sqlite3.Connection:
        connection = database.open_to_write(place)
        if place == path:
            connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr("briefing.search.index.building.open_to_write", open_small)
    other = tmp_path / "other.sqlite3"
    long = simple_briefing("long", "war " * 20_000)  # a few pages have room for all the others
    with keeping(MemoryShelf(*MANY, long), path, other) as kept:
        assert len(found(kept, "peace")) == 12
        assert "full" in str(kept.progress().notice)


def test_without_full_text_search_the_library_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "has_full_text_search", lambda: False)
    with keeping(MemoryShelf(*MANY), path) as kept:
        assert len(found(kept, "peace number*")) == 12
        assert "FTS5" in str(kept.progress().notice)
    assert not path.exists()


def test_a_library_that_cannot_be_read_leaves_what_is_indexed(path: Path) -> None:
    shelf = built(path)

    def fail() -> dict[str, str]:
        raise BriefingError("The library is gone.")

    shelf.stamps = fail  # type: ignore[method-assign]
    with keeping(shelf, path) as kept:
        results = kept.search(query("peace"), 99)
        assert len(results.rows) == 12
        assert results.partial
        assert kept.progress().notice == "The library is gone."


def test_a_locked_index_is_not_waited_for_in_vain(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 0.1)
    shelf = built(path)
    with keeping(shelf, path) as kept:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            shelf.publish(simple_briefing("new", "truce"))
            kept.refresh()
            assert not kept.wait(0.5)
            assert len(kept.search(query("peace"), 99).rows) == 12
            other.execute("ROLLBACK")
        assert kept.wait(HANGS)
        assert found(kept, "truce") == ["new/c0"]


BUILDER = """
import sys
from pathlib import Path
from briefing.search.index.building import update
from tests.unit.search.index_shelves import MANY, MemoryShelf
import briefing.search.index.building as building
building._CARDS_AT_ONCE = 2
halt = lambda opened: opened == 5 and sys.stdin.readline()
shelf = MemoryShelf(*MANY, before=halt)
update(Path(sys.argv[1]), shelf, tell=lambda done, of: print(done, flush=True))
"""


@contextmanager
def builder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that makes an index, and waits for a line before its sixth briefing."""
    command = [sys.executable, "-c", BUILDER, str(path)]
    root = Path(__file__).parents[3]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=root) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], done: int) -> None:
    assert process.stdout is not None
    while int(process.stdout.readline()) < done:
        pass


def test_another_program_makes_it_while_this_one_reads(path: Path) -> None:
    with builder(path) as process:
        wait_for(process, 3)
        with pytest.raises(BusyIndexError):
            update(path, MemoryShelf(*MANY))
        with closing(IndexKeeper(shelf := MemoryShelf(*MANY), [path])) as kept:
            kept.start()
            results = kept.search(query("peace"), 99)
            assert results.partial
            assert len(results.rows) >= 3
            assert process.stdin is not None
            process.stdin.close()
            assert kept.wait(HANGS)
            assert len(found(kept, "peace")) == 12
            assert shelf.opened == []
        process.wait(HANGS)


def test_after_a_kill_it_goes_on_where_the_other_left_off(path: Path) -> None:
    with builder(path) as process:
        wait_for(process, 3)
        process.send_signal(signal.SIGKILL)
        process.wait(HANGS)
    shelf = MemoryShelf(*MANY)
    with keeping(shelf, path) as kept:
        assert len(found(kept, "peace")) == 12
    assert len(shelf.opened) <= 9
    with closing(IndexReader(path)):
        pass


def test_a_card_whose_only_text_is_empty_is_found_by_its_title(path: Path) -> None:
    with keeping(MemoryShelf(simple_briefing("b", "")), path) as kept:
        assert found(kept, "card") == ["b/c0"]

"""Whatever happens to the index: what is returned, and that it comes back by itself."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefing.model.errors import BriefingError
from briefing.search.index import database, keeper
from briefing.search.index.building import update
from briefing.search.index.errors import BusyIndexError
from briefing.search.index.keeper import IndexKeeper
from briefing.search.index.reading import IndexReader
from briefing.search.index.results import Results, Stage
from briefing.search.language import Query, parse
from tests.unit.search.index_shelves import MemoryShelf, simple_briefing

MANY = [simple_briefing(f"b{number:02}", f"peace number{number}", "war") for number in range(12)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library" / "index.sqlite3"


def query(text: str) -> Query:
    read = parse(text)
    assert isinstance(read, Query)
    return read


@contextmanager
def keeping(shelf: MemoryShelf, *paths: Path) -> Iterator[IndexKeeper]:
    with closing(IndexKeeper(shelf, paths)) as kept:
        kept.start()
        assert kept.wait(60)
        yield kept


def found(kept: IndexKeeper, text: str) -> list[str]:
    results = kept.search(query(text), 99)
    assert not results.partial
    return [f"{row.briefing_id}/{row.card_id}" for row in results.rows]


def built(path: Path) -> MemoryShelf:
    shelf = MemoryShelf(*MANY)
    update(path, shelf)
    shelf.opened.clear()
    return shelf


def test_a_missing_index_is_made(path: Path) -> None:
    with keeping(MemoryShelf(*MANY), path) as kept:
        assert len(found(kept, "peace")) == 12
        assert kept.progress().stage is Stage.READY
        assert kept.progress().notice is None
        assert (kept.progress().done, kept.progress().of) == (12, 12)


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


def test_a_briefing_that_cannot_be_read_is_left_out_and_not_tried_again(path: Path) -> None:
    shelf = MemoryShelf(*MANY)
    shelf.revisions["b03"] = None
    with keeping(shelf, path) as kept:
        assert len(found(kept, "peace")) == 11
        shelf.opened.clear()
        kept.refresh()
        assert kept.wait(60)
        assert shelf.opened == []


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def tear(path: Path) -> None:
    size = path.stat().st_size
    noise = random.Random(1)
    with path.open("r+b") as file:
        for page in range(1, size // 4096):
            file.seek(page * 4096)
            file.write(noise.randbytes(600))


def scribble(path: Path) -> None:
    path.write_bytes(b"no database at all " * 400)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def age(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE about SET signature = '0 of another version'")


def lose_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE cards")


def spoil_documents(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE cards SET document = x'00'")


Harm = Callable[[Path], None]
HARMS = (cut_in_half, tear, scribble, empty, age, lose_a_table, spoil_documents)


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_index_is_made_anew(path: Path, harm: Harm) -> None:
    shelf = built(path)
    harm(path)
    with keeping(shelf, path) as kept:
        first = kept.search(query("peace"), 99)
        assert first.partial or len(first.rows) == 12
        assert kept.wait(60)
        assert len(found(kept, "peace")) == 12
        assert kept.progress().stage is Stage.READY


@pytest.mark.parametrize("harm", [cut_in_half, tear, scribble, empty, Path.unlink])
def test_an_index_damaged_or_deleted_while_open_is_made_anew(path: Path, harm: Harm) -> None:
    shelf = built(path)
    with keeping(shelf, path) as kept:
        assert len(found(kept, "peace")) == 12
        harm(path)
        for text in ("peace", "war", "number3 peace"):
            kept.search(query(text), 99)
        assert kept.wait(60)
        kept.search(query("peace"), 99)
        assert kept.wait(60)
        assert len(found(kept, "peace")) == 12


def test_an_index_that_another_program_made_anew_is_the_one_searched(path: Path) -> None:
    shelf = built(path)
    with keeping(shelf, path) as kept:
        assert len(found(kept, "peace")) == 12
        shelf.publish(simple_briefing("new", "truce"))
        database.create(path)
        update(path, shelf)
        assert len(kept.search(query("truce")).rows) == 1
        assert kept.wait(60)
        assert found(kept, "truce") == ["new/c0"]


def test_an_index_that_another_program_began_anew_is_partial_until_it_is_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.search.index.building._CARDS_AT_ONCE", 2)
    shelf = built(path)
    with keeping(shelf, path) as kept:
        assert len(found(kept, "peace")) == 12
        path.unlink()
        update(path, shelf, stopped=lambda: len(shelf.opened) == 3)
        results = kept.search(query("peace"), 99)
        assert (len(results.rows), results.partial) == (3, True)
        assert kept.wait(60)
        assert len(found(kept, "peace")) == 12


def test_what_was_read_before_the_index_was_complete_is_partial(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = IndexReader.search

    def slow(*given: Any) -> Results:  # noqa: ANN401
        results = read(*given)
        if not kept.wait(0):
            kept.start()
            assert kept.wait(60)
        return results

    monkeypatch.setattr(IndexReader, "search", slow)
    shelf = built(path)
    shelf.publish(simple_briefing("new", "truce"))
    with closing(IndexKeeper(shelf, [path])) as kept:
        results = kept.search(query("truce"))
        assert (results.rows, results.partial) == ((), True)
        assert found(kept, "truce") == ["new/c0"]


def test_what_is_wrong_is_told_for_as_long_as_it_is(path: Path) -> None:
    shelf = built(path)
    with keeping(shelf, path) as kept:
        spoil_documents(path)
        assert kept.search(query("peace")).partial
        assert "is being made anew" in str(kept.progress().notice)
        assert kept.wait(60)
        assert len(found(kept, "peace")) == 12
        assert kept.progress().notice is None


def test_an_index_that_another_program_keeps_to_itself_is_told_and_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 0.1)
    shelf = built(path)
    with keeping(shelf, path) as kept:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            assert kept.search(query("peace")).partial
            assert "Another program is using the index" in str(kept.progress().notice)
            assert not kept.wait(0.3)
        assert kept.wait(60)
        assert len(found(kept, "peace")) == 12
        assert kept.progress().notice is None


def test_a_disk_that_spoils_every_index_is_given_up(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(path: Path, shelf: MemoryShelf, **rest: object) -> None:
        update(path, shelf, **rest)  # type: ignore[arg-type]
        spoil_documents(path)

    monkeypatch.setattr("briefing.search.index.building.update", spoil)
    with keeping(MemoryShelf(*MANY), path) as kept:
        for _ in range(20):
            results = kept.search(query("peace"), 99)
            assert kept.wait(60)
        assert len(results.rows) == 12
        assert kept.progress().stage is Stage.WITHOUT
        assert "check the disk" in str(kept.progress().notice)


def test_while_it_is_being_made_what_is_there_is_found(path: Path) -> None:
    shelf = MemoryShelf(*MANY, slowness=0.05)
    with closing(IndexKeeper(shelf, [path])) as kept:
        assert kept.search(query("peace")).partial
        kept.start()
        time.sleep(0.15)
        results = kept.search(query("peace"), 99)
        assert results.partial
        assert results.total is None
        assert kept.progress().stage is Stage.BUILDING
        assert kept.progress().of == 12
        assert kept.wait(60)
        assert len(found(kept, "peace")) == 12


def test_leaving_off_keeps_what_is_done(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.search.index.building._CARDS_AT_ONCE", 2)
    shelf = MemoryShelf(*MANY, slowness=0.05)
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
        assert kept.wait(60)
        assert found(kept, "truce") == ["new/c0"]


BUILDER = """
import sys
from pathlib import Path
from briefing.search.index.building import update
from tests.unit.search.index_shelves import MemoryShelf
from tests.unit.search.test_index_keeper import MANY
import briefing.search.index.building as building
building._CARDS_AT_ONCE = 2
shelf = MemoryShelf(*MANY, slowness=float(sys.argv[2]))
update(Path(sys.argv[1]), shelf, tell=lambda done, of: print(done, flush=True))
"""


@contextmanager
def builder(path: Path, slowness: float) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", BUILDER, str(path), str(slowness)]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], done: int) -> None:
    assert process.stdout is not None
    while int(process.stdout.readline()) < done:
        pass


def test_another_program_makes_it_while_this_one_reads(path: Path) -> None:
    with builder(path, 0.1) as process:
        wait_for(process, 3)
        with pytest.raises(BusyIndexError):
            update(path, MemoryShelf(*MANY))
        with closing(IndexKeeper(shelf := MemoryShelf(*MANY), [path])) as kept:
            kept.start()
            results = kept.search(query("peace"), 99)
            assert results.partial
            assert len(results.rows) >= 3
            assert kept.wait(60)
            assert len(found(kept, "peace")) == 12
            assert shelf.opened == []
        process.wait(60)


def test_after_a_kill_it_goes_on_where_the_other_left_off(path: Path) -> None:
    with builder(path, 0.1) as process:
        wait_for(process, 3)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
    shelf = MemoryShelf(*MANY)
    with keeping(shelf, path) as kept:
        assert len(found(kept, "peace")) == 12
    assert len(shelf.opened) <= 9
    with closing(IndexReader(path)):
        pass

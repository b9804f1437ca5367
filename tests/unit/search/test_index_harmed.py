"""Whatever happens to the index: what is returned, and that it comes back by itself."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from briefing.search.index import database
from briefing.search.index.building import update
from briefing.search.index.keeper import IndexKeeper
from briefing.search.index.reading import IndexReader
from briefing.search.index.results import Results, Stage
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
        assert kept.wait(HANGS)
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
        assert kept.wait(HANGS)
        kept.search(query("peace"), 99)
        assert kept.wait(HANGS)
        assert len(found(kept, "peace")) == 12


def test_an_index_that_another_program_made_anew_is_the_one_searched(path: Path) -> None:
    shelf = built(path)
    with keeping(shelf, path) as kept:
        assert len(found(kept, "peace")) == 12
        shelf.publish(simple_briefing("new", "truce"))
        database.create(path)
        update(path, shelf)
        assert len(kept.search(query("truce")).rows) == 1
        assert kept.wait(HANGS)
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
        assert kept.wait(HANGS)
        assert len(found(kept, "peace")) == 12


def test_what_was_read_before_the_index_was_complete_is_partial(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = IndexReader.search

    def slow(*given: Any, **named: Any) -> Results:  # noqa: ANN401
        results = read(*given, **named)
        if not kept.wait(0):
            kept.start()
            assert kept.wait(HANGS)
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
        assert "is being rebuilt" in str(kept.progress().notice)
        assert kept.wait(HANGS)
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
        assert kept.wait(HANGS)
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
            assert kept.wait(HANGS)
        assert len(results.rows) == 12
        assert kept.progress().stage is Stage.WITHOUT
        assert "check the disk" in str(kept.progress().notice)

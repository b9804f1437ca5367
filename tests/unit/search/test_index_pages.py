"""Pages of what is found, with an index and without: how many, and whether there are more."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from briefing.model.briefing import Revision
from briefing.model.errors import Stopped
from briefing.search.evaluate import refuse
from briefing.search.index import keeper, reading
from briefing.search.index.building import DAY_SHIFT, update
from briefing.search.index.database import (
    BusyIndexError,
    DamagedCardError,
    DamagedIndexError,
    UnusableIndexError,
    checksum,
    classify,
    joined_columns,
    open_to_read,
    pack_texts,
    unpack_texts,
)
from briefing.search.index.keeper import Currency, IndexKeeper, currency
from briefing.search.index.reading import IndexReader
from briefing.search.index.results import Given, PageEnd, Progress, Results, Stage
from briefing.search.query import Order, Query
from tests.unit.search.index_shelves import (
    MANY,
    NOW,
    MemoryShelf,
    built,
    found,
    keeping,
    query,
    simple_briefing,
)
from tests.waiting import HANGS


@pytest.fixture(params=[True, False], ids=["index", "no index"])
def kept(
    request: pytest.FixtureRequest, path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[IndexKeeper]:
    monkeypatch.setattr(keeper, "has_full_text_search", lambda: request.param)
    with keeping(MemoryShelf(*MANY), path) as kept:
        yield kept


@pytest.fixture
def reader(path: Path) -> Iterator[IndexReader]:
    built(path)
    with closing(IndexReader(path)) as reader:
        yield reader


@pytest.mark.parametrize(
    ("limit", "shown", "total", "more"),
    [(1, 1, None, True), (11, 11, None, True), (12, 12, 12, False), (13, 12, 12, False)],
)
def test_the_number_of_all_is_known_where_a_page_has_them(
    kept: IndexKeeper, limit: int, shown: int, total: int | None, more: bool
) -> None:
    page = kept.search(query("peace"), limit)
    assert (len(page.rows), page.total, page.more is not None) == (shown, total, more)
    assert (page.partial, page.ranked) == (False, None)
    if page.more:
        assert page.more.rank is None
        rest = kept.search(query("peace"), 12, page.more)
        assert (len(rest.rows), rest.total, rest.more) == (12 - shown, None, None)
        assert not {row.briefing_id for row in page.rows} & {row.briefing_id for row in rest.rows}


def test_fifty_are_on_a_page_unless_said_otherwise(path: Path) -> None:
    with keeping(MemoryShelf(simple_briefing("b", *["peace"] * 51)), path) as kept:
        page = kept.search(query("peace"))
        assert len(page.rows) == 50
        assert page.more is not None
        assert kept.count(query("peace")) == 51


def test_a_thousand_are_counted_unless_said_otherwise(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def count(_: IndexReader, __: Query, most: int, *___: object, **____: object) -> int:
        asked.append(most)
        return 7

    monkeypatch.setattr(IndexReader, "count", count)
    with keeping(MemoryShelf(*MANY), path) as kept:
        assert [kept.count(query("peace")), kept.count(query("peace"), 5)] == [7, 7]
    assert asked == [1000, 5]


def test_without_a_condition_nothing_is_found(kept: IndexKeeper) -> None:
    assert kept.search(Query()) == Results(total=0)
    assert kept.count(Query()) == 0
    assert kept.unknown(Query(), "") is None


def test_who_does_not_wait_any_more_is_given_nothing(kept: IndexKeeper) -> None:
    with pytest.raises(Stopped):
        kept.search(query("peace"), stopped=lambda: True)
    with pytest.raises(Stopped):
        kept.count(query("peace"), stopped=lambda: True)
    assert kept.count(query("peace")) == 12


def test_it_is_asked_at_each_card_whether_somebody_waits(kept: IndexKeeper) -> None:
    answers = iter([False] * 12)
    with pytest.raises(Stopped):
        kept.search(query("peace or war"), 99, stopped=lambda: next(answers, True))
    assert len(kept.search(query("peace or war"), 99, stopped=lambda: False).rows) == 24


def test_the_best_among_the_newest_come_first_page_by_page(
    reader: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked = Query(query("peace or number3").condition, Order.RELEVANCE)
    page = reader.search(ranked, 5, None, refuse)
    assert (page.ranked, page.total, page.rows[0].briefing_id) == (1000, None, "b03")
    assert page.more is not None
    assert page.more.rank is not None
    rest = reader.search(ranked, 99, page.more, refuse)
    ids = [row.briefing_id for row in (*page.rows, *rest.rows)]
    assert len(ids) == len(set(ids)) == 12
    assert (rest.total, rest.more) == (None, None)
    monkeypatch.setattr(reading, "RANKED", 3)
    newest = [row.briefing_id for row in reader.search(query("peace"), 3, None, refuse).rows]
    few = reader.search(ranked, 99, None, refuse)
    assert few.ranked == 3
    assert sorted(row.briefing_id for row in few.rows) == sorted(newest)


def test_what_is_left_out_is_neither_found_nor_counted(reader: IndexReader) -> None:
    without = ["b00", "b07"]
    rows = reader.search(query("peace"), 99, None, refuse, without=without).rows
    assert {row.briefing_id for row in rows} == {one.id for one in MANY} - set(without)
    assert reader.count(query("peace"), 99, refuse, without=without) == 10


def test_a_card_has_the_number_of_its_day_and_the_first_to_read_the_highest(path: Path) -> None:
    dated = [simple_briefing(id_, "one", "two", cutoff="2024-05-02") for id_ in ("a", "b")]
    update(path, MemoryShelf(*dated))
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT row, id FROM cards ORDER BY row DESC").fetchall()
    first = 739_008 << DAY_SHIFT  # 2 May 2024
    assert rows == [(first + 3, "c0"), (first + 2, "c1"), (first + 1, "c0"), (first, "c1")]


def test_a_row_of_a_card_that_was_asked_for_by_no_word_has_its_first_text(
    kept: IndexKeeper,
) -> None:
    rows = kept.search(query("in:terms number3")).rows
    rows += kept.search(query("briefing:b03")).rows[:1]
    assert [(row.title_spans, row.field, row.text, row.spans) for row in rows] == [
        ((), "claim", "peace number3", ((6, 13),)),
        ((), "claim", "peace number3", ()),
    ]
    (row,) = kept.search(query("briefing:b03 card 0")).rows
    assert (row.title_spans, row.text, row.spans) == (((0, 4), (5, 6)), "peace number3", ())


def test_revisions_in_place_of_a_library_come_before_the_others_of_the_shelf() -> None:
    revision = Revision(number=7, published=NOW, briefing=MANY[1])
    shelf = MemoryShelf(*MANY[:3])
    alone, before = Given({"b01": revision}), Given({"b01": revision, "b09": None}, shelf)
    assert alone.stamps() == {"b01": ""}
    assert alone.open("b01") is revision
    assert list(before.stamps().items()) == [("b01", ""), ("b09", ""), ("b00", "1"), ("b02", "1")]
    assert [before.open(id_) for id_ in ("b01", "b09", "b00")] == [
        *(revision, None),
        shelf.revisions["b00"],
    ]


def test_how_far_the_index_is_is_told_by_what_the_library_has(path: Path) -> None:
    shelf = MemoryShelf(*MANY)
    assert currency(path, shelf) == Currency(0, 12, is_current=False)
    update(path, shelf)
    assert currency(path, shelf) == Currency(12, 12, is_current=True)
    shelf.publish(simple_briefing("b03", "truce"))
    assert currency(path, shelf) == Currency(11, 12, is_current=False)
    assert currency(path, MemoryShelf(*MANY[:2])) == Currency(2, 2, is_current=False)


def test_progress_is_told_from_the_beginning(path: Path) -> None:
    keeper = IndexKeeper(MemoryShelf(*MANY), [path])
    assert keeper.progress() == Progress(stage=Stage.CHECKING, done=0, of=0, notice=None)
    assert keeper.search(query("peace")) == Results(partial=True)
    assert keeper.count(query("peace")) == 0
    assert keeper.unreadable() == []


def test_who_may_not_make_the_index_takes_that_which_is_up_to_date_and_opens_none_to_write(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []

    def open_noted(place: Path, *, owned: bool) -> sqlite3.Connection:
        opened.append(owned)
        return open_to_read(place, owned=owned)

    for module in (keeper, reading):
        monkeypatch.setattr(module, "open_to_read", open_noted)
    elsewhere = tmp_path / "elsewhere.sqlite3"
    built(path)
    with closing(IndexKeeper(MemoryShelf(*MANY), [elsewhere, path], makes=False)) as kept:
        kept.start()
        assert kept.wait(HANGS)
        assert len(found(kept, "peace")) == 12
        assert kept.progress() == Progress(stage=Stage.READY)
    assert not elsewhere.exists()
    assert opened
    assert not any(opened)
    with (
        closing(open_to_read(path, owned=False)) as connection,
        pytest.raises(sqlite3.OperationalError),
    ):
        connection.execute("DELETE FROM briefings")


def test_what_cannot_be_read_is_named(path: Path) -> None:
    shelf = MemoryShelf(*MANY)
    shelf.revisions["b07"] = shelf.revisions["b03"] = None
    with keeping(shelf, path) as kept:
        assert kept.unreadable() == ["b03", "b07"]


# -- what goes wrong -------------------------------------------------------------------------------


def sqlite_error(code: int | None) -> sqlite3.Error:
    error = sqlite3.OperationalError("it failed")
    if code is not None:
        error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (OSError(errno.ENOSPC, "x"), UnusableIndexError, "cannot be written: no space left on"),
        (sqlite_error(sqlite3.SQLITE_BUSY), BusyIndexError, "Another program is using"),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), BusyIndexError, "Another program is using"),
        (sqlite_error(sqlite3.SQLITE_LOCKED), BusyIndexError, "Another program is using"),
        (sqlite_error(sqlite3.SQLITE_FULL), UnusableIndexError, "cannot be written: it failed."),
        (sqlite_error(sqlite3.SQLITE_IOERR_READ), UnusableIndexError, "cannot be written: it fail"),
        (sqlite_error(sqlite3.SQLITE_CORRUPT), DamagedIndexError, "is damaged or of another"),
        (sqlite_error(sqlite3.SQLITE_NOTADB), DamagedIndexError, "is damaged or of another"),
        (sqlite_error(None), DamagedIndexError, "is damaged or of another version."),
        (DamagedCardError(), DamagedIndexError, "is damaged or of another version."),
    ],
)
def test_a_failure_is_told_by_what_can_be_done_about_it(
    error: Exception, kind: type[Exception], said: str
) -> None:
    classified = classify(error, Path("index.sqlite3"))
    assert type(classified) is kind
    assert "“index.sqlite3”" in str(classified)
    assert said in str(classified)


def test_texts_come_back_as_they_were_packed_or_not_at_all() -> None:
    texts = (("title", "A Dam"), ("claim", "Əliyev said"), ("tag", ""))
    folded = joined_columns("a dam", "əliyev said")
    packed = pack_texts(texts, folded)
    assert unpack_texts(packed, folded) == texts
    assert unpack_texts(pack_texts(texts, ""), "") == texts
    assert len(packed) < len(pack_texts(texts, ""))  # what is folded is no news
    with pytest.raises(DamagedCardError):
        unpack_texts(packed[:-1], folded)
    assert joined_columns("a", "") == "a"
    assert checksum("a", b"b") == checksum("a", b"b") != checksum("b", b"b")
    assert checksum("a", b"b") != checksum("a", b"c")


def test_a_place_that_cannot_be_written_is_told_with_the_one_that_is_used(
    path: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with keeping(MemoryShelf(*MANY), blocked / "index.sqlite3", path) as kept:
        notice = (
            f"The index “{blocked / 'index.sqlite3'}” cannot be written: file exists."
            f" It is stored as “{path}” instead."
        )
        assert kept.progress() == Progress(stage=Stage.READY, done=12, of=12, notice=notice)
    with keeping(MemoryShelf(*MANY), blocked / "index.sqlite3") as kept:
        assert kept.progress() == Progress(
            stage=Stage.WITHOUT,
            notice=f"The index “{blocked / 'index.sqlite3'}” cannot be written: file exists."
            " Until it can be stored, every search reads the whole library.",
        )


def test_a_page_goes_on_after_the_number_of_its_last_card(reader: IndexReader) -> None:
    first = reader.search(query("peace"), 1, None, refuse)
    assert first.more is not None
    again = reader.search(query("peace"), 1, PageEnd(row=first.more.row + 1), refuse)
    assert again.rows == first.rows

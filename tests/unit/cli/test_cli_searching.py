"""The query language on the command line."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefing.library.changes.comparing import Comparison
from briefing.library.library import Library
from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.search.index.keeper import IndexKeeper
from briefing.search.index.results import Results
from briefing.search.language import parse
from briefing.search.query import QueryError
from briefing.views.context import Context
from briefing.views.indexing import INDEX_FILE
from briefing.views.search import fault_lines
from tests.revising import second
from tests.samples import two_towns
from tests.unit.cli.conftest import Run


def test_fields_alternatives_and_exclusions(run: Run) -> None:
    code, out, err = run("search", "in:terms", "turbines", "or", "tag:summer")
    assert code == 0
    assert "two-towns/terms/share" in out
    assert "two-towns/terms/turbines" in out
    assert "two-towns/terms/duration" not in out
    assert err.startswith("Found ")
    assert run("search", "in:terms", "not", "tag:summer").code == 0


def test_an_argument_with_blanks_stays_as_typed(run: Run) -> None:
    assert run("search", '"trust them"').out == run("search", '"trust', 'them"').out != ""


def test_a_fault_is_pointed_at_and_exits_2(run: Run) -> None:
    code, out, err = run("search", "war", "stance:opposed", "x")
    assert (code, out) == (2, "")
    assert err.splitlines()[:2] == ["war stance:opposed x", "    ^^^^^^^^^^^^^^"]
    assert "did you mean “opposes”?" in err


def test_a_fault_in_a_search_of_one_briefing_is_pointed_at_too(run: Run) -> None:
    code, out, err = run("search", "in:trems", "--briefing", "two-towns")
    assert (code, out) == (2, "")
    assert err.splitlines()[:2] == ["in:trems", "^^^^^^^^"]


def test_a_search_goes_on_over_as_many_pages_as_there_are(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run("search", "dam")
    assert whole.out.count("Card: ") > 5
    monkeypatch.setattr("briefing.views.search._PAGE", 2)
    assert run("search", "dam") == whole
    assert run("search", "dam", "--limit", "5").err == "Found more than 5 cards.\n"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("stance:", "needs a value"),
        ("war or", "needs something after it"),
        ("actor:alieyv", "did you mean “Aliev”?"),
        ("tag:sumer dam", "did you mean “summer”?"),
        ("in:trems", "did you mean “terms”?"),
        ("briefing:two-twons", "did you mean “two-towns”?"),
    ],
)
def test_what_is_unfinished_or_unknown_is_a_fault_too(run: Run, query: str, said: str) -> None:
    code, _, err = run("search", query)
    assert code == 2
    assert said in " ".join(err.split())


def test_marks_of_the_reader_are_known(run: Run, home: Path) -> None:
    assert run("search", "is:bookmarked").code == 1
    state = ReaderState.open(home / "state" / "reader.json")
    state.set_bookmark("two-towns", "turbines", on=True)
    for where in ((), ("--briefing", "two-towns")):
        out = run("search", "is:bookmarked", *where).out
        assert out.count("Address: ") == 1
        assert "two-towns/terms/turbines" in out


def test_what_has_changed_since_the_reader_read_it_is_known(run: Run, home: Path) -> None:
    library = Library(home / "library")
    library.publish([two_towns()])
    library.publish([second()])
    for where in ((), ("--briefing", "two-towns")):
        for asked in ("is:changed", "since:last"):
            code, _, err = run("search", asked, *where)
            assert (code, err) == (1, f"Nothing found for “{asked}”.\n")
    state = ReaderState.open(home / "state" / "reader.json")
    state.remember("two-towns", Place(section="terms", card="share"), 1)
    for where in ((), ("--briefing", "two-towns")):
        for asked in ("is:changed", "since:last", "since:1"):
            out = run("search", asked, *where).out
            assert out.count("Address: ") == len(changed(library)), asked
    for where in ((), ("--briefing", "two-towns")):
        assert run("search", "since:x", *where).code == 2
    code, _, err = run("search", "since:7", "--briefing", "two-towns")
    assert code == 2
    assert "“two-towns” has no revision 7; it has 1, 2." in " ".join(err.split())


def changed(library: Library) -> set[str]:
    briefings = (library.open("two-towns", number).briefing for number in (1, 2))
    return set(Comparison(*briefings).cards)


def test_marks_that_cannot_be_read_are_told(run: Run, home: Path) -> None:
    (home / "state").mkdir()
    (home / "state" / "reader.json").write_text("{")
    code, out, err = run("search", "is:unread")
    assert code == 0
    assert out
    assert "start empty" in err


def test_a_library_that_takes_long_to_index_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = IndexKeeper.wait

    def briefly(index: IndexKeeper, seconds: float | None = None) -> bool:
        while not index.progress().of:
            time.sleep(0.01)
        return seconds is None and wait(index)

    monkeypatch.setattr(IndexKeeper, "wait", briefly)
    code, out, err = run("search", "dam")
    assert code == 0
    assert out
    assert "being indexed, which happens once" in err


def test_where_no_index_may_be_made_it_is_said_that_there_may_be_more(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run("search", "dam").out
    monkeypatch.setattr("briefing.cli.main.Context", partial(Context, makes_index=False))
    monkeypatch.setattr(IndexKeeper, "wait", lambda *_: False)
    code, out, err = run("search", "dam")
    assert (code, out) == (0, found)
    told = r"There may be more: \d of \d briefings are indexed by now\.\nFound \d+ cards\.\n"
    assert re.fullmatch(told, err)


def test_an_index_that_is_never_up_to_date_is_asked_three_times_and_that_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run("search", "dam")
    search, asked = IndexKeeper.search, []

    def partly(index: IndexKeeper, *words: Any) -> Results:  # noqa: ANN401
        asked.append(words)
        return replace(search(index, *words), partial=True)

    monkeypatch.setattr(IndexKeeper, "search", partly)
    assert run("search", "dam") == found._replace(
        err="There may be more: the index of the library could not be brought up to date.\n"
        + found.err
    )
    assert len(asked) == 3


def test_an_index_that_another_program_keeps_to_itself_is_waited_for(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run("search", "dam").out
    wait = IndexKeeper.wait
    with closing(sqlite3.connect(home / "library" / INDEX_FILE, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")

        def briefly(index: IndexKeeper, seconds: float | None = None) -> bool:
            if seconds is None:
                other.close()
            return wait(index, 0.1 if seconds else None)

        monkeypatch.setattr(IndexKeeper, "wait", briefly)
        code, out, err = run("search", "dam")
    assert (code, out) == (0, found)
    assert "another program may be using it" in err
    assert "0 of 0" not in err


def test_an_index_that_turns_out_to_be_damaged_is_told_and_rebuilt(run: Run, home: Path) -> None:
    found = run("search", "dam").out
    with closing(sqlite3.connect(home / "library" / INDEX_FILE)) as other, other:
        other.execute("UPDATE cards SET document = x'00'")
    code, out, err = run("search", "dam")
    assert (code, out) == (0, found)
    assert err.count("being rebuilt") == 1
    assert "being rebuilt" not in run("search", "dam").err


def test_where_no_index_can_be_kept_the_library_is_read(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed = run("search", "dam").out
    monkeypatch.setattr("briefing.search.index.keeper.has_full_text_search", lambda: False)
    code, out, err = run("search", "dam")
    assert (code, out) == (0, indexed)
    assert "FTS5" in err


def test_what_is_not_verified_depends_on_the_texts(run: Run, corpus: Path) -> None:
    assert run("search", "is:unverified").code == 0
    assert run("search", "is:unverified", "--corpus", str(corpus)).code == 0


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("戦争 is:x", ["戦争 is:x", "     ^^^^"]),
        ("war\nis:x", []),
        ("w" * 60 + " is:x", []),
    ],
)
def test_carets_stand_under_the_token_in_cells(text: str, lines: list[str]) -> None:
    error = parse(text)
    assert isinstance(error, QueryError)
    assert fault_lines(text, error, 40)[: len(lines)] == lines
    assert all(len(line) <= 40 for line in fault_lines(text, error, 40))

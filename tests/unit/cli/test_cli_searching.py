"""The query language on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.plain.actions.searching import fault_lines
from briefing.search.language import QueryError, parse
from tests.unit.cli.conftest import Run


def test_fields_alternatives_and_exclusions(run: Run) -> None:
    code, out, err = run("search", "in:terms", "turbines", "or", "tag:summer")
    assert code == 0
    assert "two-towns/terms/share" in out
    assert "two-towns/terms/turbines" in out
    assert "two-towns/terms/duration" not in out
    assert err.startswith("Found in ")
    assert run("search", "in:terms", "not", "tag:summer").code == 0


def test_an_argument_with_blanks_stays_as_typed(run: Run) -> None:
    assert run("search", '"trust them"').out == run("search", '"trust', 'them"').out != ""


def test_a_fault_is_pointed_at_and_exits_2(run: Run) -> None:
    code, out, err = run("search", "war", "stance:opposed", "x")
    assert (code, out) == (2, "")
    assert err.splitlines()[:2] == ["war stance:opposed x", "    ^^^^^^^^^^^^^^"]
    assert "did you mean “opposes”?" in err


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("stance:", "needs a value"),
        ("war or", "needs something after it"),
        ("actor:alieyv", "did you mean “Aliev”?"),
        ("is:bookmarked", "in the reader only"),
    ],
)
def test_what_is_unfinished_or_unknown_is_a_fault_too(run: Run, query: str, said: str) -> None:
    code, _, err = run("search", query)
    assert code == 2
    assert said in " ".join(err.split())


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

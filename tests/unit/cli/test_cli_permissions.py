"""A library or a state that others can write to is read, with a warning on stderr."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.samples import TWO_TOWNS

from .conftest import Run


@pytest.fixture
def library(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of ours alone, with something published out of the folder we are in."""
    shutil.copytree(TWO_TOWNS, home / "two-towns")
    monkeypatch.chdir(home)
    assert run("publish", "two-towns").err == ""
    return home / "library"


def warning(folder: Path) -> str:
    return (
        f"Others can write to “{folder}” and change what is kept there:"
        f" run `chmod go-w {folder}`.\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "two-towns"),
        ("search", "dam"),
        ("search", "is:bookmarked"),
        ("search", "dam", "--briefing", "two-towns"),
        ("search", "is:bookmarked", "--briefing", "two-towns"),
        ("publish", "two-towns"),
    ],
    ids=" ".join,
)
def test_a_library_that_others_can_write_to_is_told_once(
    run: Run, library: Path, words: tuple[str, ...]
) -> None:
    before = run(*words)
    library.chmod(0o777)
    after = run(*words)
    assert (after.code, after.out) == (before.code, before.out)
    assert after.err.count(warning(library)) == 1
    assert warning(library) not in before.err


def test_a_library_of_ours_alone_is_not_told_of(run: Run, library: Path) -> None:
    assert run("list").err == ""


@pytest.mark.usefixtures("library")
def test_a_state_that_others_can_write_to_is_told_once_where_it_is_read(
    run: Run, home: Path
) -> None:
    state = home / "state"
    state.mkdir(exist_ok=True)
    state.chmod(0o777)
    assert run("search", "is:bookmarked").err.count(warning(state)) == 1
    assert run("list").err == ""

"""Saved searches: read, added, changed and taken away, line by line."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.settings.config import Places
from briefing.settings.searches import (
    SavedSearch,
    SearchesError,
    delete_search,
    load_searches,
    save_search,
    searches_file,
)

DOUBTS = SavedSearch("new doubts", "in:skeptics is:unread")
PRISONERS = SavedSearch("prisoners", '"prisoners of war" or time:10:30')


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where searches are saved; nothing is there, nor its folder."""
    return tmp_path / "config" / "searches.txt"


def test_the_file_stands_beside_the_configuration(tmp_path: Path) -> None:
    places = Places(tmp_path / "library", tmp_path / "state", tmp_path / "here" / "my.toml")
    assert searches_file(places) == tmp_path / "here" / "searches.txt"


def test_what_is_saved_is_read_back_in_order(file: Path) -> None:
    assert load_searches(file) == ((), ())
    save_search(file, DOUBTS)
    save_search(file, PRISONERS)
    assert load_searches(file) == ((DOUBTS, PRISONERS), ())
    assert file.read_text() == (
        'new doubts: in:skeptics is:unread\nprisoners: "prisoners of war" or time:10:30\n'
    )
    assert os.listdir(file.parent) == [file.name]  # noqa: PTH208


def test_a_search_of_the_same_name_is_replaced_where_it_stands(file: Path) -> None:
    save_search(file, DOUBTS)
    save_search(file, PRISONERS)
    save_search(file, DOUBTS._replace(query="is:new"))
    assert load_searches(file)[0] == (SavedSearch("new doubts", "is:new"), PRISONERS)


@pytest.mark.parametrize("end", ["", "\n"])
def test_lines_that_are_no_search_are_told_and_stay_as_they_are(file: Path, end: str) -> None:
    file.parent.mkdir()
    before = f"# my searches\n\n  odd line\r\nprisoners: a\n: b\nprisoners: c\nempty:  {end}"
    file.write_bytes(before.encode())
    searches, notices = load_searches(file)
    assert searches == (SavedSearch("prisoners", "a"),)
    no_search = "this is not a saved search; write “name: query”."
    assert notices == (
        f"{file}:3: {no_search}",
        f"{file}:5: {no_search}",
        f"{file}:6: “prisoners” is there already, so this line is not used; give it another name.",
        f"{file}:7: {no_search}",
    )
    save_search(file, DOUBTS)
    delete_search(file, "prisoners")
    after = before.replace("prisoners: a\n", "").rstrip("\n")
    assert file.read_bytes().decode() == f"{after}\n{DOUBTS.name}: {DOUBTS.query}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "a: b\n"),
        ("x: y", "x: y\na: b\n"),
        ("x: y\n", "x: y\na: b\n"),
        ("x: y\n\n", "x: y\n\na: b\n"),
        ("a: c", "a: b"),
        ("a: c\nx: y\n", "a: b\nx: y\n"),
        ("\ufeffx: y\n", "x: y\na: b\n"),
    ],
)
def test_a_new_search_is_the_last_line_of_its_own(file: Path, before: str, after: str) -> None:
    file.parent.mkdir()
    file.write_text(before)
    save_search(file, SavedSearch("a", "b"))
    assert file.read_text() == after


def test_where_it_cannot_be_written_the_file_stays_and_nothing_beside_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_search(file, DOUBTS)
    before = file.read_bytes()
    for error, reason in (
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("odd"), "it is out of reach"),
        (ValueError("odd"), "odd"),
    ):

        def refuse(_: int, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(os, "fsync", refuse)
        with pytest.raises(SearchesError) as raised:
            save_search(file, PRISONERS)
        assert str(raised.value) == (
            f"{file} cannot be written: {reason}. No saved search was changed."
        )
    assert file.read_bytes() == before
    assert os.listdir(file.parent) == [file.name]  # noqa: PTH208


def test_what_cannot_be_read_is_told(file: Path) -> None:
    file.mkdir(parents=True)
    assert load_searches(file) == ((), (f"{file} cannot be read: Is a directory.",))
    assert load_searches(Path("a\0b")) == ((), ("a\ufffdb cannot be read: embedded null byte.",))


def test_what_is_taken_away_is_gone_and_what_is_not_there_is_no_matter(file: Path) -> None:
    save_search(file, DOUBTS)
    save_search(file, PRISONERS)
    delete_search(file, DOUBTS.name)
    delete_search(file, "nobody")
    assert load_searches(file) == ((PRISONERS,), ())


@pytest.mark.parametrize(
    "search", [("", "a"), ("a", ""), ("a:b", "c"), ("# a", "b"), ("a", "b\nc: d"), (" a", "b")]
)
def test_what_could_not_be_read_back_is_not_saved(file: Path, search: tuple[str, str]) -> None:
    save_search(file, DOUBTS)
    with pytest.raises(SearchesError, match="name without a colon"):
        save_search(file, SavedSearch(*search))
    assert load_searches(file) == ((DOUBTS,), ())


def test_a_file_that_is_no_text_is_told_and_never_written_over(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"a: \xff")
    searches, (notice,) = load_searches(file)
    assert searches == ()
    assert str(file) in notice
    assert "UTF-8" in notice
    with pytest.raises(SearchesError, match="UTF-8"):
        save_search(file, DOUBTS)
    assert file.read_bytes() == b"a: \xff"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    file = tmp_path / "config" / "searches.txt"
    with pytest.raises(SearchesError) as raised:
        save_search(file, DOUBTS)
    why = f"{file} cannot be written: File exists. No saved search was changed."
    assert str(raised.value) == why
    assert load_searches(file) == ((), ())


def test_a_link_to_the_file_stays_a_link_and_its_mode_what_it_was(file: Path) -> None:
    file.parent.mkdir()
    real = file.parent.parent / "dotfiles"
    real.write_text("a: b\n")
    real.chmod(0o600)
    file.symlink_to(real)
    save_search(file, DOUBTS)
    assert file.is_symlink()
    assert len(load_searches(real)[0]) == 2
    assert real.stat().st_mode & 0o777 == 0o600


def test_control_characters_do_not_reach_the_screen(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("a\x1b]0;b: c\x1b[2J\n\x1bodd\n")
    searches, notices = load_searches(file)
    assert "\x1b" not in repr((searches, notices)).replace("\\x1b", "\x1b")


@given(st.text())
def test_any_text_can_be_read_and_keeps_its_lines(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "searches.txt"
        file.write_bytes(text.encode(errors="replace"))
        searches, _ = load_searches(file)
        save_search(file, DOUBTS)
        kept = [one for one in searches if one.name != DOUBTS.name]
        assert [one for one in load_searches(file)[0] if one.name != DOUBTS.name] == kept
        assert DOUBTS in load_searches(file)[0]

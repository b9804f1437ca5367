"""Whether others can write to a folder, and what is said of it."""

from __future__ import annotations

import grp
import os
import pwd
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.library.storage import others_can_write

OURS = os.geteuid()
SOMEBODY = 4711
GROUP = 4712


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "my folder"
    made.mkdir(mode=0o700)
    return made


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have every file look as if it had such an owner, group and mode."""

    def look(mode: int, uid: int = OURS, gid: int = GROUP) -> None:
        status = os.stat_result((0o040000 | mode, 1, 1, 2, uid, gid, 0, 0, 0, 0))
        monkeypatch.setattr(Path, "stat", lambda _: status)

    return look


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make a group, and us as a user whose group it may be."""

    def make(name: str, members: list[str], *, primary: bool = True) -> None:
        us = ("ann", "x", OURS, GROUP if primary else GROUP + 1, "", "/", "/bin/sh")
        monkeypatch.setattr(pwd, "getpwuid", lambda _: pwd.struct_passwd(us))
        found = grp.struct_group((name, "x", GROUP, members))
        monkeypatch.setattr(grp, "getgrgid", lambda _: found)

    return make


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o750, 0o555])
def test_nothing_is_said_of_a_folder_of_ours_alone(folder: Path, mode: int) -> None:
    folder.chmod(mode)
    assert others_can_write(folder) is None


@pytest.mark.parametrize("mode", [0o777, 0o757, 0o702])
def test_a_folder_that_all_can_write_to_is_told_with_what_to_do(folder: Path, mode: int) -> None:
    folder.chmod(mode)
    assert others_can_write(folder) == (
        f"Others can write to “{folder}” and change what is kept there:"
        f" run `chmod go-w '{folder}'`."
    )
    folder.chmod(mode & ~0o022)
    assert others_can_write(folder) is None


def test_a_link_is_what_it_leads_to(folder: Path, tmp_path: Path) -> None:
    folder.chmod(0o777)
    (tmp_path / "link").symlink_to(folder)
    assert others_can_write(tmp_path / "link") is not None


def test_a_sticky_folder_such_as_tmp_is_for_all_and_is_not_to_be_changed(folder: Path) -> None:
    folder.chmod(0o1777)
    said = others_can_write(folder)
    assert said is not None
    assert "Others can write to" in said
    assert said.endswith(": use a folder of your own.")
    assert "chmod" not in said


@pytest.mark.parametrize("name", ["nowhere", "x" * 300, "a\0b"])
def test_what_is_not_there_is_nobody_s(folder: Path, name: str) -> None:
    assert others_can_write(folder / name) is None


def test_a_folder_of_somebody_else_is_told(folder: Path, looks: Callable[..., None]) -> None:
    looks(0o700, uid=SOMEBODY)
    assert others_can_write(folder) == (
        f"“{folder}” belongs to another user (number {SOMEBODY}), who can change what is kept"
        " there: use a folder of your own."
    )
    looks(0o700, uid=0)
    assert others_can_write(folder) is None


def test_a_folder_of_root_that_all_can_write_to_is_not_ours_to_change(
    folder: Path, looks: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: SOMEBODY)
    looks(0o777, uid=0)
    assert others_can_write(folder) == (
        f"Others can write to “{folder}” and change what is kept there: use a folder of your own."
    )
    looks(0o755, uid=0)
    assert others_can_write(folder) is None


@pytest.mark.parametrize("members", [[], ["ann"]])
def test_the_group_of_ours_alone_may_write(
    folder: Path, looks: Callable[..., None], group: Callable[..., None], members: list[str]
) -> None:
    looks(0o775)
    group("ann", members)
    assert others_can_write(folder) is None
    looks(0o777)
    assert others_can_write(folder) is not None


@pytest.mark.parametrize(
    ("name", "members", "primary"),
    [("ann", ["bob"], True), ("users", [], True), ("ann", [], False)],
)
def test_another_group_may_not(
    folder: Path,
    looks: Callable[..., None],
    group: Callable[..., None],
    name: str,
    members: list[str],
    *,
    primary: bool,
) -> None:
    looks(0o770)
    group(name, members, primary=primary)
    said = others_can_write(folder)
    assert said is not None
    assert "chmod go-w" in said


def test_a_group_that_nobody_knows_may_not(folder: Path, looks: Callable[..., None]) -> None:
    looks(0o770, gid=SOMEBODY)
    assert others_can_write(folder) is not None


def test_what_is_said_is_one_line_and_clean(tmp_path: Path) -> None:
    folder = tmp_path / "a\nb\x1b[2J"
    folder.mkdir()
    folder.chmod(0o777)
    said = others_can_write(folder)
    assert said is not None
    assert "\n" not in said
    assert "\x1b" not in said


def test_a_state_that_others_can_write_to_is_read_written_and_told_once(folder: Path) -> None:
    place = Place(section="terms", card="card-0")
    folder.chmod(0o777)
    state = ReaderState.open(folder / "reader.json")
    state.remember("dam", place)
    (notice,) = state.notices
    assert "chmod go-w" in notice
    assert ReaderState.open(folder / "reader.json").place("dam") == place


def test_a_state_folder_that_we_make_is_nobody_else_s(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        state = ReaderState.open(tmp_path / "state" / "reader.json")
        state.remember("dam", Place(section="terms", card="card-0"))
        assert state.notices == ()
        assert ReaderState.open(tmp_path / "state" / "reader.json").notices == ()
    finally:
        os.umask(before)

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.library.reader_tables import Place
from briefing.library.state import STATE_FILE, ReaderState
from briefing.library.storage import exclusive
from tests.thorough import examples
from tests.unit.library.samples import Steps, snapshot

TOP = Place(section="terms", card="card-0")
END = Place(section="terms", card="card-9", claim="c2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "state.json"


def again(path: Path) -> ReaderState:
    state = ReaderState.open(path)
    assert state.notices == ()
    return state


def refuse(number: int) -> Callable[[object], None]:
    def act(_: object) -> None:
        raise OSError(number, os.strerror(number))

    return act


def test_a_new_reader_has_no_state_and_no_file(path: Path) -> None:
    state = again(path)

    assert state.last_briefing() is None
    assert state.place("dam") is None
    assert state.read_marks("dam") == {}
    assert state.bookmarks("dam") == set()
    assert state.undo() is None
    assert state.save()
    assert not path.parent.exists()


def test_what_was_kept_is_there_in_the_next_session(path: Path) -> None:
    state = again(path)
    state.remember("dam", TOP)
    state.remember("bridge", END)
    state.remember("bridge", TOP)
    state.mark_read("dam", {"card-0": "d0", "card-1": "d1"})
    state.mark_read("dam", {"card-1": "d2"})
    state.mark_unread("dam", ["card-0", "card-7"])
    state.set_bookmark("dam", "card-1", True)
    state.set_bookmark("dam", "card-2", True)
    state.set_bookmark("dam", "card-2", False)

    for session in (state, again(path)):
        assert session.last_briefing() == "bridge"
        assert session.place("bridge") == TOP
        assert session.place("dam") == TOP
        assert session.read_marks("dam") == {"card-1": "d2"}
        assert session.bookmarks("dam") == {"card-1"}
        assert session.read_marks("bridge") == {}


def test_a_bookmark_has_the_second_in_which_it_was_set(path: Path) -> None:
    again(path).set_bookmark("dam", "a", on=True)
    (row,) = json.loads(path.read_text())["bookmarks"].values()
    assert row["briefing"] == "dam"
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", row["cards"]["a"])


def test_a_place_is_the_card_in_the_short_version_unless_said_otherwise() -> None:
    assert Place(section="s", card="c") == Place(
        section="s", card="c", claim=None, view=False, full=False
    )


def test_only_we_can_look_at_a_state(path: Path) -> None:
    before = os.umask(0)
    try:
        again(path).remember("dam", TOP)
    finally:
        os.umask(before)
    modes = {
        file.name: file.stat().st_mode & 0o777 for file in (path.parent, *path.parent.iterdir())
    }
    assert modes == {"state": 0o700, "state.json": 0o600, "state.json.lock": 0o600}


def test_a_change_that_makes_no_difference_writes_nothing(path: Path) -> None:
    state = again(path)
    state.remember("dam", TOP)
    state.mark_read("dam", {"card-0": "d0"})
    state.set_bookmark("dam", "card-0", True)
    before = path.stat()

    state.remember("dam", TOP)
    state.mark_read("dam", {"card-0": "d0"})
    state.mark_unread("dam", ["card-5"])
    state.set_bookmark("dam", "card-0", True)

    assert path.stat() == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda s: s.mark_read("dam", {"a": "1", "b": "1", "c": "1"}),
            "Unread again: 3 cards",
        ),
        (lambda s: s.mark_read("dam", {"a": "1"}), "Unread again: 1 card"),
        (lambda s: s.mark_read("dam", {"x": "2"}), "Unread again: 1 card"),
        (lambda s: s.mark_unread("dam", ["x", "y", "z"]), "Read again: 2 cards"),
        (lambda s: s.set_bookmark("dam", "a", True), "Bookmark removed again: 1 card"),
        (lambda s: s.set_bookmark("dam", "x", False), "Bookmark set again: 1 card"),
    ],
)
def test_undo_takes_back_one_change_as_a_whole(
    path: Path, change: Callable[[ReaderState], None], sentence: str
) -> None:
    before = again(path)
    before.mark_read("dam", {"x": "1", "y": "1"})
    before.set_bookmark("dam", "x", True)
    content = json.loads(path.read_text())
    state = again(path)

    change(state)
    assert json.loads(path.read_text()) != content
    assert state.undo() == sentence

    assert json.loads(path.read_text()) == content
    assert state.undo() is None


def test_undo_goes_back_step_by_step_but_not_into_other_sessions(path: Path) -> None:
    again(path).mark_read("dam", {"a": "1"})
    state = again(path)
    state.mark_read("dam", {"b": "1"})
    state.mark_read("dam", {"b": "1"})
    state.mark_read("dam", {"b": "2"})

    state.undo()
    assert state.read_marks("dam") == {"a": "1", "b": "1"}
    state.undo()
    assert state.read_marks("dam") == {"a": "1"}
    assert state.undo() is None


def test_undo_leaves_what_another_session_changed_since(path: Path) -> None:
    state = again(path)
    state.mark_read("dam", {"a": "1", "b": "1"})
    again(path).mark_read("dam", {"a": "2", "c": "1"})

    assert state.undo() == "Unread again: 1 card"
    assert again(path).read_marks("dam") == {"a": "2", "c": "1"}


def test_undo_says_so_when_another_session_was_there_first(path: Path) -> None:
    state = again(path)
    state.mark_read("dam", {"a": "1"})
    again(path).mark_unread("dam", ["a"])

    sentence = state.undo()

    assert sentence is not None
    assert "another session" in sentence


def test_sessions_at_once_lose_nothing(path: Path) -> None:
    one, two = again(path), again(path)
    one.mark_read("dam", {"a": "1"})
    two.mark_read("dam", {"b": "1"})
    one.set_bookmark("dam", "a", True)
    two.remember("dam", TOP)

    state = again(path)
    assert state.read_marks("dam") == {"a": "1", "b": "1"}
    assert state.bookmarks("dam") == {"a"}
    assert state.place("dam") == TOP


MARKS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("12"), min_size=1)


@examples(12)
@given(before=MARKS, changes=st.lists(MARKS | st.sets(st.sampled_from("abc"))))
def test_undoing_everything_gives_what_was_there(
    tmp_path_factory: pytest.TempPathFactory,
    before: dict[str, str],
    changes: list[dict[str, str] | set[str]],
) -> None:
    file = tmp_path_factory.mktemp("undo") / "state.json"
    again(file).mark_read("dam", before)
    state = again(file)
    for change in changes:
        if isinstance(change, dict):
            state.mark_read("dam", change)
        else:
            state.mark_unread("dam", change)

    while state.undo():
        pass

    assert again(file).read_marks("dam") == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"torn {",
        b"\xff\xfe",
        b'{"meta": {"1": {"format": 1, "last": 5}}}',
        b'{"meta": {"1": {"format": 1}}, "places": {"1": {"briefing": "dam"}}}',
        b'{"meta": {"1": {"format": 1}}, "read": {"1": {"briefing": "dam", "cards": ["a"]}}}',
        b'{"meta": {"1": {"format": 1}}, "bookmarks": {"1": {"cards": {}}}}',
    ],
)
def test_a_damaged_file_is_set_aside_and_kept(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    state = ReaderState.open(path)

    (aside,) = path.parent.glob("state.json.damaged-*Z")
    assert aside.read_bytes() == content
    (notice,) = state.notices
    assert "is damaged" in notice
    assert notice.endswith(f"The damaged file is kept as “{aside}”.")
    state.mark_read("dam", {"a": "1"})
    assert again(path).read_marks("dam") == {"a": "1"}


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("meta", {"format": 2, "last": 5}),
        ("places", {"briefing": "dam"}),
        ("read", {"briefing": "dam", "cards": ["a"]}),
        ("visits", {"briefing": "dam", "revision": "two"}),
        ("watches", {"query": "dam"}),
    ],
)
def test_of_a_file_with_a_damaged_row_all_else_is_kept(
    path: Path, table: str, row: dict[str, object]
) -> None:
    state = again(path)
    state.set_bookmark("dam", "a", on=True)
    state.mark_read("weir", {"a": "1"})
    content = json.loads(path.read_text())
    content.setdefault(table, {})["1" if table == "meta" else "9"] = row
    path.write_text(json.dumps(content))
    damaged = path.read_bytes()

    state = ReaderState.open(path)

    (aside,) = path.parent.glob("state.json.damaged-*")
    assert aside.read_bytes() == damaged
    (notice,) = state.notices
    assert f"in “{table}”" in notice
    assert "All else in it is kept." in notice
    for known in (state, again(path)):
        assert known.bookmarks("dam") == {"a"}
        assert known.read_marks("weir") == {"a": "1"}
    state.mark_read("weir", {"b": "1"})
    assert again(path).read_marks("weir") == {"a": "1", "b": "1"}
    assert again(path).notices == ()


def test_every_table_with_a_damaged_row_is_named(path: Path) -> None:
    again(path).set_bookmark("dam", "a", on=True)
    content = json.loads(path.read_text())
    content |= {"visits": {"1": {"briefing": 5}}, "watches": {"1": {}}}
    path.write_text(json.dumps(content))
    (notice,) = ReaderState.open(path).notices
    assert "in “visits”, “watches”, " in notice


def test_a_file_that_is_damaged_meanwhile_is_set_aside_with_the_next_change(path: Path) -> None:
    state = again(path)
    state.mark_read("dam", {"a": "1"})
    path.write_text("torn {")

    state.mark_read("dam", {"b": "1"})

    assert again(path).read_marks("dam") == {"b": "1"}
    assert len(list(path.parent.glob("state.json.damaged-*"))) == 1
    assert len(state.notices) == 1


def test_two_damaged_files_are_both_kept(path: Path) -> None:
    path.parent.mkdir()
    for content in ("torn {", "torn again {"):
        path.write_text(content)
        ReaderState.open(path)

    kept = sorted(file.read_text() for file in path.parent.glob("state.json.damaged-*"))
    assert kept == ["torn again {", "torn {"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
ROWS = st.dictionaries(st.sampled_from(["briefing", "place", "cards", "last"]), JSON)
TABLES = st.fixed_dictionaries(
    {"meta": st.just({"1": {"format": 1}})},
    optional={
        name: st.dictionaries(st.sampled_from("12"), ROWS)
        for name in ("places", "read", "bookmarks")
    },
)


@settings(deadline=None)
@given(content=st.binary() | (JSON | TABLES).map(msgspec.json.encode))
def test_no_content_keeps_a_reader_from_reading(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.mktemp("any") / "state.json"
    file.write_bytes(content)

    state = ReaderState.open(file)
    state.remember("dam", TOP)
    state.mark_read("dam", {"a": "1"})

    assert state.place("dam") == again(file).place("dam") == TOP


def test_a_newer_file_is_left_alone_and_the_session_goes_on_in_memory(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"meta": {"1": {"format": 3}}, "shelves": {}}))
    before = snapshot(path.parent)

    state = ReaderState.open(path)
    state.mark_read("dam", {"a": "1"})
    state.mark_read("dam", {"b": "1"})
    state.undo()

    assert state.read_marks("dam") == {"a": "1"}
    (notice,) = state.notices
    assert "newer version of briefing (format 3; this one reads 2)" in notice
    assert notice.endswith("kept in memory only.")
    assert not state.save()
    assert snapshot(path.parent) == before


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EDQUOT])
def test_what_cannot_be_written_is_kept_and_written_later(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    again(path).mark_read("dam", {"z": "1"})
    state = again(path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", lambda *_: refuse(number)(None))
        state.mark_read("dam", {"a": "1"})
        state.mark_unread("dam", ["z"])
        state.mark_read("dam", {"b": "1"})
        assert state.undo() == "Unread again: 1 card"
        state.remember("dam", END)
        assert not state.save()
        assert state.read_marks("dam") == {"a": "1"}
        assert state.place("dam") == END
        assert len(state.notices) == 1
        assert "state.json" in state.notices[0]
        assert again(path).read_marks("dam") == {"z": "1"}
    again(path).mark_read("dam", {"c": "1"})

    assert state.save()

    assert again(path).read_marks("dam") == {"a": "1", "c": "1"}
    assert again(path).place("dam") == END


def test_a_change_that_fails_at_any_step_is_made_or_not_and_never_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(12):
        file = tmp_path / str(at) / "state.json"
        again(file).mark_read("dam", {"a": "1"})
        state = again(file)
        steps = Steps(at, refuse(errno.EIO))
        with monkeypatch.context() as patch:
            steps.install(patch.setattr)
            state.mark_read("dam", {"b": "1"})

        assert again(file).read_marks("dam") in ({"a": "1"}, {"a": "1", "b": "1"})
        assert state.read_marks("dam") == {"a": "1", "b": "1"}
        assert state.save()
        assert again(file).read_marks("dam") == {"a": "1", "b": "1"}
        state.undo()
        assert again(file).read_marks("dam") == {"a": "1"}
        if len(steps.taken) <= at:
            return
    pytest.fail("more steps than expected")


def test_a_session_that_hangs_with_the_lock_holds_nobody_up(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again(path).mark_read("dam", {"a": "1"})
    waits: list[float] = []

    def note(lock: Path, kind: Any, *, seconds: float) -> Any:  # noqa: ANN401
        waits.append(seconds)
        return exclusive(lock, kind, seconds=0)

    monkeypatch.setattr("briefing.library.state.exclusive", note)
    with exclusive(path.with_name("state.json.lock"), STATE_FILE, seconds=0):
        state = again(path)
        assert waits == []
        state.mark_read("dam", {"b": "1"})
        state.mark_read("dam", {"c": "1"})
        assert state.read_marks("dam") == {"a": "1", "b": "1", "c": "1"}
        (notice,) = state.notices
        assert f"process {os.getpid()}" in notice
        assert waits == [2.0, 0.1]
        assert not state.save()
    assert waits == [2.0, 0.1, 10.0]

    state.remember("dam", TOP)

    assert again(path).read_marks("dam") == {"a": "1", "b": "1", "c": "1"}
    assert again(path).place("dam") == TOP


def test_a_damaged_file_is_set_aside_at_once_or_not_yet(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_text("torn {")
    waits: list[float] = []

    def note(lock: Path, kind: Any, *, seconds: float) -> Any:  # noqa: ANN401
        waits.append(seconds)
        return exclusive(lock, kind, seconds=0)

    monkeypatch.setattr("briefing.library.state.exclusive", note)
    ReaderState.open(path)
    assert waits == [0]


def test_a_damaged_file_under_a_held_lock_waits_for_the_next_change(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("torn {")
    with exclusive(path.with_name("state.json.lock"), STATE_FILE, seconds=0):
        state = ReaderState.open(path)
        assert path.read_text() == "torn {"
        assert any("is damaged" in notice for notice in state.notices)

    state.remember("dam", TOP)

    assert again(path).place("dam") == TOP
    assert len(list(path.parent.glob("state.json.damaged-*"))) == 1


def test_a_file_in_place_of_the_state_folder_is_a_notice(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")

    state = ReaderState.open(tmp_path / "state" / "state.json")
    state.remember("dam", TOP)

    assert state.place("dam") == TOP
    (notice,) = state.notices
    assert "state” is a file" in notice


def test_a_folder_in_place_of_the_state_file_is_a_notice(path: Path) -> None:
    path.mkdir(parents=True)

    state = ReaderState.open(path)
    state.remember("dam", TOP)

    assert state.place("dam") == TOP
    assert len(state.notices) == 1
    assert path.is_dir()

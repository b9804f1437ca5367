"""What readers mark: a folder for each key, and what becomes of marks that cannot be kept."""

from __future__ import annotations

import base64
import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.serve.marks import (
    DAMAGED,
    DAMAGED_ROWS,
    FULL,
    NOT_KEPT,
    folder_of_marks,
    open_marks,
    prepare_marks,
)
from tests.unit.serve.marking_child import key

ANN, BEN = key(1), key(255)


class Reader:
    """A reader's folder, and what was reported to the administrator."""

    def __init__(self, state: Path, who: str = ANN) -> None:
        self.folder = folder_of_marks(state, who)
        self.file = self.folder / "reader.json"
        self.earlier = self.folder.with_suffix(".json")
        self.reported: list[str] = []

    def open(self, most: int = 0) -> ReaderState:
        assert prepare_marks(self.folder, most)
        return open_marks(self.folder, self.reported.append)

    def marks(self) -> dict[str, str]:
        return ReaderState.open(self.file).read_marks("dam")


@pytest.fixture
def ann(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Have this process write no larger file, as a session does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_is_marked_is_found_again(ann: Reader) -> None:
    state = ann.open()
    state.mark_read("dam", {"a": "1", "b": "1"})
    state.mark_unread("dam", ["b"])
    state.set_bookmark("dam", "c", on=True)
    state.remember("dam", Place(section="terms", card="a"))
    again = ann.open()
    assert (again.read_marks("dam"), again.bookmarks("dam")) == ({"a": "1"}, {"c"})
    assert (again.place("dam"), again.notices) == (Place(section="terms", card="a"), ())
    assert ann.reported == []


def test_each_key_has_its_own(tmp_path: Path, ann: Reader) -> None:
    ben = Reader(tmp_path, BEN)
    ann.open().mark_read("dam", {"a": "1"})
    ben.open().mark_read("dam", {"b": "1"})
    assert (ann.marks(), ben.marks()) == ({"a": "1"}, {"b": "1"})
    assert ann.folder.parent == ben.folder.parent


def test_only_the_account_can_look_at_them(ann: Reader) -> None:
    ann.open().mark_read("dam", {"a": "1"})
    for path in (ann.folder.parent, ann.folder):
        assert path.stat().st_mode & 0o777 == 0o700
    assert ann.file.stat().st_mode & 0o777 == 0o600


def test_where_nothing_can_be_kept_marks_last_until_the_end() -> None:
    state = open_marks(None, pytest.fail)
    state.mark_read("dam", {"a": "1"})
    assert state.read_marks("dam") == {"a": "1"}
    assert state.save()


# -- folders ---------------------------------------------------------------------------------------


def test_the_name_of_a_folder_is_the_digest_of_a_key() -> None:
    assert folder_of_marks(Path("/state"), BEN) == Path(f"/state/readers/{'ff' * 32}")


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_no_two_keys_have_a_folder_in_common(one: bytes, other: bytes) -> None:
    first, second = (
        folder_of_marks(Path("/state"), f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}")
        for digest in (one, other)
    )
    assert (first == second) == (one == other)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "SHA256:../../../x", "SHA256:/etc/x", "", "a\0b"]
)
def test_a_name_that_is_no_fingerprint_is_no_folder(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        folder_of_marks(Path("/state"), name)


@given(st.text() | st.text("./AB=+-_\0").map("SHA256:{}".format))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    try:
        folder = folder_of_marks(Path("/state"), name)
    except ValueError:
        return
    assert folder.parent in (Path("/state/readers"), Path("/state"))
    assert set(folder.name) <= set("0123456789abcdef") or folder == Path("/state/readers")


# -- what an earlier version kept ------------------------------------------------------------------


def test_marks_of_an_earlier_version_are_moved(ann: Reader) -> None:
    ReaderState.open(ann.earlier).mark_read("dam", {"a": "1"})
    assert {path.name for path in ann.folder.parent.iterdir()} == {
        ann.earlier.name,
        f"{ann.earlier.name}.lock",
    }
    assert ann.open().read_marks("dam") == {"a": "1"}
    assert [path.name for path in ann.folder.parent.iterdir()] == [ann.folder.name]


def test_newer_marks_stay_and_the_earlier_ones_are_not_thrown_away(ann: Reader) -> None:
    ann.open().mark_read("dam", {"new": "2"})
    ReaderState.open(ann.earlier).mark_read("dam", {"old": "1"})
    assert ann.open().read_marks("dam") == {"new": "2"}
    assert ReaderState.open(ann.earlier).read_marks("dam") == {"old": "1"}


# -- how many readers, and how much ----------------------------------------------------------------


def test_as_many_readers_as_are_kept_have_marks_and_those_keep_them(tmp_path: Path) -> None:
    for number in range(3):
        Reader(tmp_path, key(number)).open(3).mark_read("dam", {"a": "1"})
    assert not prepare_marks(folder_of_marks(tmp_path, key(3)), 3)
    assert not folder_of_marks(tmp_path, key(3)).exists()
    for number in range(3):
        assert Reader(tmp_path, key(number)).open(3).read_marks("dam") == {"a": "1"}
    assert prepare_marks(folder_of_marks(tmp_path, key(3)), 0)


def test_readers_of_an_earlier_version_count_once_and_keep_their_marks(tmp_path: Path) -> None:
    readers = [Reader(tmp_path, key(number)) for number in range(3)]
    for reader in readers:
        ReaderState.open(reader.earlier).mark_read("dam", {"a": "1"})
    for reader in readers:
        assert reader.open(3).read_marks("dam") == {"a": "1"}
    assert not prepare_marks(folder_of_marks(tmp_path, key(3)), 3)


def test_files_beside_the_folders_of_readers_are_no_readers(tmp_path: Path) -> None:
    ReaderState.open(Reader(tmp_path, key(0)).earlier).mark_read("dam", {"a": "1"})
    assert prepare_marks(folder_of_marks(tmp_path, key(1)), 2)


def test_from_a_size_on_no_marks_are_added_but_some_can_be_removed(ann: Reader) -> None:
    state = ann.open()
    state.mark_read("dam", {f"card-{n}": "1" for n in range(10)})
    with largest_file(ann.file.stat().st_size + 10):
        state.mark_read("dam", {"one-too-many": "1"})
        assert state.notices == (FULL,)
        assert "one-too-many" not in ann.marks()
        assert not state.save()
        another = ann.open()
        another.mark_unread("dam", [f"card-{n}" for n in range(5)])
        assert another.notices == ()
        assert set(ann.marks()) == {f"card-{n}" for n in range(5, 10)}
        # What there was no room for is kept with the next change for which there is.
        state.mark_unread("dam", ["card-9"])
        assert state.save()
    assert set(ann.marks()) == {*(f"card-{n}" for n in range(5, 9)), "one-too-many"}
    assert ann.reported == []
    assert {path.name for path in ann.folder.iterdir()} == {"reader.json", "reader.json.lock"}


# -- what goes wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"{", b"", b"\xff", b"[]", b'{"meta": {"1": {}}}'])
def test_damaged_marks_are_set_aside_and_told_without_a_path(ann: Reader, content: bytes) -> None:
    ann.folder.mkdir(parents=True)
    ann.file.write_bytes(content)
    state = ann.open()
    assert state.notices == (DAMAGED,)
    assert str(ann.file) in ann.reported[0]
    state.mark_read("dam", {"a": "1"})
    assert ann.marks() == {"a": "1"}
    (aside,) = ann.folder.glob("reader.json.damaged-*")
    assert aside.read_bytes() == content
    assert ann.open().notices == ()


def test_of_marks_with_a_damaged_row_all_else_is_kept(ann: Reader) -> None:
    ann.open().mark_read("dam", {"a": "1"})
    content = json.loads(ann.file.read_bytes())
    content["visits"] = {"1": {"briefing": 5}}
    ann.file.write_text(json.dumps(content))
    assert ann.open().notices == (DAMAGED_ROWS,)
    assert ann.marks() == {"a": "1"}


def test_what_cannot_be_written_is_told_without_a_path_and_tried_again(
    ann: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = ann.open()
    state.mark_read("dam", {"a": "1"})

    def replace(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        state.mark_read("dam", {"b": "1"})
        assert state.notices == (NOT_KEPT,)
    assert ann.reported[0].startswith(f"The disk is full: “{ann.file}”")
    assert ann.marks() == {"a": "1"}
    assert state.read_marks("dam") == {"a": "1", "b": "1"}
    assert state.save()
    assert ann.marks() == {"a": "1", "b": "1"}


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "readers").write_text("a file")
    with pytest.raises(OSError, match="readers"):
        prepare_marks(folder_of_marks(tmp_path, ANN), 0)

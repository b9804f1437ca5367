from __future__ import annotations

import errno
import json
import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from briefing.library.errors import (
    DamagedFileError,
    FileKind,
    LibraryError,
    NewerFormatError,
    NotAFolderError,
    NotReadError,
    NotWrittenError,
    UnconfirmedError,
)
from briefing.library.storage import (
    Stamp,
    documents,
    make_folder,
    read_database,
    remove_leftovers,
    replace_file,
    transaction,
)
from tests.unit.library.samples import Steps, snapshot

KIND = FileKind(format=2, if_damaged="Delete it.", elsewhere="go elsewhere")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def refuse(number: int) -> Any:  # noqa: ANN401
    def act(_: object) -> None:
        raise OSError(number, os.strerror(number))

    return act


def rows(path: Path) -> list[dict[str, Any]]:
    found = read_database(path, KIND)
    assert found is not None
    return [dict(row) for row in documents(found[0], "rows")]


def add(path: Path, *values: int) -> None:
    with transaction(path, KIND) as database:
        database.table("rows").insert_multiple({"value": value} for value in values)


def test_what_is_committed_is_read_again_in_order(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    add(file, *range(12))
    add(file, 12)

    assert [row["value"] for row in rows(file)] == list(range(13))


def test_any_tinydb_can_read_the_file(tmp_path: Path) -> None:
    add(tmp_path / "file.json", 7)

    with TinyDB(tmp_path / "file.json") as database:
        assert database.table("rows").all() == [{"value": 7}]


def test_a_file_that_is_not_there_reads_as_none(tmp_path: Path) -> None:
    assert read_database(tmp_path / "file.json", KIND) is None


def test_an_error_in_the_block_leaves_the_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    add(file, 1)
    before = snapshot(tmp_path)

    with pytest.raises(ZeroDivisionError), transaction(file, KIND) as database:
        database.table("rows").insert({"value": 1 // 0})

    assert snapshot(tmp_path) == before


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    add(file, 1)
    before = Stamp.of(file.stat())

    with transaction(file, KIND) as database:
        database.table("rows").all()

    assert Stamp.of(file.stat()) == before


def test_a_fresh_transaction_forgets_what_the_file_held(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text("torn {")
    with transaction(file, KIND, fresh=True) as database:
        database.table("rows").insert({"value": 5})

    assert rows(file) == [{"value": 5}]


def test_the_disk_confirms_the_content_before_and_the_name_after_the_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(-1, lambda call: call())
    steps.install(monkeypatch.setattr)

    replace_file(tmp_path / "file.json", b"content", KIND)

    assert steps.taken == ["open", "write", "fsync", "replace", "open", "fsync"]


def test_a_disk_that_takes_a_byte_at_a_time_gets_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:1]))

    replace_file(tmp_path / "file.json", b"content", KIND)

    assert (tmp_path / "file.json").read_bytes() == b"content"


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_mode_of_a_new_file_follows_the_umask(tmp_path: Path, mask: int) -> None:
    previous = os.umask(mask)
    try:
        replace_file(tmp_path / "file.json", b"", KIND)
    finally:
        os.umask(previous)

    assert (tmp_path / "file.json").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO]
)
@pytest.mark.parametrize("at", range(6))
def test_a_failing_disk_leaves_the_old_or_the_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, number: int
) -> None:
    file = tmp_path / "file.json"
    replace_file(file, b"old", KIND)
    with monkeypatch.context() as patch:
        Steps(at, refuse(number)).install(patch.setattr)
        with pytest.raises(LibraryError) as caught:
            replace_file(file, b"new", KIND)

    replaced = at > 3
    assert type(caught.value) is (UnconfirmedError if replaced else NotWrittenError)
    assert file.read_bytes() == (b"new" if replaced else b"old")
    assert os.listdir(tmp_path) == ["file.json"]  # noqa: PTH208


def test_a_half_written_file_never_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file.json"
    replace_file(file, b"old", KIND)
    write, calls = os.write, []

    def fill_up(descriptor: int, data: bytes) -> int:
        calls.append(data)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "full")
        return write(descriptor, data[:4])

    monkeypatch.setattr(os, "write", fill_up)
    with pytest.raises(NotWrittenError, match="disk is full"):
        replace_file(file, b"new content", KIND)

    assert file.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, ["The disk is full", "is unchanged", "Free some space"]),
        (errno.EDQUOT, ["The disk is full"]),
        (errno.EROFS, ["read-only file system", "writable, or go elsewhere."]),
        (errno.EACCES, ["permission denied", "go elsewhere."]),
        (errno.EIO, ["input/output error", "Check the disk"]),
    ],
)
def test_the_sentence_says_what_happened_and_what_to_do(number: int, words: list[str]) -> None:
    message = str(NotWrittenError(Path("/data/file.json"), OSError(number, "x"), KIND))

    assert all(word in message for word in words)


def test_a_file_system_that_cannot_sync_folders_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Steps(5, refuse(errno.EINVAL)).install(monkeypatch.setattr)

    replace_file(tmp_path / "file.json", b"new", KIND)

    assert (tmp_path / "file.json").read_bytes() == b"new"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 50,
        b'{"meta": {"1": {"format": 1',
        b"[]",
        b'{"meta": []}',
        b'{"meta": {"1": 5}}',
        b'{"rows": {}}',
        b'{"meta": {"1": {}}}',
        b'{"meta": {"1": {"format": "1"}}}',
        b'{"meta": {"1": {"format": true}}}',
        b'{"meta": {"1": {"format": 0}}}',
        b'{"meta": {"1": {"format": 1}}, "rows": {"one": {}}}',
        b'{"meta": {"1": {"format": 1, "x": "\xff"}}}',
        b'{"meta": {"1": {"format": 1, "x": ' + b"[" * 5000 + b"]" * 5000 + b"}}}",
    ],
)
def test_what_is_not_one_of_our_files_is_damaged(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)

    with pytest.raises(DamagedFileError, match=r"file\.json” is damaged: .*\. Delete it\."):
        read_database(file, KIND)


@given(content=st.binary() | JSON.map(msgspec.json.encode))
def test_no_content_breaks_reading(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.mktemp("any") / "file.json"
    file.write_bytes(content)

    with pytest.raises((DamagedFileError, NewerFormatError)):
        read_database(file, KIND)


@pytest.mark.parametrize("number", [1, 2])
def test_this_and_earlier_formats_are_read(tmp_path: Path, number: int) -> None:
    file = tmp_path / "file.json"
    file.write_text(json.dumps({"meta": {"1": {"format": number}}}))

    assert read_database(file, KIND) is not None


@pytest.mark.parametrize(("number", "old"), [(1, True), (2, False)])
def test_a_format_may_be_too_old(tmp_path: Path, number: int, old: bool) -> None:
    file = tmp_path / "file.json"
    file.write_text(json.dumps({"meta": {"1": {"format": number}}}))
    with pytest.raises(DamagedFileError, match="its format is too old") if old else nullcontext():
        assert read_database(file, KIND._replace(oldest=2)) is not None


@pytest.mark.parametrize(("private", "mode"), [(False, 0o777), (True, 0o700)])
def test_a_folder_is_ours_alone_where_what_it_holds_is(
    tmp_path: Path, private: bool, mode: int
) -> None:
    before = os.umask(0)
    try:
        make_folder(tmp_path / "a" / "b", KIND._replace(private=private))
        replace_file(tmp_path / "file", b"", KIND._replace(private=private))
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "a", tmp_path / "a" / "b")] == [
        mode,
        mode,
    ]
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode & 0o666


def test_a_newer_format_is_told_from_damage(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text(json.dumps({"meta": {"1": {"format": 3}}}))

    with pytest.raises(NewerFormatError) as caught:
        read_database(file, KIND)

    assert str(caught.value) == (
        f"“{file}” was written by a newer version of briefing (format 3; this one reads 2)."
        " Update briefing, or go elsewhere."
    )


def test_no_message_carries_a_control_character() -> None:
    message = str(DamagedFileError(Path("file.json"), "invalid value '\x1b]0;x\x07'", KIND))

    assert message.isprintable()


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotReadError, match="cannot be read: is a directory"):
        read_database(tmp_path, KIND)


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("")
    inside = tmp_path / "library" / "briefings"

    with pytest.raises(NotAFolderError, match="library” is a file"):
        make_folder(inside, KIND)
    with pytest.raises(NotAFolderError, match="library” is a file"):
        read_database(inside / "file.json", KIND)


def test_folders_are_made_with_those_above_and_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(-1, lambda call: call())
    steps.install(monkeypatch.setattr)

    make_folder(tmp_path / "a" / "b", KIND)

    assert (tmp_path / "a" / "b").is_dir()
    assert steps.taken == ["mkdir", "open", "fsync"] * 2


def test_a_folder_that_cannot_be_made_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Steps(0, refuse(errno.EROFS)).install(monkeypatch.setattr)

    with pytest.raises(NotWrittenError, match="read-only"):
        make_folder(tmp_path / "a", KIND)


def test_only_our_own_leftovers_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_: None)
        Steps(3, refuse(errno.EIO)).install(patch.setattr)
        with pytest.raises(NotWrittenError):
            replace_file(tmp_path / "file.json", b"new", KIND)
    (tmp_path / ".file.json.swp").write_text("an editor's")
    assert len(list(tmp_path.iterdir())) == 2

    remove_leftovers(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [".file.json.swp"]

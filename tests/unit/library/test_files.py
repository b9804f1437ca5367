"""What a revision was published from comes back byte for byte, and is stored once."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.library.errors import (
    DamagedFileError,
    LibraryError,
    NewerRevisionError,
    NoFilesError,
    NotPublishedError,
)
from briefing.library.library import Library, PinnedLibrary, PublishOutcome, Submission
from tests.unit.library.samples import NOON, current, edit, make_briefing

ODD = {
    "briefing.md": "﻿Title\r\n\x00 é 𝄞 \u2028\ufffd\n".encode(),
    "cards/terms/latin.md": b"caf\xe9 \xff\xfe",
    "cards/terms/empty.md": b"",
    "cards/terms/same.md": b"",
    "sources.yaml": b'{"a": "\\ud800"}',
}

paths = st.from_regex(r"[a-z]{1,3}(/[a-z]{1,3}\.md)?", fullmatch=True)
contents = st.one_of(st.binary(max_size=12), st.text(max_size=12).map(str.encode))
folders = st.dictionaries(paths, contents, min_size=1, max_size=6)


def submission(
    words: str, files: Mapping[str, bytes], id_: str = "dam", note: str = ""
) -> Submission:
    return Submission(briefing=make_briefing(id_, words), files=files, note=note)


def pack(library: Library, number: int) -> Path:
    return library.folder / "files" / "dam" / f"{number:04}.json"


def test_files_come_back_as_they_were(library: Library) -> None:
    library.publish([submission("one", ODD, note="The first.")], NOON)
    assert library.files("dam") == library.files("dam", 1) == ODD
    assert library.open("dam").note == "The first."


@given(st.lists(folders, min_size=1, max_size=5))
def test_every_revision_has_its_own_files_whatever_came_before(
    publications: list[dict[str, bytes]],
) -> None:
    with TemporaryDirectory() as folder:
        library = Library(Path(folder))
        for number, files in enumerate(publications, 1):
            (done,) = library.publish([submission(str(number), files)])
            assert done.number == number
        for number, files in enumerate(publications, 1):
            assert library.files("dam", number) == files


def test_what_the_revision_before_had_is_not_stored_again(library: Library) -> None:
    library.publish([submission("one", {"briefing.md": b"one", "actors.yaml": b"same"})])
    library.publish([submission("two", {"briefing.md": b"two", "sources.yaml": b"same"})])
    library.publish([submission("three", {"briefing.md": b"two"})])
    assert b"same" in pack(library, 1).read_bytes()
    assert b"same" not in pack(library, 2).read_bytes()
    assert not pack(library, 3).exists()
    assert library.files("dam", 2) == {"briefing.md": b"two", "sources.yaml": b"same"}
    assert library.files("dam") == {"briefing.md": b"two"}


def test_what_is_published_without_files_says_that_it_has_none(library: Library) -> None:
    library.publish([make_briefing()])
    with pytest.raises(NoFilesError, match="Revision 1 of “dam” has no files"):
        library.files("dam")
    assert not (library.folder / "files").exists()
    for id_, number in (("dam", 7), ("lake", None), ("../dam", None)):
        with pytest.raises(NotPublishedError):
            library.files(id_, number)


def test_a_pack_left_by_a_publication_that_was_killed_is_written_over(library: Library) -> None:
    library.publish([submission("one", {"briefing.md": b"one"})])
    shutil.copy(pack(library, 1), pack(library, 2))
    library.publish([submission("two", {"briefing.md": b"two"})])
    assert library.files("dam") == {"briefing.md": b"two"}
    assert library.files("dam", 1) == {"briefing.md": b"one"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("torn {"),
        lambda path: edit(path, lambda tables: tables["files"]["1"].update(text="another")),
        lambda path: edit(path, lambda tables: tables["files"]["1"].update(text=1)),
        lambda path: edit(path, lambda tables: tables["files"].pop("1")),
    ],
    ids=["gone", "torn", "other", "no-text", "lacking"],
)
def test_a_damaged_pack_is_told_and_stored_anew(library: Library, spoil: object) -> None:
    files = {"briefing.md": b"one"}
    library.publish([submission("one", files)])
    assert callable(spoil)
    spoil(pack(library, 1))
    with pytest.raises(DamagedFileError, match=r"files/dam/0001\.json” is damaged"):
        library.files("dam")
    assert library.open("dam").briefing == make_briefing(words="one")
    library.publish([submission("two", files)])
    assert library.files("dam") == files


@pytest.mark.parametrize(
    "path",
    ["../key", "/etc/passwd", "a//b", "a/../b", ".git/config", "a/.hidden", "", "a/", "a\0b", "."],
)
def test_no_path_of_a_library_leads_out_of_a_folder(library: Library, path: str) -> None:
    library.publish([submission("one", {"briefing.md": b"one"})])
    edit(current(library), lambda tables: tables["files"]["1"].update(path=path))
    with pytest.raises(DamagedFileError, match="paths that cannot be"):
        library.files("dam")
    assert library.open("dam").number == 1


def test_the_same_path_twice_is_damage(library: Library) -> None:
    library.publish([submission("one", {"a": b"one"})])
    edit(current(library), lambda tables: tables["files"].update({"2": tables["files"]["1"]}))
    with pytest.raises(DamagedFileError, match="paths that cannot be"):
        library.files("dam")


def test_who_may_not_replace_what_is_there_publishes_nothing(library: Library) -> None:
    library.publish([make_briefing("dam", "one"), make_briefing("lake", "one")])
    asked: list[tuple[int, bool]] = []

    def refuse(stored: object) -> bool:
        asked.append((stored.revision.number, stored.has_files))  # type: ignore[attr-defined]
        return False

    blocked = Submission(briefing=make_briefing("dam", "two"), may_replace=refuse)
    with pytest.raises(NewerRevisionError) as caught:
        library.publish([make_briefing("lake", "two"), blocked])
    assert (caught.value.id, caught.value.number) == ("dam", 1)
    assert asked == [(1, False)]
    assert [entry.revision for entry in library.entries()] == [1, 1]
    same = Submission(briefing=make_briefing("dam", "one"), may_replace=refuse)
    new = Submission(briefing=make_briefing("new", "one"), may_replace=refuse)
    done = library.publish([same, new])
    assert [one.outcome for one in done] == [PublishOutcome.UNCHANGED, PublishOutcome.NEW]


def test_the_history_tells_of_all_revisions(library: Library) -> None:
    for number, note in enumerate(("First.", "Second.", ""), 1):
        moment = NOON + timedelta(days=number)
        library.publish([submission(str(number), {}, note=note)], moment)
    history = library.history("dam")
    assert [(one.number, one.published, one.note) for one in history] == [
        (1, NOON + timedelta(days=1), "First."),
        (2, NOON + timedelta(days=2), "Second."),
        (3, NOON + timedelta(days=3), ""),
    ]
    (library.folder / "revisions/dam/0001.json").write_text("torn {")
    current(library).write_text("torn {")
    first, second, third = library.history("dam")
    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert first.problem is not None
    assert "0001.json” is damaged" in first.problem
    assert (second.problem, second.note) == (None, "Second.")
    assert third.problem is not None
    with pytest.raises(NotPublishedError):
        library.history("lake")
    with pytest.raises(NotPublishedError):
        library.history("../dam")


def test_a_pinned_library_tells_no_more_than_it_shows(library: Library) -> None:
    library.publish([submission("one", {"briefing.md": b"one"})], NOON)
    pinned = PinnedLibrary(library.folder)
    library.publish([submission("two", {"briefing.md": b"two"})], NOON + timedelta(days=1))
    assert [one.number for one in pinned.history("dam")] == [1]
    assert pinned.at("dam", NOON + timedelta(days=3)) == 1
    assert [one.number for one in library.history("dam")] == [1, 2]


def test_which_revision_was_current_at_a_moment(library: Library) -> None:
    for day in (1, 2):
        library.publish([make_briefing(words=str(day))], NOON + timedelta(days=day))
    assert library.at("dam", NOON + timedelta(days=1)) == 1
    assert library.at("dam", NOON + timedelta(days=1, hours=23)) == 1
    assert library.at("dam", NOON + timedelta(days=9)) == 2
    with pytest.raises(NotPublishedError, match=r"was not published yet on 2024-05-02\."):
        library.at("dam", NOON)


def test_a_damaged_current_revision_keeps_what_was_known_of_those_before(library: Library) -> None:
    library.publish([make_briefing(words="one")])
    library.publish([make_briefing(words="two")])
    library.withdraw("dam", 2, "Wrong.", NOON)
    library.publish([make_briefing(words="three")])
    current(library).write_text("torn {")
    library.publish([make_briefing(words="four")])
    (known,) = library.open("dam").withdrawals
    assert (known.revision, known.reason) == (2, "Wrong.")


def test_a_disk_that_is_full_leaves_the_files_as_they_were(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.publish([submission("one", {"briefing.md": b"one"})])

    def full(*_: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr("os.write", full)
        with pytest.raises(LibraryError, match="The disk is full"):
            library.publish([submission("two", {"briefing.md": b"two"})])
    assert library.files("dam") == {"briefing.md": b"one"}
    assert library.revisions("dam") == [1]

"""Damaged files, files of others, disks that fail: nothing is lost, and what is wrong is named."""

from __future__ import annotations

import errno
import itertools
import os
from pathlib import Path
from typing import Any

import pytest

from briefing.library.errors import (
    DamagedFileError,
    LibraryError,
    NewerFormatError,
    NotAFolderError,
    NotWrittenError,
    UnconfirmedError,
)
from briefing.library.library import Library, PublishOutcome, Submission
from tests.unit.library.samples import NOON, Steps, current, edit, make_briefing, snapshot


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("torn {"),
        lambda path: edit(path, lambda content: content["meta"]["1"].update(format=99)),
        lambda path: edit(path, lambda content: content["briefings"]["1"].pop("stamp")),
        lambda path: edit(
            path, lambda content: content["briefings"]["1"]["entry"].update(published="2024-01-01")
        ),
    ],
    ids=["deleted", "torn", "newer", "incomplete", "without-time-zone"],
)
def test_a_spoilt_catalogue_is_made_anew(library: Library, spoil: Any) -> None:  # noqa: ANN401
    library.publish([make_briefing("a"), make_briefing("b")], NOON)
    entries = library.entries()
    catalogue = library.folder / "catalogue.json"
    content = catalogue.read_bytes()
    spoil(catalogue)

    assert library.entries() == entries
    assert catalogue.read_bytes() == content


def test_a_catalogue_that_cannot_be_written_is_done_without(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.publish([make_briefing()])
    (library.folder / "catalogue.json").unlink()

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(os, "open", refuse)

    assert [entry.id for entry in library.entries()] == ["dam"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.pop("sections"),
        lambda content: content["cards"]["1"].pop("section"),
        lambda content: content["cards"]["1"].update(section=[1]),
        lambda content: content["cards"]["1"].update(section=7),
        lambda content: content["cards"]["1"].pop("title"),
        lambda content: content["meta"]["1"].pop("briefing"),
        lambda content: content["meta"]["1"].update(briefing=5),
        lambda content: content["meta"]["1"].update(number=0),
        lambda content: content["meta"]["1"].update(published="2024-05-02T12:00:00"),
        lambda content: content["meta"]["1"]["briefing"].update(id="other"),
    ],
)
def test_a_file_whose_parts_do_not_fit_is_damaged(library: Library, spoil: Any) -> None:  # noqa: ANN401
    library.publish([make_briefing()])
    edit(current(library), spoil)

    for attempt in (lambda: library.open("dam"), lambda: library.revisions("dam")):
        with pytest.raises(DamagedFileError, match="Publish the briefing again"):
            attempt()


def test_what_stands_beside_the_first_row_of_meta_is_passed_over(library: Library) -> None:
    library.publish([make_briefing()])
    edit(current(library), lambda content: content["meta"].update({"2": {"of": "a later version"}}))
    assert library.open("dam").briefing == make_briefing()


def test_a_damaged_briefing_stays_in_the_list_with_its_problem(library: Library) -> None:
    library.publish([make_briefing("bad"), make_briefing("good")])
    current(library, "bad").write_text("torn {")

    good, bad = library.entries()

    assert (good.id, good.problem) == ("good", None)
    assert (bad.id, bad.title, bad.revision, bad.published) == ("bad", "bad", 0, None)
    assert (bad.cards, bad.words, bad.short_words, bad.sources) == (0, 0, 0, 0)
    assert (bad.reading_minutes, bad.short_minutes, bad.cutoff) == (0, 0, None)
    assert bad.problem is not None
    assert "bad.json” is damaged" in bad.problem


def test_publishing_over_a_damaged_file_keeps_it_and_the_earlier_revisions(
    library: Library,
) -> None:
    library.publish([make_briefing(words="one")])
    library.publish([make_briefing(words="two")])
    current(library).write_text("torn {")
    assert library.open("dam", 1).briefing == make_briefing(words="one")
    assert library.revisions("dam") == [1]

    (publication,) = library.publish([make_briefing(words="two")])

    assert (publication.number, publication.outcome) == (3, PublishOutcome.CHANGED)
    assert library.open("dam").briefing == make_briefing(words="two")
    assert (library.folder / "revisions/dam/0002.json").read_text() == "torn {"
    with pytest.raises(DamagedFileError):
        library.open("dam", 2)


def test_an_earlier_revision_that_was_kept_before_a_kill_is_not_written_again(
    library: Library,
) -> None:
    library.publish([make_briefing(words="one")])
    kept = library.folder / "revisions" / "dam" / "0001.json"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(current(library).read_bytes() + b" ")
    before = kept.stat()

    library.publish([make_briefing(words="two")])

    assert kept.stat() == before
    assert library.revisions("dam") == [1, 2]


def test_a_newer_file_is_neither_read_nor_replaced(library: Library) -> None:
    library.publish([make_briefing()])
    edit(current(library), lambda content: content["meta"]["1"].update(format=4))
    before = snapshot(library.folder)

    with pytest.raises(NewerFormatError) as caught:
        library.open("dam")
    with pytest.raises(NewerFormatError):
        library.publish([make_briefing(words="new")])

    assert str(caught.value) == (
        f"“{current(library)}” was written by a newer version of briefing (format 4; this one reads"
        " 3). Update briefing, or choose another library with --library."
    )
    assert snapshot(library.folder) == before
    (entry,) = library.entries()
    assert entry.problem == str(caught.value)


def test_a_file_in_place_of_the_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("")
    library = Library(tmp_path / "library")

    for attempt in (
        library.entries,
        library.is_empty,
        lambda: library.open("dam"),
        lambda: library.open("dam", 1),
        lambda: library.revisions("dam"),
        lambda: library.publish([make_briefing()]),
    ):
        with pytest.raises(NotAFolderError, match="library” is a file"):
            attempt()


@pytest.mark.parametrize("stray", [".dam.json.swp", "dam.json~", "Dam.json", "notes.txt"])
def test_files_that_are_not_ours_are_left_out_and_alone(library: Library, stray: str) -> None:
    library.publish([make_briefing()])
    (library.folder / "briefings" / stray).write_text("not ours")

    library.publish([make_briefing(words="new")])

    assert [entry.id for entry in library.entries()] == ["dam"]
    assert (library.folder / "briefings" / stray).read_text() == "not ours"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_a_disk_that_fails_at_any_step_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    old, new = make_briefing(words="old"), make_briefing(words="new")
    files = {
        old: {"briefing.md": b"old", "actors.yaml": b"same"},
        new: {"briefing.md": b"new", "actors.yaml": b"same"},
    }
    submissions = {one: Submission(briefing=one, files=files[one]) for one in (old, new)}
    failures = []
    for at in itertools.count():
        library = Library(tmp_path / str(at), patience=0.1)
        library.publish([submissions[old]], NOON)

        def refuse(_: object) -> None:
            raise OSError(number, os.strerror(number))

        steps = Steps(at, refuse)
        with monkeypatch.context() as patch:
            steps.install(patch.setattr)
            try:
                library.publish([submissions[new]], NOON)
            except LibraryError as error:
                failures.append(type(error))

        found = library.open("dam")
        assert (found.number, found.briefing) in ((1, old), (2, new))
        assert library.files("dam") == files[found.briefing]
        assert library.open("dam", 1).briefing == old
        assert not list(library.folder.rglob("*tmp*"))
        library.publish([submissions[new]])
        assert library.open("dam").briefing == new
        assert library.revisions("dam") == [1, 2]
        assert library.files("dam", 1) == files[old]
        assert library.files("dam", 2) == files[new]
        assert [entry.revision for entry in library.entries()] == [2]
        if len(steps.taken) <= at:
            break

    assert at > 20
    assert set(failures) == {NotWrittenError, UnconfirmedError}


def test_a_full_disk_is_called_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.publish([make_briefing(words="old")])
    before = snapshot(library.folder)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(NotWrittenError, match="The disk is full"):
        library.publish([make_briefing(words="new")])

    assert snapshot(library.folder) == before

"""What of a folder and its texts was saved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from briefing.desk.watching import Stamps, changed, stamps, watch
from tests.samples import TWO_TOWNS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(TWO_TOWNS, tmp_path / "two-towns")
    (tmp_path / "texts").mkdir()
    return tmp_path / "two-towns"


def test_every_file_that_is_read_has_a_stamp_and_no_other(folder: Path) -> None:
    corpus = folder.parent / "texts"
    (corpus / "herald.txt").write_text("A text.")
    before = stamps(folder, corpus)
    for name in (
        ".briefing.md.swp",
        "briefing.md~",
        "verified.lock.json",
        "cards/terms/#share.md#",
    ):
        (folder / name).write_text("no file of a briefing")
    (folder / "cards" / "terms" / "inner").mkdir()
    (folder / "cards" / "terms" / "gone.md").symlink_to("nowhere")
    assert stamps(folder, corpus) == before
    read = {str(one) for one in folder.rglob("*") if one.suffix in (".md", ".yaml")}
    assert before.keys() >= read - {str(folder / "cards/terms/gone.md")}
    assert str(corpus / "herald.txt") in before
    assert stamps(folder, None).keys() == before.keys() - {str(corpus / "herald.txt")}


def test_what_is_new_gone_and_other_has_changed(folder: Path) -> None:
    before = stamps(folder, None)
    share, new = folder / "cards/terms/share.md", folder / "cards/terms/new.md"
    share.write_text("other")
    new.write_text("new")
    (folder / "sources.yaml").unlink()
    # As an editor saves that writes another file, of the same time and size, and renames it.
    copy = folder / "copy"
    shutil.copy2(folder / "briefing.md", copy)
    os.utime(copy, ns=(0, (folder / "briefing.md").stat().st_mtime_ns))
    copy.replace(folder / "briefing.md")
    saved = [new, share, folder / "sources.yaml", folder / "briefing.md"]
    assert changed(before, stamps(folder, None)) == sorted(map(str, saved))


def test_a_folder_that_is_not_there_has_no_stamps(tmp_path: Path) -> None:
    assert stamps(tmp_path / "nowhere", tmp_path / "nowhere") == {}
    assert stamps(Path("nul\0"), None) == {}


def seen(*looks: Sequence[str]) -> list[list[str]]:
    """What is told where each look finds these files."""
    left = list(looks)
    told: list[list[str]] = []

    def look() -> Stamps:
        if not left:
            raise EOFError
        return dict.fromkeys(left.pop(0), (1, 1, 1))

    with suppress(EOFError):
        told.extend(watch(look, lambda: None))
    return told


def test_what_was_saved_is_told_once_when_all_of_it_is_saved() -> None:
    assert seen("a", "a", "ab", "ab", "ab", "abc", "abcd", "abcd") == [[], ["b"], ["c", "d"]]


def test_what_is_taken_back_before_it_was_seen_is_told_as_nothing() -> None:
    assert seen("a", "ab", "a", "a", "a") == [[], []]

"""briefing new: a folder that lacks nothing but what only its author knows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.authoring.fields import read_fields
from briefing.authoring.problems import Report
from briefing.desk.forms import as_yaml

from .conftest import Run

TITLE = "It's agreed: water for #2"


@pytest.fixture(autouse=True)
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)


def test_it_lacks_only_its_bottom_line(run: Run) -> None:
    begun = run("new", "my-topic", "--title", TITLE)
    assert begun.code == 0
    assert begun.out.split() == [
        "my-topic/briefing.md",
        "my-topic/sources.yaml",
        "my-topic/actors.yaml",
    ]
    assert "`briefing add my-topic SOURCE`" in begun.err
    checked = run("check", "my-topic")
    assert [line.rpartition(" ")[2] for line in checked.out.splitlines()] == [
        "[missing-bottom-line]"
    ]
    assert checked.err.startswith("1 error, 0 warnings in 3 files")


def test_with_a_bottom_line_it_is_green(run: Run, home: Path) -> None:
    run("new", "my-topic", "--title", TITLE)
    with (home / "my-topic" / "briefing.md").open("a") as file:
        file.write(f"{'We expect that much will come of it. ' * 7} {{basis=assumed}}\n")
    assert run("check", "my-topic", "--strict").out == ""


def test_a_title_that_is_not_given_is_told_too(run: Run) -> None:
    run("new", "my-topic")
    codes = [line.rpartition(" ")[2] for line in run("check", "my-topic").out.splitlines()]
    assert codes == ["[empty-field]", "[missing-bottom-line]"]


def test_an_empty_folder_and_those_above_it_will_do(run: Run, home: Path) -> None:
    (home / "empty").mkdir()
    assert run("new", "empty").code == 0
    assert run("new", "a/b/c").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("My topic",), "for example to “my-topic”"),
        (("show",), "is a verb of the command"),
        (("full",), "left as it is"),
        (("file",), "left as it is"),
        (("new-topic", "--title", " "), "A title is a line of text"),
        (("new-topic", "--title", "a\x1bb"), "A title is a line of text"),
        (("new-topic", "--title", "x" * 81), "Shorten it by 1."),
        (("new-topic", "--title", "“never closed"), "Close it with ”"),
    ],
)
def test_what_cannot_be_begun_is_refused(
    run: Run, home: Path, words: tuple[str, ...], said: str
) -> None:
    (home / "full").mkdir()
    (home / "full" / "notes.txt").write_text("mine")
    (home / "file").write_text("mine")
    refused = run("new", *words)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert not (home / "new-topic").exists()
    assert [one.name for one in (home / "full").iterdir()] == ["notes.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_nothing_is_left_of_what_cannot_be_written(run: Run, home: Path) -> None:
    (home / "locked").mkdir(mode=0o500)
    refused = run("new", "locked/topic")
    assert refused.code == 1
    assert "Name one where you may write" in refused.err


def test_a_disk_that_fills_leaves_nothing(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    refused = run("new", "a/topic")
    assert refused.code == 1
    assert "No space left" in refused.err
    assert not (home / "a").exists()


@given(
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")), min_size=1)
)
def test_any_title_is_read_as_it_was_typed(title: str) -> None:
    if not title.strip():
        return
    report = Report()
    fields = read_fields("f", f"title: {as_yaml(title)}", 1, None, report)
    assert fields is not None
    assert fields.string("title") == " ".join(title.split())

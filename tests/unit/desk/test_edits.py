"""An edit is written whole or not at all, undone byte for byte, and finished after a crash."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from briefing.authoring.load import load_briefing
from briefing.authoring.writing import JOURNAL_NAME, FileNotWrittenError
from briefing.desk.edits import Edit, EditRefusedError, History, apply, recover, reversed_
from briefing.desk.renaming import rename
from tests.samples import TWO_TOWNS
from tests.unit.desk.folders import contents, copied

EDIT = Edit(
    {"a.md": b"1", "cards/x/b.md": b"2", "cards/y/b.md": None},
    {"a.md": b"one", "cards/x/b.md": None, "cards/y/b.md": b"two"},
    "Moved b.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "topic"
    (folder / "cards" / "x").mkdir(parents=True)
    (folder / "a.md").write_bytes(b"1")
    (folder / "cards" / "x" / "b.md").write_bytes(b"2")
    return folder


def leave_journal(folder: Path, edit: Edit = EDIT) -> None:
    (folder / JOURNAL_NAME).write_bytes(msgspec.json.encode(edit))


def test_an_edit_writes_moves_and_undoes(folder: Path) -> None:
    before = contents(folder)
    apply(folder, EDIT)
    assert contents(folder) == {"a.md": b"one", "cards/y/b.md": b"two"}
    assert not (folder / "cards" / "x").exists()
    apply(folder, reversed_(EDIT))
    assert contents(folder) == before


@pytest.mark.parametrize("changed", ["a.md", "cards/x/b.md", "cards/y/b.md"])
def test_a_file_that_changed_meanwhile_stops_an_edit(folder: Path, changed: str) -> None:
    (folder / changed).parent.mkdir(exist_ok=True)
    (folder / changed).write_bytes(b"mine")
    before = contents(folder)
    with pytest.raises(EditRefusedError, match=f"“{changed}” was changed meanwhile"):
        apply(folder, EDIT)
    assert contents(folder) == before


def test_what_cannot_be_written_leaves_all_as_it_was(folder: Path) -> None:
    (folder / "cards" / "y").write_bytes(b"a file where a folder should be")
    before = contents(folder)
    with pytest.raises((FileNotWrittenError, EditRefusedError), match="cannot be"):
        apply(folder, EDIT)
    assert contents(folder) == before


@pytest.mark.parametrize("written", range(4))
def test_an_interrupted_edit_is_finished(folder: Path, written: int) -> None:
    (folder / "cards" / "y").mkdir()
    for path, data in list(EDIT.after.items())[:written]:
        if data is None:
            (folder / path).unlink()
        else:
            (folder / path).write_bytes(data)
    leave_journal(folder)
    (folder / f".a.md.{'0' * 16}").write_bytes(b"half")
    assert recover(folder) == "An edit that was interrupted is finished. Moved b."
    assert contents(folder) == {"a.md": b"one", "cards/y/b.md": b"two"}
    assert recover(folder) == ""


def test_an_interrupted_edit_leaves_what_was_changed_since(folder: Path) -> None:
    leave_journal(folder)
    (folder / "a.md").write_bytes(b"mine")
    assert "“a.md” was changed since" in recover(folder)
    found = contents(folder)
    assert (found["a.md"], found["cards/x/b.md"]) == (b"mine", b"2")
    assert not (folder / JOURNAL_NAME).exists()
    assert f"{JOURNAL_NAME}-unfinished" in found


@pytest.mark.parametrize(
    "path", ["../out", "/tmp/out", ".git/config", "cards/../../out", "link/out", ""]
)
def test_a_journal_that_somebody_else_wrote_leads_nowhere(folder: Path, path: str) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (folder / "link").symlink_to(outside)
    (folder / ".git").mkdir()
    leave_journal(folder, Edit({path: None}, {path: b"evil"}, "x"))
    assert "is left as it is" in recover(folder)
    assert [*outside.iterdir()] == []
    assert not (folder.parent / "out").exists()
    assert [*(folder / ".git").iterdir()] == []


@pytest.mark.parametrize("data", [b"", b"{}", b"[[[", b'[{"a":"%%"},{},""]', b"[{},{}]"])
def test_a_journal_that_is_none_is_set_aside(folder: Path, data: bytes) -> None:
    (folder / JOURNAL_NAME).write_bytes(data)
    assert "interrupted" in recover(folder)
    assert not (folder / JOURNAL_NAME).exists()


def test_readers_are_told_of_an_interrupted_edit(tmp_path: Path) -> None:
    folder = copied(TWO_TOWNS, tmp_path)
    edit = rename(folder, "section:terms", "deal")
    leave_journal(folder, edit)
    (problem,) = load_briefing(folder).problems
    assert (problem.code, problem.path) == ("unfinished-edit", f"two-towns/{JOURNAL_NAME}")
    with pytest.raises(EditRefusedError, match="recover"):
        rename(folder, "section:people", "who")
    assert recover(folder)
    assert load_briefing(folder).briefing is not None
    assert (folder / "cards" / "deal" / "share.md").exists()


def test_a_later_edit_finishes_an_interrupted_one_first(folder: Path) -> None:
    leave_journal(folder)
    apply(folder, Edit({"cards/y/b.md": b"two"}, {"cards/y/b.md": b"three"}, "Changed b."))
    assert contents(folder) == {"a.md": b"one", "cards/y/b.md": b"three"}


def test_a_history_undoes_and_does_again(folder: Path) -> None:
    history = History(folder)
    before = contents(folder)
    with pytest.raises(EditRefusedError, match="nothing to undo"):
        history.undo()
    with pytest.raises(EditRefusedError, match="nothing to do again"):
        history.redo()
    assert history.do(EDIT) == "Moved b."
    after = contents(folder)
    assert history.undo().says == "Undone: Moved b."
    assert contents(folder) == before
    assert history.redo().says == "Done again: Moved b."
    assert contents(folder) == after
    history.undo()
    history.do(Edit({"a.md": b"1"}, {"a.md": b"uno"}, "Changed a."))
    with pytest.raises(EditRefusedError, match="nothing to do again"):
        history.redo()


def test_a_history_undoes_nothing_over_somebody_elses_change(folder: Path) -> None:
    history = History(folder)
    history.do(EDIT)
    (folder / "a.md").write_bytes(b"mine")
    before = contents(folder)
    with pytest.raises(EditRefusedError, match=r"“a\.md” was changed meanwhile"):
        history.undo()
    assert contents(folder) == before
    (folder / "a.md").write_bytes(b"one")
    history.undo()

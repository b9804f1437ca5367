"""Two curators of one briefing: nothing of either is lost, and a folder comes back as it was."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from briefing.authoring.published_lock import PublishedLock
from briefing.library.library import Library
from briefing.settings.config import bundled_content
from briefing.views.context import EDITIONS
from tests.curating import Desk, lay_out
from tests.samples import JOINT_STATEMENT, TWO_TOWNS

from .conftest import Run

LOCK = "published.lock.json"


@pytest.fixture
def mine(home: Path) -> Path:
    """The folder that the first revision comes from."""
    return Path(shutil.copytree(TWO_TOWNS, home / "mine" / "two-towns"))


@pytest.fixture
def theirs(run: Run, home: Path, mine: Path) -> Path:
    """A second curator's folder of the first revision."""
    assert run("publish", str(mine)).code == 0
    assert run("checkout", "two-towns", str(home / "theirs" / "two-towns")).code == 0
    return home / "theirs" / "two-towns"


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def library(home: Path) -> Library:
    return Library(home / "library")


def retitle(folder: Path, card: str, title: str) -> None:
    """Give a card another title."""
    file = folder / "cards" / f"{card}.md"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    lines = [f"title: {title}\n" if one.startswith("title:") else one for one in lines]
    file.write_text("".join(lines), "utf-8")


def base_of(folder: Path) -> int:
    number: int = json.loads((folder / LOCK).read_text("utf-8"))["revision"]
    return number


def test_a_folder_after_publishing_is_what_is_checked_out(run: Run, home: Path, mine: Path) -> None:
    odd = mine / "cards" / "terms" / "share.md"
    odd.write_bytes(b"\xef\xbb\xbf" + odd.read_bytes().replace(b"\n", b"\r\n"))
    draft = "---\ntitle: Later\nstatus: draft\n---\nX.\n"
    (mine / "cards" / "terms" / "later.md").write_text(draft)
    (mine / "notes.txt").write_text("private")
    (mine / ".hidden").write_text("private")
    assert run("publish", str(mine), "-m", "The first.").code == 0
    code, out, err = run("checkout", "two-towns", str(home / "again" / "two-towns"))
    assert (code, err) == (0, "")
    assert out.startswith(f"{home}/again/two-towns: revision 1 of two-towns, ")
    public = {path: data for path, data in tree(mine).items() if "private" not in data.decode()}
    assert set(tree(mine)) - set(public) == {"notes.txt", ".hidden"}
    assert tree(home / "again" / "two-towns") == public
    assert "cards/terms/later.md" in public
    assert base_of(mine) == 1
    assert run("publish", str(home / "again" / "two-towns")).out.startswith("two-towns: unchanged")


def test_what_was_verified_is_checked_out_as_verified(run: Run, home: Path) -> None:
    desk = lay_out(home)
    assert desk.run("publish") == 0
    assert (desk.draft / "verified.lock.json").exists()
    folder = home / "again" / "two-towns"
    assert run("checkout", "two-towns", str(folder)).code == 0
    expected = tree(desk.draft)
    expected.pop(".gitattributes")
    assert tree(folder) == expected
    assert Desk(folder, desk.corpus).run("publish") == 0
    assert library(home).revisions("two-towns") == [1]


def test_each_revision_can_be_checked_out(run: Run, home: Path, mine: Path) -> None:
    before = tree(mine)
    for title in ("One", "Two"):
        retitle(mine, "terms/share", title)
        assert run("publish", str(mine), "-m", f"{title}.").code == 0
    assert run("checkout", "two-towns", str(home / "x"), "--revision", "1").code == 0
    found = tree(home / "x")
    assert b"title: One" in found["cards/terms/share.md"]
    assert {**found, "cards/terms/share.md": b""} == {**before, "cards/terms/share.md": b""}
    assert [one.note for one in library(home).history("two-towns")] == ["One.", "Two."]


def test_a_folder_of_another_name_is_another_briefing(run: Run, home: Path, mine: Path) -> None:
    assert run("publish", str(mine)).code == 0
    code, _, err = run("checkout", "two-towns", str(home / "other"))
    assert code == 0
    assert err == (
        "A folder is published under its name: this one is “other”, and another briefing than"
        " “two-towns”.\n"
    )
    assert not (home / "other" / LOCK).exists()
    assert run("publish", str(home / "other")).out.startswith("other: new, revision 1")


@pytest.mark.parametrize("name", ["Foo", "publish", "a_b"])
def test_a_folder_that_could_not_be_published_is_not_made(run: Run, home: Path, name: str) -> None:
    code, out, err = run("checkout", "two-towns", str(home / name))
    assert (code, out) == (2, "")
    assert name in err
    assert not (home / name).exists()


def test_what_is_there_is_left_as_it_is(run: Run, home: Path, mine: Path) -> None:
    before = tree(mine)
    (home / "file").touch()
    (home / "empty").mkdir()
    (home / "link").symlink_to(home / "empty")
    for taken in (mine, home / "file", home / "link"):
        code, out, err = run("checkout", "two-towns", str(taken))
        assert (code, out) == (2, "")
        assert "There is something in" in err
    assert tree(mine) == before
    assert list((home / "empty").iterdir()) == []
    (home / "empty").chmod(0o700)
    assert run("checkout", "two-towns", str(home / "empty")).code == 0
    assert (home / "empty" / "briefing.md").exists()
    assert (home / "empty").stat().st_mode & 0o777 == 0o700


def test_the_folder_one_is_in_is_not_replaced(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "empty").mkdir()
    monkeypatch.chdir(home / "empty")
    code, _, err = run("checkout", "two-towns", ".")
    assert code == 2
    assert "other than the one you are in" in err


def test_a_checkout_that_fails_leaves_nothing(
    run: Run, home: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("publish", str(mine)).code == 0
    before = set(home.iterdir())
    opened = iter(range(100))

    def full(descriptor: int) -> None:
        if next(opened) > 10:
            raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        code, _, err = run("checkout", "two-towns", str(home / "again"))
    assert code == 1
    assert "cannot be made: No space left on device" in err
    assert set(home.iterdir()) == before


def test_the_bundled_briefing_can_be_checked_out_and_published_over(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("BRIEFING_LIBRARY", str(home / "library"))
    folder = home / JOINT_STATEMENT.name
    assert run("checkout", JOINT_STATEMENT.name, str(folder)).code == 0
    found = tree(folder)
    lock = found.pop(LOCK)
    assert found == {k: v for k, v in tree(bundled_content()[0]).items() if k != ".gitattributes"}
    # One who took the folder out of the package has no record, and may publish it all the same.
    (folder / LOCK).unlink()
    assert b"title" in (folder / "briefing.md").read_bytes()
    retitle_whole(folder)
    assert run("publish", str(folder), "--unverified").out.startswith(f"{folder.name}: changed")
    assert json.loads(lock)["digest"].startswith(EDITIONS[folder.name][-1])


def retitle_whole(folder: Path) -> None:
    file = folder / "briefing.md"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    lines = ["title: My own\n" if one.startswith("title:") else one for one in lines]
    file.write_text("".join(lines), "utf-8")


def test_revisions_without_files_say_so(run: Run, home: Path) -> None:
    formats = Path(__file__).parents[2] / "fixtures" / "format-2" / "library"
    shutil.copytree(formats, home / "library")
    code, out, err = run("checkout", "two-towns", str(home / "two-towns"))
    assert (code, out) == (1, "")
    assert "Revision 2 of “two-towns” has no files: an earlier version of briefing" in err
    assert not (home / "two-towns").exists()
    # Nobody could have checked it out, so who has its folder publishes as ever.
    shutil.copytree(TWO_TOWNS, home / "two-towns")
    retitle(home / "two-towns", "terms/share", "Other")
    assert run("publish", str(home / "two-towns")).out.startswith("two-towns: changed, revision 3")


def test_what_others_published_since_is_not_published_over(
    run: Run, home: Path, mine: Path, theirs: Path
) -> None:
    retitle(mine, "terms/share", "The shares are other ones")
    (mine / "cards" / "people" / "towns.md").unlink()
    assert run("publish", str(mine), "-m", "Shares corrected.").code == 0
    retitle(theirs, "terms/duration", "It lasts ten years")
    before = tree(theirs)

    code, out, err = run("publish", str(theirs), "-m", "Ten years.")

    assert (code, out) == (1, "")
    first, *rest = err.splitlines()
    assert first.startswith(
        f"“{theirs}” was not published: it comes from revision 1, but revision 2 of "
    )
    assert first.endswith(" (“Shares corrected.”) is there.")
    assert rest == [
        "Of that this would be lost:",
        "  withdrawn: The mayor and the engineer carried the talks",
        "  reworded: The shares are other ones",
        f"Its files are in “{theirs}.revision-2” now.",
        f"`briefing publish {theirs} --merge` merges both; `briefing publish {theirs} --over 2`"
        " publishes over it all the same.",
    ]
    assert tree(theirs) == before
    assert library(home).revisions("two-towns") == [1, 2]
    beside = theirs.with_name("two-towns.revision-2")
    assert tree(beside) == {path: data for path, data in tree(mine).items() if path != LOCK}
    (beside / "mine.txt").write_text("notes")
    assert "revision-2” is there already, and is left as it is." in run("publish", str(theirs)).err
    assert (beside / "mine.txt").exists()

    assert "newer" not in run("publish", str(theirs), "--over", "1").err
    assert library(home).revisions("two-towns") == [1, 2]
    assert run("publish", str(theirs), "--over", "2").out.startswith("two-towns: changed")
    assert base_of(theirs) == 3
    assert run("publish", str(theirs)).out.startswith("two-towns: unchanged, revision 3")


def test_a_folder_that_does_not_say_where_it_comes_from_is_asked(
    run: Run, home: Path, mine: Path, theirs: Path
) -> None:
    (theirs / LOCK).unlink()
    assert run("publish", str(theirs)).out.startswith("two-towns: unchanged, revision 1")
    assert base_of(theirs) == 1, "what is the same comes from there"
    (theirs / LOCK).unlink()
    retitle(theirs, "terms/share", "Other")
    err = run("publish", str(theirs)).err
    assert "it does not say which revision it comes from, but revision 1 of" in err
    assert "--merge" not in err
    assert f"`briefing publish {theirs} --over 1` publishes over it all the same." in err
    (theirs / LOCK).write_text("<<<<<<<")
    code, _, err = run("publish", str(theirs))
    assert code == 1
    assert f"{LOCK}:1:1: warning: This is not what `briefing publish` has written" in err
    assert "[bad-published]" in err
    code, _, err = run("publish", str(theirs), "--merge")
    assert code == 1
    assert "cannot be merged: it does not say which revision it comes from" in err


def test_both_are_merged(run: Run, home: Path, mine: Path, theirs: Path) -> None:
    retitle(mine, "terms/share", "The shares are other ones")
    sources = mine / "sources.yaml"
    sources.write_bytes(b"# ours\n" + sources.read_bytes())
    assert run("publish", str(mine)).code == 0
    retitle(theirs, "terms/duration", "It lasts ten years")
    with (theirs / "sources.yaml").open("ab") as file:
        file.write(b"# theirs\n")
    (theirs / "notes.txt").write_text("private")

    code, out, err = run("publish", str(theirs), "--merge", "-m", "Both.")

    assert code == 0
    assert out.startswith("two-towns: changed, revision 3")
    assert err.startswith(f"“{theirs}” is merged with revision 2 of ")
    assert err.endswith(": 3 files written.\n")
    assert "shares are other" in (theirs / "cards/terms/share.md").read_text()
    assert "ten years" in (theirs / "cards/terms/duration.md").read_text()
    typed = (theirs / "sources.yaml").read_bytes()
    assert typed.startswith(b"# ours\n")
    assert typed.endswith(b"# theirs\n")
    assert base_of(theirs) == 3
    titles = {card.title for _, card in library(home).open("two-towns").briefing.cards()}
    assert {"The shares are other ones", "It lasts ten years"} <= titles
    assert not (theirs / ".desk-edit").exists()
    assert run("publish", str(theirs), "--merge").out.startswith("two-towns: unchanged, revision 3")


def test_a_card_that_both_changed_is_for_a_person(
    run: Run, home: Path, mine: Path, theirs: Path
) -> None:
    retitle(mine, "terms/share", "The shares are other ones")
    (mine / "cards/people/towns.md").rename(mine / "cards/people/both.md")
    assert run("publish", str(mine)).code == 0
    retitle(theirs, "terms/share", "The shares are what they were")
    retitle(theirs, "people/towns", "Two towns")
    before = tree(theirs)
    code, out, err = run("publish", str(theirs), "--merge")
    assert (code, out) == (1, "")
    assert "both sides changed 2 files.\n" in err
    assert "  cards/terms/share.md: changed in yours, changed in theirs\n" in err
    assert "  cards/people/towns.md: changed in yours, gone in theirs\n" in err
    assert "--over 2`" in err
    assert tree(theirs) == before
    assert (theirs.with_name("two-towns.revision-2") / "cards/people/both.md").exists()
    assert library(home).revisions("two-towns") == [1, 2]


def test_a_folder_may_be_published_and_merged_from_inside(
    run: Run, mine: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    retitle(mine, "terms/share", "Other")
    assert run("publish", str(mine)).code == 0
    retitle(theirs, "terms/duration", "Other, too")
    monkeypatch.chdir(theirs)
    assert f"Its files are in “{theirs}.revision-2” now." in run("publish", ".").err
    assert run("publish", ".", "--merge").out.startswith("two-towns: changed, revision 3")


def test_a_folder_with_errors_is_not_merged(run: Run, mine: Path, theirs: Path) -> None:
    retitle(mine, "terms/share", "Other")
    assert run("publish", str(mine)).code == 0
    (theirs / "sources.yaml").unlink()
    before = tree(theirs)
    code, out, err = run("publish", str(theirs), "--merge")
    assert (code, out) == (1, "")
    assert "Nothing was published; first correct" in err
    assert tree(theirs) == before


def test_what_a_merge_would_make_wrong_is_not_written(
    run: Run, home: Path, mine: Path, theirs: Path
) -> None:
    assert run("edit", str(mine), "rename", "source:herald", "the-herald").code == 0
    assert run("publish", str(mine)).code == 0
    new = theirs / "cards" / "people" / "mill.md"
    new.write_text("---\ntitle: A mill built it\n---\nA mill built the dam. [@herald, ¶2]\n")
    before = tree(theirs)
    code, out, err = run("publish", str(theirs), "--merge")
    assert (code, out) == (1, "")
    assert "mill.md:4:" in err
    assert f"“{theirs}” is as it was: merged with revision 2 it would have the errors above" in err
    assert tree(theirs) == before
    assert library(home).revisions("two-towns") == [1, 2]


def test_merging_what_the_library_does_not_have_is_refused(
    run: Run, home: Path, mine: Path, theirs: Path
) -> None:
    retitle(mine, "terms/share", "Other")
    assert run("publish", str(mine)).code == 0
    (theirs / LOCK).write_bytes(PublishedLock(1, "0" * 64).data)
    retitle(theirs, "terms/duration", "Other")
    code, _, err = run("publish", str(theirs), "--merge")
    assert code == 1
    assert "this library does not have the revision 1 that it comes from" in err
    err = run("publish", str(theirs)).err
    assert "Publishing it would change:\n  reworded: " in err
    assert "--merge" not in err


def test_over_is_for_one_folder_and_without_merge(run: Run, mine: Path) -> None:
    for words in (("--merge",), (str(mine),)):
        assert run("publish", str(mine), "--over", "1", *words).code == 2


def test_a_message_is_one_line(run: Run, home: Path, mine: Path) -> None:
    for message in ("", "  ", "two\nlines", "x" * 201):
        code, _, err = run("publish", str(mine), "-m", message)
        assert code == 2
        assert "is not one line of 1 to 200 characters" in err
    assert run("publish", str(mine), "-m", "A\x1b[31mline").code == 0
    assert library(home).open("two-towns").note == "A�[31mline"
    assert run("publish", str(mine), "-m", "Again.").err == (
        "“two-towns” is as it was published; the message is not kept.\n"
    )


def test_a_folder_that_cannot_remember_is_told(
    run: Run, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, os.strerror(30))

    with monkeypatch.context() as patch:
        patch.setattr("briefing.authoring.writing._write_new", refuse)
        code, out, err = run("publish", str(mine))
    assert code == 0
    assert out.startswith("two-towns: new, revision 1")
    assert "So the folder does not say that it is revision 1: publish it with --over 1" in err


def test_a_publication_is_withdrawn(run: Run, home: Path, mine: Path) -> None:
    run("publish", str(mine))
    retitle(mine, "terms/share", "Other")
    run("publish", str(mine))
    assert run("withdraw", "two-towns").code == 2
    assert run("withdraw", "two-towns", "--reason", "It was a hoax.") == (
        0,
        "two-towns: revision 2 is withdrawn; revision 3 has what revision 1 had\n",
        "",
    )
    code, out, err = run("withdraw", "two-towns", "--revision", "2", "--reason", "Again.")
    assert (code, out) == (1, "")
    assert "was withdrawn already" in err
    assert "It was a hoax." in err
    assert "Other" not in run("show", "two-towns/terms").out
    # Whoever goes on with what was withdrawn is told.
    retitle(mine, "terms/share", "Another")
    assert run("publish", str(mine)).code == 1
    done = run("withdraw", "two-towns", "--revision", "1", "--reason", "All of it.")
    assert done.out == (
        "two-towns: revision 1 is withdrawn; revision 4 says that all of the briefing is\n"
    )
    assert "was withdrawn on" in run("show", "two-towns").out
    code, _, err = run("checkout", "two-towns", str(home / "two-towns"))
    assert code == 1
    assert "has no files: it says that all before it was withdrawn" in err
    err = run("publish", str(mine)).err
    assert "--merge" not in err, "there is nothing to merge with"
    code, _, err = run("publish", str(mine), "--merge")
    assert code == 1
    assert "revision 4, which is there now, has no files" in err
    (mine / LOCK).unlink()
    assert run("publish", str(mine)).code == 1
    assert run("publish", str(mine), "--over", "4").out.startswith("two-towns: changed, revision 5")


def test_what_comes_from_before_a_damaged_revision_does_not_undo_it(
    run: Run, home: Path, mine: Path, theirs: Path
) -> None:
    retitle(mine, "terms/share", "Mine")
    assert run("publish", str(mine)).code == 0
    current = home / "library" / "briefings" / "two-towns.json"
    current.write_bytes(current.read_bytes()[:5000])
    retitle(theirs, "terms/duration", "Theirs")
    code, _, err = run("publish", str(theirs))
    assert code == 1
    assert "It is revision 2, and what you publish comes from before it" in err
    assert library(home).revisions("two-towns") == [1]
    retitle(mine, "terms/share", "Mine again")
    assert run("publish", str(mine)).code == 0, "its author has seen what is damaged"
    assert library(home).open("two-towns").number == 3

"""check, publish, keys, config and completion."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from tests.samples import TWO_TOWNS

from .conftest import Run
from .test_cli_reading_verbs import valid


@pytest.fixture
def draft(home: Path) -> Path:
    """A folder of a briefing to make mistakes in."""
    return Path(shutil.copytree(TWO_TOWNS, home / "drafts" / "two-towns"))


def break_title(draft: Path) -> None:
    card = draft / "cards" / "terms" / "share.md"
    card.write_text(card.read_text().replace("title: ", "titel: "))


def test_check_of_a_good_folder_says_so(run: Run) -> None:
    files = len(list(TWO_TOWNS.rglob("*.*")))
    assert run("check", str(TWO_TOWNS)) == (
        0,
        "",
        f"0 errors, 0 warnings in {files} files\n"
        "66 passages not looked at. Name the folder of the source texts with --corpus DIR.\n",
    )


def test_check_reports_all_problems_of_all_folders_in_one_run(run: Run, draft: Path) -> None:
    break_title(draft)
    code, out, err = run("check", str(draft), "nowhere")
    assert code == 1
    first = out.splitlines()[0]
    assert first.startswith(f"{draft}/cards/terms/share.md:2:1: error: ")
    assert "\nnowhere:1:1: error: There is no such folder." in out
    assert err.splitlines()[1:] == [
        f"“{draft}” was not held against its sources: correct its errors first.",
        "“nowhere” was not held against its sources: correct its errors first.",
    ]


def test_check_names_files_from_where_the_user_is(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_title(draft)
    monkeypatch.chdir(draft)
    assert run("check", ".").out.startswith("cards/terms/share.md:2:1: error: ")


def test_check_as_json(run: Run, draft: Path) -> None:
    break_title(draft)
    result = valid("check", run("check", str(draft), "--format", "json").out)
    assert result["errors"] == sum(one["severity"] == "error" for one in result["problems"]) > 0
    assert result["problems"][0]["line"] == 2


def test_warnings_do_not_fail_a_check(run: Run, draft: Path) -> None:
    (draft / "cards" / "terms" / "notes.txt").touch()
    code, out, err = run("check", str(draft))
    assert code == 0
    assert ": warning: " in out
    assert err.startswith("0 errors, 1 warning in ")


def test_publish_says_what_is_new_changed_and_unchanged(run: Run, draft: Path) -> None:
    known = "not verified against the texts of its sources"
    assert run("publish", str(draft)) == (0, f"two-towns: new, revision 1, {known}\n", "")
    assert run("publish", str(draft)).out == f"two-towns: unchanged, revision 1, {known}\n"
    outline = draft / "briefing.md"
    outline.write_text(outline.read_text().replace("agree to share", "agreed to share"))
    assert run("publish", str(draft)).out == f"two-towns: changed, revision 2, {known}\n"


def test_publish_refuses_what_has_an_error_and_publishes_nothing(
    run: Run, draft: Path, home: Path
) -> None:
    break_title(draft)
    code, out, err = run("publish", str(TWO_TOWNS), str(draft))
    assert (code, out) == (1, "")
    assert "share.md:2:1: error" in err
    assert "\nNothing was published; first correct " in err
    assert not (home / "library").exists()


def test_publish_refuses_two_folders_of_one_name(run: Run, draft: Path, home: Path) -> None:
    code, out, err = run("publish", str(TWO_TOWNS), str(draft))
    assert (code, out) == (1, "")
    assert "2 of these folders are called “two-towns”" in err
    assert not (home / "library").exists()


def test_publish_never_goes_to_a_temporary_library(run: Run, home: Path, draft: Path) -> None:
    (home / "library").write_text("a file where a folder should be")
    code, out, err = run("publish", str(draft))
    assert (code, out) == (1, "")
    assert err.count("\n") == 1


class Key(NamedTuple):
    id: str
    group: str
    keys: tuple[str, ...]
    label: str
    help: str


@pytest.fixture
def keymap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the commands of the reader, which are tested where they are."""
    commands = ModuleType("briefing.tui.commands")
    commands.listing = lambda configured: [  # type: ignore[attr-defined]
        Key("quit", "Leaving", configured.get("quit", ("q", "ctrl+q")), "Quit", "Leave."),
        Key("undo", "Marks", (), "Undo", "Take back."),
    ]
    commands.notices = lambda configured: ()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "briefing.tui.commands", commands)


@pytest.mark.usefixtures("keymap")
def test_keys_are_listed_by_group(run: Run) -> None:
    assert run("keys") == (
        0,
        "Leaving:\n  q or ctrl+q: Leave. (quit)\n\nMarks:\n  no key: Take back. (undo)\n",
        "",
    )


@pytest.mark.usefixtures("keymap")
def test_keys_are_those_of_the_configuration(run: Run, home: Path) -> None:
    (home / "config.toml").write_text('[keys]\nquit = "x"\n')
    keys = valid("keys", run("keys", "--json").out)["keys"]
    assert [key["keys"] for key in keys] == [["x"], []]


def test_a_key_that_cannot_be_granted_is_told(run: Run, home: Path) -> None:
    (home / "config.toml").write_text('[keys]\nhelp = "ctrl+alt+foo"\nnext-unred = "x"\n')
    code, out, err = run("keys")
    assert code == 0
    assert "?" in out
    assert "“ctrl+alt+foo” is not a key" in err
    assert "did you mean next-unread?" in err


def test_the_keys_of_the_reader_keep_to_the_schema(run: Run) -> None:
    assert len(valid("keys", run("keys", "--json").out)["keys"]) > 10


def test_config_prints_toml_and_says_where_it_belongs(run: Run, home: Path) -> None:
    code, out, err = run("config")
    assert code == 0
    assert tomllib.loads(out) == {}
    assert err == f"The configuration would be read from “{home / 'config.toml'}”.\n"
    (home / "config.toml").write_text(out)
    assert "is read from" in run("config").err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(run: Run, shell: str) -> None:
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    assert "briefing" in out
    assert "\ufffd" not in out


def test_json_has_no_more_than_the_schema_says(run: Run) -> None:
    assert set(json.loads(run("list", "--json").out)) == {"briefings"}

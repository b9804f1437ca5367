"""The verbs that print a briefing, of a folder that is not published."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from briefing.cli.completing import completers
from briefing.library.library import Library
from briefing.model.errors import BriefingError
from briefing.settings.config import Config, find_places
from briefing.views.address import follow
from briefing.views.context import Context
from briefing.views.verbs import Completes
from tests.samples import TWO_TOWNS

from .conftest import Run
from .test_cli_reading_verbs import valid


@pytest.fixture(autouse=True)
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A briefing of another name than any in the library, seen from the folder above it."""
    folder = home / "content" / "my-topic"
    shutil.copytree(TWO_TOWNS, folder)
    monkeypatch.chdir(home)
    return folder


@pytest.mark.parametrize(
    "path", ["content/my-topic", "./content/my-topic/", "{home}/content/my-topic"]
)
def test_a_path_stands_for_the_briefing_and_nothing_is_published(
    run: Run, home: Path, path: str
) -> None:
    path = path.format(home=home)
    code, out, err = run("show", path)
    assert (code, err) == (0, "")
    assert out.splitlines()[1:3] == ["Name: my-topic", "Revision: not published"]
    assert "Revision: not published" in run("export", path).out
    assert "Address: my-topic/terms/share" in run("show", f"{path}/terms/share").out
    assert (
        "Address: my-topic/terms/share#summer" in run("evidence", f"{path}/terms/share#summer").out
    )
    assert "Key figure: yes" in run("figures", path).out
    assert "Address: my-topic/" in run("without", path, "herald").out
    assert run("health", path).out.startswith("Briefing: ")
    assert "my-topic" not in run("list").out


@pytest.mark.parametrize(
    ("verb", "words"),
    [("show", ()), ("evidence", ()), ("figures", ()), ("health", ()), ("without", ("herald",))],
)
def test_as_json_it_has_no_revision(run: Run, verb: str, words: tuple[str, ...]) -> None:
    printed = run(verb, "content/my-topic", *words, "--format", "json").out
    assert valid(verb, printed)["revision"] is None


def test_what_is_published_by_a_name_comes_before_a_folder_of_it(run: Run, home: Path) -> None:
    shutil.copytree(TWO_TOWNS, home / "two-towns")
    assert "Revision: 1, published" in run("show", "two-towns").out
    assert "Revision: not published" in run("show", "./two-towns").out
    shutil.copytree(TWO_TOWNS, home / "three-towns")
    assert "Name: three-towns" in run("show", "three-towns/terms").out


def test_from_within_a_folder_a_dot_is_enough(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert "Name: my-topic" in run("show", ".").out
    assert "Address: my-topic/terms/share" in run("show", "./terms/share").out


def test_errors_are_told_as_check_tells_them(run: Run, folder: Path) -> None:
    (folder / "briefing.md").write_text("---\ntitle:\n---\n")
    told = run("show", "content/my-topic")
    assert (told.code, told.out) == (1, "")
    errors = [
        line for line in run("check", "content/my-topic").out.splitlines() if "error:" in line
    ]
    assert told.err.splitlines() == [*errors, "“content/my-topic” has errors; correct them first."]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "./nowhere"), 1, "a folder of one has a file briefing.md."),
        (("show", "content/nowhere"), 1, "There is no briefing “content” in the library."),
        (("show", "content/my-topic/term"), 1, "did you mean “terms”?"),
        (("show", "content/my-topic", "--revision", "1"), 2, "revisions are of what is published"),
        (("figures", "content/my-topic/terms"), 2, "name the whole."),
        (("show", "./" + "x" * 300), 1, "a folder of one has a file briefing.md."),
    ],
)
def test_what_cannot_be_opened_is_told(
    run: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    told = run(*words)
    assert (told.code, told.out) == (code, "")
    assert said in told.err


def test_no_server_opens_a_folder(run: Run, home: Path, folder: Path) -> None:
    run("list")
    places = find_places({"BRIEFING_LIBRARY": str(home / "library")})
    library = Library(home / "library")
    served = Context(
        places, Config(), (), lambda _: library, lambda: library, sys.stdout, sys.stderr, 80
    )
    for path in (str(folder), "content/my-topic", "./content/my-topic"):
        with pytest.raises(BriefingError, match="There is no briefing “"):
            follow(served, path)
    assert follow(served._replace(opens_folders=True), str(folder)).briefing.id == "my-topic"


def test_a_shell_is_offered_folders_and_the_sources_of_one(run: Run) -> None:
    run("list")
    offers = completers()
    for what in (Completes.NAME_OR_FOLDER, Completes.ADDRESS):
        assert "content/my-topic/" in offers[what](prefix="content/")
    assert "two-towns" in offers[Completes.NAME_OR_FOLDER](prefix="")
    typed = Namespace(library=None, name="content/my-topic")
    assert list(offers[Completes.SOURCE](parsed_args=typed)) == ["herald", "post", "engineers"]


def test_drafts_are_left_out_and_that_is_said(run: Run, folder: Path) -> None:
    card = folder / "cards" / "people" / "towns.md"
    card.write_text(card.read_text().replace("title:", "status: draft\ntitle:", 1))
    code, out, err = run("show", "content/my-topic")
    assert (code, "my-topic/people/towns" in out) == (0, False)
    assert err == "“content/my-topic” has a draft, left out here; `briefing preview` shows all.\n"

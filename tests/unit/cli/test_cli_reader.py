"""How the reader is opened, with a stand-in for the reader itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from briefing.library.library import Say
from briefing.settings.config import Config
from briefing.tui.next_start import NextStart
from briefing.tui.session import Session
from briefing.views.moments import AsOf

from .conftest import Outcome, Run

Opened = list[tuple[Session, str | None]]
AsOfs = list[tuple[AsOf | None, Sequence[str]]]


@pytest.fixture
def as_ofs() -> AsOfs:
    """Of each opening, as of when, and the words by which the next start is known."""
    return []


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, as_ofs: AsOfs) -> Opened:
    """Every opening of the reader."""
    calls: Opened = []

    def read(
        session: Session, name: str | None, say: Say, next_start: NextStart, as_of: AsOf | None
    ) -> int:
        calls.append((session, name))
        as_ofs.append((as_of, next_start.words))
        return 0

    app = ModuleType("briefing.tui.app")
    app.read = read  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "briefing.tui.app", app)
    return calls


@pytest.fixture
def at_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command with a terminal at both ends."""

    def run_at_terminal(*words: str) -> Outcome:
        # Only now: pytest changes the streams between set-up and test.
        for stream in (sys.stdin, sys.stdout):
            monkeypatch.setattr(stream, "isatty", lambda: True)
        return run(*words)

    monkeypatch.setenv("TERM", "xterm-256color")
    return run_at_terminal


@pytest.mark.parametrize(
    ("words", "name"),
    [([], None), (["two-towns"], "two-towns"), (["read", "two-towns"], "two-towns")],
)
def test_the_reader_opens_on_what_came_with_the_program(
    at_terminal: Run, opened: Opened, words: list[str], name: str | None
) -> None:
    assert at_terminal(*words) == (0, "", "")
    ((session, opened_name),) = opened
    assert [entry.id for entry in session.library.entries()] == ["two-towns"]
    assert (opened_name, session.config, list(session.notices)) == (name, Config(), [])
    assert session.corpus.folder is None


@pytest.mark.parametrize(
    "words",
    [
        ["--no-mouse", "--theme", "light", "--signs", "ascii", "two-towns"],
        ["two-towns", "--theme=light", "--no-mouse", "--signs=ascii"],
        ["read", "--no-mouse", "--theme", "light", "--signs", "ascii"],
    ],
)
def test_flags_go_before_the_configuration(
    at_terminal: Run, opened: Opened, home: Path, words: list[str]
) -> None:
    (home / "config.toml").write_text('theme = "dark"\nmouse = true\nsigns = "unicode"\n')
    assert at_terminal(*words).code == 0
    config = opened[0][0].config
    assert (config.theme, config.mouse, config.signs) == ("light", False, "ascii")


def test_the_mouse_stays_off_where_the_configuration_has_it_off(
    at_terminal: Run, opened: Opened, home: Path
) -> None:
    (home / "config.toml").write_text('theme = "dark"\nmouse = false\n')
    at_terminal()
    config = opened[0][0].config
    assert (config.theme, config.mouse) == ("dark", False)


def test_what_is_amiss_is_told_inside_the_reader(
    at_terminal: Run, opened: Opened, home: Path
) -> None:
    (home / "config.toml").write_text('thme = "dark"\n')
    (home / "library").write_text("a file where a folder should be")
    assert at_terminal("two-towns") == (0, "", "")
    complaint, notice = opened[0][0].notices
    assert "did you mean “theme”?" in complaint
    assert notice.startswith("The briefings of this run are temporary. ")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["shwo"], "There is no briefing or verb “shwo”; did you mean “show”?"),
        (["shwo", "two-towns"], "There is no briefing or verb “shwo”; did you mean “show”?"),
        (["lst", "--json"], "There is no briefing or verb “lst”; did you mean “list”?"),
        (["two-twons"], "There is no briefing or verb “two-twons”; did you mean “two-towns”?"),
        (["xyzzy"], "There is no briefing or verb “xyzzy”. `briefing list`"),
        (["two-towns", "terms"], "There is no option “terms”."),
        (["--bogus"], "There is no option “--bogus”."),
        (["--theme", "pink"], "invalid choice: 'pink'"),
    ],
)
def test_what_cannot_be_meant_is_met_with_what_may_be(
    at_terminal: Run, opened: Opened, words: list[str], answer: str
) -> None:
    code, out, err = at_terminal(*words)
    assert (code, out) == (2, "")
    assert answer in err
    assert err.count("\n") == 1
    assert not opened


@pytest.mark.parametrize("terminal", ["stdin", "stdout", None])
def test_without_a_terminal_at_both_ends_the_reader_never_starts(
    run: Run, opened: Opened, terminal: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    if terminal:
        monkeypatch.setattr(getattr(sys, terminal), "isatty", lambda: True)
    code, out, err = run("two-towns")
    assert (code, out) == (2, "")
    assert "`briefing show two-towns`" in err
    assert not opened


@pytest.mark.parametrize("term", [None, "", "dumb", "unknown"])
def test_on_a_terminal_that_can_do_nothing_the_reader_never_starts(
    at_terminal: Run, opened: Opened, term: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if term is None:
        monkeypatch.delenv("TERM")
    else:
        monkeypatch.setenv("TERM", term)
    code, out, err = at_terminal()
    assert (code, out) == (2, "")
    assert "`briefing show NAME`" in err
    assert not opened


def test_the_reader_gets_the_folder_of_source_texts(
    at_terminal: Run, opened: Opened, tmp_path: Path
) -> None:
    assert at_terminal("--corpus", str(tmp_path), "two-towns").code == 0
    assert opened[0][0].corpus.folder == tmp_path


def test_a_folder_of_source_texts_that_is_gone_is_said_and_the_reader_opens(
    at_terminal: Run, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CORPUS", str(tmp_path / "gone"))
    assert at_terminal("two-towns").code == 0
    assert opened[0][0].corpus.folder is None
    assert any("gone" in notice for notice in opened[0][0].notices)


def test_that_others_can_write_to_library_or_state_is_told_inside_the_reader(
    at_terminal: Run, opened: Opened, home: Path
) -> None:
    for name in ("library", "state"):
        (home / name).mkdir()
        (home / name).chmod(0o777)
    assert at_terminal("two-towns") == (0, "", "")
    library, state = opened[0][0].notices
    assert f"write to “{home / 'library'}”" in library
    assert f"write to “{home / 'state'}”" in state


@pytest.mark.usefixtures("opened")
def test_the_next_start_is_prepared_only_for_the_same_configuration(
    at_terminal: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[Callable[[], Session | None]] = []

    def prepare(
        begin_again: Callable[[], Session | None], words: Sequence[str], name: str | None
    ) -> NextStart:
        prepared.append(begin_again)
        return NextStart(begin_again, words, name)

    monkeypatch.setattr("briefing.tui.next_start.NextStart", prepare)
    assert at_terminal("two-towns").code == 0
    (begin_again,) = prepared
    assert begin_again() is not None
    (home / "config.toml").write_text("mouse = false\n")
    assert begin_again() is None


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("words", "as_of", "left"),
    [
        (["two-towns", "--as-of", "2"], 2, ["two-towns"]),
        (["--as-of", "2", "two-towns"], 2, ["two-towns"]),
        (["read", "--as-of=2024-05", "two-towns"], date(2024, 5, 31), ["read", "two-towns"]),
        (["--revision=1", "--no-mouse", "two-towns"], 1, ["--no-mouse", "two-towns"]),
        (["two-towns/terms", "--revision", "2024-05-03"], date(2024, 5, 3), ["two-towns/terms"]),
        (["two-towns/share@1"], None, ["two-towns/share@1"]),
        (["two-towns"], None, ["two-towns"]),
    ],
)
def test_an_earlier_revision_is_read_and_no_later_start_begins_there(
    at_terminal: Run, as_ofs: AsOfs, words: list[str], as_of: AsOf, left: list[str]
) -> None:
    assert at_terminal(*words).code == 0
    assert as_ofs == [(as_of, left)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as-of", "2"], "Name the briefing"),
        (["two-towns", "--as-of", "x"], "“x” is neither the number of a revision nor a day"),
        (["two-towns", "--as-of"], "expected one argument"),
        (["two-twons", "--as-of", "2"], "did you mean “two-towns”?"),
    ],
)
def test_what_names_no_revision_is_wrong(
    at_terminal: Run, opened: Opened, words: list[str], said: str
) -> None:
    code, _, err = at_terminal(*words)
    assert code == 2
    assert said in " ".join(err.split())
    assert not opened

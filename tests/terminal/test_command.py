"""The command as a process: exit codes, streams, pipes and what it imports."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.library.library import Library
from tests import samples
from tests.samples import TWO_TOWNS
from tests.shell import asks_what_comes_next
from tests.waiting import HANGS

ROOT = Path(__file__).parents[2]
Process = subprocess.CompletedProcess[str]
Command = Callable[..., Process]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(tmp_path / "home"),
        "BRIEFING_LIBRARY": str(tmp_path / "library"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def command(environment: dict[str, str]) -> Command:
    """Run the command in a process of its own, in a home of its own."""

    def command(*words: str, **changes: str | None) -> Process:
        variables = {**environment, **changes}
        return subprocess.run(
            [sys.executable, "-m", "briefing", *words],
            env={name: value for name, value in variables.items() if value is not None},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=HANGS,
            check=False,
        )

    return command


@pytest.fixture(scope="module")
def two_towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one briefing, which no test changes."""
    folder = tmp_path_factory.mktemp("published") / "library"
    Library(folder).publish([samples.two_towns()])
    return folder


@pytest.fixture
def published(command: Command, two_towns: Path, environment: dict[str, str]) -> Command:
    """The same, with two towns in the library."""
    environment["BRIEFING_LIBRARY"] = str(two_towns)
    return command


def shell(line: str, environment: dict[str, str], **changes: str) -> Process:
    """Run a line in bash, where ``$BRIEFING`` is the command; the exit code is the command's."""
    command = f"{sys.executable} -m briefing"
    return subprocess.run(
        ["bash", "-c", f"{line}; exit ${{PIPESTATUS[0]}}"],
        env={**environment, "BRIEFING": command, **changes},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )


def test_exit_codes_and_streams(published: Command) -> None:
    found = published("search", "dam")
    # On a busy machine it is said first that the library is being indexed.
    assert (found.returncode, found.stderr.splitlines()[-1]) == (0, "Found 6 cards.")
    missed = published("search", "xyzzy")
    assert (missed.returncode, missed.stdout) == (1, "")
    wrong = published("show")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    for process in (found, missed, wrong):
        assert "Traceback" not in process.stderr


@pytest.mark.parametrize("words", ["--version", "list --version", "--help", "show --help"])
def test_version_and_help_are_data(command: Command, words: str) -> None:
    process = command(*words.split())
    assert process.returncode == 0
    assert "briefing" in process.stdout
    assert process.stderr == ""


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("buffering", ["", "1"])
@pytest.mark.parametrize("reader", ["head -1", "true", "head -c 1"])
def test_a_closed_pipe_is_silent(environment: dict[str, str], reader: str, buffering: str) -> None:
    # The text is far longer than a pipe holds, so that writing must fail.
    line = f"$BRIEFING show two-towns --format json | {reader}"
    process = shell(line, environment, PYTHONUNBUFFERED=buffering)
    assert process.stderr == ""
    assert process.returncode in (0, 141)


@pytest.mark.usefixtures("published")
def test_a_pipe_closed_before_the_first_word_is_silent(environment: dict[str, str]) -> None:
    process = shell("(sleep 0.5; $BRIEFING list) | true", environment)
    assert process.stderr == ""
    assert process.returncode == 141


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("$BRIEFING list >&-", 0),
        ("$BRIEFING list 2>&-", 0),
        ("$BRIEFING show nope 2>&-", 1),
        ("$BRIEFING list <&-", 0),
        ("$BRIEFING <&-", 2),
        ("$BRIEFING list >&- 2>&- <&-", 0),
    ],
)
def test_streams_may_be_closed(environment: dict[str, str], line: str, code: int) -> None:
    process = shell(line, environment)
    assert process.returncode == code
    assert "Traceback" not in process.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.usefixtures("published")
def test_a_full_disk_is_a_sentence(environment: dict[str, str]) -> None:
    process = shell("$BRIEFING list > /dev/full", environment)
    assert process.returncode == 1
    assert process.stderr == "The output could not be written: No space left on device.\n"


@pytest.mark.parametrize(
    "locale",
    [
        {"LANG": "C"},
        {"LC_ALL": "POSIX"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LANG": None},
    ],
)
def test_every_character_can_be_written_in_every_locale(
    published: Command, locale: dict[str, str | None]
) -> None:
    process = published("show", "two-towns/people", **locale)
    assert (process.returncode, process.stderr) == (0, "")
    latin = locale.get("PYTHONIOENCODING") == "latin-1"
    assert ("(?????)." if latin else "(Երևան).") in process.stdout
    assert published("show", "nöpe", **locale).returncode == 1


@pytest.mark.parametrize("term", ["dumb", "", None, "xterm"])
def test_without_a_terminal_the_reader_never_starts(published: Command, term: str | None) -> None:
    process = published("two-towns", TERM=term)
    assert (process.returncode, process.stdout) == (2, "")
    assert "`briefing show two-towns`" in process.stderr


def test_a_home_is_not_needed(command: Command, tmp_path: Path) -> None:
    process = command("check", str(TWO_TOWNS), HOME=None, BRIEFING_LIBRARY=None, XDG_DATA_HOME=None)
    assert process.returncode == 0
    missing = str(tmp_path / "nobody" / "home")
    process = command("list", HOME=missing, BRIEFING_LIBRARY="")
    assert "Traceback" not in process.stderr
    assert process.returncode in (0, 1)


def test_a_home_that_cannot_be_written_still_reads(command: Command, tmp_path: Path) -> None:
    # A folder cannot be made under a file, whoever asks: unlike chmod, this binds root as well.
    (tmp_path / "home").write_text("")
    process = command("list", BRIEFING_LIBRARY=None)
    assert process.returncode == 0
    assert process.stdout.startswith("Briefing 1 of ")
    assert process.stderr.startswith("The briefings of this run are temporary. ")
    assert process.stderr.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_library_still_reads(command: Command, two_towns: Path, tmp_path: Path) -> None:
    shutil.copytree(two_towns, tmp_path / "library")
    for folder in (tmp_path / "library", *(tmp_path / "library").glob("*/")):
        folder.chmod(0o500)
    process = command("show", "two-towns")
    assert (process.returncode, process.stderr) == (0, "")


def test_the_library_of_the_flag_is_used(command: Command, two_towns: Path) -> None:
    process = command("--library", str(two_towns), "list", BRIEFING_LIBRARY="/nonexistent")
    assert "Name: two-towns" in process.stdout


def test_an_unexpected_fault_is_logged_and_not_shown(published: Command, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import briefing.library.library as library\n"
        "def fail(*_): raise ZeroDivisionError('boom')\n"
        "library.Library.entries = fail\n"
    )
    state = tmp_path / "state"
    process = published("list", PYTHONPATH=f"{tmp_path}:{ROOT}", BRIEFING_STATE=str(state))
    assert process.returncode == 70
    assert "Traceback" not in process.stderr
    assert process.stderr.count("\n") == 1
    assert "ZeroDivisionError: boom" in (state / "errors.log").read_text()


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("briefing sh", {"show "}),
        ("briefing two", {"two-towns "}),
        ("briefing show two-towns/terms/sh", {"two-towns/terms/share "}),
        ("briefing without two-towns herald p", {"post "}),
        ("briefing health two-towns --list alt", {"altered "}),
        ("briefing show two-towns --format ", {"text", "md", "json"}),
        ("briefing --library nowhere show two", set()),
    ],
)
def test_a_shell_is_offered_what_may_come_next(
    environment: dict[str, str], tmp_path: Path, line: str, offers: set[str]
) -> None:
    answer = tmp_path / "answer"
    process = subprocess.run(
        [sys.executable, "-m", "briefing"],
        env=environment | asks_what_comes_next(line, answer),
        capture_output=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )
    assert (process.stdout, process.stderr) == ("", "")
    assert set(answer.read_text().splitlines()) == offers


def test_completion_is_silent_where_the_library_is_damaged(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "library").write_text("no folder")
    test_a_shell_is_offered_what_may_come_next(environment, tmp_path, "briefing show two", set())

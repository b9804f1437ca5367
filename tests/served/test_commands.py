"""Commands at the other end of a line: the same answers as at home, and no shell anywhere."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from briefing import __version__
from briefing.library.library import Library
from briefing.views.context import NAME_THE_CORPUS
from tests.served.conftest import FREE, new_home
from tests.served.host import ACCOUNT, Host, client_environment
from tests.served.raw import Packets
from tests.terminal.conftest import COMMAND, environment_of
from tests.terminal.pty import Terminal
from tests.thorough import spread
from tests.unit.library.samples import make_briefing
from tests.waiting import HANGS, until

pytestmark = pytest.mark.terminal

Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def host(homes: Path) -> Iterator[Host]:
    """A host that also has a briefing of a megabyte."""
    home = new_home(homes)
    Library(home / "library").publish([make_briefing("long", "A town says so. " * 700, cards=100)])
    with Host(home, limits=FREE) as running, running.one_line():
        running.await_index()
        yield running


def environment(host: Host) -> dict[str, str]:
    """Variables of somebody who reads the library of a host at home."""
    return environment_of(host.home) | {"BRIEFING_STATE": str(host.home / "at-home")}


@cache
def at_home(host: Host, words: str) -> Done:
    """Run a command without a host."""
    return subprocess.run(
        [*COMMAND, *shlex.split(words)],
        env=environment(host),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )


def as_said_here(message: str) -> str:
    """The same message, with commands as one types them on another host, and no folder to give."""
    return message.replace("`briefing ", "`ssh HOST ").replace(NAME_THE_CORPUS, NOT_SHOWN)


# -- the same as at home ---------------------------------------------------------------------------

SAME: Final = (
    "list",
    "list --json",
    "show two-towns",
    "show two-towns --format json",
    "show nope",
    "search dam",
    "search dam --json",
    "search in:reactions hilltop",
    "actor 'orxan aliyev' two-towns",
    "actor nobody",
    "figures two-towns",
    "evidence two-towns/terms/share",
    "evidence two-towns --format json",
    "health two-towns",
    "without two-towns herald",
    "export long --format json",
)


NO_FOLDER = "No text on this machine: `briefing --corpus DIR`."
NOT_SHOWN = "This host does not show the texts of sources."


@pytest.mark.parametrize("words", spread(SAME, 10))
def test_an_answer_is_that_of_home(host: Host, words: str) -> None:
    home, served = at_home(host, words), host.run(words)
    expected = home.stdout.replace(NO_FOLDER, NOT_SHOWN)
    assert (served.returncode, served.stdout) == (home.returncode, expected)
    assert served.stderr == as_said_here(home.stderr)


@pytest.mark.parametrize("words", ["search dam", "show nope"])
def test_on_a_terminal_it_is_the_same_text(host: Host, words: str) -> None:
    home = at_home(host, words)
    with host.reader("-t", "--", words) as terminal:
        assert terminal.wait_end() == home.returncode
        text = home.stdout + as_said_here(home.stderr)
        assert terminal.written == text.replace("\n", "\r\n")


def test_lines_are_as_long_as_the_terminal_is_wide(host: Host) -> None:
    command = (*COMMAND, "show", "two-towns/terms")
    with Terminal(command, environment(host), columns=50) as home:
        assert home.wait_end() == 0
    with host.reader("-t", "--", "show two-towns/terms", columns=50) as served:
        assert served.wait_end() == 0
        assert served.written == home.written
        assert max(map(len, served.written.splitlines())) <= 50


@pytest.mark.parametrize("locale", ["de_DE.ISO-8859-1", "C", "../../x.UTF-8"])
def test_characters_are_those_of_the_locale(host: Host, locale: str) -> None:
    command = host.ssh("-o", f"SetEnv=LC_ALL={locale}", "--", "show two-towns/people")
    served = subprocess.run(command, capture_output=True, env=client_environment(), check=True)
    latin = "ISO" in locale
    assert served.stdout.decode("latin-1" if latin else "utf-8").count("Երևան") == (not latin)
    assert (b"(?????)" in served.stdout) is latin


@pytest.mark.parametrize("option", ["-C", "-t", "-n"])
def test_options_of_ssh_change_nothing(host: Host, option: str) -> None:
    done = host.run("export long --format json", options=(option,))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == at_home(host, "export long --format json").stdout
    assert len(done.stdout) > 1_000_000


@pytest.mark.parametrize("reader", ["head -1", "true"], ids=["a line", "nothing"])
def test_a_pipe_that_is_closed_is_silent(host: Host, reader: str) -> None:
    command = shlex.join(host.ssh("--", "export long --format json"))
    done = subprocess.run(
        ["bash", "-c", f"{command} | {reader}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        env=client_environment(),
        timeout=HANGS,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode in (0, 141, 255)
    host.wait_for_sessions(0)
    assert host.faults == ""


# -- what only a host says -------------------------------------------------------------------------


def test_help_tells_what_there_is(host: Host) -> None:
    done = host.run("help")
    assert (done.returncode, done.stderr) == (0, "")
    offered = ("list", "show", "search", "figures", "actor", "export", "evidence", "health")
    assert all(f"\n    {verb}" in done.stdout for verb in offered)
    assert not any(f"\n    {verb}" in done.stdout for verb in ("publish", "check", "anchor"))
    assert f"ssh {ACCOUNT}@HOST VERB" in done.stdout


@pytest.mark.parametrize("words", ["help show", "show x -h"])
def test_help_about_a_verb_is_as_one_types_it_here(host: Host, words: str) -> None:
    done = host.run(words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: ssh {ACCOUNT}@HOST show [--format {{text,md,json}}]")


def test_the_version_is_told(host: Host) -> None:
    done = host.run("version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"briefing {__version__}\n", "")


@pytest.mark.parametrize("words", ["", "two-towns", "read two-towns/terms"])
def test_reading_needs_a_terminal(host: Host, words: str) -> None:
    done = host.run(*([words] if words else []))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Reading needs a terminal, as with `ssh -t`;")
    assert f"ssh {ACCOUNT}@HOST VERB" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    spread(
        [
            ("shwo two-towns", 126, "“shwo two-towns” is not offered here. Did you mean “show”?"),
            ("two-twons", 126, "“two-twons” is not offered here. Did you mean “two-towns”?"),
            ("xyzzy", 126, "“xyzzy” is not offered here. `help` lists what is."),
            ("publish /tmp", 126, "“publish /tmp” is not offered here. "),
            ("publish --unverified /tmp", 126, "“publish --unverified /tmp” is not offered here. "),
            ("check --strict /tmp", 126, "“check --strict /tmp” is not offered here. "),
            (
                "show",
                2,
                "show: the following arguments are required: NAME[/SECTION[/CARD]]. See `help",
            ),
            ("list --nope", 2, "list: it does not take “--nope”. See `help list`."),
            ("search --limit 0 dam", 2, "search: "),
            ("show two-towns --format xml", 2, "show: "),
            ("show two-towns --form md", 2, "show: "),
            ("show 'two-towns", 2, "The command cannot be read: No closing quotation."),
        ],
        6,
    ),
)
def test_what_is_typed_wrong_is_a_sentence(host: Host, words: str, code: int, told: str) -> None:
    done = host.run(words)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


# -- no shell --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "code"),
    spread(
        [
            ("list; touch MARK", 126),
            ("list && touch MARK", 2),
            ("list | tee MARK", 2),
            ("list > MARK", 2),
            ("$(touch MARK)", 126),
            ("`touch MARK`", 126),
            ("show $(touch MARK)", 2),
            ('"$(touch MARK)"', 126),
            ("list\ntouch MARK", 2),
            ("list\x1b]0;title\7", 2),
            ("list\u202e", 2),
            ("list\x9b2J", 2),
            ("show \"two-towns'", 2),
            ("show two-towns\\", 2),
            ('"" ""', 126),
            ("sh -c 'touch MARK'", 126),
            ("publish MARK", 126),
            ("serve --any-key", 126),
            ("list --library /nonexistent", 2),
            ("x" * 1025, 2),
            ("é" * 513, 2),
            ("x" * 100_000, 2),
        ],
        13,
    ),
    ids=lambda value: ascii(value)[:30],
)
def test_no_command_reaches_a_shell(host: Host, tmp_path: Path, command: str, code: int) -> None:
    mark, before = tmp_path / "mark", len(host.events("close"))
    done = host.run(command.replace("MARK", str(mark)))
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.removesuffix("\n").isprintable(), "a sentence, and nothing for a terminal"
    assert not mark.exists()
    assert host.wait_for("close", before + 1)["exit"] == code
    logged = host.events("open")[-1]["command"]
    assert logged.isprintable()
    assert len(logged) <= 201


@pytest.mark.parametrize(
    "command",
    [b"list\0touch MARK", b"--library /nonexistent list", b"-c 'touch MARK'", b"x" * 200_000],
    ids=["NUL", "option", "-c", "long"],
)
def test_nor_does_one_that_ssh_does_not_send(host: Host, tmp_path: Path, command: bytes) -> None:
    mark = tmp_path / "mark"
    with Packets(host) as line:
        channel = line.session()
        with suppress(EOFError):  # sshd may have had enough
            line.begin(channel, command.replace(b"MARK", bytes(mark)))
            assert line.wait_end(channel) != 0
        assert channel.output == b""
    assert not mark.exists()
    assert host.run("version").returncode == 0


@pytest.mark.parametrize("command", ["list; id", "$(id)", "sh -c id"])
def test_in_no_way_of_coming_or_starting_is_there_a_shell(served: Host, command: str) -> None:
    done = served.run(command)
    assert done.returncode in (2, 126)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "uid=" not in done.stderr


def test_a_command_that_is_no_utf_8_gets_a_sentence_and_a_line(host: Host) -> None:
    before = len(host.events())
    done = host.run("list \udcff")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "The command is not UTF-8 text.\n"
    host.wait_for("close", exit=2)
    assert [one["event"] for one in host.events()[before:]] == ["open", "close"]


# -- what a command may take -----------------------------------------------------------------------


@pytest.mark.parametrize("pool", spread([True, False], 1))
def test_a_command_writes_what_it_may_and_not_a_byte_more(home: Path, pool: bool) -> None:
    whole = subprocess.run(
        [*COMMAND, "show", "two-towns"], env=environment_of(home), capture_output=True, check=True
    ).stdout
    limit = len(whole) - 1
    with Host(home, pool=pool, limits={"command-output": limit}) as host:
        done = host.run("show", "two-towns")
        close = host.wait_for("close")
    assert done.stdout.encode() == whole[:limit].decode("utf-8", "replace").encode()
    assert f"can write at most {limit:,} bytes, so the output is cut." in done.stderr
    assert done.returncode == close["exit"] == 75
    assert (close["sent"], close["why"]) == (limit, "output")


def test_a_command_that_takes_too_long_is_ended(home: Path) -> None:
    Library(home / "library").publish([make_briefing("long", "A town says so. " * 700, cards=100)])
    with Host(home, pool=False, limits={"command-time": 1}) as host, Packets(host) as line:
        channel = line.session(window=1000)  # it takes no more than that
        assert line.begin(channel, b"export long --format json")
        close = host.wait_for("close")
        assert (close["why"], close["exit"]) == ("time", 75)
        # On a busy machine that may take longer than a second as well.
        until(lambda: host.run("version").returncode == 0, "nothing is to be had any more")

"""Commands at the other end of a line: the same answers as at home, and no shell anywhere."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import asyncssh
import pytest
from asyncssh.constants import MSG_IGNORE
from asyncssh.packet import String

from briefing import __version__
from briefing.library.library import Library
from briefing.plain.opening import NAME_THE_CORPUS
from tests.served.clients import connect, written
from tests.served.conftest import FREE, new_home
from tests.served.host import Host, client_environment
from tests.terminal.conftest import COMMAND, environment_of
from tests.terminal.pty import Terminal
from tests.unit.library.samples import make_briefing

pytestmark = pytest.mark.terminal

Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host that also has a briefing of a megabyte."""
    home = new_home(tmp_path_factory.mktemp("host") / "home")
    Library(home / "library").publish([make_briefing("long", "A town says so. " * 20, cards=2000)])
    with Host(home, limits=FREE) as running:
        running.await_index()
        yield running


def environment(host: Host) -> dict[str, str]:
    """Variables of somebody who reads the library of a host at home."""
    return environment_of(host.home) | {"BRIEFING_STATE": str(host.home / "at-home")}


def at_home(host: Host, words: str, **variables: str) -> Done:
    """Run a command without a host."""
    return subprocess.run(
        [*COMMAND, *shlex.split(words)],
        env=environment(host) | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=20,
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
    "show two-towns/terms --format md",
    "show two-towns/people",
    "show two-towns --format json",
    "show nope",
    "show two-towns --revision 9",
    "search dam",
    "search dam --json",
    "search 'the dam' --limit 1",
    "search in:reactions hilltop",
    "search xyzzy",
    "search help",
    "figures two-towns",
    "figures two-towns --format csv",
    "evidence two-towns/terms/share",
    "evidence two-towns --format json",
    "health two-towns",
    "health two-towns --format json",
    "without two-towns herald",
    "export two-towns",
    "export two-towns --format csl",
    "export long --format json",
)


NO_FOLDER = "No text on this machine: `briefing --corpus DIR`."
NOT_SHOWN = "This host does not show the texts of sources."


@pytest.mark.parametrize("words", SAME)
def test_an_answer_is_that_of_home(host: Host, words: str) -> None:
    home, served = at_home(host, words), host.run(words)
    expected = home.stdout.replace(NO_FOLDER, NOT_SHOWN)
    assert (served.returncode, served.stdout) == (home.returncode, expected)
    assert served.stderr == as_said_here(home.stderr)


@pytest.mark.parametrize("words", ["list", "show two-towns/people", "search dam", "show nope"])
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


@pytest.mark.parametrize("locale", ["de_DE.ISO-8859-1", "C.UTF-8", "C", "../../x.UTF-8"])
def test_characters_are_those_of_the_locale(host: Host, locale: str) -> None:
    command = host.ssh("-o", f"SetEnv=LC_ALL={locale}", "--", "show two-towns/people")
    served = subprocess.run(command, capture_output=True, env=client_environment(), check=True)
    latin = "ISO" in locale
    assert served.stdout.decode("latin-1" if latin else "utf-8").count("Երևան") == (not latin)
    assert (b"(?????)" in served.stdout) is latin


@pytest.mark.parametrize("option", ["-C", "-t", "-T", "-n", "-q"])
def test_options_of_ssh_change_nothing(host: Host, option: str) -> None:
    done = host.run("export long --format json", options=(option,))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == at_home(host, "export long --format json").stdout
    assert len(done.stdout) > 1_000_000


@pytest.mark.parametrize(
    "reader", ["head -c 1", "head -1", "true"], ids=["a byte", "a line", "nothing"]
)
def test_a_pipe_that_is_closed_is_silent(host: Host, reader: str) -> None:
    command = shlex.join(host.ssh("--", "export long --format json"))
    done = subprocess.run(
        ["bash", "-c", f"{command} | {reader}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        env=client_environment(),
        timeout=20,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode in (0, 141, 255)
    host.wait_for_sessions(0)
    assert "Traceback" not in host.said.read_text()
    assert host.run("list").returncode == 0


# -- what only a host says -------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["help", "help list show"])
def test_help_tells_what_there_is(host: Host, words: str) -> None:
    with written(host) as events:
        done = host.run(words)
    assert (done.returncode, done.stderr) == (0, "")
    if words == "help":
        offered = ("list", "show", "search", "figures", "export", "evidence", "health", "without")
        assert all(f"\n    {verb}" in done.stdout for verb in offered)
        assert not any(f"\n    {verb}" in done.stdout for verb in ("publish", "check", "anchor"))
    assert [one["event"] for one in events] == ["accept", "login", "answer", "end"]


@pytest.mark.parametrize(
    "words", ["help show", "show --help", "show -h two-towns", "show x --help"]
)
def test_help_about_a_verb_is_as_one_types_it_here(host: Host, words: str) -> None:
    done = host.run(words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "usage: ssh HOST show [--format {text,md,json}] [--short] [--revision N]"
    )


def test_the_version_is_told(host: Host) -> None:
    done = host.run("version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"briefing {__version__}\n", "")


@pytest.mark.parametrize("words", ["", "two-towns", "read", "read two-towns/terms", "''"])
def test_reading_needs_a_terminal(host: Host, words: str) -> None:
    done = host.run(*([words] if words else []))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Reading needs a terminal, as with `ssh -t`;")
    assert "ssh HOST VERB …" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("shwo two-towns", 126, "“shwo two-towns” is not offered here. Did you mean “show”?"),
        ("two-twons", 126, "“two-twons” is not offered here. Did you mean “two-towns”?"),
        ("xyzzy", 126, "“xyzzy” is not offered here. `help` lists what is."),
        ("publish /tmp", 126, "“publish /tmp” is not offered here. "),
        ("show", 2, "show: the following arguments are required: NAME[/SECTION[/CARD]]. See `help"),
        ("list --nope", 2, "list: it does not take “--nope”. See `help list`."),
        ("search --limit 0 dam", 2, "search: "),
        ("show two-towns --format xml", 2, "show: "),
        ("show two-towns --form md", 2, "show: "),
        ("show 'two-towns", 2, "The command cannot be read: No closing quotation."),
    ],
)
def test_what_is_typed_wrong_is_a_sentence(host: Host, words: str, code: int, told: str) -> None:
    done = host.run(words)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


# -- no shell --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("list; touch MARK", 126),
        ("version;touch MARK", 126),
        ("list && touch MARK", 2),
        ("list | tee MARK", 2),
        ("list > MARK", 2),
        ("$(touch MARK)", 126),
        ("`touch MARK`", 126),
        ("show $(touch MARK)", 2),
        ('"$(touch MARK)"', 126),
        ("list\ntouch MARK", 2),
        ("list\0touch MARK", 2),
        ("list\x1b]0;title\7", 2),
        ("list\u202e", 2),
        ("list\x9b2J", 2),
        ("show \"two-towns'", 2),
        ("show two-towns\\", 2),
        ('"" ""', 126),
        ("sh -c 'touch MARK'", 126),
        ("bin/sh", 126),
        ("publish MARK", 126),
        ("serve --anonymous", 126),
        ("--library /nonexistent list", 126),
        ("list --library /nonexistent", 2),
        ("two-towns MARK", 126),
        ("x" * 1025, 2),
        ("é" * 513, 2),
        ("x" * 200_000, 2),
    ],
    ids=lambda value: ascii(value)[:30],
)
async def test_no_command_reaches_a_shell(
    host: Host, tmp_path: Path, command: str, code: int
) -> None:
    mark = tmp_path / "mark"
    with written(host) as events:
        async with connect(host) as connection:
            done = await connection.run(command.replace("MARK", str(mark)))
    assert (done.returncode, done.stdout) == (code, "")
    assert isinstance(done.stderr, str)
    assert done.stderr.removesuffix("\n").isprintable(), "a sentence, and nothing for a terminal"
    assert not mark.exists()
    assert [one["event"] for one in events] == ["accept", "login", "answer", "end"]
    assert events[2]["exit"] == code
    assert events[2]["command"].isprintable()
    assert len(events[2]["command"]) <= 201


@pytest.mark.parametrize("kept", [0.5, 0.999, 1.0])
def test_a_command_writes_what_it_may_and_not_a_byte_more(tmp_path: Path, kept: float) -> None:
    home = new_home(tmp_path / "home")
    whole = subprocess.run(
        [*COMMAND, "show", "two-towns"], env=environment_of(home), capture_output=True, check=True
    ).stdout
    limit = int(len(whole) * kept)
    with Host(home, limits=FREE | {"command-output": limit}) as host:
        done = host.run("show", "two-towns")
        close = host.wait_for("close")
    assert done.stdout.encode() == whole[:limit].decode("utf-8", "replace").encode()
    cut = limit < len(whole)
    assert (f"can write at most {limit:,} bytes, so the output is cut." in done.stderr) == cut
    assert done.returncode == close["exit"] == (75 if cut else 0)
    assert close["sent"] == limit


def test_a_command_that_is_no_utf_8_gets_a_sentence_and_a_line(host: Host) -> None:
    with written(host) as events:
        done = host.run("list \udcff")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "The command is not UTF-8 text.\n"
    assert [one["event"] for one in events] == ["accept", "login", "answer", "end"]


@pytest.mark.parametrize("command", ["list; id", "$(id)", "`id`", "list | cat", "list\nid"])
def test_nor_does_one_of_the_real_client(host: Host, command: str) -> None:
    done = host.run(command)
    assert done.returncode in (2, 126)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "uid=" not in done.stderr


# -- too much at once ------------------------------------------------------------------------------


async def test_a_command_of_a_megabyte_ends_the_connection(host: Host) -> None:
    with written(host) as events:
        async with connect(host) as connection:
            with pytest.raises(asyncssh.Error):
                await connection.run("x" * 1_000_000)
    assert [one["event"] for one in events] == ["accept", "login", "end"]
    assert host.run("version").returncode == 0


async def test_a_small_packet_that_would_be_a_large_one_ends_the_connection(host: Host) -> None:
    before = most_memory(host.process.pid)
    with written(host) as events:
        async with connect(host, compression_algs=["zlib@openssh.com"]) as connection:
            connection.send_packet(MSG_IGNORE, String(bytes(64 << 20)))
            with pytest.raises(asyncssh.Error):
                await connection.run("version")
    assert (events[-1]["event"], events[-1]["why"]) == ("end", "Decompression failed")
    assert most_memory(host.process.pid) - before < 16 << 20


def most_memory(pid: int) -> int:
    """The most memory that a process has had so far, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:"))

"""``briefing served``: sessions that a stock sshd lets in, by its ``ForceCommand``."""

from __future__ import annotations

import os
import pwd
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from briefing.library.library import Library
from briefing.serve.child.forced import fingerprint_of
from briefing.serve.marks import file_of_marks
from tests.served.conftest import load_two_towns, new_home
from tests.served.host import client_environment, descendants
from tests.served.stock import SSHD, Stock, stock_sshd
from tests.terminal.conftest import COMMAND, environment_of
from tests.terminal.pty import Terminal

pytestmark = pytest.mark.skipif(not SSHD, reason="there is no sshd here")

FIRST = "Lakeside and Hilltop agreed"


class Forced(NamedTuple):
    """A stock sshd that opens the reader, and nothing else.

    Attributes:
        home: Of the account that readers log in to.
        stock: The sshd.
    """

    home: Path
    stock: Stock

    def run(self, *asked: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        """Ask for something without a terminal."""
        return subprocess.run(
            [*self.stock.ssh(*options), *asked],
            capture_output=True,
            text=True,
            input="",
            env=client_environment(),
            timeout=20,
            check=False,
        )

    def reader(self, *options: str, **variables: str) -> Terminal:
        """Sit down and come in."""
        return Terminal(self.stock.ssh(*options), client_environment() | variables)

    @property
    def readers(self) -> list[Path]:
        """Files of marks."""
        return sorted((self.home / "state" / "readers").glob("*.json"))

    def process(self) -> Path:
        """What the kernel tells of the one session that runs."""
        found = [pid for pid in descendants(os.getpid()) if _is_session(pid)]
        assert len(found) == 1
        return Path(f"/proc/{found[0]}")


def _is_session(pid: int) -> bool:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return words[1:4] == [b"-m", b"briefing", b"served"]


@contextmanager
def forcing(home: Path, *flags: str, exposes: bool = True) -> Iterator[Forced]:
    """Start a stock sshd as `docs/serving.md` sets it up."""
    variables = " ".join(
        f"{name}={shlex.quote(value)}"
        for name, value in environment_of(home).items()
        if name.startswith(("PYTHON", "BRIEFING", "HOME"))
    )
    wrapper = home / "wrapper"
    wrapper.write_text(f"#!/bin/sh\nexport {variables}\nexec {shlex.join(COMMAND)} served $*\n")
    wrapper.chmod(0o755)
    lines = [f"ForceCommand {wrapper} {shlex.join(flags)}", "DisableForwarding yes"]
    lines += ["PermitUserRC no", f"ExposeAuthInfo {'yes' if exposes else 'no'}"]
    with stock_sshd(home, lines) as stock:
        yield Forced(home, stock)


@pytest.fixture(scope="module")
def forced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forced]:
    """A stock sshd for tests that leave it as it was; the library has its index."""
    home = new_home(tmp_path_factory.mktemp("forced") / "home")
    subprocess.run(
        [*COMMAND, "search", "dam"], env=environment_of(home), capture_output=True, check=True
    )
    with forcing(home) as running:
        yield running


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("list", ["list"]),
        ("show two-towns/agreed --format md", ["show", "two-towns/agreed", "--format", "md"]),
        ("search 'the dam'", ["search", "the dam"]),
        ("export two-towns", ["export", "two-towns"]),
    ],
)
def test_a_verb_prints_what_it_prints_at_home(forced: Forced, asked: str, words: list[str]) -> None:
    local = subprocess.run(
        [*COMMAND, *words],
        env=environment_of(forced.home),
        capture_output=True,
        text=True,
        check=False,
    )
    remote = forced.run(asked)
    assert (remote.stdout, remote.returncode) == (local.stdout, local.returncode)


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ("", 2, "Reading needs a terminal"),
        ("show nope", 1, "`ssh HOST list` shows all"),
        ("show", 2, "NAME"),
        ("id; cat /etc/passwd", 126, "not offered here"),
        ("publish /tmp", 126, "not offered here"),
        ("show 'two-towns", 2, "cannot be read"),
    ],
)
def test_what_is_not_to_be_had_is_said_on_standard_error(
    forced: Forced, asked: str, code: int, said: str
) -> None:
    result = forced.run(*([asked] if asked else []))
    assert (result.returncode, result.stdout) == (code, "")
    assert said in result.stderr


def test_help_is_told_and_forwarding_is_refused(forced: Forced) -> None:
    result = forced.run("help")
    assert result.returncode == 0
    assert f"ssh {pwd.getpwuid(os.geteuid()).pw_name}@HOST VERB" in result.stdout
    assert "mono@" not in result.stdout
    refused = forced.run(options=("-W", "127.0.0.1:9"))
    assert "forwarding failed" in refused.stderr


def test_a_reader_reads_and_finds_place_and_marks_again(forced: Forced) -> None:
    with forced.reader() as terminal:
        terminal.wait_for(FIRST)
        terminal.press("J", "J", "b")
        terminal.wait_for("Bookmark")
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert "\x1b[?1049l" in terminal.written
    listed = subprocess.run(
        ["ssh-keygen", "-lf", f"{forced.stock.key}.pub"], capture_output=True, text=True, check=True
    )
    fingerprint = listed.stdout.split()[1]
    assert forced.readers == [file_of_marks(forced.home / "state", fingerprint)]
    assert "hold" not in forced.run("search", "is:bookmarked").stderr
    assert forced.run("search", "is:bookmarked").stdout.count("Address:") == 1
    with forced.reader() as terminal:
        terminal.wait_for("card 3 of 20")
        terminal.press("b", "K", "K", "q")
        assert terminal.wait_end() == 0


def test_the_process_of_a_session_may_do_little_and_knows_nothing(forced: Forced) -> None:
    with forced.reader(SECRET="1") as terminal:
        terminal.wait_for("revision 1")
        process = forced.process()
        limits = (process / "limits").read_text()
        assert [line.split()[-3] for line in limits.splitlines() if "core file" in line] == ["0"]
        assert "NoNewPrivs:\t1" in (process / "status").read_text()
        terminal.press("\x1b[48;20000;20000;1;1t")
        terminal.settle()
        terminal.press("J")
        terminal.settle()
        resident = next(
            int(line.split()[1])
            for line in (process / "status").read_text().splitlines()
            if line.startswith("VmRSS")
        )
        assert resident < 150_000, "the size that was typed has been believed"
        terminal.press("q")
        assert terminal.wait_end() == 0


@pytest.mark.parametrize(
    ("variables", "colours"),
    [
        ({"TERM": "alacritty"}, "38;2;"),
        ({"TERM": "xterm-256color"}, "38;5;"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "38;2;"),
        ({"TERM": "linux"}, None),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, None),
    ],
    ids=str,
)
def test_colours_are_those_of_the_client(
    forced: Forced, variables: dict[str, str], colours: str | None
) -> None:
    options = [f"SendEnv={name}" for name in variables if name != "TERM"]
    words = [word for option in options for word in ("-o", option)]
    with forced.reader(*words, **variables) as terminal:
        terminal.wait_for("revision 1")
        terminal.settle()
        found = {kind for kind in ("38;2;", "38;5;") if kind in terminal.written}
        assert found == ({colours} if colours else set())


def test_where_the_key_is_not_told_the_reader_is_a_guest(home: Path) -> None:
    with forcing(home, exposes=False) as forced:
        with forced.reader() as terminal:
            terminal.wait_for("You are a guest")
            terminal.press("J", "b", "q")
            assert terminal.wait_end() == 0
        assert forced.readers == []


def test_who_types_nothing_is_warned(home: Path) -> None:
    with forcing(home, "--limits", "idle=62") as forced, forced.reader() as terminal:
        terminal.wait_for("is idle and ends in a minute")
        assert "\a" in terminal.written


@pytest.mark.parametrize(
    ("limit", "said"),
    [("idle=2", "The session was idle"), ("longest=2", "The session has reached")],
)
def test_a_session_that_is_too_long_is_shown_out(home: Path, limit: str, said: str) -> None:
    with forcing(home, "--limits", limit) as forced, forced.reader() as terminal:
        terminal.wait_for(said)
        assert terminal.wait_end() == 75
        assert "\x1b[?1049l" in terminal.written


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ("[serve.limits]\nidel = 3", "There is no limit “idel”. Did you mean “idle”?"),
        ("[serve", "not TOML"),
        ("teme = 'dark'", "teme"),
    ],
)
def test_a_mistake_of_the_host_lets_nobody_in_and_is_not_for_readers(
    home: Path, config: str, why: str
) -> None:
    (home / "config.toml").write_text(f"{config}\n")
    with forcing(home) as forced:
        result = forced.run("list")
        assert (result.returncode, result.stdout) == (70, "")
        assert "config" not in result.stderr
        assert "idel" not in result.stderr
        id_ = result.stderr.rstrip().rstrip(".").rpartition(" ")[2]
        log = (home / "state" / "errors.log").read_text()
        assert id_ in log
        assert why in log
        assert "Traceback" not in log


def test_a_terminal_is_used_as_far_as_it_may_be(home: Path) -> None:
    with forcing(home, "--limits", "columns=60,rows=20") as forced, forced.reader() as terminal:
        terminal.wait_for(FIRST)
        for _ in range(2):
            drawn = terminal.lines
            assert not any(line[60:].strip() for line in drawn)
            assert not any(line.strip() for line in drawn[20:])
            assert drawn[19].strip()
            terminal.resize(100, 30)
            terminal.settle()


def test_what_is_published_meanwhile_is_told_and_loaded(home: Path) -> None:
    with forcing(home) as forced, forced.reader() as terminal:
        terminal.wait_for(FIRST)
        briefing = load_two_towns()
        Library(home / "library").publish(
            [msgspec.structs.replace(briefing, title="Two towns again")]
        )
        terminal.wait_for("Revision 2 is out")  # without a key
        terminal.press("R")
        terminal.wait_for("Revision 2 is loaded")


@pytest.mark.parametrize("text", ["", "password\n", "publickey ssh-ed25519\n", "publickey x ä\n"])
def test_what_tells_no_key_makes_a_guest(tmp_path: Path, text: str) -> None:
    path = tmp_path / "auth"
    path.write_text(text)
    assert fingerprint_of(str(path)) is None
    assert fingerprint_of(str(tmp_path / "missing")) is None
    assert fingerprint_of(None) is None

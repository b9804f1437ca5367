"""``--print-config``, used by an sshd that is there already: with our pool, and without."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from briefing.library.state import ReaderState
from tests.served.conftest import as_root, new_home
from tests.served.ends import assert_given_back
from tests.served.host import (
    ACCOUNT,
    client_environment,
    descendants,
    fingerprint_of,
    new_key,
    options_of,
    run,
    wait_until_gone,
    words_of,
)
from tests.served.raw import elsewhere
from tests.served.starting import refused, words_for
from tests.served.stock import Stock, stock_sshd
from tests.terminal.conftest import COMMAND, environment_of
from tests.terminal.pty import Terminal
from tests.thorough import spread
from tests.waiting import until

pytestmark = pytest.mark.terminal

CARD = "The deal runs for ten years"


def printed(home: Path, *words: str) -> str:
    """What is printed of a home's configuration."""
    done = refused(home, *words_for(home, "--print-config", *words))
    assert done.returncode == 0, done.stderr
    return done.stdout


class System:
    """The system's sshd, that opens the reader for one account; it has keys of its own for others.

    Attributes:
        home: Of the server.
        stock: The sshd.
    """

    def __init__(self, home: Path, stock: Stock) -> None:
        self.home = home
        self.stock = stock

    def ssh(self, *words: str) -> list[str]:
        """The command by which a reader comes."""
        options = options_of(self.stock.port, self.home / "id")
        return ["ssh", *options, f"{ACCOUNT}@127.0.0.1", *words]

    def reader(self, *words: str) -> Terminal:
        """Sit down and come in."""
        return Terminal([*self.ssh("-t"), *words], client_environment())


@pytest.fixture(
    scope="module", params=spread([False, True], 1), ids=spread(["without", "with our pool"], 1)
)
def system(homes: Path, request: pytest.FixtureRequest) -> Iterator[System]:
    """A stock sshd to whose configuration what is printed from `Match` on was added."""
    home = new_home(homes)
    text = printed(home)
    match = text[text.index("Match User ") :]
    with ExitStack() as stack:
        if request.param:
            words = words_for(home, "--pool-only")
            pool = subprocess.Popen(
                [*COMMAND, "serve", *words], env=environment_of(home), start_new_session=True
            )
            stack.callback(pool.wait)
            stack.callback(pool.terminate)
            until((home / "state" / "pool.sock").exists, "there is no pool")
        yield System(home, stack.enter_context(stock_sshd(home, match.splitlines())))


def test_what_is_printed_is_what_sshd_runs_on(home: Path) -> None:
    text = printed(home)
    assert text == (home / "serve" / "sshd_config").read_text()
    below = text[text.index(f"Match User {ACCOUNT}") :]
    for line in (
        *("AuthenticationMethods publickey", "DisableForwarding yes", "PermitUserRC no"),
        *("ExposeAuthInfo yes", "PasswordAuthentication no", "MaxSessions 4", "MaxAuthTries 6"),
        f"ForceCommand {home / 'serve' / 'session'}",
    ):
        assert f"    {line}\n" in below
    assert not (home / "state" / "pool.sock").exists(), "nothing is served"


@as_root
def test_with_any_key_it_is_a_command_that_nobody_else_can_change(home: Path) -> None:
    done = refused(home, *words_for(home, "--print-config", "--any-key", keys=False))
    lines = [line.split() for line in done.stdout.splitlines()]
    (command,) = [words[1] for words in lines if words[:1] == ["AuthorizedKeysCommand"]]
    for path in (Path(command), *Path(command).parents):
        assert path.stat().st_uid == 0
        assert not path.stat().st_mode & 0o022


def test_a_verb_prints_and_nothing_else_is_to_be_had(system: System) -> None:
    assert "Lakeside and Hilltop" in run(system.ssh("list")).stdout
    for words, code, told in (
        ("sh", 126, "not offered here"),
        ("show nope", 1, "`ssh HOST list` shows all"),
        ("", 2, "Reading needs a terminal"),
    ):
        done = run(system.ssh(*([words] if words else [])))
        assert (done.returncode, done.stdout) == (code, "")
        assert told in done.stderr
    refused_ = run(["ssh", "-W", "127.0.0.1:9", *system.ssh()[1:]])
    assert "forwarding failed" in refused_.stderr
    assert "subsystem request failed" in run(["ssh", "-s", *system.ssh("sftp")[1:]]).stderr


def test_a_key_that_is_not_listed_does_not_let_in(system: System, tmp_path: Path) -> None:
    options = options_of(system.stock.port, new_key(tmp_path / "key"))
    done = run(["ssh", "-b", elsewhere(), *options, f"{ACCOUNT}@127.0.0.1", "list"])
    assert (done.returncode, done.stdout) == (255, "")


def test_a_reader_finds_their_marks_again(system: System) -> None:
    with system.reader("two-towns/terms/duration") as terminal:
        terminal.wait_for(CARD)
        terminal.press("b", "q")
        assert terminal.wait_end() == 0
        assert_given_back(terminal, "")
    (marks,) = (system.home / "state" / "readers").glob("*/reader.json")
    assert ReaderState.open(marks).bookmarks("two-towns") == {"duration"}
    (log,) = {fingerprint_of(system.home / "id.pub")}
    assert log in (system.home / "state" / "sessions.log").read_text()


def test_sessions_come_from_the_pool_where_there_is_one(system: System) -> None:
    is_pool = (system.home / "state" / "pool.sock").exists()

    def is_cold() -> bool:
        with system.reader() as terminal:
            terminal.wait_for("read on")
            ours = [pid for pid in descendants(system.stock.pid) if "briefing" in words_of(pid)]
            cold = [pid for pid in ours if "briefing.serve.session" in words_of(pid)]
            terminal.process.kill()
            wait_until_gone(ours)
        return bool(cold)

    # A pool that a busy machine keeps from answering within a second is not waited for.
    until(lambda: is_cold() is not is_pool, "none comes from the pool")

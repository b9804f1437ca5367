"""How a server says that it is doing, to those who run it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.served.conftest import new_home
from tests.served.host import ACCOUNT, Host, descendants
from tests.terminal.conftest import COMMAND, environment_of
from tests.waiting import HANGS, until

pytestmark = pytest.mark.terminal


def ask(home: Path) -> str:
    """Ask the server of a home as the one who runs it does."""
    words = ("--folder", str(home / "serve"), "--user", ACCOUNT)
    done = subprocess.run(
        [*COMMAND, "serve", "--status", *words],
        capture_output=True,
        text=True,
        env=environment_of(home),
        timeout=HANGS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_tells_how_many_read_and_disturbs_nobody(host: Host) -> None:
    before = descendants(host.process.pid)
    with host.reader() as one, host.reader() as other:
        for terminal in (one, other):
            terminal.wait_for("read on")
        assert re.search(r"^Sessions\D+2\b", ask(host.home), re.MULTILINE)
        for terminal in (one, other):
            terminal.press("q")
            assert terminal.wait_end() == 0
    text = ask(host.home)
    assert re.search(r"^Sessions\D+0\b", text, re.MULTILINE)
    assert str(host.sshd) in text
    assert host.faults == ""
    assert sorted(descendants(host.process.pid)) == sorted(before)


def test_where_no_server_runs_that_is_told(home: Path) -> None:
    text = ask(home)
    assert re.search(r"^Sessions\D+0\b", text, re.MULTILINE)
    assert "none" in text


def test_a_state_folder_may_have_a_long_path(homes: Path) -> None:
    with Host(new_home(homes, name="deep" * 30)) as host:

        def comes_from_the_pool() -> bool:
            with host.reader() as terminal:
                terminal.wait_for("read on")
                (session,) = host.sessions
                stat = Path(f"/proc/{session}/stat").read_text()
                pools = host.pools
            host.wait_for_sessions(0)
            return int(stat.rpartition(")")[2].split()[1]) in pools

        # A pool that a busy machine keeps from answering within a second is not waited for.
        until(comes_from_the_pool, "none comes from the pool")

"""How a server says that it is doing, to those who run it."""

from __future__ import annotations

import asyncio
import re
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.served.clients import connect
from tests.served.conftest import FREE, new_home
from tests.served.host import Host, until
from tests.served.test_stopping import GUEST
from tests.terminal.conftest import COMMAND, environment_of

pytestmark = pytest.mark.terminal

SAMPLE = re.compile(
    r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
    r'(?:\{[a-z_]+="(?P<text>[^"\\]*)"\})?'
    r" (?P<value>\d+)"
)
"""A line of Prometheus' text format 0.0.4 with a sample; of labels there is one at most."""


def ask(home: Path, how: str) -> subprocess.CompletedProcess[str]:
    """Ask the server of a home as the one who runs it does."""
    return subprocess.run(
        [*COMMAND, "serve", how],
        capture_output=True,
        text=True,
        env=environment_of(home),
        timeout=20,
        check=False,
    )


def read_metrics(text: str) -> dict[tuple[str, str], int]:
    """Read metrics line by line; give values by name and label."""
    values: dict[tuple[str, str], int] = {}
    kinds: dict[str, str] = {}
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# HELP "):
            _, _, name, about = line.split(" ", 3)
            assert about
            assert name not in kinds
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert kind == ("counter" if name.endswith("_total") else "gauge")
            kinds[name] = kind
        else:
            sample = SAMPLE.fullmatch(line)
            assert sample, line
            assert sample["name"] in kinds
            key = sample["name"], sample["text"] or ""
            assert key not in values
            values[key] = int(sample["value"])
    return values


def test_it_tells_people_and_machines_the_same(home: Path) -> None:
    with Host(home, limits=FREE | {"sessions": 2}) as host, ExitStack() as stack:
        readers = [stack.enter_context(host.reader()) for _ in range(2)]
        for reader in readers:
            reader.wait_for(GUEST)
        assert host.run("list").returncode == 75
        assert host.run("version").returncode == 0
        assert host.run("help").returncode == 0
        assert host.run("sh").returncode == 126
        host.run("version", options=("-o", "SetEnv=EDITOR=vi"))
        until(lambda: host.status().connections == 2, "somebody stays")
        text = ask(home, "--status").stdout
        values = read_metrics(ask(home, "--metrics").stdout)
        status = host.status()

    assert re.search(rf"^Process       {status.pid}, for \d+ s$", text, re.MULTILINE)
    assert f"Listens at    127.0.0.1:{host.port}\n" in text
    assert f"Host key      {status.fingerprint}\n" in text
    assert "Readers       1 key, guests can log in\n" in text
    assert "Connections   2, of which 0 are logging in\n" in text
    assert "Sessions      2 of 2; so far answer 5, reader 2\n" in text
    assert "Refused       sessions 1, variable 1\n" in text
    assert "Generation 1: 2 sessions; began with two-towns 1\n" in text
    assert re.search(r"^Memory        \d\d+ MiB in all processes$", text, re.MULTILINE)

    assert values["briefing_sessions", ""] == status.sessions == 2
    assert values["briefing_sessions_limit", ""] == status.most_sessions == 2
    assert values["briefing_connections", ""] == status.connections == 2
    assert values["briefing_handshakes", ""] == status.handshakes == 0
    assert values["briefing_generations", ""] == len(status.generations) == 1
    assert values["briefing_unreadable_briefings", ""] == len(status.problems) == 0
    assert values["briefing_memory_bytes", ""] > 10 << 20
    assert values["briefing_uptime_seconds", ""] <= status.since + 1
    assert status.opened == {"answer": 5, "reader": 2}
    assert status.refused == {"sessions": 1, "variable": 1}
    for name, counts in (("sessions", status.opened), ("refused", status.refused)):
        told = {
            label: value
            for (full, label), value in values.items()
            if full == f"briefing_{name}_total"
        }
        assert told == counts


def test_before_anybody_comes_it_answers_too(host: Host) -> None:
    text = ask(host.home, "--status").stdout
    assert "Sessions      0; so far none\n" in text
    assert "Refused       nothing\n" in text
    values = read_metrics(ask(host.home, "--metrics").stdout)
    assert values["briefing_sessions_limit", ""] == 0
    assert not [name for name, _ in values if name.endswith("_total")]


def test_only_its_own_user_may_ask(host: Host) -> None:
    line = host.state / "serve.sock"
    assert line.is_socket()
    assert line.stat().st_mode & 0o777 == 0o600
    assert host.state.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("how", ["--status", "--metrics"])
def test_where_no_server_runs_that_is_said(home: Path, how: str) -> None:
    answer = ask(home, how)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr == f"No server answers at “{home / 'state' / 'serve.sock'}”.\n"


def test_the_socket_may_have_a_long_path_and_goes_with_the_server(tmp_path: Path) -> None:
    home = new_home(tmp_path / ("deep" * 30))
    line = home / "state" / "serve.sock"
    with Host(home) as host:
        assert len(str(line)) > 108  # more than the address of a socket can be
        assert line.is_socket()
        assert f"Process       {host.process.pid}" in ask(home, "--status").stdout
    assert not line.exists()
    assert ask(home, "--status").returncode == 1


async def test_who_leaves_at_once_leaves_nothing_said(home: Path) -> None:
    with Host(home, limits=FREE) as host:
        said = host.said.read_text()
        for _ in range(4):
            async with connect(host) as connection:
                for _ in range(4):
                    await connection.create_process(term_type="xterm")
        await asyncio.to_thread(host.wait_for_sessions, 0)
        assert len(host.events("close")) == 16
        assert host.said.read_text() == said
        assert host.events("fault") == []

"""One session of a command: what it may write, how long it may take, and how it ends."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefing.serve import session
from briefing.serve.options import Limits
from briefing.serve.slots import Slot, taken_slots
from tests.unit.serve.server_folder import make_server, proof, variables
from tests.unit.serve.thin_clients import Client, Ended, ended, run_thin, start_thin
from tests.waiting import HANGS

CARDS = 300
"""So many that a pipe does not hold what is printed of them."""


class Server:
    """A server's folders, with limits of its own."""

    def __init__(self, home: Path, cards: int = 2, **limits: int) -> None:
        self.settings = make_server(home, Limits(**limits), cards)
        self.state = home / "state"
        self.file, self.key = proof(home, 1)

    def sent(self, command: str) -> dict[str, str]:
        return variables(self.file, command)

    def run(self, command: str, **more: str) -> Ended:
        return run_thin(self.settings, self.sent(command) | more)

    @contextmanager
    def blocked(self) -> Iterator[tuple[Client, Slot, bytes]]:
        """A session that waits for somebody to take what it writes."""
        with start_thin(self.settings, self.sent("show dam")) as client:
            assert client.stdout
            first = os.read(client.stdout.fileno(), 1)
            (slot,) = taken_slots(self.state)
            yield client, slot, first

    @property
    def close(self) -> dict[str, Any]:
        """What the log says of the last end."""
        last: dict[str, Any] = json.loads(
            (self.state / "sessions.log").read_text().splitlines()[-1]
        )
        assert last["event"] == "close"
        return last


@pytest.mark.parametrize("most", [1, 999, 9_000])
def test_what_a_command_writes_is_cut(tmp_path: Path, most: int) -> None:
    server = Server(tmp_path, CARDS, command_output=most)
    done = server.run("show dam")
    assert done.code == 75
    assert len(done.out.encode()) == most
    assert done.err == f"{session.CUT.format(most)}\n"
    assert (server.close["why"], server.close["sent"]) == ("output", most)


def test_what_is_exactly_as_much_as_may_be_written_is_whole(tmp_path: Path) -> None:
    server = Server(tmp_path)
    size = len(server.run("list").out.encode())
    for folder, most, code in (("a", size, 0), ("b", 0, 0), ("c", size - 1, 75)):
        (tmp_path / folder).mkdir()
        assert Server(tmp_path / folder, command_output=most).run("list").code == code


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    server = Server(tmp_path, CARDS, command_time=1)
    with start_thin(server.settings, server.sent("show dam")) as client:
        assert client.wait(HANGS) == 75
        done = ended(client)
    assert done.err == f"{session.SLOW.format(1)}\n"
    assert server.close["why"] == "time"


@pytest.mark.parametrize(
    ("number", "code", "why", "sentence"),
    [
        (signal.SIGTERM, 75, "stop", session.STOPPING),
        (signal.SIGUSR1, 75, "key", session.KEY_GONE),
        (signal.SIGXCPU, 75, "cpu", session.SPENT),
        (signal.SIGHUP, 129, "gone", ""),
    ],
)
def test_a_command_that_is_told_to_end_says_why(
    tmp_path: Path, number: int, code: int, why: str, sentence: str
) -> None:
    server = Server(tmp_path, CARDS)
    with server.blocked() as (client, slot, _):
        os.kill(slot.pid, number)
        assert client.wait(HANGS) == code
        assert ended(client).err == (f"{sentence}\n" if sentence else "")
    assert (server.close["why"], server.close["exit"]) == (why, code)


def test_who_stops_listening_ends_the_command(tmp_path: Path) -> None:
    server = Server(tmp_path, CARDS)
    with server.blocked() as (client, _, _):
        assert client.stdout
        client.stdout.close()
        assert client.wait(HANGS) == 141
    assert server.close["why"] == "gone"


def test_a_session_that_is_killed_is_told_and_its_seat_is_free(tmp_path: Path) -> None:
    server = Server(tmp_path, CARDS)
    with server.blocked() as (client, slot, _):
        os.kill(slot.pid, signal.SIGKILL)
        assert client.wait(HANGS) == 70
        assert ended(client).err == "An internal error ended the session; log in again.\n"
    assert taken_slots(server.state) == []
    assert server.close["why"] == "killed"


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("sessions", "This host has"),
        ("sessions_per_key", "Your key has"),
        ("sessions_per_address", "Your address has"),
    ],
)
def test_one_session_too_many_is_refused(tmp_path: Path, limit: str, told: str) -> None:
    server = Server(tmp_path, CARDS, **{limit: 1})
    with server.blocked() as (client, _, first):
        refused = server.run("list")
        assert (refused.code, refused.out) == (75, "")
        assert refused.err.startswith(told)
        assert server.close["why"] == limit.replace("_", "-")
        assert client.stdout
        text = first + client.stdout.read()
        assert client.wait(HANGS) == 0
    assert text.count(b"Two towns share a dam.") == CARDS
    assert server.run("list").code == 0


def test_who_has_proved_no_key_gets_nothing(tmp_path: Path) -> None:
    server = Server(tmp_path)
    for path in ("", "/nonexistent", "/etc/passwd"):
        done = server.run("list", SSH_USER_AUTH=path)
        assert (done.code, done.out, done.err) == (126, "", f"{session.NO_KEY}\n")
    assert not (server.state / "readers").exists()


def test_variables_of_the_client_change_nothing_but_the_encoding(tmp_path: Path) -> None:
    server = Server(tmp_path)
    plain = server.run("list")
    odd = {
        "PYTHONPATH": "/nonexistent",
        "PYTHONSTARTUP": "/etc/passwd",
        "BRIEFING_LIBRARY": "/nonexistent",
        "BRIEFING_STATE": "/nonexistent",
        "LD_PRELOAD": "",
        "COLUMNS": "9",
        "HOME": "/root",
    }
    assert server.run("list", **odd) == plain
    latin = server.run("help", LANG="de_DE.ISO-8859-1")
    assert latin.code == 0
    assert "?" in latin.out


def test_a_command_keeps_no_marks_and_makes_no_folder_for_them(tmp_path: Path) -> None:
    server = Server(tmp_path)
    assert server.run("show dam").code == 0
    assert not (server.state / "readers").exists()
    assert {path.name for path in server.state.iterdir()} <= {
        *("sessions", "sessions.log", "index"),
    }


@pytest.mark.parametrize(
    "command",
    ["serve", "publish x", "read", "", "/bin/sh", "show dam; id", "$(id)", "-c id", "\x1b"],
)
def test_nothing_else_is_to_be_had(tmp_path: Path, command: str) -> None:
    done = Server(tmp_path).run(command)
    assert done.code in (2, 126)
    assert done.out == ""
    assert "\x1b" not in done.err
    assert "uid=" not in done.err


def test_a_library_that_cannot_be_read_is_told_without_its_folder(tmp_path: Path) -> None:
    server = Server(tmp_path)
    (tmp_path / "library" / "briefings" / "dam.json").write_text("{")
    done = server.run("show dam")
    assert done.code == 1
    assert str(tmp_path) not in done.err
    assert done.err


def test_a_full_disk_keeps_nobody_from_reading(tmp_path: Path) -> None:
    server = Server(tmp_path)
    (server.state / "sessions.log").symlink_to("/dev/full")
    done = server.run("list")
    assert (done.code, done.err) == (0, "")
    assert "dam agreed" in done.out

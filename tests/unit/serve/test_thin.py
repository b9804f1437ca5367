"""The thin client: what it does where a pool answers, and where none does."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.serve import thin_client
from briefing.serve.thin_client import HELLO
from tests.unit.serve.server_folder import make_server, proof, variables
from tests.unit.serve.thin_clients import (
    Client,
    FakePool,
    at_the_place_of_a_pool,
    ended,
    run_thin,
    start_thin,
    words_of,
)
from tests.waiting import HANGS

TELLS_SIGNALS = """\
import signal
wanted = {signal.SIGWINCH, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT}
signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
print("ready", flush=True)
while True:
    print(signal.Signals(signal.sigwait(wanted)).name, flush=True)
"""
OPEN = b'*0123abcd {"event":"open","session":"0123abcd"}'


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return make_server(tmp_path)


@pytest.fixture
def state(settings: Path) -> Path:
    return settings.parent.parent / "state"


@pytest.fixture
def sent(tmp_path: Path) -> dict[str, str]:
    """What sshd tells of somebody who wants a list."""
    return variables(proof(tmp_path, 1)[0], "list")


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[str]]:
    """A process in the place of a session, which says which signals it gets."""
    words = [sys.executable, "-I", "-c", TELLS_SIGNALS]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def log(state: Path) -> list[dict[str, Any]]:
    file = state / "sessions.log"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


# -- where no pool answers -------------------------------------------------------------------------


def test_where_there_is_no_pool_the_session_is_a_program_of_its_own(
    settings: Path, state: Path, sent: dict[str, str], tmp_path: Path
) -> None:
    done = run_thin(settings, sent)
    assert (done.code, done.err) == (0, "")
    assert "dam agreed" in done.out
    begun, left = log(state)
    assert (begun["event"], begun["key"]) == ("open", proof(tmp_path, 1)[1])
    assert (begun["address"], begun["command"]) == ("192.0.2.7", "list")
    assert (left["event"], left["why"], left["exit"]) == ("close", "left", 0)
    assert left["session"] == begun["session"]
    assert left["sent"] == len(done.out.encode())


def test_a_pool_that_never_answers_gets_nothing_and_keeps_nobody_from_reading(
    settings: Path, state: Path, sent: dict[str, str]
) -> None:
    with at_the_place_of_a_pool(state) as door:
        done = run_thin(settings, sent)
        assert (done.code, done.err) == (0, "")
        assert "dam agreed" in done.out
        line, _ = door.accept()
        with line:
            assert socket.recv_fds(line, thin_client.LARGEST, 3)[:2] == (b"", [])


def test_a_pool_that_was_killed_left_a_name_that_harms_nobody(
    settings: Path, state: Path, sent: dict[str, str]
) -> None:
    at_the_place_of_a_pool(state).close()
    assert run_thin(settings, sent).code == 0


def test_a_pool_that_refuses_does_not_keep_a_reader_from_reading(
    settings: Path, state: Path, sent: dict[str, str]
) -> None:
    with FakePool(state) as pool, start_thin(settings, sent) as client:
        line = pool.accept()
        line.close()
        done = ended(client)
    assert done.code == 0
    assert "dam agreed" in done.out


@pytest.mark.parametrize(
    ("command", "code"),
    [("show nobody-has-this", 1), ("list --wrong", 2), ("rm -rf /", 126), ("help", 0)],
)
def test_the_exit_code_is_that_of_the_session(
    settings: Path, state: Path, sent: dict[str, str], command: str, code: int
) -> None:
    done = run_thin(settings, sent | {"SSH_ORIGINAL_COMMAND": command})
    assert done.code == code
    assert bool(done.out) is (code == 0)
    assert bool(done.err) is (code != 0)
    assert log(state)[-1]["exit"] == code


def test_a_server_that_is_not_set_up_is_told_without_its_folders(
    settings: Path, state: Path, sent: dict[str, str]
) -> None:
    settings.write_text("{")
    done = run_thin(settings, sent)
    assert (done.code, done.out) == (70, "")
    assert done.err.startswith("This stopped because of an internal error; the administrator")
    assert str(settings) not in done.err
    assert str(settings) in (state / "errors.log").read_text()


# -- where a pool answers --------------------------------------------------------------------------


def test_signals_go_to_the_session(
    settings: Path, state: Path, sent: dict[str, str], sleeper: subprocess.Popen[str]
) -> None:
    assert sleeper.stdout
    with FakePool(state) as pool, start_thin(settings, sent) as client:
        line, files = pool.answer(sleeper.pid)
        with line:
            for name in ("SIGWINCH", "SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"):
                client.send_signal(signal.Signals[name])
                assert sleeper.stdout.readline() == f"{name}\n"
            for file in files:
                os.close(file)
            line.send(b"=\x07{}")
            assert client.wait(HANGS) == 7


def test_a_session_has_signals_sent_to_nobody_else(
    settings: Path, state: Path, sent: dict[str, str], sleeper: subprocess.Popen[str]
) -> None:
    assert sleeper.stdout
    with (
        Client(["sleep", "600"]) as other,
        FakePool(state) as pool,
        start_thin(settings, sent) as client,
    ):
        line, files = pool.answer(sleeper.pid)
        for message in (f"#{other.pid}", "#x", "#", "#-1"):
            line.send(message.encode())
        line.send(b"!heard")
        client.send_signal(signal.SIGTERM)
        assert select.select([sleeper.stdout], [], [], HANGS)[0]
        assert sleeper.stdout.readline() == "SIGTERM\n"
        line.send(b"=\x00{}")
        assert client.wait(HANGS) == 0
        line.close()
        for file in files:
            os.close(file)
        assert other.poll() is None
        other.kill()


def test_a_pool_whose_session_is_gone_before_it_could_begin_keeps_nobody_from_reading(
    settings: Path, state: Path, sent: dict[str, str]
) -> None:
    with FakePool(state) as pool, start_thin(settings, sent) as client:
        line = pool.accept()
        line.send(HELLO)
        _, files, _, _ = socket.recv_fds(line, thin_client.LARGEST, 3)
        for file in files:
            os.close(file)
        line.close()
        done = ended(client)
    assert (done.code, done.err) == (0, "")
    assert "dam agreed" in done.out


def test_a_session_that_does_not_end_in_time_is_killed(
    settings: Path, state: Path, sent: dict[str, str], sleeper: subprocess.Popen[str]
) -> None:
    with FakePool(state) as pool, start_thin(settings, sent) as client:
        line, files = pool.answer(sleeper.pid)
        client.send_signal(signal.SIGALRM)  # as five seconds after the terminal has gone
        assert sleeper.wait(HANGS) == -signal.SIGKILL
        line.close()
        for file in files:
            os.close(file)
        assert ended(client).code == 70


def test_a_session_that_was_killed_is_told_and_logged(
    settings: Path, state: Path, sent: dict[str, str]
) -> None:
    with FakePool(state) as pool, start_thin(settings, sent) as client:
        line, files = pool.answer(os.getpid())
        line.send(OPEN)
        line.close()
        for file in files:
            os.close(file)
        done = ended(client)
    assert done == (70, "", "An internal error ended the session; log in again.\n")
    begun, killed = log(state)
    assert begun["event"] == "open"
    assert killed.pop("time")
    assert killed == {"event": "close", "session": "0123abcd", "why": "killed", "exit": 70}


def test_a_terminal_is_given_back_when_its_session_was_killed(
    settings: Path, state: Path, sent: dict[str, str]
) -> None:
    ours, theirs = os.openpty()
    with (
        FakePool(state) as pool,
        Client(words_of(settings), env=sent, stdin=theirs, stdout=theirs, stderr=theirs) as client,
    ):
        line, files = pool.answer(os.getpid())
        assert all(map(os.isatty, files))
        line.close()
        for file in (*files, theirs):
            os.close(file)
        assert client.wait(HANGS) == 70
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    for what in ("?1049l", "?25h", "?1000l", "?1003l", "?2004l", "?7h", "<u", "0m"):
        assert f"\x1b[{what}" in shown
    assert shown.splitlines()[-1].endswith("An internal error ended the session; log in again.")


def test_what_a_session_says_is_logged_as_one_line_or_not_at_all(
    settings: Path, state: Path, sent: dict[str, str]
) -> None:
    with FakePool(state) as pool, start_thin(settings, sent) as client:
        line, files = pool.answer(os.getpid())
        for message in (
            b"*",
            b"?",
            b"=",
            OPEN,
            b'*0123abcd {"event":\n"forged"}',
            b'*0123abcd {"event":"forged"}',
            b"!first report",
            b"!second report",
            b'=\x05{"event":"close"}',
        ):
            line.send(message)
        assert client.wait(HANGS) == 5
        line.close()
        for file in files:
            os.close(file)
    assert [one["event"] for one in log(state)] == ["open", "close"]
    assert (state / "errors.log").read_text() == "first report\nsecond report\n"
    assert (state / "sessions.log").stat().st_mode & 0o777 == 0o600


def test_a_session_that_is_not_logged_has_no_end_in_the_log_either(
    settings: Path, state: Path, sent: dict[str, str]
) -> None:
    with FakePool(state) as pool, start_thin(settings, sent) as client:
        line, files = pool.answer(os.getpid())
        line.send(b'=\x00{"event":"close"}')
        assert client.wait(HANGS) == 0
        line.close()
        for file in files:
            os.close(file)
    assert log(state) == []

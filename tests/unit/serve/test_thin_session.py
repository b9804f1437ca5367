"""What the thin client makes of messages and signals, without a session or a terminal."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.serve import thin_client
from briefing.serve.thin_client import HELLO

ID = b"0123abcd"
KILLED = (
    rb'\{"time":"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+00:00","event":"close",'
    rb'"session":"%b","why":"killed","exit":70\}\n'
)


@pytest.fixture
def session(tmp_path: Path) -> thin_client._Session:
    return thin_client._Session(str(tmp_path))


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield ours, theirs


Line = tuple[socket.socket, socket.socket]


def log(folder: Path, name: str = "sessions.log") -> bytes:
    file = folder / name
    return file.read_bytes() if file.exists() else b""


def test_a_session_begins_once_it_has_said_who_it_is(
    session: thin_client._Session, line: Line
) -> None:
    ours, theirs = line
    assert not session.know(ours, b"")
    assert not session.know(ours, f"*{os.getpid()}".encode())
    assert session.know(ours, f"#{os.getpid()}".encode())
    assert theirs.recv(9) == HELLO
    assert session.handle is not None
    theirs.setblocking(False)
    assert not session.know(ours, b"#1")
    with pytest.raises(BlockingIOError):
        theirs.recv(9)
    os.close(session.handle)


@pytest.mark.parametrize(
    ("messages", "code", "logged"),
    [
        ([b"*" + ID + b' {"a":1}', b'=\x07{"b":2}', b"=\x08{}"], 7, b'{"a":1}\n{"b":2}\n'),
        ([b"*" + ID + b' {"a":1}', b'*89abcdef {"b":2}', b"=\x00{}"], 0, b'{"a":1}\n{}\n'),
        ([b"*" + ID + b' x{"a":1}', b"=\x00[1]"], 0, b""),
        ([b"*" + ID + b' {"a"\n:1}', b'=\xff{"b":2}'], 255, b'{"b":2}\n'),
        ([b'=\x05{"b":2}'], 5, b""),
    ],
)
def test_what_is_said_is_logged_until_the_end_is_said(
    session: thin_client._Session,
    line: Line,
    messages: list[bytes],
    code: int,
    logged: bytes,
) -> None:
    ours, theirs = line
    for message in messages:
        theirs.send(message)
    assert session.follow(ours) == code
    assert log(Path(session.state)) == logged
    assert log(Path(session.state), "errors.log") == b""


def test_of_faults_ten_are_written_down(
    session: thin_client._Session, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = line
    for number in range(12):
        theirs.send(f"!fault {number}".encode())
    theirs.send(b"=\x00{}")
    assert session.follow(ours) == 0
    told = log(Path(session.state), "errors.log").decode().splitlines()
    assert told == [f"fault {number}" for number in range(10)]


def test_where_a_session_ends_without_a_word_that_is_told_and_logged(
    session: thin_client._Session, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, bytes]] = []
    append = thin_client._append
    monkeypatch.setattr(
        thin_client,
        "_append",
        lambda path, data, *most: (
            told.append((path, data)) if path == "/dev/fd/2" else append(path, data, *most)
        ),
    )
    for at_terminal in (False, True):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        monkeypatch.setattr("os.isatty", lambda _, yes=at_terminal: yes)
        with ours, theirs:
            theirs.send(b"*" + ID + b' {"a":1}')
            theirs.shutdown(socket.SHUT_WR)
            assert thin_client._Session(session.state).follow(ours) == 70
    assert [
        data.endswith(b"An internal error ended the session; log in again.\n") for _, data in told
    ] == [True, True]
    assert [data.startswith(b"\x1b[?2026l") for _, data in told] == [False, True]
    assert re.fullmatch(
        rb'\{"a":1\}\n' + KILLED % ID + rb'\{"a":1\}\n' + KILLED % ID, log(Path(session.state))
    )


@pytest.mark.parametrize(
    ("number", "sent", "alarms"),
    [
        (signal.SIGWINCH, signal.SIGWINCH, []),
        (signal.SIGINT, signal.SIGINT, []),
        (signal.SIGHUP, signal.SIGHUP, [10]),
        (signal.SIGTERM, signal.SIGTERM, [10]),
        (signal.SIGALRM, signal.SIGKILL, []),
    ],
)
def test_signals_are_forwarded_and_who_has_no_terminal_any_more_has_ten_seconds(
    session: thin_client._Session,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    sent: int,
    alarms: list[int],
) -> None:
    asked: list[int] = []
    forwarded: list[tuple[int, int]] = []
    monkeypatch.setattr("_signal.alarm", asked.append)
    monkeypatch.setattr("_signal.pidfd_send_signal", lambda *words: forwarded.append(words))
    session.signal(number, None)
    assert (asked, forwarded) == (alarms, [])
    session.handle = 99
    session.signal(number, None)
    assert (asked, forwarded) == (alarms * 2, [(99, sent)])


def test_a_session_that_is_gone_gets_no_signal(
    session: thin_client._Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise ProcessLookupError

    monkeypatch.setattr("_signal.pidfd_send_signal", gone)
    session.handle = 99
    session.signal(signal.SIGINT, None)


@pytest.mark.parametrize(("size", "aside"), [(95, False), (96, True)])
def test_a_log_is_set_aside_when_a_line_would_make_it_too_large(
    tmp_path: Path, size: int, aside: bool
) -> None:
    file = tmp_path / "log"
    file.write_bytes(b"x" * size)
    thin_client._append(str(file), b"line\n", 100)
    assert (tmp_path / "log.1").exists() is aside
    assert file.read_bytes() == (b"line\n" if aside else b"x" * size + b"line\n")


@pytest.mark.parametrize(("name", "largest"), [("sessions.log", 16 << 20), ("errors.log", 1 << 20)])
@pytest.mark.parametrize("more", [0, 1])
def test_logs_have_a_largest_size(
    session: thin_client._Session, line: Line, name: str, largest: int, more: int
) -> None:
    file = Path(session.state) / name
    file.touch()
    os.truncate(file, largest - len(b"{12345}\n") + more)  # which takes no room on the disk
    ours, theirs = line
    theirs.send(b"*" + ID + b" " + (b"{12345}" if name == "sessions.log" else b""))
    theirs.send(b"!{12345}")
    theirs.send(b"=\x00")
    assert session.follow(ours) == 0
    assert (Path(session.state) / f"{name}.1").exists() == bool(more)

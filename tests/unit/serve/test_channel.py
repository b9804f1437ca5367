"""What a session has logged: one line each, whatever comes."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.session import Channel
from briefing.serve.thin_client import LARGEST

SESSION = "0123abcd"


@contextmanager
def line() -> Iterator[tuple[Channel, socket.socket]]:
    """A line, and its other end."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield Channel(ours), theirs


def logged(**values: object) -> bytes:
    """What is logged of somebody who comes."""
    with line() as (ours, theirs):
        ours.begin(SESSION, "open", **values)
        message = theirs.recv(LARGEST)
    assert message.startswith(f"*{SESSION} ".encode())
    return message.removeprefix(f"*{SESSION} ".encode())


def read(entry: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(entry)
    assert datetime.fromisoformat(told.pop("time")).tzinfo
    return told


def test_an_entry_says_when_what_and_who() -> None:
    assert read(logged(key="SHA256:x", address="192.0.2.7", command=None, unlogged=None)) == {
        "event": "open",
        "session": SESSION,
        "key": "SHA256:x",
        "address": "192.0.2.7",
    }


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("show dam", "show dam"),
        ("“Zoë” — 東京", "“Zoë” — 東京"),
        ("a\nb\r\x00\x1b[2J", r"a\nb\r\x00\x1b[2J"),
        ("a\x85\u2028\u2029b", r"a\x85\u2028\u2029b"),
        ("\u202eevil\u200b\ufeff", r"\u202eevil\u200b\ufeff"),
        ("\udcff\ud800", r"\udcff\ud800"),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 200 + "…"),
        pytest.param("é" * 10**6, "é" * 200 + "…", id="a million letters"),
        ("", ""),
    ],
)
def test_text_from_outside_is_cut_and_escaped(text: str, kept: str) -> None:
    assert read(logged(command=text))["command"] == kept


@given(st.text(), st.text() | st.text(st.characters(categories=("C", "Z"))))
def test_whatever_comes_is_one_line_of_json(command: str, term: str) -> None:
    entry = logged(command=command, term=term)
    assert len(entry.splitlines()) == 1
    assert len(entry.decode().splitlines()) == 1
    told = read(entry)
    for value in (told["command"], told["term"]):
        assert value.isprintable()
    assert len(entry) < 10_000


def test_the_end_says_how_long_and_how_much() -> None:
    with line() as (ours, theirs):
        ours.begin(SESSION, "open")
        theirs.recv(LARGEST)
        ours.end(75, "idle", 1234)
        message = theirs.recv(LARGEST)
    assert message[:2] == b"=" + bytes([75])
    told = read(message[2:])
    assert told.pop("memory") > 1 << 20
    assert told.pop("seconds") >= 0
    assert told.pop("cpu") >= 0
    assert told == {"event": "close", "session": SESSION, "why": "idle", "exit": 75, "sent": 1234}


def test_the_end_is_told_in_tenths_and_hundredths(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([10.0, 22.3456])
    used = SimpleNamespace(ru_utime=1.2345, ru_stime=2.0, ru_maxrss=7)
    monkeypatch.setattr("time.monotonic", lambda: next(now))
    monkeypatch.setattr("resource.getrusage", lambda _: used)
    with line() as (ours, theirs):
        ours.end(0, "left", 0)
        told = read(theirs.recv(LARGEST)[2:])
    assert (told["seconds"], told["cpu"], told["memory"]) == (12.3, 3.23, 7168)
    assert told["session"] == ""


@given(st.text(max_size=50))
def test_a_fault_is_reported_under_an_id(report: str) -> None:
    with line() as (ours, theirs):
        id_ = ours.fault(report)
        message = theirs.recv(LARGEST)
    head, _, text = message.partition(b"\n")
    assert head.startswith(b"!20")
    assert head.endswith(f" UTC {id_}".encode())
    assert text == report.encode("utf-8", "backslashreplace")


def test_of_a_long_report_the_end_is_kept() -> None:
    with line() as (ours, theirs):
        ours.fault("x" * 10**6 + "the reason")
        message = theirs.recv(LARGEST)
    assert message.endswith(b"x" * 1000 + b"the reason")
    assert len(message.partition(b"\n")[2]) == LARGEST // 2


def test_where_nobody_is_there_any_more_nothing_happens() -> None:
    with line() as (ours, theirs):
        theirs.close()
        ours.begin(SESSION, "open")
        ours.end(0, "left", 0)
        assert len(ours.fault("x")) == 8


def test_a_line_tells_that_nobody_is_there_any_more() -> None:
    with line() as (ours, theirs):
        theirs.close()
        again = socket.socket(fileno=ours.fileno())
        assert again.recv(1) == b""
        again.detach()

"""The way to the terminal: in order, without waiting, and never into nothing for good."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

import pytest

from briefing.tui.terminal.writer import TerminalWriter
from tests.waiting import HANGS, idle_seconds


class Terminal:
    """A pseudo-terminal, and what the writer says of it."""

    def __init__(self) -> None:
        self.master, slave = os.openpty()
        os.set_blocking(self.master, True)
        self.file: TextIO = os.fdopen(slave, "w", encoding="utf-8")
        self.drained, self.gone = threading.Event(), threading.Event()
        self.writer = TerminalWriter(self.file, self.drained.set, self.gone.set)

    def read(self, count: int) -> str:
        data = b""
        while len(data) < count:
            data += os.read(self.master, count - len(data))
        return data.decode()

    def hang_up(self) -> None:
        os.close(self.master)
        self.master = -1


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    if terminal.master >= 0:
        terminal.hang_up()
    terminal.writer.close()
    with suppress(OSError):  # what it could not write yet
        terminal.file.close()


def test_texts_come_in_order_and_it_is_told_when_all_have(terminal: Terminal) -> None:
    for text in ("one ", "two ", "three"):
        terminal.writer.put(text)
    assert terminal.read(13) == "one two three"
    assert terminal.drained.wait(HANGS)
    assert not terminal.writer.busy
    assert terminal.writer.written == 13


def test_what_was_written_is_counted_in_bytes(terminal: Terminal) -> None:
    for text in ("déjà ", "vu"):
        terminal.drained.clear()
        terminal.writer.put(text)
        assert terminal.drained.wait(HANGS)
    assert terminal.read(9) == "déjà vu"
    assert terminal.writer.written == 9


def test_a_terminal_that_takes_nothing_keeps_nobody_waiting(terminal: Terminal) -> None:
    began = idle_seconds()
    for _ in range(200):
        terminal.writer.put("x" * 1000)
    assert idle_seconds() - began < 1
    assert terminal.writer.busy
    assert not terminal.drained.is_set()
    assert terminal.read(200_000) == "x" * 200_000
    assert terminal.drained.wait(HANGS)


def test_a_terminal_that_is_gone_is_told_once_and_takes_everything(terminal: Terminal) -> None:
    terminal.hang_up()
    terminal.writer.put("into nothing")
    assert terminal.gone.wait(HANGS)
    for _ in range(100):
        terminal.writer.put("x" * 1000)
    assert not terminal.writer.busy


def test_what_is_left_is_written_at_the_end(terminal: Terminal) -> None:
    terminal.writer.put("last words")
    terminal.writer.close()
    assert terminal.read(10) == "last words"

"""Waiting for keys: in one thread, for as long as there are none, and not a look too many."""

from __future__ import annotations

import os
import select
import threading
import time
import tty
from collections.abc import Callable, Iterator

import pytest
from textual import constants

from briefing.tui import doorbell as module
from briefing.tui.doorbell import Doorbell

PATIENCE = 10.0


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """Both ends of a pseudo-terminal: where keys are typed, and where they are read."""
    master, slave = os.openpty()
    tty.setraw(slave)
    ends = [master, slave]
    yield master, slave
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


class Listener:
    """A thread that asks the bell before each look, as Textual's does; looks take no time here."""

    def __init__(self, bell: Doorbell, read_from: int) -> None:
        self.keys = b""
        self.looks = 0
        self._bell = bell
        self._from = read_from
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        self._bell.listen()
        while not self._bell.is_set():
            self.looks += 1
            if select.select([self._from], [], [], 0)[0]:
                self.keys += os.read(self._from, 100)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_it_waits_for_keys_and_looks_for_a_lone_escape_after_each(line: tuple[int, int]) -> None:
    typed, read = line
    bell = Doorbell(read)
    listener = Listener(bell, read)
    until(lambda: listener.looks == module._LOOKS)
    time.sleep(0.05)
    assert listener.looks == module._LOOKS
    os.write(typed, b"\x1b")
    until(lambda: listener.looks == 2 * module._LOOKS + 1)
    time.sleep(0.05)
    assert listener.looks == 2 * module._LOOKS + 1
    assert listener.keys == b"\x1b"
    bell.set()
    listener.thread.join(PATIENCE)
    assert not listener.thread.is_alive()
    assert not bell.hung_up


def test_the_looks_are_enough_for_an_escape_to_become_a_key() -> None:
    assert module._LOOKS * module._LOOK > constants.ESCAPE_DELAY + module._LOOK


def test_who_does_not_listen_need_not_wait(line: tuple[int, int]) -> None:
    bell = Doorbell(line[1])
    listener = Listener(bell, line[1])
    until(lambda: listener.looks == module._LOOKS)
    assert not bell.is_set()
    bell.set()
    assert bell.is_set()
    listener.thread.join(PATIENCE)


def test_it_can_be_used_again(line: tuple[int, int]) -> None:
    typed, read = line
    bell = Doorbell(read)
    for keys in (b"a", b"b"):
        listener = Listener(bell, read)
        os.write(typed, keys)
        until(lambda listener=listener, keys=keys: listener.keys == keys)  # type: ignore[misc]
        bell.set()
        listener.thread.join(PATIENCE)
        assert not listener.thread.is_alive()
        bell.clear()
        assert not bell.is_set()


def test_a_terminal_that_is_gone_ends_the_waiting(line: tuple[int, int]) -> None:
    typed, read = line
    bell = Doorbell(read)
    listener = Listener(bell, read)
    until(lambda: listener.looks == module._LOOKS)
    os.close(typed)
    listener.thread.join(PATIENCE)
    assert not listener.thread.is_alive()
    assert bell.hung_up
    assert bell.is_set()

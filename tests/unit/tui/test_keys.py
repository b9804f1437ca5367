"""Reading keys: in one thread, for as long as there are none, whatever the terminal sends."""

from __future__ import annotations

import os
import select
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import suppress

import pytest
from textual import constants
from textual.events import Key, Paste
from textual.message import Message

from briefing.tui.terminal import keys
from briefing.tui.terminal.keys import KeyReader
from tests.waiting import HANGS, until


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """Both ends of a pseudo-terminal: where keys are typed, and where they are read."""
    ends = os.openpty()
    tty.setraw(ends[1])
    yield ends
    for end in ends:
        with suppress(OSError):
            os.close(end)


class Reading:
    """Keys being read in a thread."""

    def __init__(self, terminal: int) -> None:
        self.messages: list[Message] = []
        self.ended: bool | None = None
        self.reader = KeyReader(terminal)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        self.ended = self.reader.read(self.messages.append)

    @property
    def keys(self) -> list[str]:
        return [message.key for message in self.messages if isinstance(message, Key)]

    def end(self) -> bool | None:
        self.reader.end()
        self.thread.join(HANGS)
        assert not self.thread.is_alive()
        return self.ended


def test_keys_come_as_textual_reads_them(line: tuple[int, int]) -> None:
    reading = Reading(line[1])
    os.write(line[0], "aé\x1b[A\r\x1b[200~two words\x1b[201~".encode())
    until(lambda: len(reading.messages) == 5, "it does not come")
    assert reading.keys == ["a", "é", "up", "enter"]
    assert isinstance(reading.messages[-1], Paste)
    assert reading.messages[-1].text == "two words"
    assert reading.end() is True


def test_a_lone_escape_is_a_key_whenever_it_comes(line: tuple[int, int]) -> None:
    reading = Reading(line[1])
    for number in range(1, 6):
        os.write(line[0], b"x")
        time.sleep(0.03 * number)
        os.write(line[0], b"\x1b")
        until(lambda number=number: reading.keys == ["x", "escape"] * number, "it does not come")  # type: ignore[misc]
    assert reading.end() is True


def test_a_sequence_may_come_in_pieces(
    line: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # However late this machine is with the next piece, it is no lone Escape.
    monkeypatch.setattr(constants, "ESCAPE_DELAY", HANGS)
    monkeypatch.setattr(keys, "_AFTER_ESCAPE", HANGS)
    reading = Reading(line[1])
    for piece in (b"\x1b", b"[", b"B", "戦".encode()[:1], "戦".encode()[1:]):
        os.write(line[0], piece)
        time.sleep(0.01)
    until(lambda: len(reading.keys) == 2, "it does not come")
    assert reading.keys[0] == "down"
    assert reading.end() is True


@pytest.mark.parametrize(
    ("pieces", "keys_"),
    [
        (["\x1bJ"], ["escape", "upper_j"]),
        (["\x1bz"], ["escape", "z"]),
        (["\x1b "], ["escape", "space"]),
        (["\x1b/1"], ["escape", "slash", "1"]),
        (["\x1b\x1b"], ["escape", "escape"]),
        (["\x1b\x1bJ"], ["escape", "escape", "upper_j"]),
        (["\x1b", "\r"], ["escape", "enter"]),
        (["e\x1b", "j\x1b", "\x1b[A"], ["e", "escape", "j", "escape", "up"]),
        (["\x1b\x1b[5~q"], ["escape", "pageup", "q"]),
    ],
)
def test_a_key_soon_after_escape_is_a_key_of_its_own(
    line: tuple[int, int], pieces: list[str], keys_: list[str]
) -> None:
    reading = Reading(line[1])
    for piece in pieces:
        os.write(line[0], piece.encode())
        time.sleep(0.01)
    wanted = [Key("J", "J").key if one == "upper_j" else one for one in keys_]
    until(lambda: len(reading.keys) == len(wanted), lambda: f"{reading.keys}")
    assert reading.keys == wanted
    assert reading.end() is True


def test_escapes_in_what_is_pasted_are_no_keys(line: tuple[int, int]) -> None:
    reading = Reading(line[1])
    for piece in ("\x1b[200~a\x1bq", "\x1bx", "\x1b[201~", "\x1bJ"):
        os.write(line[0], piece.encode())
        time.sleep(0.01)
    until(lambda: len(reading.keys) == 2, lambda: f"{reading.messages}")
    assert reading.keys == ["escape", "J"]
    assert [one.text for one in reading.messages if isinstance(one, Paste)] == ["aqx"]
    assert reading.end() is True


def test_bytes_that_are_no_text_harm_nothing(line: tuple[int, int]) -> None:
    reading = Reading(line[1])
    os.write(line[0], b"\xff\xfe\x80a")
    until(lambda: "a" in reading.keys, "it does not come")
    assert reading.end() is True


def test_it_waits_without_looking(line: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    look = select.select

    def counted(*arguments: object) -> object:
        nonlocal looks
        looks += 1
        return look(*arguments)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(select, "select", counted)
    reading = Reading(line[1])
    os.write(line[0], b"a")
    until(
        lambda: looks == 3, "it does not come"
    )  # for the key, for what may follow an escape, for the next key
    time.sleep(0.5)
    assert looks == 3
    assert reading.end() is True


def test_a_terminal_that_is_gone_is_told(line: tuple[int, int]) -> None:
    reading = Reading(line[1])
    os.close(line[0])
    reading.thread.join(HANGS)
    assert reading.ended is False
    assert reading.end() is False


def test_an_end_that_comes_early_or_twice_is_an_end(line: tuple[int, int]) -> None:
    reader = KeyReader(line[1])
    reader.end()
    reader.end()
    assert reader.read(lambda _: None) is True
    reader.end()

"""Reads keys from a terminal: at rest it waits, and when the terminal is gone it says so.

Textual's own loop looks for keys ten times a second, and for ever at full speed once its terminal
is gone. Of Textual the parser alone is used here, which stands in a module that it calls private;
so tests of the real program hold it to what it does: keys, a lone Escape, nothing at rest.
"""

from __future__ import annotations

import codecs
import os
import re
import select
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from textual import constants
from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.message import Message

_MOST: Final = 4096
_ESCAPE: Final = "\x1b"
_LONE: Final = re.compile(r"\x1b(?![\[\]\\OPX^_])")
"""An Escape that begins no sequence (ECMA-48: CSI, OSC, ST, DCS, SOS, PM, APC; and SS3)."""

_PASTE: Final = "\x1b[200~"
_PASTED: Final = "\x1b[201~"
_AFTER_ESCAPE: Final = constants.ESCAPE_DELAY * 1.1
"""Seconds without a key after which an Escape was no beginning of one."""


class KeyReader:
    """Reads the keys of a terminal, a file descriptor, once, in a thread of their own."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._wake, self._waker = socket.socketpair()

    def read(self, take: Callable[[Message], None]) -> bool:
        """Give away each key, and whatever else the terminal reports; False once it is gone.

        True where `end` was called.
        """
        with self._wake, self._waker:
            return self._read(take)

    def end(self) -> None:
        """Have `read` return, now or when it begins; for any thread, as often as one likes."""
        with suppress(OSError):  # it has returned already
            self._waker.send(b"\0")

    def _read(self, take: Callable[[Message], None]) -> bool:
        parser, escapes = XTermParser(), _Escapes()
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        watched: list[int | socket.socket] = [self._terminal, self._wake]
        wait: float | None = None
        begun = False
        while True:
            ready, _, _ = select.select(watched, [], [], wait)
            if self._wake in ready:
                return True
            if ready:
                data = _bytes(self._terminal)
                if not data:
                    return False
                if not begun:
                    # What was typed before the terminal was ours: it made newlines of Enter then.
                    data, begun = data.replace(b"\n", b"\r"), True
                # Of a character there may be only the half yet, and no text would be the end.
                for number, piece in enumerate(escapes.split(decode(data))):
                    if number:
                        take(_escape())
                    for message in parser.feed(piece) if piece else ():
                        take(message)
                wait = _AFTER_ESCAPE
            else:
                wait = None
                if escapes.end():
                    take(_escape())
            for message in parser.tick():
                take(message)


def _escape() -> Message:
    return Key("escape", _ESCAPE)


class _Escapes:
    """Tells Escape from the beginning of a sequence.

    Terminals send Alt with a key as Escape and the key, so Escape and a key soon after it cannot be
    told from that. No key here goes with Alt: what begins no sequence was Escape.
    """

    def __init__(self) -> None:
        self._held = False
        self._pasting = False

    def split(self, text: str) -> list[str]:
        """What comes before, between and after each Escape; one at the end is held back."""
        if self._held:
            text, self._held = _ESCAPE + text, False
        if text.endswith(_ESCAPE):
            text, self._held = text.removesuffix(_ESCAPE), True
        if not self._pasting and _PASTE not in text:
            return _LONE.split(text)
        begins, ends = text.rfind(_PASTE), text.rfind(_PASTED)
        self._pasting = begins > ends or (self._pasting and ends < 0)
        return [_LONE.sub("", text)]  # in a text to be pasted it is no key

    def end(self) -> bool:
        """Say whether one was held back that is a key, since nothing came after it."""
        held = self._held and not self._pasting
        self._held = self._held and not held
        return held


def _bytes(terminal: int) -> bytes:
    """Read what there is; nothing where the terminal is gone."""
    try:
        return os.read(terminal, _MOST)
    except OSError:
        return b""

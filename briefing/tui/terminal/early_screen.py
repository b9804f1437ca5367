"""The terminal from the first frame until the reader takes it over, or the program ends."""

from __future__ import annotations

import os
import signal
import termios

TYPE_CHECKING = False  # as `typing` has it; importing that would cost a fifth of a start
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any, Final

_KEYS: Final = 0
_SCREEN: Final = 2
"""The stream that Textual draws on."""

_BEFORE: Final = b"\x1b[?1049h\x1b[?25l\x1b[m\x1b[H\x1b[2J"
"""Other screen (xterm's ctlseqs), no cursor, nothing on it."""

_AFTER: Final = b"\x1b[m\x1b]8;;\x1b\\\x1b[?1049l\x1b[?25h"
_ENDING: Final = (signal.SIGTERM, signal.SIGHUP)
_IFLAG, _LFLAG, _CC = 0, 3, 6
"""Where `termios.tcgetattr` has them."""


class EarlyScreen:
    """Shows a frame, keeps the keys that are pressed meanwhile, and leaves nothing behind."""

    def __init__(self) -> None:
        # The signal that asked for the end after the reader had taken over and before it could
        # listen for signals itself.
        self.ended_by: int | None = None
        self._attributes: list[Any] | None = None
        self._drawing = b""
        self._size = (0, 0)
        self._listening: list[signal.Signals] = []

    def show(self, drawing: bytes, *, is_frame: bool) -> None:
        """Show a drawing, which may be just what the reader will show, if the terminal allows it.

        Keys are no longer echoed and no longer wait for the end of a line. Ctrl-C still interrupts;
        Ctrl-Z and the key for SIGQUIT become keys like any other, as they are to the reader.
        """
        try:
            if os.tcgetpgrp(_KEYS) != os.getpgrp():
                return
            attributes = termios.tcgetattr(_KEYS)
            self._listen()
            self._attributes, self._drawing = attributes, drawing if is_frame else b""
            self._size = os.get_terminal_size(_SCREEN)
            termios.tcsetattr(_KEYS, termios.TCSANOW, _quiet(attributes))
            _write(_BEFORE + drawing)
        except (OSError, termios.error):
            self.close()

    def hand_over(self) -> tuple[list[Any], bytes] | None:
        """Leave the terminal to the reader, as it is; None where nothing was shown.

        Returns:
            How the terminal was set before (termios), and what it shows: empty where that is not
            known, because its size has changed.
        """
        if self._attributes is None:
            return None
        attributes, self._attributes = self._attributes, None
        try:
            as_shown = os.get_terminal_size(_SCREEN) == self._size
        except OSError:
            as_shown = False
        return attributes, self._drawing if as_shown else b""

    def close(self) -> None:
        """Give the terminal back as it was, unless the reader has taken it over."""
        attributes, self._attributes = self._attributes, None
        if attributes is not None:
            try:
                _write(_AFTER)
                termios.tcsetattr(_KEYS, termios.TCSANOW, attributes)
            except (OSError, termios.error):
                pass  # the terminal is gone, and with it what would have to be put right
        while self._listening:
            number = self._listening.pop()
            if signal.getsignal(number) in (self._end, signal.SIG_IGN):
                signal.signal(number, signal.SIG_DFL)

    def _listen(self) -> None:
        for number in (*_ENDING, signal.SIGTSTP):
            # What is ignored, as under nohup, stays ignored.
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, self._end if number in _ENDING else signal.SIG_IGN)
                self._listening.append(number)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        if self._attributes is None:
            self.ended_by = number
            return
        self.close()
        os.kill(os.getpid(), number)


def _quiet(attributes: list[Any]) -> list[Any]:
    quiet = list(attributes)
    quiet[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    quiet[_IFLAG] &= ~(termios.IXON | termios.ICRNL | termios.INLCR | termios.IGNCR)
    characters = list(attributes[_CC])
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0
    disabled = os.fpathconf(_KEYS, "PC_VDISABLE")
    for key in (termios.VSUSP, termios.VQUIT):
        characters[key] = bytes([disabled])
    quiet[_CC] = characters
    return quiet


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(_SCREEN, data) :]


EARLY_SCREEN: Final = EarlyScreen()
"""Of the one terminal that the program has."""

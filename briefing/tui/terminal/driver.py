"""Textual's driver with our own output and keys, on a terminal that may show a frame already."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from typing import Final

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from briefing.model.text import shortened
from briefing.tui.terminal.early_screen import EARLY_SCREEN
from briefing.tui.terminal.keys import KeyReader
from briefing.tui.terminal.output import LeanOutput
from briefing.tui.terminal.writer import TerminalWriter

_OTHER_SCREEN: Final = "\x1b[?1049h"
"""Asked for once more, it makes some terminals clear the screen (xterm does)."""

_ESCAPE: Final = "\x1b"
CLIPBOARD_LIMIT: Final = 74_994
"""Longest text in bytes that xterm and others take by OSC 52 (100,000 characters of base64)."""


_TITLE_ASIDE: Final = "\x1b[22;2t"
_TITLE_BACK: Final = "\x1b]2;\a\x1b[23;2t"
"""xterm's ctlseqs (XTWINOPS); who cannot take the title back has none, and makes one of its own."""

_LONGEST_TITLE: Final = 60
_UNTITLED: Final = frozenset(["", "dumb", "linux", "unknown"])
"""Kinds of terminal that have no title, or would print one."""


class TerminalApp(App[None]):
    """An application that may have a terminal."""

    terminal: TerminalDriver | None = None
    lean_output = True  # whether only what changed is sent
    ascii_only = False  # whether the terminal cannot show more
    drawings = 0

    def post_display_hook(self) -> None:
        self.drawings += 1

    def hang_up(self) -> None:
        """The terminal is gone: leave; called in any thread."""
        raise NotImplementedError

    def forget_screen(self) -> None:
        if self.terminal is not None:
            self.terminal.forget_screen()


class TerminalDriver(LinuxDriver):
    """Never waits for the terminal, and sends it what changed, unless the user wants it stock."""

    writer: TerminalWriter

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert isinstance(app, TerminalApp), "it is told when the terminal is gone"
        app.terminal = self
        self._screen_size = lambda: app.size
        self._hang_up = app.hang_up
        self._keys = KeyReader(self.fileno)
        self.shown: Callable[[str], str] = str  # gives a text as the terminal can show it
        if app.ascii_only:
            # Who has more does not pay for the tables.
            from briefing.tui.terminal.ascii_form import ascii_form  # noqa: PLC0415

            self.shown = ascii_form
        self._lean: LeanOutput | None = None
        if app.lean_output:
            self._lean = LeanOutput(self._send, self._screen_size, lambda: self.writer.busy)
        self._on_other_screen = False
        self._given_back = False
        self._title = ""
        self._has_title = os.environ.get("TERM", "") not in _UNTITLED

    def start_application_mode(self) -> None:
        """Take over what the terminal shows, or begin on a screen of our own."""
        assert self._file is not None, "there is a terminal"
        self._given_back = False  # it was, where the program comes back from the background
        shown_title, self._title = self._title, ""
        self.writer = TerminalWriter(self._file, self._catch_up, self._hang_up)
        self._keys = KeyReader(self.fileno)
        shown = EARLY_SCREEN.hand_over()
        self._on_other_screen = shown is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual gives it no type
        self._on_other_screen = False
        if shown is not None:
            # Textual would go back to the keys without echo that the frame was shown with.
            self.attrs_before, drawing = shown
            if self._lean is not None:
                self._lean.assume(drawing.decode())
        if shown_title:
            self._send_title(shown_title)

    def run_input_thread(self) -> None:
        if not self._keys.read(self.process_message):
            self._hang_up()

    def disable_input(self) -> None:
        """Read no more keys: what is typed from now on is for the program after us."""
        if not self._given_back:
            self._keys.end()
            super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was, once; nothing is written until it is taken again."""
        if not self._given_back:
            if self._title:
                self.write(_TITLE_BACK)
            super().stop_application_mode()
            self._given_back = True

    def set_title(self, title: str) -> None:
        """Have the terminal's window say what is open, until the terminal is given back."""
        title = title_of(title)
        if self._has_title and title != self._title:
            self._send_title(title)

    def _send_title(self, title: str) -> None:
        self.write(f"{'' if self._title else _TITLE_ASIDE}{_ESCAPE}]2;{title}\a")
        self._title = title

    def write(self, data: str) -> None:
        """Write one drawing, or control sequences."""
        data = self.shown(data)
        if self._lean is None:
            self._send(data)
        else:
            self._lean.write(data)

    def close(self) -> None:
        self.writer.close()
        super().close()

    def forget_screen(self) -> None:
        """Take nothing that the terminal shows for granted."""
        if self._lean is not None:
            self._lean.forget()

    def draw_aside(self) -> LeanOutput:
        """Draw on a screen in memory from now on."""
        self._lean = LeanOutput(lambda _: None, self._screen_size, busy=lambda: True)
        return self._lean

    def _catch_up(self) -> None:
        if self._lean is not None:
            self._lean.catch_up()

    def _send(self, data: str) -> None:
        if not (self._given_back or (self._on_other_screen and data == _OTHER_SCREEN)):
            self.writer.put(data)


def title_of(text: str) -> str:
    """Make a title of a text: short, on one line, with nothing that controls a terminal."""
    shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"{shortened(shown, _LONGEST_TITLE)} – briefing"


def clipboard_sequence(text: str) -> str:
    """Make the sequence that puts a text into the terminal's clipboard (xterm's OSC 52).

    What goes beyond `CLIPBOARD_LIMIT` is cut off.
    """
    payload = text.encode("utf-8", "replace")[:CLIPBOARD_LIMIT]
    return f"{_ESCAPE}]52;c;{base64.b64encode(payload).decode('ascii')}\a"


def tmux_passthrough(sequence: str) -> str:
    """Wrap a sequence so that tmux hands it to the terminal outside, if it is allowed to."""
    return f"{_ESCAPE}Ptmux;{sequence.replace(_ESCAPE, _ESCAPE * 2)}{_ESCAPE}\\"

"""The Textual application: themes, keymap, screens, and how it starts."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.events import Event, InputEvent, Key, Paste, Resize
from textual.geometry import Size

from briefing.library.library import Say
from briefing.model.errors import FaultError
from briefing.prelude.curtain import CURTAIN
from briefing.tui.bindings import INTERRUPT, textual_keymap
from briefing.tui.interrupting import Interrupting
from briefing.tui.keys import KeyReader
from briefing.tui.palette import ReaderPalette
from briefing.tui.screens.reader import ReaderScreen
from briefing.tui.screens.sheets import HELP_SHEET, help_over
from briefing.tui.session import Beginning, Session
from briefing.tui.succession import SuccessorDriver
from briefing.tui.terminal import clipboard_sequence, tmux_passthrough
from briefing.tui.themes import THEMES, choose_theme
from briefing.tui.turns import KeyDone, Turns
from briefing.tui.wire.output import LeanOutput

_RESIZES_AT_START = 2
"""How often Textual tells the size before it draws anything; nothing has been resized by then."""

_COLOURS = {None: None, "standard": 16, "256": 256, "truecolor": 2**24, "windows": 16}


class TerminalDriver(SuccessorDriver):
    """Textual's driver, with an output that sends what changed, unless the user wants it stock.

    It tells the application where to write to the terminal.
    """

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._keys = KeyReader(self.fileno)
        self._hang_up: Callable[[], None] = lambda: None
        self._lean: LeanOutput | None = None
        if isinstance(app, ReaderApp):
            app.write_to_terminal = self.write
            self._hang_up = app.hang_up
            if app.session.config.output == "lean":
                self._lean = LeanOutput(super().write, lambda: app.size, lambda: self.outlet.busy)
                app.forget_screen = self._lean.forget

    def run_input_thread(self) -> None:
        """Read keys until the end, or until the terminal is gone."""
        if not self._keys.read(self.process_message):
            self._hang_up()

    def disable_input(self) -> None:
        """Read no more keys."""
        self._keys.end()
        super().disable_input()

    def start_application_mode(self) -> None:
        """Take the terminal over, with what it shows already."""
        self._keys = KeyReader(self.fileno)
        super().start_application_mode()
        if self._lean is not None:
            self._lean.assume(self.taken_over)

    def drained(self) -> None:
        """Draw what came while the terminal was busy."""
        if self._lean is not None:
            self._lean.catch_up()

    def gone(self) -> None:
        """Leave: nobody sees anything any more."""
        self._hang_up()

    def write(self, data: str) -> None:
        """Write to the terminal.

        Args:
            data: One drawing, or control sequences.
        """
        if self._lean is None:
            super().write(data)
        else:
            self._lean.write(data)


class ReaderApp(App[None], inherit_bindings=False):
    """Shows one briefing after another.

    Nothing moves by itself: no animation, no blinking, no clock. The palette is opened by our own
    command, so that its key can be changed like any other.
    """

    TITLE = "briefing"
    CSS_PATH = Path(__file__).with_name("reader.tcss")  # whatever module a subclass stands in
    BINDINGS: ClassVar[list[BindingType]] = [INTERRUPT]
    COMMAND_PALETTE_BINDING = ""
    COMMANDS = set()  # noqa: RUF012  # Textual declares it so; its own commands are not ours
    DRIVER: ClassVar[type[TerminalDriver]] = TerminalDriver

    def __init__(self, session: Session, beginning: Beginning) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))
        # The colour filter is picked here for good: without colour only the terminal's own
        # foreground and background are safe.
        super().__init__(driver_class=self.DRIVER, ansi_color=True if no_color else None)
        self.session = session
        self.write_to_terminal: Callable[[str], None] | None = None
        self.forget_screen: Callable[[], None] = lambda: None
        self._beginning = beginning
        self._resizes = 0
        self._whole = False
        self._leaving: int | None = None
        self._size_at_start: Size | None = None
        self.animation_level = "none"
        # Textual would print the traceback of a fault, with all values, for the reader to see.
        self._report = StringIO()
        self.error_console = Console(file=self._report, width=120)
        for theme in THEMES.values():
            self.register_theme(theme)
        colours = _COLOURS.get(self.console.color_system)
        chosen = choose_theme(session.config.theme, colours=colours, no_color=no_color)
        self.theme = chosen.name
        self._colours = self.get_css_variables()
        self.stylesheet.set_variables(self._colours)
        self.set_keymap(textual_keymap(session.keymap))
        self.reader = ReaderScreen(session, beginning)
        self._key_turns = Turns(self, self._let_in, lambda: self.reader.pacing.holds_keys)
        self._interrupting = Interrupting(self)

    @property
    def report(self) -> str:
        """What Textual says of a fault that ended the application; empty where none did."""
        return self._report.getvalue()

    def on_mount(self) -> None:
        """Listen to who ends the program; offer a choice of briefings where there is one."""
        if not self.is_headless:
            for number in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)
            if CURTAIN.ended_by is not None:
                os.kill(os.getpid(), CURTAIN.ended_by)
        if self._beginning.choosing:
            self.call_after_refresh(self.reader.showing.library)

    async def on_event(self, event: Event) -> None:
        """Have what the user does happen in the order in which it was done."""
        if not isinstance(event, InputEvent | Paste):
            await super().on_event(event)
        elif not self.is_running or not self.screen_stack:
            return  # it is being left, and half of its widgets are gone
        elif event.is_forwarded:
            await super().on_event(event)
        else:
            await self._key_turns.take(event)

    async def _let_in(self, event: Event) -> None:
        if isinstance(event, Key):
            self._interrupting.key_comes()
        await super().on_event(event)

    @property
    def keys_wait(self) -> bool:
        """Whether there are keys that have not had their way yet."""
        return self._key_turns.busy

    @on(KeyDone)
    async def _let_next_key_through(self) -> None:
        await self._key_turns.done()

    def get_default_screen(self) -> ReaderScreen:
        """The reader lies at the bottom; a screen below it would be styled and laid out in vain."""
        return self.reader

    def on_resize(self, event: Resize) -> None:
        """Take nothing that the terminal shows for granted: each has its way to fit it in."""
        self._resizes += 1
        self._size_at_start = self._size_at_start or event.size
        if self._resizes > _RESIZES_AT_START or event.size != self._size_at_start:
            self._send_whole_screen()

    def action_redraw(self) -> None:
        """Send the whole screen, whichever it is."""
        self._send_whole_screen()

    def on_reader_screen_interrupt(self) -> None:
        """Say how to leave: the command was chosen by its name."""
        self.action_interrupt()

    def on_reader_screen_redraw(self) -> None:
        """Send the whole screen, because something else has written over it."""
        self._send_whole_screen()

    def _send_whole_screen(self) -> None:
        self.forget_screen()
        self.screen.refresh(layout=True)

    def refresh_css(self, animate: bool = True) -> None:
        """Style all anew where a colour has changed: Textual asks for it once more than needed."""
        colours = self.get_css_variables()
        if colours != self._colours:
            self._colours = colours
            super().refresh_css(animate)

    def action_interrupt(self) -> None:
        """Say how to leave, whichever screen is open; pressed again, leave."""
        self._interrupting.interrupt()

    def action_help(self) -> None:
        """Show the keys over a sheet, unless that is the help."""
        if self.screen.id != HELP_SHEET:
            over = "In dialogs"
            self.push_screen(help_over(over, self.screen.BINDINGS, self.session.keymap))

    def action_command_palette(self) -> None:
        """Open the palette."""
        self.push_screen(ReaderPalette())

    def hang_up(self) -> None:
        """The terminal is gone: leave as when it says so by a signal; for any thread."""
        self.call_later(self._end, signal.SIGHUP)

    def _end(self, number: int) -> None:
        """Leave as by the key, because the line was cut or somebody ends the program."""
        self.leave(128 + number)

    def leave(self, code: int) -> None:
        """Leave as by the key, as soon as there is a whole reader to leave.

        Args:
            code: Exit code.
        """
        if self._whole:
            self.reader.marking.flush()
            self.exit(return_code=code)
        else:
            # Of half a screen the widgets that are missing would be missed.
            self._leaving = code

    def on_ready(self) -> None:
        """Leave, if that was wanted before everything was there."""
        self._whole = True
        if self._leaving is not None:
            self.leave(self._leaving)

    def copy_to_clipboard(self, text: str) -> None:
        """Send a text to the clipboard of the reader's own terminal, through tmux if need be."""
        super().copy_to_clipboard(text)
        if self.write_to_terminal is not None and os.environ.get("TMUX"):
            self.write_to_terminal(tmux_passthrough(clipboard_sequence(text)))


def read(session: Session, name: str | None, say: Say) -> int:
    """Read a briefing in the terminal, until the reader leaves.

    Args:
        session: Library, reader's state and configuration.
        name: ``NAME[/SECTION[/CARD]]``; None for the briefing read last, else a choice.
        say: Told, in a sentence, what takes its time before the reader has the terminal.

    Returns:
        Exit code: 0 after reading, 1 when there is nothing to read.

    Raises:
        BriefingError: The briefing is not there or cannot be read.
        FaultError: The reader has a fault; the terminal is as it was, the marks are kept.
    """
    app = ReaderApp(session, session.begin(name, say))
    app.run(mouse=session.config.mouse)
    session.close()
    # What another session kept from being written meanwhile gets its last chance.
    session.state.save()
    if app.report:
        raise FaultError(app.report)
    return app.return_code or 0

"""What each application on a terminal shares: themes, keymap, the order of keys, how it is left."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from rich.console import Console
from textual import on
from textual.actions import ActionParseResult
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, Paste, Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from briefing.model.errors import FaultError
from briefing.settings.config import own_environment, wants_ascii
from briefing.tui.commands import main_key
from briefing.tui.screens.common import (
    INTERRUPT,
    ReaderPalette,
    nothing_here,
    press_of,
    textual_keymap,
)
from briefing.tui.screens.sheets import HELP_SHEET, help_over
from briefing.tui.session import Session
from briefing.tui.terminal.driver import (
    TerminalApp,
    TerminalDriver,
    clipboard_sequence,
    tmux_passthrough,
)
from briefing.tui.terminal.early_screen import EARLY_SCREEN
from briefing.tui.terminal.key_queue import KeyDone, KeyQueue
from briefing.tui.themes import THEMES, choose_theme, theme_after
from briefing.tui.widgets import FooterBar, ThinScrollBar

_RESIZES_AT_START = 2
"""How often Textual tells the size before it draws anything; nothing has been resized by then."""

_SIZE_TOLD = 0.025
"""Seconds in which Textual tells a new size to the screens; it means to do so in 0.008."""

_COLOURS = {None: None, "standard": 16, "256": 256, "truecolor": 2**24, "windows": 16}


@runtime_checkable
class ShowsMessages(Protocol):
    """A screen that can say something; nothing takes back what was said."""

    def tell(self, message: str) -> None: ...


class SessionApp(TerminalApp, inherit_bindings=False):
    """Runs on a session.

    Nothing moves by itself: no animation, no blinking, no clock. The palette is opened by our own
    command, so that its key can be changed like any other.

    Attributes:
        theme_at_start: The theme chosen last, which the next start begins with.
    """

    TITLE = "briefing"
    CSS_PATH = Path(__file__).with_name("reader.tcss")  # whatever module a subclass stands in
    BINDINGS: ClassVar[list[BindingType]] = [INTERRUPT]
    COMMAND_PALETTE_BINDING = ""
    COMMANDS = set()  # noqa: RUF012  # Textual declares it so; its own commands are not ours
    DRIVER: ClassVar[type[Driver]] = TerminalDriver

    def __init__(self, session: Session) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))
        # The colour filter is picked here for good: without colour only the terminal's own
        # foreground and background are safe.
        super().__init__(driver_class=self.DRIVER, ansi_color=True if no_color else None)
        self.session = session
        self.lean_output = session.config.output == "lean"
        self.ascii_only = wants_ascii(session.config.signs, own_environment())
        self._resizes = 0
        self._told: Screen[object] | None = None  # says something until the next key
        self._warned = False  # that is how to leave
        self._leaves_if_pressed_again = False
        self._untaken: Key | None = None  # reached the app, and no binding took it so far
        self._size_at_start: Size | None = None
        self.animation_level = "none"
        ScrollBar.renderer = ThinScrollBar
        # Textual would print the traceback of a fault, with all values, for the reader to see.
        self._report = StringIO()
        self.error_console = Console(file=self._report, width=120)
        for theme in THEMES.values():
            self.register_theme(theme)
        colours = _COLOURS.get(self.console.color_system)
        chosen = choose_theme(session.theme, colours=colours, no_color=no_color)
        self.theme = self.theme_at_start = chosen.name
        self._colours = self.get_css_variables()
        self.stylesheet.set_variables(self._colours)
        self.set_keymap(textual_keymap(session.keymap))
        self._key_queue = KeyQueue(self, self._handle, lambda: self.holds_keys)

    @property
    def holds_keys(self) -> bool:
        """Whether something has still to happen before the next key is let through."""
        return False

    @property
    def is_left(self) -> bool:
        """Whether it is being left, so that keys mean nothing any more."""
        return False

    @property
    def quits_by_key(self) -> bool:
        """Whether the key that quits does so on the screen that is open."""
        return len(self.screen_stack) == 1

    def leave(self, code: int) -> None:
        self.exit(return_code=code)

    @property
    def report(self) -> str:
        """What Textual says of a fault that ended the application; empty where none did."""
        return self._report.getvalue()

    def run_to_end(self) -> int:
        """Run until it is left; give the exit code.

        Raises:
            FaultError: It has a fault; the terminal is as it was, the marks are kept.
        """
        self.run(mouse=self.session.config.mouse)
        self.session.close()
        # What another session kept from being written meanwhile gets its last chance.
        self.session.state.save()
        if self.report:
            raise FaultError(self.report)
        return self.return_code or 0

    def on_mount(self) -> None:
        if not self.is_headless:
            for number in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)
            if EARLY_SCREEN.ended_by is not None:
                os.kill(os.getpid(), EARLY_SCREEN.ended_by)

    async def on_event(self, event: Event) -> None:
        """Have what the user does happen in the order in which it was done."""
        if not isinstance(event, InputEvent | Paste):
            await super().on_event(event)
        elif not self.is_running or not self.screen_stack or self.is_left:
            return  # it is being left, and half of its widgets are gone
        elif event.is_forwarded:
            await super().on_event(event)
        else:
            await self._key_queue.put(event)

    async def _handle(self, event: Event) -> None:
        if isinstance(event, Key):
            told, self._told = self._told, None
            self._leaves_if_pressed_again, self._warned = self._warned, False
            if told in self.screen_stack and isinstance(told, ShowsMessages):
                told.tell("")
        await super().on_event(event)

    @property
    def keys_wait(self) -> bool:
        return self._key_queue.busy

    @on(KeyDone)
    async def _let_next_key_through(self) -> None:
        untaken, self._untaken = self._untaken, None
        if untaken is not None:
            self._told = self.screen
            self.tell(nothing_here(untaken, self.screen, self.session.keymap))
        await self._key_queue.marker_arrived()

    def on_key(self, event: Key) -> None:
        """Note a key that nothing on its way up has taken; the bindings are asked next."""
        self._untaken = event

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; the key that it is bound to has been taken."""
        done = await super().run_action(action, default_namespace, namespaces)
        if done:
            self._untaken = None
        return done

    @on(FooterBar.Pressed)
    def press_hint(self, message: FooterBar.Pressed) -> None:
        self.post_message(press_of(message.key))

    def on_resize(self, event: Resize) -> None:
        """Take nothing that the terminal shows for granted: each has its way to fit it in."""
        self._resizes += 1
        self._size_at_start = self._size_at_start or event.size
        if self._resizes > _RESIZES_AT_START or event.size != self._size_at_start:
            self.action_redraw()
        asyncio.get_running_loop().call_later(_SIZE_TOLD, self._tell_size)

    def _tell_size(self) -> None:
        """Tell the screens their size where Textual has not.

        A timer of Textual that begins later than it is due never ends: on a busy machine the one
        that tells of a new size, and so keeps all later ones.
        """
        for screen in self.screen_stack if self.is_running else ():
            if screen.outer_size != self.size:
                screen.post_message(Resize(self.size, self.size))

    def action_redraw(self) -> None:
        """Send the whole screen, whichever it is."""
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
        if self._leaves_if_pressed_again:
            self.leave(0)
            return
        self._told, self._warned = self.screen, True
        keymap = self.session.keymap
        again = f"{main_key(keymap, 'interrupt')} again"
        # Elsewhere the key that leaves the reader closes what lies over it, or is a letter.
        quitting = f", or {main_key(keymap, 'quit')}," if self.quits_by_key else ""
        self.tell(f"{again}{quitting} quits.")

    def tell(self, message: str) -> None:
        """Say something on the screen that is open, or on the one below all others."""
        said = (
            one for one in (self.screen, self.screen_stack[0]) if isinstance(one, ShowsMessages)
        )
        if screen := next(said, None):
            screen.tell(message)

    def action_help(self) -> None:
        """Show the keys over a sheet, unless that is the help."""
        if self.screen.id != HELP_SHEET:
            over = "In dialogs"
            self.push_screen(help_over(over, self.screen.BINDINGS, self.session.keymap))

    def action_command_palette(self) -> None:
        self.push_screen(ReaderPalette())

    def action_next_theme(self) -> None:
        self.action_theme(theme_after(self.theme))

    def action_theme(self, name: str) -> None:
        """Take a theme for this start and the next ones."""
        if self.no_color:
            self.tell("NO_COLOR is set: the terminal's own colours stay.")
            return
        self.theme = self.theme_at_start = THEMES[name].name
        self.session.choose_theme(name)
        self.tell(" ".join([f"Theme: {name}, from now on.", *self.session.untold()]))

    def hang_up(self) -> None:
        """The terminal is gone: leave as when it says so by a signal; for any thread."""
        self.call_later(self._end, signal.SIGHUP)

    def _end(self, number: int) -> None:
        """Leave as by the key, because the line was cut or somebody ends the program."""
        self.leave(128 + number)

    def copy_to_clipboard(self, text: str) -> None:
        """Send a text to the clipboard of the reader's own terminal, through tmux if need be."""
        super().copy_to_clipboard(text)
        if self.terminal is not None and os.environ.get("TMUX"):
            self.terminal.write(tmux_passthrough(clipboard_sequence(text)))

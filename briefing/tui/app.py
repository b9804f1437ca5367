"""The reader as an application, and how it starts."""

from __future__ import annotations

from typing import ClassVar

from textual import on

from briefing.library.library import Say
from briefing.tui.next_start import NextStart
from briefing.tui.reader.screen import ReaderScreen
from briefing.tui.session import Beginning, Session
from briefing.tui.session_app import SessionApp
from briefing.tui.terminal.driver import TerminalDriver
from briefing.views.moments import AsOf


class ReaderApp(SessionApp):
    """Shows one briefing after another."""

    READER: ClassVar[type[ReaderScreen]] = ReaderScreen

    def __init__(
        self, session: Session, beginning: Beginning, next_start: NextStart | None = None
    ) -> None:
        super().__init__(session)
        self._beginning = beginning
        self._next_start = next_start
        self._whole = False
        self._leaving: int | None = None
        self._left = False
        self.reader = self.READER(session, beginning)

    def get_default_screen(self) -> ReaderScreen:
        """The reader lies at the bottom; a screen below it would be styled and laid out in vain."""
        return self.reader

    def on_mount(self) -> None:
        if self._beginning.choosing:
            self.call_after_refresh(self.reader.choose_briefing)

    @property
    def holds_keys(self) -> bool:
        return self.reader.holds_keys

    @property
    def is_left(self) -> bool:
        return self._left

    @property
    def quits_by_key(self) -> bool:
        return super().quits_by_key and self.reader.state.question is None

    def leave(self, code: int) -> None:
        """Leave with an exit code, as soon as there is a whole reader to leave."""
        if not self._whole:
            # Of half a screen the widgets that are missing would be missed.
            self._leaving = code
            return
        next_start = self._next_start
        if code or next_start is None or self.terminal is None or self._left:
            self.reader.flush()
            self.exit(return_code=code)
            return
        self._left = True
        # Who leaves has the terminal back before anything else is done.
        self.terminal.stop_application_mode()
        self.reader.flush()
        self.run_worker(self._leave_with_frame(next_start, self.terminal))

    async def _leave_with_frame(self, next_start: NextStart, terminal: TerminalDriver) -> None:
        self.theme = self.theme_at_start
        await next_start.keep_frame(self, terminal, self.reader)
        self.exit(return_code=0)

    @on(ReaderScreen.Opened)
    def say_title(self) -> None:
        if self.terminal is not None:
            self.terminal.set_title(self.reader.briefing.title)

    def on_ready(self) -> None:
        """Say in the terminal's title what is open; leave, if that was wanted before."""
        self._whole = True
        self.say_title()
        if self._leaving is not None:
            self.leave(self._leaving)


def read(
    session: Session, name: str | None, say: Say, next_start: NextStart, as_of: AsOf | None = None
) -> int:
    """Read a briefing until the reader leaves, and give the exit code.

    `name` is ``NAME[/SECTION[/CARD]]``; None for the briefing read last, else a choice.
    """
    return ReaderApp(session, session.begin(name, say, as_of), next_start).run_to_end()

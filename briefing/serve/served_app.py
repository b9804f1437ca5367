"""The reader for somebody who sits at another host: the same, with no way out of its session."""

from __future__ import annotations

import os
from typing import Final

from textual.events import Event, InputEvent, Paste, Resize
from textual.message import Message
from textual.messages import InBandWindowResize

from briefing.model.errors import FaultError
from briefing.serve.session import ClientSession
from briefing.tui.app import ReaderApp
from briefing.tui.session import new_session
from briefing.tui.terminal.driver import TerminalDriver
from briefing.views.moments import AsOf
from briefing.views.verbs import OK

_NOT_SENT: Final = frozenset(
    {
        "\x1b[?1003h",  # reports of every move of the mouse would cross the line for nothing
        "\x1b[?2048$p",  # sizes come from the terminal, and are held against bounds,
        "\x1b[?2048h",  # and never as keys
    }
)


class ServedDriver(TerminalDriver):
    """Textual's driver, which can only draw and take keys."""

    @property
    def can_suspend(self) -> bool:
        return False

    def write(self, data: str) -> None:
        if data not in _NOT_SENT:
            super().write(data)

    def process_message(self, message: Message) -> None:
        # A size that comes as keys may be any size, and is none.
        if not isinstance(message, Resize | InBandWindowResize):
            super().process_message(message)

    def close(self) -> None:
        super().close()
        if isinstance(self._app, ServedApp):
            self._app.host.sent(self.writer.written)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        del url, new_tab


class ServedApp(ReaderApp):
    """Shows one briefing after another to a reader at another host."""

    DRIVER = ServedDriver

    def __init__(
        self, session: ClientSession, address: str | None, as_of: AsOf | None = None
    ) -> None:
        shared = session.shared
        self.host = session
        sitting = new_session(
            session.library,
            session.open_state(),
            shared.config,
            shared.texts(),
            session.notices,
            places=shared.places,
            served=True,
        )
        super().__init__(sitting, sitting.begin(address, as_of=as_of))

    def on_ready(self) -> None:
        self.host.attach(self)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Resize):
            event = Resize.from_dimensions(self.host.fitted(event.size), None)
        elif isinstance(event, InputEvent | Paste):
            self.host.typed()
        await super().on_event(event)

    def warn(self, sentence: str) -> None:
        self.bell()
        self.tell(sentence)


def read(session: ClientSession, address: str | None, as_of: AsOf | None = None) -> int:
    """Show the reader, at ``NAME[/SECTION[/CARD]]`` or where it was left; give the exit code."""
    app = ServedApp(session, address, as_of)
    app.run(mouse=session.shared.mouse, size=session.fitted(os.get_terminal_size(0)))
    app.session.close()
    app.session.state.save()
    if app.report:
        raise FaultError(app.report)
    return app.return_code or OK

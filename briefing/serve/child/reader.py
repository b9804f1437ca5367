"""The reader for somebody who sits at another host: the same, with no way out of its session."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Final

import msgspec
from textual.events import Resize
from textual.message import Message
from textual.messages import InBandWindowResize

from briefing.evidence.corpus import Corpus
from briefing.library.pinned import PinnedLibrary
from briefing.model.errors import FaultError
from briefing.plain.table import OK
from briefing.serve.child.places import served_places
from briefing.serve.child.talk import open_state
from briefing.serve.protocol import Begin, Fork, Published, Warned, receive, to_child
from briefing.settings.config import Config, Theme
from briefing.tui.app import ReaderApp, TerminalDriver
from briefing.tui.screens.reader import ReaderScreen
from briefing.tui.session import Session, new_session

_NOT_SENT: Final = frozenset(
    {
        "\x1b[?1003h",  # reports of every move of the mouse would cross the line for nothing
        "\x1b[?2048$p",  # sizes come from the front, which has made sure of them,
        "\x1b[?2048h",  # and never as keys
    }
)
_ANONYMOUS: Final = "You are a guest: what you mark is forgotten when you leave."


class ServedDriver(TerminalDriver):
    """Textual's driver, which can only draw and take keys."""

    @property
    def can_suspend(self) -> bool:
        """There is nothing to suspend to."""
        return False

    def write(self, data: str) -> None:
        """Write to the terminal what is of use there."""
        if data not in _NOT_SENT:
            super().write(data)

    def process_message(self, message: Message) -> None:
        """Take keys; a size that comes as keys may be any size, and is none."""
        if not isinstance(message, Resize | InBandWindowResize):
            super().process_message(message)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open nothing: links are for the reader's own terminal to follow."""
        del url, new_tab

    def deliver_binary(self, *_: object, **__: object) -> None:
        """Write no file."""


class ServedApp(ReaderApp):
    """Shows one briefing after another to a reader at another host.

    Args:
        session: A served one.
        address: Where it opens.
        line: To the front, which tells what is published.
    """

    DRIVER = ServedDriver

    def __init__(self, session: Session, address: str | None, line: socket.socket) -> None:
        super().__init__(session, session.begin(address))
        self._line = line

    def on_mount(self) -> None:
        """Listen to the front."""
        self.reader.news.looks = False
        self._line.setblocking(False)
        asyncio.get_running_loop().add_reader(self._line, self._hear)

    def _hear(self) -> None:
        with suppress(BlockingIOError):
            while True:
                received = receive(self._line)
                if received is None:
                    asyncio.get_running_loop().remove_reader(self._line)
                    self.hang_up()
                    return
                self._obey(received[0])

    def _obey(self, data: bytes) -> None:
        match to_child.decode(data):
            case Published(revisions=revisions):
                self.reader.news.tell(revisions)
            case Warned(sentence=sentence):
                self.bell()
                screen = self.screen
                if isinstance(screen, ReaderScreen):
                    screen.tell(sentence)
                else:
                    self.reader.tell(sentence)


def read(order: Fork, begin: Begin, library: PinnedLibrary, line: socket.socket) -> int:
    """Show the reader until the session ends.

    Args:
        order: What the session may have.
        begin: How the server is set.
        library: What is read.
        line: To the front.

    Returns:
        The exit code.

    Raises:
        BriefingError: There is no such briefing, or none at all.
        FaultError: The reader has a fault.
    """
    session = _session(order, begin, library, line)
    app = ServedApp(session, order.address, line)
    app.run(mouse=begin.mouse)
    session.close()
    if app.report:
        raise FaultError(app.report)
    return app.return_code or OK


def _session(order: Fork, begin: Begin, library: PinnedLibrary, line: socket.socket) -> Session:
    config = Config(theme=msgspec.convert(begin.theme, Theme), mouse=begin.mouse)
    return new_session(
        library,
        open_state(order, line),
        config,
        Corpus(served_places(begin).corpus),
        () if order.keeps else (_ANONYMOUS,),
        places=served_places(begin),
        served=True,
    )

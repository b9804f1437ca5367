"""The reader for somebody who sits at another host: the same, with no way out of its session."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

import msgspec
from textual.events import Event, InputEvent, Paste, Resize
from textual.message import Message
from textual.messages import InBandWindowResize

from briefing.library.library import Library
from briefing.model.errors import FaultError
from briefing.plain.table import OK
from briefing.serve.child.places import served_places, served_texts
from briefing.serve.child.upstream import Upstream
from briefing.serve.protocol import Begin, Fork
from briefing.settings.config import Config, Theme, Version
from briefing.tui.app import ReaderApp, TerminalDriver
from briefing.tui.interrupting import Telling
from briefing.tui.session import Session, new_session

_NOT_SENT: Final = frozenset(
    {
        "\x1b[?1003h",  # reports of every move of the mouse would cross the line for nothing
        "\x1b[?2048$p",  # sizes come from the front, which has made sure of them,
        "\x1b[?2048h",  # and never as keys
    }
)
_ANONYMOUS: Final = "You are a guest: your marks are lost when you leave."


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
        upstream: What the session has behind it.
    """

    DRIVER = ServedDriver

    def __init__(self, session: Session, address: str | None, upstream: Upstream) -> None:
        super().__init__(session, session.begin(address))
        self.reader.news.looks = not upstream.tells_news
        self._upstream = upstream

    def on_mount(self) -> None:
        """Listen to whoever has a say."""
        self._upstream.attach(self)

    async def on_event(self, event: Event) -> None:
        """Say that the reader is there; keep to the size that a terminal may have."""
        if isinstance(event, Resize):
            event = Resize.from_dimensions(self._upstream.fitted(event.size), None)
        elif isinstance(event, InputEvent | Paste):
            self._upstream.typed()
        await super().on_event(event)

    def publish(self, revisions: Mapping[str, int]) -> None:
        """Tell the reader what is published now."""
        self.reader.news.tell(revisions)

    def warn(self, sentence: str) -> None:
        """Ring, and say something."""
        self.bell()
        screen = self.screen
        (screen if isinstance(screen, Telling) else self.reader).tell(sentence)


def read(order: Fork, begin: Begin, library: Library, upstream: Upstream) -> int:
    """Show the reader until the session ends.

    Args:
        order: What the session may have.
        begin: How the server is set.
        library: What is read.
        upstream: What the session has behind it.

    Returns:
        The exit code.

    Raises:
        BriefingError: There is no such briefing, or none at all.
        FaultError: The reader has a fault.
    """
    session = _session(order, begin, library, upstream)
    app = ServedApp(session, order.address, upstream)
    app.run(mouse=begin.mouse, size=upstream.fitted(os.get_terminal_size(0)))
    session.close()
    if app.report:
        raise FaultError(app.report)
    return app.return_code or OK


def _session(order: Fork, begin: Begin, library: Library, upstream: Upstream) -> Session:
    config = Config(
        theme=msgspec.convert(begin.theme, Theme),
        mouse=begin.mouse,
        version=msgspec.convert(begin.version, Version),
    )
    places = served_places(begin)
    return new_session(
        library,
        upstream.open_state(),
        config,
        served_texts(begin),
        () if order.keeps else (_ANONYMOUS,),
        places=places,
        served=True,
    )

"""`briefing desk` as an application, and how it starts."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from textual.events import Event, Key

from briefing.authoring.problems import OUTLINE
from briefing.desk.edits import recover
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.errors import BriefingError
from briefing.tui.desk.screen import DeskScreen
from briefing.tui.desk.work import Work
from briefing.tui.session import Session, new_session
from briefing.tui.session_app import SessionApp
from briefing.views.context import Context


class DeskApp(SessionApp):
    """Has one author work on one folder."""

    def __init__(self, session: Session, screen: DeskScreen) -> None:
        super().__init__(session)
        self.desk = screen

    def get_default_screen(self) -> DeskScreen:
        return self.desk

    def on_ready(self) -> None:
        if self.terminal is not None:
            self.terminal.set_title(f"Desk: {self.desk.work.folder.name}")

    async def _handle(self, event: Event) -> None:
        """Say nothing any more of what the key before this one did."""
        if isinstance(event, Key) and self.screen is self.desk:
            self.desk.forget()
        await super()._handle(event)

    def leave(self, code: int) -> None:
        """Leave with an exit code; what is typed is saved, whoever ends the program."""
        self.desk.save_at_end()
        super().leave(code)


def desk(context: Context, arguments: Namespace) -> int:
    """Open the desk on a folder.

    Raises:
        BriefingError: There is no such folder, or nothing of a briefing in it.
        FaultError: The program has a fault; what was typed is saved up to the last line.
    """
    folder = Path(arguments.folder)
    if not (folder / OUTLINE).is_file():
        raise BriefingError(
            f"“{folder}” is no folder of a briefing: it has no {OUTLINE}."
            f" `briefing new {folder}` makes one."
        )
    if said := recover(folder):
        context.say(said)
    session = new_session(
        Library(context.places.library),
        ReaderState.open(context.places.marks),
        context.config,
        context.texts_to_check(),
        context.complaints,
        places=context.places,
    )
    return DeskApp(session, DeskScreen(session, Work(folder, session.corpus))).run_to_end()

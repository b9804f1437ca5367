"""`briefing preview`: the reader on a folder as it is, which follows every save of it.

The reader needs a library and marks. They are in a temporary folder, in which each state of the
folder is published for itself, so that the user's own are neither read nor written.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from briefing.desk.watching import PAUSE, Stamps, changed, names_of, stamps
from briefing.evidence.corpus import Examination
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing, Revision
from briefing.model.errors import BriefingError
from briefing.model.text import count
from briefing.model.vocabulary import Severity
from briefing.tui.app import ReaderApp
from briefing.tui.commands import ALL_COMMANDS, build_keymap
from briefing.tui.reader.screen import ReaderScreen
from briefing.tui.reader.state import Checked
from briefing.tui.session import Session
from briefing.views.check import CheckedProblem
from briefing.views.context import Context
from briefing.views.folder_state import FolderState, read_state


@dataclass(kw_only=True)
class PreviewSession(Session):
    """A session of somebody who writes the one briefing that there is."""

    folder: Path
    shown: FolderState

    def take(self, state: FolderState) -> None:
        """Show a state of the folder from now on; it has a briefing."""
        assert state.briefing is not None, "whoever calls has looked"
        self.shown, self.corpus = state, state.corpus
        self.library.publish([state.briefing])

    def open(self, name: str) -> Revision:
        return replace(super().open(name), number=0)

    def newer(self, revision: Revision) -> int | None:
        """No revision is: what was saved is shown already."""
        del revision
        return None

    def check(self, briefing: Briefing) -> Checked:
        told = {key: list(map(_told, found)) for key, found in self.shown.by_key.items()}
        found = self.shown.authored
        return Checked(
            Examination(briefing, self.corpus),
            problems=told,
            drafts=found.drafts,
            raw=found.broken,
        )


class PreviewScreen(ReaderScreen, inherit_bindings=False):
    """The reader, where the newest is what was saved last."""

    BINDINGS = ReaderScreen.BINDINGS

    def look_for_news(self) -> None:
        """Leave it to the application, which looks more often."""

    def reload(self) -> None:
        if isinstance(self.app, PreviewApp) and not self.app.look():
            self.tell("Nothing was saved since.")

    def take(self, words: str) -> None:
        """Go on in what was saved, from the same place."""
        self.open_revision(self.session.open(self.briefing.id))
        self.tell(words)


class PreviewApp(ReaderApp):
    """Looks for saves, and hands what was saved to the reader."""

    READER = PreviewScreen
    reader: PreviewScreen
    session: PreviewSession

    def __init__(self, session: PreviewSession, known: Stamps) -> None:
        super().__init__(session, session.begin(None))
        self._known = known

    def on_ready(self) -> None:
        super().on_ready()
        self.set_interval(PAUSE, self.look)

    def look(self) -> bool:
        """Read the folder again, aside of the screen, if anything was saved; say whether it was."""
        now = stamps(self.session.folder, self.session.places.corpus)
        saved = changed(self._known, now)
        if saved:
            self._known = now
            self.run_worker(self._follow(saved), exclusive=True, group="preview")
        return bool(saved)

    async def _follow(self, saved: Sequence[str]) -> None:
        session = self.session
        state = await asyncio.to_thread(read_state, session.folder, session.places.corpus)
        if state.briefing is None:
            self.reader.say_news(f"Shown as it was before. {_told(_first_error(state))}")
            return
        try:
            session.take(state)
        except BriefingError as error:
            self.reader.say_news(str(error))
            return
        self.reader.take(f"{names_of(saved)} loaded; {_counted(state)}.")


def preview(context: Context, arguments: Namespace) -> int:
    """Preview a folder until it is left; what nothing can be shown of is told as `check` does.

    Raises:
        BriefingError: There is no card to show, for an error that concerns all of it.
        FaultError: The program has a fault.
    """
    folder = Path(arguments.folder)
    corpus = context.texts_to_check().folder
    known = stamps(folder, corpus)
    state = read_state(folder, corpus)
    if state.briefing is None:
        context.write_lines(map(str, state.problems))
        raise BriefingError("Nothing of it can be shown before this is corrected.")
    with TemporaryDirectory(prefix="briefing-") as temporary:
        session = new_preview(Path(temporary), context, folder, state)
        return PreviewApp(session, known).run_to_end()


def new_preview(
    temporary: Path, context: Context, folder: Path, state: FolderState
) -> PreviewSession:
    places = context.places._replace(library=temporary / "library", state=temporary / "state")
    config = context.config._replace(version="full")
    keymap, notices = build_keymap(ALL_COMMANDS, config.keys)
    session = PreviewSession(
        library=Library(places.library),
        state=ReaderState.open(places.marks),
        config=config,
        keymap=keymap,
        places=places,
        notices=(*context.complaints, *notices, f"Every save is followed; {_counted(state)}."),
        corpus=state.corpus,
        served=False,
        folder=folder,
        shown=state,
    )
    session.take(state)
    return session


def _told(problem: CheckedProblem) -> str:
    name = problem.path.rpartition("/")[2]
    return f"{name}:{problem.line}: {problem.message} {problem.fix}"


def _first_error(state: FolderState) -> CheckedProblem:
    """The first error outside of cards: it stands in the way of all."""
    errors = (one for one in state.problems if one.severity == Severity.ERROR)
    return next(one for one in errors if Path(one.path).parent.parent.name != "cards")


def _counted(state: FolderState) -> str:
    drafts = state.authored.drafts
    found = [count(len(state.problems), "problem")] if state.problems else ["no problems"]
    return ", ".join([*found, count(len(drafts), "draft")] if drafts else found)

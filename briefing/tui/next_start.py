"""Draws, as the reader leaves, what the next start will show first.

The screen that is left is given the state that the next start opens with, on a session that writes
nothing, and drawn aside: the lean output, which knows what a terminal would show, gives the frame.
Nothing that is drawn may be the text of a source, since that is never kept.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from briefing.model.briefing import Briefing
from briefing.model.cards import Disagreement
from briefing.model.errors import BriefingError
from briefing.model.vocabulary import SectionKind
from briefing.tui.reader.screen import ReaderScreen
from briefing.tui.session import Session
from briefing.tui.terminal.driver import TerminalApp, TerminalDriver
from briefing.tui.terminal.first_frame import find, key_of, options_in, save

_AT_REST: Final = 4
"""Turns of the screen without a drawing after which none will come."""

_PATIENCE: Final = 2.0
"""Seconds after which the reader leaves without a frame."""


class NextStart(NamedTuple):
    """What the next start will be like.

    Attributes:
        open_session: Begins a session as it will; None where the configuration has changed.
        words: Those of the command line.
        name: What one of them named to be read, if any.
    """

    open_session: Callable[[], Session | None]
    words: Sequence[str]
    name: str | None

    async def keep_frame(
        self, app: TerminalApp, terminal: TerminalDriver, screen: ReaderScreen
    ) -> None:
        """Draw the first screen of the next start and keep it, unless what is kept holds.

        The screen that is left has its marks written, and is not seen any more.
        """
        kept = find(self.words, os.environ)
        if kept is not None and kept[1]:
            return
        with suppress(BriefingError, OSError, TimeoutError):
            briefing = screen.briefing
            words = options_in(self.words, self.name or "")
            # From before anything is read: what changes after is told by the stamps.
            key = key_of(words, briefing.id, _made_from(screen.session, briefing), os.environ)
            session = self.open_session()
            if session is None or session.notices:
                return
            session.writes = False
            beginning = session.begin(None)
            if beginning.choosing or beginning.revision != screen.state.revision:
                return
            # The end is near: no garbage is worth looking for.
            gc.disable()
            gc.freeze()
            output = terminal.draw_aside()
            async with asyncio.timeout(_PATIENCE):
                await show_opening(app, screen, session)
            frame = output.frame()
            if frame is not None and not _may_quote_sources(screen):
                text = terminal.shown(_title_and_bottom_line(briefing))
                save(key, frame.encode(), text, os.environ)


async def show_opening(app: TerminalApp, screen: ReaderScreen, session: Session) -> None:
    """Draw what a start of another session shows, until all is drawn that comes by itself."""
    while app.screen is not screen:
        await app.pop_screen()
    with app.batch_update():
        screen.begin_again(session)
        screen.refresh()
    turns = 0
    while turns < _AT_REST:
        before, turn = app.drawings, asyncio.Event()
        screen.call_after_refresh(screen.call_later, turn.set)
        await turn.wait()
        turns = turns + 1 if app.drawings == before else 0


def _may_quote_sources(screen: ReaderScreen) -> bool:
    """Whether a disagreement is open: it holds against each other what the sources say."""
    return screen.session.corpus.folder is not None and isinstance(screen.card.detail, Disagreement)


def _title_and_bottom_line(briefing: Briefing) -> str:
    """What an analyst would want to have read, a line for each paragraph."""
    said = [
        claim.text
        for section, card in briefing.cards()
        if section.kind is SectionKind.BOTTOM_LINE
        for claim in card.claims
    ]
    return "\n".join(" ".join(text.split()) for text in [briefing.title, *said])


def _made_from(session: Session, briefing: Briefing) -> list[str]:
    """Files and folders that the first screen is made from."""
    places, corpus = session.places, session.corpus
    library = places.library / "briefings"
    files = [places.config, places.marks, library, library / f"{briefing.id}.json"]
    if corpus.folder is not None:
        files += [corpus.folder, *(corpus.folder / s.corpus for s in briefing.sources if s.corpus)]
    return [str(path) for path in files]

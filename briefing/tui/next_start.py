"""Draws, as the reader leaves, what the next start will show first.

The screen that the next start opens with is opened over the one that is left, on a session that
writes nothing, and drawn aside: the lean output, which knows what a terminal would show, gives the
frame. Nothing that is drawn may be the text of a source, since that is never kept.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from briefing.model.briefing import Briefing
from briefing.model.cards import Disagreement
from briefing.model.errors import BriefingError
from briefing.model.vocabulary import SectionKind
from briefing.tui.reader.screen import ReaderScreen
from briefing.tui.session import Session
from briefing.tui.terminal.driver import TerminalApp
from briefing.tui.terminal.first_frame import find, key_of, options_in, save

_AT_REST: Final = 4
"""Turns of the screen without a drawing after which none will come."""

_PATIENCE: Final = 2.0
"""Seconds after which the reader leaves without a frame."""


class NextStart:
    """What the next start will be like.

    It has the words of the command line, of which one may name what was to be read, and a session
    as `open_session` begins it; none where the configuration has changed.
    """

    def __init__(
        self,
        open_session: Callable[[], Session | None],
        words: Sequence[str],
        name: str | None,
    ) -> None:
        self._open_session = open_session
        self._words = words
        self._name = name

    async def keep_frame(self, app: TerminalApp, left: Session, briefing: Briefing) -> None:
        """Draw the first screen of the next start and keep it, unless what is kept holds.

        The session that is left has its marks written.
        """
        kept = find(self._words, os.environ)
        if app.terminal is None or (kept is not None and kept[1]):
            return
        with suppress(BriefingError, OSError, TimeoutError):
            words = options_in(self._words, self._name or "")
            # From before anything is read: what changes after is told by the stamps.
            key = key_of(words, briefing.id, _made_from(left, briefing), os.environ)
            if (screen := self._opening(briefing)) is None:
                return
            # The end is near: no garbage is worth looking for, and nobody has to look at the screen
            # that is left while the next one is drawn.
            gc.disable()
            gc.freeze()
            app.terminal.stop_application_mode()
            sent: list[str] = []
            with app.terminal.drawing_aside(sent) as output:
                async with asyncio.timeout(_PATIENCE):
                    with app.batch_update():
                        await app.push_screen(screen)
                    await _rest(screen, sent)
                frame = output.frame()
            if frame is not None and not _may_quote_sources(screen):
                save(key, frame.encode(), _title_and_bottom_line(briefing), os.environ)

    def _opening(self, left: Briefing) -> ReaderScreen | None:
        """The screen to open with; None where it cannot be told for certain."""
        session = self._open_session()
        if session is None or session.notices:
            return None
        session.writes = False
        beginning = session.begin(None)
        if beginning.choosing or beginning.revision.briefing != left:
            return None
        return ReaderScreen(session, beginning)


async def _rest(screen: ReaderScreen, sent: list[str]) -> None:
    """Wait until all that the screen shows by itself is drawn."""
    turns = 0
    while not sent or turns < _AT_REST:
        before, turn = len(sent), asyncio.Event()
        screen.call_after_refresh(screen.call_later, turn.set)
        await turn.wait()
        turns = turns + 1 if len(sent) == before else 0


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

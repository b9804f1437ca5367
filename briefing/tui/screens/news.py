"""What was published since the briefing on the screen was opened, and loading it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefing.model.cards import Card
from briefing.model.errors import BriefingError
from briefing.tui.commands import key_label

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen

_PAUSE: Final = 3.0
"""Seconds between two looks at the library; each asks for the state of one file."""


class News:
    """Says that a newer revision is out, and loads it when the reader wants it."""

    def __init__(self, reader: ReaderScreen) -> None:
        self._reader = reader

    def begin(self) -> None:
        """Look from now on, also while no key is pressed."""
        self._reader.set_interval(_PAUSE, self._look)

    def _look(self) -> None:
        reader = self._reader
        number = reader.session.newer(reader.current)
        key = key_label(reader.session.keymap["reload"][0])
        self._show(f"Revision {number} is out: {key} loads it" if number else "")

    def load(self) -> None:
        """Read the newest revision, at the same place."""
        reader, before = self._reader, self._reader.current
        card, searching = reader.card, reader.searching
        ended = " The search has ended." if searching.found else ""
        ended += " All cards are listed again." if searching.narrowing else ""
        try:
            revision = reader.session.reopen(before.briefing.id)
        except BriefingError as error:
            reader.tell(str(error))
            return
        self._show("")
        if revision.number == before.number:
            reader.tell(f"Revision {before.number} is the newest.")
            return
        reader.open_revision(revision)
        changed = " This card has changed." if _changed(card, reader.card) else ""
        reader.tell(f"Revision {revision.number} is loaded.{changed}{ended}")

    def _show(self, words: str) -> None:
        reader = self._reader
        if words != reader.newer:
            reader.newer = words
            if reader.is_mounted:
                reader.lay_out()  # the header may need fewer lines, or have its own again


def _changed(before: Card, now: Card) -> bool:
    return before.id == now.id and before != now

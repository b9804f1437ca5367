"""Reading a briefing as it stood in an earlier revision, where nothing is marked or moved."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from briefing.model.briefing import Revision
from briefing.model.errors import BriefingError
from briefing.tui.reader.leaping import LeapingView
from briefing.tui.reader.state import ReadingState
from briefing.tui.rendering.text import one_line
from briefing.tui.screens.common import Entry
from briefing.views.phrases import day_words

if TYPE_CHECKING:
    from briefing.library.revisions import HistoryEntry

_HELP: Final = "Read the briefing as it stood then."
_MOST: Final = 100
"""Revisions that the palette offers, the newest."""


class EarlierRevisions(LeapingView, inherit_bindings=False):
    """Leads to earlier revisions and back."""

    def open_revision(self, revision: Revision, *, as_of: bool = False) -> None:
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def read_as_of(self, number: int) -> None:
        """Show a revision as it was published; the newest of all is read as ever."""
        try:
            revision = self.session.open_as_of(self.briefing.id, number)
        except BriefingError as error:
            self.tell(str(error))
            return
        self.open_revision(revision, as_of=True)
        if self.state.as_of:
            self.tell(entering(self._key("reload")))

    def revisions(self) -> Iterator[Entry]:
        """The revisions other than the one that is read, the newest first."""
        here = self.state.revision
        if not here.is_published:
            return
        known = self.session.history(self.briefing.id)
        newest = max((one.number for one in known), default=0)
        for one in known[::-1][:_MOST]:
            if one.problem is None and one.number not in (here.number, newest):
                run = partial(self.read_as_of, one.number)
                yield Entry(f"As of revision {one.number}{_said_of(one)}", _HELP, run)


def entering(key: str) -> str:
    """Say what is different in an earlier revision."""
    return f"Nothing that you see here is marked as read; {key} leads to the newest."


def read_through(state: ReadingState, as_of: str) -> ReadingState:
    """Nothing is unread in an earlier revision, of which it is said which it is."""
    everything = frozenset(card.id for _, card in state.briefing.cards())
    return replace(state, as_of=as_of, marks=replace(state.marks, read=everything, rows=everything))


def _said_of(entry: HistoryEntry) -> str:
    """When it was published, whether it was withdrawn, and the curator's note."""
    day = f", {day_words(entry.published.date())}" if entry.published else ""
    withdrawn = ", withdrawn" if entry.withdrawn else ""
    return f"{day}{withdrawn}: {one_line(entry.note)}" if entry.note else f"{day}{withdrawn}"

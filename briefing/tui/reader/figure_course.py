"""What figures were before, found out once somebody looks at one."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace
from textual import getters

from briefing.model.briefing import Revision
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.leaping import LeapingView
from briefing.tui.reader.state import ReadingState
from briefing.tui.session_app import SessionApp


class FigureCourses(LeapingView, inherit_bindings=False):
    """Has figures say how they went, in a thread, since all revisions are to be read for it."""

    app = getters.app(SessionApp)
    _followed: Revision | None = None

    def show(self, state: ReadingState) -> None:
        super().show(state)
        if self._is_to_be_followed:
            self._followed = self.state.revision
            # Once what was asked for is drawn.
            self.call_after_refresh(self._follow)

    @property
    def _is_to_be_followed(self) -> bool:
        state = self.state
        if state.past is not None or self._followed is not None or state.revision.number <= 1:
            return False
        return state.focus is Pane.FIGURES or bool(state.text[1].figures)

    def _follow(self) -> None:
        if self._followed is not None:
            self.run_worker(self._take(self._followed), group="figures")

    async def _take(self, revision: Revision) -> None:
        past = self.session.known_past_figures(revision)
        if past is None:
            past = await asyncio.to_thread(self.session.past_figures, revision)
        self._followed = None
        # Where another revision is read by now, this begins to follow its figures.
        is_read = self.state.revision is revision
        draws = not self.app.ascii_only
        self.show(replace(self.state, past=past, draws=draws) if is_read else self.state)

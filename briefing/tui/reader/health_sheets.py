"""The health of the sourcing: counts, what they count, and the way back from there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from briefing.model.claims import Evidence
from briefing.tui.reader import sourcing
from briefing.tui.reader.leaping import LeapingView
from briefing.tui.reader.sourcing import HealthCounts
from briefing.tui.reader.state import Checked
from briefing.tui.screens.sheets import cases_sheet, counts_sheet
from briefing.views.phrases import NOTHING_TO_CHECK

if TYPE_CHECKING:
    from briefing.evidence.health import Case


class HealthSheets(LeapingView, inherit_bindings=False):
    """Counts, and leads to what is counted."""

    _health = HealthCounts()
    _back_to_cases: tuple[object, Callable[[], None]] | None = None
    """Where a case of a list led to, and what opens that list again."""

    def _show_source(
        self, key: str, evidence: Evidence | None, *, back: Callable[[], None]
    ) -> None:
        raise NotImplementedError

    def show_health(self) -> None:
        check = self.state.check
        if self.state.revision.is_notice:
            self.tell(NOTHING_TO_CHECK)
            return
        if self._health.of is check:
            self._show_counts()
            return
        self.tell("Holding the briefing against its sources …")
        self.run_worker(self._take_stock(check), exclusive=True, group="health")

    async def _take_stock(self, check: Checked) -> None:
        """Count aside of the screen; show the counts unless the reader went elsewhere meanwhile."""
        health = await asyncio.to_thread(self._health.taken, check)
        if self.state.check is check:
            self._health = health
            self.tell("")
            if self.is_active:
                self._show_counts()

    def _show_counts(self, at: str | None = None) -> None:
        self.app.push_screen(counts_sheet(self._health, at), self._show_cases)

    def _show_cases(self, key: str | None, at: str | None = None) -> None:
        self._back_to_cases = None
        found = next((one for one in self._health.counts if one.key == key), None)
        if found is None:
            return

        def go(chosen: str | None) -> None:
            if chosen is None:
                self._show_counts(found.key)
            else:
                back = partial(self._show_cases, found.key, chosen)
                self._go_to_case(found.cases[int(chosen)], back)

        self.app.push_screen(cases_sheet(self._health, found, at), go)

    def _go_to_case(self, case: Case, back: Callable[[], None]) -> None:
        """Go where a case is; Escape there leads back, unless the reader has moved on."""
        if case.bearer is not None or case.question is not None:
            self.leap(sourcing.go_to_case(self.state, case))
            self._back_to_cases = self._standing, back
        elif case.source is not None:
            number = case.paragraph
            evidence = Evidence(source=case.source, paragraph=number) if number else None
            self._show_source(case.source, evidence, back=back)

    def back_to_cases(self) -> bool:
        """Open the list again that led here, unless the reader has moved on; tell whether it is."""
        if self._back_to_cases is None or self._back_to_cases[0] != self._standing:
            return False
        self._back_to_cases[1]()
        return True

    @property
    def _standing(self) -> object:
        """Where the reader is, and what is open there."""
        state = self.state
        opened = (state.wanted, state.evidence_open, state.question, state.found)
        return self.place, opened, state.check.examination

"""The reader screen as it is for somebody who has read the briefing before."""

from __future__ import annotations

from functools import partial

from briefing.tui.reader import returning
from briefing.tui.reader.earlier import EarlierRevisions
from briefing.tui.reader.layout import Pane


class ComingBack(EarlierRevisions, inherit_bindings=False):
    """Says what has changed since, and leads from change to change."""

    def step_change(self, step: int) -> None:
        key = self._key("old-wording")
        self.show(returning.step_change(self.state, self.item_key, step, key))

    def look_back(self) -> None:
        """Tell what has changed since the briefing was read, now that its text is drawn.

        In a revision that was open before, it is only marked.
        """
        since = self.state.since
        if since is not None and since.is_first and since.is_worth_telling:
            self.show_since()
        if before := self.session.unread_before:
            self.session.unread_before = 0
            self.tell(
                f"You read revision {before}, which cannot be read any more: what has changed"
                " since is not known."
            )

    def show_since(self, *, unfolded: bool = False) -> None:
        since = self.state.since
        if since is None:
            self.tell(returning.NOTHING)
            return
        # Who has nothing to come back to does not pay for this.
        from briefing.tui.screens.since_sheet import since_sheet  # noqa: PLC0415

        numbers = range(since.before.number + 1, since.after.number + 1)
        entries = [one for one in self.session.history(self.briefing.id) if one.number in numbers]
        sheet = since_sheet(since, entries, unfolded=unfolded)
        self.app.push_screen(sheet, partial(self._go_to_change, unfolded=unfolded))

    def _go_to_change(self, chosen: str | None, *, unfolded: bool) -> None:
        from briefing.tui.screens.since_sheet import UNFOLD  # noqa: PLC0415 - it is loaded by now
        from briefing.views.change_words import Between  # noqa: PLC0415

        since = self.state.since
        if chosen is None or since is None:
            return
        if chosen == UNFOLD:
            self.show_since(unfolded=not unfolded)
            return
        between = Between(since.before, since.after)
        change = between.changes[int(chosen)]
        card, _, item = (between.address(change) or "").rpartition("/")[2].partition("#")
        if self.has_card(card):
            self.leap(self.state.at(card, item or None, Pane.CARD))
        elif self.has_card(change.card):
            self.leap(self.state.at(change.card, pane=Pane.CARD))
        elif change.card:
            self.read_as_of(since.before.number)
            self.leap(self.state.at(change.card, pane=Pane.CARD))
        else:
            self.tell(f"It is gone; revision {since.before.number} has it.")

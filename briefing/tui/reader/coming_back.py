"""The reader screen as it is for somebody who has read the briefing before."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.tui.reader import returning
from briefing.tui.reader.leaping import LeapingView


class ComingBack(LeapingView, inherit_bindings=False):
    """Says what has changed since, and leads from change to change."""

    def step_change(self, step: int) -> None:
        key = self._key("old-wording")
        self.show(returning.step_change(self.state, self.item_key, step, key))

    def look_back(self) -> None:
        """Find out what has changed since the revision before, now that the text is drawn."""
        revision = self.state.revision
        if self.state.since is None and not self.session.is_back(revision):
            since = self.session.since(revision)
            if since is not None:
                self.show(replace(self.state, since=since))

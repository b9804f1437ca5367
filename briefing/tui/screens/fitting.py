"""Screens have the size of the terminal."""

from __future__ import annotations

from textual.events import Resize
from textual.message_pump import MessagePump


class Fitting(MessagePump):
    """For a screen: it takes the size that the terminal has now, and none that it had before.

    Laid out for a size, Textual's screen tells itself that size once more. Where another one has
    come meanwhile, the two would be laid out in turn, for ever, each sent to the terminal.
    """

    def on_resize(self, event: Resize) -> None:
        """Pass over a size that is out of date; the one that is not has come or will."""
        if event.size != self.app.size:
            event.prevent_default()

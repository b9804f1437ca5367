"""The key that says how to leave, and pressed again leaves: the same on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from textual.screen import Screen

from briefing.tui.commands import key_label

if TYPE_CHECKING:
    from briefing.tui.app import ReaderApp


@runtime_checkable
class Telling(Protocol):
    """What each of our screens is: it can say something."""

    def tell(self, message: str) -> None:
        """Say something; nothing takes back what was said."""


class Interrupting:
    """Warns at the first press of the key, and leaves at the second if no other came between.

    Args:
        app: Has the screens; it calls `key_comes` before it gives a key to any of them.
    """

    def __init__(self, app: ReaderApp) -> None:
        self._app = app
        self._warned: Screen[object] | None = None
        self._again = False

    def key_comes(self) -> None:
        """A key is pressed: what the one before it said is over."""
        warned = self._warned
        self._warned = None
        self._again = warned is not None
        if warned is not None and warned in self._app.screen_stack:
            cast("Telling", warned).tell("")

    def interrupt(self) -> None:
        """Say how to leave; when that has just been said, leave."""
        app = self._app
        if self._again:
            app.leave(0)
            return
        self._warned = app.screen
        cast("Telling", app.screen).tell(self._how_to_leave())

    def _how_to_leave(self) -> str:
        app = self._app
        keymap = app.session.keymap
        again = f"{key_label(keymap['interrupt'][0])} again"
        # Elsewhere the key that leaves the reader closes what lies over it, or is a letter.
        reading = len(app.screen_stack) == 1 and app.reader.searching.question is None
        quitting = f", or {key_label(keymap['quit'][0])}," if reading else ""
        return f"{again}{quitting} quits."

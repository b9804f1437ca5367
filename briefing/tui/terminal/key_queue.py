"""Gives each key to its widget when all that the key before it led to has happened.

Textual sends a key to the widget that has focus as soon as it comes. Of two that come at once,
over a slow line or out of a paste buffer, the second goes to what had focus before the first had
its effect: ``/water`` would open a prompt and then run the commands of five letters.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from textual.app import App
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

_MARKERS: Final = 2
"""Markers that follow each key."""

_LOST: Final = 2.0
"""Seconds after which a key whose marker never comes holds up the others no longer."""


class KeyDone(Message):
    """A marker that follows what a key led to on its way up to the app, and arrives after it."""


class KeyQueue:
    """Lets the keys of an application through, one after the other.

    A key bubbles up from the widget that has focus, and the command that it means runs when it
    has arrived; what the command leads to, a message of an input say, bubbles up after it. So two
    markers are sent the same way, the second when the first has reached the app, and another one
    after each that met a new screen: that has to be made before it is given a key.

    The app has the queue `handle` what the user did, and tells it of each marker. Whoever says that
    it `holds` keys, because something has still to happen, sends a marker when it has.
    """

    def __init__(
        self,
        app: App[None],
        handle: Callable[[Event], Awaitable[None]],
        holds: Callable[[], bool],
    ) -> None:
        self._app = app
        self._handle = handle
        self._holds = holds
        self._waiting: deque[Event] = deque()
        self._target: Widget | None = None
        self._screen: Screen[object] | None = None
        self._markers = 0
        self._handled = 0

    @property
    def busy(self) -> bool:
        return self._target is not None

    async def put(self, event: Event) -> None:
        """Handle a key, something pasted or something done with the mouse: at once, or later."""
        screen = self._app.screen
        if self._target is None and screen.is_mounted:
            await self._let_through(event)
            return
        self._waiting.append(event)
        if len(self._waiting) == 1:
            self._watch()
        if self._target is None:
            # Something else than a key has brought a screen, which is still being made.
            self._target, self._markers = screen, _MARKERS
            self._send_marker(screen)

    async def marker_arrived(self) -> None:
        if self._target is None or self._holds() or not self._app.screen_stack:
            return
        self._markers += 1
        if self._markers < _MARKERS or self._is_new_screen:
            self._send_marker(self._target)
        else:
            # Behind what this one met on its way: a change of focus comes here by itself.
            self._app.call_later(self._go_on)

    @property
    def _is_new_screen(self) -> bool:
        """Whether no marker has met the screen that is there now, or it is still being made."""
        screen = self._app.screen
        return screen is not self._screen or not screen.is_mounted

    async def _go_on(self) -> None:
        if self._target is None or not self._app.screen_stack:
            return
        if self._is_new_screen:
            self._send_marker(self._target)
        else:
            await self._release()

    async def _release(self) -> None:
        self._target = None
        while self._waiting and self._target is None:
            await self._let_through(self._waiting.popleft())

    async def _let_through(self, event: Event) -> None:
        target = self._app.focused or self._app.screen
        await self._handle(event)
        if isinstance(event, Key | Paste):
            self._handled += 1
            self._markers = 0
            self._target = target
            self._send_marker(target)

    def _send_marker(self, target: Widget) -> None:
        """Go the same way up, or, where that is there no more, from the screen that is."""
        self._screen = screen = self._app.screen
        start = target if screen in target.ancestors_with_self else screen
        marker = KeyDone()
        marker.set_sender(start)
        start.post_message(marker)

    def _watch(self) -> None:
        """See that nothing waits for ever: a widget that goes takes with it what is on its way."""
        handled = self._handled

        async def look() -> None:
            if self._handled == handled and self._app.screen_stack:
                await self._release()
            if self._waiting:
                self._watch()

        self._app.set_timer(_LOST, look)

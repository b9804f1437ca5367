"""Keys take turns: one goes to its widget when all that the one before it led to has happened.

Textual sends a key to the widget that has focus as soon as it comes. Of two that come at once,
over a slow line or out of a paste buffer, the second goes where the keys were before the first had
its way: ``/water`` would open a prompt and then run the commands of five letters.
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

_FOLLOWERS: Final = 2
_LOST: Final = 2.0
"""Seconds after which a key that nobody is done with holds up the others no longer."""


class KeyDone(Message):
    """Follows what a key led to on its way up to the application, and arrives after it."""


class Turns:
    """Lets the keys of an application through, one after the other.

    A key bubbles up from the widget that has focus, and the command that it means runs when it
    has arrived; what the command leads to, a message of an input say, bubbles up after it. So two
    followers are sent the same way, the second when the first is back, and another one after each
    that met a new screen: that has to be made before it is given a key.

    Args:
        app: Has the keys; it calls `done` for each `KeyDone`.
        handle: What Textual does with one.
        holds: Whether something that a key led to has still to happen; who says so sends `KeyDone`
            when it has.
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
        self._followers = 0
        self._turn = 0

    @property
    def busy(self) -> bool:
        """Whether a key has not had its way yet."""
        return self._target is not None

    async def take(self, event: Event) -> None:
        """Take what the user did: at once, or in its turn.

        Args:
            event: A key, something pasted, or something done with the mouse.
        """
        screen = self._app.screen
        if self._target is None and screen.is_mounted:
            await self._let_through(event)
            return
        self._waiting.append(event)
        if len(self._waiting) == 1:
            self._watch()
        if self._target is None:
            # Something else than a key has brought a screen, which is still being made.
            self._target, self._followers = screen, _FOLLOWERS
            self._follow(screen)

    async def done(self) -> None:
        """A `KeyDone` marker reached the app."""
        if self._target is None or self._holds() or not self._app.screen_stack:
            return
        self._followers += 1
        if self._followers < _FOLLOWERS or self._is_new_screen:
            self._follow(self._target)
        else:
            # Behind what this one met on its way: a change of focus comes here by itself.
            self._app.call_later(self._go_on)

    @property
    def _is_new_screen(self) -> bool:
        """Whether no follower has met the screen that is there now, or it is still being made."""
        screen = self._app.screen
        return screen is not self._screen or not screen.is_mounted

    async def _go_on(self) -> None:
        if self._target is None or not self._app.screen_stack:
            return
        if self._is_new_screen:
            self._follow(self._target)
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
            self._turn += 1
            self._followers = 0
            self._target = target
            self._follow(target)

    def _follow(self, target: Widget) -> None:
        """Go the same way up, or, where that is there no more, from the screen that is."""
        self._screen = screen = self._app.screen
        start = target if screen in target.ancestors_with_self else screen
        follower = KeyDone()
        follower.set_sender(start)
        start.post_message(follower)

    def _watch(self) -> None:
        """See that nothing waits for ever: a widget that goes takes with it what is on its way."""
        turn = self._turn

        async def look() -> None:
            if self._turn == turn and self._app.screen_stack:
                await self._release()
            if self._waiting:
                self._watch()

        self._app.set_timer(_LOST, look)

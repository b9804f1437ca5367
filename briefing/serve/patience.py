"""How long something may take, or may be left alone, before it is ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

Action = Callable[[], object]


class _Limit:
    """One limit. Being renewed costs nothing: the timer looks when it is due."""

    def __init__(self, seconds: float, end: Action, notice: float, warn: Action | None) -> None:
        self._seconds = seconds
        self._end = end
        self._notice = notice if warn is not None and notice < seconds else 0.0
        self._warn = warn
        self._loop = asyncio.get_running_loop()
        self._since = self._loop.time()
        self._warned = False
        self._timer = self._loop.call_later(seconds - self._notice, self._look)

    def renew(self) -> None:
        self._since = self._loop.time()
        if self._warned:  # it would be looked at when the end was due, too late for another warning
            self._warned = False
            self._timer.cancel()
            self._timer = self._loop.call_at(self._since + self._seconds - self._notice, self._look)

    def cancel(self) -> None:
        self._timer.cancel()

    def _look(self) -> None:
        now = self._loop.time()
        due = self._since + self._seconds
        if now >= due:
            self._end()
            return
        if self._notice and not self._warned and now >= due - self._notice and self._warn:
            self._warned = True
            self._warn()
        following = due if self._warned or not self._notice else due - self._notice
        self._timer = self._loop.call_at(following, self._look)


class Patience:
    """The limits of one session, by name."""

    def __init__(self) -> None:
        self._limits: dict[str, _Limit] = {}

    def limit(
        self, name: str, seconds: float, end: Action, notice: float = 0, warn: Action | None = None
    ) -> None:
        """Begin to wait; a limit of this name that is there already is replaced.

        Args:
            name: To `renew` and `cancel` it.
            seconds: How long; 0 for as long as it takes.
            end: What to do then.
            notice: Seconds before that at which to warn; only where there are so many.
            warn: How to warn.
        """
        self.cancel(name)
        if seconds > 0:
            self._limits[name] = _Limit(seconds, end, notice, warn)

    def renew(self, name: str) -> None:
        """Begin to wait anew, if there is such a limit."""
        if name in self._limits:
            self._limits[name].renew()

    def cancel(self, name: str | None = None) -> None:
        """Wait no more; without a name, for nothing."""
        for one in [name] if name is not None else list(self._limits):
            if found := self._limits.pop(one, None):
                found.cancel()

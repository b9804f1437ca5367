"""What a session has behind it: the front of a server, or nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from briefing.library.state import ReaderState


class Shown(Protocol):
    """The reader on the screen, as far as somebody else has a say in it."""

    def publish(self, revisions: Mapping[str, int]) -> None:
        """Tell the reader what is published now: revisions by id of their briefings."""

    def warn(self, sentence: str) -> None:
        """Ring, and say something."""

    def leave(self, code: int) -> None:
        """Keep the marks, and end with an exit code."""

    def hang_up(self) -> None:
        """End: nobody sees anything any more."""


class Upstream(Protocol):
    """Whatever a session has behind it.

    Attributes:
        tells_news: Whether it says what is published; without that the reader looks for itself.
    """

    tells_news: bool

    def open_state(self) -> ReaderState:
        """Open the marks of the reader."""

    def attach(self, shown: Shown) -> None:
        """Have a say in what is shown, from now on; the event loop runs."""

    def fitted(self, size: tuple[int, int]) -> tuple[int, int]:
        """Say how much of a terminal is used: columns and rows, of as many as there are."""

    def typed(self) -> None:
        """Hear that the reader did something."""

    def report(self, id_: str, report: str) -> None:
        """Write down what is known of a fault.

        Args:
            id_: By which the reader may ask about it.
            report: For those who mend it.
        """

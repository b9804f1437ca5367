"""What a command is.

One class for each thing the reader can be told to do. It gives the keys, the words in the footer,
the palette and the help, the id in the configuration, and the doing; so none of these can drift
from another. Nothing here imports Textual, so that ``briefing keys`` need not either.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


class Group(StrEnum):
    """Where a command stands in the help."""

    READING = "Reading"
    MOVING = "Moving about"
    FINDING = "Finding"
    CHECKING = "Checking"
    MARKING = "Marking"
    PROGRAM = "The program"


class Command(ABC):
    """Something the reader can be told to do; the first line of its docstring is its help."""

    group: ClassVar[Group]
    keys: tuple[str, ...]
    label: str
    footer: ClassVar[int] = 0
    """Place among the hints of the footer, counted from 1; 0 for none."""

    waits: ClassVar[bool] = False
    """Whether it must see the screen as the command before it left it."""

    hurries: ClassVar[bool] = False
    """Whether it need not wait for the text of a card that was opened while a key is held."""

    @property
    def id(self) -> str:
        """Name in the configuration, made from the class: ``NextUnread`` is ``next-unread``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    @property
    def help(self) -> str:
        """What it does, in a sentence."""
        first = (type(self).__doc__ or "").partition("\n\n")[0]
        return " ".join(first.split())

    def possible(self, reader: ReaderScreen) -> bool:
        """Whether it can be done now."""
        del reader
        return True

    @abstractmethod
    def run(self, reader: ReaderScreen) -> None:
        """Do it."""

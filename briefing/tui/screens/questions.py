"""What the prompt asks for: words to find, or words to narrow by."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import msgspec

from briefing.tui.finding import Found

if TYPE_CHECKING:
    from briefing.search.query import QueryError
    from briefing.tui.screens.searching import Searching


class Question(ABC):
    """Something the prompt asks for. The answer takes effect while it is being typed."""

    label: str

    fault: QueryError | None = None
    """What is wrong with the words; what the words before it led to stays in sight."""

    def __init__(self, searching: Searching) -> None:
        self.searching = searching

    @abstractmethod
    def words(self) -> str:
        """The words that stand there to begin with."""

    @abstractmethod
    def changed(self, words: str) -> str:
        """Take the words typed so far; say what they lead to."""

    @abstractmethod
    def accept(self) -> None:
        """The reader pressed Enter."""

    @abstractmethod
    def cancel(self) -> None:
        """The reader pressed Escape: all is as it was before the question."""


class FindQuestion(Question):
    """Words to find anywhere in the briefing."""

    label = "Find: "

    def __init__(self, searching: Searching) -> None:
        super().__init__(searching)
        self.found = Found("")

    def words(self) -> str:
        """Nothing: the last words are seldom the next ones."""
        return ""

    def changed(self, words: str) -> str:
        """Search."""
        from briefing.search.language import may_become_field  # noqa: PLC0415
        from briefing.search.query import QueryError  # noqa: PLC0415

        query = self.searching.finder.read(words)
        if isinstance(query, QueryError):
            self.fault = query
            return ""
        self.fault = None
        matches = tuple(self.searching.finder.matches(query))
        if matches or not (self.found.matches and may_become_field(words)):
            self.found = Found(words, matches)
            self.searching.show_results(self.found)
        return _count(len(matches), "match", "matches") if words.strip() else ""

    def accept(self) -> None:
        """Go to the result under the cursor."""
        if self.found.matches:
            self.searching.follow(self.found.at(self.searching.chosen_result()))
        elif self.fault is not None:
            self.searching.reader.tell(self.fault.message)
        elif self.found.query.strip():
            self.searching.reader.tell(f"No card has all these words: {self.found.query}")

    def cancel(self) -> None:
        """The text comes back as it was, an earlier search with it."""


class NarrowQuestion(Question):
    """Words that a card must have to be listed."""

    label = "Narrow to: "

    def __init__(self, searching: Searching) -> None:
        super().__init__(searching)
        self.before = (searching.reader.way, searching.narrowing)

    def words(self) -> str:
        """The present words, to be changed."""
        return self.searching.narrowing

    def changed(self, words: str) -> str:
        """List the cards that have the words."""
        from briefing.search.language import may_become_field  # noqa: PLC0415
        from briefing.search.query import QueryError  # noqa: PLC0415

        way = self.searching.reader.way
        query = self.searching.finder.read(words)
        if isinstance(query, QueryError):
            self.fault = query
            return ""
        self.fault = None
        if query.condition is None:
            self.searching.clear_narrowing()
            return ""
        visible = frozenset(self.searching.finder.cards(query))
        if not visible and may_become_field(words):
            return _count(0, "card", "cards")
        self.searching.narrow(msgspec.structs.replace(way, visible=visible), words)
        return _count(len(visible), "card", "cards")

    def accept(self) -> None:
        """Keep the words and go to a card that has them."""
        self.searching.enter_narrowing()

    def cancel(self) -> None:
        """List what was listed before."""
        self.searching.narrow(*self.before)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {many}"

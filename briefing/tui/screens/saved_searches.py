"""Saved searches on the screen that searches the library: listed, counted, saved, taken away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefing.model.errors import BriefingError
from briefing.search.index.results import Stage
from briefing.search.language import read_words
from briefing.search.query import QueryError
from briefing.settings.searches import SavedSearch
from briefing.tui.library_search import MOST_COUNTED, LibrarySearch
from briefing.tui.rendering.library_hits import Saved
from briefing.tui.screens.library_asking import Kind, attempt

if TYPE_CHECKING:
    from briefing.tui.screens.library_search import LibraryScreen


class SavedSearches:
    """The user's saved searches, each with what it finds now.

    Attributes:
        notices: What is wrong with their file, in sentences.
    """

    def __init__(self, screen: LibraryScreen, search: LibrarySearch) -> None:
        self.screen = screen
        self.search = search
        self.notices: tuple[str, ...] = ()
        self._searches: tuple[SavedSearch, ...] = ()
        self._finds: dict[str, str] = {}

    @property
    def listed(self) -> list[Saved]:
        """The searches in the order of their file."""
        return [Saved(one, self._finds.get(one.query, "")) for one in self._searches]

    def named(self, name: str) -> SavedSearch:
        """The search of a name that is listed."""
        return next(one for one in self._searches if one.name == name)

    def read(self) -> None:
        """Read the file anew, and count what is new in it."""
        self._searches, self.notices = self.search.saved()
        self.count()

    def forget(self) -> None:
        """What was counted no longer holds."""
        self._finds.clear()

    def count(self) -> None:
        """Count what each search finds, one after the other, once the index is complete."""
        if self.search.progress().stage in (Stage.CHECKING, Stage.BUILDING):
            return
        for search in self._searches:
            if search.query in self._finds:
                continue
            query = read_words(search.query)
            if not isinstance(query, QueryError):
                tasks = self.screen.asking.tasks
                work = partial(attempt, partial(self.search.count, query, tasks.overtaken))
                tasks.give(Kind.SAVED, work, partial(self._take, search.query))
                return
            self._finds[search.query] = "has a mistake"

    def save(self, name: str, query: str) -> str:
        """Save a search; say what came of it."""
        try:
            self.search.save(SavedSearch(name.strip(), query.strip()))
        except BriefingError as error:
            return str(error)
        self.read()
        return f"Saved as “{name.strip()}”; it is listed before you type a search."

    def delete(self, name: str) -> str:
        """Take a search away; say what came of it."""
        try:
            self.search.delete(name)
        except BriefingError as error:
            return str(error)
        self.read()
        return f"“{name}” is deleted."

    def _take(self, query: str, count: int | BriefingError) -> None:
        if isinstance(count, BriefingError):
            return
        self._finds[query] = f"{count:,}+" if count >= MOST_COUNTED else f"{count:,}"
        self.count()
        self.screen.list_on()

"""What is true of cards of any briefing that only the reader's marks and the sources tell."""

from __future__ import annotations

from briefing.evidence.corpus import Corpus, Examination
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing, card_digest
from briefing.model.errors import BriefingError
from briefing.plain.unverified import unverified
from briefing.search.query import State


class LibraryStates:
    """Decides on states of cards for a search in the library.

    A briefing is opened only where its marks alone do not tell, and once for each question;
    `forget` has it all looked up anew. Used by one thread at a time, while no marks are being made.
    """

    def __init__(self, library: Library, state: ReaderState, corpus: Corpus) -> None:
        self._library = library
        self._state = state
        self._corpus = corpus
        self._read: dict[str, dict[str, str]] = {}
        self._bookmarks: dict[str, set[str]] = {}
        self._changed: dict[str, frozenset[str]] = {}
        self._unverified: dict[str, frozenset[str]] = {}

    def forget(self) -> None:
        """Look everything up anew: marks were made, or something was published."""
        for known in (
            self._read,
            self._bookmarks,
            self._changed,
            self._unverified,
        ):
            known.clear()

    def __call__(self, state: State, briefing: str, card: str) -> bool:
        """Say whether a state is true of a card.

        Args:
            state: One that the index cannot know.
            briefing: Id of a briefing.
            card: Id of a card of it.
        """
        match state:
            case State.BOOKMARKED:
                if briefing not in self._bookmarks:
                    self._bookmarks[briefing] = self._state.bookmarks(briefing)
                return card in self._bookmarks[briefing]
            case State.NEW:
                return card not in self._marks(briefing)
            case State.UNREAD:
                return card not in self._marks(briefing) or card in self._changed_in(briefing)
            case State.UNVERIFIED:
                return card in self._unverified_in(briefing)
        return False

    def _marks(self, briefing: str) -> dict[str, str]:
        if briefing not in self._read:
            self._read[briefing] = self._state.read_marks(briefing)
        return self._read[briefing]

    def _changed_in(self, name: str) -> frozenset[str]:
        if name not in self._changed:
            briefing, marks = self._briefing(name), self._marks(name)
            cards = [card for _, card in briefing.cards()] if briefing else []
            self._changed[name] = frozenset(
                card.id
                for card in cards
                if card.id in marks and marks[card.id] != card_digest(card)
            )
        return self._changed[name]

    def _unverified_in(self, name: str) -> frozenset[str]:
        if name not in self._unverified:
            briefing = self._briefing(name)
            self._unverified[name] = (
                unverified(Examination(briefing, self._corpus)) if briefing else frozenset()
            )
        return self._unverified[name]

    def _briefing(self, name: str) -> Briefing | None:
        try:
            return self._library.open(name).briefing
        except BriefingError:
            return None

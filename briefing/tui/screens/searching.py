"""Finding and narrowing: the prompt, the results, the walk through the matches."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import msgspec

from briefing.library.state import Place
from briefing.tui.finding import HERE, Found
from briefing.tui.layout import Pane
from briefing.tui.panes.bars import Prompt
from briefing.tui.panes.results import ResultsPane
from briefing.tui.rendering.text import unmarked
from briefing.tui.screens.questions import FindQuestion, NarrowQuestion, Question
from briefing.tui.state import Route
from briefing.views.indexing import unverified

if TYPE_CHECKING:
    from briefing.search.finder import Finder
    from briefing.search.query import State
    from briefing.tui.screens.reader import ReaderScreen


class Searching:
    """Searches the briefing on a screen."""

    def __init__(self, reader: ReaderScreen) -> None:
        self.reader = reader
        self.found: Found | None = None
        self.narrowing = ""
        self.question: Question | None = None
        self._finder: Finder | None = None
        self._start: Place | None = None
        self._at: Place | None = None
        """Where the last match was, as long as the reader has not moved."""
        self.drawer_before = False
        """Whether the evidence was open when the search began."""

    @property
    def finding(self) -> bool:
        """Whether results take the place of the text."""
        return isinstance(self.question, FindQuestion)

    @property
    def finder(self) -> Finder:
        """Finds words in the briefing; made when first needed."""
        if self._finder is None:
            # Importing the search takes longer than drawing the first screen.
            from briefing.search.finder import Finder  # noqa: PLC0415

            self._finder = Finder(self.reader.briefing, self._states)
        return self._finder

    def _states(self, state: State) -> Collection[str] | None:
        """The cards of which something is true that only the reader and the sources tell."""
        from briefing.search.query import State  # noqa: PLC0415

        reader = self.reader
        cards = {card.id for _, card in reader.briefing.cards()}
        match state:
            case State.BOOKMARKED:
                return reader.marks.bookmarks
            case State.UNREAD:
                return cards - reader.marks.read
            case State.NEW:
                before = reader.session.state.read_marks(reader.briefing.id)
                return cards - reader.marks.read - before.keys()
            case State.UNVERIFIED:
                return unverified(reader.check.examination)
        return None

    @property
    def position(self) -> str:
        """Where in the matches the reader is, or what the list is narrowed to."""
        if self.found is not None:
            return f"match {self.found.count}: {self.found.query}"
        return f"narrowed to: {self.narrowing}" if self.narrowing else ""

    def forget(self) -> None:
        """Another briefing: nothing found, nothing narrowed."""
        self.found = None
        self.narrowing = ""
        self._finder = None
        self._start = self._at = None
        self.reader.mark = unmarked

    # -- the prompt --------------------------------------------------------------------------------

    def ask_find(self) -> None:
        """Ask for words to find."""
        if self.found is None:
            self._start = self.reader.place
            self.drawer_before = self.reader.evidence_open
        self._ask(FindQuestion(self))

    def ask_narrow(self) -> None:
        """Ask for words to narrow by."""
        self._ask(NarrowQuestion(self))

    def _ask(self, question: Question) -> None:
        self.question = question
        words = question.words()
        self.reader.query_one(Prompt).ask(question.label, words)
        self.reader.add_class("-asking")
        self.changed(words)
        self.reader.lay_out()

    def changed(self, words: str) -> None:
        """Take the words typed so far."""
        if self.question is None:
            return
        count = self.question.changed(words)
        fault = self.question.fault
        prompt = self.reader.query_one(Prompt)
        if fault is None:
            prompt.tell(count)
        else:
            prompt.tell(count, fault.message, None if fault.incomplete else fault.span)

    def accept(self) -> None:
        """The reader pressed Enter: take what is listed, unless the words have a mistake."""
        fault = self.question.fault if self.question is not None else None
        if fault is None or fault.incomplete:
            self._settle()

    def _settle(self) -> None:
        question, self.question = self.question, None
        self._close()
        if question is not None:
            question.accept()

    def cancel(self) -> None:
        """The reader pressed Escape in the prompt."""
        question, self.question = self.question, None
        self._close()
        if question is not None:
            question.cancel()

    def leave(self) -> None:
        """The reader went elsewhere: results give way, a narrowing stays."""
        if self.finding:
            self.cancel()
        elif self.question is not None:
            self._settle()

    def _close(self) -> None:
        self.reader.remove_class("-asking")
        self.reader.query_one(Prompt).display = False
        self.reader.lay_out()

    # -- what questions call -----------------------------------------------------------------------

    def show_results(self, found: Found) -> None:
        """Show what words lead to."""
        self.reader.query_one(ResultsPane).found = found

    def chosen_result(self) -> int:
        """Number of the match that the cursor of the results is on."""
        return int(self.reader.query_one(ResultsPane).cursor_key or 0)

    def follow(self, found: Found) -> None:
        """Go to the present match and mark them all."""
        self.found = found
        match = found.match
        if match is None:
            return
        self.reader.mark = found.marker()
        self.reader.wanted = Pane.CARD
        self.reader.show_card(match.hit.card_id, match.hit.item)
        # Titles, questions and the like are no items that the cursor could lead to.
        self.reader.pane_of(Pane.CARD).seek(HERE)
        self._at = self.reader.place

    def narrow(self, route: Route, words: str) -> None:
        """List only the cards of a route."""
        self.narrowing = words
        self.reader.route = route
        self.reader.lay_out()

    def enter_narrowing(self) -> None:
        """Go to a card that the narrowing leaves, if the open one is not left."""
        reader = self.reader
        reader.wanted = Pane.CARDS
        if reader.way.shows(reader.card):
            reader.lay_out()
            return
        card = next(iter(reader.way.beyond(reader.card_id, 1)), None)
        card = card or next(iter(reader.way.beyond(reader.card_id, -1)), None)
        if card is None:
            self.clear_narrowing()
            reader.tell("No card has these words; all are listed again.")
            return
        reader.show_card(card.id)

    # -- after the prompt --------------------------------------------------------------------------

    def step_match(self, step: int) -> None:
        """Go to the next match, or the one before."""
        if self.found is None:
            self.reader.tell("There is no search; / begins one.")
            return
        self.follow(self.found.stepped(step))

    def end(self) -> None:
        """End the search; go back to where it began, unless the reader has moved since a match."""
        stayed = self._at is not None and self.reader.place == self._at
        start, self._start, self._at = self._start, None, None
        self.found = None
        self.reader.mark = unmarked
        if start is not None and stayed:
            if start.view:
                self.reader.wanted = Pane.CARDS
            self.reader.show_card(start.card, start.claim)
        self.reader.lay_out()

    def clear_narrowing(self) -> None:
        """List all cards again."""
        self.narrow(msgspec.structs.replace(self.reader.way, visible=None), "")

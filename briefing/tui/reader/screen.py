"""The screen on which a briefing is read: it owns the state, and carries out what commands do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from msgspec.structs import replace
from textual import getters, on
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from briefing.evidence.support import Bearer
from briefing.library.reader_tables import Place
from briefing.model.briefing import Revision
from briefing.model.cards import Card, SourceNote
from briefing.model.claims import Evidence
from briefing.model.errors import BriefingError
from briefing.model.overview import line_at
from briefing.tui.commands import COMMANDS, Command
from briefing.tui.reader import finding, marking, navigation, returning, sourcing
from briefing.tui.reader.coming_back import ComingBack
from briefing.tui.reader.earlier import entering, read_through
from briefing.tui.reader.figure_course import FigureCourses
from briefing.tui.reader.health_sheets import HealthSheets
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.offers import Offers
from briefing.tui.reader.panes import CardListPane, CardPane, EvidencePane
from briefing.tui.reader.state import Found, ReadingState, Spot
from briefing.tui.rendering.evidence import cite_card, cite_item
from briefing.tui.rendering.source_text import SourceUse
from briefing.tui.screens.common import ReaderProvider, bindings
from briefing.tui.screens.sheets import (
    Copying,
    help_sheet,
    library_sheet,
    text_sheet,
)
from briefing.tui.screens.source_text import SourceTextScreen
from briefing.tui.session import Beginning, Session
from briefing.tui.session_app import SessionApp
from briefing.tui.widgets import ItemPane, Prompt

if TYPE_CHECKING:
    from briefing.search.finder import Finder
    from briefing.tui.library_pages import Choice, LibrarySearch

_REST: Final = 0.7
"""Seconds of rest after which what was read, and the place, are written."""

_NEWS: Final = 3.0
"""Seconds between two looks at the library; each asks for the state of one file."""

_MODULES: Final = {
    "navigation": navigation,
    "finding": finding,
    "sourcing": sourcing,
    "marking": marking,
    "returning": returning,
}


def function_of(command: Command) -> Callable[..., ReadingState] | None:
    """The function from state to state that does a command; None where a method does.

    Those of `marking` are given the session too.
    """
    module, _, name = command.does.rpartition(".")
    return getattr(_MODULES[module], name) if module in _MODULES else None


_FUNCTIONS: Final = {command.id: function_of(command) for command in COMMANDS}


class ReaderScreen(
    Offers, ComingBack, FigureCourses, HealthSheets, Copying, inherit_bindings=False
):
    """The screen with its commands.

    What a command does is a function from one state to the next, in `navigation`, `finding`,
    `sourcing` or `marking`; here stands what needs the panes, the session, or another screen. The
    panes post messages and never change the state.
    """

    class Opened(Message):
        """Another briefing, or another revision, is read."""

    app = getters.app(SessionApp)
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)
    COMMANDS = {ReaderProvider}  # noqa: RUF012  # Textual declares it so

    def __init__(self, session: Session, beginning: Beginning) -> None:
        super().__init__(*_opening(session, beginning), session.keymap)
        self.session = session
        self._write_timer: Timer | None = None
        self._finder: Finder | None = None
        self._library: LibrarySearch | None = None
        self._asked_from: Spot | None = None  # where words to find were asked for

    @property
    def card(self) -> Card:
        return self.state.card

    def on_mount(self) -> None:
        state = self.state
        if self.pane_of(Pane.CARD).is_beyond_first(self.first_item):
            # Only there the cursor is moved from the first sentence.
            state = navigation.focus_pane(state, Pane.CARD)
        self.show(state)
        earlier = [entering(self._key("reload"))] if state.as_of else []
        self._show_notices([*self.session.notices, *earlier])
        self.call_after_refresh(self.look_back)
        self.set_interval(_NEWS, self.look_for_news)

    def begin_again(self, session: Session) -> None:
        """Show what a start of another session shows that opens the same revision."""
        self.session, self.keymap = session, session.keymap
        self.begin_at(*_opening(session, Beginning(self.state.revision)))

    # -- commands ---------------------------------------------------------------------------------

    def do(self, command: Command) -> None:
        marks = command.does.startswith("marking.")
        if not self.can(command):
            self.tell(command.otherwise)
            return
        if marks and self.state.as_of:
            self.tell(f"Marks are for the newest revision; {self._key('reload')} leads there.")
            return
        function = _FUNCTIONS[command.id]
        if function is None:
            owner, _, name = command.does.rpartition(".")
            getattr(self.app if owner else self, name)(*command.arguments)
        elif marks:
            # What was seen is written first, so that it is not undone with what is decided.
            self._write()
            state = function(self.state, self.session)
            self.show(state.told(" ".join([state.message, *self.session.untold()])))
        else:
            self.show(function(self.state, *command.arguments))

    def can(self, command: Command) -> bool:
        return not command.when or getattr(self, command.when)(*command.arguments) is True

    def has_search(self, step: int) -> bool:
        del step
        return self.state.found is not None

    def has_section(self, number: int) -> bool:
        """Whether there is a section of a number, counted from 0."""
        return number < len(self.briefing.sections)

    def has_shell(self) -> bool:
        return not self.session.served

    # -- reading and moving ------------------------------------------------------------------------

    def read_on(self) -> None:
        """Turn the page; at the end of a card or view open what comes next."""
        pane = self._page_pane
        self._see()
        if not pane.display:
            self.show(navigation.back_to_text(self.state))
        elif not pane.at_end:
            pane.scroll_pages(1)
        elif self.state.list_alone and not self.state.reads_rows:
            self.focus_pane(Pane.CARD)
        elif navigation.leaves_rows(self.state):
            self.focus_pane(Pane.CARDS)
        else:
            keys = (self._key("short-or-full"), self._key("next-unread"))
            on = navigation.step_stop(self.state, 1)
            self.show(on or navigation.end_of_way(self.state, *keys))

    def read_back(self) -> None:
        """Turn back the page; at the top of a card or view open the end of what comes before."""
        state, pane = self.state, self._page_pane
        if not pane.display:
            self.show(navigation.back_to_text(state))
        elif not pane.at_start:
            pane.scroll_pages(-1)
        elif state.route.viewed(state.section) and not state.reads_rows:
            self.focus_pane(Pane.CARDS)
        else:
            before = navigation.step_stop(state, -1)
            self.show(before or state.told("This is the first card."))
            if before is not None:
                self.show_end()

    def move_cursor(self, step: int) -> None:
        """Move the cursor of the pane that has focus; in a text it may only scroll."""
        focus = self.state.focus
        pane = self.pane_of(focus)
        if focus not in (Pane.SECTIONS, Pane.CARDS):
            self.catch_up()
        key = pane.neighbour(step)
        if key is None or key == pane.cursor_key:
            pane.scroll_lines(step)
        else:
            self._choose(focus, key)

    def move_to_end(self, step: int) -> None:
        self.move_cursor(step * len(self.pane_of(self.state.focus).keys))

    def _choose(self, pane: Pane, key: str) -> None:
        match pane:
            case Pane.SECTIONS:
                numbers = {section.id: n for n, section in enumerate(self.briefing.sections)}
                state = navigation.go_to_section(self.state, numbers[key])
                self.show(navigation.focus_pane(state, pane))
            case Pane.CARDS:
                card_id, _, item = key.partition("#")
                self.pane_of(pane).select(key)
                self.show(self.state.at(card_id, item or None))
            case _:
                self.pane_of(pane).select(key)
                self.follow_cursor()

    def page(self, step: int) -> None:
        """Scroll a text by a page, the cursor staying in sight; move through a list by a page."""
        focus = self.state.focus
        pane = self.pane_of(focus)
        if focus in (Pane.SECTIONS, Pane.CARDS, Pane.RESULTS):
            self.move_cursor(step * pane.page_height)
            return
        self._see()
        if pane.turn_page(step):
            self.follow_cursor()

    def focus_pane(self, pane: Pane) -> None:
        self.show(navigation.focus_pane(self.state, pane))

    def go_deeper(self) -> None:
        """From a section to its cards, to the text, to the evidence, to the text of the source."""
        state = self.state
        match state.focus:
            case Pane.SECTIONS:
                self.focus_pane(Pane.CARDS)
            case Pane.CARDS:
                self.focus_pane(Pane.CARD)
            case Pane.CARD if line := line_at(self.briefing, self.item_key):
                self.follow_line(line)
            case Pane.CARD if self.actors_here:
                self.choose_actor()
            case Pane.CARD if not state.shows_evidence:
                self.toggle_evidence()
            case Pane.CARD | Pane.EVIDENCE:
                self.open_source()
            case Pane.RESULTS:
                self.accept_words()
            case Pane.FIGURES:
                figure = self.pane_of(Pane.FIGURES).cursor_key
                self.leap(navigation.go_to_figure(state, figure))

    def go_back(self) -> None:
        """End what was begun last: question, drawer, search, figures, narrowing; then go left.

        Before that the sources set aside are taken back.
        """
        state = self.state
        if self.back_to_cases():
            return
        if state.question is not None:
            self.show(finding.cancel(state))
        elif state.evidence_open and not (state.found and state.drawer_before):
            self.toggle_evidence()
        elif state.found is not None:
            self.show(finding.end_search(state))
        elif state.focus is Pane.FIGURES:
            self.show(navigation.toggle_figures(state))
        elif state.back_widens:
            self.show(finding.show_all(state))
        elif state.check.aside:
            self.show(sourcing.rely_on_all(state))
        elif state.focus is Pane.SECTIONS and state.as_of:
            self.reload()
        elif state.focus is Pane.SECTIONS:
            self.tell("Nothing is open; q quits, ? shows all keys.")
        else:
            self.show(navigation.step_pane(state, -1))

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        """A click goes where the keys would; one beside the results ends the question."""
        if message.pane.id is None or message.pane.id not in set(Pane):
            return
        pane = Pane(message.pane.id)
        self.hurries = False
        self.catch_up()
        self.tell("")
        if pane is not Pane.RESULTS:
            self.show(finding.leave(self.state))
        self.focus_pane(pane)
        self._choose(pane, message.key)
        # One click opens the page of a name.
        if message.again or (pane is Pane.CARD and self.actors_here):
            self.go_deeper()

    # -- finding -----------------------------------------------------------------------------------

    @property
    def finder(self) -> Finder:
        if self._finder is None:
            self._finder = finding.new_finder(lambda: self.state, self.session)
        return self._finder

    def ask_find(self) -> None:
        self._ask(finding.ask_find(self.state))

    def ask_narrow(self) -> None:
        self._ask(finding.ask_narrow(self.state))

    def _ask(self, state: ReadingState) -> None:
        self._asked_from = self.spot
        if (question := state.question) is not None:
            self.query_one(Prompt).ask(question.label, question.words)
            self.show(finding.typed(state, question.words, self.finder))

    @on(Input.Changed)
    def take_words(self, message: Input.Changed) -> None:
        if self.state.question is not None:
            self.show(finding.typed(self.state, message.value, self.finder))

    @on(Input.Submitted)
    def accept_words(self) -> None:
        chosen = int(self.pane_of(Pane.RESULTS).cursor_key or 0)
        self.leap(finding.accept(self.state, chosen), self._asked_from)

    def search_library(self) -> None:
        # Who does not search the library does not pay for SQLite.
        from briefing.tui.library_pages import LibrarySearch  # noqa: PLC0415
        from briefing.tui.screens.library_search import LibraryScreen  # noqa: PLC0415

        self.flush()  # what was read counts for the search
        if self._library is None:
            self._library = LibrarySearch(self.session)
            self.session.at_end.append(self._library.close)
        self.app.push_screen(LibraryScreen(self.session, self._library), self._arrive)

    def _arrive(self, choice: Choice | None) -> None:
        here = self.spot
        if choice is not None and choice.row.briefing_id == self.briefing.id and self.state.as_of:
            self.reload()  # the newest was searched
        if choice is None or not self.opens(choice.row.briefing_id, choice.row.card_id, here):
            return
        words = choice.words
        matches = tuple(self.finder.matches(choice.query)) if words.strip() else ()
        found = Found(words, matches, similar=choice.similar)
        self.leap(finding.arrive(self.state, found, choice.row.card_id), here)

    # -- sourcing ----------------------------------------------------------------------------------

    def toggle_evidence(self) -> None:
        item = self.pane_of(Pane.CARD).cursor_key
        self.show(sourcing.toggle_evidence(self.state, item))

    def step_evidence(self, step: int) -> None:
        self.follow_cursor()
        pane = self.query_one(EvidencePane)
        if not pane.pieces:
            self.tell("Nothing is cited here.")
        elif not self.state.shows_evidence and not self.state.evidence_open:
            self.toggle_evidence()
        elif not pane.display:
            self.focus_pane(Pane.EVIDENCE)
        elif (key := pane.neighbour(step)) != pane.cursor_key:
            pane.select(key)
        else:
            end = "last" if step > 0 else "first"
            self.tell(f"This is the {end} piece of evidence.")

    def open_source(self) -> None:
        self._open_source(listing=False)

    def open_claims(self) -> None:
        self._open_source(listing=True)

    def _open_source(self, *, listing: bool) -> None:
        self.follow_cursor()
        piece = self.query_one(EvidencePane).piece
        detail = self.card.detail
        if isinstance(detail, SourceNote) and not self.state.shows_evidence:
            self._show_source(detail.source, listing=listing)
        elif piece is None:
            self.tell("No source is cited here; move to a sentence that cites one.")
        else:
            self._show_source(piece.cited.source, piece.cited, piece.says, listing=listing)

    def _show_source(
        self,
        key: str,
        evidence: Evidence | None = None,
        said: Sequence[str] = (),
        *,
        listing: bool = False,
        back: Callable[[], None] = lambda: None,
    ) -> None:
        """Open the text of a source, at a passage with the words of what rests on it marked.

        Whoever closes it is led `back`; whoever chooses a claim goes there.
        """
        source = self.briefing.sources_by_key.get(key)
        if source is None:
            self.tell(f"The source “{key}” is not listed.")
            return
        use, session = SourceUse(self.state.check, source), self.session
        screen = SourceTextScreen(
            use,
            session.keymap,
            evidence=evidence,
            said=said,
            listing=listing,
            served=session.served,
        )

        def go(bearer: Bearer | None) -> None:
            if bearer is None:
                back()
            else:
                self.leap(sourcing.go_to_bearer(self.state, bearer))

        self.app.push_screen(screen, go)

    def go_to_dispute(self) -> None:
        self.leap(sourcing.go_to_dispute(self.state, self.item_key))

    def toggle_aside(self) -> None:
        """Set the source of the card or of the evidence shown aside, or rely on it again."""
        detail, piece = self.card.detail, self.query_one(EvidencePane).piece
        source = None
        if isinstance(detail, SourceNote):
            source = detail.source
        elif piece is not None and self.state.shows_evidence:
            source = piece.cited.source
        self.show(sourcing.toggle_aside(self.state, source))

    # -- marking -----------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        self._look()

    @on(ItemPane.Shown)
    def note_shown(self, message: ItemPane.Shown) -> None:
        if message.pane.id in (Pane.CARD, Pane.CARDS):
            self._look()

    def opened(self) -> None:
        """What is seen of a card counts from now on, and the place is another one."""
        self._look()
        self._write_soon()

    def _look(self) -> None:
        self.call_after_refresh(self._see)

    def _see(self) -> None:
        """Mark the open card as read if all of it was on the screen, and the rows that are."""
        if not self.is_seen:
            return
        before = state = self.state
        if state.reads_rows:
            shown = self.query_one(CardListPane).note_sight()
            state = marking.see_rows(state, self.session, shown)
        pane = self.query_one(CardPane)
        if not (state.list_alone or state.behind) and pane.display and pane.note_sight():
            unread = state.card_id not in state.marks.read
            state = marking.see_card(state, self.session) if unread else state
        if state is not before:
            self.show(state)
            self._write_soon()

    def flush(self) -> None:
        """Write what was read and where the reader is; say so if that fails."""
        self._write()
        if news := self.session.untold():
            self.tell(" ".join(news))

    def _write(self) -> None:
        if not self.state.as_of:
            self.session.flush(self.state.revision, self.place)

    def _write_soon(self) -> None:
        if self._write_timer is not None:
            self._write_timer.stop()
        self._write_timer = self.set_timer(_REST, self.flush)

    # -- the library -------------------------------------------------------------------------------

    def choose_briefing(self) -> None:
        try:
            entries = self.session.entries()
        except BriefingError as error:
            self._chosen()
            self.tell(str(error))
            return
        if entries:
            self.app.push_screen(library_sheet(entries, self.briefing.id), self._open_chosen)
        else:
            self._chosen()
            where = "here" if self.session.served else f"in {self.session.library.folder}"
            self.tell(f"There is no briefing left {where}.")

    def _chosen(self) -> None:
        self.state = replace(self.state, choosing=False)
        self._look()

    def _open_chosen(self, name: str | None) -> None:
        at_start, here = self.state.choosing, self.spot
        self._chosen()
        if name == self.briefing.id and self.state.as_of:
            self.reload()
        if name is None or name == self.briefing.id or not self._open_briefing(name):
            return
        if not at_start:
            self.leap(self.state, here)

    def _open_briefing(self, name: str) -> bool:
        """Open a briefing unless this revision of it is open; say why that failed."""
        if name == self.briefing.id and self.state.as_of:
            return True
        try:
            revision = self.session.open(name)
        except BriefingError as error:
            self.tell(str(error))
            return False
        current = self.state.revision
        if (revision.briefing.id, revision.number) != (current.briefing.id, current.number):
            self.open_revision(revision)
        return True

    def open_revision(self, revision: Revision, *, as_of: bool = False) -> None:
        """Read another briefing, where the reader left it, or another revision of this."""
        self.flush()
        before, pane = self.state, self.pane_of(Pane.CARD)
        turned_away = not pane.cursor_in_sight
        self._finder = None
        state = navigation.go_on(before, _begun(self.session, revision, as_of=as_of))
        place = self.session.state.place(revision.briefing.id)
        same = (before.briefing.id, before.card_id) == (state.briefing.id, state.card_id)
        # Where a list is read, the place names no sentence, but the text keeps its own.
        item = pane.cursor_key if same else place.claim if place else None
        if turned_away and same:
            # The cursor goes along, but the page stays.
            self.show(state)
            pane.select(item, reveal=False)
            self.follow_cursor()
        else:
            self.show(replace(state, goal=item))
        self.post_message(self.Opened())
        self.call_after_refresh(self.look_back)

    def reload(self) -> None:
        before = self.state
        try:
            revision = self.session.reopen(before.briefing.id)
        except BriefingError as error:
            self.tell(str(error))
            return
        self.say_news("")
        if revision.number == before.revision.number and not before.as_of:
            self.tell(f"Revision {revision.number} is the newest.")
            if before.since is not None:
                self.show_since()
            return
        self.open_revision(revision)
        said = [
            f"Revision {revision.number} is loaded.",
            "The search has ended." if before.found else "",
            "All cards are listed again." if before.narrowing else "",
        ]
        self.tell(" ".join(filter(None, said)))

    def look_for_news(self) -> None:
        if self.state.as_of:
            return
        number = self.session.newer(self.state.revision)
        words = f"Revision {number} is out: {self._key('reload')} loads it" if number else ""
        self.say_news(words)

    def say_news(self, words: str) -> None:
        if words != self.state.newer:
            # The header may need fewer lines, or have its own again.
            self.show(replace(self.state, newer=words))

    # -- what is shown over the screen -------------------------------------------------------------

    def copy(self) -> None:
        state = self.state
        self.session.note_copied(state.revision, self.card, self.item_key)
        self.copy_out(cite_item(state.revision, state.check, self.card, self.item_key))

    def copy_card(self) -> None:
        self.session.note_copied(self.state.revision, self.card, None)
        self.copy_out(cite_card(self.state.revision, self.state.check, self.card))

    def _show_notices(self, sentences: Sequence[str]) -> None:
        """Say what was noticed at start; what the footer cannot hold gets a sheet."""
        said = " ".join(sentences)
        width, height = self.app.size
        if len(said) > width * (height // 4):
            self.app.push_screen(text_sheet("Messages at start", "\n\n".join(sentences)))
        elif said:
            self.tell(said)

    def show_help(self) -> None:
        self.app.push_screen(help_sheet(self.session.keymap))

    # -- the program -------------------------------------------------------------------------------

    def suspend(self) -> None:
        self.flush()
        self.app.action_suspend_process()

    def leave(self) -> None:
        self.app.call_later(self.app.leave, 0)


def _opening(session: Session, beginning: Beginning) -> tuple[ReadingState, str | None]:
    """What a session opens with, and the item where the reader left, to go back to."""
    state = _begun(session, beginning.revision, beginning.card_id, as_of=beginning.as_of)
    place = session.state.place(beginning.revision.briefing.id)
    item = beginning.item
    if place and not beginning.card_id:
        item = place.claim
    return replace(state, choosing=beginning.choosing), item


def _begun(
    session: Session, revision: Revision, card_id: str | None = None, *, as_of: bool = False
) -> ReadingState:
    briefing, earlier = revision.briefing, session.as_of(revision) if as_of else ""
    # What was marked goes along first, the place too.
    since = None if earlier else session.since(revision)
    place = session.state.place(briefing.id)
    full = place.full if place else session.config.version == "full"
    if card_id:
        place = Place(section="", card=card_id)
    elif place and earlier:
        place = replace(place, card=session.id_then(place.card, revision))
    check, marks = session.check(briefing), session.marks(briefing)
    state = navigation.begin(revision, check, marks, place, full=full)
    return read_through(state, earlier) if earlier else replace(state, since=since)

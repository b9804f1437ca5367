"""The screen on which a briefing is read."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Input

from briefing.library.state import Place
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.tui.bindings import bindings, hints
from briefing.tui.commands import COMMANDS, Command
from briefing.tui.layout import BROAD, TWO_PANES, Arrangement, Pane
from briefing.tui.palette import ReaderProvider
from briefing.tui.panes.bars import FooterBar, HeaderBar, Prompt
from briefing.tui.panes.bound import BoundPane
from briefing.tui.panes.card_pane import CardPane
from briefing.tui.panes.item_pane import ItemPane
from briefing.tui.panes.lists import CardListPane, SectionPane
from briefing.tui.panes.results import ResultsPane
from briefing.tui.panes.side_panes import EvidencePane, FiguresPane
from briefing.tui.rendering.roles import ROLE_CLASSES
from briefing.tui.rendering.text import Marker, unmarked
from briefing.tui.screens.arranging import arrange
from briefing.tui.screens.checking import Checking
from briefing.tui.screens.fitting import Fitting
from briefing.tui.screens.following import Following
from briefing.tui.screens.marking import Marking
from briefing.tui.screens.news import News
from briefing.tui.screens.pacing import Pacing
from briefing.tui.screens.searching import Searching
from briefing.tui.screens.showing import Showing
from briefing.tui.screens.travel import Travel
from briefing.tui.screens.weighing import Weighing
from briefing.tui.session import Beginning, Session
from briefing.tui.state import Checked, Marks, Route, Stop

_BY_ID = {command.id: command for command in COMMANDS}


class ReaderScreen(Fitting, Screen[None], inherit_bindings=False):
    """Header, sections, cards, figures, evidence; owns what the reader is at.

    The panes are bound to the reactive values and never change them: they post messages. What a
    command does stands in a helper: `travel`, `searching`, `checking`, `weighing`, `marking` or
    `showing`.
    """

    class Redraw(Message):
        """The whole screen is to be sent again, because the terminal may not show it."""

    class Interrupt(Message):
        """The reader may want to leave."""

    class Leave(Message):
        """The reader leaves."""

    AUTO_FOCUS = ""
    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)
    COMMANDS = {ReaderProvider}  # noqa: RUF012  # Textual declares it so

    revision: var[Revision | None] = var[Revision | None](None, init=False)
    """What is read."""

    route: var[Route | None] = var[Route | None](None, init=False)
    """The briefing, and the cards that a narrowing leaves."""

    card_id: var[str] = var("", init=False)
    """The open card."""

    text_id: var[str] = var("", init=False)
    """The card whose text is shown: the open one, unless a key is held."""

    marks: var[Marks] = var(Marks(), init=False)
    """What is read and bookmarked."""

    checked: var[Checked | None] = var[Checked | None](None, init=False)
    """How the briefing stands against its sources, and which of them are set aside."""

    mark: var[Marker] = var[Marker](lambda: unmarked, init=False)
    """Marks the words searched for."""

    newer: var[str] = var("", init=False)
    """What is out since, in words; empty where the revision that is read is the newest."""

    def __init__(self, session: Session, beginning: Beginning) -> None:
        super().__init__()
        self.session = session
        self.wanted = Pane.CARDS
        self.choosing = beginning.choosing
        self.evidence_open = False
        self.figures_wanted: bool | None = None
        self.pacing = Pacing(self)
        self.travel = Travel(self)
        self.following = Following(self)
        self.searching = Searching(self)
        self.marking = Marking(self)
        self.showing = Showing(self)
        self.news = News(self)
        self.checking = Checking(self)
        self.weighing = Weighing(self)
        self._begin(beginning)

    def _begin(self, beginning: Beginning) -> None:
        """Take the values of a briefing before anything is drawn."""
        revision = beginning.revision
        place = self.session.place(revision.briefing)
        route = Route(revision.briefing, full=self._full(place))
        if beginning.card_id:
            place = Place(section="", card=beginning.card_id)
        stop = route.resume(place)
        card = stop.cards[0]
        self.wanted = _pane_for(stop, route)
        self.set_reactive(ReaderScreen.revision, revision)
        self.set_reactive(ReaderScreen.route, route)
        self.set_reactive(ReaderScreen.checked, self.session.check(revision.briefing))
        self.set_reactive(ReaderScreen.card_id, card.id)
        self.set_reactive(ReaderScreen.text_id, card.id)
        self.set_reactive(ReaderScreen.marks, self.session.marks(revision.briefing))
        self.first_item = place.claim if place else None

    def _full(self, kept: Place | None) -> bool:
        """Whether to read the full version: as in the briefing before, else as configured."""
        return kept.full if kept else self.session.config.version == "full"

    def compose(self) -> ComposeResult:
        """Lay out the panes; `lay_out` decides which are seen."""
        yield HeaderBar(id="header").data_bind(
            ReaderScreen.revision,
            ReaderScreen.route,
            ReaderScreen.mark,
            ReaderScreen.checked,
            ReaderScreen.newer,
        )
        with Horizontal(id="body"):
            yield self._bound(SectionPane(id=Pane.SECTIONS))
            with Vertical(id="centre"):
                yield self._bound(CardListPane(id=Pane.CARDS))
                yield self._bound(CardPane(id=Pane.CARD))
                yield self._bound(ResultsPane(id=Pane.RESULTS))
            yield self._bound(FiguresPane(id=Pane.FIGURES))
        yield self._bound(EvidencePane(id=Pane.EVIDENCE))
        yield Prompt(id="prompt")
        yield FooterBar(id="footer")

    def _bound(self, pane: BoundPane) -> BoundPane:
        follows = isinstance(pane, CardPane | EvidencePane)
        pane.data_bind(
            ReaderScreen.checked,  # first: the others draw what it tells
            ReaderScreen.route,
            ReaderScreen.marks,
            ReaderScreen.mark,
            card_id=ReaderScreen.text_id if follows else ReaderScreen.card_id,
        )
        return pane

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def briefing(self) -> Briefing:
        """What is read."""
        return self.current.briefing

    @property
    def current(self) -> Revision:
        """The revision that is read."""
        assert self.revision is not None, "set before the screen is shown"
        return self.revision

    @property
    def way(self) -> Route:
        """The cards and the ways through them."""
        assert self.route is not None, "set before the screen is shown"
        return self.route

    @property
    def check(self) -> Checked:
        """How the briefing stands against its sources."""
        assert self.checked is not None, "set before the screen is shown"
        return self.checked

    @property
    def is_seen(self) -> bool:
        """Whether the reader sees this screen, as it is to be seen.

        Nothing lies over it, the briefing was chosen, and the text is where it was left.
        """
        return self.is_active and not self.choosing and self.first_item is None

    @property
    def section(self) -> Section:
        """The section of the open card."""
        return self.way.find(self.card_id)[0]

    @property
    def card(self) -> Card:
        """The open card."""
        return self.way.find(self.card_id)[1]

    @property
    def place(self) -> Place:
        """Where the reader is, to come back to."""
        alone = self.arrangement.list_alone
        pane = self.pane_of(Pane.CARD)
        return Place(
            section=self.section.id,
            card=self.card_id,
            claim=None if alone or self.following.behind else pane.cursor_key,
            view=alone,
            full=self.way.full,
        )

    def pane_of(self, pane: Pane) -> ItemPane:
        """The widget of a pane."""
        return self.query_one(f"#{pane}", ItemPane)

    @property
    def pane(self) -> ItemPane:
        """The pane that has focus."""
        return self.pane_of(self.arrangement.focus())

    @property
    def arrangement(self) -> Arrangement:
        """What decides which panes are seen."""
        return Arrangement(
            width=self.app.size.width,
            height=self.app.size.height,
            wanted=self.wanted,
            finding=self.searching.finding,
            evidence=self.evidence_open,
            figures=self.figures_wanted,
            several=len(self._listed) > 1,
            broad=self.section.kind in BROAD,
            viewed=self.way.viewed(self.section),
        )

    @property
    def _listed(self) -> Sequence[Card]:
        """The cards of the section, without those that the short version leaves out."""
        way, section = self.way, self.section
        return way.listed(section, self.card_id) if way.short else section.cards

    def open_revision(self, revision: Revision) -> None:
        """Read another briefing, where the reader left it, or go on in a new revision of this."""
        self.marking.flush()
        self.searching.forget()
        place = self.session.place(revision.briefing)
        item = place.claim if place else None
        route = Route(revision.briefing, full=self._full(place))
        self.newer = ""
        before, pane = (self.briefing.id, self.card_id), self.pane_of(Pane.CARD)
        turned_away = not pane.cursor_in_sight
        stop = route.resume(place)
        card = stop.cards[0]
        if revision.briefing.id != self.briefing.id:
            self.wanted = _pane_for(stop, route)
        with self.prevent(ItemPane.Shown):
            self.revision = revision
            self.route = route
            self.checked = self._checked_anew(revision.briefing, same=before[0])
            self.text_id = self.card_id = card.id
        self.marking.refresh()
        self.lay_out()
        if turned_away and before == (self.briefing.id, self.card_id):
            # The cursor goes along, but the page stays.
            pane.select(item, reveal=False)
            item = None
        self.show_card(self.card_id, item)

    def _checked_anew(self, briefing: Briefing, *, same: str) -> Checked:
        """Check a briefing; sources set aside stay so in another revision of the same one."""
        check = self.session.check(briefing)
        keys = {source.key for source in briefing.sources} if briefing.id == same else set()
        return Checked(check.examination, self.check.aside & keys)

    def show_card(self, card_id: str, item: str | None = None) -> None:
        """Open a card.

        Args:
            card_id: Which.
            item: Key of the item to stand on; None for the first.
        """
        self.card_id = self.way.find(card_id)[1].id  # what a briefing refers to may not be there
        self.lay_out()
        self.following.follow(item)

    def open_card(self, card_id: str, item: str | None = None) -> None:
        """Open a card to be read, also where the short version has only its row.

        Args:
            card_id: Which.
            item: Key of the item to stand on; None for the first.
        """
        if self.way.viewed(self.way.find(card_id)[0]):
            self.wanted = Pane.CARD
        self.show_card(card_id, item)

    def show_stop(self, stop: Stop) -> None:
        """Show what is to be read next: a card, or the view of a section."""
        one_pane = self.size.width < TWO_PANES
        if stop.view and self.wanted in (Pane.CARD, Pane.EVIDENCE):
            self.wanted = Pane.CARDS
        elif self.way.short and not stop.view and one_pane and self.wanted is Pane.CARDS:
            self.wanted = Pane.CARD
        self.show_card(stop.cards[0].id)

    @property
    def item_key(self) -> str | None:
        """Key of what the cursor is on: an item of the open card, or a figure of the panel."""
        if self.arrangement.focus() is Pane.FIGURES:
            return f"figure:{self.query_one(FiguresPane).figure_id}"
        return None if self.arrangement.list_alone else self.pane_of(Pane.CARD).cursor_key

    def follow_cursor(self) -> None:
        """Show the evidence for what the cursor is on."""
        self.query_one(EvidencePane).about = self.item_key

    def show_position(self) -> None:
        """Say in the footer where the reader is."""
        wide = self.size.width >= TWO_PANES
        self.query_one(FooterBar).position = self.searching.position or self._position(wide)

    def _position(self, wide: bool) -> str:
        way, number = self.way, self.way.stop_at(self.card_id)
        if not way.short:
            cards = [card for _, card in way.briefing.cards()]
            where = f"{cards.index(self.card) + 1} of {len(cards)}"
            return f"card {where}, {self.marks.unread(cards)} unread" if wide else where
        where = "not in short" if number is None else f"{number + 1} of {len(way.stops)}"
        unread = way.unread_stops(self.marks)
        return f"short: {where}, {f'{unread} unread' if unread else 'all read'}" if wide else where

    def tell(self, message: str) -> None:
        """Say something in the footer, or in the prompt that has its place, until the next key."""
        self.query_one(FooterBar).message = message
        self.query_one(Prompt).notice(message if self.searching.question is not None else "")

    # -- arrangement -------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Arrange the panes anew."""
        arrange(self)
        self.show_position()

    def focus_pane(self, pane: Pane) -> None:
        """Focus a pane."""
        self.wanted = pane
        self.lay_out()
        self.follow_cursor()

    def on_mount(self) -> None:
        """Say what keys there are, and what was noticed at start."""
        self.query_one(FooterBar).hints = hints(self.session.keymap)
        if self.first_item in self.pane_of(Pane.CARD).keys[1:]:
            self.wanted = Pane.CARD  # only there the cursor is moved from the first sentence
        self.lay_out()
        self.showing.notices(self.session.notices)
        self.news.begin()

    def on_resize(self, event: Resize) -> None:
        """Arrange for the new size."""
        del event
        self.lay_out()
        self.call_after_refresh(self._first_sight)

    def _first_sight(self) -> None:
        """Go back to the sentence where the reader left, once there are lines to stand on."""
        item, self.first_item = self.first_item, None
        if item is not None:
            self.show_card(self.card_id, item)

    # -- keys and messages -------------------------------------------------------------------------

    def action_command(self, command_id: str) -> None:
        """Run a command when it may."""
        self.pacing.take(_BY_ID[command_id])

    def run(self, command: Command) -> None:
        """Run a command now."""
        self.tell("")
        self.following.begin(hurries=command.hurries)
        if self.may_run(command):
            attrgetter(command.does)(self)(*command.arguments)
        else:
            self.tell(command.otherwise)

    def may_run(self, command: Command) -> bool:
        """Whether a command can be done now."""
        return not command.when or attrgetter(command.when)(self)(*command.arguments) is True

    def has_search(self, step: int) -> bool:
        """Whether there are matches to step through."""
        del step
        return self.searching.found is not None

    def has_section(self, number: int) -> bool:
        """Whether there is a section of a number, counted from 0."""
        return number < len(self.briefing.sections)

    def has_shell(self) -> bool:
        """Whether there is a shell to go to."""
        return not self.session.served

    def on_screen_resume(self) -> None:
        """What lay over the screen is gone, and what is on it can be seen again."""
        self.marking.look()

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        """A click goes where the keys would; one beside the results ends the question."""
        if message.pane.id is None or message.pane.id not in set(Pane):
            return
        self.tell("")
        self.following.begin(hurries=False)
        if message.pane.id != Pane.RESULTS:
            self.searching.leave()
        self.focus_pane(Pane(message.pane.id))
        self.travel.choose(Pane(message.pane.id), message.key)
        if message.again:
            self.travel.go_deeper()

    @on(ItemPane.Shown)
    def note_shown(self, message: ItemPane.Shown) -> None:
        """A card that was shown to its end counts as read, and a row that was shown."""
        if message.pane.id in (Pane.CARD, Pane.CARDS):
            self.marking.look()

    @on(Input.Changed)
    def take_words(self, message: Input.Changed) -> None:
        """Words take effect while they are typed."""
        self.searching.changed(message.value)

    @on(Input.Submitted)
    def accept_words(self) -> None:
        """Enter accepts the words."""
        self.searching.accept()

    # -- the screen as a whole ---------------------------------------------------------------------

    def redraw(self) -> None:
        """Send the whole screen again."""
        self.post_message(self.Redraw())

    def interrupt(self) -> None:
        """Say how to leave, as the key does on every screen."""
        self.post_message(self.Interrupt())

    def open_palette(self) -> None:
        """Offer commands and cards by name."""
        self.app.action_command_palette()

    def search_library(self) -> None:
        """Ask for words to find in all briefings."""
        # Who does not search the library does not pay for SQLite.
        from briefing.tui.screens.to_library import search_library  # noqa: PLC0415

        search_library(self)

    def suspend(self) -> None:
        """Write what was read, and stop until the shell goes on."""
        self.marking.flush()
        self.app.action_suspend_process()

    def leave(self) -> None:
        """Remember the place and go."""
        self.post_message(self.Leave())


def _pane_for(stop: Stop, route: Route) -> Pane:
    """The pane to begin in: the list, unless a card is open that has only a row on the way."""
    opened = route.viewed(stop.section) and not stop.view
    return Pane.CARD if opened else Pane.CARDS

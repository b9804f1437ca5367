"""The reader screen but for what each command does: the panes, the state, when a command runs."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from functools import cached_property, partial
from typing import ClassVar, Final

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from briefing.library.reader_tables import Place
from briefing.tui.commands import COMMANDS, Command, Keymap, main_key
from briefing.tui.reader.layout import ROOMY, TWO_PANES, Pane
from briefing.tui.reader.panes import (
    CardListPane,
    CardPane,
    EvidencePane,
    FiguresPane,
    HeaderBar,
    ResultsPane,
    SectionPane,
    differ,
)
from briefing.tui.reader.state import ReadingState
from briefing.tui.rendering.text import HERE, ROLE_CLASSES, is_beyond_first
from briefing.tui.screens.common import Fitting
from briefing.tui.terminal.key_queue import KeyDone
from briefing.tui.widgets import FooterBar, ItemPane, Prompt

_BY_ID: Final = {command.id: command for command in COMMANDS}

_HELD: Final = 0.06
"""Seconds between two cards within which nobody presses a key twice: it repeats, being held."""

_PAUSE: Final = 0.08
"""Seconds after the last of such cards until the text follows: a little more than a repeat."""


class ReaderView(Fitting, Screen[None], inherit_bindings=False):
    """Header, sections, cards, figures, evidence, and the state that is handed down to them."""

    AUTO_FOCUS = ""
    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES

    state: var[ReadingState] = var[ReadingState](None, init=False)  # type: ignore[arg-type]  # set at once

    def __init__(self, state: ReadingState, item: str | None, keymap: Keymap) -> None:
        super().__init__()
        self.keymap = keymap
        self.set_reactive(ReaderView.state, state)
        self.first_item = item
        self._arranged: ReadingState | None = None
        self.hurries = False
        """Whether the command that is carried out can do without the text of what it opens."""
        self._opened_at = -1.0
        self._text_timer: Timer | None = None
        self._waiting: deque[Command] = deque()
        self._layouts = 0
        self._sighting = 0
        """How often the screen has come to the top."""
        self._to_end = False

    def compose(self) -> ComposeResult:
        """Lay out the panes; `_arrange` decides which are seen."""
        yield HeaderBar(id="header").data_bind(ReaderView.state)
        with Horizontal(id="body"):
            yield SectionPane(id=Pane.SECTIONS).data_bind(ReaderView.state)
            with Vertical(id="main"):
                with Vertical(id="centre"):
                    yield CardListPane(id=Pane.CARDS).data_bind(ReaderView.state)
                    yield CardPane(id=Pane.CARD).data_bind(ReaderView.state)
                    yield ResultsPane(id=Pane.RESULTS).data_bind(ReaderView.state)
                with Vertical(id="aside"):
                    yield EvidencePane(id=Pane.EVIDENCE).data_bind(ReaderView.state)
                    yield FiguresPane(id=Pane.FIGURES).data_bind(ReaderView.state)
        yield Prompt(id="prompt")
        yield FooterBar(id="footer")

    def pane_of(self, pane: Pane) -> ItemPane:
        return self._panes[pane]

    @cached_property
    def _panes(self) -> dict[Pane, ItemPane]:
        return {pane: self.query_one(f"#{pane}", ItemPane) for pane in Pane}

    @property
    def item_key(self) -> str | None:
        """Key of what the cursor is on: an item of the open card, or a figure of the panel."""
        if self.state.focus is Pane.FIGURES:
            return f"figure:{self.query_one(FiguresPane).figure_id}"
        return None if self.state.list_alone else self.pane_of(Pane.CARD).cursor_key

    @property
    def place(self) -> Place:
        state = self.state
        moving = state.list_alone or state.behind
        return Place(
            section=state.section.id,
            card=state.card_id,
            claim=None if moving else self.pane_of(Pane.CARD).cursor_key,
            view=state.list_alone,
            full=state.route.full,
        )

    def show(self, state: ReadingState) -> None:
        """Take a state, and bring the panes to it."""
        before, goal = self.state, state.goal
        moves = goal is not None or state.card_id != before.card_id
        moves = moves or state.revision is not before.revision
        text_id = state.text_id
        if moves:
            now = time.monotonic()
            held, self._opened_at = now - self._opened_at < _HELD, now
            _stop(self._text_timer)
            if held and self.hurries and goal is None:
                self._text_timer = self.set_timer(_PAUSE, self.catch_up)
            else:
                text_id = state.card_id
        decided = None if moves and state.decided != state.card else state.decided
        size = (self.app.size.width, self.app.size.height)
        self.state = replace(
            state,
            text_id=text_id,
            goal=None,
            size=size,
            decided=decided,
            listed_last=state.listing,
        )
        self._arrange()
        self._say(before)
        if goal is not None:
            pane = self.pane_of(Pane.CARD)
            # Positions stand side by side, as one item, where there is room.
            pane.select(goal if goal in pane.keys else goal.split(":")[0] + "s")
        self.follow_cursor()
        if state.found is not None and state.found is not before.found:
            # Titles, questions and the like are no items that the cursor could lead to.
            self.pane_of(Pane.CARD).seek(HERE)
        if moves and not self.state.behind:
            self.opened()

    def show_end(self) -> None:
        """Show the end of what was opened, now and once it is laid out."""
        self._to_end = True
        self._page_pane.scroll_to_end()

    @property
    def _page_pane(self) -> ItemPane:
        return self.pane_of(Pane.CARDS if self.state.list_alone else Pane.CARD)

    def opened(self) -> None:
        """The text of a card has been opened."""

    def catch_up(self) -> None:
        """Show the text of the open card now, if it is behind."""
        if self.state.behind:
            _stop(self._text_timer)
            self.state = replace(self.state, text_id=self.state.card_id)
            self.follow_cursor()
            self.opened()

    def follow_cursor(self) -> None:
        """Show the evidence for what the cursor is on."""
        if not self.state.behind:
            self.query_one(EvidencePane).about = self.item_key

    def _arrange(self) -> None:
        state = self.state
        last, self._arranged = self._arranged, state
        if (
            last is None
            or (last.arrangement, last.listed) != (state.arrangement, state.listed)
            or differ(last, state, "revision", "route", "check", "found", "newer")
        ):
            self._size_panes()
        if state.question is None:
            self.set_focus(self.pane_of(state.focus))

    def _size_panes(self) -> None:
        arrangement, visible = self.state.arrangement, self.state.visible
        self.set_class(arrangement.framed, "-framed")
        header_rows = 2 if arrangement.height >= ROOMY else 1
        rows = arrangement.height - header_rows - 1
        self.query_one(HeaderBar).styles.height = header_rows
        one_pane = arrangement.width < TWO_PANES
        sections = self.pane_of(Pane.SECTIONS)
        sections.styles.width = "1fr" if one_pane else arrangement.sections_width
        for pane in Pane:
            self.pane_of(pane).display = pane in visible
        centre, aside = self.query_one("#centre"), self.query_one("#aside")
        centre.display = bool(visible & {Pane.CARDS, Pane.CARD, Pane.RESULTS})
        aside.display = bool(visible & {Pane.EVIDENCE, Pane.FIGURES})
        self.query_one("#main").display = centre.display or aside.display
        self.query_one("#main").set_class(arrangement.stacked, "-stacked")
        below = arrangement.stacked and centre.display
        aside.styles.height = arrangement.evidence_height() if below else "1fr"
        beside = centre.display and not arrangement.stacked
        aside.styles.width = arrangement.aside_width if beside else "1fr"
        self._size_figures(rows)
        self._size_list(rows - arrangement.evidence_height() if below else rows)
        self.query_one(CardPane).set_class(self.state.shows_evidence, "-follows")

    def _size_figures(self, rows: int) -> None:
        """Give the figures below the evidence what they need, up to a half."""
        figures = self.pane_of(Pane.FIGURES)
        if Pane.EVIDENCE not in self.state.visible or not figures.display:
            figures.styles.height = "1fr"
            return
        lines = figures.lines_at(self._inner(self.state.arrangement.aside_width))
        figures.styles.height = min(lines + self._frame, rows // 2)

    def _size_list(self, rows: int) -> None:
        arrangement, visible = self.state.arrangement, self.state.visible
        cards, card = self.pane_of(Pane.CARDS), self.pane_of(Pane.CARD)
        if not (cards.display and len(visible) > 1):
            cards.styles.height = "1fr"
            return
        lines = cards.lines_at(self._inner(arrangement.centre_width)) + self._frame
        cards.styles.height = arrangement.list_height(lines, rows)
        card.display = Pane.CARD in visible or arrangement.previews(lines, rows)

    def _inner(self, width: int) -> int:
        """Cells of a line in a pane of so many columns."""
        return width - 2 - (2 if self.state.arrangement.framed else 0)

    @property
    def _frame(self) -> int:
        """Rows of a pane's frame: the rule above it, and in a box the one below."""
        return 2 if self.state.arrangement.framed else 1

    def _say(self, before: ReadingState) -> None:
        """Say in the footer where the reader is, and what there is to say; show the prompt."""
        state, footer, prompt = self.state, self.query_one(FooterBar), self.query_one(Prompt)
        footer.hints = footer_hints(state, self.keymap)
        footer.position = where(state)
        footer.message = state.message
        question = state.question
        prompt.notice(state.message if question is not None else "")
        if question is before.question:
            return
        self.set_class(question is not None, "-asking")
        if question is None:
            prompt.display = False
            return
        fault = question.fault
        if fault is None:
            prompt.tell(question.count)
        else:
            prompt.tell(question.count, fault.message, None if fault.incomplete else fault.span)

    def tell(self, message: str) -> None:
        """Say something in the footer, or in the prompt that has its place, until the next key."""
        if message != self.state.message:
            before, self.state = self.state, self.state.told(message)
            self._say(before)

    def on_resize(self, event: Resize) -> None:
        del event
        self.show(self.state)
        self.call_after_refresh(self._first_sight)

    def _first_sight(self) -> None:
        """Go back to the sentence where the reader left, once there are lines to stand on."""
        item, self.first_item = self.first_item, None
        if item is not None:
            self.show(replace(self.state, goal=item))

    def begin_at(self, state: ReadingState, item: str | None) -> None:
        """Show a state as a start does that goes back to an item, whatever was scrolled before."""
        self.hurries = False
        self.show(state)
        pane = self.pane_of(Pane.CARD)
        if is_beyond_first(list(pane.items(pane.UNSEEN_WIDTH)), item):
            self.show(replace(self.state, wanted=Pane.CARD))
        self._stand_at(item)

    def _stand_at(self, item: str | None) -> None:
        """Scroll no further than is needed to see all cursors, that of the text on an item."""
        sizes = [pane.size for pane in self._panes.values()]
        keys = {Pane.SECTIONS: self.state.section.id, Pane.CARDS: self.state.card_id}
        for name, pane in self._panes.items():
            pane.begin_at(keys.get(name))
        self.show(replace(self.state, goal=item))

        def once_more() -> None:
            # Without drawer or prompt the panes may have other sizes.
            if [pane.size for pane in self._panes.values()] != sizes:
                self._stand_at(item)

        self.call_after_refresh(once_more)

    @property
    def is_seen(self) -> bool:
        """Whether the reader sees this screen, as it is to be seen.

        Nothing lies over it, the briefing was chosen, and the text is where it was left.
        """
        return self.is_active and not self.state.choosing and self.first_item is None

    # -- when a command runs -----------------------------------------------------------------------
    # One that turns pages needs the screen as the command before it left it: keys that arrive in a
    # burst would otherwise judge the end of a card by the sizes that the panes had before it. What
    # follows a command that waits in the burst waits its turn.

    def action_command(self, command_id: str) -> None:
        """Run a command, now or in its turn."""
        command = _BY_ID[command_id]
        if self._waiting or not self._may_run_now(command):
            self._waiting.append(command)
        else:
            self._run(command)

    @property
    def holds_keys(self) -> bool:
        """Whether a command that a key means has still to run; `KeyDone` is sent when it has."""
        return bool(self._waiting)

    def _may_run_now(self, command: Command) -> bool:
        if command.waits and self.state.behind:
            self.catch_up()
            self._await_layout()
        return not (command.waits and self._layouts)

    def _run(self, command: Command) -> None:
        # A key that came late, on a busy machine, may find another screen over the reader: then it
        # was meant for that.
        if self.is_active:
            self.hurries = command.hurries
            if not command.hurries:
                self.catch_up()
            self.tell("")
            self.do(command)
        self._await_layout()

    def do(self, command: Command) -> None:
        raise NotImplementedError

    def _await_layout(self) -> None:
        """Note that a layout is under way until the text has its size.

        A widget asks for a layout when it has nothing else to do, in a turn of its own, and what
        Textual remembers of the last layout holds until it has asked. So each widget is given
        something to do first; whoever has done it asks before the screen has its next turn.
        """
        self._layouts += 1
        asked = 0
        laid_out = partial(self._laid_out, self._sighting)

        def has_asked() -> None:
            nonlocal asked
            asked += 1
            if asked == len(self._laid_out_together):
                # After the layout the panes that pages are turned in still have to hear of their
                # sizes, each in a turn of its own.
                text, rows = self.pane_of(Pane.CARD), self.pane_of(Pane.CARDS)
                self.call_after_refresh(text.call_later, partial(rows.call_later, laid_out))

        for widget in self._laid_out_together:
            widget.call_later(has_asked)

    @cached_property
    def _laid_out_together(self) -> list[Widget]:
        """All whose size or presence decides how high the text is."""
        boxes = [self.query_one("#body"), self.query_one("#centre"), self.query_one(Prompt)]
        return [*boxes, *self.query(ItemPane)]

    def on_screen_resume(self) -> None:
        """Wait for the layout anew, where that was waited for.

        Textual has the screen on top say when it is drawn; one that goes takes that with it.
        """
        self._sighting += 1
        waits, self._layouts = self._layouts > 0, 0
        if waits:
            self._await_layout()

    def _laid_out(self, sighting: int) -> None:
        if sighting != self._sighting:
            return
        self._layouts -= 1
        if self._to_end and not self._layouts:
            self._to_end = False
            self._page_pane.scroll_to_end()
        if self._waiting and not self._layouts and self._may_run_now(self._waiting[0]):
            self._run(self._waiting.popleft())
            if not self._waiting:
                self.post_message(KeyDone())


def where(state: ReadingState) -> str:
    """Say for the footer where the reader is: in a search, or among the cards."""
    if state.found is not None:
        return f"match {state.found.count}: {state.found.similar or state.found.query}"
    if state.narrowing:
        return f"narrowed to: {state.similar or state.narrowing}"
    route, wide = state.route, not state.one_pane
    if not route.short:
        cards = [card for _, card in route.briefing.cards()]
        place = f"{cards.index(state.card) + 1} of {len(cards)}"
        counted = "" if state.as_of else f", {state.marks.unread(cards)} unread"
        return f"card {place}{counted}" if wide else place
    number = route.stop_at(state.card_id)
    place = "not in short" if number is None else f"part {number + 1} of {len(route.stops)}"
    if state.as_of:
        return place
    unread = route.unread_stops(state.marks)
    said = f"{unread} unread" if unread else "all read"
    return f"{place}, {said}" if wide else place


def footer_hints(state: ReadingState, keymap: Keymap) -> list[tuple[str, str]]:
    """What the footer offers: keys that do something with what is open now, the best first."""
    found: dict[str, str] = {}
    for hint in (*_of_what_is_open(state), "find", "short-or-full", "quit", "help"):
        command, _, label = hint.partition(":")
        found.setdefault(command, label or _BY_ID[command].label)
    return [(main_key(keymap, id_), label) for id_, label in found.items()]


def _of_what_is_open(state: ReadingState) -> Iterator[str]:
    """Ids of commands, each with the words for it where they are others here."""
    changes = ["next-change"] if state.change_signs else []
    text = ["source-text"] if state.check.examination.corpus.folder else []
    if state.as_of:
        yield "reload:newest"
    if state.found is not None:
        yield from ("next-match", "previous-match:previous", "back:end search")
    if state.check.aside:
        yield "back:rely on all again"
    if state.back_widens:
        yield "back:all cards"
    match state.focus:
        case Pane.SECTIONS:
            yield from ("open", "down:next section", "read-on")
        case Pane.CARDS:
            yield from ("read-on", "open", *changes, "next-section")
            yield from ("evidence", "figures", "narrow")
        case Pane.FIGURES:
            yield from ("down:next figure", "open:its card", "evidence", "back")
        case Pane.EVIDENCE:
            yield from (*text, "next-evidence:next passage")
            yield from ("set-aside", "back:close", "copy")
        case _ if state.shows_evidence and state.evidence_open:
            yield from ("down:next sentence", "next-evidence:next passage")
            yield from (*text, "set-aside", "evidence:close")
        case _ if state.arrangement.front:
            yield from ("read-on", *changes, "next-section", "evidence")
            yield from ("figures", "open")
        case _:
            yield from ("read-on", *changes, "evidence", "next-card")
            yield from ("copy", "figures", *([] if state.as_of else ["bookmark"]), "back:list")


def _stop(timer: Timer | None) -> None:
    if timer is not None:
        timer.stop()

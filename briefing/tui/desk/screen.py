"""The desk's screen: sources and cards, the text of a source, the card, and what is said of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import ClassVar, Final

from textual import events, on
from textual import work as in_background
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import TextArea

from briefing.authoring.problems import OUTLINE
from briefing.desk.edits import Edit
from briefing.desk.making import Written, cite
from briefing.desk.watching import PAUSE, Stamps, stamps
from briefing.evidence.corpus import Examination
from briefing.evidence.support import Bearer
from briefing.model.cards import Card
from briefing.model.errors import BriefingError
from briefing.tui.desk.completing import Spot, offers
from briefing.tui.desk.editor import CardEditor, Offer
from briefing.tui.desk.panes import Below, ListPane, ReadingPane
from briefing.tui.desk.reading import Reading
from briefing.tui.desk.restructuring import Restructuring
from briefing.tui.desk.sourcing import SourceActions
from briefing.tui.desk.tour import STEPS, next_step, with_keys
from briefing.tui.desk.work import Coverage, Look, OpenFile, Work
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.card import CardPage, card_items
from briefing.tui.rendering.desk import (
    FILE,
    SOURCE,
    list_items,
    nothing_items,
    offer_items,
    passage_items,
    problem_items,
    reading_items,
    step_item,
)
from briefing.tui.rendering.text import Item, between, one_line
from briefing.tui.screens.common import (
    FAR,
    GENERAL,
    Entry,
    PageHead,
    bind,
    moves,
    offered_over,
)
from briefing.tui.screens.sheets import help_over
from briefing.tui.session import Session
from briefing.tui.widgets import FilledPane, FooterBar, ItemPane
from briefing.views.check import CheckedProblem

_WIDE: Final = 110
"""Cells of a screen from which all panes stand beside each other."""
_PAUSE: Final = 0.3
"""Seconds after the last key from which on what is typed is checked."""

_CITE = "Cite what is marked, or the sentence, in the card; in the list, open."


class DeskScreen(Restructuring, SourceActions, inherit_bindings=False):
    """One folder, with a source and a card open."""

    HEADING = "At the desk"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("open", "open", _CITE),
        bind("mark-sentence", "mark", "Mark the sentence, or take its mark back."),
        bind("find", "find", "Find a sentence of the source by some letters of it."),
        bind("next-paragraph", "paragraph(1)", "Next paragraph."),
        bind("last-paragraph", "paragraph(-1)", "Paragraph before."),
        bind("next-unread", "uncited(1)", "Next paragraph that nothing cites."),
        bind("next-card", "card(1)", "Open the next card."),
        bind("previous-card", "card(-1)", "Open the card before."),
        bind("evidence", "evidence", "Show the passages of the sentence at the cursor."),
        Binding("U", "undo", "Undo what was done last, byte for byte.", id="undo"),
        bind("next-pane", "pane(1)", "Go to the next pane."),
        bind("previous-pane", "pane(-1)", "Go to the pane before."),
        bind("right", "beside(1)", "Go to the next pane."),
        bind("left", "beside(-1)", "Go to the pane before."),
        *moves(f"move(-{FAR})", f"move({FAR})"),
        bind("back", "back", "Leave the card; take marks back; say how to leave."),
        bind("quit", "leave", "Leave; everything is saved."),
        bind("desk", "leader", "Then a letter: what can be made of what is marked."),
        *GENERAL,
    ]

    def __init__(self, session: Session, work: Work) -> None:
        super().__init__(session.keymap)
        self.session = session
        self.work = work
        self.reading: Reading | None = None
        self.elsewhere: dict[str, Reading] = {}
        self.file: OpenFile | None = None
        self.coverages: dict[str, Coverage] = {}
        self._shown = ""  # the file whose text the editor has, or had last
        self._before = ""  # that before it
        self._below = Below.PROBLEMS
        self._stamps: Stamps = stamps(work.folder, work.corpus.folder)
        self._soon: Timer | None = None
        self._head = PageHead(self._head_items)
        self.list = ListPane(self._list_items, "desk-list")
        self.source = ReadingPane(self._source_items, "desk-source")
        self.below = FilledPane(self._below_items, "desk-below")
        self.editor = CardEditor(self._offers)

    def compose(self) -> ComposeResult:
        yield self._head
        with Container(id="desk-body"):
            yield self.list
            with Container(id="desk-main"):
                yield self.source
                with Vertical(id="desk-card"):
                    yield self.editor
                    yield self.below
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        """Open the first source and the bottom line, and watch the files."""
        self.focus_pane(self.list)
        self.count_citations()
        self.open_first_source()
        self.open_file(OUTLINE)
        self.set_interval(PAUSE, self.watch_files)
        self._look_now()

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.width >= _WIDE, "-wide")

    # -- what is open ------------------------------------------------------------------------------

    def open_file(self, path: str, cursor: int | None = None) -> bool:
        """Open a file in the editor, after the one that was open is saved."""
        if self.file is not None and not self.save():
            return False
        try:
            file = self.work.open(path)
            text = file.text
        except BriefingError as error:
            self.tell(str(error))
            return False
        is_other = path != self._shown
        if is_other:
            self._shown, self._before = path, self._shown
        self.file = file
        self.editor.replace_text(text, cursor)
        if is_other and cursor is None:
            self.editor.place_in_text()
        self._name_file()
        self._show_problems()
        if self.focused is not self.list:
            self.list.select(f"{FILE}{path}")
        return True

    def _name_file(self) -> None:
        assert self.file is not None
        section, card = self.work.section_at(self.file.path), self.work.card_at(self.file.path)
        name = self.file.path if card is None else one_line(card.title)
        self.editor.border_title = Content(
            f"{one_line(section.title)} · {name}" if section else name
        )

    @property
    def card(self) -> Card | None:
        return None if self.file is None else self.work.card_at(self.file.path)

    def open_at(self, key: str) -> None:
        """Open what has a key, ``CARD#ITEM``, with the cursor there."""
        place = self.work.look.authored.places.at(key)
        path = place.path.partition("/")[2]
        briefing = self.work.look.briefing
        if briefing is not None and key.partition("#")[0] not in {
            c.id for _, c in briefing.cards()
        }:
            self.tell("It is not there any more.")
        elif self.open_file(path):
            self.editor.move_cursor((place.line - 1, place.column - 1), center=True)
            self.focus_pane(self.editor)

    # -- what is typed -----------------------------------------------------------------------------

    @on(TextArea.Changed)
    def note_typed(self) -> None:
        """Check what is typed as soon as nothing more is."""
        self.show_below()
        self.look_soon()

    @on(TextArea.SelectionChanged)
    def note_cursor(self) -> None:
        self.query_one(FooterBar).position = self._position
        if self._below is Below.EVIDENCE or self.editor.begun[1]:
            self.show_below()

    @on(CardEditor.LineLeft)
    def save_line(self) -> None:
        self.save()

    def on_descendant_focus(self) -> None:
        self.say_where()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Save what is typed when the card is left."""
        if event.widget is self.editor:
            self.save()

    # -- looking -----------------------------------------------------------------------------------

    def look_soon(self) -> None:
        """Look at the folder when nothing has been typed for a moment."""
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_PAUSE, self._look_now)

    @in_background(exclusive=True, group="look")
    async def _look_now(self) -> None:
        await self.look_again()

    async def look_again(self) -> None:
        """Look at the folder with what is typed; in a thread, so that typing goes on."""
        typed = self.typed
        self._stamps = stamps(self.work.folder, self.work.corpus.folder)
        found = await asyncio.to_thread(self.work.look_again, typed)
        self._take(found, saved=not typed)

    def _take(self, found: Look, *, saved: bool) -> None:
        try:
            self.work.take(found, saved=saved)
        except BriefingError as error:
            self.tell(str(error))
        self.refresh_readings()
        if saved or self.card_id not in found.authored.broken:
            self.count_citations()
        self._head.rebuild()
        briefing = self.work.briefing
        if briefing is not None and self.awaited in briefing.sources_by_key:
            self.awaited, key = "", self.awaited
            said = self.query_one(FooterBar).message
            self.open_source(key)
            self.tell(said)
        elif self.reading is None:
            self.open_first_source()
        self.list.rebuild_in_place()
        self.source.rebuild_in_place()
        if self.file is not None:
            self._name_file()
            self._show_problems()

    def watch_files(self) -> None:
        """Take over at once what was saved elsewhere."""
        found = stamps(self.work.folder, self.work.corpus.folder)
        if found == self._stamps:
            return
        self._stamps = found
        self.work.reread_texts()
        if self.file is not None:
            try:
                self._read_again(self.file)
            except BriefingError as error:
                self.tell(str(error))
        self._look_now()

    def _read_again(self, file: OpenFile) -> None:
        """Show what is in the open file now, unless something else is typed."""
        there = self.work.open(file.path)
        if there.data != file.data and not self.is_changed:
            self.editor.replace_text(there.text)
            self.file = there
            self.tell(f"{there.path} was changed elsewhere, and read again.")

    # -- what is seen ------------------------------------------------------------------------------

    def _head_items(self, width: int) -> Iterator[Item]:
        briefing = self.work.briefing
        title = one_line(briefing.title if briefing else "") or self.work.folder.name
        left, right = Content.styled(title, "title"), Content.styled(self.work.state, "label")
        yield Item("head", (between(left, right, width),), selectable=False)

    def _show_problems(self) -> None:
        assert self.file is not None
        self.editor.mark_problems(self.work.look.problems(self.file.path))
        self.show_below()

    def show_below(self) -> None:
        self.below.rebuild(top=True)

    def _list_items(self, width: int) -> Iterator[Item]:
        return list_items(self.work, self.coverages, width)

    def _source_items(self, width: int) -> Iterator[Item]:
        if self.reading is None:
            return nothing_items(self.no_source_words, width)
        return reading_items(self.reading, width)

    def _below_items(self, width: int) -> Iterator[Item]:
        path = OUTLINE if self.file is None else self.file.path
        if found := self.editor.offers:
            self.below.border_title = Content("Tab takes the first")
            yield from offer_items(found, width)
            return
        problems = self.work.look.problems(path, looks=True)
        counted = f"Problems ({len(problems)})"
        more = f" · {counted}" if problems else ""
        if examination := self.work.examination:
            if self._below is Below.EVIDENCE and (bearer := self.bearer):
                self.below.border_title = Content(f"Passages of this sentence{more}")
                yield from passage_items(examination, bearer, width)
                return
            if self._below is Below.PREVIEW and (page := self._page(examination, width)):
                self.below.border_title = Content(f"As readers see it{more}")
                yield from card_items(page)
                return
        step = next_step(self.work, self.reading)
        self.below.border_title = Content(counted)
        if step is not None:
            self.below.border_title = Content(f"Tour, step {step.number} of {STEPS}")
            yield step_item(with_keys(step, self.key), width)
        yield from problem_items(problems, width)
        if step is None and not problems:
            is_checked = self.work.look.checked is not None
            said = "Nothing is wrong with it." if is_checked else "It is being checked."
            yield from nothing_items(said, width)

    def _page(self, examination: Examination, width: int) -> CardPage | None:
        """What is needed to draw the card in the editor; None where it cannot be read."""
        card = self.card
        if card is None or card.id in self.work.look.authored.broken:
            return None
        return CardPage(Checked(examination), self.work.section_of(card), card, width)

    @property
    def bearer(self) -> Bearer | None:
        card = self.card
        line = self.editor.cursor_location[0] + 1
        return None if card is None else self.work.bearer_at(card, line)

    def _offers(self, before: str, word: str, in_fields: bool) -> Sequence[Offer]:
        kind = self.section.kind if self.section else None
        return offers(Spot(before, word, in_fields, kind), self.work.examination)

    # -- moving ------------------------------------------------------------------------------------

    def action_pane(self, step: int) -> None:
        """Go to another pane; in the editor, type what is offered."""
        if step > 0 and self.focused is self.editor:
            if not self.editor.complete():
                self.tell(f"Nothing is offered here; {self.key('back')} leaves the card.")
            return
        panes = self._panes
        at = panes.index(self.focused) if self.focused in panes else 0
        self.focus_pane(panes[(at + step) % len(panes)])

    def action_beside(self, step: int) -> None:
        """Go to the pane beside this one, if there is one."""
        at = self._panes.index(self.focused) if self.focused in self._panes else 0
        self.focus_pane(self._panes[max(0, min(len(self._panes) - 1, at + step))])

    @property
    def _panes(self) -> list[ItemPane | CardEditor]:
        return [self.list, self.source, self.editor, self.below]

    def focus_pane(self, pane: ItemPane | CardEditor) -> None:
        self.set_class(pane is self.list, "-listing")
        pane.focus()

    def action_move(self, step: int) -> None:
        if self.focused is self.source and self.reading is not None:
            self.reading = self.reading.moved(step)
            self.show_reading()
        elif isinstance(self.focused, ItemPane):
            self.focused.move(step)
            self.tell("")

    def action_page(self, step: int) -> None:
        """Turn the page; in the text the cursor goes along."""
        if self.focused is self.source and self.reading is not None:
            self.source.turn_page(step)
            key = self.source.cursor_key
            number = int(key.split(":")[1]) if key else self.reading.paragraph
            if number != self.reading.paragraph:
                self.reading = self.reading.to_paragraph(number)
                self.source.rebuild_in_place()
            self.tell("")
        elif isinstance(self.focused, ItemPane):
            self.action_move(step * self.focused.page_height)

    def action_card(self, step: int) -> None:
        """Open the next card, or the one before; the bottom line is the first."""
        paths = [OUTLINE, *(path for path in self.work.paths if path.startswith("cards/"))]
        at = paths.index(self.file.path) if self.file and self.file.path in paths else -1
        number = max(0, min(len(paths) - 1, at + step))
        if self.open_file(paths[number]):
            self.list.select(f"{FILE}{paths[number]}")
            self.tell("" if number == at + step else "There is no other card in this direction.")

    def action_open(self) -> None:
        """Open what the list is at; in the text, cite."""
        if self.focused is self.source:
            self._cite()
        elif self.focused is self.below:
            self._go_below()
        elif self.list_key:
            self.open_listed()
            is_source = self.list_key.startswith(SOURCE)
            self.focus_pane(self.source if is_source else self.editor)

    @property
    def list_key(self) -> str:
        return self.list.cursor_key or "" if self.focused is self.list else ""

    def open_listed(self) -> None:
        key = self.list_key
        if key.startswith(SOURCE):
            self.open_source(key.removeprefix(SOURCE))
        elif key and (self.file is None or key != f"{FILE}{self.file.path}"):
            self.open_file(key.removeprefix(FILE))

    def _go_below(self) -> None:
        """Go to the passage under the cursor, in its source; or to the problem, in the editor."""
        kind, _, number = (self.below.cursor_key or "").partition(":")
        if kind == "passage" and self.bearer and self.work.examination:
            evidence = self.bearer.evidence[int(number)]
            passage = self.work.examination.finding(evidence).passage
            self.open_source(evidence.source)
            if passage is not None and evidence.paragraph is not None:
                self.show_passage(passage)
            self.focus_pane(self.source)
            return
        for one in self.problems[:1]:
            self.editor.move_cursor((one.line - 1, one.column - 1))
        self.focus_pane(self.editor)

    @property
    def problems(self) -> Sequence[CheckedProblem]:
        """What is wrong: under the cursor of the list of it, else in the file, the line first."""
        found = [] if self.file is None else self.work.look.problems(self.file.path, looks=True)
        kind, _, number = (self.below.cursor_key or "").partition(":")
        if self.focused is self.below and kind == "problem":
            return [found[int(number)]]
        line = self.editor.cursor_location[0] + 1
        return sorted(found, key=lambda one: one.line != line)

    def action_evidence(self) -> None:
        self.toggle_below(Below.EVIDENCE)

    def preview(self) -> None:
        self.toggle_below(Below.PREVIEW)

    def toggle_below(self, wanted: Below) -> None:
        """Show something below the card, or again what is wrong with it."""
        self._below = Below.PROBLEMS if self._below is wanted else wanted
        self.show_below()
        self.tell("")

    def action_back(self) -> None:
        """From the card to the text; there take marks back, else say how to leave."""
        if self.focused is self.editor:
            self.focus_pane(self.source)
        elif self.focused is self.source and any(one.marked for one in self.marked_readings):
            self.unmark()
        elif self.focused is not self.source:
            self.focus_pane(self.source)
        else:
            self.tell(f"{self.key('quit')} leaves; everything is saved.")

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        message.pane.select(message.key)
        if message.pane is self.list and message.again:
            self.action_open()

    # -- writing -----------------------------------------------------------------------------------

    def _cite(self) -> None:
        """Put the citation of what is marked where the cursor of the editor is."""
        marked = self.marked()
        if marked is None:
            return
        cited = ", ".join(f"{one.source} {one.place.split(' ')[0]}" for one in marked.citations)
        path = self.file.path if self.file else OUTLINE
        says = f"{cited} cited."
        if not self.put(lambda text, cursor: cite(text, cursor, marked.citations, path), says):
            return
        line = self.editor.cursor_location[0] + 1
        self.tell(f"{cited} cited in line {line}. {self.key('undo')} takes it back.")
        if self.editor.text.startswith(" [", self.editor.cursor):
            self.focus_pane(self.editor)  # the sentence is still to write

    def put(self, typed: Callable[[str, int], Written], says: str) -> bool:
        """Take a text into the editor and its file, as one step to undo; take the marks back."""
        if not self.save() or self.file is None:
            return False
        try:
            made = typed(self.editor.text, self.editor.cursor)
        except BriefingError as error:
            self.tell(str(error))
            return False
        try:
            self.file = self.work.write(self.file, made.text, says)
        except BriefingError as error:
            self._ask_which(str(error))
            return False
        self.editor.replace_text(made.text, made.cursor)
        self.look_soon()
        self.unmark()
        self.tell(f"{says} {self.key('undo')} takes it back.")
        return True

    def begin_writing(self) -> None:
        self.unmark()
        self.focus_pane(self.editor)

    def done(self, edit: Edit, path: str | None = None) -> bool:
        """Do an edit of several files, and show a file after it; say what was done."""
        if not self.save():
            return False
        try:
            self.work.history.do(edit)
        except BriefingError as error:
            self.tell(str(error))
            return False
        self.reread(path)
        self.tell(f"{edit.says} {self.key('undo')} takes it back.")
        return True

    def reread(self, path: str | None = None) -> None:
        """Show what the open file holds now, or another; where it is gone, the one before it."""
        wanted = [path, self.file.path if self.file else None, self._before]
        there = (one for one in wanted if one and (self.work.folder / one).is_file())
        self.file = None
        self.open_file(next(there, OUTLINE))
        self._look_now()

    def action_undo(self) -> None:
        """Take back what was done last: what was typed, or an edit of several files."""
        self._through_history(self.work.history.undo)

    def redo(self) -> None:
        self._through_history(self.work.history.redo)

    def _through_history(self, step: Callable[[], Edit]) -> None:
        """Undo or redo; a card that is there again is opened, or in place of one that is gone."""
        if not self.save():
            return
        try:
            done = step()
        except BriefingError as error:
            self.tell(str(error))
            return
        more = {
            path: len(data) - len(done.before[path] or b"")
            for path, data in done.after.items()
            if data is not None and path.startswith("cards/")
        }
        is_gone = self.file is not None and done.after.get(self.file.path, b"") is None
        again = [path for path in more if is_gone or done.before[path] is None]
        self.reread(max(again, key=more.__getitem__, default=None))
        self.tell(done.says)

    # -- saying ------------------------------------------------------------------------------------

    def forget(self) -> None:
        self.query_one(FooterBar).message = ""

    def say_where(self) -> None:
        self.query_one(FooterBar).position = self._position
        self.say_keys(self._hints)

    @property
    def _position(self) -> str:
        reading = self.reading
        if self.focused is self.source and reading is not None:
            number = sum(len(one.marked) for one in self.marked_readings)
            marked = f"{number} marked · " if number else ""
            return f"{marked}¶{reading.paragraph} of {len(reading.paragraphs)}"
        if self.focused is self.editor:
            row, _ = self.editor.cursor_location
            return f"line {row + 1}"
        return ""

    @property
    def _hints(self) -> Sequence[tuple[str, str]]:
        if self.focused is self.source:
            return (
                ("open", "cite"),
                ("mark-sentence", "mark"),
                ("desk", "make …"),
                ("next-unread", "next uncited"),
                ("next-pane", "card"),
                ("undo", "undo"),
                ("help", "help"),
            )
        if self.focused is self.editor:
            return (("back", "to the text, saved"), ("next-pane", "complete"))
        return (
            ("open", "open"),
            ("next-card", "next card"),
            ("next-pane", "next pane"),
            ("desk", "more …"),
            ("undo", "undo"),
            ("quit", "leave"),
            ("help", "help"),
        )

    def action_help(self) -> None:
        bound = [*self.BINDINGS, *self.letter_bindings, *self.editor.BINDINGS]
        self.app.push_screen(help_over(self.HEADING, bound, self.session.keymap))

    def palette_entries(self) -> Iterator[Entry]:
        bound = [*self.BINDINGS, *self.letter_bindings]
        yield from offered_over(self, bound, self.session.keymap)
        for section in self.work.sections:
            for card in section.cards:
                run = partial(self.open_at, card.id)
                yield Entry(one_line(card.title), one_line(section.title), run)

    def action_leave(self) -> None:
        if self.save():
            self.app.exit(return_code=0)

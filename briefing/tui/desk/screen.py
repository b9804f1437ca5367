"""The desk's screen: sources and cards, the text of a source, the card, and what is said of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import TextArea

from briefing.authoring.folder import Contents
from briefing.desk.edits import Edit
from briefing.desk.making import Written, cite
from briefing.desk.watching import Stamps, stamps
from briefing.evidence.corpus import Examination
from briefing.evidence.support import Bearer, card_bearers
from briefing.model.cards import Card, Section
from briefing.model.errors import BriefingError
from briefing.tui.desk.completing import Spot, offers
from briefing.tui.desk.editor import CardEditor, Offer
from briefing.tui.desk.panes import Below, DeskPane, ListPane, ReadingPane
from briefing.tui.desk.reading import Reading, begin_reading
from briefing.tui.desk.restructuring import Restructuring
from briefing.tui.desk.sourcing import SourceActions
from briefing.tui.desk.tour import STEPS, next_step, with_keys
from briefing.tui.desk.work import OUTLINE, Look, OpenFile, Work
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.card import CardPage, card_items
from briefing.tui.rendering.desk import (
    AT,
    FILE,
    SOURCE,
    list_items,
    nothing_items,
    offer_items,
    paragraph_key,
    passage_items,
    problem_items,
    reading_items,
    step_item,
)
from briefing.tui.rendering.source_text import SourceUse
from briefing.tui.rendering.text import ROLE_CLASSES, Item, between, one_line
from briefing.tui.screens.common import (
    FAR,
    HELP,
    PALETTE,
    REDRAW,
    THEME,
    Entry,
    Fitting,
    PageHead,
    ReaderProvider,
    moves,
    offered_over,
)
from briefing.tui.screens.sheets import help_over
from briefing.tui.session import Session
from briefing.tui.widgets import FooterBar, ItemPane, Prompt
from briefing.views.phrases import date_words

_WIDE: Final = 110
"""Cells of a screen from which all panes stand beside each other."""
_PAUSE: Final = 0.3
"""Seconds after the last key from which on what is typed is checked."""
_WATCH: Final = 0.5
"""Seconds between two looks at the times of the files."""

_CITE = "Cite what is marked, or the sentence, in the card; in the list, open."


class DeskScreen(Restructuring, SourceActions, Fitting, Screen[None], inherit_bindings=False):
    """One folder, with a source and a card open."""

    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES
    COMMANDS = {ReaderProvider}  # noqa: RUF012  # Textual declares it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", _CITE, id="open"),
        Binding(".", "mark", "Mark the sentence, or take its mark back.", id="mark-sentence"),
        Binding("right_curly_bracket", "paragraph(1)", "Next paragraph.", id="next-paragraph"),
        Binding("left_curly_bracket", "paragraph(-1)", "Paragraph before.", id="last-paragraph"),
        Binding("u", "uncited(1)", "Next paragraph that nothing cites.", id="next-unread"),
        Binding("J", "card(1)", "Open the next card.", id="next-card"),
        Binding("K", "card(-1)", "Open the card before.", id="previous-card"),
        Binding("e", "evidence", "Show the passages of the sentence at the cursor.", id="evidence"),
        Binding("U", "undo", "Undo what was done last, byte for byte.", id="undo"),
        Binding("tab", "pane(1)", "Go to the next pane.", id="next-pane"),
        Binding("shift+tab", "pane(-1)", "Go to the pane before.", id="previous-pane"),
        Binding("l,right", "pane(1)", "Go to the next pane.", id="right"),
        Binding("h,left", "pane(-1)", "Go to the pane before.", id="left"),
        *moves(f"move(-{FAR})", f"move({FAR})"),
        Binding("escape", "back", "Leave the card; take marks back; say how to leave.", id="back"),
        Binding("q,ctrl+q", "leave", "Leave; everything is saved.", id="quit"),
        Binding("comma", "leader", "Then a letter: what can be made of what is marked.", id="desk"),
        PALETTE,
        THEME,
        HELP,
        REDRAW,
    ]

    def __init__(self, session: Session, work: Work) -> None:
        super().__init__()
        self.session = session
        self.work = work
        self.reading: Reading | None = None
        self.file: OpenFile | None = None
        self.coverage: dict[str, tuple[int, int]] = {}
        self._cited: dict[str, Mapping[int, int]] = {}
        self._below = Below.PROBLEMS
        self._stamps: Stamps = stamps(work.folder, work.corpus.folder)
        self._soon: Timer | None = None
        self._head = PageHead(self._head_items)
        self.list = ListPane(self._list_items, "desk-list")
        self.source = ReadingPane(self._source_items, "desk-source")
        self.below = DeskPane(self._below_items, "desk-below")
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
        yield Prompt(id="prompt")
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        """Open the first source and the bottom line, and watch the files."""
        self.list.focus()
        self._count_citations()
        briefing = self.work.briefing
        for source in briefing.sources[:1] if briefing else ():
            self.open_source(source.key)
        self.open_file(OUTLINE)
        self.set_interval(_WATCH, self.watch_files)
        self._look_now()

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.width >= _WIDE, "-wide")

    # -- what is open ------------------------------------------------------------------------------

    @property
    def no_source_words(self) -> str:
        briefing = self.work.briefing
        if briefing is not None and briefing.sources:
            return "Choose a source in the list; Enter opens it."
        return (
            f"There is no source yet. {self.key('add-source')} adds one: an address, a saved page,"
            " a PDF or a text."
        )

    def open_source(self, key: str) -> None:
        """Show the text of a source, or say why there is none."""
        examination = self.work.examination
        source = examination and examination.briefing.sources_by_key.get(key)
        if not examination or not source:
            self.tell(f"“{key}” cannot be read; correct sources.yaml first.")
            return
        text = examination.text(key)
        if text is None:
            self.tell(examination.why_no_text(key))
            return
        self.reading = begin_reading(source, text).counting(self._cited.get(key, {}))
        facts = (key, source.outlet, date_words(source.published))
        self.source.border_title = Content(" · ".join(map(one_line, facts)))
        self._show_reading(top=True)

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
        is_other = self.file is None or self.file.path != path
        self.file = file
        self.editor.replace_text(text, cursor)
        if is_other and cursor is None:
            self.editor.place_in_text()
        self._name_file()
        self._show_problems()
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
        """The card in the editor, as it could be read last."""
        return None if self.file is None else self.work.card_at(self.file.path)

    def open_at(self, key: str) -> None:
        """Open what has a key, ``CARD#ITEM``, with the cursor there."""
        place = self.work.look.authored.places.at(key)
        path = place.path.partition("/")[2]
        if self.open_file(path):
            self.editor.move_cursor((place.line - 1, place.column - 1), center=True)
            self.focus_pane(self.editor)

    # -- saving ------------------------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not in the file yet."""
        return self.file is not None and self.editor.text != self.file.text

    def save(self) -> bool:
        """Write what is typed; where the file was changed elsewhere, write nothing, and ask."""
        if self.file is None or not self.is_changed:
            return True
        try:
            self.file = self.work.write(
                self.file, self.editor.text, f"What was typed in {self.file.path}"
            )
        except BriefingError as error:
            self._ask_which(str(error))
            return False
        self.look_soon()
        return True

    def _ask_which(self, said: str) -> None:
        """Ask whether the text here or that elsewhere is to stay; undoing brings the other."""
        file = self.file
        assert file is not None
        theirs, mine = self.work.open(file.path), self.editor.text
        if theirs.data == file.data:
            self.tell(said)  # it cannot be written
            return

        def chosen(key: str) -> None:
            try:
                kept = self.work.write(theirs, mine, f"What was typed in {file.path}")
                if key == "theirs":
                    kept = self.work.write(kept, theirs.text, f"What was elsewhere in {file.path}")
            except BriefingError as error:
                self.tell(str(error))
                return
            self.file = kept
            self.editor.replace_text(kept.text)
            self.look_soon()
            self.tell(f"{self.key('undo')} takes it back.")

        lines = {"mine": "What is typed here", "theirs": f"What is in {file.path} now"}
        self.choose(f"{file.path} was changed elsewhere. Which is to stay?", lines, chosen)

    @on(TextArea.Changed)
    def note_typed(self) -> None:
        """Check what is typed as soon as nothing more is."""
        self._show_below()
        self.look_soon()

    @on(TextArea.SelectionChanged)
    def note_cursor(self) -> None:
        if self._below is Below.EVIDENCE or self.editor.begun[1]:
            self._show_below()

    @on(CardEditor.LineLeft)
    def save_line(self) -> None:
        self.save()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Save what is typed when the card is left."""
        if event.widget is self.editor:
            self.save()

    # -- looking -----------------------------------------------------------------------------------

    @property
    def typed(self) -> Contents:
        """What is in the editor and not in its file."""
        if self.file is None or not self.is_changed:
            return {}
        return {self.file.parts: self.file.encoded(self.editor.text)}

    def look_soon(self) -> None:
        """Look at the folder when nothing has been typed for a moment."""
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_PAUSE, self._look_now)

    def _look_now(self) -> None:
        if self.app.is_running:
            self.run_worker(self.look_again(), exclusive=True, group="look")

    async def look_again(self) -> None:
        """Look at the folder with what is typed; in a thread, so that typing goes on."""
        typed = self.typed
        found = await asyncio.to_thread(self.work.look_again, typed)
        self._take(found, saved=not typed)

    def _take(self, found: Look, *, saved: bool) -> None:
        try:
            self.work.take(found, saved=saved)
        except BriefingError as error:
            self.tell(str(error))
        self._stamps = stamps(self.work.folder, self.work.corpus.folder)
        if not (found.authored.broken and self._cited):
            self._count_citations()
        self._head.rebuild()
        self.list.rebuild_in_place()
        self.source.rebuild_in_place()
        if self.file is not None:
            self._name_file()
            self._show_problems()

    def _count_citations(self) -> None:
        """Count anew what cites each paragraph; a card with errors is counted as it was before."""
        examination = self.work.examination
        if examination is None:
            return
        check = Checked(examination)
        for source in examination.briefing.sources:
            use = SourceUse(check, source)
            if use.text is not None:
                self._cited[source.key] = {number: use.claims_on(number) for number in use.cited}
                self.coverage[source.key] = (len(use.cited), len(use.text.paragraphs))
        if self.reading is not None:
            self.reading = self.reading.counting(self._cited.get(self.reading.source.key, {}))

    def watch_files(self) -> None:
        """Take over at once what was saved elsewhere."""
        found = stamps(self.work.folder, self.work.corpus.folder)
        if found == self._stamps:
            return
        self._stamps = found
        self.work.reread_texts()
        if self.file is not None:
            there = self.work.open(self.file.path)
            if there.data != self.file.data and not self.is_changed:
                self.file = there
                self.editor.replace_text(there.text)
                self.tell(f"{there.path} was changed elsewhere, and read again.")
        self._look_now()

    # -- what is seen ------------------------------------------------------------------------------

    def _head_items(self, width: int) -> Iterator[Item]:
        briefing = self.work.briefing
        title = one_line(briefing.title) if briefing else self.work.folder.name
        left, right = Content.styled(title, "title"), Content.styled(self.work.state, "label")
        yield Item("head", (between(left, right, width),), selectable=False)

    def _show_reading(self, *, top: bool = False) -> None:
        self.source.rebuild(top=top)
        if self.reading is not None:
            self.source.select(paragraph_key(self.reading.paragraph), reveal=False)
            self.source.seek(AT)
        self.tell("")

    def _show_problems(self) -> None:
        assert self.file is not None
        self.editor.mark_problems(self.work.look.problems(self.file.path))
        self._show_below()

    def _show_below(self) -> None:
        self.below.rebuild(top=True)

    def _list_items(self, width: int) -> Iterator[Item]:
        return list_items(self.work, self.coverage, width)

    def _source_items(self, width: int) -> Iterator[Item]:
        if self.reading is None:
            return nothing_items(self.no_source_words, width)
        return reading_items(self.reading, width)

    def _below_items(self, width: int) -> Iterator[Item]:
        """Draw what may be typed here, else the passages, else what is wrong with the card."""
        path = OUTLINE if self.file is None else self.file.path
        if found := self.editor.offers:
            self.below.border_title = Content("Tab takes the first")
            yield from offer_items(found, width)
            return
        if examination := self.work.examination:
            if self._below is Below.EVIDENCE and (bearer := self.bearer):
                self.below.border_title = Content("Passages of this sentence")
                yield from passage_items(examination, bearer, width)
                return
            if self._below is Below.PREVIEW and (page := self._page(examination, width)):
                self.below.border_title = Content("As readers see it")
                yield from card_items(page)
                return
        problems = self.work.look.problems(path, looks=True)
        step = next_step(self.work, self.reading)
        self.below.border_title = Content(f"Problems ({len(problems)})")
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
        card, section = self.card, self._card_section
        if card is None or section is None or card.id in self.work.look.authored.broken:
            return None
        return CardPage(Checked(examination), section, card, width)

    @property
    def _card_section(self) -> Section | None:
        return next((one for one in self.work.sections if self.card in one.cards), None)

    @property
    def bearer(self) -> Bearer | None:
        """What cites in the line of the editor's cursor, or before it."""
        card, section = self.card, self._card_section
        if card is None or section is None:
            return None
        line = self.editor.cursor_location[0] + 1
        places = self.work.look.authored.places
        begun = [
            (places.at(one.key).line, one)
            for one in card_bearers(section, card)
            if places.at(one.key).line <= line
        ]
        return max(begun, key=lambda one: one[0])[1] if begun else None

    def _offers(self, before: str, word: str, in_fields: bool) -> Sequence[Offer]:
        kind = self.section.kind if self.section else None
        return offers(Spot(before, word, in_fields, kind), self.work.examination)

    # -- moving ------------------------------------------------------------------------------------

    def action_pane(self, step: int) -> None:
        """Go to another pane; in the editor, first type what is offered."""
        if step > 0 and self.focused is self.editor and self.editor.complete():
            return
        panes: list[ItemPane | CardEditor] = [self.list, self.source, self.editor, self.below]
        at = panes.index(self.focused) if self.focused in panes else 0
        self.focus_pane(panes[(at + step) % len(panes)])

    def focus_pane(self, pane: ItemPane | CardEditor) -> None:
        self.set_class(pane is self.list, "-listing")
        pane.focus()
        self.call_after_refresh(self.tell, "")

    def action_move(self, step: int) -> None:
        """Move by a sentence in the text, by a line elsewhere."""
        if self.focused is self.source and self.reading is not None:
            self.reading = self.reading.moved(step)
            self._show_reading()
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
            self.focused.turn_page(step)

    def action_paragraph(self, step: int) -> None:
        if self.reading is not None:
            last = self.reading.paragraphs[-1]
            number = max(1, min(last, self.reading.paragraph + step))
            self.reading = self.reading.to_paragraph(number)
            self._show_reading()

    def action_uncited(self, step: int) -> None:
        found = self.reading and self.reading.next_uncited(step)
        if not found:
            self.tell("No paragraph after this one lacks a citation.")
            return
        self.reading = found
        self._show_reading()

    def action_card(self, step: int) -> None:
        """Open the next file of the list, or the one before."""
        paths = self.work.paths
        at = paths.index(self.file.path) if self.file and self.file.path in paths else -1
        number = max(0, min(len(paths) - 1, at + step))
        if paths and self.open_file(paths[number]):
            self.list.select(f"{FILE}{paths[number]}")
            self.tell("")

    def action_open(self) -> None:
        """Open what the list is at; in the text, cite."""
        key = self.list.cursor_key
        if self.focused is self.source:
            self._cite()
        elif self.focused is self.below:
            self.focus_pane(self.editor)
        elif key and key.startswith(SOURCE):
            self.open_source(key.removeprefix(SOURCE))
            if self.reading is not None:
                self.focus_pane(self.source)
        elif key and self.open_file(key.removeprefix(FILE)):
            self.focus_pane(self.editor)

    def action_mark(self) -> None:
        if self.reading is None:
            self.tell(self.no_source_words)
            return
        self.reading = self.reading.toggled()
        self._show_reading()
        self._show_below()

    def action_evidence(self) -> None:
        self.toggle_below(Below.EVIDENCE)

    def preview(self) -> None:
        self.toggle_below(Below.PREVIEW)

    def toggle_below(self, wanted: Below) -> None:
        """Show something below the card, or again what is wrong with it."""
        self._below = Below.PROBLEMS if self._below is wanted else wanted
        self._show_below()
        self.tell("")

    def action_back(self) -> None:
        """From the card to the text; there take marks back, else say how to leave."""
        if self.focused is self.editor:
            self.focus_pane(self.source)
        elif self.focused is self.source and self.reading and self.reading.marked:
            self.reading = self.reading.unmarked()
            self._show_reading()
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
        cited = ", ".join(one.place.split(" ")[0] for one in marked.citations)
        self.put(
            lambda text, cursor: cite(text, cursor, marked.citations),
            f"{marked.source} {cited} cited.",
        )

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
        if self.reading is not None:
            self.reading = self.reading.unmarked()
            self._show_reading()
        self.tell(f"{says} {self.key('undo')} takes it back.")
        return True

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
        """Show what the open file holds now, or another, or the bottom line where it is gone."""
        wanted = path or (self.file.path if self.file else OUTLINE)
        there = (self.work.folder / wanted).is_file()
        self.file = None
        self.open_file(wanted if there else OUTLINE)
        self._look_now()

    def action_undo(self) -> None:
        """Take back what was done last: what was typed, or an edit of several files."""
        self._through_history(self.work.history.undo)

    def redo(self) -> None:
        self._through_history(self.work.history.redo)

    def _through_history(self, step: Callable[[], str]) -> None:
        if not self.save():
            return
        try:
            said = step()
        except BriefingError as error:
            self.tell(str(error))
            return
        self.reread()
        self.tell(said)

    # -- saying ------------------------------------------------------------------------------------

    def tell(self, message: str) -> None:
        """Say something in the footer until the next key."""
        footer = self.query_one(FooterBar)
        footer.message = message
        footer.position = self._position
        footer.hints = [(self.key(id_), label) for id_, label in self._hints]

    @property
    def _position(self) -> str:
        reading = self.reading
        if self.focused is self.source and reading is not None:
            marked = f"{len(reading.marked)} marked · " if reading.marked else ""
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
            return (("back", "to the text, saved"), ("next-pane", "complete, next pane"))
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
        bound = [*self.BINDINGS, *self.editor.BINDINGS]
        self.app.push_screen(help_over("At the desk", bound, self.session.keymap))

    def palette_entries(self) -> Iterator[Entry]:
        return offered_over(self, self.BINDINGS, self.session.keymap)

    def action_leave(self) -> None:
        if self.save():
            self.app.exit(return_code=0)

    def save_at_end(self) -> None:
        """Save what is typed when the program is ended; beside the file, where that is another."""
        if self.file is None or not self.is_changed:
            return
        try:
            self.work.write(self.file, self.editor.text, "")
        except BriefingError:
            self.work.keep_beside(self.file, self.editor.text)

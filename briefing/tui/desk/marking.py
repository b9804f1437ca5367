"""The source that is open: going about in its text, and marking what is to be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from briefing.evidence.texts import Passage, SourceText
from briefing.model.actors import Source
from briefing.tui.desk.letters import Letters
from briefing.tui.desk.panes import ReadingPane
from briefing.tui.desk.reading import Reading, begin_reading
from briefing.tui.desk.work import Coverage, Work
from briefing.tui.rendering.desk import AT, SOURCE, paragraph_key
from briefing.tui.rendering.text import one_line
from briefing.tui.widgets import ItemPane
from briefing.views.phrases import date_words


class Marking(Letters):
    """The actions in the text of a source; the desk's screen inherits them.

    Attributes:
        elsewhere: The other sources that were open, as they were left, by their keys.
        coverages: What cites each source, as far as that is known.
    """

    work: Work
    source: ReadingPane
    reading: Reading | None
    elsewhere: dict[str, Reading]
    coverages: dict[str, Coverage]

    @property
    def list_key(self) -> str:
        """What the cursor of the list is on, if that has focus; else empty."""
        raise NotImplementedError

    def focus_pane(self, pane: ItemPane) -> None:
        """Have the keys go to a pane."""
        raise NotImplementedError

    def show_below(self) -> None:
        """Draw anew what is said below the card."""
        raise NotImplementedError

    @property
    def no_source_words(self) -> str:
        briefing = self.work.briefing
        if briefing is not None and briefing.sources:
            return "Choose a source in the list; Enter opens it."
        return (
            f"There is no source yet. {self.key('add-source')} adds one: an address, a saved page,"
            " a PDF or a text."
        )

    def open_first_source(self) -> None:
        briefing = self.work.briefing
        for source in briefing.sources[:1] if briefing else ():
            self.open_source(source.key)

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
        if self.reading is not None:
            self.elsewhere[self.reading.source.key] = self.reading
        self.reading = self._opened(source, text, self.elsewhere.pop(key, None))
        facts = (key, source.outlet, date_words(source.published))
        self.source.border_title = Content(" · ".join(map(one_line, facts)))
        self.show_reading(top=True)

    def _opened(self, source: Source, text: SourceText, held: Reading | None) -> Reading:
        """The source as it was left, unless its text is another now."""
        is_same = held is not None and held.text.text == text.text
        opened = held if held is not None and is_same else begin_reading(source, text)
        return opened.counting(self._times(source.key))

    def show_passage(self, passage: Passage) -> None:
        """Go to a passage of the open source."""
        if self.reading is not None:
            self.reading = self.reading.to_passage(passage)
            self.show_reading()

    def show_reading(self, *, top: bool = False) -> None:
        self.source.rebuild(top=top)
        if self.reading is not None:
            self.source.select(paragraph_key(self.reading.paragraph), reveal=False)
            self.source.seek(AT)
        self.tell("")

    @property
    def marked_readings(self) -> Sequence[Reading]:
        """The sources in which something is marked, or else the one that is open; may be empty."""
        here = [self.reading] if self.reading else []
        if self.list_key not in ("", *(f"{SOURCE}{one.source.key}" for one in here)):
            here = [] if self.list_key.startswith(SOURCE) else here
        marked = [one for one in (*self.elsewhere.values(), *here) if one.marked]
        return marked or here

    def unmark(self) -> None:
        """Take all marks back."""
        self.elsewhere = {key: one.unmarked() for key, one in self.elsewhere.items()}
        if self.reading is not None:
            self.reading = self.reading.unmarked()
            self.show_reading()

    def refresh_readings(self) -> None:
        """Take over what became of the sources: of another text nothing is marked any more."""
        examination = self.work.examination
        if examination is None:
            return

        def now(one: Reading) -> Reading | None:
            key = one.source.key
            source = examination.briefing.sources_by_key.get(key)
            text = examination.text(key) if source else None
            if source is None or text is None:
                return None
            new = self._opened(source, text, one)
            if new.text is not one.text:
                self.tell(f"The text of “{key}” changed; what was marked in it is not any more.")
            return new

        self.elsewhere = {key: new for key, one in self.elsewhere.items() if (new := now(one))}
        self.reading = self.reading and now(self.reading)

    def count_citations(self) -> None:
        """Take over what cites each paragraph."""
        if self.work.look.briefing is not None:
            self.coverages = dict(self.work.look.coverages)
        if self.reading is not None:
            self.reading = self.reading.counting(self._times(self.reading.source.key))

    def _times(self, key: str) -> Mapping[int, int]:
        """How often each paragraph of a source is cited."""
        known = self.coverages.get(key)
        return known.times if known else {}

    def action_paragraph(self, step: int) -> None:
        if self.reading is not None:
            last = self.reading.paragraphs[-1]
            number = max(1, min(last, self.reading.paragraph + step))
            self.reading = self.reading.to_paragraph(number)
            self.show_reading()

    def action_uncited(self, step: int) -> None:
        found = self.reading and self.reading.next_uncited(step)
        if not found:
            self.tell("No paragraph after this one lacks a citation.")
            return
        self.reading = found
        self.show_reading()

    def action_find(self) -> None:
        """Go to a sentence of the source that has some letters."""
        reading = self.reading
        if reading is None:
            self.tell(self.no_source_words)
            return
        lines = {
            str(at): f"¶{one.paragraph} {one.text.line(*one.span)}"
            for at, one in enumerate(reading.sentences)
        }

        def chosen(at: str) -> None:
            self.show_passage(reading.sentences[int(at)])
            self.focus_pane(self.source)

        self.choose(f"Find in “{reading.source.key}”", lines, chosen, finds=True)

    def action_mark(self) -> None:
        if self.reading is None:
            self.tell(self.no_source_words)
            return
        self.reading = self.reading.toggled()
        self.show_reading()
        self.show_below()

"""Sheets over the reader, to look at or to choose from: help, library, health, text to copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize
from textual.message_pump import MessagePump
from textual.screen import ModalScreen

from briefing.library.files import CatalogueEntry
from briefing.model.actors import Actor
from briefing.tui.commands import (
    COMMANDS,
    KeyLine,
    Keymap,
    key_label,
    key_lines,
    sections_as_one,
)
from briefing.tui.reader.sourcing import HealthCounts
from briefing.tui.rendering.text import ROLE_CLASSES, Item, cell, hanging, one_line, wrapped
from briefing.tui.screens.common import REDRAW, Overlay, bind, moves, own_keys
from briefing.tui.widgets import Fill, FilledPane, ItemPane
from briefing.views.phrases import date_words
from briefing.views.sign_offs import case_note

if TYPE_CHECKING:
    from briefing.evidence.health import Case, Count


_WIDEST: Final = 96
"""Most columns of a sheet; longer lines are hard to read."""

_FRAME: Final = 7
"""Columns of a sheet that its frame, padding and scroll bar take."""


class _SheetPane(FilledPane):
    """The items of a sheet."""

    STANDS_ON_FIRST = True
    KEEPS_PLACE = True


class Sheet(Overlay, ModalScreen[str | None], inherit_bindings=False):
    """A scrolling sheet; it ends with the key of the item chosen, or None.

    Where an item can be selected the cursor moves, else the text scrolls.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(),
        bind("open", "choose", "Choose."),
        bind("right", "choose", "Choose."),
        bind("back", "close", "Go back."),
        bind("left", "close", "Go back."),
        bind("quit", "close", "Go back."),
        bind("help", "app.help", "Show all keys."),
        REDRAW,
    ]

    def __init__(
        self,
        title: str,
        fill: Fill,
        hint: str = "Esc closes",
        *,
        at: str | None = None,
        id: str | None = None,  # noqa: A002 - as in all widgets
    ) -> None:
        """Stand on the item `at`; the id tells one kind of sheet from others."""
        super().__init__(id=id)
        self._pane = _SheetPane(fill, "sheet-pane")
        self._pane.border_title = Content(title)
        self._pane.select(at)
        self.hint = hint
        self.tell("")

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet"):
            yield self._pane

    def on_resize(self, event: Resize) -> None:
        """Take the height that the items need, as far as there is room."""
        del event
        width, height = self.size
        sheet = self.query_one("#sheet")
        sheet.styles.width = min(_WIDEST, max(1, width - 4))
        lines = self._pane.lines_at(min(_WIDEST, width - 4) - _FRAME)
        sheet.styles.height = max(1, min(lines + 2, height - 2))

    def tell(self, message: str) -> None:
        """Say something in the frame, in place of what can be done; nothing says that again."""
        self._pane.border_subtitle = Content(one_line(message or self.hint))

    def action_move(self, step: int) -> None:
        self._pane.move(step)

    def action_page(self, step: int) -> None:
        if self._pane.keys:
            self.action_move(step * self._pane.page_height)
        else:
            self._pane.scroll_pages(step)

    def action_choose(self) -> None:
        if self._pane.keys:
            self.dismiss(self._pane.cursor_key)

    def action_close(self) -> None:
        self.dismiss(None)

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        self.dismiss(message.key)


_NOTES: Final = {
    "Short and full": (
        "A briefing opens in its short version: some cards, and of other sections only the list."
        " Space leads through it, a switches to the full version and back, kept for each briefing."
        " Whatever you find or follow opens, in the short version too."
    ),
    "Searching": (
        "Words are found at the beginning of a word, whatever their case and accents; a card must"
        " have them all. A name is found in every spelling that the briefing lists, a state in any"
        " language; where nothing is found, names that sound alike are. word* is just these"
        " letters, “words in quotation marks” are whole and together.   or, not, -word and"
        " (parentheses) combine them: prisoners (armenia or baku) -weapons"
    ),
    "Searching by fields": (
        "in:reactions   by:aliyev   actor:armenia   country:AM   stance:opposes   source:weekly"
        "   tag:water   kind:quote   date:2023-12   date:2023-11..2023-12-13   date:..2020"
        "   date:last-month   fig:>30   fig:30..60   unit:people   sources:>=2   is:disputed, and"
        " single-source, unverified, bookmarked, unread, new   briefing:NAME   sort:newest. Put"
        " values with blanks in quotation marks. The same field twice means or, different fields"
        " and; each applies to a card as a whole."
    ),
    "Evidence": (
        "e shows what the sentence under the cursor rests on: how many sources, whether they say"
        " where they got the news (their origin), and each passage with its paragraph. A passage"
        " supports the sentence, contradicts it or gives context. With the texts of the sources on"
        " this machine it is exact, altered, ambiguous (more than one place is possible) or"
        " missing; without them it is not checked."
    ),
    "Signatures": (
        "People sign that a sentence says what its passages say: H counts what is signed, e says"
        " who signed a sentence. A name that is “stated” was verified by nobody. When the sentence"
        " or a passage changes, its signatures are void."
    ),
    "Without a source": (
        "x on the card of a source, or on a piece of evidence, sets the source aside. Struck"
        " through is what has no source left, and the sections count the cards that are affected;"
        " H shows the health without the source. Nothing is stored: x or Esc undoes it."
    ),
    "Copying": (
        "Text goes to the clipboard of your own terminal (OSC 52). If nothing arrives, press the"
        " key again and select the text with the mouse, holding Shift. In tmux, “set -g"
        " set-clipboard on” lets it through."
    ),
    "Read marks": (
        "A card counts as read once all of it was on the screen, from its top to its end; so does a"
        " row of a list. When its text changes, it becomes unread again. Marks and bookmarks go"
        " along with a card that is renamed or moved; you are told of one that is gone."
    ),
}

HELP_SHEET: Final = "help-sheet"
"""Id of the help, over which there is no other."""

_KEY_WIDTH: Final = 18
_SIGN_WIDTH: Final = 10
"""Cells for keys, and for a sign, where there is room beside them."""

_IN_THE_READER = Content("The rest is about the reader.")


def help_sheet(keymap: Keymap, own: Sequence[KeyLine] = ()) -> Sheet:
    """All keys, first a screen's `own` where that is not the reader; and what the signs mean."""
    fill = partial(help_items, keymap, own)
    return Sheet("Keys and signs", fill, "Space pages, Esc closes", id=HELP_SHEET)


def help_over(title: str, bound: Iterable[BindingType], keymap: Keymap) -> Sheet:
    """The same, to be opened on a screen over the reader, whose keys come first; see `own_keys`."""
    return help_sheet(keymap, own_keys(title, bound, keymap))


def library_sheet(entries: list[CatalogueEntry], current: str | None) -> Sheet:
    return Sheet("Library", partial(library_items, entries, current), "Enter opens, Esc closes")


def text_sheet(title: str, text: str) -> Sheet:
    def fill(width: int) -> Iterable[Item]:
        return [wrapped("text", [Content(text)], width, selectable=False)]

    return Sheet(title, fill, "Shift and the mouse select, Esc closes")


class Copying(MessagePump):
    """For a screen: it sends texts to the clipboard, and shows one that is copied again."""

    _copied = ""

    def tell(self, message: str) -> None:
        raise NotImplementedError

    def copy_out(self, text: str) -> None:
        """Send a text to the terminal's clipboard; the second time, show it to be selected."""
        if text == self._copied:
            self._copied = ""
            self.app.push_screen(text_sheet("Copy from here", text))
            return
        self._copied = text
        self.app.copy_to_clipboard(text)
        self.tell("Sent to the terminal's clipboard; the same key again shows the text.")


def actors_sheet(actors: Sequence[Actor]) -> Sheet:
    return Sheet("Whose page?", partial(actor_items, actors), "Enter opens, Esc closes")


def counts_sheet(health: HealthCounts, at: str | None) -> Sheet:
    """The counts of the sourcing's health, to choose one; the cursor stands on that of a key."""
    title = f"Health of the sourcing{health.without}"
    hint = "Enter lists the cases, Esc closes"
    return Sheet(title, partial(count_items, health.counts, health.known), hint, at=at)


def cases_sheet(health: HealthCounts, counted: Count, at: str | None = None) -> Sheet:
    """The cases behind a count, to choose one by its number; the cursor stands on one."""
    cases = counted.cases
    return Sheet(
        f"{counted.group}: {counted.words} ({len(cases):,}){health.without}",
        partial(case_items, cases),
        "Enter goes there, Esc goes back to the counts",
        at=at,
    )


def help_items(keymap: Keymap, own: Sequence[KeyLine], width: int) -> Iterator[Item]:
    """Draw the help; nothing in it can be selected."""
    if own:
        yield _heading(own[0].group)
        for line in own:
            yield Item(f"own:{line.id}", tuple(_key_lines(line, width)), selectable=False)
        yield wrapped("elsewhere", [Content(""), _IN_THE_READER], width, selectable=False)
    for group, members in groupby(key_lines(COMMANDS, keymap), key=lambda line: line.group):
        yield _heading(group)
        for line in sections_as_one(list(members)):
            yield Item(line.id, tuple(_key_lines(line, width)), selectable=False)
    yield _heading("Signs")
    yield from _sign_items(width)
    for title, text in _NOTES.items():
        yield _heading(title)
        yield wrapped(f"note:{title}", [Content(text)], width, selectable=False)


def _heading(text: str) -> Item:
    heading = Content.styled(text, "heading")
    return Item(f"heading:{text}", (Content(""), heading), selectable=False)


def _sign_items(width: int) -> Iterator[Item]:
    """Every sign with what it means, under the place where it stands."""
    from briefing.tui.rendering.signs import SIGN_GROUPS  # noqa: PLC0415 - not for the first paint

    for title, signs in SIGN_GROUPS.items():
        label = Content.styled(title, "label")
        yield wrapped(f"signs:{title}", [label], width, selectable=False)
        for sign, means in signs:
            lines = _beside([Content.styled(sign, "strong")], means, width, _SIGN_WIDTH)
            yield Item(f"sign:{title}:{sign}", tuple(lines), selectable=False)


def _key_lines(line: KeyLine, width: int) -> list[Content]:
    labels = [Content.styled(key_label(key), "key") for key in line.keys]
    return _beside(labels, line.help, width, _KEY_WIDTH)


def _beside(labels: Sequence[Content], text: str, width: int, most: int) -> list[Content]:
    """Labels, in so many cells at most, and a text side by side, each wrapped in its own column.

    The labels stand above where one of them has no room beside.
    """
    indent = min(most, width // 3)
    if any(label.cell_length >= indent for label in labels):
        above = Content("  ").join(labels)
        return above.wrap(max(1, width)) + hanging("", Content(text), width, 2)
    leads = _in_lines(labels, indent - 1)
    body = hanging("", Content(text), width, indent)
    blank = Content(" " * indent)
    return [
        cell(lead, indent) + said[indent:]
        for lead, said in zip_longest(leads, body, fillvalue=blank)
    ]


def _in_lines(labels: Sequence[Content], width: int) -> list[Content]:
    """Set labels side by side, as many in a line as it holds."""
    lines: list[Content] = []
    for label in labels:
        if lines and lines[-1].cell_length + 2 + label.cell_length <= width:
            lines[-1] += Content("  ") + label
        else:
            lines.append(label)
    return lines


def library_items(
    entries: Sequence[CatalogueEntry], current: str | None, width: int
) -> Iterator[Item]:
    for entry in entries:
        yield Item(entry.id, (*_entry_lines(entry, current, width), Content("")))


def _entry_lines(entry: CatalogueEntry, current: str | None, width: int) -> list[Content]:
    title = Content.styled(one_line(entry.title), "title")
    lead = Content.styled("▶" if entry.id == current else "", "mark")
    if entry.problem is not None:
        problem = Content.assemble(("damaged: ", "bad"), entry.problem)
        return hanging(lead, title, width, 2) + hanging("", problem, width, 2)
    facts = (
        f"{entry.id} · revision {entry.revision} · cut-off {date_words(entry.cutoff)} ·"
        f" {entry.cards} cards · {entry.reading_minutes} min"
    )
    return hanging(lead, title, width, 2) + hanging("", Content.styled(facts, "quiet"), width, 2)


def actor_items(actors: Sequence[Actor], width: int) -> Iterator[Item]:
    for actor in actors:
        name = Content.assemble(one_line(actor.name), (f"  {actor.kind}", "quiet"))
        lines = name.wrap(max(1, width))
        if actor.role:
            lines += hanging("", Content.styled(one_line(actor.role), "quiet"), width, 2)
        yield Item(actor.id, tuple(lines))


_GRADES: Final = {
    "sound": ("sound", "good"),
    "doubt": ("doubt", "doubt"),
    "wrong": ("wrong", "bad"),
    "plain": ("", ""),
}
"""Word and role of what a count says, where it is not nought."""

_GRADE_WIDTH: Final = 7

_NOT_CHECKED: Final = "–"
"""Stands for the number of what nobody could look for."""


def count_items(counts: Sequence[Count], known: Sequence[str], width: int) -> Iterator[Item]:
    """Draw what is known of checks, then the counts by group; what is nought leads nowhere."""
    yield wrapped("known", [*map(Content, known), Content("")], width, selectable=False)
    digits = max((len(f"{len(one.cases):,}") for one in counts), default=1)
    for number, (group, members) in enumerate(groupby(counts, key=lambda one: one.group)):
        heading = Content.styled(str(group), "heading")
        lines = (Content(""), heading) if number else (heading,)
        yield Item(f"group:{group}", lines, selectable=False)
        for one in members:
            yield Item(one.key, tuple(_count_lines(one, digits, width)), selectable=bool(one.cases))


def _count_lines(one: Count, digits: int, width: int) -> list[Content]:
    role = "strong" if one.cases else "label"
    counted = f"{len(one.cases):,}" if one.checked else _NOT_CHECKED
    number = Content.styled(counted.rjust(digits), role)
    words, colour = _GRADES[one.grade] if one.cases else ("", "")
    lead = Content.assemble(number, "  ", cell(Content.styled(words, colour), _GRADE_WIDTH))
    label = one_line(one.words) if one.checked else f"{one_line(one.label)} (not checked)"
    return hanging(lead, Content(label), width, lead.cell_length)


def case_items(cases: Sequence[Case], width: int) -> Iterator[Item]:
    """Draw the list behind a count, each case keyed by its place in it."""
    for number, case in enumerate(cases):
        lines = hanging("", Content(one_line(case.text)), width, 0)
        where = Content.styled(_address(case), "label")
        facts = [fact for fact in (where, Content(case_note(case))) if fact]
        if facts:
            lines += hanging("", Content(" · ").join(facts), width, 2)
        yield Item(str(number), (*lines, Content("")))


def _address(case: Case) -> str:
    place = "" if case.source is None or case.paragraph is None else f"¶{case.paragraph}"
    cited = " ".join(filter(None, (case.source, place)))
    address = "" if case.bearer is None else case.bearer.address
    if case.question is not None and case.bearer is None:
        address = case.question.key
    return ", ".join(filter(None, (address, cited)))

"""The editor of a card: Textual's, with the format drawn, and completion of what can be named."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar, Final, NamedTuple

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from briefing.model.text import clean
from briefing.tui.widgets import drawn_style
from briefing.views.check import CheckedProblem

_FENCE: Final = "---"
_FIELD: Final = re.compile(r"^\s*(?:- )?\{?(?P<name>[\w-]+):(?=\s|$)")
_INNER_FIELD: Final = re.compile(r"[{,]\s*(?P<name>[\w-]+):(?=\s)")
_SUFFIX: Final = (
    (re.compile(r"\[(?=[^\[\]]*@)[^\[\]]*\]?"), "quiet"),
    (re.compile(r"\{\s*[a-z-]+=[^{}]*\}?"), "label"),
    (re.compile(r"(?<=\s)\^[a-z0-9-]+(?=\s*$)"), "label"),
    (re.compile(r"^\s*>"), "mark"),
)
_WORD: Final = re.compile(r"\S+")
_BEGUN: Final = re.compile(r"[@¶]?[\w#-]*$")


class Offer(NamedTuple):
    """Something that may be typed where the cursor is, and what it is."""

    word: str
    says: str = ""


Offers = Callable[[str, str, bool], Sequence[Offer]]
"""Gives what may be typed, from the line up to what is begun, that, and whether it is of fields."""


class CardEditor(TextArea, inherit_bindings=False):
    """Edits a file; the screen loads it, writes it, and says what is wrong with it.

    Bound are only keys that mean nothing else in the reader, and that reach a program everywhere.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Move up."),
        Binding("down", "cursor_down", "Move down."),
        Binding("left", "cursor_left", "Move left."),
        Binding("right", "cursor_right", "Move right."),
        Binding("ctrl+left", "cursor_word_left", "Move left by a word."),
        Binding("ctrl+right", "cursor_word_right", "Move right by a word."),
        Binding("home", "line_end(False)", "Go to the start of the line."),
        Binding("end,ctrl+e", "line_end(True)", "Go to the end of the line."),
        Binding("ctrl+home", "text_end(False)", "Go to the start of the file."),
        Binding("ctrl+end", "text_end(True)", "Go to the end of the file."),
        Binding("pageup", "cursor_page_up", "Page up."),
        Binding("pagedown", "cursor_page_down", "Page down."),
        Binding("shift+left", "cursor_left(True)", "Select."),
        Binding("shift+right", "cursor_right(True)", "Select."),
        Binding("shift+up", "cursor_up(True)", "Select."),
        Binding("shift+down", "cursor_down(True)", "Select."),
        Binding("backspace", "delete_left", "Delete the character before."),
        Binding("delete", "delete_right", "Delete the character after."),
        Binding("ctrl+w", "delete_word_left", "Delete the word before."),
        Binding("ctrl+k", "delete_rest", "Delete the rest of the line."),
        Binding("ctrl+underscore", "undo", "Take back what was typed last."),
        Binding("ctrl+y", "redo", "Type it again."),
    ]

    class LineLeft(Message):
        """A line was ended."""

    def __init__(self, offers: Offers) -> None:
        super().__init__(id="desk-editor", highlight_cursor_line=False)
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._offers = offers
        self._problems: dict[int, list[int]] = {}

    # -- what is typed -----------------------------------------------------------------------------

    @property
    def cursor(self) -> int:
        """Where the cursor is, as an index into the text."""
        row, column = self.cursor_location
        before = self.text.split("\n")[:row]
        return sum(len(line) + 1 for line in before) + column

    def place_in_text(self) -> None:
        """Put the cursor where the text behind the fields begins, with that line at the top."""
        last = self.document.line_count - 1
        ends = (at for at in range(1, last + 1) if self._ends_fields(at))
        self.move_cursor((min(next(ends, -1) + 1, last), 0))
        self.call_after_refresh(self._show_from_cursor)

    def on_resize(self) -> None:
        """Keep the cursor in sight: wrapped otherwise, its line is elsewhere."""
        self.call_after_refresh(self._show_from_cursor)

    def _show_from_cursor(self) -> None:
        """Scroll to the line of the cursor; within one longer than the window to the cursor."""
        row = self.cursor_location[0]
        start, at = (
            self.wrapped_document.location_to_offset(one).y
            for one in ((row, 0), self.cursor_location)
        )
        has_room = at - start < self.scrollable_content_region.height
        self.scroll_to(y=start if has_room else at, animate=False, force=True)

    def place(self, offset: int) -> None:
        """Put the cursor before a character of the text."""
        before = self.text[:offset]
        self.move_cursor((before.count("\n"), offset - (before.rfind("\n") + 1)), center=True)

    def replace_text(self, text: str, cursor: int | None = None) -> None:
        """Take another text, with the cursor where it was, or there."""
        at = self.cursor_location
        self.load_text(text)
        if cursor is None:
            self.move_cursor(at)
        else:
            self.place(cursor)

    def action_line_end(self, end: bool) -> None:
        """Go to an end of the line as it is in the file, however it is wrapped."""
        row = self.cursor_location[0]
        self.move_cursor((row, len(self.document.get_line(row)) if end else 0))

    def action_text_end(self, end: bool) -> None:
        self.move_cursor(self.document.end if end else (0, 0))

    def action_delete_rest(self) -> None:
        """Delete what follows in the line as it is in the file; of an empty one its end."""
        row, column = self.cursor_location
        end = len(self.document.get_line(row))
        self.delete((row, column), (row, end) if column < end else (row + 1, 0))

    async def _on_key(self, event: events.Key) -> None:
        """Tell of the end of a line, which is when what was typed is written.

        Among fields the next line is indented like the one before.
        """
        row = self.cursor_location[0]
        await super()._on_key(event)
        if event.key == "enter":
            if self._is_in_fields(row):
                self.insert(_indent_after(self.document.get_line(row)))
            self.post_message(self.LineLeft())

    def on_focus(self) -> None:
        """Draw the line of the cursor otherwise: it is seen from elsewhere, too."""
        self._draw_anew()

    def on_blur(self) -> None:
        self._draw_anew()

    def _draw_anew(self) -> None:
        self.notify_style_update()
        self.refresh()

    # -- completion --------------------------------------------------------------------------------

    @property
    def begun(self) -> tuple[str, str]:
        """The line up to the word that is begun at the cursor, and that word."""
        row, column = self.cursor_location
        line = self.document.get_line(row)[:column]
        match = _BEGUN.search(line)
        start = match.start() if match else column
        return line[:start], line[start:]

    @property
    def offers(self) -> Sequence[Offer]:
        """What may be typed here."""
        if not self.has_focus:
            return ()
        return self._offers(*self.begun, self._is_in_fields(self.cursor_location[0]))

    def complete(self) -> bool:
        """Type the first of what may be typed here; say whether there was any."""
        offers, word = self.offers, self.begun[1]
        if not offers or offers[0].word == word:
            return False
        row, column = self.cursor_location
        self.replace(offers[0].word, (row, column - len(word)), (row, column))
        self.move_cursor((row, column - len(word) + len(offers[0].word)))
        return True

    def update_suggestion(self) -> None:
        """Draw the rest of what would be typed, where something is begun at the end of a word."""
        row, column = self.cursor_location
        rest = self.document.get_line(row)[column : column + 1]
        word = self.begun[1]
        first = next(iter(self.offers), None)
        fits = first is not None and word and first.word.startswith(word) and not rest.isalnum()
        self.suggestion = first.word[len(word) :] if first is not None and fits else ""

    # -- how it is drawn ---------------------------------------------------------------------------

    def mark_problems(self, problems: Sequence[CheckedProblem]) -> None:
        """Underline the words at which something is wrong."""
        found: dict[int, list[int]] = {}
        for one in problems:
            found.setdefault(one.line - 1, []).append(one.column - 1)
        if found != self._problems:
            self._problems = found
            self._draw_anew()

    def get_line(self, line_index: int) -> Text:
        """Draw a line: names of fields, citations, attributes and ids apart from the words.

        No character of a file may control the terminal, so each has a stand-in.
        """
        plain = clean(self.document.get_line(line_index))
        line = Text(plain, end="", no_wrap=True)
        if self._is_in_fields(line_index):
            for pattern in (_FIELD, _INNER_FIELD):
                for match in pattern.finditer(plain):
                    self._draw(line, "label", *match.span("name"))
            if plain.rstrip() == _FENCE:
                self._draw(line, "rule", 0, len(plain))
        else:
            for pattern, role in _SUFFIX:
                for match in pattern.finditer(plain):
                    self._draw(line, role, *match.span())
        if line_index == self.cursor_location[0] and not self.has_focus:
            self._draw(line, "cursor-elsewhere", 0, max(1, len(plain)))
        for column in self._problems.get(line_index, ()):
            word = _WORD.search(plain, min(column, len(plain)))
            start, end = word.span() if word and word.start() == column else (column, column + 1)
            line.stylize("underline", start, end)
        return line

    def _draw(self, line: Text, role: str, start: int, end: int) -> None:
        style = self.visual_style + drawn_style(self.screen, role)
        line.stylize(style.rich_style, start, end)

    def _is_in_fields(self, line_index: int) -> bool:
        """Whether a line is of the fields of a card, or of a file that has only fields."""
        if self.document.get_line(0).rstrip() != _FENCE:
            return True
        end = next(
            (at for at in range(1, self.document.line_count) if self._ends_fields(at)),
            self.document.line_count,
        )
        return line_index <= end

    def _ends_fields(self, line_index: int) -> bool:
        return self.document.get_line(line_index).rstrip() == _FENCE


def _indent_after(line: str) -> str:
    """The blanks with which the line after a line of fields begins."""
    blanks = line[: len(line) - len(line.lstrip(" "))]
    more = "  " if line.lstrip().startswith("- ") or line.rstrip().endswith(":") else ""
    return blanks + more

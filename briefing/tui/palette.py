"""What the command palette offers: commands by name, sections and cards by title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple, Protocol, cast

from textual.binding import BindingType
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content, Span
from textual.widgets import Input

from briefing.search.folding import fold
from briefing.tui.screens.common import REDRAW, Fitting


class Entry(NamedTuple):
    """Something the palette offers.

    Attributes:
        title: Its words are searched.
        help: Stands below the title.
        run: Does it.
    """

    title: str
    help: str
    run: Callable[[], None]


class Offering(Protocol):
    """A screen that says what the palette offers on it."""

    def palette_entries(self) -> Iterator[Entry]: ...


class ReaderPalette(Fitting, CommandPalette):
    """Textual's palette, with a cursor that does not blink."""

    BINDINGS: ClassVar[list[BindingType]] = [REDRAW]

    def on_mount(self) -> None:
        """Keep the cursor still."""
        self.query_one(Input).cursor_blink = False

    def tell(self, message: str) -> None:
        """Say something in the frame of the words."""
        self.query_one("#--input").border_title = Content(message)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let no key page through the list before it has lines: Textual's list raises then."""
        if action == "command_list" and not self.query_one(CommandList).size:
            return False
        return super().check_action(action, parameters)


class ReaderProvider(Provider):
    """Commands that are possible now, and all cards."""

    def _entries(self) -> Iterator[Entry]:
        return cast("Offering", self.screen).palette_entries()

    async def discover(self) -> Hits:
        """Offer everything before a word is typed."""
        for title, help_, run in self._entries():
            yield DiscoveryHit(_with_help(Content(title), help_), run, text=title)

    async def search(self, query: str) -> Hits:
        """Offer what has all the words at the beginning of its own, whatever their accents."""
        wanted = fold(query).text.split()
        for title, help_, run in self._entries():
            folded = fold(title)
            starts = [_word_start(folded.text, word) for word in wanted]
            if not wanted or None in starts:
                continue
            marks = [
                Span(*folded.span(at, at + len(word)), self.matcher("").match_style)
                for at, word in zip(starts, wanted, strict=True)
                if at is not None
            ]
            yield Hit(1.0, _with_help(Content(title, marks), help_), run, text=title)


def _word_start(text: str, word: str) -> int | None:
    """Where a word of the text begins with the word looked for; None where none does."""
    found = re.search(rf"(?<!\w){re.escape(word)}", text)
    return found.start() if found else None


def _with_help(title: Content, help_: str) -> Content:
    """Put the help below the title; on its own the palette would take it for mark-up."""
    return Content.assemble(title, "\n", (help_, "dim"))

"""The line at the bottom of a screen, and the prompt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.highlighter import Highlighter
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Input, Label

from briefing.tui.item_pane import ItemPane
from briefing.tui.rendering.text import Item, between, one_line


class FooterBar(ItemPane, can_focus=False):
    """What the keys do, or a message; at the right where the reader is."""

    hints: var[Sequence[tuple[str, str]]] = var[Sequence[tuple[str, str]]]((), init=False)
    """Keys and what they do, the most important first."""

    message: var[str] = var("", init=False)
    """Said until the next key."""

    position: var[str] = var("", init=False)
    """Where the reader is."""

    def items(self, width: int) -> Iterator[Item]:
        """The message, on lines of its own if it is long; or as many hints as one line holds."""
        right = Content.styled(self.position, "label").truncate(width // 2, ellipsis=True)
        if self.message:
            left = Content.styled(one_line(self.message), "strong")
            if left.cell_length + 1 + right.cell_length > width:
                yield Item("message", tuple(left.wrap(width)), selectable=False)
                return
        else:
            left = self._hints(width - right.cell_length - 1)
        yield Item("footer", (between(left, right, width),), selectable=False)

    def _hints(self, room: int) -> Content:
        line = Content("")
        for key, label in self.hints:
            hint = Content.assemble((key, "key"), f" {label}  ")
            if line.cell_length + hint.cell_length > room:
                break
            line += hint
        return line

    def watch_hints(self) -> None:
        """Show other keys."""
        self.rebuild()

    def watch_message(self) -> None:
        """Say something, or stop saying it."""
        self.rebuild()

    def watch_position(self) -> None:
        """Show where the reader is."""
        self.rebuild()


class TokenMarker(Highlighter):
    """Underlines a part of what is typed.

    Attributes:
        span: Start and end of the part; None for nothing.
    """

    span: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        """Mark the part."""
        if self.span is not None:
            text.stylize("bold underline", *self.span)


class Prompt(Vertical):
    """Asks for words at the bottom of the screen."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - as in all widgets
        super().__init__(id=id)
        self._marker = TokenMarker()
        self._fault = ""
        self._notice = ""

    def compose(self) -> ComposeResult:
        """What is wrong with the words; a label, the words, and what they lead to."""
        yield Label("", id="prompt-fault", markup=False)
        with Horizontal(id="prompt-row"):
            yield Label("", id="prompt-label", markup=False)
            entry = Input(compact=True, id="prompt-entry", highlighter=self._marker)
            entry.cursor_blink = False
            yield entry
            yield Label("", id="prompt-count", markup=False)

    def ask(self, label: str, words: str) -> None:
        """Show the prompt and take the keys."""
        self.query_one("#prompt-label", Label).update(Content(label))
        self.display = True
        entry = self.query_one(Input)
        entry.value = words
        entry.cursor_position = len(words)
        entry.focus()

    def tell(self, text: str, fault: str = "", token: tuple[int, int] | None = None) -> None:
        """Say what the words lead to, or what is wrong with them.

        Args:
            text: For example ``17 matches``.
            fault: What is wrong, in a sentence; empty where nothing is.
            token: Start and end of the words that are at fault, to be marked.
        """
        self.query_one("#prompt-count", Label).update(Content(text))
        self._fault, self._marker.span = fault, token
        self._show_fault()
        self.query_one(Input).refresh()

    def notice(self, text: str) -> None:
        """Say something else than what is wrong with the words, in its place.

        Args:
            text: A sentence; empty takes back what was said.
        """
        if text != self._notice:
            self._notice = text
            self._show_fault()

    def _show_fault(self) -> None:
        said = self._notice or self._fault
        line = self.query_one("#prompt-fault", Label)
        line.display = bool(said)
        line.set_class(bool(self._notice) or self._marker.span is None, "-hint")
        line.update(Content(one_line(said)))

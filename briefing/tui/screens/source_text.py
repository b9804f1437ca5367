"""The text of a source, with what rests on it; closed with Escape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen

from briefing.evidence.support import Bearer
from briefing.model.actors import Source
from briefing.model.claims import Evidence
from briefing.tui.commands import Keymap, key_label
from briefing.tui.rendering.source_text import (
    WHOLE,
    Citing,
    SourceUse,
    claim_items,
    claim_of,
    head_items,
    paragraph_key,
    paragraph_of,
    text_items,
)
from briefing.tui.rendering.text import ROLE_CLASSES, Item
from briefing.tui.screens.common import FAR, HELP, REDRAW, Fitting, moves
from briefing.tui.screens.sheets import help_over
from briefing.tui.widgets import FooterBar, ItemPane

_NEXT = "Go to the next passage that is cited."
_BEFORE = "Go to the passage that is cited before."
_CLAIMS = "List what cites the source, and what is not cited; again, show the text."
_CHOOSE = "Go from a paragraph to what cites it, from there to the claim in the reader."


class _Head(ItemPane, can_focus=False):
    """Outlet, title, author, dates and origin of the source."""

    def __init__(self, source: Source) -> None:
        super().__init__(id="header")
        self._source = source

    def items(self, width: int) -> Iterable[Item]:
        return head_items(self._source, width)


class _SourcePane(ItemPane):
    """The text, or the list of what rests on it."""

    GUTTER_SIGN = "▌"
    STANDS_ON_FIRST = True

    def __init__(self, use: SourceUse, stop: Citing | None, said: Sequence[str]) -> None:
        super().__init__(id="source-text")
        self.use = use
        self.stop = stop
        self.listing = False
        self._opened_at = stop
        self._said = said
        self._shown = WHOLE

    def items(self, width: int) -> Iterable[Item]:
        if self.listing:
            return claim_items(self.use, width)
        said = self._said if self.stop is self._opened_at else ()
        return text_items(self.use, self.stop, said, width)

    @property
    def paragraph(self) -> int:
        """The paragraph that the cursor is on; where there is none to be on, the one to show."""
        return paragraph_of(self.cursor_key) if self.cursor_key else self._shown

    def show(self, paragraph: int, *, listing: bool) -> None:
        """Show the text or the list, the cursor on a paragraph, or else on the first."""
        self.listing = listing
        self._shown = paragraph
        self.border_title = Content("What cites the source" if listing else "Text of the source")
        self.select(paragraph_key(paragraph), reveal=False)
        self.rebuild()
        self.bring_up()

    def bring_up(self) -> None:
        """Scroll so that something of what stands before the paragraph is seen, and all of it."""
        if self._cursor is not None:
            self._scroll(self._starts[self._cursor] - self.page_height // 4)
            self._reveal(self._cursor)


class SourceTextScreen(Fitting, Screen[Bearer | None], inherit_bindings=False):
    """The text of a source over the reader; it ends with the claim to go to, or None.

    The keys have the ids of the reader's commands, so that the user's keymap holds here too.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(f"move(-{FAR})", f"move({FAR})", ("start", "end")),
        Binding("right_square_bracket", "stop(1)", _NEXT, id="next-evidence"),
        Binding("left_square_bracket", "stop(-1)", _BEFORE, id="previous-evidence"),
        Binding("n", "stop(1)", _NEXT, id="next-match"),
        Binding("N", "stop(-1)", _BEFORE, id="previous-match"),
        Binding("c", "show_list", _CLAIMS, id="claims"),
        Binding("s", "show_text", "Show the text.", id="source-text"),
        Binding("enter", "choose", _CHOOSE, id="open"),
        Binding("l,right", "choose", _CHOOSE, id="right"),
        Binding("escape", "close", "Go back to the reader.", id="back"),
        Binding("h,left", "close", "Go back to the reader.", id="left"),
        Binding("q,ctrl+q", "close", "Go back to the reader.", id="quit"),
        HELP,
        REDRAW,
    ]

    def __init__(
        self,
        use: SourceUse,
        keymap: Keymap,
        *,
        evidence: Evidence | None = None,
        said: Sequence[str] = (),
        listing: bool = False,
    ) -> None:
        super().__init__()
        self._keymap = keymap
        self._head = _Head(use.source)
        stop = use.stop_of(evidence)
        self._pane = _SourcePane(use, stop, said)
        named = None if evidence is None else evidence.paragraph
        self._pane.show(stop.paragraphs[0] if stop else named or WHOLE, listing=listing)

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._pane
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        """Say what keys there are; go to the passage once there are lines to stand on."""
        self._say_keys()
        self.call_after_refresh(self._pane.bring_up)

    def on_resize(self, event: Resize) -> None:
        del event
        width, _ = self.size
        self._head.styles.height = max(1, self._head.lines_at(width - 2))

    # -- keys --------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        self._pane.move(step)
        self.tell("")

    def action_page(self, step: int) -> None:
        self._pane.turn_page(step)
        self.tell("")

    def action_stop(self, step: int) -> None:
        """Go to the next passage that is cited (1) or the one before (-1)."""
        pane = self._pane
        stop = pane.use.stop_beyond(pane.stop, pane.paragraph, step)
        if stop is None:
            which = "last" if step > 0 else "first"
            some = pane.use.stops
            self.tell(f"This is the {which} passage cited." if some else "Nothing can be shown.")
            return
        pane.stop = stop
        pane.rebuild()
        pane.select(paragraph_key(stop.paragraphs[0]), reveal=False)
        pane.bring_up()
        self.tell("")

    def action_show_list(self) -> None:
        self._show(listing=not self._pane.listing)

    def action_show_text(self) -> None:
        if self._pane.listing:
            self._show(listing=False)

    def action_choose(self) -> None:
        """From a paragraph to what rests on it, from there to the claim; or back to the text."""
        pane = self._pane
        claim = claim_of(pane.use, pane.cursor_key) if pane.listing else None
        if claim is not None:
            self.dismiss(claim.bearer)
        else:
            self._show(listing=not pane.listing)

    def action_help(self) -> None:
        self.app.push_screen(help_over("In the text of a source", self.BINDINGS, self._keymap))

    def action_close(self) -> None:
        self.dismiss(None)

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        self._pane.select(message.key)
        self.tell("")
        if message.again:
            self.action_choose()

    @on(ItemPane.Shown)
    def note_shown(self) -> None:
        """Say where the reader is, once the text is laid out."""
        self._say_position()

    # -- footer ------------------------------------------------------------------------------------

    def _show(self, *, listing: bool) -> None:
        self._pane.show(self._pane.paragraph, listing=listing)
        self._say_keys()
        self.tell("")

    def tell(self, message: str) -> None:
        self.query_one(FooterBar).message = message
        self._say_position()

    def _say_position(self) -> None:
        use, number = self._pane.use, self._pane.paragraph
        cited = f"{len(use.cited)} cited"
        if use.text is not None:
            total = len(use.text.paragraphs)
            cited = f"{f'¶{number} of {total}' if number else f'¶1–{total}'} · {cited}"
        self.query_one(FooterBar).position = cited

    def _say_keys(self) -> None:
        listing = self._pane.listing
        said = [
            ("back", "back"),
            ("claims", "text" if listing else "claims"),
            ("next-evidence", "next cited"),
            ("open", "go there" if listing else "claims on it"),
            ("read-on", "page"),
        ]
        keys = [(key_label(self._keymap[id_][0]), label) for id_, label in said]
        self.query_one(FooterBar).hints = keys

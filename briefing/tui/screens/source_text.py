"""The text of a source, with what rests on it; closed with Escape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input

from briefing.evidence.support import WHOLE, Bearer, Citing
from briefing.model.claims import Evidence
from briefing.tui.commands import Keymap
from briefing.tui.rendering.source_text import (
    SourceUse,
    WordsFound,
    cite_place,
    claim_items,
    claim_of,
    find_words,
    head_items,
    how_to_items,
    paragraph_key,
    paragraph_of,
    text_items,
)
from briefing.tui.rendering.text import HERE, Item
from briefing.tui.screens.common import GENERAL, LEAVE, PageHead, bind, moves
from briefing.tui.screens.keyed import Paging
from briefing.tui.screens.sheets import Copying
from briefing.tui.widgets import FooterBar, ItemPane, Prompt

_NEXT = "Go to the next passage that is cited."
_BEFORE = "Go to the passage that is cited before."
_CLAIMS = "List what cites the source, and what is not cited; again, show the text."
_CHOOSE = "Go from a paragraph to what cites it, from there to the claim in the reader."


class _SourcePane(ItemPane):
    """The text, or the list of what rests on it."""

    GUTTER_SIGN = "▌"
    STANDS_ON_FIRST = True

    def __init__(
        self, use: SourceUse, stop: Citing | None, said: Sequence[str], *, served: bool
    ) -> None:
        super().__init__(id="source-text")
        self.found = WordsFound("")
        self._served = served
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
        how = () if self._served else how_to_items(self.use, width)
        return (*text_items(self.use, self.stop, said, width, self.found.mark), *how)

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

    def show_found(self, found: WordsFound) -> None:
        """Mark what was found in the text, and go to the present match."""
        self.found = found
        if found.places:
            self.select(paragraph_key(found.paragraph), reveal=False)
        self.rebuild()
        if found.places:
            self.bring_up()
            self.seek(HERE)

    def bring_up(self) -> None:
        """Scroll so that something of what stands before the paragraph is seen, and all of it."""
        if self._cursor is not None:
            self._scroll(self._starts[self._cursor] - self.page_height // 4)
            self._reveal(self._cursor)


class SourceTextScreen(Paging[Bearer | None], Copying, inherit_bindings=False):
    """The text of a source over the reader; it ends with the claim to go to, or None.

    Words are found in the text as in the reader: while they are typed, from where the cursor was.
    """

    _pane: _SourcePane

    HEADING = "In the text of a source"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(ends=("start", "end")),
        bind("next-evidence", "stop(1)", _NEXT),
        bind("previous-evidence", "stop(-1)", _BEFORE),
        bind("find", "find", "Find words in the text."),
        bind("next-match", "match(1)"),
        bind("previous-match", "match(-1)"),
        bind("claims", "show_list", _CLAIMS),
        bind("source-text", "show_text", "Show the text."),
        bind("open", "choose", _CHOOSE),
        bind("right", "choose", _CHOOSE),
        bind("copy", "copy", "Copy the paragraph, or the passage, with its citation."),
        bind("back", "back", "End the search; go back to the reader."),
        *LEAVE,
        *GENERAL,
    ]

    def __init__(  # noqa: PLR0913 - the first two are what it is about, the others how it opens
        self,
        use: SourceUse,
        keymap: Keymap,
        *,
        evidence: Evidence | None = None,
        said: Sequence[str] = (),
        listing: bool = False,
        served: bool = False,
    ) -> None:
        super().__init__(keymap)
        self._asked_at: int | None = None
        """The paragraph from which words are asked for; None where none are."""
        self._head = PageHead(partial(head_items, use))
        stop = use.stop_of(evidence)
        self._pane = _SourcePane(use, stop, said, served=served)
        named = None if evidence is None else evidence.paragraph
        self._pane.show(stop.paragraphs[0] if stop else named or WHOLE, listing=listing)

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._pane
        yield Prompt(id="prompt")
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        """Say what keys there are; go to the passage once there are lines to stand on."""
        self.say_where()
        self.call_after_refresh(self._pane.bring_up)

    # -- keys --------------------------------------------------------------------------------------

    def action_stop(self, step: int) -> None:
        """Go to the next passage that is cited (1) or the one before (-1)."""
        pane = self._pane
        stop = pane.use.stop_beyond(pane.stop, pane.paragraph, step)
        if stop is None:
            which = "last" if step > 0 else "first"
            some = pane.use.stops
            self.tell(f"This is the {which} passage cited." if some else "No passage can be shown.")
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
        else:
            self.tell(f"This is the text; {self.key('claims')} lists what cites it.")

    def action_choose(self) -> None:
        """From a paragraph to what rests on it, from there to the claim; or back to the text."""
        pane = self._pane
        claim = claim_of(pane.use, pane.cursor_key) if pane.listing else None
        if claim is not None:
            self.dismiss(claim.bearer)
        else:
            self._show(listing=not pane.listing)

    def action_copy(self) -> None:
        pane = self._pane
        self.copy_out(cite_place(pane.use, pane.cursor_key, pane.stop))

    def action_back(self) -> None:
        """Take back the question, end the search, or go back to the reader."""
        if self._asked_at is not None:
            at = self._asked_at
            self.end_asking()
            self._pane.show_found(WordsFound(""))
            self._pane.select(paragraph_key(at))
            self.tell("")
        elif self._pane.found.words:
            self._pane.show_found(WordsFound(""))
            self.tell("")
        else:
            self.dismiss(None)

    # -- finding -----------------------------------------------------------------------------------

    def action_find(self) -> None:
        pane = self._pane
        if pane.use.text is None:
            self.tell("There is no text here to find words in.")
            return
        if pane.listing:
            self._show(listing=False)
        self.tell("")
        self._asked_at = pane.paragraph
        self.ask_words("Find in the text: ")

    @on(Input.Changed)
    def take_words(self, message: Input.Changed) -> None:
        text = self._pane.use.text
        if self._asked_at is not None and text is not None:
            found = find_words(text, message.value).from_paragraph(self._asked_at)
            self._pane.show_found(found)
            number = len(found.places)
            said = f"{number} {'match' if number == 1 else 'matches'}"
            self.query_one(Prompt).tell(said if message.value.strip() else "")
            self.say_where()

    @on(Input.Submitted)
    def accept_words(self) -> None:
        """Stay at the match; words that are not found end the search."""
        words = self._pane.found.words.strip()
        self.end_asking()
        self.tell("")
        if not self._pane.found.places:
            self._pane.show_found(WordsFound(""))
            self.tell(f"The text does not have these words: {words}" if words else "")

    def end_asking(self) -> None:
        self._asked_at = None
        super().end_asking()
        self._pane.focus()

    def action_match(self, step: int) -> None:
        """Go to the next match (1) or the one before (-1), from the last to the first."""
        found = self._pane.found
        if not found.places:
            find, cited = self.key("find"), self.key("next-evidence")
            self.tell(f"There is no search; {find} begins one, {cited} goes to the next cited.")
            return
        if self._pane.listing:
            self._show(listing=False)
        self._pane.show_found(found.stepped(step))
        self.tell("")

    # -- footer ------------------------------------------------------------------------------------

    def _show(self, *, listing: bool) -> None:
        self._pane.show(self._pane.paragraph, listing=listing)
        self.tell("")

    def say_where(self) -> None:
        use, number = self._pane.use, self._pane.paragraph
        cited = f"{len(use.cited)} cited"
        if use.text is not None:
            total = len(use.text.paragraphs)
            cited = f"{f'¶{number} of {total}' if number else f'¶1–{total}'} · {cited}"
        found = self._pane.found
        searched = f"match {found.count}: {found.words}"
        self.query_one(FooterBar).position = searched if found.words else cited
        listing, readable = self._pane.listing, use.text is not None
        self.say_keys(
            [
                ("back", "end search" if found.places else "back"),
                *([("next-match", "next match")] if found.places else []),
                ("claims", "text" if listing else "claims"),
                *([("next-evidence", "next cited")] if readable else []),
                ("open", "go there" if listing else "claims on it"),
                *([("find", "find")] if readable else []),
                *[("copy", "copy"), ("read-on", "page"), ("help", "help")],
            ]
        )

"""What a letter does with sources: add one, draft from it, list what it affects."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import Path

from textual import work as in_background
from textual.content import Content

from briefing.desk.adding import Addition, Wish, add, gather, work_out
from briefing.desk.affected import Affected, affected
from briefing.desk.drafting import draft
from briefing.desk.extracting import Article
from briefing.desk.proposing import propose
from briefing.evidence.corpus import Examination
from briefing.model.errors import BriefingError
from briefing.model.text import count
from briefing.tui.desk.form import Filled, FormField
from briefing.tui.desk.saving import Saving
from briefing.tui.rendering.text import Item, hanging, one_line, wrapped
from briefing.tui.screens.sheets import Sheet
from briefing.views.context import NAME_THE_CORPUS
from briefing.views.phrases import date_words

_NUMBER = 6
"""Cells for the number of a paragraph."""


class SourceActions(Saving):
    """The actions on sources; the desk's screen inherits them.

    Attributes:
        awaited: The source to open as soon as it is read.
    """

    awaited = ""

    def open_at(self, key: str) -> None:
        """Open what has a key, ``CARD#ITEM``, with the cursor there."""
        raise NotImplementedError

    # -- adding ------------------------------------------------------------------------------------

    def add_source(self) -> None:
        """Ask for an article, show its text, and add it."""
        if self.work.corpus.folder is None:
            self.tell(f"The text of a source needs a place. {NAME_THE_CORPUS}")
        else:
            self._ask_source({})

    def _ask_source(self, filled: Filled, said: str = "") -> None:
        hints = {
            "source": "An address, or the path of a saved page, a PDF or a text.",
            "key": "Left out, it is made of the outlet's name.",
            "title": "Only where the page gives none.",
            "outlet": "Only where the page names none.",
        }
        fields = [FormField(name, filled.get(name, ""), hint=hint) for name, hint in hints.items()]
        self.ask("Add a source", fields, ("source",), self._fetch, said=said)

    def _fetch(self, filled: Filled) -> None:
        self.tell(f"Reading {filled['source']} …")
        self._show_article(filled)

    @in_background(exclusive=True, group="add")
    async def _show_article(self, filled: Filled) -> None:
        corpus = self.work.corpus.folder
        assert corpus is not None, "whoever asks has looked"
        wish = Wish(*(filled[name] or None for name in ("key", "title", "outlet")))
        try:
            article = await asyncio.to_thread(
                gather, _expanded(filled["source"]), BytesIO(), date.today()
            )
            addition = await asyncio.to_thread(work_out, self.work.folder, corpus, article, wish)
        except BriefingError as error:
            self._ask_source(filled, str(error))
            return
        self.tell("")
        self._confirm(addition)

    def _confirm(self, addition: Addition) -> None:
        """Show the text, since extraction is never exact; add it where it is confirmed."""
        source, article = addition.source, addition.article

        def fill(width: int) -> Iterable[Item]:
            facts = (source.key, source.outlet, source.title, *source.authors)
            head = " · ".join(map(one_line, (*facts, f"published {date_words(source.published)}")))
            yield wrapped("head", [Content.styled(head, "title"), Content("")], width)
            yield from _text_items(article, width)

        def confirmed(key: str | None) -> None:
            self.tell("Nothing was added." if key is None else self._added(addition))

        title = "Is this its text?" if addition.is_new else "Update it to this text?"
        self.app.push_screen(_Confirmation(title, fill, "Enter adds it, Esc does not"), confirmed)

    def _added(self, addition: Addition) -> str:
        try:
            add(addition)
        except BriefingError as error:
            return str(error)
        self.work.reread_texts()
        self.awaited = addition.source.key
        self.look_soon()
        done = "added" if addition.is_new else "updated"
        changed = f" {count(len(addition.passages), 'passage')} changed." * bool(addition.passages)
        return f"“{addition.source.key}” is {done}.{changed}"

    # -- drafting ----------------------------------------------------------------------------------

    def draft_source(self) -> None:
        """Draft what of the open source may belong on cards."""
        at_hand = self._at_hand()
        if at_hand is None:
            return
        examination, key = at_hand
        try:
            drafted = draft(
                self.work.folder,
                self.work.look.authored.loaded,
                key,
                propose(examination, key, ()),
            )
        except BriefingError as error:
            self.tell(str(error))
            return
        if drafted.edit is None:
            self.tell(f"Nothing of “{key}” is left to draft.")
        else:
            self.done(drafted.edit)

    def list_affected(self) -> None:
        """List what the briefing says that the open source speaks of, to go there."""
        at_hand = self._at_hand()
        if at_hand is None:
            return
        found = affected(*at_hand)
        if not found:
            self.tell(f"“{at_hand[1]}” speaks of nothing that the briefing says without it.")
            return
        lines = {one.bearer.key: _said(one) for one in found}
        self.choose(f"What “{at_hand[1]}” affects", lines, self.open_at)

    def _at_hand(self) -> tuple[Examination, str] | None:
        """What the folder holds, and the key of the open source; None, which is told, without."""
        examination = self.work.examination
        if examination is None or self.reading is None:
            self.tell("Open a source first.")
            return None
        return examination, self.reading.source.key


class _Confirmation(Sheet):
    """A text to be read by pages; Enter takes it, wherever it is read."""

    def action_page(self, step: int) -> None:
        self._pane.scroll_pages(step)

    def action_move(self, step: int) -> None:
        self._pane.scroll_lines(step)


def _said(one: Affected) -> str:
    return f"{one.effect}: {one.bearer.text} ({one.bearer.key}; {one.why})"


def _text_items(article: Article, width: int) -> Iterable[Item]:
    for number, paragraph in enumerate(article.paragraphs, 1):
        lead = Content.styled(f"¶{number}", "label")
        lines = (*hanging(lead, Content(one_line(paragraph)), width, _NUMBER), Content(""))
        yield Item(f"paragraph:{number}", lines, selectable=False)


def _expanded(source: str) -> str:
    """An address as it is; of a path ``~`` is the home folder."""
    return str(Path(source).expanduser()) if source.startswith("~") else source

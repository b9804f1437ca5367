"""The dialog that adds an article: where it is, what it gives, and whether it is to be added."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content

from briefing.authoring.writing import write_files
from briefing.desk.adding import Addition, Wish, gather, names_in, work_out
from briefing.desk.edits import Edit
from briefing.desk.extracting import Article
from briefing.desk.source_list import SOURCES, FactError
from briefing.model.errors import BriefingError
from briefing.model.text import count
from briefing.tui.desk.form import Filled, FormField
from briefing.tui.desk.saving import Saving
from briefing.tui.rendering.text import Item, hanging, one_line, wrapped
from briefing.tui.screens.sheets import Sheet
from briefing.tui.widgets import ItemPane
from briefing.views.add import labelled

_NUMBER = 6
"""Cells for the number of a paragraph."""
_LABEL = 11
"""Cells for the name of a fact."""
_READ = "read"
_CORRECT = "correct"
_CONFIRM = "Enter adds it, Tab corrects the facts, Esc goes back"


class AddDialog:
    """Asks over a desk, a step after the other, each of which leads back to the one before."""

    def __init__(self, desk: Saving, corpus: Path, added: Callable[[str], None]) -> None:
        """Add to the desk's folder, the texts to `corpus`; what is `added` is told by its key."""
        self._desk = desk
        self._corpus = corpus
        self._tell_added = added

    def ask(self, place: str = "", said: str = "") -> None:
        """Ask where the article is; what is `said` was wrong with the place before."""
        hint = "An address, or the path of a saved page, a PDF or a text."
        field = FormField("source", place, hint=hint, is_path=True)
        self._desk.ask("Add a source", [field], ("source",), self._begin_reading, said=said)

    def _begin_reading(self, filled: Filled) -> None:
        """Read it, with the keys held back until it is read or given up."""
        source = filled["source"]
        waiting = Sheet(f"Reading {one_line(source)} …", lambda _: (), "Esc gives up")
        worker = self._desk.run_worker(self._read(source, waiting), exclusive=True, group="add")

        def ended(key: str | None) -> None:
            if key is None:
                worker.cancel()
                self._desk.tell("Nothing was added.")

        self._desk.app.push_screen(waiting, ended)

    async def _read(self, source: str, waiting: Sheet) -> None:
        said = ""
        try:
            article = await asyncio.to_thread(gather, _expanded(source), BytesIO(), date.today())
        except BriefingError as error:
            said = str(error)
        if waiting.is_active:
            waiting.dismiss(_READ)
        if said:
            self.ask(source, said)
        else:
            self._propose(_Gathered(source, article))

    def _propose(self, found: _Gathered) -> None:
        """Show what adding an article comes to; ask again for what is wrong."""
        try:
            addition = work_out(self._desk.work.folder, self._corpus, found.article, found.wish)
        except BriefingError as error:
            if isinstance(error, FactError) or found.wish != Wish():
                self._ask_facts(found, found.facts, str(error))
            else:
                self.ask(found.place, str(error))
        else:
            self._confirm(found, addition)

    def _ask_facts(self, found: _Gathered, shown: Filled, said: str = "") -> None:
        """Ask for what a page does not say, or says wrongly, of itself."""
        fields = [FormField(name, shown[name], hint=hint) for name, hint in _FACTS.items()]
        self._desk.ask(
            "What is known of it",
            fields,
            ("title", "outlet"),
            lambda filled: self._propose(found.corrected(filled)),
            said=said,
            back=lambda: self.ask(found.place),
        )

    def _confirm(self, found: _Gathered, addition: Addition) -> None:
        """Show the text, since extraction is never exact; add it where it is confirmed."""
        article = addition.article

        def fill(width: int) -> Iterable[Item]:
            for name, said in labelled(addition):
                lead = Content.styled(name, "label")
                yield Item(name, tuple(hanging(lead, Content(one_line(said)), width, _LABEL)))
            yield wrapped("end", [Content("")], width, selectable=False)
            yield from _text_items(article, width)

        def confirmed(key: str | None) -> None:
            if key is None:
                self.ask(found.place)
            elif key == _CORRECT:
                self._ask_facts(found, _facts_of(addition))
            else:
                self._add(addition)

        title = "Is this its text?" if addition.is_new else "Update it to this text?"
        self._desk.app.push_screen(_Confirmation(title, fill, _CONFIRM), confirmed)

    def _add(self, addition: Addition) -> None:
        """Add it as something that can be undone; its text stays in the corpus."""
        source, path = addition.source, addition.listed.path
        done = "added" if addition.is_new else "updated"
        changed = f" {count(len(addition.passages), 'passage')} changed." * bool(addition.passages)
        edit = Edit(
            {SOURCES: addition.listed.typed if path.exists() else None},
            {SOURCES: addition.after.typed},
            f"“{source.key}” is {done}.{changed}",
        )
        try:
            write_files({addition.text: addition.article.text.encode()})
        except BriefingError as error:
            self._desk.tell(str(error))
            return
        self._desk.work.reread_texts()
        if self._desk.done(edit):
            self._tell_added(source.key)


class _Gathered(NamedTuple):
    """An article that is to be added.

    Attributes:
        place: Where it was gathered, as typed.
        wish: What the curator has said of it till now.
    """

    place: str
    article: Article
    wish: Wish = Wish()

    @property
    def facts(self) -> Filled:
        """What its page says of it, or in place of that the curator.

        Where neither gives a title, a short first line may be one.
        """
        given, wish = self.article.given, self.wish
        authors = given.authors if wish.authors is None else wish.authors
        said = {
            "title": (given.title or self._first_line, wish.title),
            "outlet": (given.outlet, wish.outlet),
            "authors": (_BETWEEN.join(authors), None),
            "published": (given.issued, wish.issued),
            "retrieved": (given.accessed, wish.accessed),
            "language": (given.language, wish.language),
            "address": (given.url, wish.url),
            "key": (None, wish.key),
        }
        return {name: (own if ours is None else ours) or "" for name, (own, ours) in said.items()}

    @property
    def _first_line(self) -> str:
        first = self.article.paragraphs[0]
        return first if len(first) <= _LONGEST_TITLE else ""

    def corrected(self, filled: Filled) -> _Gathered:
        """The same with what was typed."""
        return self._replace(
            wish=Wish(
                key=filled["key"] or None,
                title=filled["title"],
                outlet=filled["outlet"],
                authors=names_in(filled["authors"]),
                issued=filled["published"],
                accessed=filled["retrieved"],
                language=filled["language"],
                url=filled["address"],
            )
        )


_BETWEEN: Final = "; "
_LONGEST_TITLE: Final = 120
_FACTS: Final = {
    "title": "As the article has it.",
    "outlet": "Who carries it.",
    "authors": "Who wrote it; several with ; between.",
    "published": "When, as 2024-05-01; empty where it is not known.",
    "retrieved": "When it was taken from there, likewise.",
    "language": "Such as en, de or pt-BR.",
    "address": "Where it is on the web.",
    "key": "What citations call it; left out, it is made of the outlet's name.",
}


def _facts_of(addition: Addition) -> Filled:
    """What is known of a source that could be added."""
    source = addition.source
    return {
        "title": source.title,
        "outlet": source.outlet,
        "authors": _BETWEEN.join(source.authors),
        "published": source.published.edtf if source.published else "",
        "retrieved": source.retrieved.edtf if source.retrieved else "",
        "language": source.language or "",
        "address": source.url or "",
        "key": source.key,
    }


class _Confirmation(Sheet):
    """A text to be read by pages; Enter alone takes it, wherever it is read; Tab corrects it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "confirm", "Add it.", id="open"),
        Binding("tab", "correct", "Correct what is known of the source.", id="next-pane"),
    ]

    def action_confirm(self) -> None:
        super().action_choose()

    def action_choose(self) -> None:
        """Add nothing by a key or a click that only leads about."""

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        """Likewise."""

    def action_correct(self) -> None:
        self.dismiss(_CORRECT)

    def action_page(self, step: int) -> None:
        self._pane.scroll_pages(step)

    def action_move(self, step: int) -> None:
        self._pane.scroll_lines(step)


def _text_items(article: Article, width: int) -> Iterable[Item]:
    for number, paragraph in enumerate(article.paragraphs, 1):
        lead = Content.styled(f"¶{number}", "label")
        lines = (*hanging(lead, Content(one_line(paragraph)), width, _NUMBER), Content(""))
        yield Item(f"paragraph:{number}", lines, selectable=False)


def _expanded(source: str) -> str:
    """An address as it is; of a path ``~`` is the home folder."""
    try:
        return str(Path(source).expanduser()) if source.startswith("~") else source
    except RuntimeError:  # nobody has that name
        return source

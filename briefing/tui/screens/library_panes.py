"""What a search of the library found, and the card that the cursor is on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

import msgspec
from textual.content import Content, Span

from briefing.model.dates import parse_date
from briefing.search.index.results import CardRow, Progress, Stage
from briefing.search.snippets import snippet
from briefing.settings.searches import SavedSearch
from briefing.tui.library_pages import Preview
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.card import CardPage, card_items
from briefing.tui.rendering.text import GUTTER, Item, between, cut, marker, one_line, wrapped
from briefing.tui.widgets import Fill, FilledPane, ItemPane
from briefing.views.phrases import date_words

_SAVED: Final = "saved:"
_INDENT: Final = Content("  ")
_DEEP: Final = Content("    ")


class Saved(msgspec.Struct, frozen=True):
    """A saved search, and how many cards it finds now.

    Attributes:
        finds: For example ``17``; what is wrong with the words; empty where it is not known yet.
    """

    search: SavedSearch
    finds: str = ""


class HitList(msgspec.Struct, frozen=True):
    """What is listed.

    Attributes:
        rows: Cards by their numbers among all that were found.
    """

    notices: Sequence[str] = ()
    saved: Sequence[Saved] = ()
    rows: Sequence[tuple[int, CardRow]] = ()
    nothing: str = ""


def row_key(number: int) -> str:
    return str(number)


def row_number(key: str | None) -> int | None:
    return int(key) if key is not None and key.isdecimal() else None


def saved_key(search: SavedSearch) -> str:
    return f"{_SAVED}{search.name}"


def saved_name(key: str | None) -> str | None:
    return key.removeprefix(_SAVED) if key is not None and key.startswith(_SAVED) else None


def listing_items(listing: HitList, width: int) -> Iterator[Item]:
    for number, sentence in enumerate(listing.notices):
        content = Content.styled(one_line(sentence), "doubt")
        yield wrapped(f"notice:{number}", [content], width, selectable=False)
    if listing.saved:
        yield Item("saved", (Content.styled("Saved searches", "heading"),), selectable=False)
        for saved in listing.saved:
            yield Item(saved_key(saved.search), (_saved_line(saved, width),))
    if not listing.rows and listing.nothing:
        nothing = Content.styled(listing.nothing, "quiet")
        yield wrapped("nothing", [nothing], width, selectable=False)
    before: str | None = None
    for number, row in listing.rows:
        if row.briefing_id != before:
            before = row.briefing_id
            yield Item(f"briefing:{number}", (_heading(row, width),), selectable=False)
        yield Item(row_key(number), _row_lines(row, width))


def found_items(search: SavedSearch, found: HitList, width: int) -> Iterator[Item]:
    name, query = map(one_line, search)
    heading = [Content.styled(name, "strong"), Content.styled(query, "quiet"), Content(" ")]
    yield wrapped("search", heading, width, selectable=False)
    yield from listing_items(found, width)


def _saved_line(saved: Saved, width: int) -> Content:
    """Name, words and count; where a line has no room for them, the name gives way to the words."""
    name, query = (Content(one_line(text)) for text in saved.search)
    finds = Content.styled(saved.finds, "label")
    room = width - 5 - finds.cell_length
    name = cut(name, max(room - query.cell_length, room // 2))
    query = cut(query, room - name.cell_length)
    left = Content.assemble("  ", name.stylize("strong"), "  ", query.stylize("quiet"))
    return between(left, finds, width)


def _heading(row: CardRow, width: int) -> Content:
    title = Content.styled(one_line(row.briefing_title), "heading")
    day = date_words(parse_date(row.day.isoformat()))
    return between(title, Content.styled(day, "quiet"), width)


def _row_lines(row: CardRow, width: int) -> tuple[Content, ...]:
    """The title of the card; below it, its section and the words around the match."""
    title = _marked(row.card_title, row.title_spans, width - 2)
    section = Content.styled(one_line(row.section_title), "quiet")
    lead = _DEEP + cut(section, max(1, width // 3))
    if row.text:
        lead += Content.styled(" · ", "quiet")
    return (_INDENT + title, lead + _marked(row.text, row.spans, width - lead.cell_length))


def _marked(text: str, spans: Sequence[tuple[int, int]], room: int) -> Content:
    shown, found = snippet(text, spans, max(1, room))
    return Content(shown, [Span(*span, "match") for span in found])


def title_of(progress: Progress, *, ranked: int | None, partial: bool, similar: str = "") -> str:
    """Say what cards are listed, where they are not what was typed; in what order; whether all.

    `ranked` is among how many of the newest cards they are the best; None where it is by date.
    """
    order = "Newest first" if ranked is None else f"Best first, among the newest {ranked:,}"
    if similar:
        order = f"{capitalised(similar)} · {order}"
    match progress.stage:
        case Stage.WITHOUT:
            return "No index: the whole library is read for each search"
        case Stage.BUILDING if progress.of:
            read = f"{100 * progress.done // progress.of} % of {progress.of:,} briefings read"
            return f"{order} · partial: {read}"
        case Stage.READY if not partial:
            return order
        case Stage.READY:
            return f"{order} · partial: the index is complete; g lists again"
    return f"{order} · partial: the index is being checked"


def title_beside(wrong: str, words: str) -> str:
    """Say that a part of the words is not understood, and by which words the list was found."""
    listed = f"“{one_line(words)}”" if words.strip() else "all cards"
    return f"Not understood: “{one_line(wrong)}” · still listed: {listed}"


def capitalised(sentence: str) -> str:
    return one_line(f"{sentence[:1].upper()}{sentence[1:]}")


class HitsPane(ItemPane):
    """Saved searches and cards; of many cards, those around the cursor."""

    KEEPS_PLACE = True
    STANDS_ON_FIRST = True

    def __init__(self) -> None:
        super().__init__(id="hits")
        self.listing = HitList()

    def items(self, width: int) -> Iterable[Item]:
        return listing_items(self.listing, width)

    def list_again(self, listing: HitList, at: str | None, y: int) -> None:
        """List what was listed when the screen was left, scrolled as it was."""
        self.list_anew(listing, at)
        self.call_after_refresh(self._scroll, y)

    def list_anew(self, listing: HitList, at: str | None = None) -> None:
        """List something else, from its top, standing on an item or on the first."""
        self.listing = listing
        self.select(at, reveal=False)
        self.rebuild(top=True)
        if self._cursor is not None:
            self._reveal(self._cursor)

    def list_on(self, listing: HitList) -> None:
        """List other cards around the one the cursor is on, which stays where it is seen."""
        before, first = self._cursor_line, self.listing.rows[:1]
        self.listing = listing
        # What is told above the first card is to be seen by who is there.
        stays = self.at_start and listing.rows[:1] == first
        self.rebuild()
        after = self._cursor_line
        if before is not None and after is not None and not stays:
            self._scroll(self.scroll_offset.y + after - before)

    @property
    def _cursor_line(self) -> int | None:
        return None if self._cursor is None else self._starts[self._cursor]


class PreviewPane(FilledPane, can_focus=False):
    """The card that the cursor is on, as the reader would show it; or what a saved search finds."""

    def __init__(self) -> None:
        super().__init__(lambda _: (), "preview")

    def show(self, preview: Preview, checked: Checked) -> None:
        self._show(partial(_card, preview, checked), one_line(preview.section.title))

    def show_search(self, search: SavedSearch, found: HitList) -> None:
        self._show(partial(found_items, search, found), "Saved search")

    def show_instead(self, sentence: str) -> None:
        """Say why there is no card, or nothing."""
        content = [Content(sentence)]
        self._show(lambda width: [wrapped("instead", content, width, selectable=False)], "")

    def _show(self, fill: Fill, title: str) -> None:
        self._fill = fill
        self.border_title = Content(title) if title else None
        self.rebuild(top=True)


def _card(preview: Preview, checked: Checked, width: int) -> Iterable[Item]:
    room, mark = max(1, width - GUTTER), marker(preview.found)
    page = CardPage(checked, preview.section, preview.card, room, mark)
    return card_items(page)

"""What a search of the library found: under each briefing its cards, each with its match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from textual.content import Content, Span

from briefing.model.dates import parse_date
from briefing.search.index.results import CardRow, Progress, Stage
from briefing.search.snippets import snippet
from briefing.settings.searches import SavedSearch
from briefing.tui.rendering.facts import short_date
from briefing.tui.rendering.items import Item, wrapped
from briefing.tui.rendering.text import between, cut, one_line

_SAVED: Final = "saved:"
_INDENT: Final = Content("  ")
_DEEP: Final = Content("    ")


class Saved(msgspec.Struct, frozen=True):
    """A saved search, and how many cards it finds now.

    Attributes:
        search: Name and words.
        finds: For example ``17``; what is wrong with the words; empty where it is not known yet.
    """

    search: SavedSearch
    finds: str = ""


class Listing(msgspec.Struct, frozen=True):
    """What is listed.

    Attributes:
        notices: What the reader should know first, in sentences.
        saved: Saved searches.
        rows: Cards by their numbers among all that were found.
        nothing: What to say where there is no card.
    """

    notices: Sequence[str] = ()
    saved: Sequence[Saved] = ()
    rows: Sequence[tuple[int, CardRow]] = ()
    nothing: str = ""


def row_key(number: int) -> str:
    """Key of the item of a card."""
    return str(number)


def row_number(key: str | None) -> int | None:
    """Number of the card of an item; None where the item is no card."""
    return int(key) if key is not None and key.isdecimal() else None


def saved_key(search: SavedSearch) -> str:
    """Key of the item of a saved search."""
    return f"{_SAVED}{search.name}"


def saved_name(key: str | None) -> str | None:
    """Name of the saved search of an item; None where the item is none."""
    return key.removeprefix(_SAVED) if key is not None and key.startswith(_SAVED) else None


def listing_items(listing: Listing, width: int) -> Iterator[Item]:
    """Draw what is listed.

    Args:
        listing: The searches and cards.
        width: Cells of a line.
    """
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


def found_items(search: SavedSearch, found: Listing, width: int) -> Iterator[Item]:
    """Draw a saved search and what it finds.

    Args:
        search: Its name and words.
        found: The first cards, or why there is none.
        width: Cells of a line.
    """
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
    day = short_date(parse_date(row.day.isoformat()))
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
    """As much of a text as has room, around its first match."""
    shown, found = snippet(text, spans, max(1, room))
    return Content(shown, [Span(*span, "match") for span in found])


def title_of(progress: Progress, *, ranked: int | None, partial: bool) -> str:
    """Say in what order cards are listed, and whether all of them are.

    Args:
        progress: How far the index is.
        ranked: Among how many of the newest cards those listed are the best; None where they are
            listed by date.
        partial: Whether what is listed was found before the index was complete.
    """
    order = "Newest first" if ranked is None else f"Best first, among the newest {ranked:,}"
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

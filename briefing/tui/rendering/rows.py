"""Lists: the cards of a section in the columns that suit its kind, and what a search found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final

import msgspec
from textual.content import Content, Span

from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Reaction, SourceNote
from briefing.model.parts import Field, Part, detail_parts
from briefing.model.text import words
from briefing.model.vocabulary import DisagreementState, SectionKind
from briefing.tui.reader.state import Checked, Found
from briefing.tui.rendering.card import use_of_source
from briefing.tui.rendering.phrases import LOST, short_date, sign_of, stance_sign
from briefing.tui.rendering.text import Item, Marker, cell, one_line, row, unmarked
from briefing.views.phrases import NOT_GIVEN

if TYPE_CHECKING:
    from briefing.search.finder import Hit

HEAD: Final = "head"
"""Key of the row that names the columns."""

_SIGNS: Final = 3
"""Cells for the signs of unread and bookmarked, and a blank."""

_FALLEN: Final = 2
"""Cells for what becomes of a card without the sources set aside."""

_GAP: Final = 2

_ALL: Final = 1000
"""More cells than a terminal has."""


class CardList(msgspec.Struct, frozen=True):
    """What is needed to list cards.

    Attributes:
        read: Ids of the cards that are read, or of which the row is.
        whole: Whether the list is read as the section's view, so that nothing in it is cut.
    """

    check: Checked
    kind: SectionKind
    cards: Sequence[Card]
    read: Collection[str] = ()
    bookmarks: Collection[str] = ()
    mark: Marker = unmarked
    whole: bool = False

    @property
    def briefing(self) -> Briefing:
        return self.check.examination.briefing


class _ListColumn(msgspec.Struct, frozen=True):
    """A column of a list.

    Attributes:
        keep: The lower, the sooner it is left out where there is no room.
        most: Cells it can make use of; what others leave goes to the columns in order.
        varies: Whether it is left out where it says the same of all cards.
    """

    name: str
    width: int
    cells: Callable[[CardList, Card], Content | str]
    keep: int = 9
    most: int = 0
    varies: bool = False


class _ListTable(msgspec.Struct, frozen=True):
    """The columns of a kind; ``below`` stands in a line of its own where it has no room."""

    columns: tuple[_ListColumn, ...]
    below: _ListColumn | None = None


def card_rows(listing: CardList, width: int) -> Iterator[Item]:
    """Draw cards as rows, after a row that names the columns if there are several."""
    # Read as a view, sources say by their titles what to think of them.
    titles = listing.whole and listing.kind is SectionKind.SOURCES
    table = _TITLES if titles else _TABLES.get(listing.kind, _TITLES)
    indent = _SIGNS + (_FALLEN if listing.check.aside else 0)
    room = width - indent
    telling = [one for one in table.columns if not (one.varies and _same(listing, one))]
    columns = _fit([*telling, table.below] if table.below else telling, room)
    below = table.below if table.below and table.below.name not in _names(columns) else None
    if len(columns) > 1:
        head = row([(Content.styled(c.name, "label"), c.width) for c in columns], _GAP)
        yield Item(HEAD, (Content(" " * indent) + head,), selectable=False)
    for card in listing.cards:
        # Alone, nothing beside a text tells where a row begins, so its further lines stand back.
        back = 2 if len(columns) == 1 else 0
        wrapped = [_lines(c.cells(listing, card), c.width, listing, back) for c in columns]
        lead = _marks(card, listing)
        lines = []
        for cells in zip_longest(*wrapped, fillvalue=""):
            lines.append(
                lead + row(list(zip(cells, (c.width for c in columns), strict=True)), _GAP)
            )
            lead = Content(" " * indent)
        if below and room > 2 and str(said := below.cells(listing, card)):
            blank = Content(" " * (indent + 2))
            lines += [blank + cell(line, room - 2) for line in _lines(said, room - 2, listing)]
        yield Item(card.id, tuple(lines))


def _lines(
    text: Content | str, width: int, listing: CardList, back: int = 0
) -> Sequence[Content | str]:
    """The lines of a cell: one to be cut, or as many as it needs where nothing is cut."""
    if not listing.whole:
        return [text]
    content = Content(text) if isinstance(text, str) else text
    first, *others = content.wrap(max(1, width - back))
    return [first, *(Content(" " * back) + line for line in others)]


def _same(listing: CardList, column: _ListColumn) -> bool:
    said = {str(column.cells(listing, card)) for card in listing.cards}
    return len(listing.cards) > 1 and len(said) == 1


def _names(columns: Sequence[_ListColumn]) -> set[str]:
    return {column.name for column in columns}


def _marks(card: Card, listing: CardList) -> Content:
    signs = Content.assemble(
        " " if card.id in listing.read else ("•", "strong"),
        ("*", "strong") if card.id in listing.bookmarks else " ",
        " ",
    )
    return signs + _fallen(card, listing.check) if listing.check.aside else signs


def _fallen(card: Card, check: Checked) -> Content:
    """The sign of a card that falls without the sources set aside, or of which something does."""
    if card.id in check.gone:
        return Content.styled(f"{LOST} ", "bad")
    return Content.styled("− ", "doubt") if card.id in check.hit else Content("  ")


def _fit(columns: Sequence[_ListColumn], width: int) -> list[_ListColumn]:
    """Leave out what matters least until the rest has room; then share what is left over."""
    shown = list(columns)
    while len(shown) > 1 and _spare(shown, width) < 0:
        shown.remove(min(shown, key=lambda column: column.keep))
    for index, column in enumerate(shown):
        extra = min(_spare(shown, width), max(0, column.most - column.width))
        shown[index] = msgspec.structs.replace(column, width=max(0, column.width + extra))
    return shown


def _spare(columns: Sequence[_ListColumn], width: int) -> int:
    return width - sum(column.width for column in columns) - _GAP * (len(columns) - 1)


def _title(listing: CardList, card: Card) -> Content:
    return listing.mark(one_line(card.title))


def _actor(listing: CardList, card: Card) -> Content | str:
    """A country with its code; a bloc, which has several voices, in short and with who spoke."""
    reaction = card.detail
    if not isinstance(reaction, Reaction):
        return _title(listing, card)
    name = listing.briefing.actor_name(reaction.actor)
    if reaction.country:
        return Content(f"{reaction.country} ") + listing.mark(one_line(name))
    if not reaction.speaker:
        return listing.mark(one_line(name))
    actor = listing.briefing.actors_by_id.get(reaction.actor)
    short = min((one.text for one in actor.names), key=len) if actor else name
    return listing.mark(one_line(f"{short}: {listing.briefing.actor_name(reaction.speaker)}"))


def _told(
    field: Field, draw: Callable[[Part], Content | str]
) -> Callable[[CardList, Card], Content | str]:
    """What a part of the card's detail says; nothing for a card that has no such part."""

    def cells(listing: CardList, card: Card) -> Content | str:
        parts = detail_parts(card.detail, listing.briefing)
        return next((draw(part) for part in parts if part.field is field), "")

    return cells


def _stance(_: CardList, card: Card) -> Content | str:
    return stance_sign(card.detail) if isinstance(card.detail, Reaction) else ""


def _date(part: Part) -> str:
    return short_date(part.date)


def _state(part: Part) -> Content:
    return sign_of(DisagreementState(part.text))


def _matters(part: Part) -> Content | str:
    return Content.styled("yes", "strong") if part.text == "yes" else "little"


def _words(listing: CardList, card: Card) -> Content:
    if not card.exact_words:
        if isinstance(card.detail, Reaction) and card.detail.verb:
            return Content("")  # the verb says it
        return listing.mark(one_line(card.title)).stylize_before("quiet")
    return listing.mark(f"“{one_line(card.exact_words)}”")


def _when(_: CardList, card: Card) -> str:
    dates = [claim.date for claim in card.claims if claim.date is not None]
    if not dates:
        return NOT_GIVEN
    first, last = short_date(dates[0]), short_date(dates[-1])
    return first if first == last else f"{first} – {last}"


def _source_key(_: CardList, card: Card) -> str:
    return card.detail.source if isinstance(card.detail, SourceNote) else ""


def _source(listing: CardList, card: Card) -> Source | None:
    return listing.briefing.sources_by_key.get(_source_key(listing, card))


def _published(listing: CardList, card: Card) -> str:
    source = _source(listing, card)
    return short_date(source.published if source else None) if card.detail else ""


def _cited(listing: CardList, card: Card) -> str:
    key = _source_key(listing, card)
    return f"{use_of_source(listing.briefing, key)[0]} times" if key else ""


def _outlet(listing: CardList, card: Card) -> Content:
    source = _source(listing, card)
    return listing.mark(one_line(source.outlet if source else card.title))


_TITLES: Final = _ListTable((_ListColumn("Title", 10, _title, most=_ALL),))

_TABLES: Final = {
    SectionKind.REACTIONS: _ListTable(
        (
            _ListColumn("Actor", 16, _actor, most=22),
            _ListColumn("Stance", 13, _stance, keep=8, most=24),
            _ListColumn("Date", 11, _told(Field.DATE, _date), keep=5, varies=True),
        ),
        below=_ListColumn("Words", 30, _words, keep=4, most=_ALL),
    ),
    SectionKind.DISAGREEMENTS: _ListTable(
        (
            _ListColumn("State", 11, _told(Field.STATE, _state), keep=7, varies=True),
            _ListColumn("About", 11, _told(Field.DIMENSION, lambda part: part.text), keep=5),
            _ListColumn("Matters", 7, _told(Field.MATTERS, _matters), keep=6, varies=True),
            _ListColumn("Title", 34, _title, most=_ALL),
        )
    ),
    SectionKind.TIMELINE: _ListTable(
        (
            _ListColumn("When", 25, _when, keep=8, most=29),
            _ListColumn("Events", 6, lambda _, card: str(len(card.claims)), keep=3),
            _ListColumn("Title", 20, _title, most=_ALL),
        )
    ),
    SectionKind.SOURCES: _ListTable(
        (
            _ListColumn("Key", 10, lambda *of: _source_key(*of) or "all", keep=8),
            _ListColumn("Published", 11, _published, keep=5, varies=True),
            _ListColumn("Cited", 9, _cited, keep=6),
            _ListColumn("Outlet", 14, _outlet, most=_ALL),
        )
    ),
}


_LABEL: Final = 11
"""Cells for what a place is; the longer words are seldom needed and may be cut."""

_HINT: Final = (
    'Type words, a "phrase", or a field such as in:reactions, by:, date:, fig:>30, is:unread.'
)


def result_items(briefing: Briefing, found: Found, width: int) -> Iterator[Item]:
    """Draw the results under each section, each keyed by the number of its first match."""
    if not found.matches:
        nothing = "No card has all these words." if words(found.query) else _HINT
        yield Item("none", (Content.styled(nothing, "quiet"),), selectable=False)
        return
    titles = {section.id: section.title for section in briefing.sections}
    cards = {card.id: card.title for _, card in briefing.cards()}
    numbered = list(enumerate(found.matches))
    for section_id, of_section in groupby(numbered, lambda pair: pair[1].hit.section_id):
        matches = list(of_section)
        heading = Content.assemble(
            (one_line(titles[section_id]), "heading"), (f"  {len(matches)}", "quiet")
        )
        yield Item(f"section:{section_id}", (heading,), selectable=False)
        for _, of_hit in groupby(matches, lambda pair: id(pair[1].hit)):
            number, match = next(of_hit)
            line = _result_line(match.hit, cards[match.hit.card_id], width)
            yield Item(str(number), (line,))


def _result_line(hit: Hit, title: str, width: int) -> Content:
    """The words around the match; where they leave room, the card that they stand in."""
    # The first screen needs nothing of the search, so it does not wait for its import.
    from briefing.search.snippets import snippet  # noqa: PLC0415

    label = str(hit.field) if hit.field is not Field.CLAIM else "text"
    lead = _LABEL if width >= 3 * _LABEL else 0
    room = max(1, width - 2 - (lead + 2 if lead else 0))
    text, spans = snippet(hit.text, hit.spans, room)
    marked = Content(text, [Span(*span, "match") for span in spans])
    if hit.field is not Field.TITLE and marked.cell_length < room // 2:
        marked += Content.styled(f"  {one_line(title)}", "quiet")
    return Content("  ") + row([(Content.styled(label, "quiet"), lead), (marked, room)])

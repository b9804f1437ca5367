"""The list of cards: one row for each, in the columns that suit the kind of section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Reaction, SourceNote
from briefing.model.vocabulary import SectionKind
from briefing.tui.rendering import signs
from briefing.tui.rendering.facts import NOT_GIVEN, actor_name, date_label
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.sources import use_of_source
from briefing.tui.rendering.text import Marker, cell, one_line, row, unmarked
from briefing.tui.state import Marks

HEAD = "head"
"""Key of the row that names the columns."""

_SIGNS = 3
"""Cells for the signs of unread and bookmarked, and a blank."""

Columns = Sequence[tuple[str, int]]
Cells = list[Content | str]


@dataclass(frozen=True)
class _Table:
    """How the cards of a kind are set in columns; the last column takes the rest of the width."""

    columns: Columns
    cells: Callable[[Briefing, Card, Marker], Cells]


@dataclass(frozen=True)
class Listing:
    """What is needed to list cards.

    Attributes:
        briefing: Lists actors and sources.
        kind: Kind of the section; decides the columns.
        cards: The cards to list, in order.
        marks: Tells what is read and bookmarked.
        mark: Marks the words searched for.
    """

    briefing: Briefing
    kind: SectionKind
    cards: Sequence[Card]
    marks: Marks
    mark: Marker = unmarked


def card_rows(listing: Listing, width: int) -> Iterator[Item]:
    """Draw cards as rows, after a row that names the columns if there are several.

    Args:
        listing: The cards.
        width: Cells of a line.
    """
    table = _TABLES.get(listing.kind)
    columns = _fit(table.columns, width - _SIGNS) if table else ()
    if table is None or len(columns) < 2:
        for card in listing.cards:
            title = cell(listing.mark(one_line(card.title)), width - _SIGNS)
            yield Item(card.id, (_marks(card, listing.marks) + title,))
        return
    names = row([(Content.styled(name, "label"), size) for name, size in columns])
    yield Item(HEAD, (Content(" " * _SIGNS) + names,), selectable=False)
    for card in listing.cards:
        cells = table.cells(listing.briefing, card, listing.mark)
        text = row([(value, size) for value, (_, size) in zip(cells, columns, strict=False)])
        yield Item(card.id, (_marks(card, listing.marks) + text,))


def _marks(card: Card, marks: Marks) -> Content:
    unread = card.id not in marks.read
    return Content.assemble(
        ("•", "strong") if unread else " ",
        ("*", "strong") if card.id in marks.bookmarks else " ",
        " ",
    )


def _fit(columns: Columns, width: int) -> Columns:
    """Drop columns from the right until the last one has room; give it what is left."""
    shown = list(columns)
    while len(shown) > 1 and sum(size for _, size in shown) + 2 * (len(shown) - 1) > width:
        shown.pop()
    used = sum(size for _, size in shown[:-1]) + 2 * (len(shown) - 1)
    name, _ = shown[-1]
    return [*shown[:-1], (name, max(1, width - used))]


def _reaction_cells(briefing: Briefing, card: Card, mark: Marker) -> Cells:
    if not isinstance(card.detail, Reaction):
        return [mark(one_line(card.title))]
    reaction = card.detail
    words = f"“{one_line(card.exact_words)}”" if card.exact_words else "in paraphrase only"
    return [
        mark(one_line(_holder(briefing, reaction))),
        signs.stance(reaction.stance),
        date_label(reaction.date),
        mark(words) if card.exact_words else Content.styled(words, "quiet"),
    ]


def _holder(briefing: Briefing, reaction: Reaction) -> str:
    """The actor with its code, or for one with several voices the actor and who spoke."""
    name = actor_name(briefing, reaction.actor)
    if reaction.country:
        return f"{reaction.country} {name}"
    speaker = reaction.speaker and actor_name(briefing, reaction.speaker)
    return f"{name}: {speaker}" if speaker else name


def _disagreement_cells(briefing: Briefing, card: Card, mark: Marker) -> Cells:
    del briefing
    title = mark(one_line(card.title))
    if not isinstance(card.detail, Disagreement):
        return [title]
    state = signs.disagreement_state(card.detail.state)
    matters = ("yes", "strong") if card.detail.matters else ("little", "quiet")
    return [state, str(card.detail.dimension), Content.styled(*matters), title]


def _event_cells(briefing: Briefing, card: Card, mark: Marker) -> Cells:
    del briefing
    dates = [claim.date for claim in card.claims if claim.date is not None]
    first, last = (date_label(dates[0]), date_label(dates[-1])) if dates else (NOT_GIVEN, "")
    span = first if first == last or not last else f"{first} – {last}"
    return [span, f"{len(card.claims)}", mark(one_line(card.title))]


def _source_cells(briefing: Briefing, card: Card, mark: Marker) -> Cells:
    source = (
        briefing.sources_by_key.get(card.detail.source)
        if isinstance(card.detail, SourceNote)
        else None
    )
    if source is None:
        return [Content.styled("all sources", "quiet"), "", "", mark(one_line(card.title))]
    citations, _ = use_of_source(briefing, source.key)
    return [source.key, date_label(source.published), str(citations), source.outlet]


_TABLES = {
    SectionKind.REACTIONS: _Table(
        (("Actor", 16), ("Stance", 11), ("Date", 9), ("Words", 12)), _reaction_cells
    ),
    SectionKind.DISAGREEMENTS: _Table(
        (("State", 11), ("About", 11), ("Matters", 7), ("", 14)), _disagreement_cells
    ),
    SectionKind.TIMELINE: _Table((("When", 26), ("Events", 6), ("", 12)), _event_cells),
    SectionKind.SOURCES: _Table(
        (("Key", 11), ("Published", 11), ("Cited", 5), ("Outlet", 12)), _source_cells
    ),
}

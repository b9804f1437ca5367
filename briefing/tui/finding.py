"""What a search found, and where in it the reader is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

import msgspec
from textual.content import Content, Span

from briefing.model.briefing import Briefing
from briefing.model.text import words
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.text import one_line, row

if TYPE_CHECKING:
    from briefing.search.finder import Hit, Match

HERE: Final = "match-here"
"""Role of the match that the reader is at."""

_LABEL: Final = 11
"""Cells for what a place is; the longer words are seldom needed and may be cut."""

_HINT: Final = (
    'Type words, a "phrase", or a field such as in:reactions, by:, date:, fig:>30, is:unread.'
)


class Found(msgspec.Struct, frozen=True):
    """The matches of a search, and the one the reader is at.

    Attributes:
        query: The words searched for.
        matches: In reading order.
        here: Index of the present one.
    """

    query: str
    matches: tuple[Match, ...] = ()
    here: int = 0

    @property
    def match(self) -> Match | None:
        """The present match."""
        return self.matches[self.here] if self.matches else None

    @property
    def count(self) -> str:
        """Where the reader is: ``3 of 17``."""
        return f"{self.here + 1} of {len(self.matches)}" if self.matches else "no match"

    def stepped(self, step: int) -> Found:
        """Go some matches on, from the last to the first."""
        return msgspec.structs.replace(self, here=(self.here + step) % max(1, len(self.matches)))

    def at(self, number: int) -> Found:
        """Go to a match."""
        return msgspec.structs.replace(self, here=number)

    def marker(self) -> Callable[[str], Content]:
        """Give a function that marks the matches in a text, and the present one differently."""
        spans = {match.hit.text: match.hit.spans for match in self.matches}
        here = self.match

        def mark(text: str) -> Content:
            found = spans.get(text, ())
            at = here.span if here is not None and here.hit.text == text else None
            return Content(text, [Span(*span, HERE if span == at else "match") for span in found])

        return mark


def result_items(briefing: Briefing, found: Found, width: int) -> Iterator[Item]:
    """Draw the results: under each section its places, each with the words around the match.

    Args:
        briefing: What was searched.
        found: The matches.
        width: Cells of a line.

    Yields:
        Items keyed by the number of their first match; headings cannot be selected.
    """
    if not found.matches:
        yield Item("none", (_nothing(found.query),), selectable=False)
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
    from briefing.model.parts import Field  # noqa: PLC0415
    from briefing.search.snippets import snippet  # noqa: PLC0415

    label = str(hit.field) if hit.field is not Field.CLAIM else "text"
    lead = _LABEL if width >= 3 * _LABEL else 0
    room = max(1, width - 2 - (lead + 2 if lead else 0))
    text, spans = snippet(hit.text, hit.spans, room)
    marked = Content(text, [Span(*span, "match") for span in spans])
    if hit.field is not Field.TITLE and marked.cell_length < room // 2:
        marked += Content.styled(f"  {one_line(title)}", "quiet")
    return Content("  ") + row([(Content.styled(label, "quiet"), lead), (marked, room)])


def _nothing(query: str) -> Content:
    text = "No card has all these words." if words(query) else _HINT
    return Content.styled(text, "quiet")

"""What a search found, section by section."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from textual.content import Content, Span

from briefing.model.briefing import Briefing
from briefing.model.parts import Field
from briefing.model.text import words
from briefing.tui.reader.state import Found
from briefing.tui.rendering.text import Item, one_line, row

if TYPE_CHECKING:
    from briefing.search.finder import Hit

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

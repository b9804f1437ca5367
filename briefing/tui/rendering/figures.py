"""Figures: numbers with what they count, who says so, and since when."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from briefing.model.briefing import Briefing
from briefing.model.claims import Figure
from briefing.model.vocabulary import Qualifier
from briefing.plain.phrases import actor_name, date_words
from briefing.tui.rendering.facts import citations
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.text import Marker, hanging, quiet_lines, unmarked

AMOUNT_WIDTH = 8
"""Cells for the number, unit excluded, where figures stand in a column."""

_SIGNS = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "≈",
    Qualifier.AT_LEAST: "≥",
    Qualifier.AT_MOST: "≤",
}


def amount(figure: Figure) -> Content:
    """The number and its unit, the number standing out."""
    return Content.assemble((figure.amount, "strong"), " ", figure.unit)


def provenance(briefing: Briefing, figure: Figure) -> str:
    """Who says so, in what words, for what date, with what reservation."""
    said_by = None if figure.said_by is None else f"says {actor_name(briefing, figure.said_by)}"
    words = None if figure.as_reported is None else f"“{figure.as_reported}”"
    as_of = None if figure.as_of is None else f"as of {date_words(figure.as_of)}"
    return ", ".join(part for part in (said_by, figure.note, words, as_of) if part)


def short_lines(figure: Figure, width: int, mark: Marker = unmarked) -> list[Content]:
    """A figure in as few lines as possible: number, then what it counts."""
    number = Content.styled(f"{_SIGNS[figure.qualifier]}{figure.number}", "strong")
    measure = Content.assemble(mark(figure.measure), (f" ({figure.unit})", "quiet"))
    indent = max(min(AMOUNT_WIDTH, width // 4), number.cell_length + 1)
    return hanging(number, measure, width, indent)


def full_lines(
    briefing: Briefing, figure: Figure, width: int, mark: Marker = unmarked
) -> list[Content]:
    """A figure with all that is known about it, its parts and its rivals."""
    lines = amount(figure).wrap(width) + mark(figure.measure).wrap(width)
    lines += quiet_lines(provenance(briefing, figure), width)
    for ids, word in ((figure.parts, "of which"), (figure.rivals, "rival count")):
        for related in (briefing.figures[id_] for id_ in ids if id_ in briefing.figures):
            text = Content.assemble(
                (f"{word} ", "quiet"), (related.amount, "strong"), f" {related.measure}"
            )
            lines += hanging("  ", text, width, 2)
    return lines + quiet_lines(citations(figure.evidence), width)


def figure_items(briefing: Briefing, width: int, mark: Marker = unmarked) -> Iterator[Item]:
    """The key figures, each an item with a blank line after it."""
    for figure in briefing.panel_figures():
        lines = full_lines(briefing, figure, width, mark)
        yield Item(figure.id, (*lines, Content("")))

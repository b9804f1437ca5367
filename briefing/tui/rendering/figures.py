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
from briefing.tui.rendering.text import Marker, hanging, unmarked

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


def provenance_lines(
    briefing: Briefing, figure: Figure, width: int, mark: Marker = unmarked
) -> list[Content]:
    """Who says so, in what words, for what date, with what reservation, and where."""
    parts = []
    if figure.said_by is not None:
        parts.append(Content("says ") + mark(actor_name(briefing, figure.said_by)))
    if figure.note is not None:
        parts.append(mark(figure.note))
    if figure.as_reported is not None:
        parts.append(Content("“") + mark(figure.as_reported) + Content("”"))
    if figure.as_of is not None:
        parts.append(Content(f"as of {date_words(figure.as_of)}"))
    if figure.evidence:
        parts.append(Content(citations(figure.evidence)))
    if not parts:
        return []
    return Content(" · ").join(parts).stylize_before("quiet").wrap(max(1, width))


def short_lines(figure: Figure, width: int, mark: Marker = unmarked) -> list[Content]:
    """A figure in as few lines as possible: number, then what it counts."""
    number = Content.styled(f"{_SIGNS[figure.qualifier]}{figure.number}", "strong")
    told = figure.unit.casefold() in figure.measure.casefold()
    measure = Content.assemble(mark(figure.measure), "" if told else (f" ({figure.unit})", "quiet"))
    indent = max(min(AMOUNT_WIDTH, width // 4), number.cell_length + 1)
    return hanging(number, measure, width, indent)


def full_lines(
    briefing: Briefing, figure: Figure, width: int, mark: Marker = unmarked
) -> list[Content]:
    """A figure with all that is known about it, its parts and its rivals."""
    lines = amount(figure).wrap(width) + mark(figure.measure).wrap(width)
    lines += provenance_lines(briefing, figure, width, mark)
    for ids, word in ((figure.parts, "of which"), (figure.rivals, "rival count")):
        for related in (briefing.figures[id_] for id_ in ids if id_ in briefing.figures):
            text = Content.assemble(
                (f"{word} ", "quiet"), (related.amount, "strong"), f" {related.measure}"
            )
            lines += hanging("  ", text, width, 2)
    return lines


def figure_items(briefing: Briefing, width: int, mark: Marker = unmarked) -> Iterator[Item]:
    """The key figures, each an item with a blank line after it."""
    for figure in briefing.panel_figures():
        lines = full_lines(briefing, figure, width, mark)
        yield Item(figure.id, (*lines, Content("")))

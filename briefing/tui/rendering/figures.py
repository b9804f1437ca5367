"""Figures: numbers with what they count, who says so, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from briefing.model.briefing import Briefing
from briefing.model.claims import Figure
from briefing.model.vocabulary import Qualifier
from briefing.plain.phrases import actor_name, figure_amount
from briefing.tui.rendering.facts import citations, short_date
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.text import Marker, hanging, quiet_lines, unmarked

_LEAD: Final = 13
"""Most cells for a number and its unit where figures stand in a column."""

_SIGNS: Final = {
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
        parts.append(Content(f"as of {short_date(figure.as_of)}"))
    if figure.evidence:
        parts.append(Content(citations(figure.evidence)))
    if not parts:
        return []
    return Content(" · ").join(parts).stylize_before("quiet").wrap(max(1, width))


def row_lines(
    figures: Sequence[Figure], width: int, mark: Marker = unmarked
) -> list[list[Content]]:
    """Figures as rows of a table: number and unit, then what it counts.

    Args:
        figures: The rows, in order.
        width: Cells of a line.
        mark: Marks the words searched for.

    Returns:
        The lines of each figure.
    """
    most = min(_LEAD, width // 3)
    cells = [_row_cells(figure, most, mark) for figure in figures]
    column = max((lead.cell_length for lead, _ in cells), default=0)
    return [hanging(lead, measure, width, column + 2) for lead, measure in cells]


def _row_cells(figure: Figure, most: int, mark: Marker) -> tuple[Content, Content]:
    """Number and measure; the unit goes with the number if there is room, else in brackets."""
    marked = mark(figure_amount(figure))
    end = len(figure.amount)
    number = marked[end - len(figure.number) : end].stylize_before("strong")
    number = Content.styled(_SIGNS[figure.qualifier], "strong") + number
    unit, measure = marked[end + 1 :], mark(figure.measure)
    if number.cell_length + 1 + unit.cell_length <= most:
        return number + Content(" ") + unit, measure
    return number, Content.assemble(measure, " (", unit, ")")


def compact_lines(
    briefing: Briefing, figure: Figure, width: int, mark: Marker = unmarked
) -> list[Content]:
    """A figure for the panel: number, what it counts, and in a line what must not be missed."""
    related = briefing.figures
    parts = " + ".join(related[id_].number for id_ in figure.parts if id_ in related)
    rivals = ", ".join(related[id_].amount for id_ in figure.rivals if id_ in related)
    said_by = figure.said_by and actor_name(briefing, figure.said_by)
    facts = [
        f"= {parts}" if parts else "",
        f"rival count {rivals}" if rivals else "",
        f"says {said_by}" if said_by else "",
        citations(figure.evidence),
    ]
    lines = amount(figure).wrap(width) + mark(figure.measure).wrap(width)
    return lines + quiet_lines(" · ".join(fact for fact in facts if fact), width)


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


def figure_items(
    briefing: Briefing, width: int, mark: Marker = unmarked, *, in_full: str | None = None
) -> Iterator[Item]:
    """The key figures, each an item with a blank line after it.

    Args:
        briefing: Whose figures.
        width: Cells of a line.
        mark: Marks the words searched for.
        in_full: Id of the figure to show with all that is known about it.
    """
    for figure in briefing.panel_figures():
        show = full_lines if figure.id == in_full else compact_lines
        yield Item(figure.id, (*show(briefing, figure, width, mark), Content("")))

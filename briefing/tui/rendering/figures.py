"""Figures: numbers with what they count, who says so, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from briefing.evidence.support import Bearer
from briefing.model.claims import Figure
from briefing.model.vocabulary import Qualifier
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.phrases import is_lost, short_date, support_lines, support_words_of
from briefing.tui.rendering.text import Item, Marker, hanging, quiet_lines, unmarked
from briefing.views.phrases import described_by

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
    bearer: Bearer, check: Checked, width: int, mark: Marker = unmarked
) -> list[Content]:
    """Who says so, in what words, for what date, with what reservation; and the support."""
    figure = _figure(bearer)
    parts = []
    if figure.said_by is not None:
        said_by = check.examination.briefing.actor_name(figure.said_by)
        parts.append(Content("according to ") + mark(said_by))
    if figure.note is not None:
        parts.append(mark(figure.note))
    if figure.as_reported is not None:
        parts.append(Content("“") + mark(figure.as_reported) + Content("”"))
    if figure.as_of is not None:
        parts.append(Content(f"as of {short_date(figure.as_of)}"))
    told = Content(" · ").join(parts).stylize_before("quiet").wrap(max(1, width)) if parts else []
    return told + support_lines(bearer, check, width)


def row_lines(
    figures: Sequence[Bearer],
    check: Checked,
    width: int,
    mark: Marker = unmarked,
    *,
    support: bool = False,
) -> list[list[Content]]:
    """Figures as rows of a table: number and unit, then what it counts.

    Args:
        figures: The rows, in order.
        support: Whether to say in short how well each is supported.

    Returns:
        The lines of each figure.
    """
    most = min(_LEAD, width // 3)
    cells = [_row_cells(bearer, check, most, mark) for bearer in figures]
    column = max((lead.cell_length for lead, _ in cells), default=0)
    rows = []
    for bearer, (lead, measure) in zip(figures, cells, strict=True):
        lines = hanging(lead, measure, width, column + 2)
        if support:
            words = support_words_of(bearer, check, brief=True)
            if lines[-1].cell_length + 2 + words.cell_length <= width:
                lines[-1] += Content("  ") + words
            else:
                lines += hanging("", words, width, column + 2)
        rows.append(lines)
    return rows


def _row_cells(bearer: Bearer, check: Checked, most: int, mark: Marker) -> tuple[Content, Content]:
    """Number and measure; the unit goes with the number if there is room, else in brackets."""
    figure = _figure(bearer)
    marked = mark(f"{figure.amount} {figure.unit}")
    end = len(figure.amount)
    number = marked[end - len(figure.number) : end].stylize_before("strong")
    number = Content.styled(_SIGNS[figure.qualifier], "strong") + number
    unit, measure = marked[end + 1 :], _measure(bearer, check, mark)
    if number.cell_length + 1 + unit.cell_length <= most:
        return number + Content(" ") + unit, measure
    return number, Content.assemble(measure, " (", unit, ")")


def _measure(bearer: Bearer, check: Checked, mark: Marker) -> Content:
    figure = _figure(bearer)
    measure = mark(figure.measure)
    measure += Content(described_by(check.examination.briefing, figure.described_by))
    return measure.stylize_before("lost") if is_lost(bearer, check) else measure


def compact_lines(
    bearer: Bearer, check: Checked, width: int, mark: Marker = unmarked
) -> list[Content]:
    """A figure for the panel: number, what it counts, and in a line what must not be missed."""
    figure, briefing = _figure(bearer), check.examination.briefing
    related = briefing.figures
    parts = " + ".join(related[id_].number for id_ in figure.parts if id_ in related)
    rivals = ", ".join(related[id_].amount for id_ in figure.rivals if id_ in related)
    said_by = figure.said_by and briefing.actor_name(figure.said_by)
    facts = [
        f"= {parts}" if parts else "",
        f"another count: {rivals}" if rivals else "",
        f"according to {said_by}" if said_by else "",
    ]
    lines = amount(figure).wrap(width) + _measure(bearer, check, mark).wrap(width)
    lines += quiet_lines(" · ".join(fact for fact in facts if fact), width)
    return lines + support_lines(bearer, check, width, brief=True)


def full_lines(
    bearer: Bearer, check: Checked, width: int, mark: Marker = unmarked
) -> list[Content]:
    """A figure with all that is known about it, its parts and its rivals."""
    figure, related = _figure(bearer), check.examination.briefing.figures
    lines = amount(figure).wrap(width) + _measure(bearer, check, mark).wrap(width)
    lines += provenance_lines(bearer, check, width, mark)
    for ids, word in ((figure.parts, "of which"), (figure.rivals, "another count:")):
        for other in (related[id_] for id_ in ids if id_ in related):
            text = Content.assemble(
                (f"{word} ", "quiet"), (other.amount, "strong"), f" {other.measure}"
            )
            lines += hanging("  ", text, width, 2)
    return lines


def figure_items(
    check: Checked, width: int, mark: Marker = unmarked, *, in_full: str | None = None
) -> Iterator[Item]:
    """The key figures, each an item with a blank line after it.

    Args:
        in_full: Id of the figure to show with all that is known about it.
    """
    for figure in check.examination.briefing.panel_figures():
        show = full_lines if figure.id == in_full else compact_lines
        bearer = check.figures[figure.id]
        yield Item(figure.id, (*show(bearer, check, width, mark), Content("")))


def _figure(bearer: Bearer) -> Figure:
    assert bearer.figure is not None, "only figures are drawn here"
    return bearer.figure

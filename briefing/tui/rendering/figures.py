"""Figures: the number, what it counts, who counts otherwise, and all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content

from briefing.evidence.support import Bearer
from briefing.model.briefing import Briefing
from briefing.model.claims import Figure
from briefing.model.vocabulary import Qualifier
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.gutter import Column
from briefing.tui.rendering.phrases import is_lost
from briefing.tui.rendering.text import Item, hanging
from briefing.views.phrases import date_words, day_words, described_by

if TYPE_CHECKING:
    from briefing.library.past_figures import PastFigures

_LEAD: Final = 18
"""Most cells for a number and its unit, which stand in a column."""

_BAR: Final = 20
"""Cells of the bar of the largest of rival figures."""

_BLOCKS: Final = " ▏▎▍▋▋▊▉█"
"""Eighths of a cell; half of one would be the cursor's sign."""

_MOST_VALUES: Final = 8
"""Values of a figure that are told, the last ones."""

_SIGNS: Final = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "≈",
    Qualifier.AT_LEAST: "≥",
    Qualifier.AT_MOST: "≤",
}


class Courses(NamedTuple):
    """How figures went.

    Attributes:
        past: What those that have changed were, by id.
        drawn: Whether the terminal can show a sketch of it.
    """

    past: PastFigures = MappingProxyType({})
    drawn: bool = True


NO_COURSES: Final = Courses()


def figure_of(bearer: Bearer) -> Figure:
    assert bearer.figure is not None, "only figures are drawn here"
    return bearer.figure


def short_number(figure: Figure) -> str:
    """The number with the sign of how it is meant: ``≥80``."""
    return _SIGNS[figure.qualifier] + figure.number


def view_figures(check: Checked) -> list[Bearer]:
    """All figures of a briefing: the key figures, then the rest, parts left to their sums."""
    briefing, known = check.examination.briefing, check.figures
    parts = {id_ for one in known.values() for id_ in figure_of(one).parts}
    keys = [figure.id for figure in briefing.panel_figures()]
    others = [id_ for id_ in known if id_ not in keys and id_ not in parts]
    return [known[id_] for id_ in (*keys, *others)]


def figure_lines(
    column: Column,
    figures: Sequence[Bearer],
    in_full: str | None = None,
    courses: Courses = NO_COURSES,
) -> Iterator[tuple[Bearer, list[Content]]]:
    """Draw each figure: number and unit at the left, what it counts, and below it the facts.

    Of the one of the id `in_full` all that is known is told; of those that have changed, how.
    """
    room = column.room
    widths = (len(f"{short_number(one)} {one.unit}") for one in map(figure_of, figures))
    units = max(widths, default=0) <= min(_LEAD, room // 3)
    leads = [_lead(column, bearer, units=units) for bearer in figures]
    indent = max((number.cell_length for number, _ in leads), default=0) + 2
    rivals = _rivals_shown(figures)
    for bearer, (number, measure) in zip(figures, leads, strict=True):
        figure, beside = figure_of(bearer), rivals.get(bearer.item, ())
        lead = Content(" " * (indent - 2 - number.cell_length)) + number
        lines = hanging(lead, measure, room, indent)
        drawn = _bar(figure, beside, min(_BAR, room - indent))
        facts = [*([] if units else [figure.unit]), *_facts(column.briefing, figure, told=beside)]
        below = _below(drawn, facts, room - indent)
        below += _course(courses, figure.id, room - indent)
        if figure.id == in_full:
            below += _all_facts(column, figure, room - indent)
        lines += [Content(" " * indent) + line for line in below]
        yield bearer, column.signed(lines, bearer) + column.corrections(bearer, room, indent)


def _lead(column: Column, bearer: Bearer, *, units: bool) -> tuple[Content, Content]:
    """Number and measure; the unit stands with the number if there is room, else below."""
    figure = figure_of(bearer)
    marked = column.mark(figure.quantity)
    end = len(figure.amount)
    number = marked[end - len(figure.number) : end].stylize_before("number")
    number = Content.styled(_SIGNS[figure.qualifier], "number") + number
    unit, measure = marked[end + 1 :], column.mark(figure.measure)
    measure += Content(described_by(column.briefing, figure.described_by))
    if is_lost(bearer, column.check):
        measure = measure.stylize_before("lost")
    return (number + Content(" ") + unit if units else number), measure


def _rivals_shown(figures: Sequence[Bearer]) -> dict[str, tuple[Figure, ...]]:
    """By item, the rivals that stand next to a figure: their bars tell what words need not."""
    found: dict[str, tuple[Figure, ...]] = {}
    for one, other in pairwise(figures):
        first, second = figure_of(one), figure_of(other)
        if second.id in first.rivals or first.id in second.rivals:
            found[one.item] = (*found.get(one.item, ()), second)
            found[other.item] = (*found.get(other.item, ()), first)
    return found


def _bar(figure: Figure, rivals: Sequence[Figure], width: int) -> Content:
    """A bar to the scale of the largest rival; nothing where there is none, or units differ."""
    share = share_of(figure, (figure, *rivals)) if rivals else 0
    return bar(share, width) if share and width > 0 else Content("")


def share_of(figure: Figure, group: Sequence[Figure]) -> float:
    """How large a figure is beside the largest of a group; 0 where they cannot be compared."""
    values = [_size(one) for one in group]
    if min(values) <= 0 or len({one.unit for one in group}) > 1:
        return 0
    return _size(figure) / max(values)


def bar(share: float, width: int) -> Content:
    whole, eighths = divmod(max(1, round(share * width * 8)), 8)
    return Content.styled("█" * whole + _BLOCKS[eighths].strip(), "bar")


def _size(figure: Figure) -> float:
    value = figure.value if figure.value is not None else figure.high or figure.low
    return float(value or 0)


def _facts(briefing: Briefing, figure: Figure, told: Sequence[Figure]) -> list[str]:
    """What must not be missed of a figure: its parts, other counts, and who gives it."""
    related = briefing.figures
    parts = " + ".join(related[id_].number for id_ in figure.parts if id_ in related)
    others = [related[id_] for id_ in figure.rivals if id_ in related]
    rivals = ", ".join(short_number(one) for one in others if one not in told)
    said_by = briefing.actor_in_short(figure.said_by) if figure.said_by else ""
    facts = (
        f"says {said_by}" if said_by else "",
        f"= {parts}" if parts else "",
        f"another count: {rivals}" if rivals else "",
    )
    return [fact for fact in facts if fact]


def _below(drawn: Content, facts: Sequence[str], width: int) -> list[Content]:
    told = Content.styled(" · ".join(facts), "quiet")
    lead = drawn + Content(" ") if drawn.cell_length and told.cell_length else drawn
    if lead.cell_length + told.cell_length <= width:
        return [lead + told] if lead.cell_length + told.cell_length else []
    return [*([drawn] if drawn.cell_length else []), *told.wrap(max(1, width))]


def _all_facts(column: Column, figure: Figure, width: int) -> Iterator[Content]:
    """In whose words, for what date, with what reservation; its parts and its rivals."""
    related = column.briefing.figures
    facts = []
    if figure.as_reported:
        facts.append(Content("in the words “") + column.mark(figure.as_reported) + "”")
    if figure.as_of:
        facts.append(Content(f"as of {date_words(figure.as_of)}"))
    if figure.note:
        facts.append(column.mark(figure.note))
    if facts:
        yield from Content(" · ").join(facts).stylize_before("quiet").wrap(max(1, width))
    for ids, word in ((figure.parts, "of which"), (figure.rivals, "another count:")):
        for other in (related[id_] for id_ in ids if id_ in related):
            text = Content.assemble(
                (f"{word} ", "quiet"), (other.amount, "number"), f" {other.measure}"
            )
            yield from hanging("", text, width, 2)


def _values(figures: Sequence[Figure]) -> list[str]:
    """Numbers, with what is not the same of all of them: how they are meant, and the unit."""
    qualified = len({one.qualifier for one in figures}) > 1
    numbers = [short_number(one) if qualified else one.number for one in figures]
    if len({one.unit for one in figures}) == 1:
        return numbers
    return [f"{number} {one.unit}" for number, one in zip(numbers, figures, strict=True)]


def _course(courses: Courses, id_: str, width: int) -> list[Content]:
    """How a figure went: its values, a sketch of them, and since when it is what it is."""
    values = courses.past.get(id_, ())
    if not values:
        return []
    figures = [one.figure for one in values]
    told = _values(figures)
    if len(told) > _MOST_VALUES:
        told = ["…", *told[-_MOST_VALUES:]]
    sketch = ""
    if courses.drawn:
        # Few figures have changed, so the others do not pay for this.
        from briefing.views.figure_history import sparkline  # noqa: PLC0415

        sketch = sparkline(figures[-_BAR:])
    since = f"since revision {values[-1].revision}, {day_words(values[-1].published.date())}"
    return Content.assemble(
        (" → ".join(told) if courses.drawn else ", then ".join(told), "strong"),
        (f"  {sketch}" if sketch else "", "bar"),
        (f"  {since}", "quiet"),
    ).wrap(max(1, width))


def figure_items(
    column: Column,
    figures: Sequence[Bearer],
    in_full: str | None = None,
    courses: Courses = NO_COURSES,
) -> Iterator[Item]:
    """Figures for a panel or a view of their own, each keyed by its id."""
    past = {id_: values for id_, values in courses.past.items() if id_ == in_full}
    courses = courses._replace(past=past)
    for number, (bearer, lines) in enumerate(figure_lines(column, figures, in_full, courses)):
        if number:
            yield Item(f"above:{bearer.item}", (Content(""),), selectable=False)
        yield Item(figure_of(bearer).id, tuple(lines))

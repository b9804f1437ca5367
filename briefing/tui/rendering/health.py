"""The health of the sourcing: counts with their grades, and the list behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from textual.content import Content

from briefing.evidence.health import Case, Count, Grade
from briefing.tui.rendering.text import Item, cell, hanging, one_line

_GRADES: Final = {
    Grade.SOUND: ("● sound", "good"),
    Grade.DOUBT: ("? doubt", "doubt"),
    Grade.WRONG: ("× wrong", "bad"),
    Grade.PLAIN: ("", ""),
}
"""Sign, word and role of what a count says, where it is not nought."""

_GRADE_WIDTH: Final = 9

_NOT_CHECKED: Final = "–"
"""Stands for the number of what nobody could look for."""


def count_items(counts: Sequence[Count], width: int) -> Iterator[Item]:
    """Draw the counts, group by group; what is nought leads nowhere."""
    digits = max((len(f"{len(one.cases):,}") for one in counts), default=1)
    for number, (group, members) in enumerate(groupby(counts, key=lambda one: one.group)):
        heading = Content.styled(str(group), "heading")
        lines = (Content(""), heading) if number else (heading,)
        yield Item(f"group:{group}", lines, selectable=False)
        for one in members:
            yield Item(one.key, tuple(_count_lines(one, digits, width)), selectable=bool(one.cases))


def _count_lines(one: Count, digits: int, width: int) -> list[Content]:
    role = "strong" if one.cases else "label"
    counted = f"{len(one.cases):,}" if one.checked else _NOT_CHECKED
    number = Content.styled(counted.rjust(digits), role)
    words, colour = _GRADES[one.grade] if one.cases else ("", "")
    lead = Content.assemble(number, "  ", cell(Content.styled(words, colour), _GRADE_WIDTH))
    label = one_line(one.words) if one.checked else f"{one_line(one.label)} (not checked)"
    return hanging(lead, Content(label), width, lead.cell_length)


def case_items(cases: Sequence[Case], width: int) -> Iterator[Item]:
    """Draw the list behind a count, each case keyed by its place in it.

    Args:
        cases: What was counted.
    """
    for number, case in enumerate(cases):
        lines = hanging("", Content(one_line(case.text)), width, 0)
        where = Content.styled(_address(case), "label")
        facts = [fact for fact in (where, Content(case.note)) if fact]
        if facts:
            lines += hanging("", Content(" · ").join(facts), width, 2)
        yield Item(str(number), (*lines, Content("")))


def _address(case: Case) -> str:
    """Where it stands: the card's address, and the place in the source where there is one."""
    place = "" if case.source is None or case.paragraph is None else f"¶{case.paragraph}"
    cited = " ".join(filter(None, (case.source, place)))
    address = "" if case.bearer is None else case.bearer.address
    return ", ".join(filter(None, (address, cited)))

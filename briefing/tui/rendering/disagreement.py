"""The positions of a disagreement, and what the sources say for each.

Positions stand side by side where there is room, else one above the other; what tells the words of
their sources apart is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

import msgspec
from textual.content import Content

from briefing.evidence.support import Bearer
from briefing.evidence.texts import ELLIPSIS, Passage
from briefing.evidence.words import (
    OurTexts,
    closest_sentences,
    distinguishing_tokens,
    split_sentences,
)
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Support
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.evidence import marked, passage_ends
from briefing.tui.rendering.gutter import Column
from briefing.tui.rendering.phrases import position_name
from briefing.tui.rendering.text import Item, cell, hanging

_COLUMN: Final = 34
"""Cells that a position and its sources need to stand beside another."""

_GAP: Final = 3

_INDENT: Final = 3
"""Cells for the name of a position."""


def position_items(
    whole: Column, positions: Sequence[Bearer], *, comparing: bool = False
) -> Iterator[Item]:
    """Draw the positions of a disagreement, then, if asked for, what the sources say.

    There is one item with all of them side by side, keyed ``positions``; or one for each, keyed
    ``position:0`` and so on.
    """
    count = len(positions)
    share = (whole.width - _GAP * (count - 1)) // count
    beside = share >= _COLUMN
    column = Column(whole.check, share, whole.mark) if beside else whole
    blocks = [_position_lines(column, one, number) for number, one in enumerate(positions)]
    if beside:
        yield Item("positions", (*_beside(blocks, share), Content("")))
    else:
        for position, lines in zip(positions, blocks, strict=True):
            yield Item(position.item, (*lines, Content("")))
    if comparing:
        said = _sources_say(positions, whole.check, column.width, beside)
        yield Item("sources-say", tuple(said), selectable=False)


def _sources_say(
    positions: Sequence[Bearer], check: Checked, width: int, beside: bool
) -> Iterator[Content]:
    excerpts = excerpt_lines(positions, check, width if beside else width - _INDENT)
    heading = Content.styled("In the sources’ own words", "heading")
    if any(span.style == "match" for lines in excerpts for line in lines for span in line.spans):
        heading = Content.assemble(heading, "; ", ("underlined", "match"), ": not in the others")
    yield from heading.wrap(width)
    if beside:
        yield from _beside(excerpts, width)
    else:
        for number, lines in enumerate(excerpts):
            name = Content.styled(position_name(number), "heading")
            for line in lines:
                yield cell(name, _INDENT) + line
                name = Content("")
    yield Content("")


def _beside(columns: Sequence[Sequence[Content]], width: int) -> list[Content]:
    gap = Content.styled(" │ ", "quiet")
    return [
        gap.join(cell(line, width) for line in lines)
        for lines in zip_longest(*columns, fillvalue=Content(""))
    ]


def _position_lines(column: Column, position: Bearer, number: int) -> list[Content]:
    lead = Content.styled(position_name(number), "heading")
    said = hanging(lead, column.said(position), column.room, _INDENT)
    below = column.corrections(position, column.room, _INDENT)
    return column.signed(said, position) + below


class ShownPassage(msgspec.Struct, frozen=True):
    """What of a passage is shown for a position.

    Attributes:
        before: Whether something of the passage is left out before the first of them.
        after: Whether something of it is left out after the last.
    """

    evidence: Evidence
    sentences: tuple[Passage, ...] = ()
    before: bool = False
    after: bool = False
    why_not: str = ""

    @property
    def words(self) -> str:
        return " ".join(sentence.words for sentence in self.sentences)


def excerpt_lines(positions: Sequence[Bearer], check: Checked, width: int) -> list[list[Content]]:
    """Draw for each position what its sources say.

    Marked are the words, names and numbers that bear out the position and that the passages of the
    other positions do not have.
    """
    found = [list(_excerpts(position, check)) for position in positions]
    lines = []
    for number, excerpts in enumerate(found):
        others = [one.words for n, group in enumerate(found) for one in group if n != number]
        lines.append(
            [
                line
                for excerpt in excerpts
                for line in _lines(excerpt, positions[number].text, others, check, width)
            ]
        )
    return lines


def _excerpts(position: Bearer, check: Checked) -> Iterator[ShownPassage]:
    seen = set()
    for one in position.evidence:
        if one.stance is Support.CONTEXT or one.source in check.uncounted or one.place in seen:
            continue
        seen.add(one.place)
        finding = check.examination.finding(one)
        if finding.passage is None or one.paragraph is None:
            yield ShownPassage(one, why_not=finding.reason or "It is cited as a whole.")
            continue
        whole = kept = split_sentences(finding.passage)
        if not one.passage:
            kept = closest_sentences(finding.passage, OurTexts([position.text], check.lexicon))
        yield ShownPassage(one, tuple(kept), kept[0] != whole[0], kept[-1] != whole[-1])


def _lines(
    excerpt: ShownPassage, says: str, others: Sequence[str], check: Checked, width: int
) -> list[Content]:
    one = excerpt.evidence
    place = one.source if one.paragraph is None else f"{one.source} ¶{one.paragraph}"
    label = Content.styled(f"{place}: ", "label")
    if not excerpt.sentences:
        known = passage_ends(one, check.examination.briefing.anchor(one))
        return hanging(
            "", label + Content(" · ".join(filter(None, (known, excerpt.why_not)))), width, 0
        )
    parts = [Content(ELLIPSIS)] if excerpt.before else []
    for before, sentence in zip((None, *excerpt.sentences), excerpt.sentences, strict=False):
        if before is not None and before.last != sentence.first:
            parts.append(Content(ELLIPSIS))
        telling = distinguishing_tokens(sentence, says, others, check.lexicon)
        parts.append(marked(sentence.text, sentence.printed_span, telling))
    parts += [Content(ELLIPSIS)] if excerpt.after else []
    return hanging("", label + Content(" ").join(parts), width, 0)

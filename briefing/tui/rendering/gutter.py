"""The gutter at the right edge of a text: who says so, and what else must be known of a sentence.

News stands first: what a sentence rests on is one line of letters beside it, never a line of its
own. The signs are words or letters, so that none hangs on a colour, and they stack.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import msgspec
from textual.content import Content

from briefing.evidence.support import Bearer, Standing, sources_of, standing, supporting
from briefing.model.briefing import Briefing
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Basis
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.phrases import FEWER, SOUND, is_lost, said
from briefing.tui.rendering.text import Marker, hanging, one_line, unmarked

MEASURE: Final = 76
"""Most cells of a line of text: longer lines are hard to read (Bringhurst, 45 to 75 characters)."""

_MOST_LABELS: Final = 3
"""Sources that are named by their labels; of more their number is told."""

_SHORTEST: Final = 4
"""Cells of the words that the gutter must hold: ``disp``, ``ours``, ``chgd``, ``retr``."""

SIGNS: Final = {
    "disp": "a disagreement is recorded; d goes there",
    "ours": "our assessment, or an assumption of ours",
    "chgd": "the passage was changed, or is not found, since it was cited",
    "but": "a source says otherwise",
    "none": "no source says so",
    "retr": "its sources are retracted, and no other says so",
    "corr": "it was wrong before: below it stands what it said",
    "lost": "no source is left without the one that is set aside",
    "part": "a source of it is set aside; with its text at hand, words that only it has are struck",
}
"""What the words of the gutter mean; beside them stand the labels of the sources."""


def gutter_width(briefing: Briefing) -> int:
    """Cells that the gutter of a briefing takes."""
    widths = sorted(map(len, briefing.source_labels.values()), reverse=True)
    return max(_SHORTEST, sum(widths[:_MOST_LABELS]) + len(widths[:_MOST_LABELS]) - 1)


class Column(msgspec.Struct, frozen=True, dict=True):
    """A column of text with its gutter.

    Attributes:
        width: Cells of text, blank and gutter.
    """

    check: Checked
    width: int
    mark: Marker = unmarked

    @property
    def briefing(self) -> Briefing:
        return self.check.examination.briefing

    @cached_property
    def room(self) -> int:
        """Cells of a line of text."""
        return max(1, min(MEASURE, self.width - 1 - gutter_width(self.briefing)))

    @cached_property
    def edge(self) -> int:
        """Cells to the right edge of the gutter."""
        return self.room + 1 + gutter_width(self.briefing)

    def said(self, bearer: Bearer) -> Content:
        return said(bearer, self.check, self.mark)

    def signed(self, lines: Sequence[Content], bearer: Bearer) -> list[Content]:
        """Lines that say what rests on evidence, with its signs beside them."""
        return self.beside(lines, signs(bearer, self.check))

    def corrections(self, bearer: Bearer, width: int, indent: int = 0) -> list[Content]:
        """What was wrong with something, for below it; no lines where nothing was."""
        found = self.briefing.corrections_by_claim.get(bearer.key, ())
        said = (Content("Corrected ") + self.mark(one_line(one.line)) for one in found)
        quiet = (one.stylize_before("quiet") for one in said)
        return [line for one in quiet for line in hanging("", one, width, indent)]

    def sourced(self, lines: Sequence[Content], evidence: Iterable[Evidence]) -> list[Content]:
        """Lines that say several things, with the sources of all of them as one sign."""
        return self.beside(lines, labels_on(evidence, self.check))

    def beside(self, lines: Sequence[Content], waiting: Sequence[Content]) -> list[Content]:
        """Set signs at the right edge of lines of text: one a line, the rest beside the last.

        A sign for which a line has no room stands on a line of its own, below.
        """
        rows, waiting = list(lines) or [Content("")], list(waiting)
        for number in range(len(rows)):
            taken = len(waiting) if number + 1 == len(rows) else len(waiting[:1])
            while taken and not _fits(rows[number], waiting[:taken], self.edge):
                taken -= 1
            if taken:
                rows[number] = _at_edge(rows[number], waiting[:taken], self.edge)
                del waiting[:taken]
        return rows + [_at_edge(Content(""), [sign], self.edge) for sign in waiting]


def labels_on(evidence: Iterable[Evidence], check: Checked) -> list[Content]:
    """The sources of several things together, as one sign or none.

    Without those set aside it is ``lost`` where none is left, and ``W −`` where one is gone. Those
    retracted do not count; where they were all, it is ``retr``.
    """
    cited = sources_of(evidence)
    keys = [key for key in cited if key not in check.examination.briefing.retracted]
    left = [key for key in keys if key not in check.aside]
    if cited and not left:
        return [Content.styled("lost" if keys else "retr", "bad")]
    labels = labels_of(left, check.examination.briefing)
    gone = (f" {FEWER}", "doubt") if len(left) < len(keys) else ""
    return [Content.assemble((labels, "source"), gone)] if labels else []


def labels_of(keys: Sequence[str], briefing: Briefing) -> str:
    """Name sources by their labels, in the order of the sources: ``I W``; many: ``5 src``."""
    known = briefing.source_labels
    if len(keys) > _MOST_LABELS:
        return f"{len(keys)} src"
    listed = [label for key, label in known.items() if key in keys]
    return " ".join([*listed, *(key for key in keys if key not in known)])


def signs(bearer: Bearer, check: Checked) -> list[Content]:
    """What stands beside a sentence: its sources, then each thing that must be known of it."""
    how = standing(bearer, check.examination, check.aside)
    if is_lost(bearer, check):
        return [Content.styled("lost", "bad")]
    labels = labels_of(how.sources, check.examination.briefing)
    found = [Content.styled(labels, "source")] if labels else []
    if labels and len(how.sources) < len(supporting(bearer, check.examination.briefing.retracted)):
        found.append(Content.styled("part", "doubt"))
    return found + list(_remarks(bearer, how, check.examination.briefing))


def _remarks(bearer: Bearer, how: Standing, briefing: Briefing) -> Iterable[Content]:
    if how.unsupported:
        yield Content.styled("retr" if how.fallen else "none", "bad")
    if bearer.key in briefing.corrections_by_claim:
        yield Content.styled("corr", "doubt")
    if how.disputed_in:
        yield Content.styled("disp", "doubt")
    if how.contradicted_by:
        yield Content.styled(f"but {labels_of(how.contradicted_by, briefing)}", "doubt")
    if bearer.claim is not None and bearer.claim.basis is not Basis.REPORTED:
        yield Content.styled("ours", "source")
    if how.worst not in SOUND:
        yield Content.styled("chgd", "bad")


def _fits(line: Content, beside: Sequence[Content], edge: int) -> bool:
    return line.cell_length + 1 + Content(" ").join(beside).cell_length <= edge


def _at_edge(line: Content, beside: Sequence[Content], edge: int) -> Content:
    sign = Content(" ").join(beside)
    return line + Content(" " * max(1, edge - line.cell_length - sign.cell_length)) + sign

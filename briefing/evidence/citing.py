"""What rests on a source, paragraph by paragraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from briefing.evidence.anchors import Finding
from briefing.evidence.corpus import Examination
from briefing.evidence.support import Bearer, bearers
from briefing.model.claims import Evidence

WHOLE: Final = 0
"""Stands for a paragraph where the source is cited as a whole."""


class Citing(msgspec.Struct, frozen=True):
    """Something that rests on a source, and where."""

    bearer: Bearer
    evidence: Evidence
    finding: Finding

    @property
    def paragraphs(self) -> Sequence[int]:
        """The paragraphs cited: where the passage stands, or else where it is said to stand."""
        if self.evidence.paragraph is None:
            return [WHOLE]
        passage = self.finding.passage
        if passage is None:
            return [self.evidence.paragraph]
        return range(passage.paragraph, passage.text.paragraph_of(passage.last - 1) + 1)

    @property
    def order(self) -> tuple[int, int]:
        passage = self.finding.passage
        return self.paragraphs[0], passage.first if passage else 0


def citing(examination: Examination, key: str) -> Sequence[Citing]:
    """Find what rests on a source, in the order of its text; all citations of something apart."""
    found = (
        Citing(bearer, one, examination.finding(one))
        for bearer in bearers(examination.briefing)
        for one in bearer.evidence
        if one.source == key
    )
    return sorted(found, key=lambda one: one.order)


def by_paragraph(found: Iterable[Citing]) -> Mapping[int, Sequence[Citing]]:
    """What rests on each paragraph, and under `WHOLE` on the source as a whole."""
    paragraphs: dict[int, list[Citing]] = defaultdict(list)
    for one in found:
        for number in one.paragraphs:
            paragraphs[number].append(one)
    return dict(paragraphs)

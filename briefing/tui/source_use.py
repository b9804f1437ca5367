"""What a briefing makes of one of its sources, in the order of the source's text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import msgspec

from briefing.evidence.anchors import Finding
from briefing.evidence.support import Bearer, bearers
from briefing.evidence.texts import SourceText
from briefing.model.actors import Source
from briefing.model.claims import Evidence
from briefing.tui.state import Checked

WHOLE: Final = 0
"""Stands for a paragraph where the source is cited as a whole."""


class Citing(msgspec.Struct, frozen=True):
    """Something that rests on a source, and where.

    Attributes:
        bearer: What rests on it.
        evidence: How it is cited.
        finding: What came of looking for the passage.
    """

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
        """Where it stands in the text, to sort by."""
        passage = self.finding.passage
        return self.paragraphs[0], passage.first if passage else 0


class SourceUse:
    """All that rests on a source.

    Attributes:
        check: How the briefing stands against its sources.
        source: The source.
        citing: What rests on it, in the order of its text; all citations of something apart.
    """

    def __init__(self, check: Checked, source: Source) -> None:
        examination = check.examination
        found = [
            Citing(bearer, one, examination.finding(one))
            for bearer in bearers(examination.briefing)
            for one in bearer.evidence
            if one.source == source.key
        ]
        self.check = check
        self.source = source
        self.citing: Sequence[Citing] = sorted(found, key=lambda one: one.order)

    @property
    def text(self) -> SourceText | None:
        """Its text; None where it is not at hand."""
        return self.check.examination.text(self.source.key)

    @property
    def why_no_text(self) -> str:
        """Why its text is not at hand, in a sentence; empty where it is."""
        return self.check.examination.why_no_text(self.source.key)

    @cached_property
    def by_paragraph(self) -> dict[int, list[Citing]]:
        """What rests on each paragraph, and under `WHOLE` on the source as a whole."""
        found: dict[int, list[Citing]] = {}
        for one in self.citing:
            for number in one.paragraphs:
                found.setdefault(number, []).append(one)
        return found

    @cached_property
    def paragraphs(self) -> Sequence[int]:
        """All paragraphs of the text, and those cited that are not in it."""
        text = self.text
        there = range(1, len(text.paragraphs) + 1) if text else ()
        return sorted({*there, *self.by_paragraph} - {WHOLE})

    @property
    def cited(self) -> Sequence[int]:
        """The paragraphs that something rests on."""
        return [number for number in self.paragraphs if number in self.by_paragraph]

    def claims_on(self, paragraph: int) -> int:
        """Count what rests on a paragraph; what cites it twice counts once."""
        return len({(one.bearer.key, one.bearer.text) for one in self.by_paragraph[paragraph]})

    @cached_property
    def stops(self) -> Sequence[Citing]:
        """The passages that can be shown, each once, in the order of the text."""
        places: dict[tuple[int, int], Citing] = {}
        for one in self.citing:
            passage = one.finding.passage
            if passage is not None and one.evidence.paragraph is not None:
                places.setdefault((passage.first, passage.last), one)
        return list(places.values())

    def stop_of(self, evidence: Evidence | None) -> Citing | None:
        """The stop at the passage that a piece of evidence names; None where there is none."""
        if evidence is None or evidence.paragraph is None:
            return None
        passage = self.check.examination.finding(evidence).passage
        return next((one for one in self.stops if one.finding.passage == passage), None)

    def stop_beyond(self, here: Citing | None, paragraph: int, step: int) -> Citing | None:
        """The next passage that is cited, or the one before.

        Args:
            here: The stop that the reader is at.
            paragraph: Where the cursor is; it may have left the stop.
            step: 1 for a later passage, -1 for an earlier one.
        """
        if here is not None and paragraph in here.paragraphs:
            index = self.stops.index(here) + step
            return self.stops[index] if 0 <= index < len(self.stops) else None
        if step > 0:
            return next((one for one in self.stops if one.paragraphs[0] > paragraph), None)
        return next((one for one in self.stops[::-1] if one.paragraphs[0] < paragraph), None)

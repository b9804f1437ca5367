"""Where the author is in the text of a source: at a sentence, with some sentences marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import msgspec
from msgspec.structs import replace

from briefing.evidence.texts import Passage, SourceText
from briefing.model.actors import Source


class Reading(msgspec.Struct, frozen=True, dict=True):
    """A text that is open, by its sentences.

    Attributes:
        sentences: All of them in order; none goes beyond its paragraph.
        at: Which of them the cursor is on, counted from 0.
        marked: Those that are marked.
        cited: How often something cites each paragraph; those not cited are missing.
    """

    source: Source
    text: SourceText
    sentences: Sequence[Passage]
    at: int = 0
    marked: frozenset[int] = frozenset()
    cited: Mapping[int, int] = MappingProxyType({})

    @property
    def sentence(self) -> Passage:
        return self.sentences[self.at]

    @property
    def paragraph(self) -> int:
        return self.sentence.paragraph

    @property
    def chosen(self) -> list[Passage]:
        """What is marked, or else the sentence under the cursor; neighbours are one passage."""
        return list(_joined([self.sentences[at] for at in sorted(self.marked or {self.at})]))

    def moved(self, step: int) -> Reading:
        """Go some sentences on, at most to the last or the first."""
        return replace(self, at=max(0, min(len(self.sentences) - 1, self.at + step)))

    def to_paragraph(self, number: int) -> Reading:
        """Go to the first sentence of a paragraph, or of the last one before it that has any."""
        places = [at for at, one in enumerate(self.sentences) if one.paragraph <= number]
        first = self.sentences[places[-1]].paragraph if places else 0
        return replace(
            self, at=next((at for at in places if self.sentences[at].paragraph == first), 0)
        )

    def to_passage(self, passage: Passage) -> Reading:
        """Go to the first sentence of a passage."""
        ends = (at for at, one in enumerate(self.sentences) if one.last > passage.first)
        return replace(self, at=next(ends, 0))

    def next_uncited(self, step: int) -> Reading | None:
        """Go to the next paragraph that nothing cites, or the one before; None where none is."""
        rest = [one for one in self.paragraphs if one not in self.cited]
        beyond = [one for one in rest if (one - self.paragraph) * step > 0]
        if not beyond:
            return None
        return self.to_paragraph(beyond[0 if step > 0 else -1])

    def toggled(self) -> Reading:
        """Mark the sentence under the cursor, or take its mark back."""
        return replace(self, marked=self.marked ^ {self.at})

    def unmarked(self) -> Reading:
        return replace(self, marked=frozenset())

    def counting(self, cited: Mapping[int, int]) -> Reading:
        return replace(self, cited=cited)

    @property
    def paragraphs(self) -> range:
        return range(1, len(self.text.paragraphs) + 1)


def begin_reading(source: Source, text: SourceText) -> Reading:
    """Open a text at its first sentence."""
    starts = sorted({*text.sentence_starts, *_likely_starts(text)})
    sentences = [Passage(text, first, last) for first, last in pairwise(starts) if first < last]
    return Reading(source, text, sentences or [text.whole])


_END: Final = re.compile(r"(\S+?)[.!?…]+[\"”’»)\]]*\s+(?=[\"“‘«(\[]*[^\W_a-zß-ÿ])")
"""An end of a sentence, as far as can be told: a capital or a digit follows."""
_ABBREVIATED: Final = frozenset(
    [
        *("mr", "mrs", "ms", "dr", "st", "prof", "gen", "sen", "rep", "gov", "lt", "col", "sgt"),
        *("no", "jr", "sr", "inc", "ltd", "co", "corp", "vs", "nr", "bzw", "ca", "vgl", "abs"),
    ]
)


def _likely_starts(text: SourceText) -> Iterator[int]:
    """Where sentences probably begin; to mark one, no more is needed.

    What an anchor is made of is more careful, see `SourceText.sentence_starts`.
    """
    starts = [span.start for span in text.spans]
    for found in _END.finditer(text.text):
        word = found[1].lower().lstrip('"“‘«([')
        if len(word) > 1 and "." not in word and word not in _ABBREVIATED:
            yield bisect_left(starts, found.end())


def _joined(sentences: Sequence[Passage]) -> Iterator[Passage]:
    """Join sentences that follow each other in one paragraph."""
    held = None
    for one in sentences:
        if held is not None and held.last == one.first and held.paragraph == one.paragraph:
            held = Passage(held.text, held.first, one.last)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held

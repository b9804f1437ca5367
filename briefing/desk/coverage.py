"""What of a source a briefing cites, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from briefing.evidence.corpus import Examination
from briefing.evidence.support import Bearer, bearers
from briefing.evidence.texts import SourceText


class Coverage(msgspec.Struct, frozen=True):
    """What cites a source.

    Attributes:
        paragraphs: For each paragraph what cites it, or a passage that it has a part in.
        whole: What cites the source as a whole.
    """

    text: SourceText
    paragraphs: Sequence[Sequence[Bearer]]
    whole: Sequence[Bearer]

    @property
    def cited(self) -> int:
        """How many paragraphs are cited."""
        return sum(map(bool, self.paragraphs))


def coverage(examination: Examination, key: str) -> Coverage | None:
    """Find what cites each paragraph of a source; None where there is no text of it."""
    text = examination.text(key)
    if text is None:
        return None
    paragraphs: list[dict[str, Bearer]] = [{} for _ in text.paragraphs]
    whole: dict[str, Bearer] = {}
    for bearer in bearers(examination.briefing):
        for one in bearer.evidence:
            if one.source != key:
                continue
            if one.paragraph is None:
                whole[bearer.key] = bearer
                continue
            passage = examination.finding(one).passage
            first, last = (
                (passage.paragraph, text.paragraph_of(passage.last - 1))
                if passage
                else (one.paragraph, one.paragraph)
            )
            for found in paragraphs[first - 1 : last]:
                found[bearer.key] = bearer
    listed = [tuple(found.values()) for found in paragraphs]
    return Coverage(text, listed, tuple(whole.values()))

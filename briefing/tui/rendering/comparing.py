"""What the sources say for each side of a disagreement, with what tells the sides apart marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec
from textual.content import Content

from briefing.evidence.bearers import Bearer
from briefing.evidence.texts import ELLIPSIS, Passage
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Support
from briefing.tui.rendering.likeness import shared_tokens
from briefing.tui.rendering.passages import ends, marked, whole_words
from briefing.tui.rendering.text import hanging
from briefing.tui.state import Checked

_ENOUGH: Final = 0.6
"""Share of the words that the closest sentence has in common with a position, from which others
are shown too."""


class Excerpt(msgspec.Struct, frozen=True):
    """What of a passage is shown for a position.

    Attributes:
        evidence: Cites the passage.
        sentences: Those shown, in order; none where the text is not at hand.
        before: Whether something of the passage is left out before the first of them.
        after: Whether something of it is left out after the last.
        why_not: Why nothing is shown, in a sentence.
    """

    evidence: Evidence
    sentences: tuple[Passage, ...] = ()
    before: bool = False
    after: bool = False
    why_not: str = ""

    @property
    def words(self) -> str:
        """What is shown, as one text."""
        return " ".join(sentence.words for sentence in self.sentences)


def excerpt_lines(positions: Sequence[Bearer], check: Checked, width: int) -> list[list[Content]]:
    """Draw for each position what its sources say.

    Args:
        positions: All sides of a disagreement.
        check: How their briefing stands against its sources.
        width: Cells of a line.

    Returns:
        The lines of each position. Marked are the words, names and numbers that bear out the
        position and that the passages of the other positions do not have.
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


def _excerpts(position: Bearer, check: Checked) -> Iterator[Excerpt]:
    seen = set()
    for one in position.evidence:
        if one.stance is Support.CONTEXT or one.source in check.aside or one.place in seen:
            continue
        seen.add(one.place)
        finding = check.examination.finding(one)
        if finding.passage is None or one.paragraph is None:
            yield Excerpt(one, why_not=finding.reason or "It is cited as a whole.")
            continue
        whole = _sentences(finding.passage)
        kept = whole if one.passage else _closest(whole, position.text, check)
        yield Excerpt(one, tuple(kept), kept[0] != whole[0], kept[-1] != whole[-1])


def _sentences(passage: Passage) -> list[Passage]:
    starts = [n for n in passage.text.sentence_starts if passage.first < n < passage.last]
    bounds = [passage.first, *starts, passage.last]
    return [Passage(passage.text, first, last) for first, last in pairwise(bounds)]


def _closest(sentences: Sequence[Passage], says: str, check: Checked) -> list[Passage]:
    """The sentences that have the most words in common with what a position says."""
    common = [len(shared_tokens([says], sentence, check.lexicon)) for sentence in sentences]
    enough = max(1, max(common) * _ENOUGH)
    kept = [one for one, number in zip(sentences, common, strict=True) if number >= enough]
    return kept or list(sentences[:1])


def _lines(
    excerpt: Excerpt, says: str, others: Sequence[str], check: Checked, width: int
) -> list[Content]:
    one = excerpt.evidence
    place = one.source if one.paragraph is None else f"{one.source} ¶{one.paragraph}"
    label = Content.styled(f"{place}: ", "label")
    if not excerpt.sentences:
        known = ends(one, check.examination.briefing.anchor(one))
        return hanging(
            "", label + Content(" · ".join(filter(None, (known, excerpt.why_not)))), width, 0
        )
    parts = [Content(ELLIPSIS)] if excerpt.before else []
    for before, sentence in zip((None, *excerpt.sentences), excerpt.sentences, strict=False):
        if before is not None and before.last != sentence.first:
            parts.append(Content(ELLIPSIS))
        parts.append(
            marked(sentence.text, whole_words(sentence), _telling(sentence, says, others, check))
        )
    parts += [Content(ELLIPSIS)] if excerpt.after else []
    return hanging("", label + Content(" ").join(parts), width, 0)


def _telling(sentence: Passage, says: str, others: Sequence[str], check: Checked) -> frozenset[int]:
    """The words that bear out a position, and the numbers, as far as the others lack them.

    Two articles have few sentences in common: to mark all that differs would mark nearly all.
    """
    numbers = {sentence.first + n for n, token in enumerate(sentence.tokens) if token[:1].isdigit()}
    own = shared_tokens([says], sentence, check.lexicon) | numbers
    return own - shared_tokens(others, sentence, check.lexicon)

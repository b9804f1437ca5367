"""What the sources say for each side of a disagreement, with what tells the sides apart marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from textual.content import Content

from briefing.evidence.support import Bearer
from briefing.evidence.texts import ELLIPSIS, Passage
from briefing.evidence.words import closest_sentences, distinguishing_tokens, split_sentences
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Support
from briefing.tui.rendering.passages import ends, marked
from briefing.tui.rendering.text import hanging
from briefing.tui.state import Checked


class ShownPassage(msgspec.Struct, frozen=True):
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


def _excerpts(position: Bearer, check: Checked) -> Iterator[ShownPassage]:
    seen = set()
    for one in position.evidence:
        if one.stance is Support.CONTEXT or one.source in check.aside or one.place in seen:
            continue
        seen.add(one.place)
        finding = check.examination.finding(one)
        if finding.passage is None or one.paragraph is None:
            yield ShownPassage(one, why_not=finding.reason or "It is cited as a whole.")
            continue
        whole = kept = split_sentences(finding.passage)
        if not one.passage:
            kept = closest_sentences(finding.passage, position.text, check.lexicon)
        yield ShownPassage(one, tuple(kept), kept[0] != whole[0], kept[-1] != whole[-1])


def _lines(
    excerpt: ShownPassage, says: str, others: Sequence[str], check: Checked, width: int
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
        telling = distinguishing_tokens(sentence, says, others, check.lexicon)
        parts.append(marked(sentence.text, sentence.printed_span, telling))
    parts += [Content(ELLIPSIS)] if excerpt.after else []
    return hanging("", label + Content(" ").join(parts), width, 0)

"""Edge anchors: finding a passage again in a text that may have changed since.

A misplaced anchor is worse than none, so there is no "close enough". Only the same words, at a
place that can be told from every other, are exact. A passage whose ends and surroundings are still
there but whose words are not is altered, and a person has to read it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from briefing.evidence.texts import Passage, PassageError, SourceText
from briefing.evidence.tokens import NORM, fingerprint, is_word, numbers_fingerprint, tokens
from briefing.model.anchors import Anchor
from briefing.model.claims import Evidence

_EDGE: Final = 4
"""Most words at either end."""

_CONTEXT: Final = 3
"""Words on either side."""

_LENGTH: Final = 0.25
"""How far, as a share, the length of an altered passage may lie from what it was."""


class Outcome(StrEnum):
    """What came of looking for a passage, best first."""

    EXACT = "exact"
    ALTERED = "altered"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Finding:
    """What came of looking for one passage.

    Attributes:
        outcome: One of five words.
        reason: Why it is not exact, in a sentence; empty where it is.
        passage: Where it stands, or what stands in its place; None where that cannot be told.
        numbers_changed: Whether an altered passage has other numbers; None where it is not altered.
    """

    outcome: Outcome
    reason: str = ""
    passage: Passage | None = None
    numbers_changed: bool | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the words are there, unchanged, where they were."""
        return self.outcome is Outcome.EXACT


def unchecked(reason: str, passage: Passage | None = None) -> Finding:
    """Say why a passage could not be looked for.

    Args:
        reason: In a sentence.
        passage: What the citation names, where a text is at hand but no anchor.
    """
    return Finding(Outcome.UNCHECKED, reason, passage)


def make_anchor(text: SourceText, evidence: Evidence) -> Anchor:
    """Make the anchor of a passage.

    Args:
        text: The text of the source.
        evidence: Names the passage.

    Returns:
        An anchor by which `find` finds the passage in the same text.

    Raises:
        PassageError: There is no such passage, it is too short, or its words stand in the text
            several times with the same surroundings.
    """
    passage = text.passage(evidence.paragraph, evidence.passage)
    first, last = passage.first, passage.last
    edge = min(_EDGE, sum(map(is_word, passage.tokens)) // 6)
    anchor = Anchor(
        source=evidence.source,
        paragraph=evidence.paragraph,
        passage=evidence.passage,
        head=text.slice(first, first + edge),
        tail=text.slice(last - edge, last),
        before=text.slice(first - _CONTEXT, first),
        after=text.slice(last, last + _CONTEXT),
        words=last - first,
        sha256=fingerprint(passage.tokens),
        sentences=_sentences(passage),
        numbers=numbers_fingerprint(passage.tokens),
        occurrences=len(text.find(passage.tokens)),
        norm=NORM,
    )
    if find(anchor, text).passage != passage:
        raise PassageError(
            "The passage stands in the text more than once, with the same words around it.",
            "Cite more of the text around it.",
        )
    return anchor


def find(anchor: Anchor, text: SourceText) -> Finding:
    """Find a passage again.

    Args:
        anchor: Made when the passage was cited.
        text: The text of its source as it is now.

    Returns:
        Exact only where the words and the rest of their sentences are the same, they stand there
        as often as they did, and the words on one side at least are those that stood there.
    """
    if anchor.norm != NORM:
        return unchecked(
            f"Its anchor was made by version {anchor.norm} of the normalisation, not {NORM};"
            " make it anew with `briefing anchor`."
        )
    edges = _Edges.of(anchor)
    same = list(_same_words(anchor, edges, text))
    if same:
        return _one_place(anchor, edges, same)
    altered = list(_altered(anchor, edges, text))
    if not altered:
        return Finding(Outcome.MISSING, "The passage is no longer in the text.")
    best = max(score for score, _ in altered)
    places = [passage for score, passage in altered if score == best]
    if len(places) > 1:
        return Finding(
            Outcome.AMBIGUOUS,
            f"The words changed, and {len(places)} places could be what became of them.",
        )
    changed = numbers_fingerprint(places[0].tokens) != anchor.numbers
    return Finding(
        Outcome.ALTERED,
        "Its words changed, numbers among them."
        if changed
        else "Its words changed; its numbers did not.",
        places[0],
        changed,
    )


@dataclass(frozen=True)
class _Edges:
    """The words of an anchor, normalised."""

    head: Sequence[str]
    tail: Sequence[str]
    before: Sequence[str]
    after: Sequence[str]

    @classmethod
    def of(cls, anchor: Anchor) -> _Edges:
        return cls(
            tokens(anchor.head), tokens(anchor.tail), tokens(anchor.before), tokens(anchor.after)
        )

    def sides(self, passage: Passage) -> int:
        """On how many of its two sides the words around a passage are what they were."""
        words, first, last = passage.text.tokens, passage.first, passage.last
        before = words[max(0, first - _CONTEXT) : first] == self.before
        return before + (words[last : last + _CONTEXT] == self.after)


def _sentences(passage: Passage) -> str:
    return fingerprint(passage.sentences.tokens)[:16]


def _same_words(anchor: Anchor, edges: _Edges, text: SourceText) -> Iterator[Passage]:
    for first in text.find(edges.head):
        passage = Passage(text, first, first + anchor.words)
        if (
            passage.last <= len(text.tokens)
            and passage.tokens[-len(edges.tail) :] == edges.tail
            and fingerprint(passage.tokens) == anchor.sha256
        ):
            yield passage


def _one_place(anchor: Anchor, edges: _Edges, same: Sequence[Passage]) -> Finding:
    """Tell the places with the same words apart by what stands around them."""
    if len(same) < anchor.occurrences:
        return Finding(
            Outcome.AMBIGUOUS,
            f"Its words stood in the text {anchor.occurrences} times and stand there"
            f" {len(same)} times; which is gone cannot be told.",
        )
    best = max(edges.sides(passage) for passage in same)
    places = [passage for passage in same if edges.sides(passage) == best]
    if best and len(places) == 1:
        if _sentences(places[0]) == anchor.sentences:
            return Finding(Outcome.EXACT, passage=places[0])
        return Finding(
            Outcome.ALTERED,
            "Its words are the same, but the sentence they are part of changed.",
            places[0],
            numbers_changed=False,
        )
    if len(places) > 1:
        return Finding(Outcome.AMBIGUOUS, f"Its words stand in the text {len(places)} times.")
    return Finding(
        Outcome.AMBIGUOUS,
        "Its words are there, but nothing around them is what it was.",
        places[0],
    )


def _altered(anchor: Anchor, edges: _Edges, text: SourceText) -> Iterator[tuple[float, Passage]]:
    """Find what may have become of a passage, each place with how much speaks for it.

    Both ends must be there but for a quarter of their words, at about the old distance, with the
    words on one side unchanged; or one end whole, with the words before or after it.
    """
    starts = dict(_alike(edges.head, text))
    ends = {index + len(edges.tail): alike for index, alike in _alike(edges.tail, text)}
    for first, head in starts.items():
        for last, tail in ends.items():
            if abs(last - first - anchor.words) <= _LENGTH * anchor.words:
                passage = Passage(text, first, last)
                if sides := edges.sides(passage):
                    off = abs(last - first - anchor.words) / anchor.words
                    yield 10 + sides + head + tail - off, passage
    if starts or ends:
        yield from _half(anchor, edges, text, starts, ends)


def _half(
    anchor: Anchor,
    edges: _Edges,
    text: SourceText,
    starts: dict[int, float],
    ends: dict[int, float],
) -> Iterator[tuple[float, Passage]]:
    """Find places where one end stands whole beside the words that stood beside it."""
    size = len(text.tokens)
    for first, alike in starts.items():
        passage = Passage(text, first, min(first + anchor.words, size))
        before = text.tokens[max(0, first - _CONTEXT) : first]
        if alike == 1 and before == edges.before and len(before) == _CONTEXT:
            yield 1, passage
    for last, alike in ends.items():
        passage = Passage(text, max(0, last - anchor.words), last)
        after = text.tokens[last : last + _CONTEXT]
        if alike == 1 and after == edges.after and len(after) == _CONTEXT:
            yield 1, passage


def _alike(words: Sequence[str], text: SourceText) -> Iterator[tuple[int, float]]:
    """Find where at least three quarters of some words stand, each in its place."""
    count = len(words)
    needed = count - count // 4
    places = {
        index - offset
        for offset, word in enumerate(words)
        for index in text.positions.get(word, ())
    }
    for place in sorted(places):
        if 0 <= place <= len(text.tokens) - count:
            found = text.tokens[place : place + count]
            alike = sum(a == b for a, b in zip(found, words, strict=True))
            if alike >= needed:
                yield place, alike / count

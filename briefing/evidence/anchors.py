"""Edge anchors: finding a passage again in a text that may have changed since.

A misplaced anchor is worse than none, so there is no "close enough". Only the same words, at a
place that can be told from every other, are exact. A passage whose ends and surroundings are still
there but whose words are not is altered, and a person has to read it again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from operator import eq
from typing import Final, NamedTuple

import msgspec

from briefing.evidence.texts import Passage, PassageError, SourceText
from briefing.evidence.tokens import (
    NORM,
    fingerprint,
    is_word,
    numbers_fingerprint,
    short_fingerprint,
    tokens,
)
from briefing.model.claims import Anchor, Evidence

_EDGE: Final = 4  # most words at either end
_CONTEXT: Final = 3  # words on either side
_FURTHER: Final = 12  # words on either side that tell places apart where the nearest are the same
_LENGTH: Final = 0.25  # share by which an altered passage may be longer or shorter than it was
_NORMS: Final = (1, NORM)  # version 1 reads hyphens at line ends as one of several readings does
_RENEW: Final = "read the passage again, then run `briefing anchor --renew`."
_MOST: Final = 50  # times that the length of a text is read to find one passage in it


class Outcome(StrEnum):
    """What came of looking for a passage, best first."""

    EXACT = "exact"
    ALTERED = "altered"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"
    UNCHECKED = "unchecked"


WORST_FIRST: Final = (Outcome.MISSING, Outcome.AMBIGUOUS, Outcome.ALTERED, Outcome.UNCHECKED)
"""What is not exact, in the order in which it is told; unchecked is no worse than not knowing."""


class Finding(msgspec.Struct, frozen=True):
    """What came of looking for one passage.

    Attributes:
        passage: Where it stands, or what stands in its place; None where that cannot be told.
    """

    outcome: Outcome
    reason: str = ""
    passage: Passage | None = None

    @property
    def is_exact(self) -> bool:
        return self.outcome is Outcome.EXACT

    def moved_from(self, cited: int | None) -> int | None:
        """The paragraph that the passage begins in, where it is another one than is cited."""
        if self.passage is None or cited is None or self.passage.paragraph == cited:
            return None
        return self.passage.paragraph


def make_anchor(text: SourceText, evidence: Evidence) -> Anchor:
    """Make the anchor of the passage cited, by which `find` finds it in the same text.

    It is a `PassageError` where that cannot be told from another passage.
    """
    passage = text.passage(evidence.paragraph, evidence.passage, evidence.number)
    first, last = passage.first, passage.last
    edge = min(_EDGE, sum(map(is_word, passage.tokens)) // 6)
    head = first + edge
    while head < last and not is_word(text.tokens[head - 1]):
        head += 1  # The sign of a number is none without the number.
    anchor = Anchor(
        source=evidence.source,
        paragraph=evidence.paragraph,
        passage=evidence.passage,
        number=evidence.number,
        head=text.slice(first, head),
        tail=text.slice(last - edge, last),
        before=_before(text, first),
        after=_after(text, last),
        words=last - first,
        sha256=fingerprint(passage.tokens),
        sentences=short_fingerprint(passage.sentences.tokens),
        numbers=numbers_fingerprint(passage.tokens),
        leading=short_fingerprint(_leading(text, first)),
        trailing=short_fingerprint(_trailing(text, last)),
        norm=NORM,
    )
    places = _same_words(anchor, _Edges.of(anchor), text)
    found = Finding(Outcome.EXACT, passage=passage)
    which = places.index(passage) + 1 if passage in places else 0
    told = (0, which) if evidence.number is None or len(places) == 1 else (which,)
    for one in told:
        made = msgspec.structs.replace(anchor, occurrences=len(places), which=one)
        if find(made, text) == found:
            return made
    raise PassageError(
        "The passage's first and last words stand in too many places to tell it from others.",
        "Cite a passage that begins and ends with other words.",
    )


def find(anchor: Anchor, text: SourceText) -> Finding:
    """Find a passage again in the text of its source as it is now.

    Returns:
        Exact only where the words and the rest of their sentences are the same, and the words on
        one side at least are those that stood there; on both sides, where the words stood or stand
        in the text more than once. Where the words on both sides are the same in several places, it
        is one of them by its number, as long as there are as many. A source cited as a whole is
        exact only as a whole. What hyphens at line ends are taken for is the same in all of it.
    """
    if anchor.norm not in _NORMS:
        made = f"Its anchor was made by version {anchor.norm} of the normalisation, not {NORM};"
        return Finding(Outcome.UNCHECKED, f"{made} {_RENEW}")
    edges = _Edges.of(anchor)
    if anchor.words < max(len(edges.head), len(edges.tail), 1):
        return Finding(Outcome.UNCHECKED, f"Its anchor is damaged; {_RENEW}")
    finding = _find(anchor, edges, text)
    if not finding.is_exact:
        others = (_find(anchor, edges, reading) for reading in text.other_readings)
        return next((one for one in others if one.is_exact), finding)
    return finding


def _find(anchor: Anchor, edges: _Edges, text: SourceText) -> Finding:
    if anchor.paragraph is None:
        return _whole(anchor, text)
    same = _same_words(anchor, edges, text)
    return _one_place(anchor, edges, same) if same else _what_became(anchor, edges, text)


def same_words(anchor: Anchor, text: SourceText) -> list[Passage]:
    """Find all places in a text at which the words of a passage stand, whatever is around them."""
    return _same_words(anchor, _Edges.of(anchor), text) if anchor.paragraph else []


class _Edges(msgspec.Struct, frozen=True):
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

    def follows(self, text: SourceText, first: int) -> bool:
        return tokens(_before(text, first)) == self.before

    def precedes(self, text: SourceText, last: int) -> bool:
        return tokens(_after(text, last)) == self.after


def _is_where_it_was(anchor: Anchor, edges: _Edges, passage: Passage, *, alone: bool) -> bool:
    """Whether the words around a passage are those that stood there.

    Both sides must be what they were; or, where its words stand in the text once, one side, if no
    other place has the same: "said in a statement" is no place.
    """
    text, first, last = passage.text, passage.first, passage.last
    before, after = edges.follows(text, first), edges.precedes(text, last)
    if not alone or (before and after):
        return before and after
    near, known, wide = (
        (edges.before, anchor.leading, _leading(text, first))
        if before
        else (edges.after, anchor.trailing, _trailing(text, last))
    )
    return (before or after) and (
        len(text.find(near)) <= 1
        or (short_fingerprint(wide) == known and len(text.find(wide)) <= 1)
    )


def _before(text: SourceText, first: int) -> str:
    return text.slice(first - _CONTEXT, first)


def _after(text: SourceText, last: int) -> str:
    return text.slice(last, last + _CONTEXT)


def _leading(text: SourceText, first: int) -> Sequence[str]:
    return text.tokens[max(0, first - _FURTHER) : first]


def _trailing(text: SourceText, last: int) -> Sequence[str]:
    return text.tokens[last : last + _FURTHER]


def _same_words(anchor: Anchor, edges: _Edges, text: SourceText) -> list[Passage]:
    """Find the places of the same words; none where too many places have the same ends."""
    size, tail = anchor.words, len(edges.tail)
    passages = [
        Passage(text, first, first + size)
        for first in text.find(edges.head)
        if text.tokens[first + size - tail : first + size] == edges.tail
    ]
    if len(passages) * size > _MOST * len(text.tokens):
        return []
    return [one for one in passages if fingerprint(one.tokens) == anchor.sha256]


def _whole(anchor: Anchor, text: SourceText) -> Finding:
    """Compare a source that is cited as a whole: what is added to it changes it."""
    if fingerprint(text.tokens) == anchor.sha256:
        return Finding(Outcome.EXACT, passage=text.whole)
    return _changed(anchor, text.whole)


def _changed(anchor: Anchor, passage: Passage) -> Finding:
    changed = numbers_fingerprint(passage.tokens) != anchor.numbers
    what = ", including numbers." if changed else "; its numbers did not."
    return Finding(Outcome.ALTERED, f"Its words changed{what}", passage)


def _one_place(anchor: Anchor, edges: _Edges, same: Sequence[Passage]) -> Finding:
    """Tell the places with the same words apart by what stands around them.

    Where there are several places one may have come and another gone, so both sides must be what
    they were.
    """
    now = f"Its words occurred {anchor.occurrences} times in the text, now {len(same)};"
    if len(same) < anchor.occurrences:
        return Finding(Outcome.AMBIGUOUS, f"{now} which one is gone is unclear.")
    if anchor.which and len(same) > anchor.occurrences:
        return Finding(Outcome.AMBIGUOUS, f"{now} which one is meant is unclear.")
    alone = len(same) == 1
    candidates = same[anchor.which - 1 : anchor.which] if anchor.which else same
    places = [one for one in candidates if _is_where_it_was(anchor, edges, one, alone=alone)]
    if len(places) == 1:
        if short_fingerprint(places[0].sentences.tokens) == anchor.sentences:
            return Finding(Outcome.EXACT, passage=places[0])
        reason = "Its words are the same, but the sentence they are part of changed."
        return Finding(Outcome.ALTERED, reason, places[0])
    if len(same) > 1:
        return Finding(Outcome.AMBIGUOUS, f"Its words occur {len(same)} times in the text.")
    reason = "Its words are there, but what is around them is different."
    return Finding(Outcome.AMBIGUOUS, reason, same[0])


def _what_became(anchor: Anchor, edges: _Edges, text: SourceText) -> Finding:
    """Say what stands where a passage stood whose words are no longer there.

    Both ends must be there but for a quarter of their words, at about the old distance, with the
    words on one side unchanged; or both whole, beside unchanged words, at any distance; or one of
    them whole, with the words before or after it.
    """
    starts = [
        _End(place, alike, edges.follows(text, place)) for place, alike in _alike(edges.head, text)
    ]
    ends = [
        _End(place, alike, edges.precedes(text, place))
        for index, alike in _alike(edges.tail, text)
        for place in (index + len(edges.tail),)
    ]
    found = list(_between(anchor.words, starts, ends, text))
    best = max((score for score, _ in found), default=0)
    places = [passage for score, passage in found if score == best]
    if not places:
        places = list(_beside(anchor.words, starts, ends, text))
    if not places:
        return Finding(Outcome.MISSING, "The passage is no longer in the text.")
    if len(places) > 1:
        reason = f"The words changed, and {len(places)} places resemble them."
        return Finding(Outcome.AMBIGUOUS, reason)
    return _changed(anchor, places[0])


class _End(NamedTuple):
    """Where one end of a passage may stand now."""

    place: int  # index of the passage's first token, or after its last
    alike: float  # share of the end's words that are there
    beside: bool  # whether the words outside the passage are those that stood there

    @property
    def is_whole(self) -> bool:
        return self.beside and self.alike == 1


def _between(
    words: int, starts: Sequence[_End], ends: Sequence[_End], text: SourceText
) -> Iterator[tuple[float, Passage]]:
    """Pair starts with the ends nearest to the old distance, each with how much speaks for it."""
    kinds: dict[tuple[float, bool], list[int]] = {}
    for end in ends:
        kinds.setdefault((end.alike, end.beside), []).append(end.place)
    for start in starts:
        wanted = start.place + words
        for kind, places in kinds.items():
            nearest = bisect_left(places, wanted)
            for place in places[max(0, nearest - 1) : nearest + 1]:
                end = _End(place, *kind)
                off = abs(place - wanted) / words
                near = off <= _LENGTH and (start.beside or end.beside)
                if near or (start.is_whole and end.is_whole and place > start.place):
                    score = start.alike + start.beside + end.alike + end.beside - min(off, 1)
                    yield score, Passage(text, start.place, place)


def _beside(
    words: int, starts: Sequence[_End], ends: Sequence[_End], text: SourceText
) -> Iterator[Passage]:
    """Find places where one end stands whole beside the words that stood beside it."""
    for start in starts:
        if start.is_whole:
            last = min(start.place + words, len(text.tokens))
            yield Passage(text, start.place, last)
    for end in ends:
        if end.is_whole:
            yield Passage(text, max(0, end.place - words), end.place)


def _alike(words: Sequence[str], text: SourceText) -> Iterator[tuple[int, float]]:
    """Find where at least three quarters of some words stand, each in its place, in order."""
    count = len(words)
    missing = count // 4
    rarest = sorted(enumerate(words), key=lambda one: len(text.positions.get(one[1], ())))
    # Of one word more than may be missing, one is there.
    places = {
        index - offset
        for offset, word in rarest[: missing + 1]
        for index in text.positions.get(word, ())
    }
    for place in sorted(places):
        if 0 <= place <= len(text.tokens) - count:
            found = text.tokens[place : place + count]
            alike = sum(map(eq, found, words))
            if alike >= count - missing:
                yield place, alike / count

"""A sentence held against the sentences of its passages that are closest to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from msgspec.structs import replace

from briefing.evidence.checking import Cited, OpenSources, Verdict
from briefing.evidence.cues import Cue, has, places
from briefing.evidence.names import Named
from briefing.evidence.support import SENTENCES
from briefing.evidence.texts import Passage
from briefing.evidence.words import (
    OurTexts,
    closest_sentences,
    content_stems,
    is_telling,
    stem,
    word_set,
)
from briefing.model.vocabulary import Mode, Severity

REACH: Final = 6
"""Tokens after a cue that it may be about, within its clause."""

_CLAUSE: Final = frozenset(",;:.()—–")
_SAME: Final = 5
"""Letters that two words of one root begin with."""

_FIX: Final = "Say it as the passage has it, or cite the passage that does."


class Held:
    """One sentence, or part of one up to a semicolon, and what its passages say nearest to it.

    Attributes:
        said: Its own words, without what it quotes.
        whole: All the passages that it cites.
    """

    def __init__(self, cited: Cited, said: Passage, sources: OpenSources) -> None:
        self.cited = cited
        self.said = said
        self.whole = [one.passage for one in cited.excerpts]
        self._lexicon = sources.lexicon

    @cached_property
    def near(self) -> list[Passage]:
        """The sentences of each passage that have the most in common with it."""
        says = OurTexts([self.cited.bearer.text[slice(*self.said.span)]], self._lexicon)
        return [sentence for passage in self.whole for sentence in closest_sentences(passage, says)]

    @cached_property
    def nearest(self) -> Passage | None:
        """The one sentence of all passages that has the most in common with it."""
        scored = [(len(self.stems & content_stems(one)), -at) for at, one in enumerate(self.near)]
        return self.near[-max(scored)[1]] if scored and max(scored)[0] else None

    @cached_property
    def stems(self) -> frozenset[str]:
        return content_stems(self.said)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """All words of its passages."""
        return frozenset(token for one in self.whole for token in one.tokens)

    @cached_property
    def names(self) -> frozenset[int]:
        """Which of its own tokens are names."""
        return frozenset(at for one in self.named for at in range(one.first, one.last))

    @cached_property
    def attributes(self) -> bool:
        """Whether it says who says so: by a word for it, the name of an outlet, or a quotation."""
        return (
            has([self.said], Cue.HEDGED, Cue.SAID)
            or any(one.sources for one in self.named)
            or self.said.text.text[slice(*self.said.span)]
            != self.cited.bearer.text[slice(*self.said.span)]
        )

    @cached_property
    def named(self) -> list[Named]:
        """The names in it, by the indices of its own tokens."""
        first, last = self.said.first, self.said.last
        return [
            replace(one, first=one.first - first, last=one.last - first)
            for one in self.cited.names
            if first <= one.first and one.last <= last
        ]

    def unshifted(self, named: Named) -> Named:
        """A name of its own by the indices of all that is said."""
        first = self.said.first
        return replace(named, first=named.first + first, last=named.last + first)

    def actors_in(self, passage: Passage) -> frozenset[str]:
        return self._lexicon.actors_in(passage)

    def word(self, at: int, last: int | None = None) -> str:
        return self.said.printed(at, at + 1 if last is None else last)

    def shares(self, stems: Iterable[str]) -> bool:
        """Whether it has a word of the root of one of some stems."""
        return any(map(self._roots.have, stems))

    @cached_property
    def _roots(self) -> Roots:
        return Roots(self.stems)

    def about(self, *cues: Cue, reach: int = REACH) -> tuple[Passage, int] | None:
        """A cue in the nearest sentences that is about something that is said here."""
        return next(
            (
                (one, at)
                for one in self.near
                for at in places(one, *cues)
                if self.shares(scope(one, at, reach))
            ),
            None,
        )

    def warn(
        self, code: str, message: str, *, at: int | None = None, look: bool = False
    ) -> Verdict:
        severity = Severity.LOOK if look else Severity.WARNING
        at = None if at is None else self.said.first + at
        return Verdict(remark=self.cited.remark(code, message, _FIX, severity=severity, at=at))


_SENTENCE_END: Final = frozenset(";.?!")
_WORDS: Final = 3
"""Fewest telling words of a part of a sentence that is held against passages by itself."""


def _ends(text: Passage, at: int) -> bool:
    """Whether a part of a sentence ends with a token: at its end, or before “, and”."""
    gap = set(text.gap(at))
    follows = text.tokens[at + 1 : at + 2]
    return bool(not follows or _SENTENCE_END & gap or ("," in gap and follows[0] in _JOINTS))


_JOINTS: Final = word_set("and but while who which although")


def parts(cited: Cited, sources: OpenSources) -> list[Held]:
    """Take what is said apart into sentences, and those at semicolons and before “, and”.

    A part of few words goes with the one after it, the last one with the one before. There is none
    of what cannot be held against its passages, or is just what they do not say.
    """
    if cited.bearer.kind not in SENTENCES or not cited.is_readable:
        return []
    if any(one.mode is Mode.SILENCE for one in cited.bearer.evidence):
        return []
    text, start = cited.own_words, 0
    found: list[Passage] = []
    for at in range(len(text.tokens)):
        if _ends(text, at):
            part = Passage(text.text, start, at + 1)
            if sum(map(is_telling, part.tokens)) >= _WORDS:
                found.append(part)
                start = at + 1
    if start < len(text.tokens):
        first = found.pop().first if found else start
        found.append(Passage(text.text, first, len(text.tokens)))
    return [Held(cited, part, sources) for part in found]


class Roots:
    """The roots of some stems."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        self._begin = frozenset(one[:_SAME] for one in self._stems if len(one) >= _SAME)

    def have(self, stem: str) -> bool:
        """Whether one of them is of the root of a stem; see `alike`."""
        return stem in self._stems or (len(stem) >= _SAME and stem[:_SAME] in self._begin)


def alike(one: str, other: str) -> bool:
    """Whether two stems are of one root."""
    return one == other or (len(one) >= _SAME and one[:_SAME] == other[:_SAME])


def scope(passage: Passage, at: int, reach: int = REACH) -> set[str]:
    """Stems of what follows a token within its clause."""
    found: set[str] = set()
    for index in range(at + 1, min(at + 1 + reach, len(passage.tokens))):
        if _CLAUSE & set(passage.gap(index - 1)):
            break
        if is_telling(passage.tokens[index]):
            found.add(stem(passage.tokens[index]))
    return found


def next_word(passage: Passage, at: int, reach: int = REACH) -> str | None:
    """The stem of the first telling word after a token, within its clause."""
    for index in range(at + 1, min(at + 1 + reach, len(passage.tokens))):
        if _CLAUSE & set(passage.gap(index - 1)):
            return None
        if is_telling(passage.tokens[index]):
            return stem(passage.tokens[index])
    return None


def clauses(passage: Passage) -> Iterator[list[int]]:
    """The tokens of each clause of a text, by their indices."""
    clause: list[int] = []
    for at, token in enumerate(passage.tokens):
        clause.append(at)
        if _CLAUSE & set(passage.gap(at)) or token in ("and", "but", "which", "who", "while"):
            yield clause
            clause = []
    if clause:
        yield clause


def around(place: tuple[Passage, int]) -> str:
    """A word of a passage with those beside it."""
    passage, at = place
    return passage.printed(max(0, at - 2), min(len(passage.tokens), at + 4))

"""Whether a sentence uses words that its passages do not bear out: opposites, verdicts, news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from briefing.evidence.checking import Cited, OpenSources, Verdict
from briefing.evidence.checks.held import Held, alike, around, clauses, next_word
from briefing.evidence.cues import Cue, has
from briefing.evidence.support import BearerKind
from briefing.evidence.texts import Passage
from briefing.evidence.words import is_telling, stem, word_set


def check_wording(cited: Cited, sources: OpenSources, said: Sequence[Held]) -> Iterator[Verdict]:
    """Look at the words of each part of what is said; of a role, only at its rank."""
    if cited.is_readable and cited.bearer.kind is BearerKind.ROLE:
        yield from _ranks(Held(cited, cited.own_words, sources))
    for held in said:
        yield from _verdicts(held)
        yield from _opposites(held)
        yield from _without(held)
        yield from _ranks(held)
        yield from _news(held)
        yield from _order(held, sources)


# -- convicted, sentenced --------------------------------------------------------------------------

_VERDICTS: Final = (
    ("convict", "guilt"),
    ("sentenc", "jail", "imprison", "prison"),
    ("acquit",),
    ("murder",),
    ("pardon", "amnest"),
    ("establish", "prove", "proof"),
)
"""How words of one verdict begin; what a court has done is not to be said lightly."""


def _verdicts(held: Held) -> Iterator[Verdict]:
    for words in _VERDICTS:
        at = next((i for i, t in enumerate(held.said.tokens) if t.startswith(words)), None)
        if at is None or has([held.said], Cue.NOT):
            continue
        if any(token.startswith(words) for one in held.near for token in one.tokens):
            continue
        elsewhere = any(token.startswith(words) for token in held.tokens)
        message = f"The nearest sentence of the passage does not say “{held.word(at)}”."
        yield held.warn("strong-word", message, at=at, look=elsewhere)


# -- before, after ---------------------------------------------------------------------------------

_PAIRS: Final = """
before,prior/after,following,since   earliest,least/latest   official/unofficial   support*/oppos*
accept*/reject*   welcom*/condemn*   rise,rises,rising,rose,risen/fall,falls,falling,fell,fallen
increas*/decreas*,decline   win,wins,won/lose,loses,lost   friends,supporters/critics,opponents
wrong/right   better/worse   public/secret   peaceful*/violent*   promis*/refus*
import*/export*   north*/south*   east*/west*   strengthen*/weaken*   allow*/forbid*,prohibit*
confirm*/denied,denies,deny   withdraw*,withdrew/suspend*   inside/outside   direct/mediated
early/late   former/present   minimum/maximum   today/yesterday,tomorrow   largest/smallest
highest/lowest   more/fewer,less   above/below   independent*/own
guilty/innocent   voluntar*/forced   temporar*/permanent*   national/foreign
"""


class _Words(NamedTuple):
    """Some words, and how others of the same meaning begin."""

    whole: frozenset[str]
    begin: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> _Words:
        words = typed.split(",")
        return cls(
            frozenset(one for one in words if not one.endswith("*")),
            tuple(one[:-1] for one in words if one.endswith("*")),
        )

    def have(self, token: str) -> bool:
        return token in self.whole or token.startswith(self.begin)


def _read_pairs() -> list[tuple[_Words, _Words]]:
    found = []
    for pair in _PAIRS.split():
        one, other = map(_Words.of, pair.split("/"))
        found += [(one, other), (other, one)]
    return found


_OPPOSITES: Final = _read_pairs()


def _opposites(held: Held) -> Iterator[Verdict]:
    """Warn of a word whose opposite stands in the nearest sentence, and it nowhere."""
    if has([held.said], Cue.NOT):
        return
    for ours, theirs in _OPPOSITES:
        at = next((i for i, token in enumerate(held.said.tokens) if ours.have(token)), None)
        if at is None or any(map(ours.have, held.tokens)):
            continue
        if any(map(theirs.have, held.said.tokens)):
            continue
        word = next(
            (
                token
                for one in held.near
                for token in one.tokens
                if theirs.have(token) and not has([one], Cue.NOT)
            ),
            None,
        )
        if word is not None:
            message = f"It says “{held.word(at)}”; the passage says “{word}”."
            yield held.warn("opposite", message, at=at)


def _without(held: Held) -> Iterator[Verdict]:
    """Warn of *with* where the nearest sentence has *without*, before the same word."""
    for ours, theirs in (("with", "without"), ("without", "with")):
        for at, token in enumerate(held.said.tokens):
            word = next_word(held.said, at, 3) if token == ours else None
            if word is None:
                continue
            for one in held.near:
                found = [
                    i
                    for i, t in enumerate(one.tokens)
                    if t in (ours, theirs)
                    and (other := next_word(one, i, 3))
                    and alike(word, other)
                ]
                if found and all(one.tokens[i] == theirs for i in found):
                    message = f"It says “{token}”; the passage, “{around((one, found[0]))}”."
                    yield held.warn("opposite", message, at=at)
                    return


# -- deputy, former --------------------------------------------------------------------------------

_RANKS: Final = word_set("deputy vice acting assistant interim honorary suspended")


def _ranks(held: Held) -> Iterator[Verdict]:
    """Warn of an office that a passage gives with a rank before it, and the sentence without."""
    ours = held.said.tokens
    if not _RANKS.isdisjoint(ours):
        return
    for passage in held.whole:
        for at, token in enumerate(passage.tokens):
            office = passage.tokens[at + 1 : at + 3]
            if token in _RANKS and len(office) == 2 and is_telling(office[0]):
                starts = [i for i in range(len(ours) - 1) if ours[i : i + 2] == office]
                if starts and not _has_plain(passage, office):
                    message = f"The passage says “{passage.printed(at, at + 3)}”."
                    yield held.warn("rank", message, at=starts[0])
                    return


def _has_plain(passage: Passage, office: list[str]) -> bool:
    """Whether a passage has an office without a rank as well."""
    found = passage.text.find(office, passage.first, passage.last)
    return any(at == passage.first or passage.text.tokens[at - 1] not in _RANKS for at in found)


# -- what no passage has a word of -----------------------------------------------------------------

_FEWEST: Final = 3
"""Fewest words of a clause by which something can be said of it."""

_MOSTLY: Final = 0.8
"""Share of them that no passage has, from which it may be news to the passage."""

_SMALL_TALK: Final = word_set(
    """
    say said tell told report wrot writ add not articl accord call stat giv giv mak mad tak
    took get got hav put see saw show mean com cam go went new on two first fact thing way tim
    tak part lat becom still yet now
    """
)


def _news(held: Held) -> Iterator[Verdict]:
    theirs = {one for excerpt in held.cited.excerpts for one in excerpt.stems}
    for clause in clauses(held.said):
        telling = [at for at in clause if at not in held.names and _tells(held.said.tokens[at])]
        unheard = [
            at
            for at in telling
            if not any(alike(stem(held.said.tokens[at]), other) for other in theirs)
        ]
        if (
            len(unheard) >= _FEWEST
            and len(unheard) >= _MOSTLY * len(telling)
            and (len(unheard) > _FEWEST or len(unheard) == len(telling))
        ):
            words = held.word(telling[0], telling[-1] + 1)
            message = f"The passages have hardly a word of “{words}”."
            yield held.warn("nothing-of-it", message, at=telling[0], look=True)


def _tells(token: str) -> bool:
    return token[0].isalpha() and is_telling(token) and stem(token) not in _SMALL_TALK


# -- who does it to whom ---------------------------------------------------------------------------


def _order(held: Held, sources: OpenSources) -> Iterator[Verdict]:
    """Point at two names that stand in the other order in the nearest sentence, without a *by*."""
    names = [one for one in held.named if one.actors]
    for first, second in pairwise(names):
        if first.actors & second.actors:
            continue
        between = held.said.tokens[first.last : second.first]
        if not any(map(is_telling, between)) or {"by", "and", "with", "from"} & set(between):
            continue
        verbs = {stem(token) for token in between if is_telling(token)}
        for passage in held.near:
            found = [one for one in sources.lexicon.read(passage) if one.actors]
            ours = [i for i, one in enumerate(found) if one.actors & first.actors]
            theirs = [i for i, one in enumerate(found) if one.actors & second.actors]
            if not ours or not theirs or min(ours) < max(theirs) or "by" in passage.tokens:
                continue
            middle = passage.tokens[found[max(theirs)].last : found[min(ours)].first]
            if any(alike(stem(token), verb) for token in middle for verb in verbs):
                message = f"In the passage “{held.word(second.first, second.last)}” comes first."
                yield held.warn("order", message, at=first.first, look=True)
                return

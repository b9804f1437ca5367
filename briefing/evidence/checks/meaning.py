"""Whether a sentence says it as its passages do: not, may, reportedly, all.

What a passage means no program knows. But a *not*, a *may* or an *allegedly* that stands in one and
not in the other is worth a question, and where both speak of it with the same word, a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from briefing.evidence.checking import Cited, Verdict
from briefing.evidence.checks.held import Held, alike, around, next_word, scope
from briefing.evidence.cues import Cue, has, places
from briefing.evidence.support import BearerKind
from briefing.evidence.texts import Passage
from briefing.evidence.words import is_telling, stem, word_set
from briefing.model.vocabulary import SectionKind


def check_meaning(cited: Cited, said: Sequence[Held]) -> Iterator[Verdict]:
    for held in said:
        yield from _negation(held)
        if cited.bearer.kind is not BearerKind.COMMITMENT:
            yield from _modality(held)
        yield from _hedges(held)
        yield from _quantifiers(held)
        yield from _both(held)


# -- not -------------------------------------------------------------------------------------------

_CLOSE: Final = 3
"""Tokens after a *not* among which the verb is that it negates."""


def _negation(held: Held) -> Iterator[Verdict]:
    ours = list(places(held.said, Cue.NOT))
    if ours:
        yield from _negated(held, ours)
        return
    for one in (held.nearest,) if held.nearest else ():
        for at in places(one, Cue.NOT):
            denied = scope(one, at, _CLOSE)
            undone = {stem(held.said.tokens[i]) for i in places(held.said, Cue.UNDONE)}
            left = {word for word in undone if not any(alike(word, other) for other in denied)}
            if held.shares(denied) and not left:
                message = f"The passage says “{around((one, at))}”; the sentence does not say no."
                yield held.warn("negation", message)
                return


def _negated(held: Held, ours: list[int]) -> Iterator[Verdict]:
    for at in ours:
        if held.said.tokens[at] not in _OF_VERBS:
            continue
        denied = next_word(held.said, at, _CLOSE)
        said = _affirmed(held.whole, denied) if denied else None
        if said is not None:
            message = f"It says “{held.word(at)}”; the passage says “{around(said)}”."
            yield held.warn("negation", message, at=at)
            return
    if not has(held.whole, Cue.NOT, Cue.UNDONE):
        message = f"It says “{held.word(ours[0])}”; no passage cited says no."
        yield held.warn("negation", message, at=ours[0], look=True)


_OF_VERBS: Final = word_set("not t never cannot")
"""Words that deny what is done; others deny things, which have many names."""


def _affirmed(passages: list[Passage], denied: str) -> tuple[Passage, int] | None:
    """Where a passage says without a *not* what is denied, and nowhere with one."""
    found = None
    for one in passages:
        under = {i for at in places(one, Cue.NOT) for i in range(at, at + 2 * _CLOSE)}
        undone = {i for at in places(one, Cue.UNDONE) for i in range(at + 1, at + 3 * _CLOSE)}
        for at, token in enumerate(one.tokens):
            if is_telling(token) and alike(stem(token), denied):
                if at in under or at in undone:
                    return None
                found = found or (one, at)
    return found


# -- may, hopes to, is to --------------------------------------------------------------------------

_SURE: Final = word_set("will shall has have is are was were")
"""Verbs by which a sentence says that it is so, or is to be so."""

_COMING: Final = word_set("will shall to")

_BEFORE: Final = 4
"""Tokens before a verb among which stands what weakens it."""

_WEAK: Final = (Cue.POSSIBLE, Cue.WANTED)


def _modality(held: Held) -> Iterator[Verdict]:
    """Warn of what a passage calls possible or wanted, and the sentence says is so."""
    tokens = held.said.tokens
    for at, token in enumerate(tokens):
        if token not in _SURE or "whether" in tokens:
            continue
        for verb in range(at + 1, min(at + 4, len(tokens))):
            if not is_telling(tokens[verb]) or held.said.capital(verb):
                continue  # a name or a month is no verb
            if _is_weak(held.said, verb):
                continue
            if (place := _only_weak(held.whole, stem(tokens[verb]))) is not None:
                message = f"It says “{held.word(at, verb + 1)}”; the passage, “{around(place)}”."
                yield held.warn("modality", message, at=at)
                return
            break
    if has([held.said], Cue.POSSIBLE, Cue.WANTED, Cue.HEDGED) or _SURE.isdisjoint(tokens):
        return
    place = held.about(Cue.POSSIBLE, reach=3)
    if place is not None and _is_only_possible(held, *place):
        yield held.warn("modality", f"The passage says “{around(place)}”; the sentence is sure.")
        return
    wanted = Cue.WANTED if not _COMING.isdisjoint(tokens) else Cue.POSSIBLE
    if (place := held.about(wanted, reach=5)) is not None:
        message = f"The passage says “{around(place)}”; the sentence is sure."
        yield held.warn("modality", message, look=True)


def _is_only_possible(held: Held, passage: Passage, at: int) -> bool:
    """Whether something that is said here stands in the passages only as what may be."""
    shared = (word for word in scope(passage, at, _BEFORE - 1) if held.shares([word]))
    return any(_only_weak(held.whole, word) is not None for word in shared)


def _is_weak(passage: Passage, verb: int) -> bool:
    first = passage.first + max(0, verb - _BEFORE)
    return has([Passage(passage.text, first, passage.first + verb + 1)], *_WEAK)


def _only_weak(passages: list[Passage], verb: str) -> tuple[Passage, int] | None:
    """Where passages have a verb, if they have it only as what may be or is wanted."""
    found = None
    for one in passages:
        for at, token in enumerate(one.tokens):
            if is_telling(token) and alike(stem(token), verb):
                if not _is_weak(one, at):
                    return None
                found = found or (one, at)
    return found


# -- reportedly, says ------------------------------------------------------------------------------

_DOUBTING: Final = word_set(
    """
    reportedly alleged allegedly unofficial unofficially unconfirmed purported purportedly
    suspected apparently supposedly rumoured anonymous
    """
)
_OPINION: Final = word_set(
    """
    argued argues claimed claims insisted insists believe believes believed fear fears feared
    doubts alleges predicted accused accuses according anonymously anonymity unnamed
    """
)


def _hedges(held: Held) -> Iterator[Verdict]:
    """Warn of a word of doubt that is left out; point at an opinion that is told as a fact."""
    section = held.cited.bearer.section
    if held.attributes or (section is not None and section.kind is SectionKind.SOURCES):
        return
    if words := _only_quoted(held):
        message = f"The passage only quotes “{words}”; the sentence says it is so."
        yield held.warn("attribution", message, look=True)
        return
    for one in (held.nearest,) if held.nearest else ():
        for at, token in enumerate(one.tokens):
            if token in held.said.tokens:
                continue
            if token in _DOUBTING and held.shares(scope(one, at)):
                message = f"The passage says “{around((one, at))}”; the sentence says it is so."
                elsewhere = has([held.cited.own_words], Cue.HEDGED, Cue.SAID)
                yield held.warn("hedge-dropped", message, look=elsewhere)
                return
            if token in _OPINION or one.tokens[at : at + 4] == ["not", "to", "be", "named"]:
                message = f"The passage says “{around((one, at))}”; the sentence says it is so."
                yield held.warn("attribution", message, look=True)
                return


_FEW: Final = 2
"""Fewest words shared with what a passage quotes, from which that is what is told."""


def _only_quoted(held: Held) -> str:
    """Words of a quotation that the sentence tells; empty where the article says it, too."""
    inside: dict[str, str] = {}
    outside: set[str] = set()
    for one in held.near:
        for at, token in enumerate(one.tokens):
            if not is_telling(token) or not held.shares([stem(token)]):
                continue
            if one.text.is_quoted(one.first + at, one.first + at + 1):
                inside[stem(token)] = one.printed(at, at + 1)
            else:
                outside.add(stem(token))
    only = [word for root, word in inside.items() if root not in outside]
    return ", ".join(only) if len(only) >= _FEW and len(only) > len(outside) else ""


# -- all, most, both articles ----------------------------------------------------------------------

_ARTICLES: Final = word_set(
    """
    articles papers sources reports newspapers outlets
    article paper source report newspaper outlet
    """
)


def _quantifiers(held: Held) -> Iterator[Verdict]:
    for at in places(held.said, Cue.ALL):
        if held.said.tokens[at] == "all" and held.said.tokens[at - 1 : at] in _IDIOMS:
            continue
        if not has(held.whole, Cue.ALL):
            some = has(held.near, Cue.SOME, Cue.MOST) and held.said.tokens[at] != "each"
            message = f"No passage cited says “{held.word(at)}”."
            yield held.warn("quantifier", message, at=at, look=not some)
            return
    for at in places(held.said, Cue.MOST):
        if held.said.tokens[at - 1 : at] == ["at"] or _has_majority(held.cited):
            continue
        if not has(held.whole, Cue.ALL, Cue.MOST):
            message = f"No passage cited says “{held.word(at)}”."
            yield held.warn("quantifier", message, at=at, look=not has(held.near, Cue.SOME))
            return


_IDIOMS: Final = [["in"], ["at"], ["after"], ["above"]]
"""Before *all* these make a sum, or nothing."""

_HALF: Final = Fraction(1, 2)


def _has_majority(cited: Cited) -> bool:
    """Whether a passage gives a share of more than half."""
    return any(
        _HALF < one.value < 1 or (_HALF * 100 < one.value <= 100)
        for excerpt in cited.excerpts
        for one in excerpt.numbers
        if isinstance(one.value, Fraction)
    )


def _both(held: Held) -> Iterator[Verdict]:
    """Warn of a sentence about both articles that cites one."""
    if len({one.source for one in held.cited.bearer.evidence}) > 1:
        return
    for at, token in enumerate(held.said.tokens[:-1]):
        if token in ("both", "neither") and held.said.tokens[at + 1] in _ARTICLES:
            words = held.word(at, at + 2)
            yield held.warn("one-source", f"It says “{words}” and cites one.", at=at)

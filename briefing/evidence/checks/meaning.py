"""Whether a sentence says it as its passages do: not, may, reportedly, all.

What a passage means no program knows. But a *not*, a *may* or an *allegedly* that stands in one and
not in the other is worth a question, and where both speak of it with the same word, a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from briefing.evidence.checking import Cited, Verdict
from briefing.evidence.checks.held import Held, Roots, alike, around, clauses, next_word, scope
from briefing.evidence.cues import Cue, cues_of, has, places
from briefing.evidence.support import BearerKind
from briefing.evidence.surroundings import TIMES
from briefing.evidence.texts import Passage
from briefing.evidence.words import content_stems, is_telling, stem, word_set
from briefing.model.cards import Reaction


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
    nots, failures = list(places(held.said, Cue.NOT)), list(_failures(held.said))
    if nots or failures:
        # "Not without conditions" denies nothing.
        single = [at for at in nots if at - 1 not in nots and at + 1 not in nots]
        yield from _negated(held, [*single, *failures])
        return
    for one in (held.nearest,) if held.nearest else ():
        for at in places(one, Cue.NOT):
            if one.tokens[at] in _OF_NOBODY:
                continue
            denied = scope(one, at, _CLOSE)
            undone = (stem(held.said.tokens[i]) for i in places(held.said, Cue.UNDONE))
            if not held.shares(denied) or _is_affirmed_elsewhere(held, one, at):
                continue
            if all(map(Roots(denied).have, undone)):
                message = f"The passage says “{around((one, at))}”; the sentence does not say no."
                yield held.warn("negation", message)
                return


def _denies_twice(passage: Passage) -> int | None:
    """Where it says *not* of a verb that says no itself: “did not decline”."""
    for at in places(passage, Cue.NOT):
        if Cue.UNDONE in cues_of("".join(passage.tokens[at + 1 : at + 2])):
            return at
    return None


def _negated(held: Held, ours: list[int]) -> Iterator[Verdict]:
    for at in ours:
        if held.said.tokens[at] not in _OF_VERBS and not held.said.tokens[at].startswith("fail"):
            continue
        denied = next_word(held.said, at, _CLOSE)
        if denied is None or denied[0].isdigit() or _denies_a_thing(held.said, at):
            continue  # "not before 2033", "not yet a week"
        said = _affirmed(held.whole, denied)
        if said is None:
            said = _affirmed_of_the_same(held, at, denied)
        elif _is_denied_elsewhere(held, at, denied, said):
            said = None
        if said is not None:
            message = f"It says “{held.word(at)}”; the passage says “{around(said)}”."
            yield held.warn("negation", message, at=at)
            return
    if not ours:
        return
    twice = _denies_twice(held.said)
    if twice is not None and all(_denies_twice(one) is None for one in held.whole):
        message = f"It says “{held.word(twice, twice + 2)}”, a double no that no passage has."
        yield held.warn("negation", message, at=twice, look=True)
        return
    if not has(held.whole, Cue.NOT, Cue.UNDONE):
        message = f"It says “{held.word(ours[0])}”; no passage cited says no."
        yield held.warn("negation", message, at=ours[0], look=True)


def _failures(said: Passage) -> Iterator[int]:
    """Where somebody *failed to* do something."""
    for at in range(len(said.tokens) - 1):
        if said.tokens[at].startswith("fail") and said.tokens[at + 1] == "to":
            yield at


_OF_NOBODY: Final = word_set("nor neither none nobody nothing")
"""Words that say of whom or what something is not so."""


def _denies_a_thing(said: Passage, at: int) -> bool:
    """Whether an article comes first after a *not*: “not yet a week”."""
    after = said.tokens[at + 1 : at + 1 + _CLOSE]
    first = next((one for one in after if is_telling(one) or one in _DETERMINERS), "")
    return first in _DETERMINERS


_DETERMINERS: Final = word_set("a an the")

_OF_VERBS: Final = word_set("not t never cannot")
"""Words that deny what is done; others deny things, which have many names."""


def _affirmed(passages: list[Passage], denied: str) -> tuple[Passage, int] | None:
    """Where a passage says without a *not* what is denied, and nowhere with one."""
    found = list(_places_of(passages, denied))
    if any(is_denied for _, _, is_denied in found):
        return None
    return next(((passage, at) for passage, at, _ in found), None)


def _places_of(passages: list[Passage], denied: str) -> Iterator[tuple[Passage, int, bool]]:
    """Where passages have a word that is denied, and whether they deny it, too."""
    for one in passages:
        under = {i for at in places(one, Cue.NOT) for i in range(at, at + 2 * _CLOSE)}
        undone = {i for at in places(one, Cue.UNDONE) for i in range(at + 1, at + 3 * _CLOSE)}
        for at, token in enumerate(one.tokens):
            if is_telling(token) and alike(stem(token), denied):
                yield one, at, at in under or at in undone


# A part is compared with the clauses that share its words: others deny and affirm other things.


def _clauses(passage: Passage) -> Iterator[Passage]:
    for found in clauses(passage):
        yield Passage(passage.text, passage.first + found[0], passage.first + found[-1] + 1)


def _clause(passage: Passage, at: int) -> Passage:
    """The clause that a token stands in."""
    return next(one for one in _clauses(passage) if passage.first + at < one.last)


def _in_common(words: Iterable[str], clause: Passage) -> int:
    """How many of some stems a clause has, in any form."""
    return sum(map(Roots(content_stems(clause)).have, words))


def _is_denied_elsewhere(held: Held, at: int, denied: str, said: tuple[Passage, int]) -> bool:
    """Whether a clause that says no has more of what is denied than one that affirms its verb.

    *The fund pays for roads; schools get nothing* does not say that it pays for schools.
    """
    ours, theirs = _clause(held.said, at), _clause(*said)
    if has([ours], Cue.UNDONE):
        return False  # "the ban is not in force", "he did not deny": other noes are of these
    if held.said.tokens[at + 1] in _PLACED and _is_denied_of(theirs, *said):
        return True
    words = [one for one in content_stems(ours) if not alike(one, denied)]
    enough = _in_common(words, theirs)
    return any(
        _in_common(words, one) > enough and has([one], Cue.NOT, Cue.UNDONE)
        for passage in held.whole
        for one in _clauses(passage)
    )


def _affirmed_of_the_same(held: Held, at: int, denied: str) -> tuple[Passage, int] | None:
    """Where a clause affirms all that a part denies, and none denies of it what others deny.

    *It visits Cairo. It does not visit Beirut* denies the visit of Beirut alone.
    """
    words = [one for one in content_stems(_clause(held.said, at)) if not alike(one, denied)]
    affirmed = None
    for passage, place, is_denied in _places_of(held.whole, denied):
        if words and _in_common(words, _clause(passage, place)) == len(words):
            if is_denied:
                return None
            affirmed = affirmed or (passage, place)
    return affirmed


def _is_affirmed_elsewhere(held: Held, passage: Passage, at: int) -> bool:
    """Whether a clause without a *not* has all that is denied, and more of what is said here.

    *It closes the plant in Lima, but not the plant in Cusco* says of Lima what is said here.
    """
    denying = _clause(passage, at)
    denied = content_stems(Passage(passage.text, passage.first + at, denying.last))
    shared = [word for word in denied if held.shares([word])]
    enough = _in_common(held.stems, denying)
    return any(
        _in_common(held.stems, one) > enough
        and _in_common(shared, one) == len(shared)
        and not has([one], Cue.NOT)
        for whole in held.whole
        for one in _clauses(whole)
    )


_PLACED: Final = word_set("to for in on at by from with of")
"""After *not* these say of whom or of what it is denied: “but not to cars”."""

_AUXILIARY: Final = word_set(
    "is are was were be will would can could may must do does did has have had should"
)


def _is_denied_of(clause: Passage, passage: Passage, at: int) -> bool:
    """Whether something is denied of a word in its clause: “cars are not allowed”."""
    return any(
        passage.first + at < clause.first + there and clause.tokens[there - 1] in _AUXILIARY
        for there in places(clause, Cue.NOT)
    )


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
            if Cue.HEDGED in cues_of(tokens[verb]):
                break
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
    if held.attributes or held.cited.bearer.is_about_sources:
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
            anonymous = one.tokens[at : at + 4] == ["not", "to", "be", "named"]
            anonymous |= token == "told" and "that" in one.tokens[at + 1 : at + 6]
            if (token in _OPINION or anonymous) and not _is_known(held, one, at):
                message = f"The passage says “{around((one, at))}”; the sentence says it is so."
                yield held.warn("attribution", message, look=True)
                return


_ASCRIBED: Final = 6
"""Tokens on either side of a word of saying in which stands who says so."""


def _is_known(held: Held, passage: Passage, at: int) -> bool:
    """Whether all that is said, or the card that it is in, names who says so in a passage."""
    text, first = passage.text, passage.first + at
    beside = Passage(text, max(passage.first, first - _ASCRIBED), first + _ASCRIBED)
    reaction = held.cited.bearer.card.detail if held.cited.bearer.card else None
    who = held.actors_in(beside)
    if isinstance(reaction, Reaction) and who & {reaction.actor, reaction.speaker}:
        return True
    if who & {actor for one in held.cited.names for actor in one.actors}:
        return True
    source = next_word(passage, at) if passage.tokens[at] == "according" else None
    return source in content_stems(held.cited.own_words)  # "according to a memo"


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
        if _is_idiom(held.said, at):
            continue
        if held.nearest is None or not _says_all(held.nearest):
            some = has(held.near, Cue.SOME, Cue.MOST) and held.said.tokens[at] != "each"
            elsewhere = any(map(_says_all, held.whole))
            if elsewhere and not some:
                continue
            nearest = "The nearest sentence of the passage does not say"
            where = nearest if elsewhere else "No passage cited says"
            message = f"{where} “{held.word(at)}”."
            yield held.warn("quantifier", message, at=at, look=elsewhere or not some)
            return
    for at in places(held.said, Cue.MOST):
        before = held.said.tokens[max(0, at - 2) : at]
        if before[-1:] == ["at"] or before == ["at", "the"] or _has_majority(held.cited):
            continue
        if not has(held.whole, Cue.ALL, Cue.MOST):
            message = f"No passage cited says “{held.word(at)}”."
            yield held.warn("quantifier", message, at=at, look=not has(held.near, Cue.SOME))
            return


def _says_all(passage: Passage) -> bool:
    return any(not _is_idiom(passage, at) for at in places(passage, Cue.ALL))


_IDIOMS: Final = {
    "all": word_set("in at after above"),
    "whole": word_set("a"),
    "total": word_set("a the in its their his her"),
}
"""Before these words others by which they make a sum, or nothing."""


def _is_idiom(said: Passage, at: int) -> bool:
    """Whether a word for all says nothing of all: “in all”, “every year”, “rejects any hint”."""
    token, before = said.tokens[at], said.tokens[at - 1] if at else ""
    if said.tokens[at : at + 3] == ["all", "the", "same"]:
        return True
    if token == "any":
        return has([said], Cue.NOT, Cue.UNDONE)
    if token in ("every", "each"):
        return any(one.removesuffix("s") in TIMES for one in said.tokens[at + 1 : at + 3])
    return before in _IDIOMS.get(token, ())


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

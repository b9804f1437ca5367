"""Whether a sentence uses words that its passages do not bear out: opposites, verdicts, news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from briefing.evidence.checking import Cited, OpenSources, Verdict
from briefing.evidence.checks.held import Held, Roots, alike, around, clauses, next_word
from briefing.evidence.cues import Cue, has, places
from briefing.evidence.numbers import read_numbers
from briefing.evidence.support import BearerKind
from briefing.evidence.texts import Passage
from briefing.evidence.word_lists import WordLists
from briefing.evidence.words import is_telling, same_in_sense, stem, word_set


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
before,prior/after,following,since   earliest,least/latest
official,officially/unofficial,unofficially   support*/oppos*
accept*/reject*   welcom*/condemn*   rise,rises,rising,rose,risen/fall,falls,falling,fell,fallen
increas*/decreas*,decline   win,wins,won/lose,loses,lost   friends,supporters/critics,opponents
wrong/right   better/worse   public/secret   peaceful*/violent*   promis*/refus*
import*/export*   north*/south*   east*/west*   strengthen*/weaken*   allow*/forbid*,prohibit*
confirm*/denied,denies,deny   withdraw*,withdrew/suspend*   inside/outside   direct/mediated
early/late   former/present   minimum/maximum   today/yesterday,tomorrow   largest/smallest
highest/lowest   more/fewer,less   above/below   independent*/own
guilty/innocent,acquitted,cleared   voluntar*/forced,compulsory,mandatory
temporar*/permanent*   national/foreign   legal/illegal   lawful/unlawful   formal/informal
majority/minority   succeed*,success*/fail*   safe/dangerous,unsafe   internal/external
domestic/foreign   upstream/downstream   upper/lower   unanim*/split,divided   begin*,began/ended
arriv*/depart*   improv*/worsen*,deteriorat*   prais*/criticis*,criticiz*   ally,allies/enem*
victor*/defeat*   cheap*/expensive   optimis*/pessimis*   denied,denies/admitted,admits
includ*/exclud*   extend*/shorten*   tighten*/eased,easing,relax*   expand*/shrink*,shrank
named/unnamed,anonymous*   partial*/full,fully   ordered/recommend*,advised
resum*,restart*/suspend*,halt*   always/sometimes,rarely   often/rarely,seldom
known/unknown   accident*/deliberate*,intention*   hired/fired   elected/appointed
protect*/endanger*   encourag*/discourag*   approv*/disapprov*   able/unable   likely/unlikely
certain/uncertain   open/closed   secret*/open*   top/bottom   front/back
"""


_SIDES: Final = WordLists(
    enumerate(side.split(",") for pair in _PAIRS.split() for side in pair.split("/"))
)
"""The sides of pairs of opposites: of one pair 2n and 2n + 1."""

_sides_of: Final = lru_cache(maxsize=8192)(_SIDES.having)


def _opposites(held: Held) -> Iterator[Verdict]:
    """Warn of a word whose opposite stands in the nearest sentence, and it nowhere."""
    if held.nearest is None or has([held.said], Cue.NOT):
        return
    ours = {side for token in held.said.tokens for side in _sides_of(token)}
    there = {side for token in held.nearest.tokens for side in _sides_of(token)}
    near = [t for one in held.near if not has([one], Cue.NOT) for t in one.tokens]
    for at, token in enumerate(held.said.tokens):
        for side in sorted(_sides_of(token) - there):
            other = side ^ 1  # of the same pair
            word = next((t for t in near if other in _sides_of(t)), None)
            if word is None or other in ours:
                continue
            message = f"It says “{held.word(at)}”; the passage says “{word}”."
            elsewhere = any(side in _sides_of(t) for t in held.tokens)
            yield held.warn("opposite", message, at=at, look=elsewhere)
            break


def _without(held: Held) -> Iterator[Verdict]:
    """Warn of *with* where the nearest sentence has *without*, before the same word."""
    if any(held.said.tokens[at] != "without" for at in places(held.said, Cue.NOT)):
        return
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
                    and one.tokens[i + 1 : i + 2] != ["no"]
                    and (other := next_word(one, i, 3))
                    and alike(word, other)
                ]
                if found and all(one.tokens[i] == theirs for i in found):
                    message = f"It says “{token}”; the passage, “{around((one, found[0]))}”."
                    yield held.warn("opposite", message, at=at)
                    return


# -- deputy, former --------------------------------------------------------------------------------

_RANKS: Final = word_set("deputy vice acting assistant interim honorary suspended")


_OF_ONE: Final = [["the"], ["a"], ["its"], ["his"], ["her"], ["their"]]


def _ranks(held: Held) -> Iterator[Verdict]:
    """Warn of an office that a passage gives with a rank before it, and the sentence without."""
    ours = held.said.tokens
    if not _RANKS.isdisjoint(ours):
        return
    for passage in held.whole:
        for at, token in enumerate(passage.tokens):
            office = passage.tokens[at + 1 : at + 3]
            if token == "suspended" and passage.tokens[at - 1 : at] not in _OF_ONE:
                continue  # somebody has done it
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

_FEWEST: Final = 2
"""Fewest words of a clause by which something can be said of it."""

_MOSTLY: Final = 0.8
"""Share of four words or more that no passage has, from which it may be news to the passage."""

_SMALL_TALK: Final = word_set(
    """
    say said tell told report wrot writ add not articl accord call stat giv giv mak mad tak
    took get got hav put see saw show mean com cam go went new on two first fact thing way tim
    tak part lat becom still yet now
    nam unnam unstat anonym dat cit speak discuss paraphras quot account remain head everyth noth
    anyth second exchang clos low length mention
    """
)


def _news(held: Held) -> Iterator[Verdict]:
    """Point at a clause of which the passages have hardly a word, nor one for the same."""
    bearer = held.cited.bearer
    short = held.cited.is_certain and not bearer.is_about_sources
    theirs = {one for excerpt in held.cited.excerpts for one in excerpt.stems}
    roots = Roots(other for one in theirs for other in same_in_sense(one))
    counted = {at for one in read_numbers(held.said) for at in range(one.first, one.last)}
    for clause in clauses(held.said):
        telling = [at for at in clause if at not in held.names and _tells(held.said.tokens[at])]
        unheard = [at for at in telling if not roots.have(stem(held.said.tokens[at]))]
        if len(telling) > _FEWEST + 1:
            news = len(unheard) > _FEWEST and len(unheard) >= _MOSTLY * len(telling)
        elif len(telling) > _FEWEST:
            news = unheard == telling
        else:
            news = short and unheard == telling and counted.isdisjoint(clause)
        if news and len(telling) >= _FEWEST:
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
        verbs = Roots(stem(token) for token in between if is_telling(token))
        for passage in held.near:
            found = [one for one in sources.lexicon.read(passage) if one.actors]
            ours = [i for i, one in enumerate(found) if one.actors & first.actors]
            theirs = [i for i, one in enumerate(found) if one.actors & second.actors]
            if not ours or not theirs or min(ours) < max(theirs) or "by" in passage.tokens:
                continue
            middle = passage.tokens[found[max(theirs)].last : found[min(ours)].first]
            if any(verbs.have(stem(token)) for token in middle):
                message = f"In the passage “{held.word(second.first, second.last)}” comes first."
                yield held.warn("order", message, at=first.first, look=True)
                return

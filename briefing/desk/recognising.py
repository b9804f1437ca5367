"""What in a source may belong on a card: words, numbers, dates, names and reactions in a passage.

Only what the words themselves give is told; what a passage does not say is left out, never guessed.
Each finding names the sentences to cite.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import msgspec

from briefing.desk.measuring import DateFound, NumberFound, dates_in, numbers_in
from briefing.desk.naming import ActorFound, Mention, actors_in, labels, mentions
from briefing.evidence.checks.cards import AGAINST, FOR
from briefing.evidence.names import Lexicon
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import is_word
from briefing.evidence.words import is_telling, word_set
from briefing.model.vocabulary import ActorType, Stance

__all__ = [
    "ActorFound",
    "DateFound",
    "NumberFound",
    "QuotationFound",
    "ReactionFound",
    "actors_in",
    "dates_in",
    "numbers_in",
    "quotations_in",
    "reactions_in",
]


# -- quotations ------------------------------------------------------------------------------------


class QuotationFound(msgspec.Struct, frozen=True):
    """What a source puts between quotation marks.

    Attributes:
        words: As printed, without the marks; of a passage that has only a part of them, that part.
        passage: The sentences that they are part of.
        speaker: Who probably says it, as printed; None where nobody is named as saying so.
        actor: The speaker's id, where listed.
    """

    words: str
    passage: Passage
    speaker: str | None = None
    actor: str | None = None


_FEWEST: Final = 4
"""Words under which a quotation is a term and no statement."""

_SAYING: Final = word_set("""
said says told tells argued argues warned warns added adds stated states asked asks insisted insists
wrote writes called calls declared declares noted replied conceded admitted denied according reads
read described describes announced announces
""")
_DOCUMENTS: Final = word_set("statement declaration communique report letter resolution document")
_HE: Final = word_set("he she")
_FAR: Final = 14
"""Tokens over which a word of saying may be that of a quotation."""

_APPOSED: Final = 5
"""Tokens between a name and its word of saying."""

_RELATIVE: Final = word_set("which who whom")
_CLAUSES: Final = word_set("while but that which who whom although whereas")


def quotations_in(passage: Passage, lexicon: Lexicon) -> list[QuotationFound]:
    """Find the quotations in a passage, or what of them it has, but for single terms and titles."""
    text, found = passage.text, []
    for start, end in text.quoted:
        first = bisect_left(text.spans, start, key=lambda span: span.start)
        last = bisect_left(text.spans, end, key=lambda span: span.start)
        begin, stop = max(first, passage.first), min(last, passage.last)
        if begin >= stop:
            continue
        part = Passage(text, begin, stop)
        if sum(map(is_word, part.tokens)) < _FEWEST or _is_title(part):
            continue
        by = _named_below(Passage(text, first, last), lexicon)
        by = by or _speaker(Passage(text, first, last), lexicon)
        speaker, actor = (by.words, by.actor) if by else (None, None)
        edges = (
            start if begin == first else text.spans[begin].start,
            end if stop == last else text.spans[stop].start,
        )
        words = text.line(*edges).strip().rstrip(",")
        found.append(QuotationFound(words, part.sentences, speaker, actor))
    return found


def _is_title(quoted: Passage) -> bool:
    """Whether nearly all its words have capitals."""
    capitals = [quoted.capital(at) for at, one in enumerate(quoted.tokens) if is_telling(one)]
    return sum(capitals) > 0.7 * len(capitals)


def _named_below(quoted: Passage, lexicon: Lexicon) -> Mention | None:
    """Who is named by a label such as “[CNET]” below a paragraph that is a quotation."""
    paragraph = quoted.text.paragraph(quoted.paragraph)
    if (quoted.first, quoted.last) != (paragraph.first, paragraph.last):
        return None
    below = (one for one in labels(quoted.text) if one.first == quoted.last)
    return next((one for label in below for one in mentions(label, lexicon)), None)


def _speaker(quoted: Passage, lexicon: Lexicon) -> Mention | None:
    """Who is named beside the word of saying that is closest to a quotation in its paragraph."""
    text = quoted.text
    paragraph = text.paragraph(quoted.paragraph)
    found = [
        (quoted.first - at if at < quoted.first else at - quoted.last + 1, at)
        for at in range(paragraph.first, paragraph.last)
        if text.tokens[at] in _SAYING and not text.is_quoted(at, at + 1)
    ]
    named = [
        one
        for one in mentions(text.whole, lexicon)
        if one.last <= paragraph.last and not text.is_quoted(one.first, one.last)
    ]
    for far, at in sorted(found):
        if far <= _FAR and (by := _subject(text, at, named)):
            return by
    return None


def _subject(text: SourceText, verb: int, named: Sequence[Mention]) -> Mention | None:
    """Whose word of saying it is: named before it in its clause, or right after it."""
    before = text.tokens[verb - 1] if verb else ""
    earlier = [one for one in named if one.last <= verb]
    if before in _HE:
        return next((one for one in reversed(earlier) if one.type is ActorType.PERSON), None)
    if before in _DOCUMENTS:
        same = (one for one in reversed(earlier) if text.tokens[one.last - 1] == before)
        at = verb - 1
        return next(same, Mention(at, verb, f"the {before}", before))
    after = [one for one in named if verb < one.first <= verb + _APPOSED]
    clause = _clause(text, verb)
    inside = [one for one in earlier if one.first >= clause and verb - one.last <= _APPOSED]
    sides = (inside[::-1], after) if inside else (after,)
    return next((one for side in sides for one in _people_first(side)), None)


def _people_first(named: Sequence[Mention]) -> list[Mention]:
    return sorted(named, key=lambda one: one.type is not ActorType.PERSON)


def _clause(text: SourceText, at: int) -> int:
    """Where the clause begins that a token is part of, as far as small words tell."""
    first = Passage(text, at, at + 1).sentences.first
    words = _CLAUSES
    if at and "," in text.text[text.spans[at - 1].end : text.spans[at].start]:
        words -= _RELATIVE  # what they begin has ended there
    breaks = [n + 1 for n in range(first, at) if text.tokens[n] in words]
    return max([first, *breaks])


# -- reactions -------------------------------------------------------------------------------------


class ReactionFound(msgspec.Struct, frozen=True):
    """What somebody makes of what happened.

    Attributes:
        actor: Id, where listed.
        name: As printed.
        verb: The word that says so, as printed.
        words: That word and what follows it, up to the end of the clause.
        stance: Where the verb has one.
        passage: The sentence.
    """

    actor: str | None
    name: str
    verb: str
    words: str
    stance: str | None
    passage: Passage


_STANCES: Final = {
    Stance.WELCOMES: (*FOR[:6], "congratul", "applaud"),
    Stance.SUPPORTS: ("endors", "support", "backed", "backing", "approv"),
    Stance.SKEPTICAL: ("doubt", "skeptic", "sceptic", "critici"),
    Stance.OPPOSES: tuple(one for one in AGAINST if one != "refus"),
}
_REACTING: Final = (
    *("urg", "stress", "emphasi", "underscor", "echo", "reaffirm", "underlin", "encourag"),
    *("described", "voiced", "hop"),
)
_ENDINGS: Final = ("ed", "es", "s", "ing", "e", "")
_UP_TO: Final = 12
"""Most words of a reaction."""

_SUBJECT_WITHIN: Final = 24
"""Tokens over which somebody named is taken for whose verb it is."""

_CONVEYING: Final = word_set("expressed voiced conveyed offered expresses voices conveys offers")
_NOUNS: Final = word_set("support approval doubts doubt backing welcome")


def reactions_in(passage: Passage, lexicon: Lexicon) -> list[ReactionFound]:
    """Find who welcomes, supports, doubts or opposes, or reacts by a verb that takes no side."""
    found: dict[tuple[int, str], ReactionFound] = {}
    text = passage.text
    named = mentions(passage, lexicon)
    for at in range(passage.first, passage.last):
        if text.is_quoted(at, at + 1):
            continue
        stance = _stance(text, at)
        if stance is None and not _reacts(text.tokens[at]):
            continue
        by = _who(text, at, named)
        if by is None:
            continue
        sentence = Passage(text, at, at + 1).sentences
        start = _conveyed(text, at)
        one = ReactionFound(
            actor=by.actor,
            name=by.words,
            verb=text.slice(start, start + 1),
            words=text.slice(start, min(sentence.last, start + _UP_TO)),
            stance=stance and stance.value,
            passage=sentence,
        )
        known = found.get((sentence.first, by.key))
        if known is None or (known.stance is None and one.stance):
            found[sentence.first, by.key] = one
    return list(found.values())


def _stance(text: SourceText, at: int) -> Stance | None:
    token = text.tokens[at]
    if not token.endswith(("ed", "es", "s")) and token not in _NOUNS:
        return None
    if token in _NOUNS and _conveyed(text, at) == at:
        return None
    return next((stance for stance, roots in _STANCES.items() if token.startswith(roots)), None)


def _conveyed(text: SourceText, at: int) -> int:
    """Where the verb stands: before a noun, that by which somebody conveys it."""
    if text.tokens[at] not in _NOUNS:
        return at
    before = range(max(0, at - _APPOSED), at)
    return next((one for one in before if text.tokens[one] in _CONVEYING), at)


def _reacts(token: str) -> bool:
    return token.startswith(_REACTING) and token.endswith(("ed", "es", "s"))


def _who(text: SourceText, verb: int, named: Sequence[Mention]) -> Mention | None:
    """Whose verb it is: a person named before it in its clause, else who is named last."""
    clause = _clause(text, verb)
    inside = [
        one
        for one in named
        if clause <= one.first and one.last <= verb and verb - one.last <= _SUBJECT_WITHIN
    ]
    people = [one for one in inside if one.type is ActorType.PERSON]
    others = [one for one in inside if one.type not in (ActorType.PLACE, ActorType.UNKNOWN)]
    return people[0] if people else others[-1] if others else None

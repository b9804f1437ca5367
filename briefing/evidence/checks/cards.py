"""Whether a card's cast, dates, country and stance agree with all the passages that it cites.

Remarks hang on the first thing in the card that cites evidence, so that it can allow them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from briefing.evidence.checking import Cited, Excerpt, OpenSources, Verdict
from briefing.evidence.checks.dates import REACTION, check_date
from briefing.evidence.checks.held import Roots
from briefing.evidence.cues import Cue, cues_of
from briefing.evidence.foreign import in_english
from briefing.evidence.words import is_telling, same_in_sense, stem, word_set
from briefing.model.cards import Card, Reaction
from briefing.model.vocabulary import Mode, Severity, Stance


def check_card(card: Card, together: Sequence[Cited], sources: OpenSources) -> Iterator[Verdict]:
    yield from _check_cast(card, together, sources)
    yield from _check_reaction_date(card, together, sources)
    yield from _check_stance(card, together)
    yield from _check_country(card, together, sources)


def _check_country(
    card: Card, together: Sequence[Cited], sources: OpenSources
) -> Iterator[Verdict]:
    """Compare the country of a reaction with that of its actor."""
    reaction = card.detail
    if not isinstance(reaction, Reaction) or reaction.country is None:
        return
    actor = sources.briefing.actors_by_id.get(reaction.actor)
    if actor is not None and actor.country not in (None, reaction.country):
        message = f"The reaction is of {reaction.country}; {actor.name} is of {actor.country}."
        remark = together[0].remark("country", message, "Give the country of the actor.")
        yield Verdict(remark=remark)


def _check_cast(card: Card, together: Sequence[Cited], sources: OpenSources) -> Iterator[Verdict]:
    """Look for those whom a card is said to be about."""
    if not all(one.complete for one in together):
        return
    excerpts = [excerpt for one in together for excerpt in one.excerpts]
    present = {actor for excerpt in excerpts for actor in excerpt.actors}
    present |= sources.lexicon.speaking(excerpt.source.key for excerpt in excerpts)
    for actor, field in _cast(card).items():
        if actor in present or _is_told(actor, excerpts, sources):
            continue
        if actor in sources.briefing.actors_by_id:
            name = sources.briefing.actors_by_id[actor].name
            remark = together[0].remark(
                "actor-not-in-passage",
                f"No passage cited in this card names {name}, its `{field}`.",
                f"Cite a passage that does, or remove {actor}.",
            )
            yield Verdict(remark=remark)


def _is_told(actor: str, excerpts: Sequence[Excerpt], sources: OpenSources) -> bool:
    """Whether the passages may well mean somebody: their articles name them, or nobody does."""
    if any(actor in sources.whole(one).actors for one in excerpts):
        return True
    return not any(actor in one.actors for one in sources.texts)


def _cast(card: Card) -> dict[str, str]:
    """Whom a card is about, and by which field; but nobody need name those who are silent."""
    cast: dict[str, str] = {}
    if isinstance(card.detail, Reaction):
        if card.detail.stance is not Stance.SILENT:
            cast[card.detail.actor] = "actor"
        if card.detail.speaker:
            cast[card.detail.speaker] = "speaker"
    for actor in card.actors:
        cast.setdefault(actor, "actors")
    return cast


def _check_reaction_date(
    card: Card, together: Sequence[Cited], sources: OpenSources
) -> Iterator[Verdict]:
    if not isinstance(card.detail, Reaction) or card.detail.date is None:
        return
    whole = msgspec.structs.replace(
        together[0],
        excerpts=[excerpt for one in together for excerpt in one.excerpts],
        complete=all(one.complete for one in together),
        unchecked=all(one.unchecked for one in together),
    )
    yield check_date(in_english(whole), card.detail.date, sources, field=REACTION)


FOR: Final = (
    *("welcom", "commend", "laud", "hail", "prais", "applaud", "endors", "support", "backed"),
    *("backing", "congratul", "approv", "encourag"),
)
AGAINST: Final = (
    *("reject", "condemn", "oppos", "denounc", "criticis", "criticiz", "critique", "refus"),
    *("protest", "deplor", "rebuk", "dismiss", "doubt", "skeptic", "sceptic"),
)
_SIDES: Final = {
    Stance.WELCOMES: (FOR, AGAINST),
    Stance.SUPPORTS: (FOR, AGAINST),
    Stance.SKEPTICAL: (AGAINST, FOR),
    Stance.OPPOSES: (AGAINST, FOR),
}
"""For each stance how words of its own side begin, and words of the other. Only plain words are
listed: what a passage says between the lines is for a person to read."""


def _check_stance(card: Card, together: Sequence[Cited]) -> Iterator[Verdict]:
    """Warn where the passages of a reaction have words of the opposite side and none of its own."""
    reaction = card.detail
    if not isinstance(reaction, Reaction) or not all(one.is_readable for one in together):
        return
    words = [
        token
        for one in together
        for evidence, excerpt in zip(one.bearer.evidence, one.excerpts, strict=True)
        if evidence.mode is not Mode.SILENCE
        for token in excerpt.passage.tokens
    ]
    if not words:
        return
    stance = reaction.stance or reaction.verb or ""
    found = _against(reaction, words)
    if found is not None:
        word, severity = found
        message = f"The card says “{stance}”; its passages say “{word}”."
    elif reaction.stance is Stance.CONDITIONAL and _CONDITIONS.isdisjoint(words):
        message = "The card says “conditional”; no passage has a condition."
        severity = Severity.LOOK
    elif reaction.verb and not _is_told_by(reaction.verb, words):
        message = f"No passage has a word of “{reaction.verb}”."
        severity = Severity.WARNING
    elif reaction.verb and not _is_of_the_verb(reaction.verb, words):
        message = f"No passage has a word of “{reaction.verb}” but those that follow its verb."
        severity = Severity.LOOK
    elif reaction.stance in _SIDES and not any(
        w.startswith(_SIDES[reaction.stance][0]) for w in words
    ):
        message = f"The card says “{stance}”; no passage has a word for it."
        severity = Severity.LOOK
    else:
        return
    fix = "Read the passages again and correct it."
    yield Verdict(
        remark=together[0].remark("stance-not-in-passage", message, fix, severity=severity)
    )


def _is_of_the_verb(verb: str, words: Sequence[str]) -> bool:
    """Whether passages have the first telling word of a verb that takes no side, or its like."""
    if _denies(verb) or _sides_of(verb) is not None:
        return True
    told = [stem(one) for one in verb.casefold().split() if is_telling(one) and one not in _EMPTY]
    theirs = Roots(stem(one) for one in words)
    return not told or any(map(theirs.have, same_in_sense(told[0])))


_EMPTY: Final = word_set("takes take puts put gives give makes make keeps keep calls call")


def _is_told_by(verb: str, words: Sequence[str]) -> bool:
    """Whether passages have a word of a verb; “no reaction reported” is in no words of theirs."""
    return _denies(verb) or any(_has(one, words) for one in verb.casefold().split())


def _denies(verb: str) -> bool:
    return any(Cue.NOT in cues_of(one) for one in verb.casefold().split())


def _has(word: str, words: Sequence[str]) -> bool:
    return is_telling(word) and Roots(stem(other) for other in words).have(stem(word))


_IFS: Final = word_set("if unless provided condition conditions conditional")
_CONDITIONS: Final = _IFS | word_set(
    "only until but though however without once before demands demanded requires must should"
)


def _against(reaction: Reaction, words: Sequence[str]) -> tuple[str, Severity] | None:
    """A word of the passages that speaks against a stance, and how much so."""
    if reaction.stance in (Stance.NEUTRAL, Stance.SILENT):
        word = next((one for one in words if one.startswith((*FOR, *AGAINST))), None)
        return (word, Severity.WARNING) if word else None
    sides = _SIDES.get(reaction.stance) if reaction.stance else _sides_of(reaction.verb or "")
    if sides is None:
        return None
    own, opposite = sides
    word = next((one for one in words if one.startswith(opposite)), None)
    if word is not None and not any(one.startswith(own) for one in words):
        return word, Severity.WARNING
    condition = next((one for one in words if one in _IFS), None)
    if condition is not None and reaction.stance in (
        Stance.SUPPORTS,
        Stance.OPPOSES,
    ):
        return condition, Severity.WARNING
    return None


def _sides_of(verb: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """How words of the side that a verb is on begin, and words of the other; None for neither."""
    words = [word.casefold() for word in verb.split()]
    if any(word.startswith(AGAINST) for word in words):
        return AGAINST, FOR
    return (FOR, AGAINST) if any(word.startswith(FOR) for word in words) else None

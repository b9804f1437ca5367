"""Whether what a card says as a whole agrees with all the passages that it cites."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from briefing.evidence.checking import Cited, Excerpt, OpenSources, Remark, Verdict
from briefing.evidence.checks.dates import check_date
from briefing.evidence.checks.held import alike
from briefing.evidence.support import Bearer, BearerKind
from briefing.evidence.words import is_telling, stem
from briefing.model.cards import Card, Reaction
from briefing.model.claims import Evidence
from briefing.model.parts import Field, detail_parts
from briefing.model.vocabulary import Severity, Stance

# -- whether a card's title, cast, date and stance agree with all passages that it cites -----------
#
# Remarks hang on the first thing in the card that cites evidence, so that it can allow them.


Contents = Callable[[Cited, OpenSources], Iterator[Verdict]]
"""All that is checked of something that is said."""


def check_card(
    card: Card, together: Sequence[Cited], sources: OpenSources, contents: Contents
) -> Iterator[Verdict]:
    yield from _check_asides(card, together, sources, contents)
    yield from _check_cast(card, together, sources)
    yield from _check_reaction_date(card, together, sources)
    yield from _check_stance(card, together)
    yield from _check_country(card, together, sources)


class _Aside(NamedTuple):
    """Something that a card says without a citation of its own."""

    label: str
    text: str
    on: Cited
    evidence: Sequence[Evidence]
    own: bool = True


def _asides(card: Card, together: Sequence[Cited]) -> Iterator[_Aside]:
    first = together[0]
    every = list(dict.fromkeys(one for cited in together for one in cited.bearer.evidence))
    yield _Aside("title", card.title, first, every)
    for part in detail_parts(card.detail):
        if part.field in _FREE and part.text:
            cited = next(
                (one for one in together if part.item and one.bearer.item == part.item), first
            )
            evidence = cited.bearer.evidence if part.item else every
            yield _Aside(str(part.field), part.text, cited, evidence, part.field not in _OURS)
    for cited in together:
        if (figure := cited.bearer.figure) is not None:
            yield _Aside("measure", figure.measure, cited, figure.evidence)
            if figure.note:
                yield _Aside("note", figure.note, cited, figure.evidence)


_FREE: Final = (
    *(Field.QUESTION, Field.WHY, Field.SETTLED_BY, Field.STATEMENT, Field.CONFIDENCE_BASIS),
    *(Field.DOUBTS, Field.STATUS, Field.VERB),
)
_OURS: Final = (Field.QUESTION, Field.WHY, Field.SETTLED_BY, Field.CONFIDENCE_BASIS)
"""Fields in which the curator asks or weighs, and does not report."""

_NEVER: Final = {
    "measure": ("hedge-dropped", "attribution", "modality", "nothing-of-it"),
    "note": ("hedge-dropped", "attribution", "modality"),
    "status": ("negation", "nothing-of-it", "modality"),
    "verb": ("hedge-dropped", "attribution"),
    "doubts": ("hedge-dropped", "attribution"),
}
"""By what a text is, the codes that say nothing of it: a measure is no sentence."""

_SERIOUS: Final = (
    *("unit", "negation", "opposite", "number-of-another", "strong-word", "hedge-dropped", "rank"),
    *("qualifier-changed", "quantifier", "modality", "date-not-in-passage"),
)


def _check_asides(
    card: Card, together: Sequence[Cited], sources: OpenSources, contents: Contents
) -> Iterator[Verdict]:
    """Hold what a card says without citations against all the passages that it cites.

    A title sums up, and may count what its card lists. So only what would be an error in a claim,
    or a plain contradiction, is warned of; nothing is counted.
    """
    for aside in _asides(card, together):
        bearer = aside.on.bearer
        said = Bearer(
            BearerKind.CLAIM, bearer.item, aside.text, aside.evidence, bearer.section, card
        )
        for verdict in contents(sources.cited(said), sources):
            found = verdict.remark
            if found is None or found.code in ("attribution", *_NEVER.get(aside.label, ())):
                continue
            severity = _how_serious(found, aside)
            if severity is None:
                continue
            message = f"In the card’s {aside.label}: {found.message}"
            yield Verdict(remark=aside.on.remark(found.code, message, found.fix, severity=severity))


def _how_serious(found: Remark, aside: _Aside) -> Severity | None:
    """How much what would be wrong in a claim counts here; None for not at all."""
    if not aside.own:
        plain = found.is_error or found.code in _SERIOUS
        quoted = found.code == "quote-not-in-passage"
        return Severity.WARNING if quoted else Severity.LOOK if plain else None
    if found.is_error:
        return Severity.WARNING
    dropped = found.code == "negation" and found.offset is None
    if found.severity is Severity.WARNING and found.code in _SERIOUS and not dropped:
        return Severity.WARNING
    return Severity.LOOK


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
        remark = together[0].remark(
            "country", message, "Give the country of the actor.", severity=Severity.WARNING
        )
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
    yield check_date(whole, card.detail.date, sources, field="date")


_FOR: Final = (
    *("welcom", "commend", "laud", "hail", "prais", "applaud", "endors", "support", "backed"),
    *("backing", "congratul", "approv", "encourag"),
)
_AGAINST: Final = (
    *("reject", "condemn", "oppos", "denounc", "criticis", "criticiz", "critique", "refus"),
    *("protest", "deplor", "rebuk", "dismiss", "doubt", "skeptic", "sceptic"),
)
_SIDES: Final = {
    Stance.WELCOMES: (_FOR, _AGAINST),
    Stance.SUPPORTS: (_FOR, _AGAINST),
    Stance.SKEPTICAL: (_AGAINST, _FOR),
    Stance.OPPOSES: (_AGAINST, _FOR),
}
"""For each stance how words of its own side begin, and words of the other. Only plain words are
listed: what a passage says between the lines is for a person to read."""


def _check_stance(card: Card, together: Sequence[Cited]) -> Iterator[Verdict]:
    """Warn where the passages of a reaction have words of the opposite side and none of its own."""
    reaction = card.detail
    if not isinstance(reaction, Reaction) or not all(one.complete for one in together):
        return
    words = [
        token for one in together for excerpt in one.excerpts for token in excerpt.passage.tokens
    ]
    stance = reaction.stance or reaction.verb or ""
    found = _against(reaction, words)
    if found is not None:
        word, severity = found
        message = f"The card says “{stance}”; its passages say “{word}”."
    elif reaction.verb and not any(_has(word, words) for word in reaction.verb.split()):
        message = f"No passage has a word of “{reaction.verb}”."
        severity = Severity.WARNING
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


def _has(word: str, words: Sequence[str]) -> bool:
    root = stem(word.casefold())
    return is_telling(word.casefold()) and any(alike(root, stem(other)) for other in words)


_IFS: Final = frozenset("if unless provided condition conditions conditional".split())


def _against(reaction: Reaction, words: Sequence[str]) -> tuple[str, Severity] | None:
    """A word of the passages that speaks against a stance, and how much so."""
    if reaction.stance in (Stance.NEUTRAL, Stance.SILENT):
        word = next((one for one in words if one.startswith((*_FOR, *_AGAINST))), None)
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
    if any(word.startswith(_AGAINST) for word in words):
        return _AGAINST, _FOR
    return (_FOR, _AGAINST) if any(word.startswith(_FOR) for word in words) else None

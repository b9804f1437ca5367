"""Whether what is said of actors agrees with the texts of the sources: name, country, type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from briefing.evidence.checking import OpenSources, Remark
from briefing.evidence.cues import Cue, cues_of
from briefing.evidence.states import state_of, states_in
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import tokens
from briefing.evidence.words import split_sentences, word_set
from briefing.model.actors import Actor
from briefing.model.vocabulary import ActorType


def check_actors(sources: OpenSources) -> Iterator[Remark]:
    """Look at each actor, where all texts are at hand."""
    texts = [one.passage.text for one in sources.texts]
    if len(texts) == len(sources.briefing.sources):
        for actor in sources.briefing.actors:
            yield from _name(actor, texts)
            yield from _country(actor, sources)
            yield from _type(actor, texts)


def _wrong(actor: Actor, code: str, message: str, fix: str) -> Remark:
    return Remark(code=code, message=message, fix=fix, source=f"actor:{actor.id}")


def _name(actor: Actor, texts: Sequence[SourceText]) -> Iterator[Remark]:
    """Look for the name that is used of a person."""
    if actor.type is ActorType.PERSON and not any(text.find(tokens(actor.name)) for text in texts):
        fix = "Correct the name in actors.yaml, or use the one that a source has."
        yield _wrong(actor, "actor-name", f"No source writes “{actor.name}”.", fix)


# -- country ---------------------------------------------------------------------------------------

_BESIDE: Final = 6
"""Tokens on either side of a name in which a state may say where somebody is of."""


def _country(actor: Actor, sources: OpenSources) -> Iterator[Remark]:
    """Compare a country with the states in the role, and beside the name."""
    if actor.country is None:
        return
    fix = "Correct the country or the role in actors.yaml."
    told = _states_in(Passage.of(actor.role or ""))
    if told and actor.country not in told:
        message = f"{actor.name} is of {actor.country}; the role says “{actor.role}”."
        yield _wrong(actor, "country", message, fix)
        return
    if told or actor.type is ActorType.STATE:
        return
    beside = set().union(*(_states_beside(actor, text.passage, sources) for text in sources.texts))
    if beside and actor.country not in beside:
        states = ", ".join(sorted(beside))
        message = f"{actor.name} is of {actor.country}; beside the name the sources have {states}."
        yield _wrong(actor, "country", message, fix)


def _states_beside(actor: Actor, whole: Passage, sources: OpenSources) -> set[str]:
    found: set[str] = set()
    for sentence in split_sentences(whole):
        for named in sources.lexicon.read(sentence):
            if actor.id in named.actors:
                first = sentence.first + max(0, named.first - _BESIDE)
                last = min(sentence.last, sentence.first + named.last + _BESIDE)
                found |= _states_in(Passage(sentence.text, first, last))
    return found


def _states_in(passage: Passage) -> set[str]:
    return {code for at, code in states_in(passage) if passage.capital(at)}


# -- type ------------------------------------------------------------------------------------------

_BODIES: Final = word_set(
    """
    agency army association authority bank bureau club commission committee company confederation
    congress cooperative corporation council court department federation forces foundation fund
    government group hospital institute league ministry network office parliament party police
    regulator service society storage union university
    """
)
_TITLES: Final = word_set("mr mrs ms dr professor president minister judge governor mayor")
_PLACED: Final = word_set("in at near from to around outside across")


def _type(actor: Actor, texts: Sequence[SourceText]) -> Iterator[Remark]:
    """Warn of a person that is a body or a place, and of a body or place with a title."""
    words = [tokens(name.text) for name in actor.names]
    places = [(text, at) for text in texts for one in words for at in text.find(one)]
    is_person = actor.type is ActorType.PERSON
    told = None
    if is_person and any(_BODIES & set(one) for one in words):
        told = "the name is that of a body"
    elif is_person and _are_places(places) and all(len(one) == 1 for one in words):
        told = "the sources write of it as of a place"
    elif actor.type in (ActorType.PLACE, ActorType.STATE) and _TITLES & _before(places):
        told = "the sources give it a title"
    elif actor.type is ActorType.STATE and not _may_be_a_state(actor, places):
        told = "nothing in the sources says that it is a state"
    if told:
        message = f"{actor.name} is said to be a {actor.type}; {told}."
        yield _wrong(actor, "actor-type", message, "Correct the `type` in actors.yaml.")


def _are_places(places: Sequence[tuple[SourceText, int]]) -> bool:
    """Whether a word stands after *in* or *at*, and nowhere beside a word of saying or a title."""
    before = _before(places)
    after = {text.tokens[at + 1] for text, at in places if at + 1 < len(text.tokens)}
    speaks = any(Cue.SAID in cues_of(one) for one in before | after)
    return not speaks and not _TITLES & before and bool(_PLACED & before)


def _before(places: Sequence[tuple[SourceText, int]]) -> set[str]:
    """The words right before some places."""
    return {text.tokens[at - 1] for text, at in places if at}


def _may_be_a_state(actor: Actor, places: Sequence[tuple[SourceText, int]]) -> bool:
    if actor.country or any(state_of(name.text) for name in actor.names):
        return True
    return len(places) > 1 or not any(
        Cue.SAID in cues_of(text.tokens[at - 2]) for text, at in places if at > 1
    )

"""Whether those named stand in the passages cited, and those who speak."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import Final

from briefing.evidence.checking import FIX, Cited, OpenSources, Remark, Verdict
from briefing.evidence.checks.dates import WEEKDAYS
from briefing.evidence.cues import Cue, cues_of
from briefing.evidence.dates import DateMention
from briefing.evidence.names import Named
from briefing.evidence.states import DEMONYMS, state_of
from briefing.evidence.support import SENTENCES, BearerKind
from briefing.evidence.texts import Passage
from briefing.evidence.tokens import tokens
from briefing.evidence.words import is_telling, stem, word_set
from briefing.model.actors import Actor, Name
from briefing.model.claims import Quote
from briefing.model.vocabulary import Severity, Support


def check_names(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Look for each actor named in the passages cited, in any spelling.

    A name that is only elsewhere in the same source is a warning that says where; one that is
    nowhere in it is an error.
    """
    if cited.bearer.kind is BearerKind.NAME:
        yield from _check_spelling(cited, sources)
    if cited.bearer.kind is BearerKind.NAME or isinstance(cited.bearer.claim, Quote):
        return
    seen: set[frozenset[str]] = set()
    own = cited.bearer.item.removeprefix("actor:")
    for named in cited.names:
        if own in named.actors or _is_in_unit(cited, named.first):
            continue
        # Outlets and authors are those who speak; `check_attributions` says whether they do.
        if not named.sources and named.actors not in seen:
            seen.add(named.actors)
            yield _check_name(cited, named, sources)


def _is_in_unit(cited: Cited, at: int) -> bool:
    """Whether a token stands in the unit of a figure: the state of “US dollars” acts in nothing."""
    figure = cited.bearer.figure
    return figure is not None and cited.own_words.text.spans[at].end <= len(figure.quantity)


def _check_spelling(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Look for a spelling in each of the passages that are to show it."""
    words = tokens(cited.bearer.text)
    for number, evidence in enumerate(cited.bearer.evidence):
        if evidence.stance is not Support.SUPPORTS:
            continue
        excerpt = sources.excerpt(evidence)
        if excerpt is None:
            yield Verdict(tally="names")
            continue
        passage = excerpt.passage
        if passage.text.find(words, passage.first, passage.last):
            yield Verdict(tally="names", verified=True)
            continue
        fix = "Correct the spelling, or remove the citation."
        if elsewhere := passage.text.find(words):
            paragraph = passage.text.paragraph_of(elsewhere[0])
            fix = f"Cite @{excerpt.source.key}, {passage.text.cited(paragraph)}, where it is."
        remark = Remark(
            code="name-not-in-passage",
            message=f"“{cited.bearer.text}” is not in the passage cited.",
            fix=fix,
            severity=Severity.ERROR,
            bearer=cited.bearer,
            citation=number,
        )
        yield Verdict(tally="names", verified=False, remark=remark)


def _check_name(cited: Cited, named: Named, sources: OpenSources) -> Verdict:
    stands = any(named.actors & one.actors for one in cited.excerpts) or any(
        _is_described(sources.briefing.actors_by_id[actor], cited) for actor in named.actors
    )
    return cited.verdict("names", stands, partial(name_missing, cited, named, sources))


def _is_described(actor: Actor, cited: Cited) -> bool:
    """Whether the passages have all words by which an actor is described, and not named.

    *The dockers' union in Sarrano* is no name; *dockers in Sarrano* with *their union* are it.
    """
    stems = {one for excerpt in cited.excerpts for one in excerpt.stems}
    return any(words and words <= stems for words in map(_description, actor.names))


def _description(name: Name) -> frozenset[str]:
    """The stems of a description: of two telling words or more, one of them in small letters."""
    passage = Passage.of(name.text)
    telling = [at for at, token in enumerate(passage.tokens) if is_telling(token)]
    if len(telling) > 1 and not all(passage.capital(at) for at in telling):
        return frozenset(stem(passage.tokens[at]) for at in telling)
    return frozenset()


def name_missing(cited: Cited, named: Named, sources: OpenSources) -> Remark | None:
    """What is said of a name that no passage cited has; None where a pronoun may mean it."""
    printed = cited.own_words.printed(named.first, named.last)
    place = _nearest(named.actors, cited, sources)
    severity = _how_wrong(cited, place)
    if severity is Severity.LOOK and not sources.are_people(named):
        return None
    where = f"; it is in ¶{place[1]}" if place else ", nor elsewhere in the sources cited"
    return cited.remark(
        "name-not-in-passage",
        f"“{printed}” is not in the passage cited, in any spelling{where}.",
        _cite_more(cited, place) if place else "Correct the name.",
        severity=severity,
        at=named.first,
    )


_STAND_INS: Final = word_set(
    """
    he she his her him they their them it its who which company companies group firm agency
    ministry government court union party province country paper both neither two parties
    sides leaders countries nations committee regulator president minister bank court mine
    drug governor mayor chancellor secretary chairman envoy ambassador spokesman spokeswoman
    """
)
"""Words that may stand in a passage for somebody named before it."""


def _how_wrong(cited: Cited, place: tuple[str, int] | None) -> Severity:
    """A name that the passage has a pronoun for, and that stands close by, may well be meant."""
    if place is None:
        return Severity.ERROR if cited.is_certain else Severity.WARNING
    key, number = place
    for one in cited.excerpts:
        close = one.source.key == key and abs(one.passage.paragraph - number) <= _CLOSE
        if close and not _STAND_INS.isdisjoint(one.passage.tokens):
            return Severity.LOOK
    return Severity.WARNING


_CLOSE: Final = 5
"""Paragraphs over which a pronoun may reach."""


# -- names that actors.yaml does not list ----------------------------------------------------------


def check_unlisted(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Look for every capitalised name, listed among the actors or not, in the passages cited."""
    if cited.bearer.kind is BearerKind.NAME or isinstance(cited.bearer.claim, Quote):
        return
    if not cited.complete or not cited.excerpts:
        return
    text = cited.own_words
    spans: list[Named | DateMention] = [*cited.names, *cited.dates]
    known = {at for one in spans for at in range(one.first, one.last)}
    theirs = {token for one in cited.excerpts for token in one.passage.tokens}
    told: set[str] = set()
    for at, token in enumerate(text.tokens):
        if at in known or token in told or not _is_name(text, at, sources):
            continue
        if _is_in_unit(cited, at):
            continue
        if token in theirs or token in sources.outlet_words or _of_one_root(token, theirs):
            continue
        if _means(text, at) & {_code for one in cited.excerpts for _code in one.states}:
            continue
        actors = sources.lexicon.actors_in(Passage(text.text, at, at + 1))
        if actors & {actor for one in cited.excerpts for actor in one.actors}:
            continue
        elsewhere = any(token in e.passage.text.positions for e in cited.excerpts)
        if elsewhere and token in sources.topic:
            continue  # a passage need not say again what its article is about
        told.add(token)
        printed = text.printed(at, at + 1)
        where = "; it is elsewhere in the source" if elsewhere else ", nor in the sources cited"
        message = f"“{printed}” is not in the passage cited{where}."
        severity = Severity.LOOK if elsewhere or _may_be_a_noun(text, at) else Severity.WARNING
        yield Verdict(
            remark=cited.remark("name-not-in-passage", message, FIX, severity=severity, at=at)
        )


def _of_one_root(token: str, theirs: Collection[str]) -> bool:
    """Whether a passage has the word in another form: “Europe” of “European”, “Defense”."""
    roots = {token[:-1], *(token.removesuffix(one) for one in DEMONYMS)}
    roots |= {token.replace("ce", "se"), token.replace("our", "or"), token.replace("is", "iz")}
    return any(
        len(other) >= _ROOT and (token.startswith(other) or other.startswith(tuple(roots)))
        for other in theirs
        if token[:_ROOT] == other[:_ROOT]
    )


_ROOT: Final = 4


def _means(text: Passage, at: int) -> set[str]:
    words = (text.tokens[at], text.printed(at, at + 2), text.printed(at - 1, at + 1))
    return {code for one in words if (code := state_of(one))}


def _is_name(text: Passage, at: int, sources: OpenSources) -> bool:
    """Whether a word with a capital is a name, and not the first word of a sentence."""
    token = text.tokens[at]
    if not text.capital(at) or not token[0].isalpha() or len(token) < _FEWEST_LETTERS:
        return False
    if any(one.isdigit() for one in token) or token in WEEKDAYS:
        return False
    if not _begins(text, at):
        return True
    follows = at + 1 < len(text.tokens) and text.gap(at) == " "
    return (
        follows
        and (text.capital(at + 1) or Cue.SAID in cues_of(text.tokens[at + 1]))
        and token not in sources.small_words
        and is_telling(token)
        and not cues_of(token)
    )


def _may_be_a_noun(text: Passage, at: int) -> bool:
    """Whether a word has its capital only from its place: “Officials say”, and not “Lee says”."""
    return _begins(text, at) and not text.capital(at + 1) and text.tokens[at].endswith("s")


def _begins(text: Passage, at: int) -> bool:
    """Whether a word begins a sentence, where every word has a capital."""
    return not at or bool(set(text.gap(at - 1)) & set('.:?!“‘"('))


_FEWEST_LETTERS: Final = 3


def _cite_more(cited: Cited, place: tuple[str, int]) -> str:
    """Say how to cite the paragraph that has a name, of which a part may be cited already."""
    key, number = place
    if any((one.source, one.paragraph) == place for one in cited.bearer.evidence):
        return f"Cite more of @{key}, ¶{number}: the passage stops short of the name."
    text = next(one.passage.text for one in cited.excerpts if one.source.key == key)
    return f"Cite @{key}, {text.cited(number)} as well."


def _nearest(actors: Collection[str], cited: Cited, sources: OpenSources) -> tuple[str, int] | None:
    """The source and paragraph closest to a passage cited that names one of some actors."""
    found = [
        (abs(number - excerpt.passage.paragraph), excerpt.source.key, number)
        for excerpt in cited.excerpts
        for number, paragraph in enumerate(sources.paragraphs(excerpt), start=1)
        if not paragraph.actors.isdisjoint(actors)
    ]
    return min(found)[1:] if found else None


def check_attributions(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Warn of outlets and authors named but not cited, and of a speaker not named nearby."""
    keys = {one.source for one in cited.bearer.evidence}
    if cited.bearer.kind in SENTENCES:
        seen: set[frozenset[str]] = set()
        for named in cited.names:
            if named.sources and not named.sources & keys and named.sources not in seen:
                seen.add(named.sources)
                printed = cited.own_words.printed(named.first, named.last)
                remark = cited.remark(
                    "attributed-elsewhere",
                    f"It is ascribed to {printed}, which is not cited.",
                    f"Cite @{min(named.sources)}, or name the source it comes from.",
                    at=named.first,
                )
                yield Verdict(remark=remark)
    speaker = _speaker(cited)
    if speaker is not None and cited.complete and cited.excerpts:
        yield from _check_speaker(cited, speaker, sources)


def _speaker(cited: Cited) -> str | None:
    if isinstance(cited.bearer.claim, Quote):
        return cited.bearer.claim.speaker
    return cited.bearer.figure.said_by if cited.bearer.figure else None


def _check_speaker(cited: Cited, speaker: str, sources: OpenSources) -> Iterator[Verdict]:
    """Look for a speaker in the passages or beside them; not beside those that name another."""
    actor = sources.briefing.actors_by_id.get(speaker)
    figure = cited.bearer.figure is not None
    if actor is None or _is_described(actor, cited):
        return
    for one in cited.excerpts:
        others = figure and any(sources.are_people(named) for named in one.names)
        if speaker in (one if others else sources.around(one)).actors:
            return
    if speaker in sources.lexicon.speaking(one.source.key for one in cited.excerpts):
        return
    place = _nearest({speaker}, cited, sources)
    where = f"; the name is in ¶{place[1]}" if place else ""
    remark = cited.remark(
        "speaker-not-in-passage",
        f"{actor.name} is not named in the passage cited or beside it{where}.",
        "Check who speaks there.",
        at="said-by" if figure else None,
    )
    yield Verdict(remark=remark)

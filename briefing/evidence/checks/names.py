"""Whether those whom a briefing names are named in the passages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from briefing.evidence.bearers import BearerKind
from briefing.evidence.checks.verdicts import Verdict
from briefing.evidence.excerpts import Cited, Desk, Excerpt
from briefing.evidence.names import Named
from briefing.evidence.remarks import Remark
from briefing.evidence.tokens import tokens
from briefing.model.cards import Card, Reaction
from briefing.model.claims import Quote
from briefing.model.vocabulary import Stance, Support


def check_names(cited: Cited, desk: Desk) -> Iterator[Verdict]:
    """Look for each name in the passages cited, in any of its spellings.

    Args:
        cited: What gives the names, with its passages.
        desk: With the sources open.

    Yields:
        One verdict for each actor named. Where the name stands only elsewhere in the same source,
        a warning that says where; where it stands nowhere in it, an error.
    """
    if cited.bearer.kind is BearerKind.NAME:
        yield from _check_spelling(cited, desk)
    if cited.bearer.kind is BearerKind.NAME or isinstance(cited.bearer.claim, Quote):
        return
    seen: set[frozenset[str]] = set()
    for named in cited.names:
        # Outlets and authors are those who speak; whether they do, is for `attributions` to say.
        if not named.sources and named.actors not in seen:
            seen.add(named.actors)
            yield _check_name(cited, named, desk)


def check_attributions(cited: Cited, desk: Desk) -> Iterator[Verdict]:
    """See whether those to whom something is ascribed are those who are cited.

    Args:
        cited: What is ascribed, with its passages.
        desk: With the sources open.

    Yields:
        A warning for each outlet or author named whose source is not cited, and one for a speaker
        who is not named near the passage.
    """
    keys = {one.source for one in cited.bearer.evidence}
    if cited.bearer.kind in (BearerKind.CLAIM, BearerKind.POSITION):
        seen: set[frozenset[str]] = set()
        for named in cited.names:
            if named.sources and not named.sources & keys and named.sources not in seen:
                seen.add(named.sources)
                yield Verdict(remark=_elsewhere(cited, named))
    speaker = _speaker(cited)
    if speaker is not None and cited.complete and cited.excerpts:
        yield from _check_speaker(cited, speaker, desk)


def check_cast(card: Card, all_cited: Sequence[Cited], desk: Desk) -> Iterator[Verdict]:
    """Look for those whom a card is said to be about, in all passages that it cites.

    Args:
        card: Any card.
        all_cited: All in it that cites evidence.
        desk: With the sources open.

    Yields:
        A warning for each actor whom no passage names. It hangs on the first thing in the card
        that rests on evidence, so that it can be allowed there.
    """
    if not all_cited or not all(one.complete for one in all_cited):
        return
    excerpts = [excerpt for one in all_cited for excerpt in one.excerpts]
    present = {actor for excerpt in excerpts for actor in excerpt.actors}
    present |= desk.lexicon.speaking(excerpt.source.key for excerpt in excerpts)
    for actor, field in _cast(card).items():
        if actor in present or actor not in desk.briefing.actors_by_id:
            continue
        name = desk.briefing.actors_by_id[actor].name
        yield Verdict(
            remark=Remark(
                code="actor-not-in-passage",
                message=f"No passage cited in this card names {name}, its `{field}`.",
                fix=f"Cite a passage that does, or remove {actor}.",
                bearer=all_cited[0].bearer,
            )
        )


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


def _check_spelling(cited: Cited, desk: Desk) -> Iterator[Verdict]:
    """Look for a spelling in each of the passages that are to show it."""
    words = tokens(cited.bearer.text)
    for number, evidence in enumerate(cited.bearer.evidence):
        if evidence.stance is not Support.SUPPORTS:
            continue
        excerpt = desk.excerpt(evidence)
        if excerpt is None:
            yield Verdict(tally="names")
            continue
        passage = excerpt.passage
        if passage.text.find(words, passage.first, passage.last):
            yield Verdict(tally="names", verified=True)
            continue
        remark = Remark(
            code="name-not-in-passage",
            message=f"“{cited.bearer.text}” is not in the passage cited.",
            fix=_where_spelt(words, excerpt),
            error=True,
            bearer=cited.bearer,
            citation=number,
        )
        yield Verdict(tally="names", verified=False, remark=remark)


def _where_spelt(words: Sequence[str], excerpt: Excerpt) -> str:
    text = excerpt.passage.text
    found = text.find(words)
    if not found:
        return "Correct the spelling, or remove the citation."
    return f"Cite @{excerpt.source.key}, ¶{text.paragraph_of(found[0])}, where it is."


def _check_name(cited: Cited, named: Named, desk: Desk) -> Verdict:
    if any(named.actors & excerpt.actors for excerpt in cited.excerpts):
        return Verdict(tally="names", verified=True)
    if not cited.complete:
        return Verdict(tally="names")
    printed = cited.own_words.printed(named.first, named.last)
    place = _nearest(named.actors, cited, desk)
    fix = _cite_more(cited, place) if place else "Correct the name."
    where = f"; it is in ¶{place[1]}" if place else ", nor elsewhere in the sources cited"
    remark = Remark(
        code="name-not-in-passage",
        message=f"“{printed}” is not in the passage cited, in any spelling{where}.",
        fix=fix,
        error=place is None and cited.is_certain,
        bearer=cited.bearer,
        offset=cited.offset(named.first),
    )
    return Verdict(tally="names", verified=False, remark=remark)


def _cite_more(cited: Cited, place: tuple[str, int]) -> str:
    """Say how to cite the paragraph that has a name, of which a part may be cited already."""
    key, number = place
    if any((one.source, one.paragraph) == place for one in cited.bearer.evidence):
        return f"Cite more of @{key}, ¶{number}: the passage stops short of the name."
    return f"Cite @{key}, ¶{number} as well."


def _nearest(actors: Collection[str], cited: Cited, desk: Desk) -> tuple[str, int] | None:
    """The source and paragraph closest to a passage cited that names one of some actors."""
    found = []
    for excerpt in cited.excerpts:
        text = excerpt.passage.text
        for number in range(1, len(text.paragraphs) + 1):
            if desk.paragraph(excerpt, number).actors & set(actors):
                distance = abs(number - excerpt.passage.paragraph)
                found.append((distance, excerpt.source.key, number))
    return min(found)[1:] if found else None


def _elsewhere(cited: Cited, named: Named) -> Remark:
    printed = cited.own_words.printed(named.first, named.last)
    key = min(named.sources)
    return Remark(
        code="attributed-elsewhere",
        message=f"It is ascribed to {printed}, which is not cited.",
        fix=f"Cite @{key}, or name the source it comes from.",
        bearer=cited.bearer,
        offset=cited.offset(named.first),
    )


def _speaker(cited: Cited) -> str | None:
    if isinstance(cited.bearer.claim, Quote):
        return cited.bearer.claim.speaker
    return cited.bearer.figure.said_by if cited.bearer.figure else None


def _check_speaker(cited: Cited, speaker: str, desk: Desk) -> Iterator[Verdict]:
    actor = desk.briefing.actors_by_id.get(speaker)
    if actor is None or any(speaker in desk.around(one).actors for one in cited.excerpts):
        return
    if speaker in desk.lexicon.speaking(one.source.key for one in cited.excerpts):
        return
    place = _nearest({speaker}, cited, desk)
    where = f"; the name is in ¶{place[1]}" if place else ""
    yield Verdict(
        remark=Remark(
            code="speaker-not-in-passage",
            message=f"{actor.name} is not named in the passage cited or beside it{where}.",
            fix="Check who speaks there.",
            bearer=cited.bearer,
            field="said-by" if cited.bearer.figure else None,
        )
    )

"""Holding a whole briefing against its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, groupby
from typing import Final

import msgspec

from briefing.evidence.checking import (
    Cited,
    Excerpt,
    OpenSources,
    Remark,
    Tally,
    Verdict,
    Verification,
)
from briefing.evidence.checks import (
    check_attributions,
    check_date,
    check_dates,
    check_names,
    check_numbers,
    check_quotations,
)
from briefing.evidence.corpus import Examination
from briefing.evidence.dates import overlap
from briefing.evidence.numbers import read_numbers
from briefing.evidence.passages import Whereabouts, check_passages, check_texts
from briefing.evidence.support import SENTENCES, Bearer, BearerKind, bearers
from briefing.evidence.texts import Passage
from briefing.evidence.words import content_stems, stem
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Reaction
from briefing.model.claims import CitedPlace, Evidence, Figure
from briefing.model.vocabulary import Stance

_TALLIES: Final = ("claims", "quotes", "figures", "numbers", "names", "dates")


def verify(examination: Examination) -> Verification:
    """Hold all that a briefing says against the passages that it cites.

    Errors are few and certain: a passage that is not what it was, a quotation that is not verbatim,
    a number in digits or a name that its source does not have. All else that deserves a look is a
    warning, which the curator may let stand with a reason. Where a text is not at hand, nothing is
    said to be missing from it; that is only counted.
    """
    sources, places = OpenSources(examination), Whereabouts(examination)
    everything = [sources.cited(one) for one in bearers(examination.briefing)]
    verdicts = list(_verdicts(everything, sources, places))
    remarks = [one.remark for one in verdicts if one.remark is not None]
    figures = [one.bearer for one in everything if one.bearer.figure is not None]
    remarks += _check_rivals(examination.briefing, figures)
    remarks = [_explained(one) for one in remarks]
    remarks += _unneeded(everything, remarks)
    return Verification(
        remarks=[*check_texts(examination, places), *_in_reading_order(remarks, everything)],
        tallies=_tallies(everything, verdicts, remarks),
        derivations=[one.derivation for one in verdicts if one.derivation is not None],
    )


def _verdicts(
    everything: Sequence[Cited], sources: OpenSources, places: Whereabouts
) -> Iterator[Verdict]:
    told: set[CitedPlace] = set()
    for _, group in groupby(everything, key=lambda one: one.bearer.card and one.bearer.card.id):
        together = list(group)
        for cited in together:
            for remark in check_passages(cited.bearer, sources.examination, places, told):
                yield Verdict(remark=remark)
            yield from _on_one(cited, sources)
        card = together[0].bearer.card
        if card is not None:
            yield from _check_title(card, together, sources)
            yield from _check_cast(card, together, sources)
            yield from _check_reaction_date(card, together)
            yield from _check_stance(card, together)


def _on_one(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    contents = list(_on_contents(cited, sources))
    yield from contents
    # What is known to be wrong need not be suspected as well.
    if not any(one.remark is not None and one.remark.error for one in contents):
        yield from _check_overlap(cited, sources)


def _on_contents(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    yield from check_quotations(cited, sources)
    yield from check_numbers(cited)
    yield from check_names(cited, sources)
    yield from check_attributions(cited, sources)
    yield from check_dates(cited)


def _explained(remark: Remark) -> Remark:
    """Give a warning the reason for which its bearer lets it stand; an error has none."""
    if remark.error or remark.bearer is None:
        return remark
    reasons = {one.code: one.reason for one in remark.bearer.allowed}
    return msgspec.structs.replace(remark, reason=reasons.get(remark.code))


def _unneeded(everything: Sequence[Cited], remarks: Sequence[Remark]) -> Iterator[Remark]:
    """Find allowances for warnings that are not given, where all texts are at hand.

    An actor's role and its names share their allowances, which are needed if one needs them.
    """
    given = {(one.bearer.key, one.code) for one in remarks if one.bearer and not one.error}
    done = {one.bearer.key for one in everything if not one.complete}
    for cited in everything:
        bearer = cited.bearer
        if bearer.key in done:
            continue
        done.add(bearer.key)
        for allowance in bearer.allowed:
            if (bearer.key, allowance.code) not in given:
                message = f"It allows `{allowance.code}`, a warning that is not given."
                yield cited.remark("unneeded-allowance", message, "Remove the allowance.")


def _in_reading_order(remarks: Sequence[Remark], everything: Sequence[Cited]) -> list[Remark]:
    order: dict[str, int] = {}
    for number, cited in enumerate(everything):
        order.setdefault(cited.bearer.key, number)
    return sorted(remarks, key=lambda one: order[one.bearer.key] if one.bearer else -1)


def _tallies(
    everything: Sequence[Cited], verdicts: Sequence[Verdict], remarks: Sequence[Remark]
) -> dict[str, Tally]:
    counts = {name: Counter[bool | None]() for name in _TALLIES}
    for verdict in verdicts:
        if verdict.tally is not None:
            counts[verdict.tally][verdict.verified] += 1
    doubted = {one.bearer.key for one in remarks if one.bearer and one.stands_out}
    for cited in everything:
        name = "figures" if cited.bearer.kind is BearerKind.FIGURE else "claims"
        if name == "claims" and (not cited.bearer.is_claim or not cited.bearer.evidence):
            continue
        counts[name][None if cited.unchecked else cited.bearer.key not in doubted] += 1
    return {
        name: Tally(total=count.total(), verified=count[True], unchecked=count[None])
        for name, count in counts.items()
    }


# -- whether a claim and its passages are about the same thing -------------------------------------

_SMALL_SHARE: Final = 0.25
"""Up to this share of a claim's content words in its passages, they may be the wrong ones."""

_MORE: Final = 2
"""How many more content words another paragraph must have to be the likelier one."""

_FEWEST: Final = 3
"""With fewer content words nothing can be said."""


def _check_overlap(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Compare the content words of a claim or a position with those of its passages.

    A paraphrase may well share few words with what it renders. So few alone say nothing, unless
    there are none, or another paragraph of the same sources has clearly more of them. An assessed
    claim is the curator's own thought, in the curator's own words, and is not compared; nor is one
    that cites a source as a whole.
    """
    if cited.bearer.kind not in SENTENCES or not cited.complete or not cited.is_certain:
        return
    if any(one.paragraph is None for one in cited.bearer.evidence):
        return
    own = _content(cited)
    shared = _shared(own, cited, cited.excerpts)
    if len(own) < _FEWEST or shared > _SMALL_SHARE * len(own):
        return
    most, key, paragraph = max(_elsewhere(own, cited, sources), default=(0, "", 0))
    if most >= shared + _MORE:
        where = f"@{key}, ¶{paragraph}"
        text = sources.examination.text(key)
        proposed = where if text is None else f"@{key}, {text.cited(paragraph)}"
        hint, fix = f"; {where} has {most}", f"See whether {proposed} is meant."
    elif shared == 0:
        hint, fix = "", "See whether another paragraph is meant."
    else:
        return
    message = f"Of its {len(own)} content words the passages cited have {shared}{hint}."
    yield Verdict(remark=cited.remark("little-in-common", message, fix))


def _content(cited: Cited) -> frozenset[str]:
    """The content words of a claim, without those by which it says who speaks."""
    text = Passage.of(cited.bearer.text)
    speaking = {
        stem(word)
        for named in cited.names
        if named.sources
        for word in cited.own_words.tokens[named.first : named.last]
    }
    return content_stems(text, read_numbers(text)) - speaking


def _elsewhere(
    own: frozenset[str], cited: Cited, sources: OpenSources
) -> Iterator[tuple[int, str, int]]:
    """How many content words each paragraph has; its source; its number."""
    for key, excerpt in {one.source.key: one for one in cited.excerpts}.items():
        for number, paragraph in enumerate(sources.paragraphs(excerpt), start=1):
            yield _shared(own, cited, [paragraph]), key, number


def _shared(own: frozenset[str], cited: Cited, excerpts: Iterable[Excerpt]) -> int:
    """How many content words stand in some passages; a name may do so in another spelling."""
    shared: set[str] = set()
    for excerpt in excerpts:
        shared |= own & excerpt.stems
        for named in cited.names:
            if named.actors & excerpt.actors:
                words = cited.own_words.tokens[named.first : named.last]
                shared |= own & {stem(word) for word in words}
    return len(shared)


# -- whether a card's title, cast, date and stance agree with all passages that it cites -----------
#
# Remarks hang on the first thing in the card that cites evidence, so that it can allow them.


def _check_title(card: Card, together: Sequence[Cited], sources: OpenSources) -> Iterator[Verdict]:
    """Look for the quotations, numbers, names and dates of a title.

    A title sums up, and may count what its card lists. So only what would be an error in a claim is
    spoken of, as a warning, and nothing is counted.
    """
    first = together[0].bearer
    evidence = [one for cited in together for one in cited.bearer.evidence]
    title = Bearer(BearerKind.CLAIM, "title", card.title, evidence, first.section, card)
    cited = sources.cited(title)
    for verdict in _on_contents(cited, sources):
        if verdict.remark is not None and verdict.remark.error:
            found = verdict.remark
            message = f"In the card’s title: {found.message}"
            yield Verdict(remark=together[0].remark(found.code, message, found.fix))


def _check_cast(card: Card, together: Sequence[Cited], sources: OpenSources) -> Iterator[Verdict]:
    """Look for those whom a card is said to be about."""
    if not all(one.complete for one in together):
        return
    excerpts = [excerpt for one in together for excerpt in one.excerpts]
    present = {actor for excerpt in excerpts for actor in excerpt.actors}
    present |= sources.lexicon.speaking(excerpt.source.key for excerpt in excerpts)
    for actor, field in _cast(card).items():
        if actor not in present and actor in sources.briefing.actors_by_id:
            name = sources.briefing.actors_by_id[actor].name
            remark = together[0].remark(
                "actor-not-in-passage",
                f"No passage cited in this card names {name}, its `{field}`.",
                f"Cite a passage that does, or remove {actor}.",
            )
            yield Verdict(remark=remark)


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


def _check_reaction_date(card: Card, together: Sequence[Cited]) -> Iterator[Verdict]:
    if not isinstance(card.detail, Reaction) or card.detail.date is None:
        return
    whole = msgspec.structs.replace(
        together[0],
        excerpts=[excerpt for one in together for excerpt in one.excerpts],
        complete=all(one.complete for one in together),
        unchecked=all(one.unchecked for one in together),
    )
    yield check_date(whole, card.detail.date, field="date")


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
    sides = _SIDES.get(reaction.stance) if reaction.stance else _sides_of(reaction.verb or "")
    if sides is None:
        return
    own, opposite = sides
    words = [
        token for one in together for excerpt in one.excerpts for token in excerpt.passage.tokens
    ]
    against = next((word for word in words if word.startswith(opposite)), None)
    if against is None or any(word.startswith(own) for word in words):
        return
    remark = together[0].remark(
        "stance-not-in-passage",
        f"The card says “{reaction.stance or reaction.verb}”; its passages say “{against}”.",
        "Read the passages again and correct it.",
    )
    yield Verdict(remark=remark)


def _sides_of(verb: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """How words of the side that a verb is on begin, and words of the other; None for neither."""
    words = [word.casefold() for word in verb.split()]
    if any(word.startswith(_AGAINST) for word in words):
        return _AGAINST, _FOR
    return (_FOR, _AGAINST) if any(word.startswith(_FOR) for word in words) else None


# -- whether two sources give different numbers for the same thing without a word about it ---------


def _check_rivals(briefing: Briefing, figures: Sequence[Bearer]) -> Iterator[Remark]:
    """Compare all figures that count the same, in the same unit, at the same time.

    Warn of each two that differ and have no source in common, and propose the card to write, unless
    they are linked as rivals or a disagreement cites passages of both.
    """
    recorded = [
        {_paragraph(one) for position in card.detail.positions for one in position.evidence}
        for _, card in briefing.cards()
        if isinstance(card.detail, Disagreement)
    ]
    for one, other in combinations(figures, 2):
        if one.figure is None or other.figure is None or not _conflict(one.figure, other.figure):
            continue
        ours, theirs = (set(map(_paragraph, bearer.evidence)) for bearer in (one, other))
        if not any(ours & known and theirs & known for known in recorded):
            yield _conflicting(one, one.figure, other, other.figure)


def _paragraph(evidence: Evidence) -> tuple[str, int | None]:
    return evidence.source, evidence.paragraph


def _conflict(one: Figure, other: Figure) -> bool:
    (low, high), (least, most) = _bounds(one), _bounds(other)
    return (
        (low > most or least > high)
        and other.id not in one.rivals
        and one.id not in other.rivals
        and one.unit.casefold() == other.unit.casefold()
        and content_stems(Passage.of(one.measure)) == content_stems(Passage.of(other.measure))
        and {e.source for e in one.evidence}.isdisjoint(e.source for e in other.evidence)
        and (one.as_of is None or other.as_of is None or overlap(one.as_of, other.as_of))
    )


def _bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    """The least and the greatest number that a figure gives."""
    given = [one for one in (figure.value, figure.low, figure.high) if one is not None]
    return min(given), max(given)


def _conflicting(one: Bearer, figure: Figure, other: Bearer, rival: Figure) -> Remark:
    measure = figure.measure[:1].lower() + figure.measure[1:]
    return Remark(
        code="conflicting-figures",
        message=f"{figure.measure}: {figure.amount} in “{figure.id}”, {rival.amount} in"
        f" “{rival.id}”, and nothing says that the sources disagree.",
        fix="Link them with `rivals`, or write a disagreement card: {question: What is the number"
        f" of {measure}?, dimension: number, positions: [{_position(one, figure)},"
        f" {_position(other, rival)}]}}.",
        bearer=other,
    )


def _position(bearer: Bearer, figure: Figure) -> str:
    cite = "; ".join(
        one.source
        if one.paragraph is None
        else f"{one.source} ¶{one.paragraph} {one.words}".strip()
        for one in bearer.evidence
    )
    return f'{{says: "{figure.amount}", cite: "{cite}"}}'

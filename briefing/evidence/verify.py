"""Holding a whole briefing against its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from briefing.evidence.checking import (
    Cited,
    Excerpt,
    OpenSources,
    Remark,
    Tally,
    Verdict,
    Verification,
)
from briefing.evidence.checks.actors import check_actors
from briefing.evidence.checks.asides import check_asides
from briefing.evidence.checks.cards import check_card
from briefing.evidence.checks.citing import check_citing, check_retracted, check_silence
from briefing.evidence.checks.dates import check_dates
from briefing.evidence.checks.held import parts
from briefing.evidence.checks.instead import check_instead
from briefing.evidence.checks.meaning import check_meaning
from briefing.evidence.checks.names import check_attributions, check_names, check_unlisted
from briefing.evidence.checks.numbers import check_numbers
from briefing.evidence.checks.quantities import check_quantities
from briefing.evidence.checks.quotations import check_quotations
from briefing.evidence.checks.rivals import check_rivals
from briefing.evidence.checks.sources import check_sources
from briefing.evidence.checks.wording import check_wording
from briefing.evidence.corpus import Examination
from briefing.evidence.numbers import read_numbers
from briefing.evidence.passages import Whereabouts, check_passages, check_texts
from briefing.evidence.support import SENTENCES, Bearer, BearerKind, bearers
from briefing.evidence.texts import Passage
from briefing.evidence.words import content_stems, same_in_sense, stem
from briefing.model.claims import CitedPlace, Evidence
from briefing.model.vocabulary import Severity

_TALLIES: Final = ("passages", "claims", "quotes", "figures", "numbers", "names", "dates")


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
    remarks += check_rivals(examination.briefing, figures)
    remarks += check_sources(examination)
    remarks += (
        remark for one in everything for remark in check_retracted(one, examination.briefing)
    )
    remarks += check_actors(sources)
    remarks = [_explained(one) for one in remarks]
    remarks += _unneeded(everything, remarks)
    return Verification(
        remarks=[*check_texts(examination, places), *_in_reading_order(remarks, everything)],
        tallies=_tallies(examination, everything, verdicts, remarks),
        derivations=[one.derivation for one in verdicts if one.derivation is not None],
    )


def remarks_on(bearer: Bearer, sources: OpenSources) -> list[Remark]:
    """Hold a single thing against the passages that it cites."""
    places = Whereabouts(sources.examination)
    found = list(check_passages(bearer, sources.examination, places, set()))
    verdicts = _on_one(sources.cited(bearer), sources)
    found += [one.remark for one in verdicts if one.remark is not None]
    return [_explained(one) for one in found]


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
            yield from check_asides(card, together, sources, _on_contents)
            yield from check_card(card, together, sources)


def _on_one(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    contents = list(_on_contents(cited, sources))
    yield from map(_milder, contents) if cited.is_foreign else contents
    # What is known to be wrong need not be suspected as well.
    if not any(one.remark is not None and one.remark.is_error for one in contents):
        yield from _check_overlap(cited, sources)


_MILDER: Final = {Severity.ERROR: Severity.WARNING}


def _milder(verdict: Verdict) -> Verdict:
    """Take for less certain what was looked for in another language than it is written in."""
    remark = verdict.remark
    if remark is None or remark.code == "quote-not-in-passage":
        return verdict
    severity = _MILDER.get(remark.severity, Severity.LOOK)
    return replace(verdict, remark=replace(remark, severity=severity))


def _on_contents(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    yield from check_quotations(cited, sources)
    if not cited.is_told:
        yield from check_silence(cited)
        return
    yield from check_numbers(cited)
    yield from check_names(cited, sources)
    yield from check_unlisted(cited, sources)
    yield from check_attributions(cited, sources)
    yield from check_dates(cited, sources)
    yield from check_quantities(cited, sources)
    said = parts(cited, sources)
    yield from check_meaning(cited, said)
    yield from check_wording(cited, sources, said)
    yield from check_instead(cited, sources, said)
    yield from check_citing(cited)


def _explained(remark: Remark) -> Remark:
    """Give a warning the reason for which its bearer lets it stand; an error has none."""
    if remark.is_error or remark.bearer is None:
        return remark
    reasons = {one.code: one.reason for one in remark.bearer.allowed}
    return replace(remark, reason=reasons.get(remark.code))


def _unneeded(everything: Sequence[Cited], remarks: Sequence[Remark]) -> Iterator[Remark]:
    """Find allowances for warnings that are not given, where all texts are at hand.

    An actor's role and its names share their allowances, which are needed if one needs them.
    """
    given = {(one.bearer.key, one.code) for one in remarks if one.bearer and not one.is_error}
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
    examination: Examination,
    everything: Sequence[Cited],
    verdicts: Sequence[Verdict],
    remarks: Sequence[Remark],
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
        unread = cited.unchecked or cited.is_foreign
        counts[name][None if unread else cited.bearer.key not in doubted] += 1
    for cited in everything:
        counts["passages"].update(
            _passage_verified(one, examination) for one in cited.bearer.evidence
        )
    return {
        name: Tally(total=count.total(), verified=count[True], unchecked=count[None])
        for name, count in counts.items()
    }


def _passage_verified(evidence: Evidence, examination: Examination) -> bool | None:
    """Whether a passage is as it was anchored; None where there is no text to look into."""
    if examination.text(evidence.source) is None:
        return None
    return examination.finding(evidence).is_exact


# -- whether a claim and its passages are about the same thing -------------------------------------

_SMALL_SHARE: Final = 0.25
"""Up to this share of a claim's content words in its passages, they may be the wrong ones."""

_LARGE_SHARE: Final = 0.5
"""From this share of words that its passages have, or have others for, they are the right ones."""

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
    if cited.bearer.kind not in SENTENCES or not cited.is_readable or not cited.is_certain:
        return
    if any(one.paragraph is None for one in cited.bearer.evidence):
        return
    own = _content(cited)
    shared = _shared(own, cited, cited.excerpts)
    if len(own) < _FEWEST or shared > _SMALL_SHARE * len(own):
        return
    stems = {one for excerpt in cited.excerpts for one in excerpt.stems}
    if sum(not same_in_sense(one).isdisjoint(stems) for one in own) > _LARGE_SHARE * len(own):
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
    severity = Severity.WARNING if shared == 0 and most > _MORE else Severity.LOOK
    yield Verdict(remark=cited.remark("little-in-common", message, fix, severity=severity))


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

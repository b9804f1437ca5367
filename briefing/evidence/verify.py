"""Holding a whole briefing against its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import msgspec

from briefing.evidence.bearers import BearerKind, bearers
from briefing.evidence.checks.dates import check_dates, check_reaction_date
from briefing.evidence.checks.names import check_attributions, check_cast, check_names
from briefing.evidence.checks.numbers import check_numbers
from briefing.evidence.checks.overlap import check_overlap
from briefing.evidence.checks.passages import check_passages, unanchored
from briefing.evidence.checks.quotations import check_quotations
from briefing.evidence.checks.rivals import check_rivals
from briefing.evidence.checks.stances import check_stance
from briefing.evidence.checks.titles import check_title
from briefing.evidence.checks.verdicts import Verdict
from briefing.evidence.examination import Examination
from briefing.evidence.excerpts import Cited, Desk
from briefing.evidence.remarks import Remark, Tally, Verification
from briefing.model.claims import CitedPlace

_TALLIES: Final = ("claims", "quotes", "figures", "numbers", "names", "dates")


def verify(examination: Examination) -> Verification:
    """Hold all that a briefing says against the passages that it cites.

    Errors are few and certain: a passage that is not what it was, a quotation that is not verbatim,
    a number in digits or a name that its source does not have. All else that deserves a look is a
    warning, which the curator may let stand with a reason. Where a text is not at hand, nothing is
    said to be missing from it; that is only counted.

    Args:
        examination: Of the briefing's passages.

    Returns:
        All remarks, what was counted, and how dates were reckoned.
    """
    desk = Desk(examination)
    everything = [desk.cited(one) for one in bearers(examination.briefing)]
    verdicts = list(_verdicts(everything, desk))
    remarks = [one.remark for one in verdicts if one.remark is not None]
    figures = [one.bearer for one in everything if one.bearer.figure is not None]
    remarks += check_rivals(examination.briefing, figures)
    remarks = [_explained(one) for one in remarks]
    remarks += _unneeded(everything, remarks)
    return Verification(
        remarks=[*unanchored(examination), *_in_reading_order(remarks, everything)],
        tallies=_tallies(everything, verdicts, remarks),
        derivations=[one.derivation for one in verdicts if one.derivation is not None],
    )


def _verdicts(everything: Sequence[Cited], desk: Desk) -> Iterator[Verdict]:
    told: set[CitedPlace] = set()
    for _, group in groupby(everything, key=lambda one: one.bearer.card and one.bearer.card.id):
        together = list(group)
        for cited in together:
            yield from _on_one(cited, desk, told)
        card = together[0].bearer.card
        if card is not None:
            yield from check_title(card, together, desk)
            yield from check_cast(card, together, desk)
            yield from check_reaction_date(card, together)
            yield from check_stance(card, together)


def _on_one(cited: Cited, desk: Desk, told: set[CitedPlace]) -> Iterator[Verdict]:
    for remark in check_passages(cited.bearer, desk.examination, told):
        yield Verdict(remark=remark)
    contents = [
        *check_quotations(cited, desk),
        *check_numbers(cited),
        *check_names(cited, desk),
        *check_attributions(cited, desk),
        *check_dates(cited),
    ]
    yield from contents
    # What is known to be wrong need not be suspected as well.
    if not any(one.remark is not None and one.remark.error for one in contents):
        yield from check_overlap(cited, desk)


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
    incomplete = {one.bearer.key for one in everything if not one.complete}
    seen: set[str] = set()
    for cited in everything:
        bearer = cited.bearer
        if bearer.key in seen | incomplete:
            continue
        seen.add(bearer.key)
        for allowance in bearer.allowed:
            if (bearer.key, allowance.code) not in given:
                yield Remark(
                    code="unneeded-allowance",
                    message=f"It allows `{allowance.code}`, a warning that is not given.",
                    fix="Remove the allowance.",
                    bearer=bearer,
                )


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

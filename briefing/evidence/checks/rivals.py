"""Whether figures that count the same say the same, or are known to differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from briefing.evidence.checking import Remark
from briefing.evidence.dates import overlap
from briefing.evidence.support import Bearer
from briefing.evidence.texts import Passage
from briefing.evidence.words import content_stems
from briefing.model.briefing import Briefing
from briefing.model.cards import Disagreement
from briefing.model.claims import Evidence, Figure
from briefing.model.vocabulary import Severity


def check_rivals(briefing: Briefing, figures: Sequence[Bearer]) -> Iterator[Remark]:
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
        if one.figure is None or other.figure is None:
            continue
        if _are_linked(one.figure, other.figure):
            if one.figure.unit != other.figure.unit or not _likeness(one.figure, other.figure):
                yield _unlike(one, one.figure, other.figure)
            continue
        severity = _conflict(one.figure, other.figure)
        ours, theirs = (set(map(_paragraph, bearer.evidence)) for bearer in (one, other))
        if severity and not any(ours & known and theirs & known for known in recorded):
            yield _conflicting(one, one.figure, other, other.figure, severity)


def _paragraph(evidence: Evidence) -> tuple[str, int | None]:
    return evidence.source, evidence.paragraph


def _are_linked(one: Figure, other: Figure) -> bool:
    return other.id in one.rivals or one.id in other.rivals


_MUCH: Final = 0.6
"""Share of the words of two measures from which they may count the same."""


def _likeness(one: Figure, other: Figure) -> float:
    """Share of the telling words of two measures that they have in common."""
    ours, theirs = (content_stems(Passage.of(figure.measure)) for figure in (one, other))
    return len(ours & theirs) / (len(ours | theirs) or 1)


def _conflict(one: Figure, other: Figure) -> Severity | None:
    """How probably two figures count the same, of which the numbers differ; None for not at all."""
    (low, high), (least, most) = _bounds(one), _bounds(other)
    if not (low > most or least > high) or one.unit.casefold() != other.unit.casefold():
        return None
    if other.id in one.parts or one.id in other.parts:
        return None
    apart = {e.source for e in one.evidence}.isdisjoint(e.source for e in other.evidence)
    likeness = _likeness(one, other)
    same_time = one.as_of is None or other.as_of is None or overlap(one.as_of, other.as_of)
    if likeness == 1 and apart and same_time:
        return Severity.WARNING
    return Severity.LOOK if likeness >= _MUCH else None


def _unlike(bearer: Bearer, figure: Figure, rival: Figure) -> Remark:
    return Remark(
        code="unlike-rivals",
        message=f"“{figure.id}” and “{rival.id}” are rivals, and count different things:"
        f" {figure.measure}; {rival.measure}.",
        fix="Say of both what they count in the same words, or remove the link.",
        severity=Severity.LOOK,
        bearer=bearer,
    )


def _bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    """The least and the greatest number that a figure gives."""
    given = [one for one in (figure.value, figure.low, figure.high) if one is not None]
    return min(given), max(given)


def _conflicting(
    one: Bearer, figure: Figure, other: Bearer, rival: Figure, severity: Severity
) -> Remark:
    measure = figure.measure[:1].lower() + figure.measure[1:]
    return Remark(
        code="conflicting-figures",
        message=f"{figure.measure}: {figure.amount} in “{figure.id}”, {rival.amount} in"
        f" “{rival.id}”, and nothing says that the sources disagree.",
        fix="Link them with `rivals`, or write a disagreement card: {question: What is the number"
        f" of {measure}?, dimension: number, positions: [{_position(one, figure)},"
        f" {_position(other, rival)}]}}.",
        severity=severity,
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

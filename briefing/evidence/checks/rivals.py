"""Whether two sources give different numbers for the same thing without a word about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from briefing.evidence.bearers import Bearer
from briefing.evidence.remarks import Remark
from briefing.evidence.wording import Wording
from briefing.evidence.words import content_stems
from briefing.model.briefing import Briefing
from briefing.model.cards import Disagreement
from briefing.model.claims import Evidence, Figure
from briefing.model.dates import EdtfDate

Place = tuple[str, int | None]


def check_rivals(briefing: Briefing, figures: Sequence[Bearer]) -> Iterator[Remark]:
    """Compare all figures that count the same, in the same unit, at the same time.

    Args:
        briefing: Whose figures they are.
        figures: All of them, in reading order. Nothing is read of their sources.

    Yields:
        A warning for each two that differ and have no source in common, unless they are linked as
        rivals or a disagreement cites passages of both. It proposes the card to write.
    """
    recorded = [
        {_place(one) for position in card.detail.positions for one in position.evidence}
        for _, card in briefing.cards()
        if isinstance(card.detail, Disagreement)
    ]
    for one, other in combinations(figures, 2):
        if one.figure is None or other.figure is None or not _conflict(one.figure, other.figure):
            continue
        if not any(
            _cites(places, one.evidence) and _cites(places, other.evidence) for places in recorded
        ):
            yield _conflicting(one, one.figure, other, other.figure)


def _conflict(one: Figure, other: Figure) -> bool:
    (low, high), (least, most) = _bounds(one), _bounds(other)
    return (
        (low > most or least > high)
        and other.id not in one.rivals
        and one.id not in other.rivals
        and one.unit.casefold() == other.unit.casefold()
        and _measured(one) == _measured(other)
        and {e.source for e in one.evidence}.isdisjoint(e.source for e in other.evidence)
        and _at_once(one.as_of, other.as_of)
    )


def _measured(figure: Figure) -> frozenset[str]:
    return content_stems(Wording.of(figure.measure))


def _bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    """The least and the greatest number that a figure gives."""
    given = [one for one in (figure.value, figure.low, figure.high) if one is not None]
    return min(given), max(given)


def _at_once(one: EdtfDate | None, other: EdtfDate | None) -> bool:
    """Whether two dates may be the same; what has no date may hold at any."""
    if one is None or other is None:
        return True
    return not (
        (one.latest is not None and other.earliest is not None and one.latest < other.earliest)
        or (other.latest is not None and one.earliest is not None and other.latest < one.earliest)
    )


def _place(evidence: Evidence) -> Place:
    return evidence.source, evidence.paragraph


def _cites(places: set[Place], evidence: Iterable[Evidence]) -> bool:
    return any(_place(one) in places for one in evidence)


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
        one.source if one.paragraph is None else f"{one.source} ¶{one.paragraph}"
        for one in bearer.evidence
    )
    return f'{{says: "{figure.amount}", cite: "{cite}"}}'

"""Whether the passages cited are still what they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefing.evidence.anchors import Finding, Outcome
from briefing.evidence.bearers import Bearer
from briefing.evidence.examination import Examination
from briefing.evidence.remarks import Remark
from briefing.evidence.texts import PassageError, SourceText
from briefing.model.claims import CitedPlace, Evidence

_ANCHOR: Final = "Run `briefing anchor`."
_READ_AGAIN: Final = (
    "Read the passage again, correct what rests on it, then run `briefing anchor --renew`."
)


def check_passages(
    bearer: Bearer, examination: Examination, told: set[CitedPlace]
) -> Iterator[Remark]:
    """Look at each passage that something cites.

    Args:
        bearer: What cites them.
        examination: Of its briefing.
        told: Takes the passages without an anchor that were told of: one may be cited many times.

    Yields:
        An error for a passage that cannot be found again as it was or that cannot be selected, and
        for one without an anchor where others have one; a warning for one that has moved.
    """
    for number, evidence in enumerate(bearer.evidence):
        text = examination.text(evidence.source)
        if text is None:
            continue
        finding = examination.finding(evidence)
        if finding.outcome is Outcome.UNCHECKED:
            yield from _without_anchor(bearer, number, text, examination, told)
        else:
            yield from _with_anchor(bearer, number, finding)


def _with_anchor(bearer: Bearer, number: int, finding: Finding) -> Iterator[Remark]:
    evidence = bearer.evidence[number]
    if not finding.is_exact:
        yield Remark(
            code=f"{finding.outcome}-passage",
            message=f"{_place(evidence)}: {finding.reason}",
            fix=_READ_AGAIN,
            error=True,
            bearer=bearer,
            citation=number,
        )
    moved = finding.moved_from(evidence.paragraph)
    if moved is not None:
        yield Remark(
            code="moved-passage",
            message=f"{_place(evidence)}: the passage is in ¶{moved} now.",
            fix=f"Write ¶{moved}, then run `briefing anchor`.",
            bearer=bearer,
            citation=number,
        )


def _without_anchor(
    bearer: Bearer,
    number: int,
    text: SourceText,
    examination: Examination,
    told: set[CitedPlace],
) -> Iterator[Remark]:
    evidence = bearer.evidence[number]
    try:
        text.passage(evidence.paragraph, evidence.passage)
    except PassageError as error:
        yield Remark(
            code="bad-passage",
            message=f"{_place(evidence)}: {error}",
            fix=error.fix,
            error=True,
            bearer=bearer,
            citation=number,
        )
        return
    if examination.briefing.anchors and evidence.place not in told:
        told.add(evidence.place)
        yield Remark(
            code="unanchored-passage",
            message=f"{_place(evidence)}: {examination.finding(evidence).reason}",
            fix=_ANCHOR,
            error=True,
            bearer=bearer,
            citation=number,
        )


def unanchored(examination: Examination) -> Iterator[Remark]:
    """Say once, of a briefing without any anchor, that no change of a passage would be noticed."""
    briefing = examination.briefing
    if briefing.anchors or all(examination.text(one.key) is None for one in briefing.sources):
        return
    yield Remark(
        code="unanchored-passage",
        message="The briefing has no anchors, so no change of a passage would be noticed.",
        fix=_ANCHOR,
    )


def _place(evidence: Evidence) -> str:
    if evidence.paragraph is None:
        return f"@{evidence.source}"
    return f"@{evidence.source}, ¶{evidence.paragraph}"

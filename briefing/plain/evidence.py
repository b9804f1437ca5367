"""What something rests on, passage by passage, as labelled lines and as JSON."""

from __future__ import annotations

import msgspec

from briefing.evidence.anchors import Finding, Outcome
from briefing.evidence.corpus import Examination
from briefing.evidence.support import Bearer, standing
from briefing.evidence.texts import ELLIPSIS
from briefing.model.actors import Source
from briefing.model.claims import Anchor, Evidence, Quote
from briefing.plain.bearers import bearer_address
from briefing.plain.layout import field, wrap
from briefing.plain.links import passage_link
from briefing.plain.phrases import NOT_GIVEN, count, date_words
from briefing.plain.sourcing_shapes import ShownBearer, ShownEvidence
from briefing.plain.standing_words import (
    anchor_words,
    contested_words,
    outcome_words,
    support_words,
)

_THERE_NOW = (Outcome.ALTERED, Outcome.AMBIGUOUS)
"""Outcomes of a passage that is shown as it is, and is not what was cited."""


class Piece(msgspec.Struct, frozen=True):
    """One piece of evidence with all that is known of it.

    Attributes:
        evidence: As cited.
        source: Where it is from; None where the briefing does not list it.
        anchor: Of its passage; None where none was made.
        finding: What came of looking for its passage.
        why_hidden: Why the words of the passage are not shown, in a sentence; empty where they are.
    """

    evidence: Evidence
    source: Source | None
    anchor: Anchor | None
    finding: Finding
    why_hidden: str

    @property
    def words(self) -> str | None:
        """The passage as it stands in the text; None where it cannot be shown."""
        if self.why_hidden or self.finding.passage is None:
            return None
        return self.finding.passage.words

    @property
    def slips(self) -> list[str]:
        """What is probably a mistake in the paragraph cited."""
        return [] if self.source is None else self.source.slips_at(self.evidence.paragraph)

    @property
    def link(self) -> str | None:
        """The address of the passage; None where the source has none on the web."""
        return None if self.source is None else passage_link(self.source, self.anchor)


def pieces(bearer: Bearer, examination: Examination) -> list[Piece]:
    """Collect what something rests on, in the order cited.

    Args:
        bearer: Whatever cites evidence.
        examination: Of its briefing.
    """
    return [_piece(one, examination) for one in bearer.evidence]


def bearer_lines(bearer: Bearer, examination: Examination, width: int) -> list[str]:
    """Lay out something with all it rests on.

    Args:
        bearer: A claim, a figure, or whatever else cites evidence.
        examination: Of its briefing.
        width: Most cells of a line.

    Returns:
        A line with what is said, and indented lines with the rest.
    """
    how = standing(bearer, examination)
    fields = [
        ("Address", bearer_address(examination.briefing, bearer)),
        ("Support", support_words(how)),
        ("Dispute", contested_words(how)),
        ("Passages", anchor_words(how)),
    ]
    lines = field(bearer.kind.capitalize(), said(bearer), width)
    for label, value in fields:
        lines += field(label, value, width, "  ") if value else []
    found = pieces(bearer, examination)
    for number, piece in enumerate(found, start=1):
        lines += ["", *_piece_lines(piece, f"Evidence {number} of {len(found)}", width)]
    return lines


def shown_bearer(bearer: Bearer, examination: Examination) -> ShownBearer:
    """Give something with all it rests on, as it is printed in JSON.

    Args:
        bearer: A claim, a figure, or whatever else cites evidence.
        examination: Of its briefing.
    """
    how = standing(bearer, examination)
    return ShownBearer(
        kind=bearer.kind,
        address=bearer_address(examination.briefing, bearer),
        text=bearer.text,
        support=support_words(how),
        sources=how.sources,
        origins=tuple(sorted(how.origins)),
        origins_unrecorded=how.unrecorded,
        contradicted_by=how.contradicted_by,
        disputed_in=how.disputed_in,
        evidence=tuple(map(_shown_piece, pieces(bearer, examination))),
    )


def said(bearer: Bearer) -> str:
    """What is said, a quotation between its marks."""
    return f"“{bearer.text}”" if isinstance(bearer.claim, Quote) else bearer.text


def _piece(evidence: Evidence, examination: Examination) -> Piece:
    finding = examination.finding(evidence)
    why_hidden = ""
    if evidence.paragraph is None:
        why_hidden = "The source is cited as a whole."
    elif finding.passage is None:
        why_hidden = finding.reason
    return Piece(
        evidence,
        examination.briefing.sources_by_key.get(evidence.source),
        examination.briefing.anchor(evidence),
        finding,
        why_hidden,
    )


def _piece_lines(piece: Piece, label: str, width: int) -> list[str]:
    evidence, finding, source = piece.evidence, piece.finding, piece.source
    lines = field(label, f"{evidence.stance}, {evidence.mode}", width, "  ")
    place = "as a whole" if evidence.paragraph is None else f"paragraph {evidence.paragraph}"
    cited = f", “{evidence.passage}”" if evidence.passage else ""
    told_below = finding.reason == piece.why_hidden
    outcome = outcome_words(finding.outcome)
    if not told_below:
        outcome = f"{outcome}. {finding.reason}"
    fields = [
        ("Outlet", f"{source.outlet} ({source.key})" if source else f"unknown {evidence.source}"),
        ("Author", (", ".join(source.authors) if source else "") or NOT_GIVEN),
        ("Published", date_words(source.published if source else None)),
        ("Retrieved", date_words(source.retrieved if source else None)),
        ("Place", f"{place}{cited}"),
        ("Passage", outcome),
    ]
    if piece.link:
        fields.append(("Link", piece.link))
    fields += [("Probable slip of the source", note) for note in piece.slips]
    for name, value in fields:
        lines += field(name, value, width, "    ")
    return [*lines, *_words_lines(piece, width)]


def _words_lines(piece: Piece, width: int) -> list[str]:
    """The source's own words, marked as such; else as much as the anchor holds, and why."""
    if piece.words is not None:
        there_now = piece.finding.outcome in _THERE_NOW
        label = "What is there now" if there_now else "The source's words"
        return [f"    {label}:", *wrap(piece.words, width, first="    > ", rest="    > ")]
    lines = []
    if piece.anchor is not None and piece.evidence.paragraph is not None:
        ends = f"“{piece.anchor.head} {ELLIPSIS} {piece.anchor.tail}”"
        length = count(piece.anchor.words, "word")
        lines += field("The source's first and last words", f"{ends}, {length}", width, "    ")
    return [*lines, *field("Text not shown", piece.why_hidden, width, "    ")]


def _shown_piece(piece: Piece) -> ShownEvidence:
    evidence, source, anchor = piece.evidence, piece.source, piece.anchor
    return ShownEvidence(
        source=evidence.source,
        outlet=source.outlet if source else None,
        authors=source.authors if source else (),
        published=source.published if source else None,
        retrieved=source.retrieved if source else None,
        paragraph=evidence.paragraph,
        passage=evidence.passage,
        stance=evidence.stance,
        mode=evidence.mode,
        outcome=piece.finding.outcome,
        reason=piece.finding.reason,
        words=piece.words,
        head=anchor.head if anchor else None,
        tail=anchor.tail if anchor else None,
        link=piece.link,
        slips=tuple(piece.slips),
    )

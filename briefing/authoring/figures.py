"""The figures in a card's front matter."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from briefing.authoring.allowances import read_allowances
from briefing.authoring.citations import Citation, citation_places, parse_citations
from briefing.authoring.context import Context
from briefing.authoring.ledger import Kind
from briefing.authoring.places import Spot
from briefing.authoring.rules import check_prose, check_quotation
from briefing.authoring.values import to_date, to_id, to_number, to_word
from briefing.authoring.yaml_reader import Fields
from briefing.model.claims import Figure
from briefing.model.vocabulary import Mode, Qualifier

FIGURE_FIELDS: Final = (
    "id",
    "measure",
    "value",
    "low",
    "high",
    "unit",
    "qualifier",
    "as-of",
    "as-reported",
    "said-by",
    "described-by",
    "note",
    "parts",
    "rivals",
    "cite",
    "allow",
)


def read_citations(fields: Fields, context: Context) -> tuple[Citation, ...]:
    """Take the field ``cite`` of any mapping.

    Args:
        fields: The mapping.
        context: Takes problems and citation keys.
    """
    text = fields.text("cite")
    if text is None:
        return ()
    citations = parse_citations(text, context.report, at_sign=False)
    for citation in citations:
        context.ledger.name(Kind.SOURCE, citation.key)
    return citations


def read_figure(fields: Fields, context: Context) -> Figure | None:
    """Make a figure of its fields.

    Args:
        fields: With the names of `FIGURE_FIELDS`.
        context: Takes problems, ids and places.

    Returns:
        The figure; None where it lacks an id, a measure, a unit or a number.
    """
    report, ledger = context.report, context.ledger
    fields.require("id", "measure", "unit", "cite")
    typed_id, measure, unit = fields.text("id"), fields.text("measure"), fields.text("unit")
    id_ = to_id(typed_id, report)
    if typed_id is not None:
        ledger.define(Kind.FIGURE, typed_id.text, typed_id.at(), report)
    value, low, high = _amount(fields, context)
    qualifier = to_word(fields.text("qualifier"), Qualifier, report) or Qualifier.EXACT
    as_of = to_date(fields.text("as-of"), report)
    as_reported, note = fields.text("as-reported"), fields.text("note")
    said_by, described_by = fields.text("said-by"), fields.text("described-by")
    for actor in (said_by, described_by):
        if actor is not None:
            ledger.name(Kind.ACTOR, actor)
    parts = tuple(ledger.name(Kind.FIGURE, part) for part in fields.texts("parts"))
    rivals = tuple(ledger.name(Kind.FIGURE, rival) for rival in fields.texts("rivals"))
    citations = read_citations(fields, context)
    allowed = read_allowances(fields.text("allow"), report)
    if id_ is not None:
        context.enter(
            f"figure:{id_}",
            Spot(fields.place, fields=fields.places(), citations=citation_places(citations)),
        )
    if as_reported is not None:
        check_quotation(as_reported, context.quote_limit, report)
    for text in (measure, note):
        if text is not None:
            check_prose(text, context.quote_limit, report)
    if "as-of" not in fields:
        report.warning(
            fields.place,
            "undated-figure",
            "The figure has no date.",
            "Add “as-of: 2023-12” where a source gives it.",
        )
    if id_ is None or measure is None or unit is None or (value is None and low is None):
        return None
    figure = Figure(
        id=id_,
        measure=measure.text,
        unit=unit.text,
        value=value,
        low=low,
        high=high,
        qualifier=qualifier,
        as_of=as_of,
        as_reported=as_reported.text if as_reported else None,
        said_by=said_by.text if said_by else None,
        described_by=described_by.text if described_by else None,
        note=note.text if note else None,
        parts=parts,
        rivals=rivals,
        evidence=tuple(citation.evidence(Mode.PARAPHRASE) for citation in citations),
        allowed=allowed,
    )
    if parts:
        context.totals.append((figure, fields.field_place("parts")))
    return figure


def _amount(
    fields: Fields, context: Context
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The figure's value, low and high: the first or the last two, or none where they are wrong."""
    report = context.report
    value, low, high = (to_number(fields.text(name), report) for name in ("value", "low", "high"))
    given = [name for name in ("value", "low", "high") if name in fields]
    if given not in (["value"], ["low", "high"]):
        report.error(
            fields.field_place("value"),
            "bad-amount",
            f"A figure has a value, or a low and a high; this has {' and '.join(given) or 'none'}.",
            "Write “value: 32”, or “low: 3” and “high: 5”.",
        )
        return None, None, None
    if low is not None and high is not None and low > high:
        report.error(
            fields.field_place("low"),
            "bad-amount",
            f"The low end {low} is above the high end {high}.",
            "Swap the two.",
        )
        return None, None, None
    if given == ["low", "high"] and (low is None or high is None):
        return None, None, None
    return value, low, high

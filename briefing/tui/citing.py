"""Claims and cards as text to paste elsewhere, with where they come from."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model.briefing import Briefing, Revision, card_evidence
from briefing.model.cards import Card, Disagreement
from briefing.model.claims import Claim, Evidence, Quote
from briefing.plain.phrases import actor_name
from briefing.tui.rendering.evidence import grounds
from briefing.tui.rendering.facts import short_date, source_name


def cite_item(revision: Revision, card: Card, key: str | None) -> str:
    """Give what the cursor is on, with its citation.

    Args:
        revision: What is read.
        card: The open card.
        key: Key of an item of the card; one that claims nothing gives the whole card.
    """
    briefing = revision.briefing
    found = grounds(briefing, card, key)
    if not found:
        return cite_card(revision, card)
    claims = {claim.id: claim for claim in card.claims}
    lines = []
    for text, evidence in found:
        said = claim_text(briefing, claims[key]) if key in claims else text
        lines.append(f"{said} ({_places(briefing, evidence)})")
    return "\n".join([*lines, _origin(revision, card)])


def cite_card(revision: Revision, card: Card) -> str:
    """Give a whole card with its citations, and the sources in full below."""
    briefing = revision.briefing
    lines = [card.title, ""]
    if isinstance(card.detail, Disagreement):
        for text, evidence in grounds(briefing, card, "positions"):
            lines += [f"{text} ({_places(briefing, evidence)})", ""]
    for claim in card.claims:
        lines += [f"{claim_text(briefing, claim)} ({_places(briefing, claim.evidence)})", ""]
    for figure in card.figures:
        measure = f"{figure.amount} {figure.unit}: {figure.measure}"
        lines += [f"{measure} ({_places(briefing, figure.evidence)})", ""]
    cited = dict.fromkeys(evidence.source for evidence in card_evidence(card))
    for source in (briefing.sources_by_key[key] for key in cited if key in briefing.sources_by_key):
        published, retrieved = short_date(source.published), short_date(source.retrieved)
        lines.append(
            f"{source_name(source)}: “{source.title}”; published {published},"
            f" retrieved {retrieved}."
        )
    return "\n".join([*lines, _origin(revision, card)])


def claim_text(briefing: Briefing, claim: Claim) -> str:
    """A claim in words; a quotation with its marks and its speaker."""
    if isinstance(claim, Quote):
        return f"“{claim.text}” — {actor_name(briefing, claim.speaker)}"
    return claim.text


def _places(briefing: Briefing, evidence: Sequence[Evidence]) -> str:
    places = []
    for piece in evidence:
        source = briefing.sources_by_key.get(piece.source)
        name = piece.source if source is None else source_name(source)
        paragraph = "" if piece.paragraph is None else f", ¶{piece.paragraph}"
        places.append(f"{name}{paragraph}")
    return "; ".join(places) or "no source: assumed"


def _origin(revision: Revision, card: Card) -> str:
    briefing = revision.briefing
    section = next(section for section, one in briefing.cards() if one.id == card.id)
    address = f"{briefing.id}/{section.id}/{card.id}"
    return f"Briefing “{briefing.title}” ({address}), revision {revision.number}."

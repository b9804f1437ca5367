"""Claims and cards as text to paste elsewhere, with where they come from.

Only the briefing's own words are given, never the text of a source; the address of a passage on the
web names it by its first and last words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Disagreement
from briefing.model.claims import Claim, Evidence, Quote
from briefing.model.parts import card_evidence
from briefing.model.vocabulary import Support
from briefing.tui.rendering.evidence import grounds
from briefing.tui.rendering.phrases import short_date, source_name
from briefing.views.sourcing import passage_link

_DOES: Final = {
    Support.SUPPORTS: "",
    Support.CONTRADICTS: "contradicted by ",
    Support.CONTEXT: "context: ",
}


def cite_item(revision: Revision, card: Card, key: str | None) -> str:
    """Give what the cursor is on, with its citation."""
    briefing = revision.briefing
    found = grounds(briefing, card, key)
    if not found:
        return cite_card(revision, card)
    claims = {claim.id: claim for claim in card.claims}
    lines = []
    for text, evidence in found:
        said = claim_text(briefing, claims[key]) if key in claims else text
        lines.append(f"{said} ({_places(briefing, evidence)})")
    cited = [piece for _, evidence in found for piece in evidence]
    sources = _sources(briefing, cited)
    # All positions together have no address of their own.
    item = None if key == "positions" else key
    return "\n".join([*lines, *sources, _origin(revision, _giving(briefing, card, key), item)])


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
    sources = _sources(briefing, card_evidence(card))
    return "\n".join([*lines, *sources, _origin(revision, card)])


def claim_text(briefing: Briefing, claim: Claim) -> str:
    """A claim in words; a quotation with its marks and its speaker."""
    if isinstance(claim, Quote):
        return f"“{claim.text}” — {briefing.actor_name(claim.speaker)}"
    return claim.text


def _places(briefing: Briefing, evidence: Sequence[Evidence]) -> str:
    places = []
    for piece in evidence:
        source = briefing.sources_by_key.get(piece.source)
        name = piece.source if source is None else source_name(source)
        paragraph = "" if piece.paragraph is None else f", ¶{piece.paragraph}"
        places.append(f"{_DOES[piece.stance]}{name}{paragraph}")
    return "; ".join(places) or "no source: assumed"


def _sources(briefing: Briefing, evidence: Iterable[Evidence]) -> Iterator[str]:
    """Each source in full, and under it the addresses of the passages cited."""
    by_source: dict[str, list[Evidence]] = {}
    for piece in evidence:
        by_source.setdefault(piece.source, []).append(piece)
    for key, pieces in by_source.items():
        source = briefing.sources_by_key.get(key)
        if source is None:
            continue
        published, retrieved = short_date(source.published), short_date(source.retrieved)
        yield (
            f"{source_name(source)}: “{source.title}”; published {published},"
            f" retrieved {retrieved}."
        )
        links = (passage_link(source, briefing.anchor(piece)) for piece in pieces)
        yield from dict.fromkeys(link for link in links if link is not None)


def _giving(briefing: Briefing, card: Card, key: str | None) -> Card:
    """The card that gives an item: of a figure of the panel it need not be the open one."""
    figure = (key or "").removeprefix("figure:")
    cards = (one for _, one in briefing.cards() if any(fig.id == figure for fig in one.figures))
    return next(cards, card) if key and key.startswith("figure:") else card


def _origin(revision: Revision, card: Card, item: str | None = None) -> str:
    briefing = revision.briefing
    section = next(section for section, one in briefing.cards() if one.id == card.id)
    address = f"{briefing.id}/{section.id}/{card.id}{f'#{item}' if item else ''}"
    return f"Briefing “{briefing.title}” ({address}), revision {revision.number}."

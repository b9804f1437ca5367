"""``briefing without``: what would fall if some sources could not be relied on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence

from briefing.evidence.support import Bearer, BearerKind, Radius, without
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card
from briefing.plain.address import NotFoundError, not_found
from briefing.plain.bearers import bearer_address
from briefing.plain.context import Context
from briefing.plain.layout import field, wrap
from briefing.plain.phrases import source_name
from briefing.plain.shapes import as_json
from briefing.plain.sourcing_shapes import BlastRadius, FallingItem
from briefing.plain.table import OK


def run(context: Context, arguments: Namespace) -> int:
    """Print what depends on some sources.

    Args:
        context: Library, streams and width.
        arguments: ``name``, ``sources`` (citation keys), ``format``, ``revision``.

    Returns:
        0: it is a question, and nothing found is a good answer.

    Raises:
        NotFoundError: The briefing has no source of that key.
        BriefingError: There is no such briefing, or it cannot be read.
    """
    revision = context.library().open(arguments.name, arguments.revision)
    briefing = revision.briefing
    aside = tuple(dict.fromkeys(arguments.sources))
    for key in aside:
        if key not in briefing.sources_by_key:
            what = f"“{briefing.id}” has no source"
            raise NotFoundError(not_found(what, key, briefing.sources_by_key))
    falling = _falling(revision, aside, without(briefing, aside))
    if arguments.format == "json":
        context.write(as_json(falling))
    else:
        context.write_lines(_lines(briefing, falling, context.width))
    return OK


def _falling(revision: Revision, aside: Sequence[str], radius: Radius) -> BlastRadius:
    briefing = revision.briefing
    sections = {card.id: section.id for section, card in briefing.cards()}

    def items(bearers: Iterable[Bearer]) -> tuple[FallingItem, ...]:
        return tuple(
            FallingItem(address=bearer_address(briefing, one), text=one.text) for one in bearers
        )

    def cards(cards: Iterable[Card]) -> tuple[FallingItem, ...]:
        return tuple(
            FallingItem(address=f"{briefing.id}/{sections[card.id]}/{card.id}", text=card.title)
            for card in cards
        )

    counted = (BearerKind.CLAIM, BearerKind.QUOTE, BearerKind.FIGURE)
    return BlastRadius(
        briefing=briefing.id,
        revision=revision.number,
        aside=tuple(aside),
        claims_lost=items(radius.claims_lost),
        claims_single=items(radius.claims_single),
        figures_lost=items(radius.figures_lost),
        others_lost=items(one for one in radius.lost if one.kind not in counted),
        reactions=cards(radius.reactions),
        disagreements=cards(radius.disagreements),
        cards=cards(radius.cards),
    )


def _lines(briefing: Briefing, falling: BlastRadius, width: int) -> list[str]:
    names = "; ".join(f"{source_name(briefing, key)} ({key})" for key in falling.aside)
    lines = [*field("Briefing", briefing.title, width), *field("Without", names, width)]
    for label, items in (
        ("Claims that lose all support", falling.claims_lost),
        ("Claims that keep one source", falling.claims_single),
        ("Figures that lose all support", falling.figures_lost),
        ("Positions, roles and names that lose all support", falling.others_lost),
        ("Reactions that fall", falling.reactions),
        ("Disagreements that end", falling.disagreements),
        ("Cards that fall entirely", falling.cards),
    ):
        lines += ["", *field(label, str(len(items)) if items else "none", width)]
        for item in items:
            lines += wrap(item.text, width, first="- ", rest="  ")
            lines += field("Address", item.address, width, "  ")
    return lines

"""``briefing without``: what would fall if some sources could not be relied on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import Meta

from briefing.evidence.support import Bearer, BearerKind, Radius, without
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card
from briefing.views.address import bearer_address, named, open_whole
from briefing.views.context import Context
from briefing.views.layout import field, wrap
from briefing.views.phrases import source_name
from briefing.views.shapes import RevisionNumber, Shape, as_json
from briefing.views.verbs import OK


class FallingItem(Shape, frozen=True, kw_only=True):
    """A claim, a figure or a card that depends on the sources set aside."""

    address: str
    text: Annotated[str, Meta(description="What it says; of a card the title.")]


class BlastRadius(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing without --format json``."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    revision: RevisionNumber
    aside: Annotated[tuple[str, ...], Meta(description="Keys of the sources set aside.")]
    claims_lost: Annotated[
        tuple[FallingItem, ...], Meta(description="Claims that lose all support.")
    ]
    claims_single: Annotated[
        tuple[FallingItem, ...], Meta(description="Claims that keep one source.")
    ]
    figures_lost: Annotated[
        tuple[FallingItem, ...], Meta(description="Figures that lose all support.")
    ]
    others_lost: Annotated[
        tuple[FallingItem, ...],
        Meta(description="Positions, roles and names that lose all support."),
    ]
    reactions: Annotated[tuple[FallingItem, ...], Meta(description="Reactions that fall.")]
    disagreements: Annotated[tuple[FallingItem, ...], Meta(description="Disagreements that end.")]
    cards: Annotated[
        tuple[FallingItem, ...], Meta(description="Cards that fall, including reactions.")
    ]


def run(context: Context, arguments: Namespace) -> int:
    """Print what depends on some sources; that nothing does is a good answer: `OK`."""
    revision = open_whole(context, arguments)
    briefing = revision.briefing
    aside = tuple(dict.fromkeys(arguments.sources))
    for key in aside:
        named(f"“{briefing.id}” has no source", key, briefing.sources_by_key)
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
        revision=revision.number or None,
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

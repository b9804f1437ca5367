"""``briefing affects``: what a newly added source contradicts, agrees with, or touches."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from briefing.desk.affected import Affected, Effect, affected
from briefing.model.briefing import Briefing
from briefing.views.address import bearer_address
from briefing.views.context import Context
from briefing.views.layout import field, wrap
from briefing.views.shapes import Ordinal, Shape, as_json
from briefing.views.source_at_hand import SourceAtHand, open_source
from briefing.views.verbs import OK


class AffectedItem(Shape, frozen=True, kw_only=True):
    """Something in the briefing that the source speaks of."""

    address: Annotated[str, Meta(description="NAME/SECTION/CARD#ITEM.")]
    text: Annotated[str, Meta(description="What the briefing says.")]
    effect: Effect
    paragraph: Ordinal
    passage: Annotated[str, Meta(description="The sentence of the source, in its words.")]
    why: Annotated[str, Meta(description="What the two have in common, or in what they differ.")]
    strength: Annotated[
        float, Meta(description="To compare with others of the same effect; the list is sorted.")
    ]


class AffectedList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing affects --format json``."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    source: Annotated[str, Meta(description="Citation key.")]
    affected: Annotated[
        tuple[AffectedItem, ...],
        Meta(description="What does not cite the source yet: the gravest and likeliest first."),
    ]


def run(context: Context, arguments: Namespace) -> int:
    """Print what a source affects; that it is nothing is a good answer: `OK`."""
    at_hand = open_source(context, arguments)
    briefing, key = at_hand.examination.briefing, at_hand.key
    found = affected(at_hand.examination, key)
    if arguments.format == "json":
        items = tuple(_item(briefing, one) for one in found)
        context.write(as_json(AffectedList(briefing=briefing.id, source=key, affected=items)))
    else:
        context.write_lines(_lines(at_hand, found, context.width))
    return OK


def _item(briefing: Briefing, one: Affected) -> AffectedItem:
    return AffectedItem(
        address=bearer_address(briefing, one.bearer),
        text=one.bearer.text,
        effect=one.effect,
        paragraph=one.passage.paragraph,
        passage=one.passage.words,
        why=one.why,
        strength=round(one.strength, 2),
    )


def _lines(at_hand: SourceAtHand, found: Sequence[Affected], width: int) -> list[str]:
    lines = field("Source", at_hand.named, width)
    for effect in Effect:
        affected_so = [one for one in found if one.effect is effect]
        lines += ["", *field(effect.capitalize(), str(len(affected_so) or "nothing"), width)]
        for one in affected_so:
            lines += wrap(one.bearer.text, width, first="- ", rest="  ")
            lines += field("Address", one.bearer.address, width, "  ")
            lines += field("Why", one.why, width, "  ")
            lines += field(f"¶{one.passage.paragraph}", one.passage.words, width, "  ")
    return lines

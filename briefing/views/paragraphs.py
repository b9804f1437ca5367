"""``briefing paragraphs``: the text of a source, numbered, with what cites each paragraph."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import Meta

from briefing.evidence.support import WHOLE, Bearer, by_paragraph, citing
from briefing.views.address import bearer_address
from briefing.views.context import Context
from briefing.views.layout import cell_width, field, wrap
from briefing.views.shapes import NonNegative, Ordinal, Shape, as_json
from briefing.views.source_at_hand import SourceAtHand, open_source
from briefing.views.verbs import OK


class CitedParagraph(Shape, frozen=True, kw_only=True):
    """A paragraph of a source."""

    number: Ordinal
    text: str
    cited_by: Annotated[
        tuple[str, ...], Meta(description="Addresses, NAME/SECTION/CARD#ITEM; none if uncited.")
    ]


class SourceParagraphs(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing paragraphs --format json``."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    source: Annotated[str, Meta(description="Citation key.")]
    cited: Annotated[NonNegative, Meta(description="How many paragraphs are cited.")]
    paragraphs: tuple[CitedParagraph, ...]
    whole: Annotated[
        tuple[str, ...], Meta(description="Addresses of what cites the source as a whole.")
    ]


def run(context: Context, arguments: Namespace) -> int:
    at_hand = open_source(context, arguments)
    found = {
        number: list({one.bearer.key: one.bearer for one in several}.values())
        for number, several in by_paragraph(citing(at_hand.examination, at_hand.key)).items()
    }
    if arguments.format == "json":
        context.write(as_json(_as_shape(at_hand, found)))
    else:
        context.write_lines(_lines(at_hand, found, context.width))
    return OK


_Found = Mapping[int, Sequence[Bearer]]
"""By numbers of paragraphs what rests on them, each once."""


def _as_shape(at_hand: SourceAtHand, found: _Found) -> SourceParagraphs:
    briefing = at_hand.examination.briefing
    return SourceParagraphs(
        briefing=briefing.id,
        source=at_hand.key,
        cited=_cited(at_hand, found),
        paragraphs=tuple(
            CitedParagraph(
                number=number,
                text=text,
                cited_by=tuple(bearer_address(briefing, one) for one in found.get(number, ())),
            )
            for number, text in enumerate(at_hand.text.lines, start=1)
        ),
        whole=tuple(bearer_address(briefing, one) for one in found.get(WHOLE, ())),
    )


def _cited(at_hand: SourceAtHand, found: _Found) -> int:
    return sum(number in found for number, _ in enumerate(at_hand.text.lines, start=1))


def _lines(at_hand: SourceAtHand, found: _Found, width: int) -> list[str]:
    total = len(at_hand.text.lines)
    lines = [
        *field("Source", at_hand.named, width),
        *field("Cited", f"{_cited(at_hand, found)} of {total} paragraphs", width),
    ]
    if WHOLE in found:
        lines += field("As a whole, by", ", ".join(one.key for one in found[WHOLE]), width)
    for number, text in enumerate(at_hand.text.lines, start=1):
        cited_by = found.get(number, ())
        times = f"×{len(cited_by)}" if cited_by else "–"
        first = f"¶{number} ".ljust(len(f"¶{total} ")) + f"{times} ".ljust(4)
        indent = " " * cell_width(first)
        lines += ["", *wrap(text, width, first=first, rest=indent)]
        if cited_by:
            lines += field("Cited by", ", ".join(one.key for one in cited_by), width, indent)
    return lines

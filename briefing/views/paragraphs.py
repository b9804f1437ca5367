"""``briefing paragraphs``: the text of a source, numbered, with what cites each paragraph."""

from __future__ import annotations

from argparse import Namespace
from typing import Annotated

from msgspec import Meta

from briefing.desk.coverage import Coverage, coverage
from briefing.model.briefing import Briefing
from briefing.views.address import bearer_address
from briefing.views.context import Context
from briefing.views.layout import cell_width, field, wrap
from briefing.views.phrases import source_name
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
    found = coverage(at_hand.examination, at_hand.key)
    assert found is not None, "its text is at hand"
    if arguments.format == "json":
        context.write(as_json(_as_shape(at_hand, found)))
    else:
        context.write_lines(_lines(at_hand.examination.briefing, at_hand.key, found, context.width))
    return OK


def _as_shape(at_hand: SourceAtHand, found: Coverage) -> SourceParagraphs:
    briefing = at_hand.examination.briefing
    return SourceParagraphs(
        briefing=briefing.id,
        source=at_hand.key,
        cited=found.cited,
        paragraphs=tuple(
            CitedParagraph(
                number=number,
                text=found.text.line(*found.text.paragraphs[number - 1]).strip(),
                cited_by=tuple(bearer_address(briefing, one) for one in cited_by),
            )
            for number, cited_by in enumerate(found.paragraphs, start=1)
        ),
        whole=tuple(bearer_address(briefing, one) for one in found.whole),
    )


def _lines(briefing: Briefing, key: str, found: Coverage, width: int) -> list[str]:
    total = len(found.paragraphs)
    lines = [
        *field("Source", f"{source_name(briefing, key)} ({key})", width),
        *field("Cited", f"{found.cited} of {total} paragraphs", width),
    ]
    if found.whole:
        lines += field("As a whole, by", ", ".join(one.key for one in found.whole), width)
    for number, cited_by in enumerate(found.paragraphs, start=1):
        start, end = found.text.paragraphs[number - 1]
        times = f"×{len(cited_by)}" if cited_by else "–"
        first = f"¶{number} ".ljust(len(f"¶{total} ")) + f"{times} ".ljust(4)
        indent = " " * cell_width(first)
        lines += ["", *wrap(found.text.line(start, end).strip(), width, first=first, rest=indent)]
        if cited_by:
            lines += field("Cited by", ", ".join(one.key for one in cited_by), width, indent)
    return lines

"""``briefing show``: a briefing, a section or a card."""

from __future__ import annotations

from argparse import Namespace

from briefing.export.json import short_json, to_json
from briefing.export.markdown import to_markdown
from briefing.plain.address import Place, find_place
from briefing.plain.cards import (
    briefing_lines,
    card_lines,
    header_lines,
    section_heading,
    section_lines,
    short_section_lines,
)
from briefing.plain.context import Context
from briefing.plain.table import OK


def run(context: Context, arguments: Namespace) -> int:
    """Print what an address leads to.

    Args:
        context: Library, streams and width.
        arguments: ``address``, ``format``, ``short``, ``revision``.

    Returns:
        0.

    Raises:
        BriefingError: There is nothing at that address, or it cannot be read.
    """
    place = find_place(context.library(), arguments.address, arguments.revision)
    # A card is what it is, in the short version or not.
    short = arguments.short and place.card is None
    match arguments.format:
        case "json" if short:
            context.write(short_json(place.revision, place.section))
        case "json":
            context.write(to_json(place.revision, place.section, place.card))
        case "md":
            context.write(to_markdown(place.revision, place.section, place.card, short=short))
        case _:
            context.write_lines(place_lines(place, context.width, short=short))
    return OK


def place_lines(place: Place, width: int, *, short: bool = False) -> list[str]:
    """Lay out what an address leads to.

    Args:
        place: A briefing, a section or a card.
        width: Most cells of a line.
        short: Whether to lay out what the short version has of a briefing or a section.

    Returns:
        Labelled lines that begin with what must be known of the briefing.
    """
    if place.section is None:
        return briefing_lines(place.revision, width, short=short)
    header = [*header_lines(place.revision, width), ""]
    if short:
        return header + short_section_lines(place.briefing, place.section, width)
    if place.card is None:
        return header + section_lines(place.briefing, place.section, width)
    heading = section_heading(place.briefing, place.section, width)
    return header + heading + [""] + card_lines(place.briefing, place.section, place.card, width)

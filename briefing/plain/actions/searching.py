"""``briefing search``: where words occur, in all briefings or in one."""

from __future__ import annotations

from argparse import Namespace
from itertools import groupby

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.plain.cards import section_heading
from briefing.plain.context import Context
from briefing.plain.layout import field
from briefing.plain.phrases import count
from briefing.plain.shapes import FoundText, SearchResult, as_json
from briefing.plain.table import NOTHING, OK
from briefing.search.finder import Finder, Hit

Found = tuple[Briefing, Hit]
"""A hit, and the briefing it is in."""


def run(context: Context, arguments: Namespace) -> int:
    """Find words.

    Args:
        context: Library, streams and width.
        arguments: ``query`` (words), ``briefing``, ``limit``, ``json``.

    Returns:
        1 where nothing is found.
    """
    query = " ".join(arguments.query)
    found = [
        (briefing, hit)
        for briefing in _briefings(context, arguments.briefing)
        for hit in Finder(briefing).find(query)
    ]
    shown = found[: arguments.limit]
    if arguments.json:
        hits = tuple(_found_text(briefing, hit) for briefing, hit in shown)
        context.write(as_json(SearchResult(query=query, total=len(found), hits=hits)))
    elif shown:
        context.write_lines(hit_lines(shown, context.width))
    context.say(_summary(query, len(found), len(shown)))
    return OK if found else NOTHING


def hit_lines(found: list[Found], width: int) -> list[str]:
    """Lay out what was found, by briefing, section and card.

    Args:
        found: In reading order, one briefing after the other.
        width: Most cells of a line.

    Returns:
        Labelled lines.
    """
    lines: list[str] = []
    for _, hits in groupby(found, key=lambda pair: pair[0].id):
        of_briefing = list(hits)
        briefing = of_briefing[0][0]
        lines += ["", *field("Briefing", briefing.title, width)]
        for section in briefing.sections:
            in_section = [hit for _, hit in of_briefing if hit.section_id == section.id]
            if not in_section:
                continue
            lines += ["", *section_heading(briefing, section, width)]
            titles = {card.id: card.title for card in section.cards}
            for card_id, of_card in groupby(in_section, key=lambda hit: hit.card_id):
                lines += ["", *field("Card", titles[card_id], width)]
                lines += field("Address", f"{briefing.id}/{section.id}/{card_id}", width, "  ")
                for hit in of_card:
                    lines += field(f"Found in {hit.field}", hit.text, width, "  ")
    return lines[1:]


def _briefings(context: Context, name: str | None) -> list[Briefing]:
    library = context.library()
    if name:
        return [library.open(name).briefing]
    opened = (_try_open(context, library, entry.id) for entry in library.entries())
    return [briefing for briefing in opened if briefing]


def _try_open(context: Context, library: Library, name: str) -> Briefing | None:
    try:
        return library.open(name).briefing
    except BriefingError as error:
        context.say(f"“{name}” was not searched. {error}")
        return None


def _found_text(briefing: Briefing, hit: Hit) -> FoundText:
    return FoundText(
        briefing=briefing.id,
        section=hit.section_id,
        card=hit.card_id,
        field=hit.field,
        claim=hit.claim_id,
        part=hit.part,
        text=hit.text,
        spans=hit.spans,
    )


def _summary(query: str, found: int, shown: int) -> str:
    if not found:
        return f"Nothing found for “{query}”."
    rest = "" if shown == found else f", the first {shown} shown"
    return f"Found in {count(found, 'place')}{rest}."

"""``briefing search``: where words occur, in all briefings or in one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Collection
from datetime import date
from functools import partial
from itertools import groupby
from typing import Final

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.plain.cards import section_heading
from briefing.plain.context import Context
from briefing.plain.layout import cell_width, field, wrap
from briefing.plain.phrases import count
from briefing.plain.shapes import FoundText, SearchResult, as_json
from briefing.plain.table import NOTHING, OK, USAGE
from briefing.search.evaluation import TOLD_BY_BRIEFING
from briefing.search.finder import Finder, Hit
from briefing.search.known import joined, read_query
from briefing.search.language import QueryError
from briefing.search.language.nodes import State

Found = tuple[Briefing, Hit]
"""A hit, and the briefing it is in."""

_TOLD: Final = TOLD_BY_BRIEFING | {State.UNVERIFIED}
"""What can be told without the reader's marks."""


def run(context: Context, arguments: Namespace) -> int:
    """Find what a query means.

    Args:
        context: Library, streams and width.
        arguments: ``query`` (words), ``briefing``, ``limit``, ``json``.

    Returns:
        1 where nothing is found, 2 where the query makes no sense.
    """
    text = " ".join(arguments.query)
    finders = [
        (briefing, Finder(briefing, partial(_states, context, briefing)))
        for briefing in _briefings(context, arguments.briefing)
    ]
    known = joined(finder.known for _, finder in finders)
    query = read_query(text, known if finders else {}, _TOLD.__contains__, date.today())
    if isinstance(query, QueryError):
        context.say("\n".join(fault_lines(text, query, context.width)))
        return USAGE
    found = [(briefing, hit) for briefing, finder in finders for hit in finder.find(query)]
    shown = found[: arguments.limit]
    if arguments.json:
        hits = tuple(_found_text(briefing, hit) for briefing, hit in shown)
        context.write(as_json(SearchResult(query=text, total=len(found), hits=hits)))
    elif shown:
        context.write_lines(hit_lines(shown, context.width))
    context.say(_summary(text, len(found), len(shown)))
    return OK if found else NOTHING


def fault_lines(text: str, error: QueryError, width: int) -> list[str]:
    """Say what is wrong with a query, with carets under the token where a line has room for it.

    Args:
        text: The query as typed.
        error: What is wrong with it.
        width: Most cells of a line.

    Returns:
        The query, the carets, and the message.
    """
    lines = wrap(error.message, width)
    if not text.isprintable() or cell_width(text) > width:
        return lines
    start, end = error.span
    carets = "^" * max(1, cell_width(text[start:end]))
    return [text, " " * cell_width(text[:start]) + carets, *lines]


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


def _states(context: Context, briefing: Briefing, state: State) -> Collection[str] | None:
    """The cards whose passages are not what they were; marks are known to the reader alone."""
    if state is not State.UNVERIFIED:
        return None
    # Texts of sources are read for this one question only.
    from briefing.evidence.examination import Examination  # noqa: PLC0415
    from briefing.plain.unverified import unverified  # noqa: PLC0415

    return unverified(Examination(briefing, context.corpus()))


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

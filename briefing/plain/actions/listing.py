"""``briefing list``: what there is to read."""

from __future__ import annotations

from argparse import Namespace

from briefing.library.catalogue import Entry
from briefing.plain.context import Context
from briefing.plain.layout import field
from briefing.plain.phrases import count, date_words
from briefing.plain.shapes import BriefingList, ListedBriefing, as_json
from briefing.plain.table import NOTHING, OK


def run(context: Context, arguments: Namespace) -> int:
    """List all published briefings.

    Args:
        context: Library, streams and width.
        arguments: ``json``.

    Returns:
        1 where there is no briefing.
    """
    entries = context.library().entries(context.say)
    if arguments.json:
        context.write(as_json(BriefingList(briefings=tuple(map(_listed, entries)))))
    elif entries:
        context.write_lines(list_lines(entries, context.width))
    if not entries:
        context.say("There is no briefing yet; publish one with `briefing publish FOLDER`.")
    return OK if entries else NOTHING


def list_lines(entries: list[Entry], width: int) -> list[str]:
    """Lay out a list of briefings.

    Args:
        entries: In the order to be shown.
        width: Most cells of a line.

    Returns:
        Labelled lines, a blank one between two briefings.
    """
    lines: list[str] = []
    for number, entry in enumerate(entries, start=1):
        lines += ["", *field(f"Briefing {number} of {len(entries)}", entry.title, width)]
        for label, value in _fields(entry):
            lines += field(label, value, width, "  ")
    return lines[1:]


def _fields(entry: Entry) -> list[tuple[str, str]]:
    if entry.problem:
        return [("Name", entry.id), ("Problem", entry.problem)]
    length = (
        f"{count(entry.short_minutes, 'minute')}; in full {count(entry.reading_minutes, 'minute')}"
    )
    return [
        ("Name", entry.id),
        ("Revision", str(entry.revision)),
        ("Information cut-off", date_words(entry.cutoff)),
        ("Reading time", f"{length}, {count(entry.words, 'word')}, {count(entry.cards, 'card')}"),
        ("Sources", str(entry.sources)),
    ]


def _listed(entry: Entry) -> ListedBriefing:
    return ListedBriefing(
        id=entry.id,
        title=entry.title,
        revision=entry.revision,
        published=entry.published,
        cutoff=entry.cutoff,
        cards=entry.cards,
        words=entry.words,
        reading_minutes=entry.reading_minutes,
        short_words=entry.short_words,
        short_minutes=entry.short_minutes,
        sources=entry.sources,
        problem=entry.problem,
    )

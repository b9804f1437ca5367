"""``briefing list``: what there is to read."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from briefing.library.files import CatalogueEntry
from briefing.model.dates import EdtfDate
from briefing.model.text import count
from briefing.views.context import Context
from briefing.views.layout import field, fields
from briefing.views.phrases import Labelled, date_words
from briefing.views.shapes import NonNegative, Shape, as_json
from briefing.views.verbs import NOTHING, OK


class ListedBriefing(Shape, frozen=True, kw_only=True):
    """One line of ``briefing list``; counts are 0 and revision is 0 where there is a problem."""

    id: Annotated[str, Meta(description="Name to open it by.")]
    title: str
    revision: NonNegative
    published: Annotated[datetime, Meta(tz=True, description="Time of publication.")] | None
    cutoff: Annotated[EdtfDate | None, Meta(description="Nothing later was taken in.")]
    cards: NonNegative
    words: NonNegative
    reading_minutes: NonNegative
    short_words: Annotated[int, Meta(ge=0, description="Words of the short version.")]
    short_minutes: NonNegative
    sources: NonNegative
    problem: Annotated[str | None, Meta(description="Why it cannot be opened; null if it can.")]


class BriefingList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing list --json``."""

    briefings: tuple[ListedBriefing, ...]


def run(context: Context, arguments: Namespace) -> int:
    """List all published briefings; the exit code is 1 where there is none."""
    entries = context.library().entries(context.say)
    if arguments.json:
        context.write(as_json(BriefingList(briefings=tuple(map(_listed, entries)))))
    elif entries:
        context.write_lines(_lines(entries, context.width))
    if not entries:
        context.say("There is no briefing yet; publish one with `briefing publish FOLDER`.")
    return OK if entries else NOTHING


def _lines(entries: list[CatalogueEntry], width: int) -> list[str]:
    lines: list[str] = []
    for number, entry in enumerate(entries, start=1):
        lines += ["", *field(f"Briefing {number} of {len(entries)}", entry.title, width)]
        lines += fields(_labelled(entry), width, "  ")
    return lines[1:]


def _labelled(entry: CatalogueEntry) -> Labelled:
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


def _listed(entry: CatalogueEntry) -> ListedBriefing:
    return ListedBriefing(**msgspec.structs.asdict(entry))

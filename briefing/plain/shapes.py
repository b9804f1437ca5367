"""The shapes of the JSON that the program prints; each has its JSON Schema in ``schemas/``.

What ``briefing show`` prints has its shape in `briefing.export.json`; what is said of evidence and
sources, in `briefing.plain.sourcing_shapes`.

Fields of our own shapes are always there, null where there is nothing to give. In what comes from a
briefing (`briefing.model`), a field that is not given is left out, or stands for its default.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from briefing.model.claims import Figure
from briefing.model.dates import EdtfDate
from briefing.model.record import Record

Count = Annotated[int, Meta(ge=0)]
Ordinal = Annotated[int, Meta(ge=1)]


class Shape(Record, frozen=True, kw_only=True, omit_defaults=False):
    """Base of our own shapes: no field is left out."""


class ListedBriefing(Shape, frozen=True, kw_only=True):
    """One line of ``briefing list``; counts are 0 and revision is 0 where there is a problem."""

    id: Annotated[str, Meta(description="Name to open it by.")]
    title: str
    revision: Count
    published: Annotated[datetime, Meta(tz=True, description="Time of publication.")] | None
    cutoff: Annotated[EdtfDate | None, Meta(description="Nothing later was taken in.")]
    cards: Count
    words: Count
    reading_minutes: Count
    short_words: Annotated[int, Meta(ge=0, description="Words of the short version.")]
    short_minutes: Count
    sources: Count
    problem: Annotated[str | None, Meta(description="Why it cannot be opened; null if it can.")]


class BriefingList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing list --json``."""

    briefings: tuple[ListedBriefing, ...]


class FoundPlace(Shape, frozen=True, kw_only=True):
    """One text of a card in which words were found."""

    field: Annotated[str, Meta(description="What the text is: title, claim, speaker and so on.")]
    claim: Annotated[
        str | None,
        Meta(description="Id of the claim that the text belongs to; null in a search of all."),
    ]
    part: Annotated[
        str | None,
        Meta(description="Figure id, actor id, citation key or number of the position."),
    ]
    text: str
    spans: Annotated[
        tuple[tuple[Count, Count], ...],
        Meta(description="Start and end of each match in the text, in Unicode code points."),
    ]


class FoundCard(Shape, frozen=True, kw_only=True):
    """A card that a query means."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    briefing_title: str
    revision: Ordinal
    day: Annotated[date, Meta(description="Cut-off of the briefing, else when it was published.")]
    section: Annotated[str, Meta(description="Id of the section.")]
    card: Annotated[str, Meta(description="Id of the card.")]
    title: Annotated[str, Meta(description="Title of the card.")]
    places: Annotated[
        tuple[FoundPlace, ...],
        Meta(
            description="Where the words are. In a search of all briefings the title and the"
            " first other text that has them; where no word was asked for, the first text."
        ),
    ]


class SearchResult(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing search --json``."""

    query: str
    more: Annotated[bool, Meta(description="Whether more cards were found than are listed.")]
    cards: tuple[FoundCard, ...]


class ListedFigure(Shape, frozen=True, kw_only=True):
    """A figure, and where it stands."""

    card: Annotated[str, Meta(description="Address of its card, NAME/SECTION/CARD.")]
    key: Annotated[bool, Meta(description="Whether it is one of the key figures.")]
    figure: Figure


class FigureList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing figures NAME --format json``: key figures first."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    revision: Ordinal
    figures: tuple[ListedFigure, ...]


class CheckedProblem(Shape, frozen=True, kw_only=True):
    """One mistake in the text of a briefing, or one thing that does not agree with its sources."""

    path: str
    line: Ordinal
    column: Annotated[int, Meta(ge=1, description="In characters.")]
    severity: Annotated[str, Meta(pattern="^(error|warning)$")]
    code: Annotated[str, Meta(description="Stable name of the kind of mistake.")]
    message: Annotated[str, Meta(description="What is wrong.")]
    fix: Annotated[str, Meta(description="What to do about it.")]
    reason: Annotated[
        str | None, Meta(description="Why the curator allows a warning; null if not allowed.")
    ]


class DerivedDate(Shape, frozen=True, kw_only=True):
    """A date that a source does not print but that follows from when it speaks."""

    path: str
    line: Ordinal
    column: Annotated[int, Meta(ge=1, description="In characters.")]
    date: Annotated[str, Meta(description="As the briefing has it, for a reader.")]
    source: Annotated[str, Meta(description="Citation key.")]
    how: Annotated[str, Meta(description="Out of what it follows, in words.")]


class CheckedTally(Shape, frozen=True, kw_only=True):
    """How many things of a kind there are, and what came of checking them."""

    total: Count
    verified: Annotated[int, Meta(ge=0, description="How many agree with their sources.")]
    unchecked: Annotated[int, Meta(ge=0, description="How many lack a text to check them in.")]


class CheckResult(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing check --format json``."""

    files: Annotated[int, Meta(ge=0, description="Files looked at.")]
    errors: Count
    warnings: Annotated[int, Meta(ge=0, description="Those not explained.")]
    explained: Annotated[int, Meta(ge=0, description="Warnings that the curator allows.")]
    problems: Annotated[
        tuple[CheckedProblem, ...],
        Meta(description="Those explained are among them only with --explained."),
    ]
    derived_dates: tuple[DerivedDate, ...]
    verified: Annotated[
        dict[str, CheckedTally],
        Meta(description="By kind: claims, quotes, figures, numbers, names, dates."),
    ]


class ListedKey(Shape, frozen=True, kw_only=True):
    """One thing to do in the reader, and the keys that do it."""

    id: Annotated[str, Meta(description="Name to remap it by in the configuration.")]
    group: str
    keys: tuple[str, ...]
    label: str
    help: str


class KeyList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing keys --json``."""

    keys: tuple[ListedKey, ...]


def as_json(shape: Shape) -> str:
    """Write a shape as JSON for people and programs: indented, UTF-8, one newline at the end.

    Args:
        shape: Any of the shapes here.

    Returns:
        JSON text (RFC 8259).
    """
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode() + "\n"

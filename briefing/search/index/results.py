"""What a search in a library gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

import msgspec

from briefing.search.finder import Span

Stop = Callable[[], bool]
"""Tells whether nobody waits any more for what is being done."""


def never() -> bool:
    """Somebody waits, however long it takes."""
    return False


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page of results ended, so that the next can go on after it.

    Attributes:
        row: Number of the last card in the index.
        rank: How well it fits, less is better; None where cards are listed by date.
    """

    row: int
    rank: float | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A card that was found.

    Attributes:
        briefing_id: Id of its briefing.
        briefing_title: Title of its briefing.
        revision: Number of the revision that was searched.
        section_id: Id of its section.
        section_title: Title of its section.
        kind: What its section's cards are about.
        card_id: Its id.
        card_title: Its title.
        day: Cut-off of its briefing; day of publication where it has none.
        title_spans: The matches in its title, in code points.
        field: What the text below is.
        text: The first place but the title that has a match; else the first after the title.
        spans: The matches in that text; none where they are in the title, or nowhere.
    """

    briefing_id: str
    briefing_title: str
    revision: int
    section_id: str
    section_title: str
    kind: str
    card_id: str
    card_title: str
    day: date
    title_spans: tuple[Span, ...] = ()
    field: str = ""
    text: str = ""
    spans: tuple[Span, ...] = ()


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was found.

    Attributes:
        rows: The cards, the newest first unless they are ranked.
        partial: Whether the index is still being made, so that there may be more.
        total: How many there are, where that is known without looking for them all.
        more: Where to go on; None where this is the end.
        ranked: Among how many of the newest that may fit they are ranked; None where they are
            listed by date.
    """

    rows: tuple[Row, ...] = ()
    partial: bool = False
    total: int | None = None
    more: Mark | None = None
    ranked: int | None = None


class Stage(StrEnum):
    """What the keeper of the index is doing."""

    CHECKING = "checking"
    BUILDING = "building"
    READY = "ready"
    WITHOUT = "without"  # no index can be kept


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the index is.

    Attributes:
        stage: What is being done.
        done: Briefings that are in the index as they are in the library.
        of: Briefings in the library.
        notice: What went wrong, in sentences that say what it means; None where nothing did.
    """

    stage: Stage = Stage.CHECKING
    done: int = 0
    of: int = 0
    notice: str | None = None

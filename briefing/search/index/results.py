"""What is searched in a library, and what a search gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

import msgspec

from briefing.model.briefing import Revision
from briefing.search.document import SearchedCard
from briefing.search.evaluate import Evaluator
from briefing.search.patterns import Pattern
from briefing.search.query import Span
from briefing.search.similar import Similar

Stop = Callable[[], bool]
"""Tells whether nobody waits any more for what is being done."""


def never() -> bool:
    return False


class PageEnd(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page ended: number of its last card and, where cards are ranked, its rank."""

    row: int
    rank: float | None = None


class CardRow(msgspec.Struct, frozen=True, kw_only=True):
    """A card that was found.

    Attributes:
        day: Cut-off of its briefing; day of publication where it has none.
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


def make_row(card: SearchedCard, evaluator: Evaluator) -> CardRow:
    """Make the row of a card that is meant: the words as typed are shown before other names."""
    matches = _first_matches(card, evaluator.typed) or _first_matches(card, evaluator.found(card))
    # The first text is the title.
    title_spans = matches.pop(0, ())
    shown = next(iter(matches), 1)
    field, text = card.texts[shown] if shown < len(card.texts) else ("", "")
    section = card.head.sections[card.section]
    return CardRow(
        briefing_id=card.head.id,
        briefing_title=card.head.title,
        revision=card.head.number,
        section_id=section.id,
        section_title=section.title,
        kind=section.kind,
        card_id=card.id,
        card_title=card.texts[0][1],
        day=date.fromordinal(card.head.day),
        title_spans=title_spans,
        field=field,
        text=text,
        spans=matches.get(shown, ()),
    )


def _first_matches(card: SearchedCard, patterns: Sequence[Pattern]) -> dict[int, tuple[Span, ...]]:
    """Matches in the title, and in the first other text that has any."""
    found = {}
    for number, spans in card.matches(patterns):
        found[number] = spans
        if number > 0:
            break
    return found


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was found.

    Attributes:
        partial: Whether the index is still being made, so that there may be more.
        total: How many there are, where that is known without looking for them all.
        ranked: Among how many of the newest they are ranked; None where they are listed by date.
        similar: What was found instead, as there was nothing.
    """

    rows: tuple[CardRow, ...] = ()
    partial: bool = False
    total: int | None = None
    more: PageEnd | None = None
    ranked: int | None = None
    similar: Similar | None = None


class Stage(StrEnum):
    """What the keeper is doing, as its progress is shown."""

    CHECKING = "checking"
    BUILDING = "building"
    READY = "ready"
    WITHOUT = "without"  # no index can be kept


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the index is.

    Attributes:
        done: Briefings that are in the index as they are in the library.
        of: Briefings in the library.
        notice: What went wrong, in sentences that say what it means; None where nothing did.
    """

    stage: Stage = Stage.CHECKING
    done: int = 0
    of: int = 0
    notice: str | None = None


# -- libraries -------------------------------------------------------------------------------------

Instead = Callable[[], Mapping[str, Revision | None]]
"""Gives what is read instead of what is published: by id of each briefing that is published in
another state than it is read in, the revision to search; None where there is none."""


class Shelf(Protocol):
    """The library as the index sees it."""

    def stamps(self) -> Mapping[str, str]:
        """Give, by id in the order in which they are best indexed, the state of each file."""

    def open(self, id_: str) -> Revision | None:
        """Read the current revision of a briefing; None where it cannot be read."""


class Given:
    """Some revisions in place of a library; others come from a shelf behind it."""

    def __init__(
        self, revisions: Mapping[str, Revision | None], shelf: Shelf | None = None
    ) -> None:
        self._revisions = revisions
        self._shelf = shelf

    def stamps(self) -> dict[str, str]:
        others = self._shelf.stamps() if self._shelf else {}
        return dict.fromkeys(self._revisions, "") | {
            id_: stamp for id_, stamp in others.items() if id_ not in self._revisions
        }

    def open(self, id_: str) -> Revision | None:
        if id_ in self._revisions or self._shelf is None:
            return self._revisions[id_]
        return self._shelf.open(id_)

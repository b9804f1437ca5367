"""What is new in a briefing since a revision, as `digest` and `watch` tell it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NamedTuple, Self

from msgspec import Meta

from briefing.library.changes.kinds import Change
from briefing.library.library import Library
from briefing.library.revisions import HistoryEntry
from briefing.model.briefing import Revision
from briefing.model.records import Withdrawal
from briefing.views.change_words import Between, ShownChange
from briefing.views.changes import (
    ShownRevision,
    new_withdrawals,
    note_facts,
    shown_revision,
    withdrawal_facts,
)
from briefing.views.layout import field, fields
from briefing.views.phrases import Labelled
from briefing.views.shapes import Ordinal, Shape


class News(NamedTuple):
    """What is new in a briefing.

    Attributes:
        between: None where the briefing itself is new.
        entries: The revisions since, oldest first.
    """

    revision: Revision
    between: Between | None
    entries: Sequence[HistoryEntry]

    @property
    def changes(self) -> Sequence[Change]:
        return self.between.changes if self.between else ()

    @property
    def withdrawals(self) -> tuple[Withdrawal, ...]:
        return new_withdrawals(self.between.old if self.between else None, self.revision)

    def facts(self, more: Iterable[tuple[str, str]] = ()) -> Labelled:
        """Say what is to be known before the changes, with something more of the revision."""
        held = f"before {self.between.old.number}" if self.between else "new"
        known = [("Name", self.revision.briefing.id)]
        known += [("Revision", f"{self.revision.number}, {held}"), *more]
        return [*known, *withdrawal_facts(self.withdrawals), *note_facts(self.entries)]

    def heading(
        self, place: int, of: int, width: int, more: Iterable[tuple[str, str]] = ()
    ) -> list[str]:
        """Lay out the facts of a briefing that has its place among several."""
        apart = ["", ""] if place > 1 else []
        title = field(f"Briefing {place} of {of}", self.revision.briefing.title, width)
        return [*apart, *title, *fields(self.facts(more), width, "  ")]


def news_since(library: Library, revision: Revision, base: int) -> News:
    """Say what is new in a revision since an earlier one, 0 for one before the first.

    It is held against the newest that can be read up to the earlier one.
    """
    name = revision.briefing.id
    old = next(library.before(name, base + 1), None) if base < revision.number else None
    entries = [one for one in library.history(name) if one.number > base]
    return News(revision, Between(old, revision) if old else None, entries)


class BriefingNews(Shape, frozen=True, kw_only=True):
    """A briefing in which something is new."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    title: str
    old: Annotated[
        Ordinal | None,
        Meta(description="Revision that it is held against; null where the briefing is new."),
    ]
    new: Annotated[Ordinal, Meta(description="The current revision.")]
    revisions: Annotated[tuple[ShownRevision, ...], Meta(description="Those since, in order.")]
    withdrawals: Annotated[
        tuple[Withdrawal, ...], Meta(description="Revisions that were taken back since.")
    ]
    changes: Annotated[
        tuple[ShownChange, ...],
        Meta(
            description="As of `briefing changes`, with a query those on the cards that it means or"
            " meant; empty of a new briefing."
        ),
    ]

    @classmethod
    def of(cls, news: News, changes: Iterable[Change], **more: Any) -> Self:  # noqa: ANN401 - fields of the class
        """Show some of the changes, and what a class of its own has beside them."""
        return cls(
            briefing=news.revision.briefing.id,
            title=news.revision.briefing.title,
            old=news.between.old.number if news.between else None,
            new=news.revision.number,
            revisions=tuple(map(shown_revision, news.entries)),
            withdrawals=news.withdrawals,
            changes=tuple(map(news.between.shown, changes)) if news.between else (),
            **more,
        )

"""Revisions by number or by day: what a briefing was at some time."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from briefing.library.errors import LibraryError
from briefing.library.library import Library
from briefing.model.briefing import Revision
from briefing.model.records import Withdrawal

if TYPE_CHECKING:
    from briefing.views.context import Context

AsOf = int | date
"""A revision by its number, or the one that was current at the end of a day (UTC)."""


def open_as_of(library: Library, name: str, as_of: AsOf | None) -> Revision:
    """Open a briefing as it was, or as it is for None.

    Raises:
        NotPublishedError: There is no such briefing or revision, or was none on that day.
    """
    if not isinstance(as_of, date):
        return library.open(name, as_of)
    return library.open(name, library.at(name, end_of(as_of)))


def end_of(day: date) -> datetime:
    """The last moment of a day, UTC."""
    return datetime.combine(day, time.max, UTC)


def tell_of_withdrawal(context: Context, library: Library, revision: Revision) -> None:
    """Tell whoever is shown a revision that it was withdrawn since."""
    found = withdrawal_of(library, revision)
    if found is not None:
        context.say(f"Revision {found.revision} was withdrawn on {found.on.label}: {found.reason}")


def withdrawal_of(library: Library, revision: Revision) -> Withdrawal | None:
    """Say that a revision was withdrawn, as far as is known now."""
    known = revision.withdrawals
    with suppress(LibraryError):
        known = library.open(revision.briefing.id).withdrawals
    return next((one for one in known if one.revision == revision.number), None)


def before(library: Library, revision: Revision) -> Revision | None:
    """Open the newest revision before another that can be read; None where there is none."""
    name = revision.briefing.id
    for number in reversed(library.revisions(name)):
        if number < revision.number:
            with suppress(LibraryError):
                return library.open(name, number)
    return None

"""Revisions by number or by day: what a briefing was at some time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from briefing.library.errors import LibraryError, NotPublishedError
from briefing.library.library import Library, Say
from briefing.model.briefing import Revision
from briefing.model.records import Withdrawal

if TYPE_CHECKING:
    from briefing.views.context import Context

AsOf = int | date
"""A revision by its number, or the one that was current at the end of a day (UTC)."""

MOST_BRIEFINGS: Final = 100
"""Briefings that are looked through, the newest first: they are read in a second or two."""


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
        what = f"Revision {found.revision} of “{revision.briefing.id}”"
        context.say(f"{what} was withdrawn on {found.on.label}: {found.reason}")


def withdrawal_of(library: Library, revision: Revision) -> Withdrawal | None:
    """Say that a revision was withdrawn, as far as is known now."""
    if revision.is_notice:
        return None
    known = revision.withdrawals
    with suppress(LibraryError):
        known = library.open(revision.briefing.id).withdrawals
    return next((one for one in known if one.revision == revision.number), None)


def open_past(library: Library, name: str, as_of: AsOf | None, say: Say) -> Revision | None:
    """Open one of several briefings as it was, or as it is; None where it cannot be.

    Why is told, unless it was not published yet.
    """
    try:
        return open_as_of(library, name, as_of)
    except NotPublishedError as error:
        # It may have been published then, by a revision that does not say so any more.
        known = library.history(name) if as_of and library.stamp(name) else ()
        problem = next((one.problem for one in known if one.problem), None)
        problem = problem if as_of else str(error)
    except LibraryError as error:
        problem = str(error)
    if problem is not None:
        say(f"“{name}” was not looked through. {problem}")
    return None


def past_revisions(context: Context, library: Library, day: date) -> Iterator[Revision]:
    """Open briefings as they stood at the end of a day, the one published last first.

    What was not published yet is left out; what cannot be read or was withdrawn is told.
    """
    entries = library.entries(context.say)
    for entry in entries[:MOST_BRIEFINGS]:
        if revision := open_past(library, entry.id, day, context.say):
            tell_of_withdrawal(context, library, revision)
            yield revision
    if len(entries) > MOST_BRIEFINGS:
        context.say(f"Only the {MOST_BRIEFINGS} newest briefings were looked through.")

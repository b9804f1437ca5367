"""Revisions by number or by day: what a briefing was at some time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final, NamedTuple

from briefing.library.errors import LibraryError, NotPublishedError
from briefing.library.library import Library
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
    return library.open(name, number_at(library, name, end_of(as_of)))


def end_of(day: date) -> datetime:
    """The last moment of a day, UTC."""
    return datetime.combine(day, time.max, UTC)


class HistoryEntry(NamedTuple):
    """A revision in the history of a briefing; where it cannot be read, its number and why."""

    number: int
    published: datetime | None = None
    note: str = ""
    withdrawn: Withdrawal | None = None
    problem: str | None = None


def history(library: Library, name: str) -> list[HistoryEntry]:
    found = []
    withdrawals = {one.revision: one for one in library.open(name).withdrawals}
    for number in library.revisions(name):
        try:
            one = library.open(name, number)
        except LibraryError as error:
            found.append(HistoryEntry(number, problem=str(error)))
        else:
            entry = HistoryEntry(number, one.published, one.note, withdrawals.get(number))
            found.append(entry)
    return found


def number_at(library: Library, name: str, moment: datetime) -> int:
    for number in reversed(library.revisions(name)):
        if library.open(name, number).published <= moment:
            return number
    raise NotPublishedError(f"“{name}” was not published yet on {moment:%Y-%m-%d at %H:%M %Z}.")


def tell_of_withdrawal(context: Context, library: Library, revision: Revision) -> None:
    """Tell whoever is shown a revision that it was withdrawn since."""
    found = withdrawal_of(library, revision)
    if found is not None:
        what = f"Revision {found.revision} of “{revision.briefing.id}”"
        context.say(f"{what} was withdrawn on {found.on.label}: {found.reason}")


def withdrawal_of(library: Library, revision: Revision) -> Withdrawal | None:
    """Say that a revision was withdrawn, as far as is known now."""
    known = revision.withdrawals
    with suppress(LibraryError):
        known = library.open(revision.briefing.id).withdrawals
    return next((one for one in known if one.revision == revision.number), None)


def latest_before(library: Library, name: str, number: int) -> Revision | None:
    """Open the newest revision before a number that can be read; None where there is none."""
    for earlier in reversed(library.revisions(name)):
        if earlier < number:
            with suppress(LibraryError):
                return library.open(name, earlier)
    return None


def past_revisions(context: Context, library: Library, day: date) -> Iterator[Revision]:
    """Open briefings as they stood at the end of a day, the one published last first.

    What was not published yet is left out; what cannot be read or was withdrawn is told.
    """
    entries = library.entries(context.say)
    for entry in entries[:MOST_BRIEFINGS]:
        try:
            revision = open_as_of(library, entry.id, day)
        except NotPublishedError:
            continue
        except LibraryError as error:
            context.say(f"“{entry.id}” was not looked through. {error}")
            continue
        tell_of_withdrawal(context, library, revision)
        yield revision
    if len(entries) > MOST_BRIEFINGS:
        context.say(f"Only the {MOST_BRIEFINGS} newest briefings were looked through.")

"""``briefing changes`` and ``briefing diff``: what is different between two revisions."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Final

from msgspec import Meta

from briefing.library.changes.kinds import ChangeKind
from briefing.library.errors import LibraryError
from briefing.library.library import Library
from briefing.library.revisions import HistoryEntry
from briefing.library.since import told_since
from briefing.model.briefing import Revision
from briefing.model.dates import EdtfDate
from briefing.model.records import Withdrawal
from briefing.views.address import NotFoundError
from briefing.views.change_words import Between, ShownChange
from briefing.views.context import Context
from briefing.views.layout import fields
from briefing.views.moments import AsOf, open_as_of
from briefing.views.phrases import Labelled, day_words, publication_words
from briefing.views.shapes import Ordinal, Shape, as_json
from briefing.views.verbs import NOTHING, OK

_FIRST: Final = (ChangeKind.CORRECTED, ChangeKind.RETRACTED)


class ShownWithdrawal(Shape, frozen=True, kw_only=True):
    """That a revision was taken back."""

    on: EdtfDate
    reason: str


class ShownRevision(Shape, frozen=True, kw_only=True):
    """A revision, with what the curator says of it."""

    number: Ordinal
    published: (
        Annotated[datetime, Meta(tz=True, description="UTC; null where it cannot be read.")] | None
    )
    note: Annotated[str, Meta(description="The curator's line on what is new; empty without.")]
    withdrawn: Annotated[
        ShownWithdrawal | None, Meta(description="That it was taken back since; null if not.")
    ]
    problem: Annotated[str | None, Meta(description="Why it cannot be read; null if it can.")]


class ChangeList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing changes --json`` and ``briefing diff --json``."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    title: Annotated[str, Meta(description="As of the later revision.")]
    old: Annotated[Ordinal, Meta(description="Number of the earlier revision.")]
    new: Annotated[Ordinal, Meta(description="Number of the later revision.")]
    revisions: Annotated[
        tuple[ShownRevision, ...],
        Meta(description="The earlier one, those between, and the later one, in order."),
    ]
    changes: Annotated[
        tuple[ShownChange, ...],
        Meta(description="The most important first; of a kind, those of the short version."),
    ]


def run(context: Context, arguments: Namespace) -> int:
    """Print what has changed since a revision; the exit code is 1 where nothing has."""
    library, name = context.library(), arguments.name
    new = library.open(name)
    old = open_before(context, library, new, arguments.since)
    return _print(context, arguments, library, Between(old, new))


def run_diff(context: Context, arguments: Namespace) -> int:
    """Print what is different between two revisions; the exit code is 1 where nothing is."""
    library, name = context.library(), arguments.name
    old = open_as_of(library, name, arguments.old)
    new = open_as_of(library, name, arguments.new)
    return _print(context, arguments, library, Between(old, new))


def open_before(context: Context, library: Library, new: Revision, since: AsOf | str) -> Revision:
    """Open the revision since which changes are asked for: by number, by day, or the last read.

    Raises:
        NotFoundError: There is no earlier one.
    """
    if isinstance(since, str):
        return _read_before(context, library, new)
    return open_as_of(library, new.briefing.id, since)


def _read_before(context: Context, library: Library, new: Revision) -> Revision:
    """The revision that the reader had read before the newest, else the one before the newest."""
    name = new.briefing.id
    read = told_since(library, context.marks(), new)
    why = f"Which revision of “{name}” you read before the newest is not known here"
    if read is not None and read != new.number:
        try:
            return library.open(name, read)
        except LibraryError:
            why = f"Revision {read} of “{name}”, which you read, cannot be read any more"
    earlier = next(library.before(name, new.number), None)
    if earlier is None and library.revisions(name) == [new.number]:
        raise NotFoundError(f"“{name}” has no earlier revision, so nothing has changed.")
    if earlier is None:
        raise NotFoundError(f"{why}, nor is there another, so what has changed is not known.")
    context.say(
        f"{why}; this is what changed from revision {earlier.number} to revision {new.number}."
    )
    return earlier


def _print(context: Context, arguments: Namespace, library: Library, between: Between) -> int:
    old, new = between.old.number, between.new.number
    entries = [
        one
        for one in library.history(arguments.name)
        if min(old, new) <= one.number <= max(old, new)
    ]
    if arguments.json:
        context.write(as_json(_listed(between, entries)))
    else:
        context.write_lines(_lines(between, entries, context.width, unfolded=arguments.all))
    if between.new.is_notice:
        context.say(f"“{arguments.name}” was withdrawn as a whole.")
    elif not between.changes:
        context.say(f"Nothing that is read has changed from revision {old} to revision {new}.")
    return OK if between.changes or between.new.is_notice else NOTHING


def _listed(between: Between, entries: Sequence[HistoryEntry]) -> ChangeList:
    return ChangeList(
        briefing=between.new.briefing.id,
        title=between.new.briefing.title,
        old=between.old.number,
        new=between.new.number,
        revisions=tuple(map(shown_revision, entries)),
        changes=tuple(map(between.shown, between.changes)),
    )


def shown_revision(entry: HistoryEntry) -> ShownRevision:
    taken = entry.withdrawn
    return ShownRevision(
        number=entry.number,
        published=entry.published,
        note=entry.note,
        withdrawn=ShownWithdrawal(on=taken.on, reason=taken.reason) if taken else None,
        problem=entry.problem,
    )


def _lines(
    between: Between, entries: Sequence[HistoryEntry], width: int, *, unfolded: bool
) -> Iterator[str]:
    """Lay out what has changed: what was wrong, then the curator's notes, then all else."""
    yield from fields(
        [
            ("Briefing", between.new.briefing.title),
            ("Name", between.new.briefing.id),
            ("From revision", publication_words(between.old)),
            ("To revision", publication_words(between.new)),
        ],
        width,
    )
    taken = [one.withdrawn for one in entries if one.withdrawn]
    yield from fields(withdrawal_facts(taken), width)
    first = [one for one in between.changes if one.kind in _FIRST]
    yield from between.lines(first, width)
    since = [one for one in entries if one.number != between.old.number]
    if said := fields(note_facts(since), width):
        yield from ["", *said]
    rest = between.changes[len(first) :]
    yield from between.lines(rest, width, unfolded=unfolded)


def note_facts(entries: Iterable[HistoryEntry]) -> Labelled:
    """Give the curator's notes of some revisions; nothing of one that has none."""
    return [(_named(one), one.note) for one in entries if one.note]


def new_withdrawals(old: Revision | None, new: Revision) -> tuple[Withdrawal, ...]:
    """Say what was withdrawn between two revisions, be it the earlier of them or one before."""
    known = old.withdrawals if old else ()
    return tuple(one for one in new.withdrawals if one not in known and one.revision != new.number)


def withdrawal_facts(withdrawals: Iterable[Withdrawal]) -> Labelled:
    return [
        (f"Revision {one.revision}", f"withdrawn {withdrawn_words(one)}") for one in withdrawals
    ]


def withdrawn_words(withdrawal: Withdrawal) -> str:
    return f"on {withdrawal.on.label}: {withdrawal.reason}"


def _named(entry: HistoryEntry) -> str:
    day = f", {day_words(entry.published.date())}" if entry.published else ""
    return f"Revision {entry.number}{day}"

"""``briefing log``: the revisions of a briefing, and what changed with each."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Final, NamedTuple

import msgspec
from msgspec import Meta

from briefing.library.changes.comparing import Comparison
from briefing.library.changes.kinds import Change, ChangeKind
from briefing.library.errors import LibraryError
from briefing.library.library import Library
from briefing.library.revisions import HistoryEntry
from briefing.model.briefing import Revision
from briefing.model.text import count
from briefing.views.change_words import count_words
from briefing.views.changes import ShownRevision, shown_revision, withdrawn_words
from briefing.views.context import Context
from briefing.views.layout import field, fields
from briefing.views.phrases import Labelled, moment_words
from briefing.views.shapes import NonNegative, Ordinal, Shape, as_json
from briefing.views.verbs import OK

MOST: Final = 50
"""Revisions that are listed unless all are asked for; each is held against the one before."""


class LoggedRevision(Shape, frozen=True, kw_only=True):
    """A revision, and how many changes of each kind it brought."""

    revision: ShownRevision
    before: Annotated[
        int | None,
        Meta(description="Revision that it is held against; null for the first that can be read."),
    ]
    withdraws: Annotated[
        tuple[Ordinal, ...], Meta(description="Numbers of the revisions that it took back.")
    ]
    changes: Annotated[
        dict[ChangeKind, NonNegative],
        Meta(description="By kind, those that there are; empty where `before` is null."),
    ]


class RevisionLog(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing log --json``: the newest first."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    more: Annotated[bool, Meta(description="Whether there are revisions that are not listed.")]
    revisions: tuple[LoggedRevision, ...]


class _Logged(NamedTuple):
    entry: HistoryEntry
    before: int | None = None
    changes: Sequence[Change] = ()
    problem: str | None = None
    has_earlier: bool = False
    is_notice: bool = False


def run(context: Context, arguments: Namespace) -> int:
    """List the revisions of a briefing, the newest first."""
    library, name = context.library(), arguments.name
    newest_first = library.history(name)[::-1]
    shown = newest_first if arguments.all else newest_first[:MOST]
    logged = _logged(library, name, newest_first, len(shown))
    if arguments.json:
        more = len(shown) < len(newest_first)
        revisions = tuple(map(_listed, logged))
        context.write(as_json(RevisionLog(briefing=name, more=more, revisions=revisions)))
        return OK
    for number, one in enumerate(logged):
        context.write_lines([*([""] if number else []), *_lines(one, context.width)])
    if rest := len(newest_first) - len(shown):
        context.say(f"{count(rest, 'earlier revision')}: see `briefing log {name} --all`.")
    return OK


def _logged(
    library: Library, name: str, newest_first: Sequence[HistoryEntry], most: int
) -> Iterator[_Logged]:
    """Hold each of the newest against the next older one that can be read, when it is asked for."""

    @lru_cache(maxsize=2)
    def opened(number: int) -> Revision | LibraryError:
        try:
            return library.open(name, number)
        except LibraryError as error:
            return error

    for place, entry in enumerate(newest_first[:most]):
        new = opened(entry.number)
        if isinstance(new, LibraryError):
            yield _Logged(entry, problem=entry.problem or str(new))
            continue
        earlier = (opened(one.number) for one in newest_first[place + 1 :])
        old = next((one for one in earlier if isinstance(one, Revision)), None)
        if new.is_notice:
            yield _Logged(entry, old.number if old else None, is_notice=True)
        elif old is None:
            yield _Logged(entry, has_earlier=place + 1 < len(newest_first))
        else:
            yield _Logged(entry, old.number, Comparison(old.briefing, new.briefing).told)


def _listed(one: _Logged) -> LoggedRevision:
    shown = shown_revision(one.entry)
    return LoggedRevision(
        revision=msgspec.structs.replace(shown, problem=one.problem),
        before=one.before,
        withdraws=one.entry.withdraws,
        changes=dict(Counter(change.kind for change in one.changes)),
    )


def _lines(one: _Logged, width: int) -> list[str]:
    entry = one.entry
    known: Labelled = [("Note", entry.note)] if entry.note else []
    if one.problem:
        known.append(("Problem", one.problem))
    elif one.is_notice:
        known.append(("Changes", "all of the briefing is withdrawn"))
    elif one.before is None and one.has_earlier:
        known.append(("Changes", "not known, for no earlier one can be read"))
    elif one.before is None:
        known.append(("Changes", "none, for there is no earlier one"))
    else:
        skipped = "" if one.before == entry.number - 1 else f" (since revision {one.before})"
        said = count_words(one.changes) or "nothing that is read"
        known.append(("Changes", f"{said}{skipped}"))
    if entry.withdraws:
        numbers = ", ".join(map(str, entry.withdraws))
        known.append(("Withdraws", f"revision {numbers}"))
    if entry.withdrawn:
        known.append(("Withdrawn", withdrawn_words(entry.withdrawn)))
    published = moment_words(entry.published) if entry.published else "cannot be read"
    heading = field(f"Revision {entry.number}", published, width)
    return [*heading, *fields(known, width, "  ")]

"""What has changed since somebody read a briefing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice, takewhile
from time import monotonic
from typing import Final

import msgspec

from briefing.library.carrying import carried, revision_read
from briefing.library.changes.comparing import Comparison
from briefing.library.changes.kinds import Change
from briefing.library.errors import LibraryError
from briefing.library.library import Library
from briefing.library.reader_tables import CarryChange, LostBookmark, Visit
from briefing.library.state import ReaderState, cards_read
from briefing.model.briefing import Revision
from briefing.model.parts import card_digest, item_parts

_KEPT: Final = 16
"""Comparisons that are kept in memory, for those who are forked from a process that made them."""

_MOST: Final = 20
"""Revisions that are looked through for the one that was read."""

_WARMING: Final = 1.0
"""Seconds after which no further comparison is begun before anybody asks."""

_compared: dict[tuple[object, ...], Comparison] = {}


class Since(msgspec.Struct, frozen=True, dict=True):
    """What has changed between the revision that somebody read and the one that is open.

    Attributes:
        read: When the earlier one was read last; None where nobody noted that.
        yours: What they had done with what, ``read``, ``bookmarked`` or ``copied``, by ``CARD`` or
            ``CARD#ITEM``, as it is called now or, if it is gone, was.
        lost: Bookmarks on cards that are gone.
        is_first: Whether the later revision is open for the first time.
    """

    before: Revision
    after: Revision
    comparison: Comparison
    read: datetime | None
    yours: Mapping[str, str]
    lost: tuple[LostBookmark, ...]
    is_first: bool

    @property
    def is_worth_telling(self) -> bool:
        withdrawn = set(self.after.withdrawals) - set(self.before.withdrawals)
        return bool(self.comparison.told or self.lost or withdrawn)

    @cached_property
    def places(self) -> tuple[tuple[str, str | None], ...]:
        """Where something is marked in the text, in reading order: a card, and what in it."""
        marked = self.comparison.by_item
        found: list[tuple[str, str | None]] = []
        for _, card in self.after.briefing.cards():
            told = [key.partition("#")[2] for key in marked if key.partition("#")[0] == card.id]
            parts = dict.fromkeys(part.item or "" for part in item_parts(card))
            top = any(item not in parts for item in told) or "" in told
            found += [(card.id, None)] if top else []
            found += [(card.id, item) for item in parts if item and item in told]
        return tuple(found)

    def in_card(self, card_id: str) -> list[Change]:
        """What has changed in a card, with what is gone from it."""
        return [one for one in self.comparison.changes if one.card == card_id and one.kind.sign]

    def done_with(self, change: Change) -> str | None:
        """What somebody had done with what has changed; the most that they did, None for nothing.

        Of a source, there is nothing to be said.
        """
        keys = (change.key, change.was or "", change.card) if change.card else ()
        return next((self.yours[key] for key in keys if key in self.yours), None)


def since_read(library: Library, state: ReaderState, revision: Revision) -> Since | None:
    """Say what has changed since a briefing was read; None where nothing is known to have.

    Where it is read in this revision for the first time, marks and place go along to it.

    Raises:
        LibraryError: The revision that was read cannot be.
    """
    id_, number = revision.briefing.id, revision.number
    since = told_since(library, state, revision)
    if since is None or since == number:
        return None
    visit = state.visit(id_)
    is_first = visit is None or visit.revision != number
    if is_first:
        state.carry(going_along(library, state, revision, since))
        visit = state.visit(id_)
    earlier = library.open(id_, since)
    found = compare_revisions(earlier, revision)
    lost = tuple(one for one in state.lost(id_) if one.revision >= since)
    read = visit.before_read if visit else None
    return Since(earlier, revision, found, read, _own(state, found), lost, is_first)


def told_since(library: Library, state: ReaderState, revision: Revision) -> int | None:
    """The revision since which changes are told; None where nobody is known to have read any.

    It is the one that was read before or, where not all that had changed by then was read, the one
    before that: what is told adds up until it is read.
    """
    id_ = revision.briefing.id
    visit = state.visit(id_)
    if visit is None and state.place(id_) is not None:
        return _read_before_visits_were_noted(library, state, revision)
    if visit is not None and visit.revision < revision.number:
        return _not_all_seen(library, state, visit) or visit.revision
    return state.baseline(id_, revision.number)


def _not_all_seen(library: Library, state: ReaderState, visit: Visit) -> int | None:
    """The revision before the last visit, if not all that changed since was read; else None."""
    if visit.before is None:
        return None
    with suppress(LibraryError):
        before, after = (library.open(visit.briefing, n) for n in (visit.before, visit.revision))
        seen = cards_read(after.briefing, state.read_marks(visit.briefing))
        if compare_revisions(before, after).cards - seen:
            return visit.before
    return None


def going_along(
    library: Library, state: ReaderState, revision: Revision, since: int
) -> CarryChange:
    """Say what becomes of the marks in a revision that was not open yet.

    Raises:
        LibraryError: The revision that was open last cannot be read.
    """
    id_ = revision.briefing.id
    visit = state.visit(id_)
    last = visit.revision if visit else since
    found = compare_revisions(library.open(id_, last), revision)
    return carried(found, last, revision.number, since, datetime.now(UTC))


def compare_revisions(before: Revision, after: Revision) -> Comparison:
    """Hold two revisions against each other; what was compared last is kept."""
    briefings = before.briefing, after.briefing
    key = (before.briefing.id, before.number, after.number)
    found = _compared.get(key)
    # Another library may have others of these numbers.
    if found is None or (found.old, found.new) != briefings:
        # Searches compare in a thread of their own.
        for oldest in list(_compared)[: len(_compared) + 1 - _KEPT]:
            _compared.pop(oldest, None)
        found = _compared[key] = Comparison(*briefings)
    return found


def warm(library: Library, revisions: Iterable[Revision]) -> None:
    """Compare revisions with the ones before them, for processes that are forked from this one.

    Most who come back have read the one before. What cannot be read is left to those who ask, and
    so is what is left where much was written anew, which takes long.
    """
    end = monotonic() + _WARMING
    for revision in takewhile(lambda _: monotonic() < end, revisions):
        with suppress(LibraryError):
            for earlier in islice(library.before(revision.briefing.id, revision.number), 1):
                found = compare_revisions(earlier, revision)
                # What is worked out when it is first asked for is asked for by all.
                _ = found.told, found.by_item


def _read_before_visits_were_noted(
    library: Library, state: ReaderState, revision: Revision
) -> int | None:
    """Tell by their marks what somebody has read; without such marks, the newest."""
    id_ = revision.briefing.id
    earlier = islice(library.before(id_, revision.number), _MOST - 1)
    found = revision_read([revision, *earlier], state.read_marks(id_))
    return found.number if found else None


def _own(state: ReaderState, found: Comparison) -> dict[str, str]:
    id_ = found.new.id
    marks = state.read_marks(id_)
    own: dict[str, str] = {}
    for _, card in found.old.cards():
        now = found.card_after(card.id) or card.id
        if marks.get(now) == card_digest(found.old, card):
            own[now] = "read"
    lost = {one.card for one in state.lost(id_)}
    own |= dict.fromkeys(state.bookmarks(id_) | lost, "bookmarked")
    return own | dict.fromkeys(state.copied(id_), "copied")

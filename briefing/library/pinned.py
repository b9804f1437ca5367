"""The library as it was at one time, whatever is published since."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from briefing.library.catalogue import Entry
from briefing.library.library import Library, Say, silently
from briefing.library.storage import Stamp
from briefing.model.briefing import Revision
from briefing.model.errors import BriefingError

_KEPT: Final = 8
"""Revisions that are kept in memory: some megabytes of them."""


class PinnedLibrary(Library):
    """Published briefings, each in the revision that was the current one when they were looked at.

    Earlier revisions are files of their own that never change, so nothing has to be kept in memory.
    The few opened last are: who is forked from a process that has opened them shares them.

    Args:
        folder: Where they are.

    Raises:
        LibraryError: The folder is a file or cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._pinned: Sequence[Entry] = ()
        self._stamps: Mapping[str, Stamp] = {}
        self._opened: OrderedDict[tuple[str, int], Revision] = OrderedDict()
        self.pin()

    def pin(self) -> None:
        """Take what is published now for all there is.

        Raises:
            LibraryError: The folder is a file or cannot be read.
        """
        self._stamps = self.stamps()
        self._pinned = tuple(super().entries())

    @property
    def revisions_read(self) -> Mapping[str, int]:
        """By id of each briefing that can be read, the number of its revision."""
        return {entry.id: entry.revision for entry in self._pinned if entry.problem is None}

    @property
    def problems(self) -> Sequence[str]:
        """Why briefings cannot be read."""
        return tuple(entry.problem for entry in self._pinned if entry.problem)

    def open_newest(self) -> list[Revision]:
        """Open as many of the newest as are kept in memory; give those that can be read."""
        opened = []
        for id_ in islice(self.revisions_read, _KEPT):
            with suppress(BriefingError):
                opened.append(self.open(id_))
        return opened

    def instead(self) -> Mapping[str, Revision | None]:
        """Give what is read here instead of what is published now; see `Library.instead`."""
        pinned, now = self._stamps, self.stamps()
        moved = {id_ for id_ in {*pinned, *now} if pinned.get(id_) != now.get(id_)}
        return {id_: self._read(id_) for id_ in sorted(moved)}

    def _read(self, id_: str) -> Revision | None:
        if id_ in self.revisions_read:
            with suppress(BriefingError):
                return self.open(id_)
        return None

    def entries(self, say: Say = silently) -> list[Entry]:
        """List the briefings, the one published last first."""
        del say  # nothing is read
        return list(self._pinned)

    def open(self, id_: str, revision: int | None = None) -> Revision:
        """Read one briefing; see `Library.open`."""
        number = revision or self.revisions_read.get(id_)
        if number is None:
            return super().open(id_)
        if (id_, number) not in self._opened:
            self._opened[id_, number] = super().open(id_, number)
            if len(self._opened) > _KEPT:
                self._opened.popitem(last=False)
        self._opened.move_to_end((id_, number))
        return self._opened[id_, number]

"""What the index asks of a library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from briefing.model.briefing import Revision

Instead = Callable[[], Mapping[str, Revision | None]]
"""Gives what is read instead of what is published: by id of each briefing that is published in
another state than it is read in, the revision to search; None where there is none."""


def nothing_instead() -> Mapping[str, Revision | None]:
    """All is read as it is published."""
    return {}


class Shelf(Protocol):
    """Published briefings, of whatever library."""

    def stamps(self) -> Mapping[str, str]:
        """Say what is there without reading it.

        Returns:
            By id of the briefing, in the order in which they are best indexed, a text that is
            another one whenever the file of the briefing is.

        Raises:
            BriefingError: The library cannot be read.
        """

    def open(self, id_: str) -> Revision | None:
        """Read the current revision of a briefing; None where there is none, or none to be read."""


class Given:
    """Some revisions as a shelf, before all that another shelf has beside them.

    Args:
        revisions: By id of the briefing.
        shelf: The other one, if any.
    """

    def __init__(
        self, revisions: Mapping[str, Revision | None], shelf: Shelf | None = None
    ) -> None:
        self._revisions = revisions
        self._shelf = shelf

    def stamps(self) -> dict[str, str]:
        """Say what is there."""
        others = self._shelf.stamps() if self._shelf else {}
        return dict.fromkeys(self._revisions, "") | {
            id_: stamp for id_, stamp in others.items() if id_ not in self._revisions
        }

    def open(self, id_: str) -> Revision | None:
        """Give a revision."""
        if id_ in self._revisions or self._shelf is None:
            return self._revisions[id_]
        return self._shelf.open(id_)

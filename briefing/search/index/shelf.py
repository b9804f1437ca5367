"""What the index asks of a library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from briefing.model.briefing import Revision


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

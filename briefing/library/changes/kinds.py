"""The kinds of change, in the order in which a reader wants to hear of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from briefing.library.changes.things import Key, Thing


class ChangeKind(StrEnum):
    """What has changed, in words for a reader; the most important first."""

    CORRECTED = "corrected"
    RETRACTED = "source retracted"
    CONTRADICTED = "contradicted"
    SUPPORT_LOST = "support lost"
    WITHDRAWN = "withdrawn"
    FIGURE = "figure changed"
    NUMBER = "number or date changed"
    STANCE = "stance moved"
    STATUS = "status changed"
    LIKELIHOOD = "judgement moved"
    OPENED = "disagreement opened"
    EXPLAINED = "disagreement explained"
    RESOLVED = "disagreement resolved"
    SETTLED = "unknown settled"
    NEW = "new"
    QUOTATION_ADDED = "quotation added"
    QUOTATION_ALTERED = "quotation altered"
    SUPPORT_GAINED = "support gained"
    SOURCE_ADDED = "source added"
    MOVED = "moved"
    RENAMED = "renamed"
    REWORDED = "reworded"
    UNSEEN = "nothing that is read"

    @property
    def sign(self) -> str:
        """The sign beside the text: ``+`` new, ``~`` changed, ``!`` corrected; else none."""
        return _SIGNS.get(self, "~")


_SIGNS: Final = {
    ChangeKind.CORRECTED: "!",
    ChangeKind.RETRACTED: "!",
    ChangeKind.NEW: "+",
    ChangeKind.QUOTATION_ADDED: "+",
    ChangeKind.OPENED: "+",
    ChangeKind.SOURCE_ADDED: "+",
    ChangeKind.MOVED: "",
    ChangeKind.RENAMED: "",
    ChangeKind.UNSEEN: "",
}

ARRIVALS: Final = frozenset(
    [ChangeKind.NEW, ChangeKind.QUOTATION_ADDED, ChangeKind.OPENED, ChangeKind.SOURCE_ADDED]
)
"""What was not there before."""

DEPARTURES: Final = frozenset([ChangeKind.WITHDRAWN, ChangeKind.SETTLED])
"""What is not there any more."""

_PUT_OTHERWISE: Final = frozenset([ChangeKind.MOVED, ChangeKind.RENAMED, ChangeKind.REWORDED])
"""What says the same as before."""


class Change(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One difference between two revisions.

    Attributes:
        section: Id of the section where it is now or, of what is gone, was.
        card: Id of the card, likewise; empty for what is in none, such as a source.
        item: What in the card, as evidence and views call it: a claim's id, ``figure:ID``,
            ``position:N``, ``commitment:N``; None for the card as a whole.
        was: Where it was before, ``CARD`` or ``CARD#ITEM``; None for what is new.
        what: What of it: ``claim``, ``title``, ``stance``, ``figure`` …
        old: What it said before; empty for what is new.
        new: What it says now; empty for what is gone.
        name: What the reader knows it by: the title of the card, of a source its outlet.
        reason: Of a correction or a retraction, why; of support, which source.
        within: Whether a change of the card as a whole tells of it too.
        follows: Whether it follows from a retraction, which is told by itself.
        gone: Whether it is not there any more, so that there is nothing to go to.
        edited: The thing as it is now, with its key: putting it there is all that has to be done.
            None for what is gone, which nothing names any more, or follows from another change.
    """

    kind: ChangeKind
    section: str = ""
    card: str = ""
    item: str | None = None
    was: str | None = None
    what: str = ""
    old: str = ""
    new: str = ""
    name: str = ""
    reason: str = ""
    within: bool = False
    follows: bool = False
    gone: bool = False
    edited: tuple[Key, Thing] | None = None

    @property
    def key(self) -> str:
        """What it is about: ``CARD#ITEM``, ``CARD``, or the name of what is in no card."""
        return "#".join(filter(None, (self.card, self.item)))

    @property
    def is_folded(self) -> bool:
        """Whether views tell only how much there is of it."""
        return self.follows or self.kind in _PUT_OTHERWISE

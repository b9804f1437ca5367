"""What a briefing, or its library, keeps of what was wrong: nobody who has read it is left with it.

Corrections and retractions are part of a briefing, hence of every later revision and of every
export. A withdrawal is of a revision, and is kept with the revisions after it.
"""

from __future__ import annotations

from typing import Final

from briefing.model.dates import EdtfDate
from briefing.model.record import Record
from briefing.model.text import with_capital

_STOPS: Final = frozenset(".!?…")


def as_sentence(text: str) -> str:
    """A reason as a sentence, however it was typed."""
    return with_capital(text) if text[-1:] in _STOPS else f"{with_capital(text)}."


class Correction(Record, frozen=True, kw_only=True):
    """That a claim was wrong.

    Attributes:
        claim: The claim as it is right now, ``CARD#ITEM``, or the one that is gone.
        was: What it said.
        reason: Why that was wrong.
        on: When it was corrected.
    """

    claim: str
    was: str
    reason: str
    on: EdtfDate

    @property
    def card(self) -> str:
        """Id of the card that the claim is in, or was."""
        return self.claim.partition("#")[0]

    @property
    def line(self) -> str:
        """What was wrong, in a line, such as ``3 May 2024: it said “…”. We misread it.``."""
        said = self.was.replace("“", "‘").replace("”", "’")
        stop = "" if said[-1:] in _STOPS else "."
        return f"{self.on.label}: it said “{said}”{stop} {as_sentence(self.reason)}"


class Retraction(Record, frozen=True, kw_only=True):
    """That a source is no longer relied on: what cites it is not supported by it.

    Attributes:
        source: Citation key.
        reason: Why.
        on: When that was decided.
    """

    source: str
    reason: str
    on: EdtfDate

    @property
    def line(self) -> str:
        """Since when, and why, such as ``3 May 2024: Its author made it up.``."""
        return f"{self.on.label}: {as_sentence(self.reason)}"


class Withdrawal(Record, frozen=True, kw_only=True):
    """That a revision was taken back.

    Attributes:
        revision: Its number.
        reason: Why.
        on: When, a day in UTC.
    """

    revision: int
    reason: str
    on: EdtfDate

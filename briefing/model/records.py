"""What a briefing, or its library, keeps of what was wrong: nobody who has read it is left with it.

Corrections and retractions are part of a briefing, hence of every later revision and of every
export. A withdrawal is of a revision, and is kept with the revisions after it.
"""

from __future__ import annotations

from briefing.model.dates import EdtfDate
from briefing.model.record import Record


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

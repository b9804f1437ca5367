"""What one check of one thing came to."""

from __future__ import annotations

import msgspec

from briefing.evidence.remarks import Derivation, Remark


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What came of holding one quotation, number, name or date against the passages cited.

    Attributes:
        tally: Which count it belongs to; None where it is counted in none.
        verified: Whether it agrees with its source; None where a text is wanting.
        remark: What is to be said about it, if anything.
        derivation: How a date was reckoned, where it does not stand in the passage as it is.
    """

    tally: str | None = None
    verified: bool | None = None
    remark: Remark | None = None
    derivation: Derivation | None = None

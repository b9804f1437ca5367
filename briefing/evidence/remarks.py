"""What a check of a briefing against its sources has to say."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from briefing.evidence.bearers import Bearer


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not agree with its source, or could not be seen to.

    Attributes:
        code: Names the kind of remark, for example ``number-not-in-passage``.
        message: What is wrong, in a sentence.
        fix: What to do about it, in a sentence.
        error: Whether it is certain to be wrong; else it is a warning.
        bearer: What it is about; None where it is about a source or the whole briefing.
        source: Key of the source that it is about, where it is about one as a whole.
        offset: Index into the claim's text or the position's words; None for all of it.
        field: Name of the field of a figure's entry, as typed; None for the entry.
        citation: Index of the piece of evidence it is about; None for none in particular.
        reason: Why the curator lets it stand; None where nothing is said.
    """

    code: str
    message: str
    fix: str
    error: bool = False
    bearer: Bearer | None = None
    source: str | None = None
    offset: int | None = None
    field: str | None = None
    citation: int | None = None
    reason: str | None = None

    @property
    def stands_out(self) -> bool:
        """Whether it is an error, or a warning that nobody has explained."""
        return self.error or self.reason is None


class Tally(msgspec.Struct, frozen=True):
    """How many things of a kind there are, and what came of checking them.

    Attributes:
        total: How many there are.
        verified: How many agree with their sources.
        unchecked: How many could not be checked, for want of a text.
    """

    total: int = 0
    verified: int = 0
    unchecked: int = 0


class Derivation(msgspec.Struct, frozen=True):
    """A date that a source does not print but that follows from when it speaks.

    Attributes:
        bearer: What bears the date.
        date: The date as the briefing has it, for a reader.
        source: Key of the source it is derived from.
        how: Out of what, in words, for example ``“today” in ¶3, reckoned from 13 Dec 2023, which
            the article gives in ¶2``.
    """

    bearer: Bearer
    date: str
    source: str
    how: str


class Verification(msgspec.Struct, frozen=True):
    """What came of checking a whole briefing.

    Attributes:
        remarks: In reading order.
        tallies: By kind: ``claims``, ``quotes``, ``figures``, ``numbers``, ``names``, ``dates``.
            Of claims and figures those are verified about which no remark stands out.
        derivations: How dates were reckoned, in reading order.
    """

    remarks: Sequence[Remark] = ()
    tallies: dict[str, Tally] = msgspec.field(default_factory=dict)
    derivations: Sequence[Derivation] = ()

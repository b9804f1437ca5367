"""Making the anchors of a briefing anew, without hiding that a text has changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import Final

import msgspec

from briefing.authoring.problems import Location, Problem, Severity
from briefing.evidence.anchors import find, make_anchor
from briefing.evidence.corpus import Corpus
from briefing.evidence.support import bearers
from briefing.evidence.texts import PassageError, SourceText
from briefing.model.briefing import Briefing
from briefing.model.claims import Anchor, CitedPlace, Evidence
from briefing.model.errors import BriefingError
from briefing.plain.authored import Authored, place_key

_READ_AGAIN: Final = "Read the passage again, then run with --renew."


class AnchorState(Enum):
    """What became of an anchor."""

    NEW = "new"
    KEPT = "kept"
    RENEWED = "renewed"


class Anchoring(msgspec.Struct):
    """What came of anchoring a briefing.

    Attributes:
        anchors: One for each passage that is cited and could be anchored, now or before.
        fates: How many of them are new, kept and renewed.
        problems: What a person has to look into, at the citations.
        without_text: By source, why its text is not at hand.
    """

    anchors: list[Anchor] = msgspec.field(default_factory=list)
    fates: Counter[AnchorState] = msgspec.field(default_factory=Counter)
    problems: list[Problem] = msgspec.field(default_factory=list)
    without_text: dict[str, str] = msgspec.field(default_factory=dict)

    def add(self, anchor: Anchor, fate: AnchorState) -> None:
        """Take an anchor into the lock file."""
        self.anchors.append(anchor)
        self.fates[fate] += 1


def anchor_briefing(
    authored: Authored, briefing: Briefing, corpus: Corpus, *, renew: bool
) -> Anchoring:
    """Make an anchor for each passage that a briefing cites.

    An anchor that still finds its passage is kept as it is. One that does not is kept too, and
    told: a person has to read the passage again before it is made anew.

    Args:
        authored: Says where the citations were typed.
        briefing: With the anchors it has.
        corpus: The texts of its sources.
        renew: Whether somebody has read the passages that changed, so that their anchors are to be
            made anew.
    """
    done = Anchoring()
    for evidence, place in _citations(authored, briefing):
        source = briefing.sources_by_key[evidence.source]
        reading = corpus.read(source)
        existing = briefing.anchor(evidence)
        if reading.text is None:
            done.without_text[source.key] = reading.why_not
            if existing is not None:
                done.add(existing, AnchorState.KEPT)
            continue
        try:
            done.add(*_anchor(evidence, existing, reading.text, renew=renew))
        except _NotAnchoredError as why:
            done.problems.append(
                authored.problem(place, Severity.ERROR, why.code, str(why), why.fix)
            )
            if existing is not None:
                done.add(existing, AnchorState.KEPT)
    return done


class _NotAnchoredError(BriefingError):
    """A passage cannot be anchored, or must be read again before it is."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.code = code
        self.fix = fix


def _anchor(
    evidence: Evidence, existing: Anchor | None, text: SourceText, *, renew: bool
) -> tuple[Anchor, AnchorState]:
    if existing is not None:
        found = find(existing, text)
        if found.is_exact:
            return existing, AnchorState.KEPT
        if not renew:
            raise _NotAnchoredError(f"{found.outcome}-passage", found.reason, _READ_AGAIN)
    try:
        made = make_anchor(text, evidence)
    except PassageError as error:
        raise _NotAnchoredError("bad-passage", str(error), error.fix) from error
    return made, AnchorState.NEW if existing is None else AnchorState.RENEWED


def _citations(authored: Authored, briefing: Briefing) -> Sequence[tuple[Evidence, Location]]:
    """Each passage that is cited, with the first place that cites it."""
    found: dict[CitedPlace, tuple[Evidence, Location]] = {}
    for bearer in bearers(briefing):
        for number, one in enumerate(bearer.evidence):
            place = authored.places.citation(place_key(briefing, bearer), number)
            found.setdefault(one.place, (one, place))
    return list(found.values())

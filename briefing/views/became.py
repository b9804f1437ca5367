"""What became, by a later revision, of what somebody has copied from an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

from msgspec import Meta

from briefing.library.changes.comparing import CLAIMED, Comparison
from briefing.library.changes.differences import Sides, items_before
from briefing.library.changes.kinds import ARRIVALS, DEPARTURES, Change, ChangeKind
from briefing.library.changes.things import Key, ThingKind, claim_key, source_key
from briefing.model.dates import EdtfDate
from briefing.views.by_key import ByKey
from briefing.views.shapes import Shape


class Fate(StrEnum):
    """What became of something, in words for a reader; the worst first."""

    NO_BRIEFING = "no such briefing"
    NO_REVISION = "no such revision"
    UNREADABLE = "cannot be read"
    NOT_THERE = "not in that revision"
    CORRECTED = "corrected"
    REVISION_WITHDRAWN = "its revision was withdrawn"
    WITHDRAWN = "withdrawn"
    RETRACTED = "its source was retracted"
    CONTRADICTED = "contradicted since"
    SUPPORT_LOST = "less support than before"
    SETTLED = "its question was settled"
    PARTLY_WITHDRAWN = "something in it was withdrawn"
    FIGURE = "figure changed"
    CHANGED = "changed"
    QUOTATION = "quotation altered"
    ADDED = "something was added to it"
    REWORDED = "reworded"
    MOVED = "moved or renamed"
    SAME = "as it was"


_ORDER: Final = {fate: number for number, fate in enumerate(Fate)}
_FATES: Final = {
    **dict.fromkeys(ARRIVALS, Fate.ADDED),
    **dict.fromkeys(DEPARTURES, Fate.PARTLY_WITHDRAWN),
    ChangeKind.SETTLED: Fate.SETTLED,
    ChangeKind.CORRECTED: Fate.CORRECTED,
    ChangeKind.CONTRADICTED: Fate.CONTRADICTED,
    ChangeKind.SUPPORT_LOST: Fate.SUPPORT_LOST,
    ChangeKind.FIGURE: Fate.FIGURE,
    ChangeKind.QUOTATION_ALTERED: Fate.QUOTATION,
    ChangeKind.REWORDED: Fate.REWORDED,
    ChangeKind.NUMBER: Fate.REWORDED,
}
"""What a change makes of the thing; any other that is told makes it `CHANGED`."""

_NO_MATTER: Final = (
    *(ChangeKind.UNSEEN, ChangeKind.SUPPORT_GAINED),
    # These are told by what the thing is called now.
    *(ChangeKind.MOVED, ChangeKind.RENAMED),
)


class Finding(Shape, frozen=True, kw_only=True):
    """One thing that became of what was copied."""

    fate: Fate
    what: Annotated[
        str, Meta(description="What of it: claim, title, stance and so on; else empty.")
    ] = ""
    old: Annotated[str, Meta(description="What that was; empty where it is not the point.")] = ""
    new: Annotated[str, Meta(description="What that is now, likewise.")] = ""
    reason: Annotated[
        str, Meta(description="Of what was corrected, retracted or withdrawn; else empty.")
    ] = ""
    on: Annotated[
        EdtfDate | None, Meta(description="When that was decided; null where nobody said.")
    ] = None
    source: Annotated[
        str | None, Meta(description="Outlet of the source that was retracted; else null.")
    ] = None


class Became(NamedTuple):
    """What became of something by a later revision; what it is now is None where it is gone.

    Attributes:
        said: What it said in its revision; None where it was not there.
        says: What it says now.
        key: ``CARD`` or ``CARD#ITEM`` now.
        place: ``NAME/SECTION/CARD#ITEM`` now.
        support: Outlets of the sources that support it now.
        findings: The worst first.
    """

    said: str | None
    says: str | None
    key: str | None
    place: str | None
    support: tuple[str, ...]
    findings: tuple[Finding, ...]


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Order what has become of something, each once; where there is nothing, it is as it was."""
    several = dict.fromkeys(one for one in findings if one.fate is not Fate.SAME)
    return tuple(sorted(several, key=lambda one: _ORDER[one.fate])) or (Finding(fate=Fate.SAME),)


class Fates:
    """Says what became of things between two revisions."""

    def __init__(self, found: Comparison) -> None:
        self._found = found
        self._old, self._new = ByKey(found.old), ByKey(found.new)

    def of(self, key: str) -> Became | None:
        """Say what became of ``CARD`` or ``CARD#ITEM``; None where the earlier has no such thing.

        Corrections are known by the records of the later revision, too, for what was corrected may
        have had another name by then.
        """
        old, new = self._old, self._new
        if not old.has(key):
            return None
        now = self._key_now(key)
        retracted = list(self._retractions(key))
        findings = list(self._corrections(key, now))
        findings += [*self._changes(key, now, explained=[*findings, *retracted]), *retracted]
        if now is None and not any(one.fate is Fate.SETTLED for one in findings):
            findings.append(Finding(fate=Fate.WITHDRAWN))
        if now is not None and old.place(key) != new.place(now):
            findings.append(Finding(fate=Fate.MOVED, old=old.place(key), new=new.place(now)))
        return Became(
            said=old.said(key),
            says=None if now is None else new.said(now),
            key=now,
            place=None if now is None else new.address(now),
            support=() if now is None else new.support(now),
            findings=worst_first(findings),
        )

    def _key_now(self, key: str) -> str | None:
        """What it is called now; None where it is gone."""
        pairs = self._found.pairs
        card, _, item = key.partition("#")
        kind, _, id_ = item.partition(":")
        card_now = self._found.card_after(card)
        if not item:
            return card_now
        if kind in ("position", "commitment"):
            listed = self._listed(card, card_now).get(item)
            return f"{card_now}#{listed}" if listed else None
        thing = claim_key(card, item)
        if kind == ThingKind.FIGURE:
            thing = Key(ThingKind.FIGURE, card, id_)
        elif kind == ThingKind.ACTOR:
            thing = Key(ThingKind.ACTOR, "", id_)
        after = pairs.after.get(thing)
        if after is None:
            return None
        if after.kind is ThingKind.ACTOR:
            now = f"{card_now}#actor:{after.id}"
            return now if card_now and self._new.has(now) else None
        return f"{after.card}#{after.item}"

    def _listed(self, card: str, card_now: str | None) -> dict[str, str]:
        """By item of each position or commitment of a card, the item that it is now."""
        old, new = (
            side.cards[id_][1].detail if id_ in side.cards else None
            for side, id_ in ((self._old, card), (self._new, card_now))
        )
        if old is None or new is None:
            return {}
        before = items_before(old, new, Sides(self._found.old, self._found.new))
        return {item: now for now, item in before.items()}

    def _corrections(self, key: str, now: str | None) -> Iterator[Finding]:
        """Tell of the corrections since; of a card, of those of all that stands in it."""
        texts = self._old.texts(key)
        known, names = set(self._found.old.corrections), self._names(key, now)
        for one in self._found.new.corrections:
            elsewhere = one.claim not in names and self._new.has(one.claim)
            is_of_card = "#" not in key and one.claim.partition("#")[0] in names
            is_it = one.claim in names or (one.was in texts and not elsewhere)
            if one not in known and (is_it or is_of_card):
                new = self._new.said(one.claim if is_of_card else now or "")
                yield Finding(
                    fate=Fate.CORRECTED,
                    what="claim",
                    old=one.was,
                    new=new,
                    reason=one.reason,
                    on=one.on,
                )

    def _names(self, key: str, now: str | None) -> set[str]:
        """What it is and was called, but not what something else is called now."""
        card, _, item = (now or "").partition("#")
        cards, items = [card], [item]
        names = {key}
        if card in self._new.cards:
            found = self._new.cards[card][1]
            cards += found.was
            for was in (was for claim in found.claims if claim.id == item for was in claim.was):
                names |= {was} if "#" in was else set()
                items += [] if "#" in was else [was]
        names |= {f"{one}#{other}" if other else one for one in cards for other in items}
        return {one for one in names if one == now or not self._new.has(one)}

    def _changes(
        self, key: str, now: str | None, explained: Sequence[Finding]
    ) -> Iterator[Finding]:
        """Tell of the changes that are not what a correction or a retraction has brought."""
        outlets = {one.source for one in explained}
        is_corrected = "#" in key and any(one.fate is Fate.CORRECTED for one in explained)
        for change in self._found.changes:
            if change.within or change.kind in _NO_MATTER or not _is_about(change, key, now):
                continue
            if change.kind is ChangeKind.CORRECTED:
                continue  # the records know it
            if now is None and change.kind is ChangeKind.WITHDRAWN:
                continue  # that is said of the thing as a whole
            if is_corrected and change.what in CLAIMED:
                continue
            lost = change.kind is ChangeKind.SUPPORT_LOST
            if lost and outlets.issuperset(change.reason.split(", ")):
                continue
            yield Finding(
                fate=_FATES.get(change.kind, Fate.CHANGED),
                what=change.what,
                old=change.old,
                new=change.new,
                reason=change.reason,
            )

    def _retractions(self, key: str) -> Iterator[Finding]:
        """Tell of sources that it was based on and that are no longer relied on."""
        after = self._found.pairs.after
        cited = dict.fromkeys(one.source for one in self._old.evidence(key))
        keys = {after[source_key(one)].id for one in cited if source_key(one) in after}
        for one in self._found.new.retractions:
            if one.source in keys:
                outlet = self._new.outlet(one.source)
                yield Finding(fate=Fate.RETRACTED, reason=one.reason, on=one.on, source=outlet)


def _is_about(change: Change, key: str, now: str | None) -> bool:
    if now is None:
        return change.was == key
    card, _, item = now.partition("#")
    if item.startswith(f"{ThingKind.ACTOR}:"):
        return not change.card and change.item == item
    return change.key == now if item else change.card == card

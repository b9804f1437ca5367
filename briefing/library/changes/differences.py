"""What is different between a thing and the same thing later, difference by difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from briefing.library.changes.kinds import Change, ChangeKind
from briefing.library.changes.things import Value
from briefing.library.changes.wording import ALIKE, likeness, numbers_of, words_of
from briefing.model.actors import Actor
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Detail, Disagreement, Unknown
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import EdtfDate
from briefing.model.parts import Field, Part, detail_parts, figure_parts
from briefing.model.vocabulary import DisagreementState, Support

_KINDS: Final = {
    Field.STANCE: ChangeKind.STANCE,
    Field.STATUS: ChangeKind.STATUS,
    Field.LIKELIHOOD: ChangeKind.LIKELIHOOD,
    Field.CONFIDENCE: ChangeKind.LIKELIHOOD,
    Field.AMOUNT: ChangeKind.FIGURE,
}
"""What it means that a field has another content; of all others, that it is put otherwise."""

_STATES: Final = {
    DisagreementState.OPEN: ChangeKind.OPENED,
    DisagreementState.EXPLAINED: ChangeKind.EXPLAINED,
    DisagreementState.RESOLVED: ChangeKind.RESOLVED,
}
_TOLD_ELSEWHERE: Final = frozenset(
    [Field.STATE, Field.COMPONENT, Field.RIVAL, Field.CORRECTED, Field.RETRACTED]
)
"""Fields whose changes are told as something else, or with the figure that they name."""


class Sides(msgspec.Struct, frozen=True):
    """Two revisions of a briefing, and the keys of the sources that have others by now."""

    old: Briefing
    new: Briefing
    sources: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def retracted(self) -> frozenset[str]:
        """Keys of the sources that are no longer relied on, and were before."""
        return self.new.retracted - self.old.retracted

    def counted(
        self, evidence: Sequence[Evidence], briefing: Briefing
    ) -> dict[Support, dict[str, None]]:
        """Keys, as of now, of the sources that count for something, by what they do for it."""
        names = self.sources if briefing is self.old else {}
        retracted = briefing.retracted
        found: dict[Support, dict[str, None]] = {}
        for one in evidence:
            if one.source not in retracted:
                found.setdefault(one.stance, {})[names.get(one.source, one.source)] = None
        return found

    def outlet(self, key: str) -> str:
        source = self.new.document(key) or self.old.document(key)
        return source.outlet if source else key


def differences(old: Value, new: Value, sides: Sides) -> Iterator[Change]:
    """Say what is different that is read; nothing else is any news."""
    match old, new:
        case Claim(), Claim():
            yield from _of_claim(old, new, sides)
        case Figure(), Figure():
            parts = [list(figure_parts(*one)) for one in ((old, sides.old), (new, sides.new))]
            yield from _of_fields(*parts)
            yield from _of_support(old.evidence, new.evidence, sides)
        case Card(), Card():
            yield from _reworded("title", old.title, new.title)
        case Actor(), Actor():
            yield from _reworded("role", old.role or "", new.role or "")
        case Briefing(), Briefing():
            yield from _reworded("cut-off", _day(old.cutoff), _day(new.cutoff))
        case _ if isinstance(old, Detail) and isinstance(new, Detail):
            yield from _of_detail(old, new, sides)


def spoken(claim: Claim, briefing: Briefing) -> str:
    """A claim as a change tells it: a quotation with its marks and its speaker."""
    if isinstance(claim, Quote):
        return f"“{claim.text}” ({briefing.actor_name(claim.speaker)})"
    return claim.text


def _of_claim(old: Claim, new: Claim, sides: Sides) -> Iterator[Change]:
    said = spoken(old, sides.old), spoken(new, sides.new)
    quoted = isinstance(old, Quote) or isinstance(new, Quote)
    kind = ChangeKind.QUOTATION_ALTERED if quoted else ChangeKind.REWORDED
    yield from _reworded("claim", *said, kind)
    if old.date != new.date:
        yield from _reworded("date", _day(old.date), _day(new.date))
    yield from _reworded("basis", old.basis.value, new.basis.value)
    yield from _of_support(old.evidence, new.evidence, sides)


def _of_detail(old: Detail, new: Detail, sides: Sides) -> Iterator[Change]:
    if isinstance(old, Unknown) and not isinstance(new, Unknown):
        yield Change(kind=ChangeKind.SETTLED, what="question", old=old.question)
        return
    if isinstance(old, Disagreement) and isinstance(new, Disagreement) and old.state != new.state:
        said = old.state.value, new.state.value
        yield Change(kind=_STATES[new.state], what="state", old=said[0], new=said[1])
    ours, theirs = _parts(old, sides.old), _parts(new, sides.new)
    yield from _of_fields(ours[""], theirs[""])
    pairs = _paired(ours, theirs)
    for item, parts in theirs.items():
        if item and item in pairs:
            earlier = ours[pairs[item]]
            for one in _of_fields(earlier, parts):
                yield msgspec.structs.replace(one, item=item)
            yield from _of_support(_evidence(earlier), _evidence(parts), sides, item)
        elif item:
            what = item.partition(":")[0]
            yield Change(kind=ChangeKind.NEW, what=what, new=_line(parts), item=item)
    for item, parts in ours.items():
        if item and item not in pairs.values():
            what = item.partition(":")[0]
            yield Change(kind=ChangeKind.WITHDRAWN, what=what, old=_line(parts))


def item_said(detail: Detail, item: str) -> str | None:
    """What a position or commitment says; None where there is none."""
    parts = (part for part in detail_parts(detail) if part.item == item and part.bearer)
    return next((part.text for part in parts), None)


def items_before(old: Detail, new: Detail, sides: Sides) -> dict[str, str]:
    """By item of each position or commitment that was there before, the item that it was."""
    return _paired(_parts(old, sides.old), _parts(new, sides.new))


def _parts(detail: Detail, briefing: Briefing) -> dict[str, list[Part]]:
    """The parts of a detail: those of each position or commitment by its item, the rest by ""."""
    found: dict[str, list[Part]] = {"": []}
    for part in detail_parts(detail, briefing):
        listed = part.item or ""
        own = listed if listed.startswith(("position:", "commitment:")) else ""
        found.setdefault(own, []).append(part)
    return found


def _paired(ours: Mapping[str, list[Part]], theirs: Mapping[str, list[Part]]) -> dict[str, str]:
    """Pair positions or commitments by likeness, the likest first: the old item by the new one."""
    found = sorted(
        (
            (likeness(words_of(_line(parts)), words_of(_line(others))), item, other)
            for item, parts in ours.items()
            for other, others in theirs.items()
            if item and other
        ),
        key=lambda each: -each[0],
    )
    pairs: dict[str, str] = {}
    for how, item, other in found:
        if how >= ALIKE and item not in pairs.values() and other not in pairs:
            pairs[other] = item
    return pairs


def _line(parts: Sequence[Part]) -> str:
    aside = (Field.STATUS, Field.CORRECTED)
    texts = {part.field: part.text for part in parts if part.field not in aside}
    return " ".join(texts.values())


def _of_fields(ours: Iterable[Part], theirs: Iterable[Part]) -> Iterator[Change]:
    """Compare parts by their fields; those of one field together are a list."""
    old, new = _by_field(ours), _by_field(theirs)
    for field in dict.fromkeys([*old, *new]):
        if field not in _TOLD_ELSEWHERE:
            kind = _KINDS.get(field, ChangeKind.REWORDED)
            yield from _reworded(field.value, old.get(field, ""), new.get(field, ""), kind)


def _by_field(parts: Iterable[Part]) -> dict[Field, str]:
    found: dict[Field, list[str]] = {}
    for part in parts:
        found.setdefault(part.field, []).append(part.date.label if part.date else part.text)
    return {field: ", ".join(texts) for field, texts in found.items()}


def _evidence(parts: Iterable[Part]) -> tuple[Evidence, ...]:
    return tuple(one for part in parts for one in part.evidence)


def _of_support(
    old: Sequence[Evidence], new: Sequence[Evidence], sides: Sides, item: str | None = None
) -> Iterator[Change]:
    """Say which sources support it more or no longer, and which have come to be against it."""
    before, after = sides.counted(old, sides.old), sides.counted(new, sides.new)
    if before == after:
        return
    for kind, stance, one, other in (
        (ChangeKind.SUPPORT_LOST, Support.SUPPORTS, before, after),
        (ChangeKind.SUPPORT_GAINED, Support.SUPPORTS, after, before),
        (ChangeKind.CONTRADICTED, Support.CONTRADICTS, after, before),
    ):
        if keys := [key for key in one.get(stance, {}) if key not in other.get(stance, {})]:
            names = ", ".join(dict.fromkeys(map(sides.outlet, keys)))
            follows = kind is ChangeKind.SUPPORT_LOST and sides.retracted.issuperset(keys)
            yield Change(kind=kind, what="support", reason=names, item=item, follows=follows)


def _day(date: EdtfDate | None) -> str:
    return date.label if date else ""


def _reworded(
    what: str, old: str, new: str, kind: ChangeKind = ChangeKind.REWORDED
) -> Iterator[Change]:
    """Say that something is put otherwise; another number in it is no mere wording."""
    if old == new:
        return
    if kind is ChangeKind.REWORDED and numbers_of(old) != numbers_of(new):
        kind = ChangeKind.NUMBER
    yield Change(kind=kind, what=what, old=old, new=new)

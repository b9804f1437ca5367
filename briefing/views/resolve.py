"""``briefing resolve``: what became of what somebody has copied, by its permanent address."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from msgspec import Meta

from briefing.library.changes.comparing import Comparison
from briefing.library.errors import LibraryError, NotPublishedError
from briefing.library.library import Library
from briefing.model.briefing import Revision
from briefing.model.errors import UsageError
from briefing.model.text import with_capital
from briefing.views.address import PermanentAddress, permanent_address, permanent_addresses
from briefing.views.became import Became, Fate, Fates, Finding, worst_first
from briefing.views.context import Context
from briefing.views.layout import field, fields
from briefing.views.phrases import Labelled
from briefing.views.shapes import Ordinal, Shape, as_json
from briefing.views.verbs import NOTHING, OK

STANDARD_INPUT: Final = "-"

_LONGEST: Final = 4_000_000
"""Characters that are read from standard input: the export of the largest briefing, and more."""

_MOST: Final = 2_000
"""Addresses that are resolved."""

_COSTS_SUPPORT: Final = (Fate.RETRACTED, Fate.SUPPORT_LOST)


class Resolved(Shape, frozen=True, kw_only=True):
    """What became of what an address leads to."""

    address: str
    findings: Annotated[tuple[Finding, ...], Meta(description="The worst first.")]
    said: Annotated[str | None, Meta(description="What it said; null where it was not found.")]
    says: Annotated[str | None, Meta(description="What it says now; null where it is gone.")]
    support: Annotated[
        tuple[str, ...], Meta(description="Outlets of the sources that support it now.")
    ]
    now: Annotated[
        str | None, Meta(description="Permanent address in the current revision; null if gone.")
    ]
    place: Annotated[
        str | None, Meta(description="NAME/SECTION/CARD#ITEM now; null where it is gone.")
    ]
    current: Annotated[Ordinal | None, Meta(description="Number of the current revision.")]

    @property
    def is_as_it_was(self) -> bool:
        return self.findings[0].fate is Fate.SAME


class Resolution(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing resolve --json``."""

    more: Annotated[bool, Meta(description="Whether there were too many addresses.")]
    addresses: Annotated[tuple[Resolved, ...], Meta(description="Each once, as they came.")]


def run(context: Context, arguments: Namespace) -> int:
    """Say what became of each; the exit code is 0 only where all of them are as they were."""
    found = _addresses(context, arguments.addresses)
    resolved = list(resolve(context.library(), found[:_MOST]).values())
    if arguments.json:
        more = len(found) > _MOST
        context.write(as_json(Resolution(more=more, addresses=tuple(resolved))))
    else:
        for number, one in enumerate(resolved, 1):
            label = f"Address {number} of {len(resolved)}"
            context.write_lines([*([""] if number > 1 else []), *_lines(one, label, context.width)])
    same = sum(one.is_as_it_was for one in resolved)
    if not found:
        context.say("There is no permanent address in it; one is like NAME/CARD#CLAIM@3.")
    else:
        context.say(_summary(len(resolved), same))
    if len(found) > _MOST:
        context.say(f"Only the first {_MOST:,} of {len(found):,} addresses were looked up.")
    return OK if found and same == len(found) else NOTHING


def _summary(number: int, same: int) -> str:
    if number == 1:
        return "It is as it was." if same else "It is not as it was."
    are = "is as it was" if same == 1 else "are as they were"
    return f"Of {number:,} addresses {same:,} {are}."


def _addresses(context: Context, typed: Sequence[str]) -> list[PermanentAddress]:
    """Find all that is asked for, each once."""
    found: list[PermanentAddress] = []
    for word in typed:
        if word == STANDARD_INPUT:
            text = context.read(_LONGEST + 1)
            if len(text) > _LONGEST:
                context.say(f"Only the first {_LONGEST:,} characters were read.")
            found += permanent_addresses(text[:_LONGEST], context.library().stamps())
        elif these := permanent_addresses(word):
            found += these
        else:
            raise UsageError(
                f"“{word}” is no permanent address, which is like NAME/CARD#CLAIM@3; - reads a"
                " text that has some."
            )
    return list(dict.fromkeys(found))


def resolve(
    library: Library, addresses: Sequence[PermanentAddress]
) -> Mapping[PermanentAddress, Resolved]:
    """Say what became of each by the current revision; each revision named is read once."""
    found: dict[PermanentAddress, Resolved] = {}
    for name in dict.fromkeys(one.name for one in addresses):
        named = [one for one in addresses if one.name == name]
        try:
            current = library.open(name)
        except LibraryError as error:
            lost = _nothing(_unopened(error, Fate.NO_BRIEFING))
            found |= {one: _resolved(one, lost) for one in named}
            continue
        for number in dict.fromkeys(one.revision for one in named):
            these = [one for one in named if one.revision == number]
            found |= _in_revision(library, current, number, these)
    return {one: found[one] for one in addresses}


def _in_revision(
    library: Library, current: Revision, number: int, addresses: Sequence[PermanentAddress]
) -> dict[PermanentAddress, Resolved]:
    taken = [
        Finding(fate=Fate.REVISION_WITHDRAWN, reason=one.reason, on=one.on)
        for one in current.withdrawals
        if one.revision == number
    ]
    try:
        revision = library.open(current.briefing.id, number)
    except LibraryError as error:
        lost = _nothing(_unopened(error, Fate.NO_REVISION))
        return {one: _resolved(one, lost, current, taken) for one in addresses}
    fates = Fates(Comparison(revision.briefing, current.briefing))
    absent = _nothing(Finding(fate=Fate.NOT_THERE))
    return {one: _resolved(one, fates.of(one.key) or absent, current, taken) for one in addresses}


def _nothing(why: Finding) -> Became:
    """What became of what cannot be found."""
    return Became(said=None, says=None, key=None, place=None, support=(), findings=(why,))


def _unopened(error: LibraryError, missing: Fate) -> Finding:
    is_missing = isinstance(error, NotPublishedError)
    return Finding(fate=missing if is_missing else Fate.UNREADABLE, reason=str(error))


def _resolved(
    address: PermanentAddress,
    became: Became,
    current: Revision | None = None,
    taken: Sequence[Finding] = (),
) -> Resolved:
    """Say what became of an address; that its revision was withdrawn is told in any case."""
    return Resolved(
        address=str(address),
        findings=worst_first([*became.findings, *taken]),
        said=became.said,
        says=became.says,
        support=became.support,
        now=permanent_address(current, became.key) if current and became.key else None,
        place=became.place,
        current=current.number if current else None,
    )


def _lines(one: Resolved, label: str, width: int) -> list[str]:
    fates = dict.fromkeys(finding.fate for finding in one.findings)
    known: Labelled = [("What became of it", "; ".join(fates))]
    if one.said is not None:
        known.append(("It said", one.said))
    if one.said is not None and one.says is not None and one.says != one.said:
        known.append(("It says now", one.says))
    for finding in one.findings:
        # Where it has moved to is told by its address.
        known += [] if finding.fate is Fate.MOVED else _facts(finding, one)
    if one.now is not None and not one.is_as_it_was:
        if one.support or not fates.keys().isdisjoint(_COSTS_SUPPORT):
            known.append(("Support now", ", ".join(one.support) or "nothing any more"))
        known += [("Address now", one.now), ("Where it is read", one.place or "")]
    return [*field(label, one.address, width), *fields(known, width, "  ")]


def _facts(finding: Finding, one: Resolved) -> Labelled:
    """What is to be said of a finding beside what it is, and both texts."""
    said: Labelled = []
    name = with_capital(finding.what or finding.fate)
    if finding.old and finding.old not in (one.said or ""):
        said.append((f"{name} before", finding.old))
    if finding.new and finding.new not in (one.says or ""):
        said.append((f"{name} now", finding.new))
    where = [finding.source, f"on {finding.on.label}" if finding.on else None]
    about = ", ".join(filter(None, where))
    why = ": ".join(filter(None, (about, finding.reason)))
    return [*said, *([(with_capital(finding.fate), why)] if why else [])]

"""The file ``corrections.yaml``: what was wrong, and which sources are no longer relied on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Final

import msgspec

from briefing.authoring.fields import (
    Fields,
    Take,
    as_string,
    as_value,
    matching,
    read_fields,
    take_all,
    to_date,
    to_truth,
)
from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import (
    IdKind,
    Ledger,
    Located,
    MistakeError,
    ParseContext,
    PartLocation,
    Report,
)
from briefing.authoring.rules import read_prose
from briefing.model.dates import EdtfDate
from briefing.model.records import Correction, Retraction
from briefing.model.text import nearest

CORRECTIONS_NAME: Final = "corrections.yaml"
"""Name of the file, which a folder need not have."""

CORRECTIONS: Final = "corrections"
RETRACTIONS: Final = "retractions"

_ID: Final = "[a-z0-9]+(?:-[a-z0-9]+)*"
_DAY: Final = len("2023-12-13")
_MOST: Final = 1_000
"""Characters of what was said, or of a reason: as much as a long paragraph."""


class ReadRecords(msgspec.Struct, frozen=True):
    """What the file says, both lists the oldest first; entries with errors are missing.

    Attributes:
        claims: What corrections name, as typed, each with whether it is said to be gone.
    """

    corrections: tuple[Correction, ...] = ()
    retractions: tuple[Retraction, ...] = ()
    claims: Sequence[tuple[Located, bool]] = ()


def read_corrections(file: SourceFile, context: ParseContext) -> ReadRecords:
    """Read both lists. What corrections name is looked for later, by `check_claims`."""
    if all(not line or line.startswith("#") for line in map(str.strip, file.text.split("\n"))):
        return ReadRecords()
    fields = read_fields(file.path, file.text, 1, (CORRECTIONS, RETRACTIONS), context.report)
    if fields is None:
        return ReadRecords()
    corrected, claims = [], []
    known: dict[tuple[str, str], Located] = {}
    typed = fields.each_fields(CORRECTIONS, ("claim", *_CORRECTION, "withdrawn"))
    for number, entry in enumerate(typed):
        context.enter(f"correction:{number}", PartLocation(entry.location, None, entry.locations()))
        withdrawn = entry.take("withdrawn", to_truth) is True
        given = take_all(entry, {"claim": as_value(_to_claim), **_CORRECTION}, context, *_NEEDED)
        claim = entry.text("claim")
        if given is None or claim is None:
            continue
        context.ledger.recall(IdKind.CLAIM, claim)
        claims.append((claim, withdrawn))
        corrected.append(Correction(**given))
        first = known.setdefault((claim.text, given["was"]), claim)
        if first is not claim:
            message = f"Line {first.at().line} records the same of “{claim.text}”."
            context.report.error(claim.at(), "duplicate-record", message, "Keep one of the two.")
    return ReadRecords(
        tuple(sorted(corrected, key=_BY_DAY)),
        tuple(sorted(_read_retractions(fields, context), key=_BY_DAY)),
        claims,
    )


_BY_DAY: Final = attrgetter("on.edtf")


def _read_retractions(fields: Fields, context: ParseContext) -> list[Retraction]:
    found, sources = [], []
    for entry in fields.each_fields(RETRACTIONS, ("source", *_RETRACTION)):
        given = take_all(entry, _RETRACTION, context, *_RETRACTION)
        entry.require("source")
        source = entry.text("source")
        if source is None:
            continue
        sources.append(source)
        context.report.value(source, lambda typed: _name_source(typed, context))
        place = PartLocation(entry.location, None, entry.locations())
        context.enter(f"retraction:{source.text}", place)
        if given is not None:
            found.append(Retraction(source=source.text, **given))
    context.report.duplicates(sources, IdKind.SOURCE)
    return found


def _name_source(typed: Located, context: ParseContext) -> str:
    if context.ledger.defines(IdKind.DOCUMENT, typed.text):
        message = f"Nothing rests on “{typed.text}”, of which the text is marked “held: no”."
        raise MistakeError(typed.at(), "not-held", message, "Remove this entry.")
    return context.ledger.name(IdKind.SOURCE, typed)


def _to_day(text: Located) -> EdtfDate:
    day = to_date(text)
    if len(day.edtf) == _DAY and day.earliest == day.latest:
        # Somewhere it is tomorrow already.
        if day.earliest and day.earliest > datetime.now(UTC).date() + timedelta(days=1):
            message = f"“{text.text}” is still to come."
            raise MistakeError(text.at(), "future-day", message, "Write when it was found.")
        return day
    message = f"“{text.text}” is not one day."
    raise MistakeError(text.at(), "not-a-day", message, "Write the day: 2024-05-03.")


_to_claim: Final = matching(
    rf"{_ID}#(?:figure:{_ID}|(?:position|commitment):[0-9]{{1,4}}|{_ID})",
    str,
    "bad-claim",
    "“{}” does not say which claim.",
    "Write card#claim, or card#figure:id, card#position:0, card#commitment:0.",
)


def _brief(take: Take) -> Take:
    """Take what stands below a sentence, and must not bury it."""

    def taken(fields: Fields, name: str, context: ParseContext) -> object:
        text = fields.text(name)
        if text is not None and len(text.text) > _MOST:
            message = f"“{name}” has {len(text.text):,} characters; {_MOST:,} is the most."
            context.report.error(text.at(), "too-long", message, "Say what was wrong, no more.")
        return take(fields, name, context)

    return taken


_RETRACTION: Final[Mapping[str, Take]] = {"reason": _brief(read_prose), "on": as_value(_to_day)}
_CORRECTION: Final[Mapping[str, Take]] = {"was": _brief(as_string), **_RETRACTION}
_NEEDED: Final = ("claim", *_CORRECTION)


def check_claims(read: ReadRecords, ledger: Ledger, report: Report) -> None:
    """Warn where a correction names what is not there, unless that is said to have been withdrawn.

    Nobody but the curator can tell a claim that was withdrawn from one that is misspelt.
    """
    for claim, withdrawn in read.claims:
        is_there = ledger.defines(IdKind.CLAIM, claim.text)
        if is_there and withdrawn:
            message = f"“{claim.text}” is said to be withdrawn, and it is there."
            report.warning(claim.at(), "not-withdrawn", message, "Remove “withdrawn: yes”.")
        elif not is_there and not withdrawn:
            known = ledger.definitions(IdKind.CLAIM)
            near = nearest(claim.text, known)
            fix = "If it was taken out of the briefing, add “withdrawn: yes” to this correction."
            if near:
                fix = f"Write “{near}”. {fix}"
            message = f"No card has a claim or figure “{claim.text}”."
            report.warning(claim.at(), "unknown-corrected", message, fix)

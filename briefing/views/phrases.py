"""The words in which views say things: parts of a card, evidence, names, dates, counts, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from briefing.model.actors import Name
from briefing.model.briefing import Briefing, Revision
from briefing.model.claims import Evidence
from briefing.model.dates import EdtfDate
from briefing.model.parts import Field, Part
from briefing.model.text import count
from briefing.model.vocabulary import Basis, Likelihood, Mode, Support
from briefing.views.layout import fields

Labelled = list[tuple[str, str]]
"""Labels in words, without a colon, and what is said."""

NOTHING_TO_CHECK: Final = "The briefing is withdrawn as a whole: there is nothing to check."
NOT_GIVEN: Final = "not given"
"""Stands where a source does not say."""

_JOINTS: Final = {
    **dict.fromkeys((Field.AUTHOR, Field.TAG), ", "),
    **dict.fromkeys((Field.ACTOR, Field.COMPONENT, Field.RIVAL), "; "),
    **dict.fromkeys((Field.BY, Field.TO), " and "),
}
"""What stands between neighbours of one label, in fields that are lists."""

MODES: Final = {
    Mode.QUOTE: " (quoted)",
    Mode.INFERENCE: " (inferred)",
    Mode.PARAPHRASE: "",
    Mode.SILENCE: " (does not say)",
}

_ORDER: Final = {
    **dict.fromkeys((Field.OUTLET, Field.AMOUNT), -3),
    **dict.fromkeys((Field.CITATION_KEY, Field.AS_OF), -2),
    Field.SAID_BY: -1,
    Field.STATE: 1,
}
"""What comes sooner or later here than among the parts of a card."""

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_EVIDENCE_LABELS: Final = {
    Support.SUPPORTS: ("Source", "Sources"),
    Support.CONTRADICTS: ("Contradicted by", "Contradicted by"),
    Support.CONTEXT: ("Context", "Context"),
}


def labelled(briefing: Briefing, parts: Iterable[Part]) -> Labelled:
    """Say parts of a card, each with its evidence; a list is said in one line."""
    said: Labelled = []
    for part in sorted(parts, key=lambda part: _ORDER.get(part.field, 0)):
        say(said, part.field, part.label, _value(briefing, part))
        said += labelled_evidence(briefing, part.evidence)
    return said


def say(said: Labelled, field: Field, label: str, value: str) -> None:
    """Say one thing more; what continues a list is joined to it."""
    if field in _JOINTS and said and said[-1][0] == label:
        value = f"{said.pop()[1]}{_JOINTS[field]}{value}"
    said.append((label, value))


def _value(briefing: Briefing, part: Part) -> str:
    match part.field:
        case Field.DATE | Field.AS_OF | Field.PUBLISHED | Field.RETRIEVED:
            return date_words(part.date)
        case Field.LIKELIHOOD:
            low, high = Likelihood(part.text).percent
            return f"{part.text} ({low} to {high} per cent)"
        case Field.AS_REPORTED:
            return f"“{part.text}”"
        case Field.NAME if part.label != "Name" and isinstance(part.bearer, Name):
            kind = ", ".join(filter(None, (part.bearer.kind, part.bearer.language)))
            return f"{part.text} ({kind})"
    return (part.text or NOT_GIVEN) + described_by(briefing, part.described_by)


def labelled_evidence(briefing: Briefing, evidence: Sequence[Evidence]) -> Labelled:
    """Say what a claim rests on, what contradicts it and what gives its context."""
    said: Labelled = []
    for support, (singular, plural) in _EVIDENCE_LABELS.items():
        places = _places(briefing, [one for one in evidence if one.stance is support])
        if places:
            said.append((singular if len(places) == 1 else plural, "; ".join(places)))
    return said


def disputed(briefing: Briefing, key: str) -> Labelled:
    """Say which open disagreements something, by its ``CARD#ITEM``, takes a side in."""
    titles = [card.title for card in briefing.open_disputes(key)]
    return [("Disputed", "; ".join(titles))] if titles else []


def corrected(briefing: Briefing, key: str) -> Labelled:
    """Say what of something, by its ``CARD#ITEM``, was wrong."""
    return [("Corrected", one.line) for one in briefing.corrections_by_claim.get(key, ())]


def basis_words(basis: Basis) -> str:
    """Say in words what is ours: ``assessed by us``."""
    return f"{basis} by us"


def _places(briefing: Briefing, evidence: Iterable[Evidence]) -> list[str]:
    """Name each source once, with all paragraphs cited in the same way."""
    paragraphs: dict[tuple[str, Mode], list[int | None]] = {}
    for one in evidence:
        paragraphs.setdefault((one.source, one.mode), []).append(one.paragraph)
    gone = dict.fromkeys(briefing.retracted, ", retracted")
    return [
        f"{source_name(briefing, key)}, {_paragraphs(numbers)}{MODES[mode]}{gone.get(key, '')}"
        for (key, mode), numbers in paragraphs.items()
    ]


def _paragraphs(numbers: Sequence[int | None]) -> str:
    given = list(dict.fromkeys(str(number) for number in numbers if number is not None))
    said = []
    if given:
        said.append(f"{'paragraph' if len(given) == 1 else 'paragraphs'} {', '.join(given)}")
    if None in numbers:
        said.append("as a whole")
    return " and ".join(said)


def number_words(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def day_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def verified_words(briefing: Briefing) -> str:
    """Say whether a check with the texts of its sources was passed, and when."""
    found = briefing.verified
    if found is None:
        return "not verified against the texts of its sources"
    who = f"verified on {day_words(found.on)} by {' '.join(found.by.split())}"
    what = f"{count(found.passages, 'passage')}, {count(found.claims, 'claim')}"
    doubts = f", {count(found.warnings, 'warning')}" if found.warnings else ""
    return f"{who}: {what}{doubts}"


def date_words(date_: EdtfDate | None) -> str:
    return date_.label if date_ else NOT_GIVEN


def described_by(briefing: Briefing, actor_id: str | None) -> str:
    """Say, after a role or a measure, whose words these are; nothing where they are ours."""
    return f", as described by {briefing.actor_name(actor_id)}" if actor_id else ""


def source_name(briefing: Briefing, key: str) -> str:
    """Name a source by its outlet, with its title where two sources share the outlet."""
    source = briefing.document(key)
    if source is None:
        return f"unknown source {key}"
    twins = sum(other.outlet == source.outlet for other in briefing.sources)
    return source.outlet if twins == 1 else f"{source.outlet}, “{source.title}”"


def retracted_words(briefing: Briefing, key: str) -> str:
    """Say of a source that it is not relied on any more: ``retracted 3 May 2024: Its …``."""
    return "; ".join(f"retracted {one.line}" for one in briefing.retractions if one.source == key)


def sources_words(briefing: Briefing, *, brief: bool = False) -> str:
    """Say how many sources there are and how many of them name who first reported their news.

    Outlets that carry one agency's report have one origin. For example ``2 sources, origins unknown
    (neither says where it got its news)``; `brief` leaves out the latter.
    """
    sources = count(len(briefing.sources), "source")
    counted = [source for source in briefing.sources if source.key not in briefing.retracted]
    if len(counted) < len(briefing.sources):
        sources += f", {len(briefing.sources) - len(counted)} retracted"
    if briefing.sources and not counted:
        return sources
    named = len(briefing.origins)
    unknown = sum(source.origin not in briefing.origins for source in counted)
    if named:
        rest = "" if not unknown else " known" if brief else f", {unknown:,} unknown"
        return f"{sources}, {count(named, 'origin')}{rest}"
    one, who = {1: ("origin", "it does not say"), 2: ("origins", "neither says")}.get(
        unknown, ("origins", "none says")
    )
    return f"{sources}, {one} unknown{'' if brief else f' ({who} where it got its news)'}"


def revision_words(revision: Revision) -> str:
    """Say which revision it is, or that it is none: ``revision 3``."""
    return f"revision {revision.number}" if revision.is_published else "not published"


def moment_words(moment: datetime) -> str:
    """Say when something was published: ``4 May 2024, 09:05 UTC``."""
    return f"{moment.day} {moment:%b %Y, %H:%M} {moment.tzname() or 'UTC'}"


def publication_words(revision: Revision) -> str:
    """Say which revision it is, and since when: ``3, published 4 May 2024, 09:05 UTC``."""
    if not revision.is_published:
        return revision_words(revision)
    return f"{revision.number}, published {moment_words(revision.published)}"


def header_lines(revision: Revision, width: int) -> list[str]:
    """Lay out what must be known of a briefing before reading it."""
    briefing = revision.briefing
    short = f"{count(briefing.short_minutes, 'minute')}, {count(briefing.short_word_count, 'word')}"
    full = f"{count(briefing.reading_minutes, 'minute')}, {count(briefing.word_count, 'word')}"
    return fields(
        [
            ("Briefing", briefing.title),
            ("Name", briefing.id),
            ("Revision", publication_words(revision)),
            ("Information cut-off", date_words(briefing.cutoff)),
            ("Reading time", f"{short}; in full {full}"),
            ("Sources", sources_words(briefing)),
            ("Check", verified_words(briefing)),
        ],
        width,
    )

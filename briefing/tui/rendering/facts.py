"""Short phrases about sources, dates and evidence that several panes show."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.model.actors import Source
from briefing.model.briefing import Briefing, Revision
from briefing.model.claims import Evidence
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import Support

NOT_GIVEN = "not given"
"""Shown for what no source gives."""

_PREFIX = {Support.SUPPORTS: "", Support.CONTRADICTS: "but ", Support.CONTEXT: "cf. "}


def date_label(date: EdtfDate | None) -> str:
    """A date for a reader, or that there is none."""
    return NOT_GIVEN if date is None else date.label


def citation(evidence: Evidence) -> str:
    """Where a claim is said, in short: ``iria ¶4``, ``but weekly ¶6``."""
    paragraph = "" if evidence.paragraph is None else f" ¶{evidence.paragraph}"
    return f"{_PREFIX[evidence.stance]}{evidence.source}{paragraph}"


def citations(evidence: Iterable[Evidence]) -> str:
    """All places of a claim in brackets; nothing where there is none."""
    places = "; ".join(citation(item) for item in evidence)
    return f"[{places}]" if places else ""


def origins(briefing: Briefing) -> str:
    """How many sources, and how many of them are known to report independently."""
    sources = _count(len(briefing.sources), "source")
    if not briefing.origins:
        return f"{sources}, origins not recorded"
    return f"{sources}, {_count(len(briefing.origins), 'origin')}"


def headline(revision: Revision, *, short: bool = False) -> list[str]:
    """What the header says beneath the title, the most important first.

    Args:
        revision: What is read.
        short: Whether to leave out the number of words.
    """
    briefing = revision.briefing
    length = "" if short else f" ({briefing.word_count:,} words)"
    return [
        f"revision {revision.number}",
        f"cut-off {date_label(briefing.cutoff)}",
        f"{briefing.reading_minutes} min{length}",
        origins(briefing),
    ]


def actor_name(briefing: Briefing, actor_id: str) -> str:
    """The usual name of an actor; the id itself where the briefing does not list it."""
    actor = briefing.actors_by_id.get(actor_id)
    return actor_id if actor is None else actor.name


def source_name(source: Source) -> str:
    """Outlet and author of a source."""
    return ", ".join((source.outlet, *source.authors))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

"""Phrases that several panes show, shorter than those of the plain views."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.model.actors import Source
from briefing.model.briefing import Briefing, Revision
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Support
from briefing.plain.phrases import count, date_words

_PREFIX = {Support.SUPPORTS: "", Support.CONTRADICTS: "but ", Support.CONTEXT: "cf. "}


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
    sources = count(len(briefing.sources), "source")
    if not briefing.origins:
        return f"{sources}, origins not recorded"
    return f"{sources}, {count(len(briefing.origins), 'origin')}"


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
        f"cut-off {date_words(briefing.cutoff)}",
        f"{briefing.reading_minutes} min{length}",
        origins(briefing),
    ]


def source_name(source: Source) -> str:
    """Outlet and author of a source."""
    return ", ".join((source.outlet, *source.authors))

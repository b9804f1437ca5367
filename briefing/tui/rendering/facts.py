"""Phrases that several panes show, shorter than those of the plain views."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.model.actors import Source
from briefing.model.briefing import Revision
from briefing.model.claims import Evidence
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import Support
from briefing.views.phrases import NOT_GIVEN, sources_words

_PREFIX = {Support.SUPPORTS: "", Support.CONTRADICTS: "but ", Support.CONTEXT: "cf. "}


def short_date(date: EdtfDate | None) -> str:
    """A date, with ``?`` where it is uncertain, or that it is not given."""
    return date.label if date else NOT_GIVEN


def citations(evidence: Iterable[Evidence]) -> str:
    """Where a claim is said, in short: ``[iria ¶4, ¶6; but weekly ¶6]``; nothing where nowhere."""
    by_source: dict[str, dict[str, None]] = {}
    for piece in evidence:
        places = by_source.setdefault(f"{_PREFIX[piece.stance]}{piece.source}", {})
        if piece.paragraph is not None:
            places[f"¶{piece.paragraph}"] = None
    parts = [" ".join([source, ", ".join(places)]).rstrip() for source, places in by_source.items()]
    return f"[{'; '.join(parts)}]" if parts else ""


def headline(revision: Revision, *, full: bool = False) -> list[str]:
    """What the header says beneath the title, the most important first.

    Args:
        revision: What is read.
        full: Whether the full version is read.
    """
    briefing = revision.briefing
    short, whole = briefing.short_minutes, briefing.reading_minutes
    return [
        f"revision {revision.number}",
        f"as of {short_date(briefing.cutoff)}",
        f"{whole} min, short {short}" if full else f"{short} min, full {whole}",
        sources_words(briefing, brief=True),
    ]


def source_name(source: Source) -> str:
    """Outlet and author of a source."""
    return ", ".join((source.outlet, *source.authors))

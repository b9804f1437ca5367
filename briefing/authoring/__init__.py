"""From a folder of plain text to a briefing; mistakes come back as a compiler reports them."""

from __future__ import annotations

from briefing.authoring.citations import format_citations
from briefing.authoring.load import Loaded, load_briefing
from briefing.authoring.places import Places
from briefing.authoring.problems import Place, Problem, Severity

__all__ = [
    "Loaded",
    "Place",
    "Places",
    "Problem",
    "Severity",
    "format_citations",
    "load_briefing",
]

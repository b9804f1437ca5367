"""From a folder of plain text to a briefing; mistakes come back as a compiler reports them."""

from __future__ import annotations

from briefing.authoring.citations import format_citations
from briefing.authoring.load import Loaded, load_briefing
from briefing.authoring.problems import Problem, Severity

__all__ = ["Loaded", "Problem", "Severity", "format_citations", "load_briefing"]

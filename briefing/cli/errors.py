"""Errors of the command line itself."""

from __future__ import annotations

from briefing.model.errors import BriefingError


class UsageError(BriefingError):
    """What was typed makes no sense; the exit code is 2."""

"""Errors that carry a sentence a person can act on."""

from __future__ import annotations


class BriefingError(Exception):
    """Something went wrong that the user can do something about.

    The message is shown as it is, never as a traceback: it says what happened and what to do.
    """


class UsageError(BriefingError):
    """What was typed or configured makes no sense; the command leaves with exit code 2."""


class FaultError(Exception):
    """The program has a fault; the report is for those who mend it, never for the user."""

    def __init__(self, report: str) -> None:
        super().__init__("an internal error")
        self.report = report


class Stopped(Exception):  # noqa: N818 - it is no error, and nobody is told of it
    """Nobody waits any more for what was being done."""

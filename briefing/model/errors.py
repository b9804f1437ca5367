"""Errors that carry a sentence a person can act on."""

from __future__ import annotations


class BriefingError(Exception):
    """Something went wrong that the user can do something about.

    The message is shown as it is, never as a traceback: it says what happened and what to do.
    """


class Stopped(Exception):  # noqa: N818 - it is no error, and nobody is told of it
    """Nobody waits any more for what was being done."""

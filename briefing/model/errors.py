"""Errors that carry a sentence a person can act on."""

from __future__ import annotations


class BriefingError(Exception):
    """Something went wrong that the user can do something about.

    The message is shown as it is, never as a traceback: it says what happened and what to do.
    """

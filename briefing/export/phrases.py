"""How names and dates are said in Markdown."""

from __future__ import annotations

from typing import Final

from briefing.export.escaping import inline
from briefing.model.briefing import Briefing
from briefing.model.dates import EdtfDate

NOT_GIVEN: Final = "not given"
"""Stands where a source does not say."""


def date_words(date: EdtfDate | None) -> str:
    """Say a date, or that it is not given."""
    return inline(date.label) if date else NOT_GIVEN


def actor_name(briefing: Briefing, actor_id: str | None) -> str:
    """Name an actor; one that the briefing does not list is named by its id."""
    return NOT_GIVEN if actor_id is None else inline(briefing.actor_name(actor_id))


def described(briefing: Briefing, text: str, actor_id: str | None) -> str:
    """Say a role or a measure; where the words are somebody's and not ours, say whose."""
    said = f", as described by {actor_name(briefing, actor_id)}" if actor_id else ""
    return inline(text) + said

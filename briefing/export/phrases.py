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
    if actor_id is None:
        return NOT_GIVEN
    actor = briefing.actors_by_id.get(actor_id)
    return inline(actor.name if actor else actor_id)

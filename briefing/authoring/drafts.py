"""Cards and actors that are drafts: read and checked like all others, and never published."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import msgspec

from briefing.authoring.anchor_lock import all_evidence
from briefing.authoring.fields import read_fields, split_front_matter
from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import Report
from briefing.model.briefing import Briefing


class Status(StrEnum):
    """What a card, or an actor in ``actors.yaml``, may say that it is."""

    DRAFT = "draft"


def is_draft(file: SourceFile) -> bool:
    """Whether a card's front matter can be read, and says so, whatever else is wrong in it."""
    apart = Report()
    page = split_front_matter(file, apart)
    if page is None or "status" not in page.front_matter:
        return False
    fields = read_fields(file.path, page.front_matter, 2, None, apart)
    return fields is not None and fields.string("status") == Status.DRAFT


def without_drafts(briefing: Briefing, drafts: Collection[str]) -> Briefing:
    """Leave out some drafts, by their keys, and what belongs to them alone: what is published."""
    if not drafts:
        return briefing
    sections = [
        msgspec.structs.replace(
            section,
            cards=tuple(card for card in section.cards if card.id not in drafts),
            short=tuple(id_ for id_ in section.short if id_ not in drafts)
            if isinstance(section.short, tuple)
            else section.short,
        )
        for section in briefing.sections
    ]
    rest = msgspec.structs.replace(
        briefing,
        sections=tuple(sections),
        actors=tuple(one for one in briefing.actors if f"actor:{one.id}" not in drafts),
    )
    cited = {evidence.place for evidence in all_evidence(rest)}
    return msgspec.structs.replace(
        rest, anchors=tuple(one for one in briefing.anchors if one.place in cited)
    )

"""The shapes of the JSON that tells of evidence and sources.

They stand apart from `briefing.plain.shapes`, so that a verb that knows nothing of evidence need
not import it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from briefing.evidence.anchors import Outcome
from briefing.evidence.health import Grade, Group
from briefing.evidence.support import BearerKind
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import Mode, Support
from briefing.plain.shapes import Count, Ordinal, Shape


class ShownEvidence(Shape, frozen=True, kw_only=True):
    """One piece of evidence, and what came of looking for its passage."""

    source: Annotated[str, Meta(description="Citation key.")]
    outlet: str | None
    authors: tuple[str, ...]
    published: EdtfDate | None
    retrieved: EdtfDate | None
    paragraph: Annotated[
        Ordinal | None, Meta(description="As cited; null cites the source as a whole.")
    ]
    passage: Annotated[
        str | None, Meta(description="First and last words as cited; null cites all of it.")
    ]
    stance: Support
    mode: Mode
    outcome: Outcome
    reason: Annotated[str, Meta(description="Why the passage is not exact; empty where it is.")]
    words: Annotated[
        str | None,
        Meta(description="The passage as it is in the text; null without a text."),
    ]
    head: Annotated[str | None, Meta(description="Its first words; null without an anchor.")]
    tail: Annotated[str | None, Meta(description="Its last words; null without an anchor.")]
    link: Annotated[str | None, Meta(description="Web address that leads to the passage.")]
    slips: Annotated[
        tuple[str, ...], Meta(description="What in the paragraph is probably a slip of the source.")
    ]


class ShownBearer(Shape, frozen=True, kw_only=True):
    """Something that rests on evidence, and how well it is supported."""

    kind: BearerKind
    address: Annotated[str, Meta(description="NAME/SECTION/CARD#ITEM, or NAME#actor:ID.")]
    text: str
    support: Annotated[str, Meta(description="Sources and origins, in words.")]
    sources: Annotated[tuple[str, ...], Meta(description="Keys of those that support it.")]
    origins: Annotated[tuple[str, ...], Meta(description="Who first reported it, where named.")]
    origins_unrecorded: Annotated[
        int, Meta(ge=0, description="How many sources do not say where they have it from.")
    ]
    contradicted_by: Annotated[
        tuple[str, ...], Meta(description="Keys of the sources cited against it.")
    ]
    disputed_in: Annotated[
        tuple[str, ...], Meta(description="Ids of the cards of open disagreements about it.")
    ]
    evidence: tuple[ShownEvidence, ...]


class EvidenceList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing evidence --format json``."""

    address: Annotated[str, Meta(description="As asked for.")]
    revision: Ordinal
    items: tuple[ShownBearer, ...]


class HealthCase(Shape, frozen=True, kw_only=True):
    """One of the things that a count of ``briefing health`` counts."""

    text: str
    note: str
    address: Annotated[str | None, Meta(description="Of what in the briefing it is about.")]
    source: Annotated[str | None, Meta(description="Key of the source it is about.")]
    paragraph: Annotated[Ordinal | None, Meta(description="Of the source.")]


class HealthCount(Shape, frozen=True, kw_only=True):
    """One count of ``briefing health``."""

    key: str
    group: Group
    label: str
    grade: Annotated[Grade, Meta(description="What it says of the sourcing, if not 0.")]
    count: Annotated[
        Count | None, Meta(description="Null where nothing was checked, for want of a text.")
    ]
    cases: Annotated[
        tuple[HealthCase, ...] | None,
        Meta(description="What was counted; null unless asked for with --list."),
    ]


class HealthReport(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing health --format json``."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    revision: Ordinal
    sound: Annotated[
        bool | None,
        Meta(description="Whether all counts of grade wrong are 0; null if not all was checked."),
    ]
    counts: tuple[HealthCount, ...]


class FallingItem(Shape, frozen=True, kw_only=True):
    """A claim, a figure or a card that depends on the sources set aside."""

    address: str
    text: Annotated[str, Meta(description="What it says; of a card the title.")]


class BlastRadius(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing without --format json``."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    revision: Ordinal
    aside: Annotated[tuple[str, ...], Meta(description="Keys of the sources set aside.")]
    claims_lost: Annotated[
        tuple[FallingItem, ...], Meta(description="Claims that lose all support.")
    ]
    claims_single: Annotated[
        tuple[FallingItem, ...], Meta(description="Claims that keep one source.")
    ]
    figures_lost: Annotated[
        tuple[FallingItem, ...], Meta(description="Figures that lose all support.")
    ]
    others_lost: Annotated[
        tuple[FallingItem, ...],
        Meta(description="Positions, roles and names that lose all support."),
    ]
    reactions: Annotated[tuple[FallingItem, ...], Meta(description="Reactions that fall.")]
    disagreements: Annotated[tuple[FallingItem, ...], Meta(description="Disagreements that end.")]
    cards: Annotated[
        tuple[FallingItem, ...], Meta(description="Cards that fall, including reactions.")
    ]

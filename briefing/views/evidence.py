"""``briefing evidence``: what each sentence is based on, passage by passage."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Annotated, Final

from msgspec import Meta

from briefing.evidence.anchors import Outcome
from briefing.evidence.corpus import Examination
from briefing.evidence.support import (
    Bearer,
    BearerKind,
    actor_bearers,
    bearers,
    card_bearers,
    standing,
)
from briefing.evidence.texts import ELLIPSIS
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.claims import Anchor, Evidence, Quote, cited_words
from briefing.model.dates import EdtfDate
from briefing.model.records import Correction
from briefing.model.text import count
from briefing.model.vocabulary import Mode, SectionKind, Support
from briefing.views.address import (
    Destination,
    NotFoundError,
    bearer_address,
    follow,
    not_found,
    permanent_address,
)
from briefing.views.context import Context
from briefing.views.layout import field, fields, wrap
from briefing.views.moments import AsOf
from briefing.views.phrases import (
    NOT_GIVEN,
    corrected,
    date_words,
    header_lines,
    retracted_words,
)
from briefing.views.shapes import PERMANENT, Ordinal, RevisionNumber, Shape, as_json
from briefing.views.sign_offs import ShownSignOff, review_words, shown, sign_offs_of
from briefing.views.sourcing import (
    anchor_words,
    contested_words,
    outcome_words,
    passage_link,
    support_words,
)
from briefing.views.verbs import NOTHING, OK

_THERE_NOW: Final = (Outcome.ALTERED, Outcome.AMBIGUOUS)
"""Outcomes of a passage that is shown as it is, and is not what was cited."""


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
    number: Annotated[
        Ordinal | None,
        Meta(description="Which of the passages that begin there with these words; null if one."),
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
    retracted: Annotated[
        str | None,
        Meta(description="Since when the source is not relied on, and why; null if it is."),
    ]


class ShownBearer(Shape, frozen=True, kw_only=True):
    """Something that rests on evidence, and how well it is supported."""

    kind: BearerKind
    address: Annotated[str, Meta(description="NAME/SECTION/CARD#ITEM, or NAME#actor:ID.")]
    permanent: Annotated[str | None, Meta(description=PERMANENT)]
    text: str
    support: Annotated[str, Meta(description="Sources and origins, in words.")]
    sources: Annotated[tuple[str, ...], Meta(description="Keys of those that support it.")]
    retracted: Annotated[
        tuple[str, ...],
        Meta(description="Keys of those that are retracted, so that they do not support it."),
    ]
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
    corrections: Annotated[
        tuple[Correction, ...], Meta(description="What of it was wrong, the oldest first.")
    ]
    sign_offs: Annotated[
        tuple[ShownSignOff, ...],
        Meta(description="Who signed that its passages carry it, or has a remark."),
    ]
    evidence: tuple[ShownEvidence, ...]


class EvidenceList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing evidence --format json``."""

    address: Annotated[str, Meta(description="As asked for.")]
    revision: RevisionNumber
    items: tuple[ShownBearer, ...]


def run(context: Context, arguments: Namespace) -> int:
    """Print what rests on evidence, and the evidence.

    The exit code is 1 where there is none, and where a text that should be there cannot be read.
    """
    place, found = _follow(context, arguments.address, arguments.as_of)
    corpus = context.corpus()
    examination = Examination(place.briefing, corpus)
    if arguments.format == "json":
        shown = tuple(_shown_bearer(one, examination, place.revision) for one in found)
        number = place.revision.number or None
        context.write(
            as_json(EvidenceList(address=arguments.address, revision=number, items=shown))
        )
    else:
        lines = header_lines(place.revision, context.width)
        for bearer in found:
            lines += ["", "", *_bearer_lines(bearer, examination, context.width)]
        context.write_lines(lines)
    if not found:
        context.say(f"Nothing in “{arguments.address}” cites evidence.")
    unread = list(_unread(found, examination))
    for sentence in unread:
        context.say(sentence)
    # That a folder was named and is not there has been said when it was to be opened.
    is_missing = context.places.corpus is not None and corpus.folder is None
    return NOTHING if unread or is_missing or not found else OK


def _unread(found: Sequence[Bearer], examination: Examination) -> Iterator[str]:
    """Say of each source cited, where there is a corpus, why its text cannot be looked into."""
    if examination.corpus.folder is None:
        return
    for key in sorted({one.source for bearer in found for one in bearer.evidence}):
        if why := examination.why_no_text(key):
            yield f"error: @{key}: {why}"


def _follow(
    context: Context, address: str, as_of: AsOf | None
) -> tuple[Destination, Sequence[Bearer]]:
    """Follow an address, ``NAME[/SECTION[/CARD]][#ITEM]``, to what cites evidence.

    After ``#`` stands a claim's id, ``figure:ID``, ``position:N`` counted from 0, or ``actor:ID``;
    what has that name in several cards is all meant.
    """
    place = follow(context, address, as_of)
    found = _within(place)
    if place.item is None:
        return place, found
    wanted = [one for one in found if one.item == place.item]
    if not wanted:
        items = dict.fromkeys(one.item for one in found)
        what = f"Nothing in “{place.within}” is called"
        raise NotFoundError(not_found(what, place.item, items))
    return place, wanted


def _within(place: Destination) -> list[Bearer]:
    if place.section is None:
        return list(bearers(place.briefing))
    cards = place.section.cards if place.card is None else (place.card,)
    return [one for card in cards for one in _of_card(place.briefing, place.section, card)]


def _of_card(briefing: Briefing, section: Section, card: Card) -> list[Bearer]:
    """What rests on evidence in a card; among people, also what is said of each of them."""
    found = list(card_bearers(section, card))
    if section.kind is SectionKind.PEOPLE:
        actors = (actor for actor in briefing.actors if actor.id in card.actors)
        found += [one for actor in actors for one in actor_bearers(actor)]
    return found


def _bearer_lines(bearer: Bearer, examination: Examination, width: int) -> list[str]:
    briefing, how = examination.briefing, standing(bearer, examination)
    known = [
        ("Address", bearer_address(briefing, bearer)),
        ("Support", support_words(how)),
        ("Dispute", contested_words(how)),
        ("Passages", anchor_words(how)),
        *corrected(briefing, bearer.key),
        ("Review", review_words(briefing, bearer)),
    ]
    said = f"“{bearer.text}”" if isinstance(bearer.claim, Quote) else bearer.text
    lines = field(bearer.kind.capitalize(), said, width)
    lines += fields([one for one in known if one[1]], width, "  ")
    for number, evidence in enumerate(bearer.evidence, start=1):
        label = f"Evidence {number} of {len(bearer.evidence)}"
        shown, anchor = _shown_evidence(evidence, examination), briefing.anchor(evidence)
        lines += ["", *_evidence_lines(shown, anchor, label, width)]
    return lines


def _evidence_lines(
    shown: ShownEvidence, anchor: Anchor | None, label: str, width: int
) -> list[str]:
    lines = field(label, f"{shown.stance}, {shown.mode}", width, "  ")
    place = "as a whole" if shown.paragraph is None else f"paragraph {shown.paragraph}"
    cited = f", {cited_words(shown.passage, shown.number)}" if shown.passage else ""
    listed = shown.outlet is not None
    outlet = f"{shown.outlet} ({shown.source})" if listed else f"unknown {shown.source}"
    hidden = _why_hidden(shown)
    outcome = outcome_words(shown.outcome)
    known = [
        ("Outlet", outlet),
        ("Author", ", ".join(shown.authors) or NOT_GIVEN),
        ("Published", date_words(shown.published)),
        ("Retrieved", date_words(shown.retrieved)),
        ("Place", f"{place}{cited}"),
        ("Passage", outcome if shown.reason == hidden else f"{outcome}. {shown.reason}"),
    ]
    if shown.link:
        known.append(("Link", shown.link))
    if shown.retracted:
        known.append(("Retracted", shown.retracted))
    known += [("Probable slip of the source", note) for note in shown.slips]
    lines += fields(known, width, "    ")
    if shown.words is not None:
        there_now = shown.outcome in _THERE_NOW
        title = "What is there now" if there_now else "The source's words"
        words = wrap(shown.words, width, first="    > ", rest="    > ")
        return [*lines, f"    {title}:", *words]
    if anchor is not None and shown.paragraph is not None:
        ends = f"“{anchor.head} {ELLIPSIS} {anchor.tail}”, {count(anchor.words, 'word')}"
        lines += field("The source's first and last words", ends, width, "    ")
    return [*lines, *field("Text not shown", hidden, width, "    ")]


def _why_hidden(shown: ShownEvidence) -> str:
    """Say why the words of a passage are not shown; empty where they are."""
    if shown.paragraph is None:
        return "The source is cited as a whole."
    return shown.reason if shown.words is None else ""


def _shown_bearer(bearer: Bearer, examination: Examination, revision: Revision) -> ShownBearer:
    how = standing(bearer, examination)
    return ShownBearer(
        kind=bearer.kind,
        address=bearer_address(examination.briefing, bearer),
        permanent=permanent_address(revision, bearer.key) if bearer.card else None,
        text=bearer.text,
        support=support_words(how),
        sources=how.sources,
        retracted=how.retracted,
        origins=tuple(sorted(how.origins)),
        origins_unrecorded=how.unrecorded,
        contradicted_by=how.contradicted_by,
        disputed_in=how.disputed_in,
        corrections=examination.briefing.corrections_by_claim.get(bearer.key, ()),
        sign_offs=tuple(map(shown, sign_offs_of(examination.briefing, bearer))),
        evidence=tuple(_shown_evidence(one, examination) for one in bearer.evidence),
    )


def _shown_evidence(evidence: Evidence, examination: Examination) -> ShownEvidence:
    briefing, finding = examination.briefing, examination.finding(evidence)
    source, anchor = briefing.sources_by_key.get(evidence.source), briefing.anchor(evidence)
    passage = None if evidence.paragraph is None else finding.passage
    retracted = retracted_words(briefing, evidence.source)
    return ShownEvidence(
        source=evidence.source,
        outlet=source.outlet if source else None,
        authors=source.authors if source else (),
        published=source.published if source else None,
        retrieved=source.retrieved if source else None,
        paragraph=evidence.paragraph,
        passage=evidence.passage,
        number=evidence.number,
        stance=evidence.stance,
        mode=evidence.mode,
        outcome=finding.outcome,
        reason=finding.reason,
        words=passage.words if passage else None,
        head=anchor.head if anchor else None,
        tail=anchor.tail if anchor else None,
        link=passage_link(source, anchor) if source else None,
        slips=tuple(source.slips_at(evidence.paragraph)) if source else (),
        retracted=retracted.removeprefix("retracted ") or None,
    )

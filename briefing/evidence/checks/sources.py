"""Whether what is said of sources and actors agrees with the texts of the sources themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefing.evidence.checking import Remark
from briefing.evidence.corpus import Examination
from briefing.evidence.dates import lies_in, overlap, read_dates
from briefing.evidence.states import state_of
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import tokens
from briefing.model.actors import UNKNOWN_ORIGIN, Actor, Source
from briefing.model.briefing import Briefing
from briefing.model.text import quotations
from briefing.model.vocabulary import ActorType, Severity

_HEAD: Final = 120
"""Tokens at the beginning of a text in which it gives its title, author and date."""


def check_sources(examination: Examination) -> Iterator[Remark]:
    briefing = examination.briefing
    for source in briefing.sources:
        yield from _check_days(source, briefing)
        text = examination.text(source.key)
        if text is not None:
            yield from _check_head(source, text)
            yield from _check_notes(source, examination)
    texts = [examination.text(source.key) for source in briefing.sources]
    if all(text is not None for text in texts):
        known = [text for text in texts if text is not None]
        for actor in briefing.actors:
            yield from _check_actor(actor, known)


def _wrong(
    source: Source, code: str, message: str, field: str, severity: Severity = Severity.WARNING
) -> Remark:
    return Remark(
        code=code,
        message=message,
        fix="Correct it in sources.yaml.",
        severity=severity,
        source=source.key,
        field=field,
    )


def _check_days(source: Source, briefing: Briefing) -> Iterator[Remark]:
    """Compare the dates of a source with each other, and with the cut-off."""
    issued, accessed, cutoff = source.published, source.retrieved, briefing.cutoff
    if (
        issued
        and accessed
        and issued.earliest
        and accessed.latest
        and accessed.latest < issued.earliest
    ):
        message = f"@{source.key} was retrieved on {accessed.label}, before it was published."
        yield _wrong(source, "source-date", message, "accessed", Severity.ERROR)
    speaks = source.speaks_on
    if speaks and cutoff and speaks.earliest and cutoff.latest and cutoff.latest < speaks.earliest:
        message = f"@{source.key} is of {speaks.label}, after the cut-off, {cutoff.label}."
        yield _wrong(source, "after-cut-off", message, "issued")


def _check_notes(source: Source, examination: Examination) -> Iterator[Remark]:
    """Look for what the account of a source quotes, in the source and in the others."""
    notes = [("descriptor", source.descriptor or "")]
    notes += (("slips", slip.note) for slip in source.slips)
    texts = [examination.text(one.key) for one in examination.briefing.sources]
    for field, note in notes:
        for _, words in quotations(note):
            if not any(text is None or text.find(tokens(words)) for text in texts):
                message = f"“{words}” is in no source."
                yield _wrong(source, "quote-not-in-passage", message, field, Severity.ERROR)


def _check_head(source: Source, text: SourceText) -> Iterator[Remark]:
    """Compare title, authors and dates of a source with what its text begins with."""
    head = Passage(text, 0, min(_HEAD, len(text.tokens)))
    if not text.find(tokens(source.title), 0, head.last):
        message = f"The text of @{source.key} does not begin with its title, “{source.title}”."
        yield _wrong(source, "source-title", message, "title")
    for author in source.authors:
        if not text.find(tokens(author)):
            message = f"“{author}” is not named in the text of @{source.key}."
            yield _wrong(source, "source-author", message, "author")
    if source.origin != UNKNOWN_ORIGIN and not text.find(tokens(source.origin)):
        message = f"The text of @{source.key} does not name “{source.origin}”, its origin."
        yield _wrong(source, "source-origin", message, "origin")
    if source.published is not None:
        printed = [
            one for one in read_dates(head, source.published) if one.day and not one.reckoned
        ]
        if printed and not any(overlap(one, source.published) for one in printed):
            message = (
                f"The text of @{source.key} begins with another date than {source.published.label}."
            )
            yield _wrong(source, "source-date", message, "issued")
    if source.dateline is not None and source.dateline.paragraph <= len(text.paragraphs):
        paragraph = text.paragraph(source.dateline.paragraph)
        wanted = source.dateline.date
        found = read_dates(paragraph, wanted)
        if not any(
            lies_in(one, wanted) or (overlap(one, wanted) and not one.reckoned) for one in found
        ):
            message = f"¶{source.dateline.paragraph} of @{source.key} does not give {wanted.label}."
            yield _wrong(source, "source-date", message, "dateline")


def _check_actor(actor: Actor, texts: list[SourceText]) -> Iterator[Remark]:
    """Look for the name that is used of a person in the sources, and compare countries."""
    if actor.type is ActorType.PERSON and not any(text.find(tokens(actor.name)) for text in texts):
        yield Remark(
            code="actor-name",
            message=f"No source writes “{actor.name}”.",
            fix="Correct the name in actors.yaml, or use the one that a source has.",
            source=f"actor:{actor.id}",
        )
    if actor.country is not None and actor.role:
        first = Passage.of(actor.role)
        told = {
            code
            for at in range(len(first.tokens))
            if first.capital(at) and (code := state_of(first.tokens[at]))
        }
        if told and actor.country not in told:
            yield Remark(
                code="country",
                message=f"{actor.name} is of {actor.country}; the role says “{actor.role}”.",
                fix="Correct the country or the role in actors.yaml.",
                source=f"actor:{actor.id}",
            )

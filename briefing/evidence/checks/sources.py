"""Whether what is said of sources agrees with the texts of the sources themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefing.evidence.checking import Remark
from briefing.evidence.checks.dates import WEEKDAYS
from briefing.evidence.corpus import Examination
from briefing.evidence.dates import lies_in, overlap, read_dates
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import tokens
from briefing.model.actors import UNKNOWN_ORIGIN, Source
from briefing.model.briefing import Briefing
from briefing.model.text import quotations
from briefing.model.vocabulary import Severity

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
            yield from _check_slips(source, text)


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


def _check_slips(source: Source, text: SourceText) -> Iterator[Remark]:
    """Look whether a slip is where it is said to be: a day that its note names stands there."""
    for slip in source.slips:
        if slip.paragraph > len(text.paragraphs):
            continue
        paragraph, note = text.paragraph(slip.paragraph), Passage.of(slip.note)
        days, weekdays = read_dates(note, None), WEEKDAYS & set(note.tokens)
        theirs = read_dates(paragraph, source.speaks_on)
        stands = any(one.confirms(day) or overlap(one, day) for one in theirs for day in days)
        if (days or weekdays) and not stands and weekdays.isdisjoint(paragraph.tokens):
            message = f"¶{slip.paragraph} of @{source.key} has none of the days of its slip."
            yield _wrong(source, "source-slip", message, "slips")


def _check_head(source: Source, text: SourceText) -> Iterator[Remark]:
    """Compare title, authors and dates of a source with what its text begins with.

    What `briefing add` took from the page may stand there outside of its text; authors mostly do.
    """
    severity = Severity.LOOK if source.extractor else Severity.WARNING
    head = Passage(text, 0, min(_HEAD, len(text.tokens)))
    if not text.find(tokens(source.title), 0, head.last):
        message = f"The text of @{source.key} does not begin with its title, “{source.title}”."
        yield _wrong(source, "source-title", message, "title", severity)
    for author in source.authors:
        if not source.extractor and not _signs(author, text):
            message = f"“{author}” is not named at the head or the end of @{source.key}."
            yield _wrong(source, "source-author", message, "author")
    if source.origin != UNKNOWN_ORIGIN:
        places = text.find(tokens(source.origin))
        if not places:
            message = f"The text of @{source.key} does not name “{source.origin}”, its origin."
            yield _wrong(source, "source-origin", message, "origin")
        elif all(_in_caption(text, at) for at in places):
            message = f"@{source.key} names “{source.origin}” only below a picture."
            yield _wrong(source, "source-origin", message, "origin")
    if source.published is not None:
        printed = [
            one for one in read_dates(head, source.published) if one.day and not one.reckoned
        ]
        if printed and not any(overlap(one, source.published) for one in printed):
            message = (
                f"The text of @{source.key} begins with another date than {source.published.label}."
            )
            yield _wrong(source, "source-date", message, "issued", severity)
    if source.dateline is not None and source.dateline.paragraph <= len(text.paragraphs):
        paragraph = text.paragraph(source.dateline.paragraph)
        wanted = source.dateline.date
        found = read_dates(paragraph, wanted)
        if not any(
            lies_in(one, wanted) or (overlap(one, wanted) and not one.reckoned) for one in found
        ):
            message = f"¶{source.dateline.paragraph} of @{source.key} does not give {wanted.label}."
            yield _wrong(source, "source-date", message, "dateline")


_TAIL: Final = 6
"""Paragraphs at the end of a text in which its author may be named."""


def _signs(author: str, text: SourceText) -> bool:
    """Whether an author is named at the beginning of a text, at its end, or after *by*."""
    last = len(text.paragraphs)
    return any(
        at < _HEAD or text.paragraph_of(at) >= last - _TAIL or text.tokens[at - 1 : at] == ["by"]
        for at in text.find(tokens(author))
    )


_PICTURES: Final = ("photo", "image", "picture", "screen", "grab", "credit")


def _in_caption(text: SourceText, at: int) -> bool:
    paragraph = text.paragraph(text.paragraph_of(at))
    return any(token in _PICTURES for token in paragraph.tokens)

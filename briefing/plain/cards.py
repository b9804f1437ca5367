"""Cards, sections and a whole briefing as labelled lines."""

from __future__ import annotations

from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Quote
from briefing.model.parts import row_lines
from briefing.model.vocabulary import Basis, SectionKind
from briefing.plain.details import Fields, detail_groups, undescribed_sources
from briefing.plain.figures import figure_lines
from briefing.plain.layout import field, wrap
from briefing.plain.phrases import (
    count,
    date_words,
    evidence_fields,
    sources_words,
)


def header_lines(revision: Revision, width: int) -> list[str]:
    """Lay out what must be known of a briefing before reading it.

    Args:
        revision: The publication that is read.
        width: Most cells of a line.

    Returns:
        Title, name, revision, cut-off, length and sources, each on a line of its own.
    """
    briefing = revision.briefing
    short = f"{count(briefing.short_minutes, 'minute')}, {count(briefing.short_word_count, 'word')}"
    full = f"{count(briefing.reading_minutes, 'minute')}, {count(briefing.word_count, 'word')}"
    published = revision.published
    fields = [
        ("Briefing", briefing.title),
        ("Name", briefing.id),
        ("Revision", f"{revision.number}, published {published.day} {published:%b %Y, %H:%M} UTC"),
        ("Information cut-off", date_words(briefing.cutoff)),
        ("Reading time", f"{short}; in full {full}"),
        ("Sources", sources_words(briefing)),
    ]
    return _field_lines(fields, width)


def briefing_lines(revision: Revision, width: int, *, short: bool = False) -> list[str]:
    """Lay out a whole briefing in reading order.

    Args:
        revision: The publication that is read.
        width: Most cells of a line.
        short: Whether to lay out the short version.

    Returns:
        Header, then every section with its cards, then the sources that no card describes. In
        the short version, a section of which it has nothing is only named at the end.
    """
    lines = header_lines(revision, width)
    lay_out = short_section_lines if short else section_lines
    for section in revision.briefing.sections:
        if not short or section.is_in_short:
            lines += ["", "", *lay_out(revision.briefing, section, width)]
    if short:
        left = [one.title for one in revision.briefing.sections if not one.is_in_short]
        return [*lines, "", "", *field("In full only", "; ".join(left), width)] if left else lines
    if others := undescribed_sources(revision.briefing):
        lines += ["", "", *wrap("Sources that no card describes", width)]
        for fields in others:
            lines += ["", *_field_lines(fields, width)]
    return lines


def section_lines(briefing: Briefing, section: Section, width: int) -> list[str]:
    """Lay out one section with its cards.

    Args:
        briefing: Whose section it is.
        section: The section.
        width: Most cells of a line.

    Returns:
        A line that says which section it is, then its cards.
    """
    lines = section_heading(briefing, section, width)
    for card in section.cards:
        lines += ["", *card_lines(briefing, section, card, width)]
    return lines


def short_section_lines(briefing: Briefing, section: Section, width: int) -> list[str]:
    """Lay out what the short version has of a section.

    Args:
        briefing: Whose section it is.
        section: The section.
        width: Most cells of a line.

    Returns:
        A line that says which section it is, then a line for each card, or some cards whole.
    """
    lines = section_heading(briefing, section, width)
    if not section.is_in_short:
        return [*lines, *wrap("The short version leaves this out.", width)]
    if section.is_viewed:
        for card in section.cards:
            first, *others = row_lines(briefing, section, card)
            lines += (
                ["", *wrap(first, width)] if others else wrap(first, width, first="- ", rest="  ")
            )
            for other in others:
                lines += wrap(other, width, first="- ", rest="  ")
    for card in section.short_cards:
        lines += ["", *card_lines(briefing, section, card, width)]
    return lines


def section_heading(briefing: Briefing, section: Section, width: int) -> list[str]:
    """Say which section it is, for example ``Section 3 of 11: Reactions``."""
    ids = [other.id for other in briefing.sections]
    return field(f"Section {ids.index(section.id) + 1} of {len(ids)}", section.title, width)


def card_lines(briefing: Briefing, section: Section, card: Card, width: int) -> list[str]:
    """Lay out one card with everything it says and all evidence for it.

    Args:
        briefing: Whose card it is.
        section: The section it stands in.
        card: The card.
        width: Most cells of a line.

    Returns:
        Its place and title, what its kind adds, its claims and its figures.
    """
    ids = [other.id for other in section.cards]
    lines = field(f"Card {ids.index(card.id) + 1} of {len(ids)}", card.title, width)
    lines += field("Address", f"{briefing.id}/{section.id}/{card.id}", width)
    for number, group in enumerate(detail_groups(briefing, section, card)):
        lines += [*([""] if number else []), *_field_lines(group, width)]
    for claim in card.claims:
        lines += ["", *_claim_lines(briefing, section, claim, width)]
    for figure in card.figures:
        lines += ["", *figure_lines(briefing, figure, "Figure", width)]
    return lines


def _field_lines(fields: Fields, width: int) -> list[str]:
    return [line for label, value in fields for line in field(label, value, width)]


def _claim_lines(briefing: Briefing, section: Section, claim: Claim, width: int) -> list[str]:
    in_timeline = section.kind is SectionKind.TIMELINE
    fields: list[tuple[str, str]] = []
    if isinstance(claim, Quote):
        lines = field("Quote", f"“{claim.text}”", width)
        fields.append(("Speaker", briefing.actor_name(claim.speaker)))
    elif claim.item:
        lines = wrap(claim.text, width, first="- ", rest="  ")
    else:
        lines = wrap(claim.text, width)
    if in_timeline:
        lines = [*field("Date", date_words(claim.date), width), *lines]
    elif claim.date or isinstance(claim, Quote):
        fields.append(("Date", date_words(claim.date)))
    if claim.basis is not Basis.REPORTED:
        fields.append(("Basis", claim.basis))
    for label, value in (*fields, *evidence_fields(briefing, claim.evidence)):
        lines += field(label, value, width, "  ")
    return lines

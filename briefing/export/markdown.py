"""A briefing, or a part of it, as Markdown with footnotes."""

from __future__ import annotations

from briefing.export.details import detail_blocks, figure_lines
from briefing.export.escaping import block, inline
from briefing.export.notes import Notes
from briefing.export.phrases import actor_name, date_words
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Quote
from briefing.model.parts import row_lines
from briefing.model.vocabulary import Basis, SectionKind


def to_markdown(
    revision: Revision,
    section: Section | None = None,
    card: Card | None = None,
    *,
    short: bool = False,
) -> str:
    """Write a briefing, one section or one card as Markdown.

    Headings, claims with numbered footnotes for their citations, figures as tables, and a table of
    the sources cited. It is CommonMark with the tables and footnotes that GitHub and Pandoc share.
    Text of the briefing is escaped: it can make no heading, link, table or HTML of its own.

    Args:
        revision: The publication to write.
        section: One of its sections; None writes all of it.
        card: One card of the section; None writes all of it.
        short: Whether to write only what is in the short version.

    Returns:
        Text that ends in a newline, the same for the same content.
    """
    briefing = revision.briefing
    notes = Notes(briefing)
    blocks = [[f"# {inline(briefing.title)}"], _header(revision)]
    for shown in (section,) if section else briefing.sections:
        if short and not shown.is_in_short:
            continue
        blocks.append([f"## {inline(shown.title)}"])
        if short and shown.is_viewed:
            blocks.append(_rows(briefing, shown))
            continue
        for one in (card,) if card else shown.short_cards if short else shown.cards:
            blocks += _card_blocks(briefing, shown, one, notes)
    if sources := notes.sources():
        blocks += [["## Sources cited"], sources]
    blocks.append(notes.definitions())
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _rows(briefing: Briefing, section: Section) -> list[str]:
    rows: list[str] = []
    for card in section.cards:
        first, *others = row_lines(briefing, section, card)
        rows += [f"- {block(first)}", *(f"  - {block(other)}" for other in others)]
    return rows


def _header(revision: Revision) -> list[str]:
    published = revision.published
    return [
        f"- Briefing: {inline(revision.briefing.id)}",
        f"- Revision: {revision.number},"
        f" published {published.day} {published:%b %Y, %H:%M} {published.tzname() or 'UTC'}",
        f"- Information cut-off: {date_words(revision.briefing.cutoff)}",
    ]


def _card_blocks(briefing: Briefing, section: Section, card: Card, notes: Notes) -> list[list[str]]:
    blocks = [[f"### {inline(card.title)}"], *detail_blocks(briefing, section, card, notes)]
    items: list[str] = []
    for claim in card.claims:
        text = _claim_text(briefing, section, claim, notes)
        if claim.item:
            items.append(f"- {text}")
            continue
        blocks += [items, [f"> {text}" if isinstance(claim, Quote) else text]]
        items = []
    return [*blocks, items, figure_lines(briefing, card, notes)]


def _claim_text(briefing: Briefing, section: Section, claim: Claim, notes: Notes) -> str:
    remarks = [] if claim.basis is Basis.REPORTED else [str(claim.basis)]
    text = block(claim.text)
    if isinstance(claim, Quote):
        text = f"“{inline(claim.text)}” — {actor_name(briefing, claim.speaker)}"
    if section.kind is SectionKind.TIMELINE:
        text = f"**{date_words(claim.date)}:** {text}"
    elif claim.date:
        remarks.append(claim.date.label)
    remark = f" *({'; '.join(remarks)})*" if remarks else ""
    return f"{text}{remark}{notes.marks(claim.evidence)}"

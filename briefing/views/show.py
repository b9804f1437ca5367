"""``briefing show``: a briefing, a section or a card as labelled lines."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Final, NamedTuple

from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Figure, Quote
from briefing.model.errors import UsageError
from briefing.model.overview import overview
from briefing.model.parts import (
    actor_parts,
    actors_parts,
    correction_parts,
    detail_parts,
    figure_parts,
    item_parts,
    row_lines,
    source_parts,
    tag_parts,
)
from briefing.model.vocabulary import Basis, SectionKind
from briefing.views.address import Destination, NotFoundError, follow, named
from briefing.views.context import Context
from briefing.views.layout import field, fields, wrap
from briefing.views.moments import tell_of_withdrawal
from briefing.views.phrases import (
    Labelled,
    basis_words,
    corrected,
    date_words,
    disputed,
    header_lines,
    labelled,
    labelled_evidence,
)
from briefing.views.verbs import OK, load


class Beside(NamedTuple):
    """What has changed, to be said beside a text.

    Attributes:
        items: By ``CARD#ITEM`` of a claim or figure, and by ``CARD`` for the top of a card.
        rows: By ``CARD``, for its row in the view of its section.
    """

    items: Mapping[str, Labelled] = {}
    rows: Mapping[str, Labelled] = {}


_NOTHING: Final = Beside()


def run(context: Context, arguments: Namespace) -> int:
    """Print what an address leads to, in the ``format`` asked for; of an item, its card."""
    place = follow(context, arguments.address, arguments.as_of)
    _insist_on_item(place)
    changed = _changed(context, arguments, place.revision) if arguments.since else _NOTHING
    # A card is what it is, in the short version or not.
    short = arguments.short and place.card is None
    match arguments.format:
        case "json" if short:
            context.write(load("briefing.views.export:short_json")(place.revision, place.section))
        case "json":
            to_json = load("briefing.views.export:to_json")
            context.write(to_json(place.revision, place.section, place.card))
        case "md":
            to_markdown = load("briefing.views.export:to_markdown")
            context.write(to_markdown(place.revision, place.section, place.card, short=short))
        case _:
            context.write_lines(_lines(place, context.width, changed, short=short))
    return OK


def _changed(context: Context, arguments: Namespace, revision: Revision) -> Beside:
    """What has changed, which is told in text; nothing where there is no earlier revision."""
    if arguments.format != "text":
        raise UsageError("--since is for text; `briefing changes NAME --json` has what changed.")
    if not revision.is_published:
        raise UsageError("--since is for what is published: a folder is read as it is.")
    open_before = load("briefing.views.changes:open_before")
    try:
        old = open_before(context, context.library(), revision, arguments.since)
    except NotFoundError as error:
        context.say(str(error))
        return _NOTHING
    if old.number > revision.number:
        raise UsageError(f"Revision {old.number} came after revision {revision.number}.")
    if revision.is_notice:
        return _NOTHING  # nothing of it is to be held against anything
    tell_of_withdrawal(context, context.library(), old)
    told: Beside = load("briefing.views.beside:beside")(old, revision)
    if not told.items:
        context.say(f"Nothing that is read has changed since revision {old.number}.")
    return told


def _insist_on_item(place: Destination) -> None:
    if place.item is None:
        return
    parts = item_parts(place.card, place.briefing) if place.card else ()
    items = dict.fromkeys(part.item for part in parts if part.item)
    named(f"“{place.within}” has no claim, figure or position", place.item, items)


def _lines(place: Destination, width: int, changed: Beside, *, short: bool) -> list[str]:
    if place.section is None:
        return briefing_lines(place.revision, width, changed, short=short)
    header = [*header_lines(place.revision, width), ""]
    if short:
        return header + _short_section_lines(place.briefing, place.section, width, changed)
    if place.card is None:
        return header + _section_lines(place.briefing, place.section, width, changed)
    heading = _section_heading(place.briefing, place.section, width)
    card = card_lines(place.briefing, place.section, place.card, width, changed)
    return header + heading + [""] + card


def briefing_lines(
    revision: Revision, width: int, changed: Beside = _NOTHING, *, short: bool = False
) -> list[str]:
    """Lay out a whole briefing; of the short version, what it leaves out is named at the end."""
    briefing = revision.briefing
    lines = header_lines(revision, width)
    lay_out = _short_section_lines if short else _section_lines
    for section in briefing.sections:
        if not short or section.is_in_short:
            lines += ["", "", *lay_out(briefing, section, width, changed)]
        if section.kind is SectionKind.BOTTOM_LINE:
            lines += _overview_lines(briefing, width)
    if short:
        left = [one.title for one in briefing.sections if not one.is_in_short]
        return [*lines, "", "", *field("In full only", "; ".join(left), width)] if left else lines
    if briefing.undescribed:
        lines += ["", "", *wrap("Sources that no card describes", width)]
        for source in briefing.undescribed:
            known = labelled(briefing, source_parts(source.key, briefing))
            lines += ["", *fields(known, width)]
    return lines


def _overview_lines(briefing: Briefing, width: int) -> list[str]:
    """Lay out what is behind the bottom line: a line each, topic by topic."""
    said = fields(
        [(str(line.topic).capitalize(), line.words) for line in overview(briefing)], width
    )
    return ["", *said] if said else []


def _section_lines(briefing: Briefing, section: Section, width: int, changed: Beside) -> list[str]:
    lines = _section_heading(briefing, section, width)
    for card in section.cards:
        lines += ["", *card_lines(briefing, section, card, width, changed)]
    return lines


def _short_section_lines(
    briefing: Briefing, section: Section, width: int, changed: Beside
) -> list[str]:
    """Lay out what the short version has of a section: a line a card, or some cards whole."""
    lines = _section_heading(briefing, section, width)
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
            lines += fields(changed.rows.get(card.id, []), width, "  ")
    for card in section.short_cards:
        lines += ["", *card_lines(briefing, section, card, width, changed)]
    return lines


def _section_heading(briefing: Briefing, section: Section, width: int) -> list[str]:
    number = briefing.sections.index(section) + 1
    return field(f"Section {number} of {len(briefing.sections)}", section.title, width)


def card_lines(
    briefing: Briefing, section: Section, card: Card, width: int, changed: Beside = _NOTHING
) -> list[str]:
    """Lay out a card: title, address, what its kind holds, claims, figures."""
    number = [other.id for other in section.cards].index(card.id) + 1
    lines = field(f"Card {number} of {len(section.cards)}", card.title, width)
    lines += field("Address", f"{briefing.id}/{section.id}/{card.id}", width)
    lines += fields(changed.items.get(card.id, []), width)
    for number, group in enumerate(_detail_groups(briefing, section, card)):
        lines += [*([""] if number else []), *fields(group, width)]
    for claim in card.claims:
        lines += ["", *_claim_lines(briefing, section, card, claim, width)]
        lines += fields(changed.items.get(f"{card.id}#{claim.id}", []), width, "  ")
    for figure in card.figures:
        lines += ["", *figure_lines(briefing, figure, "Figure", width)]
        key = f"{card.id}#figure:{figure.id}"
        said = [*disputed(briefing, key), *corrected(briefing, key), *changed.items.get(key, [])]
        lines += fields(said, width, "  ")
    return lines


def _detail_groups(briefing: Briefing, section: Section, card: Card) -> list[Labelled]:
    """Say what a card holds beside claims and figures; among people, a group for each of them."""
    known = labelled(briefing, detail_parts(card.detail, briefing))
    known += labelled(briefing, correction_parts(briefing, card))
    people: list[Labelled] = []
    if section.kind is SectionKind.PEOPLE:
        people = [labelled(briefing, actor_parts(id_, briefing)) for id_ in card.actors]
    else:
        known += labelled(briefing, actors_parts(briefing, section, card))
    known += labelled(briefing, tag_parts(card))
    return [group for group in (known, *people) if group]


def figure_lines(briefing: Briefing, figure: Figure, label: str, width: int) -> list[str]:
    """Lay out a figure: after the label what is counted, then indented lines with the rest."""
    measure, *rest = figure_parts(figure, briefing)
    ((_, counted), *evidence) = labelled(briefing, [measure])
    known = [*labelled(briefing, rest), *evidence]
    return [*field(label, counted, width), *fields(known, width, "  ")]


def _claim_lines(
    briefing: Briefing, section: Section, card: Card, claim: Claim, width: int
) -> list[str]:
    in_timeline = section.kind is SectionKind.TIMELINE
    known: Labelled = []
    if isinstance(claim, Quote):
        lines = field("Quote", f"“{claim.text}”", width)
        known.append(("Speaker", briefing.actor_name(claim.speaker)))
    else:
        mark = "- " if claim.item else ""
        lines = wrap(claim.text, width, first=mark, rest=" " * len(mark))
    if in_timeline:
        lines = [*field("Date", date_words(claim.date), width), *lines]
    elif claim.date or isinstance(claim, Quote):
        known.append(("Date", date_words(claim.date)))
    if claim.basis is not Basis.REPORTED:
        known.append(("Basis", basis_words(claim.basis)))
    known += labelled_evidence(briefing, claim.evidence)
    known += disputed(briefing, f"{card.id}#{claim.id}")
    known += corrected(briefing, f"{card.id}#{claim.id}")
    return lines + fields(known, width, "  ")

"""The open card: title, what its kind adds, claims, figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import msgspec
from textual.content import Content
from textual.style import Style

from briefing.evidence.support import Bearer, BearerKind, actor_bearers, card_bearers, name_bearer
from briefing.model.actors import NOT_HELD, UNKNOWN_ORIGIN, Actor, Name, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import (
    Card,
    Disagreement,
    Judgement,
    Reaction,
    Section,
    SourceNote,
)
from briefing.model.claims import Figure, Quote
from briefing.model.dates import EdtfDate
from briefing.model.parts import (
    PROSE,
    Field,
    Part,
    actors_parts,
    card_evidence,
    detail_parts,
    tag_parts,
)
from briefing.model.vocabulary import Basis, NameKind, Qualifier, SectionKind
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.disagreement import Sides, position_items
from briefing.tui.rendering.phrases import (
    LOST,
    is_lost,
    short_date,
    sign_of,
    stance_sign,
    support_lines,
    support_places,
    support_words_of,
)
from briefing.tui.rendering.text import Item, Marker, cell, hanging, one_line, quiet_lines, unmarked
from briefing.views.phrases import NOT_GIVEN, described_by

_LEAD: Final = 13
"""Most cells for a number and its unit where figures stand in a column."""

_SIGNS: Final = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "≈",
    Qualifier.AT_LEAST: "≥",
    Qualifier.AT_MOST: "≤",
}


def amount(figure: Figure) -> Content:
    return Content.assemble((figure.amount, "strong"), " ", figure.unit)


def provenance_lines(
    bearer: Bearer, check: Checked, width: int, mark: Marker = unmarked
) -> list[Content]:
    """Who says so, in what words, for what date, with what reservation; and the support."""
    figure = _figure(bearer)
    parts = []
    if figure.said_by is not None:
        said_by = check.examination.briefing.actor_name(figure.said_by)
        parts.append(Content("according to ") + mark(said_by))
    if figure.note is not None:
        parts.append(mark(figure.note))
    if figure.as_reported is not None:
        parts.append(Content("“") + mark(figure.as_reported) + Content("”"))
    if figure.as_of is not None:
        parts.append(Content(f"as of {short_date(figure.as_of)}"))
    told = Content(" · ").join(parts).stylize_before("quiet").wrap(max(1, width)) if parts else []
    return told + support_lines(bearer, check, width)


def row_lines(
    figures: Sequence[Bearer],
    check: Checked,
    width: int,
    mark: Marker = unmarked,
    *,
    support: bool = False,
) -> list[list[Content]]:
    """Figures as rows of a table: number and unit, what it counts and, if asked, its support."""
    most = min(_LEAD, width // 3)
    cells = [_row_cells(bearer, check, most, mark) for bearer in figures]
    column = max((lead.cell_length for lead, _ in cells), default=0)
    rows = []
    for bearer, (lead, measure) in zip(figures, cells, strict=True):
        lines = hanging(lead, measure, width, column + 2)
        if support:
            words = support_words_of(bearer, check, brief=True)
            if lines[-1].cell_length + 2 + words.cell_length <= width:
                lines[-1] += Content("  ") + words
            else:
                lines += hanging("", words, width, column + 2)
        rows.append(lines)
    return rows


def _row_cells(bearer: Bearer, check: Checked, most: int, mark: Marker) -> tuple[Content, Content]:
    """Number and measure; the unit goes with the number if there is room, else in brackets."""
    figure = _figure(bearer)
    marked = mark(figure.quantity)
    end = len(figure.amount)
    number = marked[end - len(figure.number) : end].stylize_before("strong")
    number = Content.styled(_SIGNS[figure.qualifier], "strong") + number
    unit, measure = marked[end + 1 :], _measure(bearer, check, mark)
    if number.cell_length + 1 + unit.cell_length <= most:
        return number + Content(" ") + unit, measure
    return number, Content.assemble(measure, " (", unit, ")")


def _measure(bearer: Bearer, check: Checked, mark: Marker) -> Content:
    figure = _figure(bearer)
    measure = mark(figure.measure)
    measure += Content(described_by(check.examination.briefing, figure.described_by))
    return measure.stylize_before("lost") if is_lost(bearer, check) else measure


def compact_lines(
    bearer: Bearer, check: Checked, width: int, mark: Marker = unmarked
) -> list[Content]:
    """A figure for the panel: number, what it counts, and in a line what must not be missed."""
    figure, briefing = _figure(bearer), check.examination.briefing
    related = briefing.figures
    parts = " + ".join(related[id_].number for id_ in figure.parts if id_ in related)
    rivals = ", ".join(related[id_].amount for id_ in figure.rivals if id_ in related)
    said_by = figure.said_by and briefing.actor_name(figure.said_by)
    facts = [
        f"= {parts}" if parts else "",
        f"another count: {rivals}" if rivals else "",
        f"according to {said_by}" if said_by else "",
    ]
    lines = amount(figure).wrap(width) + _measure(bearer, check, mark).wrap(width)
    lines += quiet_lines(" · ".join(fact for fact in facts if fact), width)
    return lines + support_lines(bearer, check, width, brief=True)


def full_lines(
    bearer: Bearer, check: Checked, width: int, mark: Marker = unmarked
) -> list[Content]:
    """A figure with all that is known about it, its parts and its rivals."""
    figure, related = _figure(bearer), check.examination.briefing.figures
    lines = amount(figure).wrap(width) + _measure(bearer, check, mark).wrap(width)
    lines += provenance_lines(bearer, check, width, mark)
    for ids, word in ((figure.parts, "of which"), (figure.rivals, "another count:")):
        for other in (related[id_] for id_ in ids if id_ in related):
            text = Content.assemble(
                (f"{word} ", "quiet"), (other.amount, "strong"), f" {other.measure}"
            )
            lines += hanging("  ", text, width, 2)
    return lines


def figure_items(
    check: Checked, width: int, mark: Marker = unmarked, *, in_full: str | None = None
) -> Iterator[Item]:
    """The key figures; that of the id `in_full` with all that is known about it."""
    for figure in check.examination.briefing.panel_figures():
        show = full_lines if figure.id == in_full else compact_lines
        bearer = check.figures[figure.id]
        yield Item(figure.id, (*show(bearer, check, width, mark), Content("")))


def _figure(bearer: Bearer) -> Figure:
    assert bearer.figure is not None, "only figures are drawn here"
    return bearer.figure


_LABEL_WIDTH = 11

_LABELS: Final = {
    Field.SETTLED_BY: "Would be settled by",
    Field.STATEMENT: "We assess",
    Field.CONFIDENCE_BASIS: "Confidence",
    Field.WHY: "Why it matters",
}
"""Labels that are others here than in plain output."""


def source_items(check: Checked, key: str, width: int, mark: Marker = unmarked) -> Iterator[Item]:
    """Draw the table of one source."""
    briefing = check.examination.briefing
    source = briefing.document(key)
    if source is None:
        return
    lines: list[Content] = []
    if key in check.aside:
        lines += Content.styled(f"{LOST} set aside: x undoes it", "bad").wrap(width)
    for label, value in _facts(briefing, source):
        content = _link(value) if label == "URL" else mark(value)
        lines += hanging(Content.styled(label, "label"), content, width, _LABEL_WIDTH)
    yield Item("source", (*lines, Content("")), selectable=False)


def other_documents(check: Checked, width: int, mark: Marker = unmarked) -> Iterator[Item]:
    """Draw the documents not held that no card describes, so that none is left out."""
    briefing = check.examination.briefing
    for document in briefing.undescribed:
        if document in briefing.not_held:
            yield from source_items(check, document.key, width, mark)


def use_of_source(briefing: Briefing, key: str) -> tuple[int, int]:
    """Count the citations of a source, and the cards that have at least one."""
    counts = [
        sum(evidence.source == key for evidence in card_evidence(card))
        for _, card in briefing.cards()
    ]
    return sum(counts), sum(count > 0 for count in counts)


def _facts(briefing: Briefing, source: Source) -> Iterator[tuple[str, str]]:
    citations, cards = use_of_source(briefing, source.key)
    origin = "unknown" if source.origin == UNKNOWN_ORIGIN else source.origin
    yield "Key", source.key
    yield "Outlet", source.outlet
    yield "Author", ", ".join(source.authors) or NOT_GIVEN
    yield "Title", source.title
    yield "Published", short_date(source.published)
    yield "Retrieved", short_date(source.retrieved)
    yield "Language", source.language or NOT_GIVEN
    yield "URL", source.url or NOT_GIVEN
    yield "Origin", origin
    if source.descriptor:
        yield "Character", source.descriptor
    if source in briefing.not_held:
        yield "Text", NOT_HELD
    else:
        yield "Cited", f"{citations} times, in {cards} cards"
    for slip in source.slips:
        yield "Slip?", f"¶{slip.paragraph}: {slip.note}"


def _link(url: str) -> Content:
    """A link that the reader's own terminal opens (OSC 8), for web addresses only."""
    # OSC 8 takes printable ASCII; an address with anything else is shown but leads nowhere.
    linkable = url.isascii() and url.isprintable() and " " not in url
    if not linkable or not url.startswith(("http://", "https://")):
        return Content(url)
    return Content.styled(url, Style(link=url))


def name_items(
    check: Checked, actor_ids: Sequence[str], width: int, mark: Marker
) -> Iterator[Item]:
    """Draw the names of actors."""
    known = check.examination.briefing.actors_by_id
    for actor in (known[id_] for id_ in actor_ids if id_ in known):
        lines = [
            *_head_lines(actor, check, width, mark),
            *_spelling_lines(actor, check, width, mark),
        ]
        yield Item(f"actor:{actor.id}", (*lines, Content("")))


def _head_lines(actor: Actor, check: Checked, width: int, mark: Marker) -> list[Content]:
    head = Content.assemble(mark(actor.name).stylize("heading"), (f"  {actor.kind}", "quiet"))
    lines = head.wrap(width)
    if actor.role:
        whose = described_by(check.examination.briefing, actor.described_by)
        lines += hanging("", mark(actor.role) + Content(whose), width, 2)
        if actor.evidence:
            role = next(actor_bearers(actor))
            lines += support_lines(role, check, width, indent=2, brief=True)
    return lines


def _spelling_lines(actor: Actor, check: Checked, width: int, mark: Marker) -> list[Content]:
    others = actor.names[1:]
    if not others:
        return []
    spellings = Content(" · ").join(_spelling(actor, name, check, mark) for name in others)
    return hanging("", Content.assemble(("also ", "label"), spellings), width, 2)


def _spelling(actor: Actor, name: Name, check: Checked, mark: Marker) -> Content:
    facts = [] if name.kind is NameKind.ALIAS else [str(name.kind)]
    facts += [name.language] if name.language else []
    note = f" ({', '.join(facts)})" if facts else ""
    shown = Content.assemble(mark(name.text), (note, "quiet"))
    if not name.evidence:
        return shown
    bearer = name_bearer(actor, name)
    words = support_words_of(bearer, check, brief=True)
    return Content(" ").join([shown, words, support_places(bearer, check)])


def is_exact(date: EdtfDate | None) -> bool:
    if date is None or date.approximate or date.uncertain:
        return False
    return date.earliest == date.latest and date.earliest is not None


def event_items(
    events: Sequence[Bearer], check: Checked, width: int, mark: Marker
) -> Iterator[Item]:
    """Draw the claims of a card as events."""
    when_each = [event.claim.date if event.claim else None for event in events]
    dates = [short_date(date) for date in when_each]
    column = min(max(map(len, dates), default=0), max(10, width // 4))
    room = max(1, width - column - 5)
    for number, event in enumerate(events):
        sign = "■" if is_exact(when_each[number]) else "□"
        text = mark(event.text)
        body = text.stylize_before("lost") if is_lost(event, check) else text
        when = Content.styled(dates[number], "label").wrap(column)
        what = [*body.wrap(room), *support_lines(event, check, room, brief=True)]
        joint = number + 1 < len(events)
        height = max(len(when), len(what)) + joint
        lines = []
        for y in range(height):
            rail = sign if y == 0 else ("│" if joint else " ")
            left = cell(when[y] if y < len(when) else "", column)
            right = what[y] if y < len(what) else Content("")
            lines.append(Content.assemble(left, (f"  {rail}  ", "quiet"), right))
        yield Item(event.item, tuple(lines))


BLANK = Content("")

GUTTER = 2
"""Cells before the text of a card; the sign of the current claim stands there."""


class CardPage(msgspec.Struct, frozen=True, dict=True):
    """What is needed to draw a card.

    Attributes:
        key_figures: Whether the bottom line is to give the key figures, being the only place.
    """

    check: Checked
    section: Section
    card: Card
    width: int
    mark: Marker = unmarked
    key_figures: bool = True
    comparing: bool = False

    @property
    def briefing(self) -> Briefing:
        return self.check.examination.briefing

    @cached_property
    def bearers(self) -> list[Bearer]:
        return list(card_bearers(self.section, self.card))

    @property
    def claims(self) -> list[Bearer]:
        return [one for one in self.bearers if one.is_claim]

    @property
    def summary(self) -> bool:
        """Whether the card is the bottom line, which sums up what other cards say in full."""
        return self.section.kind is SectionKind.BOTTOM_LINE


def card_items(page: CardPage) -> list[Item]:
    """Draw a card, with the keys that `grounds` understands; a blank line parts two items."""
    items = [*_head(page), *_body(page), *_figures(page), *_foot(page)]
    # The end of a card is its last word, not the blank line after it.
    while items and items[-1].lines and not items[-1].lines[-1].plain:
        last = items.pop()
        if len(last.lines) > 1:
            items.append(msgspec.structs.replace(last, lines=last.lines[:-1]))
    return [_with_gutter(item) for item in items]


def _head(page: CardPage) -> Iterator[Item]:
    if not page.summary:
        title = page.mark(page.card.title).stylize("title").wrap(page.width)
        facts = (*_detail_lines(page), BLANK)
        if isinstance(page.card.detail, Reaction):
            yield Item("title", tuple(title), selectable=False)
            reaction = page.card.detail
            known = {reaction.actor, reaction.speaker} & page.briefing.actors_by_id.keys()
            yield Item("reaction", facts, selectable=bool(known), aside=True)
        else:
            yield Item("title", (*title, *facts), selectable=False)


def _detail_lines(page: CardPage) -> list[Content]:
    match page.card.detail:
        case Reaction() as reaction:
            return _reaction_line(page, reaction).wrap(page.width)
        case Disagreement() as disagreement:
            facts = Content.assemble(
                sign_of(disagreement.state),
                (f" · about {disagreement.dimension}", "quiet"),
                " · ",
                ("important", "strong") if disagreement.matters else ("less important", "quiet"),
            )
            return facts.wrap(page.width)
        case Judgement(likelihood=likelihood) if likelihood is not None:
            low, high = likelihood.percent
            return Content(f"{likelihood} ({low}–{high}%)").wrap(page.width)
    return []


def _reaction_line(page: CardPage, reaction: Reaction) -> Content:
    country = f" ({reaction.country})" if reaction.country else ""
    actor = page.mark(page.briefing.actor_name(reaction.actor)) + Content(country)
    parts = [actor, stance_sign(reaction)]
    if reaction.speaker:
        parts.append(Content("by ") + page.mark(page.briefing.actor_name(reaction.speaker)))
    parts.append(Content.styled(f"date {short_date(reaction.date)}", "quiet"))
    return Content.styled(" · ", "quiet").join(parts)


def _body(page: CardPage) -> Iterator[Item]:
    if isinstance(page.card.detail, SourceNote):
        yield from source_items(page.check, page.card.detail.source, page.width, page.mark)
    else:
        yield from _detail_items(page)
    if page.section.kind is SectionKind.SOURCES and page.card == page.section.cards[0]:
        yield from other_documents(page.check, page.width, page.mark)
    if page.section.kind is SectionKind.PEOPLE:
        yield from name_items(page.check, page.card.actors, page.width, page.mark)
    if page.section.kind is SectionKind.TIMELINE:
        yield from event_items(page.claims, page.check, page.width, page.mark)
    else:
        yield from _claims(page)


def _detail_items(page: CardPage) -> Iterator[Item]:
    """Draw what the card's kind holds: its texts after their labels, positions side by side."""
    parts = list(detail_parts(page.card.detail, page.briefing))
    told = {part.field: part.text for part in parts}
    positions = [one for one in page.bearers if one.kind is BearerKind.POSITION]
    for part in parts:
        if part.field is Field.POSITION and part.item == positions[0].item:
            sides = Sides(positions, page.check, page.width, page.mark, page.comparing)
            yield from position_items(sides)
        elif part.field in PROSE - {Field.POSITION, Field.VERB}:
            label = f"{_label(part, told)}: "
            sure = f"{told[Field.CONFIDENCE]}: " if part.field is Field.CONFIDENCE_BASIS else ""
            content = Content.assemble((label, "label"), sure, page.mark(part.text))
            yield Item(part.field, (*content.wrap(page.width), BLANK), selectable=False)


def _label(part: Part, told: Mapping[Field, str]) -> str:
    if part.field is Field.QUESTION and Field.SETTLED_BY in told:
        return "Not known"
    label = _LABELS.get(part.field, part.label)
    matters_little = part.field is Field.WHY and told.get(Field.MATTERS) == "no"
    return f"{label} little" if matters_little else label


def _claims(page: CardPage) -> Iterator[Item]:
    claims = page.claims
    for number, bearer in enumerate(claims):
        lines = claim_lines(bearer, page)
        more = number + 1 < len(claims)
        listed = more and _in_list(bearer) and _in_list(claims[number + 1])
        # The first screen has to hold the bottom line and the first figures.
        close = listed or (more and page.summary and page.key_figures)
        yield Item(bearer.item, tuple(lines if close else [*lines, BLANK]))


def _in_list(bearer: Bearer) -> bool:
    return bearer.claim is not None and bearer.claim.item


def claim_lines(bearer: Bearer, page: CardPage) -> list[Content]:
    """Draw one claim, and how well it is supported."""
    said = _said(bearer, page)
    if page.summary:
        # Where it is said would take the figures their room; the evidence gives it.
        words = support_words_of(bearer, page.check)
        return said + hanging(words[:2], words[2:], page.width, 2)
    indent = 2 if _in_list(bearer) or isinstance(bearer.claim, Quote) else 0
    return said + support_lines(bearer, page.check, page.width, indent=indent)


def _said(bearer: Bearer, page: CardPage) -> list[Content]:
    claim = bearer.claim
    assert claim is not None
    text = page.mark(claim.text)
    if is_lost(bearer, page.check):
        text = text.stylize_before("lost")
    if isinstance(claim, Quote):
        said = "" if claim.date is None else f", {short_date(claim.date)}"
        speaker = page.mark(page.briefing.actor_name(claim.speaker))
        words = hanging("", Content("“") + text + Content("”"), page.width, 2)
        return words + hanging("", Content.assemble("— ", speaker, said), page.width, 2)
    basis = "" if claim.basis is Basis.REPORTED else (f"{claim.basis.capitalize()}: ", "label")
    when = "" if claim.date is None else (f" ({short_date(claim.date)})", "quiet")
    body = Content.assemble(basis, text, when)
    return hanging("•" if claim.item else "", body, page.width, 2 if claim.item else 0)


def _figures(page: CardPage) -> Iterator[Item]:
    """The figures of a card; for the bottom line those of the whole briefing."""
    if page.summary:
        figures = [page.check.figures[one.id] for one in page.briefing.panel_figures()]
    else:
        figures = [one for one in page.bearers if one.kind is BearerKind.FIGURE]
    if not figures or (page.summary and not page.key_figures):
        return
    heading = Content.styled("Key figures" if page.summary else "Figures", "heading")
    yield Item("figures", (heading,), selectable=False)
    rows = row_lines(figures, page.check, page.width, page.mark, support=page.summary)
    for bearer, lines in zip(figures, rows, strict=True):
        if not page.summary:
            below = provenance_lines(bearer, page.check, page.width - 2, page.mark)
            lines += [Content("  ") + line for line in below]
        yield Item(bearer.item, tuple(lines))
    yield Item("after-figures", (BLANK,), selectable=False)


def _foot(page: CardPage) -> Iterator[Item]:
    """Whom the card is about, and its tags: what a search may have found it by."""
    tags, actors = [*tag_parts(page.card)], []
    if page.section.kind is not SectionKind.PEOPLE:
        actors = [*actors_parts(page.briefing, page.section, page.card)]
    yield from _foot_line(page, "actors", actors)
    yield from _foot_line(page, "tags", tags)


def _foot_line(page: CardPage, key: str, parts: Sequence[Part]) -> Iterator[Item]:
    """A label and its list; names can be chosen."""
    if parts:
        listed = Content(" · ").join([page.mark(one_line(part.text)) for part in parts])
        label = (f"{parts[0].label}: ", "label")
        lines = Content.assemble(label, listed.stylize_before("quiet")).wrap(page.width)
        # A name that the briefing does not list has no page.
        is_known = any(part.field is Field.ACTOR and part.searched for part in parts)
        yield Item(key, tuple(lines), selectable=is_known, aside=True)


def _with_gutter(item: Item) -> Item:
    blank = Content(" " * GUTTER)
    return msgspec.structs.replace(item, lines=tuple(blank + line for line in item.lines))

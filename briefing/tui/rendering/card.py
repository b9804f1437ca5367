"""The open card: title, what its kind adds, claims, figures; who says so stands in the gutter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

import msgspec
from textual.content import Content
from textual.style import Style

from briefing.evidence.support import (
    Bearer,
    BearerKind,
    actor_bearers,
    bearers,
    card_bearers,
    name_bearer,
)
from briefing.model.actors import NOT_HELD, UNKNOWN_ORIGIN, Actor, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import (
    Card,
    Deal,
    Disagreement,
    Doubt,
    Judgement,
    Reaction,
    Section,
    SourceNote,
)
from briefing.model.claims import Quote
from briefing.model.parts import (
    PROSE,
    Field,
    Part,
    actors_parts,
    detail_parts,
    tag_parts,
)
from briefing.model.text import with_capital
from briefing.model.vocabulary import Basis, SectionKind
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.changes import change_sign, old_wording, told_at
from briefing.tui.rendering.deal import commitment_lines
from briefing.tui.rendering.disagreement import position_items
from briefing.tui.rendering.figures import NO_COURSES, Courses, figure_lines
from briefing.tui.rendering.gutter import Column
from briefing.tui.rendering.phrases import LOST, name_facts, stance_words, word_of
from briefing.tui.rendering.text import Item, Marker, hanging, one_line, unmarked, with_gutter
from briefing.tui.rendering.timeline import event_items
from briefing.views.phrases import NOT_GIVEN, date_words, described_by, retracted_words

if TYPE_CHECKING:
    from briefing.library.changes.kinds import Change

_LABEL_WIDTH = 11

_LABELS: Final = {
    Field.SETTLED_BY: "Would be settled by",
    Field.STATEMENT: "We assess",
    Field.CONFIDENCE_BASIS: "Confidence",
    Field.WHY: "Why it matters",
}
"""Labels that are others here than in plain output."""


def source_items(column: Column, key: str) -> Iterator[Item]:
    source, width = column.briefing.document(key), column.width
    if source is None:
        return
    lines: list[Content] = []
    if gone := retracted_words(column.briefing, key):
        lines += column.mark(with_capital(one_line(gone))).stylize_before("bad").wrap(width)
    if key in column.check.aside:
        lines += Content.styled(f"{LOST} set aside: x undoes it", "bad").wrap(width)
    for label, value in _facts(column.briefing, source):
        content = _link(value) if label == "URL" else column.mark(value)
        lines += hanging(Content.styled(label, "label"), content, width, _LABEL_WIDTH)
    yield Item("source", (*lines, Content("")), selectable=False)


def other_documents(column: Column) -> Iterator[Item]:
    """Draw the documents not held that no card describes, so that none is left out."""
    for document in column.briefing.undescribed:
        if document in column.briefing.not_held:
            yield from source_items(column, document.key)


def use_of_source(briefing: Briefing, key: str) -> tuple[int, int]:
    """Count the citations of a source, names and roles included, and the cards that cite it."""
    citing = [one for one in bearers(briefing) for piece in one.evidence if piece.source == key]
    return len(citing), len({one.card.id for one in citing if one.card is not None})


def _facts(briefing: Briefing, source: Source) -> Iterator[tuple[str, str]]:
    citations, cards = use_of_source(briefing, source.key)
    origin = "unknown" if source.origin == UNKNOWN_ORIGIN else source.origin
    yield "Key", source.key
    yield "Outlet", source.outlet
    yield "Author", ", ".join(source.authors) or NOT_GIVEN
    yield "Title", source.title
    yield "Published", date_words(source.published)
    yield "Retrieved", date_words(source.retrieved)
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


def _people(column: Column, actor_ids: Sequence[str]) -> Iterator[Item]:
    known = column.briefing.actors_by_id
    for actor in (known[id_] for id_ in actor_ids if id_ in known):
        lines = [*_head_lines(column, actor), *_spelling_lines(column, actor)]
        yield Item(f"actor:{actor.id}", (*lines, BLANK))


def _head_lines(column: Column, actor: Actor) -> list[Content]:
    draft = ("  draft", "bad") if f"actor:{actor.id}" in column.check.drafts else ""
    kind = (f"  {actor.kind}", "quiet")
    head = Content.assemble(column.mark(actor.name).stylize("heading"), kind, draft)
    lines = head.wrap(column.room)
    if actor.role:
        whose = described_by(column.briefing, actor.described_by)
        role = hanging("", column.mark(actor.role) + Content(whose), column.room, 2)
        lines += column.signed(role, next(actor_bearers(actor))) if actor.evidence else role
    return lines


def _spelling_lines(column: Column, actor: Actor) -> Iterator[Content]:
    for name in actor.names[1:]:
        facts = name_facts(name)
        note = f" ({facts})" if facts else ""
        spelling = Content.assemble(("also ", "label"), column.mark(name.text), (note, "quiet"))
        lines = hanging("", spelling, column.room, 2)
        yield from column.signed(lines, name_bearer(actor, name)) if name.evidence else lines


BLANK = Content("")


class CardPage(msgspec.Struct, frozen=True, dict=True):
    """What is needed to draw a card.

    Attributes:
        width: Cells of text, blank and gutter.
        beside_it: Ids of figures that stand beside the card, so that it need not give them.
        changes: What has changed in the card since it was read; None where nothing has in the
            whole briefing, so that no room is kept for signs.
        wording: Whether what stood there before is told below it.
        courses: How its figures went.
    """

    check: Checked
    section: Section
    card: Card
    width: int
    mark: Marker = unmarked
    beside_it: Collection[str] = ()
    comparing: bool = False
    changes: Sequence[Change] | None = None
    wording: bool = False
    courses: Courses = NO_COURSES

    @cached_property
    def column(self) -> Column:
        return Column(self.check, self.width, self.mark)

    @property
    def briefing(self) -> Briefing:
        return self.column.briefing

    @property
    def measure(self) -> int:
        """Cells of a line of text."""
        return self.column.room

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
    if page.card.id in page.check.raw:
        items = [*_head(page), *_raw(page)]
    if page.check.problems:
        items = [*_with_problems(page, items)]
    # The end of a card is its last word, not the blank line after it.
    while items and items[-1].lines and not items[-1].lines[-1].plain:
        last = items.pop()
        if len(last.lines) > 1:
            items.append(msgspec.structs.replace(last, lines=last.lines[:-1]))
    if page.changes is None:
        return [with_gutter(item) for item in items]
    return list(_with_changes(page, page.changes, items))


def _with_changes(
    page: CardPage, changes: Sequence[Change], items: Sequence[Item]
) -> Iterator[Item]:
    """Set the sign of what has changed beside it, and below it, if asked for, what it was."""
    told = told_at(changes, items)
    for item in items:
        here = told.get(item.key, ())
        below = old_wording(here, page.measure) if page.wording else ()
        yield with_gutter(_with_below(item, below), change_sign({one.kind.sign for one in here}))


def _with_below(item: Item, below: Sequence[Content]) -> Item:
    """An item with some lines more, before the blank one that ends it."""
    end = len(item.lines) - (item.lines[-1:] == (BLANK,))
    return msgspec.structs.replace(item, lines=(*item.lines[:end], *below, *item.lines[end:]))


def _raw(page: CardPage) -> Iterator[Item]:
    """The text of a file that is no card, its lines as they are."""
    for claim in page.card.claims:
        yield Item(claim.id, (*page.mark(claim.text).wrap(page.measure), BLANK))


def _with_problems(page: CardPage, items: Sequence[Item]) -> Iterator[Item]:
    """Say what is wrong with a thing right below it, and on top what is wrong with no such thing.

    A position that stands beside another is part of one item with it.
    """
    keys = {item.key for item in items}
    told: dict[str, list[Content]] = {}
    for key, sentences in page.check.problems.items():
        card_id, _, about = key.partition("#")
        if card_id == page.card.id:
            at = next((one for one in (about, f"{about.split(':')[0]}s") if one in keys), "title")
            for sentence in sentences:
                lines = hanging("!", page.mark(sentence), page.measure, 2)
                told.setdefault(at, []).extend(line.stylize_before("bad") for line in lines)
    if "title" in told and "title" not in keys:
        yield Item("problems", (*told["title"], BLANK), selectable=False)
    for item in items:
        below = told.get(item.key)
        yield item if below is None else _with_below(item, below)


def _head(page: CardPage) -> Iterator[Item]:
    if not page.summary:
        title = page.mark(page.card.title).stylize("title").wrap(page.measure)
        if unfinished := page.check.to_mend(page.card.id):
            title += Content.styled(unfinished, "bad").wrap(page.measure)
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
            return _reaction_line(page, reaction).wrap(page.measure)
        case Disagreement() as disagreement:
            facts = Content.assemble(
                word_of(disagreement.state),
                (f" · about {disagreement.dimension}", "quiet"),
                " · ",
                ("important", "strong") if disagreement.matters else ("less important", "quiet"),
            )
            return facts.wrap(page.measure)
        case Doubt() as doubt:
            who = page.mark(page.briefing.actor_name(doubt.by)).stylize_before("strong")
            return (who + Content(": ") + page.mark(doubt.doubts)).wrap(page.measure)
        case Judgement(likelihood=likelihood) if likelihood is not None:
            low, high = likelihood.percent
            return Content(f"{likelihood} ({low}–{high}%)").wrap(page.measure)
    return []


def _reaction_line(page: CardPage, reaction: Reaction) -> Content:
    country = f" ({reaction.country})" if reaction.country else ""
    actor = page.mark(page.briefing.actor_name(reaction.actor)) + Content(country)
    parts = [actor, stance_words(reaction)]
    if reaction.speaker:
        parts.append(Content("by ") + page.mark(page.briefing.actor_name(reaction.speaker)))
    if reaction.date is not None:
        parts.append(Content.styled(date_words(reaction.date), "quiet"))
    return Content.styled(" · ", "quiet").join(parts)


def _body(page: CardPage) -> Iterator[Item]:
    if isinstance(page.card.detail, SourceNote):
        yield from source_items(page.column, page.card.detail.source)
    else:
        yield from _detail_items(page)
    if page.section.kind is SectionKind.SOURCES and page.card == page.section.cards[0]:
        yield from other_documents(page.column)
    if page.section.kind is SectionKind.PEOPLE:
        yield from _people(page.column, page.card.actors)
    if page.section.kind is SectionKind.TIMELINE:
        yield from event_items(page.column, page.claims, lambda event: event.item)
        yield Item("after-events", (BLANK,), selectable=False)
    else:
        yield from _claims(page)


def _detail_items(page: CardPage) -> Iterator[Item]:
    """Draw what the card's kind holds: its texts after their labels, positions side by side."""
    detail = page.card.detail
    if isinstance(detail, Deal):
        for bearer, lines in commitment_lines(page.column, detail, page.bearers):
            yield Item(bearer.item, (*lines, BLANK))
        return
    parts = list(detail_parts(detail, page.briefing))
    told = {part.field: part.text for part in parts}
    positions = [one for one in page.bearers if one.kind is BearerKind.POSITION]
    for part in parts:
        if part.field is Field.POSITION and part.item == positions[0].item:
            yield from position_items(page.column, positions, comparing=page.comparing)
        elif part.field in PROSE - {Field.POSITION, Field.VERB, Field.DOUBTS}:
            label = f"{_label(part, told)}: "
            sure = f"{told[Field.CONFIDENCE]}: " if part.field is Field.CONFIDENCE_BASIS else ""
            content = Content.assemble((label, "label"), sure, page.mark(part.text))
            yield Item(part.field, (*content.wrap(page.measure), BLANK), selectable=False)


def _label(part: Part, told: Mapping[Field, str]) -> str:
    if part.field is Field.QUESTION and Field.SETTLED_BY in told:
        return "Not known"
    label = _LABELS.get(part.field, part.label)
    matters_little = part.field is Field.WHY and told.get(Field.MATTERS) == "no"
    return f"{label} little" if matters_little else label


def _claims(page: CardPage) -> Iterator[Item]:
    claims = page.claims
    for number, bearer in enumerate(claims):
        lines = page.column.signed(_claim_lines(bearer, page), bearer)
        indent = 2 if _in_list(bearer) or isinstance(bearer.claim, Quote) else 0
        lines += page.column.corrections(bearer, page.measure, indent)
        more = number + 1 < len(claims)
        listed = more and _in_list(bearer) and _in_list(claims[number + 1])
        # The first screen has to hold the bottom line and what is behind it.
        close = listed or (more and page.summary)
        yield Item(bearer.item, tuple(lines if close else [*lines, BLANK]))


def _in_list(bearer: Bearer) -> bool:
    return bearer.claim is not None and bearer.claim.item


def _claim_lines(bearer: Bearer, page: CardPage) -> list[Content]:
    claim = bearer.claim
    assert claim is not None
    text = page.column.said(bearer)
    if isinstance(claim, Quote):
        when = "" if claim.date is None else f", {date_words(claim.date)}"
        speaker = page.mark(page.briefing.actor_name(claim.speaker))
        words = hanging("", Content("“") + text + Content("”"), page.measure, 2)
        return words + hanging("", Content.assemble("— ", speaker, when), page.measure, 2)
    basis = ("Assumed: ", "label") if claim.basis is Basis.ASSUMED else ""
    date = "" if claim.date is None else (f" ({date_words(claim.date)})", "quiet")
    body = Content.assemble(basis, text, date)
    return hanging("•" if claim.item else "", body, page.measure, 2 if claim.item else 0)


def _figures(page: CardPage) -> Iterator[Item]:
    """The figures of a card, but for those that stand beside it already."""
    figures = [
        one
        for one in page.bearers
        if one.figure is not None and one.figure.id not in page.beside_it
    ]
    for bearer, lines in figure_lines(page.column, figures, courses=page.courses):
        yield Item(bearer.item, tuple(lines))
    if figures:
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
        lines = Content.assemble(label, listed.stylize_before("quiet")).wrap(page.measure)
        # A name that the briefing does not list has no page.
        is_known = any(part.field is Field.ACTOR and part.searched for part in parts)
        yield Item(key, tuple(lines), selectable=is_known, aside=True)

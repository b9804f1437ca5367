"""What the view of a section tells: an answer to its question, without opening a card.

Each kind has a view of its own: who owes what to whom, who reacted how, who doubts what on which
ground, what is answered how by whom, what would settle what is not known, one rail of events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any, Final

import msgspec
from textual.content import Content

from briefing.evidence.support import Bearer, BearerKind, card_bearers
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
    Unknown,
)
from briefing.model.parts import card_evidence
from briefing.model.text import count, with_capital
from briefing.model.vocabulary import SectionKind
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.changes import change_sign
from briefing.tui.rendering.deal import commitment_lines
from briefing.tui.rendering.gutter import Column
from briefing.tui.rendering.phrases import (
    FEWER,
    LOST,
    position_name,
    stance_sign,
    word_of,
)
from briefing.tui.rendering.text import Item, Marker, cell, cut, hanging, one_line, unmarked
from briefing.tui.rendering.timeline import event_items, in_order

_SIGNS: Final = 3
"""Cells for the signs of the cursor, of unread, and of bookmarked or a blank."""

_STEM: Final = 6
"""Letters of a stance that its other forms have too: welcomes, welcomed."""

_FALLEN: Final = 2
"""Cells for what becomes of a card without the sources set aside."""


class SectionList(msgspec.Struct, frozen=True, dict=True):
    """What is needed to list the cards of a section.

    Attributes:
        read: Ids of the cards that are read, or of which the row is.
        width: Cells of the signs, the text, a blank and the gutter.
        whole: Whether the list is read as the section's view; else it stands above a card, and
            tells no more than which cards there are.
        changed: The signs of what has changed in a card that is still to be seen, by its id.
    """

    check: Checked
    section: Section
    cards: Sequence[Card]
    width: int
    read: Collection[str] = ()
    bookmarks: Collection[str] = ()
    mark: Marker = unmarked
    whole: bool = True
    changed: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def briefing(self) -> Briefing:
        return self.check.examination.briefing

    @property
    def indent(self) -> int:
        return _SIGNS + (_FALLEN if self.check.aside else 0)

    @cached_property
    def column(self) -> Column:
        return Column(self.check, max(1, self.width - self.indent), self.mark)

    @property
    def text(self) -> int:
        """Cells of text."""
        return self.column.room

    @property
    def states_differ(self) -> bool:
        details = (card.detail for card in self.cards)
        return len({one.state if isinstance(one, Disagreement) else None for one in details}) > 1

    def bearers(self, card: Card) -> list[Bearer]:
        return list(card_bearers(self.section, card))

    def sourced(self, lines: Sequence[Content], card: Card) -> list[Content]:
        """Lines with the sources of all that a card says beside them."""
        return self.column.sourced(lines, card_evidence(card))


_BLANK: Final = Content("")


def section_rows(listing: SectionList) -> Iterator[Item]:
    """Draw the cards of a section as rows, each keyed by the card's id.

    Events of a timeline and people are rows by themselves, keyed ``CARD#ITEM``.
    """
    kind = listing.section.kind
    if listing.whole and kind is SectionKind.TIMELINE:
        yield from _rail(listing)
        return
    if listing.whole and kind is SectionKind.PEOPLE:
        yield from _people(listing)
        return
    draw = _row if listing.whole else _short_row
    for card in listing.cards:
        yield Item(card.id, tuple(_with_marks(listing, card, draw(listing, card))))


def summary(listing: SectionList) -> list[str]:
    """What is true of the list as a whole, so that no row need say it."""
    details = [card.detail for card in listing.cards]
    match listing.section.kind:
        case SectionKind.DISAGREEMENTS:
            states = Counter(one.state for one in details if isinstance(one, Disagreement))
            if len(states) == 1:
                return [f"all {next(iter(states))}"]
            return [", ".join(f"{number} {state}" for state, number in states.items())]
        case SectionKind.REACTIONS:
            counted = Counter(
                stance_sign(one.stance).plain for one in details if isinstance(one, Reaction)
            )
            told = [f"{counted[sign]} {words}" for sign, words in _SIDES.items() if counted[sign]]
            return [", ".join(told)]
        case SectionKind.TIMELINE:
            return [count(sum(len(card.claims) for card in listing.cards), "event")]
    return []


_SIDES: Final = {
    "▲": "for",
    "◆": "reserved",
    "▼": "against",
    "·": "other",
}


def _with_marks(listing: SectionList, card: Card, lines: Sequence[Content]) -> list[Content]:
    unread = Content(" ") if card.id in listing.read else Content.styled("•", "strong")
    signs = listing.changed.get(card.id)
    lead = Content.assemble(
        " ",
        change_sign(signs) if signs else unread,
        ("*", "strong") if card.id in listing.bookmarks else " ",
    )
    if listing.check.aside:
        lead += _fallen(card, listing.check)
    if unfinished := listing.check.to_mend(card.id):
        lines = [*lines, *Content.styled(unfinished, "bad").wrap(listing.text)]
    blank = Content(" " * listing.indent)
    return [(lead if number == 0 else blank) + line for number, line in enumerate(lines)]


def _fallen(card: Card, check: Checked) -> Content:
    """The sign of a card that falls without the sources set aside, or of which something does."""
    if card.id in check.gone:
        return Content.styled(f"{LOST} ", "bad")
    return Content.styled(f"{FEWER} ", "doubt") if card.id in check.hit else Content("  ")


# -- views -----------------------------------------------------------------------------------------


def _row(listing: SectionList, card: Card) -> list[Content]:
    """By what the card holds; where it holds nothing, its title."""
    if drawn := _VIEWS.get(type(card.detail)):
        return drawn(listing, card, card.detail)
    return _BY_KIND.get(listing.section.kind, _title)(listing, card)


def _short_row(listing: SectionList, card: Card) -> list[Content]:
    """Above a card: its title, with a sign of what tells it from its neighbours."""
    match card.detail:
        case Reaction(stance=stance):
            return _signed(listing, card, stance_sign(stance), 2)
        case Disagreement(state=state) if listing.states_differ:
            return _signed(listing, card, word_of(state), 10)
    draw = _source if listing.section.kind is SectionKind.SOURCES else _title
    return draw(listing, card)


def _title(listing: SectionList, card: Card) -> list[Content]:
    """Its title, whole, or on at most two lines above a card."""
    title = listing.mark(one_line(card.title))
    lines = title.wrap(listing.text)
    if not listing.whole and len(lines) > 2:
        lines = [lines[0], cut(Content(" ").join(lines[1:]), listing.text)]
    return listing.sourced(lines, card)


def _signed(listing: SectionList, card: Card, sign: Content, column: int) -> list[Content]:
    title = listing.mark(one_line(card.title))
    lines = hanging(sign, title, listing.text, column)
    if len(lines) > 2:
        rest = Content(" ").join(line[column:] for line in lines[1:])
        lines = [lines[0], Content(" " * column) + cut(rest, listing.text - column)]
    return listing.sourced(lines, card)


def _deal(listing: SectionList, card: Card, deal: Deal) -> list[Content]:
    """Who owes what to whom, and how far it has come."""
    drawn = commitment_lines(listing.column, deal, listing.bearers(card))
    return [line for _, lines in drawn for line in lines]


def _reaction(listing: SectionList, card: Card, reaction: Reaction) -> list[Content]:
    """The actor, what it does, who spoke, and the words."""
    name = listing.mark(listing.briefing.actor_in_short(reaction.actor)).stylize_before("strong")
    widest = max(len(listing.briefing.actor_in_short(id_)) for id_ in _actors(listing))
    column = min(widest, max(4, listing.text // 3))
    names = hanging(stance_sign(reaction.stance), name, column + 2, 2)
    words = _words(listing, card, reaction).wrap(max(1, listing.text - column - 4))
    lines = [
        cell(who, column + 4) + what for who, what in zip_longest(names, words, fillvalue=_BLANK)
    ]
    return listing.sourced(lines, card)


def _words(listing: SectionList, card: Card, reaction: Reaction) -> Content:
    """The verb or stance with the exact words and who spoke; without them the title says it."""
    does = one_line(reaction.verb or reaction.stance or "")
    speaker = listing.mark(listing.briefing.actor_in_short(reaction.speaker or ""))
    when = Content.styled(f" ({reaction.date.label})" if reaction.date else "", "quiet")
    if card.exact_words:
        words = listing.mark(f"“{one_line(card.exact_words)}”")
        who = speaker + Content(": ") if speaker.cell_length else Content("")
        return Content.assemble(listing.mark(does), when, "; " if does else "", who, words)
    if reaction.verb:
        who = Content.assemble(" (", speaker, ")") if speaker.cell_length else Content("")
        return listing.mark(does) + who + when
    title = listing.mark(one_line(card.title)) + when
    # A title that has the word need not have it twice: “Moscow welcomes an agreement”.
    named = does[:_STEM] in card.title.casefold()
    return title if named else listing.mark(does) + Content(": ") + title


def _actors(listing: SectionList) -> list[str]:
    return [card.detail.actor for card in listing.cards if isinstance(card.detail, Reaction)]


def _doubt(listing: SectionList, card: Card) -> list[Content]:
    """Who has it, what it is, and below that on what ground."""
    doubt = card.detail
    ground = [Content.styled(claim.text, "quiet") for claim in card.claims[:1]]
    if isinstance(doubt, Doubt):
        who = listing.mark(with_capital(listing.briefing.actor_name(doubt.by))).stylize_before(
            "strong"
        )
        first = who + Content(": ") + listing.mark(one_line(doubt.doubts))
    else:
        first = listing.mark(one_line(card.title)).stylize_before("strong")
    lines = hanging("", first, listing.text, 0)
    for text in ground:
        lines += hanging("", text, listing.text, 2)
    return listing.sourced(lines, card)


def _disagreement(listing: SectionList, card: Card, detail: Disagreement) -> list[Content]:
    """The question, with its state unless all have the same, and who answers what."""
    question = listing.mark(one_line(detail.question)).stylize_before("strong")
    if listing.states_differ:
        question += Content("  ") + word_of(detail.state)
    lines = hanging("", question, listing.text, 0)
    positions = [one for one in listing.bearers(card) if one.kind is BearerKind.POSITION]
    for number, bearer in enumerate(positions):
        lead = Content.styled(f"{position_name(number)} ", "heading")
        text = hanging(lead, listing.column.said(bearer), listing.text, 2)
        lines += listing.column.signed(text, bearer)
    return lines


def _unknown(listing: SectionList, card: Card, detail: Unknown) -> list[Content]:
    """The question, what is known of it, and what would settle it."""
    question = listing.mark(one_line(detail.question)).stylize_before("strong")
    title = listing.mark(one_line(card.title))
    lines = hanging("", question + Content(" ") + title, listing.text, 0)
    settled = Content.assemble(("would be settled by: ", "label"), listing.mark(detail.settled_by))
    return listing.sourced(lines, card) + hanging("", settled, listing.text, 2)


def _judgement(listing: SectionList, card: Card, detail: Judgement) -> list[Content]:
    lines = hanging("", listing.mark(one_line(detail.statement)), listing.text, 0)
    sure = Content.styled(f"confidence {detail.confidence}", "label")
    return listing.sourced(lines, card) + hanging("", sure, listing.text, 2)


def _source(listing: SectionList, card: Card) -> list[Content]:
    """The label of the source, and what to think of it."""
    key = card.detail.source if isinstance(card.detail, SourceNote) else ""
    label = listing.briefing.source_labels.get(key, "")
    title = listing.mark(one_line(card.title))
    if key in listing.briefing.retracted:
        title += Content.styled(" · retracted", "bad")
    return hanging(Content.styled(label, "strong"), title, listing.text, 4)


_VIEWS: Final[Mapping[type, Callable[[SectionList, Card, Any], list[Content]]]] = {
    Deal: _deal,
    Reaction: _reaction,
    Disagreement: _disagreement,
    Unknown: _unknown,
    Judgement: _judgement,
}
_BY_KIND: Final = {SectionKind.SKEPTICS: _doubt, SectionKind.SOURCES: _source}


def _rail(listing: SectionList) -> Iterator[Item]:
    bearers = [one for card in listing.cards for one in listing.bearers(card) if one.is_claim]
    events = in_order(bearers)
    first = {one.card.id: one.key for one in reversed(events) if one.card}
    blank = Content(" " * listing.indent)
    starts = {first[card.id]: card for card in listing.cards if card.id in first}
    for item in event_items(listing.column, events, lambda event: event.key):
        lines = [blank + line for line in item.lines]
        if item.key in starts:
            lines = _with_marks(listing, starts[item.key], item.lines)
        yield msgspec.structs.replace(item, lines=tuple(lines))


def _people(listing: SectionList) -> Iterator[Item]:
    """Each actor with the role it has here, to look up."""
    known = listing.briefing.actors_by_id
    blank = Content(" " * listing.indent)
    column = 24 if listing.text >= 60 else 0
    for card in listing.cards:
        heading = Content.styled(one_line(card.title), "quiet").wrap(listing.text)
        lines = _with_marks(listing, card, heading)
        yield Item(f"{card.id}#", tuple(lines), selectable=False)
        for actor in (known[id_] for id_ in card.actors if id_ in known):
            name = listing.mark(actor.name).stylize_before("strong")
            role = listing.mark(actor.role or "").stylize_before("quiet")
            if column and name.cell_length < column:
                drawn = hanging(name, role, listing.text, column)
            else:
                drawn = hanging("", name, listing.text, 0)
                drawn += hanging("", role, listing.text, 2) if actor.role else []
            yield Item(f"{card.id}#actor:{actor.id}", tuple(blank + line for line in drawn))

"""What the reader is at, as data: the screen owns it and hands it down to its panes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from briefing.evidence.corpus import Examination
from briefing.evidence.names import Lexicon
from briefing.evidence.support import Bearer, Radius, bearers, sources_of, without
from briefing.evidence.tokens import Span
from briefing.evidence.words import words_only_in
from briefing.library.reader_tables import Place, row_mark
from briefing.library.state import cards_read
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Disagreement, Section
from briefing.model.parts import card_evidence, row_digest
from briefing.model.text import count
from briefing.model.vocabulary import SectionKind
from briefing.tui.reader.layout import THREE_COLUMNS, TWO_PANES, Arrangement, Pane

if TYPE_CHECKING:
    from briefing.library.past_figures import PastFigures
    from briefing.library.since import Since
    from briefing.search.finder import Match
    from briefing.search.query import QueryError


class Marks(msgspec.Struct, frozen=True):
    """Which cards the reader has read and bookmarked.

    Attributes:
        read: Ids of the cards read in their present wording.
        rows: Ids of the cards of which the row in a section's view was read in its present
            wording, or the whole card.
    """

    read: frozenset[str] = frozenset()
    bookmarks: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()

    def unread(self, cards: Sequence[Card]) -> int:
        return sum(card.id not in self.read for card in cards)


def marks_of(briefing: Briefing, read: Mapping[str, str], bookmarks: set[str]) -> Marks:
    """Compare stored marks, digests by card id and by `row_mark`, with a briefing.

    A card or row that changed since it was read is unread again.
    """
    stops = list(briefing.cards())
    present = {card.id for _, card in stops}
    whole = cards_read(briefing, read)
    rows = {
        card.id
        for section, card in stops
        if (digest := read.get(row_mark(card.id))) and digest == row_digest(briefing, section, card)
    }
    return Marks(frozenset(whole), frozenset(bookmarks & present), frozenset(whole | rows))


class Checked(msgspec.Struct, frozen=True, dict=True):
    """How the briefing stands against its sources.

    Attributes:
        aside: Keys of the sources that the reader set aside, to see what depends on them.
        problems: What its curator has still to mend, in sentences, by card or ``CARD#ITEM``.
        drafts: Ids of cards, and ``actor:ID``, that readers will not see.
        raw: Ids of the cards that are the text of a file that cannot be read.
    """

    examination: Examination
    aside: frozenset[str] = frozenset()
    problems: Mapping[str, Sequence[str]] = msgspec.field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    raw: frozenset[str] = frozenset()

    def to_mend(self, card_id: str) -> str:
        """Say of a card that it is not finished: ``draft, 2 problems``; nothing of one that is."""
        wrong = sum(
            len(found) for key, found in self.problems.items() if key.partition("#")[0] == card_id
        )
        said = ["draft"] if card_id in self.drafts else []
        return ", ".join([*said, count(wrong, "problem")] if wrong else said)

    @cached_property
    def uncounted(self) -> frozenset[str]:
        """Keys of the sources of which no citation counts: set aside by the reader or retracted."""
        return self.aside | self.examination.briefing.retracted

    @property
    def has_texts(self) -> bool:
        """Whether there is a folder of source texts."""
        return self.examination.corpus.folder is not None

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.examination.briefing)

    @cached_property
    def radius(self) -> Radius | None:
        """What falls with the sources set aside; None where none is."""
        return without(self.examination.briefing, self.aside) if self.aside else None

    @cached_property
    def hit(self) -> frozenset[str]:
        """Ids of the cards in which something loses a source with those set aside."""
        return frozenset(
            card.id
            for _, card in self.examination.briefing.cards()
            if not self.aside.isdisjoint(sources_of(card_evidence(card)))
        )

    @cached_property
    def gone(self) -> frozenset[str]:
        """Ids of the cards in which nothing is left, or that are no disagreement any more."""
        fallen = (*self.radius.cards, *self.radius.disagreements) if self.radius else ()
        return frozenset(card.id for card in fallen)

    def lost_words(self, bearer: Bearer) -> list[Span]:
        """The words of a text that only passages of sources set aside have.

        None where all of its sources are set aside, or none, or their texts are not at hand.
        """
        passages: dict[bool, list[str]] = {True: [], False: []}
        for one in bearer.evidence if self.aside else ():
            passage = self.examination.finding(one).passage
            is_retracted = one.source in self.uncounted - self.aside
            if passage is not None and one.paragraph is not None and not is_retracted:
                passages[one.source in self.aside].append(passage.words)
        lost, kept = passages[True], passages[False]
        return words_only_in(bearer.text, lost, kept, self.lexicon) if lost and kept else []

    @cached_property
    def figures(self) -> dict[str, Bearer]:
        found = bearers(self.examination.briefing)
        return {one.figure.id: one for one in found if one.figure is not None}


class Stop(msgspec.Struct, frozen=True):
    """Something to read on the way through a briefing.

    Attributes:
        cards: The card; of a section's view, all cards that it has rows of.
    """

    section: Section
    cards: tuple[Card, ...]
    view: bool = False


class Route(msgspec.Struct, frozen=True, dict=True):
    """The way through a briefing: the short version, the full one, or what a narrowing leaves.

    Attributes:
        visible: Ids of the cards that a narrowing leaves; None for all. Narrowed, the way leads
            through all that is left, whatever the version.
    """

    briefing: Briefing
    visible: frozenset[str] | None = None
    full: bool = True

    @property
    def short(self) -> bool:
        return not self.full and self.visible is None

    @cached_property
    def _all(self) -> tuple[tuple[Section, Card], ...]:
        return tuple(self.briefing.cards())

    @cached_property
    def _order(self) -> dict[str, int]:
        return {card.id: number for number, (_, card) in enumerate(self._all)}

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        found: list[Stop] = []
        for section in self.briefing.sections:
            if self.viewed(section):
                found.append(Stop(section, section.cards, view=True))
            else:
                found += [Stop(section, (card,)) for card in self.cards_in(section)]
        return tuple(found)

    @cached_property
    def _stop_of(self) -> dict[str, int]:
        return {card.id: number for number, stop in enumerate(self.stops) for card in stop.cards}

    def shows(self, card: Card) -> bool:
        return self.visible is None or card.id in self.visible

    def viewed(self, section: Section) -> bool:
        """Whether a section's view is read instead of its cards."""
        return self.short and section.is_viewed and bool(section.cards)

    def cards_in(self, section: Section) -> tuple[Card, ...]:
        """The cards of a section that the way leads to, be it to their rows."""
        if self.short and not self.viewed(section):
            return section.short_cards
        return tuple(card for card in section.cards if self.shows(card))

    def listed(self, section: Section, card_id: str) -> tuple[Card, ...]:
        """The cards to list beside an open card: where that is off the way, all of its section."""
        off_the_way = self.short and card_id not in self._stop_of
        return section.cards if off_the_way else self.cards_in(section)

    def find(self, card_id: str | None) -> tuple[Section, Card]:
        """The card of an id, with its section; the first card where there is none such."""
        return self._all[self._order.get(card_id or "", 0)]

    def stop_for(self, card_id: str) -> Stop:
        """A card or, where the way leads to a view, its row."""
        section, card = self.find(card_id)
        return Stop(section, (card,), self.viewed(section))

    def resume(self, place: Place | None) -> Stop:
        """What a reader left: a card or its row; where that is gone, the start of its section."""
        if place and place.card in self._order:
            stop = self.stop_for(place.card)
            return msgspec.structs.replace(stop, view=stop.view and place.view)
        for number, section in enumerate(self.briefing.sections):
            if place and section.id == place.section and (start := self.section_start(number)):
                return self.stop_for(start.id)
        return self.stop_for(self._all[0][1].id)

    def stop_at(self, card_id: str) -> int | None:
        """Index of the stop that a card, or its row, is part of; None where it is off the way."""
        return self._stop_of.get(card_id)

    def next_stop(self, card_id: str, step: int) -> Stop | None:
        """The first stop after a card (``step`` 1) or the last before it (``step`` -1)."""
        here, order = self._order[card_id], self._order
        if step > 0:
            later = (stop for stop in self.stops if order[stop.cards[0].id] > here)
            return next(later, None)
        earlier = (stop for stop in reversed(self.stops) if order[stop.cards[-1].id] < here)
        return next(earlier, None)

    def beyond(self, card_id: str, step: int) -> Iterator[Card]:
        """The visible cards after a card (``step`` 1) or before it (``step`` -1)."""
        here = self._order[card_id]
        cards = self._all[here + 1 :] if step > 0 else self._all[:here][::-1]
        return (card for _, card in cards if self.shows(card))

    def along(self, card_id: str, step: int) -> Iterator[Card]:
        """The cards on the way after a card or before it, those that it leads to by rows too."""
        return (card for card in self.beyond(card_id, step) if card.id in self._stop_of)

    def section_start(self, number: int) -> Card | None:
        """The first card of a section, counted from 0, off the way if need be; None for none."""
        if not 0 <= number < len(self.briefing.sections):
            return None
        section = self.briefing.sections[number]
        cards = self.cards_in(section) or (section.cards if self.short else ())
        return next(iter(cards), None)

    def section_beyond(self, card_id: str, step: int) -> Card | None:
        """The first card of the next section that has one to show, in either direction."""
        section, _ = self.find(card_id)
        number = self.briefing.sections.index(section) + step
        while 0 <= number < len(self.briefing.sections):
            if card := self.section_start(number):
                return card
            number += step
        return None

    def read_in(self, section: Section, marks: Marks) -> frozenset[str]:
        """Ids of the cards that are read or, where in short the view is, of which the row is."""
        return marks.rows if section.is_viewed and not self.full else marks.read

    def unread(self, section: Section, marks: Marks) -> int:
        read = self.read_in(section, marks)
        return sum(card.id not in read for card in self.cards_in(section))

    def unread_stops(self, marks: Marks) -> int:
        """Count the stops of which something is unread."""
        return sum(
            any(card.id not in self.read_in(stop.section, marks) for card in stop.cards)
            for stop in self.stops
        )


class Found(msgspec.Struct, frozen=True):
    """The matches of a search, and the one the reader is at.

    Attributes:
        similar: What was found instead, such as ``similar to Aliyev``; empty where nothing was.
    """

    query: str
    matches: tuple[Match, ...] = ()
    here: int = 0
    similar: str = ""

    @property
    def match(self) -> Match | None:
        return self.matches[self.here] if self.matches else None

    @property
    def count(self) -> str:
        """Where the reader is: ``3 of 17``."""
        return f"{self.here + 1} of {len(self.matches)}" if self.matches else "no match"

    def stepped(self, step: int) -> Found:
        """Go some matches on, from the last to the first."""
        return self.at((self.here + step) % max(1, len(self.matches)))

    def at(self, number: int) -> Found:
        return msgspec.structs.replace(self, here=number)


class Question(msgspec.Struct, frozen=True, eq=False):
    """What the prompt asks for; the words take effect while they are typed.

    Attributes:
        found: Of words to find, what they lead to; None where cards are narrowed.
        before: The route, the words and what was `similar` before cards were narrowed.
    """

    label: str
    words: str = ""
    count: str = ""
    fault: QueryError | None = None
    found: Found | None = None
    before: tuple[Route, str, str] | None = None


class DisputeVisit(msgspec.Struct, frozen=True):
    """A visit to the disagreements that something takes a side in.

    Attributes:
        cards: The disagreements to see, the one that is open first.
    """

    pane: Pane
    card_id: str
    item: str | None
    cards: Sequence[Card]


class Spot(msgspec.Struct, frozen=True):
    """A place that a leap began at.

    Attributes:
        pane: The pane that the reader had gone to.
        page: Id of the actor whose page lay over it, and the key of an entry of that; or None.
    """

    briefing: str
    place: Place
    pane: Pane
    page: tuple[str, str] | None = None


class Jumps(msgspec.Struct, frozen=True):
    """The places to go back to, the last one last, and forward to, the next one first."""

    behind: tuple[Spot, ...] = ()
    ahead: tuple[Spot, ...] = ()


class ReadingState(msgspec.Struct, frozen=True, eq=False, dict=True, kw_only=True):
    """What the reader screen shows.

    What a command does to it is a function from one state to the next; what the panes alone know,
    the cursor within a pane and how far it is scrolled, is no part of it.

    Attributes:
        text_id: The card whose text is shown: the open one, unless a key is held.
        goal: Item of the open card to put the cursor on; the screen does it, and takes it away.
        listed_last: Whether the list was gone to after the text, be it before the figures.
        drawer_before: Whether the evidence was open when the search began.
        ended_at: The card at which the reader came to the end of the short version.
        decided: The open card, if the reader has said whether it is read: seeing its end is no
            news then.
        message: Said in the footer until the next key.
        newer: What is out since, in words; empty where the revision is the newest.
        as_of: Of an earlier revision, read as it stood, which it is; nothing is marked then.
        past: What the figures that have changed were; None where nobody has looked at one yet.
        draws: Whether the terminal can show how they went.
        since: What has changed since the briefing was read; None where nothing has, as far as is
            known.
        wording: Whether what stood there before is shown below what has changed.
        walked: The change that the reader was led to last: its card, and what in it.
    """

    revision: Revision
    route: Route
    check: Checked
    marks: Marks
    card_id: str
    text_id: str
    goal: str | None = None
    size: tuple[int, int] = (80, 24)
    wanted: Pane = Pane.CARDS
    evidence_open: bool = False
    listed_last: bool = True
    found: Found | None = None
    narrowing: str = ""
    similar: str = ""
    question: Question | None = None
    drawer_before: bool = False
    visit: DisputeVisit | None = None
    ended_at: str = ""
    decided: Card | None = None
    choosing: bool = False
    message: str = ""
    newer: str = ""
    as_of: str = ""
    past: PastFigures | None = None
    draws: bool = True
    since: Since | None = None
    wording: bool = False
    walked: tuple[str, str | None] | None = None
    jumps: Jumps = Jumps()

    @property
    def briefing(self) -> Briefing:
        return self.route.briefing

    @cached_property
    def section(self) -> Section:
        return self.route.find(self.card_id)[0]

    @property
    def card(self) -> Card:
        return self.route.find(self.card_id)[1]

    @cached_property
    def text(self) -> tuple[Section, Card]:
        """The card whose text is shown, with its section."""
        return self.route.find(self.text_id)

    @cached_property
    def change_signs(self) -> Mapping[str, str]:
        """The signs of the changes in each card that the reader has not seen since, by its id."""
        if self.since is None:
            return {}
        found: dict[str, str] = {}
        for key, changes in self.since.comparison.by_item.items():
            card = key.partition("#")[0]
            if card not in self.marks.read:
                found[card] = found.get(card, "") + "".join(one.kind.sign for one in changes)
        return found

    @property
    def one_pane(self) -> bool:
        return self.size[0] < TWO_PANES

    @property
    def has_evidence_column(self) -> bool:
        return self.size[0] >= THREE_COLUMNS

    @property
    def shows_evidence(self) -> bool:
        return Pane.EVIDENCE in self.visible

    @property
    def behind(self) -> bool:
        """Whether the text is still that of another card."""
        return self.text_id != self.card_id

    @cached_property
    def listed(self) -> tuple[Card, ...]:
        return self.route.listed(self.section, self.card_id)

    @property
    def finding(self) -> bool:
        return self.question is not None and self.question.found is not None

    @property
    def results(self) -> Found:
        """What the words typed so far lead to."""
        question = self.question
        return question.found if question and question.found else Found("")

    @cached_property
    def arrangement(self) -> Arrangement:
        # A narrowing does not shorten what stands in a section, the short version does.
        cards = self.listed if self.route.short else self.section.cards
        return Arrangement(
            *self.size,
            wanted=self.wanted,
            finding=self.finding,
            evidence=self.evidence_open,
            several=len(cards) > 1 or self.route.viewed(self.section),
            listing=self.listing,
            front=self.section.kind is SectionKind.BOTTOM_LINE,
        )

    @property
    def listing(self) -> bool:
        """Whether the list is read; figures and results leave that as it was."""
        if self.wanted in (Pane.FIGURES, Pane.RESULTS):
            return self.listed_last
        return self.wanted in (Pane.SECTIONS, Pane.CARDS)

    @cached_property
    def focus(self) -> Pane:
        return self.arrangement.focus()

    @cached_property
    def visible(self) -> frozenset[Pane]:
        return self.arrangement.visible()

    @property
    def list_alone(self) -> bool:
        """Whether the section's list is read, and no card."""
        return self.arrangement.list_alone

    @property
    def reads_rows(self) -> bool:
        """Whether the list is read instead of the cards, as the short version has it."""
        return self.list_alone and self.route.viewed(self.section)

    @property
    def back_widens(self) -> bool:
        """Whether the next step back ends the narrowing; from a card it leads to its list first."""
        has_list = Pane.CARDS in self.arrangement.reachable()
        return bool(self.narrowing) and not (self.focus is Pane.CARD and has_list)

    @property
    def figures_beside(self) -> bool:
        """Whether the key figures stand beside the text, so that it need not give them."""
        return Pane.FIGURES in self.visible

    @property
    def compares(self) -> bool:
        """Whether positions are held against each other in the sources' words."""
        is_disagreement = isinstance(self.text[1].detail, Disagreement)
        return self.check.has_texts and is_disagreement and not self.shows_evidence

    @property
    def counted(self) -> frozenset[str]:
        """What is read of the section: cards, or rows where its view is."""
        return self.marks.rows if self.reads_rows else self.marks.read

    def told(self, message: str) -> ReadingState:
        return msgspec.structs.replace(self, message=message)

    def at(self, card_id: str, item: str | None = None, pane: Pane | None = None) -> ReadingState:
        """Open a card, or the first where it is not there, on an item; go to a pane or stay."""
        card = self.route.find(card_id)[1]
        return msgspec.structs.replace(self, card_id=card.id, goal=item, wanted=pane or self.wanted)

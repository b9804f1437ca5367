"""The panes of the reader screen: each draws what the screen hands down, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content
from textual.reactive import var

from briefing.model.cards import Card, Section
from briefing.tui.reader.layout import ROOMY, WIDE, Pane
from briefing.tui.reader.state import Marks, ReadingState, Route
from briefing.tui.rendering.card import CardPage, card_items
from briefing.tui.rendering.changes import change_sign
from briefing.tui.rendering.evidence import Piece, evidence_items, grounds, pieces
from briefing.tui.rendering.figures import NO_COURSES, Courses, figure_items, view_figures
from briefing.tui.rendering.front import front_items
from briefing.tui.rendering.gutter import MEASURE, Column
from briefing.tui.rendering.phrases import LOST, headline, without_words
from briefing.tui.rendering.results import result_items
from briefing.tui.rendering.sections import SectionList, section_rows, summary
from briefing.tui.rendering.text import (
    GUTTER,
    Item,
    Marker,
    between,
    cut,
    find_spot,
    hanging,
    marker,
    one_line,
    spot_at,
)
from briefing.tui.widgets import ItemPane
from briefing.views.phrases import day_words

_SEPARATOR = " · "

_BOTH_COUNTS = 22
"""Cells of the list of sections that have room for what has changed beside what is unread."""


class ReaderPane(ItemPane):
    """A pane bound to the state of the reader screen."""

    state: var[ReadingState | None] = var[ReadingState | None](None, init=False)

    @property
    def shown(self) -> ReadingState:
        assert self.state is not None, "the screen binds it before the pane is shown"
        return self.state

    @property
    def mark(self) -> Marker:
        return marker(self.shown.found)


def differ(old: ReadingState | None, new: ReadingState, *names: str) -> bool:
    """Whether two states have other values of some names, or there is no older one."""
    if old is None:
        return True
    pairs = ((getattr(old, name), getattr(new, name)) for name in names)
    # Values are compared only where that is cheap.
    return any(one is not other and not (type(one) is str and one == other) for one, other in pairs)


def unread_label(route: Route, section: Section, marks: Marks) -> str:
    """Say how much of a section is unread: ``3 of 7 unread``, ``read``."""
    cards = route.cards_in(section)
    if not cards:
        return "in full only" if route.short else "none"
    unread = route.unread(section, marks)
    counted = f"{unread} of {len(cards)} unread" if len(cards) > 1 else "unread"
    return counted if unread else "read"


# -- the top ---------------------------------------------------------------------------------------


class HeaderBar(ReaderPane, can_focus=False):
    """Title and facts, one after the other, on as many lines as there are; what falls is said."""

    def items(self, width: int) -> Iterator[Item]:
        state = self.shown
        title = self.mark(one_line(state.briefing.title)).stylize_before("title")
        urgent = Content("")
        if asked := without_words(state.check):
            urgent = Content.styled(f"{LOST} {asked}", "bad")
        elif state.newer:
            urgent = Content.styled(state.newer, "strong")
        rows = 1 if state.size[1] < ROOMY else 2
        if state.as_of:
            lines = _as_of(state, urgent if urgent.cell_length else title, rows)
        elif rows == 1:
            lines = [urgent if urgent.cell_length else title]
        elif urgent.cell_length:
            lines = [title, *urgent.wrap(width)[:2]][-2:]
        else:
            lines = _packed(title, _headers(state), width)
        yield Item("header", tuple(cut(line, width) for line in lines), selectable=False)

    def watch_state(self, old: ReadingState | None, new: ReadingState) -> None:
        same = old is not None and (old.size[1] < ROOMY) == (new.size[1] < ROOMY)
        if not same or differ(old, new, "revision", "route", "found", "check", "newer", "as_of"):
            self.rebuild()


def _as_of(state: ReadingState, beside: Content, rows: int) -> list[Content]:
    """Say first that the revision is an earlier one, whatever else there is to say."""
    said = Content.styled(state.as_of, "earlier")
    return [said, beside] if rows > 1 else [said + Content(_SEPARATOR) + beside]


def _headers(state: ReadingState) -> Iterator[list[str]]:
    """What may stand after the title, the fullest first: what matters most stays longest.

    That the briefing was not verified stands there as long as there is room for anything; that it
    was, unless it takes the place of the day of the news; when, unless of the reading time.
    """
    told = headline(state.revision, full=state.route.full)
    verified = state.briefing.verified
    if verified is not None:
        on = f"verified {day_words(verified.on)} (H)"
        yield from ([*told[:number], on] for number in range(len(told), 1, -1))
    known = "verified (H)" if verified else "not verified (H)"
    yield from ([*told[:number], known] for number in range(len(told), 0, -1))
    if verified is not None:
        yield told[:1]
    yield [known]


def _packed(title: Content, headers: Iterable[list[str]], width: int) -> list[Content]:
    """Set the first of some headers that has room after a title, on two lines."""
    lines = title.wrap(width)[:2]
    if len(lines) == 1:
        lines.append(Content(""))
    begun = lines[1] + Content.styled(_SEPARATOR, "quiet") if lines[1].cell_length else lines[1]
    for told in headers:
        line = begun + Content.styled(_SEPARATOR.join(told), "quiet")
        if line.cell_length <= width:
            return [lines[0], line]
    return lines


# -- lists -----------------------------------------------------------------------------------------


class SectionPane(ReaderPane):
    """The sections, with how many of their cards are unread, or fall without a source set aside."""

    KEEPS_PLACE = True

    def items(self, width: int) -> Iterator[Item]:
        route = self.shown.route
        for number, section in enumerate(route.briefing.sections, 1):
            lines = tuple(self._lines_of(section, number, width))
            yield Item(section.id, lines, selectable=route.section_start(number - 1) is not None)

    def _lines_of(self, section: Section, number: int, width: int) -> list[Content]:
        count = self._count_of(section, width)
        key = Content.styled(f"{number % 10}" if number <= 10 else "", "key")
        title = Content(one_line(section.title))
        lines = hanging(key, title, width - count.cell_length - 1, 2)
        return [between(lines[0], count, width), *lines[1:]]

    def _count_of(self, section: Section, width: int) -> Content:
        """How many cards are unread, or, with sources set aside, how many are affected.

        Before that, or in its place where there is little room, how many have changed since the
        briefing was read, and are still to be seen.
        """
        check = self.shown.check
        if check.aside:
            hit = sum(card.id in check.hit for card in section.cards)
            return Content.styled(str(hit), "strong" if hit else "quiet")
        signs = self.shown.change_signs
        changed = [signs[card.id] for card in section.cards if card.id in signs]
        lead = change_sign("".join(changed)) + str(len(changed)) if changed else Content("")
        if changed and width < _BOTH_COUNTS:
            return lead
        return lead + (" " if changed else "") + self._unread_in(section)

    def _unread_in(self, section: Section) -> Content:
        route = self.shown.route
        if not route.cards_in(section):
            return Content.styled("full" if route.short else "none", "quiet")
        if self.shown.as_of:
            return Content("")
        unread = route.unread(section, self.shown.marks)
        return Content.styled(str(unread), "strong") if unread else Content.styled("✓", "good")

    def watch_state(self, old: ReadingState | None, new: ReadingState) -> None:
        if differ(old, new, "route", "marks", "check", "since", "as_of"):
            title = "Sections" if new.as_of else "Sections, unread"
            self.border_title = "Cards affected" if new.check.aside else title
            self.rebuild()
            self.select(new.section.id)
        elif differ(old, new, "section"):
            self.select(new.section.id)


class CardListPane(ReaderPane):
    """The cards of the section, in the columns of its kind; alone, it is the section's view."""

    GUTTER_SIGN = "▌"
    KEEPS_PLACE = True

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._seen: set[str] = set()
        self._lines_seen: set[int] = set()

    def items(self, width: int) -> Iterable[Item]:
        state = self.shown
        if not state.listed:
            none = Content.styled("No card here has these words.", "quiet")
            return [Item("none", (none,), selectable=False)]
        return section_rows(self._listing(width))

    def watch_state(self, old: ReadingState | None, new: ReadingState) -> None:
        section = None if old is None else old.section
        if differ(old, new, "revision"):
            other = section is None or section.id != new.section.id
        else:
            other = section is not new.section
        if other:
            self._seen.clear()
            self._lines_seen.clear()
            self._list(top=True)
        elif differ(old, new, "list_alone"):
            self.rebuild(top=True)
            self.select(new.card_id)
        elif differ(old, new, "route", "found", "check", "since"):
            self._list()
        elif differ(old, new, "marks"):
            self._list(turn=False)  # reading a row turns no page
        elif new.card_id not in map(_card_of, self.keys):
            self._list(top=True)
        elif differ(old, new, "card_id"):
            self.select(new.card_id)

    def _listing(self, width: int) -> SectionList:
        state = self.shown
        return SectionList(
            state.check,
            state.section,
            state.listed,
            width,
            read=state.route.read_in(state.section, state.marks),
            bookmarks=state.marks.bookmarks,
            mark=self.mark,
            whole=state.list_alone,
            changed=state.change_signs,
        )

    def select(self, key: str | None, *, reveal: bool = True) -> None:
        """Stand on a row; on a card's first one unless the cursor is on that card already."""
        here = self.cursor_key
        super().select(here if here and _card_of(here) == key else key, reveal=reveal)

    def index_of(self, key: str | None) -> int | None:
        known = [item.key for item in self._items if item.selectable]
        if key is not None and key not in known:
            key = next((one for one in known if _card_of(one) == key), key)
        return super().index_of(key)

    def note_sight(self) -> set[str]:
        """Note which rows are on the screen; give the cards of which all were.

        A card of a timeline has a row for each event; a row may have been seen on two pages.
        """
        if self.is_fitted:
            top = self.scroll_offset.y
            self._lines_seen.update(range(top, top + self.page_height))
        for index, item in enumerate(self._items):
            lines = range(self._starts[index], self._end_of(index))
            if item.selectable and self._lines_seen.issuperset(lines):
                self._seen.add(item.key)
        unseen = {_card_of(key) for key in self.keys if key not in self._seen}
        return {_card_of(key) for key in self._seen} - unseen

    def rebuild(self, *, top: bool = False) -> None:
        before = list(self._starts)
        super().rebuild(top=top)
        if self._starts != before:
            self._lines_seen.clear()

    def _list(self, *, top: bool = False, turn: bool = True) -> None:
        """Draw the rows anew and stand on the open card; `turn` scrolls back to it."""
        turn = turn or self.cursor_in_sight
        state = self.shown
        unread = [] if state.as_of else [unread_label(state.route, state.section, state.marks)]
        told = [one_line(state.section.title), *unread, *summary(self._listing(1))]
        self.border_title = Content(_SEPARATOR.join(told))
        self.rebuild(top=top)
        self.select(state.card_id, reveal=turn)


class ResultsPane(ReaderPane):
    """What the words typed so far lead to, section by section."""

    KEEPS_PLACE = True
    STANDS_ON_FIRST = True

    def items(self, width: int) -> Iterable[Item]:
        return result_items(self.shown.briefing, self.shown.results, width)

    def watch_state(self, old: ReadingState | None, new: ReadingState) -> None:
        before = old.question.found if old is not None and old.question else None
        found = new.question.found if new.question else None
        if found is not None and found is not before:
            self.border_title = Content("Found")
            self.select(None)
            self.rebuild(top=True)


def _card_of(key: str) -> str:
    return key.partition("#")[0]


# -- the open card ---------------------------------------------------------------------------------


class CardPane(ReaderPane):
    """The text of the open card; the cursor stands on a sentence, position or figure."""

    GUTTER_SIGN = "▌"
    STANDS_ON_FIRST = True
    UNSEEN_WIDTH = 60  # evidence, copying and the place ask for its cursor before it is seen

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - as in all widgets
        super().__init__(id=id)
        self._seen = 0
        """So many lines from the top on have been on the screen."""

    def items(self, width: int) -> Iterable[Item]:
        state = self.shown
        section, card = state.text
        since = state.since
        changes = since.in_card(card.id) if since else None
        room = max(1, width - GUTTER - (since is not None))
        beside = state.briefing.key_figures if state.figures_beside and not state.found else ()
        page = CardPage(
            state.check,
            section,
            card,
            room,
            self.mark,
            beside,
            state.compares,
            changes,
            state.wording,
            _courses(state),
        )
        drawn = card_items(page)
        if not page.summary:
            return drawn
        # What is behind the bottom line has the rows that it leaves of the first screen.
        rows = state.size[1] - (5 if state.arrangement.framed else 4)
        left = rows - sum(len(item.lines) for item in drawn)
        return [*drawn, *front_items(page, left)]

    def watch_state(self, old: ReadingState | None, new: ReadingState) -> None:
        if old is None or old.text_id != new.text_id or old.briefing.id != new.briefing.id:
            self._seen = 0
            self.select(None, reveal=False)
            self._scroll(0)
            self.rebuild(top=True)
        else:
            if old.text[1] != new.text[1]:
                self._seen = 0
            if old.check is not new.check or differ(old, new, "since", "wording", "past"):
                self.rebuild_in_place()
            elif differ(old, new, "found", "compares", "figures_beside"):
                self.rebuild()
        if differ(old, new, "route", "text_id"):
            self.border_title = Content(_place_of(new))

    def note_sight(self) -> bool:
        """Note what of the card is on the screen; say whether all of it was since it was opened.

        Only what continues what was seen from the top on counts: who jumps to the end of a card
        has not seen what stands between.
        """
        if self.is_fitted and self.scroll_offset.y <= self._seen:
            self._seen = max(self._seen, self.scroll_offset.y + self.page_height)
        return self._seen >= len(self._lines)

    def rebuild(self, *, top: bool = False) -> None:
        unseen = spot_at(self._items, self._seen)
        all_seen = self._seen > 0 and unseen is None
        super().rebuild(top=top)
        found = find_spot(self._items, unseen) if unseen is not None else None
        self._seen = len(self._lines) if all_seen else found or 0


def _place_of(state: ReadingState) -> str:
    """Count the card among those that are listed, and, narrowed, among all of the section."""
    route, (section, card) = state.route, state.text
    if len(section.cards) == 1:
        return one_line(section.title)
    on_the_way = route.cards_in(section)
    if card not in on_the_way:
        missing = "not in short" if route.short else "does not match"
        return f"Card {_number(card, section.cards)}, {missing}"
    if route.visible is not None:
        return f"Match {_number(card, on_the_way)}, of {len(section.cards)} in this section"
    if len(on_the_way) < len(section.cards):
        place, all_cards = _number(card, on_the_way), len(section.cards)
        return f"{one_line(section.title)}: {place} in short, {all_cards} in full"
    return f"Card {_number(card, section.cards)}"


def _number(card: Card, cards: Sequence[Card]) -> str:
    return f"{cards.index(card) + 1} of {len(cards)}"


# -- beside the text -------------------------------------------------------------------------------


def _courses(state: ReadingState) -> Courses:
    return Courses(state.past, drawn=state.draws) if state.past else NO_COURSES


class FiguresPane(ReaderPane):
    """The key figures of the briefing."""

    BORDER_TITLE = "Figures"
    STANDS_ON_FIRST = True

    def items(self, width: int) -> Iterable[Item]:
        in_full = self.figure_id if self.has_focus else None
        check = self.shown.check
        alone = self.shown.arrangement.width < WIDE
        listed = (
            view_figures(check)
            if alone
            else [check.figures[figure.id] for figure in self.shown.briefing.panel_figures()]
        )
        column = Column(check, width, self.mark)
        return figure_items(column, listed, in_full, _courses(self.shown))

    @property
    def figure_id(self) -> str | None:
        """The figure under the cursor; before anything is drawn, the first."""
        return self.cursor_key or next(iter(self.shown.briefing.key_figures), None)

    def select(self, key: str | None, *, reveal: bool = True) -> None:
        super().select(key, reveal=False)
        self.rebuild()
        super().select(key, reveal=reveal)

    def on_focus(self) -> None:
        # Nothing moves under the pointer yet: the focus comes before the click.
        self.rebuild()

    def on_blur(self) -> None:
        self.call_later(self.rebuild)  # once Textual has taken the focus away

    def watch_state(self, old: ReadingState | None, new: ReadingState) -> None:
        if differ(old, new, "route", "found", "check", "past"):
            self.rebuild()
        if old is not None and old.focus is not new.focus is Pane.FIGURES:
            # Once it has focus: then the one under the cursor is told in full.
            self.call_after_refresh(self.rebuild)


class EvidencePane(ReaderPane):
    """The evidence for what the cursor of another pane is on."""

    STANDS_ON_FIRST = True
    GUTTER_SIGN = "▌"

    about: var[str | None] = var[str | None](None, init=False)
    """Key of the item in the open card, or ``figure:ID`` for one in the panel."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        # The piece is marked whichever pane has focus.
        super().__init__(id=id, classes="-follows")

    @property
    def pieces(self) -> list[Piece]:
        """The pieces of evidence, also while the pane is not shown."""
        return pieces(grounds(self.shown.briefing, self.shown.text[1], self.about))

    @property
    def piece(self) -> Piece | None:
        found = self.pieces
        return next((one for one in found if one.key == self.cursor_key), next(iter(found), None))

    def items(self, width: int) -> Iterable[Item]:
        state = self.shown
        card = state.text[1]
        return evidence_items(
            state.check, card, grounds(state.briefing, card, self.about), min(width, MEASURE + 2)
        )

    def select(self, key: str | None, *, reveal: bool = True) -> None:
        super().select(key, reveal=reveal)
        self._entitle()

    def rebuild(self, *, top: bool = False) -> None:
        super().rebuild(top=top)
        self._entitle()

    def _entitle(self) -> None:
        keys = self.keys
        counted = f" {keys.index(self.cursor_key) + 1} of {len(keys)}" if self.cursor_key else ""
        self.border_title = Content(f"Evidence{counted}")

    def watch_about(self) -> None:
        self._begin()

    def watch_state(self, old: ReadingState | None, new: ReadingState) -> None:
        if differ(old, new, "text_id"):
            self._begin()
        elif differ(old, new, "check"):
            self.rebuild()

    def _begin(self) -> None:
        """Draw from the top, the cursor on the first piece."""
        self.select(None, reveal=False)
        self.rebuild(top=True)

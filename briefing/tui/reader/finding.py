"""Finding and narrowing: what the prompt asks for, and the walk through the matches."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import Found, Question, ReadingState, Route
from briefing.views.indexing import unverified

# Importing the search takes longer than drawing the first screen, which needs nothing of it: so the
# functions that search import it.
if TYPE_CHECKING:
    from briefing.search.finder import Finder
    from briefing.search.query import Asked, ChangedSince, State
    from briefing.tui.session import Session


def new_finder(now: Callable[[], ReadingState], session: Session) -> Finder:
    """Make what finds words in the briefing that is read, by the marks there are at each moment."""
    from briefing.search.finder import Finder  # noqa: PLC0415
    from briefing.search.query import ChangedSince  # noqa: PLC0415

    def cards_of(asked: Asked) -> Collection[str] | None:
        if isinstance(asked, ChangedSince):
            return _changed(asked, now(), session)
        return _cards_that_are(asked, now(), session)

    return Finder(now().briefing, cards_of)


def _changed(since: ChangedSince, state: ReadingState, session: Session) -> Collection[str]:
    if since.moment is None:
        return state.since.comparison.cards if state.since else ()
    return session.changed_cards(state.revision, since)


def _cards_that_are(which: State, state: ReadingState, session: Session) -> Collection[str] | None:
    """The cards of which something is true that only the reader and the sources tell."""
    from briefing.search.query import State  # noqa: PLC0415

    cards = {card.id for _, card in state.briefing.cards()}
    match which:
        case State.CHANGED:
            return state.change_signs.keys()
        case State.BOOKMARKED:
            return state.marks.bookmarks
        case State.UNREAD:
            return cards - state.marks.read
        case State.NEW:
            return cards - state.marks.read - session.state.read_marks(state.briefing.id).keys()
        case State.UNVERIFIED:
            return unverified(state.check.examination)
    return None


# -- the prompt ------------------------------------------------------------------------------------


def ask_find(state: ReadingState) -> ReadingState:
    """Ask for words to find; the last ones are seldom the next ones."""
    if state.found is None:
        state = replace(state, drawer_before=state.evidence_open)
    return replace(state, question=Question("Find: ", found=Found("")))


def ask_narrow(state: ReadingState) -> ReadingState:
    """Ask for words that a card must have to be listed."""
    before = (state.route, state.narrowing, state.similar)
    return replace(state, question=Question("Narrow to: ", state.narrowing, before=before))


def typed(state: ReadingState, words: str, finder: Finder) -> ReadingState:
    from briefing.search.query import QueryError  # noqa: PLC0415

    question = state.question
    if question is None:
        return state
    query = finder.read(words)
    if isinstance(query, QueryError):
        return replace(state, question=replace(question, count="", fault=query))
    question = replace(question, count="", fault=None)
    matches, similar = finder.matches(query), ""
    if not matches and (instead := finder.similar(query)) is not None:
        matches, similar = finder.matches(instead.query), instead.said
    if question.found is not None:
        found = question.found
        if matches or not (found.matches and _may_become_field(words)):
            found = Found(words, tuple(matches), similar=similar)
        counted = _count(len(matches), "match", "matches", similar) if words.strip() else ""
        return replace(state, question=replace(question, found=found, count=counted))
    if query.condition is None:
        return replace(show_all(state), question=question)
    visible = frozenset(match.hit.card_id for match in matches)
    question = replace(question, count=_count(len(visible), "card", "cards", similar))
    if not visible and _may_become_field(words):
        return replace(state, question=question)
    return replace(_narrowed(state, visible, words, similar), question=question)


def accept(state: ReadingState, chosen: int) -> ReadingState:
    """Take what is listed, or that match of it, unless the words have a mistake."""
    fault = state.question.fault if state.question else None
    return state if fault and not fault.incomplete else _settle(state, chosen)


def cancel(state: ReadingState) -> ReadingState:
    """Have all as it was before the question."""
    question = state.question
    state = replace(state, question=None)
    if question is None or question.before is None:
        return state
    route, narrowing, similar = question.before
    return replace(state, route=route, narrowing=narrowing, similar=similar)


def leave(state: ReadingState) -> ReadingState:
    """Go elsewhere: results give way, a narrowing stays."""
    if state.finding or state.question is None:
        return cancel(state)
    return _settle(state, 0)


def _settle(state: ReadingState, chosen: int) -> ReadingState:
    question = state.question
    state = replace(state, question=None)
    if question is None:
        return state
    if question.before is not None:
        return _enter_narrowing(state)
    found = question.found
    if found is not None and found.matches:
        return follow(state, found.at(chosen))
    if question.fault is not None:
        return state.told(question.fault.message)
    if found is not None and found.query.strip():
        return state.told(f"No card has all these words: {found.query}")
    return state


def _may_become_field(words: str) -> bool:
    from briefing.search.language import may_become_field  # noqa: PLC0415

    return may_become_field(words)


def _count(number: int, one: str, many: str, similar: str) -> str:
    return f"{number} {similar or (one if number == 1 else many)}"


# -- narrowing -------------------------------------------------------------------------------------


def _narrowed(
    state: ReadingState, visible: frozenset[str] | None, words: str, similar: str
) -> ReadingState:
    route = replace(state.route, visible=visible)
    return replace(state, narrowing=words, similar=similar, route=route)


def show_all(state: ReadingState) -> ReadingState:
    return _narrowed(state, None, "", "")


def _enter_narrowing(state: ReadingState) -> ReadingState:
    """Go to a card that the narrowing leaves, if the open one is not left."""
    state = replace(state, wanted=Pane.CARDS)
    route: Route = state.route
    if route.shows(state.card):
        return state
    left = [*route.beyond(state.card_id, 1), *route.beyond(state.card_id, -1)]
    if not left:
        return show_all(state).told("No card has these words; all are listed again.")
    return state.at(left[0].id)


# -- matches ---------------------------------------------------------------------------------------


def follow(state: ReadingState, found: Found) -> ReadingState:
    match = found.match
    if match is None:
        return replace(state, found=found)
    return replace(state, found=found).at(match.hit.card_id, match.hit.item, Pane.CARD)


def step_match(state: ReadingState, step: int) -> ReadingState:
    return state if state.found is None else follow(state, state.found.stepped(step))


def end_search(state: ReadingState) -> ReadingState:
    """Mark no words any more, and stay; the jump list leads back to where the search began."""
    return replace(state, found=None)


def arrive(state: ReadingState, found: Found, card_id: str) -> ReadingState:
    """Open a card that was found in the library, at the first match in it."""
    state = replace(state, found=None, drawer_before=state.evidence_open)
    for number, match in enumerate(found.matches):
        if match.hit.card_id == card_id:
            return follow(state, found.at(number))
    return state.at(card_id, pane=Pane.CARD)

"""Where the ways through the briefing and through the panes lead: from one state to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from briefing.library.reader_tables import Place
from briefing.model.briefing import Revision
from briefing.model.cards import Card, Reaction
from briefing.model.text import count
from briefing.tui.reader import jumps
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import Checked, Marks, ReadingState, Route, Stop

# -- opening ---------------------------------------------------------------------------------------


def begin(
    revision: Revision,
    check: Checked,
    marks: Marks,
    place: Place | None,
    *,
    full: bool,
) -> ReadingState:
    """Begin to read where the reader left: a card, or the list that is read in its place."""
    route = Route(revision.briefing, full=full)
    stop = route.resume(place)
    card_id = stop.cards[0].id
    return ReadingState(
        revision=revision,
        route=route,
        check=check,
        marks=marks,
        card_id=card_id,
        text_id=card_id,
        wanted=Pane.CARDS if stop.view else Pane.CARD,
    )


def go_on(before: ReadingState, begun: ReadingState) -> ReadingState:
    """Read another briefing, or another revision of this one; a search ends.

    Sources set aside stay so in another revision.
    """
    same = before.briefing.id == begun.briefing.id
    keys = {source.key for source in begun.briefing.sources} if same else set()
    known = before.jumps
    if begun.since is not None:
        known = jumps.carried(known, begun.briefing.id, begun.since.comparison.card_after)
    return replace(
        before,
        revision=begun.revision,
        route=begun.route,
        check=replace(begun.check, aside=before.check.aside & keys),
        marks=begun.marks,
        card_id=begun.card_id,
        text_id=begun.text_id,
        wanted=before.wanted if same else begun.wanted,
        found=None,
        narrowing="",
        newer="",
        as_of=begun.as_of,
        past=begun.past,
        since=begun.since,
        jumps=known,
        wording=False,
    )


def read_card(state: ReadingState, card_id: str, item: str | None = None) -> ReadingState:
    """Open a card to be read, also where the short version has only its row."""
    viewed = state.route.viewed(state.route.find(card_id)[0])
    return state.at(card_id, item, Pane.CARD if viewed else None)


def show_stop(state: ReadingState, stop: Stop) -> ReadingState:
    """Show what is to be read next: a card, or the view of a section."""
    return state.at(stop.cards[0].id, pane=Pane.CARDS if stop.view else Pane.CARD)


# -- through the briefing --------------------------------------------------------------------------


def step_card(state: ReadingState, step: int) -> ReadingState:
    """Open the next card on the way (1) or the one before (-1)."""
    card = next(iter(state.route.along(state.card_id, step)), None)
    if card is None:
        return state.told(f"This is the {_end(step)} card.")
    return state.at(card.id)


def step_section(state: ReadingState, step: int) -> ReadingState:
    card = state.route.section_beyond(state.card_id, step)
    if card is None:
        return state.told(f"This is the {_end(step)} section.")
    return state.at(card.id, pane=Pane.CARDS)


def go_to_section(state: ReadingState, number: int) -> ReadingState:
    """Open a section, counted from 0."""
    card = state.route.section_start(number)
    if card is None:
        return state.told("No card of that section has these words.")
    return state.at(card.id, pane=Pane.CARDS)


def step_stop(state: ReadingState, step: int) -> ReadingState | None:
    """Show the next card or view on the way, or the one before; None where there is none."""
    stop = state.route.next_stop(state.card_id, step)
    return show_stop(state, stop) if stop is not None else None


def back_to_text(state: ReadingState) -> ReadingState:
    """Go to the text from a pane that hides it; from the figures to what was read before them."""
    return toggle_figures(state) if state.focus is Pane.FIGURES else focus_pane(state, Pane.CARD)


def leaves_rows(state: ReadingState) -> bool:
    """Whether a card was opened from a list that is read instead of cards, before its end."""
    route, section = state.route, state.section
    return route.viewed(section) and not state.reads_rows and route.unread(section, state.marks) > 0


def end_of_way(state: ReadingState, full_key: str, unread_key: str) -> ReadingState:
    """Say that this is the end; of the short version, what is left of it and by which keys."""
    if not state.route.short:
        return state.told("This is the last card.")
    unread = state.route.unread_stops(state.marks)
    left = state.marks.unread([card for _, card in state.briefing.cards()])
    told = ["End of the short version."]
    if unread:
        told.append(f"{unread_key}: {count(unread, 'part')} of it unread.")
    if left:
        told.append(f"{full_key}: the full version, {state.briefing.reading_minutes} min.")
    if len(told) == 1:
        told.append("All cards are read.")
    return replace(state, ended_at=state.card_id).told(" ".join(told))


def switch_version(state: ReadingState) -> ReadingState:
    goes_on = state.ended_at == state.card_id
    state = replace(state, ended_at="", route=replace(state.route, full=not state.route.full))
    briefing = state.briefing
    if not state.route.full:
        return state.told(f"The short version, {count(briefing.short_minutes, 'minute')}.")
    if goes_on:
        state = _first_unread(state, (card for _, card in briefing.cards())) or state
    return state.told(f"The full version, {count(briefing.reading_minutes, 'minute')}.")


def next_unread(state: ReadingState) -> ReadingState:
    """Open the next unread card on the way, or the view with the next unread row."""
    route, here = state.route, state.card_id
    found = _first_unread(state, [*route.along(here, 1), *reversed(list(route.along(here, -1)))])
    if found is not None:
        return found
    all_read = "All of the short version is read." if route.short else "All is read."
    return state.told("This is the only one." if _is_unread(state, state.card) else all_read)


def next_bookmark(state: ReadingState) -> ReadingState:
    """Open the next bookmarked card, beginning again at the start."""
    route, here, bookmarks = state.route, state.card_id, state.marks.bookmarks
    cards = [*route.beyond(here, 1), *reversed(list(route.beyond(here, -1)))]
    card = next((card for card in cards if card.id in bookmarks), None)
    if card is not None:
        return read_card(state, card.id)
    only = here in bookmarks
    return state.told("This is the only one." if only else "No bookmarks: b sets one.")


def go_to_figure(state: ReadingState, figure_id: str | None) -> ReadingState:
    for _, card in state.briefing.cards():
        if any(figure.id == figure_id for figure in card.figures):
            return state.at(card.id, f"figure:{figure_id}", Pane.CARD)
    return state


def actors_at(state: ReadingState, item: str | None) -> list[str]:
    """Ids of the actors that an item of the open card names as such, each once."""
    detail = state.card.detail
    kind, _, id_ = (item or "").partition(":")
    named: tuple[str | None, ...] = ()
    if kind == "actor":
        named = (id_,)
    elif kind == "actors":
        named = state.card.actors
    elif kind == "reaction" and isinstance(detail, Reaction):
        named = (detail.actor, detail.speaker)
    return [one for one in dict.fromkeys(named) if one in state.briefing.actors_by_id]


def _first_unread(state: ReadingState, cards: Iterable[Card]) -> ReadingState | None:
    unread: Callable[[Card], bool] = lambda card: _is_unread(state, card)  # noqa: E731
    card = next(filter(unread, cards), None)
    return show_stop(state, state.route.stop_for(card.id)) if card is not None else None


def _is_unread(state: ReadingState, card: Card) -> bool:
    """Whether a card is unread or, where the way leads to a view, its row."""
    section, _ = state.route.find(card.id)
    return card.id not in state.route.read_in(section, state.marks)


def _end(step: int) -> str:
    return "last" if step > 0 else "first"


# -- between panes ---------------------------------------------------------------------------------


def focus_pane(state: ReadingState, pane: Pane) -> ReadingState:
    return replace(state, wanted=pane)


def step_pane(state: ReadingState, step: int) -> ReadingState:
    """Focus the next pane (1) or the one before (-1), up to the last or first."""
    panes = _panes(state)
    number = panes.index(state.focus) + step
    return focus_pane(state, panes[max(0, min(len(panes) - 1, number))])


def step_pane_around(state: ReadingState, step: int) -> ReadingState:
    panes = _panes(state)
    return focus_pane(state, panes[(panes.index(state.focus) + step) % len(panes)])


def _panes(state: ReadingState) -> list[Pane]:
    reachable = state.arrangement.reachable()
    return [pane for pane in Pane if pane in reachable]


def toggle_figures(state: ReadingState) -> ReadingState:
    if state.focus is Pane.FIGURES:
        return focus_pane(state, Pane.CARDS if state.listed_last else Pane.CARD)
    # Figures beside the text give way to evidence below it.
    open_below = state.evidence_open and state.arrangement.stacked
    return replace(state, wanted=Pane.FIGURES, evidence_open=state.evidence_open and not open_below)

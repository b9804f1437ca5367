"""The jump list: the places that leaps began at, to go back to and forward again.

A leap is a link, a search, a choice by name, another briefing. What goes on in the order of the
text, such as the next card or section, is none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from briefing.model.text import shortened
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import Jumps, ReadingState, Spot
from briefing.tui.rendering.text import one_line

MOST: Final = 100
"""Places that are kept: nobody goes back over more leaps by hand."""

_LONGEST: Final = 40
"""Characters of a title in the footer."""


def leapt(state: ReadingState, here: Spot) -> ReadingState:
    """Note where a leap began, unless it led nowhere."""
    if here.page is None and _is_at(here, state.briefing.id, state.card_id, state.goal):
        return state
    behind = _without(state.jumps.behind, here)
    return replace(state, jumps=Jumps((*behind, here)[-MOST:]))


def step(jumps: Jumps, here: Spot, direction: int) -> tuple[Jumps, Spot | None]:
    """Go back (-1) or forward (1); None where there is nothing, and the reader stays."""
    behind, ahead = jumps.behind, jumps.ahead
    if direction < 0:
        behind = _without(behind, here)
        if not behind:
            return Jumps((), ahead), None
        return Jumps(behind[:-1], (here, *ahead)), behind[-1]
    ahead = _without(ahead[::-1], here)[::-1]
    if not ahead:
        return Jumps(behind, ()), None
    return Jumps((*behind, here), ahead[1:]), ahead[0]


def carried(jumps: Jumps, briefing: str, card_after: Callable[[str], str | None]) -> Jumps:
    """Have the places in a briefing go along with cards that have other ids by now."""

    def moved(spot: Spot) -> Spot:
        now = card_after(spot.place.card) if spot.briefing == briefing else None
        return replace(spot, place=replace(spot.place, card=now)) if now else spot

    return Jumps(tuple(map(moved, jumps.behind)), tuple(map(moved, jumps.ahead)))


def forgotten(jumps: Jumps, gone: Spot) -> Jumps:
    behind, ahead = ([one for one in side if one != gone] for side in (jumps.behind, jumps.ahead))
    return Jumps(tuple(behind), tuple(ahead))


def arrive(state: ReadingState, jumps: Jumps, spot: Spot) -> ReadingState:
    """Stand at a place of the list again; its card has to be in the briefing that is open."""
    place, pane = spot.place, spot.pane
    if place.view:
        pane = Pane.CARDS
    elif pane is Pane.CARDS and state.route.viewed(state.route.find(place.card)[0]):
        pane = Pane.CARD
    return replace(state, jumps=jumps).at(place.card, place.claim, pane)


def said(state: ReadingState, step: int, key: str) -> str:
    """Say where the list led to, and by which key it leads on the other way."""
    in_list = state.wanted is Pane.CARDS and state.list_alone
    title = one_line(state.section.title if in_list else state.card.title)
    shown = shortened(title, _LONGEST)
    at, other = ("Back", "forward") if step < 0 else ("Forward", "back")
    return f"{at} at “{shown}”; {key} goes {other}."


def _without(behind: tuple[Spot, ...], here: Spot) -> tuple[Spot, ...]:
    """Leave out the last places as long as the reader is there."""
    where = here.briefing, here.place.card, here.place.claim
    while behind and behind[-1].page is None and _is_at(behind[-1], *where):
        behind = behind[:-1]
    return behind


def _is_at(spot: Spot, briefing: str, card: str, item: str | None) -> bool:
    at = (spot.briefing, spot.place.card)
    return at == (briefing, card) and item in (None, spot.place.claim)

"""Coming back to a briefing: from change to change, and what stood there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.model.parts import item_parts
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import ReadingState

if TYPE_CHECKING:
    from briefing.library.since import Since

NOTHING = "Nothing has changed since you read this."


def step_change(state: ReadingState, item: str | None, step: int, wording_key: str) -> ReadingState:
    """Go to the next change (1) or the one before (-1) from an item of the open card."""
    since = state.since
    if since is None or not since.places:
        return state.told(_nothing(state))
    places = since.places
    here = _positions(state, state.card_id, item)
    on_top = here[0] == _positions(state, state.card_id, None)[0]
    if on_top and state.walked is not None and state.walked[0] == state.card_id:
        # A figure that stands beside the text is nothing there that the cursor could be on.
        here = _positions(state, *state.walked)
    there = [_positions(state, *place)[0] for place in places]
    beyond = [n for n, one in enumerate(there) if (one > here[-1] if step > 0 else one < here[0])]
    if not beyond:
        return state.told(f"This is the {'last' if step > 0 else 'first'} change.")
    number = beyond[0] if step > 0 else beyond[-1]
    card, at = places[number]
    said = f"Change {number + 1} of {len(places)}: {_kinds(since, card, at)}."
    if not state.wording:
        said += f" {wording_key}: before."
    led = replace(state.at(card, at, Pane.CARD), walked=(card, at))
    return led.told(said)


def _nothing(state: ReadingState) -> str:
    return "What has changed is told of the newest revision." if state.as_of else NOTHING


def toggle_wording(state: ReadingState) -> ReadingState:
    if state.since is None:
        return state.told(_nothing(state))
    return replace(state, wording=not state.wording)


def _positions(state: ReadingState, card_id: str, item: str | None) -> list[tuple[int, int]]:
    """Where something is in the order of the text; positions side by side are in several places.

    What heads a card is where its first item is.
    """
    order = [card.id for _, card in state.briefing.cards()]
    parts = [part.item for part in item_parts(state.route.find(card_id)[1]) if part.item]
    items = list(dict.fromkeys(parts))
    found = [n for n, one in enumerate(items) if item in (one, f"{one.partition(':')[0]}s")]
    return [(order.index(card_id), number) for number in found or [0]]


def _kinds(since: Since, card: str, item: str | None) -> str:
    told = since.comparison.by_item
    if item is not None:
        return ", ".join(dict.fromkeys(str(one.kind) for one in told[f"{card}#{item}"]))
    own = {one for where, one in since.places if where == card} - {None}
    found = [one for one in since.in_card(card) if one.item not in own]
    return ", ".join(dict.fromkeys(str(one.kind) for one in found))

"""The reader screen's leaps, and the way back over them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.model.overview import OverviewLine
from briefing.tui.commands import main_key
from briefing.tui.reader import jumps, navigation
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import ReadingState, Spot
from briefing.tui.reader.view import ReaderView
from briefing.tui.screens.sheets import actors_sheet
from briefing.tui.session import Session

if TYPE_CHECKING:
    from briefing.views.actor import Mention

CARD_GONE: Final = "This card is no longer in its briefing."

_OTHER_WAY: Final = {-1: "jump-forward", 1: "jump-back"}
"""The command that undoes a step through the jump list."""


class LeapingView(ReaderView, inherit_bindings=False):
    """Notes where leaps begin, and follows those that lead out of the card that is open."""

    session: Session

    @property
    def briefing(self) -> Briefing:
        return self.state.briefing

    def _key(self, command_id: str) -> str:
        return main_key(self.session.keymap, command_id)

    def _open_briefing(self, name: str) -> bool:
        """Open a briefing unless this revision of it is open; say why that failed."""
        raise NotImplementedError

    @property
    def spot(self) -> Spot:
        return Spot(self.briefing.id, self.place, self.state.wanted)

    def leap(self, state: ReadingState, here: Spot | None = None) -> None:
        """Show what a link, a search or a choice leads to, and note where that began."""
        self.show(jumps.leapt(state, here or self.spot))

    def jump(self, step: int) -> None:
        """Go back over a leap (-1) or forward again (1), also to another briefing."""
        before = self.state.jumps
        after, spot = jumps.step(before, self.spot, step)
        if spot is None:
            self.tell(f"Nothing to go {'back' if step < 0 else 'forward'} to.")
            return
        other = spot.briefing != self.briefing.id
        if other and not self._open_briefing(spot.briefing):
            self.state = replace(self.state, jumps=jumps.forgotten(before, spot))
        elif not self.has_card(spot.place.card):
            kept = after if other else jumps.forgotten(before, spot)
            self.show(replace(self.state, jumps=kept).told(CARD_GONE))
        else:
            state = jumps.arrive(self.state, after, spot)
            self.show(state.told(jumps.said(state, step, self._key(_OTHER_WAY[step]))))
            if spot.page is not None:
                self.open_actor(*spot.page)

    def follow_line(self, line: OverviewLine) -> None:
        """Go where a line of the first screen leads."""
        if line.figure is not None:
            self.leap(navigation.focus_pane(self.state, Pane.FIGURES))
            self.pane_of(Pane.FIGURES).select(line.figure.id)
        else:
            item = line.item or None
            self.leap(self.state.at(line.card.id, item, Pane.CARD if item else Pane.CARDS))

    # -- names -------------------------------------------------------------------------------------

    @property
    def actors_here(self) -> list[str]:
        """Ids of the actors that what the cursor of the text is on names."""
        return navigation.actors_at(self.state, self.pane_of(Pane.CARD).cursor_key)

    def choose_actor(self) -> None:
        """Open the page of the actor under the cursor; of several, offer a choice."""
        ids = self.actors_here
        if len(ids) == 1:
            self.open_actor(ids[0])
        else:
            actors = [self.briefing.actors_by_id[id_] for id_ in ids]
            self.app.push_screen(actors_sheet(actors), self._open_chosen_actor)

    def _open_chosen_actor(self, actor_id: str | None) -> None:
        if actor_id is not None:
            self.open_actor(actor_id)

    def open_actor(self, actor_id: str, entry: str | None = None) -> None:
        from briefing.tui.screens.actor import ActorScreen  # noqa: PLC0415 - not for the first paint

        actor = self.briefing.actors_by_id.get(actor_id)
        if actor is None:
            self.tell(f"The actor “{actor_id}” is not listed.")
            return
        state = self.state
        screen = ActorScreen(self.session, state.revision, state.check, actor, entry)
        self.app.push_screen(screen, partial(self._go_to_entry, actor_id))

    def _go_to_entry(self, actor_id: str, entry: tuple[str, Mention] | None) -> None:
        if entry is None:
            return
        key, mention = entry
        here = replace(self.spot, page=(actor_id, key))
        if self.opens(mention.briefing, mention.card, here):
            self.leap(self.state.at(mention.card, mention.item, Pane.CARD), here)

    def opens(self, briefing: str, card: str, here: Spot) -> bool:
        """Open the briefing of a card; where the card is gone, say so and note the leap."""
        if not self._open_briefing(briefing):
            return False
        if not self.has_card(card):
            self.leap(self.state.told(CARD_GONE), here)
        return self.has_card(card)

    def has_card(self, card_id: str) -> bool:
        return card_id in {card.id for _, card in self.briefing.cards()}

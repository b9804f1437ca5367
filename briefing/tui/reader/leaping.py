"""The reader screen's leaps, and the way back over them."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.tui.commands import key_label
from briefing.tui.reader import jumps
from briefing.tui.reader.state import ReadingState, Spot
from briefing.tui.reader.view import ReaderView
from briefing.tui.session import Session

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
        return key_label(self.session.keymap[command_id][0])

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

    def has_card(self, card_id: str) -> bool:
        return card_id in {card.id for _, card in self.briefing.cards()}

"""Words, signs and roles for what a closed list of the model can say.

Meaning stands in the word; sign and role repeat it for the quick eye.
"""

from __future__ import annotations

from typing import Final

from textual.content import Content

from briefing.evidence.anchors import Outcome
from briefing.model.cards import Reaction
from briefing.model.vocabulary import DisagreementState, Stance, Support
from briefing.tui.rendering.text import one_line
from briefing.views.sourcing import outcome_words

_STANCES: Final = {
    Stance.WELCOMES: ("▲", "good"),
    Stance.SUPPORTS: ("▲", "good"),
    Stance.CONDITIONAL: ("◆", "doubt"),
    Stance.NEUTRAL: ("–", "quiet"),
    Stance.SKEPTICAL: ("?", "doubt"),
    Stance.OPPOSES: ("▼", "bad"),
    Stance.SILENT: ("·", "quiet"),
}
_SUPPORTS: Final = {
    Support.SUPPORTS: ("+", "good"),
    Support.CONTRADICTS: ("−", "bad"),
    Support.CONTEXT: ("·", "quiet"),
}
_STATES: Final = {
    DisagreementState.OPEN: ("?", "doubt"),
    DisagreementState.EXPLAINED: ("~", "quiet"),
    DisagreementState.RESOLVED: ("=", "good"),
}
_OUTCOMES: Final = {
    Outcome.EXACT: ("≡", "good"),
    Outcome.ALTERED: ("≠", "bad"),
    Outcome.AMBIGUOUS: ("‡", "bad"),
    Outcome.MISSING: ("!", "bad"),
    Outcome.UNCHECKED: ("◦", "quiet"),
}


def stance(reaction: Reaction) -> Content:
    """Show what an actor does: ``▲ welcomes``; without a stance ``· urges an early treaty``."""
    sign, role = _STANCES[reaction.stance] if reaction.stance else ("·", "quiet")
    return Content.styled(f"{sign} ", role) + Content(
        one_line(reaction.verb or reaction.stance or "")
    )


def support(value: Support) -> Content:
    """Show what a piece of evidence does: ``+ supports``."""
    sign, role = _SUPPORTS[value]
    return Content.styled(f"{sign} {value}", role)


def disagreement_state(value: DisagreementState) -> Content:
    """Show how far a disagreement is cleared up: ``? open``."""
    sign, role = _STATES[value]
    return Content.styled(f"{sign} {value}", role)


def outcome(value: Outcome) -> Content:
    """Show what came of looking for a passage: ``≡ exact``."""
    sign, role = _OUTCOMES[value]
    return Content.styled(f"{sign} {outcome_words(value)}", role)

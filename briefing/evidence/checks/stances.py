"""Whether the words of a reaction's passages belong to the side that the card puts it on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from briefing.evidence.checks.verdicts import Verdict
from briefing.evidence.excerpts import Cited
from briefing.evidence.remarks import Remark
from briefing.model.cards import Card, Reaction
from briefing.model.vocabulary import Stance

_FOR: Final = (
    *("welcom", "commend", "laud", "hail", "prais", "applaud", "endors", "support", "backed"),
    *("backing", "congratul", "approv", "encourag"),
)
_AGAINST: Final = (
    *("reject", "condemn", "oppos", "denounc", "criticis", "criticiz", "critique", "refus"),
    *("protest", "deplor", "rebuk", "dismiss", "doubt", "skeptic", "sceptic"),
)
_SIDES: Final = {
    Stance.WELCOMES: (_FOR, _AGAINST),
    Stance.SUPPORTS: (_FOR, _AGAINST),
    Stance.SKEPTICAL: (_AGAINST, _FOR),
    Stance.OPPOSES: (_AGAINST, _FOR),
}
"""For each stance how words of its own side begin, and words of the other. Only plain words are
listed: what a passage says between the lines is for a person to read."""


def check_stance(card: Card, all_cited: Sequence[Cited]) -> Iterator[Verdict]:
    """Look for words of the opposite side in the passages that a reaction cites.

    Args:
        card: Any card.
        all_cited: All in it that cites evidence.

    Yields:
        A warning where the passages have words of the opposite side and none of the card's own.
        It hangs on the first thing in the card that cites evidence.
    """
    reaction = card.detail
    if not isinstance(reaction, Reaction) or not all(one.complete for one in all_cited):
        return
    sides = _SIDES.get(reaction.stance) if reaction.stance else _sides_of(reaction.verb or "")
    if sides is None:
        return
    own, opposite = sides
    words = [
        token for one in all_cited for excerpt in one.excerpts for token in excerpt.wording.tokens
    ]
    against = next((word for word in words if word.startswith(opposite)), None)
    if against is None or any(word.startswith(own) for word in words):
        return
    said = reaction.stance or reaction.verb
    yield Verdict(
        remark=Remark(
            code="stance-not-in-passage",
            message=f"The card says “{said}”; its passages say “{against}”.",
            fix="Read the passages again and correct it.",
            bearer=all_cited[0].bearer,
        )
    )


def _sides_of(verb: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """How words of the side that a verb is on begin, and words of the other; None for neither."""
    words = [word.casefold() for word in verb.split()]
    if any(word.startswith(_AGAINST) for word in words):
        return _AGAINST, _FOR
    return (_FOR, _AGAINST) if any(word.startswith(_FOR) for word in words) else None

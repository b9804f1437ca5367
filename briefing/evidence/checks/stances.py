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
        all_cited: All in it that rests on evidence.

    Yields:
        A warning where the passages have words of the opposite side and none of the card's own.
        It hangs on the first thing in the card that rests on evidence.
    """
    if not isinstance(card.detail, Reaction) or not all(one.complete for one in all_cited):
        return
    own, opposite = _SIDES.get(card.detail.stance, ((), ()))
    words = [
        token for one in all_cited for excerpt in one.excerpts for token in excerpt.wording.tokens
    ]
    against = next((word for word in words if opposite and word.startswith(opposite)), None)
    if against is None or any(word.startswith(own) for word in words):
        return
    yield Verdict(
        remark=Remark(
            code="stance-not-in-passage",
            message=f"The card says “{card.detail.stance}”; its passages say “{against}”.",
            fix="Read the passages again and correct the stance.",
            bearer=all_cited[0].bearer,
        )
    )

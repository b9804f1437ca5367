"""The cards that a search for ``is:unverified`` finds."""

from __future__ import annotations

from briefing.evidence.anchors import Outcome
from briefing.evidence.corpus import Examination
from briefing.model.parts import card_evidence


def unverified(examination: Examination) -> frozenset[str]:
    """Find the cards that cite a passage which is not, word for word, in the text at hand.

    Args:
        examination: Of a briefing; it is asked for all of its passages.

    Returns:
        Ids of the cards.
    """
    return frozenset(
        card.id
        for _, card in examination.briefing.cards()
        if any(examination.finding(one).outcome is not Outcome.EXACT for one in card_evidence(card))
    )

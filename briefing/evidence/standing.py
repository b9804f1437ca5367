"""How well a claim is supported: sources, origins, dispute, and the state of its passages.

Origins are counted, not outlets: ten outlets that carry one agency's report are one origin, and a
source that does not say where it got it counts as none. Two named origins are not thereby
independent of each other; only a person could establish that, so it is never said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import msgspec

from briefing.evidence.anchors import WORST_FIRST, Outcome
from briefing.evidence.bearers import Bearer
from briefing.evidence.examination import Examination
from briefing.model.actors import UNKNOWN_ORIGIN
from briefing.model.briefing import Briefing
from briefing.model.cards import Disagreement
from briefing.model.vocabulary import Basis, DisagreementState, Support


class Standing(msgspec.Struct, frozen=True):
    """How well something is supported.

    Attributes:
        sources: Keys of the sources that support it, in the order cited.
        origins: Names of those who first reported it, where its sources say.
        unrecorded: How many of its sources do not say where they have it from.
        contradicted_by: Keys of the sources cited against it.
        outcomes: How many of its citations ended in each outcome.
        assumed: Whether it is an assumption, which rests on nothing.
        disputed_in: Ids of the cards of open disagreements that it takes a side in.
    """

    sources: tuple[str, ...]
    origins: frozenset[str]
    unrecorded: int
    contradicted_by: tuple[str, ...]
    outcomes: Counter[Outcome]
    assumed: bool = False
    disputed_in: tuple[str, ...] = ()

    @property
    def contested(self) -> bool:
        """Whether a source is cited against it, or it takes a side in an open disagreement."""
        return bool(self.contradicted_by or self.disputed_in)

    @property
    def unsupported(self) -> bool:
        """Whether it is no assumption and yet nothing supports it."""
        return not self.sources and not self.assumed

    @property
    def worst(self) -> Outcome:
        """The worst outcome of its citations."""
        return next((one for one in WORST_FIRST if self.outcomes[one]), Outcome.EXACT)


def standing(
    bearer: Bearer, examination: Examination, aside: Collection[str] = frozenset()
) -> Standing:
    """Say how well something is supported.

    Args:
        bearer: A claim, a figure, or whatever else cites evidence.
        examination: Of its briefing.
        aside: Keys of sources to leave out of account.
    """
    counted = [one for one in bearer.evidence if one.source not in aside]
    sources = supporting(bearer, aside)
    reported = [_origin(examination.briefing, key) for key in sources]
    against = (one.source for one in counted if one.stance is Support.CONTRADICTS)
    return Standing(
        sources=sources,
        origins=frozenset(reported) - {UNKNOWN_ORIGIN},
        unrecorded=reported.count(UNKNOWN_ORIGIN),
        contradicted_by=tuple(dict.fromkeys(against)),
        disputed_in=tuple(_open_disputes(examination.briefing, bearer)),
        outcomes=Counter(examination.finding(one).outcome for one in counted),
        assumed=bearer.claim is not None and bearer.claim.basis is Basis.ASSUMED,
    )


def supporting(bearer: Bearer, aside: Collection[str] = frozenset()) -> tuple[str, ...]:
    """Find the sources that support something.

    Args:
        bearer: Whatever cites evidence.
        aside: Keys of sources to leave out of account.

    Returns:
        Their keys, each once, in the order cited.
    """
    keys = (
        one.source
        for one in bearer.evidence
        if one.stance is Support.SUPPORTS and one.source not in aside
    )
    return tuple(dict.fromkeys(keys))


def _open_disputes(briefing: Briefing, bearer: Bearer) -> Iterator[str]:
    for card in briefing.disputes.get(bearer.key, ()):
        detail = card.detail
        if isinstance(detail, Disagreement) and detail.state is DisagreementState.OPEN:
            yield card.id


def _origin(briefing: Briefing, key: str) -> str:
    source = briefing.sources_by_key.get(key)
    return UNKNOWN_ORIGIN if source is None else source.origin

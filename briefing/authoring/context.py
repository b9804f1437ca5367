"""What every part of a briefing is read with."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.authoring.ledger import Ledger
from briefing.authoring.problems import Place, Report
from briefing.model.actors import Actor
from briefing.model.claims import Figure


@dataclass(slots=True)
class Context:
    """What the readers of one briefing's files share.

    Attributes:
        report: Takes the problems.
        ledger: Takes the ids.
        quote_limit: Most words that a quotation may have.
        actors: Those of actors.yaml, by id.
        totals: Figures that have parts, each with the place where the parts are named.
    """

    report: Report
    ledger: Ledger = field(default_factory=Ledger)
    quote_limit: int = 12
    actors: dict[str, Actor] = field(default_factory=dict)
    totals: list[tuple[Figure, Place]] = field(default_factory=list)

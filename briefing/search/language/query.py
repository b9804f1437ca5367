"""A query as a whole."""

from __future__ import annotations

import msgspec

from briefing.search.language.nodes import Condition, Order
from briefing.search.language.printing import print_condition


class Query(msgspec.Struct, frozen=True):
    """Everything that was typed.

    Attributes:
        condition: What a card must satisfy; None where nothing was asked, which finds nothing.
        order: How to list what is found; None where it was not said.
    """

    condition: Condition | None = None
    order: Order | None = None

    def __str__(self) -> str:
        """The query in canonical form; parsed again, it is the same query."""
        condition = "" if self.condition is None else print_condition(self.condition)
        order = "" if self.order is None else f"sort:{self.order}"
        return " ".join(filter(None, (condition, order)))

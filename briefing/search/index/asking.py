"""What is asked of a whole library."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from briefing.search.language import Query, QueryError, parse

_EVERY_CARD: Final = "sources:>=0"
"""What every card satisfies, for a reader who asks for nothing."""


def read_words(words: str, today: date | None = None) -> Query | QueryError:
    """Read a query; nothing but blanks, or an order alone, means every card.

    Args:
        words: As typed.
        today: What “last month” is counted from; today, if left out.
    """
    query = parse(words, today)
    if isinstance(query, QueryError) or query.condition is not None:
        return query
    every = parse(_EVERY_CARD, today)
    assert isinstance(every, Query), "it is no mistake to ask for any number of sources"
    return msgspec.structs.replace(every, order=query.order)

"""What fields can be compared with in a whole library, so that a misspelt name is told."""

from __future__ import annotations

import sqlite3
from typing import Final

from briefing.search.index.marks import mark
from briefing.search.index.plan import propose_for
from briefing.search.known import comparisons, unknown_value
from briefing.search.language import QueryError
from briefing.search.language.nodes import (
    About,
    By,
    Condition,
    FromSource,
    In,
    InBriefing,
    InUnit,
    OfCountry,
    Tagged,
)

_NAMES: Final = (About, By, FromSource, In, InBriefing, InUnit, OfCountry, Tagged)
_MOST_COMPARED: Final = 5000
_LAST_CHARACTER: Final = "\U0010ffff"
_ANY: Final = "SELECT 1 FROM text WHERE text MATCH ? LIMIT 1"
_WORDS: Final = "SELECT word FROM words WHERE word >= ? AND word < ? LIMIT ?"


def unknown_in(
    connection: sqlite3.Connection, condition: Condition, text: str
) -> QueryError | None:
    """Find the first name in a query that no card of the index has.

    Args:
        connection: To the index.
        condition: What is asked for.
        text: The query as typed.

    Returns:
        What is wrong, with the name that was probably meant; None where all names are known.

    Raises:
        sqlite3.Error: The index cannot be read.
    """
    for one in comparisons(condition):
        if not isinstance(one, _NAMES):
            continue
        expression = propose_for(one)
        if expression and connection.execute(_ANY, (expression,)).fetchone() is None:
            return unknown_value(one, text, _values(connection, one.name))
    return None


def _values(connection: sqlite3.Connection, name: str) -> list[str]:
    start = mark(name, "")
    words = connection.execute(_WORDS, (start, f"{start}{_LAST_CHARACTER}", _MOST_COMPARED))
    return [word.removeprefix(start).replace("·", "-") for (word,) in words]

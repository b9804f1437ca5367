"""What fields can be compared with in a whole library, so that a misspelt name is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import chain
from typing import Final

import msgspec

from briefing.model.briefing import Briefing
from briefing.search.known import (
    NAMED,
    Names,
    by_folded,
    comparisons,
    is_known,
    known_values,
    unknown_value,
)
from briefing.search.language import QueryError
from briefing.search.language.nodes import Condition

_LISTED: Final = "SELECT names FROM listed WHERE field = ? ORDER BY head"
_VERSION: Final = "PRAGMA data_version"

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(tuple[str, ...])


def packed_values(briefing: Briefing) -> Iterator[tuple[str, bytes]]:
    """Give, with the name of each field, what it can be compared with in a briefing, as bytes."""
    for field, values in known_values(briefing).items():
        yield field, _encoder.encode(values)


class Lists:
    """What fields can be compared with in all briefings of an index.

    A list is read when something is first held against it, and again once the index has changed.

    Args:
        connection: To the index.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version: int | None = None
        self._names: dict[str, Names] = {}

    def unknown(self, condition: Condition, text: str) -> QueryError | None:
        """Find the first name in a query that no briefing of the index has.

        Args:
            condition: What is asked for.
            text: The query as typed.

        Returns:
            What is wrong, with the name that was probably meant; None where all names are known.

        Raises:
            sqlite3.Error: The index cannot be read.
            msgspec.MsgspecError: It holds something else.
        """
        self._look()
        for one in comparisons(condition):
            if one.name in NAMED and not is_known(one, names := self._of(one.name)):
                return unknown_value(one, text, names)
        return None

    def _look(self) -> None:
        """Forget what was read from an index that has changed since."""
        (version,) = self._connection.execute(_VERSION).fetchone()
        if version != self._version:
            self._version = version
            self._names.clear()

    def _of(self, field: str) -> Names:
        if field not in self._names:
            rows = self._connection.execute(_LISTED, (field,))
            values = chain.from_iterable(_decoder.decode(data) for (data,) in rows)
            self._names[field] = by_folded(dict.fromkeys(values))
        return self._names[field]

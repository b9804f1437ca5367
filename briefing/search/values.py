"""The values of fields, numbered: which of them a query means, and whether it means any."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from briefing.search.facts import FieldValue, Named
from briefing.search.fields import FIELDS, beginning, nearest
from briefing.search.folding import fold
from briefing.search.patterns import Pattern, compile_term, spelling_term
from briefing.search.query import Comparison, QueryError, Range

_MOST_NAMED: Final = 8
"""Values that a message lists."""

Numbered = dict[FieldValue, int]


class ValueTable:
    """All values of each field that some cards, or their briefings, have.

    This is where it is decided whether a value is meant: of one briefing and of a library alike.
    """

    def __init__(self) -> None:
        self._fields: dict[str, Numbered] = {}
        self._count = 0
        self._meant: dict[tuple[str, str], frozenset[int]] = {}

    def number(self, named: Named) -> int:
        """Give the number of a value, which is put into the table if it is new."""
        field, value = named
        numbered = self._fields.setdefault(field, {})
        if value not in numbered:
            self._count += 1
            numbered[value] = self._count
        return numbered[value]

    def all(self) -> list[Named]:
        """Give all values, in the order of their numbers, which count from 1."""
        found = [
            (number, (field, value))
            for field, numbered in self._fields.items()
            for value, number in numbered.items()
        ]
        return [named for _, named in sorted(found, key=lambda one: one[0])]

    def of(self, field: str) -> Numbered:
        """Give the values of a field."""
        return self._fields.get(field, {})

    def meant(self, field: str, typed: str) -> frozenset[int]:
        """Give the numbers of the values that are called so, or have a word that begins so."""
        key = field, typed
        if key not in self._meant:
            name, pattern, whole = fold(typed).text, _pattern(typed), FIELDS[field].is_whole
            self._meant[key] = frozenset(
                number
                for value, number in self.of(field).items()
                if _is_called(value, name, None if whole or value.is_code else pattern)
            )
        return self._meant[key]

    def unknown(self, comparison: Comparison, text: str) -> QueryError | None:
        """Say what is wrong with a comparison where its field takes names and nothing is so called.

        Args:
            comparison: A part of a query.
            text: The query as typed.

        Returns:
            What is wrong, with the name that was probably meant; None where the name is known.
        """
        field, typed = comparison.field, comparison.value
        if isinstance(typed, Range) or not FIELDS[field].is_open:
            return None
        # Of those that are folded alike, the last is shown.
        names = {_folded(name): name for value in self.of(field) for name in value.names}
        if _is_known(field, typed, names):
            return None
        return _unknown_value(comparison, typed, text, names)


def comparison_error(
    comparison: Comparison,
    text: str,
    message: str,
    suggestion: str | None = None,
    *,
    unfinished: bool = False,
) -> QueryError:
    """Say what is wrong with a comparison in a query."""
    start, end = comparison.at
    incomplete = unfinished and end == len(text)
    return QueryError(start, end - start, message, suggestion, incomplete)


def _is_called(value: FieldValue, name: str, pattern: Pattern | None) -> bool:
    if pattern is None:
        return any(_folded(one) == name for one in value.names)
    return any(pattern.regex.search(_folded(one)) for one in value.names)


def _is_known(field: str, typed: str, names: Collection[str]) -> bool:
    if FIELDS[field].is_whole:
        return fold(typed).text in names
    pattern = _pattern(typed)
    return pattern is not None and any(map(pattern.regex.search, names))


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name).text


@lru_cache(maxsize=64)
def _pattern(typed: str) -> Pattern | None:
    term = spelling_term(typed)
    return compile_term(term) if term else None


def _unknown_value(
    comparison: Comparison, typed: str, text: str, names: dict[str, str]
) -> QueryError:
    words = {word for name in names for word in name.split()}
    longer = beginning(typed, names)
    near = nearest(fold(typed).text, names) or nearest(fold(typed).text, words) or longer
    meant = near and names.get(near, near)
    said = f"“{comparison.field}:{typed}” is not known here"
    if meant is not None:
        value = f'"{meant}"' if " " in meant else meant
        message = f"{said}; did you mean “{meant}”?"
        suggestion = f"{comparison.field}:{value}"
        return comparison_error(
            comparison, text, message, suggestion, unfinished=longer is not None
        )
    # An id and the name that it was made of are one thing to read.
    different = list({name.replace("-", " "): value for name, value in names.items()}.values())
    listed = ", ".join(different[:_MOST_NAMED]) or "nothing"
    rest = " …" if len(different) > _MOST_NAMED else "."
    return comparison_error(comparison, text, f"{said}. There is: {listed}{rest}")

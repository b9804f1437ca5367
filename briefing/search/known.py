"""The names that fields can be compared with, so that a misspelt one is told and not searched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from briefing.model.briefing import Briefing
from briefing.model.vocabulary import SectionKind
from briefing.search.comparing import is_among
from briefing.search.facts import actor_names, source_names, state_names
from briefing.search.folding import fold
from briefing.search.language import Query, QueryError, parse
from briefing.search.language.near import beginning, nearest
from briefing.search.language.nodes import (
    About,
    And,
    By,
    Comparison,
    Condition,
    FromSource,
    In,
    InBriefing,
    InUnit,
    Is,
    Not,
    OfCountry,
    Or,
    State,
    Tagged,
)

Known = Mapping[str, Collection[str]]
"""By the name of a field, all that it can be compared with."""

_MOST_NAMED: Final = 8
"""Values that a message lists."""


def known_values(briefing: Briefing) -> Known:
    """List what the fields can be compared with in a briefing.

    Args:
        briefing: Any briefing.

    Returns:
        Values for the fields that have no closed list of their own.
    """
    codes = sorted({actor.country for actor in briefing.actors if actor.country})
    cards = [card for _, card in briefing.cards()]
    actors = tuple(actor_names(briefing, briefing.actors_by_id))
    return {
        In.name: _unique([*(one.id for one in briefing.sections), *SectionKind]),
        By.name: _unique(actors),
        About.name: _unique(actors),
        OfCountry.name: _unique([*codes, *state_names(briefing, codes)]),
        FromSource.name: _unique(source_names(briefing, briefing.sources_by_key)),
        Tagged.name: _unique(tag for card in cards for tag in card.tags),
        InUnit.name: _unique(figure.unit for figure in briefing.figures.values()),
        InBriefing.name: (briefing.id, briefing.title),
    }


def joined(several: Iterable[Known]) -> Known:
    """Put what is known of several briefings together."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for known in several:
        for field, values in known.items():
            found[field].update(dict.fromkeys(values))
    return found


def read_query(
    text: str, known: Known, tells: Callable[[State], bool], today: date
) -> Query | QueryError:
    """Read a query and hold its names against what is known.

    Args:
        text: As typed so far.
        known: What fields can be compared with; a field that is not in it takes any value.
        tells: Whether it can be told of which cards a state is true.
        today: What “last month” is counted from.

    Returns:
        The query, or what is wrong with it: as text, else the first value that nobody knows.
    """
    query = parse(text, today)
    if isinstance(query, QueryError) or query.condition is None:
        return query
    for one in comparisons(query.condition):
        if isinstance(one, Is):
            if not tells(one.value):
                message = f"“is:{one.value}” can be told in the reader only; take it away."
                return _error(one, text, message)
        elif one.name in known and not _is_known(one, known[one.name]):
            return unknown_value(one, text, known[one.name])
    return query


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Give all comparisons in a condition, from left to right."""
    match condition:
        case Comparison():
            yield condition
        case Not(part=part):
            yield from comparisons(part)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from comparisons(part)


def _is_known(comparison: Comparison, values: Collection[str]) -> bool:
    typed = fold(str(comparison.value))
    if isinstance(comparison, In):
        return typed.text in {fold(value).text for value in values}
    return is_among(typed.original, [fold(value) for value in values])


def unknown_value(comparison: Comparison, text: str, values: Collection[str]) -> QueryError:
    """Say that a field is compared with something nobody knows, and what was probably meant.

    Args:
        comparison: The field and its value.
        text: The query as typed.
        values: What the field can be compared with.
    """
    typed = str(comparison.value)
    whole = {fold(value).text: value for value in values}
    words = {word: word for value in whole for word in value.split()}
    longer = beginning(typed, whole)
    near = nearest(fold(typed).text, whole) or nearest(fold(typed).text, words) or longer
    meant = None if near is None else (words | whole)[near]
    said = f"“{comparison.name}:{typed}” is nothing that is known here"
    if meant is not None:
        value = f'"{meant}"' if " " in meant else meant
        message = f"{said}; did you mean “{meant}”?"
        return _error(
            comparison, text, message, f"{comparison.name}:{value}", unfinished=longer is not None
        )
    listed = ", ".join(list(values)[:_MOST_NAMED]) or "nothing at all"
    rest = " …" if len(values) > _MOST_NAMED else "."
    return _error(comparison, text, f"{said}. There is: {listed}{rest}")


def _error(
    comparison: Comparison,
    text: str,
    message: str,
    suggestion: str | None = None,
    *,
    unfinished: bool = False,
) -> QueryError:
    start, end = comparison.at
    incomplete = unfinished and end == len(text)
    return QueryError(start, end - start, message, suggestion, incomplete)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))

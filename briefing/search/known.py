"""The names that fields can be compared with, so that a misspelt one is told and not searched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from briefing.model.briefing import Briefing
from briefing.model.vocabulary import SectionKind
from briefing.search.comparing import begins_in
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

Names = Mapping[str, str]
"""What one field can be compared with, by what it is folded to."""

NAMED: Final = frozenset(
    one.name for one in (In, By, About, OfCountry, FromSource, Tagged, InUnit, InBriefing)
)
"""Fields that have no closed list of their own."""

_MOST_NAMED: Final = 8
"""Values that a message lists."""


def known_values(briefing: Briefing) -> Known:
    """List what the fields can be compared with in a briefing.

    Args:
        briefing: Any briefing.

    Returns:
        Values for each field of `NAMED`.
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


def by_folded(values: Iterable[str]) -> Names:
    """List values by what they are folded to; of those that are folded alike, the last."""
    return {fold(value).text: value for value in values}


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
                message = f"“is:{one.value}” works in the reader only; remove it."
                return _error(one, text, message)
        elif one.name in known and not is_known(one, names := by_folded(known[one.name])):
            return unknown_value(one, text, names)
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


def is_known(comparison: Comparison, names: Names) -> bool:
    """Whether what a field is compared with is, or is in, something that it can be compared with.

    Args:
        comparison: The field and its value.
        names: What the field can be compared with.
    """
    typed = str(comparison.value)
    return fold(typed).text in names if isinstance(comparison, In) else begins_in(typed, names)


def unknown_value(comparison: Comparison, text: str, names: Names) -> QueryError:
    """Say that a field is compared with something nobody knows, and what was probably meant.

    Args:
        comparison: The field and its value.
        text: The query as typed.
        names: What the field can be compared with.
    """
    typed = str(comparison.value)
    words = {word for name in names for word in name.split()}
    longer = beginning(typed, names)
    near = nearest(fold(typed).text, names) or nearest(fold(typed).text, words) or longer
    meant = near and names.get(near, near)
    said = f"“{comparison.name}:{typed}” is not known here"
    if meant is not None:
        value = f'"{meant}"' if " " in meant else meant
        message = f"{said}; did you mean “{meant}”?"
        return _error(
            comparison, text, message, f"{comparison.name}:{value}", unfinished=longer is not None
        )
    # An id and the name that it was made of are one thing to read.
    different = list({name.replace("-", " "): value for name, value in names.items()}.values())
    listed = ", ".join(different[:_MOST_NAMED]) or "nothing"
    rest = " …" if len(different) > _MOST_NAMED else "."
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

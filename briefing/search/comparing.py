"""Whether a comparison of a query holds of a card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from briefing.model.briefing import Briefing
from briefing.search.facts import CardFacts
from briefing.search.folding import Folded, fold
from briefing.search.language.nodes import (
    About,
    Amount,
    By,
    Comparison,
    Dated,
    FromSource,
    In,
    InBriefing,
    InUnit,
    Is,
    OfCountry,
    OfKind,
    Range,
    SourceCount,
    State,
    Tagged,
    WithStance,
)
from briefing.search.patterns import Pattern, compile_term
from briefing.search.terms import spelling_term


def holds(comparison: Comparison, card: CardFacts, briefing: Briefing) -> bool:  # noqa: PLR0911, PLR0912
    """Say whether a comparison holds of a card as a whole.

    Args:
        comparison: Any but those that need the reader's marks or the texts of sources.
        card: What the card is and holds.
        briefing: Where the card stands.
    """
    match comparison:
        case In(value=name):
            return fold(name).text in card.sections
        case By(value=name):
            return is_among(name, card.speakers)
        case About(value=name):
            return is_among(name, card.actors)
        case OfCountry(value=name):
            return name.upper() in card.codes or is_among(name, card.states)
        case WithStance(value=stance):
            return card.stance is stance
        case FromSource(value=name):
            return is_among(name, card.sources)
        case Tagged(value=name):
            return is_among(name, card.tags)
        case OfKind(value=kind):
            return kind in card.kinds
        case Dated(earliest=earliest, latest=latest):
            return any(_may_fall(dates, earliest, latest) for dates in card.dates)
        case Amount(value=numbers):
            return any(_meets(numbers, low, high) for low, high in card.amounts)
        case InUnit(value=name):
            return is_among(name, card.units)
        case SourceCount(value=numbers):
            return _meets(numbers, Decimal(card.source_count), Decimal(card.source_count))
        case Is(value=State.DISPUTED):
            return card.disputed
        case Is(value=State.SINGLE_SOURCE):
            return card.source_count == 1
        case InBriefing(value=name):
            return is_among(name, (fold(briefing.id), fold(briefing.title)))
    return False


def is_among(typed: str, names: Iterable[Folded]) -> bool:
    """Whether some words stand in one of several names, from the beginning of a word on."""
    return begins_in(typed, (name.text for name in names))


def begins_in(typed: str, folded: Iterable[str]) -> bool:
    """Whether some words stand in one of several folded names, from the beginning of a word on."""
    pattern = _pattern(typed)
    return pattern is not None and any(map(pattern.regex.search, folded))


@lru_cache(maxsize=64)
def _pattern(typed: str) -> Pattern | None:
    term = spelling_term(typed)
    return compile_term(term) if term else None


def _may_fall(
    dates: tuple[date | None, date | None], earliest: date | None, latest: date | None
) -> bool:
    """Whether a date that may be imprecise can mean a day within bounds."""
    first, last = dates
    begins_in_time = first is None or latest is None or first <= latest
    ends_in_time = last is None or earliest is None or last >= earliest
    return begins_in_time and ends_in_time


def _meets(wanted: Range, low: Decimal, high: Decimal) -> bool:
    """Whether two ranges have a number in common."""
    if wanted.low is not None and (high < wanted.low or (wanted.above and high == wanted.low)):
        return False
    too_high = wanted.high is not None and (
        low > wanted.high or (wanted.below and low == wanted.high)
    )
    return not too_high

"""A tree as the shortest text that means the same."""

from __future__ import annotations

from collections import Counter
from typing import assert_never

from briefing.search.language.nodes import (
    And,
    Comparison,
    Condition,
    Not,
    Or,
    Phrase,
    Range,
    Word,
)


def print_condition(condition: Condition) -> str:
    """Write a condition; parsed again, it is the same condition."""
    match condition:
        case Word(text=text, literal=literal):
            return f"{text}*" if literal else text
        case Phrase(text=text, prefix=prefix):
            return f'"{text}*"' if prefix else f'"{text}"'
        case Not(part=part):
            return f"-{_grouped(part, And, Or)}"
        case And(parts=parts):
            return _joint(parts).join(_grouped(part, Or) for part in parts)
        case Or(parts=parts):
            return " or ".join(print_condition(part) for part in parts)
        case Comparison():
            return f"{condition.name}:{_value(condition)}"
    assert_never(condition)


def print_range(numbers: Range) -> str:
    """Write a range: ``32``, ``>30``, ``>=30``, ``<60``, ``<=60``, ``30..60``."""
    if numbers.low is None:
        return f"{'<' if numbers.below else '<='}{numbers.high:f}"
    if numbers.high is None:
        return f"{'>' if numbers.above else '>='}{numbers.low:f}"
    if numbers.low == numbers.high:
        return f"{numbers.low:f}"
    return f"{numbers.low:f}..{numbers.high:f}"


def _joint(parts: tuple[Condition, ...]) -> str:
    """Say AND where a field stands twice, for side by side that would be OR."""
    fields = Counter(part.name for part in parts if isinstance(part, Comparison))
    return " and " if max(fields.values(), default=0) > 1 else " "


def _grouped(part: Condition, *weaker: type[And | Or]) -> str:
    text = print_condition(part)
    return f"({text})" if isinstance(part, weaker) else text


def _value(comparison: Comparison) -> str:
    value = comparison.value
    text = print_range(value) if isinstance(value, Range) else str(value)
    bare = text and not any(character.isspace() or character in "()" for character in text)
    return text if bare else f'"{text}"'

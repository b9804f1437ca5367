"""From a text to its tree.

Grammar, loosest first. A run differs from what ``and`` joins in one respect: in a run, the same
field repeated means OR::

    either  = all { "or" all }
    all     = run { "and" run }
    run     = single { single }
    single  = [ "not" | "-" ] ( word | phrase | comparison | "(" either ")" )
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from briefing.search.language.errors import ParseError, QueryError
from briefing.search.language.fields import FIELDS
from briefing.search.language.nodes import (
    Comparison,
    Condition,
    Order,
    Sort,
    all_of,
    any_of,
    none_of,
)
from briefing.search.language.query import Query
from briefing.search.language.tokens import Mark, Token, tokens

_DEEPEST: Final = 50
"""Most parentheses within each other; nobody types more, and recursion must end."""
_JOINTS: Final = (Mark.AND, Mark.OR)


def parse(text: str, today: date | None = None) -> Query | QueryError:
    """Read a query as it stands after any keystroke.

    A quotation or parenthesis not yet closed ends with the text. Text without a letter or digit
    is an empty query.

    Args:
        text: Any string.
        today: What “last month” is counted from; None for the day it is.

    Returns:
        The query, or what is wrong with it.
    """
    try:
        return _Parser(text, tokens(text, today or date.today())).query()
    except ParseError as fault:
        return fault.error


def may_become_field(text: str) -> bool:
    """Whether the last word of a query may be a field whose colon is still to be typed.

    Args:
        text: As typed so far.
    """
    last = text.rpartition(" ")[2].lower().lstrip("-(")
    return bool(last) and any(name.startswith(last) for name in FIELDS)


class _Parser:
    """Goes through the tokens once, from left to right."""

    def __init__(self, text: str, found: Iterable[Token]) -> None:
        self._text = text
        self._order: Order | None = None
        self._tokens = self._without_order(found)
        self._next = 0
        self._depth = 0

    def query(self) -> Query:
        condition = self._either()
        if (token := self._peek()) is not None:
            raise self._fault(token, "“)” closes nothing; remove it.")
        return Query(condition, self._order)

    def _either(self) -> Condition | None:
        found = [self._all()]
        while (joint := self._take(Mark.OR)) is not None:
            self._expect(found[-1], joint, "before")
            found.append(self._all())
            self._expect(found[-1], joint, "after")
        parts = [part for part in found if part is not None]
        return any_of(parts) if parts else None

    def _all(self) -> Condition | None:
        found = [self._run()]
        while (joint := self._take(Mark.AND)) is not None:
            self._expect(found[-1], joint, "before")
            found.append(self._run())
            self._expect(found[-1], joint, "after")
        parts = [part for part in found if part is not None]
        return all_of(parts) if parts else None

    def _run(self) -> Condition | None:
        parts: list[Condition] = []
        while (token := self._peek()) is not None and token.meaning not in (*_JOINTS, Mark.CLOSE):
            if (part := self._single()) is not None:
                parts.append(part)
        return all_of(_same_fields_joined(parts)) if parts else None

    def _single(self) -> Condition | None:
        negation, negated = None, False
        while (token := self._take(Mark.NOT)) is not None:
            negation, negated = token, not negated
        found = self._operand()
        if negation is not None:
            self._expect(found, negation, "after")
        return none_of(found) if negated and found is not None else found

    def _operand(self) -> Condition | None:
        token = self._peek()
        if token is None or token.meaning in (*_JOINTS, Mark.CLOSE):
            return None
        self._next += 1
        if not isinstance(token.meaning, Mark):
            return token.meaning
        if self._depth == _DEEPEST:
            raise self._fault(token, f"“(” is nested in {_DEEPEST} others; that is too deep.")
        self._depth += 1
        found = self._either()
        self._depth -= 1
        self._take(Mark.CLOSE)
        return found

    def _without_order(self, found: Iterable[Token]) -> list[Token]:
        """Take ``sort:`` out, wherever it stands: it concerns the query as a whole."""
        kept: list[Token] = []
        for token in found:
            if not isinstance(token.meaning, Sort):
                kept.append(token)
            elif kept and kept[-1].meaning is Mark.NOT:
                raise self._fault(token, "An order cannot be negated; write “sort:” without it.")
            elif self._order is not None:
                raise self._fault(token, "“sort:” is given twice; remove one.")
            else:
                self._order = token.meaning.value
        return kept

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, mark: Mark) -> Token | None:
        token = self._peek()
        if token is None or token.meaning is not mark:
            return None
        self._next += 1
        return token

    def _expect(self, part: Condition | None, joint: Token, side: str) -> None:
        """Insist that something stands beside ``or``, ``and`` or ``not``."""
        if part is not None:
            return
        word = self._text[slice(*joint.at)]
        rest = (
            "" if word == "-" else f' To find the word itself, write "{word}" in quotation marks.'
        )
        raise self._fault(joint, f"“{word}” needs something {side} it.{rest}")

    def _fault(self, token: Token, message: str) -> ParseError:
        start, end = token.at
        may_go_on = token.meaning in (*_JOINTS, Mark.NOT) and not self._text[end:].strip()
        return ParseError(QueryError(start, end - start, message, incomplete=may_go_on))


def _same_fields_joined(parts: list[Condition]) -> list[Condition]:
    """Make one condition of comparisons of the same field, in the place of the first."""
    groups: dict[object, list[Condition]] = {}
    for number, part in enumerate(parts):
        key = part.name if isinstance(part, Comparison) else number
        groups.setdefault(key, []).append(part)
    return [any_of(group) for group in groups.values()]

"""The query language: one parser for find, narrow, library search and the command line.

``docs/searching.md`` tells the grammar to its users. Loosest first; a run differs from what ``and``
joins in one respect: in a run, the same field repeated means OR::

    either  = all { "or" all }
    all     = run { "and" run }
    run     = single { single }
    single  = [ "not" | "-" ] ( word | phrase | field | "(" either ")" )
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

import msgspec

from briefing.search.fields import FIELDS, ParseError, meant_field, read_field
from briefing.search.folding import QUOTATION_MARKS
from briefing.search.patterns import extent
from briefing.search.query import (
    Comparison,
    Condition,
    Order,
    Phrase,
    Query,
    QueryError,
    Range,
    Span,
    Word,
    all_of,
    any_of,
    none_of,
)

_DEEPEST: Final = 50
"""Most parentheses within each other; nobody types more, and recursion must end."""

_EVERY_CARD: Final = Comparison("sources", Range(low=Decimal(0)))


class Sign(Enum):
    """What stands between the words of a query."""

    OPEN = "("
    CLOSE = ")"
    AND = "and"
    OR = "or"
    NOT = "not"


class Token(msgspec.Struct, frozen=True):
    """A piece of a query, and where in the text it stands."""

    meaning: Sign | Word | Phrase | Comparison | Order
    at: Span


_QUOTES: Final = re.escape(QUOTATION_MARKS)
_PIECE: Final = re.compile(
    rf"(?P<paren>[()])|[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}]?)"
    rf"|(?P<bare>[^\s(){_QUOTES}]+)"
)
_FIELD: Final = re.compile(r"([A-Za-z][A-Za-z-]*):(?!//)")
_WORDS: Final = {"and": Sign.AND, "or": Sign.OR, "not": Sign.NOT}
_JOINTS: Final = (Sign.AND, Sign.OR)


def parse(text: str, today: date | None = None) -> Query | QueryError:
    """Read a query as it stands after any keystroke.

    A quotation or parenthesis not yet closed ends with the text. Text without a letter or digit
    is an empty query. “last month” is counted from ``today``, the present day if left out.
    """
    try:
        return _Parser(text, _tokens(text, today or date.today())).query()
    except ParseError as fault:
        return fault.error


def read_words(words: str, today: date | None = None) -> Query | QueryError:
    """Read a query to a library: nothing but blanks, or an order alone, means every card."""
    query = parse(words, today)
    if isinstance(query, QueryError) or query.condition is not None:
        return query
    return msgspec.structs.replace(query, condition=_EVERY_CARD)


def may_become_field(text: str) -> bool:
    """Whether the last word of a query may be a field whose colon is still to be typed."""
    last = text.rpartition(" ")[2].lower().lstrip("-(")
    return bool(last) and any(name.startswith(last) for name in FIELDS)


# -- tokens ----------------------------------------------------------------------------------------


def _tokens(text: str, today: date) -> Iterator[Token]:
    """Cut a text into tokens; what has no letter and no digit is left out.

    Raises:
        ParseError: A field or its value makes no sense.
    """
    position = 0
    while piece := _PIECE.search(text, position):
        position = piece.end()
        if piece["paren"]:
            yield Token(Sign(piece["paren"]), piece.span())
        elif piece["quoted"] is not None:
            if (phrase := _phrase(piece["quoted"], closed=bool(piece["closed"]))) is not None:
                yield Token(phrase, piece.span())
        else:
            start = piece.start()
            if _negates(text, start):
                yield Token(Sign.NOT, (start, start + 1))
                start += 1
            token = _bare(text, start, position, today)
            if token is not None:
                yield token
                position = token.at[1]


def _negates(text: str, start: int) -> bool:
    """Whether a minus stands right before something; a dash between words is punctuation."""
    if text[start] != "-":
        return False
    following = _PIECE.match(text, start + 1)
    if following is None or following["paren"] == ")":
        return False
    if following["bare"] is not None:
        return not following["bare"].startswith("-") and extent(following["bare"]) is not None
    return following["quoted"] is None or extent(following["quoted"]) is not None


def _phrase(quoted: str, *, closed: bool) -> Phrase | None:
    words = extent(quoted)
    if words is None:
        return None
    start, end = words
    prefix = not closed or quoted[end : end + 1] == "*"
    return Phrase(" ".join(quoted[start:end].split()), prefix)


def _bare(text: str, start: int, end: int, today: date) -> Token | None:
    """Read what stands between blanks; None where it is punctuation only."""
    words = extent(text[start:end])
    if words is None:
        return None
    first, last = start + words[0], start + words[1]
    if (named := _FIELD.match(text, first, end)) is not None:
        token = _field(text, named, end, today)
        if token is not None:
            return token
    word = text[first:last]
    literal = text[last : min(last + 1, end)] == "*"
    if not literal and (joint := _WORDS.get(word.lower())):
        return Token(joint, (first, end))
    return Token(Word(word, literal), (first, end))


def _field(text: str, named: re.Match[str], end: int, today: date) -> Token | None:
    """Read a field with its value, which may be quoted; None for text with a colon in it."""
    name, value, closed = named[1].lower(), text[named.end() : end], False
    if not value and (piece := _PIECE.match(text, end)) and piece["quoted"] is not None:
        value, end, closed = piece["quoted"], piece.end(), bool(piece["closed"])
    at = (named.start(), end)
    if name in FIELDS:
        last = end == len(text) and not closed
        return Token(read_field(name, value, at, today, last=last), at)
    if value and (meant := meant_field(name)) is not None:
        message = (
            f"“{named[0]}” is not a field; did you mean “{meant}:”? To find these words, put them"
            " in quotation marks."
        )
        raise ParseError(QueryError(named.start(), len(named[0]), message, f"{meant}:"))
    return None


# -- grammar ---------------------------------------------------------------------------------------


class _Parser:
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
        return self._joined(self._all, Sign.OR, any_of)

    def _all(self) -> Condition | None:
        return self._joined(self._run, Sign.AND, all_of)

    def _joined(
        self,
        read: Callable[[], Condition | None],
        sign: Sign,
        join: Callable[[list[Condition]], Condition],
    ) -> Condition | None:
        found = [read()]
        while (joint := self._take(sign)) is not None:
            self._expect(found[-1], joint, "before")
            found.append(read())
            self._expect(found[-1], joint, "after")
        parts = [part for part in found if part is not None]
        return join(parts) if parts else None

    def _run(self) -> Condition | None:
        parts: list[Condition] = []
        while (token := self._peek()) is not None and token.meaning not in (*_JOINTS, Sign.CLOSE):
            if (part := self._single()) is not None:
                parts.append(part)
        return all_of(_same_fields_joined(parts)) if parts else None

    def _single(self) -> Condition | None:
        negation, negated = None, False
        while (token := self._take(Sign.NOT)) is not None:
            negation, negated = token, not negated
        found = self._operand()
        if negation is not None:
            self._expect(found, negation, "after")
        return none_of(found) if negated and found is not None else found

    def _operand(self) -> Condition | None:
        token = self._peek()
        if token is None or token.meaning in (*_JOINTS, Sign.CLOSE):
            return None
        self._next += 1
        if not isinstance(token.meaning, Sign | Order):
            return token.meaning
        if self._depth == _DEEPEST:
            raise self._fault(token, f"“(” is nested in {_DEEPEST} others; that is too deep.")
        self._depth += 1
        found = self._either()
        self._depth -= 1
        self._take(Sign.CLOSE)
        return found

    def _without_order(self, found: Iterable[Token]) -> list[Token]:
        """Take ``sort:`` out, wherever it stands: it concerns the query as a whole."""
        kept: list[Token] = []
        for token in found:
            if not isinstance(token.meaning, Order):
                kept.append(token)
            elif kept and kept[-1].meaning is Sign.NOT:
                raise self._fault(token, "An order cannot be negated; write “sort:” without it.")
            elif self._order is not None:
                raise self._fault(token, "“sort:” is given twice; remove one.")
            else:
                self._order = token.meaning
        return kept

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, sign: Sign) -> Token | None:
        token = self._peek()
        if token is None or token.meaning is not sign:
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
        may_go_on = token.meaning in (*_JOINTS, Sign.NOT) and not self._text[end:].strip()
        return ParseError(QueryError(start, end - start, message, incomplete=may_go_on))


def _same_fields_joined(parts: list[Condition]) -> list[Condition]:
    """Make one condition of comparisons of the same field, in the place of the first."""
    groups: dict[object, list[Condition]] = {}
    for number, part in enumerate(parts):
        key = part.field if isinstance(part, Comparison) else number
        groups.setdefault(key, []).append(part)
    return [any_of(group) for group in groups.values()]

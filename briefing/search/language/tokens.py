"""A query cut into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Final

import msgspec

from briefing.search.folding import QUOTATION_MARKS
from briefing.search.language.errors import ParseError, QueryError
from briefing.search.language.fields import FIELDS, Span, meant_field, read_comparison
from briefing.search.language.nodes import Comparison, Phrase, Word
from briefing.search.terms import extent


class Mark(Enum):
    """What joins and groups the words of a query."""

    OPEN = "("
    CLOSE = ")"
    AND = "and"
    OR = "or"
    NOT = "not"


Meaning = Mark | Word | Phrase | Comparison


class Token(msgspec.Struct, frozen=True):
    """A piece of a query.

    Attributes:
        meaning: A mark, or a leaf of the tree.
        at: Start and end in the text, in code points.
    """

    meaning: Meaning
    at: Span


_QUOTES: Final = re.escape(QUOTATION_MARKS)
_PIECE: Final = re.compile(
    rf"(?P<paren>[()])|[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}]?)"
    rf"|(?P<bare>[^\s(){_QUOTES}]+)"
)
_FIELD: Final = re.compile(r"([A-Za-z][A-Za-z-]*):(?!//)")
_JOINTS: Final = {"and": Mark.AND, "or": Mark.OR, "not": Mark.NOT}


def tokens(text: str, today: date) -> Iterator[Token]:
    """Cut a text into tokens; what has no letter and no digit is left out.

    Args:
        text: Any string.
        today: What relative dates are counted from.

    Yields:
        The tokens in order.

    Raises:
        ParseError: A field or its value makes no sense.
    """
    position = 0
    while piece := _PIECE.search(text, position):
        position = piece.end()
        if piece["paren"]:
            yield Token(Mark(piece["paren"]), piece.span())
        elif piece["quoted"] is not None:
            if (phrase := _phrase(piece["quoted"], closed=bool(piece["closed"]))) is not None:
                yield Token(phrase, piece.span())
        else:
            start = piece.start()
            if _negates(text, start):
                yield Token(Mark.NOT, (start, start + 1))
                start += 1
                if start == position:
                    continue
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
    if not literal and (joint := _JOINTS.get(word.lower())):
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
        return Token(read_comparison(name, value, at, today, last=last), at)
    if value and (meant := meant_field(name)) is not None:
        message = (
            f"“{named[0]}” is not a field; did you mean “{meant}:”? To find these words, put them"
            " in quotation marks."
        )
        raise ParseError(QueryError(named.start(), len(named[0]), message, f"{meant}:"))
    return None

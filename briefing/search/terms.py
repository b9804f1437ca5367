"""The terms of a query: words and phrases as they are looked for, folded."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from briefing.search.folding import Folded, fold

_PIECES: Final = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<bare>[^"]+)')
_WORDS: Final = re.compile(r"[^\W_]+(?:(?:['.-]|(?<=\d),(?=\d))[^\W_]+)*")


class Term(msgspec.Struct, frozen=True):
    """One thing to look for: a word, or several words one after the other.

    Attributes:
        words: Folded. A word may hold what people write inside words: ``o'brien``,
            ``prisoner-of-war``, ``u.s``, ``120,000``.
        typed: The words as typed, with their capitals.
        literal: Whether it was quoted: then it means these words, and no other name of anybody.
        whole: Whether the last word must end where the term ends; otherwise it may go on.
    """

    words: tuple[str, ...]
    typed: str
    literal: bool = False
    whole: bool = False


def read_terms(text: str) -> tuple[Term, ...]:
    """Read words as they stand after any keystroke.

    Bare words are terms of their own. Words between double quotes, plain or typographic, are one
    term, taken literally; a quote not yet closed ends with the text. Punctuation around words is
    ignored.

    Args:
        text: Any string.

    Returns:
        The terms in the order typed; none where the text has no letter and no digit.
    """
    folded = fold(text)
    terms: list[Term] = []
    for piece in _PIECES.finditer(folded.text):
        words = [_part(folded, word) for word in _WORDS.finditer(folded.text, *piece.span())]
        if piece["phrase"] is None:
            terms += [Term((word,), typed) for word, typed in words]
        elif words:
            terms.append(
                Term(
                    tuple(word for word, _ in words),
                    " ".join(typed for _, typed in words),
                    literal=True,
                )
            )
    return tuple(terms)


def spelling_term(text: str) -> Term | None:
    """Read a name as a phrase to look for.

    Args:
        text: One spelling of a name.

    Returns:
        The term; None where the name has no letter and no digit.
    """
    folded = fold(text)
    words = tuple(match.group() for match in _WORDS.finditer(folded.text))
    return Term(words, text) if words else None


def extent(text: str) -> tuple[int, int] | None:
    """Find where the words of a text begin and end, punctuation around them left out.

    Args:
        text: Any string.

    Returns:
        Start of the first word and end of the last, in code points; None where there is no word.
    """
    folded = fold(text)
    spans = [match.span() for match in _WORDS.finditer(folded.text)]
    return folded.span(spans[0][0], spans[-1][1]) if spans else None


def _part(folded: Folded, match: re.Match[str]) -> tuple[str, str]:
    start, end = folded.span(*match.span())
    return match.group(), folded.original[start:end]

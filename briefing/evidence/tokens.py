"""The normalisation that anchors rest on: which changes of a text are only typographic.

Two texts with the same tokens are the same words. Line breaks, spacing, quotation marks, dashes,
commas and full stops between words, soft hyphens, ligatures, full-width forms and letter case do
not count: they change whenever a page is typeset anew. What changes a meaning does count: every
word, every digit with the signs inside and before a number (``3.5`` is neither ``35`` nor ``3:5``,
``-5`` is not ``5``), currency, per cent and mathematical signs, and the question mark.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

NORM: Final = 1
"""Version of this normalisation. A fingerprint says nothing under another one."""

_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f"
    "\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff"
)
"""Combining marks of the scripts that news comes in, and what joins letters without being seen."""

_WORD: Final = (
    # A soft hyphen holds a word together, also where the line was broken at it.
    rf"[^\W_]+(?:(?:[{_MARKS}]+|\u00ad\s*(?=[^\W_])|(?<=\d)[.,:/](?=\d))[^\W_]*)*"
)
_SIGN: Final = (
    r"(?<![\w.,)])[-\u2010-\u2015\u2212+](?=[\d.$\u00a3\u20ac])"  # of a number, not a range
    r"|[?%\u2030<>=~|\u00b1\u00d7\u00f7\u2260\u2264\u2265\u2248\u00ac\uff1f\uff05]"
    r"|[$\u00a2-\u00a5\u058f\u20a0-\u20cf\ufdfc]"
)
_TOKEN: Final = re.compile(f"{_WORD}|{_SIGN}")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\\s]")


class Span(NamedTuple):
    """A stretch of a text, in code points.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last one.
    """

    start: int
    end: int


def tokens(text: str) -> list[str]:
    """Normalise a text.

    Args:
        text: As it stands in a source or a citation.

    Returns:
        Its tokens in order, each without white space.
    """
    if text.isascii():
        return _TOKEN.findall(text.lower())
    return [_normal(token) for token in _TOKEN.findall(text)]


def token_spans(text: str) -> list[Span]:
    """Find where the tokens of a text stand.

    Args:
        text: As given to `tokens`.

    Returns:
        One span for each token.
    """
    return [Span(*match.span()) for match in _TOKEN.finditer(text)]


def is_word(token: str) -> bool:
    """Whether a token is a word or a number, and no sign."""
    return token[0].isalnum()


def fingerprint(found: Sequence[str]) -> str:
    """Fingerprint a passage.

    Args:
        found: Its tokens.

    Returns:
        SHA-256 of the tokens, joined by single spaces, in UTF-8: 64 hexadecimal digits.
    """
    return hashlib.sha256(" ".join(found).encode()).hexdigest()


def numbers_fingerprint(found: Iterable[str]) -> str:
    """Fingerprint the numbers of a passage, whatever stands around them.

    Args:
        found: Its tokens.

    Returns:
        The first 16 hexadecimal digits of the SHA-256 of those tokens that have a digit, in
        ascending order, repetitions included.
    """
    return fingerprint(sorted(one for one in found if any(map(str.isdigit, one))))[:16]


def _normal(token: str) -> str:
    if token.isascii():
        return token.lower()
    plain = _UNSEEN.sub("", _DASHES.sub("-", token))
    # Compatibility forms of digits stay apart: 10² is not 102, and ½ is not 12.
    folded = "".join(
        char if unicodedata.category(char) == "No" else unicodedata.normalize("NFKC", char)
        for char in unicodedata.normalize("NFC", plain)
    )
    return unicodedata.normalize("NFC", folded.casefold())

"""Text hygiene: what may stand in a briefing and reach a terminal.

A briefing is made from other people's text, so its text is hostile until shown otherwise: an
escape sequence in a title could retitle the reader's window or write to its clipboard, and a bidi
override could make a sentence read backwards. Such characters never enter the model. They are
replaced, not removed, so that nothing is dropped without a trace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands where a character was that is not allowed: it could control the terminal."""

_UNSAFE: Final = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f"  # C0 but tab and newline, and DEL
    "\x80-\x9f"  # C1
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates
    "\ud800-\udfff"  # lone surrogates cannot be written as UTF-8
    "\ufff9-\ufffb"  # interlinear annotation
    "\U000e0000-\U000e007f"  # tags: invisible text
    "]"
)
_LINE_BREAKS: Final = re.compile("\r\n?|[\u2028\u2029]")


def clean(text: str) -> str:
    """Make a string safe to show in a terminal.

    Line ends of every kind become a newline. Control characters (C0 but tab and newline, DEL, C1),
    bidi formatting, lone surrogates and invisible tags become U+FFFD.

    Args:
        text: Any string.

    Returns:
        The same string object where nothing had to change.
    """
    if _LINE_BREAKS.search(text):
        text = _LINE_BREAKS.sub("\n", text)
    return _UNSAFE.sub(REPLACEMENT, text) if _UNSAFE.search(text) else text


def unsafe_characters(text: str) -> list[tuple[int, str]]:
    """Find what `clean` would replace.

    Args:
        text: Any string.

    Returns:
        Offset in code points and the name of each unsafe character (``U+001B``), in order.
    """
    found = _UNSAFE.finditer(_LINE_BREAKS.sub("\n", text))
    return [(match.start(), f"U+{ord(match.group()):04X}") for match in found]


def words(text: str) -> list[str]:
    """Split text into words the way a word limit counts them: at white space.

    Args:
        text: Any string.

    Returns:
        The words that have at least one letter or digit; a lone dash is no word.
    """
    return [word for word in text.split() if any(char.isalnum() for char in word)]


def count_words(texts: Iterable[str]) -> int:
    """Count the words of some texts."""
    return sum(len(words(text)) for text in texts)


_QUOTED: Final = re.compile('“[^”]+”|"[^"]+"')


def quotations(text: str) -> list[tuple[int, str]]:
    """Find the phrases that a text puts between quotation marks, with where they stand.

    Args:
        text: Any string; “typographic” and "plain" double quotes are known.

    Returns:
        Of each phrase the offset of its first character, and its words without the marks.
    """
    return [(match.start() + 1, match.group()[1:-1]) for match in _QUOTED.finditer(text)]


def quoted_phrases(text: str) -> list[str]:
    """Find the phrases that a text puts between quotation marks.

    Args:
        text: Any string.

    Returns:
        The phrases without their marks, in order.
    """
    return [phrase for _, phrase in quotations(text)]

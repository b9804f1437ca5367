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

# Not compiled as long as they are not needed: nearly all texts are printable.
_UNSAFE: Final = (
    "["
    "\x00-\x08\x0b-\x1f\x7f"  # C0 but tab and newline, and DEL
    "\x80-\x9f"  # C1
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates
    "\ud800-\udfff"  # lone surrogates cannot be written as UTF-8
    "\ufff9-\ufffb"  # interlinear annotation
    "\U000e0000-\U000e007f"  # tags: invisible text
    "]"
)
_LINE_BREAKS: Final = "\r\n?|[\u2028\u2029]"


def clean(text: str) -> str:
    """Make a string safe to show in a terminal.

    Line ends of every kind become a newline. Control characters (C0 but tab and newline, DEL, C1),
    bidi formatting, lone surrogates and invisible tags become U+FFFD.
    """
    if _is_plain(text):
        return text
    return re.sub(_UNSAFE, REPLACEMENT, re.sub(_LINE_BREAKS, "\n", text))


def _is_plain(text: str) -> bool:
    """Tell whether a text is lines of printable characters, of which `clean` replaces none."""
    return text.isprintable() or text.replace("\n", "").isprintable()


def unsafe_characters(text: str) -> list[tuple[int, str]]:
    """Find what `clean` would replace: offsets in code points, and names such as ``U+001B``."""
    if _is_plain(text):
        return []
    found = re.finditer(_UNSAFE, re.sub(_LINE_BREAKS, "\n", text))
    return [(match.start(), f"U+{ord(match.group()):04X}") for match in found]


def words(text: str) -> list[str]:
    """Split text at white space, as a word limit counts; a lone dash is no word."""
    return [word for word in text.split() if any(char.isalnum() for char in word)]


def with_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def shortened(text: str, most: int) -> str:
    """Cut a text to so many characters, the last of them the sign that something is left out."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def count_words(texts: Iterable[str]) -> int:
    return sum(len(words(text)) for text in texts)


_QUOTED: Final = (
    '“[^”]+”|"[^"]+"|«[^»]+»|„[^“”]+[“”]|‹[^›]+›'
    # A single mark may be an apostrophe.
    r"|(?<!\w)‘(?=\S)(?:[^‘’]|’(?=\w))+(?<=\S)’(?!\w)"
    r"|(?<!\w)'(?=\S)(?:[^'\n]|'(?=\w))+(?<=\S)'(?!\w)"
)


def quotations(text: str) -> list[tuple[int, str]]:
    """Find the phrases that a text puts between quotation marks, of any kind.

    Returns:
        Of each phrase the offset of its first character, and its words without the marks.
    """
    return [(match.start() + 1, match.group()[1:-1]) for match in re.finditer(_QUOTED, text)]


_LIKENESS: Final = 0.6
_MOST: Final = 3


def nearest(word: str, known: Iterable[str], likeness: float = _LIKENESS) -> str | None:
    """Find the known word, in small letters, that a misspelt one is most like.

    The least likeness that counts is from 0 to 1, as `difflib.SequenceMatcher` has it.
    """
    return next(iter(alike(word.lower(), known, likeness)), None)


def alike(word: str, known: Iterable[str], likeness: float = _LIKENESS) -> list[str]:
    """Find the known words that a misspelt one is like: at most three, the most similar first."""
    # Few runs have anything misspelt, so the others do not pay for this.
    from difflib import get_close_matches  # noqa: PLC0415

    return get_close_matches(word, list(known), _MOST, likeness)


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Say how many: ``1 card``, ``2 cards``, ``1,200 words``."""
    word = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {word}"

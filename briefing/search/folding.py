"""Texts without regard to case, diacritics and typography, and the way back to the original.

Unicode's compatibility caseless matching (NFKD and case folding), without combining marks, and with
letters that have no decomposition written out. Azerbaijani ``ə`` stays: it is romanised as *a* and
as *e*, so the matcher decides (`briefing.search.patterns`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

import msgspec

_LETTERS: Final = {
    "ı": "i",
    "ǝ": "ə",  # the turned e, often typed for the schwa
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "և": "եվ",  # its capitals are ԵՎ in modern spelling, ԵՒ in Unicode
}
_APOSTROPHES: Final = "‘’‚‛′´ʹʻʼʽʾʿˈ՚"
QUOTATION_MARKS: Final = '"“”„‟″«»〝〞〟＂'
"""What begins and ends a quotation, plain or typographic."""
_TYPOGRAPHY: Final = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(QUOTATION_MARKS, '"'),
    "−": "-",
    "ـ": "",  # Arabic tatweel only stretches a word
    "\N{COMBINING GRAPHEME JOINER}": "",
}
_TABLE: Final = _LETTERS | _TYPOGRAPHY
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_RUNS: Final = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]")


class Folded(msgspec.Struct, frozen=True):
    """A folded text that knows where each of its characters comes from.

    Attributes:
        offsets: For each character of `text`, the offset in `original` of the character that it
            comes from; never decreasing.
    """

    original: str
    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Find the part of the original that a part of the folded text, not empty, stands for."""
        if isinstance(self.offsets, range):
            return start, end
        last = self.offsets[end - 1]
        following = end
        while following < len(self.offsets) and self.offsets[following] == last:
            following += 1
        stop = self.offsets[following] if following < len(self.offsets) else len(self.original)
        return self.offsets[start], stop


def fold(text: str) -> Folded:
    """Reduce a text to what search compares; folding it again changes nothing."""
    if text.isascii():
        return Folded(text, text.lower(), range(len(text)))
    if (same_length := _fold_letters(text)) is not None:
        return Folded(text, same_length, range(len(text)))
    pieces: list[str] = []
    offsets: list[int] = []
    for match in _RUNS.finditer(text):
        run = match.group()
        if run.isascii():
            pieces.append(run.lower())
            offsets.extend(range(match.start(), match.end()))
            continue
        piece = _fold_character(run)
        if piece == "ւ" and pieces and pieces[-1].endswith("ե"):
            piece = "վ"  # old spelling of և in two letters
        if piece:
            pieces.append(piece)
            offsets.extend([match.start()] * len(piece))
    return Folded(text, "".join(pieces), offsets)


def _fold_letters(text: str) -> str | None:
    """Fold a text whose characters are folded one by one, as most are, without minding offsets."""
    for character in set(_NOT_ASCII.findall(text)):
        letter = _fold_character(character)
        if len(letter) != 1 or letter.lower() != letter or letter == "ւ":
            return None
        text = text.replace(character, letter)
    return text.lower()


@cache
def _fold_character(character: str) -> str:
    if character in _TABLE:
        return _TABLE[character]
    if unicodedata.category(character) == "Pd":
        return "-"
    decomposed = unicodedata.normalize("NFKD", character)
    kept = "".join(part for part in decomposed if not _is_dropped(part)).casefold()
    if kept == character:
        return character
    return "".join(_fold_character(part) for part in kept)


def _is_dropped(character: str) -> bool:
    if character in _TABLE:
        return _TABLE[character] == ""
    return (
        unicodedata.combining(character) != 0
        or unicodedata.category(character) == "Cf"  # soft hyphen, zero-width, direction marks
        or "\N{VARIATION SELECTOR-1}" <= character <= "\N{VARIATION SELECTOR-16}"
    )

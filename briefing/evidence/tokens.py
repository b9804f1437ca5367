"""The normalisation that anchors rest on: which changes of a text are only typographic.

Two texts with the same tokens are the same words. Line breaks, spacing, quotation marks, brackets,
dashes, commas and full stops between words, soft hyphens, ligatures, full-width forms and letter
case do not count: they change whenever a page is typeset anew; nor does a hyphen at the end of a
line that only breaks a word, which a whole text tells (`join_lines`). Everything else counts: every
word, every digit with the signs inside and before a number (``3.5`` is neither ``35`` nor ``3:5``,
``-5`` is not ``5``, ``.5`` neither), currency, per cent and mathematical signs, the question mark,
and any sign that is not known to be typographic.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import compress, product
from typing import Final, NamedTuple

from briefing.model.record import sha256

NORM: Final = 2
"""Version of this normalisation. A fingerprint says nothing under another one.

Version 1 joined no words at line ends, but at soft hyphens.
"""

_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f"
    "\u200b-\u200d\u2060\u3099\u309a\ufe00-\ufe0f\ufeff"
)
"""Combining marks of the scripts that news comes in, and what joins letters without being seen."""

_MONEY: Final = "$\u00a2-\u00a5\u058f\u20a0-\u20cf\ufdfc"
_DASH: Final = r"\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_TYPOGRAPHIC: Final = (
    r"""!"'()*,.:;\[\\\]_`{}"""
    "\u00a1\u00a8\u00a9\u00ab\u00ad-\u00af\u00b4\u00b6-\u00b8\u00bb\u00bf\u2122"
    "\u200b-\u2027\u202a-\u202e\u2032-\u203b\u203e-\u2043\u204c-\u2051\u2053-\u205e\u2060-\u206f"
    "\u2219\u2500-\u257f\u25a0-\u25ff\u3001-\u3003\u3008-\u3011\u3014-\u301f\ufe00-\ufe0f\ufeff"
    "\uff01\uff02\uff07-\uff0a\uff0c\uff0e\uff1a\uff1b\uff3b\uff3d\ud800-\udfff\ufff9-\ufffd"
    "\u055a\u055d\u0589\u058a\u05be\u05f3\u05f4\u060c\u061b\u061c\u066c\u06d4\u0964\u0965"
)
"""Punctuation that separates or adorns, bullets, rules, and characters that cannot be seen."""

_WORD: Final = (
    # A soft hyphen holds a word together, also where the line was broken at it.
    rf"[^\W_]+(?:(?:[{_MARKS}]+|\u00ad[^\S\n]*\n?[^\S\n]*(?=[^\W_])"
    r"|(?<=\d)[.,:/\u00b7\u066b\u066c\u2044\u2215\uff0c\uff0e\uff0f\uff1a](?=\d))[^\W_]*)*"
)
_SIGN: Final = (
    rf"(?<![\w.,)])[{_DASH}](?=[{_MONEY}]?\.?\d)"  # of a number, not a range
    r"|(?<![\w.)])\.(?=\d)"
    rf"|[^\w\s{_TYPOGRAPHIC}{_DASH}]"
)
_TOKEN: Final = re.compile(f"{_WORD}|{_SIGN}")
_DASHES: Final = re.compile(f"[{_DASH}]")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\\s]")


class Span(NamedTuple):
    """A stretch of a text, from one offset in code points up to another."""

    start: int
    end: int


def tokens(text: str) -> list[str]:
    """Normalise a text: its tokens in order, each without white space."""
    if text.isascii():
        return _TOKEN.findall(text.lower())
    return [token.lower() if token.isascii() else _normal(token) for token in _TOKEN.findall(text)]


def token_spans(text: str) -> list[Span]:
    """Find where each of the tokens of a text stands."""
    return list(map(Span._make, (match.span() for match in _TOKEN.finditer(text))))


class LineEnds(Enum):
    """What the hyphens at line ends are taken for, between a letter and a small letter."""

    LIKELY = "each for what the rest of the text speaks for"
    BROKEN = "all only break a word"
    HYPHENS = "all are part of a compound, as version 1 had it"


_LINE_END: Final = re.compile(rf"(?<=[^\W\d_]|[{_MARKS}])[-\u2010](?=[^\S\n]*\n[^\S\n]*[^\W\d_])")
_LEFT: Final = re.compile(rf"[^\W_][\w{_MARKS}]*\Z")
_RIGHT: Final = re.compile(rf"[-\u2010]\s*([^\W_][\w{_MARKS}]*)(-(?=[^\W_]))?")
_COMPOUND: Final = re.compile(rf"([^\W_][\w{_MARKS}]*)[-\u2010\u2011](?=([^\W_][\w{_MARKS}]*))")
_TENS: Final = frozenset(
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
)
_LONGEST: Final = 40
"""Characters in which a word before a line end is looked for."""

_MOST_BROKEN: Final = 10
"""Hyphens at line ends of which each way to take them is tried."""


def join_lines(text: str, line_ends: LineEnds = LineEnds.LIKELY) -> str:
    """Put a soft hyphen for each hyphen that only breaks a word at the end of a line.

    The text is as long as it was. Where the compound stands elsewhere in the text within a line, or
    is a number such as ``twenty-one``, or part of a longer compound, the hyphen is kept; also where
    both halves stand elsewhere as words of their own, unless the joined word does.
    """
    if line_ends is LineEnds.HYPHENS:
        return text
    broken = _broken_words(text)
    if line_ends is LineEnds.LIKELY and broken:
        compounds = {tuple(map(_folded, pair)) for pair in _COMPOUND.findall(text)}
        elsewhere = Counter(tokens(text))
        elsewhere.subtract(half for one in broken for half in (one.left, one.right))
        broken = [one for one in broken if one.is_likely(compounds, elsewhere)]
    return _joined(text, [one.offset for one in broken])


def joined_in_all_ways(text: str) -> Iterator[str]:
    """Join some of the words that may be broken in a short text, in every way that there is."""
    offsets = [one.offset for one in _broken_words(text)][:_MOST_BROKEN]
    for chosen in product((True, False), repeat=len(offsets)):
        yield _joined(text, list(compress(offsets, chosen)))


def _joined(text: str, offsets: Collection[int]) -> str:
    characters = list(text) if offsets else []
    for offset in offsets:
        characters[offset] = "\u00ad"
    return "".join(characters) or text


def _broken_words(text: str) -> list[_Broken]:
    found = (_Broken.at(text, hyphen) for hyphen in _LINE_END.finditer(text))
    return [one for one in found if one is not None]


class _Broken(NamedTuple):
    """A hyphen at a line end, and the words before and after it, normalised."""

    offset: int
    left: str
    right: str
    is_longer: bool

    @classmethod
    def at(cls, text: str, hyphen: re.Match[str]) -> _Broken | None:
        offset = hyphen.start()
        left = _LEFT.search(text, max(0, offset - _LONGEST), offset)
        right = _RIGHT.match(text, offset)
        if left is None or right is None or not right[1][0].islower():
            return None
        is_longer = text[left.start() - 1 : left.start()] == "-" or bool(right[2])
        return cls(offset, _folded(left[0]), _folded(right[1]), is_longer)

    def is_likely(
        self, compounds: Collection[tuple[str, ...]], elsewhere: Mapping[str, int]
    ) -> bool:
        """Whether it only breaks a word, as far as the rest of the text tells."""
        if (self.left, self.right) in compounds or self.left in _TENS or self.is_longer:
            return False
        apart = elsewhere.get(self.left, 0) > 0 and elsewhere.get(self.right, 0) > 0
        return not apart or elsewhere.get(self.left + self.right, 0) > 0


def _folded(word: str) -> str:
    return "".join(tokens(word))


def is_word(token: str) -> bool:
    """Whether a token is a word or a number, and no sign."""
    return token[0].isalnum()


def fingerprint(found: Sequence[str]) -> str:
    """Fingerprint tokens: SHA-256, in 64 hexadecimal digits, of them joined by spaces, in UTF-8."""
    return sha256(" ".join(found).encode())


def short_fingerprint(found: Sequence[str]) -> str:
    """Fingerprint what stands around a passage: the first 16 digits of `fingerprint`."""
    return fingerprint(found)[:16]


def numbers_fingerprint(found: Iterable[str]) -> str:
    """Fingerprint the tokens that have a digit, in ascending order, repetitions included."""
    return short_fingerprint(sorted(one for one in found if any(map(str.isdigit, one))))


def _normal(token: str) -> str:
    plain = _UNSEEN.sub("", _DASHES.sub("-", token))
    folded = unicodedata.normalize("NFC", "".join(map(_plain, unicodedata.normalize("NFC", plain))))
    # A few compatibility forms are several words, and a token has no white space.
    return "".join(unicodedata.normalize("NFC", folded.casefold()).split())


def _plain(char: str) -> str:
    """A character without what is only typographic about it."""
    # 10² is not 102, and ½ is not 12.
    if unicodedata.category(char) == "No":
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if char.isalpha() or len(plain) == 1 else char

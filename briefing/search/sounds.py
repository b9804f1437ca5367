"""How a name sounds, roughly: its consonants, and between which of them there are vowels.

A name goes from script to script and from one romanisation to the next: *Захарова*, *Zakharova*,
*Sacharowa*. What stays is the order of its consonants, though not which letters spell them; what
varies most is its vowels. Letters are romanised one by one, then read in every way in which the
usual romanisations (English, French, German, Turkish, Slavic) mean them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, product, zip_longest
from typing import Final

import msgspec

from briefing.search.folding import fold

LEAST_LETTERS: Final = 4
"""Fewer letters sound like too many names."""

STRONG: Final = 3
"""The least strength with which a word in the letters of the briefing is like another by chance
only seldom."""

UNLIKE: Final = 99

_TABLES: Final = (
    # Latin letters that folding would make others of
    "ş sh š sh ś sh ș sh ç ch č ch ć ch ž zh ż zh ź zh ğ gh ə ae ǝ ae",
    # Cyrillic, with letters of Ukrainian, Serbian, Kazakh and Azerbaijani
    "а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh"
    " ц ts ч ch ш sh щ shch ы y э e ю yu я ya ё yo і i ї yi є ye ґ g ў u ј y љ l њ n ћ ch ђ dj џ dj"
    " ә ae ө o ү u ұ u қ k ғ gh ң n һ h ҹ dj ҝ g",
    # Armenian
    "ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n"
    " շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k և ev օ o ֆ f",
    # Georgian
    "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh"
    " ყ q შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h",
    # Greek
    "α a β v γ gh δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ i φ f χ kh"
    " ψ ps ω o",
)
_LETTERS: Final = {
    letter: romanised
    for table in _TABLES
    for letter, romanised in zip(table.split()[::2], table.split()[1::2], strict=True)
}
_TWO_LETTERS: Final = {"ու": "u", "ου": "u"}
_FIRST: Final = ("ո", "vo")
"""An Armenian letter that sounds otherwise at the beginning of a word."""

_READINGS: Final = {
    **{"shch": ["S"], "tsch": ["C"], "dsch": ["C"], "dzh": ["C"], "tch": ["C"], "sch": ["S"]},
    **{"dj": ["C"], "dz": ["CZ"], "cz": ["C"], "ts": ["C"], "tz": ["C"], "ck": ["K"], "qu": ["K"]},
    **{"ch": ["CSX"], "sh": ["S"], "zh": ["ZC"], "sz": ["S"], "kh": ["X"], "gh": ["XG"]},
    **{"ph": ["V"], "th": ["T"], "ou": ["o"], "oo": ["o"], "ow": ["o", "o+V"]},
    **{"b": ["B"], "c": ["KC"], "d": ["D"], "f": ["V"], "g": ["G"], "h": ["X", ""]},
    **{"j": ["CZ", "i"], "k": ["K"], "l": ["L"], "m": ["M"], "n": ["N"], "p": ["P"], "q": ["K"]},
    **{"r": ["R"], "s": ["SZ"], "t": ["T"], "v": ["V"], "w": ["V"], "x": ["X", "K+S"]},
    **{"z": ["ZC"], "a": ["a"], "e": ["i"], "i": ["i"], "o": ["o"], "u": ["o"], "y": ["i"]},
}
"""What letters may sound like. Capitals side by side are one consonant that may be any of
them: C as in *church*, K, G, S or *sh*, Z or *zh*, V, W or F, X as in *loch*. Small letters are
vowels."""

_SOFT: Final = {"c": ["KCS"], "g": ["GZC"]}
"""The same before *e*, *i* and *y*."""

_PIECES: Final = re.compile(r"[cg](?=[eiy])|" + "|".join(sorted(_READINGS, key=len, reverse=True)))
_BACK: Final = frozenset("KGX")
_MOST_OPEN: Final = 4
"""Letters that may be a consonant or none, beyond which each is read in the first way only."""


class Sound(msgspec.Struct, frozen=True):
    """One way to read a word.

    Attributes:
        vowels: Before, between and behind the consonants; empty where there is none.
    """

    consonants: tuple[frozenset[str], ...]
    vowels: tuple[str, ...]

    @property
    def strength(self) -> int:
        """How much there is to tell it from others by."""
        return len(self.consonants) + bool(self.vowels[0])


def romanised(word: str) -> str:
    """Spell a word in the letters a to z; a script without vowels, or without letters, is lost."""
    text = word.lower()
    for letters, sound in _TWO_LETTERS.items():
        text = text.replace(letters, sound)
    if text.startswith(_FIRST[0]):
        text = _FIRST[1] + text.removeprefix(_FIRST[0])
    spelled = "".join(_LETTERS.get(letter, letter) for letter in text)
    # Folding takes accents away, after which letters of the tables may be left: ё, ή.
    folded = "".join(_LETTERS.get(letter, letter) for letter in fold(spelled).text)
    return "".join(letter for letter in folded if "a" <= letter <= "z")


@lru_cache(maxsize=4096)
def sounds(word: str) -> tuple[Sound, ...]:
    """Read a word in every way that leaves something to compare."""
    letters = "".join(letter for letter, _ in groupby(romanised(word)))
    if len(letters) < LEAST_LETTERS:
        return ()
    readings, still_open = [], 0
    for piece in _PIECES.finditer(letters):
        soft = piece.group() in _SOFT and letters[piece.end() : piece.end() + 1] in tuple("eiy")
        ways = (_SOFT if soft else _READINGS)[piece.group()]
        still_open += len(ways) > 1
        readings.append(ways if still_open <= _MOST_OPEN else ways[:1])
    found = (_sound(way) for way in product(*readings))
    return tuple(dict.fromkeys(one for one in found if one.strength > 1))


def likeness(one: Sound, other: Sound) -> int:
    """Say how far apart two sounds are: 0 for the same, `UNLIKE` for what is not alike.

    The fewer consonants there are, the less may differ: of *Aliyev* nothing, lest it be *alive*.
    """
    if len(one.consonants) != len(other.consonants):
        return UNLIKE
    strength = min(one.strength, other.strength)
    if strength < STRONG:
        return 0 if one == other else UNLIKE
    apart = sum(_consonant(*both) for both in zip(one.consonants, other.consonants, strict=True))
    last = len(one.consonants)
    pairs = enumerate(zip_longest(one.vowels, other.vowels))
    apart += sum(_vowel(*both, strict=strength == STRONG, last=at == last) for at, both in pairs)
    return apart if apart <= min(strength - STRONG, 2) else UNLIKE


def _consonant(one: frozenset[str], other: frozenset[str]) -> int:
    if one & other:
        return 0
    return 1 if one & _BACK and other & _BACK else UNLIKE


def _vowel(one: str, other: str, *, strict: bool, last: bool) -> int:
    if one == other or (last and one and other):
        return 0
    if last:
        return 1
    return 0 if not strict and set(one) & set(other) else 2


def _sound(way: tuple[str, ...]) -> Sound:
    consonants: list[frozenset[str]] = []
    vowels = [""]
    for part in _parts(way):
        if part.islower():
            vowels[-1] += "" if vowels[-1].endswith(part) else part
        elif not consonants or vowels[-1] or consonants[-1] != frozenset(part):
            consonants.append(frozenset(part))
            vowels.append("")
    return Sound(tuple(consonants), tuple(vowels))


def _parts(way: tuple[str, ...]) -> Iterator[str]:
    return (part for reading in way for part in reading.split("+") if part)

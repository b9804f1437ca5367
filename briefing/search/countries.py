"""What states are called in the languages of the world, from Unicode's CLDR.

`countries.txt` is made by ``docs/make_countries.py``; it is read when the first words are searched
for.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from briefing.search.folding import fold

FILE: Final = Path(__file__).with_suffix(".txt")


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Spell a name as the file does: folded, without blanks and other marks between its letters.

    Signs that are vowels stay, but at the end, where a word that was typed has none either.
    """
    kept = [one for one in fold(name).text if one.isalnum() or _is_vowel_sign(one)]
    while kept and _is_vowel_sign(kept[-1]):
        kept.pop()
    return "".join(kept)


@lru_cache(maxsize=4096)
def codes_of(key: str) -> frozenset[str]:
    """Say which states are called so in any language, by their ISO 3166-1 alpha-2 codes.

    Args:
        key: A name, spelled as by `key_of`.
    """
    wanted = f"{key} ".encode()
    lines = _lines()
    at = bisect_left(lines, wanted)
    found = lines[at] if at < len(lines) and lines[at].startswith(wanted) else b""
    return frozenset(found[len(wanted) :].decode().split())


@cache
def _lines() -> list[bytes]:
    """Each name with the codes of the states so called, in order; without the licence."""
    return [line for line in FILE.read_bytes().splitlines() if not line.startswith(b"#")]


def _is_vowel_sign(character: str) -> bool:
    return unicodedata.category(character).startswith("M")

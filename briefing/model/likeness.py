"""What somebody may have meant who wrote something unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LIKE: Final = 0.6
"""Least likeness of words, 0 to 1, as `difflib.SequenceMatcher` has it."""


_MOST: Final = 3


def nearest(word: str, known: Iterable[str], likeness: float = LIKE) -> str | None:
    """Find the known word that a misspelt one is most like.

    Args:
        word: As written.
        known: What could have been meant, in small letters.
        likeness: Least likeness that counts.

    Returns:
        The word; None where none is like it.
    """
    return next(iter(alike(word.lower(), known, likeness)), None)


def alike(word: str, known: Iterable[str], likeness: float = LIKE) -> list[str]:
    """Find the known words that a misspelt one is like: at most three, the most similar first.

    Args:
        word: As written.
        known: What could have been meant.
        likeness: Least likeness that counts.
    """
    # Few runs have anything misspelt, so the others do not pay for this.
    from difflib import get_close_matches  # noqa: PLC0415

    return get_close_matches(word, list(known), _MOST, likeness)

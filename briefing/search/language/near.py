"""What somebody may have meant who typed something unknown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from briefing.model import text

_LIKENESS: Final = 0.7
"""Least likeness of words, 0 to 1: ``stnace`` is like ``stance``, ``note`` is not like ``date``."""


def nearest(word: str, known: Collection[str]) -> str | None:
    """Find the known word that a misspelt one is most like.

    Args:
        word: As typed.
        known: In small letters.

    Returns:
        The word; None where none is like it.
    """
    return text.nearest(word, known, _LIKENESS)


def beginning(word: str, known: Collection[str]) -> str | None:
    """Find the first known word that an unfinished one is the beginning of.

    Args:
        word: As typed; not empty.
        known: In small letters.

    Returns:
        The word, which is longer than what was typed; None where there is none.
    """
    start = word.lower()
    return next((one for one in known if one.startswith(start) and one != start), None)

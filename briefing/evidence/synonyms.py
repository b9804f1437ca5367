"""Words that news writes for one another: accord, deal, pact."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

from briefing.evidence.word_lists import lines_of
from briefing.evidence.words import stem

_FILE: Final = Path(__file__).with_suffix(".txt")


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines_of(_FILE):
        stems = {stem(word) for word in line.split()}
        for one in stems:
            found[one] |= stems
    return {one: frozenset(stems) for one, stems in found.items()}


def same_in_sense(one: str) -> frozenset[str]:
    """The stems of the words that may stand for a word, by its stem; itself is among them."""
    return _groups().get(one, frozenset((one,)))

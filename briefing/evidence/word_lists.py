"""Lists of words: in files beside the code, and with words that stand for all that begin so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


def lines_of(file: Path) -> list[str]:
    """The lines of a file of words, without those that begin with ``#``."""
    lines = file.read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


class WordLists(Generic[Key]):
    """Some lists of words; on a list, ``fail*`` stands for all that begin so."""

    def __init__(self, lists: Iterable[tuple[Key, Iterable[str]]]) -> None:
        self._whole: dict[str, set[Key]] = defaultdict(set)
        self._begin: dict[str, set[Key]] = defaultdict(set)
        for key, words in lists:
            for word in words:
                (self._begin if word.endswith("*") else self._whole)[word.rstrip("*")].add(key)

    def having(self, word: str) -> frozenset[Key]:
        """The keys of the lists that a word is on."""
        beginnings = (word[:length] for length in range(1, len(word) + 1))
        found = (self._begin.get(one, ()) for one in beginnings)
        return frozenset(self._whole.get(word, ())).union(*found)

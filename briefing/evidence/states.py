"""States in English words: their names, their capitals, and what is said to be of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from briefing.evidence.texts import Passage
from briefing.evidence.tokens import tokens
from briefing.evidence.word_lists import lines_of

_FILE: Final = Path(__file__).with_suffix(".txt")
DEMONYMS: Final = (
    *("n", "ns", "an", "ans", "ian", "ians", "i", "is", "ish", "ese", "er", "ers", "ic"),
)
"""What English puts to the name of a place for those who live there, and for what is theirs."""

SHORTEST: Final = 4
"""Fewest letters of a name, or of what is left of it, that may take such an ending."""


@cache
def _states() -> dict[str, str]:
    """By each word, in small letters, the code of the state that it names."""
    found: dict[str, str] = {}
    for line in lines_of(_FILE):
        code, name, capital, others = line.split("|")
        for word in (name, capital, *others.split()):
            found[" ".join(tokens(word))] = code
        for word in name.casefold().split():
            if " " not in name:
                for ending in DEMONYMS:
                    found.setdefault(word + ending, code)
                    short = word.rstrip("aeiouy")
                    if len(short) >= SHORTEST:
                        found.setdefault(short + ending, code)
    return found


@cache
def _named() -> dict[str, tuple[str, bool]]:
    """By the name of each state, and by its capital, its code; and whether it is the name."""
    lines = [line.split("|") for line in lines_of(_FILE)]
    found = {" ".join(tokens(capital)): (code, False) for code, _, capital, _ in lines}
    return found | {" ".join(tokens(name)): (code, True) for code, name, _, _ in lines}


def state_named(words: str, *, capitals: bool = True) -> str | None:
    """The code of the state of which words are the name, or the capital; no adjective will do."""
    code, is_name = _named().get(" ".join(tokens(words)), (None, False))
    return code if is_name or capitals else None


@cache
def capitals() -> frozenset[str]:
    """The capitals of all states, as they are written."""
    return frozenset(line.split("|")[2] for line in lines_of(_FILE))


def state_of(words: str) -> str | None:
    """The code, ISO 3166-1 alpha-2, of the state that words name, also by capital or adjective."""
    return _states().get(words.casefold())


def states_in(passage: Passage) -> Iterator[tuple[int, str]]:
    """Where a text names states in one word or two: the first token, and the code."""
    words = passage.tokens
    for at in range(len(words)):
        for name in (words[at], " ".join(words[at : at + 2])):
            if code := state_of(name):
                yield at, code

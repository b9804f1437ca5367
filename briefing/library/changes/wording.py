"""How alike two texts are, and which words of one are others in the other."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import Enum
from typing import Final, NamedTuple

_DIGITS: Final = r"\d+(?:[.,:]\d+)*"
_NUMBER: Final = re.compile(_DIGITS)
_LONG: Final = 4
_TELLING: Final = re.compile(rf"{_DIGITS}|[^\W\d_]{{{_LONG},}}")
_WORD: Final = re.compile(r"\w+")
_TOKEN: Final = re.compile(r"\s*\S+")

ALIKE: Final = 0.25
"""Least likeness of two texts in one place that are the same, put otherwise."""

_TOO_SHORT: Final = 2
"""Words between two differences that are not worth leaving: fragments cannot be read."""

_LEAST: Final = 0.3
"""Share of words in common under which a text is not compared word by word."""


class Run(Enum):
    """What some words of two texts are."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Words(NamedTuple):
    """Some words, as they stand with the blanks before them."""

    run: Run
    text: str


def words_of(text: str) -> frozenset[str]:
    """The numbers of a text and its words of four letters or more, else all its words, case folded.

    Shorter words are much the same in any two texts.
    """
    folded = text.casefold()
    found: list[str] = []
    others: list[str] = []
    # What is all letters need not be looked into, which takes longer than all the rest.
    for token in folded.split():
        if not token.isalpha():
            others.append(token)
        elif len(token) >= _LONG:
            found.append(token)
    found += _TELLING.findall(" ".join(others))
    return frozenset(found or _WORD.findall(folded))


def numbers_of(text: str) -> list[str]:
    """The numbers that a text gives in digits, in their order."""
    return _NUMBER.findall(text)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Say how many words two texts have in common: from 0, none, to 1 (Dice's coefficient)."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 1.0


def word_changes(before: str, after: str) -> list[Words]:
    """Say which words were replaced: joined, those not new are `before`, those not gone `after`.

    Where two texts have little in common, all of one is gone and all of the other new.
    """
    if before == after:
        return [Words(Run.SAME, before)] if before else []
    ours, theirs = _TOKEN.findall(before), _TOKEN.findall(after)
    tails = before[len("".join(ours)) :], after[len("".join(theirs)) :]
    ours += [tails[0]] if tails[0] else []
    theirs += [tails[1]] if tails[1] else []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.ratio() < _LEAST:
        return _only(before, after)
    found: list[Words] = []
    gone, new = "", ""
    blocks = matcher.get_opcodes()
    for number, (what, i, k, m, n) in enumerate(blocks):
        same = what == "equal"
        if same and not (0 < number < len(blocks) - 1 and k - i < _TOO_SHORT):
            found += _only(gone, new)
            found.append(Words(Run.SAME, "".join(ours[i:k])))
            gone, new = "", ""
        else:
            gone += "".join(ours[i:k])
            new += "".join(theirs[m:n])
    return found + _only(gone, new)


def _only(gone: str, new: str) -> list[Words]:
    both = (Words(Run.GONE, gone), Words(Run.NEW, new))
    return [one for one in both if one.text]

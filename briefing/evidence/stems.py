"""Content words, cut down so that "released" and "release" are the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from briefing.evidence.numbers import Number
from briefing.evidence.wording import Wording

_LENGTH: Final = 5
"""Letters that are compared: a crude stemmer, but one that knows no language's exceptions."""

_FUNCTION_WORDS: Final = """
a about above after again against all also although among an and another any are as at be because
been before being below between both but by can could did do does doing down during each either else
even ever every few for from further had has have having he her here hers him his how however i if
in into is it its itself just may me might more most much must my neither no nor not now of off on
once only or other our out over own per same shall she should since so some such than that the their
them then there these they this those though through to too toward towards under until up upon us
very was we were what when where whether which while who whom whose why will with within without
would yet you your
"""
FUNCTION_WORDS: Final = frozenset(_FUNCTION_WORDS.split())
"""Words that hold an English sentence together and say nothing of what it is about."""

_PASSED_OVER: Final = FUNCTION_WORDS | {
    *("s", "t"),  # of "it's" and "isn't"
    *("according", "said", "say", "says"),
    *("himself", "still", "thus", "together"),
}


def stem(word: str) -> str:
    """Cut a word down to what it shares with its inflections.

    Args:
        word: One token, normalised.
    """
    return word[:_LENGTH]


def stems(wording: Wording, numbers: Iterable[Number] = ()) -> frozenset[str]:
    """Collect what a text is about.

    Args:
        wording: Any text.
        numbers: Its numbers: "two" and "2" are the same.

    Returns:
        The stems of its words, without those that any text has, and its numbers.
    """
    given = {f"#{one.value}": range(one.first, one.last) for one in numbers}
    taken = {index for places in given.values() for index in places}
    words = {
        stem(token)
        for index, token in enumerate(wording.tokens)
        if index not in taken and token not in _PASSED_OVER and token[0].isalpha()
    }
    return frozenset(words | given.keys())

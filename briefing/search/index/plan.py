"""A query as full-text search takes it: two bounds of the cards that it means.

The upper bound proposes every card that the query means, and perhaps others. The lower bound holds
none that it does not mean; it is needed because all but a lower bound is an upper bound of all but.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from briefing.search.folding import fold
from briefing.search.index.marks import (
    EVERY,
    amount_marks,
    code,
    count_marks,
    date_marks,
    mark,
)
from briefing.search.index.names import in_marks, of_name, part_of_name
from briefing.search.index.words import joined, pieces, segmentations, spellings
from briefing.search.language.nodes import (
    About,
    Amount,
    And,
    By,
    Comparison,
    Condition,
    Dated,
    FromSource,
    In,
    InBriefing,
    InUnit,
    Is,
    Not,
    OfCountry,
    OfKind,
    Or,
    Phrase,
    SourceCount,
    State,
    Tagged,
    WithStance,
    Word,
)
from briefing.search.terms import read_terms, spelling_term

_BEGUN: Final = re.compile(r'"([^" ]+)" \*')
_SHORT: Final = 3
_INDEXED: Final = 4
"""Most letters of a beginning of words that FTS5 keeps an index of."""

Bound = str | bool
"""An expression of FTS5; True for every card, False for none."""

Expand = Callable[[str], Sequence[str] | None]
"""Gives all words of the index that begin with some letters; None where they are too many."""


def propose(condition: Condition, expand: Expand) -> str:
    """Say which cards to look at.

    Args:
        condition: What is asked for.
        expand: Knows the words of the index.

    Returns:
        An expression for FTS5's MATCH, which finds every card that satisfies the condition; empty
        where no card can.
    """
    bound = _upper(condition)
    if isinstance(bound, bool):
        return _exactly(EVERY) if bound else ""
    return _BEGUN.sub(lambda match: _expanded(match.group(), match[1], expand), bound)


def _expanded(begun: str, letters: str, expand: Expand) -> str:
    """Put the words of the index in the place of a long beginning of words.

    FTS5 would gather all places of all these words before it gave the first; any of some words it
    finds one after the other.
    """
    words = expand(letters) if len(letters) > _INDEXED else None
    if words is None:
        return begun
    return f"({' OR '.join(map(_quoted, words or [letters]))})"


def _upper(condition: Condition) -> Bound:
    match condition:
        case And(parts=parts):
            wanted = [_upper(part) for part in parts if not isinstance(part, Word | Not)]
            unwanted = [_lower(part.part) for part in parts if isinstance(part, Not)]
            return _but(_all([*wanted, *_words(parts)]), unwanted)
        case Or(parts=parts):
            return _any([_upper(part) for part in parts])
        case Not(part=part):
            return _but(True, [_lower(part)])
        case Word():
            return _all(_words([condition]))
        case Phrase(text=text, prefix=prefix):
            term = spelling_term(text)
            return _phrase(term.words, prefix=prefix) if term else True
    return _field(condition)


def _lower(condition: Condition) -> Bound:  # noqa: PLR0911
    match condition:
        case And(parts=parts):
            return _all([_lower(part) for part in parts])
        case Or(parts=parts):
            return _any([_lower(part) for part in parts])
        case Not(part=part):
            return _but(True, [_upper(part)])
        case Word(text=text):
            terms = read_terms(text)
            sure = [_surely(word, term.typed) for term in terms for word in term.words]
            return _all(sure) if sure else False
        case WithStance() | OfKind():
            return _field(condition)
        case Is(value=State.DISPUTED | State.SINGLE_SOURCE):
            return _field(condition)
    return False


def _words(parts: Iterable[Condition]) -> list[Bound]:
    """Bounds of the words among the parts; together they may be the name of somebody."""
    words = [
        (word, part.literal)
        for part in parts
        if isinstance(part, Word)
        for term in read_terms(part.text)
        for word in term.words
    ]
    among = sum(not literal for _, literal in words) > 1
    return [_word(word, named=not literal, among=among) for word, literal in words]


def _word(word: str, *, named: bool, among: bool) -> Bound:
    """A word in the text, or in a name by which the card may be found."""
    ways = segmentations(word)
    bounds = [_way(way) for way in ways]
    if named:
        for first in spellings(pieces(word)[0]):
            # Only a long word may be an unfinished name, see `briefing.search.spellings`.
            like = _exactly if len(ways) == 1 and len(first) <= _SHORT else _begun
            bounds.append(like(of_name(first)))
            if among or len(ways) > 1:
                bounds.append(like(part_of_name(first)))
    return _any(bounds)


def _way(way: Sequence[str]) -> Bound:
    """Pieces one after the other, the last one perhaps unfinished."""
    if len(way) == 1:
        return _any([_begun(one) for one in spellings(way[0])])
    return _phrase(way, prefix=True)


def _phrase(words: Sequence[str], *, prefix: bool) -> Bound:
    """Words one after the other.

    Where a text skips marks inside a word, its words do not stand one after the other in the index:
    then one of the words is among those joined, and the others are anywhere.
    """
    parts = [piece for word in words for piece in pieces(word)]
    plain = f"{_quoted(' '.join(parts))}{' *' if prefix else ''}"
    if len(parts) == 1:
        return _any([_begun(one) for one in spellings(parts[0])])
    ways: list[Bound] = [plain]
    for index in range(len(words)):
        others = [_whole(word) for word in words[:index]]
        for number, word in enumerate(words[index + 1 :], start=index + 1):
            last = number == len(words) - 1
            others.append(_begun_any(word) if last and prefix else _whole(word))
        ways.append(_all([_joined(words[index]), *others]))
    if any(len(segmentations(word)) > 1 or len(spellings(word)) > 1 for word in words):
        ways.append(_all([_begun_any(word) for word in words]))
    return _any(ways)


def _whole(word: str) -> Bound:
    """A word that ends where it ends, or may do so once marks inside it are skipped."""
    ways = {one for way in segmentations(word) for one in spellings(way[0])}
    return _any([*map(_exactly, sorted(ways)), _joined(word)])


def _joined(word: str) -> Bound:
    ways = {one for way in segmentations(word) for one in spellings(way[0])}
    return _any([_begun(in_marks(one)) for one in sorted(ways)])


def _begun_any(word: str) -> Bound:
    firsts = {one for way in segmentations(word) for one in spellings(way[0])}
    return _any([_begun(one) for one in sorted(firsts)])


def _surely(word: str, typed: str) -> Bound:
    """A word that is in the text as the index knows it, whatever else it may mean."""
    if word != "".join(pieces(word)) or len(spellings(word)) > 1 or typed.isupper():
        return False
    return _begun(word)


def _field(condition: Comparison) -> Bound:  # noqa: PLR0911
    match condition:
        case In(value=value):
            return _exactly(code("in", value))
        case OfKind(value=value) | WithStance(value=value):
            return _exactly(code(condition.name, value))
        case (
            By(value=value)
            | About(value=value)
            | OfCountry(value=value)
            | FromSource(value=value)
            | Tagged(value=value)
            | InUnit(value=value)
            | InBriefing(value=value)
        ):
            return _named(condition.name, value)
        case Dated(earliest=earliest, latest=latest):
            return _one_of(date_marks(earliest, latest))
        case Amount(value=value):
            low = None if value.low is None else float(value.low)
            high = None if value.high is None else float(value.high)
            return _one_of(amount_marks(low, high))
        case SourceCount(value=value):
            low_count = 0 if value.low is None else math.floor(value.low)
            return _one_of(count_marks(low_count, None if value.high is None else int(value.high)))
        case Is(value=State.DISPUTED):
            return _exactly(mark("is", "disputed"))
        case Is(value=State.SINGLE_SOURCE):
            return _one_of(count_marks(1, 1))
    return True


def _named(name: str, value: str) -> Bound:
    """A value as a name is looked for, by its first word."""
    found = pieces(fold(value).text)
    if not found:
        return True
    runs = {found[0], *(run for run in joined(fold(value).text) if run.startswith(found[0]))}
    return _any([_begun(mark(name, one)) for run in sorted(runs) for one in spellings(run)])


def _all(bounds: Sequence[Bound]) -> Bound:
    if any(bound is False for bound in bounds):
        return False
    kept = list(dict.fromkeys(bound for bound in bounds if isinstance(bound, str)))
    if not kept:
        return True
    return kept[0] if len(kept) == 1 else f"({' AND '.join(kept)})"


def _any(bounds: Sequence[Bound]) -> Bound:
    if any(bound is True for bound in bounds):
        return True
    kept = list(dict.fromkeys(bound for bound in bounds if isinstance(bound, str)))
    if not kept:
        return False
    return kept[0] if len(kept) == 1 else f"({' OR '.join(kept)})"


def _but(wanted: Bound, unwanted: Sequence[Bound]) -> Bound:
    """What is wanted, but nothing of what is not."""
    without = _any(unwanted)
    if wanted is False or without is True:
        return False
    if without is False:
        return wanted
    # FTS5 goes through all of what stands before NOT, so what is rare should stand there.
    return f"({_exactly(EVERY) if wanted is True else wanted} NOT {without})"


def _one_of(marks: Sequence[str]) -> Bound:
    return _any([_exactly(one) for one in marks])


def _exactly(word: str) -> str:
    return _quoted(word)


def _begun(word: str) -> str:
    return f"{_quoted(word)} *"


def _quoted(text: str) -> str:
    """A string of FTS5; words and marks have no quotation mark in them."""
    return f'"{text}"'

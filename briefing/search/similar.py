"""Names otherwise than they are listed: states in any language, and what sounds like a name.

Both make of a query another one, which is planned and decided on as any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from briefing.search.countries import codes_of, key_of
from briefing.search.facts import NAME, ValueTable
from briefing.search.patterns import read_terms
from briefing.search.query import (
    And,
    Condition,
    Not,
    Or,
    Query,
    Word,
    all_of,
    any_of,
    in_groups,
    none_of,
)

# Most queries find something, and ask for no sounds.
if TYPE_CHECKING:
    from briefing.search.sounds import Sound

_LONGEST_NAME: Final = 8
"""Most words of the name of a state."""

_MOST_WORDS: Final = 8
"""Words of a query for which others are looked for."""

_MOST_NAMES: Final = 5
"""Names that are taken for one word."""

_MOST_SAID: Final = 3
_LITERAL: Final = "*"  # which is no part of a name
_PIECE: Final = re.compile(r"[^\W_]+")


class Similar(msgspec.Struct, frozen=True):
    """A query for names that sound like words of one that found nothing.

    Attributes:
        words: What was typed, each with the names that are looked for in its place.
    """

    query: Query
    words: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def said(self) -> str:
        """What is found instead: ``similar to Aliyev``."""
        return similar_to(list(dict.fromkeys(name for _, names in self.words for name in names)))


def similar_to(names: Sequence[str]) -> str:
    """Say what was found instead; of many names, some."""
    return f"similar to {', '.join(names[:_MOST_SAID])}{' …' if len(names) > _MOST_SAID else ''}"


class ListedNames:
    """The names that some briefings list, as a query may have them otherwise."""

    def __init__(self, *tables: ValueTable) -> None:
        self._tables = tables

    # -- states ------------------------------------------------------------------------------------

    def with_states(self, condition: Condition) -> Condition:
        """Have the names of states that are listed looked for in the place of others, too."""
        match condition:
            case Word():
                return self._run([condition])[0]
            case Not(part=part):
                return none_of(self.with_states(part))
            case Or(parts=parts):
                return any_of([self.with_states(part) for part in parts])
            case And(parts=parts):
                return all_of(one for group in in_groups(parts) for one in self._changed(group))
        return condition

    def _changed(self, group: list[Word] | Condition) -> Sequence[Condition]:
        return self._run(group) if isinstance(group, list) else [self.with_states(group)]

    def _run(self, words: Sequence[Word]) -> Sequence[Condition]:
        """Words side by side; where names of states are among them, either these or others."""
        keys = [_LITERAL if word.literal else key_of(word.text) for word in words]
        others: list[Condition] = []
        at = named = 0
        while at < len(words):
            size, names = self._named(keys[at : at + _LONGEST_NAME])
            alternatives = [all_of([*map(Word, name.split())]) for name in names]
            others.append(any_of([all_of([*words[at : at + size]]), *alternatives]))
            at, named = at + size, named + len(names)
        return [any_of([all_of([*words]), all_of(others)])] if named else words

    def _named(self, keys: Sequence[str]) -> tuple[int, list[str]]:
        """Say how many of some words are the longest name of a state, and its other names."""
        for size in range(len(keys), 0, -1):
            key = "".join(keys[:size])
            if codes := codes_of(key):
                listed = (self._states.get(code, {}) for code in sorted(codes))
                if names := [name for one in listed for own, name in one.items() if own != key]:
                    return size, names
        return 1, []

    @cached_property
    def _states(self) -> dict[str, dict[str, str]]:
        """By code, the names that are listed of a state, each by what `key_of` makes of it."""
        found: dict[str, dict[str, str]] = {}
        values = (value for table in self._tables for value in table.of("country"))
        for name in (name for value in values if not value.is_code for name in value.names):
            for code in codes_of(key := key_of(name)):
                found.setdefault(code, {}).setdefault(key, name)
        return found

    # -- sounds ------------------------------------------------------------------------------------

    def similar(self, query: Query, occurs: Callable[[Word], bool]) -> Similar | None:
        """Have names looked for that sound like the words that occur nowhere; None if none do."""
        if query.condition is None:
            return None
        found: dict[str, tuple[str, ...]] = {}

        def names_like(word: Word) -> tuple[str, ...]:
            if word.text not in found:
                looked_for = len(found) < _MOST_WORDS and not occurs(word)
                found[word.text] = self._sounding_like(word.text) if looked_for else ()
            return found[word.text]

        condition = _with_names(query.condition, names_like)
        words = tuple((typed, names) for typed, names in found.items() if names)
        return Similar(replace(query, condition=condition), words) if words else None

    def _sounding_like(self, typed: str) -> tuple[str, ...]:
        """Give the names that sound most like a word, at most a few."""
        from briefing.search.sounds import STRONG, UNLIKE, likeness, sounds  # noqa: PLC0415

        # Letters of another script spell no word of this one, and may be fewer.
        least = STRONG if typed.isascii() else 0
        ours = [one for one in sounds(typed) if one.strength >= least]
        apart: dict[str, int] = {}
        for one in ours:
            for name, other in self._sounds.get(len(one.consonants), ()):
                apart[name] = min(apart.get(name, UNLIKE), likeness(one, other))
        nearest = min(apart.values(), default=UNLIKE)
        near = sorted(name for name, distance in apart.items() if distance == nearest < UNLIKE)
        return tuple(near[:_MOST_NAMES])

    @cached_property
    def _sounds(self) -> dict[int, list[tuple[str, Sound]]]:
        """By the number of consonants: words of names, with what they may sound like."""
        from briefing.search.sounds import sounds  # noqa: PLC0415

        listed = (
            name for table in self._tables for value in table.of(NAME) for name in value.names
        )
        words = {word for name in listed for word in _words_of(name)}
        found: dict[int, list[tuple[str, Sound]]] = {}
        for word in words:
            for sound in sounds(word):
                found.setdefault(len(sound.consonants), []).append((word, sound))
        return found


def _with_names(condition: Condition, names_like: Callable[[Word], Sequence[str]]) -> Condition:
    match condition:
        case Word(literal=False):
            words = [Word(term.typed) for term in read_terms(condition.text)]
            return all_of([any_of([*map(Word, names_like(word) or [word.text])]) for word in words])
        case And(parts=parts):
            return all_of([_with_names(part, names_like) for part in parts])
        case Or(parts=parts):
            return any_of([_with_names(part, names_like) for part in parts])
    return condition


def _words_of(name: str) -> Iterator[str]:
    """The words of a name, and what marks within them part: *Nagorno-Karabakh*, *Karabakh*."""
    for term in read_terms(name):
        yield term.typed
        yield from _PIECE.findall(term.typed)

"""A query as SQL: which cards to look at, and never one too few.

A bound of a query joins an expression of FTS5 (words) and SQL conditions (fields). The upper bound
holds of every card that the query means, and perhaps of others. The lower bound holds of none that
it does not mean; it is needed because what is left of all cards without it is an upper bound of a
negation. `briefing.search.evaluate` decides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final, NamedTuple

from briefing.search.evaluate import Judge, asked_in, refuse
from briefing.search.facts import ValueTable
from briefing.search.index.words import EVERY, LONGEST, in_joined, pieces, segmentations, spelled
from briefing.search.patterns import read_terms, spelling_term
from briefing.search.query import And, Comparison, Condition, Not, Or, Phrase, Range, Word, none_of

MATCHING: Final = "SELECT text.rowid, {rank} FROM text WHERE text MATCH ? AND text.rowid < ?"

EVERY_CARD: Final = f'"{EVERY}"'

_RANK: Final = "bm25(text, 4.0, 1.0, 0.5, 0.2, 0.2)"
_TEXT: Final = "{title body}"
_WORDS: Final = "{title body joined names}"
_WITH_PARTS: Final = "{title body joined names parts}"
"""Columns, parts of names among them: for words that may be the name of somebody together."""

_MOST_WORDS: Final = 64
"""Words that are looked for one by one in the place of their common beginning."""

_MOST_FREQUENT: Final = 4
"""Words that stand for all that begin alike, where some will do to rank."""

_LEFT_OVER: Final = 0.003
"""Share of cards that may be proposed although one of them has a word that is not wanted."""

_COMMON: Final = 0.25
"""Times a beginning of words occurs per card, so that it is no use to look for it."""

_MOST_PROBED: Final = 32
"""Values that are looked up for each card."""

_FEW: Final = 5000
"""Cards that can be listed and sorted at once."""

_SOON_READ: Final = 500
"""Cards that can be read one by one, to look for words in them."""

_FAR_FEWER: Final = 16
"""So many cards does full-text search find while one is read."""

_KEPT: Final = 512
"""What was counted in one state of the index, and is asked again at the next letter."""

EVER: Final = 1 << 62

_LAST_CHARACTER: Final = "\U0010ffff"


class Filter(NamedTuple):
    """What a field asks of cards.

    Attributes:
        test: Gives an SQL condition on a column that holds the number of a card.
        cards: A SELECT of all cards of which it holds, perhaps several times, where there is one.
        newest: A SELECT of the newest of them, where it may be old.
    """

    test: Callable[[str], str] | None
    cards: str | None = None
    newest: str | None = None


class Bound(NamedTuple):
    """Cards that have all of this.

    Attributes:
        words: An expression of FTS5; True for every card, False for none.
    """

    words: str | bool = True
    filters: tuple[Filter, ...] = ()

    @property
    def is_of_words(self) -> bool:
        return not self.filters


_NONE: Final = Bound(words=False)


class Statement(NamedTuple):
    """A SELECT of cards, newest first; its last parameter is the number before which to begin."""

    sql: str
    parameters: tuple[str, ...]
    newest: int = EVER


class Counts:
    """What was counted in one state of the index; plans ask for most of it again and again."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.beginning = lru_cache(maxsize=_KEPT)(self._read_beginning)
        self.number = lru_cache(maxsize=_KEPT)(self._read_number)

    @property
    def cards(self) -> int:
        return self.number("SELECT coalesce(sum(cards), 0) FROM briefings")

    @cached_property
    def keys(self) -> dict[str, int]:
        """The numbers of all briefings, by id."""
        return dict(self._connection.execute("SELECT id, key FROM briefings"))

    def few(self, select: str, *parameters: str) -> int:
        """Count what a SELECT gives, up to a few."""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({select}) LIMIT {_FEW})"
        return self.number(sql, *parameters)

    def _read_number(self, sql: str, *parameters: str) -> int:
        number: int = self._connection.execute(sql, parameters).fetchone()[0]
        return number

    def _read_beginning(self, letters: str) -> tuple[dict[str, int], int]:
        """Give the words of the index that begin so, the most frequent first, and the cards of all.

        They are as many as are of use, and one more where there are more.
        """
        between = (letters, f"{letters}{_LAST_CHARACTER}")
        sql = "SELECT {} FROM words WHERE word >= ? AND word < ?"
        (occurrences,) = self._connection.execute(sql.format("total(cards)"), between).fetchone()
        sql = f"{sql.format('word, cards')} ORDER BY cards DESC LIMIT {_MOST_WORDS + 1}"
        return dict(self._connection.execute(sql, between)), occurrences


class Planner:
    """Turns conditions into bounds, by what they cost in one state of the index.

    Args:
        ranked: Whether the cards are to be told apart by how well they fit.
        judge: Says in which briefings something may hold that the index cannot know.
    """

    def __init__(
        self, counts: Counts, values: ValueTable, *, ranked: bool, judge: Judge = refuse
    ) -> None:
        self._counts = counts
        self._values = values
        self._ranked = ranked
        self._judge = judge

    def statements(self, condition: Condition) -> list[Statement]:
        """Say how to list every card that satisfies a condition, each at least once."""
        bound = self._upper(condition)
        if isinstance(condition, Or) and not bound.is_of_words:
            # Each alternative is listed by the index that suits it.
            bounds = [self._upper(part) for part in condition.parts]
        else:
            bounds = [bound]
        return [self._statement(bound) for bound in bounds if bound.words is not False]

    # -- statements --------------------------------------------------------------------------------

    def _statement(self, bound: Bound) -> Statement:
        words = EVERY_CARD if bound.words is True else str(bound.words)
        listed = [(self._counts.few(one.cards), one) for one in bound.filters if one.cards]
        fewest, rarest = min(listed, key=lambda one: one[0], default=(_FEW, None))
        if rarest and fewest < _FEW and not self._ranked and self._are_fewer(fewest, bound):
            others = [one for one in bound.filters if one is not rarest]
            tests = _tests("led.card", others)
            sql = f"SELECT DISTINCT card, 0.0 FROM ({rarest.cards}) AS led WHERE card < ?{tests}"
            return Statement(f"{sql} ORDER BY card DESC", ())
        rank = _RANK if self._ranked and bound.words is not True else "0.0"
        sql = MATCHING.format(rank=rank) + _tests("text.rowid", bound.filters)
        # Where all of them are old, the newer cards need not be passed over one by one.
        selects = [one.newest for count, one in listed if one.newest and count >= _FEW]
        newest = [self._counts.number(select) for select in selects]
        return Statement(f"{sql} ORDER BY text.rowid DESC", (words,), min(newest, default=EVER))

    def _are_fewer(self, cards: int, bound: Bound) -> bool:
        """Whether so many cards are better listed than those that have the words."""
        if bound.words is True:
            return True
        if cards > _SOON_READ:
            return False
        matching = "SELECT 1 FROM text WHERE text MATCH ?"
        found = self._counts.few(matching, str(bound.words))
        return cards * _FAR_FEWER < found or found >= _FEW

    # -- conditions --------------------------------------------------------------------------------

    def _upper(self, condition: Condition) -> Bound:  # noqa: PLR0911
        match condition:
            case And(parts=parts):
                bounds = [self._upper(part) for part in parts if not isinstance(part, Word | Not)]
                unwanted = [self._lower(part.part) for part in parts if isinstance(part, Not)]
                return _but(_all([*bounds, Bound(self._words(parts))]), unwanted)
            case Or(parts=parts):
                return _any([self._upper(part) for part in parts])
            case Not(part=Or(parts=parts)):
                return self._upper(And(tuple(none_of(part) for part in parts)))
            case Not(part=part):
                return _but(Bound(), [self._lower(part)])
            case Word():
                return Bound(self._words([condition]))
            case Phrase(text=text, prefix=prefix):
                term = spelling_term(text)
                return Bound(self._phrase(term.words, prefix=prefix)) if term else Bound()
        return self._field(condition)

    def _lower(self, condition: Condition) -> Bound:
        match condition:
            case Word(text=text):
                terms = read_terms(text)
                sure = [self._surely(word, term.typed) for term in terms for word in term.words]
                return Bound(_and(sure)) if sure else _NONE
            case Comparison(value=str()) if asked_in(condition) is None:
                bound = self._field(condition)
                is_exact = bound.filters and all(one.test for one in bound.filters)
                return bound if is_exact else _NONE
        return _NONE

    # -- fields ------------------------------------------------------------------------------------

    def _field(self, condition: Comparison) -> Bound:
        field, value = condition.field, condition.value
        if isinstance(value, Range):
            return Bound(filters=(_range_filter(field, value),))
        if (asked := asked_in(condition)) is not None:
            briefings = self._judge.briefings(asked)
            return Bound() if briefings is None else self._cards_of(briefings)
        assert isinstance(value, str), "all else was asked for above"
        meant = sorted(self._values.meant(field, value))
        if not meant:
            return _NONE
        listed = f"SELECT card FROM card_values WHERE value IN ({', '.join(map(str, meant))})"
        if len(meant) > _MOST_PROBED:
            return Bound(filters=(Filter(None, listed),))
        return Bound(filters=(Filter(lambda card: f"EXISTS ({listed} AND card = {card})", listed),))

    def _cards_of(self, briefings: Collection[str]) -> Bound:
        """All cards of some briefings, by id."""
        keys = sorted({self._counts.keys[id_] for id_ in briefings if id_ in self._counts.keys})
        if not keys:
            return _NONE
        of_them = f"briefing IN ({', '.join(map(str, keys))})"
        listed = f"SELECT row AS card FROM cards WHERE {of_them}"
        test = lambda card: f"EXISTS (SELECT 1 FROM cards WHERE row = {card} AND {of_them})"  # noqa: E731
        return Bound(filters=(Filter(test, listed),))

    # -- words -------------------------------------------------------------------------------------

    def _words(self, parts: Iterable[Condition]) -> str | bool:
        """The words among the parts; together they may be the name of somebody."""
        words = [
            (word, part.literal)
            for part in parts
            if isinstance(part, Word)
            for term in read_terms(part.text)
            for word in term.words
        ]
        among = sum(not literal for _, literal in words) > 1
        return _and([self._word(word, named=not literal, among=among) for word, literal in words])

    def _word(self, word: str, *, named: bool, among: bool) -> str | bool:
        """A word in the text, or in a name by which the card may be found."""
        ways = segmentations(word)
        columns = _WITH_PARTS if named and (among or len(ways) > 1) else _WORDS
        bounds = [self._sequence(way, prefix=True) for way in ways if len(way) > 1]
        firsts = [way[0] for way in ways if len(way) == 1 or columns is _WITH_PARTS]
        bounds += [self._begun(one, columns) for first in firsts for one in spelled(first)]
        return _or(bounds)

    def _phrase(self, words: Sequence[str], *, prefix: bool) -> str | bool:
        """Words one after the other.

        Where a text skips marks inside a word, its words do not stand one after the other in the
        index: then one of them is among those joined, and the others are anywhere.
        """
        parts = [piece for word in words for piece in pieces(word)]
        if len(parts) == 1:
            return _or([self._begun(one) for one in spelled(parts[0])])
        ways = [self._sequence(parts, prefix=prefix)]
        begun = [self._begun_any(word) for word in words]
        for index, word in enumerate(words):
            joined = _or([self._begun(in_joined(one)) for one in _firsts(word)])
            ways.append(_and([joined, *begun[:index], *begun[index + 1 :]]))
        if any(len(segmentations(word)) > 1 or len(spelled(word)) > 1 for word in words):
            ways.append(_and(begun))
        return _or(ways)

    def _sequence(self, parts: Sequence[str], *, prefix: bool) -> str | bool:
        if any(len(part) > LONGEST for part in parts):
            return _and([self._begun(part) for part in parts])
        if not prefix:
            return f"{_TEXT} : {_quoted(parts)}"
        before, last = parts[:-1], parts[-1]
        words, occurrences = self._counts.beginning(last)
        if len(words) <= _MOST_WORDS:
            return _or([f"{_TEXT} : {_quoted([*before, word])}" for word in words])
        if occurrences >= _COMMON * self._counts.cards:
            return f"{_TEXT} : {_quoted(before)}"
        return f"{_TEXT} : {_quoted(parts)} *"

    def _begun_any(self, word: str) -> str | bool:
        return _or([self._begun(one) for one in _firsts(word)])

    def _surely(self, word: str, typed: str) -> str | bool:
        """A word that is in the text as the index knows it, whatever else it may mean."""
        known = word == "".join(pieces(word)) and len(spelled(word)) == 1 and len(word) <= LONGEST
        if not known or typed.isupper():
            return False
        words, _ = self._counts.beginning(word)
        return _any_word(self._most_frequent(words), _TEXT) if words else False

    def _most_frequent(self, words: Mapping[str, int]) -> Iterator[str]:
        """Words without any of which few cards are left, if they are as if strewn by chance."""
        left_over = 1.0
        for word, cards in words.items():
            if left_over > _LEFT_OVER:
                yield word
            left_over *= 1 - cards / self._counts.cards

    def _begun(self, letters: str, columns: str = _WORDS) -> str | bool:
        """A word that begins so.

        FTS5 would gather all places of all these words before it gave the first; any of some words
        it finds one after the other.
        """
        words, occurrences = self._counts.beginning(letters[:LONGEST])
        if not words:
            return False
        if len(words) <= _MOST_WORDS:
            return _any_word(words, columns)
        if occurrences >= _COMMON * self._counts.cards:
            if self._ranked:
                most_frequent = _any_word(islice(words, _MOST_FREQUENT), columns)
                return f"({most_frequent} OR {EVERY_CARD})"
            return True
        return f"{columns} : {_quoted([letters[:LONGEST]])} *"


def _range_filter(field: str, wanted: Range) -> Filter:
    """Numbers from one to another, both included, as floating-point numbers compare them."""
    start = "-9e999" if wanted.low is None else repr(float(wanted.low))
    stop = "9e999" if wanted.high is None else repr(float(wanted.high))
    listed = f"SELECT card FROM card_numbers WHERE field = '{field}'"
    begin_within = f"{listed} AND low BETWEEN {start} AND {stop}"
    reach_into = f"{listed} AND low < {start} AND high >= {start} AND low < high"
    cards = f"{begin_within} UNION ALL {reach_into}"
    recent = listed.replace("card", "*", 1)
    newest = (
        f"SELECT coalesce((SELECT max(card) FROM ({recent} ORDER BY card DESC LIMIT {_FEW})"
        f" WHERE low <= {stop} AND high >= {start}), (SELECT max(card) FROM ({cards})), 0)"
    )
    return Filter(
        lambda card: f"EXISTS ({listed} AND card = {card} AND low <= {stop} AND high >= {start})",
        cards,
        newest if field == "date" else None,
    )


def _firsts(word: str) -> list[str]:
    """First pieces of a word, in all ways in which it may stand in a text."""
    return sorted({one for way in segmentations(word) for one in spelled(way[0])})


# -- algebra ---------------------------------------------------------------------------------------


def _all(bounds: Sequence[Bound]) -> Bound:
    words = _and([bound.words for bound in bounds])
    return Bound(words, tuple(one for bound in bounds for one in bound.filters))


def _any(bounds: Sequence[Bound]) -> Bound:
    kept = [bound for bound in bounds if bound.words is not False]
    if all(bound.is_of_words for bound in kept):
        return Bound(_or([bound.words for bound in kept]))
    if any(bound.words is True and not any(one.test for one in bound.filters) for bound in kept):
        return Bound()
    listed = [bound.filters[0].cards for bound in kept if bound.words is True]
    cards = " UNION ALL ".join(one for one in listed if one)
    is_listed = all(listed) and len(listed) == len(kept)
    alternatives = Filter(
        lambda card: f"({' OR '.join(_tested(bound, card) for bound in kept)})",
        cards if is_listed else None,
    )
    return Bound(filters=(alternatives,))


def _but(wanted: Bound, unwanted: Sequence[Bound]) -> Bound:
    """What is wanted, but none of these, each of which is sure not to be."""
    words = _or([bound.words for bound in unwanted if bound.is_of_words])
    tests = [_not(bound) for bound in unwanted if not bound.is_of_words]
    if words is False or wanted.words is False:
        return Bound(wanted.words, (*wanted.filters, *tests))
    # FTS5 goes through all of what stands before NOT, so what is rare should stand there.
    without = f"({EVERY_CARD if wanted.words is True else wanted.words} NOT {words})"
    return Bound(without, (*wanted.filters, *tests))


def _not(bound: Bound) -> Filter:
    return Filter(lambda card: f"NOT {_tested(bound, card)}")


def _tested(bound: Bound, card: str) -> str:
    """A bound as an SQL condition on the number of a card."""
    tests = [one.test(card) for one in bound.filters if one.test]
    if bound.words is not True:
        tests.append(f"{card} IN (SELECT rowid FROM text WHERE text MATCH '{bound.words}')")
    return f"({' AND '.join(tests)})"


def _tests(card: str, filters: Iterable[Filter]) -> str:
    return "".join(f" AND {one.test(card)}" for one in filters if one.test)


def _and(bounds: Sequence[str | bool]) -> str | bool:
    if any(bound is False for bound in bounds):
        return False
    return _connected(bounds, " AND ", nothing=True)


def _or(bounds: Sequence[str | bool]) -> str | bool:
    if any(bound is True for bound in bounds):
        return True
    return _connected(bounds, " OR ", nothing=False)


def _connected(bounds: Sequence[str | bool], sign: str, *, nothing: bool) -> str | bool:
    kept = list(dict.fromkeys(bound for bound in bounds if isinstance(bound, str)))
    if len(kept) > 1:
        return f"({sign.join(kept)})"
    return kept[0] if kept else nothing


def _any_word(words: Iterable[str], columns: str) -> str:
    alternatives = " OR ".join(_quoted([word]) for word in words)
    return f"{columns} : ({alternatives})"


def _quoted(words: Sequence[str]) -> str:
    return f'"{" ".join(words)}"'

"""What in a source may belong on a card: words, numbers, dates, names and reactions in a passage.

Only what the words themselves give is told; what a passage does not say is left out, never guessed.
Each finding names the sentences to cite.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final

import msgspec

from briefing.desk.naming import ActorFound, Mention, actors_in, mentions
from briefing.evidence.checks.cards import AGAINST, FOR
from briefing.evidence.dates import DateMention, lies_in, read_dates
from briefing.evidence.names import Lexicon
from briefing.evidence.numbers import Number, read_numbers, scale
from briefing.evidence.states import state_of
from briefing.evidence.surroundings import unit_of
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import is_word
from briefing.evidence.words import is_telling, word_set
from briefing.model.dates import EdtfDate, last_day
from briefing.model.vocabulary import ActorType, Qualifier, Stance

__all__ = [
    "ActorFound",
    "DateFound",
    "NumberFound",
    "QuotationFound",
    "ReactionFound",
    "actors_in",
    "dates_in",
    "numbers_in",
    "quotations_in",
    "reactions_in",
]


# -- quotations ------------------------------------------------------------------------------------


class QuotationFound(msgspec.Struct, frozen=True):
    """What a source puts between quotation marks.

    Attributes:
        words: As printed, without the marks.
        passage: The sentences that it is part of.
        speaker: Who probably says it, as printed; None where nobody is named as saying so.
        actor: The speaker's id, where listed.
    """

    words: str
    passage: Passage
    speaker: str | None = None
    actor: str | None = None


_FEWEST: Final = 4
"""Words under which a quotation is a term and no statement."""

_SAYING: Final = word_set("""
said says told tells argued argues warned warns added adds stated states asked asks insisted insists
wrote writes called calls declared declares noted replied conceded admitted denied according reads
read described describes announced announces
""")
_DOCUMENTS: Final = word_set("statement declaration communique report letter resolution document")
_HE: Final = word_set("he she")
_FAR: Final = 14
"""Tokens over which a word of saying may be that of a quotation."""

_APPOSED: Final = 5
"""Tokens between a name and its word of saying."""

_RELATIVE: Final = word_set("which who whom")
_CLAUSES: Final = word_set("while but that which who whom although whereas")


def quotations_in(passage: Passage, lexicon: Lexicon) -> list[QuotationFound]:
    """Find the quotations in a passage, but for single terms and titles."""
    text, found = passage.text, []
    for start, end in text.quoted:
        first = bisect_left(text.spans, start, key=lambda span: span.start)
        last = bisect_left(text.spans, end, key=lambda span: span.start)
        if not passage.first <= first < last <= passage.last:
            continue
        quoted = Passage(text, first, last)
        if sum(map(is_word, quoted.tokens)) < _FEWEST or _is_title(quoted):
            continue
        by = _speaker(quoted, lexicon)
        speaker, actor = (by.words, by.actor) if by else (None, None)
        words = text.line(start, end).strip().rstrip(",")
        found.append(QuotationFound(words, quoted.sentences, speaker, actor))
    return found


def _is_title(quoted: Passage) -> bool:
    """Whether nearly all its words have capitals."""
    capitals = [quoted.capital(at) for at, one in enumerate(quoted.tokens) if is_telling(one)]
    return sum(capitals) > 0.7 * len(capitals)


def _speaker(quoted: Passage, lexicon: Lexicon) -> Mention | None:
    """Who is named beside the word of saying that is closest to a quotation in its paragraph."""
    text = quoted.text
    paragraph = text.paragraph(quoted.paragraph)
    found = [
        (quoted.first - at if at < quoted.first else at - quoted.last + 1, at)
        for at in range(paragraph.first, paragraph.last)
        if text.tokens[at] in _SAYING and not text.is_quoted(at, at + 1)
    ]
    named = [
        one
        for one in mentions(text.whole, lexicon)
        if one.last <= paragraph.last and not text.is_quoted(one.first, one.last)
    ]
    for far, at in sorted(found):
        if far <= _FAR and (by := _subject(text, at, named)):
            return by
    return None


def _subject(text: SourceText, verb: int, named: Sequence[Mention]) -> Mention | None:
    """Whose word of saying it is: named before it in its clause, or right after it."""
    before = text.tokens[verb - 1] if verb else ""
    earlier = [one for one in named if one.last <= verb]
    if before in _HE:
        return next((one for one in reversed(earlier) if one.type is ActorType.PERSON), None)
    if before in _DOCUMENTS:
        same = (one for one in reversed(earlier) if text.tokens[one.last - 1] == before)
        at = verb - 1
        return next(same, Mention(at, verb, f"the {before}", before))
    after = [one for one in named if verb < one.first <= verb + _APPOSED]
    clause = _clause(text, verb)
    inside = [one for one in earlier if one.first >= clause and verb - one.last <= _APPOSED]
    sides = (inside[::-1], after) if inside else (after,)
    return next((one for side in sides for one in _people_first(side)), None)


def _people_first(named: Sequence[Mention]) -> list[Mention]:
    return sorted(named, key=lambda one: one.type is not ActorType.PERSON)


def _clause(text: SourceText, at: int) -> int:
    """Where the clause begins that a token is part of, as far as small words tell."""
    first = Passage(text, at, at + 1).sentences.first
    words = _CLAUSES
    if at and "," in text.text[text.spans[at - 1].end : text.spans[at].start]:
        words -= _RELATIVE  # what they begin has ended there
    breaks = [n + 1 for n in range(first, at) if text.tokens[n] in words]
    return max([first, *breaks])


# -- numbers ---------------------------------------------------------------------------------------


class NumberFound(msgspec.Struct, frozen=True):
    """A number that counts something.

    Attributes:
        value: In digits, with a full stop; None where there are `low` and `high`.
        unit: As a figure would have it; of what is only counted, the noun.
        measure: What it counts, in words of the text.
        words: As reported, from what hedges it up to what it counts.
        passage: The sentence that it stands in.
    """

    value: str | None
    unit: str | None
    measure: str
    qualifier: str | None
    words: str
    passage: Passage
    low: str | None = None
    high: str | None = None


_NOT_COUNTED: Final = word_set(
    "countries country sides side nations parties states comment comments"
)
_LONGEST: Final = 6
"""Most tokens of what a number counts."""

_LENGTHS: Final = word_set("long old")
"""After a unit these belong to it: “three-decade-long”."""

_OF: Final = word_set("of")
_THE: Final = word_set("the a an its their")
_SCALES: Final = word_set("thousand million billion trillion")
_OWN: Final = word_set("more other additional new further last next past first")
_PLURAL: Final = {"per cent": "per cent", "century": "centuries"}


def numbers_in(passage: Passage, lexicon: Lexicon) -> list[NumberFound]:
    """Find the numbers in a passage that count or measure something, but for dates and names."""
    taken = {at for one in read_dates(passage, None) for at in range(one.first, one.last)}
    for one in mentions(passage, lexicon):
        taken |= {at - passage.first for at in range(one.first, one.last)}
    numbers = [
        one
        for one in read_numbers(passage)
        if not one.ordinal and one.first not in taken and not isinstance(one.value, str)
    ]
    found = []
    for at, number in enumerate(numbers):
        other = numbers[at + 1] if at + 1 < len(numbers) else None
        is_low = other is not None and _is_range(passage, number, other)
        if at and _is_range(passage, numbers[at - 1], number):
            continue
        if counted := _counted(passage, number, other if is_low else None):
            found.append(counted)
    return found


def _is_range(passage: Passage, low: Number, high: Number) -> bool:
    between = passage.tokens[low.last : high.first]
    if between == ["and"]:
        return passage.tokens[low.first - 1 : low.first] == ["between"]
    dash = not between and passage.gap(low.last - 1).strip() in ("-", "–")
    return (between == ["to"] or dash) and _decimal(low) < _decimal(high)


def _counted(passage: Passage, number: Number, high: Number | None) -> NumberFound | None:
    last = (high or number).last
    measured = unit_of(passage, high or number)
    before = passage.tokens[number.first - 1] if number.first else ""
    share = not number.digits and measured is None and _value(number) < 1
    noun = _measured(passage, last) if share else _noun(passage, last)
    if not number.digits and (number.value == 1 or (number.value == 2 and before == "the")):
        return None
    nouns = passage.tokens[noun[0] : noun[1]]
    if measured is None and (
        all(map(_is_adjective, nouns)) or (_value(number) <= 2 and _NOT_COUNTED & set(nouns))
    ):
        return None
    unit = measured.word if measured else _head(passage, *noun)
    if measured:
        end = _unit_end(passage, high or number)
        noun = _measured(passage, end)
        unit = _PLURAL.get(measured.word, f"{measured.word}s")
        last = end
    hedged = _hedged_from(passage, number)
    end = noun[1] if noun[0] < noun[1] else last
    size = _scale(passage, high or number)
    if size:
        unit = f"{size} {unit}"
    value = _decimal(number) * 100 if share else _decimal(number) / scale(size)
    return NumberFound(
        value=None if high else _plain(value),
        unit="per cent" if share else unit,
        measure=passage.printed(*noun) if noun[0] < noun[1] else "",
        qualifier=None if number.hedge is Qualifier.EXACT else number.hedge.value,
        words=passage.printed(hedged, end),
        passage=Passage(passage.text, passage.first + number.first, passage.first + last).sentences,
        low=_plain(value) if high else None,
        high=_plain(_decimal(high) / scale(size)) if high else None,
    )


def _scale(passage: Passage, number: Number) -> str:
    """The word such as “million” that a number ends in, which is said with the unit."""
    word = passage.tokens[number.last - 1]
    return word if word in _SCALES and number.digits else ""


def _value(number: Number) -> Fraction:
    assert isinstance(number.value, Fraction)
    return number.value


def _decimal(number: Number) -> Decimal:
    value = _value(number)
    return Decimal(value.numerator) / Decimal(value.denominator)


def _plain(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP) if value % 1 else value
    return f"{rounded.normalize():f}"


def _noun(passage: Passage, first: int) -> tuple[int, int]:
    """The words from a token on that may say what is counted: up to a small word or a mark."""
    last = first
    while last < len(passage.tokens) and last - first < _LONGEST:
        gap = passage.gap(last - 1) if last else ""
        token = passage.tokens[last]
        if set(gap) & set(',.;:()?!—–“”"') or "\n\n" in gap or token[0].isdigit():
            break
        if last > first and _is_plural(passage.tokens[last - 1]) and token != "of":
            break  # what follows a plural is mostly a verb
        joins = token == "of" and last > first and last + 1 < len(passage.tokens)
        if not (is_telling(token) or token in _OWN or joins):
            break
        last += 1
    while last > first and not is_telling(passage.tokens[last - 1]):
        last -= 1
    return first, last


def _head(passage: Passage, first: int, last: int) -> str:
    """The noun of some words: that before *of*, else the first in the plural, else the last."""
    words = passage.tokens[first:last]
    end = words.index("of") if "of" in words else len(words)
    plural = next((at for at in range(end) if _is_plural(words[at])), end - 1)
    return passage.printed(first + plural, first + plural + 1)


def _is_plural(word: str) -> bool:
    return word.endswith(("s", "men", "women", "children", "people")) and not word.endswith("ss")


def _unit_end(passage: Passage, number: Number) -> int:
    """The token after the unit of a number; that after the number where a sign says it."""
    unit = unit_of(passage, number)
    for at in range(number.last, min(number.last + 3, len(passage.tokens))):
        if unit_of(passage, msgspec.structs.replace(number, last=at + 1)) != unit:
            return at + 1 + (passage.tokens[at] == "per")
    return number.last


def _measured(passage: Passage, end: int) -> tuple[int, int]:
    """What is measured in a unit that ends at a token: “per cent of the water”."""
    at = end
    for words in (_LENGTHS, _OF, _THE):
        if words is _THE and passage.tokens[at - 1] not in _OF:
            break
        if passage.tokens[at : at + 1] and passage.tokens[at] in words:
            if passage.gap(at - 1) not in (" ", "-"):
                break
            at += 1
    return _noun(passage, at)


def _is_adjective(word: str) -> bool:
    return state_of(word) is not None and not word.endswith("s")


def _hedged_from(passage: Passage, number: Number) -> int:
    """The first token of what hedges a number before it; else the number's own."""
    if number.hedge is Qualifier.EXACT:
        return number.first
    for first in range(number.first - 1, max(-1, number.first - _HEDGE), -1):
        part = Passage(passage.text, passage.first + first, passage.first + number.last)
        if any(one.hedge is number.hedge for one in read_numbers(part)):
            return first
    return number.first


_HEDGE: Final = 5
"""More tokens than any hedge has."""


# -- dates -----------------------------------------------------------------------------------------


class DateFound(msgspec.Struct, frozen=True):
    """A date that a text gives, or that follows from when it speaks.

    Attributes:
        date: In EDTF; ``?`` after it where it is only probable.
        how: Out of what it follows, in words.
        passage: The sentence that it stands in.
        words: As printed.
    """

    date: str
    how: str
    passage: Passage
    words: str


def dates_in(passage: Passage, speaks_on: EdtfDate | None) -> list[DateFound]:
    """Find the dates in a passage; those are left out of which the year cannot be told."""
    found = []
    read = read_dates(passage, speaks_on)
    inside = {(one.first, one.last) for one in read if _is_inside(one, read)}
    for (first, last), several in groupby(read, key=lambda one: (one.first, one.last)):
        likely = list(several)
        best = _likeliest(likely, passage, speaks_on)
        edtf = _edtf(best) if best else None
        if best is None or edtf is None or (first, last) in inside or _is_vague(best, passage):
            continue
        printed = passage.printed(first, last)
        how = f"“{printed}” in ¶{passage.text.paragraph_of(passage.first + first)}"
        if best.reckoned and speaks_on is not None:
            how += f"; the source speaks on {speaks_on.label}"
            doubtful = len(likely) > 1 or speaks_on.uncertain
            edtf = "/".join(f"{one}?" for one in edtf.split("/")) if doubtful else edtf
        part = Passage(passage.text, passage.first + first, passage.first + last)
        found.append(DateFound(edtf, how, part.sentences, printed))
    return found


def _is_inside(mention: DateMention, others: Sequence[DateMention]) -> bool:
    """Whether it is part of another, or a bare year of which another tells the month."""
    is_year = mention.last - mention.first == 1 and mention.month is None
    return any(
        (one.last == mention.last and one.first < mention.first)
        or (is_year and one.month is not None and lies_in(one, mention))
        for one in others
    )


def _is_vague(mention: DateMention, passage: Passage) -> bool:
    """Whether nothing is told by it: “today” of a year, or the years of a copyright."""
    around = passage.tokens[max(0, mention.first - 3) : mention.first]
    if "©" in around or "copyright" in around:
        return True
    if not mention.reckoned or mention.earliest is None or mention.latest is None:
        return False
    is_year = "year" in passage.tokens[mention.first : mention.last]
    return (mention.latest - mention.earliest).days > _MONTH and not is_year


_MONTH: Final = 31


def _likeliest(
    likely: Sequence[DateMention], passage: Passage, speaks_on: EdtfDate | None
) -> DateMention | None:
    """Of the days that a date may mean the one that is clearly the nearest; None for neither.

    A day of the week is the last one, unless what stands before it speaks of what is to come.
    """
    now = speaks_on.latest if speaks_on else None
    if len(likely) == 1 or now is None:
        return likely[0]
    far = [(abs((_first_day(one) - now).days), one) for one in likely]
    (near, best), (other, _) = sorted(far, key=lambda one: one[0])[:2]
    if other < _MONTH:
        before = passage.tokens[max(0, best.first - _CLAUSE) : best.first]
        is_coming = not _COMING.isdisjoint(before)
        return max(likely, key=_first_day) if is_coming else min(likely, key=_first_day)
    return best if near < _CLEARLY * other else None


def _first_day(one: DateMention) -> date:
    return one.earliest or date.min


_CLAUSE: Final = 8
_COMING: Final = word_set("will shall by until due next to")
_CLEARLY: Final = 0.75
"""How much nearer one of two days must be to be the one that is meant."""


def _edtf(mention: DateMention) -> str | None:
    first, last = mention.earliest, mention.latest
    if first is None or last is None:
        return None
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = f"{first.year:04}", f"{last.year:04}"
        return years[0] if years[0] == years[1] else "/".join(years)
    is_month = first.day == 1 and last.day == last_day(last.year, last.month)
    if is_month and (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04}-{first.month:02}"
    return f"{first.isoformat()}/{last.isoformat()}"


# -- reactions -------------------------------------------------------------------------------------


class ReactionFound(msgspec.Struct, frozen=True):
    """What somebody makes of what happened.

    Attributes:
        actor: Id, where listed.
        name: As printed.
        verb: The word that says so, as printed.
        words: That word and what follows it, up to the end of the clause.
        stance: Where the verb has one.
        passage: The sentence.
    """

    actor: str | None
    name: str
    verb: str
    words: str
    stance: str | None
    passage: Passage


_STANCES: Final = {
    Stance.WELCOMES: (*FOR[:6], "congratul", "applaud"),
    Stance.SUPPORTS: ("endors", "support", "backed", "backing", "approv"),
    Stance.SKEPTICAL: ("doubt", "skeptic", "sceptic", "critici"),
    Stance.OPPOSES: tuple(one for one in AGAINST if one != "refus"),
}
_REACTING: Final = (
    *("urg", "stress", "emphasi", "underscor", "echo", "reaffirm", "underlin", "encourag"),
    *("described", "voiced", "hop"),
)
_ENDINGS: Final = ("ed", "es", "s", "ing", "e", "")
_UP_TO: Final = 12
"""Most words of a reaction."""

_SUBJECT_WITHIN: Final = 24
"""Tokens over which somebody named is taken for whose verb it is."""

_CONVEYING: Final = word_set("expressed voiced conveyed offered expresses voices conveys offers")
_NOUNS: Final = word_set("support approval doubts doubt backing welcome")


def reactions_in(passage: Passage, lexicon: Lexicon) -> list[ReactionFound]:
    """Find who welcomes, supports, doubts or opposes, or reacts by a verb that takes no side."""
    found: dict[tuple[int, str], ReactionFound] = {}
    text = passage.text
    named = mentions(passage, lexicon)
    for at in range(passage.first, passage.last):
        if text.is_quoted(at, at + 1):
            continue
        stance = _stance(text, at)
        if stance is None and not _reacts(text.tokens[at]):
            continue
        by = _who(text, at, named)
        if by is None:
            continue
        sentence = Passage(text, at, at + 1).sentences
        start = _conveyed(text, at)
        one = ReactionFound(
            actor=by.actor,
            name=by.words,
            verb=text.slice(start, start + 1),
            words=text.slice(start, min(sentence.last, start + _UP_TO)),
            stance=stance and stance.value,
            passage=sentence,
        )
        known = found.get((sentence.first, by.key))
        if known is None or (known.stance is None and one.stance):
            found[sentence.first, by.key] = one
    return list(found.values())


def _stance(text: SourceText, at: int) -> Stance | None:
    token = text.tokens[at]
    if not token.endswith(("ed", "es", "s")) and token not in _NOUNS:
        return None
    if token in _NOUNS and _conveyed(text, at) == at:
        return None
    return next((stance for stance, roots in _STANCES.items() if token.startswith(roots)), None)


def _conveyed(text: SourceText, at: int) -> int:
    """Where the verb stands: before a noun, that by which somebody conveys it."""
    if text.tokens[at] not in _NOUNS:
        return at
    before = range(max(0, at - _APPOSED), at)
    return next((one for one in before if text.tokens[one] in _CONVEYING), at)


def _reacts(token: str) -> bool:
    return token.startswith(_REACTING) and token.endswith(("ed", "es", "s"))


def _who(text: SourceText, verb: int, named: Sequence[Mention]) -> Mention | None:
    """Whose verb it is: a person named before it in its clause, else who is named last."""
    clause = _clause(text, verb)
    inside = [
        one
        for one in named
        if clause <= one.first and one.last <= verb and verb - one.last <= _SUBJECT_WITHIN
    ]
    people = [one for one in inside if one.type is ActorType.PERSON]
    others = [one for one in inside if one.type not in (ActorType.PLACE, ActorType.UNKNOWN)]
    return people[0] if people else others[-1] if others else None

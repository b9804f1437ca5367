"""Texts in other languages, with the words for numbers, dates and units put into English.

No sentence is translated. What ``foreign.txt`` lists is read as if it stood in English, so that
“zehn Euro” bears “10 euros” out, and “19 de noviembre” November 19. All other words stay as they
are. The list is read when a source in another language is first checked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from briefing.evidence.checking import Cited, Excerpt
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import Span, tokens
from briefing.evidence.word_lists import lines_of
from briefing.model.dates import MONTHS

_FILE: Final = Path(__file__).with_suffix(".txt")
_LANGUAGES: Final = ("de", "fr", "es", "it", "pt", "nl", "ru")

_UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES: Final = {
    **{word: number for number, word in enumerate((*_UNITS, *_TEENS), start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
}
_ALONE: Final = ("hundred", "thousand")
"""Scales that other languages write without the *one* of English."""

_SIZES: Final = (*_ALONE, "million", "billion", "trillion")
_PARTS: Final = ("third", "quarter")

_AND: Final = {"fr": "et", "es": "y", "it": "e", "pt": "e", "ru": "и", "de": "und", "nl": "en"}
_OF: Final = ("de", "del", "d")
"""What stands between the day, the month and the year in Spanish and Portuguese."""

_DAY: Final = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:er|[ºo°])?")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_DATE: Final = re.compile(r"(0?[1-9]|[12]\d|3[01])([./])(0?[1-9]|1[0-2])\2((?:1[5-9]|20)\d\d)")
_THOUSANDS: Final = re.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?")
_FRACTION: Final = re.compile(r"0,\d+")
_MILA: Final = re.compile(r"(\d+)mila", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"\d[\d.,]*")


def in_english(cited: Cited) -> Cited:
    """Read the passages in other languages as far as possible as if they were English."""
    if not cited.is_foreign:
        return cited
    excerpts = [one if one.source.is_english else _Glossed(one) for one in cited.excerpts]
    return replace(cited, excerpts=excerpts)


def as_printed(excerpt: Excerpt, first: int, last: int) -> str:
    """What stands in the source where something was read in a passage."""
    if isinstance(excerpt, _Glossed):
        return excerpt.as_printed(first, last)
    return excerpt.passage.printed(first, last)


class _Gloss(NamedTuple):
    """A text with known words in English; of each of its tokens, where it is from in the source."""

    text: SourceText
    origins: Sequence[Span]  # first token, and the one after the last


class _Glossed(Excerpt):
    """A passage in another language, with known words in English."""

    def __init__(self, excerpt: Excerpt) -> None:
        self._source_text = excerpt.passage.text
        self._gloss = gloss(self._source_text, excerpt.source.language or "")
        first, last = (
            bisect_left(self._gloss.origins, edge, key=lambda origin: origin.start)
            for edge in (excerpt.passage.first, excerpt.passage.last)
        )
        passage = Passage(self._gloss.text, first, last)
        super().__init__(passage, excerpt.source, excerpt._lexicon)

    def as_printed(self, first: int, last: int) -> str:
        found = self._gloss.origins[self.passage.first + first : self.passage.first + last]
        return self._source_text.slice(found[0].start, found[-1].end)


# -- words -----------------------------------------------------------------------------------------

_Phrases = Mapping[str, Sequence[tuple[list[str], str]]]
"""By the first token: phrases of a language, the longest first, and what each is in English."""


@cache
def _phrases(language: str) -> _Phrases:
    found: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    if language in _LANGUAGES:
        column = 1 + _LANGUAGES.index(language)
        for line in lines_of(_FILE):
            columns = line.split("|")
            for form in columns[column].split():
                phrase = tokens(form.replace("_", " "))
                found[phrase[0]].append((phrase, columns[0]))
    for same in found.values():
        same.sort(key=lambda one: -len(one[0]))
    return found


_JOINS: Final = {"de": ("und",), "nl": ("en", "ën"), "it": ("",), "es": ("",)}
"""What joins a unit and tens in one word, in whichever order."""

_SCALES: Final = {
    "de": (("tausend", 1000), ("hundert", 100)),
    "nl": (("duizend", 1000), ("honderd", 100)),
    "it": (("mila", 1000), ("mille", 1000), ("cento", 100), ("cent", 100)),
}
_WITHIN: Final = {"es": {"veinti": 20, "dós": 2, "trés": 3, "séis": 6}, "it": {"tré": 3}}
"""Forms that numbers take only within a longer one."""


@cache
def _values(language: str) -> Mapping[str, int]:
    """By the word of a language for it, each number up to twenty, and each of the tens."""
    found = {
        phrase[0]: _VALUES[english]
        for phrases in _phrases(language).values()
        for phrase, english in phrases
        if english in _VALUES and len(phrase) == 1
    }
    if language == "it":
        found |= {word[:-1]: value for word, value in found.items() if value in range(20, 100, 10)}
    return found | _WITHIN.get(language, {})


@lru_cache(maxsize=8192)
def _compound(word: str, language: str) -> int | None:
    """What a number amounts to that is one word: *fünfundzwanzig*, *tweehonderd*, *ventidue*."""
    values = _values(language)
    if word in values:
        return values[word]
    for scale, size in _SCALES.get(language, ()):
        head, found, tail = word.partition(scale)
        if found:
            times = _compound(head, language) if head else 1
            tail = tail.removeprefix("und") if language == "de" else tail
            more = _compound(tail, language) if tail else 0
            if times is not None and more is not None:
                return times * size + more
    for join in _JOINS.get(language, ()):
        for at in range(2, len(word) - 1):
            if word.startswith(join, at):
                parts = values.get(word[:at], 0), values.get(word[at + len(join) :], 0)
                unit, tens = sorted(parts)
                if 0 < unit < 10 < tens < 100 and not tens % 10:
                    return unit + tens
    return None


_SHORTEST: Final = 6
"""Fewest letters of a number that is joined of several in one word."""


def _joined(word: str, language: str) -> str | None:
    """Write a number that is one word: in words if a hundred may be before it, else in digits."""
    if len(word) < _SHORTEST:
        return None
    whole, found, _ = word.partition("einhalb") if language == "de" else (word, "", "")
    value = _compound(whole, language)
    if value is None:
        return None
    if found:
        return f"{value}.5"  # *zweieinhalb*
    tens, unit = divmod(value, 10)
    return f"{_TENS[tens - 2]} {_UNITS[unit - 1]}" if unit and 2 <= tens < 10 else str(value)


# -- texts -----------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def gloss(text: SourceText, language: str) -> _Gloss:
    """Put the known words of a text into English, in as many paragraphs."""
    language = language.partition("-")[0].casefold()
    glosser = _Glosser(text, language)
    printed, origins = glosser.write()
    found = SourceText(printed)
    if len(found.tokens) != len(origins):
        return _Gloss(text, [Span(at, at + 1) for at in range(len(text.tokens))])
    return _Gloss(found, origins)


class _Glosser:
    """Goes over the tokens of a text and writes it anew."""

    def __init__(self, text: SourceText, language: str) -> None:
        self._text = text
        self._tokens = text.tokens
        self._language = language
        self._phrases = _phrases(language)
        self._last = ""  # the English that was written last, where only a blank follows it
        self._pieces: list[str] = []
        self._origins: list[Span] = []

    def write(self) -> tuple[str, list[Span]]:
        at = end = 0
        while at < len(self._tokens):
            count, english = self._at(at)
            start = self._text.spans[at].start
            gap = self._text.text[end:start]
            end = self._text.spans[at + count - 1].end
            if english is None:
                english = _digits(self._text.text[start:end])
            if gap.strip(" \t\n\u00a0-.") or "\n\n" in gap:
                self._last = ""
            self._add(Span(at, at + count), gap, english)
            at += count
        return "".join((*self._pieces, self._text.text[end:])), self._origins

    def _add(self, origin: Span, gap: str, english: str) -> None:
        at = origin.start
        if self._is_in(at - 1, _DAY) and english in MONTHS and gap.strip() == ".":
            gap = " "
        elif english in MONTHS and not self._is_in(at - 1, _DAY) and not self._of_day(at - 1):
            english = f"in {english}"
        elif english in _ALONE and not self._follows_number(english):
            english = f"one {english}"
        elif english in _PARTS and self._follows_number(english) and self._last != "one":
            english += "s"
        elif self._last in ("sixty", "eighty") and english in _TEENS:  # of French
            self._pieces[-1] = {"sixty": "seventy", "eighty": "ninety"}[self._last]
            english = "" if english == "ten" else _UNITS[_TEENS.index(english) - 1]
        if english:
            self._pieces += (gap, english)
            self._origins += [origin] * len(tokens(english))
            self._last = english

    def _follows_number(self, english: str) -> bool:
        """Whether a number stands before it that it may go with: no thousand before a hundred."""
        before = self._last.rpartition(" ")[2]
        if before in _VALUES or before[:1].isdigit():
            return True
        return before in _SIZES and english != "hundred"

    def _is_in(self, at: int, form: re.Pattern[str]) -> bool:
        return 0 <= at < len(self._tokens) and form.fullmatch(self._tokens[at]) is not None

    def _of_day(self, at: int) -> bool:
        """Whether an *of* stands there that is left out, and a day before it."""
        return self._tokens[at : at + 1] != [] and at > 0 and self._at(at) == (1, "")

    def _at(self, at: int) -> tuple[int, str | None]:
        """How many tokens are put into English there, and how; None for as they are."""
        token = self._tokens[at]
        if token in _OF and (self._is_in_date(at) or self._is_in_number(at)):
            return 1, ""
        if token == _AND.get(self._language) and (joined := self._joins(at)) is not None:
            return 1, joined
        for phrase, english in self._phrases.get(token, ()):
            if self._tokens[at : at + len(phrase)] == phrase:
                return len(phrase), english
        return 1, _joined(token, self._language)

    def _is_in_date(self, at: int) -> bool:
        """Whether it stands between a day and a month, or between a month and a year."""
        if self._is_in(at + 1, _YEAR):
            return self._is_month(at - 1)
        return self._is_in(at - 1, _DAY) and self._is_month(at + 1)

    def _is_in_number(self, at: int) -> bool:
        """Whether it stands within a number: *une vingtaine de milliards*."""
        phrases = self._phrases.get("".join(self._tokens[at + 1 : at + 2]), ())
        large = any(english in _SIZES for _, english in phrases)
        return large and self._follows_number("")

    def _is_month(self, at: int) -> bool:
        phrases = self._phrases.get(self._tokens[at], ()) if 0 <= at < len(self._tokens) else ()
        return any(english in MONTHS for _, english in phrases)

    def _joins(self, at: int) -> str | None:
        """What *and* is between two days, or within a number; None elsewhere."""
        if self._is_in(at - 1, _AMOUNT) and self._is_in(at + 1, _AMOUNT):
            return "and"
        if self._language in _JOINS and self._language != "es":
            return None
        if self._last in _TENS:
            return ""
        return "and" if self._last.endswith(_ALONE) else None


def _digits(printed: str) -> str:
    """Write a number or a date in digits as English does."""
    if date := _DATE.fullmatch(printed):
        day, _, month, year = date.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    if number := _THOUSANDS.fullmatch(printed):
        whole, part = number.groups()
        return whole.replace(".", ",") + (f".{part}" if part else "")
    if _FRACTION.fullmatch(printed):
        return printed.replace(",", ".")
    if mila := _MILA.fullmatch(printed):  # of Italian
        return f"{mila[1]} thousand"
    day = _DAY.fullmatch(printed)
    return day[1] if day else printed

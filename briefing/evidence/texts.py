"""A source's text, by paragraph and by word, and the passages that citations name in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Final

import msgspec

from briefing.evidence.tokens import (
    LineEnds,
    Span,
    is_word,
    join_lines,
    joined_in_all_ways,
    short_fingerprint,
    token_spans,
    tokens,
)
from briefing.model.errors import BriefingError
from briefing.model.text import clean, words

ELLIPSIS: Final = "…"
"""Stands between the first and the last words of a passage."""

FEWEST_WORDS: Final = 6
"""A shorter passage could stand anywhere; with a "not" put in, it could still be found."""

_EDGE: Final = 4
"""Words at either end by which a passage is named; authors may write no more."""

_SHOWN: Final = 8
"""Words by which the beginning of a paragraph is shown."""

_MOST_NUMBERS: Final = 9
"""Passages with the same first words that are proposed by their numbers."""

_MOST_MORE: Final = 40
"""Words by which a passage may be made longer to be told from others."""

_SHORT: Final = 4
"""A full stop after at most so many letters may be an abbreviation's, and ends no sentence."""

_QUOTES: Final = '"“”„«»'
_SENTENCE_END: Final = re.compile(rf"[.!?][{_QUOTES}’'›)\]]*\s+|[{_QUOTES}]")
"""Where a sentence may end; or a quotation mark."""

ATTRIBUTION: Final = re.compile(r"\s*(?:\[[^]]{2,60}\]|\([^)]{2,60}\)|[—–]\s?[^.]{2,60})\s*")
"""A paragraph that only says whose words those before it are."""

_QUOTE: Final = re.compile(f"[{_QUOTES}]")
_NO_WORDS: Final = re.compile(rf"[{_QUOTES}{ELLIPSIS}]|\.{{3,}}")
_AT_EDGES: Final = " .,;:!?…–—-()[]"
_BLANKS: Final = re.compile(r"\s+")
_BREAK: Final = re.compile(r"\u00ad[^\S\n]*\n[^\S\n]*(?=[^\W_])")
"""Where a word is broken at the end of a line."""

_PARAGRAPH: Final = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*")


class PassageError(BriefingError):
    """A citation names no passage that an anchor could hold; `fix` says what to write instead."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


class Passage(msgspec.Struct, frozen=True, dict=True):
    """A stretch of a text, from the token with one index up to that with another.

    What is read in a passage (numbers, dates, names) has indices that count from its first token.
    """

    text: SourceText
    first: int
    last: int

    @classmethod
    def of(cls, text: str) -> Passage:
        return SourceText(text).whole

    @cached_property
    def tokens(self) -> list[str]:
        return self.text.tokens[self.first : self.last]

    @property
    def span(self) -> Span:
        return self.text.span(self.first, self.last)

    @property
    def printed_span(self) -> Span:
        """Where it stands, with the quotation marks and full stops that cling to its ends."""
        text, (start, end) = self.text.text, self.span
        while start > 0 and _opens(text[start - 1]):
            start -= 1
        while end < len(text) and _closes(text[end]):
            end += 1
        return Span(start, end)

    @property
    def words(self) -> str:
        return self.text.slice(self.first, self.last)

    @property
    def sentences(self) -> Passage:
        """The whole sentences that it is part of; more of them where their ends are not certain."""
        starts = self.text.sentence_starts
        first = starts[bisect_right(starts, self.first) - 1]
        return Passage(self.text, first, starts[bisect_left(starts, self.last)])

    @property
    def paragraph(self) -> int:
        """The number of the paragraph that it begins in, from 1."""
        return self.text.paragraph_of(self.first)

    def printed(self, first: int, last: int) -> str:
        return self.text.slice(self.first + first, self.first + last)

    def gap(self, index: int) -> str:
        """What stands between a token and the next one; a full stop after the last."""
        if index + 1 >= len(self.tokens):
            return "."
        token, following = self.text.spans[self.first + index : self.first + index + 2]
        return self.text.text[token.end : following.start]

    def capital(self, index: int) -> bool:
        return self.text.text[self.text.spans[self.first + index].start].isupper()


def _is_long_enough(passage: Passage) -> bool:
    return sum(map(is_word, passage.tokens)) >= FEWEST_WORDS


def _opens(char: str) -> bool:
    return char in "\"'" or unicodedata.category(char) in ("Ps", "Pi")


def _closes(char: str) -> bool:
    return unicodedata.category(char) in ("Pe", "Pf", "Po")


def _edge(printed: Sequence[str]) -> str:
    """Words at an end of a passage without what is none."""
    return " ".join(_NO_WORDS.sub(" ", " ".join(printed)).split()).strip(_AT_EDGES)


class SourceText:
    """The text of a source, cleaned as all text is that reaches a terminal.

    A hyphen that only breaks a word at the end of a line is a soft hyphen in it.
    """

    def __init__(self, text: str, line_ends: LineEnds = LineEnds.LIKELY) -> None:
        # A page break is white space.
        self._as_typeset = clean(text.removeprefix("\ufeff").replace("\f", " "))
        self.text: Final = join_lines(self._as_typeset, line_ends)

    @cached_property
    def other_readings(self) -> Sequence[SourceText]:
        """The text with its hyphens at line ends taken otherwise, where it has any."""
        others = (SourceText(self._as_typeset, ends) for ends in LineEnds)
        return list({one.text: one for one in others if one.text != self.text}.values())

    def read_as(self, known: Collection[str]) -> SourceText:
        """The text with its hyphens at line ends taken as gives known paragraphs, where it has any.

        Those are known by the short fingerprints of their words.
        """
        if self._as_typeset == join_lines(self._as_typeset, LineEnds.BROKEN):
            return self
        pieces, at = [], 0
        for number, (start, end) in enumerate(self.paragraphs, 1):
            read = self.text[start:end]
            if short_fingerprint(self.paragraph(number).tokens) not in known:
                ways = joined_in_all_ways(self._as_typeset[start:end])
                read = next((one for one in ways if short_fingerprint(tokens(one)) in known), read)
            pieces += [self._as_typeset[at:start], read]
            at = end
        found = SourceText("".join([*pieces, self._as_typeset[at:]]), LineEnds.HYPHENS)
        found._as_typeset = self._as_typeset
        return found

    @cached_property
    def paragraphs(self) -> Sequence[Span]:
        """Where the paragraphs stand: the blocks between blank lines, in order."""
        return [Span(*one.span()) for one in _PARAGRAPH.finditer(self.text)]

    @cached_property
    def tokens(self) -> list[str]:
        return tokens(self.text)

    @cached_property
    def spans(self) -> list[Span]:
        return token_spans(self.text)

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Indices of each token, in ascending order."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for index, token in enumerate(self.tokens):
            found[token].append(index)
        return dict(found)

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The index of each sentence's first token, and the number of tokens at the end."""
        found = {0, len(self.tokens)}
        for paragraph, first in zip(self.paragraphs, self._first_tokens, strict=False):
            found.add(first)
            found.update(self._sentences_in(paragraph))
        return sorted(found)

    @cached_property
    def quoted(self) -> Sequence[Span]:
        """Where it puts words between double quotation marks, in order.

        A quotation that goes on in the next paragraph is not closed at the end of the first.
        """
        found = []
        for start, end in self.paragraphs:
            marks = list(_QUOTE.finditer(self.text, start, end))
            for opening, closing in zip_longest(marks[::2], marks[1::2]):
                found.append(Span(opening.end(), closing.start() if closing else end))
        return found

    def is_quoted(self, first: int, last: int) -> bool:
        """Whether all of some tokens stand in one quotation."""
        start, end = self.span(first, last)
        return any(one.start <= start and end <= one.end for one in self.quoted)

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

    @cached_property
    def _first_tokens(self) -> list[int]:
        starts = self._starts
        return [bisect_left(starts, one.start) for one in self.paragraphs] + [len(starts)]

    @property
    def whole(self) -> Passage:
        return Passage(self, 0, len(self.tokens))

    def span(self, first: int, last: int) -> Span:
        """Where the tokens stand from one index up to another."""
        if first >= last:
            return Span(0, 0)
        return Span(self.spans[first].start, self.spans[last - 1].end)

    def slice(self, first: int, last: int) -> str:
        """The words of some tokens as printed, with single spaces for all white space."""
        return self.line(*self.span(max(0, first), min(last, len(self.tokens)))).strip()

    def line(self, start: int, end: int) -> str:
        """What stands from one offset up to another, on one line and without broken words."""
        return _BLANKS.sub(" ", _BREAK.sub("", self.text[start:end]))

    @property
    def lines(self) -> list[str]:
        """Its paragraphs, each on one line."""
        return [self.line(*span).strip() for span in self.paragraphs]

    def paragraph_of(self, token: int) -> int:
        """The number, from 1, of the paragraph that a token stands in."""
        return bisect_right(self._first_tokens, token)

    def paragraph(self, number: int) -> Passage:
        return Passage(self, self._first_tokens[number - 1], self._first_tokens[number])

    def passage(
        self, paragraph: int | None, ends: str | None = None, number: int | None = None
    ) -> Passage:
        """Find what a citation names: the whole text, a paragraph of it, or what has some ends.

        Those are the first and the last words, with an ellipsis between them where they are not all
        of the passage. It begins in the paragraph, and may end in a later one. Of several that
        begin there with the same words, the number says which, counted from 1.

        Raises:
            PassageError: There is no such paragraph, the words are not in it or in it several times
                without a number, or the passage is too short to be told from others.
        """
        found = self._named(paragraph, ends, number)
        if found is None or not _is_long_enough(found):
            raise self._why_none(found, paragraph, ends, number)
        return found

    def _named(self, paragraph: int | None, ends: str | None, number: int | None) -> Passage | None:
        """What a citation names, however short; None where that is nothing or not one thing."""
        if paragraph is None:
            return self.whole
        if not 1 <= paragraph <= len(self.paragraphs):
            return None
        if ends is None:
            return self.paragraph(paragraph)
        starts = self.starts(ends, paragraph)
        if not (1 <= number <= len(starts) if number else len(starts) == 1):
            return None
        head, ellipsis, tail = ends.partition(ELLIPSIS)
        start = starts[number - 1 if number else 0]
        inner = start + len(tokens(head))
        last = self._end(tokens(tail), inner) if ellipsis else inner
        return None if last is None else Passage(self, start, last)

    def starts(self, ends: str, paragraph: int) -> list[int]:
        """Where in a paragraph passages with some ends, or first words, begin."""
        within = self.paragraph(paragraph)
        return self.find(tokens(ends.partition(ELLIPSIS)[0]), within.first, within.last)

    def cited(self, paragraph: int) -> str:
        """How to cite a paragraph, or if it is too short more of the text: ``¶4 “a … b”``."""
        passage = self.paragraph(paragraph)
        longer = None if _is_long_enough(passage) else self._more_than(passage)
        return longer or f"¶{paragraph}"

    def cite(self, passage: Passage) -> str | None:
        """How to cite a passage, if it is too short with more of the text; None if none will do."""
        if passage == self.paragraph(passage.paragraph):
            return self.cited(passage.paragraph)
        return self.cited_by_ends(passage) or self._more_than(passage)

    def find(self, words: Sequence[str], first: int = 0, last: int | None = None) -> list[int]:
        """Find the indices at which some tokens stand in a row, in ascending order."""
        if not words:
            return []
        end = len(self.tokens) if last is None else last
        count = len(words)
        wanted = list(words)
        return [
            index
            for index in self.positions.get(words[0], ())
            if first <= index <= end - count and self.tokens[index : index + count] == wanted
        ]

    def _sentences_in(self, paragraph: Span) -> Iterator[int]:
        """Find the first tokens of a paragraph's sentences, but for the very first.

        A sentence ends only where that is certain and the same however the text is typeset: not
        after a short word, and not inside a quotation, all of which somebody said or did not say.
        """
        quoted = False
        for found in _SENTENCE_END.finditer(self.text, *paragraph):
            quoted ^= len(_QUOTE.findall(found.group())) % 2 == 1
            if quoted or found.group() in _QUOTES:
                continue
            following = bisect_left(self._starts, found.end())
            before = bisect_left(self._starts, found.start()) - 1
            if before >= 0 and len(self.tokens[before]) > _SHORT:
                between = self.text[self.spans[before].end : found.start()]
                if not {".", "…"} & set(between):
                    yield following

    def _end(self, tail: Sequence[str], start: int) -> int | None:
        within = self.paragraph(self.paragraph_of(start - 1))
        for end in (within.last, len(self.tokens)):
            if found := self.find(tail, start, end):
                return found[0] + len(tail)
        return None

    def _why_none(
        self, found: Passage | None, paragraph: int | None, ends: str | None, number: int | None
    ) -> PassageError:
        """Say why a citation is not accepted; no fix proposes one that is not accepted either."""
        if found is not None:
            count = sum(map(is_word, found.tokens))
            longer = None if paragraph is None else self._more_than(found)
            return PassageError(
                f"The passage has {count} words; under {FEWEST_WORDS} it could be anywhere.",
                f"Cite more of it, for example {longer}." if longer else "Cite a longer text.",
            )
        if paragraph is None or ends is None or not 1 <= paragraph <= len(self.paragraphs):
            return PassageError(
                f"There is no paragraph {paragraph}; the text has {len(self.paragraphs)}.",
                "Count the blocks between blank lines, from 1.",
            )
        starts = self.starts(ends, paragraph)
        if not starts:
            return self._words_elsewhere(paragraph, ends)
        if len(starts) == 1 if number is None else number <= len(starts):
            return PassageError(
                "The passage's last words do not follow its first ones.",
                "Copy them from the text, word for word.",
            )
        times = "once" if len(starts) == 1 else f"{len(starts)} times"
        no_such = "" if number is None else f", so that there is no ({number})"
        return PassageError(
            f"The passage's first words occur {times} in ¶{paragraph}{no_such}.",
            self._which(paragraph, ends, len(starts)),
        )

    def _words_elsewhere(self, paragraph: int, ends: str) -> PassageError:
        head = ends.partition(ELLIPSIS)[0].strip()
        places = {self.paragraph_of(index) for index in self.find(tokens(head))}
        within = self.paragraph(paragraph)
        beginning = self.slice(within.first, min(within.first + _SHOWN, within.last))
        fitting = [place for place in sorted(places) if self._accepts(place, ends)]
        return PassageError(
            f"The passage's first words, “{head}”, are not in ¶{paragraph}, which begins"
            f" “{beginning} {ELLIPSIS}”.",
            f"They are in ¶{fitting[0]}: cite that."
            if len(places) == len(fitting) == 1
            else "Copy them from the paragraph, word for word.",
        )

    def _which(self, paragraph: int, ends: str, count: int) -> str:
        """Propose the numbers by which a passage can be cited."""
        if count == 1:
            fits = self._accepts(paragraph, ends)
            return "Leave the number out." if fits else "Begin with words that occur there."
        numbers = [
            f"({number})"
            for number in range(1, min(count, _MOST_NUMBERS) + 1)
            if self._accepts(paragraph, ends, number)
        ]
        if not numbers:
            return "Begin with words that occur there once."
        listed = " or ".join(filter(None, (", ".join(numbers[:-1]), numbers[-1])))
        return f"Write {listed} after the passage, or begin with words that occur there once."

    def _accepts(self, paragraph: int, ends: str, number: int | None = None) -> bool:
        found = self._named(paragraph, ends, number)
        return found is not None and _is_long_enough(found)

    def _more_than(self, passage: Passage) -> str | None:
        """A citation of a short passage and more of the text, that is accepted; None if none is."""
        end = len(self.tokens)
        number = passage.paragraph
        is_label = any(
            ATTRIBUTION.fullmatch(self.text, *one) for one in self.paragraphs[number - 1 : number]
        )
        for more in range(2 * FEWEST_WORDS, _MOST_MORE, 3):
            last = passage.last if is_label else min(passage.last + more, end)
            first = passage.first if last - passage.first >= more else max(0, last - more)
            for place in ((first, last), (max(0, first - 3), last)):
                if found := self.cited_by_ends(Passage(self, *place)):
                    return found
        return None

    def cited_by_ends(self, passage: Passage) -> str | None:
        """How to cite a passage by its ends; None where they name something else or nothing.

        Quotation marks and ellipses are none of the words by which a passage is named.
        """
        first, last = passage.first, passage.last
        if first >= last:
            return None
        number = self.paragraph_of(first)
        printed = self.line(*self.span(first, min(last, self.paragraph(number).last))).split()
        head = _edge(printed[:_EDGE])
        tail = _edge(self.line(*self.span(first, last)).split()[-_EDGE:])
        ends = f"{head} {ELLIPSIS} {tail}"
        starts = self.starts(ends, number)
        which = starts.index(first) + 1 if first in starts and len(starts) > 1 else None
        if not words(head) or not words(tail):
            return None
        named = self._named(number, ends, which)
        if named is None or named != passage or not _is_long_enough(named):
            return None
        return f"¶{number} “{ends}”{'' if which is None else f' ({which})'}"
